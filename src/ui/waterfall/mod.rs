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

use leptos::prelude::*;

use self::area::FlightArea;
pub(super) use self::area::{HEIGHT, outline, overview};
use self::card::Card;
use self::legend::Legend;
use self::rows::Plot;
pub(super) use self::stage::Ticks;
pub(super) use self::view::{Listed, ROW, Viewport};
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
    /// Whether the chart has the focus.
    focused: RwSignal<bool>,
    /// Whether the card was opened to stay.
    pinned: RwSignal<bool>,
}

impl Pointing {
    fn new() -> Self {
        Self {
            cursor: RwSignal::new(None),
            hovered: RwSignal::new(None),
            focused: RwSignal::new(false),
            pinned: RwSignal::new(false),
        }
    }

    /// The call that the card is of.
    fn shown(self) -> Option<SpanId> {
        let cursor = self.cursor.get();
        if self.pinned.get() {
            return cursor;
        }
        let focused = self.focused.get();
        self.hovered.get().or(cursor.filter(|_| focused))
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
    let summary = move || match session.comparison() {
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
            <div class="fall__frame" on:pointerleave=move |_| pointing.hovered.set(None)>
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

/// The predicted makespan of the variant at `place`.
fn predicted_end(session: Session, place: usize) -> Nanos {
    let traces = session.prediction().traces;
    traces
        .get(place)
        .and_then(|trace| trace.ended)
        .unwrap_or_default()
}
