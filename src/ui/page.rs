//! The whole page, top to bottom.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::ask::AskAboutApi;
use super::concepts::ConceptsPage;
use super::controls::Controls;
use super::embedded::EmbeddedPage;
use super::focus::{MAIN, focus_on, hand_on};
use super::keys;
use super::lane::Lanes;
use super::navigation::Navigation;
use super::network::NetworkPanel;
use super::notices::Notices;
use super::opened::Provenance;
use super::parts::{self, Later};
use super::pooled::HiddenByBrowsers;
use super::report::{self, Report};
use super::time_bar::TimeBar;
use super::top_bar::TopBar;
use super::turns::{self, InTurn, Stands};
use super::verdict::VerdictPanel;
use crate::axis::Axis;
use crate::state::{Reading, Session, Settled, View, read_at, settle};
use crate::time::Nanos;

/// What the parts of the page read of the comparison, each made once for all of them.
#[derive(Clone, Copy)]
struct Figures {
    /// What is known once it is over.
    settled: Memo<Vec<Settled>>,
    /// As far as it has come, whatever moment is shown.
    whole: Memo<Vec<Reading>>,
    /// At the moment that is shown.
    shown: Memo<Vec<Reading>>,
    /// The time of all lanes.
    axis: Memo<Axis>,
    /// The part of it that is looked at.
    window: Memo<Axis>,
}

impl Figures {
    fn of(session: Session) -> Self {
        let settled = Memo::new(move |_| {
            let comparison = session.comparison();
            comparison.as_ref().map(settle).unwrap_or_default()
        });
        let read = move |moment: Option<Nanos>| {
            let comparison = session.comparison();
            comparison
                .map(|comparison| settled.with(|settled| read_at(&comparison, settled, moment)))
                .unwrap_or_default()
        };
        let whole = Memo::new(move |_| read(None));
        let axis = Memo::new(move |_| shared_axis(session, whole));
        Self {
            settled,
            whole,
            shown: Memo::new(move |_| match session.moment() {
                Some(moment) => read(Some(moment)),
                None => whole.get(),
            }),
            axis,
            window: Memo::new(move |_| match session.window() {
                Some(window) => Axis::between(window.from, window.to),
                None => axis.get(),
            }),
        }
    }
}

/// The page of `session`.
#[component]
pub fn Page(session: Session) -> impl IntoView {
    provide_context(session);
    provide_context(Figures::of(session));
    keys::listen(session);
    let title = move || match session.view() {
        View::Experiment => session.experiment().title,
        View::Concepts => "Concepts",
    };
    Effect::new(move |_| document().set_title(&format!("{} · Tandem", title())));
    let embedded = Memo::new(move |_| session.is_embedded());
    // What was painted first stays until then.
    let ready = Memo::new(move |was: Option<&bool>| was == Some(&true) || session.is_ready());
    move || {
        if !ready.get() {
            return ().into_any();
        }
        turns::begin();
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
    let skip = move |event: MouseEvent| {
        // The address is that of what is chosen, not of a place on the page.
        event.prevent_default();
        focus_on(MAIN);
    };
    view! {
        <a class="skip" href="#main" on:click=skip>"Skip to the experiment"</a>
        <div class="app">
            <InTurn><TopBar /></InTurn>
            <InTurn><Navigation /></InTurn>
            // What was painted first has a title, too, and goes when there is one again.
            <InTurn><Main /><Stands /></InTurn>
        </div>
        <AskAboutApi />
    }
}

/// What the page is of: an experiment, or the concepts.
#[component]
fn Main() -> impl IntoView {
    let session = session();
    let on_experiment = move || session.view() == View::Experiment;
    let experiment = move || on_experiment().then(|| session.experiment().name);
    // While it runs their number is all that changes from frame to frame.
    let rows = Memo::new(move |_| report::rows(session));
    let prints_code = Memo::new(move |_| report::has_room_for_code(session, rows.get()));
    view! {
        <main
            id="main"
            class="main"
            tabindex="-1"
            aria-labelledby="title"
            class:prints-code=prints_code
            style:--print-rows=move || rows.get().to_string()
            data-page=move || session.view().name()
            data-experiment=experiment
        >
            <Notices />
            {move || match session.view() {
                View::Experiment => view! { <ExperimentPage /> }.into_any(),
                View::Concepts => view! { <ConceptsPage /> }.into_any(),
            }}
        </main>
    }
}

/// An experiment, from its question to its code and what to make of it; or what was opened in its place.
#[component]
fn ExperimentPage() -> impl IntoView {
    hand_on("main *", "body", MAIN);
    let session = session();
    let experiment = move || session.experiment();
    let foreign = Memo::new(move |_| session.is_foreign());
    let ours = move || !session.is_opened();
    view! {
        {move || if foreign.get() {
            view! {
                <h1 id="title">"Requests of another page"</h1>
                <p class="lede">"As a HAR file tells of them: a lane a page, on one time axis."</p>
            }.into_any()
        } else {
            view! {
                <h1 id="title">{move || experiment().title}</h1>
                <p class="lede">{move || experiment().question}</p>
            }.into_any()
        }}
        <Report />
        <Provenance />
        // Each of them outermost: a piece takes its place in the queue when it is first named.
        <InTurn>
            <Show when=ours><Controls /></Show>
        </InTurn>
        <InTurn>
            <Show when=ours><NetworkPanel /><HiddenByBrowsers /></Show>
        </InTurn>
        <InTurn><VerdictPanel /></InTurn>
        <InTurn><TimeBar /></InTurn>
        <InTurn><Lanes /></InTurn>
        <InTurn>
            <Show when=move || !foreign.get()>
                <Later load=parts::load_below view=parts::below />
            </Show>
        </InTurn>
    }
}

/// How long the axis is where nothing ran and nothing is predicted.
const UNKNOWN: Nanos = Nanos::from_millis(100);

/// The time axis of all lanes: long enough for the prediction before a run, for every lane in and after
/// one.
fn shared_axis(session: Session, whole: Memo<Vec<Reading>>) -> Axis {
    let longest = whole.with(|all| all.iter().map(|reading| reading.reach).max());
    let predicted = session.prediction().longest();
    let longest = match longest {
        // While it runs, no shorter than predicted: else the axis would grow with the first bars.
        Some(longest) if session.is_active() => longest.max(predicted),
        Some(longest) => longest,
        None => predicted,
    };
    let laid_over = session.reference().map(|reference| reference.reach());
    let longest = longest.max(laid_over.unwrap_or_default());
    Axis::fitting(if longest == Nanos::ZERO {
        UNKNOWN
    } else {
        longest
    })
}

fn figures() -> Figures {
    expect_context()
}

/// The axis that all pictures of the page share.
pub(super) fn axis() -> Memo<Axis> {
    figures().axis
}

/// The part of it that is looked at: the axis of all waterfalls.
pub(super) fn window_axis() -> Memo<Axis> {
    figures().window
}

/// What is known of the lanes once their comparison is over.
pub(super) fn settled() -> Memo<Vec<Settled>> {
    figures().settled
}

/// The comparison's figures as far as it has come, whatever moment is shown of it.
pub(super) fn whole_readings() -> Memo<Vec<Reading>> {
    figures().whole
}

/// The session of the page that a component stands in.
pub(super) fn session() -> Session {
    expect_context()
}

/// The comparison's figures at the moment that is shown.
pub(super) fn readings() -> Memo<Vec<Reading>> {
    figures().shown
}
