//! Which requests are listed, and in which order: offered once there are more than a few.

use leptos::prelude::*;

use super::focus::hand_on;
use super::page::session;
use crate::state::Session;
use crate::state::look::Sort;
use crate::trace::Outcome;

/// Up to so many rows are read at a glance.
const FEW: usize = 20;

/// Order, resource, outcome and text, for all lanes.
#[component]
pub(super) fn Sifting() -> impl IntoView {
    let session = session();
    // A run begins with none: what was offered stays until it is over, and nothing jumps.
    let offered = Memo::new(move |before: Option<&bool>| {
        let stays = before.is_some_and(|offered| *offered) && session.is_active();
        stays || counts(session).into_iter().any(|count| count > FEW)
    });
    view! {
        <Show when=move || offered.get()>
            <div class="sifting">
                <Leaving />
                <Fields />
                <Found />
            </div>
        </Show>
    }
}

/// With its fields the focus would go, when another run begins.
#[component]
fn Leaving() -> impl IntoView {
    hand_on(".sifting", "body", "[data-action=run]");
}

/// How many calls each lane has made.
fn counts(session: Session) -> Vec<usize> {
    let Some(comparison) = session.comparison() else {
        return Vec::new();
    };
    let _ = (comparison.frame(), comparison.phase());
    let lanes = comparison.lanes().iter();
    lanes
        .map(|lane| lane.trace(|trace| trace.spans.len()).unwrap_or_default())
        .collect()
}

#[component]
fn Fields() -> impl IntoView {
    let session = session();
    let resources = Memo::new(move |_| resources(session));
    let sort = move |event| {
        let name = event_target_value(&event);
        let chosen = Sort::ALL.iter().find(|(_, known, _)| *known == name);
        if let Some((sort, ..)) = chosen {
            session.sift(|sieve| sieve.sort = *sort);
        }
    };
    let resource = move |event| {
        let name = event_target_value(&event);
        session.sift(|sieve| sieve.resource = (!name.is_empty()).then_some(name));
    };
    let outcome = move |event| {
        let outcome = Outcome::find(&event_target_value(&event));
        session.sift(|sieve| sieve.outcome = outcome);
    };
    let text = move |event| {
        let text = event_target_value(&event);
        session.sift(|sieve| sieve.text = text);
    };
    let sorted = move || {
        let sort = session.sieve().sort;
        let known = Sort::ALL.iter().find(|(one, ..)| *one == sort);
        known.map(|(_, name, _)| *name)
    };
    view! {
        <label>
            "Order "
            <select name="sort" prop:value=sorted on:change=sort>
                {Sort::ALL.map(|(_, name, label)| view! { <option value=name>{label}</option> })}
            </select>
        </label>
        <label>
            "Resource "
            <select name="resource" prop:value=move || session.sieve().resource.unwrap_or_default() on:change=resource>
                <option value="">"all"</option>
                {move || resources.get().into_iter().map(|name| view! {
                    <option value=name.clone()>{name.clone()}</option>
                }).collect_view()}
            </select>
        </label>
        <label>
            "Outcome "
            <select
                name="outcome"
                prop:value=move || session.sieve().outcome.map(Outcome::name).unwrap_or_default()
                on:change=outcome
            >
                <option value="">"all"</option>
                {Outcome::ALL.map(|outcome| view! { <option value=outcome.name()>{outcome.name()}</option> })}
            </select>
        </label>
        <label>
            "Path "
            <input
                name="filter"
                type="search"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || session.sieve().text
                on:input=text
            />
        </label>
    }
}

/// The resources of all calls, in the order they were met.
fn resources(session: Session) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let Some(comparison) = session.comparison() else {
        return names;
    };
    let _ = (comparison.frame(), comparison.phase());
    for lane in comparison.lanes() {
        lane.trace(|trace| {
            for span in &trace.spans {
                if !names.iter().any(|name| *name == span.call.resource) {
                    names.push(span.call.resource.to_string());
                }
            }
        });
    }
    names
}

/// How many are listed, while some are not.
#[component]
fn Found() -> impl IntoView {
    let session = session();
    let found = Memo::new(move |_| {
        let sieve = session.sieve();
        let comparison = session.comparison().filter(|_| !sieve.is_open())?;
        let lanes = comparison.lanes().iter();
        let all: usize = counts(session).into_iter().sum();
        let listed: usize = lanes
            .map(|lane| {
                lane.trace(|trace| sieve.rows(trace).len())
                    .unwrap_or_default()
            })
            .sum();
        Some((listed, all))
    });
    let words = move || {
        found
            .get()
            .map(|(listed, all)| format!("{listed} of {all} requests"))
    };
    view! {
        <span class="sifting__found num" role="status" aria-atomic="true">{words}</span>
        <Show when=move || found.get().is_some()>
            <ShowAll />
        </Show>
    }
}

/// Lists all again. It goes when it is pressed, and leaves the focus to the field that it emptied.
#[component]
fn ShowAll() -> impl IntoView {
    hand_on(
        "[data-action=unsift]",
        ".sifting",
        "[name=filter]",
    );
    let session = session();
    let all = move |_| session.sift(|sieve| *sieve = Default::default());
    view! { <button class="quiet small" data-action="unsift" on:click=all>"Show all"</button> }
}
