//! Connectors: from the end of a call down to the one that it let start.

use leptos::prelude::*;

use super::super::lane::LaneHandle;
use super::super::page::{session, settled, window_axis};
use super::view::{Listed, Viewport};
use crate::axis::Axis;
use crate::time::Nanos;
use crate::trace::SpanId;

/// From a call's end, in its row, to the start of another, in that one's.
#[derive(Clone, Copy, PartialEq)]
struct Link {
    from_row: usize,
    ended: Nanos,
    to_row: usize,
    started: Nanos,
}

/// The connectors to the calls in view, as far as they had started at the moment that is shown.
#[component]
pub(super) fn Links(lane: LaneHandle, listed: Listed, view: Viewport) -> impl IntoView {
    let axis = window_axis();
    let rows = move || view.rows();
    let links = Memo::new(move |_| {
        let rows = view.first()..(view.first() + view.slots()).min(listed.len());
        let links = rows.filter_map(|row| link(lane, listed, row));
        links.collect::<Vec<_>>()
    });
    view! {
        <svg class="fall__links">
            {move || links.get().into_iter().map(|link| drawn(link, axis.get(), rows())).collect_view()}
        </svg>
    }
}

/// The connector to the call in `row`, if another let it start.
fn link(lane: LaneHandle, listed: Listed, row: usize) -> Option<Link> {
    let id = listed.get(row)?;
    let cause = settled().with(|all| {
        let settled = all.get(lane.place)?;
        settled.causes.get(id.0 as usize)?.unblocked_by()
    });
    let before = cause?;
    let moment = session().moment();
    let times =
        |read: SpanId| lane.trace(|trace| trace.span(read).map(|span| (span.started, span.ended)));
    let ended = times(before)??.1?;
    let started = times(id)??.0?;
    (moment.is_none_or(|moment| started <= moment)).then_some(Link {
        from_row: listed.row_of(before)?,
        ended,
        to_row: row,
        started,
    })
}

/// Down (or up) from the end, then across to the start.
fn drawn(link: Link, axis: Axis, rows: usize) -> impl IntoView {
    let middle = |row: usize| {
        format!(
            "{}%",
            (row as f64 + 0.5) / rows as f64 * 100.0
        )
    };
    let x = |time| format!("{}%", axis.percent(time));
    axis.meets(link.ended, link.started).then(|| {
        view! {
            <line x1=x(link.ended) x2=x(link.ended) y1=middle(link.from_row) y2=middle(link.to_row) />
            <line x1=x(link.ended) x2=x(link.started) y1=middle(link.to_row) y2=middle(link.to_row) />
        }
    })
}
