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
            peak_in_flight: peak_in_flight(&trace.spans),
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

/// Sweeps over the starts and ends in order of time. Where one call ends at the very moment another
/// starts, the end comes first: they were not in flight together.
fn peak_in_flight(spans: &[Span]) -> usize {
    let mut changes: Vec<(Nanos, i32)> = Vec::with_capacity(spans.len() * 2);
    for span in spans {
        let Some(started) = span.started else {
            continue;
        };
        if span.ended == Some(started) {
            // No time at all: it flew, but beside nothing that a sweep could show.
            continue;
        }
        changes.push((started, 1));
        changes.extend(span.ended.map(|ended| (ended, -1)));
    }
    changes.sort_unstable();
    let instant = usize::from(spans.iter().any(|span| span.started.is_some()));
    let mut now = 0;
    let peak = changes.iter().map(|(_, change)| {
        now += change;
        now
    });
    (peak.max().unwrap_or(0).max(0) as usize).max(instant)
}

#[cfg(test)]
mod tests {
    use super::super::span::tests::span;
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
        ];
        for (times, expected) in cases {
            let spans: Vec<_> = times
                .iter()
                .map(|(from, to)| span(0, "/", *from, *to))
                .collect();
            assert_eq!(
                peak_in_flight(&spans),
                *expected,
                "{times:?}"
            );
        }
    }

    #[test]
    fn reads_the_first_response_and_the_bytes() {
        let mut trace = Trace::new(Nanos::ZERO);
        assert_eq!(Metrics::of(&trace), Metrics::default());
        trace.spans = vec![span(0, "/a", 0, 30), span(1, "/b", 0, 20)];
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
