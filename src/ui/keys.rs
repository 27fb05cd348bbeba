//! What the keyboard does anywhere on the page.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::Element;

use crate::state::Session;

/// Ctrl or ⌘ with Enter runs; Esc stops. An open dialog has the keyboard to itself. A few single keys
/// replay and list the shortcuts; they would get in the way of people who steer by voice, so they can be
/// switched off.
pub(super) fn listen(session: Session) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if dialog_is_open() {
            return;
        }
        let chord = event.ctrl_key() || event.meta_key();
        let plain = !chord && !event.alt_key() && !is_on(&event, "input, select, textarea");
        match event.key().as_str() {
            // A key that is held down asks once; a link opens as links do.
            "Enter" if chord && !event.repeat() && !is_on(&event, "a[href]") => {
                event.prevent_default();
                session.run();
            }
            "Escape" if untrack(|| session.can_stop()) => {
                session.stop();
            }
            key if plain && untrack(|| session.single_keys()) => single(session, key),
            _ => {}
        }
    });
    on_cleanup(move || handle.remove());
}

/// Does what a single key says, if it says anything.
fn single(session: Session, key: &str) {
    match key {
        "?" => session.show_shortcuts(true),
        "p" | "P" if untrack(|| session.is_playing()) => session.pause(),
        "p" | "P" => session.play(),
        "," => session.step(false),
        "." => session.step(true),
        _ => {}
    }
}

/// Whether a dialog has the keyboard to itself.
pub(super) fn dialog_is_open() -> bool {
    let found = document().query_selector("dialog[open]");
    found.is_ok_and(|dialog| dialog.is_some())
}

/// Whether the event is on an element that `selector` names.
fn is_on(event: &ev::KeyboardEvent, selector: &str) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| element.matches(selector).unwrap_or_default())
}
