//! What a lane shows below its figures: one choice for all lanes.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::page::session;
use crate::state::Tab;

/// The tabs of one lane. Arrow keys move between them, as readers of screens expect of tabs.
#[component]
pub(super) fn Tabs(
    /// Tells this lane's tabs from another's.
    lane: &'static str,
) -> impl IntoView {
    let session = session();
    let list = NodeRef::<leptos::html::Div>::new();
    let step = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => Tab::ALL.len() - 1,
            _ => return,
        };
        event.prevent_default();
        let current = session.settings().tab;
        let place = Tab::ALL
            .iter()
            .position(|tab| *tab == current)
            .unwrap_or_default();
        let next = Tab::ALL[(place + by) % Tab::ALL.len()];
        session.choose_tab(next);
        if let Some(list) = list.get() {
            focus(&list, next);
        }
    };
    let tab = move |tab: Tab| {
        let selected = move || session.settings().tab == tab;
        view! {
            <button
                role="tab"
                id=tab_id(lane, tab)
                data-tab=tab.name()
                aria-selected=move || selected().to_string()
                aria-controls=panel_id(lane)
                tabindex=move || if selected() { "0" } else { "-1" }
                on:click=move |_| session.choose_tab(tab)
            >
                {label(tab)}
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label="Code and data" node_ref=list on:keydown=step>
            {Tab::ALL.iter().map(|choice| tab(*choice)).collect_view()}
        </div>
    }
}

const fn label(tab: Tab) -> &'static str {
    match tab {
        Tab::Rust => "Rust",
        Tab::TypeScript => "TypeScript",
        Tab::Python => "Python",
        Tab::Data => "Data",
    }
}

/// The id of a tab of `lane`.
pub(super) fn tab_id(lane: &str, tab: Tab) -> String {
    format!("{lane}-tab-{}", tab.name())
}

/// The id of the panel that the tabs of `lane` change.
pub(super) fn panel_id(lane: &str) -> String {
    format!("{lane}-panel")
}

fn focus(list: &web_sys::Element, tab: Tab) {
    use leptos::wasm_bindgen::JsCast;
    let found = list
        .query_selector(&format!("[data-tab={}]", tab.name()))
        .ok()
        .flatten();
    if let Some(button) = found.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that cannot be focused keeps the focus where it was.
        drop(button.focus());
    }
}
