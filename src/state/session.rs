//! The page's whole state, and what a person can choose. What follows from Run is in `conduct`.

use std::rc::Rc;

use leptos::prelude::*;

use super::budget::{BUDGET, OverBudget};
use super::comparison::Comparison;
use super::history::History;
use super::host::{Guard, Host};
use super::keyboard::Keyboard;
use super::link::{self, Problem};
use super::look::Look;
use super::opening::Unopened;
use super::prediction::Prediction;
use super::reference::Reference;
use super::replay::Replay;
use super::routines::AtHand;
use super::series::Series;
use super::settings::{Settings, Source, SourceKind, Tab, Theme, View};
use super::sharing::Fragment;
use super::spending::PutBy;
use super::sweep::Sweep;
use crate::api::base::{BadBase, Base};
use crate::api::reach::Caution;
use crate::engine::runner::{WarmUp, next_turn, warm_up_width};
use crate::experiments::{Experiment, Param, Value, find};
use crate::network::{Network, Preset};

/// The page's state: a handle that lives as long as the page.
#[derive(Clone, Copy)]
pub struct Session {
    host: StoredValue<Rc<dyn Host>, LocalStorage>,
    pub(super) settings: RwSignal<Settings>,
    view: Memo<View>,
    experiment: Memo<&'static Experiment>,
    /// The query that was read or written last: what does not change it is no navigation.
    query: StoredValue<String>,
    pub(super) fragment: StoredValue<Fragment>,
    pub(super) problems: RwSignal<Vec<Problem>>,
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
    /// What the variants do, as far as it is there.
    pub(super) at_hand: AtHand,
    prediction: Memo<Prediction>,
    pub(super) network: Memo<Network>,
    pub(super) series: RwSignal<Option<Series>>,
    pub(super) sweep: RwSignal<Option<Sweep>>,
    /// How many live requests are left in this minute, as far as this tab has looked.
    pub(super) budget: RwSignal<u32>,
    pub(super) over_budget: RwSignal<Option<OverBudget>>,
    /// What was put by last.
    pub(super) put_by: StoredValue<PutBy, LocalStorage>,
    /// How many calls the widest variant has in flight, and how many requests all variants make, when
    /// none fails.
    costs: Memo<(usize, usize)>,
    /// The moment that is shown of a comparison that is over.
    pub(super) replay: Replay,
    /// What of it is looked at, and how.
    pub(super) look: Look,
    pub(super) keyboard: Keyboard,
    /// The file that could not be opened, if the last could not.
    pub(super) unopened: RwSignal<Option<Unopened>>,
    /// Counts what was turned to: a file that is still being read then is not shown any more.
    pub(super) opening: StoredValue<u64>,
    /// Takes the files that are given to the page.
    pub(super) incoming: StoredValue<Option<Guard>, LocalStorage>,
    /// The runs that stay in this browser.
    pub(super) history: RwSignal<History>,
    /// The run that is laid over what is on the page, or would be on its experiment's.
    pub(super) reference: RwSignal<Option<Reference>>,
    /// Follows whether the page is laid out for paper.
    pub(super) paper: StoredValue<Option<Guard>, LocalStorage>,
    /// Whether a newer version of the page is there.
    pub(super) newer: RwSignal<bool>,
    /// Looks at the budget now and then.
    pub(super) watch: StoredValue<Option<Guard>, LocalStorage>,
}

impl Session {
    /// The state that the page's address describes.
    #[must_use]
    pub fn new(host: Rc<dyn Host>) -> Self {
        let query = host.query();
        let (settings, problems) = link::read(&query, host.read_address());
        let (theme, single_keys) = (host.theme(), host.single_keys());
        let at_hand = AtHand::new(host.routines());
        let host = StoredValue::new_local(host);
        let settings = RwSignal::new(settings);
        let network = Memo::new(move |_| settings.with(|all| all.network));
        let chosen = Memo::new(move |_| settings.with(|all| (all.experiment, all.values.clone())));
        let predict = move |network: &Network| {
            let (experiment, values) = chosen.get();
            let order = (0..experiment.variants.len()).collect();
            let Some(plan) = at_hand.plan(experiment, values, order, 0) else {
                return Prediction::default();
            };
            host.with_value(|host| Prediction::of(&**host, &plan, network))
        };
        let prediction = Memo::new(move |_| predict(&network.get()));
        let costs = Memo::new(move |_| {
            let cost = |prediction: &Prediction| {
                (
                    prediction.width(),
                    prediction.requests(),
                )
            };
            // What fails on the modelled network may well be sent elsewhere.
            if network.get() == Network::default() {
                return prediction.with(cost);
            }
            cost(&predict(&Network::default()))
        });
        let comparison = RwSignal::new(None);
        let session = Self {
            host,
            settings,
            view: Memo::new(move |_| settings.with(|all| all.view)),
            experiment: Memo::new(move |_| settings.with(|all| all.experiment)),
            query: StoredValue::new(query),
            fragment: StoredValue::default(),
            problems: RwSignal::new(problems),
            comparison,
            fallen_back: RwSignal::new(None),
            asking: RwSignal::new(None),
            drafts: RwSignal::new(Vec::new()),
            typed_api: RwSignal::new(false),
            theme: RwSignal::new(theme),
            at_hand,
            prediction,
            network,
            series: RwSignal::new(None),
            sweep: RwSignal::new(None),
            budget: RwSignal::new(BUDGET),
            over_budget: RwSignal::new(None),
            put_by: StoredValue::new_local(PutBy::default()),
            costs,
            replay: Replay::new(comparison),
            look: Look::default(),
            keyboard: Keyboard::new(single_keys),
            unopened: RwSignal::new(None),
            opening: StoredValue::new(0),
            incoming: StoredValue::new_local(None),
            paper: StoredValue::new_local(None),
            history: RwSignal::new(History::default()),
            reference: RwSignal::new(None),
            newer: RwSignal::new(false),
            watch: StoredValue::new_local(None),
        };
        session.keep_looking();
        session.take_files();
        session.follow_paper();
        session.follow_fragment();
        session.keep_copy();
        session.ask_for_what_is_named();
        session
    }

