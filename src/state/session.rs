//! The page's whole state, and what a person can do.

use std::rc::Rc;

use futures::future::{AbortHandle, Abortable};
use leptos::prelude::*;

use super::comparison::{Comparison, Phase, Start};
use super::host::Host;
use super::link::{self, Problem};
use super::prediction::Prediction;
use super::run_file::RunFile;
use super::settings::{Order, Settings, Source, SourceKind, Tab, Theme};
use crate::api::base::{BadBase, Base};
use crate::engine::random::shuffled;
use crate::engine::runner::{Environment, WARM_UP_WIDTH, WarmUp, warm_up};
use crate::experiments::{EXPERIMENTS, Experiment, Param, Plan, Value, Watcher, compare};

/// The page's state: a handle that lives as long as the page.
#[derive(Clone, Copy)]
pub struct Session {
    host: StoredValue<Rc<dyn Host>, LocalStorage>,
    settings: RwSignal<Settings>,
    problems: RwSignal<Vec<Problem>>,
    comparison: RwSignal<Option<Comparison>>,
    /// Why live is not used although nobody chose otherwise.
    fallen_back: RwSignal<Option<WarmUp>>,
    /// The host of a link's API, while the person is asked about it.
    asking: RwSignal<Option<Base>>,
    /// Parameters as they are being typed, right or wrong.
    drafts: RwSignal<Vec<(&'static str, String)>>,
    /// Whether the person typed the API's address: then there is nothing to ask.
    typed_api: RwSignal<bool>,
    theme: RwSignal<Theme>,
    prediction: Memo<Prediction>,
}

impl Session {
    /// The state that the page's address describes.
    #[must_use]
    pub fn new(host: Rc<dyn Host>) -> Self {
        let (settings, problems) = link::read(&host.query(), host.read_address());
        let theme = host.theme();
        let host = StoredValue::new_local(host);
        let settings = RwSignal::new(settings);
        let chosen = Memo::new(move |_| settings.with(|all| (all.experiment, all.values.clone())));
        let prediction = Memo::new(move |_| {
            let (experiment, values) = chosen.get();
            host.with_value(|host| Prediction::of(&**host, experiment, &values))
        });
        Self {
            host,
            settings,
            problems: RwSignal::new(problems),
            comparison: RwSignal::new(None),
            fallen_back: RwSignal::new(None),
            asking: RwSignal::new(None),
            drafts: RwSignal::new(Vec::new()),
            typed_api: RwSignal::new(false),
            theme: RwSignal::new(theme),
            prediction,
        }
    }

    fn host(self) -> Rc<dyn Host> {
        self.host.get_value()
    }

    // What there is. All of it is tracked.

    /// What the person has chosen.
    #[must_use]
    pub fn settings(self) -> Settings {
        self.settings.get()
    }

    /// The experiment on the page.
    #[must_use]
    pub fn experiment(self) -> &'static Experiment {
        self.settings.with(|settings| settings.experiment)
    }

    /// What was wrong in the page's link.
    #[must_use]
    pub fn problems(self) -> Vec<Problem> {
        self.problems.get()
    }

    /// The comparison of this experiment that runs or ran last.
    #[must_use]
    pub fn comparison(self) -> Option<Comparison> {
        self.comparison.get()
    }

    /// What the variants would do, on the replica.
    #[must_use]
    pub fn prediction(self) -> Prediction {
        self.prediction.get()
    }

    /// Whether requests are being sent.
    #[must_use]
    pub fn is_active(self) -> bool {
        self.comparison()
            .is_some_and(|comparison| comparison.phase().is_active())
    }

    /// The kind of source that the next comparison uses.
    #[must_use]
    pub fn source_kind(self) -> SourceKind {
        match self.settings.with(|settings| settings.source) {
            Some(kind) => kind,
            None if self.fallen_back.get().is_some() => SourceKind::Replica,
            None => SourceKind::Live,
        }
    }

    /// Why the replica is used although nobody chose it.
    #[must_use]
    pub fn fallen_back(self) -> Option<WarmUp> {
        self.fallen_back.get()
    }

    /// The source that the next comparison uses.
    ///
    /// # Errors
    /// What is wrong with the address of a custom API.
    pub fn source(self) -> Result<Source, BadBase> {
        Ok(match self.source_kind() {
            SourceKind::Live => Source::Live,
            SourceKind::Replica => Source::Replica,
            SourceKind::Custom => {
                let api = self.settings.with(|settings| settings.api.clone());
                Source::Custom(Base::read(
                    &api,
                    self.host().read_address(),
                )?)
            }
        })
    }

