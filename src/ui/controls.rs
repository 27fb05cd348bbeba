//! What a person chooses, and Run.

use leptos::prelude::*;

use super::caution::Cautions;
use super::focus::{MAIN, hand_on};
use super::page::session;
use crate::api::USERNAMES;
use crate::experiments::{Kind, Param};
use crate::state::budget::BUDGET;
use crate::state::series::COUNTS;
use crate::state::{Source, SourceKind};

/// Parameters, Run and Stop.
#[component]
pub(super) fn Controls() -> impl IntoView {
    hand_on(".bar, .again", "body", MAIN);
    let session = session();
    let params = move || {
        hand_on(".bar .field", "body", MAIN);
        let params = session.experiment().params;
        params
            .iter()
            .map(|param| view! { <ParamField param /> })
            .collect_view()
    };
    let typed = Memo::new(move |_| match session.source() {
        Ok(Source::Custom(base)) => Some(base),
        _ => None,
    });
    view! {
        <div class="bar">
            {params}
            <ApiField />
            <RunButton />
            <button
                class="quiet"
                data-action="stop"
                aria-disabled=move || (!session.can_stop()).to_string()
                aria-keyshortcuts="Escape"
                on:click=move |_| session.stop()
            >
                "Stop"
            </button>
        </div>
        <div role="status" aria-atomic="true"><Cautions api=typed /></div>
        <div class="again">
            <RepeatButton />
            <Budget />
        </div>
    }
}

/// Runs all variants.
#[component]
pub(super) fn RunButton() -> impl IntoView {
    let session = session();
    let run = move || match session.experiment().variants.len() {
        2 => "Run both".to_owned(),
        3 => "Run all three".to_owned(),
        count => format!("Run all {count}"),
    };
    view! {
        <button
            class="run"
            data-action="run"
            prop:disabled=move || !session.can_run()
            aria-keyshortcuts="Control+Enter Meta+Enter"
            on:click=move |_| session.run()
        >
            <span aria-hidden="true">"▶"</span>
            {run}
            <kbd class="hide-s" aria-hidden="true">"Ctrl ↵"</kbd>
        </button>
    }
}

/// Repeats, as many as are chosen beside it; on the replica they may take no time at all.
#[component]
fn RepeatButton() -> impl IntoView {
    let session = session();
    let count = RwSignal::new(10_u32);
    let at_once = RwSignal::new(false);
    let option = |count: &u32| view! { <option value=count.to_string()>"× " {*count}</option> };
    let choose = move |event| {
        if let Ok(chosen) = event_target_value(&event).parse() {
            count.set(chosen);
        }
    };
    view! {
        <span class="repeat">
            <button
                class="quiet"
                data-action="repeat"
                prop:disabled=move || !session.can_run()
                on:click=move |_| session.repeat(count.get_untracked(), at_once.get_untracked())
            >
                "Repeat"
            </button>
            <select name="repeats" aria-label="How many repeats" prop:value=move || count.get().to_string() on:change=choose>
                {COUNTS.iter().map(option).collect_view()}
            </select>
            <Show when=move || session.source_kind() == SourceKind::Replica>
                <label class="repeat__virtual" title="The model alone, without waiting for it">
                    <input
                        name="virtual"
                        type="checkbox"
                        prop:checked=at_once
                        on:change=move |event| at_once.set(event_target_checked(&event))
                    />
                    "at once, in virtual time"
                </label>
            </Show>
        </span>
    }
}

/// What is left of the live requests of this minute, while they are counted.
#[component]
fn Budget() -> impl IntoView {
    let session = session();
    let left = move || session.budget();
    view! {
        <Show when=move || session.spends()>
            <p class="budget num" data-budget=left>
                <meter min="0" max=BUDGET low=BUDGET / 5 value=left aria-label="Live requests left in this minute"></meter>
                {left} " of " {BUDGET} " live requests left in this minute, over all tabs"
            </p>
        </Show>
    }
}

