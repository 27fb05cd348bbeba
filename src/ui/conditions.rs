//! How the figures came about: source, floor, cache, warm-up and order.

use std::iter;

use leptos::prelude::*;

use super::page::{session, whole_readings};
use crate::engine::runner::WarmUp;
use crate::format::millis;
use crate::state::verdict::floor_words;
use crate::state::{
    Comparison, LaneState, Order, Origin, Phase, Reading, Session, SourceKind, Warmth,
};

/// The lines below the verdict.
#[component]
pub(super) fn Conditions() -> impl IntoView {
    let session = session();
    view! {
        <ul class="note num">
            {move || notes(session).into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}
        </ul>
    }
}

/// How the figures came about.
fn notes(session: Session) -> Vec<String> {
    let Some(comparison) = session.comparison() else {
        return before_the_first_run(session);
    };
    if !comparison.is_of_experiment() {
        return vec![
            "Durations are those that the file tells, of whichever browser wrote it".into(),
        ];
    }
    let mut notes = vec![format!("Source: {}", comparison.source().name())];
    notes.extend(whole_readings().with(|readings| floor_note(readings)));
    notes.push(conditions(&comparison));
    notes.extend(against_the_model(session, &comparison));
    let compared = whole_readings().with(|all| {
        all.iter()
            .filter(|one| one.state == LaneState::Done)
            .count()
    });
    let here = *comparison.origin() == Origin::Here;
    if here && compared > 1 && !comparison.phase().is_active() {
        notes.push("One run says little: Repeat shows how sure this is".into());
    }
    notes
}

fn before_the_first_run(session: Session) -> Vec<String> {
    let sends = match session.source_kind() {
        SourceKind::Live => "Nothing was sent yet. Run sends real requests to JSONPlaceholder",
        SourceKind::Replica => "Nothing is sent: the replica answers inside the page",
        SourceKind::Custom => "Nothing was sent yet. Run sends real requests to your API",
    };
    let predicted = (!session.prediction().traces.is_empty()).then(|| {
        format!(
            "Dashed outlines are a prediction over a modelled network: {}",
            session.network().summary()
        )
    });
    iter::once(sends.into()).chain(predicted).collect()
}

fn floor_note(readings: &[Reading]) -> Option<String> {
    let fastest = readings
        .iter()
        .filter(|reading| reading.state == LaneState::Done)
        .min_by_key(|reading| reading.total)?;
    let floor = fastest.floor.filter(|floor| floor.calls > 0)?;
    Some(format!(
        "┆ floor {}: {}",
        millis(floor.time),
        floor_words(floor)
    ))
}

/// How far the clock's makespans lie from the model's, on the replica.
fn against_the_model(session: Session, comparison: &Comparison) -> Option<String> {
    // Of a run that was opened, the page's own network is another.
    let here = *comparison.origin() == Origin::Here;
    let over = here && comparison.phase() == Phase::Done && comparison.source().is_replica();
    let traces = over.then(|| session.prediction().traces)?;
    let variants = comparison.settings().experiment.variants;
    let differences = whole_readings().with(|readings| {
        let lanes = readings.iter().zip(&*traces).zip(variants);
        let difference = lanes.filter_map(|((reading, trace), variant)| {
            let done = reading.state == LaneState::Done;
            let (clock, model) = (
                reading.total.filter(|_| done)?,
                trace.ended?,
            );
            let millis = clock.as_millis_f64() - model.as_millis_f64();
            Some(format!(
                "{} {millis:+.1} ms",
                variant.title.to_ascii_lowercase()
            ))
        });
        difference.collect::<Vec<_>>()
    });
    let any = !differences.is_empty();
    any.then(|| {
        format!(
            "The clock against the model: {}",
            differences.join(", ")
        )
    })
}

/// Cache, warm-up and order, as far as they are known.
fn conditions(comparison: &Comparison) -> String {
    let mut parts = Vec::new();
    if !comparison.source().is_replica() {
        parts.push("cache bypassed".to_owned());
    }
    if let Some(Warmth {
        found, requests, ..
    }) = comparison.warmth()
    {
        parts.push(match (found, requests) {
            (WarmUp::Answered { .. }, 1) => "warmed up by 1 request".into(),
            (WarmUp::Answered { .. }, _) => format!("warmed up by {requests} requests at once"),
            _ => "warm-up got no answer".into(),
        });
    }
    let variants = comparison.settings().experiment.variants;
    if let Some(first) = comparison
        .order()
        .first()
        .map(|place| variants[*place].title.to_ascii_lowercase())
    {
        let here = *comparison.origin() == Origin::Here;
        parts.push(match comparison.settings().order {
            _ if !here => format!("{first} ran first"),
            Order::Random => format!(
                "{first} ran first (drawn, seed {})",
                comparison.seed()
            ),
            Order::Fixed => format!("{first} ran first (fixed)"),
        });
    }
    let mut text = parts.join(" · ");
    if let Some(first) = text.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    text
}
