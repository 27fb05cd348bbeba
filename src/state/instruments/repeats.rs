//! Repeats: whole comparisons, one after another, each in an order of its own.

use std::cell::RefCell;
use std::rc::Rc;

use futures::future::{AbortHandle, Abortable};
use leptos::prelude::*;

use super::super::comparison::Phase;
use super::super::conduct::Opened;
use super::super::modelled::{self, Modelled, World};
use super::super::series::{self, Repeat, Series};
use super::super::session::Session;
use super::super::settings::Source;
use super::super::spending::PutBy;
use super::Slices;
use crate::engine::random::shuffled;
use crate::engine::recording::Recording;
use crate::engine::runner::Finished;
use crate::experiments::{Loaded, Plan, Watcher, compare};
use crate::time::Nanos;
use crate::trace::Disturbance;

/// Repeats.
impl Session {
    /// Repeats the comparison `count` times; what runs is stopped first. In virtual time only on the
    /// replica.
    pub fn repeat(self, count: u32, virtual_time: bool) {
        self.once_there(move || self.repeat_now(count, virtual_time));
    }

    fn repeat_now(self, count: u32, virtual_time: bool) {
        let ready = untrack(|| self.can_run().then(|| self.source().ok()).flatten());
        let Some(source) = ready else { return };
        if let Source::Custom(base) = &source
            && !self.is_allowed(base)
        {
            // The question is asked by the first run; repeats come after it.
            return self.run();
        }
        self.stop();
        let virtual_time = virtual_time && source.is_replica();
        let wanted = self.affordable(&source, count);
        let (warm_up, each) = untrack(|| self.costs());
        let Some(put_by) = self.put_by(&source, warm_up + wanted * each) else {
            return;
        };
        let (abort, registration) = AbortHandle::new_pair();
        let series = Series::new(series::Start {
            settings: self.settings.get_untracked(),
            source,
            seed: self.host().seed(),
            virtual_time,
            wanted,
            asked: count,
            abort,
            held: self.host().hold_comparison(),
        });
        self.series.set(Some(series.clone()));
        let task = Abortable::new(
            self.conduct_series(series.clone(), put_by.clone()),
            registration,
        );
        self.host().spawn(Box::pin(async move {
            let phase = match task.await {
                Ok(()) => Phase::Done,
                Err(_) => Phase::Stopped,
            };
            series.set_phase(phase);
            self.settle(&put_by);
        }));
    }

    async fn conduct_series(self, series: Series, put_by: PutBy) {
        let host = self.host();
        let clock = host.clock();
        let plan = |repeat| self.plan_of(&series, repeat);
        if series.virtual_time() {
            series.set_phase(Phase::Running);
            let world = World::Network(series.settings().network);
            let began = clock.now();
            let slices = Slices::new(Rc::clone(&clock));
            for repeat in 0..series.wanted() {
                let Some(plan) = plan(repeat) else { return };
                let runs =
                    modelled::run_with_pauses(&*host, &world, &plan, || slices.pause()).await;
                series.add(
                    modelled_repeat(&plan, &runs),
                    clock.now().since(began),
                );
                slices.turn().await;
            }
            return;
        }
        let source = untrack(|| series.source());
        let Opened {
            environment,
            source,
            ..
        } = self.connect(source, &put_by).await;
        let counted = source.is_public();
        series.set_source(source);
        series.set_phase(Phase::Running);
        let began = clock.now();
        for repeat in 0..series.wanted() {
            if counted {
                self.renew(&put_by);
            }
            let Some(plan) = plan(repeat) else { return };
            let notes = Rc::new(Notes::new(plan.order.len()));
            let watcher: Rc<dyn Watcher> = Rc::<Notes>::clone(&notes);
            compare(&environment, &plan, &watcher).await;
            series.add(notes.repeat(), clock.now().since(began));
        }
    }

    /// The plan of one repeat, if what it runs is there: an order of its own, drawn from the series' seed.
    fn plan_of(self, series: &Series, repeat: u32) -> Option<Plan> {
        let settings = series.settings();
        let variants = settings.experiment.variants.len();
        let order = shuffled(
            variants,
            series.seed() ^ u64::from(repeat),
        );
        self.plan(settings, order, repeat)
    }

    /// How many repeats of `count` the budget allows; one at least, which is then refused.
    fn affordable(self, source: &Source, count: u32) -> u32 {
        if !source.is_public() {
            return count;
        }
        let (warm_up, each) = untrack(|| self.costs());
        let left = self.budget_left().saturating_sub(warm_up);
        count.min(left / each.max(1)).max(1)
    }
}

/// The makespans of runs in virtual time, which were in the order of `plan`.
fn modelled_repeat(plan: &Plan, runs: &[Modelled]) -> Repeat {
    let mut makespans = vec![None; plan.order.len()];
    for (place, run) in plan.order.iter().zip(runs) {
        makespans[*place] = run.makespan();
    }
    Repeat {
        makespans,
        disturbance: None,
    }
}

/// Keeps what a repeat has to tell.
struct Notes {
    recordings: RefCell<Vec<Option<Rc<Recording>>>>,
    repeat: RefCell<Repeat>,
}

impl Notes {
    fn new(variants: usize) -> Self {
        Self {
            recordings: RefCell::new(vec![None; variants]),
            repeat: RefCell::new(Repeat {
                makespans: vec![None; variants],
                disturbance: None,
            }),
        }
    }

    fn repeat(&self) -> Repeat {
        self.repeat.borrow().clone()
    }
}

impl Watcher for Notes {
    fn began(&self, variant: usize, recording: &Rc<Recording>) {
        self.recordings.borrow_mut()[variant] = Some(Rc::clone(recording));
    }

    fn handed(&self, _: usize, _: Nanos, _: Loaded) {}

    fn ended(&self, variant: usize, finished: Finished<Loaded>) {
        let recordings = self.recordings.borrow();
        let ended = recordings[variant]
            .as_ref()
            .and_then(|recording| recording.trace().ended);
        let mut repeat = self.repeat.borrow_mut();
        repeat.makespans[variant] = ended.filter(|_| finished.result.is_ok());
        let both = [repeat.disturbance, finished.disturbance];
        repeat.disturbance = both.into_iter().flatten().reduce(Disturbance::and);
    }
}
