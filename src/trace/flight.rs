//! The course of a run that is over: its figures at every moment, each found without reading the trace
//! again.

use std::collections::BTreeMap;

use super::metrics::{Metrics, decoded};
use super::{Outcome, Span, Trace};
use crate::sorting::{sort, sort_by_key};
use crate::time::Nanos;

/// The figures of a run after each of its events, and which lines had calls in flight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flight {
    steps: Vec<Step>,
    lines: BTreeMap<u32, Line>,
    /// How many calls ran on after the variant's end.
    ran_on: usize,
}

/// From this moment to the next step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Step {
    at: Nanos,
    calls: u32,
    waiting: u32,
    in_flight: u32,
    /// The most in flight so far.
    peak: u32,
    failed: u32,
    cancelled: u32,
    bytes: u64,
    first_response: Option<Nanos>,
}

/// When the calls of one line started, and when those ended; each in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Line {
    started: Vec<Nanos>,
    ended: Vec<Nanos>,
}

/// What happened to a call.
#[derive(Clone, Copy)]
enum Event<'t> {
    Queued,
    Started,
    Received(u64),
    Ended(&'t Span),
}

impl Flight {
    /// Reads it out of `trace`.
    #[must_use]
    pub fn of(trace: &Trace) -> Self {
        let mut all: Vec<(Nanos, u32, Event)> = trace.spans.iter().flat_map(events).collect();
        sort_by_key(&mut all, |(at, place, _)| (*at, *place));
        let mut now = Step::default();
        let steps = all.into_iter().map(|(at, _, event)| {
            now.at = at;
            now.take(event);
            now
        });
        Self {
            steps: steps.collect(),
            lines: lines(trace),
            ran_on: trace.spans.iter().filter(|span| trace.ran_on(span)).count(),
        }
    }

    fn by(&self, moment: Nanos) -> Step {
        let after = self.steps.partition_point(|step| step.at <= moment);
        let last = after.checked_sub(1).map(|place| self.steps[place]);
        last.unwrap_or_default()
    }

    /// The figures of `trace`, whose course this is, as they stood at `moment`.
    #[must_use]
    pub fn metrics(&self, trace: &Trace, moment: Nanos) -> Metrics {
        let over = trace.ended.is_some_and(|ended| ended <= moment);
        let step = self.by(moment);
        Metrics {
            calls: step.calls as usize,
            first_response: step.first_response,
            first_result: trace.first_result.filter(|first| *first <= moment),
            in_flight: step.in_flight as usize,
            waiting: step.waiting as usize,
            peak_in_flight: step.peak as usize,
            bytes: step.bytes,
            failed: step.failed as usize,
            cancelled: step.cancelled as usize,
            ran_on: if over { self.ran_on } else { 0 },
        }
    }

    /// The lines that had calls in flight at `moment`, each with how many.
    pub fn lines_in_flight(&self, moment: Nanos) -> impl Iterator<Item = (u32, u32)> {
        self.lines.iter().filter_map(move |(number, line)| {
            let by_then = |times: &[Nanos]| times.partition_point(|time| *time <= moment);
            let count = by_then(&line.started) - by_then(&line.ended);
            (count > 0).then_some((*number, count as u32))
        })
    }

