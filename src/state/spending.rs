//! What the session spends of the budget of live requests.

use std::cell::Cell;
use std::rc::Rc;

use futures::future::LocalBoxFuture;
use leptos::prelude::*;

use super::budget::{Budget, OverBudget};
use super::session::Session;
use super::settings::Source;
use crate::engine::ports::{Request, Response, Transport, Unreachable};
use crate::engine::runner::Environment;

/// The budget of live requests.
impl Session {
    /// How many live requests are left in this minute. Tracked.
    #[must_use]
    pub fn budget(self) -> u32 {
        self.budget.get()
    }

    /// Whether requests to the chosen source are counted. Tracked.
    #[must_use]
    pub fn spends(self) -> bool {
        self.source().is_ok_and(|source| source.is_public())
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

    /// Puts `count` requests to `source` by, or tells that there are not so many left. Only those
    /// to the public API count. Whatever ran is to be stopped before.
    pub(super) fn put_by(self, source: &Source, count: u32) -> Option<PutBy> {
        if !source.is_public() {
            return Some(PutBy::default());
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
        spent.ok()?;
        let put_by = PutBy(Rc::new(Held {
            at: Cell::new(at),
            count: Cell::new(count),
            sent: Cell::default(),
        }));
        self.put_by.set_value(put_by.clone());
        Some(put_by)
    }

    /// Gives back what was put by and not sent. What was more than was put by is spent all the same.
    pub(super) fn settle(self, put_by: &PutBy) {
        let (held, sent) = (
            put_by.0.count.get(),
            put_by.0.sent.get(),
        );
        if held == sent {
            return;
        }
        put_by.0.count.set(sent);
        let host = self.host();
        let mut budget = Budget::read(
            host.recall_spent().as_deref(),
            host.epoch_millis(),
        );
        let at = put_by.0.at.get();
        budget.give_back(held.saturating_sub(sent), at);
        budget.add(sent.saturating_sub(held), at);
        host.remember_spent(&budget.text());
        self.budget.set(budget.left());
    }

    /// Puts what is not sent yet by anew, so that it is still there when the minute is over in which it
    /// was put by. What was sent stays where it is.
    pub(super) fn renew(self, put_by: &PutBy) {
        let host = self.host();
        let (held, sent) = (
            put_by.0.count.get(),
            put_by.0.sent.get(),
        );
        let (before, now) = (put_by.0.at.get(), host.epoch_millis());
        let unsent = held.saturating_sub(sent);
        let mut budget = Budget::read(host.recall_spent().as_deref(), now);
        budget.give_back(unsent, before);
        budget.add(sent.saturating_sub(held), before);
        budget.add(unsent, now);
        host.remember_spent(&budget.text());
        self.budget.set(budget.left());
        put_by.0.at.set(now);
        put_by.0.count.set(unsent);
        put_by.0.sent.set(0);
    }

    /// Settles what was put by for what has just been stopped, before anything else is counted.
    pub(super) fn settle_stopped(self) {
        self.settle(&self.put_by.get_value());
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

/// Live requests that were put by, and how many of them were sent. Clones stand for the same ones.
#[derive(Clone, Default)]
pub(super) struct PutBy(Rc<Held>);

#[derive(Default)]
struct Held {
    /// When, in milliseconds of the calendar.
    at: Cell<u64>,
    count: Cell<u32>,
    sent: Cell<u32>,
}

impl PutBy {
    /// `environment`, which is live's, with its requests counted.
    pub(super) fn count(&self, environment: Environment) -> Environment {
        Environment {
            transport: Rc::new(Counting {
                source: environment.transport,
                put_by: self.clone(),
            }),
            ..environment
        }
    }
}

/// A source whose requests are counted as they go out.
struct Counting {
    source: Rc<dyn Transport>,
    put_by: PutBy,
}

impl Transport for Counting {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, Unreachable>> {
        let (answer, put_by) = (
            self.source.send(request),
            self.put_by.clone(),
        );
        Box::pin(async move {
            put_by.0.sent.set(put_by.0.sent.get() + 1);
            answer.await
        })
    }

    fn begin(&self, repeat: u32) {
        self.source.begin(repeat);
    }
}
