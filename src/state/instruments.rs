//! What a person can find out beyond one run: repeats, the best limit, other schedules of the same
//! durations.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures::future::{AbortHandle, Abortable};
use leptos::prelude::*;

use super::comparison::Phase;
use super::conduct::Opened;
use super::modelled::{self, MeasuredWorld, Modelled, World};
use super::series::{self, Repeat, Series};
use super::session::Session;
use super::settings::Source;
use super::spending::PutBy;
use super::sweep::{DRAWS, Ground, Point, Sweep};
use crate::engine::ports::Clock;
use crate::engine::random::shuffled;
use crate::engine::recording::Recording;
use crate::engine::runner::Finished;
use crate::experiments::{Limit, Loaded, Plan, Value, Watcher, compare};
use crate::time::Nanos;
use crate::trace::Trace;
use crate::trace::advice::{Advice, advise};
use crate::trace::evidence::Evidence;

/// How long a slice of work may hold the page before it lets others have a turn: less than a frame.
const SLICE: Nanos = Nanos::from_millis(12);

/// Work in slices, between which the page has its turn: clicks are heard and frames are drawn.
struct Slices {
    clock: Rc<dyn Clock>,
    ends: Cell<Nanos>,
}

impl Slices {
    fn new(clock: Rc<dyn Clock>) -> Self {
        let ends = Cell::new(clock.now() + SLICE);
        Self { clock, ends }
    }

    /// What to wait for before the work goes on, when a slice is over.
    fn pause(&self) -> Option<impl Future<Output = ()>> {
        let over = self.clock.now() >= self.ends.get();
        over.then(|| self.turn())
    }

    async fn turn(&self) {
        // A sleep until now would end at once, with no turn in between.
        self.clock
            .sleep_until(self.clock.now() + Nanos::from_millis(1))
            .await;
        self.ends.set(self.clock.now() + SLICE);
    }
}

/// Repeats.
impl Session {
    /// Repeats the comparison `count` times; what runs is stopped first. In virtual time only on the
    /// replica.
    pub fn repeat(self, count: u32, virtual_time: bool) {
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
                let plan = plan(repeat);
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
        series.set_source(source);
        series.set_phase(Phase::Running);
        let began = clock.now();
        for repeat in 0..series.wanted() {
            let plan = plan(repeat);
            let notes = Rc::new(Notes::new(plan.order.len()));
            let watcher: Rc<dyn Watcher> = Rc::<Notes>::clone(&notes);
            compare(&environment, &plan, &watcher).await;
            series.add(notes.repeat(), clock.now().since(began));
        }
    }

    /// The plan of one repeat: an order of its own, drawn from the series' seed.
    fn plan_of(self, series: &Series, repeat: u32) -> Plan {
        let settings = series.settings();
        let variants = settings.experiment.variants.len();
        Plan {
            experiment: settings.experiment,
            values: settings.values.clone(),
            order: shuffled(
                variants,
                series.seed() ^ u64::from(repeat),
            ),
            repeat,
        }
    }

    /// How many repeats of `count` the budget allows; one at least, which is then refused.
    fn affordable(self, source: &Source, count: u32) -> u32 {
        if *source != Source::Live {
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
        hidden: false,
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
                hidden: false,
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

    fn handed(&self, _: usize, _: Loaded) {}

    fn ended(&self, variant: usize, finished: Finished<Loaded>) {
        let recordings = self.recordings.borrow();
        let ended = recordings[variant]
            .as_ref()
            .and_then(|recording| recording.trace().ended);
        let mut repeat = self.repeat.borrow_mut();
        repeat.makespans[variant] = ended.filter(|_| finished.result.is_ok());
        repeat.hidden |= finished.hidden;
    }
}

/// Which limit?
impl Session {
    /// Tries every limit in virtual time. What is tried already is stopped.
    pub fn sweep(self, ground: Ground) {
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
        let calls = untrack(|| {
            self.prediction()
                .traces
                .get(place)
                .map_or(1, |trace| trace.spans.len())
        });
        let (abort, registration) = AbortHandle::new_pair();
        let sweep = Sweep::new(ground, calls.max(1) as u32, abort);
        self.sweep.set(Some(sweep.clone()));
        let plan = Plan {
            experiment: settings.experiment,
            values: settings.values,
            order: vec![place],
            repeat: 0,
        };
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

    fn ground(self, ground: Ground) -> Option<World> {
        match ground {
            Ground::Network => Some(World::Network(untrack(|| {
                self.network()
            }))),
            Ground::Measured => self.measured().map(World::Measured),
        }
    }

    /// What the comparison on the page measured, if it is over and everything it answered was kept.
    fn measured(self) -> Option<Rc<MeasuredWorld>> {
        let comparison = self.comparison.get_untracked()?;
        let whole =
            untrack(|| comparison.phase() == Phase::Done) && !comparison.kept().overflowed();
        whole.then(|| Rc::new(MeasuredWorld::of(&comparison)))
    }

    /// Stops trying limits; what was tried by then stays.
    pub fn stop_sweep(self) {
        if let Some(sweep) = self.sweep.get_untracked() {
            sweep.abort();
        }
    }

    /// Schedules the requests of the comparison on the page anew, each as long as it was measured to
    /// take. The variants, left to right; `None` when nothing whole was measured.
    #[must_use]
    pub fn replay_durations(self) -> Option<(usize, Vec<Modelled>)> {
        let world = self.measured()?;
        let durations = world.durations();
        let comparison = self.comparison.get_untracked()?;
        let settings = comparison.settings();
        let plan = Plan {
            experiment: settings.experiment,
            values: settings.values.clone(),
            order: (0..settings.experiment.variants.len()).collect(),
            repeat: 0,
        };
        Some((
            durations,
            modelled::run(
                &*self.host(),
                &World::Measured(world),
                &plan,
            ),
        ))
    }
}

/// What would have made a variant's run shorter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneAdvice {
    /// The variant's name.
    pub variant: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// Each with its saving, the largest first.
    pub sentences: Vec<String>,
}

/// Advice on the comparison on the page, left to right, for the variants that there is any for; `None`
/// when it is not over or there is none at all. A run during which the page was hidden shows nothing.
/// Tracked.
#[must_use]
pub fn advice(session: Session) -> Option<Vec<LaneAdvice>> {
    let comparison = session
        .comparison()
        .filter(|comparison| comparison.phase() == Phase::Done)?;
    let lanes = comparison.lanes().iter();
    let traces: Vec<_> = lanes
        .clone()
        .map(|lane| lane.trace(Trace::clone).unwrap_or_default())
        .collect();
    let evidence = Evidence::of(&traces);
    let seen = lanes.zip(&traces).filter(|(lane, _)| {
        lane.finished(|finished| !finished.hidden)
            .unwrap_or_default()
    });
    let all: Vec<_> = seen
        .map(|(lane, trace)| LaneAdvice {
            variant: lane.variant.name,
            title: lane.variant.title,
            sentences: advise(trace, &evidence)
                .iter()
                .map(Advice::sentence)
                .collect(),
        })
        .filter(|lane| !lane.sentences.is_empty())
        .collect();
    (!all.is_empty()).then_some(all)
}
