//! Whether the page is laid out for paper.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget, MediaQueryList};

/// Follows it while it lives.
pub struct Paper {
    query: Option<MediaQueryList>,
    changed: Closure<dyn FnMut(Event)>,
}

impl Paper {
    /// Tells whenever the page is laid out for paper, or for a screen again.
    #[must_use]
    pub fn follow(mut tell: impl FnMut(bool) + 'static) -> Self {
        let query = super::window().match_media("print").ok().flatten();
        let asked = query.clone();
        let changed = Closure::new(move |_| {
            tell(asked.as_ref().is_some_and(MediaQueryList::matches));
        });
        if let Some(query) = &query {
            let target: &EventTarget = query;
            // A query takes listeners of changes.
            drop(target.add_event_listener_with_callback(
                "change",
                changed.as_ref().unchecked_ref(),
            ));
        }
        Self { query, changed }
    }
}

impl Drop for Paper {
    fn drop(&mut self) {
        if let Some(query) = &self.query {
            let target: &EventTarget = query;
            drop(
                target.remove_event_listener_with_callback(
                    "change",
                    self.changed.as_ref().unchecked_ref(),
                ),
            );
        }
    }
}
