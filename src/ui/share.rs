//! Links to pass on: to this page, to this page with what came out of a run, and for other pages to frame.

use leptos::html;
use leptos::prelude::*;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

use super::data::CopyButton;
use super::dialog::{Close, Modal};
use super::page::session;
use super::parts::{self, Later};
use crate::format::thousands;
use crate::record::reader::Result;
use crate::state::SourceKind;
use crate::state::sharing::{TOO_LONG, snippet};

/// The button, and the dialog that it opens.
#[component]
pub(super) fn Share() -> impl IntoView {
    let opener = NodeRef::<html::Button>::new();
    let is_open = RwSignal::new(false);
    let leave = move || is_open.set(false);
    view! {
        <button
            node_ref=opener
            class="quiet top__action"
            data-action="share"
            aria-haspopup="dialog"
            title="Copy a link to what is chosen here"
            on:click=move |_| is_open.set(true)
        >
            "Share"
        </button>
        <Modal wanted=is_open leave titled="share-title" opener attr:class="share" attr:data-share="">
            <h2 id="share-title">"Share"</h2>
            <Show when=move || is_open.get()>
                <Later load=parts::load_links view=parts::links leads=true />
            </Show>
            <div class="dialog__actions"><Close leave /></div>
        </Modal>
    }
}

/// What came out of the last run, as a fragment of a link.
type Results = RwSignal<Option<Result<String>>>;

#[component]
pub(super) fn Links() -> impl IntoView {
    let session = session();
    let results: Results = RwSignal::new(None);
    let with_results = RwSignal::new(false);
    // When it opens, or when the run under it ends.
    Effect::new(move |_| {
        results.set(None);
        with_results.set(false);
        if session.shareable().is_some() {
            session.pack_results(move |packed| {
                // The dialog may be closed by then.
                let _ = results.try_set(Some(packed));
            });
        }
    });
    let with = move |link: String| match results.get() {
        Some(Ok(fragment)) if with_results.get() => format!("{link}#{fragment}"),
        _ => link,
    };
    let link = Memo::new(move |_| with(session.shared_link()));
    let title = move || format!("Tandem: {}", session.experiment().title);
    let embed = Memo::new(move |_| {
        Some(snippet(
            &with(session.embedded_link()?),
            &title(),
        ))
    });
    let custom = move || session.source_kind() == SourceKind::Custom;
    view! {
        <div class="share__part">
            <label class="field">
                "Link to what is chosen here"
                <input name="link" type="text" readonly prop:value=link on:focus=move |event| {
                    event_target::<HtmlInputElement>(&event).select();
                } />
            </label>
            {move || view! { <CopyButton text=link.get() /> }}
        </div>
        <WithResults results with_results />
        {move || custom().then(|| view! {
            <p data-share-custom="">
                "The link names your API. Whoever opens it is asked before anything is sent there. Embedded pages "
                "send nothing to other APIs, so there is nothing to embed."
            </p>
        })}
        {move || embed.get().map(|embed| view! {
            <div class="share__part">
                <label class="field">
                    "To embed verdict and lanes in another page"
                    <textarea name="embed" rows="4" readonly prop:value=embed.clone() on:focus=move |event| {
                        event_target::<HtmlTextAreaElement>(&event).select();
                    }></textarea>
                </label>
                <CopyButton text=embed />
            </div>
        })}
    }
}

/// Whether the link takes the results along, where it can.
#[component]
fn WithResults(results: Results, with_results: RwSignal<bool>) -> impl IntoView {
    let session = session();
    let length = move |fragment: &str| session.shared_link().len() + 1 + fragment.len();
    let offer = move || {
        view! {
            <label class="share__results">
                <input
                    name="results"
                    type="checkbox"
                    prop:checked=with_results
                    on:change=move |event| with_results.set(event_target_checked(&event))
                />
                "With the results of this run: its requests and figures, not its data. They stand behind the #, "
                "which browsers send to nobody."
            </label>
        }
    };
    move || {
        if session.shareable().is_none() {
            return view! { <p>"After a run the link can hold its results too."</p> }.into_any();
        }
        match results.get() {
            None => ().into_any(),
            Some(Err(bad)) => view! { <p data-share-problem="">{bad.to_string()}</p> }.into_any(),
            Some(Ok(fragment)) if length(&fragment) >= TOO_LONG => {
                view! { <p data-share-problem="">{too_long(length(&fragment))}</p> }.into_any()
            }
            Some(Ok(_)) => offer().into_any(),
        }
    }
}

fn too_long(length: usize) -> String {
    format!(
        "With the results of this run the link would be {} characters long. Some programs cut links of {} \
         and more, so it is not offered: export the run as a file, which holds its data too.",
        thousands(length as u64),
        thousands(TOO_LONG as u64)
    )
}
