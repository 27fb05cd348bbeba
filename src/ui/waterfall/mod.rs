//! The waterfall: a bar a call, on the axis that all lanes share. Drawn in the page's own pixels, with
//! places in percent, so that text keeps its size however narrow the page is. However many calls there
//! are, only the rows in view are in the document.

mod area;
mod card;
mod gestures;
mod keys;
mod legend;
mod lines;
mod links;
mod row;
mod rows;
mod stage;
mod view;

use leptos::ev::{self, FocusEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::Node;

use self::area::FlightArea;
pub(super) use self::area::{HEIGHT, outline, overview};
use self::card::Card;
use self::legend::Legend;
use self::rows::Plot;
pub(super) use self::stage::Ticks;
pub(super) use self::view::{Listed, ROW, Viewport, row_height};
use super::arrivals::Arrivals;
use super::lane::LaneHandle;
use super::page::{session, window_axis};
use super::permits::Permits;
use crate::format::{millis, millis_number};
use crate::state::{Reading, Session};
use crate::time::Nanos;
use crate::trace::SpanId;

/// What a person points at in one chart.
#[derive(Clone, Copy)]
struct Pointing {
    /// Where the arrow keys are.
    cursor: RwSignal<Option<SpanId>>,
    /// What the pointer is over.
    hovered: RwSignal<Option<SpanId>>,
    /// Whether the chart or its card has the focus.
    focused: RwSignal<bool>,
    /// Whether the card was opened to stay.
    pinned: RwSignal<bool>,
    /// Whether the card was put away, until something else is pointed at.
    dismissed: RwSignal<bool>,
}

impl Pointing {
    fn new() -> Self {
        Self {
            cursor: RwSignal::new(None),
            hovered: RwSignal::new(None),
            focused: RwSignal::new(false),
            pinned: RwSignal::new(false),
            dismissed: RwSignal::new(false),
        }
    }

    /// The call that the card is of.
    fn shown(self) -> Option<SpanId> {
        let cursor = self.cursor.get();
        if self.dismissed.get() {
            return None;
        }
        if self.pinned.get() {
            return cursor;
        }
        let focused = self.focused.get();
        self.hovered.get().or(cursor.filter(|_| focused))
    }

    /// The pointer is over this row, or over none.
    fn hover(self, id: Option<SpanId>) {
        if id.is_some() {
            self.dismissed.set(false);
        }
        self.hovered.set(id);
    }

    /// The arrow keys have come to this row.
    fn go_to(self, id: Option<SpanId>) {
        self.dismissed.set(false);
        self.cursor.set(id);
    }

    /// Opens the card of `id`, to stay.
    fn pin(self, id: SpanId) {
        self.go_to(Some(id));
        self.pinned.set(true);
    }

    /// Puts the card away, and leaves pointer and arrow keys where they are.
    fn dismiss(self) {
        self.pinned.set(false);
        self.dismissed.set(true);
    }

    fn close(self) {
        self.pinned.set(false);
        self.hovered.set(None);
        self.cursor.set(None);
    }
}

/// A lane's calls over time; before the first run, their predicted shape.
#[component]
pub(super) fn Waterfall(lane: LaneHandle, reading: Memo<Reading>) -> impl IntoView {
    let axis = window_axis();
    let session = session();
    let listed = Listed::of(lane);
    let pointing = Pointing::new();
    let frame = NodeRef::<html::Div>::new();
    // The card lies over what is below: Esc puts it away, wherever the focus is.
    let escape = window_event_listener(ev::keydown, move |event| {
        let alone = event.key() == "Escape" && !super::keys::dialog_is_open();
        if alone && untrack(|| pointing.shown()).is_some() {
            pointing.dismiss();
        }
    });
    on_cleanup(move || escape.remove());
    let summary = move || match session.comparison() {
        None if session.prediction().traces.is_empty() => String::new(),
        None => format!(
            "Predicted for {}: {} requests in about {}.",
            lane.title(),
            listed.len(),
            millis(predicted_end(session, lane.place)),
        ),
        Some(_) => format!(
            "Waterfall of {}: {} requests. The table below has every figure.",
            lane.title(),
            reading.with(|reading| reading.metrics.calls),
        ),
    };
    view! {
        <figure class="fall" aria-label=summary>
            <div class="fall__axis num" aria-hidden="true">
                {move || axis.get().ticks().into_iter().map(|tick| view! {
                    <span style:left=format!("{}%", axis.get().percent(tick))>{millis_number(tick)}</span>
                }).collect_view()}
                <span class="fall__unit">"ms"</span>
            </div>
            // The pointer may go on to the card.
            <div
                class="fall__frame"
                node_ref=frame
                on:pointerleave=move |_| pointing.hover(None)
                on:focusin=move |_| pointing.focused.set(true)
                on:focusout=move |event| pointing.focused.set(stays_in(frame, &event))
            >
                <Plot lane reading listed pointing />
                <Card lane pointing />
            </div>
            <FlightArea lane />
            <Permits lane reading />
            <Arrivals lane />
            <Legend lane reading />
        </figure>
    }
}

/// Whether the focus goes to something else in the same frame: from the bars to the card and back.
fn stays_in(frame: NodeRef<html::Div>, event: &FocusEvent) -> bool {
    let next = event.related_target();
    let next = next.and_then(|next| next.dyn_into::<Node>().ok());
    // What had the focus may be going, and all this with it.
    let frame = frame.try_get_untracked().flatten();
    frame.is_some_and(|frame| next.is_some_and(|next| frame.contains(Some(&next))))
}

/// The predicted makespan of the variant at `place`.
fn predicted_end(session: Session, place: usize) -> Nanos {
    let traces = session.prediction().traces;
    traces
        .get(place)
        .and_then(|trace| trace.ended)
        .unwrap_or_default()
}
