//! The list of experiments, and what there is besides.

use leptos::prelude::*;

use super::icon::Bars;
use super::link::{ExperimentLink, ViewLink};
use crate::experiments::{EXPERIMENTS, Experiment, IconBar};
use crate::state::View;

/// Three lines of a table.
const TABLE: &[IconBar] = &[
    IconBar::new(1, 1, 18),
    IconBar::faint(1, 6, 18),
    IconBar::faint(1, 11, 18),
];

/// All experiments, in groups, and the page of concepts.
#[component]
pub(super) fn Navigation() -> impl IntoView {
    let groups = EXPERIMENTS.chunk_by(|one, next| one.group == next.group);
    let entry = |experiment: &&'static Experiment| {
        let experiment = *experiment;
        view! {
            <li>
                <ExperimentLink experiment>
                    <Bars bars=experiment.icon />
                    {experiment.menu}
                </ExperimentLink>
            </li>
        }
    };
    view! {
        <div class="nav">
            <nav aria-label="Pages">
                {groups
                    .map(|group| view! {
                        <h2>{group[0].group}</h2>
                        <ul>{group.iter().map(entry).collect_view()}</ul>
                    })
                    .collect_view()}
                <h2>"Reference"</h2>
                <ul>
                    <li>
                        <ViewLink to=View::Concepts>
                            <Bars bars=TABLE />
                            "Concepts"
                        </ViewLink>
                    </li>
                </ul>
            </nav>
        </div>
    }
}
