//! A comparison: all variants of an experiment, one after another, under the same conditions.

use std::rc::Rc;

use super::{Experiment, Loaded, Routines, Start, Values};
use crate::api::Client;
use crate::engine::recording::Recording;
use crate::engine::runner::{Environment, Finished, ask_for_phases, measure, show};
use crate::engine::tasks::Tasks;
use crate::time::Nanos;

/// What is to be run.
#[derive(Clone)]
pub struct Plan {
    /// Whose variants.
    pub experiment: &'static Experiment,
    /// What they do.
    pub routines: Routines,
    /// What the person chose.
    pub values: Values,
    /// The places of the variants, in the order they run.
    pub order: Vec<usize>,
    /// Which repeat this is, counted from 0: a source that models its luck draws it for this.
    pub repeat: u32,
}

/// Follows a comparison.
pub trait Watcher {
    /// The variant at place `variant` is next, after a pause: what is drawn of that falls into the pause.
    fn is_next(&self, _variant: usize) {}

    /// The variant at place `variant` begins now, with this recording.
    fn began(&self, variant: usize, recording: &Rc<Recording>);

    /// The variant at place `variant` handed a value to its caller before its end, `at` after its
    /// beginning: all it has so far.
    fn handed(&self, variant: usize, at: Nanos, loaded: Loaded);

    /// The variant at place `variant` ended.
    fn ended(&self, variant: usize, finished: Finished<Loaded>);
}

/// The pause before each variant: drawing what came before must not fall into its time.
pub const PAUSE: Nanos = Nanos::from_millis(50);

/// Runs the variants of `plan` in its order. What a variant leaves running is waited for before the
/// next one begins. Dropped before its end, it takes every request with it.
pub async fn compare(environment: &Environment, plan: &Plan, watcher: &Rc<dyn Watcher>) {
    for &place in &plan.order {
        let known = plan.experiment.variants.get(place);
        let Some((variant, routine)) = known.zip(plan.routines.get(place)) else {
            continue;
        };
        watcher.is_next(place);
        environment
            .clock
            .sleep_until(environment.clock.now() + PAUSE)
            .await;
        environment.transport.begin(plan.repeat);
        let recording = environment.begin(variant.name);
        watcher.began(place, &recording);
        let tasks = Rc::new(Tasks::new(Rc::clone(
            &environment.spawn,
        )));
        let start = Start {
            client: Client::new(environment.caller(&recording)),
            values: plan.values.clone(),
            tasks: Rc::clone(&tasks),
            hand: hand(environment, &recording, watcher, place),
        };
        let finished = measure(
            environment,
            &recording,
            (routine.start)(start),
        )
        .await;
        watcher.ended(place, finished);
        tasks.all_ended().await;
        ask_for_phases(environment, &recording).await;
        show(&*environment.clock, &recording).await;
    }
}

/// What a variant hands values to its caller by.
fn hand(
    environment: &Environment,
    recording: &Rc<Recording>,
    watcher: &Rc<dyn Watcher>,
    place: usize,
) -> Rc<dyn Fn(Loaded)> {
    let clock = Rc::clone(&environment.clock);
    let (recording, watcher) = (Rc::clone(recording), Rc::clone(watcher));
    Rc::new(move |loaded| {
        let now = clock.now();
        recording.first_result(now);
        let at = now.since(recording.trace().began);
        watcher.handed(place, at, loaded);
    })
}
