//! What was opened in place of a run: where it comes from, and the way back.

use leptos::html;
use leptos::prelude::*;

use super::focus::focus_on;
use super::page::session;
use crate::state::history::chosen;
use crate::state::{Comparison, Origin, Session};

/// Opens a file; one may also be dropped on the page, or pasted.
#[component]
pub(super) fn OpenButton() -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <button
            class="quiet top__action"
            data-action="open"
            title="A run file or a HAR: choose it, drop it on the page, or paste it"
            on:click=choose
        >
            "Open"
        </button>
        // The page takes what is chosen as it takes what is dropped.
        <input
            node_ref=input
            type="file"
            hidden
            accept=".json,.har,application/json"
            aria-label="A run file or a HAR"
        />
    }
}

/// What is shown in place of a run, if anything is.
#[component]
pub(super) fn Provenance() -> impl IntoView {
    let session = session();
    let opened = Memo::new(move |_| session.is_opened());
    let record = move || opened.get().then(|| session.comparison()).flatten();
    view! { {move || record().map(|comparison| view! { <OpenedBar comparison /> })} }
}

/// In place of the controls: what is shown is over, and cannot be run.
#[component]
fn OpenedBar(comparison: Comparison) -> impl IntoView {
    let session = session();
    let back = if comparison.is_of_experiment() {
        "Put away, to run it here"
    } else {
        "Put away"
    };
    let (kind, from) = match comparison.origin() {
        Origin::Here | Origin::File(_) => ("opened", "open"),
        Origin::Link => ("results", "share"),
        Origin::Kept => ("kept", "history"),
    };
    let put_away = move |_| {
        session.put_away();
        // Run cannot be focused before the page knows that it can be pressed again.
        focus_on(&format!("[data-action={from}]"));
    };
    let words = origin(session, &comparison);
    view! {
        <div class="opened" data-opened="" data-notice=kind>
            <p><strong>{words.0}</strong> " " <span class="num">{words.1}</span></p>
            <button class="quiet" data-action="put-away" on:click=put_away>{back}</button>
        </div>
    }
}

/// Where it comes from, and when and on what it was recorded.
fn origin(session: Session, comparison: &Comparison) -> (String, String) {
    let date = match comparison.started() {
        "" => "at an unknown date".to_owned(),
        date => session.local_time(date),
    };
    let origin = match comparison.origin() {
        Origin::Here => String::new(),
        Origin::File(name) => format!("Opened from “{name}”."),
        Origin::Link => "These results came with the link.".into(),
        Origin::Kept => format!("This is the run of {date}, from the history."),
    };
    let conditions = if comparison.is_of_experiment() {
        let source = untrack(|| comparison.source().name());
        let chosen = chosen(comparison.settings());
        format!("{chosen}. Recorded {date} on {source}. Nothing is sent.")
    } else {
        format!("Requests of another page, recorded {date}. Nothing is sent.")
    };
    (origin, conditions)
}
