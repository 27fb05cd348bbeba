//! What the keyboard does anywhere on the page.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::Element;

use crate::state::Session;

/// Ctrl or ⌘ with Enter runs; Esc stops. No single letters: they would get in the way of people who
/// steer by voice.
pub(super) fn listen(session: Session) {
    let handle = window_event_listener(ev::keydown, move |event| {
        // A key that is held down asks once; a link opens as links do.
        let chord = (event.ctrl_key() || event.meta_key()) && !event.repeat() && !on_link(&event);
        match event.key().as_str() {
            // An open dialog has the keys to itself, and closes first.
            _ if in_dialog() => {}
            "Enter" if chord => {
                event.prevent_default();
                session.run();
            }
            "Escape" if untrack(|| session.is_active()) => session.stop(),
            _ => {}
        }
    });
    on_cleanup(move || handle.remove());
}

fn in_dialog() -> bool {
    document()
        .query_selector("dialog[open]")
        .is_ok_and(|open| open.is_some())
}

fn on_link(event: &ev::KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| element.matches("a[href]").unwrap_or_default())
}
