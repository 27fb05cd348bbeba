//! How a request fails, and how the page has to tell it, word for word.

use crate::support::browser::Engine;
use crate::support::proxy::Behaviour;
use crate::wire::STUCK;

/// What becomes of a request, and how the page has to tell it.
pub(super) struct Case {
    /// What the proxy does.
    pub(super) behaviour: Behaviour,
    /// The span's outcome.
    pub(super) outcome: &'static str,
    /// The last cell of its row.
    pub(super) row: &'static str,
    /// The word behind its bar.
    pub(super) note: &'static str,
    /// The lane's error, with PATH for what was asked for.
    error: String,
    /// All that is left of an item whose outcome is kept, with the same.
    item: String,
}

impl Case {
    /// What the lane tells of the request for `path`.
    pub(super) fn error(&self, path: &str) -> String {
        self.error.replace("PATH", path)
    }

    /// What is left of the item that was asked for by `path`.
    pub(super) fn item(&self, path: &str) -> String {
        self.item.replace("PATH", path)
    }

    /// What its bar looks like.
    pub(super) fn bar(&self) -> &'static str {
        match self.outcome {
            "timed-out" => "timed-out",
            _ => "failed",
        }
    }

    /// Whether the answer never ends by itself.
    pub(super) fn has_no_end(&self) -> bool {
        self.outcome == "timed-out" || matches!(self.behaviour, Behaviour::Stalled(_))
    }

    /// The time that the request has, in milliseconds: enough for all but what never ends.
    pub(super) fn timeout(&self) -> u32 {
        if self.outcome == "timed-out" {
            1_000
        } else {
            60_000
        }
    }
}

/// All of them, those with little time last. The origin `elsewhere` is another one than the source's, and
/// would answer.
pub(super) fn all(elsewhere: &str) -> Vec<Case> {
    let mut all = statuses();
    all.extend(networks());
    all.extend(redirects(elsewhere));
    all.extend(unreadable_posts());
    all.extend(too_large());
    all.extend(time_outs());
    if Engine::chosen() == Engine::Firefox {
        // It never shows a page this answer: it asks anew, and then tells of a failed connection.
        all.retain(|case| !matches!(case.behaviour, Behaviour::Status(408)));
    }
    all
}

