//! What a browser hides of an experiment, and the figures that it lets through.

use leptos::prelude::*;

use super::page::session;
use crate::experiments::Experiment;
use crate::format::millis;
use crate::state::{Comparison, SourceKind, Warmth};
use crate::trace::metrics::FirstAndLater;

/// On a real API, what the experiment cannot show there, and the way to the replica.
#[component]
pub(super) fn HiddenByBrowsers() -> impl IntoView {
    let session = session();
    let hidden = move || {
        let real = session.source_kind() != SourceKind::Replica;
        session.experiment().hidden_by_browsers.filter(|_| real)
    };
    view! {
        {move || hidden().map(|words| view! {
            <aside class="caveat" data-caveat="">
                <p>{words}</p>
                <MeasuredFirst />
                <button class="quiet" data-action="run-on-replica" on:click=move |_| session.run_on_replica()>
                    "Run on the replica"
                </button>
            </aside>
        })}
    }
}

/// The first request of all beside the later ones, as they were measured.
#[component]
fn MeasuredFirst() -> impl IntoView {
    let session = session();
    let rows = move || {
        let comparison = session.comparison()?;
        let warmth = comparison.warmth()?;
        let mut rows = vec![warm_up_row(warmth)];
        rows.extend(lane_rows(
            session.experiment(),
            &comparison,
        ));
        Some(
            rows.into_iter()
                .map(|(what, figure)| view! { <dt>{what}</dt> <dd>{figure}</dd> })
                .collect_view(),
        )
    };
    view! { {move || rows().map(|rows| view! { <dl class="num" data-measured-first="">{rows}</dl> })} }
}

/// The first request of all: it opened the connection, if none was open.
fn warm_up_row(warmth: Warmth) -> (String, String) {
    let what = "Warm-up, the first request of all".into();
    (
        what,
        format!(
            "{}, with a connection to open unless the browser had one",
            millis(warmth.time)
        ),
    )
}

fn lane_rows(experiment: &'static Experiment, comparison: &Comparison) -> Vec<(String, String)> {
    let lanes = experiment.variants.iter().zip(comparison.lanes());
    lanes
        .filter_map(|(variant, lane)| {
            let ended = lane.state().has_ended();
            let figures = lane.trace(FirstAndLater::of).flatten().filter(|_| ended)?;
            Some((
                variant.title.into(),
                first_and_later(figures),
            ))
        })
        .collect()
}

fn first_and_later(figures: FirstAndLater) -> String {
    let FirstAndLater {
        first,
        later,
        others,
    } = figures;
    let later = match others {
        1 => format!("the other {}", millis(later)),
        _ => format!(
            "median of the other {others}: {}",
            millis(later)
        ),
    };
    format!(
        "first request {}, {later}",
        millis(first)
    )
}
