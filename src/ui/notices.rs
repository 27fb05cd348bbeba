//! What went otherwise than one might think, and what can be done about it.

use leptos::prelude::*;

use super::focus::{RUN, focus_on_run, hand_on};
use super::page::session;
use crate::engine::runner::WarmUp;
use crate::state::budget::{BUDGET, OverBudget};
use crate::state::link::{Problem, Wrong};
use crate::state::{Session, Unopened};

/// The notices of this moment, most of them none.
#[component]
pub(super) fn Notices() -> impl IntoView {
    let session = session();
    // What went wrong interrupts; what one should know waits for its turn.
    view! {
        <div class="notices" role="alert">
            {move || session.unopened().map(|Unopened { name, problem }| view! {
                <div class="notice" data-notice="file">
                    <p>"“" {name} "” was not opened, and nothing was changed. " {problem}</p>
                    <button class="quiet" data-action="dismiss" on:click=move |_| {
                        session.dismiss_unopened();
                        focus_on_run();
                    }>
                        "Dismiss"
                    </button>
                </div>
            })}
            {move || refusal(session).map(|text| view! { <RefusalNotice text /> })}
            <Show when=move || session.is_missing()>
                <MissingNotice />
            </Show>
        </div>
        <div class="notices" role="status" aria-atomic="true">
            {move || {
                let problems = session.problems();
                (!problems.is_empty()).then(|| view! { <LinkNotice problems /> })
            }}
            {move || fall_back(session).map(|text| view! { <FallBackNotice text /> })}
            {move || session.over_budget().map(|over| view! {
                <div class="notice" data-notice="budget"><p>{over_budget(over)}</p></div>
            })}
            <Show when=move || session.offers_newer()>
                <NewerNotice />
            </Show>
        </div>
    }
}

/// What the experiment runs did not come.
#[component]
fn MissingNotice() -> impl IntoView {
    hand_on("[data-notice=program]", "body", RUN);
    let session = session();
    view! {
        <div class="notice" data-notice="program">
            <p>
                "What this experiment runs could not be loaded. If it does not come, reload the page: there may be a newer \
                 version."
            </p>
            <button class="quiet" data-action="load-again" on:click=move |_| {
                session.ask_for_routines();
                focus_on_run();
            }>
                "Try again"
            </button>
        </div>
    }
}

/// It goes when a run begins, and hands the focus on to Run.
#[component]
fn NewerNotice() -> impl IntoView {
    hand_on("[data-notice=version]", "body", RUN);
    let session = session();
    view! {
        <div class="notice" data-notice="version">
            <p>
                "A newer version of Tandem is there. Loading it loads the page anew; finished runs stay in the \
                 history."
            </p>
            <button class="quiet" data-action="load-newer" on:click=move |_| session.load_newer()>
                "Load it"
            </button>
        </div>
    }
}

/// Why live is asked nothing just now, and when it will be.
fn over_budget(over: OverBudget) -> String {
    let OverBudget { wanted, left, wait } = over;
    let then = match wait {
        Some(seconds) => format!("It will be possible in {seconds} s"),
        None => "Choose less".into(),
    };
    format!(
        "This would send {wanted} requests to JSONPlaceholder, and {left} of {BUDGET} a minute are left: it is \
         free, and stays so by being asked little. {then}, or run on the replica."
    )
}

#[component]
fn LinkNotice(problems: Vec<Problem>) -> impl IntoView {
    let session = session();
    let dismiss = move |_| {
        session.dismiss_problems();
        focus_on_run();
    };
    let item = |problem: &Problem| view! { <li>{sentence(problem)}</li> };
    view! {
        <div class="notice" data-notice="link">
            <ul>{problems.iter().map(item).collect_view()}</ul>
            <button class="quiet" data-action="dismiss" on:click=dismiss>
                "Dismiss"
            </button>
        </div>
    }
}

