//! Which calls depend on which, by evidence alone, and the floor that follows.
//!
//! Call B does not need call A if the same request began before A ended in any variant of the
//! comparison: what was done without A's answer can be done without it. Without such evidence B is
//! taken as dependent. Nothing is declared by hand.

use std::collections::{HashMap, HashSet};

use super::Trace;
use crate::time::Nanos;

/// A request and which of its occurrences in a run: the same request made twice is two calls.
type Key = (u32, u32);

/// Which requests were seen to begin before which others had ended, in any variant of a comparison.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    requests: HashMap<String, u32>,
    /// `(b, a)`: b began before a ended.
    independent: HashSet<(Key, Key)>,
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

    fn add(&mut self, trace: &Trace) {
        for span in &trace.spans {
            let next = self.requests.len() as u32;
            self.requests.entry(span.call.url.clone()).or_insert(next);
        }
        let keys = self.keys_of(trace);
        for (b, key_b) in trace.spans.iter().zip(&keys) {
            for (a, key_a) in trace.spans.iter().zip(&keys) {
                let began = b.started.is_some() && b.id != a.id;
                if began && !a.ended_before(b) {
                    self.independent.insert((*key_b, *key_a));
                }
            }
        }
    }

    /// The keys of a trace's spans; a request that was never gathered has a number of its own.
    fn keys_of(&self, trace: &Trace) -> Vec<Key> {
        let mut seen: HashMap<&str, u32> = HashMap::new();
        let keys = trace.spans.iter().map(|span| {
            let request = self
                .requests
                .get(&span.call.url)
                .copied()
                .unwrap_or(u32::MAX);
            let occurrence = seen.entry(&span.call.url).or_default();
            *occurrence += 1;
            (request, *occurrence)
        });
        keys.collect()
    }

    /// The floor of `trace`: the longest chain of dependent calls, at this run's own durations. No
    /// schedule of these calls could have ended sooner with each call taking as long as it took here.
    /// Calls that did not end count for nothing.
    #[must_use]
    pub fn floor(&self, trace: &Trace) -> Floor {
        let keys = self.keys_of(trace);
        let mut order: Vec<usize> = (0..trace.spans.len()).collect();
        order.sort_by_key(|index| trace.spans[*index].order.started);
        // Longest path over the calls in order of start: a call depends only on earlier ones.
        let mut longest = vec![Floor::default(); trace.spans.len()];
        for (place, &b) in order.iter().enumerate() {
            let span = &trace.spans[b];
            let Some(duration) = span.duration() else {
                continue;
            };
            let needed = order[..place].iter().filter(|&&a| {
                let waited = trace.spans[a].ended_before(span);
                waited && !self.independent.contains(&(keys[b], keys[a]))
            });
            let before = needed.map(|&a| longest[a]).max().unwrap_or_default();
            longest[b] = Floor {
                time: before.time + duration,
                calls: before.calls + 1,
            };
        }
        longest.into_iter().max().unwrap_or_default()
    }
}

/// The longest chain of dependent calls of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Floor {
    /// Its calls' durations, added up.
    pub time: Nanos,
    /// How many calls are in it.
    pub calls: usize,
}

impl Floor {
    /// How far `total` lies above the floor, in percent of the floor; nothing for a floor of no time.
    #[must_use]
    pub fn percent_above(&self, total: Nanos) -> Option<f64> {
        let above = total.since(self.time).0 as f64;
        (self.time > Nanos::ZERO).then(|| above / self.time.0 as f64 * 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::span::tests::trace;
    use super::*;

    /// What the runs are, and the floor of the first, in milliseconds.
    #[test]
    fn floor_is_the_longest_chain_that_nothing_refutes() {
        type Run = &'static [(&'static str, u64, u64)];
        let cases: &[(&[Run], u64)] = &[
            (&[&[]], 0),
            // Alone, a sequence is taken as dependent.
            (&[&[("/a", 0, 10), ("/b", 10, 30)]], 30),
            // The joined run shows that /b does not need /a.
            (
                &[
                    &[("/a", 0, 10), ("/b", 10, 30)],
                    &[("/a", 0, 12), ("/b", 0, 22)],
                ],
                20,
            ),
            // /c waits for /a in both runs: only /b is free.
            (
                &[
                    &[("/a", 0, 10), ("/b", 10, 30), ("/c", 30, 35)],
                    &[("/a", 0, 10), ("/b", 0, 20), ("/c", 20, 25)],
                ],
                25,
            ),
            // Made twice, the second may still depend on the first.
            (&[&[("/a", 0, 10), ("/a", 10, 20)]], 20),
        ];
        for (runs, expected) in cases {
            let traces: Vec<_> = runs.iter().map(|run| trace(run)).collect();
            let floor = Evidence::of(&traces).floor(&traces[0]).time;
            assert_eq!(
                floor,
                Nanos::from_millis(*expected),
                "{runs:?}"
            );
        }
    }

    #[test]
    fn a_call_that_never_ended_holds_nothing_back() {
        let mut stopped = trace(&[("/a", 0, 10), ("/b", 10, 30)]);
        stopped.spans[1].ended = None;
        stopped.spans[1].order.ended = None;
        let floor = Evidence::of([&stopped]).floor(&stopped);
        assert_eq!(
            (floor.time, floor.calls),
            (Nanos::from_millis(10), 1)
        );
    }
}
