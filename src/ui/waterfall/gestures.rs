//! Pointer, wheel and fingers on a waterfall: a drag pans, the wheel with Ctrl and two fingers zoom.

use leptos::ev::{PointerEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;
use web_sys::{DomRect, Element};

use super::super::page::{axis, session, window_axis};
use super::super::zoom;
use crate::axis::Axis;
use crate::state::look::Window;

/// A drag of fewer pixels is a click.
const CLICK: f64 = 4.0;

/// How much a notch of the wheel zooms: `e` to its pixels by this.
const WHEEL: f64 = 0.002;

/// What the pointers on a waterfall do.
#[derive(Clone, Copy)]
pub(super) struct Gestures {
    track: NodeRef<html::Div>,
    pointers: StoredValue<Vec<Pointer>>,
    /// Whether the pointer that went down last has dragged or pinched: then its click is none.
    dragged: StoredValue<bool>,
    whole: Memo<Axis>,
    shown: Memo<Axis>,
    session: crate::state::Session,
}

/// A pointer that is down.
#[derive(Clone, Copy)]
struct Pointer {
    id: i32,
    /// Where it went down, and where it is.
    from: f64,
    at: f64,
    /// What was shown when it went down.
    window: Window,
}

impl Gestures {
    /// On the axis that `track` spans.
    pub(super) fn new(track: NodeRef<html::Div>) -> Self {
        Self {
            track,
            pointers: StoredValue::new(Vec::new()),
            dragged: StoredValue::new(false),
            whole: axis(),
            shown: window_axis(),
            session: session(),
        }
    }

    fn rect(self) -> Option<DomRect> {
        let track = self.track.get_untracked()?;
        let element: &Element = &track;
        let rect = element.get_bounding_client_rect();
        (rect.width() > 0.0).then_some(rect)
    }

    /// Where a pixel of the page lies on the axis, from 0 to 1.
    fn share(self, x: f64) -> Option<f64> {
        let rect = self.rect()?;
        Some((x - rect.left()) / rect.width())
    }

    /// With Ctrl, as touchpads report a pinch, it zooms; to the side it pans.
    pub(super) fn wheel(self, event: &WheelEvent) {
        let whole = self.whole.get_untracked();
        if event.ctrl_key() {
            event.prevent_default();
            if let Some(share) = self.share(f64::from(event.client_x())) {
                let at = self.shown.get_untracked().moment(share);
                zoom::around(
                    at,
                    (-event.delta_y() * WHEEL).exp(),
                    whole,
                );
            }
            return;
        }
        let sideways = if event.shift_key() {
            event.delta_y()
        } else {
            event.delta_x()
        };
        let zoomed = untrack(|| self.session.window().is_some());
        if let Some(rect) = self.rect()
            && zoomed
            && sideways != 0.0
        {
            event.prevent_default();
            zoom::pan(sideways / rect.width(), whole);
        }
    }

    /// Whether a click ends a drag, and asks for nothing itself.
    pub(super) fn ends_drag(self) -> bool {
        self.dragged.get_value()
    }

    pub(super) fn down(self, event: &PointerEvent) {
        if event.button() != 0 {
            return;
        }
        self.dragged.set_value(false);
        self.let_go(event.pointer_id());
        let at = f64::from(event.client_x());
        let window = zoom::shown(self.whole.get_untracked());
        self.pointers.update_value(|all| {
            all.push(Pointer {
                id: event.pointer_id(),
                from: at,
                at,
                window,
            });
        });
    }

    pub(super) fn moved(self, event: &PointerEvent) {
        if self.pointers.with_value(Vec::is_empty) {
            return;
        }
        let (id, at) = (
            event.pointer_id(),
            f64::from(event.client_x()),
        );
        self.pointers.update_value(|all| {
            for pointer in all.iter_mut().filter(|pointer| pointer.id == id) {
                pointer.at = at;
            }
        });
        let Some(rect) = self.rect() else { return };
        match self.pointers.get_value().as_slice() {
            [one] => self.drag(*one, &rect),
            [one, two] => self.pinch(*one, *two, &rect),
            _ => {}
        }
    }

    fn drag(self, pointer: Pointer, rect: &DomRect) {
        let by = pointer.from - pointer.at;
        if by.abs() >= CLICK && pointer.window.length() < self.whole.get_untracked().to {
            self.dragged.set_value(true);
            let whole = self.whole.get_untracked().to;
            let window = pointer.window.moved(by / rect.width(), whole);
            self.session.show_window(window, whole);
        }
    }

    /// What was under two fingers when they went down stays under them.
    fn pinch(self, one: Pointer, two: Pointer, rect: &DomRect) {
        self.dragged.set_value(true);
        let whole = self.whole.get_untracked().to;
        let before = (one.from - two.from).abs().max(1.0);
        let now = (one.at - two.at).abs().max(1.0);
        let middle = (one.from.midpoint(two.from) - rect.left()) / rect.width();
        let at = Axis::between(one.window.from, one.window.to).moment(middle);
        let window = one.window.zoomed(before / now, at, whole);
        self.session.show_window(window, whole);
    }

    pub(super) fn up(self, event: &PointerEvent) {
        self.let_go(event.pointer_id());
    }

    /// Lets go of a pointer. Those that stay begin anew: what is shown has changed under them.
    fn let_go(self, id: i32) {
        let window = zoom::shown(self.whole.get_untracked());
        self.pointers.update_value(|all| {
            all.retain(|pointer| pointer.id != id);
            for pointer in all {
                (pointer.from, pointer.window) = (pointer.at, window);
            }
        });
    }

    /// Lets go of all pointers.
    pub(super) fn end(self) {
        self.pointers.update_value(Vec::clear);
    }
}
