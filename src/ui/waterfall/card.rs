//! The card of one call: every figure of it, its line, and why it started when it did.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::super::focus::hand_on;
use super::super::lane::LaneHandle;
use super::super::page::settled;
use super::super::span_table::outcome;
use super::Pointing;
use crate::format::{bytes, millis};
use crate::time::Nanos;
use crate::trace::cause::Cause;
use crate::trace::{Span, SpanId};

/// The card of the call that is pointed at, below the bars.
#[component]
pub(super) fn Card(lane: LaneHandle, pointing: Pointing) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let id = pointing.shown()?;
        lane.span(id)
    });
    let close = move |_| {
        pointing.close();
        lane.select_none();
    };
    // As in the chart: it is the card that Esc closes, and not what runs that it stops.
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            pointing.dismiss();
            lane.select_none();
        }
    };
    view! {
        {move || {
            hand_on(".call-card", ".fall__frame", ".fall__plot");
            shown.get()
        }.map(|span| view! {
            <section class="call-card" data-card=span.id.0 aria-label=span.label() on:keydown=key>
                <header>
                    <h3 class="mono">{span.label()}</h3>
                    <button class="quiet small" data-action="close-card" on:click=close>"Close"</button>
                </header>
                <dl class="num">
                    {figures(&span).into_iter().map(|(what, figure)| view! {
                        <div><dt>{what}</dt> <dd>{figure}</dd></div>
                    }).collect_view()}
                </dl>
                {line(lane, &span)}
                <p>{why(lane, span.id)}</p>
            </section>
        })}
    }
}

/// Every figure that there is, in the order of a call's life.
fn figures(span: &Span) -> Vec<(&'static str, String)> {
    let phases = span.phases.unwrap_or_default();
    let head = span
        .started
        .zip(span.responded)
        .map(|(from, to)| to.since(from).since(phases.stalled + phases.connecting));
    let known = |time: Nanos| (time > Nanos::ZERO).then(|| millis(time));
    let waited = span.started.map(|started| started.since(span.queued));
    let download = span.responded.zip(span.received);
    let figures = [
        ("Made", Some(millis(span.queued))),
        (
            "Waited to start",
            waited.and_then(known),
        ),
        ("Started", span.started.map(millis)),
        ("Stalled", known(phases.stalled)),
        ("Connecting", known(phases.connecting)),
        (
            "Waiting for the answer",
            head.map(millis),
        ),
        (
            "Download",
            download.map(|(from, to)| millis(to.since(from))),
        ),
        ("Ended", span.ended.map(millis)),
        ("Took", span.duration().map(millis)),
        ("Outcome", Some(outcome(span))),
        ("Size", span.bytes.map(bytes)),
    ];
    figures
        .into_iter()
        .filter_map(|(what, figure)| Some((what, figure?)))
        .collect()
}

/// The line of the code that made the call.
fn line(lane: LaneHandle, span: &Span) -> Option<impl IntoView + use<>> {
    let source = &lane.variant?.code.rust;
    let number = span.call.site.line;
    let text = source.text.lines().nth(number.checked_sub(1)? as usize)?;
    Some(view! { <p class="call-card__line mono"><b>{number}</b>" " {text.trim().to_owned()}</p> })
}

/// Why it started when it did, and whether it decided when the run ended.
fn why(lane: LaneHandle, id: SpanId) -> String {
    let (cause, critical) = settled().with(|all| {
        let settled = all.get(lane.place);
        let cause = settled.and_then(|settled| settled.causes.get(id.0 as usize).copied());
        let critical = settled.is_some_and(|settled| settled.is_critical(id));
        (cause, critical)
    });
    let of = |other: SpanId| {
        let named = lane.trace(|trace| {
            let other = trace.span(other)?;
            Some((other.label(), other.ended?))
        });
        named.flatten()
    };
    let because = cause.map(|cause| match cause {
        Cause::Beginning => "It started with the run: nothing had ended before.".to_owned(),
        Cause::After(other) => of(other).map_or_else(String::new, |(label, ended)| {
            format!(
                "It was made once {label} had ended, at {}.",
                millis(ended)
            )
        }),
        Cause::Freed(other) => of(other).map_or_else(String::new, |(label, ended)| {
            format!(
                "It had waited until {label} ended, at {}.",
                millis(ended)
            )
        }),
        Cause::Later(after) => format!(
            "It started {} after it was made, by itself: no call had just ended.",
            millis(after)
        ),
        Cause::Never => "It never started.".into(),
    });
    let decided = if critical {
        " It is on the critical path: it helped to decide when the run ended."
    } else {
        ""
    };
    format!(
        "{}{decided}",
        because.unwrap_or_default()
    )
}
