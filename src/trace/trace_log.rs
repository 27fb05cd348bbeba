//! All spans of one run.

use super::{NewSpan, Span, SpanId, SpanOrder, Step};
use crate::sorting::sort_by_key;
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

    /// A trace of spans that were recorded before, with the places of their events.
    ///
    /// # Errors
    /// A span whose places contradict the times: an event with a time and no place or the other way
    /// round, two events in one place, an end before its start, or a later place at an earlier time.
    pub fn of_spans(
        spans: Vec<Span>,
        first_result: Option<Nanos>,
        ended: Option<Nanos>,
    ) -> Result<Self, SpanId> {
        for span in &spans {
            let SpanOrder {
                queued,
                started,
                ended,
            } = span.order;
            let whole = started.is_some() == span.started.is_some()
                && ended.is_some() == span.ended.is_some();
            let lives = started.is_none_or(|started| queued < started)
                && ended.is_none_or(|ended| started.unwrap_or(queued) < ended);
            if !(whole && lives) {
                return Err(span.id);
            }
        }
        let mut events: Vec<(u32, Nanos, SpanId, Change)> = spans.iter().flat_map(events).collect();
        sort_by_key(&mut events, |(place, ..)| *place);
        for pair in events.windows(2) {
            if pair[0].0 == pair[1].0 || pair[1].1 < pair[0].1 {
                return Err(pair[1].2);
            }
        }
        let mut trace = Self {
            spans,
            first_result,
            ended,
            ..Self::default()
        };
        for (place, _, _, change) in events {
            match change {
                Change::Queued => {}
                Change::Started => trace.in_flight += 1,
                Change::Ended { flew } => trace.in_flight -= usize::from(flew),
            }
            trace.peak_in_flight = trace.peak_in_flight.max(trace.in_flight);
            trace.events = place + 1;
        }
        Ok(trace)
    }

    /// A trace of spans of which only the times are known: at one moment, ends come first, then calls are
    /// made, then they start.
    #[must_use]
    pub fn of_times(
        mut spans: Vec<Span>,
        first_result: Option<Nanos>,
        ended: Option<Nanos>,
    ) -> Self {
        let mut events = Vec::new();
        for span in &spans {
            let last = span.started.unwrap_or(span.queued);
            events.push((span.queued, 1, span.id, Change::Queued));
            events.extend(span.started.map(|at| (at, 2, span.id, Change::Started)));
            events.extend(span.ended.map(|at| {
                let rank = if at == last { 2 } else { 0 };
                let flew = span.started.is_some();
                (
                    at,
                    rank,
                    span.id,
                    Change::Ended { flew },
                )
            }));
        }
        // Stable: a call that ends when it starts has its end behind its start.
        sort_by_key(&mut events, |(at, rank, id, _)| {
            (*at, *rank, *id)
        });
        for (place, (_, _, id, change)) in events.iter().enumerate() {
            let order = &mut spans[id.0 as usize].order;
            match change {
                Change::Queued => order.queued = place as u32,
                Change::Started => order.started = Some(place as u32),
                Change::Ended { .. } => order.ended = Some(place as u32),
            }
        }
        // The places were just made of the times.
        Self::of_spans(spans, first_result, ended).unwrap_or_default()
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

/// What an event changes.
#[derive(Clone, Copy)]
enum Change {
    Queued,
    Started,
    Ended { flew: bool },
}

/// The events of a span: their places, times and changes.
fn events(span: &Span) -> impl Iterator<Item = (u32, Nanos, SpanId, Change)> {
    let flew = span.started.is_some();
    let of = |place: Option<u32>, at: Option<Nanos>, change| Some((place?, at?, span.id, change));
    [
        of(
            Some(span.order.queued),
            Some(span.queued),
            Change::Queued,
        ),
        of(
            span.order.started,
            span.started,
            Change::Started,
        ),
        of(
            span.order.ended,
            span.ended,
            Change::Ended { flew },
        ),
    ]
    .into_iter()
    .flatten()
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
