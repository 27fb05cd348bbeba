//! Variants in virtual time: over the modelled network, or at the durations of requests that were made.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::comparison::Comparison;
use super::host::Host;
use crate::engine::keep::Kept;
use crate::engine::recording::Recording;
use crate::engine::replay::{Durations, Replay};
use crate::engine::runner::{Environment, Finished};
use crate::engine::virtual_time::{self, Stalled, VirtualClock};
use crate::experiments::{Loaded, Plan, Watcher, compare};
use crate::network::Network;
use crate::time::Nanos;
use crate::trace::Trace;

/// What runs in virtual time take place on.
#[derive(Clone)]
pub enum World {
    /// The replica over this network.
    Network(Network),
    /// The answers and durations of a comparison.
    Measured(Rc<MeasuredWorld>),
}

/// The answers and durations of a comparison.
pub struct MeasuredWorld {
    base: Rc<str>,
    durations: Rc<Durations>,
    kept: Rc<Kept>,
}

impl MeasuredWorld {
    /// What `comparison` measured. Not tracked.
    #[must_use]
    pub fn of(comparison: &Comparison) -> Self {
        let traces: Vec<_> = comparison
            .lanes()
            .iter()
            .filter_map(|lane| lane.trace(Trace::clone))
            .collect();
        Self {
            base: comparison.base(),
            durations: Rc::new(Durations::of(&traces)),
            kept: comparison.kept(),
        }
    }

    /// How many durations were measured.
    #[must_use]
    pub fn durations(&self) -> usize {
        self.durations.count()
    }
}

impl World {
    fn environment(&self, host: &dyn Host, clock: &VirtualClock) -> Environment {
        let (time, spawn) = (
            Rc::new(clock.clone()),
            Rc::new(clock.clone()),
        );
        match self {
            Self::Network(network) => host.replica(network, time, spawn),
            Self::Measured(world) => {
                let replay = Replay::new(
                    Rc::<VirtualClock>::clone(&time),
                    Rc::clone(&world.durations),
                    Rc::clone(&world.kept),
                );
                Environment {
                    transport: Rc::new(replay),
                    base: Rc::clone(&world.base),
                    ..host.replica(&Network::default(), time, spawn)
                }
            }
        }
    }
}

/// A variant's run in virtual time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Modelled {
    /// Its trace, when everything it started had ended.
    pub trace: Trace,
    /// Whether it answered.
    pub answered: bool,
}

impl Modelled {
    /// Its makespan, if it answered.
    #[must_use]
    pub fn makespan(&self) -> Option<Nanos> {
        self.trace.ended.filter(|_| self.answered)
    }
}

/// Runs the variants of `plan` in virtual time, in its order. A variant that can never end is there as
/// far as it came, and those after it are missing.
#[must_use]
pub fn run(host: &dyn Host, world: &World, plan: &Plan) -> Vec<Modelled> {
    let stage = Stage::new(host, world);
    seen(virtual_time::run(
        &stage.clock,
        stage.play(plan),
    ));
    stage.notes.read()
}

/// As [`run`], but not in one go: between any two steps `pause` may give something to wait for first.
pub async fn run_with_pauses<P: Future<Output = ()>>(
    host: &dyn Host,
    world: &World,
    plan: &Plan,
    pause: impl Fn() -> Option<P>,
) -> Vec<Modelled> {
    let stage = Stage::new(host, world);
    seen(virtual_time::run_with_pauses(&stage.clock, stage.play(plan), pause).await);
    stage.notes.read()
}

fn seen(ended: Result<(), Stalled>) {
    debug_assert!(
        ended.is_ok(),
        "each call has a time-out, so every variant ends"
    );
}

/// What runs in virtual time take place in.
struct Stage {
    clock: VirtualClock,
    environment: Environment,
    notes: Rc<Notes>,
}

impl Stage {
    fn new(host: &dyn Host, world: &World) -> Self {
        let clock = VirtualClock::new();
        Self {
            environment: world.environment(host, &clock),
            clock,
            notes: Rc::default(),
        }
    }

    async fn play(&self, plan: &Plan) {
        let watcher: Rc<dyn Watcher> = Rc::<Notes>::clone(&self.notes);
        compare(&self.environment, plan, &watcher).await;
    }
}

#[derive(Default)]
struct Notes {
    runs: RefCell<Vec<Noted>>,
}

impl Notes {
    fn read(&self) -> Vec<Modelled> {
        self.runs.borrow().iter().map(Noted::read).collect()
    }
}

struct Noted {
    recording: Rc<Recording>,
    answered: Cell<bool>,
}

impl Noted {
    fn read(&self) -> Modelled {
        Modelled {
            trace: self.recording.trace().clone(),
            answered: self.answered.get(),
        }
    }
}

impl Watcher for Notes {
    fn began(&self, _: usize, recording: &Rc<Recording>) {
        self.runs.borrow_mut().push(Noted {
            recording: Rc::clone(recording),
            answered: Cell::new(false),
        });
    }

    fn handed(&self, _: usize, _: Nanos, _: Loaded) {}

    fn ended(&self, _: usize, finished: Finished<Loaded>) {
        if let Some(run) = self.runs.borrow().last() {
            run.answered.set(finished.result.is_ok());
        }
    }
}
