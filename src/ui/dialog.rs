//! Native dialogs, open while the state wants them to be.

use leptos::html::Dialog;
use leptos::prelude::*;

/// The way out of a dialog: the browser closes it.
#[component]
pub(super) fn Close() -> impl IntoView {
    view! {
        <form method="dialog" class="dialog__actions">
            <button class="quiet" data-action="close">"Close"</button>
        </form>
    }
}

/// Opens `dialog` over the page whenever `wanted` says so, and closes it when it no longer does.
pub(super) fn follow(dialog: NodeRef<Dialog>, wanted: impl Fn() -> bool + 'static) {
    Effect::new(move |_| {
        let wanted = wanted();
        if let Some(dialog) = dialog.get() {
            match (wanted, dialog.open()) {
                // A dialog that is in the page and closed can be opened.
                (true, false) => drop(dialog.show_modal()),
                (false, true) => dialog.close(),
                _ => {}
            }
        }
    });
}
