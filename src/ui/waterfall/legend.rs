//! What the shapes and lines of a waterfall mean: only what is there to see.

use leptos::prelude::*;

use super::super::lane::LaneHandle;
use super::super::page::session;
use super::lines::other_ends;
use crate::format::millis;
use crate::picture::bars::{SHOWN, hue};
use crate::state::Reading;
use crate::time::Nanos;
use crate::trace::{Phases, Span};

/// A call that starts later than this after it was made has waited for something.
const WAIT: Nanos = Nanos::from_millis(5);

fn phases(span: &Span) -> Phases {
    span.phases.unwrap_or_default()
}

/// What the shapes and lines mean: only what is there to see.
#[component]
pub(super) fn Legend(lane: LaneHandle, reading: Memo<Reading>) -> impl IntoView {
    let session = session();
    let resources = Memo::new(move |_| {
        let mut names: Vec<String> = Vec::new();
        let mut add = |name: &str| {
            if !names.iter().any(|known| known == name) {
                names.push(name.into());
            }
        };
        lane.trace(|trace| trace.spans.iter().for_each(|span| add(&span.call.resource)));
        let traces = session.prediction().traces;
        let shows = !session.is_opened();
        let traces = if shows { traces } else { Default::default() };
        let predicted = traces.get(lane.place).map(|trace| trace.spans.iter());
        for span in predicted.into_iter().flatten() {
            add(&span.call.resource);
        }
        names
    });
    let ghost = move || session.comparison().is_none() && !session.prediction().traces.is_empty();
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
    let stalled = move || seen(|span| phases(span).stalled >= SHOWN);
    let connected = move || seen(|span| phases(span).connecting >= SHOWN);
    let downloaded = move || {
        seen(|span| {
            let download = span.responded.zip(span.received);
            download.is_some_and(|(from, to)| to.since(from) >= SHOWN)
        })
    };
    let ran_on = move || reading.with(|reading| reading.metrics.ran_on > 0);
    view! {
        <figcaption class="legend num">
            {move || resources.get().into_iter().map(|name| view! {
                <span><i class=format!("swatch {}", hue(&name))></i>{name.clone()}</span>
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
