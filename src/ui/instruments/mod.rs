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
