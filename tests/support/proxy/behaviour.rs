//! What may happen to a request on its way.

use bytes::Bytes;
use std::fmt;
use std::sync::Arc;
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
    /// The same, but the connection is reset: what is on its way to the client is lost too.
    #[allow(
        dead_code,
        reason = "to a program it is a connection that closes: only a browser has to tell it"
    )]
    Reset,
    /// The real server's answer, all of it this much later.
    #[allow(
        dead_code,
        reason = "programs have one request a path, which a delay of the path is enough for"
    )]
    SlowHead(Duration),
    /// The real server's answer: its head at once, its body this much later.
    SlowBody(Duration),
    /// As the inner one, but the second half of the body never comes, on a connection that stays open.
    Stalled(Box<Behaviour>),
    /// The real server's answer, with another body made of its body.
    Rewritten(Rewrite),
    /// The real server's answer, of which the connection closes after the first half of the body.
    Truncated,
    /// A head, and then a byte of white space now and then, for as long as the client waits.
    Endless,
    /// As the inner one, but with no CORS headers on the answer.
    WithoutCors(Box<Behaviour>),
    /// As the inner one, with this header on the answer too.
    With(&'static str, String, Box<Behaviour>),
}

/// What is done to an answer's head, whatever it is.
#[derive(Default)]
pub(super) struct Touch {
    /// Whether it loses its CORS headers.
    pub(super) no_cors: bool,
    /// What it is given.
    pub(super) headers: Vec<(&'static str, String)>,
}

/// Makes another body of a body.
#[derive(Clone)]
pub(crate) struct Rewrite(pub(super) Arc<Rewriting>);

type Rewriting = dyn Fn(&[u8]) -> Bytes + Send + Sync;

impl fmt::Debug for Rewrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rewrite")
    }
}

impl Behaviour {
    /// The real server's answer, with what `rewrite` makes of its body.
    pub(crate) fn rewritten(rewrite: impl Fn(&[u8]) -> Bytes + Send + Sync + 'static) -> Self {
        Self::Rewritten(Rewrite(Arc::new(rewrite)))
    }

    /// The same, with no CORS headers on the answer.
    pub(crate) fn without_cors(self) -> Self {
        Self::WithoutCors(Box::new(self))
    }

    /// The same, but the second half of the body never comes, on a connection that stays open.
    #[allow(
        dead_code,
        reason = "programs are tried with a body of which nothing comes"
    )]
    pub(crate) fn stalled(self) -> Self {
        Self::Stalled(Box::new(self))
    }

    /// The same, with a header on the answer.
    pub(crate) fn with(self, name: &'static str, value: &str) -> Self {
        Self::With(name, value.into(), Box::new(self))
    }

    /// Sends the client on to `location`.
    pub(crate) fn redirect(location: &str) -> Self {
        Self::Status(302).with("location", location)
    }

    /// The behaviour itself, and what is done to the head of its answer.
    pub(super) fn peeled(self) -> (Self, Touch) {
        match self {
            Self::WithoutCors(inner) => {
                let (inner, touch) = inner.peeled();
                (
                    inner,
                    Touch {
                        no_cors: true,
                        ..touch
                    },
                )
            }
            Self::With(name, value, inner) => {
                let (inner, mut touch) = inner.peeled();
                touch.headers.push((name, value));
                (inner, touch)
            }
            other => (other, Touch::default()),
        }
    }
}
