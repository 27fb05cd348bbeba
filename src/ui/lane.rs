//! A lane: one variant, from its name down to its code.

use leptos::prelude::*;

use super::code::Code;
use super::facts::Facts;
use super::focus::{MAIN, hand_on};
use super::page::{readings, session, whole_readings};
use super::parts::{self, Later};
use super::span_table::SpanTable;
use super::tabs::{Tabs, panel_id, tab_id};
use super::turns::InTurn;
use super::waterfall::Waterfall;
use crate::experiments::sources::Sibling;
use crate::experiments::{Loaded, Variant};
use crate::format::millis;
use crate::state::look::Selection;
use crate::state::{Comparison, LaneState, Origin, Reading, Session, Tab};
use crate::time::Nanos;
use crate::trace::{Span, SpanId, Trace};

/// A lane's place on the page: reads whatever comparison there is.
#[derive(Clone, Copy)]
pub(super) struct LaneHandle {
    session: Session,
    pub(super) place: usize,
    /// `None` for requests that no experiment made.
    pub(super) variant: Option<&'static Variant>,
}

impl LaneHandle {
    /// Its name in attributes.
    pub(super) fn name(self) -> String {
        self.variant.map_or_else(
            || format!("page-{}", self.place + 1),
            |variant| variant.name.into(),
        )
    }

    /// Its name for people.
    pub(super) fn title(self) -> String {
        let opened = || {
            let comparison = untrack(|| self.session.comparison());
            comparison
                .and_then(|comparison| Some(comparison.lanes().get(self.place)?.title.to_string()))
        };
        match self.variant {
            Some(variant) => variant.title.into(),
            None => opened().unwrap_or_default(),
        }
    }

    /// How far it has come, whatever moment is shown of it. Tracked.
    pub(super) fn state(self) -> LaneState {
        let state = |comparison: Comparison| Some(comparison.lanes().get(self.place)?.state());
        self.session
            .comparison()
            .and_then(state)
            .unwrap_or_default()
    }

    /// Reads its trace, once it has begun. Tracked: changes once a frame.
    pub(super) fn trace<T>(self, read: impl FnOnce(&Trace) -> T) -> Option<T> {
        let comparison = self.session.comparison()?;
        // For the tracking alone.
        let _ = (comparison.frame(), comparison.phase());
        comparison.lanes().get(self.place)?.trace(read)
    }

    /// The call with this id as it stands at the moment that is shown; `None` before it was made. Tracked.
    pub(super) fn span(self, id: SpanId) -> Option<Span> {
        let moment = self.session.moment();
        self.trace(|trace| {
            let span = trace.span(id)?;
            moment.map_or_else(
                || Some(span.clone()),
                |moment| span.at(moment),
            )
        })
        .flatten()
    }

    /// The call that is selected, where this lane made the same request. Tracked.
    pub(super) fn selected(self) -> Option<SpanId> {
        let selection = self.session.selected()?;
        self.trace(|trace| selection.find(trace)).flatten()
    }

    /// Selects the call with this id, wherever the same request was made.
    pub(super) fn select(self, id: SpanId) {
        let selection = untrack(|| self.trace(|trace| Selection::of(trace, id)).flatten());
        self.session.select(selection);
    }

    /// Selects no call.
    pub(super) fn select_none(self) {
        self.session.select(None);
    }

    /// Whether its answers come over the network that the page models. Tracked.
    pub(super) fn is_modelled(self) -> bool {
        let comparison = self.session.comparison();
        comparison.is_some_and(|comparison| {
            *comparison.origin() == Origin::Here && comparison.source().is_replica()
        })
    }

    /// What it has handed to its caller so far, or had at the moment that is shown. Tracked.
    pub(super) fn answer(self) -> Option<Loaded> {
        let comparison = self.session.comparison()?;
        comparison
            .lanes()
            .get(self.place)?
            .answer(self.session.moment())
    }
}

impl LaneState {
    /// Why there is no data to show.
    pub(super) const fn why_no_data(self) -> &'static str {
        match self {
            Self::Idle => "Press Run: what comes back is shown here.",
            Self::Waiting => "Waiting for its turn: the variants run one after another.",
            Self::Running => "On its way.",
            // A link holds the figures alone.
            Self::Done => "The link holds no data.",
            Self::Failed => "No answer: see the error above.",
            Self::Cancelled => "Stopped before there was an answer.",
        }
    }
}