/// What was wrong in a link: the value by name, and what may stand there.
fn sentence(problem: &Problem) -> String {
    let Problem { key, value, wrong } = problem;
    let (key, shown) = (plain(key), plain(value));
    let what = format!("The link’s {key} “{shown}” was left out");
    match wrong {
        Wrong::Expected(expected) => format!("{what}. Allowed: {expected}."),
        Wrong::Unknown => format!("{what}: it means nothing for this page."),
        Wrong::Unreadable(reason) => format!("{what}. {reason} The rest of the link applies."),
    }
}

/// The beginning of what a link says, without signs that would turn round or hide what stands beside it.
fn plain(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
    let shown = text.chars().take(80);
    shown
        .map(|c| {
            if c.is_control() || turns(c) {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

/// Why the replica ran, or will run, although nobody chose it.
fn fall_back(session: Session) -> Option<String> {
    let comparison = session.comparison();
    let ran = comparison.and_then(|comparison| comparison.fell_back());
    let what = match ran.or_else(|| session.fallen_back())? {
        WarmUp::Silent => "JSONPlaceholder did not answer within 3 seconds.",
        WarmUp::Unreachable | WarmUp::Answered { .. } => {
            "JSONPlaceholder could not be reached (network, CORS or a blocker: a page is not told which)."
        }
        WarmUp::Offline => "This browser is offline.",
        WarmUp::Elsewhere => {
            "JSONPlaceholder sent the page on to another host, whose answers are not taken."
        }
    };
    let then = if ran.is_some() {
        "This ran on the offline replica: its data is our own, its latencies are modelled."
    } else {
        "Runs use the offline replica until you try live again."
    };
    Some(format!("{what} {then}"))
}

#[component]
fn FallBackNotice(text: String) -> impl IntoView {
    hand_on("[data-notice=fall-back]", "body", RUN);
    let session = session();
    let again = move |_| {
        session.try_live_again();
        focus_on_run();
    };
    view! {
        <div class="notice" data-notice="fall-back">
            <p>{text}</p>
            <button class="quiet" data-action="try-live" on:click=again>
                "Try live again"
            </button>
        </div>
    }
}

/// What the warm-up told of a source that cannot serve, unless the page fell back for it.
fn refusal(session: Session) -> Option<String> {
    let comparison = session.comparison()?;
    let source = comparison.source();
    if source.is_replica() {
        return None;
    }
    let name = source.name();
    match comparison.warmth()?.found {
        WarmUp::Answered { status: 200..300 } => None,
        WarmUp::Answered { status } => Some(format!(
            "{name} answers with status {status}. The run went on, so that you see what the code makes of it."
        )),
        WarmUp::Silent => Some(format!(
            "{name} did not answer the warm-up within 3 seconds."
        )),
        WarmUp::Offline => Some(format!(
            "{name} could not be reached: this browser is offline."
        )),
        WarmUp::Elsewhere => Some(format!(
            "{name} sent the page on to another host, whose answers are not taken."
        )),
        WarmUp::Unreachable => Some(format!(
            "{name} could not be reached (network, CORS or a blocker: a page is not told which)."
        )),
    }
}

#[component]
fn RefusalNotice(text: String) -> impl IntoView {
    hand_on("[data-notice=source]", "body", RUN);
    let session = session();
    let on_replica = move |_| {
        session.run_on_replica();
        focus_on_run();
    };
    view! {
        <div class="notice" data-notice="source">
            <p>{text}</p>
            <button class="quiet" data-action="use-replica" on:click=on_replica>
                "Run on the replica"
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_link_says_stays_in_its_place() {
        let cases = [
            ("a\u{202e}gnp.exe", "a\u{fffd}gnp.exe"),
            (
                "\u{2066}\u{0}\t\u{200f}",
                "\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
            ),
            ("שלום <b>", "שלום <b>"),
        ];
        for (text, shown) in cases {
            assert_eq!(plain(text), shown, "{text:?}");
        }
        assert_eq!(plain(&"x".repeat(99)).len(), 80);
    }
}
