//! A search among many calls for those that another needs.

use super::super::SpanId;
use super::needs::{Needs, all_before};

/// How many calls are passed over at once.
const BLOCK: usize = 64;

/// Calls in blocks. A block knows the earliest end of its calls in each run: where a call began before
/// that in any run, it needs none of the block, which need not be looked through. Exact, and for the
/// traces of a page a fraction of all pairs.
pub(in super::super) struct Earlier<'n> {
    pub(in super::super) needs: &'n Needs,
    calls: Vec<SpanId>,
    /// The earliest ends, block by block.
    ended: Vec<u32>,
}

impl<'n> Earlier<'n> {
    /// No calls yet.
    pub(in super::super) const fn new(needs: &'n Needs) -> Self {
        Self {
            needs,
            calls: Vec::new(),
            ended: Vec::new(),
        }
    }

    /// Adds `call`, and says in which block it lies.
    pub(in super::super) fn push(&mut self, call: SpanId) -> usize {
        let (block, runs) = (
            self.calls.len() / BLOCK,
            self.needs.runs,
        );
        self.calls.push(call);
        self.ended.resize((block + 1) * runs, u32::MAX);
        let ended = self.needs.of(&self.needs.ended, call.0);
        for (earliest, ended) in self.ended[block * runs..].iter_mut().zip(ended) {
            *earliest = (*earliest).min(*ended);
        }
        block
    }

    /// The blocks that may hold a call that `b` needs, last first, with their numbers.
    pub(in super::super) fn blocks(&self, b: SpanId) -> impl Iterator<Item = (usize, &[SpanId])> {
        let started = self.needs.of(&self.needs.started, b.0);
        let ended = self.ended.chunks(self.needs.runs);
        let blocks = self.calls.chunks(BLOCK).zip(ended).enumerate().rev();
        let open = blocks.filter(|(_, (_, ended))| all_before(ended, started));
        open.map(|(block, (calls, _))| (block, calls))
    }

    /// The last of the calls that `b` needs.
    pub(in super::super) fn last_needed(&self, b: SpanId) -> Option<SpanId> {
        let needed = |calls: &[SpanId]| {
            let last = calls.iter().rev().find(|a| self.needs.needs(b, **a));
            last.copied()
        };
        self.blocks(b).find_map(|(_, calls)| needed(calls))
    }
}
