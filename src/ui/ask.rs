//! The question before the first request to an API that only a link has named.

use leptos::html;
use leptos::prelude::*;

use super::dialog;
use super::page::session;

/// A dialog that names the host and waits for a click.
#[component]
pub(super) fn AskAboutApi() -> impl IntoView {
    let session = session();
    let dialog = NodeRef::<html::Dialog>::new();
    dialog::follow(dialog, move || {
        session.asking().is_some()
    });
    let host = move || session.asking().map(|base| base.host);
    let url = move || session.asking().map(|base| base.url);
    view! {
        <dialog node_ref=dialog data-ask-api="" aria-labelledby="ask-title" on:close=move |_| session.answer(false)>
            <h2 id="ask-title">"Send requests to " <strong>{host}</strong> "?"</h2>
            <p>
                "This link asks the page to load its data from "
                <code>{url}</code>
                ". Run it only if you know this API and may use it: your browser sends the requests, "
                "without cookies or other credentials."
            </p>
            <div class="dialog__actions">
                <button class="quiet" data-action="refuse" on:click=move |_| session.answer(false)>
                    "Cancel"
                </button>
                <button class="run" data-action="allow" on:click=move |_| session.answer(true)>
                    "Run on " {host}
                </button>
            </div>
        </dialog>
    }
}
