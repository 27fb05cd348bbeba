//! How many calls were in flight at each moment, as a small area below the bars.

use leptos::prelude::*;

use super::super::lane::LaneHandle;
use super::super::page::{session, settled, window_axis};
use crate::format::thousands;
use crate::time::Nanos;
use crate::trace::flight::Flight;

/// Into how many parts the axis is cut: a narrow lane has about as many pixels.
const PARTS: usize = 240;

/// The area's own height, as its drawing counts it.
pub(in crate::ui) const HEIGHT: f64 = 24.0;

/// The calls in flight over the axis, once the run is over.
#[component]
pub(super) fn FlightArea(lane: LaneHandle) -> impl IntoView {
    let (session, axis) = (session(), window_axis());
    let settled = settled();
    let parts = Memo::new(move |_| {
        let axis = axis.get();
        settled.with(|all| {
            let flight = &all.get(lane.place)?.flight;
            let most = flight.most_in_parts(axis.from, axis.to, PARTS);
            most.iter().any(|most| *most > 0).then_some(most)
        })
    });
    let peak = move || {
        parts
            .with(|parts| parts.iter().flatten().copied().max())
            .unwrap_or_default()
    };
    let seen = move || {
        let moment = session.moment();
        moment.map_or(100.0, |moment| {
            axis.get().percent(moment)
        })
    };
    view! {
        <div class="fall__flight num" class:empty=move || parts.with(Option::is_none)>
            <span>{move || parts.with(Option::is_some).then_some("in flight")}</span>
            <svg
                viewBox=format!("0 0 {PARTS} {HEIGHT}")
                preserveAspectRatio="none"
                aria-hidden="true"
            >
                {move || parts.get().map(|parts| view! {
                    <path d=outline(&parts, peak()) style:clip-path=move || format!("inset(0 {}% 0 0)", 100.0 - seen()) />
                })}
            </svg>
            <span>{move || parts.with(Option::is_some).then(|| format!("≤ {}", thousands(peak().into())))}</span>
        </div>
    }
}

/// The outline of steps as high as `parts` say, of a highest of `peak`.
pub(in crate::ui) fn outline(parts: &[u32], peak: u32) -> String {
    use std::fmt::Write;
    let mut path = format!("M0 {HEIGHT}");
    let mut last = None;
    for (place, count) in parts.iter().enumerate() {
        if last != Some(*count) {
            let y = HEIGHT * (1.0 - f64::from(*count) / f64::from(peak.max(1)));
            // Writing into a text cannot fail.
            let _ = write!(path, "H{place}V{y:.1}");
            last = Some(*count);
        }
    }
    let _ = write!(path, "H{}V{HEIGHT}Z", parts.len());
    path
}

/// The most calls in flight in each part of the whole time of `flight`.
pub(in crate::ui) fn overview(flight: &Flight, to: Nanos) -> Vec<u32> {
    flight.most_in_parts(Nanos::ZERO, to, PARTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_steps_where_the_number_changes() {
        assert_eq!(
            outline(&[1, 1, 2, 0], 2),
            "M0 24H0V12.0H2V0.0H3V24.0H4V24Z"
        );
        assert_eq!(outline(&[], 0), "M0 24H0V24Z");
    }
}
