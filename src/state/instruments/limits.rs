//! Which limit? Every limit tried in virtual time.

use futures::future::{AbortHandle, Abortable};
use leptos::prelude::*;

use super::super::comparison::Phase;
use super::super::modelled::{self, Modelled, World};
use super::super::session::Session;
use super::super::sweep::{DRAWS, Ground, Point, Sweep};
use super::Slices;
use crate::experiments::{Limit, Plan, Value};
use crate::time::Nanos;

/// Which limit?
impl Session {
    /// Tries every limit in virtual time. What is tried already is stopped.
    pub fn sweep(self, ground: Ground) {
        self.once_there(move || self.sweep_now(ground));
    }

    fn sweep_now(self, ground: Ground) {
        self.stop_sweep();
        let settings = self.settings.get_untracked();
        let Some(limit) = settings.experiment.limit else {
            return;
        };
        let Some(world) = self.ground(ground) else {
            return;
        };
        let variants = settings.experiment.variants;
        let Some(place) = variants
            .iter()
            .position(|variant| variant.name == limit.variant)
        else {
            return;
        };
        let Some(plan) = self.plan(&settings, vec![place], 0) else {
            return;
        };
        let calls = untrack(|| {
            self.prediction()
                .traces
                .get(place)
                .map_or(1, |trace| trace.spans.len())
        });
        let (abort, registration) = AbortHandle::new_pair();
        let sweep = Sweep::new(ground, calls.max(1) as u32, abort);
        self.sweep.set(Some(sweep.clone()));
        let task = Abortable::new(
            self.conduct_sweep(sweep.clone(), world, plan, limit),
            registration,
        );
        self.host().spawn(Box::pin(async move {
            let phase = match task.await {
                Ok(()) => Phase::Done,
                Err(_) => Phase::Stopped,
            };
            sweep.set_phase(phase);
        }));
    }

    async fn conduct_sweep(self, sweep: Sweep, world: World, mut plan: Plan, limit: Limit) {
        let host = self.host();
        let slices = Slices::new(host.clock());
        let pause = || slices.pause().inspect(|_| sweep.end_slice());
        for tried in 1..=sweep.limits() {
            plan.values.set(limit.param.key, Value::Number(tried));
            let mut makespans = Vec::new();
            for draw in 0..DRAWS {
                plan.repeat = draw;
                let runs = modelled::run_with_pauses(&*host, &world, &plan, pause).await;
                let makespan = runs.first().and_then(Modelled::makespan);
                makespans.extend(makespan.map(Nanos::as_millis_f64));
            }
            sweep.add(Point::of(tried, &makespans));
        }
        sweep.end_slice();
    }

    /// Takes a limit over. What was tried stays: it was tried on all limits.
    pub fn apply_limit(self, limit: Limit, value: Value) {
        let sweep = self.sweep.get_untracked();
        self.choose(limit.param.key, value);
        self.sweep.set(sweep);
    }

    /// Stops trying limits; what was tried by then stays.
    pub fn stop_sweep(self) {
        if let Some(sweep) = self.sweep.get_untracked() {
            sweep.abort();
        }
    }

    fn ground(self, ground: Ground) -> Option<World> {
        match ground {
            Ground::Network => Some(World::Network(untrack(|| {
                self.network()
            }))),
            Ground::Measured => self.measured().map(World::Measured),
        }
    }
}
