//! The calls that decided when a run ended.

use super::{Outcome, Span, SpanId, Trace};
use crate::sorting::sort_by_key;

/// The critical path of `trace`, first call first: from the call that ended last back to, each time,
/// the one whose end came last before the start of its successor. A cancelled call decided nothing.
/// Empty when no call ended by itself.
#[must_use]
pub fn critical_path(trace: &Trace) -> Vec<SpanId> {
    let mut decided: Vec<&Span> = trace.spans.iter().filter(|span| decides(span)).collect();
    sort_by_key(&mut decided, |span| span.order.ended);
    let mut path = Vec::new();
    let mut next = decided.last().copied();
    while let Some(span) = next {
        path.push(span.id);
        next = unblocked_by(&decided, span);
    }
    path.reverse();
    path
}

fn decides(span: &Span) -> bool {
    span.outcome
        .is_some_and(|outcome| outcome != Outcome::Cancelled)
}

/// The call whose end let `span` start: the last to end before its start. `decided` is in order of end.
fn unblocked_by<'a>(decided: &[&'a Span], span: &Span) -> Option<&'a Span> {
    let earlier = decided.partition_point(|other| other.ended_before(span));
    Some(decided[earlier.checked_sub(1)?])
}

#[cfg(test)]
mod tests {
    use super::super::Step;
    use super::super::span::tests::{call, trace};
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
            let calls: Vec<_> = times.iter().map(|(from, to)| ("/", *from, *to)).collect();
            let path: Vec<_> = critical_path(&trace(&calls))
                .iter()
                .map(|id| id.0)
                .collect();
            assert_eq!(path, *expected, "{times:?}");
        }
    }

    /// One fails, and the other is dropped for it a moment later: the failure decided.
    #[test]
    fn a_cancelled_call_decides_nothing() {
        let mut trace = Trace::new(Nanos::ZERO);
        let ids = [
            trace.queue(call("/a"), Nanos::ZERO),
            trace.queue(call("/b"), Nanos::ZERO),
        ];
        for id in ids {
            trace.take(id, Nanos::ZERO, Step::Started);
        }
        trace.take(
            ids[0],
            Nanos(5),
            Step::Ended(Outcome::Status),
        );
        trace.take(
            ids[1],
            Nanos(6),
            Step::Ended(Outcome::Cancelled),
        );
        assert_eq!(critical_path(&trace), [ids[0]]);
    }
}
