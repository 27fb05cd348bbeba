//! How far a call has come. A run that goes on tells the page so once a frame; what is drawn of a call
//! follows its stages, of which there are few, and not every frame.

use leptos::prelude::*;

use super::super::lane::LaneHandle;
use super::super::page::session;
use crate::state::{LaneState, Phase, Reference};
use crate::time::Nanos;
use crate::trace::{Span, SpanId, Trace};

/// Which of a call's steps had come by the moment that is shown: made, started, answered, told of its
/// phases, received, ended.
pub(in crate::ui) type Stage = [bool; 6];

/// A lane's time, which its rows share: one thing to follow for each of them.
#[derive(Clone, Copy)]
pub(in crate::ui) struct Ticks {
    lane: LaneHandle,
    now: Memo<Tick>,
}

/// The moment that is shown, or the last frame of what goes on.
#[derive(Clone, Copy, PartialEq)]
struct Tick {
    moment: Option<Nanos>,
    frame: Option<(Nanos, Phase)>,
}

impl Ticks {
    /// Those of `lane`.
    pub(in crate::ui) fn of(lane: LaneHandle) -> Self {
        let session = session();
        let now = Memo::new(move |_| Tick {
            moment: session.moment(),
            frame: session
                .comparison()
                .map(|comparison| (comparison.frame(), comparison.phase())),
        });
        Self { lane, now }
    }

    /// Follows the time, and reads the lane's trace with the moment that is shown. Tracked.
    pub(in crate::ui) fn read<T>(self, read: impl FnOnce(&Trace, Option<Nanos>) -> T) -> Option<T> {
        let moment = self.now.get().moment;
        self.look(|trace| read(trace, moment))
    }

    /// Reads the lane's trace. Not tracked.
    pub(in crate::ui) fn look<T>(self, read: impl FnOnce(&Trace) -> T) -> Option<T> {
        untrack(|| self.lane.trace(read))
    }

    /// The stage of the call `id`; `None` for one that is not in the trace.
    pub(in crate::ui) fn stage(self, id: Memo<Option<SpanId>>) -> Memo<Option<Stage>> {
        Memo::new(move |_| {
            let id = id.get()?;
            self.read(|trace, moment| trace.span(id).map(|span| stage(span, moment)))?
        })
    }

    /// The moment that is shown; `None` for the whole. Not tracked.
    pub(super) fn moment(self) -> Option<Nanos> {
        self.now.get_untracked().moment
    }

    /// When the variant ended, if it had by the moment that is shown. Not tracked.
    pub(super) fn over(self) -> Option<Nanos> {
        let moment = self.moment();
        let ended = self.look(|trace| trace.ended).flatten();
        ended.filter(|ended| moment.is_none_or(|moment| *ended <= moment))
    }

    /// The call `id` as it stands at its stage. Tracks neither.
    pub(in crate::ui) fn span(self, id: SpanId) -> Option<Span> {
        untrack(|| self.lane.span(id))
    }
}

fn stage(span: &Span, moment: Option<Nanos>) -> Stage {
    let by_then =
        |time: Option<Nanos>| time.is_some_and(|time| moment.is_none_or(|moment| time <= moment));
    let phased = span.responded.filter(|_| span.phases.is_some());
    [
        Some(span.queued),
        span.started,
        span.responded,
        phased,
        span.received,
        span.ended,
    ]
    .map(by_then)
}

/// What stands behind a lane's bars: the run that is laid over, or what was predicted.
#[derive(Clone, PartialEq)]
pub(super) enum Behind {
    Nothing,
    Prediction(crate::state::Prediction),
    Reference(Reference),
}

impl Behind {
    /// What stands behind the bars of `lane`.
    pub(super) fn of(lane: LaneHandle) -> Memo<Self> {
        let session = session();
        Memo::new(move |_| {
            // Before its own run a lane shows its predicted shape, whatever the source.
            let waits = matches!(
                lane.state(),
                LaneState::Idle | LaneState::Waiting
            );
            match session.reference().filter(|_| !waits) {
                Some(reference) => Self::Reference(reference),
                None if waits || lane.is_modelled() => Self::Prediction(session.prediction()),
                None => Self::Nothing,
            }
        })
    }

    /// What it has for the call `id` of the lane at `place`; `made` is that call, if it was made.
    pub(super) fn span(&self, place: usize, id: SpanId, made: Option<&Span>) -> Option<&Span> {
        match self {
            Self::Nothing => None,
            Self::Prediction(prediction) => prediction.traces.get(place)?.span(id),
            Self::Reference(reference) => reference.span(place, made?),
        }
    }
}
