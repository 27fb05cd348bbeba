//! The list of experiments.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::icon::Bars;
use super::page::session;
use crate::experiments::{EXPERIMENTS, Experiment};

/// All experiments, in groups.
#[component]
pub(super) fn Navigation() -> impl IntoView {
    let groups = EXPERIMENTS.chunk_by(|one, next| one.group == next.group);
    view! {
        <div class="nav">
            <nav aria-label="Experiments">
                {groups
                    .map(|group| view! {
                        <h2>{group[0].group}</h2>
                        <ul>
                            {group.iter().map(|experiment| view! { <Entry experiment /> }).collect_view()}
                        </ul>
                    })
                    .collect_view()}
            </nav>
        </div>
    }
}

/// A link that works as links do (in a new tab, copied), and turns the page without loading it anew.
#[component]
fn Entry(experiment: &'static Experiment) -> impl IntoView {
    let session = session();
    let current = move || (session.experiment() == experiment).then_some("page");
    let href = move || session.link_to(experiment);
    let open = move |event: MouseEvent| {
        let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key();
        if !elsewhere {
            event.prevent_default();
            session.open(experiment.name);
        }
    };
    view! {
        <li>
            <a href=href aria-current=current on:click=open>
                <Bars bars=experiment.icon />
                {experiment.menu}
            </a>
        </li>
    }
}
