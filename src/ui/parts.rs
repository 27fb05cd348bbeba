//! Parts of the page that are loaded when they are needed. Each function begins the part of the program that its
//! attribute names; what only they reach goes with it, and is not among what the page starts with.

#![allow(
    unsafe_code,
    reason = "the attribute calls a function of another module, whose signature it takes from this one"
)]

use std::mem;

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::{spawn_local, tick};
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::code::Program;
use super::concepts::Concepts;
use super::data::Data;
use super::export::Formats;
use super::focus::{focus_on_first_in_dialog, hold_focus};
use super::glossary::Glossary;
use super::history::Runs;
use super::instruments::Instruments;
use super::lane::LaneHandle;
use super::languages::InThreeLanguages;
use super::share::Links;
use super::span_table::Rows;
use super::waterfall::Listed;
use super::when::WhichWhen;
use crate::experiments::sources::Sibling;
use crate::state::Missing;

/// How far a part has come.
enum Part {
    Coming,
    Come(AnyView),
    /// It is on the page.
    Shown,
    Missing,
}

/// A part of the page: `load` it, then `view` it in this place. A part that does not come is told of here, and can be
/// asked for again.
#[component]
pub(super) fn Later<Load, Loading, View, Viewing>(
    load: Load,
    view: View,
    /// Whether it is what a dialog is opened for: then its first control has the focus, as it would have had from the
    /// beginning.
    #[prop(optional)]
    leads: bool,
) -> impl IntoView
where
    Load: Fn() -> Loading + Copy + 'static,
    Loading: Future<Output = Result<(), SplitLoaderError>> + 'static,
    View: Fn() -> Viewing + Copy + 'static,
    Viewing: Future<Output = Result<AnyView, Missing>> + 'static,
{
    let part = RwSignal::new_local(Part::Coming);
    let owner = Owner::current().unwrap_or_default();
    let ask = move || {
        let coming = async move {
            let loaded = load().await;
            // The place may be gone by now.
            if part.is_disposed() {
                return;
            }
            let viewed = match loaded {
                // It waits no more.
                Ok(()) => view().await,
                Err(missing) => Err(missing.into()),
            };
            part.set(viewed.map_or(Part::Missing, Part::Come));
            if leads {
                // Once it is drawn.
                tick().await;
                focus_on_first_in_dialog();
            }
        };
        spawn_local(owner.with(|| ScopedFuture::new_untracked(coming)));
    };
    ask();
    let again = StoredValue::new_local(ask);
    let ask_again = move |_| {
        hold_focus();
        part.set(Part::Coming);
        again.with_value(|ask| ask());
    };
    move || {
        part.track();
        let now = part.try_update_untracked(|part| match part {
            Part::Come(_) => mem::replace(part, Part::Shown),
            Part::Coming | Part::Shown => Part::Coming,
            Part::Missing => Part::Missing,
        });
        match now {
            Some(Part::Come(view)) => view,
            Some(Part::Missing) => view! {
                <p class="later" role="alert" data-later="missing">
                    "This part of the page could not be loaded. If it does not come, reload the page: there may be a newer \
                     version. "
                    <button class="quiet small" data-action="load-again" on:click=ask_again>"Try again"</button>
                </p>
            }
            .into_any(),
            _ => view! { <p class="later" role="status" data-later="coming">"Loading …"</p> }.into_any(),
        }
    }
}

/// What an experiment's page has below its lanes.
#[wasm_split(below, fallible, preload(load_below), wasm_split_path = leptos::wasm_split)]
pub(super) fn below() -> Result<AnyView, Missing> {
    Ok(view! {
        <Instruments />
        <WhichWhen />
        <InThreeLanguages />
        <Glossary />
    }
    .into_any())
}

/// The table of a lane's requests.
#[wasm_split(below, fallible, preload(load_rows), wasm_split_path = leptos::wasm_split)]
pub(super) fn rows(lane: LaneHandle, listed: Listed) -> Result<AnyView, Missing> {
    Ok(view! { <Rows lane listed /> }.into_any())
}

/// A variant in another language.
#[wasm_split(siblings, fallible, preload(load_siblings), wasm_split_path = leptos::wasm_split)]
pub(super) fn sibling(sibling: &'static Sibling) -> Result<AnyView, Missing> {
    Ok(view! { <Program source=sibling.source() /> }.into_any())
}

/// What a lane's variant answered.
#[wasm_split(data, fallible, preload(load_data), wasm_split_path = leptos::wasm_split)]
pub(super) fn data(lane: LaneHandle) -> Result<AnyView, Missing> {
    Ok(view! { <Data lane /> }.into_any())
}

/// The page of concepts.
#[wasm_split(concepts, fallible, preload(load_concepts), wasm_split_path = leptos::wasm_split)]
pub(super) fn concepts() -> Result<AnyView, Missing> {
    Ok(view! { <Concepts /> }.into_any())
}

/// What can be saved.
#[wasm_split(dialogs, fallible, preload(load_formats), wasm_split_path = leptos::wasm_split)]
pub(super) fn formats(told: RwSignal<String>) -> Result<AnyView, Missing> {
    Ok(view! { <Formats told /> }.into_any())
}

/// Links to pass on.
#[wasm_split(dialogs, fallible, preload(load_links), wasm_split_path = leptos::wasm_split)]
pub(super) fn links() -> Result<AnyView, Missing> {
    Ok(view! { <Links /> }.into_any())
}

/// The runs that stay in this browser.
#[wasm_split(dialogs, fallible, preload(load_runs), wasm_split_path = leptos::wasm_split)]
pub(super) fn runs() -> Result<AnyView, Missing> {
    Ok(view! { <Runs /> }.into_any())
}
