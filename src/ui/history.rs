//! The runs that stay in this browser: a button, and the list behind it.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::page::session;
use crate::state::Session;
use crate::state::history::{Entry, MOST, Row};

/// The button that opens the list, and the list.
#[component]
pub(super) fn History() -> impl IntoView {
    let session = session();
    let dialog = NodeRef::<html::Dialog>::new();
    let wanted = Memo::new(move |_| session.history().open);
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
    view! {
        <button
            class="quiet top__action"
            data-action="history"
            aria-haspopup="dialog"
            title="The last runs, which stay in this browser"
            on:click=move |_| session.show_history()
        >
            "History"
        </button>
        <dialog
            node_ref=dialog
            class="history"
            data-history=""
            aria-labelledby="history-title"
            on:close=move |_| session.hide_history()
        >
            <div class="history__head">
                <h2 id="history-title">"History"</h2>
                <button class="quiet small" data-action="close-history" on:click=move |_| session.hide_history()>
                    "Close"
                </button>
            </div>
            <p>{format!("The last {MOST} runs that came to their end stay in this browser, and are sent nowhere.")}</p>
            {move || wanted.get().then(|| view! { <Complaint /> <List /> })}
        </dialog>
    }
}

#[component]
fn Complaint() -> impl IntoView {
    let session = session();
    let complaint = Memo::new(move |_| session.history().complaint());
    view! {
        <div role="alert">
            {move || complaint.get().map(|text| view! { <p class="history__complaint" data-history-complaint="">{text}</p> })}
        </div>
    }
}

/// The list, of the experiment on the page or of all.
#[component]
fn List() -> impl IntoView {
    let session = session();
    let everything = RwSignal::new(false);
    let rows = Memo::new(move |_| session.history().rows().to_vec());
    let shown = Memo::new(move |_| {
        let experiment = session.experiment();
        let mut rows = rows.get();
        rows.retain(|row| everything.get() || row.may_be_of(experiment));
        rows
    });
    let is_read = move || session.history().rows.is_some_and(|rows| rows.is_ok());
    let filter = move |all: bool, label: &'static str| {
        let count = move || {
            if all {
                rows.with(Vec::len)
            } else {
                of_page(session, &rows.get())
            }
        };
        view! {
            <button
                data-filter=if all { "all" } else { "experiment" }
                aria-pressed=move || (everything.get() == all).to_string()
                on:click=move |_| everything.set(all)
            >
                {label} " (" {count} ")"
            </button>
        }
    };
    view! {
        <div class="seg" role="group" aria-label="Which runs">
            {filter(false, "This experiment")}
            {filter(true, "All")}
        </div>
        <p class="only-read" role="status">{move || is_read().then(|| counted(shown.with(Vec::len)))}</p>
        {move || (is_read() && shown.with(Vec::is_empty)).then(|| view! {
            <p class="history__none" data-history-empty="">{nothing(rows.with(Vec::is_empty))}</p>
        })}
        <ol class="history__list" aria-label="Runs, newest first">
            <For each=move || shown.get() key=|row| row.id.clone() children=move |row| view! { <RowView row /> } />
        </ol>
        <ForgetAll />
    }
}

fn of_page(session: Session, rows: &[Row]) -> usize {
    let experiment = session.experiment();
    rows.iter().filter(|row| row.may_be_of(experiment)).count()
}

fn counted(rows: usize) -> String {
    match rows {
        0 => "No runs are listed.".into(),
        1 => "1 run is listed.".into(),
        _ => format!("{rows} runs are listed."),
    }
}

const fn nothing(at_all: bool) -> &'static str {
    if at_all {
        "Nothing is kept yet. A run is kept when it has come to its end; one that was stopped is not."
    } else {
        "No run of this experiment is kept. “All” lists those of the others."
    }
}

