//! How many calls were in flight at each moment of a run.

use super::{Span, Trace};
use crate::time::Nanos;

/// The number of calls in flight over a run, as steps in the order of its events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flight(Vec<Step>);

/// From this moment to the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    at: Nanos,
    in_flight: u32,
    /// The most so far.
    peak: u32,
}

impl Flight {
    /// Reads it out of `trace`.
    #[must_use]
    pub fn of(trace: &Trace) -> Self {
        let mut events: Vec<(u32, Nanos, i32)> = trace.spans.iter().flat_map(events).collect();
        events.sort_by_key(|(place, ..)| *place);
        let (mut in_flight, mut peak) = (0_u32, 0);
        let steps = events.into_iter().map(|(_, at, by)| {
            in_flight = in_flight.saturating_add_signed(by);
            peak = peak.max(in_flight);
            Step {
                at,
                in_flight,
                peak,
            }
        });
        Self(steps.collect())
    }

    fn by(&self, moment: Nanos) -> Option<Step> {
        let after = self.0.partition_point(|step| step.at <= moment);
        self.0.get(after.checked_sub(1)?).copied()
    }

    /// The most calls that were in flight at once until `moment`, itself included.
    #[must_use]
    pub fn peak_by(&self, moment: Nanos) -> usize {
        self.by(moment).map_or(0, |step| step.peak as usize)
    }

    /// The most calls in flight in each of `count` equal parts of the time between `from` and `to`.
    #[must_use]
    pub fn most_in_parts(&self, from: Nanos, to: Nanos, count: usize) -> Vec<u32> {
        let mut most = vec![0; count];
        let length = to.since(from).0.max(1) as f64;
        let part = |at: Nanos| (at.since(from).0 as f64 / length * count as f64) as usize;
        for (index, step) in self.0.iter().enumerate() {
            let until = self.0.get(index + 1).map_or(step.at, |next| next.at);
            if until < from || step.at > to || step.in_flight == 0 {
                continue;
            }
            let last = part(until).min(count.saturating_sub(1));
            let parts = most.get_mut(part(step.at)..=last).unwrap_or_default();
            for most in parts {
                *most = step.in_flight.max(*most);
            }
        }
        most
    }
}

/// Where a span's start and end stand among the events, when they were, and what they change.
fn events(span: &Span) -> impl Iterator<Item = (u32, Nanos, i32)> {
    let started = span.order.started.zip(span.started);
    let ended = span
        .order
        .ended
        .zip(span.ended)
        .filter(|_| started.is_some());
    let start = started.map(|(place, at)| (place, at, 1));
    let end = ended.map(|(place, at)| (place, at, -1));
    start.into_iter().chain(end)
}

#[cfg(test)]
mod tests {
    use super::super::span::tests::trace;
    use super::*;

    #[test]
    fn follows_starts_and_ends() {
        let flight = Flight::of(&trace(&[
            ("/a", 0, 40),
            ("/b", 10, 20),
            ("/c", 20, 60),
        ]));
        let peaks = [0, 9, 10, 20, 60].map(|at| flight.peak_by(Nanos::from_millis(at)));
        assert_eq!(peaks, [1, 1, 2, 2, 2]);
        let parts = |from, to, count| {
            flight.most_in_parts(
                Nanos::from_millis(from),
                Nanos::from_millis(to),
                count,
            )
        };
        assert_eq!(
            parts(0, 80, 8),
            [1, 2, 2, 2, 2, 1, 1, 0]
        );
        assert_eq!(parts(45, 80, 1), [1]);
        assert_eq!(parts(70, 80, 3), [0, 0, 0]);
        assert_eq!(
            Flight::of(&trace(&[])).peak_by(Nanos(5)),
            0
        );
    }

    /// What a peak of one run is, its last moment tells too.
    #[test]
    fn its_peak_is_the_traces() {
        let trace = trace(&[("/a", 0, 30), ("/b", 10, 10), ("/c", 10, 30)]);
        assert_eq!(
            Flight::of(&trace).peak_by(trace.last()),
            trace.peak_in_flight
        );
    }
}
