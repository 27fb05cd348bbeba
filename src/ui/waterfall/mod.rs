//! The waterfall: a bar a call, on the axis that all lanes share. Drawn in the page's own pixels, with
//! places in percent, so that text keeps its size however narrow the page is.

mod row;

use leptos::prelude::*;

use self::row::{Bar, Row};
use super::arrivals::Arrivals;
use super::axis::Axis;
use super::lane::LaneHandle;
use super::page::{axis, readings, session};
use super::permits::Permits;
use crate::format::{millis, millis_number};
use crate::state::{LaneState, Reading, Session};
use crate::time::Nanos;
use crate::trace::{Phases, Span, SpanId};

/// A call that starts later than this after it was made has waited for something.
const WAIT: Nanos = Nanos::from_millis(5);

/// A lane's calls over time; before the first run, their predicted shape.
#[component]
pub(super) fn Waterfall(lane: LaneHandle, reading: Memo<Reading>) -> impl IntoView {
    let axis = axis();
    let session = session();
    let ghosts = Memo::new(move |_| {
        let traces = session.prediction().traces;
        traces.get(lane.place).map_or(0, |trace| trace.spans.len())
    });
    // As many rows as predicted from the start, so that nothing below moves when a run begins.
    let rows = Memo::new(move |_| {
        let made = lane.trace(|trace| trace.spans.len());
        made.unwrap_or_default().max(ghosts.get()) as u32
    });
    let summary = move || match session.comparison() {
        None => format!(
            "Predicted for {}: {} requests in about {}.",
            lane.variant.title,
            ghosts.get(),
            millis(predicted_end(session, lane.place)),
        ),
        Some(_) => format!(
            "Waterfall of {}: {} requests. The table below has every figure.",
            lane.variant.title,
            reading.with(|reading| reading.metrics.calls),
        ),
    };
    view! {
        <figure class="fall" role="group" aria-label=summary>
            <div class="fall__axis num" aria-hidden="true">
                {move || axis.get().ticks().into_iter().map(|tick| view! {
                    <span style:left=format!("{}%", axis.get().percent(tick))>{millis_number(tick)}</span>
                }).collect_view()}
                <span class="fall__unit">"ms"</span>
            </div>
            <div class="fall__plot" aria-hidden="true">
                <Lines lane reading axis />
                <ol>
                    <For
                        each=move || 0..rows.get()
                        key=|id| *id
                        children=move |id| view! { <RowView lane id reading axis /> }
                    />
                </ol>
            </div>
            <Permits lane reading />
            <Arrivals lane />
            <Legend lane reading />
        </figure>
    }
}

/// The predicted makespan of the variant at `place`.
fn predicted_end(session: Session, place: usize) -> Nanos {
    let traces = session.prediction().traces;
    traces
        .get(place)
        .and_then(|trace| trace.ended)
        .unwrap_or_default()
}

/// What stands behind the bars: ticks, the floor, the other lanes' ends, and now.
#[component]
fn Lines(lane: LaneHandle, reading: Memo<Reading>, axis: Memo<Axis>) -> impl IntoView {
    let at = move |time: Nanos| format!("{}%", axis.get().percent(time));
    let floor = move || {
        reading
            .with(|reading| reading.floor)
            .filter(|floor| floor.calls > 0)
    };
    let now =
        move || (lane.state() == LaneState::Running).then(|| reading.with(|reading| reading.total));
    view! {
        <div class="fall__lines">
            {move || axis.get().ticks().into_iter().map(|tick| view! {
                <i class="tick" style:left=at(tick)></i>
            }).collect_view()}
            {move || other_ends(lane).into_iter().map(|(_, end)| view! {
                <i class="other" style:left=at(end)></i>
            }).collect_view()}
            {move || floor().map(|floor| view! { <i class="floor" style:left=at(floor.time)></i> })}
            {move || now().flatten().map(|now| view! { <i class="now" style:left=at(now)></i> })}
        </div>
    }
}

