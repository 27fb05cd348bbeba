//! The waterfall's long form: a row a request, every figure as text. Of many only those in view are in the
//! document.

use leptos::html;
use leptos::prelude::*;

use super::lane::LaneHandle;
use super::page::session;
use super::parts::{self, Later};
use super::waterfall::{Listed, ROW, Ticks, Viewport, row_height};
use crate::format::{bytes, millis_number};
use crate::time::Nanos;
use crate::trace::{Outcome, Span};

/// The requests of a lane as a table, in step with the chart above it.
#[component]
pub(super) fn SpanTable(lane: LaneHandle) -> impl IntoView {
    let listed = Listed::made(lane);
    view! {
        <details class="long-form">
            <summary>
                "Requests as a table " <span class="num">"(" {move || listed.len()} ")"</span>
            </summary>
            <Later load=parts::load_rows view=move || parts::rows(lane, listed) />
        </details>
    }
}

/// The table.
#[component]
pub(super) fn Rows(lane: LaneHandle, listed: Listed) -> impl IntoView {
    let (view, ticks) = (Viewport::of(listed), Ticks::of(lane));
    let scroller = NodeRef::<html::Div>::new();
    let scroll = move |_| {
        if let Some(scroller) = scroller.get_untracked() {
            view.scroll_to(f64::from(scroller.scroll_top()) / row_height(&scroller));
        }
    };
    // What is selected in a chart comes into view here, once: what is scrolled to then stays.
    let selected = Memo::new(move |_| lane.selected());
    Effect::new(move |_| {
        let row = selected.get().and_then(|id| listed.row_of(id));
        if let (Some(row), Some(scroller)) = (row, scroller.get())
            && let Some(top) = view.reveal(row)
        {
            scroller.set_scroll_top((top * row_height(&scroller)) as i32);
        }
    });
    // A run begins with none. Rows that it will need stay, empty, until it is over: to let them go and make them
    // anew would cost each run, and what is let go of stays known to whatever lives longer than it.
    let session = session();
    let slots = Memo::new(move |before: Option<&usize>| {
        let kept = before.filter(|_| session.is_active());
        view.slots().max(kept.copied().unwrap_or_default())
    });
    let row = move |slot| view! { <Row lane ticks nth=slot listed view /> };
    let above = move || format!("{}rem", view.first() as f64 * ROW);
    let below = move || {
        let drawn = view.first() + view.slots();
        format!(
            "{}rem",
            listed.len().saturating_sub(drawn) as f64 * ROW
        )
    };
    view! {
        <div
            class="scroll"
            class:scrolls=move || view.scrolls()
            tabindex="0"
            role="region"
            aria-label=format!("Requests of {}", lane.title())
            node_ref=scroller
            on:scroll=scroll
        >
            <table class="num" aria-rowcount=move || listed.len() + 1>
                <thead>
                    <tr aria-rowindex="1">
                        <th scope="col">"Request"</th>
                        <th scope="col">"Line"</th>
                        <th scope="col">"Start, ms"</th>
                        <th scope="col">"Answer, ms"</th>
                        <th scope="col">"End, ms"</th>
                        <th scope="col">"Size"</th>
                        <th scope="col">"Outcome"</th>
                    </tr>
                </thead>
                <tbody>
                    <Show when=move || view.scrolls()>
                        <tr aria-hidden="true" style:height=above><td colspan="7"></td></tr>
                    </Show>
                    <For each=move || 0..slots.get() key=|slot| *slot children=row />
                    <Show when=move || view.scrolls()>
                        <tr aria-hidden="true" style:height=below><td colspan="7"></td></tr>
                    </Show>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(
    lane: LaneHandle,
    ticks: Ticks,
    nth: usize,
    listed: Listed,
    view: Viewport,
) -> impl IntoView {
    let index = Memo::new(move |_| view.first() + nth);
    let id = Memo::new(move |_| listed.get(index.get()));
    let stage = ticks.stage(id);
    let span = Memo::new(move |_| {
        let (id, _) = (id.get()?, stage.get()?);
        ticks.span(id)
    });
    let read = move |figure: fn(&Span) -> Option<String>| {
        move || {
            span.with(|span| span.as_ref().and_then(figure))
                .unwrap_or_else(|| "–".into())
        }
    };
    fn time(time: Option<Nanos>) -> Option<String> {
        time.map(millis_number)
    }
    let selected = move || id.get().is_some() && id.get() == lane.selected();
    let choose = move |_| {
        if let Some(id) = id.get_untracked() {
            lane.select(id);
        }
    };
    view! {
        <tr
            hidden=move || id.get().is_none()
            data-span=move || id.get().map(|id| id.0)
            data-outcome=move || span.with(|span| span.as_ref()?.outcome.map(Outcome::name))
            aria-rowindex=move || index.get() + 2
            class:selected=selected
            on:click=choose
        >
            <th scope="row" class="mono">{read(|span| Some(span.label()))}</th>
            <td>{read(line)}</td>
            <td>{read(|span| time(span.started))}</td>
            <td>{read(|span| time(span.responded))}</td>
            <td>{read(|span| time(span.ended))}</td>
            <td>{read(|span| span.bytes.map(bytes))}</td>
            <td>{read(|span| Some(outcome(span)))}</td>
        </tr>
    }
}

/// The line that asked; a request that no code made has none.
fn line(span: &Span) -> Option<String> {
    let line = span.call.site.line;
    (line > 0).then(|| line.to_string())
}

/// How a request ended or how it stands, in words.
pub(super) fn outcome(span: &Span) -> String {
    match (span.outcome, span.status) {
        (None, _) if span.started.is_none() => "queued".into(),
        (None, _) => "in flight".into(),
        (Some(Outcome::Ok), Some(status)) => format!("ok, {status}"),
        (Some(Outcome::Ok), None) => "ok".into(),
        (Some(Outcome::Status), status) => format!("status {}", status.unwrap_or_default()),
        (Some(Outcome::TimedOut), _) => "timed out".into(),
        (Some(Outcome::Network), _) => "network error".into(),
        (Some(Outcome::Decode), _) => "not readable".into(),
        (Some(Outcome::TooLarge), _) => "too large".into(),
        (Some(Outcome::Cancelled), _) => "cancelled".into(),
    }
}
