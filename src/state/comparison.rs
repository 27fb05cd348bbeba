//! One comparison as the page sees it: signals that change once a frame.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use futures::future::AbortHandle;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

use super::conduct::Opened;
use super::host::Guard;
use super::settings::{Settings, Source, SourceKind};
use crate::engine::error::Error;
use crate::engine::keep::{Keeping, Kept};
use crate::engine::ports::Clock;
use crate::engine::recording::Recording;
use crate::engine::runner::{Environment, Finished, WarmUp, show};
use crate::experiments::{Loaded, Variant, Watcher};
use crate::record::{Failure, LaneState};
use crate::time::Nanos;
use crate::trace::{Disturbance, Trace};

/// How far a comparison has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Connections are being opened.
    WarmingUp,
    /// Variants are running.
    Running,
    /// All variants have ended.
    Done,
    /// A person stopped it.
    Stopped,
}

impl Phase {
    /// Whether requests may still be sent.
    #[must_use]
    pub const fn is_active(self) -> bool {
        matches!(self, Self::WarmingUp | Self::Running)
    }

    /// The name in page attributes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WarmingUp => "warming-up",
            Self::Running => "running",
            Self::Done => "done",
            Self::Stopped => "stopped",
        }
    }
}

/// One run of a comparison.
pub struct Lane {
    /// Of which variant; `None` for requests that no experiment made.
    pub variant: Option<&'static Variant>,
    /// Its name in attributes and run files.
    pub name: Arc<str>,
    /// Its name for people.
    pub title: Arc<str>,
    pub(super) state: ArcRwSignal<LaneState>,
    pub(super) recording: RefCell<Option<Rc<Recording>>>,
    /// What it handed on and when; a run file has the times alone of what did not make an answer.
    pub(super) handed: RefCell<Vec<(Nanos, Option<Loaded>)>>,
    /// How many values were handed on by the last frame: what reads them is told by this.
    pub(super) handed_count: ArcRwSignal<usize>,
    pub(super) ending: RefCell<Option<Ending>>,
}

/// How a run ended.
#[derive(Clone, Debug, Default)]
pub struct Ending {
    /// What disturbed it, if anything did: then its figures are no evidence.
    pub disturbance: Option<Disturbance>,
    /// Why it failed, if it did.
    pub failure: Option<Failed>,
}

/// Why a run failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// As run files have it.
    pub failure: Failure,
    /// What is known and what to try, in a sentence or two.
    pub advice: String,
}

impl Failed {
    fn of(error: &Error, source: &Source) -> Self {
        Self {
            failure: Failure {
                kind: error.kind().into(),
                message: error.to_string(),
            },
            advice: error.advice(source.kind() == SourceKind::Replica),
        }
    }
}

/// Where a comparison comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It ran on this page.
    Here,
    /// It was opened from the file of this name.
    File(String),
    /// It came with the page's link.
    Link,
    /// It was kept in this browser.
    Kept,
}

/// One comparison. Clones are handles on the same one; it is gone with the last of them.
#[derive(Clone)]
pub struct Comparison(pub(super) SendWrapper<Rc<Inner>>);

pub(super) struct Inner {
    pub(super) origin: Origin,
    pub(super) settings: Settings,
    pub(super) seed: u64,
    pub(super) order: Vec<usize>,
    pub(super) started: String,
    pub(super) source: ArcRwSignal<Source>,
    pub(super) fell_back: ArcRwSignal<Option<WarmUp>>,
    pub(super) warmth: ArcRwSignal<Option<Warmth>>,
    pub(super) phase: ArcRwSignal<Phase>,
    pub(super) frame: ArcRwSignal<Nanos>,
    pub(super) lanes: Vec<Lane>,
    pub(super) base: RefCell<Rc<str>>,
    pub(super) kept: Rc<Kept>,
    pub(super) abort: Option<AbortHandle>,
    pub(super) _held: Option<Guard>,
}

/// A warm-up that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warmth {
    /// What it found.
    pub found: WarmUp,
    /// How many requests it sent at once.
    pub requests: usize,
    /// From the first of them to the last one's end: what opening the connections took, and an answer.
    pub time: Nanos,
}

/// What a comparison is made of.
pub(super) struct Start {
    pub(super) settings: Settings,
    pub(super) source: Source,
    pub(super) seed: u64,
    pub(super) order: Vec<usize>,
    pub(super) started: String,
    pub(super) abort: AbortHandle,
    pub(super) held: Guard,
}