/// The makespans of the other lanes that have ended, with their names.
fn other_ends(lane: LaneHandle) -> Vec<(String, Nanos)> {
    readings().with(|readings| {
        let others = readings
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != lane.place);
        let ended = others.filter(|(_, reading)| reading.state.has_ended());
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

#[component]
fn RowView(lane: LaneHandle, id: u32, reading: Memo<Reading>, axis: Memo<Axis>) -> impl IntoView {
    let session = session();
    let row = Memo::new(move |_| {
        let axis = axis.get();
        let now = reading.with(|reading| reading.reach);
        let made = lane.trace(|trace| {
            trace
                .span(SpanId(id))
                .map(|span| row::of_span(span, now, trace.ended, axis))
        });
        let ghost = || {
            let traces = session.prediction().traces;
            let span = traces
                .get(lane.place)
                .and_then(|trace| trace.span(SpanId(id)));
            span.map(|span| row::of_ghost(span, axis))
        };
        match made {
            Some(Some(made)) if lane.is_modelled() => made.before(ghost()),
            Some(made) => made.unwrap_or_default(),
            None => ghost().unwrap_or_default(),
        }
    });
    let critical = move || reading.with(|reading| reading.critical.contains(&SpanId(id)));
    view! {
        <li class:critical=critical>
            <span class="fall__label">{move || row.with(|row| row.label.clone())}</span>
            <span class="fall__track">
                {move || row.with(|row| row.bars.iter().map(bar).collect_view())}
                <Note row />
            </span>
        </li>
    }
}

fn bar(bar: &Bar) -> impl IntoView + use<> {
    view! {
        <i
            class=format!("bar {}", bar.resource)
            data-kind=bar.kind
            style:left=format!("{}%", bar.left)
            style:width=format!("max(2px, {}%)", bar.width)
        ></i>
    }
}

#[component]
fn Note(row: Memo<Row>) -> impl IntoView {
    view! {
        <span class="fall__note num" style:left=move || row.with(|row| format!("{}%", row.note_at))>
            {move || row.with(|row| row.note.clone())}
        </span>
    }
}

fn phases(span: &Span) -> Phases {
    span.phases.unwrap_or_default()
}

/// What the shapes and lines mean: only what is there to see.
#[component]
fn Legend(lane: LaneHandle, reading: Memo<Reading>) -> impl IntoView {
    let session = session();
    let resources = Memo::new(move |_| {
        let mut names: Vec<String> = Vec::new();
        let mut add = |name: &str| {
            if !names.iter().any(|known| known == name) {
                names.push(name.into());
            }
        };
        let traces = session.prediction().traces;
        let predicted = traces.get(lane.place).map(|trace| trace.spans.iter());
        for span in predicted.into_iter().flatten() {
            add(&span.call.resource);
        }
        names
    });
    let ghost = move || session.comparison().is_none();
    let floor = move || {
        reading
            .with(|reading| reading.floor)
            .filter(|floor| floor.calls > 0)
    };
    let critical = move || reading.with(|reading| !reading.critical.is_empty());
    let seen = move |test: fn(&Span) -> bool| {
        lane.trace(|trace| trace.spans.iter().any(test))
            .unwrap_or_default()
    };
    let waited = move || {
        seen(|span| {
            span.started
                .is_some_and(|started| started > span.queued + WAIT)
        })
    };
    let stalled = move || seen(|span| phases(span).stalled >= row::SHOWN);
    let connected = move || seen(|span| phases(span).connecting >= row::SHOWN);
    let downloaded = move || {
        seen(|span| {
            let download = span.responded.zip(span.received);
            download.is_some_and(|(from, to)| to.since(from) >= row::SHOWN)
        })
    };
    let ran_on = move || reading.with(|reading| reading.metrics.ran_on > 0);
    view! {
        <figcaption class="legend num">
            {move || resources.get().into_iter().map(|name| view! {
                <span><i class=format!("swatch {name}")></i>{name.clone()}</span>
            }).collect_view()}
            {move || ghost().then(|| view! { <span><i class="swatch ghost"></i>"predicted"</span> })}
            {move || waited().then(|| view! { <span><i class="swatch wait"></i>"waiting to start"</span> })}
            {move || stalled().then(|| view! { <span><i class="swatch stalled"></i>"stalled"</span> })}
            {move || connected().then(|| view! { <span><i class="swatch connecting"></i>"connecting"</span> })}
            {move || downloaded().then(|| view! { <span><i class="swatch download"></i>"download"</span> })}
            {move || ran_on().then(|| view! { <span><i class="swatch orphan"></i>"ran on"</span> })}
            {move || critical().then(|| view! { <span><i class="swatch outline"></i>"critical path"</span> })}
            {move || floor().map(|floor| view! {
                <span><i class="mark floor"></i>"floor " {millis(floor.time)}</span>
            })}
            {move || other_ends(lane).into_iter().map(|(title, _)| view! {
                <span><i class="mark other"></i>{title} "’s end"</span>
            }).collect_view()}
        </figcaption>
    }
}