#[component]
fn RowView(row: Row) -> impl IntoView {
    let session = session();
    let (id, kept) = (row.id.clone(), row.id.clone());
    let on_page = Memo::new(move |_| session.kept_as().as_ref() == Some(&id));
    let id = row.id.clone();
    let laid_over = Memo::new(move |_| session.reference().is_some_and(|one| one.id() == id));
    let name = row.entry.as_ref().map_or_else(
        |_| "what cannot be read".to_owned(),
        |entry| {
            format!(
                "the run of {}",
                session.local_time(&entry.started)
            )
        },
    );
    let told = match row.entry.clone() {
        Ok(entry) => view! { <Told entry on_page laid_over /> }.into_any(),
        Err(why) => {
            view! { <p class="kept__broken">"This run cannot be read. " {why}</p> }.into_any()
        }
    };
    view! {
        <li class="kept" data-kept=kept>
            <div class="kept__told">{told}</div>
            <div class="kept__actions">
                <ToShow row=row.clone() name=name.clone() on_page laid_over />
                <button
                    class="quiet small"
                    data-action="delete-kept"
                    aria-label=format!("Delete {name}")
                    on:click=move |event| {
                        focus_a_neighbour(&event);
                        session.forget_kept(row.id.clone());
                    }
                >
                    "Delete"
                </button>
            </div>
        </li>
    }
}

/// What the entry tells.
#[component]
fn Told(entry: Entry, on_page: Memo<bool>, laid_over: Memo<bool>) -> impl IntoView {
    let session = session();
    let when = session.local_time(&entry.started);
    view! {
        <h3>{entry.title().to_owned()} <span>{entry.params.clone()}</span></h3>
        <p class="kept__verdict num"><b>{entry.headline.clone()}</b> " " {entry.about.clone()}</p>
        <p class="num">{entry.makespans()}</p>
        <p class="kept__when num">
            <time datetime=entry.started.clone()>{when}</time> " · " {entry.source.clone()}
            {move || on_page.get().then(|| view! { <span class="kept__mark">"on the page"</span> })}
            {move || laid_over.get().then(|| view! { <span class="kept__mark">"laid over"</span> })}
        </p>
    }
}

/// The ways to see a run, unless it is seen.
#[component]
fn ToShow(row: Row, name: String, on_page: Memo<bool>, laid_over: Memo<bool>) -> impl IntoView {
    let session = session();
    let can_be_read = row.entry.is_ok();
    let of_page = {
        let row = row.clone();
        move || row.may_be_of(session.experiment())
    };
    let label = name.clone();
    let open = {
        let id = row.id.clone();
        move || {
            (can_be_read && !on_page.get()).then(|| {
                let id = id.clone();
                view! {
                    <button
                        class="quiet small"
                        data-action="open-kept"
                        aria-label=format!("Open {label}")
                        on:click=move |_| session.open_kept(id.clone())
                    >
                        "Open"
                    </button>
                }
            })
        }
    };
    let lay_over = move || {
        (can_be_read && of_page() && !on_page.get() && !laid_over.get()).then(|| {
            let id = row.id.clone();
            view! {
                <button
                    class="quiet small"
                    data-action="lay-over"
                    aria-label=format!("Lay over: {name}")
                    title="Shows it behind what is on the page"
                    on:click=move |_| session.lay_over(id.clone())
                >
                    "Lay over"
                </button>
            }
        })
    };
    view! { {open} {lay_over} }
}

/// Deletes everything, after a second click.
#[component]
fn ForgetAll() -> impl IntoView {
    let session = session();
    let there = Memo::new(move |_| session.history().can_be_cleared());
    let forget = move |_| {
        focus_on(CLOSE);
        session.forget_all_kept();
    };
    move || {
        there.get().then(|| {
            view! {
                <details class="history__all">
                    <summary data-action="delete-all">"Delete all"</summary>
                    <p>"All runs go, of every experiment. This cannot be undone."</p>
                    <button class="quiet small" data-action="confirm-delete-all" on:click=forget>
                        "Delete all runs"
                    </button>
                </details>
            }
        })
    }
}

/// The way out of the list.
const CLOSE: &str = "[data-action=close-history]";

/// A row that goes hands the focus on: to the next row, or the one before it, or the way out.
fn focus_a_neighbour(event: &leptos::ev::MouseEvent) {
    let button = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let row = button.and_then(|button| button.closest("li").ok().flatten());
    let neighbour = row.and_then(|row| {
        row.next_element_sibling()
            .or_else(|| row.previous_element_sibling())
    });
    let next = match neighbour {
        Some(neighbour) => neighbour.query_selector("[data-action=delete-kept]"),
        None => document().query_selector(CLOSE),
    };
    focus(next.ok().flatten());
}

/// Puts the focus on the first match.
pub(super) fn focus_on(css: &str) {
    focus(document().query_selector(css).ok().flatten());
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // What cannot be focused leaves the focus where it was.
        drop(element.focus());
    }
}
