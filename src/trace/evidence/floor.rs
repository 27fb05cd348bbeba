//! The floor: how short a run of the same calls could have been.

use super::super::{SpanId, Trace};
use super::{Earlier, Evidence};
use crate::sorting::sort_by_key;
use crate::time::Nanos;

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

impl Evidence {
    /// The floor of `trace`: the longest chain of dependent calls, at this run's own durations. No
    /// schedule of these calls could have ended sooner with each call taking as long as it took here.
    /// Calls that did not end count for nothing.
    #[must_use]
    pub fn floor(&self, trace: &Trace) -> Floor {
        let needs = self.needs(trace);
        let ended = trace.spans.iter().filter(|span| span.duration().is_some());
        let mut order: Vec<_> = ended.collect();
        sort_by_key(&mut order, |span| span.order.started);
        // Longest path over the calls in order of start: a call depends only on earlier ones.
        let mut chains = Chains::new(Earlier::new(&needs), trace.spans.len());
        for span in order {
            let before = chains.longest_needed(span.id);
            let own = span.duration().unwrap_or_default();
            chains.add(
                span.id,
                Floor {
                    time: before.time + own,
                    calls: before.calls + 1,
                },
            );
        }
        chains.longest.into_iter().max().unwrap_or_default()
    }
}

/// The longest chain that ends with each call so far.
struct Chains<'n> {
    earlier: Earlier<'n>,
    longest: Vec<Floor>,
    /// The longest of each of the blocks of `earlier`.
    of_block: Vec<Floor>,
}

impl<'n> Chains<'n> {
    fn new(earlier: Earlier<'n>, calls: usize) -> Self {
        Self {
            earlier,
            longest: vec![Floor::default(); calls],
            of_block: Vec::new(),
        }
    }

    fn add(&mut self, call: SpanId, chain: Floor) {
        self.longest[call.0 as usize] = chain;
        let block = self.earlier.push(call);
        self.of_block.resize(block + 1, Floor::default());
        self.of_block[block] = self.of_block[block].max(chain);
    }

    /// The longest of the chains that end with a call that `b` needs.
    fn longest_needed(&self, b: SpanId) -> Floor {
        let mut longest = Floor::default();
        for (block, calls) in self.earlier.blocks(b) {
            if self.of_block[block] > longest {
                let needed = calls.iter().filter(|a| self.earlier.needs.needs(b, **a));
                let chains = needed.map(|a| self.longest[a.0 as usize]);
                longest = longest.max(chains.max().unwrap_or_default());
            }
        }
        longest
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::span::tests::trace;
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
