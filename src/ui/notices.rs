//! What went otherwise than one might think, and what can be done about it.

use leptos::prelude::*;

use super::page::session;
use crate::engine::runner::WarmUp;
use crate::state::link::Problem;
use crate::state::{Session, Source};

/// The notices of this moment, most of them none.
#[component]
pub(super) fn Notices() -> impl IntoView {
    let session = session();
    view! {
        <div class="notices" role="status">
            {move || {
                let problems = session.problems();
                (!problems.is_empty()).then(|| view! { <LinkNotice problems /> })
            }}
            {move || session.fallen_back().map(|found| view! { <FallBackNotice found /> })}
            {move || refusal(session).map(|text| view! { <RefusalNotice text /> })}
        </div>
    }
}

#[component]
fn LinkNotice(problems: Vec<Problem>) -> impl IntoView {
    let session = session();
    let item = |problem: &Problem| view! { <li>{sentence(problem)}</li> };
    view! {
        <div class="notice" data-notice="link">
            <ul>{problems.iter().map(item).collect_view()}</ul>
            <button class="quiet" data-action="dismiss" on:click=move |_| session.dismiss_problems()>
                "Fine"
            </button>
        </div>
    }
}

/// What was wrong in a link: the value by name, and what may stand there.
fn sentence(problem: &Problem) -> String {
    let Problem {
        key,
        value,
        expected,
    } = problem;
    let shown: String = value.chars().take(80).collect();
    match expected {
        Some(expected) => {
            format!("The link’s {key} “{shown}” was left out. It may be: {expected}.")
        }
        None => format!("The link’s {key} “{shown}” was left out: it means nothing for this page."),
    }
}

#[component]
fn FallBackNotice(found: WarmUp) -> impl IntoView {
    let session = session();
    let what = match found {
        WarmUp::Silent => "JSONPlaceholder did not answer within 3 seconds.",
        WarmUp::Unreachable | WarmUp::Answered { .. } => {
            "JSONPlaceholder could not be reached (network, CORS or a blocker: a page is not told which)."
        }
    };
    view! {
        <div class="notice" data-notice="fall-back">
            <p>{what} " This ran on the offline replica: the data is our own and the latencies are modelled."</p>
            <button class="quiet" data-action="try-live" on:click=move |_| session.try_live_again()>
                "Try live again"
            </button>
        </div>
    }
}

/// What the warm-up told of a source that cannot serve, unless the page fell back for it.
fn refusal(session: Session) -> Option<String> {
    let comparison = session.comparison()?;
    let source = comparison.source();
    if source == Source::Replica {
        return None;
    }
    let name = source.name();
    match comparison.warm_up()? {
        WarmUp::Answered { status: 200..300 } => None,
        WarmUp::Answered { status } => Some(format!(
            "{name} answers with status {status}. That is its answer, so it is shown below."
        )),
        WarmUp::Silent => Some(format!(
            "{name} did not answer the warm-up within 3 seconds."
        )),
        WarmUp::Unreachable => Some(format!(
            "{name} could not be reached (network, CORS or a blocker: a page is not told which)."
        )),
    }
}

#[component]
fn RefusalNotice(text: String) -> impl IntoView {
    let session = session();
    view! {
        <div class="notice" data-notice="source">
            <p>{text}</p>
            <button class="quiet" data-action="use-replica" on:click=move |_| session.run_on_replica()>
                "Run on the replica"
            </button>
        </div>
    }
}
