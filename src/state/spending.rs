//! What the session spends of the budget of live requests.

use leptos::prelude::*;

use super::budget::{Budget, OverBudget};
use super::session::Session;
use super::settings::Source;

/// The budget of live requests.
impl Session {
    /// How many live requests are left in this minute. Tracked.
    #[must_use]
    pub fn budget(self) -> u32 {
        self.budget.get()
    }

    /// What was more than there was left, when it was last asked for. Tracked.
    #[must_use]
    pub fn over_budget(self) -> Option<OverBudget> {
        self.over_budget.get()
    }

    /// How many live requests are left now, over all tabs.
    pub(super) fn budget_left(self) -> u32 {
        let host = self.host();
        let budget = Budget::read(
            host.recall_spent().as_deref(),
            host.epoch_millis(),
        );
        let left = budget.left();
        if self.budget.try_get_untracked() != Some(left) {
            self.budget.set(left);
        }
        left
    }

    /// Puts `count` requests to `source` by, or tells that there are not so many left. Only live ones
    /// count.
    pub(super) fn put_by(self, source: &Source, count: u32) -> Option<PutBy> {
        if *source != Source::Live {
            return Some(PutBy { at: 0, count: 0 });
        }
        let host = self.host();
        let at = host.epoch_millis();
        let mut budget = Budget::read(host.recall_spent().as_deref(), at);
        let spent = budget.spend(count, at);
        if spent.is_ok() {
            host.remember_spent(&budget.text());
        }
        self.over_budget.set(spent.err());
        self.budget.set(budget.left());
        spent.is_ok().then_some(PutBy { at, count })
    }

    /// Gives back what was put by but for the `sent` requests that were sent.
    pub(super) fn settle(self, put_by: PutBy, sent: u32) {
        let unsent = put_by.count.saturating_sub(sent);
        if unsent == 0 {
            return;
        }
        let host = self.host();
        let mut budget = Budget::read(
            host.recall_spent().as_deref(),
            host.epoch_millis(),
        );
        budget.give_back(unsent, put_by.at);
        host.remember_spent(&budget.text());
        self.budget.set(budget.left());
    }

    /// Looks at the budget, now and once a second: it grows by itself, and other tabs spend it.
    pub(super) fn keep_looking(self) {
        self.budget_left();
        let look = Box::new(move || {
            self.budget_left();
        });
        self.watch.set_value(Some(self.host().each_second(look)));
    }
}

/// Live requests that were put by: when, in milliseconds of the calendar, and how many.
#[derive(Clone, Copy, Debug)]
pub(super) struct PutBy {
    at: u64,
    count: u32,
}
