//! Which calls depend on which, by evidence alone, and the [`floor`] that follows.
//!
//! Call B does not need call A if the same request began before A ended in any variant of the
//! comparison: what was done without A's answer can be done without it. Without such evidence B is
//! taken as dependent. Nothing is declared by hand.

mod earlier;
mod floor;
mod needs;

use std::collections::HashMap;

use super::{Span, Trace};
pub(super) use earlier::Earlier;
pub use floor::Floor;
pub use needs::Needs;

/// When each request of a comparison began and ended in each of its runs. A request is a URL and which
/// of its occurrences in a run: the same asked for twice is two calls.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The numbers of a URL's occurrences.
    numbers: HashMap<String, Vec<usize>>,
    calls: usize,
    runs: Vec<Run>,
}

/// Where the starts and ends of a run's calls stand among its events, by the calls' numbers.
#[derive(Clone, Debug, Default)]
struct Run {
    started: Vec<u32>,
    ended: Vec<u32>,
}

/// The start of a call that did not begin in a run: it follows every end, so it shows nothing.
const UNSEEN: u32 = u32::MAX;

/// The end of a call that began or waited and never ended.
const NEVER: u32 = u32::MAX - 1;

/// The end of a call that was not in a run: it holds nothing back there.
const ABSENT: u32 = 0;

fn started(span: &Span) -> Option<u32> {
    span.order.started.map(|place| place + 1)
}

fn ended(span: &Span) -> u32 {
    span.order.ended.map_or(NEVER, |place| place + 1)
}

impl Evidence {
    /// Gathers what `traces`, the runs of one comparison, show.
    pub fn of<'a>(traces: impl IntoIterator<Item = &'a Trace>) -> Self {
        let mut evidence = Self::default();
        for trace in traces {
            evidence.add(trace);
        }
        evidence
    }

    /// Gathers what one more run shows.
    pub fn add(&mut self, trace: &Trace) {
        let mut run = Run::default();
        let mut seen = Occurrences::default();
        for span in &trace.spans {
            let number = self.number(
                &span.call.url,
                seen.next(&span.call.url),
            );
            run.started.resize(self.calls, UNSEEN);
            run.ended.resize(self.calls, ABSENT);
            run.started[number] = started(span).unwrap_or(UNSEEN);
            run.ended[number] = ended(span);
        }
        self.runs.push(run);
    }

    /// The number of a request, a new one if it was not seen before.
    fn number(&mut self, url: &str, occurrence: usize) -> usize {
        let numbers = self.numbers.entry(url.to_owned()).or_default();
        if numbers.len() == occurrence {
            numbers.push(self.calls);
            self.calls += 1;
        }
        numbers[occurrence]
    }

    /// Which calls of `trace` need which others. The order of `trace` itself counts too, gathered or not.
    #[must_use]
    pub fn needs(&self, trace: &Trace) -> Needs {
        let mut seen = Occurrences::default();
        let mut needs = Needs {
            runs: self.runs.len() + 1,
            ..Needs::default()
        };
        for span in &trace.spans {
            let occurrence = seen.next(&span.call.url);
            let numbers = self.numbers.get(&span.call.url);
            let number = numbers.and_then(|numbers| numbers.get(occurrence));
            // A call that did not start in its own run waits for nobody's answer there.
            needs.started.push(started(span).unwrap_or_default());
            needs.ended.push(ended(span));
            for run in &self.runs {
                let of = |places: &[u32]| number.and_then(|number| places.get(*number)).copied();
                needs.started.push(of(&run.started).unwrap_or(UNSEEN));
                needs.ended.push(of(&run.ended).unwrap_or(ABSENT));
            }
        }
        needs
    }
}

/// Counts how often each URL came.
#[derive(Default)]
struct Occurrences<'t>(HashMap<&'t str, usize>);

impl<'t> Occurrences<'t> {
    fn next(&mut self, url: &'t str) -> usize {
        let count = self.0.entry(url).or_default();
        *count += 1;
        *count - 1
    }
}

#[cfg(test)]
mod tests {
    use super::super::SpanId;
    use super::super::span::tests::trace;
    use super::*;

    type Run = &'static [(&'static str, u64, u64)];
    type Case = (&'static [Run], &'static [(u32, u32)]);

    /// The runs, and for the first of them each pair `(b, a)` of which b needs a.
    #[test]
    fn needs_what_nothing_refutes() {
        const IN_TURN: Run = &[("/a", 0, 10), ("/b", 10, 30), ("/c", 30, 35)];
        const JOINED: Run = &[("/a", 0, 10), ("/b", 0, 20), ("/c", 20, 25)];
        let cases: &[Case] = &[
            (&[&[]], &[]),
            (&[IN_TURN], &[(1, 0), (2, 0), (2, 1)]),
            (&[JOINED], &[(2, 0), (2, 1)]),
            (&[IN_TURN, JOINED], &[(2, 0), (2, 1)]),
            // What another run does not ask for says nothing, nor does what is asked for there alone.
            (
                &[IN_TURN, &[("/c", 0, 5), ("/d", 0, 9)]],
                &[(1, 0), (2, 0), (2, 1)],
            ),
            // The second /a is another call than the first.
            (
                &[
                    &[("/a", 0, 10), ("/b", 10, 20), ("/a", 20, 30)],
                    &[("/a", 0, 10), ("/b", 5, 20), ("/a", 20, 30)],
                ],
                &[(2, 0), (2, 1)],
            ),
        ];
        for (runs, expected) in cases {
            let traces: Vec<_> = runs.iter().map(|run| trace(run)).collect();
            let needs = Evidence::of(&traces).needs(&traces[0]);
            let calls = 0..traces[0].spans.len() as u32;
            let pairs = calls
                .clone()
                .flat_map(|b| calls.clone().map(move |a| (b, a)));
            let found: Vec<_> = pairs
                .filter(|(b, a)| needs.needs(SpanId(*b), SpanId(*a)))
                .collect();
            assert_eq!(found, *expected, "{runs:?}");
        }
    }

    #[test]
    fn a_trace_that_was_not_gathered_goes_by_its_own_order() {
        let other = trace(&[("/x", 0, 10), ("/y", 10, 20), ("/z", 15, 30)]);
        let needs = Evidence::default().needs(&other);
        let needs = |b, a| needs.needs(SpanId(b), SpanId(a));
        assert_eq!(
            (needs(1, 0), needs(2, 0), needs(2, 1)),
            (true, true, false)
        );
        assert!(
            !needs(7, 0) && !needs(0, 7),
            "no such call"
        );
    }
}
