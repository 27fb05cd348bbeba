//! The answer first: who was faster, by how much, and how the figures came about.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::conditions::Conditions;
use super::laid_over::LaidOver;
use super::page::{session, whole_readings};
use super::race::Race;
use crate::state::verdict::{self, Verdict};
use crate::state::{Comparison, LaneState, Phase, Session};
use crate::time::Nanos;

/// The place of the fastest variant, once the comparison is over and if one was clearly faster.
pub(super) fn best(session: Session) -> Option<usize> {
    current(session)?.best
}

fn current(session: Session) -> Option<Verdict> {
    let comparison = session
        .comparison()
        .filter(|comparison| !comparison.phase().is_active())?;
    Some(whole_readings().with(|readings| verdict::of(&comparison, readings)))
}

/// The verdict, or before the first run what to expect.
#[component]
pub(super) fn VerdictPanel() -> impl IntoView {
    let session = session();
    let verdict = Memo::new(move |_| shown(session));
    let phase = move || session.comparison().map(|comparison| comparison.phase());
    let panel = NodeRef::<html::Section>::new();
    let before = height_before(session, panel, verdict);
    view! {
        <section
            class="verdict"
            aria-label="Verdict"
            node_ref=panel
            style:--before=before
            data-verdict=move || phase().map_or("idle", Phase::name)
        >
            <div>
                <p class="big num">
                    {move || verdict.get().headline}
                    " "
                    <small>{move || verdict.get().about}</small>
                </p>
                <p>{move || verdict.get().detail}</p>
            </div>
            <p class="only-read" role="status" aria-atomic="true">
                {move || announcement(phase(), &verdict.get())}
            </p>
            <Race />
            <LaidOver />
            <Conditions />
        </section>
    }
}

/// The height that the panel had before what is under way, for the style sheet, in CSS pixels: it says less meanwhile, and
/// what stands below it is not to move up and down again.
fn height_before(
    session: Session,
    panel: NodeRef<html::Section>,
    verdict: Memo<Verdict>,
) -> impl Fn() -> Option<String> + Copy + Send {
    let active = Memo::new(move |_| session.is_active());
    let size = move || {
        let panel = panel.get_untracked()?.get_bounding_client_rect();
        Some((panel.width(), panel.height()))
    };
    let before = StoredValue::new(None);
    Effect::new(move |_| {
        // What it says and what is laid over it make it as high as it is.
        verdict.track();
        let _ = session.reference();
        if !active.get() {
            spawn_local(async move {
                // Once it has been drawn.
                session.next_turn().await;
                if active.try_get_untracked() == Some(false) {
                    before.set_value(size());
                }
            });
        }
    });
    move || {
        let before = active.get().then(|| before.get_value()).flatten();
        // In a window of another width it would be another.
        let before = before.filter(|(width, _)| size().is_some_and(|(now, _)| now == *width));
        before.map(|(_, height)| format!("{height}px"))
    }
}

/// What is read out: that a comparison began, and what came of it. Nothing in between.
fn announcement(phase: Option<Phase>, verdict: &Verdict) -> String {
    match phase {
        None => String::new(),
        Some(phase) if phase.is_active() => "Running.".into(),
        Some(_) => format!(
            "{} {}. {}",
            verdict.headline, verdict.about, verdict.detail
        ),
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

/// The variant that runs, or that runs next; the last one while what it left behind is seen to.
fn running(comparison: &Comparison) -> String {
    let mut in_order = comparison
        .order()
        .iter()
        .map(|place| &comparison.lanes()[*place]);
    let last = in_order.clone().next_back();
    let active = |state| state == LaneState::Running || state == LaneState::Waiting;
    let running = in_order.find(|lane| active(lane.state()));
    running
        .or(last)
        .map(|lane| lane.title.to_ascii_lowercase())
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
                variant.title.to_ascii_lowercase(),
                about(total)
            )
        })
        .collect();
    Verdict {
        headline: "Press Run".into(),
        about: "to measure it".into(),
        // Nothing is predicted of what is not there.
        detail: if each.is_empty() {
            String::new()
        } else {
            format!(
                "Predicted on the replica’s network: {}.",
                each.join(", ")
            )
        },
        best: None,
    }
}
