//! All spans of one run.

use super::{NewSpan, Span, SpanId, Step};
use crate::time::Nanos;

/// All spans of one run, and the run's own moments. Times count from the start of the run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The clock's time at the start of the run.
    pub began: Nanos,
    /// In the order the calls were made.
    pub spans: Vec<Span>,
    /// When the variant handed its first value to its caller.
    pub first_result: Option<Nanos>,
    /// When the variant ended: the makespan.
    pub ended: Option<Nanos>,
    /// The most calls that were in flight at once, as the code sees it: started and not ended.
    pub peak_in_flight: usize,
    /// The calls that are in flight now.
    pub in_flight: usize,
    events: u32,
}

impl Trace {
    /// An empty trace of a run that begins at the clock's `began`.
    #[must_use]
    pub const fn new(began: Nanos) -> Self {
        Self {
            began,
            spans: Vec::new(),
            first_result: None,
            ended: None,
            peak_in_flight: 0,
            in_flight: 0,
            events: 0,
        }
    }

    /// A call was made at the clock's time `at`.
    pub fn queue(&mut self, call: NewSpan, at: Nanos) -> SpanId {
        let id = SpanId(self.spans.len() as u32);
        let queued = at.since(self.began);
        let mut span = Span::new(id, call, queued);
        span.order.queued = self.events;
        self.events += 1;
        self.spans.push(span);
        id
    }

    /// `step` happened to `span` at the clock's time `at`. Says whether it may follow what came before;
    /// a step that may not is left out.
    pub fn take(&mut self, span: SpanId, at: Nanos, step: Step) -> bool {
        let (at, place) = (at.since(self.began), self.events);
        let Some(span) = self.spans.get_mut(span.0 as usize) else {
            return false;
        };
        let flew = span.in_flight();
        let taken = span.take(at, place, step);
        match (flew, span.in_flight()) {
            (false, true) => self.in_flight += 1,
            (true, false) => self.in_flight -= 1,
            _ => {}
        }
        self.peak_in_flight = self.peak_in_flight.max(self.in_flight);
        self.events += u32::from(taken);
        taken
    }

    /// The last moment that anything happened: calls may run on after the variant's end.
    #[must_use]
    pub fn last(&self) -> Nanos {
        let ends = self.spans.iter().filter_map(|span| span.ended);
        ends.chain(self.ended).max().unwrap_or_default()
    }

    /// Whether `span` ran on after the variant's end.
    #[must_use]
    pub fn ran_on(&self, span: &Span) -> bool {
        let Some(ended) = self.ended else {
            return false;
        };
        span.started.is_some() && span.ended.is_none_or(|end| end > ended)
    }

    /// The span with this id.
    #[must_use]
    pub fn span(&self, id: SpanId) -> Option<&Span> {
        self.spans.get(id.0 as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Outcome;
    use super::super::span::tests::call;
    use super::*;

    /// A clock that stands still does not hide that one call was made after another had ended.
    #[test]
    fn places_tell_what_came_first() {
        let mut trace = Trace::new(Nanos::ZERO);
        let a = trace.queue(call("/a"), Nanos::ZERO);
        let early = trace.queue(call("/b"), Nanos::ZERO);
        trace.take(a, Nanos::ZERO, Step::Started);
        trace.take(a, Nanos::ZERO, Step::Ended(Outcome::Ok));
        let late = trace.queue(call("/c"), Nanos::ZERO);
        let made = |id: SpanId| Some(trace.spans[id.0 as usize].order.queued);
        let ended = trace.spans[0].order.ended;
        assert!(made(early) < ended && ended < made(late));
    }
}
