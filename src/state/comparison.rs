//! One comparison as the page sees it: signals that change once a frame.

use std::cell::RefCell;
use std::rc::Rc;

use futures::future::AbortHandle;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

use super::conduct::Opened;
use super::host::Guard;
use super::settings::{Settings, Source};
use crate::engine::keep::{Keeping, Kept};
use crate::engine::recording::Recording;
use crate::engine::runner::{Environment, Finished, WarmUp};
use crate::experiments::{Loaded, Variant, Watcher};
use crate::time::Nanos;
use crate::trace::Trace;

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

/// How far a variant has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LaneState {
    /// No comparison yet.
    #[default]
    Idle,
    /// Another variant runs first.
    Waiting,
    /// It runs.
    Running,
    /// It answered.
    Done,
    /// It ended in an error.
    Failed,
    /// It was stopped, or never came to run.
    Cancelled,
}

impl LaneState {
    /// The name in page attributes and run files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether it ran to its end, well or not.
    #[must_use]
    pub const fn has_ended(self) -> bool {
        matches!(self, Self::Done | Self::Failed)
    }
}

/// One variant of a comparison.
pub struct Lane {
    /// Which.
    pub variant: &'static Variant,
    state: ArcRwSignal<LaneState>,
    recording: RefCell<Option<Rc<Recording>>>,
    handed: ArcRwSignal<Option<SendWrapper<Loaded>>>,
    finished: RefCell<Option<Finished<Loaded>>>,
}

/// One comparison. Clones are handles on the same one; it is gone with the last of them.
#[derive(Clone)]
pub struct Comparison(SendWrapper<Rc<Inner>>);

struct Inner {
    settings: Settings,
    seed: u64,
    order: Vec<usize>,
    started: String,
    source: ArcRwSignal<Source>,
    fell_back: ArcRwSignal<Option<WarmUp>>,
    warmth: ArcRwSignal<Option<Warmth>>,
    phase: ArcRwSignal<Phase>,
    frame: ArcRwSignal<Nanos>,
    lanes: Vec<Lane>,
    base: RefCell<Rc<str>>,
    kept: Rc<Kept>,
    abort: AbortHandle,
    _held: Guard,
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
        let lanes = start
            .settings
            .experiment
            .variants
            .iter()
            .map(|variant| Lane {
                variant,
                state: ArcRwSignal::new(LaneState::Waiting),
                recording: RefCell::default(),
                handed: ArcRwSignal::new(None),
                finished: RefCell::default(),
            });
        Self(SendWrapper::new(Rc::new(Inner {
            lanes: lanes.collect(),
            base: RefCell::new("".into()),
            kept: Rc::default(),
            settings: start.settings,
            seed: start.seed,
            order: start.order,
            started: start.started,
            source: ArcRwSignal::new(start.source),
            fell_back: ArcRwSignal::new(None),
            warmth: ArcRwSignal::new(None),
            phase: ArcRwSignal::new(Phase::WarmingUp),
            frame: ArcRwSignal::new(Nanos::ZERO),
            abort: start.abort,
            _held: start.held,
        })))
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
        self.0.frame.set(now);
    }

    /// Tells the running task to stop. What it held is dropped when the event loop next turns to it.
    pub(super) fn abort(&self) {
        self.0.abort.abort();
    }

    /// Marks what had not ended as cancelled, at the clock's time `now`.
    pub(super) fn stopped(&self, now: Nanos) {
        for lane in self.lanes() {
            let state = lane.state.get_untracked();
            if state == LaneState::Running
                && let Some(recording) = &*lane.recording.borrow()
            {
                recording.end(now);
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

    /// What it has handed to its caller so far: all of its answer once it is done. Tracked.
    #[must_use]
    pub fn answer(&self) -> Option<Loaded> {
        self.handed.get().map(SendWrapper::take)
    }

    /// Reads how it ended, once it has. Track [`Lane::state`] to read it again.
    pub fn finished<T>(&self, read: impl FnOnce(&Finished<Loaded>) -> T) -> Option<T> {
        self.finished.borrow().as_ref().map(read)
    }
}

/// Puts what happens in a comparison into its signals.
impl Watcher for Comparison {
    fn began(&self, variant: usize, recording: &Rc<Recording>) {
        let Some(lane) = self.lanes().get(variant) else {
            return;
        };
        self.set_frame(recording.trace().began);
        lane.recording.replace(Some(Rc::clone(recording)));
        lane.state.set(LaneState::Running);
    }

    fn handed(&self, variant: usize, loaded: Loaded) {
        if let Some(lane) = self.lanes().get(variant) {
            lane.handed.set(Some(SendWrapper::new(loaded)));
        }
    }

    fn ended(&self, variant: usize, finished: Finished<Loaded>) {
        let Some(lane) = self.lanes().get(variant) else {
            return;
        };
        if let Ok(loaded) = &finished.result {
            lane.handed.set(Some(SendWrapper::new(loaded.clone())));
        }
        let state = if finished.result.is_ok() {
            LaneState::Done
        } else {
            LaneState::Failed
        };
        lane.finished.replace(Some(finished));
        lane.state.set(state);
        // Not at the next frame: a hidden page has none, and the last figures must be there.
        let ended = lane.trace(|trace| trace.began + trace.ended.unwrap_or_default());
        self.set_frame(ended.unwrap_or_default());
    }
}
