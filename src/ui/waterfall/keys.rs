//! The keyboard in a waterfall, while it has the focus: arrows move between calls, Enter opens the card of
//! one, and the part of the time that is shown is chosen by + − 0 and the arrows to the sides.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::super::lane::LaneHandle;
use super::super::page::axis;
use super::super::zoom;
use super::Pointing;
use super::view::{Listed, Viewport, row_height};

/// How many rows Page Up and Page Down go.
const PAGE: usize = 20;

/// Does what the key says, if it says anything here.
pub(super) fn pressed(
    event: &KeyboardEvent,
    lane: LaneHandle,
    listed: Listed,
    view: Viewport,
    pointing: Pointing,
    plot: NodeRef<html::Div>,
) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let rows = untrack(|| listed.len());
    let cursor = untrack(|| pointing.cursor.get().and_then(|id| listed.row_of(id)));
    let last = rows.saturating_sub(1);
    let to = match event.key().as_str() {
        "ArrowDown" => Some(cursor.map_or(0, |row| (row + 1).min(last))),
        "ArrowUp" => Some(cursor.map_or(0, |row| row.saturating_sub(1))),
        "PageDown" => Some(cursor.map_or(0, |row| (row + PAGE).min(last))),
        "PageUp" => Some(cursor.map_or(0, |row| row.saturating_sub(PAGE))),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    };
    if let Some(row) = to {
        event.prevent_default();
        pointing.go_to(untrack(|| listed.get(row)));
        if let (Some(top), Some(plot)) = (view.reveal(row), plot.get_untracked()) {
            plot.set_scroll_top((top * row_height(&plot)) as i32);
        }
        return;
    }
    let done = match event.key().as_str() {
        "Enter" | " " => open(lane, pointing),
        "Escape" => close(lane, pointing),
        key => zoom::by_key(key, axis()),
    };
    if done {
        event.prevent_default();
        // The page's own Esc is for what runs.
        event.stop_propagation();
    }
}

fn open(lane: LaneHandle, pointing: Pointing) -> bool {
    let cursor = pointing.cursor.get_untracked();
    if let Some(id) = cursor {
        pointing.pin(id);
        lane.select(id);
    }
    cursor.is_some()
}

fn close(lane: LaneHandle, pointing: Pointing) -> bool {
    let any = untrack(|| pointing.shown().is_some() || lane.selected().is_some());
    if any {
        pointing.dismiss();
        lane.select_none();
    }
    any
}
