//! All makespans on one axis.

use leptos::prelude::*;

use super::page::{axis, readings, session};
use super::verdict::best;
use crate::axis::Axis;
use crate::format::{millis, millis_number};
use crate::state::{LaneState, Session};

/// All makespans on one axis.
#[component]
pub(super) fn Race() -> impl IntoView {
    let session = session();
    let axis = axis();
    // The same bars for each run of an experiment.
    let titles = Memo::new(move |_| titles(session));
    let bars = move || {
        let titles = titles.get().into_iter().enumerate();
        titles
            .map(|(place, title)| view! { <RaceBar place title axis /> })
            .collect_view()
    };
    view! {
        <ol class="race num">
            {bars}
            <li class="ticks" aria-hidden="true">
                <span></span>
                <span class="ticks__scale">
                    {move || axis.get().ticks().into_iter().map(|tick| view! {
                        <span style:left=format!("{}%", axis.get().percent(tick))>
                            {millis_number(tick)}
                        </span>
                    }).collect_view()}
                </span>
                <span></span>
            </li>
        </ol>
    }
}

/// The names of the lanes.
fn titles(session: Session) -> Vec<String> {
    match session.comparison() {
        Some(opened) if !opened.is_of_experiment() => {
            let lanes = opened.lanes().iter();
            lanes.map(|lane| lane.title.to_string()).collect()
        }
        _ => {
            let variants = session.experiment().variants.iter();
            variants.map(|variant| variant.title.to_owned()).collect()
        }
    }
}

#[component]
fn RaceBar(place: usize, title: String, axis: Memo<Axis>) -> impl IntoView {
    let session = session();
    let readings = readings();
    let reading = Memo::new(move |_| {
        readings
            .with(|all| all.get(place).cloned())
            .unwrap_or_default()
    });
    let predicted = move || {
        let traces = session.prediction().traces;
        traces.get(place).and_then(|trace| trace.ended)
    };
    let ghost = move || session.comparison().is_none();
    let total = move || {
        if ghost() {
            predicted()
        } else {
            reading.with(|reading| reading.total)
        }
    };
    let width = move || {
        let percent = total().map_or(0.0, |total| axis.get().percent(total));
        format!("{percent}%")
    };
    let floor = move || {
        let floor = reading
            .with(|reading| reading.floor)
            .filter(|floor| floor.calls > 0)?;
        Some(view! { <b style:left=format!("{}%", axis.get().percent(floor.time))></b> })
    };
    let laid_over = move || {
        let total = session.reference()?.total(place)?;
        Some(
            view! { <span class="track__laid-over" style:left=format!("{}%", axis.get().percent(total))></span> },
        )
    };
    let figure = move || match (
        ghost(),
        reading.with(|reading| reading.state),
        total(),
    ) {
        (true, _, Some(total)) => format!("≈ {}", millis(total)),
        (_, LaneState::Failed, _) => "failed".into(),
        (_, LaneState::Cancelled, _) => "stopped".into(),
        (_, _, Some(total)) => millis(total),
        (_, _, None) => "–".into(),
    };
    let grade = move || match reading.with(|reading| reading.state) {
        LaneState::Failed => "fail",
        _ if ghost() => "ghost",
        _ if best(session) == Some(place) => "win",
        _ => "",
    };
    view! {
        <li>
            <span class="race__name" title=title.clone()>{title.clone()}</span>
            <span class="track">
                <i data-grade=grade style:width=width></i>
                {floor}
                {laid_over}
            </span>
            <span class="race__figure num">{figure}</span>
        </li>
    }
}
