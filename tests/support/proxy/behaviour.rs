//! What may happen to a request on its way.

use bytes::Bytes;
use std::time::Duration;

/// What the proxy does with a request.
#[derive(Clone, Debug)]
pub(crate) enum Behaviour {
    /// The real server answers.
    Pass,
    /// An answer of this status, with the JSON body `{}`.
    Status(u16),
    /// An answer of the test's own.
    Answer {
        /// Its status.
        status: u16,
        /// Its `content-type`.
        content_type: &'static str,
        /// Its body.
        body: Bytes,
    },
    /// Accepted, and never answered.
    Silent,
    /// The connection is closed without an answer, and with it every request on it. (Chromium
    /// tries once more if it had used the connection before.)
    HangUp,
    /// The real server's answer: its head at once, its body this much later.
    SlowBody(Duration),
    /// The real server's answer, of which the second half of the body never comes.
    Truncated,
    /// As the inner one, but with no CORS headers on the answer.
    WithoutCors(Box<Behaviour>),
}

impl Behaviour {
    /// The same, with no CORS headers on the answer.
    pub(crate) fn without_cors(self) -> Self {
        Self::WithoutCors(Box::new(self))
    }

    /// The behaviour below [`Self::WithoutCors`], and whether the answer keeps its CORS headers.
    pub(super) fn split_cors(self) -> (Self, bool) {
        match self {
            Self::WithoutCors(inner) => (inner.split_cors().0, false),
            other => (other, true),
        }
    }
}
