//! Which calls of a trace need which others.

use super::super::SpanId;

/// Which calls of one trace need which others, as far as nothing refutes it.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// How many places each call has below: its own trace's, then one a run of the evidence.
    pub(super) runs: usize,
    pub(super) started: Vec<u32>,
    pub(super) ended: Vec<u32>,
}

impl Needs {
    /// Whether call `b` is taken to need call `a`: it started after `a` had ended here, and in no run
    /// of the comparison did it begin before. A call that is not in the trace needs nothing.
    #[must_use]
    pub fn needs(&self, b: SpanId, a: SpanId) -> bool {
        let (a, b) = (
            self.of(&self.ended, a.0),
            self.of(&self.started, b.0),
        );
        !b.is_empty() && a.len() == b.len() && all_before(a, b)
    }

    /// The places of `call` among `places`; none for a call that is not in the trace.
    pub(super) fn of<'p>(&self, places: &'p [u32], call: u32) -> &'p [u32] {
        let from = call as usize * self.runs;
        places.get(from..from + self.runs).unwrap_or_default()
    }
}

/// Whether a call was over, in every run, before another began.
pub(super) fn all_before(ended: &[u32], started: &[u32]) -> bool {
    ended
        .iter()
        .zip(started)
        .all(|(ended, started)| ended < started)
}
