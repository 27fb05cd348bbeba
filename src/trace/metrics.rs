//! The figures of one run.

use super::{Outcome, Span, Trace};
use crate::sorting::{sort, sort_by_key};
use crate::time::Nanos;

/// The figures of one run, as far as it has come. Times count from the start of the run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metrics {
    /// Calls made.
    pub calls: usize,
    /// When the first body was decoded.
    pub first_response: Option<Nanos>,
    /// When the variant handed its first value to its caller.
    pub first_result: Option<Nanos>,
    /// Calls in flight now: started and not ended.
    pub in_flight: usize,
    /// Calls that were made and have not started: what they wait for is the variant's affair.
    pub waiting: usize,
    /// The largest number of calls in flight at once, as the code sees it: started and not ended.
    pub peak_in_flight: usize,
    /// Bytes of all decoded bodies.
    pub bytes: u64,
    /// Calls that failed by themselves: a cancelled call is none of these.
    pub failed: usize,
    /// Calls dropped before their end.
    pub cancelled: usize,
    /// Calls that ran on after the variant's end.
    pub ran_on: usize,
}

impl Metrics {
    /// Reads the figures out of `trace`.
    #[must_use]
    pub fn of(trace: &Trace) -> Self {
        let outcomes = || trace.spans.iter().filter_map(|span| span.outcome);
        Self {
            calls: trace.spans.len(),
            first_response: trace.spans.iter().filter_map(decoded).min(),
            first_result: trace.first_result,
            in_flight: trace.in_flight,
            waiting: trace.spans.iter().filter(|span| span.waits()).count(),
            peak_in_flight: trace.peak_in_flight,
            bytes: trace.spans.iter().filter_map(|span| span.bytes).sum(),
            failed: outcomes().filter(|outcome| outcome.is_failure()).count(),
            ran_on: trace.spans.iter().filter(|span| trace.ran_on(span)).count(),
            cancelled: outcomes()
                .filter(|outcome| *outcome == Outcome::Cancelled)
                .count(),
        }
    }
}

/// How long the first call took beside the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstAndLater {
    /// The duration of the call that started first.
    pub first: Nanos,
    /// The median of the other calls' durations; between the middle two of an even number.
    pub later: Nanos,
    /// How many others there are.
    pub others: usize,
}

impl FirstAndLater {
    /// Reads them out of the calls of `trace` that were answered; `None` when there are fewer than two.
    #[must_use]
    pub fn of(trace: &Trace) -> Option<Self> {
        let mut answered: Vec<_> = trace
            .spans
            .iter()
            .filter(|span| span.outcome == Some(Outcome::Ok))
            .collect();
        sort_by_key(&mut answered, |span| span.order.started);
        let mut durations = answered.into_iter().filter_map(Span::duration);
        let first = durations.next()?;
        let mut others: Vec<Nanos> = durations.collect();
        sort(&mut others);
        let (below, above) = (
            others.get(others.len().checked_sub(1)? / 2)?,
            others.get(others.len() / 2)?,
        );
        Some(Self {
            first,
            later: Nanos(below.0.midpoint(above.0)),
            others: others.len(),
        })
    }
}

/// When the answer to `span` was decoded, if it was.
pub(super) fn decoded(span: &Span) -> Option<Nanos> {
    span.ended.filter(|_| span.outcome == Some(Outcome::Ok))
}

#[cfg(test)]
mod tests {
    use super::super::Step;
    use super::super::span::tests::{call, trace};
    use super::*;

    #[test]
    fn peak_counts_what_overlaps() {
        let cases: &[(&[(u64, u64)], usize)] = &[
            (&[], 0),
            (&[(0, 0)], 1),
            (&[(0, 10)], 1),
            (&[(0, 10), (10, 20)], 1),
            (&[(0, 10), (9, 20)], 2),
            (
                &[(0, 30), (5, 10), (10, 15), (12, 20)],
                3,
            ),
            (&[(0, 30), (10, 10)], 2),
        ];
        for (times, expected) in cases {
            let calls: Vec<_> = times.iter().map(|(from, to)| ("/", *from, *to)).collect();
            assert_eq!(
                Metrics::of(&trace(&calls)).peak_in_flight,
                *expected,
                "{times:?}"
            );
        }
    }

    #[test]
    fn the_first_call_stands_beside_the_median_of_the_others() {
        type Case = (
            &'static [(u64, u64)],
            Option<(u64, u64, usize)>,
        );
        let cases: &[Case] = &[
            (&[], None),
            (&[(0, 10)], None),
            (&[(0, 30), (30, 40)], Some((30, 10, 1))),
            (
                &[(0, 30), (30, 40), (40, 60)],
                Some((30, 15, 2)),
            ),
            // Whatever came back first, the first to start is the first.
            (
                &[(5, 8), (0, 50), (10, 19), (20, 24)],
                Some((50, 4, 3)),
            ),
        ];
        for (times, expected) in cases {
            let calls: Vec<_> = times.iter().map(|(from, to)| ("/", *from, *to)).collect();
            let read = FirstAndLater::of(&trace(&calls));
            let expected = expected.map(|(first, later, others)| FirstAndLater {
                first: Nanos::from_millis(first),
                later: Nanos::from_millis(later),
                others,
            });
            assert_eq!(read, expected, "{times:?}");
        }
    }

    /// A clock that stands still does not hide that calls flew together.
    #[test]
    fn peak_needs_no_clock() {
        let mut trace = Trace::new(Nanos::ZERO);
        let ids = [0, 1, 2].map(|_| trace.queue(call("/"), Nanos::ZERO));
        for step in [Step::Started, Step::Ended(Outcome::Ok)] {
            for id in ids {
                assert!(trace.take(id, Nanos::ZERO, step));
            }
        }
        assert_eq!(trace.peak_in_flight, 3);
    }

    #[test]
    fn reads_the_first_response_and_the_bytes() {
        let mut trace = Trace::new(Nanos::from_millis(100));
        assert_eq!(Metrics::of(&trace), Metrics::default());
        for (path, at) in [("/a", 130), ("/b", 120)] {
            let (id, at) = (
                trace.queue(call(path), trace.began),
                Nanos::from_millis(at),
            );
            for step in [
                Step::Started,
                Step::Responded { status: 200 },
                Step::Received { bytes: 10 },
                Step::Ended(Outcome::Ok),
            ] {
                assert!(trace.take(id, at, step));
            }
        }
        let metrics = Metrics::of(&trace);
        assert_eq!(
            metrics.first_response,
            Some(Nanos::from_millis(20))
        );
        assert_eq!(
            (
                metrics.calls,
                metrics.bytes,
                metrics.failed
            ),
            (2, 20, 0)
        );
    }
}
