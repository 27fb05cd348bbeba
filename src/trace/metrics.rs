//! The figures of one run.

use super::{Span, Trace};
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
            peak_in_flight: trace.peak_in_flight,
            bytes: trace.spans.iter().filter_map(|span| span.bytes).sum(),
            failed: outcomes().filter(|outcome| outcome.is_failure()).count(),
            ran_on: trace.spans.iter().filter(|span| trace.ran_on(span)).count(),
            cancelled: outcomes()
                .filter(|outcome| *outcome == super::Outcome::Cancelled)
                .count(),
        }
    }
}

fn decoded(span: &Span) -> Option<Nanos> {
    span.ended
        .filter(|_| span.outcome == Some(super::Outcome::Ok))
}

#[cfg(test)]
mod tests {
    use super::super::span::tests::{call, trace};
    use super::super::{Outcome, Step};
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
                Step::Responded {
                    status: 200,
                    connecting: None,
                },
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
