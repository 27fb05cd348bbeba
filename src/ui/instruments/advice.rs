//! What would have made the run shorter, lane by lane, with the saving that was computed.

use leptos::prelude::*;

use super::super::page::session;
use crate::state::instruments::{LaneAdvice, advice};

/// Advice on the comparison that is over; nothing where there is nothing to say.
#[component]
pub(in crate::ui) fn AdviceCard() -> impl IntoView {
    let session = session();
    let all = Memo::new(move |_| advice(session));
    let entry = |LaneAdvice {
                     variant,
                     title,
                     sentences,
                 }: LaneAdvice| {
        let sentences = sentences
            .into_iter()
            .map(|sentence| view! { <p>{sentence}</p> })
            .collect_view();
        view! { <li data-advice=variant><strong>{title}</strong>{sentences}</li> }
    };
    view! {
        {move || all.get().map(|lanes| view! {
            <section class="instrument" aria-labelledby="advice-title" data-advices="">
                <h2 id="advice-title">"What would have been faster"</h2>
                <ul class="advice">{lanes.into_iter().map(entry).collect_view()}</ul>
                <p class="instrument__aside">
                    "Computed from this run’s own durations; each saving by itself. That calls do not need one \
                     another is known from another variant having made them at once."
                </p>
            </section>
        })}
    }
}
