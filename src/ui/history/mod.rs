//! The runs that stay in this browser: a button, and the list behind it.

mod kept;

use leptos::html;
use leptos::prelude::*;

use self::kept::Kept;
use super::dialog::{Close, Modal};
use super::focus::focus_on;
use super::page::session;
use super::parts::{self, Later};
use crate::state::Session;
use crate::state::history::{MOST, Row};

/// The button that opens the list, and the list.
#[component]
pub(super) fn History() -> impl IntoView {
    let session = session();
    let opener = NodeRef::<html::Button>::new();
    let wanted = Memo::new(move |_| session.history().open);
    let leave = move || session.hide_history();
    view! {
        <button
            node_ref=opener
            class="quiet top__action"
            data-action="history"
            aria-haspopup="dialog"
            title="The last runs, which stay in this browser"
            on:click=move |_| session.show_history()
        >
            "History"
        </button>
        <Modal wanted leave titled="history-title" opener attr:class="history" attr:data-history="">
            <div class="history__head">
                <h2 id="history-title">"History"</h2>
                <Close leave action="close-history" class="quiet small" />
            </div>
            <p>{format!("The last {MOST} runs that came to their end stay in this browser, and are sent nowhere.")}</p>
            {move || wanted.get().then(|| view! { <Later load=parts::load_runs view=parts::runs /> })}
        </Modal>
    }
}

/// What is kept, and what does not work of it.
#[component]
pub(super) fn Runs() -> impl IntoView {
    view! { <Complaint /> <List /> }
}

#[component]
fn Complaint() -> impl IntoView {
    let session = session();
    let complaint = Memo::new(move |_| session.history().complaint());
    view! {
        <div role="alert">
            {move || complaint.get().map(|text| view! { <p class="history__complaint" data-history-complaint="">{text}</p> })}
        </div>
    }
}

/// The list, of the experiment on the page or of all.
#[component]
fn List() -> impl IntoView {
    let session = session();
    let everything = RwSignal::new(false);
    let rows = Memo::new(move |_| session.history().rows().to_vec());
    let shown = Memo::new(move |_| {
        let experiment = session.experiment();
        let mut rows = rows.get();
        rows.retain(|row| everything.get() || row.may_be_of(experiment));
        rows
    });
    let is_read = move || session.history().rows.is_some_and(|rows| rows.is_ok());
    let filter = move |all: bool, label: &'static str| {
        let count = move || {
            if all {
                rows.with(Vec::len)
            } else {
                of_page(session, &rows.get())
            }
        };
        view! {
            <button
                data-filter=if all { "all" } else { "experiment" }
                aria-pressed=move || (everything.get() == all).to_string()
                on:click=move |_| everything.set(all)
            >
                {label} " (" {count} ")"
            </button>
        }
    };
    view! {
        <div class="seg" role="group" aria-label="Which runs">
            {filter(false, "This experiment")}
            {filter(true, "All")}
        </div>
        <p class="only-read" role="status" aria-atomic="true">{move || is_read().then(|| counted(shown.with(Vec::len)))}</p>
        {move || (is_read() && shown.with(Vec::is_empty)).then(|| view! {
            <p class="history__none" data-history-empty="">{nothing(rows.with(Vec::is_empty))}</p>
        })}
        <ol class="history__list" aria-label="Runs, newest first">
            <For each=move || shown.get() key=|row| row.id.clone() children=move |row| view! { <Kept row /> } />
        </ol>
        <ForgetAll />
    }
}

fn of_page(session: Session, rows: &[Row]) -> usize {
    let experiment = session.experiment();
    rows.iter().filter(|row| row.may_be_of(experiment)).count()
}

fn counted(rows: usize) -> String {
    match rows {
        0 => "No runs are listed.".into(),
        1 => "1 run is listed.".into(),
        _ => format!("{rows} runs are listed."),
    }
}

const fn nothing(at_all: bool) -> &'static str {
    if at_all {
        "Nothing is kept yet. A run is kept when it has come to its end; one that was stopped is not."
    } else {
        "No run of this experiment is kept. “All” lists those of the others."
    }
}

/// Deletes everything, after a second click.
#[component]
fn ForgetAll() -> impl IntoView {
    let session = session();
    let there = Memo::new(move |_| session.history().can_be_cleared());
    let forget = move |_| {
        focus_on(CLOSE);
        session.forget_all_kept();
    };
    move || {
        there.get().then(|| {
            view! {
                <details class="history__all">
                    <summary data-action="delete-all">"Delete all"</summary>
                    <p>"All runs go, of every experiment. This cannot be undone."</p>
                    <button class="quiet small" data-action="confirm-delete-all" on:click=forget>
                        "Delete all runs"
                    </button>
                </details>
            }
        })
    }
}

/// The way out of the list.
const CLOSE: &str = "[data-action=close-history]";
