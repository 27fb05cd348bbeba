//! Which variant when, and what goes wrong with it.

use leptos::prelude::*;

use super::page::session;
use super::prose::prose;
use crate::experiments::Variant;

/// When to use each variant of the experiment, and what to watch for.
#[component]
pub(super) fn WhichWhen() -> impl IntoView {
    let session = session();
    let entry = |variant: &'static Variant| {
        view! {
            <li data-when=variant.name>
                <h3>{variant.title}</h3>
                <dl>
                    <dt>"Use it when"</dt>
                    <dd>{prose(variant.use_when)}</dd>
                    <dt>"Watch for"</dt>
                    <dd>{prose(variant.watch_for)}</dd>
                </dl>
            </li>
        }
    };
    let entries = move || {
        session
            .experiment()
            .variants
            .iter()
            .map(entry)
            .collect_view()
    };
    view! {
        <section class="reference" aria-labelledby="when-title">
            <h2 id="when-title">"Which one, when"</h2>
            <ul class="when">{entries}</ul>
        </section>
    }
}
