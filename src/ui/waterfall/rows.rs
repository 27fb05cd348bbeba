//! The rows of a waterfall: as many elements as are in view, which show other calls when it scrolls.

use leptos::html;
use leptos::prelude::*;

use super::super::lane::LaneHandle;
use super::super::page::{session, settled, window_axis};
use super::gestures::Gestures;
use super::lines::Lines;
use super::links::Links;
use super::row::{self, Bar, Row};
use super::stage::{Behind, Stage, Ticks};
use super::view::{Listed, Viewport, row_height};
use super::{Pointing, keys};
use crate::axis::Axis;
use crate::state::{LaneState, Reading};
use crate::time::Nanos;
use crate::trace::{Outcome, Span, SpanId};

/// The bars of a lane, one tab stop: arrow keys move between them.
#[component]
pub(super) fn Plot(
    lane: LaneHandle,
    reading: Memo<Reading>,
    listed: Listed,
    pointing: Pointing,
) -> impl IntoView {
    let view = Viewport::of(listed);
    let scene = Scene::of(lane, reading);
    let plot = NodeRef::<html::Div>::new();
    let track = NodeRef::<html::Div>::new();
    let session = session();
    let gestures = Gestures::new(track);
    let active = move || {
        let cursor = pointing.cursor.get()?;
        let row = listed.row_of(cursor)?;
        let drawn = view.first()..view.first() + view.slots();
        drawn.contains(&row).then(|| row_id(lane, cursor))
    };
    let scroll = move |_| {
        if let Some(plot) = plot.get_untracked() {
            view.scroll_to(f64::from(plot.scroll_top()) / row_height(&plot));
        }
    };
    let key = move |event| {
        keys::pressed(
            &event, lane, listed, view, pointing, plot,
        )
    };
    let slots = move || 0..view.slots();
    let slot = move |slot| view! { <RowView scene nth=slot listed view pointing gestures /> };
    view! {
        <div
            class="fall__plot"
            class:scrolls=move || view.scrolls()
            role="listbox"
            tabindex="0"
            aria-label=move || format!("Requests of {}", lane.title())
            aria-activedescendant=active
            node_ref=plot
            style:--in-view=move || view.in_view().to_string()
            on:scroll=scroll
            on:keydown=key
            on:dblclick=move |_| session.fit()
            on:wheel=move |event| gestures.wheel(&event)
            on:pointerdown=move |event| gestures.down(&event)
            on:pointermove=move |event| gestures.moved(&event)
            on:pointerup=move |event| gestures.up(&event)
            on:pointercancel=move |event| gestures.up(&event)
            on:pointerleave=move |_| gestures.end()
        >
            <div class="fall__rows" role="presentation" style:--rows=move || view.rows().to_string()>
                <div class="fall__under" node_ref=track aria-hidden="true">
                    <Lines lane reading />
                    <Links lane listed view />
                </div>
                <For each=slots key=|slot| *slot children=slot />
            </div>
        </div>
    }
}

/// The id of a call's row.
fn row_id(lane: LaneHandle, id: SpanId) -> String {
    format!("{}-call-{}", lane.name(), id.0)
}

#[component]
fn RowView(
    scene: Scene,
    nth: usize,
    listed: Listed,
    view: Viewport,
    pointing: Pointing,
    gestures: Gestures,
) -> impl IntoView {
    let index = move || view.first() + nth;
    let id = Memo::new(move |_| listed.get(index()));
    let (lane, settled) = (scene.lane, settled());
    let stage = scene.ticks.stage(id);
    let row = scene.drawn(id, stage);
    let is = move |other: Option<SpanId>| other.is_some() && other == id.get();
    let critical = move || {
        let id = id.get();
        settled.with(|all| {
            id.zip(all.get(lane.place))
                .is_some_and(|(id, settled)| settled.is_critical(id))
        })
    };
    let selected = Memo::new(move |_| is(lane.selected()));
    let label = move || {
        // What is read out changes with the stage, and not from frame to frame.
        let (id, _) = (id.get()?, stage.get());
        settled.track();
        Some(untrack(|| {
            spoken(
                lane,
                id,
                &row.with(|row| row.label.clone()),
            )
        }))
    };
    let click = move |_| {
        let clicked = id.get_untracked().filter(|_| !gestures.ends_drag());
        let Some(id) = clicked else { return };
        let again = untrack(|| pointing.pinned.get() && pointing.cursor.get() == Some(id));
        if again {
            pointing.close();
            lane.select_none();
        } else {
            pointing.pin(id);
            lane.select(id);
        }
    };
    view! {
        <div
            class="fall__row"
            role="option"
            id=move || id.get().map(|id| row_id(lane, id))
            aria-selected=move || selected.get().to_string()
            class:critical=critical
            class:cursor=move || is(pointing.cursor.get())
            style:--nth=move || index().to_string()
            on:pointerenter=move |_| pointing.hover(id.get_untracked())
            on:click=click
        >
            <span class="only-read">{label}</span>
            <span class="fall__label" aria-hidden="true">{move || row.with(|row| shown(&row.label))}</span>
            <span class="fall__track" aria-hidden="true">
                {move || row.with(|row| row.bars.iter().map(bar).collect_view())}
                <Note row />
            </span>
        </div>
    }
}