    /// The API that the person is asked about.
    #[must_use]
    pub fn asking(self) -> Option<Base> {
        self.asking.get()
    }

    /// The chosen theme.
    #[must_use]
    pub fn theme(self) -> Theme {
        self.theme.get()
    }

    // What a person can do.

    /// Turns to another experiment. What runs is stopped.
    pub fn open(self, name: &str) {
        let Some(experiment) = EXPERIMENTS
            .iter()
            .find(|experiment| experiment.name == name)
        else {
            return;
        };
        if self
            .settings
            .with_untracked(|settings| settings.experiment.name != name)
        {
            self.close();
            self.problems.set(Vec::new());
            self.drafts.set(Vec::new());
            self.settings
                .update(|settings| *settings = settings.switch(experiment));
            self.write_link(true);
        }
    }

    /// Reads the address again, after Back or Forward. What runs is stopped.
    pub fn follow_link(self) {
        let (settings, problems) = link::read(
            &self.host().query(),
            self.host().read_address(),
        );
        let before = self.settings.get_untracked();
        if before.experiment != settings.experiment || before.values != settings.values {
            self.close();
        }
        self.problems.set(problems);
        self.typed_api.set(false);
        self.drafts.set(Vec::new());
        self.settings.set(settings);
    }

    /// Chooses a parameter. What runs is stopped: its figures would belong to other data.
    pub fn choose(self, key: &'static str, value: Value) {
        let same = self
            .settings
            .with_untracked(|settings| settings.values.get(key) == Some(&value));
        if !same {
            self.close();
            self.change(|settings| settings.values.set(key, value));
        }
    }

    /// What stands in the field of `param`: what is being typed, or what is chosen.
    #[must_use]
    pub fn text_of(self, param: &Param) -> String {
        let draft = self.drafts.with(|drafts| {
            drafts
                .iter()
                .find(|(key, _)| *key == param.key)
                .map(|(_, text)| text.clone())
        });
        draft.unwrap_or_else(|| {
            let chosen = self
                .settings
                .with(|settings| settings.values.get(param.key).cloned());
            chosen.unwrap_or_else(|| param.default()).text()
        })
    }

    /// What is wrong with what stands in the field of `param`.
    #[must_use]
    pub fn problem_of(self, param: &Param) -> Option<String> {
        param.parse(&self.text_of(param)).err()
    }

    /// Whether a comparison can be started: every field is right, and the source's address.
    #[must_use]
    pub fn can_run(self) -> bool {
        let params = self.experiment().params;
        params.iter().all(|param| self.problem_of(param).is_none()) && self.source().is_ok()
    }

    /// Types into the field of `param`. What can be read is chosen at once.
    pub fn type_into(self, param: &'static Param, text: String) {
        if let Ok(value) = param.parse(&text) {
            self.choose(param.key, value);
        }
        self.drafts.update(|drafts| {
            drafts.retain(|(key, _)| *key != param.key);
            drafts.push((param.key, text));
        });
    }

    /// Leaves the field of `param`: what was chosen is written there as links write it.
    pub fn leave(self, param: &'static Param) {
        if untrack(|| self.problem_of(param).is_none()) {
            self.drafts
                .update(|drafts| drafts.retain(|(key, _)| *key != param.key));
        }
    }

    /// Chooses a source by hand.
    pub fn choose_source(self, kind: SourceKind) {
        self.fallen_back.set(None);
        self.change(|settings| settings.source = Some(kind));
    }

    /// Types the address of a custom API.
    pub fn choose_api(self, text: &str) {
        self.typed_api.set(true);
        self.change(|settings| settings.api = text.into());
    }

    /// Chooses what the lanes show.
    pub fn choose_tab(self, tab: Tab) {
        self.change(|settings| settings.tab = tab);
    }

    /// Chooses the page's colours.
    pub fn choose_theme(self, theme: Theme) {
        self.theme.set(theme);
        self.host().set_theme(theme);
    }

    /// Puts the notices of the link away.
    pub fn dismiss_problems(self) {
        self.problems.set(Vec::new());
    }