/// All lanes, side by side: of the experiment, or of the requests that were opened.
#[component]
pub(super) fn Lanes() -> impl IntoView {
    let session = session();
    let places = Memo::new(move |_| {
        let opened = session
            .comparison()
            .filter(|comparison| !comparison.is_of_experiment());
        opened.map_or_else(
            || Shown::Experiment(session.experiment().name),
            |comparison| {
                Shown::Opened(
                    comparison.started().into(),
                    comparison.lanes().len(),
                )
            },
        )
    });
    let handle = move |place, variant| LaneHandle {
        session,
        place,
        variant,
    };
    let handles = move || -> Vec<LaneHandle> {
        match places.get() {
            Shown::Experiment(_) => {
                let variants = session.experiment().variants.iter().enumerate();
                variants
                    .map(|(place, variant)| handle(place, Some(variant)))
                    .collect()
            }
            Shown::Opened(_, count) => (0..count).map(|place| handle(place, None)).collect(),
        }
    };
    let three = move || handles().len() > 2;
    let one = move || handles().len() == 1;
    let lanes = move || {
        let lane = |lane| view! { <LaneCard lane /> };
        handles().into_iter().map(lane).collect_view()
    };
    view! {
        <div class="lanes" class:three=three class:one=one>
            {lanes}
        </div>
    }
}

/// Whose lanes are on the page.
#[derive(Clone, PartialEq)]
enum Shown {
    Experiment(&'static str),
    /// Of the date, and how many.
    Opened(String, usize),
}

#[component]
fn LaneCard(lane: LaneHandle) -> impl IntoView {
    hand_on(".lane", "body", MAIN);
    let readings = readings();
    let reading = Memo::new(move |_| {
        readings
            .with(|all| all.get(lane.place).cloned())
            .unwrap_or_default()
    });
    let whole = whole_readings();
    let total_ms = move || {
        let ended = lane.state().has_ended() || lane.state() == LaneState::Cancelled;
        let total = whole.with(|all| all.get(lane.place).and_then(|reading| reading.total));
        total.filter(|_| ended).map(Nanos::as_millis_f64)
    };
    let name = lane.name();
    let title_id = format!("{name}-title");
    let labelled = title_id.clone();
    let idiom = lane.variant.map(|variant| {
        view! { <code class="idiom" title=variant.idiom>{variant.idiom}</code> }
    });
    view! {
        <article
            class="lane"
            data-variant=name.clone()
            data-state=move || lane.state().name()
            data-total-ms=total_ms
            aria-labelledby=labelled
        >
            <header>
                <h2 id=title_id>{lane.title()}</h2>
                {idiom}
                <LaneTime lane reading />
            </header>
            <p class="explanation">{lane.variant.map(|variant| variant.explanation)}</p>
            <LaneError reading />
            <InTurn><Waterfall lane reading /></InTurn>
            <InTurn>
                <Facts reading />
                <SpanTable lane />
                {lane.variant.map(|variant| view! { <Tabs lane=variant.name /> })}
            </InTurn>
            <InTurn>{lane.variant.map(|variant| view! { <LanePanel lane variant /> })}</InTurn>
        </article>
    }
}

/// The makespan, or how it stands.
#[component]
fn LaneTime(lane: LaneHandle, reading: Memo<Reading>) -> impl IntoView {
    let session = lane.session;
    let best = move || {
        let fastest = super::verdict::best(session);
        fastest == Some(lane.place)
    };
    let total = move || {
        let total = reading.with(|reading| reading.total);
        total.map_or_else(|| "–".into(), millis)
    };
    let state = move || reading.with(|reading| reading.state);
    let text = move || match state() {
        LaneState::Idle => "–".to_owned(),
        LaneState::Waiting => "waiting".to_owned(),
        LaneState::Running | LaneState::Done => total(),
        LaneState::Failed => format!("failed · {}", total()),
        LaneState::Cancelled => "stopped".to_owned(),
    };
    let failed = move || state() == LaneState::Failed;
    view! {
        <span class="lane__time num push" class:win-t=best class:bad-t=failed>
            {text}
        </span>
    }
}

#[component]
fn LaneError(reading: Memo<Reading>) -> impl IntoView {
    let message = move || reading.with(|reading| reading.error.clone());
    let disturbance = move || reading.with(|reading| reading.disturbance);
    view! {
        <div>
            <div role="alert">
                {move || message().map(|message| view! {
                    <p class="lane__error" data-lane-error="">{message}</p>
                })}
            </div>
            {move || disturbance().map(|disturbance| view! {
                <p class="lane__warning" data-lane-disturbed="">
                    "During this run " {disturbance.what()} ". " {disturbance.why()}
                    " These figures are no evidence."
                </p>
            })}
        </div>
    }
}

#[component]
fn LanePanel(lane: LaneHandle, variant: &'static Variant) -> impl IntoView {
    let session = lane.session;
    let name = variant.name;
    let tab = Memo::new(move |_| session.settings().tab);
    let sibling = |sibling: &'static Sibling| {
        view! { <Later load=parts::load_siblings view=move || parts::sibling(sibling) /> }
            .into_any()
    };
    view! {
        <div
            class="panel-body"
            role="tabpanel"
            id=panel_id(name)
            aria-labelledby=move || tab_id(name, tab.get())
        >
            {move || match tab.get() {
                Tab::Rust => view! { <Code lane variant /> }.into_any(),
                Tab::TypeScript => sibling(&variant.code.typescript),
                Tab::Python => sibling(&variant.code.python),
                Tab::Data => view! { <Later load=parts::load_data view=move || parts::data(lane) /> }.into_any(),
            }}
        </div>
    }
}
