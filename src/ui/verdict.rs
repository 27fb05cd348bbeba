//! The answer first: who was faster, by how much, and how the figures came about.

use leptos::prelude::*;

use super::page::{readings, session};
use super::waterfall::axis::Axis;
use crate::engine::runner::WarmUp;
use crate::state::format::{millis, millis_number};
use crate::state::verdict::{self, Verdict};
use crate::state::{Comparison, LaneState, Order, Phase, Reading, Session, Source, SourceKind};
use crate::time::Nanos;

/// The place of the fastest variant, once the comparison is over and if one was clearly faster.
pub(super) fn best(session: Session) -> Option<usize> {
    current(session)?.best
}

fn current(session: Session) -> Option<Verdict> {
    let over = session
        .comparison()
        .is_some_and(|comparison| !comparison.phase().is_active());
    over.then(|| readings().with(|readings| verdict::read(readings)))
}

/// The verdict, or before the first run what to expect.
#[component]
pub(super) fn VerdictPanel() -> impl IntoView {
    let session = session();
    let verdict = Memo::new(move |_| shown(session));
    view! {
        <section
            class="verdict"
            aria-label="Verdict"
            data-verdict=move || session.comparison().map(|comparison| phase_name(comparison.phase()))
                .unwrap_or("idle")
        >
            <div role="status" aria-atomic="true">
                <p class="big num">
                    {move || verdict.get().headline}
                    " "
                    <small>{move || verdict.get().about}</small>
                </p>
                <p>{move || verdict.get().detail}</p>
            </div>
            <Race />
            <ul class="note num">
                {move || notes(session).into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}
            </ul>
        </section>
    }
}

const fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::WarmingUp => "warming-up",
        Phase::Running => "running",
        Phase::Done => "done",
        Phase::Stopped => "stopped",
    }
}

/// What the panel says at this moment.
fn shown(session: Session) -> Verdict {
    if let Some(verdict) = current(session) {
        return verdict;
    }
    match session.comparison() {
        None => expected(session),
        Some(comparison) => Verdict {
            headline: "Running".into(),
            about: match comparison.phase() {
                Phase::WarmingUp => "the warm-up".into(),
                _ => running(&comparison),
            },
            detail: "One variant after another, so that neither slows the other.".into(),
            best: None,
        },
    }
}

fn running(comparison: &Comparison) -> String {
    let lanes = comparison.lanes();
    let running = lanes.iter().find(|lane| lane.state() == LaneState::Running);
    running
        .map(|lane| lane.variant.title.to_lowercase())
        .unwrap_or_default()
}

/// Before the first run: what the model predicts, and that it is a model.
fn expected(session: Session) -> Verdict {
    let prediction = session.prediction();
    let variants = session.experiment().variants;
    let totals = prediction
        .traces
        .iter()
        .map(|trace| trace.ended.unwrap_or_default());
    let about = |time: Nanos| {
        format!(
            "{} ms",
            (time.as_millis_f64() / 10.0).round() * 10.0
        )
    };
    let each: Vec<_> = variants
        .iter()
        .zip(totals)
        .map(|(variant, total)| {
            format!(
                "{} about {}",
                variant.title.to_lowercase(),
                about(total)
            )
        })
        .collect();
    Verdict {
        headline: "Press Run".into(),
        about: "to measure it".into(),
        detail: format!(
            "Predicted on the replica’s network: {}.",
            each.join(", ")
        ),
        best: None,
    }
}

/// All makespans on one axis.
#[component]
fn Race() -> impl IntoView {
    let session = session();
    let axis = Axis::of_page();
    let bars = move || {
        let variants = session.experiment().variants;
        let bar = |(place, variant): (
            usize,
            &'static crate::experiments::Variant,
        )| {
            view! { <RaceBar place title=variant.title axis /> }
        };
        variants.iter().enumerate().map(bar).collect_view()
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

#[component]
fn RaceBar(place: usize, title: &'static str, axis: Memo<Axis>) -> impl IntoView {
    let session = session();
    let readings = readings();
    let reading = Memo::new(move |_| {
        readings
            .with(|all| all.get(place).cloned())
            .unwrap_or_default()
    });
    let predicted = move || {
        let traces = session.prediction().traces;
        traces
            .get(place)
            .and_then(|trace| trace.ended)
            .unwrap_or_default()
    };
    let ghost = move || session.comparison().is_none();
    let total = move || {
        if ghost() {
            Some(predicted())
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
            <span class="race__name">{title}</span>
            <span class="track">
                <i data-grade=grade style:width=width></i>
                {floor}
            </span>
            <span class="race__figure num">{figure}</span>
        </li>
    }
}

/// How the figures came about.
fn notes(session: Session) -> Vec<String> {
    let Some(comparison) = session.comparison() else {
        return before_the_first_run(session);
    };
    let mut notes = vec![format!("Source: {}", comparison.source().name())];
    notes.extend(readings().with(|readings| floor_note(readings)));
    notes.push(conditions(&comparison));
    if comparison.phase() == Phase::Done {
        notes.push("One run says little: run it again to see how much it varies".into());
    }
    notes
}

fn before_the_first_run(session: Session) -> Vec<String> {
    let sends = match session.source_kind() {
        SourceKind::Live => "Nothing was sent yet. Run sends real requests to JSONPlaceholder",
        SourceKind::Replica => "Nothing is sent: the replica answers inside the page",
        SourceKind::Custom => "Nothing was sent yet. Run sends real requests to your API",
    };
    vec![
        sends.into(),
        "Dotted bars are a prediction: 80 ms ± 30 a request, modelled".into(),
    ]
}

fn floor_note(readings: &[Reading]) -> Option<String> {
    let fastest = readings
        .iter()
        .filter(|reading| reading.state == LaneState::Done)
        .min_by_key(|reading| reading.total)?;
    let floor = fastest.floor.filter(|floor| floor.calls > 0)?;
    let what = match floor.calls {
        1 => "the slowest request alone".into(),
        calls => format!("{calls} requests that need one another"),
    };
    Some(format!(
        "┆ floor {}: {what}",
        millis(floor.time)
    ))
}

/// Cache, warm-up and order, as far as they are known.
fn conditions(comparison: &Comparison) -> String {
    let mut parts = Vec::new();
    if comparison.source() != Source::Replica {
        parts.push("cache bypassed".to_owned());
    }
    match (
        comparison.warm_up(),
        comparison.warm_up_width(),
    ) {
        (Some(WarmUp::Answered { .. }), 1) => parts.push("warmed up by 1 request".into()),
        (Some(WarmUp::Answered { .. }), width) => {
            parts.push(format!(
                "warmed up by {width} requests at once"
            ));
        }
        (Some(_), _) => parts.push("warm-up got no answer".into()),
        (None, _) => {}
    }
    let variants = comparison.settings().experiment.variants;
    if let Some(first) = comparison
        .order()
        .first()
        .map(|place| variants[*place].title.to_lowercase())
    {
        parts.push(match comparison.settings().order {
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
