//! How a request fails, and how the page has to tell it.

use crate::support::proxy::Behaviour;

/// What becomes of the posts, and how the page has to tell it.
pub(super) struct Case {
    /// What the proxy does.
    pub(super) behaviour: Behaviour,
    /// The span's outcome.
    pub(super) outcome: &'static str,
    /// The last cell of its row.
    pub(super) row: &'static str,
    /// The word behind its bar.
    pub(super) note: &'static str,
    /// In the lane's error.
    pub(super) error: &'static str,
}

fn answer(content_type: &'static str, body: &'static str) -> Behaviour {
    Behaviour::Answer {
        status: 200,
        content_type,
        body: body.into(),
    }
}

fn status(status: u16, row: &'static str, note: &'static str, error: &'static str) -> Case {
    Case {
        behaviour: Behaviour::Status(status),
        outcome: "status",
        row,
        note,
        error,
    }
}

fn network(behaviour: Behaviour) -> Case {
    Case {
        behaviour,
        outcome: "network",
        row: "network error",
        note: "✕ network",
        error: "/posts?userId=7 could not be loaded.",
    }
}

fn unreadable(content_type: &'static str, body: &'static str) -> Case {
    Case {
        behaviour: answer(content_type, body),
        outcome: "decode",
        row: "not readable",
        note: "✕ unreadable",
        error: "The answer to /posts?userId=7 is not the JSON that was expected",
    }
}

/// The ways to fail.
pub(super) fn cases() -> Vec<Case> {
    vec![
        status(
            404,
            "status 404",
            "✕ 404",
            "/posts?userId=7 was answered with status 404.",
        ),
        status(
            503,
            "status 503",
            "✕ 503",
            "/posts?userId=7 was answered with status 503.",
        ),
        network(Behaviour::HangUp),
        network(Behaviour::Truncated),
        network(Behaviour::Pass.without_cors()),
        unreadable("application/json", r#"[{"userId": 7"#),
        unreadable("text/html", "<!doctype html><p>Sign in"),
        unreadable("application/json", r#"{"posts": []}"#),
        unreadable(
            "application/json",
            r#"[{"userId": 7, "id": 61, "title": 5, "body": ""}]"#,
        ),
        unreadable("application/json", ""),
    ]
}