/// An answer of this status, with a body that is JSON.
fn status(status: u16, words: [&'static str; 2], error: &str, item: &str) -> Case {
    let [row, note] = words;
    Case {
        behaviour: Behaviour::Status(status),
        outcome: "status",
        row,
        note,
        error: error.into(),
        item: item.into(),
    }
}

/// The statuses that have words of their own, and one that has none.
fn statuses() -> Vec<Case> {
    vec![
        status(
            401,
            ["status 401", "✕ 401"],
            "PATH was answered with status 401. The server wants to know who asks, and this page tells \
             nobody.",
            "Status code: 401",
        ),
        status(
            403,
            ["status 403", "✕ 403"],
            "PATH was answered with status 403. The server wants to know who asks, and this page tells \
             nobody.",
            "Status code: 403",
        ),
        status(
            404,
            ["status 404", "✕ 404"],
            "PATH was answered with status 404. There is nothing of that name.",
            "Status code: 404",
        ),
        status(
            408,
            ["status 408", "✕ 408"],
            "PATH was answered with status 408. The server waited too long for the request. Try again.",
            "Status code: 408",
        ),
        status(
            418,
            ["status 418", "✕ 418"],
            "PATH was answered with status 418. Try again, or run on the replica.",
            "Status code: 418",
        ),
        too_many("", &[]),
        // A server says which of its headers a page may read.
        too_many("", &[("retry-after", "7")]),
        too_many(
            " The server asks for a pause of 7 s.",
            &[
                ("retry-after", "7"),
                (
                    "access-control-expose-headers",
                    "retry-after",
                ),
            ],
        ),
        status(
            500,
            ["status 500", "✕ 500"],
            "PATH was answered with status 500. The server failed. Try again, or run on the replica.",
            "Status code: 500",
        ),
        service_unavailable(),
    ]
}

/// Too many requests, said with these headers, of which people read `pause`.
fn too_many(pause: &str, headers: &[(&'static str, &str)]) -> Case {
    let error = format!(
        "PATH was answered with status 429. That was more than the server takes. Wait a little, or ask for less \
         at once.{pause}"
    );
    let case = status(
        429,
        ["status 429", "✕ 429"],
        &error,
        "Status code: 429",
    );
    let with =
        |behaviour: Behaviour, (name, value): &(&'static str, &str)| behaviour.with(name, value);
    Case {
        behaviour: headers.iter().fold(case.behaviour, with),
        ..case
    }
}

pub(super) fn service_unavailable() -> Case {
    status(
        503,
        ["status 503", "✕ 503"],
        "PATH was answered with status 503. The server failed. Try again, or run on the replica.",
        "Status code: 503",
    )
}

/// A request to which the browser gives no answer and no reason.
pub(super) fn network(behaviour: Behaviour) -> Case {
    Case {
        behaviour,
        outcome: "network",
        row: "network error",
        note: "✕ network",
        error: "PATH could not be loaded. A page is not told whether the host is down, the network is, a \
                blocker stepped in or CORS forbids it. Try again, or run on the replica.".into(),
        item: "Network error".into(),
    }
}

/// The ways to get no answer from a host that is there.
fn networks() -> Vec<Case> {
    [
        Behaviour::HangUp,
        Behaviour::Reset,
        Behaviour::Truncated,
        Behaviour::Pass.without_cors(),
    ]
    .map(network)
    .into()
}

/// The ways to be sent on: round in a circle, and to another origin, which lets pages read its answers or
/// does not.
fn redirects(elsewhere: &str) -> Vec<Case> {
    let there = Behaviour::redirect(&format!("{elsewhere}/users/7"));
    let item = "Network error";
    let taken = format!(
        "PATH led to {elsewhere}, and its answer was not taken: it is not the source that was chosen. Enter that \
         address as your API if you trust it, or run on the replica."
    );
    vec![
        network(Behaviour::redirect("/posts/7")),
        network(Behaviour::redirect(&format!(
            "{elsewhere}/closed"
        ))),
        Case {
            error: taken,
            item: item.into(),
            ..network(there)
        },
    ]
}

/// The ways to take too long: no head, a head too late, no body, half a body, a body without end.
fn time_outs() -> Vec<Case> {
    let late = |behaviour| Case {
        behaviour,
        outcome: "timed-out",
        row: "timed out",
        note: "timed out",
        error:
            "PATH took longer than 1000 ms and was ended. Give it more time, or ask for less at \
                once."
                .into(),
        item: "Request for post 7 timed out".into(),
    };
    vec![
        late(Behaviour::Silent),
        late(Behaviour::SlowHead(STUCK)),
        late(Behaviour::SlowBody(STUCK)),
        late(Behaviour::Pass.stalled()),
        late(Behaviour::Endless),
    ]
}

/// More than is read: 30 MB, and 40 MB of which the second half never comes.
fn too_large() -> Vec<Case> {
    let spaces = |megabytes: usize| Behaviour::Answer {
        status: 200,
        content_type: "application/json",
        body: vec![b' '; megabytes * 1_000_000].into(),
    };
    let item = "The answer to PATH is over 16 MiB and was not read to its end.";
    let large = |behaviour| Case {
        behaviour,
        outcome: "too-large",
        row: "too large",
        note: "✕ too large",
        error: format!("{item} Ask for less in one request."),
        item: item.into(),
    };
    vec![large(spaces(30)), large(spaces(40).stalled())]
}

/// A body that is not what was asked for, for this reason, which is the parser's.
fn unreadable(content_type: &'static str, body: &'static str, reason: &str) -> Case {
    let item = format!("The answer to PATH is not the JSON that was expected: {reason}.");
    Case {
        behaviour: Behaviour::Answer {
            status: 200,
            content_type,
            body: body.into(),
        },
        outcome: "decode",
        row: "not readable",
        note: "✕ unreadable",
        error: format!("{item} Is this an API of JSONPlaceholder’s shape?"),
        item,
    }
}

/// In place of one post: half of it, no JSON, a page, other keys, another type, numbers that no integer of a
/// script holds, or no number does, and nothing, under two statuses.
fn unreadable_posts() -> Vec<Case> {
    vec![
        unreadable(
            "application/json",
            r#"{"userId": 7, "id": 7"#,
            "EOF while parsing an object at line 1 column 21",
        ),
        unreadable(
            "application/json",
            r#"{"userId": 7,, "id": 7}"#,
            "key must be a string at line 1 column 14",
        ),
        unreadable(
            "text/html",
            "<!doctype html><p>Sign in",
            "it looks like a web page",
        ),
        unreadable(
            "application/json",
            r#"{"posts": []}"#,
            "missing field `userId` at line 1 column 13",
        ),
        unreadable(
            "application/json",
            r#"{"userId": 7, "id": 7, "title": 5, "body": ""}"#,
            "invalid type: integer `5`, expected a string at line 1 column 33",
        ),
        unreadable(
            "application/json",
            r#"{"userId": 7, "id": 9007199254740993, "title": "", "body": ""}"#,
            "invalid value: integer `9007199254740993`, expected u32 at line 1 column 36",
        ),
        unreadable(
            "application/json",
            r#"{"userId": 7, "id": 1e999, "title": "", "body": ""}"#,
            "number out of range at line 1 column 25",
        ),
        nothing(200),
        nothing(204),
    ]
}

/// An answer of this status without a body.
fn nothing(status: u16) -> Case {
    let behaviour = Behaviour::Answer {
        status,
        content_type: "application/json",
        body: "".into(),
    };
    Case {
        behaviour,
        ..unreadable(
            "application/json",
            "",
            "there is nothing in it",
        )
    }
}

/// In place of a list of posts.
pub(super) fn unreadable_list() -> Case {
    unreadable(
        "application/json",
        r#"{"posts": []}"#,
        "invalid type: map, expected a sequence at line 1 column 0",
    )
}
