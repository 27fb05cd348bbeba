//! The page's whole state, and what a person can choose. What follows from Run is in `conduct`.

use std::rc::Rc;

use leptos::prelude::*;

use super::comparison::Comparison;
use super::host::Host;
use super::link::{self, Problem};
use super::prediction::Prediction;
use super::run_file::RunFile;
use super::settings::{Settings, Source, SourceKind, Tab, Theme, View};
use crate::api::base::{BadBase, Base};
use crate::engine::runner::WarmUp;
use crate::experiments::{Experiment, Param, Value, find};
use crate::network::{Network, Number, Preset};

/// The page's state: a handle that lives as long as the page.
#[derive(Clone, Copy)]
pub struct Session {
    host: StoredValue<Rc<dyn Host>, LocalStorage>,
    pub(super) settings: RwSignal<Settings>,
    view: Memo<View>,
    experiment: Memo<&'static Experiment>,
    /// The query that was read or written last: what does not change it is no navigation.
    query: StoredValue<String>,
    problems: RwSignal<Vec<Problem>>,
    pub(super) comparison: RwSignal<Option<Comparison>>,
    /// Why live is not used although nobody chose otherwise.
    pub(super) fallen_back: RwSignal<Option<WarmUp>>,
    /// The base of a link's API, while the person is asked about it.
    pub(super) asking: RwSignal<Option<Base>>,
    /// Parameters as they are being typed, right or wrong.
    drafts: RwSignal<Vec<(&'static str, String)>>,
    /// Whether the person typed the API's address: then there is nothing to ask.
    pub(super) typed_api: RwSignal<bool>,
    theme: RwSignal<Theme>,
    prediction: Memo<Prediction>,
    network: Memo<Network>,
}

impl Session {
    /// The state that the page's address describes.
    #[must_use]
    pub fn new(host: Rc<dyn Host>) -> Self {
        let query = host.query();
        let (settings, problems) = link::read(&query, host.read_address());
        let theme = host.theme();
        let host = StoredValue::new_local(host);
        let settings = RwSignal::new(settings);
        let network = Memo::new(move |_| settings.with(|all| all.network));
        let chosen = Memo::new(move |_| settings.with(|all| (all.experiment, all.values.clone())));
        let prediction = Memo::new(move |_| {
            let (experiment, values) = chosen.get();
            host.with_value(|host| {
                Prediction::of(
                    &**host,
                    experiment,
                    &values,
                    &network.get(),
                )
            })
        });
        Self {
            host,
            settings,
            view: Memo::new(move |_| settings.with(|all| all.view)),
            experiment: Memo::new(move |_| settings.with(|all| all.experiment)),
            query: StoredValue::new(query),
            problems: RwSignal::new(problems),
            comparison: RwSignal::new(None),
            fallen_back: RwSignal::new(None),
            asking: RwSignal::new(None),
            drafts: RwSignal::new(Vec::new()),
            typed_api: RwSignal::new(false),
            theme: RwSignal::new(theme),
            prediction,
            network,
        }
    }

    pub(super) fn host(self) -> Rc<dyn Host> {
        self.host.get_value()
    }
}

/// What there is. All of it is tracked.
impl Session {
    /// What the person has chosen.
    #[must_use]
    pub fn settings(self) -> Settings {
        self.settings.get()
    }

    /// What the page shows.
    #[must_use]
    pub fn view(self) -> View {
        self.view.get()
    }

    /// The experiment on the page, or the last one that was.
    #[must_use]
    pub fn experiment(self) -> &'static Experiment {
        self.experiment.get()
    }

    /// The link to `experiment` with what is chosen here.
    #[must_use]
    pub fn link_to(self, experiment: &'static Experiment) -> String {
        self.link(&self.settings.with(|settings| settings.switch(experiment)))
    }

    /// The link to `view` with what is chosen here.
    #[must_use]
    pub fn link_to_view(self, view: View) -> String {
        self.link(&Settings {
            view,
            ..self.settings.get()
        })
    }

    fn link(self, settings: &Settings) -> String {
        let query = link::write(settings, self.host().read_address());
        format!("?{query}")
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

    /// The network that the replica and every prediction are modelled on.
    #[must_use]
    pub fn network(self) -> Network {
        self.network.get()
    }

    /// The preset that its numbers are changed from.
    #[must_use]
    pub fn preset(self) -> &'static Preset {
        self.settings.with(|settings| settings.preset)
    }

    /// What stands in the field of `number`: what is being typed, or what is chosen.
    #[must_use]
    pub fn text_of_number(self, number: Number) -> String {
        let chosen = || number.text(&self.network());
        self.draft_of(number.key()).unwrap_or_else(chosen)
    }

    /// What is wrong with what stands in the field of `number`.
    #[must_use]
    pub fn problem_of_number(self, number: Number) -> Option<String> {
        let text = self.text_of_number(number);
        number.read(&text, &mut self.network()).err()
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
        let chosen = self.settings.with(|settings| settings.source.is_some());
        self.fallen_back.get().filter(|_| !chosen)
    }

