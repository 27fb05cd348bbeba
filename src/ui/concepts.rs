//! The page of concepts: every row of the three languages, and where to see it.

use leptos::prelude::*;

use super::focus::{MAIN, hand_on};
use super::languages::Languages;
use super::link::ExperimentLink;
use super::parts::{self, Later};
use crate::concepts::{Concept, TOPICS, Topic};
use crate::experiments::EXPERIMENTS;

/// The page: what it is about, and below it all concepts.
#[component]
pub(super) fn ConceptsPage() -> impl IntoView {
    hand_on("main *", "body", MAIN);
    view! {
        <h1 id="title">"One idea, three languages"</h1>
        <p class="lede">
            "Futures, promises and coroutines look alike and are not. Here is what each idea is called, and \
             how it behaves, in Rust, TypeScript and Python; the experiments show it on real requests."
        </p>
        <Later load=parts::load_concepts view=parts::concepts />
    }
}

/// All concepts, in topics.
#[component]
pub(super) fn Concepts() -> impl IntoView {
    let topic = |topic: &'static Topic| {
        view! {
            <section class="reference">
                <h2>{topic.title}</h2>
                <p class="reference__about">{topic.about}</p>
                <Languages concepts=topic.concepts.to_vec() aside=seen_in />
            </section>
        }
    };
    TOPICS.iter().map(topic).collect_view()
}

/// Links to the experiments in which an idea matters.
fn seen_in(concept: &'static Concept) -> AnyView {
    let shows = EXPERIMENTS
        .iter()
        .filter(|experiment| experiment.concepts.contains(&concept.name));
    let links = shows.map(|experiment| view! { <li><ExperimentLink experiment>{experiment.menu}</ExperimentLink></li> });
    view! { <ul class="seen-in" aria-label="To be seen in">{links.collect_view()}</ul> }.into_any()
}
