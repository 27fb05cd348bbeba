//! Saving what is on the page as files.

use leptos::html;
use leptos::prelude::*;

use super::dialog::{Close, Modal};
use super::page::session;
use super::parts::{self, Later};
use crate::state::CodeFile;
use crate::state::export::{FORMATS, File, Format, can_hold};

/// The button, and the dialog that it opens.
#[component]
pub(super) fn Export() -> impl IntoView {
    let session = session();
    let opener = NodeRef::<html::Button>::new();
    let told = RwSignal::new(String::new());
    let nothing = Memo::new(move |_| session.comparison().is_none());
    let is_open = RwSignal::new(false);
    // Back may take the comparison away from under it.
    let wanted = Signal::derive(move || is_open.get() && !nothing.get());
    let open = move |_| {
        if nothing.get_untracked() {
            return;
        }
        told.set(String::new());
        is_open.set(true);
    };
    let leave = move || is_open.set(false);
    view! {
        <button
            node_ref=opener
            class="quiet top__action"
            data-action="export"
            aria-haspopup="dialog"
            aria-disabled=move || nothing.get().to_string()
            title="Save the last run: figures, pictures, code"
            on:click=open
        >
            "Export"
        </button>
        <Modal wanted leave titled="export-title" opener attr:class="export" attr:data-export="">
            <h2 id="export-title">"Export"</h2>
            <Show when=move || wanted.get()>
                <Later load=parts::load_formats view=move || parts::formats(told) leads=true />
            </Show>
            <div class="dialog__actions">
                <p class="export__told" role="status" aria-atomic="true" data-told="">{told}</p>
                <Close leave action="close-export" />
            </div>
        </Modal>
    }
}

/// A line for each.
#[component]
pub(super) fn Formats(told: RwSignal<String>) -> impl IntoView {
    view! {
        <ul>
            {FORMATS.iter().map(|format| view! { <Line format told /> }).collect_view()}
            <Code told />
        </ul>
    }
}

/// What is said in place of a button.
const OF_EXPERIMENTS: &str = "Left out: no experiment of this page made these requests.";

/// What is saved, in a sentence, and a button a kind of file.
#[component]
fn Line(format: &'static Format, told: RwSignal<String>) -> impl IntoView {
    let session = session();
    let button = move |file: &'static File| {
        let kind = file
            .end
            .rsplit('.')
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        view! {
            <button
                class="quiet small"
                data-action=file.action
                aria-label=format!("{kind}: {}", format.name)
                on:click=move |_| session.save(file, move |what| told.set(what))
            >
                {kind.clone()}
            </button>
        }
    };
    let left_out = Memo::new(move |_| {
        let comparison = session.comparison();
        comparison.is_some_and(|comparison| !can_hold(format, &comparison))
    });
    let files = move || {
        if left_out.get() {
            return view! { <p class="export__reason">{OF_EXPERIMENTS}</p> }.into_any();
        }
        format.files.iter().map(button).collect_view().into_any()
    };
    view! {
        <li>
            <div>
                <h3>{format.name}</h3>
                <p>{format.about}</p>
            </div>
            <div class="export__files">{files}</div>
        </li>
    }
}

/// Each variant's code, in the language that the lanes show.
#[component]
fn Code(told: RwSignal<String>) -> impl IntoView {
    let session = session();
    let button = move |file: CodeFile| {
        let name = format!("{}.{}", file.variant, file.end());
        view! {
            <button
                class="quiet small"
                data-action="export-code"
                data-code=file.variant
                on:click=move |_| session.save_code(file, |what| told.set(what))
            >
                {name}
            </button>
        }
    };
    let files = move || match session.code_files() {
        files if files.is_empty() => {
            view! { <p class="export__reason">{OF_EXPERIMENTS}</p> }.into_any()
        }
        files => files.into_iter().map(button).collect_view().into_any(),
    };
    view! {
        <li>
            <div>
                <h3>"Code"</h3>
                <p>
                    "Each variant in the language that the lanes show: TypeScript and Python as whole \
                     programs, Rust as the file that ran here. Any editor opens them; your browser may \
                     ask before it keeps a program."
                </p>
            </div>
            <div class="export__files">{files}</div>
        </li>
    }
}
