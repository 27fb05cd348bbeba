//! What would have made a run shorter, by small rules over its trace: calls that need not wait for each
//! other, requests that repeat, one call that is slow.
//!
//! Each advice carries the saving that scheduling the run again gives, every call at the duration it
//! had here. Its rule may be wrong for the program (an order that is meant, an answer that changes), but
//! what it says of the run is certain; where nothing is, it is silent. Savings do not add up: each is of
//! the run as it was.

mod again;
mod join;
mod latest;
mod repeats;
mod slow;
mod words;

use super::evidence::Evidence;
use super::{SpanId, Trace};
use crate::time::Nanos;
use again::{Change, Run};

/// The least share of the makespan that is worth a word: what a verdict calls about the same.
const NOTABLE_SHARE: f64 = 0.05;

/// The least time that is worth a word: what a page's timers may be off by.
const NOTABLE_TIME: Nanos = Nanos::from_millis(4);

/// What an advice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Calls that were made one after another and do not depend on one another.
    Join,
    /// Requests that had been answered in this run.
    Repeats {
        /// How many need not be sent.
        requests: usize,
    },
    /// One call on the critical path that is far slower than the others.
    Slow,
}

/// One advice.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// What it is about.
    pub kind: Kind,
    /// The calls it speaks of, in the order they were made.
    pub spans: Vec<SpanId>,
    /// The lines of the source where they were made, each once, in order.
    pub lines: Vec<u32>,
    /// How much shorter the run would have been.
    pub saving: Nanos,
    /// The saving's share of the makespan, from 0 to 1.
    pub share: f64,
    claim: String,
}

impl Advice {
    /// Such as "Lines 2 and 3 do not depend on each other: joining them saves 154 ms (30 %)."
    #[must_use]
    pub fn sentence(&self) -> String {
        format!(
            "{} {}.",
            self.claim,
            words::saving(self)
        )
    }

    fn new(run: &Run, kind: Kind, calls: &[usize], change: &impl Change) -> Self {
        let saving = run.makespan.since(run.again(change));
        Self {
            kind,
            spans: calls.iter().map(|call| SpanId(*call as u32)).collect(),
            lines: run.lines(calls),
            saving,
            share: saving.0 as f64 / (run.makespan.0 as f64).max(1.0),
            claim: String::new(),
        }
    }

    /// Whether its saving is worth a word.
    fn is_notable(&self) -> bool {
        self.saving >= NOTABLE_TIME && self.share >= NOTABLE_SHARE
    }
}

/// What would have made the run of `trace` shorter, by the `evidence` of its comparison; most saving
/// first. Nothing of a run that failed, was stopped, has calls that were dropped or that ran on: there
/// nobody knows what would have come. A trace does not know what disturbed its run: do not ask about
/// one that was disturbed.
#[must_use]
pub fn advise(trace: &Trace, evidence: &Evidence) -> Vec<Advice> {
    let Some(run) = Run::of(trace) else {
        return Vec::new();
    };
    let mut all = join::advise(&run, &evidence.needs(trace));
    all.extend(repeats::advise(&run));
    all.extend(slow::advise(&run));
    all.sort_by_key(|advice| std::cmp::Reverse(advice.saving));
    all
}

#[cfg(test)]
mod tests;
