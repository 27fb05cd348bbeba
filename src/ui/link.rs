//! Links within the page: they work as links do (in a new tab, copied), and turn the page without
//! loading it anew.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::focus::{MAIN, focus_on};
use super::page::session;
use crate::experiments::Experiment;
use crate::state::View;

/// A link to an experiment.
#[component]
pub(super) fn ExperimentLink(experiment: &'static Experiment, children: Children) -> impl IntoView {
    let session = session();
    let current = move || {
        session.view() == View::Experiment
            && session.experiment() == experiment
            && !session.is_foreign()
    };
    let href = Signal::derive(move || session.link_to(experiment));
    let turn = move || session.open(experiment.name);
    view! { <PageLink href current=Signal::derive(current) turn>{children()}</PageLink> }
}

/// A link to another kind of page.
#[component]
pub(super) fn ViewLink(to: View, children: Children) -> impl IntoView {
    let session = session();
    let current = Signal::derive(move || session.view() == to);
    let href = Signal::derive(move || session.link_to_view(to));
    let turn = move || session.show(to);
    view! { <PageLink href current turn>{children()}</PageLink> }
}

#[component]
fn PageLink(
    href: Signal<String>,
    current: Signal<bool>,
    turn: impl Fn() + 'static,
    children: Children,
) -> impl IntoView {
    let click = move |event: MouseEvent| {
        let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key();
        if !elsewhere {
            event.prevent_default();
            turn();
            // As after a page has loaded: at its beginning, for eyes and for the keyboard.
            focus_on(MAIN);
            if let Some(page) = document().scrolling_element() {
                page.set_scroll_top(0);
            }
        }
    };
    view! {
        <a href=href aria-current=move || current.get().then_some("page") on:click=click>
            {children()}
        </a>
    }
}