impl Comparison {
    pub(super) fn new(start: Start) -> Self {
        let lanes = start.settings.experiment.variants.iter().map(Lane::waiting);
        Self(SendWrapper::new(Rc::new(Inner {
            lanes: lanes.collect(),
            base: RefCell::new("".into()),
            kept: Rc::default(),
            origin: Origin::Here,
            settings: start.settings,
            seed: start.seed,
            order: start.order,
            started: start.started,
            source: ArcRwSignal::new(start.source),
            fell_back: ArcRwSignal::new(None),
            warmth: ArcRwSignal::new(None),
            phase: ArcRwSignal::new(Phase::WarmingUp),
            frame: ArcRwSignal::new(Nanos::ZERO),
            abort: Some(start.abort),
            _held: Some(start.held),
        })))
    }

    /// Where it comes from.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// Whether an experiment made it, and not another program.
    #[must_use]
    pub fn is_of_experiment(&self) -> bool {
        self.lanes().iter().all(|lane| lane.variant.is_some())
    }

    /// What was chosen when it began.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The seed that the order was drawn from.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.0.seed
    }

    /// The places of the variants, in the order they run.
    #[must_use]
    pub fn order(&self) -> &[usize] {
        &self.0.order
    }

    /// The date and time of its beginning, as ISO 8601 writes it.
    #[must_use]
    pub fn started(&self) -> &str {
        &self.0.started
    }

    /// Where its answers come from. It changes at most once, before the first variant. Tracked.
    #[must_use]
    pub fn source(&self) -> Source {
        self.0.source.get()
    }

    /// The same, untracked.
    pub(super) fn source_untracked(&self) -> Source {
        self.0.source.get_untracked()
    }

    /// What was found of live, if the replica runs in its place. Tracked.
    #[must_use]
    pub fn fell_back(&self) -> Option<WarmUp> {
        self.0.fell_back.get()
    }

    /// The warm-up, once it is over. Tracked.
    #[must_use]
    pub fn warmth(&self) -> Option<Warmth> {
        self.0.warmth.get()
    }

    /// The base URL that its requests went to.
    #[must_use]
    pub fn base(&self) -> Rc<str> {
        Rc::clone(&self.0.base.borrow())
    }

    /// What was answered, for thinking it through again.
    #[must_use]
    pub fn kept(&self) -> Rc<Kept> {
        Rc::clone(&self.0.kept)
    }

    /// How far it has come. Tracked.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.0.phase.get()
    }

    /// The clock's time at the last frame. Tracked: what reads it is drawn once a frame.
    #[must_use]
    pub fn frame(&self) -> Nanos {
        self.0.frame.get()
    }

    /// Its variants, left to right.
    #[must_use]
    pub fn lanes(&self) -> &[Lane] {
        &self.0.lanes
    }

    /// Its connections are open; perhaps the replica's, in live's place.
    pub(super) fn opened(&self, opened: &Opened) {
        self.0.source.set(opened.source.clone());
        self.0.fell_back.set(opened.fell_back);
        self.0.warmth.set(Some(opened.warmth));
    }

    /// `environment`, with its answers kept here.
    pub(super) fn keep(&self, environment: Environment) -> Environment {
        self.0.base.replace(Rc::clone(&environment.base));
        Environment {
            transport: Rc::new(Keeping::new(
                environment.transport,
                self.kept(),
            )),
            ..environment
        }
    }

    pub(super) fn set_phase(&self, phase: Phase) {
        self.0.phase.set(phase);
    }

    pub(super) fn set_frame(&self, now: Nanos) {
        for lane in self.lanes() {
            lane.tell_handed();
        }
        self.0.frame.set(now);
    }

    /// Tells the running task to stop. What it held is dropped when the event loop next turns to it.
    pub(super) fn abort(&self) {
        if let Some(abort) = &self.0.abort {
            abort.abort();
        }
    }

    /// Whether it was told to stop, done or not.
    pub(super) fn is_aborted(&self) -> bool {
        let abort = self.0.abort.as_ref();
        abort.is_some_and(AbortHandle::is_aborted)
    }

    /// Whether the other is a handle on the same one.
    pub(super) fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// Shows what there is of runs that were stopped beside the page, as is done of those that ended.
    pub(super) async fn show(&self, clock: &dyn Clock) {
        for lane in self.lanes() {
            let recording = lane.recording.borrow().clone();
            if let Some(recording) = recording {
                show(clock, &recording).await;
            }
        }
    }

    /// Marks what had not ended as cancelled, at the clock's time `now`.
    pub(super) fn stopped(&self, now: Nanos) {
        for lane in self.lanes() {
            let state = lane.state.get_untracked();
            if let Some(recording) = &*lane.recording.borrow() {
                if state == LaneState::Running {
                    recording.end(now);
                }
                recording.ask_no_more(now);
            }
            if !state.has_ended() {
                lane.state.set(LaneState::Cancelled);
            }
        }
        self.set_frame(now);
        self.set_phase(Phase::Stopped);
    }
}

