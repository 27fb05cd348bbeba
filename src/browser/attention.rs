//! Whether the page is seen.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::engine::ports::Attention;

/// Counts how often the page was hidden and shown again.
#[derive(Clone)]
pub struct Visibility {
    changes: Rc<Cell<u32>>,
}

impl Visibility {
    /// Listens for as long as the page lives.
    #[must_use]
    pub fn watch() -> Self {
        let hidden = || {
            super::window()
                .document()
                .is_some_and(|document| document.hidden())
        };
        let changes = Rc::new(Cell::new(u32::from(hidden())));
        let count = Rc::clone(&changes);
        let listener = Closure::<dyn Fn()>::new(move || {
            // Odd means hidden; an event that changes nothing counts nothing.
            if hidden() != (count.get() % 2 == 1) {
                count.set(count.get() + 1);
            }
        });
        if let Some(document) = super::window().document() {
            let function = listener.as_ref().unchecked_ref();
            let added = document.add_event_listener_with_callback("visibilitychange", function);
            debug_assert!(
                added.is_ok(),
                "documents take listeners"
            );
        }
        listener.forget();
        Self { changes }
    }
}

impl Attention for Visibility {
    fn changes(&self) -> u32 {
        self.changes.get()
    }
}
