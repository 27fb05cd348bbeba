//! The calls that decided when a run ended.

use super::{Span, SpanId, Trace};

/// The critical path of `trace`, first call first: from the call that ended last back to, each time,
/// the one whose end came last before the start of its successor. Empty when no call ended.
#[must_use]
pub fn critical_path(trace: &Trace) -> Vec<SpanId> {
    let mut path = Vec::new();
    let mut next = trace
        .spans
        .iter()
        .filter(|span| span.ended.is_some())
        .max_by_key(|span| span.ended);
    while let Some(span) = next {
        path.push(span.id);
        next = unblocked_by(trace, span);
    }
    path.reverse();
    path
}

/// The call whose end let `span` start: the last to end at or before its start.
fn unblocked_by<'a>(trace: &'a Trace, span: &Span) -> Option<&'a Span> {
    let started = span.started?;
    let earlier = |other: &&Span| {
        let before = other.ended.is_some_and(|ended| ended <= started);
        // A call of no length at the same moment may not follow itself or its successor.
        before && (other.started < Some(started) || other.id < span.id)
    };
    trace
        .spans
        .iter()
        .filter(earlier)
        .max_by_key(|other| other.ended)
}

#[cfg(test)]
mod tests {
    use super::super::span::tests::span;
    use super::*;
    use crate::time::Nanos;

    #[test]
    fn walks_back_from_the_last_end() {
        type Times = &'static [(u64, u64)];
        let cases: &[(Times, &[u32])] = &[
            (&[], &[]),
            (
                &[(0, 10), (10, 30), (30, 45)],
                &[0, 1, 2],
            ),
            (&[(0, 10), (0, 30), (0, 20)], &[1]),
            // Two chains: the one that ended last, by its own calls.
            (
                &[(0, 10), (0, 12), (10, 40), (12, 30)],
                &[0, 2],
            ),
            (&[(0, 0), (0, 0)], &[0, 1]),
        ];
        for (times, expected) in cases {
            let mut trace = Trace::new(Nanos::ZERO);
            for (id, (from, to)) in times.iter().enumerate() {
                trace.spans.push(span(id as u32, "/", *from, *to));
            }
            let path: Vec<_> = critical_path(&trace).iter().map(|id| id.0).collect();
            assert_eq!(path, *expected, "{times:?}");
        }
    }
}