    /// The most calls in flight in each of `count` equal parts of the time between `from` and `to`.
    #[must_use]
    pub fn most_in_parts(&self, from: Nanos, to: Nanos, count: usize) -> Vec<u32> {
        let mut most = vec![0; count];
        let length = to.since(from).0.max(1) as f64;
        let part = |at: Nanos| (at.since(from).0 as f64 / length * count as f64) as usize;
        for (index, step) in self.steps.iter().enumerate() {
            let until = self.steps.get(index + 1).map_or(step.at, |next| next.at);
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

impl Step {
    fn take(&mut self, event: Event) {
        match event {
            Event::Queued => {
                self.calls += 1;
                self.waiting += 1;
            }
            Event::Started => {
                self.waiting = self.waiting.saturating_sub(1);
                self.in_flight += 1;
                self.peak = self.peak.max(self.in_flight);
            }
            Event::Received(bytes) => self.bytes += bytes,
            Event::Ended(span) => self.end(span),
        }
    }

    fn end(&mut self, span: &Span) {
        let left = if span.started.is_some() {
            &mut self.in_flight
        } else {
            &mut self.waiting
        };
        *left = left.saturating_sub(1);
        self.failed += u32::from(span.outcome.is_some_and(Outcome::is_failure));
        self.cancelled += u32::from(span.outcome == Some(Outcome::Cancelled));
        self.first_response = self.first_response.or(decoded(span));
    }
}

/// The events of a span, each with its place among the events of one moment.
fn events(span: &Span) -> impl Iterator<Item = (Nanos, u32, Event<'_>)> {
    let started = span.started.zip(span.order.started);
    let ended = span.ended.zip(span.order.ended);
    // A body has no place among the events: its bytes count from its moment on. Who tells no moment has it
    // at the end.
    let received = span.received.or(span.ended).zip(span.bytes);
    [
        Some((
            span.queued,
            span.order.queued,
            Event::Queued,
        )),
        started.map(|(at, place)| (at, place, Event::Started)),
        received.map(|(at, bytes)| (at, u32::MAX, Event::Received(bytes))),
        ended.map(|(at, place)| (at, place, Event::Ended(span))),
    ]
    .into_iter()
    .flatten()
}

fn lines(trace: &Trace) -> BTreeMap<u32, Line> {
    let mut lines: BTreeMap<u32, Line> = BTreeMap::new();
    for span in &trace.spans {
        let line = lines.entry(span.call.site.line).or_default();
        line.started.extend(span.started);
        line.ended.extend(span.started.and(span.ended));
    }
    for line in lines.values_mut() {
        sort(&mut line.started);
        sort(&mut line.ended);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::span::tests::trace;
    use super::*;

    fn ms(millis: u64) -> Nanos {
        Nanos::from_millis(millis)
    }

    #[test]
    fn follows_starts_and_ends() {
        let flight = Flight::of(&trace(&[
            ("/a", 0, 40),
            ("/b", 10, 20),
            ("/c", 20, 60),
        ]));
        let parts = |from, to, count| flight.most_in_parts(ms(from), ms(to), count);
        assert_eq!(
            parts(0, 80, 8),
            [1, 2, 2, 2, 2, 1, 1, 0]
        );
        assert_eq!(parts(45, 80, 1), [1]);
        assert_eq!(parts(70, 80, 3), [0, 0, 0]);
        assert_eq!(
            Flight::of(&trace(&[])).by(Nanos(5)).peak,
            0
        );
    }

    /// At the end of a run its figures are those of the whole; before, those of what had happened.
    #[test]
    fn figures_at_a_moment_are_of_what_had_happened() {
        let trace = trace(&[("/a", 0, 10), ("/b", 5, 30), ("/c", 30, 40), ("/d", 40, 40)]);
        let flight = Flight::of(&trace);
        assert_eq!(
            flight.metrics(&trace, ms(40)),
            Metrics::of(&trace)
        );
        let counts = |millis| {
            let metrics = flight.metrics(&trace, ms(millis));
            (
                metrics.in_flight,
                metrics.waiting,
                metrics.peak_in_flight,
                metrics.first_response.is_some(),
            )
        };
        assert_eq!(
            [0, 5, 10, 30].map(counts),
            [
                (1, 3, 1, false),
                (2, 2, 2, false),
                (1, 2, 2, true),
                (1, 1, 2, true)
            ]
        );
    }

    #[test]
    fn lines_are_told_while_their_calls_fly() {
        let trace = trace(&[("/a", 0, 10), ("/b", 5, 30)]);
        let flight = Flight::of(&trace);
        let line = trace.spans[0].call.site.line;
        let lit = |millis| flight.lines_in_flight(ms(millis)).collect::<Vec<_>>();
        assert_eq!(lit(7), [(line, 2)]);
        assert_eq!(lit(10), [(line, 1)]);
        assert_eq!(lit(30), []);
    }
}
