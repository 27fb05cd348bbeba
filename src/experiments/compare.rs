//! A comparison: all variants of an experiment, one after another, under the same conditions.

use std::rc::Rc;

use super::{Answer, Experiment, Values};
use crate::api::Client;
use crate::engine::recording::Recording;
use crate::engine::runner::{Environment, Finished, measure};
use crate::time::Nanos;

/// What is to be run.
#[derive(Clone)]
pub struct Plan {
    /// Whose variants.
    pub experiment: &'static Experiment,
    /// What the person chose.
    pub values: Values,
    /// The places of the variants, in the order they run.
    pub order: Vec<usize>,
}

/// Follows a comparison.
pub trait Watcher {
    /// The variant at place `variant` begins now, with this recording.
    fn began(&self, variant: usize, recording: &Rc<Recording>);

    /// The variant at place `variant` ended.
    fn ended(&self, variant: usize, finished: Finished<Answer>);
}

/// The pause before each variant: drawing what came before must not fall into its time.
pub const PAUSE: Nanos = Nanos::from_millis(50);

/// Runs the variants of `plan` in its order. Dropped before its end, it takes every request with it.
pub async fn compare(environment: &Environment, plan: &Plan, watcher: &dyn Watcher) {
    for &place in &plan.order {
        let Some(variant) = plan.experiment.variants.get(place) else {
            continue;
        };
        environment
            .clock
            .sleep_until(environment.clock.now() + PAUSE)
            .await;
        let recording = environment.begin(variant.name);
        watcher.began(place, &recording);
        let client = Client::new(environment.caller(&recording));
        let running = (variant.start)(client, &plan.values);
        let finished = measure(environment, &recording, running).await;
        watcher.ended(place, finished);
    }
}
