//! What can be found out beyond one run: repeats, the best limit, other schedules of the same durations,
//! and what could be better.

mod advice;
mod durations;
mod repeats;
mod which_limit;

use leptos::prelude::*;

use self::advice::AdviceCard;
use self::durations::Durations;
use self::repeats::Repeats;
use self::which_limit::WhichLimit;
use crate::state::Phase;

/// The name in page attributes of how far repeats or a search have come: their warm-up is part of them.
const fn task_state(phase: Phase) -> &'static str {
    if phase.is_active() {
        Phase::Running.name()
    } else {
        phase.name()
    }
}

/// All instruments that there is something for.
#[component]
pub(super) fn Instruments() -> impl IntoView {
    view! {
        <div class="instruments">
            <AdviceCard />
            <Repeats />
            <WhichLimit />
            <Durations />
        </div>
    }
}
