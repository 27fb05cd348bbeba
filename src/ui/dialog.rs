//! Native dialogs, open while the state wants them to be.

use leptos::html;
use leptos::prelude::*;
use web_sys::Element;

use super::focus::focus;

/// A dialog over the page while it is `wanted`. Every way out of it asks to `leave` first, so that the state is
/// never behind what the browser shows. The focus goes back to where it was.
#[component]
pub(super) fn Modal(
    #[prop(into)] wanted: Signal<bool>,
    leave: impl Fn() + Copy + 'static,
    /// The id of its heading.
    titled: &'static str,
    /// The button that opens it: not every browser gives it the focus that a dialog gives back.
    #[prop(optional)]
    opener: NodeRef<html::Button>,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let wanted = wanted.get();
        if let Some(dialog) = dialog.get() {
            match (wanted, dialog.open()) {
                // A dialog that is in the page and closed can be opened.
                (true, false) => drop(dialog.show_modal()),
                (false, true) => dialog.close(),
                _ => {}
            }
        }
    });
    // The browser tells afterwards that it has closed the dialog: it may be open again by then.
    let closed = move |_| {
        if dialog.get_untracked().is_some_and(|dialog| dialog.open()) {
            return;
        }
        leave();
        let focused = document().active_element();
        if let (None, Some(opener)) = (
            focused.filter(is_something),
            opener.get_untracked(),
        ) {
            focus(Some(opener.into()));
        }
    };
    view! {
        <dialog node_ref=dialog aria-labelledby=titled on:cancel=move |_: web_sys::Event| leave() on:close=closed>
            {children()}
        </dialog>
    }
}

/// Where nothing has the focus, the body has it.
fn is_something(element: &Element) -> bool {
    element.tag_name() != "BODY"
}

/// The way out of a dialog.
#[component]
pub(super) fn Close(
    leave: impl Fn() + 'static,
    #[prop(default = "close")] action: &'static str,
    #[prop(default = "quiet")] class: &'static str,
) -> impl IntoView {
    view! {
        <button class=class data-action=action on:click=move |_| leave()>"Close"</button>
    }
}
