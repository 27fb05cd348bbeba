//! A fault, and how the words of it are written.

use tandem::api::Error;
use tandem::trace::Outcome;

use super::places::Asked;

/// A way to fail, and what is told of it. In the words, `PATH` stands for what was asked for, `LIMIT`
/// for the milliseconds it had, `REASON` for what is wrong with a body, and `ID` for a post's number.
pub(super) struct Fault {
    pub(super) name: &'static str,
    pub(super) how: How,
    pub(super) outcome: Outcome,
    pub(super) kind: &'static str,
    pub(super) message: &'static str,
    pub(super) advice: &'static str,
    /// What `per-item` has in the place of the post.
    pub(super) line: &'static str,
    /// `REASON`, where one user, one post, and a list was asked for.
    pub(super) reasons: [&'static str; 3],
}

/// What the server does.
#[derive(Clone, Copy)]
pub(super) enum How {
    /// Answers with this status.
    Status(u16),
    /// Answers after longer than anybody waits.
    SlowHead,
    /// Never answers.
    NoHead,
    /// Sends a head, and then no body, or not all of it.
    StalledBody,
    /// Sends a head, and then a little white space now and then, without end.
    EndlessBody,
    /// Sends the client back to where it came from, again and again.
    Loop,
    /// Resets the connection, or closes it without an answer.
    Reset,
    /// Sends a head and the beginning of a body, and closes the connection.
    TruncatedBody,
    /// Answers 200 with this body.
    Body(&'static str),
    /// Answers 200 with the first body where one row was asked for, with the second where a list was.
    RowOrList(&'static str, &'static str),
    /// Answers with this status and no body at all.
    Empty(u16),
    /// Answers with 30 MiB.
    Huge,
}

impl Fault {
    /// The kind, the message and the advice when it strikes a call of `path` that has `limit`
    /// milliseconds.
    pub(super) fn words(&self, path: &str, asked: Asked, limit: u64) -> [String; 3] {
        [self.kind, self.message, self.advice].map(|text| self.told(text, path, asked, limit))
    }

    /// What `per-item` has in the place of the post at `path`.
    pub(super) fn line(&self, path: &str) -> String {
        self.told(self.line, path, Asked::Post, 0)
    }

    fn told(&self, text: &str, path: &str, asked: Asked, limit: u64) -> String {
        let reason = match asked {
            Asked::User => self.reasons[0],
            Asked::Post => self.reasons[1],
            Asked::List => self.reasons[2],
        };
        let id = path.rsplit('/').next().unwrap_or_default();
        text.replace("PATH", path)
            .replace("LIMIT", &limit.to_string())
            .replace("REASON", reason)
            .replace("ID", id)
    }
}

/// What an error tells: its kind, its message and its advice.
pub(super) fn words_of(error: &Error) -> [String; 3] {
    [error.kind().into(), error.to_string(), error.advice(false)]
}
