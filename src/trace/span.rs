//! The life of one call.

use std::borrow::Cow;

use crate::time::Nanos;

/// A span's place in its trace, in the order the calls were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpanId(pub u32);

/// Where in the source a call was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallSite {
    /// The file, as the compiler names it.
    pub file: &'static str,
    /// Counted from 1.
    pub line: u32,
    /// Counted from 1, in characters.
    pub column: u32,
}

impl CallSite {
    /// The caller's place: use it in a `#[track_caller]` function.
    #[track_caller]
    #[must_use]
    pub fn caller() -> Self {
        let place = std::panic::Location::caller();
        Self {
            file: place.file(),
            line: place.line(),
            column: place.column(),
        }
    }
}

/// How a call ended: exactly one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Answered with 2xx and decoded.
    Ok,
    /// Answered with another status.
    Status,
    /// Not ended in its time.
    TimedOut,
    /// No answer, or not all of one.
    Network,
    /// Answered with 2xx, but not in the shape asked for.
    Decode,
    /// The body passed the limit.
    TooLarge,
    /// Dropped before its end.
    Cancelled,
}

impl Outcome {
    /// All outcomes, in the order of their definition.
    pub const ALL: [Self; 7] = [
        Self::Ok,
        Self::Status,
        Self::TimedOut,
        Self::Network,
        Self::Decode,
        Self::TooLarge,
        Self::Cancelled,
    ];

    /// The name in page attributes and run files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Status => "status",
            Self::TimedOut => "timed-out",
            Self::Network => "network",
            Self::Decode => "decode",
            Self::TooLarge => "too-large",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether the call failed by itself: neither answered well nor dropped by its owner.
    #[must_use]
    pub const fn is_failure(self) -> bool {
        !matches!(self, Self::Ok | Self::Cancelled)
    }
}

/// A call as it is made: what a span knows from its first moment on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSpan {
    /// Path and query, such as `/posts?userId=1`.
    pub path: String,
    /// The whole URL.
    pub url: String,
    /// What is asked for, such as `users`.
    pub resource: Cow<'static, str>,
    /// Where the code made the call.
    pub site: CallSite,
}

/// What happens to a call after it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Polled for the first time.
    Started,
    /// The head of the answer is here.
    Responded {
        /// The HTTP status.
        status: u16,
        /// How much of the time since the start went into opening a connection, where the source
        /// tells.
        connecting: Option<Nanos>,
    },
    /// The body is here, not yet decoded.
    Received {
        /// The body's length once any content encoding is undone.
        bytes: u64,
    },
    /// Over.
    Ended(Outcome),
}

/// What was recorded of one call. Times count from the start of its run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its place in the trace.
    pub id: SpanId,
    /// What it asked for and where.
    pub call: NewSpan,
    /// When the call was made.
    pub queued: Nanos,
    /// When it was first polled.
    pub started: Option<Nanos>,
    /// When the head of the answer came.
    pub responded: Option<Nanos>,
    /// How long it took, from the start, to open a connection, where the source tells.
    pub connecting: Option<Nanos>,
    /// When the body was complete.
    pub received: Option<Nanos>,
    /// When it was over: decoded, failed or dropped.
    pub ended: Option<Nanos>,
    /// The HTTP status, once there is one.
    pub status: Option<u16>,
    /// Bytes of the decoded body, once it is complete.
    pub bytes: Option<u64>,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

impl Span {
    /// A call just made.
    #[must_use]
    pub const fn new(id: SpanId, call: NewSpan, queued: Nanos) -> Self {
        Self {
            id,
            call,
            queued,
            started: None,
            responded: None,
            connecting: None,
            received: None,
            ended: None,
            status: None,
            bytes: None,
            outcome: None,
        }
    }

    /// Takes `step` if it may follow what came before, and says whether it did. The order is
    /// queued, started, responded, received, ended; a call may end at any point, and only once.
    pub fn take(&mut self, at: Nanos, step: Step) -> bool {
        let legal = self.ended.is_none()
            && match step {
                Step::Started => self.started.is_none(),
                Step::Responded { .. } => self.started.is_some() && self.responded.is_none(),
                Step::Received { .. } => self.responded.is_some() && self.received.is_none(),
                Step::Ended(_) => true,
            };
        if legal {
            self.set(at, step);
        }
        legal
    }

    const fn set(&mut self, at: Nanos, step: Step) {
        match step {
            Step::Started => self.started = Some(at),
            Step::Responded { status, connecting } => {
                self.responded = Some(at);
                self.connecting = connecting;
                self.status = Some(status);
            }
            Step::Received { bytes } => {
                self.received = Some(at);
                self.bytes = Some(bytes);
            }
            Step::Ended(outcome) => {
                self.ended = Some(at);
                self.outcome = Some(outcome);
            }
        }
    }

    /// Method and path, such as `GET /users/1`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("GET {}", self.call.path)
    }

    /// Whether it has started and not ended.
    #[must_use]
    pub const fn in_flight(&self) -> bool {
        self.started.is_some() && self.ended.is_none()
    }

    /// From start to end, once both are known.
    #[must_use]
    pub fn duration(&self) -> Option<Nanos> {
        Some(self.ended?.since(self.started?))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A finished span of `path` from `started` to `ended`, in milliseconds.
    pub(crate) fn span(id: u32, path: &str, started: u64, ended: u64) -> Span {
        let call = NewSpan {
            path: path.into(),
            url: format!("http://api{path}"),
            resource: "users".into(),
            site: CallSite::caller(),
        };
        let mut span = Span::new(
            SpanId(id),
            call,
            Nanos::from_millis(started),
        );
        span.take(
            Nanos::from_millis(started),
            Step::Started,
        );
        span.take(
            Nanos::from_millis(ended),
            Step::Responded {
                status: 200,
                connecting: None,
            },
        );
        span.take(
            Nanos::from_millis(ended),
            Step::Received { bytes: 10 },
        );
        span.take(
            Nanos::from_millis(ended),
            Step::Ended(Outcome::Ok),
        );
        span
    }

    #[test]
    fn takes_steps_in_order_and_ends_once() {
        let steps = [
            Step::Started,
            Step::Responded {
                status: 200,
                connecting: None,
            },
            Step::Received { bytes: 2 },
            Step::Ended(Outcome::Ok),
        ];
        // From each point of a life, which of the four steps may come next.
        let legal = [
            [true, false, false, true],
            [false, true, false, true],
            [false, false, true, true],
            [false, false, false, true],
            [false, false, false, false],
        ];
        for (done, expected) in legal.iter().enumerate() {
            for (next, expected) in steps.iter().zip(expected) {
                let call = span(0, "/", 0, 0).call;
                let mut span = Span::new(SpanId(0), call, Nanos::ZERO);
                for step in &steps[..done] {
                    assert!(span.take(Nanos(1), *step));
                }
                assert_eq!(
                    span.take(Nanos(2), *next),
                    *expected,
                    "{next:?} after {done}"
                );
            }
        }
    }
}