/// A label in two parts: what tells calls of one path apart stands behind the ellipsis, and keeps its room.
fn shown(label: &str) -> impl IntoView + use<> {
    let (path, value) = label.split_at(label.find('…').unwrap_or(label.len()));
    [path, value].map(|part| view! { <span>{part.to_owned()}</span> })
}

/// What the rows of a lane share.
#[derive(Clone, Copy)]
struct Scene {
    lane: LaneHandle,
    ticks: Ticks,
    /// How far the bars of what is under way reach.
    now: Memo<Nanos>,
    behind: Memo<Behind>,
    axis: Memo<Axis>,
}

impl Scene {
    fn of(lane: LaneHandle, reading: Memo<Reading>) -> Self {
        Self {
            lane,
            ticks: Ticks::of(lane),
            now: Memo::new(move |_| reading.with(|reading| reading.reach)),
            behind: Behind::of(lane),
            axis: window_axis(),
        }
    }

    /// What is drawn of the call `id` at its `stage`.
    fn drawn(self, id: Memo<Option<SpanId>>, stage: Memo<Option<Stage>>) -> Memo<Row> {
        Memo::new(move |_| {
            let Some(id) = id.get() else {
                return Row::default();
            };
            let (stage, axis) = (stage.get(), self.axis.get());
            let open = stage.is_some_and(|[made, .., ended]| made && !ended);
            // What is over stays as it is.
            let now = if open {
                self.now.get()
            } else {
                self.now.get_untracked()
            };
            let place = self.lane.place;
            let (moment, over) = (self.ticks.moment(), self.ticks.over());
            self.behind.with(|behind| {
                let ghost = |made: Option<&Span>| {
                    let span = behind.span(place, id, made);
                    span.map(|span| row::of_ghost(span, axis))
                };
                let made = self.ticks.look(|trace| {
                    let whole = trace.span(id)?;
                    let row = match moment {
                        None => row::of_span(whole, now, over, axis),
                        Some(moment) => whole.at(moment).map_or_else(
                            || row::not_yet(whole),
                            |span| row::of_span(&span, now, over, axis),
                        ),
                    };
                    Some(row.before(ghost(Some(whole))))
                });
                made.flatten().or_else(|| ghost(None)).unwrap_or_default()
            })
        })
    }
}

/// A call as it is read out; `label` is what is drawn of one that was not made yet.
fn spoken(lane: LaneHandle, id: SpanId, label: &str) -> String {
    let Some(span) = lane.span(id) else {
        let how = if lane.state() == LaneState::Idle {
            "predicted"
        } else {
            "not made yet"
        };
        return format!("{label}, {how}");
    };
    let critical = settled().with(|all| {
        all.get(lane.place)
            .is_some_and(|settled| settled.is_critical(id))
    });
    let aside = if critical {
        ", on the critical path"
    } else {
        ""
    };
    format!(
        "{}, {}{aside}",
        span.label(),
        fate(&span)
    )
}

fn fate(span: &Span) -> String {
    use crate::format::millis;
    let words = super::super::span_table::outcome(span);
    match (span.started, span.ended) {
        (Some(started), Some(ended)) if span.outcome == Some(Outcome::Ok) => {
            format!(
                "{} to {}",
                crate::format::millis_number(started),
                millis(ended)
            )
        }
        (_, Some(ended)) => format!("{words} after {}", millis(ended)),
        _ => words,
    }
}

fn bar(bar: &Bar) -> impl IntoView + use<> {
    view! {
        <i
            class=format!("bar {}", bar.hue)
            data-kind=bar.kind
            style:left=format!("{}%", bar.left)
            style:width=format!("max(2px, {}%)", bar.width)
        ></i>
    }
}

#[component]
fn Note(row: Memo<Row>) -> impl IntoView {
    let at = move || row.with(|row| row.note_at);
    view! {
        {move || at().map(|at| view! {
            <span class="fall__note num" style:left=format!("{at}%")>
                {row.with(|row| row.note.clone())}
            </span>
        })}
    }
}
