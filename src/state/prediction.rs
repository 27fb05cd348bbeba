//! What each variant would do: run on the replica in virtual time, at once and without a request.

use std::sync::Arc;

use super::host::Host;
use super::modelled::{self, World};
use crate::experiments::Plan;
use crate::network::Network;
use crate::time::Nanos;
use crate::trace::Trace;
use crate::trace::metrics::Metrics;

/// The predicted traces of an experiment's variants, left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prediction {
    /// One a variant; none while what they do is not there.
    pub traces: Arc<Vec<Trace>>,
}

impl Prediction {
    /// Runs `plan`, in which all variants stand from left to right, over `network` in virtual time.
    #[must_use]
    pub fn of(host: &dyn Host, plan: &Plan, network: &Network) -> Self {
        let runs = modelled::run(host, &World::Network(*network), plan);
        Self {
            traces: Arc::new(runs.into_iter().map(|run| run.trace).collect()),
        }
    }

    /// The most calls that any variant has in flight at once: how wide a warm-up has to be.
    #[must_use]
    pub fn width(&self) -> usize {
        let peaks = self
            .traces
            .iter()
            .map(|trace| Metrics::of(trace).peak_in_flight);
        peaks.max().unwrap_or(1)
    }

    /// How many requests all variants make.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.traces.iter().map(|trace| trace.spans.len()).sum()
    }

    /// The longest predicted makespan.
    #[must_use]
    pub fn longest(&self) -> Nanos {
        self.traces
            .iter()
            .map(Trace::last)
            .max()
            .unwrap_or_default()
    }
}
