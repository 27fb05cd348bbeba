//! The words of the page, for those who meet them here.

use leptos::prelude::*;

/// Each word and what it means, in the order a reader of a lane meets them.
const WORDS: &[(&str, &str)] = &[
    (
        "Makespan",
        "The time from a variant’s start to its end: the figure at the top of a lane.",
    ),
    (
        "First response",
        "When the first answer was here and decoded.",
    ),
    (
        "First result",
        "When the code handed its first value to its caller. That is its end, unless it hands values on \
         as they come.",
    ),
    (
        "Floor",
        "The longest chain of requests that need one another, at this run’s own durations. No schedule of \
         the same requests could have been faster. Two requests count as independent only if some variant \
         started one before the other had ended.",
    ),
    (
        "Critical path",
        "The requests that decided when the run ended: outlined in the picture.",
    ),
    (
        "In flight",
        "Started and not ended, as the code sees it. A browser may hold some requests back: over HTTP/1.1 \
         it opens six connections to a host.",
    ),
    (
        "Received",
        "The bytes of all answers, once decompressed.",
    ),
];

/// What the figures mean, folded away.
#[component]
pub(super) fn Glossary() -> impl IntoView {
    let word = |(word, meaning): &(&'static str, &'static str)| view! { <dt>{*word}</dt> <dd>{*meaning}</dd> };
    view! {
        <details class="glossary">
            <summary>"What the figures mean"</summary>
            <dl>{WORDS.iter().map(word).collect_view()}</dl>
        </details>
    }
}
