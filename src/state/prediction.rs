//! What each variant would do: run on the replica in virtual time, at once and without a request.

use std::rc::Rc;

use super::host::Host;
use crate::api::Client;
use crate::engine::runner::measure;
use crate::engine::virtual_time::{self, VirtualClock};
use crate::experiments::{Experiment, Values, Variant};
use crate::time::Nanos;
use crate::trace::Trace;
use crate::trace::metrics::Metrics;

/// The predicted traces of an experiment's variants, left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prediction {
    /// One a variant.
    pub traces: Vec<Trace>,
}

impl Prediction {
    /// Runs all variants of `experiment` in virtual time.
    #[must_use]
    pub fn of(host: &dyn Host, experiment: &'static Experiment, values: &Values) -> Self {
        let traces = experiment
            .variants
            .iter()
            .map(|variant| run(host, variant, values));
        Self {
            traces: traces.collect(),
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

    /// The longest predicted makespan.
    #[must_use]
    pub fn longest(&self) -> Nanos {
        self.traces
            .iter()
            .filter_map(|trace| trace.ended)
            .max()
            .unwrap_or_default()
    }
}

fn run(host: &dyn Host, variant: &Variant, values: &Values) -> Trace {
    let clock = VirtualClock::new();
    let environment = host.replica(Rc::new(clock.clone()));
    let recording = environment.begin(variant.name);
    let client = Client::new(environment.caller(&recording));
    let running = measure(
        &environment,
        &recording,
        (variant.start)(client, values),
    );
    // A variant that can never end is predicted as far as it came.
    drop(virtual_time::run(&clock, running));
    recording.trace().clone()
}
