//! From Run to the last figure: the question about an API, the warm-up, the fall-back, the variants.

use std::rc::Rc;

use futures::future::{AbortHandle, Abortable};
use leptos::prelude::*;

use super::comparison::{Comparison, Phase, Start, Warmth};
use super::session::Session;
use super::settings::{Order, Source, SourceKind};
use super::sharing::Fragment;
use super::spending::PutBy;
use crate::api::base::Base;
use crate::engine::random::shuffled;
use crate::engine::runner::{Environment, WarmUp, warm_up};
use crate::experiments::{Plan, Watcher, compare};

impl Session {
    /// Runs a comparison; what runs is stopped first, unless it is the same and has only just begun. An API
    /// that only a link has named is asked about.
    pub fn run(self) {
        self.once_there(move || self.run_now());
    }

    fn run_now(self) {
        let ready = untrack(|| self.can_run().then(|| self.source().ok()).flatten());
        let Some(source) = ready else { return };
        match source {
            source if untrack(|| self.has_just_begun(&source)) => {}
            Source::Custom(base) if !self.is_allowed(&base) => self.asking.set(Some(base)),
            source => self.start(source),
        }
    }

    /// Whether the same comparison is in its warm-up: a second click would only send that again.
    fn has_just_begun(self, source: &Source) -> bool {
        self.comparison().is_some_and(|comparison| {
            comparison.phase() == Phase::WarmingUp
                && !comparison.is_aborted()
                && comparison.source() == *source
                && *comparison.settings() == self.settings.get()
        })
    }

    /// Whether nobody has to be asked about `base`: it was typed here, or allowed before.
    pub(super) fn is_allowed(self, base: &Base) -> bool {
        self.typed_api.get_untracked() || self.host().knows_api(&base.origin)
    }

    /// Answers the question about a link's API.
    pub fn answer(self, allowed: bool) {
        if let Some(base) = self.asking.try_update(Option::take).flatten()
            && allowed
        {
            self.start(Source::Custom(base));
        }
    }

    /// Runs on live although it could not be reached.
    pub fn try_live_again(self) {
        self.fallen_back.set(None);
        self.change(|settings| settings.source = None);
        self.run();
    }

    /// Runs on the replica.
    pub fn run_on_replica(self) {
        self.choose_source(SourceKind::Replica);
        self.run();
    }

    /// Stops what runs, or waits to; what came by then stays on the page.
    pub fn stop(self) {
        self.forget_waiting();
        if let Some(comparison) = self.comparison.get_untracked() {
            comparison.abort();
        }
        if let Some(series) = self.series.get_untracked() {
            series.abort();
        }
        self.settle_stopped();
    }

    /// Stops what runs and clears the page of it.
    pub(super) fn close(self) {
        self.stop();
        self.forget_opening();
        self.fragment.set_value(Fragment::default());
        self.stop_sweep();
        self.forget_look();
        self.comparison.set(None);
        self.series.set(None);
        self.sweep.set(None);
    }

    fn start(self, source: Source) {
        self.stop();
        self.forget_opening();
        let (warm_up, each) = untrack(|| self.costs());
        let Some(put_by) = self.put_by(&source, warm_up + each) else {
            return;
        };
        let host = self.host();
        if let Source::Custom(base) = &source {
            host.remember_api(&base.origin);
        }
        let settings = self.settings.get_untracked();
        let variants = settings.experiment.variants.len();
        let seed = host.seed();
        let order = match settings.order {
            Order::Random => shuffled(variants, seed),
            Order::Fixed => (0..variants).collect(),
        };
        let Some(plan) = self.plan(&settings, order.clone(), 0) else {
            return;
        };
        let (abort, registration) = AbortHandle::new_pair();
        let comparison = Comparison::new(Start {
            settings,
            source,
            seed,
            order,
            started: host.date(),
            abort,
            held: host.hold_comparison(),
        });
        self.forget_look();
        self.comparison.set(Some(comparison.clone()));
        let task = Abortable::new(
            self.conduct(comparison.clone(), plan, put_by.clone()),
            registration,
        );
        let clock = host.clock();
        host.spawn(Box::pin(async move {
            let ended = task.await.is_ok();
            if !ended {
                comparison.stopped(clock.now());
            }
            self.settle(&put_by);
            if ended {
                self.keep(comparison);
            } else if self.is_current(&comparison) {
                comparison.show(&*clock).await;
            }
        }));
    }

    /// Whether no other has taken its place.
    fn is_current(self, comparison: &Comparison) -> bool {
        let current = self.comparison.try_get_untracked().flatten();
        current.is_some_and(|current| current.is(comparison))
    }

    /// Conducts a comparison of what `plan` runs, from its warm-up to its end.
    async fn conduct(self, comparison: Comparison, plan: Plan, put_by: PutBy) {
        let host = self.host();
        let opened = self.connect(untrack(|| comparison.source()), &put_by).await;
        comparison.opened(&opened);
        let environment = comparison.keep(opened.environment);
        let (watched, clock) = (
            comparison.clone(),
            Rc::clone(&environment.clock),
        );
        let _frames = host.spare_frames(Box::new(move || {
            watched.set_frame(clock.now())
        }));
        comparison.set_phase(Phase::Running);
        let watcher: Rc<dyn Watcher> = Rc::new(comparison.clone());
        compare(&environment, &plan, &watcher).await;
        comparison.set_phase(Phase::Done);
    }

    /// Opens the connections, and falls back to the replica when live does not answer and nobody chose
    /// it. An answer of any status is an answer.
    pub(super) async fn connect(self, source: Source, put_by: &PutBy) -> Opened {
        let host = self.host();
        let width = untrack(|| self.costs()).0 as usize;
        let mut environment = host.environment(&source);
        if source.is_public() {
            environment = put_by.count(environment);
        }
        let warmth = Warmth::of(&environment, width).await;
        // As it is now: a source may be chosen while the warm-up waits.
        let chosen = self
            .settings
            .with_untracked(|settings| settings.source.is_some());
        let answers = matches!(warmth.found, WarmUp::Answered { .. });
        if chosen || source != Source::Live || answers {
            return Opened {
                environment,
                source,
                warmth,
                fell_back: None,
            };
        }
        self.fallen_back.set(Some(warmth.found));
        let source = Source::Replica(untrack(|| self.network()));
        let environment = host.environment(&source);
        Opened {
            warmth: Warmth::of(&environment, width).await,
            environment,
            source,
            fell_back: Some(warmth.found),
        }
    }
}

/// A source whose connections are open.
pub(super) struct Opened {
    pub(super) environment: Environment,
    pub(super) source: Source,
    pub(super) warmth: Warmth,
    /// What was found of live, if the replica stands in for it.
    pub(super) fell_back: Option<WarmUp>,
}

impl Warmth {
    /// Warms `environment` up by `requests` at once.
    async fn of(environment: &Environment, requests: usize) -> Self {
        let began = environment.clock.now();
        let found = warm_up(environment, requests).await;
        Self {
            found,
            requests,
            time: environment.clock.now().since(began),
        }
    }
}
