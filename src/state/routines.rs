//! What the variants do, as far as it is there: the page starts with that of its first experiment, and asks for the
//! rest once it stands.

use std::future::Future;

use leptos::prelude::*;

use super::parts::{self, Missing};
use super::session::Session;
use super::settings::Settings;
use crate::experiments::{Experiment, FIRST, Plan, Routines, routines_of_first};

/// What the variants of any experiment do.
pub type AllRoutines = fn(&Experiment) -> Routines;

/// As far as it is there.
#[derive(Clone, Copy)]
pub(super) struct AtHand {
    all: RwSignal<Option<AllRoutines>>,
    /// Whether the rest was asked for, and did not come.
    missing: RwSignal<bool>,
}

impl AtHand {
    pub(super) fn new(all: Option<AllRoutines>) -> Self {
        Self {
            all: RwSignal::new(all),
            missing: RwSignal::new(false),
        }
    }

    /// What the variants of `experiment` do, if that is there. Tracked.
    pub(super) fn of(self, experiment: &Experiment) -> Option<Routines> {
        if experiment == FIRST {
            return Some(routines_of_first());
        }
        self.all.get().map(|all| all(experiment))
    }
}

/// What the variants do.
impl Session {
    /// Whether what is chosen is there, or does not come: the page can be shown. Tracked.
    #[must_use]
    pub fn is_ready(self) -> bool {
        self.can_begin() || self.at_hand.missing.get()
    }

    /// Whether what the chosen experiment's variants do was asked for and did not come. Tracked.
    #[must_use]
    pub fn is_missing(self) -> bool {
        self.at_hand.missing.get() && !self.can_begin()
    }

    /// Asks for the rest of what variants do, if it is not there yet.
    pub fn ask_for_routines(self) {
        if !self.has_all() {
            self.asked(async move {
                self.routines_come().await;
            });
        }
    }

    /// Goes on with `then` once what the chosen experiment's variants do is there: at once, if it is, and never, if
    /// it does not come or something else is chosen by then.
    pub(super) fn once_there(self, then: impl FnOnce() + 'static) {
        if untrack(|| self.can_begin()) {
            then();
            return;
        }
        let chosen = self.settings.get_untracked();
        self.asked(async move {
            if self.routines_come().await && self.settings.get_untracked() == chosen {
                then();
            }
        });
    }

    /// What is to be run of these settings. It has to be there; nothing is run of what is not.
    pub(super) fn plan(self, settings: &Settings, order: Vec<usize>, repeat: u32) -> Plan {
        let experiment = settings.experiment;
        Plan {
            experiment,
            routines: untrack(|| self.at_hand.of(experiment)).unwrap_or_default(),
            values: settings.values.clone(),
            order,
            repeat,
        }
    }

    /// Whether what the chosen experiment's variants do is there. Tracked.
    fn can_begin(self) -> bool {
        self.at_hand.of(self.experiment()).is_some()
    }

    fn has_all(self) -> bool {
        self.at_hand.all.get_untracked().is_some()
    }

    /// Ends when all is there, or does not come; tells which.
    fn routines_come(self) -> impl Future<Output = bool> {
        self.at_hand.missing.set(false);
        async move {
            let come: Result<AllRoutines, Missing> = parts::routines().await;
            self.at_hand.missing.set(come.is_err());
            if let Ok(all) = come {
                self.at_hand.all.set(Some(all));
            }
            come.is_ok()
        }
    }
}
