//! Whether the page is seen.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::engine::ports::Attention;

/// Counts how often the page was hidden.
#[derive(Clone)]
pub struct Visibility {
    times_hidden: Rc<Cell<u32>>,
}

impl Visibility {
    /// Listens for as long as the page lives.
    #[must_use]
    pub fn watch() -> Self {
        let times_hidden = Rc::new(Cell::new(0));
        let count = Rc::clone(&times_hidden);
        let listener = Closure::<dyn Fn()>::new(move || {
            count.set(count.get() + u32::from(is_hidden()));
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
        Self { times_hidden }
    }
}

fn is_hidden() -> bool {
    super::window()
        .document()
        .is_some_and(|document| document.hidden())
}

impl Attention for Visibility {
    fn is_hidden(&self) -> bool {
        is_hidden()
    }

    fn times_hidden(&self) -> u32 {
        self.times_hidden.get()
    }
}