    /// Runs a comparison; what runs is stopped first. An API that only a link has named is asked about.
    pub fn run(self) {
        let ready = untrack(|| self.can_run().then(|| self.source().ok()).flatten());
        let Some(source) = ready else { return };
        match source {
            Source::Custom(base) if !self.may_use(&base) => self.asking.set(Some(base)),
            source => self.start(source),
        }
    }

    /// Whether nobody has to be asked about `base`: it was typed here, or used before.
    fn may_use(self, base: &Base) -> bool {
        let typed = self.typed_api.get_untracked();
        if typed {
            self.host().remember_api(&base.host);
        }
        typed || self.host().knows_api(&base.host)
    }

    /// Answers the question about a link's API.
    pub fn answer(self, allowed: bool) {
        let Some(base) = self.asking.try_update(Option::take).flatten() else {
            return;
        };
        if allowed {
            self.host().remember_api(&base.host);
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

    /// Stops what runs; what came by then stays on the page.
    pub fn stop(self) {
        if let Some(comparison) = self.comparison.get_untracked() {
            comparison.abort();
        }
    }

    /// Offers the run file of the comparison.
    pub fn export(self) {
        if let Some(comparison) = self.comparison.get_untracked() {
            let file = untrack(|| RunFile::of(&comparison));
            // A browser that refuses a download says so itself.
            let _ = self.host().download(
                &file.name(),
                "application/json",
                &file.text(),
            );
        }
    }

    /// Puts `text` on the clipboard and tells whether that was allowed.
    pub fn copy(self, text: String, told: impl FnOnce(bool) + 'static) {
        let copied = self.host().copy(text);
        self.host().spawn(Box::pin(
            async move { told(copied.await) },
        ));
    }

    fn change(self, change: impl FnOnce(&mut Settings)) {
        self.settings.update(change);
        self.write_link(false);
    }

    fn write_link(self, new_entry: bool) {
        let query = self.settings.with_untracked(link::write);
        self.host().set_query(&query, new_entry);
    }

    /// Stops what runs and clears the page of it.
    fn close(self) {
        self.stop();
        self.comparison.set(None);
    }

    fn start(self, source: Source) {
        self.stop();
        let host = self.host();
        let settings = self.settings.get_untracked();
        let variants = settings.experiment.variants.len();
        let seed = host.seed();
        let order = match settings.order {
            Order::Random => shuffled(variants, seed),
            Order::Fixed => (0..variants).collect(),
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
        self.comparison.set(Some(comparison.clone()));
        let task = Abortable::new(
            self.conduct(comparison.clone()),
            registration,
        );
        host.clone().spawn(Box::pin(async move {
            if task.await.is_err() {
                comparison.stopped(host.clock().now());
            }
        }));
    }

    /// Conducts a comparison from its warm-up to its end.
    async fn conduct(self, comparison: Comparison) {
        let host = self.host();
        let environment = self.warm_up(&comparison).await;
        let (watched, clock) = (
            comparison.clone(),
            Rc::clone(&environment.clock),
        );
        let _frames = host.frames(Box::new(move || {
            watched.set_frame(clock.now())
        }));
        let settings = comparison.settings();
        let plan = Plan {
            experiment: settings.experiment,
            values: settings.values.clone(),
            order: comparison.order().to_vec(),
        };
        comparison.set_phase(Phase::Running);
        let watcher: Rc<dyn Watcher> = Rc::new(comparison.clone());
        compare(&environment, &plan, &watcher).await;
        comparison.set_phase(Phase::Done);
    }

    /// Opens the connections, and falls back to the replica when live does not answer and nobody chose
    /// it. An answer of any status is an answer.
    async fn warm_up(self, comparison: &Comparison) -> Environment {
        let host = self.host();
        let width = untrack(|| self.prediction.with(Prediction::width)).min(WARM_UP_WIDTH);
        let source = untrack(|| comparison.source());
        let environment = host.environment(&source);
        let found = warm_up(&environment, width).await;
        let chosen = comparison.settings().source.is_some();
        if chosen || source != Source::Live || matches!(found, WarmUp::Answered { .. }) {
            comparison.warmed_up(found, width);
            return environment;
        }
        self.fallen_back.set(Some(found));
        comparison.set_source(Source::Replica);
        let environment = host.environment(&Source::Replica);
        comparison.warmed_up(
            warm_up(&environment, width).await,
            width,
        );
        environment
    }
}
