//! The waterfall's long form: a row a request, every figure as text.

use leptos::prelude::*;

use super::lane::LaneHandle;
use crate::format::{bytes, millis_number};
use crate::time::Nanos;
use crate::trace::{Outcome, Span, SpanId};

/// The requests of a lane as a table.
#[component]
pub(super) fn SpanTable(lane: LaneHandle) -> impl IntoView {
    let count = Memo::new(move |_| lane.trace(|trace| trace.spans.len()).unwrap_or_default());
    let row = move |id| view! { <Row lane id /> };
    view! {
        <details class="long-form">
            <summary>
                "Requests as a table " <span class="num">"(" {count} ")"</span>
            </summary>
            <div class="scroll" tabindex="0" role="region" aria-label=format!("Requests of {}", lane.variant.title)>
                <table class="num">
                    <thead>
                        <tr>
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
                        <For each=move || 0..count.get() as u32 key=|id| *id children=row />
                    </tbody>
                </table>
            </div>
        </details>
    }
}

#[component]
fn Row(lane: LaneHandle, id: u32) -> impl IntoView {
    let span = Memo::new(move |_| {
        lane.trace(|trace| trace.span(SpanId(id)).cloned())
            .flatten()
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
    view! {
        <tr
            data-span=id
            data-outcome=move || span.with(|span| span.as_ref()?.outcome.map(Outcome::name))
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