    /// The source that the next comparison uses.
    ///
    /// # Errors
    /// What is wrong with the address of a custom API.
    pub fn source(self) -> Result<Source, BadBase> {
        Ok(match self.source_kind() {
            SourceKind::Live => Source::Live,
            SourceKind::Replica => Source::Replica(self.network()),
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

    /// What stands in the field of `param`: what is being typed, or what is chosen.
    #[must_use]
    pub fn text_of(self, param: &Param) -> String {
        self.draft_of(param.key).unwrap_or_else(|| {
            let chosen = self
                .settings
                .with(|settings| settings.values.get(param.key).cloned());
            chosen.unwrap_or_else(|| param.default()).text()
        })
    }

    fn draft_of(self, key: &str) -> Option<String> {
        self.drafts.with(|drafts| {
            let draft = drafts.iter().find(|(name, _)| *name == key);
            draft.map(|(_, text)| text.clone())
        })
    }

    /// What is wrong with what stands in the field of `param`.
    #[must_use]
    pub fn problem_of(self, param: &Param) -> Option<String> {
        param.parse(&self.text_of(param)).err()
    }

    /// Whether a comparison can be started: the experiment is on the page, every field is right, and
    /// the source's address.
    #[must_use]
    pub fn can_run(self) -> bool {
        let params = self.experiment().params;
        self.view() == View::Experiment
            && params.iter().all(|param| self.problem_of(param).is_none())
            && self.network_is_right()
            && self.source().is_ok()
    }
}

/// The network, which only the replica needs.
impl Session {
    fn network_is_right(self) -> bool {
        let right = |number: &Number| self.problem_of_number(*number).is_none();
        self.source_kind() != SourceKind::Replica || Number::ALL.iter().all(right)
    }

    /// Chooses all numbers of the network by a preset.
    pub fn choose_preset(self, preset: &'static Preset) {
        self.forget_drafts(|key| Number::find(key).is_some());
        self.change_network(|settings| {
            (settings.preset, settings.network) = (preset, preset.network());
        });
    }

    /// Types into the field of `number`. What can be read is chosen at once.
    pub fn type_number(self, number: Number, text: String) {
        let mut network = self.network.get_untracked();
        if number.read(&text, &mut network).is_ok() {
            self.change_network(|settings| settings.network = network);
        }
        self.draft(number.key(), text);
    }

    /// Leaves the field of `number`: what was chosen is written there as links write it.
    pub fn leave_number(self, number: Number) {
        if untrack(|| self.problem_of_number(number).is_none()) {
            self.forget_drafts(|key| key == number.key());
        }
    }

    /// What ran on another network is stopped and cleared: its figures would belong to that one.
    fn change_network(self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.settings.get_untracked();
        change(&mut settings);
        let modelled = |comparison: Comparison| comparison.source().is_replica();
        let shown = self.comparison.get_untracked();
        if settings.network != self.network.get_untracked()
            && untrack(|| shown.is_some_and(modelled))
        {
            self.close();
        }
        self.change(|all| *all = settings);
    }
}

/// What a person can choose.
impl Session {
    /// Turns to an experiment. If it is another than before, what runs is stopped.
    pub fn open(self, name: &str) {
        let Some(experiment) = find(name) else { return };
        let before = self.settings.get_untracked();
        if before.experiment != experiment {
            self.close();
        }
        self.turn(before.switch(experiment));
    }

    /// Turns to `view`. What runs goes on.
    pub fn show(self, view: View) {
        self.turn(Settings {
            view,
            ..self.settings.get_untracked()
        });
    }

    /// Turns the page, which the browser's Back undoes.
    fn turn(self, settings: Settings) {
        if self.settings.with_untracked(|before| *before != settings) {
            self.forget_questions();
            self.settings.set(settings);
            self.write_link(true);
        }
    }

    /// Reads the address again, after Back or Forward. What runs on other data is stopped.
    pub fn follow_link(self) {
        let query = self.host().query();
        if self.query.with_value(|last| *last == query) {
            return;
        }
        let (settings, problems) = link::read(&query, self.host().read_address());
        let before = self.settings.get_untracked();
        if before.experiment != settings.experiment || before.values != settings.values {
            self.close();
        }
        self.forget_questions();
        self.query.set_value(query);
        self.problems.set(problems);
        self.typed_api.set(false);
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

    /// Types into the field of `param`. What can be read is chosen at once.
    pub fn type_into(self, param: &'static Param, text: String) {
        if let Ok(value) = param.parse(&text) {
            self.choose(param.key, value);
        }
        self.draft(param.key, text);
    }

    fn draft(self, key: &'static str, text: String) {
        self.drafts.update(|drafts| {
            drafts.retain(|(name, _)| *name != key);
            drafts.push((key, text));
        });
    }

    fn forget_drafts(self, which: impl Fn(&str) -> bool) {
        self.drafts
            .update(|drafts| drafts.retain(|(key, _)| !which(key)));
    }

    /// Leaves the field of `param`: what was chosen is written there as links write it.
    pub fn leave(self, param: &'static Param) {
        if untrack(|| self.problem_of(param).is_none()) {
            self.forget_drafts(|key| key == param.key);
        }
    }

    /// Chooses a source by hand. A comparison that runs keeps its own.
    pub fn choose_source(self, kind: SourceKind) {
        self.asking.set(None);
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

    pub(super) fn change(self, change: impl FnOnce(&mut Settings)) {
        self.settings.update(change);
        self.write_link(false);
    }

    fn write_link(self, new_entry: bool) {
        let address = self.host().read_address();
        let query = self
            .settings
            .with_untracked(|settings| link::write(settings, address));
        self.host().set_query(&query, new_entry);
        self.query.set_value(query);
    }

    /// Puts away what was asked, told and half typed on the page that is left.
    fn forget_questions(self) {
        self.asking.set(None);
        self.problems.set(Vec::new());
        self.drafts.set(Vec::new());
    }
}
