//! What the variants do, as far as it is there: the page starts with that of its first experiment, and asks for the
//! rest once it stands.

use leptos::prelude::*;

use super::parts;
use super::session::Session;
use super::settings::{Settings, View};
use crate::experiments::{Experiment, FIRST, Plan, Routines, Values, routines_of_first};
use crate::time::Nanos;

/// What the variants of any experiment do.
pub type AllRoutines = fn(&Experiment) -> Routines;

/// How long the page waits for what a link names, before it is shown without: a line may be that slow.
const PATIENCE: Nanos = Nanos::from_millis(5_000);

/// As far as it is there.
#[derive(Clone, Copy)]
pub(super) struct AtHand {
    all: RwSignal<Option<AllRoutines>>,
    /// Whether the rest was asked for, and did not come.
    missing: RwSignal<bool>,
    /// Whether the page has waited long enough.
    late: RwSignal<bool>,
    /// The number of the Run that waits, if one does.
    waiting: RwSignal<Option<u64>>,
    /// How many were pressed, or given up.
    pressed: StoredValue<u64>,
}

impl AtHand {
    pub(super) fn new(all: Option<AllRoutines>) -> Self {
        Self {
            all: RwSignal::new(all),
            missing: RwSignal::new(false),
            late: RwSignal::new(false),
            waiting: RwSignal::new(None),
            pressed: StoredValue::new(0),
        }
    }

    /// What the variants of `experiment` do, if that is there. Tracked.
    fn of(self, experiment: &Experiment) -> Option<Routines> {
        if experiment == FIRST {
            return Some(routines_of_first());
        }
        self.all.get().map(|all| all(experiment))
    }

    /// What is to be run, if it is there. Tracked.
    pub(super) fn plan(
        self,
        experiment: &'static Experiment,
        values: Values,
        order: Vec<usize>,
        repeat: u32,
    ) -> Option<Plan> {
        Some(Plan {
            experiment,
            routines: self.of(experiment)?,
            values,
            order,
            repeat,
        })
    }
}

/// What the variants do.
impl Session {
    /// Whether what is chosen is there, or the page has to do without. Tracked.
    #[must_use]
    pub fn is_ready(self) -> bool {
        self.view() != View::Experiment
            || self.can_begin()
            || self.at_hand.missing.get()
            || self.at_hand.late.get()
    }

    /// Whether the chosen experiment cannot be run, since what its variants do was asked for and did not come.
    /// Tracked.
    #[must_use]
    pub fn is_missing(self) -> bool {
        self.at_hand.missing.get()
            && self.view() == View::Experiment
            && !self.is_opened()
            && !self.can_begin()
    }

    /// Whether a Run waits for what it runs. Tracked.
    #[must_use]
    pub fn is_waiting(self) -> bool {
        self.at_hand.waiting.get().is_some()
    }

    /// Whether there is anything to stop: what runs, or a Run that waits. Tracked.
    #[must_use]
    pub fn can_stop(self) -> bool {
        self.is_active() || self.is_waiting()
    }

    /// Asks for the rest of what variants do, if it is not there yet.
    pub fn ask_for_routines(self) {
        if !self.has_all() {
            self.asked(async move {
                self.routines_come().await;
            });
        }
    }

    /// Asks for what a link names, and waits no longer for it than a while.
    pub(super) fn ask_for_what_is_named(self) {
        if untrack(|| self.is_ready()) {
            return;
        }
        self.ask_for_routines();
        self.asked(async move {
            let clock = self.host().clock();
            clock.sleep_until(clock.now() + PATIENCE).await;
            self.at_hand.late.set(true);
        });
    }

    /// Asks once more for what did not come, where it is needed by now.
    pub(super) fn ask_for_what_is_missing(self) {
        if untrack(|| self.is_missing()) {
            self.ask_for_routines();
        }
    }

    /// Asks for the rest, which the page can do without so far: not for what did not come just now, which is told.
    pub(super) fn ask_for_the_rest(self) {
        let is_told = self.at_hand.missing.get_untracked();
        // An embed turns to no other experiment.
        if !is_told && !untrack(|| self.is_embedded()) {
            self.ask_for_routines();
        }
    }

    /// Goes on with `then` once what the chosen experiment's variants do is there: at once, if it is, and never, if
    /// it does not come, or if this is called again or something is stopped before.
    pub(super) fn once_there(self, then: impl FnOnce() + 'static) {
        let number = self.forget_waiting();
        if untrack(|| self.can_begin()) {
            then();
            return;
        }
        self.at_hand.waiting.set(Some(number));
        self.asked(async move {
            let come = self.routines_come().await;
            if self.at_hand.waiting.get_untracked() != Some(number) {
                return;
            }
            self.at_hand.waiting.set(None);
            if come {
                then();
            }
        });
    }

    /// Lets go of a Run that waits. Gives the number of the next.
    pub(super) fn forget_waiting(self) -> u64 {
        let number = self.at_hand.pressed.with_value(|pressed| pressed + 1);
        self.at_hand.pressed.set_value(number);
        if self.at_hand.waiting.get_untracked().is_some() {
            self.at_hand.waiting.set(None);
        }
        number
    }

    /// What is to be run of these settings, if it is there.
    pub(super) fn plan(self, settings: &Settings, order: Vec<usize>, repeat: u32) -> Option<Plan> {
        untrack(|| {
            self.at_hand.plan(
                settings.experiment,
                settings.values.clone(),
                order,
                repeat,
            )
        })
    }

    /// Whether what the chosen experiment's variants do is there. Tracked.
    fn can_begin(self) -> bool {
        self.at_hand.of(self.experiment()).is_some()
    }

    fn has_all(self) -> bool {
        self.at_hand.all.get_untracked().is_some()
    }

    /// Ends when all is there, or does not come; tells which.
    async fn routines_come(self) -> bool {
        self.at_hand.missing.set(false);
        let all = parts::routines().await.ok();
        self.at_hand.missing.set(all.is_none());
        if all.is_some() {
            self.at_hand.all.set(all);
        }
        all.is_some()
    }
}
