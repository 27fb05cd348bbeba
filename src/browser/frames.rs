//! Something done once a frame.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;

use super::bursts;
use super::clock::millis;
use super::diagnostics::{Counted, Held};
use super::failure;
use super::turns::turn;

/// Calls its function before frames that the browser paints, until it is dropped. A hidden page paints none.
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
        if failure::is_halted() {
            return;
        }
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

/// How many times as long as a frame took nothing is drawn after it, where something is measured meanwhile: an answer
/// that comes while the page draws is late by that.
const REST: f64 = 9.0;

/// The longest rest, in milliseconds: figures that change are still seen to.
const LONGEST_REST: f64 = 1_000.0;

/// Rests of fewer milliseconds are over by the next frame.
const SHORT: f64 = 8.0;

impl Frames {
    /// Calls `tick` in each frame from now on.
    #[must_use]
    pub fn each(tick: impl FnMut() + 'static) -> Self {
        Self::with(tick, |state, _| {
            if let Some(state) = state.upgrade() {
                state.request();
            }
        })
    }

    /// Calls `tick` in as many frames from now on as take a tenth of the time, with all that the browser does
    /// for them, one a second at least; and requests that wait to go out go first.
    #[must_use]
    pub fn sparing(tick: impl FnMut() + 'static) -> Self {
        Self::with(tick, |state, began| {
            spawn_local(async move {
                // The browser draws what has changed before it turns to anything else.
                turn().await;
                let rest = ((millis() - began) * REST).min(LONGEST_REST);
                if rest > SHORT {
                    TimeoutFuture::new(rest as u32).await;
                }
                bursts::all_out().await;
                if let Some(state) = state.upgrade() {
                    state.request();
                }
            });
        })
    }

    /// Calls `tick` in a frame, and `then` after it, which sees to the next one; it is told when the frame began, in
    /// milliseconds.
    fn with(
        mut tick: impl FnMut() + 'static,
        mut then: impl FnMut(Weak<State>, f64) + 'static,
    ) -> Self {
        let state = Rc::new(State {
            pending: Cell::new(0),
            callback: RefCell::new(None),
        });
        let weak = Rc::downgrade(&state);
        let callback = Closure::new(move || {
            let began = millis();
            tick();
            then(Weak::clone(&weak), began);
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
