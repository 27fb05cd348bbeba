//! What was opened in place of a run: where it comes from, and the way back.

use leptos::html;
use leptos::prelude::*;

use super::page::session;
use crate::state::{Comparison, Origin};

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

/// In place of the controls: what is shown is over, and cannot be run.
#[component]
pub(super) fn OpenedBar(comparison: Comparison) -> impl IntoView {
    let session = session();
    let of_experiment = comparison.is_of_experiment();
    let back = if of_experiment {
        "Close, to run it here"
    } else {
        "Close"
    };
    let (origin, conditions) = (
        origin(&comparison),
        conditions(&comparison),
    );
    view! {
        <div class="opened" data-opened="">
            <p><strong>{origin}</strong> " " <span class="num">{conditions}</span></p>
            <button class="quiet" data-action="close" on:click=move |_| session.put_away()>{back}</button>
        </div>
    }
}

fn origin(comparison: &Comparison) -> String {
    match comparison.origin() {
        Origin::Here => String::new(),
        Origin::File(name) => format!("Opened from “{name}”."),
        Origin::Link => "These results came with the link.".into(),
        Origin::Kept => "Kept in this browser.".into(),
    }
}

/// When and on what it was recorded.
fn conditions(comparison: &Comparison) -> String {
    let date = match comparison.started() {
        "" => "at an unknown date".to_owned(),
        date => date.to_owned(),
    };
    if comparison.is_of_experiment() {
        let source = untrack(|| comparison.source().name());
        format!("Recorded {date} on {source}. Nothing is sent.")
    } else {
        format!("Requests of another page, recorded {date}. Nothing is sent.")
    }
}
