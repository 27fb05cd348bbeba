//! The life of one call.

use std::borrow::Cow;

use crate::time::Nanos;

/// A span's place in its trace, in the order the calls were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpanId(pub u32);

/// Where in the source a call was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CallSite {
    /// The file, as the compiler names it.
    pub file: &'static str,
    /// Counted from 1; 0 for a request that no code of ours made.
    pub line: u32,
    /// Counted from 1, in characters.
    pub column: u32,
}

impl CallSite {
    /// The place of a request that another program recorded: none.
    pub const NONE: Self = Self {
        file: "",
        line: 0,
        column: 0,
    };

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
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Ok,
        Self::Status,
        Self::TimedOut,
        Self::Network,
        Self::Decode,
        Self::TooLarge,
        Self::Cancelled,
    ];

    /// The outcome of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

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
    /// The method of the request, such as `GET`.
    pub method: Cow<'static, str>,
    /// Path and query, such as `/posts?userId=1`.
    pub path: String,
    /// The whole URL.
    pub url: String,
    /// What is asked for, such as `users`.
    pub resource: Cow<'static, str>,
    /// Where the code made the call.
    pub site: CallSite,
}

/// What the time before the head of an answer went into: these, in this order, and then the wait for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Phases {
    /// Waiting for a connection to be free.
    pub stalled: Nanos,
    /// Opening a connection: the host's name, TCP and TLS, as far as they were needed.
    pub connecting: Nanos,
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
    },
    /// The source told what the time before the head went into.
    Phased(Phases),
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
    /// What the time from its start to the head went into, where the source tells.
    pub phases: Option<Phases>,
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
    /// Where its making, its start and its end stand among all events of the trace. Clocks step by up
    /// to a millisecond; these tell what came first within one step.
    pub order: SpanOrder,
}

/// The places of a span's events among all events of its trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpanOrder {
    /// The place of its making.
    pub queued: u32,
    /// The place of its start.
    pub started: Option<u32>,
    /// The place of its end.
    pub ended: Option<u32>,
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
            phases: None,
            received: None,
            ended: None,
            status: None,
            bytes: None,
            outcome: None,
            order: SpanOrder {
                queued: 0,
                started: None,
                ended: None,
            },
        }
    }

    /// Takes `step` if it may follow what came before, and says whether it did. The order is
    /// queued, started, responded, received, ended; a call may end at any point, and only once. Its phases
    /// may be told any time after its head.
    /// `place` is the event's place among all events of the trace.
    pub fn take(&mut self, at: Nanos, place: u32, step: Step) -> bool {
        let goes_on = self.ended.is_none();
        let legal = match step {
            Step::Started => goes_on && self.started.is_none(),
            Step::Responded { .. } => goes_on && self.started.is_some() && self.responded.is_none(),
            Step::Phased(_) => self.responded.is_some() && self.phases.is_none(),
            Step::Received { .. } => goes_on && self.responded.is_some() && self.received.is_none(),
            Step::Ended(_) => goes_on,
        };
        if legal {
            self.set(at, place, step);
        }
        legal
    }

    const fn set(&mut self, at: Nanos, place: u32, step: Step) {
        match step {
            Step::Started => {
                self.started = Some(at);
                self.order.started = Some(place);
            }
            Step::Responded { status } => {
                self.responded = Some(at);
                self.status = Some(status);
            }
            Step::Phased(phases) => self.phases = Some(phases),
            Step::Received { bytes } => {
                self.received = Some(at);
                self.bytes = Some(bytes);
            }
            Step::Ended(outcome) => {
                self.ended = Some(at);
                self.order.ended = Some(place);
                self.outcome = Some(outcome);
            }
        }
    }

    /// It as it stood at `moment`; `None` before it was made.
    #[must_use]
    pub fn at(&self, moment: Nanos) -> Option<Self> {
        let by_then = |time: Option<Nanos>| time.filter(|time| *time <= moment);
        let responded = by_then(self.responded);
        let (received, ended) = (
            by_then(self.received),
            by_then(self.ended),
        );
        (self.queued <= moment).then(|| Self {
            started: by_then(self.started),
            responded,
            phases: self.phases.filter(|_| responded.is_some()),
            received,
            ended,
            status: self.status.filter(|_| responded.is_some()),
            bytes: self.bytes.filter(|_| received.or(ended).is_some()),
            outcome: self.outcome.filter(|_| ended.is_some()),
            order: SpanOrder {
                queued: self.order.queued,
                started: self
                    .order
                    .started
                    .filter(|_| by_then(self.started).is_some()),
                ended: self.order.ended.filter(|_| ended.is_some()),
            },
            ..self.clone()
        })
    }

    /// Method and path, such as `GET /users/1`.
    #[must_use]
    pub fn label(&self) -> String {
        format!(
            "{} {}",
            self.call.method, self.call.path
        )
    }

    /// Whether it had ended when `other` started.
    #[must_use]
    pub fn ended_before(&self, other: &Self) -> bool {
        let order = self.order.ended.zip(other.order.started);
        order.is_some_and(|(ended, started)| ended < started)
    }

    /// Whether it was made and has neither started nor ended.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.started.is_none() && self.ended.is_none()
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
    use super::super::Trace;
    use super::*;

    /// A call of `path`.
    pub(crate) fn call(path: &str) -> NewSpan {
        NewSpan {
            method: "GET".into(),
            path: path.into(),
            url: format!("http://api{path}"),
            resource: "users".into(),
            site: CallSite::caller(),
        }
    }

    /// The trace of calls with these paths, starts and ends, in milliseconds. At one moment, ends come
    /// before starts; a call of no length starts and ends before the next one does.
    pub(crate) fn trace(calls: &[(&str, u64, u64)]) -> Trace {
        let mut trace = Trace::new(Nanos::ZERO);
        let mut events = Vec::new();
        for (path, from, to) in calls {
            let id = trace.queue(call(path), Nanos::ZERO);
            let instant = from == to;
            events.push((
                *from,
                if instant { 1 } else { 2 },
                id,
                Step::Started,
            ));
            events.push((
                *to,
                u8::from(instant),
                id,
                Step::Ended(Outcome::Ok),
            ));
        }
        events.sort_by_key(|(at, rank, ..)| (*at, *rank));
        for (at, _, id, step) in events {
            assert!(
                trace.take(id, Nanos::from_millis(at), step),
                "{calls:?}: {step:?}"
            );
        }
        trace
    }

    #[test]
    fn takes_steps_in_order_and_ends_once() {
        let steps = [
            Step::Started,
            Step::Responded { status: 200 },
            Step::Phased(Phases::default()),
            Step::Received { bytes: 2 },
            Step::Ended(Outcome::Ok),
        ];
        // From each point of a life, which of the five steps may come next.
        let legal = [
            [true, false, false, false, true],
            [false, true, false, false, true],
            [false, false, true, true, true],
            [false, false, false, true, true],
            [false, false, false, false, true],
            [false, false, false, false, false],
        ];
        for (done, expected) in legal.iter().enumerate() {
            for (next, expected) in steps.iter().zip(expected) {
                let mut span = Span::new(SpanId(0), call("/"), Nanos::ZERO);
                for step in &steps[..done] {
                    assert!(span.take(Nanos(1), 1, *step));
                }
                assert_eq!(
                    span.take(Nanos(2), 2, *next),
                    *expected,
                    "{next:?} after {done}"
                );
            }
        }
    }
}
