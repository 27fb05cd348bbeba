//! Why each call started when it did, as far as a trace shows it.

use super::{Span, SpanId, Trace};
use crate::sorting::sort_by_key;
use crate::time::Nanos;

/// Why a call started when it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Nothing had ended before: the run began with it.
    Beginning,
    /// It was made once this call had ended.
    After(SpanId),
    /// It had been made before and waited; this call's end let it start.
    Freed(SpanId),
    /// No call had just ended: it started by itself, this long after it was made.
    Later(Nanos),
    /// It never started.
    Never,
}

impl Cause {
    /// The call whose end came before the start, if one did.
    #[must_use]
    pub const fn unblocked_by(self) -> Option<SpanId> {
        match self {
            Self::After(id) | Self::Freed(id) => Some(id),
            Self::Beginning | Self::Later(_) | Self::Never => None,
        }
    }
}

/// A start this long after an end follows from something else: a timer, or the code's own work.
const SOON: Nanos = Nanos::from_millis(20);

/// The cause of each call of `trace`, in the order they were made: the last end before its start is taken
/// for what it waited for, if the start follows it soon.
#[must_use]
pub fn causes(trace: &Trace) -> Vec<Cause> {
    let mut ended: Vec<&Span> = trace
        .spans
        .iter()
        .filter(|span| span.started.is_some() && span.order.ended.is_some())
        .collect();
    sort_by_key(&mut ended, |span| span.order.ended);
    trace.spans.iter().map(|span| cause(&ended, span)).collect()
}

/// `ended` is in order of end.
fn cause(ended: &[&Span], span: &Span) -> Cause {
    let Some(started) = span.started else {
        return Cause::Never;
    };
    let before = ended.partition_point(|other| other.ended_before(span));
    let last = before.checked_sub(1).map(|place| ended[place]);
    let soon = last.filter(|last| started.since(last.ended.unwrap_or_default()) <= SOON);
    match soon {
        Some(last) if last.order.ended < Some(span.order.queued) => Cause::After(last.id),
        Some(last) => Cause::Freed(last.id),
        None if last.is_none() && started <= SOON => Cause::Beginning,
        None => Cause::Later(started.since(span.queued)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::span::tests::call;
    use super::super::{Outcome, Step};
    use super::*;

    /// Two at once under a limit of one, then one that needs both.
    #[test]
    fn tells_what_let_a_call_start() {
        let mut trace = Trace::new(Nanos::ZERO);
        let at = Nanos::from_millis;
        let first = trace.queue(call("/a"), at(0));
        let second = trace.queue(call("/b"), at(0));
        trace.take(first, at(0), Step::Started);
        trace.take(first, at(10), Step::Ended(Outcome::Ok));
        trace.take(second, at(10), Step::Started);
        trace.take(
            second,
            at(30),
            Step::Ended(Outcome::Status),
        );
        let third = trace.queue(call("/c"), at(30));
        trace.take(third, at(31), Step::Started);
        let late = trace.queue(call("/d"), at(31));
        trace.take(late, at(500), Step::Started);
        let never = trace.queue(call("/e"), at(500));
        trace.take(
            never,
            at(501),
            Step::Ended(Outcome::Cancelled),
        );
        assert_eq!(
            causes(&trace),
            [
                Cause::Beginning,
                Cause::Freed(first),
                Cause::After(second),
                Cause::Later(at(469)),
                Cause::Never,
            ]
        );
    }

    /// A clock that goes on between the making and the start of a call does not take it from the beginning.
    #[test]
    fn what_starts_with_the_run_needs_no_clock_to_stand() {
        let mut trace = Trace::new(Nanos::ZERO);
        let ids = [0, 1].map(|_| trace.queue(call("/a"), Nanos::ZERO));
        for (index, id) in ids.into_iter().enumerate() {
            trace.take(
                id,
                Nanos(100_000 * index as u64),
                Step::Started,
            );
        }
        let late = trace.queue(call("/b"), Nanos::from_millis(500));
        trace.take(
            late,
            Nanos::from_millis(500),
            Step::Started,
        );
        assert_eq!(
            causes(&trace),
            [
                Cause::Beginning,
                Cause::Beginning,
                Cause::Later(Nanos::ZERO)
            ]
        );
    }
}
