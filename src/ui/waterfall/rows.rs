//! The rows of a waterfall: as many elements as are in view, which show other calls when it scrolls.

use leptos::html;
use leptos::prelude::*;

use super::super::lane::LaneHandle;
use super::super::page::{session, settled, window_axis};
use super::gestures::Gestures;
use super::lines::Lines;
use super::links::Links;
use super::row::{self, Bar, Row};
use super::view::{Listed, Viewport};
use super::{Pointing, keys};
use crate::state::{LaneState, Reading};
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
            view.scroll_to(f64::from(plot.scroll_top()));
        }
    };
    let key = move |event| {
        keys::pressed(
            &event, lane, listed, view, pointing, plot,
        )
    };
    let slots = move || 0..view.slots();
    let slot = move |slot| view! { <RowView lane nth=slot reading listed view pointing /> };
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
            on:focus=move |_| pointing.focused.set(true)
            on:blur=move |_| pointing.focused.set(false)
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
    lane: LaneHandle,
    nth: usize,
    reading: Memo<Reading>,
    listed: Listed,
    view: Viewport,
    pointing: Pointing,
) -> impl IntoView {
    let index = move || view.first() + nth;
    let id = Memo::new(move |_| listed.get(index()));
    let row = drawn(lane, id, reading);
    let is = move |other: Option<SpanId>| other.is_some() && other == id.get();
    let critical = move || {
        reading.with(|reading| {
            id.get()
                .is_some_and(|id| reading.critical.binary_search(&id).is_ok())
        })
    };
    let selected = Memo::new(move |_| is(lane.selected()));
    let label = move || {
        id.get().map(|id| {
            spoken(
                lane,
                id,
                &row.with(|row| row.label.clone()),
            )
        })
    };
    let click = move |_| {
        let Some(id) = id.get_untracked() else { return };
        let again = untrack(|| pointing.pinned.get() && pointing.cursor.get() == Some(id));
        if again {
            pointing.close();
            lane.select_none();
        } else {
            pointing.cursor.set(Some(id));
            pointing.pinned.set(true);
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
            on:pointerenter=move |_| pointing.hovered.set(id.get_untracked())
            on:click=click
        >
            <span class="only-read">{label}</span>
            <span class="fall__label" aria-hidden="true">{move || row.with(|row| row.label.clone())}</span>
            <span class="fall__track" aria-hidden="true">
                {move || row.with(|row| row.bars.iter().map(bar).collect_view())}
                <Note row />
            </span>
        </div>
    }
}

/// What is drawn of the call `id`.
fn drawn(lane: LaneHandle, id: Memo<Option<SpanId>>, reading: Memo<Reading>) -> Memo<Row> {
    let (session, axis) = (session(), window_axis());
    Memo::new(move |_| {
        let Some(id) = id.get() else {
            return Row::default();
        };
        let axis = axis.get();
        let (now, moment) = (
            reading.with(|reading| reading.reach),
            session.moment(),
        );
        let made = lane.trace(|trace| {
            let over = trace
                .ended
                .filter(|ended| moment.is_none_or(|moment| *ended <= moment));
            let whole = trace.span(id)?;
            let span = match moment {
                Some(moment) => whole.at(moment),
                None => Some(whole.clone()),
            };
            Some(match span {
                Some(span) => row::of_span(&span, now, over, axis),
                None => row::not_yet(whole),
            })
        });
        let ghost = || {
            let traces = session.prediction().traces;
            let span = traces.get(lane.place).and_then(|trace| trace.span(id));
            span.map(|span| row::of_ghost(span, axis))
        };
        // What is laid over the run stands behind it, or else what was predicted of it.
        let laid_over = || {
            let reference = session.reference()?;
            let whole = lane.trace(|trace| trace.span(id).cloned()).flatten()?;
            let span = reference.span(lane.place, &whole)?;
            Some(row::of_ghost(span, axis))
        };
        match made {
            Some(Some(made)) => {
                let modelled = || lane.is_modelled().then(ghost).flatten();
                made.before(laid_over().or_else(modelled))
            }
            Some(None) => Row::default(),
            None => ghost().unwrap_or_default(),
        }
    })
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
            .is_some_and(|settled| settled.critical.binary_search(&id).is_ok())
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
            class=format!("bar {}", bar.resource)
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
