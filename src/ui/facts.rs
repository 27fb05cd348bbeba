//! The figures of one lane.

use leptos::prelude::*;

use crate::format::{bytes, millis};
use crate::state::Reading;
use crate::time::Nanos;
use crate::trace::evidence::Floor;

/// A figure, and what is said of it in small print.
type Figure = (String, String);

/// Six figures; a dash where there is none yet.
#[component]
pub(super) fn Facts(reading: Memo<Reading>) -> impl IntoView {
    let fact =
        move |label: &'static str, help: &'static str, read: fn(&Reading) -> Option<Figure>| {
            let figure = move || {
                reading
                    .with(read)
                    .unwrap_or_else(|| ("–".into(), String::new()))
            };
            view! {
                <div title=help>
                    <dt>{label}</dt>
                    <dd>{move || figure().0} " " <small>{move || figure().1}</small></dd>
                </div>
            }
        };
    view! {
        <dl class="facts num">
            {fact("First response", "When the first answer was here and decoded", |reading| {
                reading.metrics.first_response.map(millis).map(plain)
            })}
            {fact("First result", "When the code handed its first value to its caller", |reading| {
                reading.metrics.first_result.map(millis).map(plain)
            })}
            {fact("Floor", FLOOR, |reading| reading.floor.zip(reading.total).and_then(floor))}
            {fact("Peak in flight", IN_FLIGHT, |reading| {
                reading.total.map(|_| plain(reading.metrics.peak_in_flight.to_string()))
            })}
            {fact("Received", "The answers’ bytes, once decompressed", |reading| {
                reading.total.map(|_| plain(bytes(reading.metrics.bytes)))
            })}
            {fact("Failed", "Requests that failed, of those that were made", failed)}
        </dl>
    }
}

const fn plain(figure: String) -> Figure {
    (figure, String::new())
}

const FLOOR: &str = "The longest chain of requests that need one another, at this run’s own durations: no \
                     schedule of the same requests could have been faster. And how far above it the run was";

const IN_FLIGHT: &str = "The most requests that were under way at once, as the code sees it. A browser may \
                         hold some of them back: over HTTP/1.1 it opens six connections to a host";

/// The floor, and how far above it the run was.
fn floor((floor, total): (Floor, Nanos)) -> Option<Figure> {
    let above = floor.percent_above(total)?;
    let words = if above < 0.5 {
        "reached".into()
    } else {
        format!("{above:.0} % above")
    };
    Some((millis(floor.time), words))
}

/// What became of the requests that did not come through.
fn failed(reading: &Reading) -> Option<Figure> {
    reading.total?;
    let metrics = &reading.metrics;
    let others = [(metrics.cancelled, "cancelled"), (metrics.ran_on, "ran on")];
    let others = others.iter().filter(|(count, _)| *count > 0);
    let aside: Vec<_> = others
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    Some((
        format!(
            "{} of {}",
            metrics.failed, metrics.calls
        ),
        aside.join(", "),
    ))
}
