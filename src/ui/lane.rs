//! A lane: one variant, from its name down to its code.

use leptos::prelude::*;

use super::code::{Code, Sibling};
use super::data::Data;
use super::facts::Facts;
use super::page::{readings, session};
use super::span_table::SpanTable;
use super::tabs::{Tabs, panel_id, tab_id};
use super::waterfall::Waterfall;
use crate::experiments::{Loaded, Variant};
use crate::format::millis;
use crate::state::{LaneState, Reading, Session, Tab};
use crate::trace::Trace;

/// A variant's place on the page: reads whatever comparison there is.
#[derive(Clone, Copy)]
pub(super) struct LaneHandle {
    session: Session,
    pub(super) place: usize,
    pub(super) variant: &'static Variant,
}

impl LaneHandle {
    /// How far it has come. Tracked.
    pub(super) fn state(self) -> LaneState {
        let comparison = self.session.comparison();
        comparison.map_or(LaneState::Idle, |comparison| {
            comparison.lanes()[self.place].state()
        })
    }

    /// Reads its trace, once it has begun. Tracked: changes once a frame.
    pub(super) fn trace<T>(self, read: impl FnOnce(&Trace) -> T) -> Option<T> {
        let comparison = self.session.comparison()?;
        // For the tracking alone.
        let _ = (comparison.frame(), comparison.phase());
        comparison.lanes()[self.place].trace(read)
    }

    /// Whether its answers come over the modelled network. Tracked.
    pub(super) fn is_modelled(self) -> bool {
        let comparison = self.session.comparison();
        comparison.is_some_and(|comparison| comparison.source().is_replica())
    }

    /// What it has handed to its caller so far. Tracked.
    pub(super) fn answer(self) -> Option<Loaded> {
        self.session.comparison()?.lanes()[self.place].answer(None)
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

/// All variants of the experiment, side by side.
#[component]
pub(super) fn Lanes() -> impl IntoView {
    let session = session();
    let lanes = move || {
        let variants = session.experiment().variants;
        let lane = |(place, variant)| {
            let lane = LaneHandle {
                session,
                place,
                variant,
            };
            view! { <LaneCard lane /> }
        };
        variants.iter().enumerate().map(lane).collect_view()
    };
    let three = move || session.experiment().variants.len() > 2;
    view! {
        <div class="lanes" class:three=three>
            {lanes}
        </div>
    }
}

#[component]
fn LaneCard(lane: LaneHandle) -> impl IntoView {
    let readings = readings();
    let variant = lane.variant;
    let reading = Memo::new(move |_| {
        readings
            .with(|all| all.get(lane.place).cloned())
            .unwrap_or_default()
    });
    let total_ms = move || {
        let ended = lane.state().has_ended() || lane.state() == LaneState::Cancelled;
        ended
            .then(|| reading.with(|reading| reading.total.map(|total| total.as_millis_f64())))
            .flatten()
    };
    view! {
        <article
            class="lane"
            data-variant=variant.name
            data-state=move || lane.state().name()
            data-total-ms=total_ms
            aria-labelledby=format!("{}-title", variant.name)
        >
            <header>
                <h2 id=format!("{}-title", variant.name)>{variant.title}</h2>
                <code class="idiom" title=variant.idiom>{variant.idiom}</code>
                <LaneTime lane reading />
            </header>
            <p class="explanation">{variant.explanation}</p>
            <LaneError reading />
            <Waterfall lane reading />
            <Facts reading />
            <SpanTable lane />
            <Tabs lane=variant.name />
            <LanePanel lane />
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
    let total = move || reading.with(|reading| reading.total.map(millis).unwrap_or_default());
    let text = move || match lane.state() {
        LaneState::Idle => "–".to_owned(),
        LaneState::Waiting => "waiting".to_owned(),
        LaneState::Running | LaneState::Done => total(),
        LaneState::Failed => format!("failed · {}", total()),
        LaneState::Cancelled => "stopped".to_owned(),
    };
    let failed = move || lane.state() == LaneState::Failed;
    view! {
        <span class="lane__time num push" class:win-t=best class:bad-t=failed>
            {text}
        </span>
    }
}

#[component]
fn LaneError(reading: Memo<Reading>) -> impl IntoView {
    let message = move || reading.with(|reading| reading.error.clone());
    let hidden = move || reading.with(|reading| reading.hidden);
    view! {
        <div>
            {move || message().map(|message| view! {
                <p class="lane__error" role="status" data-lane-error="">{message}</p>
            })}
            {move || hidden().then(|| view! {
                <p class="lane__warning" data-lane-hidden="">
                    "The page was hidden during this run. A browser slows the timers of hidden pages: "
                    "these figures are no evidence."
                </p>
            })}
        </div>
    }
}

#[component]
fn LanePanel(lane: LaneHandle) -> impl IntoView {
    let session = lane.session;
    let name = lane.variant.name;
    let tab = Memo::new(move |_| session.settings().tab);
    view! {
        <div
            class="panel-body"
            role="tabpanel"
            id=panel_id(name)
            aria-labelledby=move || tab_id(name, tab.get())
        >
            {move || match tab.get() {
                Tab::Rust => view! { <Code lane /> }.into_any(),
                Tab::TypeScript => view! { <Sibling source=&lane.variant.code.typescript /> }.into_any(),
                Tab::Python => view! { <Sibling source=&lane.variant.code.python /> }.into_any(),
                Tab::Data => view! { <Data lane /> }.into_any(),
            }}
        </div>
    }
}
