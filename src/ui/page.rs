//! The whole page, top to bottom.

use leptos::prelude::*;

use super::ask::AskAboutApi;
use super::axis::Axis;
use super::concepts::Concepts;
use super::controls::Controls;
use super::embedded::EmbeddedPage;
use super::glossary::Glossary;
use super::instruments::Instruments;
use super::keys;
use super::lane::Lanes;
use super::languages::InThreeLanguages;
use super::navigation::Navigation;
use super::network::NetworkPanel;
use super::notices::Notices;
use super::pooled::HiddenByBrowsers;
use super::report::{self, Report};
use super::top_bar::TopBar;
use super::verdict::VerdictPanel;
use super::when::WhichWhen;
use crate::state::{Reading, Session, View, read};

/// What all lanes and the verdict read: the comparison's figures, once a frame.
#[derive(Clone, Copy)]
pub(super) struct Readings(pub(super) Memo<Vec<Reading>>);

/// What all lanes and the verdict are drawn on.
#[derive(Clone, Copy)]
struct SharedAxis(Memo<Axis>);

/// The page of `session`.
#[component]
pub fn Page(session: Session) -> impl IntoView {
    provide_context(session);
    provide_context(Readings(Memo::new(move |_| {
        session
            .comparison()
            .map(|comparison| read(&comparison))
            .unwrap_or_default()
    })));
    provide_context(SharedAxis(Memo::new(move |_| {
        shared_axis(session)
    })));
    keys::listen(session);
    let title = move || match session.view() {
        View::Experiment => session.experiment().title,
        View::Concepts => "Concepts",
    };
    Effect::new(move |_| document().set_title(&format!("{} · Tandem", title())));
    let embedded = Memo::new(move |_| session.is_embedded());
    move || {
        if embedded.get() {
            view! { <EmbeddedPage /> }.into_any()
        } else {
            view! { <WholePage /> }.into_any()
        }
    }
}

/// The page with all that belongs to it.
#[component]
fn WholePage() -> impl IntoView {
    let session = session();
    let on_experiment = move || session.view() == View::Experiment;
    let experiment = move || on_experiment().then(|| session.experiment().name);
    let prints_code = move || report::has_room_for_code(session);
    let rows = move || report::rows(session).to_string();
    view! {
        <a class="skip" href="#main">"Skip to the experiment"</a>
        <div class="app">
            <TopBar />
            <Navigation />
            <main
                id="main"
                class="main"
                class:prints-code=prints_code
                style:--print-rows=rows
                data-page=move || session.view().name()
                data-experiment=experiment
            >
                <Notices />
                {move || match session.view() {
                    View::Experiment => view! { <ExperimentPage /> }.into_any(),
                    View::Concepts => view! { <Concepts /> }.into_any(),
                }}
            </main>
        </div>
        <AskAboutApi />
    }
}

/// An experiment, from its question to its code and what to make of it.
#[component]
fn ExperimentPage() -> impl IntoView {
    let session = session();
    let experiment = move || session.experiment();
    view! {
        <h1>{move || experiment().title}</h1>
        <p class="lede">{move || experiment().question}</p>
        <Report />
        <Controls />
        <NetworkPanel />
        <HiddenByBrowsers />
        <VerdictPanel />
        <Lanes />
        <Instruments />
        <WhichWhen />
        <InThreeLanguages />
        <Glossary />
    }
}

/// The time axis of all lanes: long enough for the prediction before a run, for every lane in and after
/// one.
fn shared_axis(session: Session) -> Axis {
    let longest = readings().with(|all| all.iter().map(|reading| reading.reach).max());
    let predicted = session.prediction().longest();
    Axis::fitting(match longest {
        // While it runs, no shorter than predicted: else the axis would grow with the first bars.
        Some(longest) if session.is_active() => longest.max(predicted),
        Some(longest) => longest,
        None => predicted,
    })
}

/// The axis that all pictures of the page share.
pub(super) fn axis() -> Memo<Axis> {
    expect_context::<SharedAxis>().0
}

/// The session of the page that a component stands in.
pub(super) fn session() -> Session {
    expect_context()
}

/// The readings of the page that a component stands in.
pub(super) fn readings() -> Memo<Vec<Reading>> {
    expect_context::<Readings>().0
}