#[component]
fn ParamField(param: &'static Param) -> impl IntoView {
    let session = session();
    let problem = move || session.problem_of(param);
    let problem_id = format!("{}-problem", param.key);
    let text = move || session.text_of(param);
    let input = move |event| session.type_into(param, event_target_value(&event));
    let leave = move |_| session.leave(param);
    let invalid = move || problem().map(|_| "true");
    let control = match param.kind {
        Kind::User { .. } => view! {
            <select name=param.key prop:value=text on:change=input>
                {user_options(move || session.source_kind() == SourceKind::Custom)}
            </select>
        }
        .into_any(),
        Kind::Numbers { .. } | Kind::Text { .. } => view! {
            <input
                name=param.key
                type="text"
                autocomplete="off"
                spellcheck="false"
                list=known_id(param)
                prop:value=text
                aria-invalid=invalid
                aria-describedby=problem_id.clone()
                on:input=input
                on:change=leave
            />
            {known(param)}
        }
        .into_any(),
        Kind::Count {
            least,
            most,
            slider,
            unit,
            ..
        } => view! {
            <span class="count">
                <input
                    name=param.key
                    type="number"
                    inputmode="numeric"
                    min=least
                    max=most
                    prop:value=text
                    aria-invalid=invalid
                    aria-describedby=problem_id.clone()
                    on:input=input
                    on:change=leave
                />
                <span>{unit}</span>
                <input
                    type="range"
                    min=least
                    max=slider
                    aria-label=format!("{}, by slider", param.label)
                    prop:value=text
                    on:input=input
                />
            </span>
        }
        .into_any(),
    };
    view! {
        <div class="field">
            <label>{param.label} {control}</label>
            <span class="err" id=problem_id data-error-for=param.key role="status" aria-atomic="true">
                {move || problem().map(|problem| format!("Needed: {problem}."))}
            </span>
        </div>
    }
}

fn known_id(param: &Param) -> Option<String> {
    matches!(param.kind, Kind::Text { .. }).then(|| format!("{}-known", param.key))
}

/// Names to choose from; others may be typed.
fn known(param: &Param) -> Option<impl IntoView + use<>> {
    let Kind::Text { known, .. } = param.kind else {
        return None;
    };
    let option = |name: &'static str| view! { <option value=name></option> };
    Some(view! {
        <datalist id=known_id(param)>{known.iter().map(|name| option(name)).collect_view()}</datalist>
    })
}

/// The ten users. Another API's users have other names, so there they are numbers alone.
fn user_options(nameless: impl Fn() -> bool + Copy + Send + 'static) -> impl IntoView {
    let option = move |(index, name): (usize, &'static str)| {
        let id = index + 1;
        let text = move || {
            if nameless() {
                id.to_string()
            } else {
                format!("{id} · {name}")
            }
        };
        view! { <option value=id.to_string()>{text}</option> }
    };
    USERNAMES.into_iter().enumerate().map(option).collect_view()
}

/// The address of a custom API, while that is the source.
#[component]
fn ApiField() -> impl IntoView {
    let session = session();
    let problem = move || session.source().err().map(|problem| problem.to_string());
    let text = move || session.settings().api;
    view! {
        <Show when=move || session.source_kind() == SourceKind::Custom>
            <div class="field field--wide">
                <label>
                    "Address of your API"
                    <input
                        name="api"
                        type="url"
                        inputmode="url"
                        autocomplete="url"
                        spellcheck="false"
                        placeholder="http://localhost:3000"
                        prop:value=text
                        aria-invalid=move || problem().map(|_| "true")
                        aria-describedby="api-problem"
                        on:input=move |event| session.choose_api(&event_target_value(&event))
                    />
                </label>
                <span class="err" id="api-problem" data-error-for="api" role="status" aria-atomic="true">
                    {move || problem().map(|problem| format!("Needed: {problem}."))}
                </span>
            </div>
        </Show>
    }
}
