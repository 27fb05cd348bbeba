//! A finished run, and how long it would have taken with one thing changed.

use std::collections::HashMap;

use super::super::{Outcome, Span, Trace};
use super::latest::Latest;
use crate::time::Nanos;

/// A run that came to its end, with calls that all ended by themselves within it.
pub(super) struct Run<'t> {
    pub(super) trace: &'t Trace,
    pub(super) makespan: Nanos,
    /// In the order they were made.
    pub(super) calls: Vec<Call>,
    /// The calls in the order they started.
    by_start: Vec<usize>,
    /// When calls ended, in order.
    ends: Vec<Nanos>,
}

/// A call, with its places among the ends of the run's calls. Places tell what came first where the
/// clock stood still.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub(super) made: Nanos,
    pub(super) start: Nanos,
    pub(super) end: Nanos,
    /// How many calls had ended when it was made.
    pub(super) ended_before_making: usize,
    /// How many calls had ended when it started.
    ended_before_start: usize,
    /// How many calls had ended when it ended.
    pub(super) place: usize,
    /// Whether a call of its own line made way for it while more of that line were in flight: then a
    /// limit kept it waiting, not an order.
    pub(super) under_limit: bool,
}

impl Call {
    pub(super) const fn duration(&self) -> Nanos {
        self.end.since(self.start)
    }
}

/// One thing that is done otherwise.
pub(super) trait Change {
    /// Whether `call` is one of those that no longer wait for each other.
    fn joins(&self, _call: usize) -> bool {
        false
    }

    /// When `call` ends that starts at `start`; `ends` are those of the calls that started before.
    fn end(&self, run: &Run, call: usize, start: Nanos, _ends: &[Nanos]) -> Nanos {
        start + run.calls[call].duration()
    }
}

impl<'t> Run<'t> {
    /// The run of `trace`, if it came to a good end and nothing of it is open, dropped or late.
    pub(super) fn of(trace: &'t Trace) -> Option<Self> {
        let makespan = trace.first_result.and(trace.ended)?;
        let mut ended: Vec<&Span> = trace.spans.iter().collect();
        ended.sort_by_key(|span| span.order.ended);
        let limits = Limits::of(trace, &ended);
        let calls = trace.spans.iter().map(|span| {
            let whole = span.outcome != Some(Outcome::Cancelled) && !trace.ran_on(span);
            whole.then(|| call(span, &ended, &limits)).flatten()
        });
        let calls = calls.collect::<Option<Vec<_>>>()?;
        let mut by_start: Vec<_> = (0..calls.len()).collect();
        by_start.sort_by_key(|call| trace.spans[*call].order.started);
        Some(Self {
            trace,
            makespan,
            calls,
            by_start,
            ends: ended.iter().filter_map(|span| span.ended).collect(),
        })
    }

    /// The calls in the order they started.
    pub(super) fn started(&self) -> impl Iterator<Item = (usize, &Span)> {
        self.by_start
            .iter()
            .map(|call| (*call, &self.trace.spans[*call]))
    }

    /// The lines where `calls` were made, each once, in order.
    pub(super) fn lines(&self, calls: &[usize]) -> Vec<u32> {
        let lines = calls
            .iter()
            .map(|call| self.trace.spans[*call].call.site.line);
        let mut lines: Vec<_> = lines.collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    /// The makespan with `change`, each call at its own duration and every other order kept: a call
    /// starts after the ends of all that had ended before it started here. What the code itself took,
    /// from the last of these ends to the start, and from the last end of all to its own, it takes
    /// again: it may be work that the next call, or the answer, needs. Calls that are joined are made
    /// when the first of them was made.
    pub(super) fn again(&self, change: &impl Change) -> Nanos {
        let calls = self.calls.len();
        let joined = (0..calls).find(|call| change.joins(*call));
        let made = joined
            .map(|first| self.calls[first].made)
            .unwrap_or_default();
        let mut ends = vec![Nanos::ZERO; calls];
        let (mut members, mut others) = (Latest::new(calls), Latest::new(calls));
        for &number in &self.by_start {
            let call = &self.calls[number];
            let member = change.joins(number);
            let earliest = if member { made } else { Nanos::ZERO };
            let freed = member && !call.under_limit;
            let waits_from = if freed { call.ended_before_making } else { 0 };
            let awaited = members.of(waits_from..call.ended_before_start.max(waits_from));
            let after = others
                .of(0..call.ended_before_start)
                .max(awaited)
                .max(earliest);
            let own = call.start.since(self.last_end(call).max(earliest));
            ends[number] = change.end(self, number, after + own, &ends);
            let these = if member { &mut members } else { &mut others };
            these.set(call.place, ends[number]);
        }
        let rest = self
            .makespan
            .since(self.ends.last().copied().unwrap_or_default());
        ends.into_iter().max().unwrap_or_default() + rest
    }

    /// The last end before the start of `call`.
    fn last_end(&self, call: &Call) -> Nanos {
        let last = call.ended_before_start.checked_sub(1);
        last.map(|last| self.ends[last]).unwrap_or_default()
    }
}

/// What is known of `span`, if it started and ended. `ended` are all spans in order of end.
fn call(span: &Span, ended: &[&Span], limits: &Limits) -> Option<Call> {
    let before = |place: u32| ended.partition_point(|other| other.order.ended < Some(place));
    let ended_before_making = before(span.order.queued);
    let made_way = ended_before_making.checked_sub(1).map(|last| ended[last]);
    Some(Call {
        made: span.queued,
        start: span.started?,
        end: span.ended?,
        ended_before_making,
        ended_before_start: before(span.order.started?),
        place: before(span.order.ended?),
        under_limit: made_way.is_some_and(|other| limits.held(span, other)),
    })
}

/// For each call whether others of its line were in flight when it ended.
struct Limits(Vec<bool>);

impl Limits {
    fn of(trace: &Trace, ended: &[&Span]) -> Self {
        let mut started: Vec<&Span> = trace.spans.iter().collect();
        started.sort_by_key(|span| span.order.started);
        let mut started = started.into_iter().peekable();
        let mut in_flight: HashMap<_, usize> = HashMap::new();
        let mut left = vec![false; trace.spans.len()];
        for span in ended {
            while let Some(next) = started.next_if(|next| next.order.started < span.order.ended) {
                *in_flight.entry(next.call.site).or_default() += 1;
            }
            let others = in_flight.entry(span.call.site).or_default();
            *others = others.saturating_sub(1);
            left[span.id.0 as usize] = *others > 0;
        }
        Self(left)
    }

    fn held(&self, span: &Span, made_way: &Span) -> bool {
        made_way.call.site == span.call.site && self.0[made_way.id.0 as usize]
    }
}
