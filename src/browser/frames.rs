//! Something done once a frame.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::diagnostics::{Counted, Held};

/// Calls its function before each frame that the browser paints, until it is dropped. A hidden page
/// paints none.
pub struct Frames {
    state: Rc<State>,
    _counted: Counted,
}

struct State {
    pending: Cell<i32>,
    callback: RefCell<Option<Closure<dyn FnMut()>>>,
}

impl State {
    fn request(&self) {
        let callback = self.callback.borrow();
        if let Some(callback) = callback.as_ref() {
            let function = callback.as_ref().unchecked_ref();
            self.pending.set(
                super::window()
                    .request_animation_frame(function)
                    .unwrap_or_default(),
            );
        }
    }
}

impl Frames {
    /// Calls `tick` once a frame from now on.
    #[must_use]
    pub fn each(mut tick: impl FnMut() + 'static) -> Self {
        let state = Rc::new(State {
            pending: Cell::new(0),
            callback: RefCell::new(None),
        });
        let weak = Rc::downgrade(&state);
        let callback = Closure::new(move || {
            tick();
            if let Some(state) = weak.upgrade() {
                state.request();
            }
        });
        state.callback.replace(Some(callback));
        state.request();
        Self {
            state,
            _counted: Counted::new(Held::Frames),
        }
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        // Nothing to cancel is no error.
        drop(super::window().cancel_animation_frame(self.state.pending.get()));
    }
}
