//! Measured durations as a source: what was measured once can be scheduled anew, without a request.
//!
//! Each request takes as long as it was measured to, whatever else is under way: contention, for a
//! connection, a worker or bandwidth, is in the measured times and does not change with the schedule.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use futures::future::{LocalBoxFuture, pending};
use futures::{StreamExt, stream};

use super::keep::Kept;
use super::ports::{Clock, Request, Response, Timing, Transport, Unreachable};
use super::random::drawn_for;
use crate::sorting::sort_by_key;
use crate::time::Nanos;
use crate::trace::{Outcome, Span, Trace};

/// How long each request took, every time it was made and came to an end by itself.
#[derive(Clone, Debug, Default)]
pub struct Durations(HashMap<String, Vec<Measured>>);

/// What was measured of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Measured {
    /// From its start to the head of its answer, and the status there.
    head: Option<(Nanos, u16)>,
    /// From its start to its end.
    end: Nanos,
    outcome: Outcome,
}

impl Durations {
    /// All that `traces` measured.
    pub fn of<'a>(traces: impl IntoIterator<Item = &'a Trace>) -> Self {
        let mut durations: HashMap<_, Vec<_>> = HashMap::new();
        for span in traces.into_iter().flat_map(|trace| &trace.spans) {
            if let Some(measured) = Measured::of(span) {
                durations
                    .entry(span.call.url.clone())
                    .or_default()
                    .push(measured);
            }
        }
        for all in durations.values_mut() {
            sort_by_key(all, |measured| measured.end);
        }
        Self(durations)
    }

    /// How many durations were measured.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// The duration of `url` that goes with `draw`: the median for draw 0, one at random for any other.
    fn draw(&self, url: &str, draw: u32, attempt: u32) -> Option<Measured> {
        let all = self.0.get(url)?;
        let place = match draw {
            0 => (all.len() - 1) / 2,
            _ => drawn_for(
                u64::from(draw),
                &format!("{url} {attempt}"),
            )
            .below(all.len()),
        };
        all.get(place).copied()
    }
}

impl Measured {
    /// What was cut short says nothing of how long it takes.
    fn of(span: &Span) -> Option<Self> {
        let outcome = span
            .outcome
            .filter(|outcome| *outcome != Outcome::Cancelled)?;
        let started = span.started?;
        let head = span.responded.map(|head| head.since(started));
        Some(Self {
            head: head.zip(span.status),
            end: span.duration()?,
            outcome,
        })
    }

    /// Waits for the body of a request that began at `started`. A refusal is known by its head, so its
    /// body was not kept.
    async fn body(
        self,
        started: Nanos,
        clock: &dyn Clock,
        kept: Option<Rc<[u8]>>,
    ) -> Result<Vec<u8>, Unreachable> {
        let body = match (self.outcome, kept) {
            (Outcome::Status, _) => Vec::new(),
            (Outcome::Ok | Outcome::Decode, Some(kept)) => kept.to_vec(),
            _ => return Err(self.failure(started, clock).await),
        };
        clock.sleep_until(started + self.end).await;
        Ok(body)
    }

    /// Waits for the failure of a request that began at `started`. What never came in time is ended by
    /// the call's own time-out.
    async fn failure(self, started: Nanos, clock: &dyn Clock) -> Unreachable {
        if self.outcome == Outcome::TimedOut {
            return pending().await;
        }
        clock.sleep_until(started + self.end).await;
        Unreachable::Unexplained
    }
}

/// A source that answers as another one did, in the time that was measured of it.
pub struct Replay {
    clock: Rc<dyn Clock>,
    durations: Rc<Durations>,
    kept: Rc<Kept>,
    run: RefCell<Rc<Run>>,
}

/// One run: which draw it is, and how often each request was made in it.
#[derive(Default)]
struct Run {
    draw: Cell<u32>,
    attempts: RefCell<HashMap<String, u32>>,
}

impl Replay {
    /// The answers that are `kept`, each in its time of `durations` by `clock`.
    #[must_use]
    pub fn new(clock: Rc<dyn Clock>, durations: Rc<Durations>, kept: Rc<Kept>) -> Self {
        Self {
            clock,
            durations,
            kept,
            run: RefCell::default(),
        }
    }
}

impl Transport for Replay {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, Unreachable>> {
        let clock = Rc::clone(&self.clock);
        let measured = self.run.borrow().draw(&self.durations, &request.url);
        let kept = self.kept.answer(&request.url);
        Box::pin(async move {
            let started = clock.now();
            let measured = measured.ok_or(Unreachable::Unexplained)?;
            let Some((head, status)) = measured.head else {
                return Err(measured.failure(started, &*clock).await);
            };
            clock.sleep_until(started + head).await;
            let body = async move { measured.body(started, &*clock, kept).await };
            Ok(Response {
                status,
                retry_after: None,
                timing: Timing::Unknown,
                body: stream::once(body).boxed_local(),
            })
        })
    }

    fn begin(&self, repeat: u32) {
        let run = Run {
            draw: Cell::new(repeat),
            ..Run::default()
        };
        self.run.replace(Rc::new(run));
    }
}

impl Run {
    fn draw(&self, durations: &Durations, url: &str) -> Option<Measured> {
        let mut attempts = self.attempts.borrow_mut();
        let attempt = attempts.entry(url.into()).or_default();
        *attempt += 1;
        durations.draw(url, self.draw.get(), *attempt)
    }
}

#[cfg(test)]
mod tests;
