//! What a person chooses, and Run.

use leptos::prelude::*;

use super::page::session;
use crate::api::USERNAMES;
use crate::experiments::{Kind, Param};
use crate::state::SourceKind;

/// Parameters, Run and Stop.
#[component]
pub(super) fn Controls() -> impl IntoView {
    let session = session();
    let params = move || {
        let params = session.experiment().params;
        params
            .iter()
            .map(|param| view! { <ParamField param /> })
            .collect_view()
    };
    let run = move || match session.experiment().variants.len() {
        2 => "Run both".to_owned(),
        3 => "Run all three".to_owned(),
        count => format!("Run all {count}"),
    };
    let bad_source = move || session.source().is_err();
    view! {
        <div class="bar">
            {params}
            <ApiField />
            <button
                class="run"
                data-action="run"
                prop:disabled=bad_source
                aria-keyshortcuts="Control+Enter Meta+Enter"
                on:click=move |_| session.run()
            >
                <span aria-hidden="true">"▶"</span>
                {run}
                <kbd class="hide-s" aria-hidden="true">"Ctrl ↵"</kbd>
            </button>
            <button
                class="quiet"
                data-action="stop"
                prop:disabled=move || !session.is_active()
                aria-keyshortcuts="Escape"
                on:click=move |_| session.stop()
            >
                "Stop"
            </button>
        </div>
    }
}

#[component]
fn ParamField(param: &'static Param) -> impl IntoView {
    let session = session();
    let value = move || {
        let chosen = session.settings().values.get(param.key);
        chosen.unwrap_or(param.default()).text()
    };
    let choose = move |event| {
        // A select offers only what can be read.
        if let Ok(value) = param.parse(&event_target_value(&event)) {
            session.choose(param.key, value);
        }
    };
    match param.kind {
        Kind::User { .. } => view! {
            <label class="field">
                {param.label}
                <select name=param.key prop:value=value on:change=choose>
                    {user_options(move || session.source_kind() == SourceKind::Custom)}
                </select>
            </label>
        },
    }
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
            <label class="field field--wide">
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
                <span class="err" id="api-problem" data-error-for="api" role="status">
                    {move || problem().map(|problem| format!("Needed: {problem}."))}
                </span>
            </label>
        </Show>
    }
}
