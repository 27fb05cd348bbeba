//! What the keyboard does: a list of it in a dialog, where the single keys can be switched off.

use leptos::html;
use leptos::prelude::*;

use super::dialog::{Close, Modal};
use super::page::session;

/// Keys and what they do; those of a chart work while it has the focus.
const KEYS: &[(&str, &str)] = &[
    ("Ctrl or ⌘ + Enter", "Run"),
    ("Esc", "Stop; close what is open"),
    ("?", "This list"),
    ("P", "Replay, or pause"),
    (", and .", "Previous event, next event"),
    (
        "↑ ↓ Page Up, Page Down, Home, End",
        "In a chart: from request to request",
    ),
    (
        "Enter",
        "In a chart: open the card of a request, and select it everywhere",
    ),
    (
        "+ − 0",
        "In a chart or on the time strip: closer, further, all of it",
    ),
    (
        "← →",
        "In a chart or on the time strip: earlier, later",
    ),
];

/// A button that opens the list, and the dialog with it.
#[component]
pub(super) fn Shortcuts() -> impl IntoView {
    let session = session();
    let opener = NodeRef::<html::Button>::new();
    let wanted = Signal::derive(move || session.shows_shortcuts());
    let leave = move || session.show_shortcuts(false);
    let row = |(keys, what): &(&'static str, &'static str)| {
        view! { <div><dt><kbd>{*keys}</kbd></dt> <dd>{*what}</dd></div> }
    };
    let switch = move |event| session.allow_single_keys(event_target_checked(&event));
    view! {
        <button
            node_ref=opener
            class="icon"
            data-action="shortcuts"
            aria-label="Keyboard shortcuts"
            title="Keyboard shortcuts"
            on:click=move |_| session.show_shortcuts(true)
        >
            "?"
        </button>
        <Modal wanted leave titled="shortcuts-title" opener attr:data-shortcuts="">
            <h2 id="shortcuts-title">"Keyboard"</h2>
            <dl class="shortcuts">{KEYS.iter().map(row).collect_view()}</dl>
            <label class="shortcuts__switch">
                <input
                    type="checkbox"
                    name="single-keys"
                    prop:checked=move || session.single_keys()
                    on:change=switch
                />
                "Single keys (?, P, comma, full stop) work anywhere on the page"
            </label>
            <div class="dialog__actions"><Close leave /></div>
        </Modal>
    }
}
