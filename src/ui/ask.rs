//! The question before the first request to an API that only a link has named.

use leptos::prelude::*;

use super::caution::Cautions;
use super::dialog::Modal;
use super::page::session;

/// A dialog that names the host and waits for a click.
#[component]
pub(super) fn AskAboutApi() -> impl IntoView {
    let session = session();
    let wanted = Signal::derive(move || session.asking().is_some());
    let refuse = move || session.answer(false);
    // As the browser writes it: a name that only looks like another one begins with `xn--`.
    let host = move || session.asking().map(|base| base.host);
    let url = move || session.asking().map(|base| base.url);
    view! {
        <Modal wanted leave=refuse titled="ask-title" attr:data-ask-api="">
            <h2 id="ask-title">"Send requests to " <strong>{host}</strong> "?"</h2>
            <p>
                "This link asks the page to load its data from "
                <code>{url}</code>
                ". Run it only if you know this API and may use it: your browser sends the requests, "
                "without cookies or other credentials."
            </p>
            <Cautions api=Signal::derive(move || session.asking()) />
            <div class="dialog__actions">
                <button class="quiet" data-action="refuse" on:click=move |_| refuse()>
                    "Cancel"
                </button>
                <button class="run" data-action="allow" on:click=move |_| session.answer(true)>
                    "Run on " {host}
                </button>
            </div>
        </Modal>
    }
}
