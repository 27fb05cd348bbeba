//! The part of the time that all waterfalls show: zoom and pan, by key, wheel and pointer.

use leptos::prelude::*;

use super::page::session;
use crate::axis::Axis;
use crate::state::look::Window;
use crate::time::Nanos;

/// How much one step of a key or a button zooms.
const STEP: f64 = 1.5;

/// How much of the window one step to the side moves.
const SIDE: f64 = 0.2;

/// What is shown now of the time `whole`.
pub(super) fn shown(whole: Axis) -> Window {
    untrack(|| session().window()).unwrap_or(Window::whole(whole.to))
}

fn show(window: Window, whole: Axis) {
    session().show_window(window, whole.to);
}

/// Zooms in by `times` around `at`; out when `times` is below one.
pub(super) fn around(at: Nanos, times: f64, whole: Axis) {
    show(
        shown(whole).zoomed(1.0 / times, at, whole.to),
        whole,
    );
}

/// Zooms in around the middle, or out.
pub(super) fn step(closer: bool, whole: Axis) {
    let window = shown(whole);
    let middle = Nanos(window.from.0.midpoint(window.to.0));
    around(
        middle,
        if closer { STEP } else { 1.0 / STEP },
        whole,
    );
}

/// Moves to the side, by parts of what is shown: to the right when positive.
pub(super) fn pan(by: f64, whole: Axis) {
    show(shown(whole).moved(by, whole.to), whole);
}

/// Zooms or pans as `key` says; whether it says anything.
pub(super) fn by_key(key: &str, whole: Memo<Axis>) -> bool {
    let whole = whole.get_untracked();
    match key {
        "+" | "=" => step(true, whole),
        "-" | "−" => step(false, whole),
        "0" => session().fit(),
        "ArrowLeft" => pan(-SIDE, whole),
        "ArrowRight" => pan(SIDE, whole),
        _ => return false,
    }
    true
}
