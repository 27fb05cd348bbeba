//! Where the focus goes when what had it goes away.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What the page shows at present: where the focus is after the page has turned.
pub(super) const MAIN: &str = "#main";

/// The button that runs.
pub(super) const RUN: &str = "[data-action=run]";

/// Puts the focus on the first match.
pub(super) fn focus_on(css: &str) {
    focus(document().query_selector(css).ok().flatten());
}

/// Puts it on `element`, if there is one.
pub(super) fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // What cannot be focused leaves the focus where it was.
        drop(element.focus());
    }
}

/// Puts it on Run; where there is none, on what the page shows.
pub(super) fn focus_on_run() {
    focus_on(MAIN);
    focus_on(RUN);
}

/// When the part of the page that calls this goes away, and the focus is in a `part` then, it goes on to the
/// first match of `to` in the `whole` that the part stands in: a browser would lose it.
pub(super) fn hand_on(part: &'static str, whole: &'static str, to: &'static str) {
    on_cleanup(move || {
        let focused = document().active_element();
        let inside = focused.and_then(|focused| focused.closest(part).ok().flatten());
        let whole = inside.and_then(|part| part.closest(whole).ok().flatten());
        focus(whole.and_then(|whole| whole.query_selector(to).ok().flatten()));
    });
}

/// What a dialog is closed by.
const WAY_OUT: &str = "dialog[open] [data-action^=close]";

/// Puts it on the first control of the dialog whose way out has it: when that opened, there was nothing else in it.
pub(super) fn focus_on_first_in_dialog() {
    let focused = document().active_element();
    let way_out = focused.filter(|focused| focused.matches(WAY_OUT).unwrap_or_default());
    let dialog = way_out.and_then(|way_out| way_out.closest("dialog").ok().flatten());
    let first = |dialog: Element| {
        let controls = "button, input, select, textarea, a[href], summary";
        dialog.query_selector(controls).ok().flatten()
    };
    focus(dialog.and_then(first));
}

/// Puts it where it can stay while a part of the page is loaded: on the way out of an open dialog, or on what the page
/// shows.
pub(super) fn hold_focus() {
    focus_on(MAIN);
    focus_on(WAY_OUT);
}
