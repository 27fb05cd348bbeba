//! The code that runs, with the lines lit whose calls are in flight.

use std::collections::HashMap;

use leptos::prelude::*;

use super::data::CopyButton;
use super::lane::LaneHandle;
use super::page::{session, settled};
use crate::experiments::Variant;
use crate::experiments::sources::{Mark, Piece, Source};
use crate::trace::Trace;

/// The whole file of a variant.
#[component]
pub(super) fn Code(lane: LaneHandle, variant: &'static Variant) -> impl IntoView {
    let source: &'static Source = &variant.code.rust;
    let (session, settled) = (session(), settled());
    let in_flight = Memo::new(move |_| match session.moment() {
        Some(moment) => settled.with(|all| {
            let flight = all.get(lane.place).map(|settled| &settled.flight);
            flight
                .into_iter()
                .flat_map(|flight| flight.lines_in_flight(moment))
                .collect()
        }),
        None => lane.trace(in_flight_by_line).unwrap_or_default(),
    });
    let selected = Memo::new(move |_| {
        let id = lane.selected()?;
        lane.trace(|trace| trace.span(id).map(|span| span.call.site.line))?
    });
    let line = |(index, pieces): (usize, Vec<Piece>)| {
        let count = move || in_flight.with(|lines| lines.get(&(index as u32 + 1)).copied());
        view! {
            <span
                class="l"
                class:on=move || count().is_some()
                class:selected=move || selected.get() == Some(index as u32 + 1)
                data-line=index + 1 data-in-flight=count
            >
                {pieces.into_iter().map(piece).collect_view()}
                {move || count().map(|count| view! { <b>{count} " in flight"</b> })}
            </span>
        }
    };
    view! {
        <CodeHead source />
        <pre class="code" tabindex="0" role="region" aria-label=format!("Code of {}", variant.title)>
            <code>{source.lines().into_iter().enumerate().map(line).collect_view()}</code>
        </pre>
    }
}

/// How many calls of each line are in flight now.
fn in_flight_by_line(trace: &Trace) -> HashMap<u32, u32> {
    let mut lines = HashMap::new();
    for span in trace.spans.iter().filter(|span| span.in_flight()) {
        *lines.entry(span.call.site.line).or_default() += 1;
    }
    lines
}

/// The same in another language: a whole program.
#[component]
pub(super) fn Program(source: &'static Source) -> impl IntoView {
    let line = |(index, pieces): (usize, Vec<Piece>)| {
        view! { <span class="l" data-line=index + 1>{pieces.into_iter().map(piece).collect_view()}</span> }
    };
    view! {
        <CodeHead source />
        <pre class="code" tabindex="0" role="region" aria-label=format!("Code of {}", source.path)>
            <code>{source.lines().into_iter().enumerate().map(line).collect_view()}</code>
        </pre>
    }
}

/// Where the file is, and a button that copies it.
#[component]
fn CodeHead(source: &'static Source) -> impl IntoView {
    view! {
        <div class="code__head">
            <p class="code__path mono" title=source.path>{source.short_path()}</p>
            <CopyButton text=source.text.to_owned() />
        </div>
    }
}

fn piece((mark, text): Piece) -> AnyView {
    match mark {
        None => text.into_any(),
        Some(mark) => view! { <span class=class(mark)>{text}</span> }.into_any(),
    }
}

const fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Comment => "c",
        Mark::Function => "f",
        Mark::Keyword => "k",
        Mark::Literal => "s",
        Mark::Macro => "m",
        Mark::Type => "t",
    }
}