impl Lane {
    /// How far it has come. Tracked.
    #[must_use]
    pub fn state(&self) -> LaneState {
        self.state.get()
    }

    /// Reads its trace, once it has begun. Track [`Comparison::frame`] to read it again.
    pub fn trace<T>(&self, read: impl FnOnce(&Trace) -> T) -> Option<T> {
        let recording = self.recording.borrow();
        let trace = recording.as_ref()?.trace();
        Some(read(&trace))
    }

    /// What it had handed to its caller at `moment` after its beginning, or by now: all of its answer once
    /// it is done. Tracked.
    #[must_use]
    pub fn answer(&self, moment: Option<Nanos>) -> Option<Loaded> {
        self.handed_count.track();
        let handed = self.handed.borrow();
        let by_then = match moment {
            None => handed.len(),
            Some(moment) => handed.partition_point(|(at, _)| *at <= moment),
        };
        let (_, loaded) = handed.get(by_then.checked_sub(1)?)?;
        loaded.clone()
    }

    /// When it handed values to its caller, its answer as the last if it was done. Tracked.
    #[must_use]
    pub fn handed(&self) -> Vec<Nanos> {
        self.handed_count.track();
        self.handed.borrow().iter().map(|(at, _)| *at).collect()
    }

    /// How it ended, once it has. Track [`Lane::state`] to read it again.
    #[must_use]
    pub fn ending(&self) -> Option<Ending> {
        self.ending.borrow().clone()
    }

    fn waiting(variant: &'static Variant) -> Self {
        Self {
            variant: Some(variant),
            name: variant.name.into(),
            title: variant.title.into(),
            state: ArcRwSignal::new(LaneState::Waiting),
            recording: RefCell::default(),
            handed: RefCell::default(),
            handed_count: ArcRwSignal::new(0),
            ending: RefCell::default(),
        }
    }

    fn hand(&self, at: Nanos, loaded: Loaded) {
        self.handed.borrow_mut().push((at, Some(loaded)));
    }

    /// Tells what reads the values how many there are by now.
    fn tell_handed(&self) {
        let count = self.handed.borrow().len();
        if self.handed_count.get_untracked() != count {
            self.handed_count.set(count);
        }
    }
}

/// Puts what happens in a comparison into its signals.
impl Watcher for Comparison {
    fn is_next(&self, variant: usize) {
        if let Some(lane) = self.lanes().get(variant) {
            lane.state.set(LaneState::Running);
        }
    }

    fn began(&self, variant: usize, recording: &Rc<Recording>) {
        // Tells nobody: the next frame will.
        if let Some(lane) = self.lanes().get(variant) {
            lane.recording.replace(Some(Rc::clone(recording)));
        }
    }

    fn handed(&self, variant: usize, at: Nanos, loaded: Loaded) {
        if let Some(lane) = self.lanes().get(variant) {
            lane.hand(at, loaded);
        }
    }

    fn ended(&self, variant: usize, finished: Finished<Loaded>) {
        let Some(lane) = self.lanes().get(variant) else {
            return;
        };
        let (began, ended) = lane
            .trace(|trace| {
                (
                    trace.began,
                    trace.ended.unwrap_or_default(),
                )
            })
            .unwrap_or_default();
        let failure = match finished.result {
            Ok(loaded) => {
                lane.hand(ended, loaded);
                None
            }
            Err(error) => Some(Failed::of(
                &error,
                &self.source_untracked(),
            )),
        };
        let state = match failure {
            None => LaneState::Done,
            Some(_) => LaneState::Failed,
        };
        lane.ending.replace(Some(Ending {
            disturbance: finished.disturbance,
            failure,
        }));
        lane.state.set(state);
        // Not at the next frame: a hidden page has none, and the last figures must be there.
        self.set_frame(began + ended);
    }
}
