//! What the keyboard does anywhere on the page.

use leptos::ev;
use leptos::prelude::*;

use crate::state::Session;

/// Ctrl or ⌘ with Enter runs; Esc stops. No single letters: they would get in the way of people who
/// steer by voice.
pub(super) fn listen(session: Session) {
    let handle = window_event_listener(ev::keydown, move |event| {
        let chord = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            "Enter" if chord => {
                event.prevent_default();
                session.run();
            }
            // An open dialog closes first.
            "Escape" if untrack(|| session.is_active() && session.asking().is_none()) => {
                session.stop();
            }
            _ => {}
        }
    });
    on_cleanup(move || handle.remove());
}
