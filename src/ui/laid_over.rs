//! The run that is laid over what is on the page: which it is, and what differs.

use leptos::prelude::*;

use super::focus::focus_on;
use super::page::{readings, session};
use crate::state::{Comparison, Phase, Reference, Session};

/// What is told of it, while there is one.
#[component]
pub(super) fn LaidOver() -> impl IntoView {
    let session = session();
    let remove = move |_| {
        session.clear_reference();
        // The button goes with it: on to where another run is chosen.
        focus_on("[data-action=history]");
    };
    view! {
        <div class="laid-over-place" role="status" aria-atomic="true">
            {move || session.reference().map(|reference| view! {
                <div class="laid-over" data-notice="reference">
                    <p>
                        <i class="laid-over__mark" aria-hidden="true"></i>
                        {heading(session, &reference)}
                    </p>
                    <button class="quiet small" data-action="remove-reference" on:click=remove>
                        "Remove"
                    </button>
                    {move || told(session, &reference)}
                </div>
            })}
        </div>
    }
}

fn heading(session: Session, reference: &Reference) -> String {
    format!(
        "Laid over: the run of {} · {}",
        session.local_time(&reference.record().started),
        reference.conditions()
    )
}

/// What can be compared, or what has to happen first.
fn told(session: Session, reference: &Reference) -> AnyView {
    let over = session
        .comparison()
        .filter(|comparison| comparison.phase() == Phase::Done);
    match over {
        Some(comparison) => {
            view! { <Differences reference=reference.clone() comparison /> }.into_any()
        }
        None => view! { <p class="laid-over__more">"Run it to see what differs."</p> }.into_any(),
    }
}

#[component]
fn Differences(reference: Reference, comparison: Comparison) -> impl IntoView {
    let differences = {
        let reference = reference.clone();
        Memo::new(move |_| readings().with(|readings| reference.differences(readings)))
    };
    let conditions = reference.other_conditions(&comparison);
    view! {
        <ul class="laid-over__differences num" data-differences="">
            {move || differences.get().iter().map(|one| view! { <li>{one.words()}</li> }).collect_view()}
        </ul>
        <p class="laid-over__more">
            {conditions.into_iter().map(|other| format!("{other} ")).collect_view()}
            "One run each: what differs may be chance."
        </p>
    }
}
