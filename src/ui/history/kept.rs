//! One run of the history.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::Element;

use super::super::focus::{focus, hand_on};
use super::super::page::session;
use super::CLOSE;
use crate::state::history::{Entry, Row};

/// The button that every run has.
const DELETE: &str = "[data-action=delete-kept]";

/// A run, or what stands in its place, and what can be done with it.
#[component]
pub(super) fn Kept(row: Row) -> impl IntoView {
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
            hand_on(
                "[data-action=open-kept]",
                ".kept",
                DELETE,
            );
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
        hand_on(
            "[data-action=lay-over]",
            ".kept",
            DELETE,
        );
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
        Some(neighbour) => neighbour.query_selector(DELETE),
        None => document().query_selector(CLOSE),
    };
    focus(next.ok().flatten());
}
