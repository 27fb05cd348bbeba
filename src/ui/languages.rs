//! The same ideas in three languages, as a table.

use leptos::prelude::*;

use super::page::session;
use super::prose::prose;
use crate::concepts::{self, Concept};

/// What bears on the experiment; the rest is folded away.
#[component]
pub(super) fn InThreeLanguages() -> impl IntoView {
    let session = session();
    let rows = move || {
        let near = session.experiment().concepts.iter();
        near.filter_map(|name| concepts::find(name))
            .collect::<Vec<_>>()
    };
    let others = move || {
        let near = session.experiment().concepts;
        let far = |concept: &&Concept| !near.contains(&concept.name);
        concepts::all().filter(far).collect::<Vec<_>>()
    };
    view! {
        <section class="reference" aria-labelledby="languages-title" data-languages="">
            <h2 id="languages-title">"The same in three languages"</h2>
            <p class="reference__about">"What matters most in this experiment."</p>
            {move || view! { <Languages concepts=rows() /> }}
            <details>
                <summary>{move || format!("{} more rows", others().len())}</summary>
                {move || view! { <Languages concepts=others() /> }}
            </details>
        </section>
    }
}

/// A row an idea, a column a language. Narrow pages set the cells one below the other; the roles keep
/// it a table for those who have it read to them.
#[component]
pub(super) fn Languages(
    /// The rows.
    concepts: Vec<&'static Concept>,
    /// What stands below a row's title.
    #[prop(default = |_| ().into_any())]
    aside: fn(&'static Concept) -> AnyView,
) -> impl IntoView {
    let row = |concept: &'static Concept| {
        view! {
            <tr role="row" data-concept=concept.name>
                <th role="rowheader" scope="row">{concept.title} {aside(concept)}</th>
                <td role="cell" data-language="Rust">{prose(concept.rust)}</td>
                <td role="cell" data-language="TypeScript">{prose(concept.typescript)}</td>
                <td role="cell" data-language="Python">{prose(concept.python)}</td>
            </tr>
        }
    };
    view! {
        <table class="languages" role="table">
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col"><span class="only-read">"Idea"</span></th>
                    <th role="columnheader" scope="col">"Rust"</th>
                    <th role="columnheader" scope="col">"TypeScript"</th>
                    <th role="columnheader" scope="col">"Python"</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{concepts.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
