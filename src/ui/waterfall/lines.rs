//! What stands behind the bars: ticks, the floor, the other lanes' ends, and now.

use leptos::prelude::*;

use super::super::lane::LaneHandle;
use super::super::page::{readings, session, whole_readings, window_axis};
use crate::axis::Axis;
use crate::state::{LaneState, Reading};
use crate::time::Nanos;

/// The lines behind the bars of a lane.
#[component]
pub(super) fn Lines(lane: LaneHandle, reading: Memo<Reading>) -> impl IntoView {
    let (session, axis) = (session(), window_axis());
    let ticks = move || axis.get().ticks();
    let others = move || other_ends(lane).into_iter().map(|(_, end)| end).collect();
    let floor = move || {
        let floor = reading.with(|reading| reading.floor);
        floor
            .filter(|floor| floor.calls > 0)
            .map(|floor| floor.time)
            .into_iter()
            .collect()
    };
    let now = move || {
        let running = reading.with(|reading| {
            reading
                .total
                .filter(|_| reading.state == LaneState::Running)
        });
        session.moment().or(running).into_iter().collect()
    };
    view! {
        <div class="fall__lines">
            {move || marks(axis.get(), "tick", ticks())}
            {move || marks(axis.get(), "other", others())}
            {move || marks(axis.get(), "floor", floor())}
            {move || marks(axis.get(), "now", now())}
        </div>
    }
}

/// A line at each of `times` that is on the axis.
fn marks(axis: Axis, kind: &'static str, times: Vec<Nanos>) -> impl IntoView {
    let times = times.into_iter().filter(|time| axis.meets(*time, *time));
    times
        .map(|time| view! { <i class=kind style:left=format!("{}%", axis.percent(time))></i> })
        .collect_view()
}

/// The makespans of the other lanes that have ended, with their names.
pub(super) fn other_ends(lane: LaneHandle) -> Vec<(String, Nanos)> {
    let shown = readings();
    whole_readings().with(|whole| {
        let others = whole
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != lane.place);
        let ended = others.filter(|(place, _)| {
            shown.with(|shown| {
                shown
                    .get(*place)
                    .is_some_and(|reading| reading.state.has_ended())
            })
        });
        ended
            .filter_map(|(_, reading)| {
                Some((
                    reading.title.to_string(),
                    reading.total?,
                ))
            })
            .collect()
    })
}
