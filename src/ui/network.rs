//! The modelled network: a preset, every number of it, and a picture of what a request pays for.

use leptos::prelude::*;

use super::focus::{MAIN, hand_on};
use super::page::session;
use crate::format::millis;
use crate::network::{Network, Number, PRESETS, Part, Preset};
use crate::state::SourceKind;

/// The bytes of the request that is drawn: about ten posts.
const DRAWN: u32 = 3_000;

/// What the replica and every prediction are modelled on.
#[component]
pub(super) fn NetworkPanel() -> impl IntoView {
    hand_on(".network", "body", MAIN);
    let session = session();
    let used = move || match session.source_kind() {
        SourceKind::Replica => "runs and predictions",
        SourceKind::Live | SourceKind::Custom => "predictions",
    };
    view! {
        <details class="network" data-network=move || session.preset().name>
            <summary>
                "Modelled network, for " {used} ": "
                <strong class="num">{move || session.network().summary()}</strong>
            </summary>
            <div class="network__body">
                <div class="network__fields">
                    <PresetField />
                    {Number::ALL.iter().map(|number| view! { <NumberField number=*number /> }).collect_view()}
                </div>
                <Cost />
            </div>
        </details>
    }
}

#[component]
fn PresetField() -> impl IntoView {
    let session = session();
    let option = |preset: &Preset| view! { <option value=preset.name>{preset.title}</option> };
    let choose = move |event| {
        if let Some(preset) = Preset::find(&event_target_value(&event)) {
            session.choose_preset(preset);
        }
    };
    let changed = move || session.network() != session.preset().network();
    view! {
        <div class="field">
            <label>
                "Preset"
                <select
                    name="network"
                    prop:value=move || session.preset().name
                    aria-describedby="network-source"
                    on:change=choose
                >
                    {PRESETS.iter().map(option).collect_view()}
                </select>
            </label>
            <span class="network__source" id="network-source">
                "Source: " {move || session.preset().source} {move || changed().then_some("; changed")}
            </span>
        </div>
    }
}

#[component]
fn NumberField(number: Number) -> impl IntoView {
    let session = session();
    let key = number.key();
    let problem = move || session.problem_of_number(number);
    let text = move || session.text_of_number(number);
    let typed = move |event| session.type_number(number, event_target_value(&event));
    let problem_id = format!("{key}-problem");
    let control = if number.choices().is_empty() {
        view! {
            <input
                name=key
                type="text"
                inputmode="decimal"
                autocomplete="off"
                prop:value=text
                aria-invalid=move || problem().map(|_| "true")
                aria-describedby=problem_id.clone()
                on:input=typed
                on:change=move |_| session.leave_number(number)
            />
        }
        .into_any()
    } else {
        let option = |(value, title): &(&'static str, &'static str)| view! { <option value=*value>{*title}</option> };
        view! {
            <select name=key prop:value=text on:change=typed>
                {number.choices().iter().map(option).collect_view()}
            </select>
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label>{number.label()} {control}</label>
            <span class="err" id=problem_id data-error-for=key role="status" aria-atomic="true">
                {move || problem().map(|problem| format!("Needed: {problem}."))}
            </span>
        </div>
    }
}

/// The first request of all and a later one, on one scale.
#[component]
fn Cost() -> impl IntoView {
    let session = session();
    let rows = move || {
        let network = session.network();
        let first = network.cost(DRAWN, false);
        let scale = total(&first);
        let later = network.cost(DRAWN, true);
        [("The first request", first), ("The next one", later)]
            .map(|(title, parts)| view! { <CostRow title parts scale /> })
            .collect_view()
    };
    let left_out = |network: Network| match network.keep_alive {
        true => "Left out: slow start, lost packets, compression.",
        false => {
            "Connections are not kept: over HTTP/1.1 each request pays for TCP and TLS. Left out: slow \
                  start, lost packets, compression."
        }
    };
    view! {
        <figure class="cost">
            <figcaption>"What a request for 3 kB pays for, without jitter"</figcaption>
            <dl>{rows}</dl>
            <p>{move || left_out(session.network())}</p>
        </figure>
    }
}

fn total(parts: &[Part]) -> f64 {
    parts.iter().map(|part| part.time.0 as f64).sum()
}

#[component]
fn CostRow(title: &'static str, parts: Vec<Part>, scale: f64) -> impl IntoView {
    let sum = crate::time::Nanos(total(&parts) as u64);
    let words: Vec<_> = parts
        .iter()
        .map(|part| format!("{} {}", part.name, millis(part.time)))
        .collect();
    let bar = |part: Part| {
        let width = format!(
            "{}%",
            part.time.0 as f64 / scale * 100.0
        );
        view! { <i data-part=part.kind style:width=width></i> }
    };
    view! {
        <dt>{title} " " <strong class="num">{millis(sum)}</strong></dt>
        <dd>
            <span class="cost__bar" aria-hidden="true">{parts.into_iter().map(bar).collect_view()}</span>
            <span class="num">{words.join(" · ")}</span>
        </dd>
    }
}
