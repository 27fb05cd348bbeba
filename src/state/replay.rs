//! Replay: a comparison that is over, lane beside lane from a common beginning, as slowly as one likes.

use std::cell::Cell;

use leptos::prelude::*;

use super::comparison::Comparison;
use super::host::Guard;
use super::session::Session;
use super::settings::Speed;
use crate::sorting::sort;
use crate::time::Nanos;
use crate::trace::Span;

/// The moment that is shown of a comparison that is over.
#[derive(Clone, Copy)]
pub(super) struct Replay {
    /// After the lanes' beginning; `None` for the whole.
    moment: RwSignal<Option<Nanos>>,
    playing: RwSignal<bool>,
    /// Goes on while it plays.
    frames: StoredValue<Option<Guard>, LocalStorage>,
    /// Every moment at which anything happened in any lane, in order.
    events: Memo<Vec<Nanos>>,
}

/// No frame carries a replay further than this: a page that was hidden for an hour has none of it missed.
const LONGEST_FRAME: Nanos = Nanos::from_millis(100);

impl Replay {
    pub(super) fn new(comparison: RwSignal<Option<Comparison>>) -> Self {
        Self {
            moment: RwSignal::new(None),
            playing: RwSignal::new(false),
            frames: StoredValue::new_local(None),
            events: Memo::new(move |_| {
                comparison
                    .get()
                    .filter(|comparison| !comparison.phase().is_active())
                    .map(|comparison| events(&comparison))
                    .unwrap_or_default()
            }),
        }
    }

    fn end(self) -> Option<Nanos> {
        self.events.with(|events| events.last().copied())
    }

    fn stop(self) {
        self.playing.set(false);
        self.frames.set_value(None);
    }

    /// Puts the whole in place of a moment.
    pub(super) fn clear(self) {
        self.stop();
        self.moment.set(None);
    }

    fn set(self, moment: Nanos) {
        let whole = self.end().is_none_or(|end| moment >= end);
        self.moment.set((!whole).then_some(moment));
    }
}

fn events(comparison: &Comparison) -> Vec<Nanos> {
    let mut all = Vec::new();
    for lane in comparison.lanes() {
        lane.trace(|trace| {
            all.extend(trace.first_result.into_iter().chain(trace.ended));
            all.extend(trace.spans.iter().flat_map(steps));
        });
        all.extend(lane.handed());
    }
    sort(&mut all);
    all.dedup();
    all
}

fn steps(span: &Span) -> impl Iterator<Item = Nanos> {
    let later = [span.started, span.responded, span.received, span.ended];
    std::iter::once(span.queued).chain(later.into_iter().flatten())
}

/// Replay.
impl Session {
    /// The moment that is shown, after the lanes' beginning; `None` for the whole. Tracked.
    #[must_use]
    pub fn moment(self) -> Option<Nanos> {
        self.replay.moment.get()
    }

    /// How long there is something to replay; `None` while there is nothing. Tracked.
    #[must_use]
    pub fn replay_end(self) -> Option<Nanos> {
        self.replay.end()
    }

    /// Whether it plays. Tracked.
    #[must_use]
    pub fn is_playing(self) -> bool {
        self.replay.playing.get()
    }

    /// Plays on from the moment that is shown; from the beginning, if that is the whole.
    pub fn play(self) {
        let replay = self.replay;
        let Some(end) = untrack(|| replay.end()) else {
            return;
        };
        let host = self.host();
        let (clock, glide) = (host.clock(), host.likes_motion());
        let from = replay.moment.get_untracked().unwrap_or_default();
        let (last, reached) = (Cell::new(None), Cell::new(from));
        untrack(|| replay.set(from));
        replay.playing.set(true);
        let frames = host.frames(Box::new(move || {
            let now = clock.now();
            // The first frame shows where it begins: there the most changes at once.
            let Some(last) = last.replace(Some(now)) else {
                return;
            };
            let passed = now.since(last).min(LONGEST_FRAME);
            let speed = self.settings.with_untracked(|settings| settings.speed);
            reached.set(reached.get() + speed.of(passed));
            if reached.get() >= end {
                replay.clear();
            } else if glide {
                replay.moment.set(Some(reached.get()));
            } else {
                self.step_to(reached.get());
            }
        }));
        replay.frames.set_value(Some(frames));
    }

    /// Shows the last event by `moment`, or the beginning before the first, and nothing in between.
    fn step_to(self, moment: Nanos) {
        let event = self.replay.events.with_untracked(|events| {
            let after = events.partition_point(|event| *event <= moment);
            after
                .checked_sub(1)
                .map_or(Nanos::ZERO, |place| events[place])
        });
        if Some(event) != self.replay.moment.get_untracked() {
            self.replay.moment.set(Some(event));
        }
    }

    /// Stops at the moment that is shown.
    pub fn pause(self) {
        self.replay.stop();
    }

    /// Shows `moment`, after the lanes' beginning; from the end on, the whole.
    pub fn seek(self, moment: Nanos) {
        self.replay.stop();
        untrack(|| self.replay.set(moment));
    }

    /// Shows the next event, or the one before.
    pub fn step(self, forward: bool) {
        let shown = self.replay.moment.get_untracked();
        let next = self
            .replay
            .events
            .with_untracked(|events| match (forward, shown) {
                (true, None) => None,
                (true, Some(shown)) => {
                    let after = events.partition_point(|event| *event <= shown);
                    events.get(after).copied()
                }
                (false, None) => events.iter().rev().nth(1).copied(),
                (false, Some(shown)) => {
                    let before = events.partition_point(|event| *event < shown);
                    before.checked_sub(1).map(|place| events[place])
                }
            });
        match next {
            Some(next) => self.seek(next),
            None if forward => self.replay.clear(),
            None => self.seek(Nanos::ZERO),
        }
    }

    /// Chooses how fast it plays.
    pub fn choose_speed(self, speed: Speed) {
        self.change(|settings| settings.speed = speed);
    }
}
