//! The page in another one: verdict and lanes, without the shell.

use leptos::prelude::*;

use super::controls::RunButton;
use super::lane::Lanes;
use super::notices::Notices;
use super::opened::Provenance;
use super::page::session;
use super::time_bar::ReplayControls;
use super::turns::Stands;
use super::verdict::VerdictPanel;

/// Verdict and lanes, Run, and the way to the whole page.
#[component]
pub(super) fn EmbeddedPage() -> impl IntoView {
    let session = session();
    view! {
        <main
            id="main"
            class="embed"
            tabindex="-1"
            aria-labelledby="title"
            data-embed=""
            data-page=move || session.view().name()
            data-experiment=move || session.experiment().name
        >
            <header class="embed__head">
                <h1 id="title">{move || session.experiment().title}</h1>
                <ReplayControls />
                <RunButton />
            </header>
            <Notices />
            <Provenance />
            <VerdictPanel />
            <Lanes />
            <Foot />
            <Stands />
        </main>
    }
}

/// Where answers come from, and a link to the whole page.
#[component]
fn Foot() -> impl IntoView {
    let session = session();
    let source = move || match session.comparison() {
        Some(comparison) => Some(comparison.source()),
        // An embed has no API of its own whose address could be wrong.
        None => session.source().ok(),
    };
    let kind = move || source().map(|source| source.kind().name());
    view! {
        <p class="embed__foot num">
            <span data-source-name=kind>"Source: " {move || source().map(|source| source.name())}</span>
            <a href=move || session.link_to_whole() target="_blank" rel="noopener" data-action="open-whole">
                "Open in Tandem"
            </a>
        </p>
    }
}