    /// Ends in another turn of the page's: clicks are heard and frames are drawn before.
    pub async fn next_turn(self) {
        next_turn(&*self.host().clock()).await;
    }

    /// The page stands, as far as what was painted first went: what it does not need for that is asked for.
    pub fn stands(self) {
        self.host().stands();
        self.ask_for_the_rest();
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

    pub(super) fn link(self, settings: &Settings) -> String {
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

    /// The repeats of this experiment that run or ran last.
    #[must_use]
    pub fn series(self) -> Option<Series> {
        self.series.get()
    }

    /// The search for the best limit that runs or ran last.
    #[must_use]
    pub fn sweeping(self) -> Option<Sweep> {
        self.sweep.get()
    }

    /// What the variants would do, on the replica.
    #[must_use]
    pub fn prediction(self) -> Prediction {
        self.prediction.get()
    }

    /// How many requests a warm-up sends, and how many a comparison.
    pub(super) fn costs(self) -> (u32, u32) {
        let (width, requests) = self.costs.get();
        (
            warm_up_width(width) as u32,
            requests as u32,
        )
    }

    /// Whether requests are being sent.
    #[must_use]
    pub fn is_active(self) -> bool {
        let compares = self
            .comparison()
            .is_some_and(|comparison| comparison.phase().is_active());
        compares
            || self
                .series()
                .is_some_and(|series| series.phase().is_active())
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
            SourceKind::Custom if self.host().is_framed() => return Err(BadBase::Framed),
            SourceKind::Custom => {
                let api = self.settings.with(|settings| settings.api.clone());
                Source::Custom(Base::read(
                    &api,
                    self.host().read_address(),
                )?)
            }
        })
    }

    /// What to know of `api` before requests go there.
    #[must_use]
    pub fn cautions(self, api: &Base) -> Vec<Caution> {
        let host = self.host();
        let page = Base::read(&host.page(), host.read_address());
        page.map_or_else(
            |_| Vec::new(),
            |page| Caution::of(api, &page),
        )
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

    pub(super) fn draft_of(self, key: &str) -> Option<String> {
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

    /// Whether a comparison can be started: the experiment is on the page and no record in its place,
    /// every field is right, and the source's address.
    #[must_use]
    pub fn can_run(self) -> bool {
        let params = self.experiment().params;
        self.view() == View::Experiment
            && !self.is_opened()
            && params.iter().all(|param| self.problem_of(param).is_none())
            && self.network_is_right()
            && self.source().is_ok()
    }
}

/// What a person can choose.
impl Session {
    /// Turns to an experiment, and puts a record away that stands in its place. If it is another than
    /// before, what runs is stopped.
    pub fn open(self, name: &str) {
        let Some(experiment) = find(name) else { return };
        let before = self.settings.get_untracked();
        if before.experiment == experiment {
            self.put_away();
        } else {
            self.close();
        }
        self.turn(before.switch(experiment));
        self.ask_for_what_is_missing();
    }

    /// Turns to `view`. What runs goes on.
    pub fn show(self, view: View) {
        self.turn(Settings {
            view,
            ..self.settings.get_untracked()
        });
    }

    /// Turns the page, which the browser's Back undoes.
    pub(super) fn turn(self, settings: Settings) {
        if self.settings.with_untracked(|before| *before != settings) {
            self.forget_questions();
            self.settings.set(settings);
            self.write_link(true);
        }
    }

    /// Reads the address again, after Back or Forward. What runs on other data or another network is
    /// stopped.
    pub fn follow_link(self) {
        self.follow_query();
        self.follow_fragment();
    }

    fn follow_query(self) {
        let query = self.host().query();
        if self.query.with_value(|last| *last == query) {
            return;
        }
        let (settings, problems) = link::read(&query, self.host().read_address());
        let before = self.settings.get_untracked();
        if before.experiment != settings.experiment || before.values != settings.values {
            self.close();
        }
        self.turn_to_network(&settings.network);
        self.forget_questions();
        self.query.set_value(query);
        self.problems.set(problems);
        self.typed_api.set(false);
        self.settings.set(settings);
        self.ask_for_what_is_missing();
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

    pub(super) fn draft(self, key: &'static str, text: String) {
        self.drafts.update(|drafts| {
            drafts.retain(|(name, _)| *name != key);
            drafts.push((key, text));
        });
    }

    pub(super) fn forget_drafts(self, which: impl Fn(&str) -> bool) {
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
        self.over_budget.set(None);
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

    pub(super) fn write_link(self, new_entry: bool) {
        let address = self.host().read_address();
        let query = self
            .settings
            .with_untracked(|settings| link::write(settings, address));
        let fragment = self.fragment_to_write();
        self.host().set_address(&query, &fragment, new_entry);
        self.query.set_value(query);
    }

    /// Puts away what was asked, told and half typed on the page that is left.
    fn forget_questions(self) {
        self.asking.set(None);
        self.over_budget.set(None);
        self.problems.set(Vec::new());
        self.drafts.set(Vec::new());
    }
}
