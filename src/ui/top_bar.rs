//! The bar on top: what this is, where answers come from, what to do with results.

use leptos::prelude::*;

use super::export::Export;
use super::history::History;
use super::icon::Brand;
use super::opened::OpenButton;
use super::page::session;
use super::share::Share;
use super::shortcuts::Shortcuts;
use crate::api::base::BadBase;
use crate::state::{SourceKind, Theme};

/// The bar on top of the page.
#[component]
pub(super) fn TopBar() -> impl IntoView {
    view! {
        <header class="top">
            <span class="brand">
                <Brand />
                "Tandem"
            </span>
            <SourceSwitch />
            <SourceName />
            <span class="push"></span>
            <OpenButton />
            <Export />
            <Share />
            <History />
            <Shortcuts />
            <ThemeSwitch />
        </header>
    }
}

#[component]
fn SourceSwitch() -> impl IntoView {
    let session = session();
    let button = move |kind: SourceKind| {
        view! {
            <button
                data-source=kind.name()
                aria-pressed=move || (session.source_kind() == kind).to_string()
                on:click=move |_| session.choose_source(kind)
            >
                {switch_label(kind)}
            </button>
        }
    };
    view! {
        <div class="seg source" role="group" aria-label="Where answers come from">
            {SourceKind::ALL.iter().map(|kind| button(*kind)).collect_view()}
        </div>
    }
}

const fn switch_label(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Live => "Live API",
        SourceKind::Replica => "Offline replica",
        SourceKind::Custom => "Your API",
    }
}

/// The source's name, always in sight.
#[component]
fn SourceName() -> impl IntoView {
    let session = session();
    let name = move || match session.source() {
        Ok(source) => source.name(),
        Err(BadBase::Framed) => "off in a frame".into(),
        Err(_) => "no address yet".into(),
    };
    let kind = move || session.source_kind().name();
    view! {
        <span class="chip" data-source-name=kind title="Where the next run’s answers come from">
            <span class="dot" data-kind=kind></span>
            <span class="chip__text">{name}</span>
        </span>
        {cfg!(debug_assertions).then(|| view! {
            <span class="chip chip--warn" title="Not optimised: its figures are slower than they should be">
                "debug build"
            </span>
        })}
    }
}

/// One button that goes through the themes.
#[component]
fn ThemeSwitch() -> impl IntoView {
    let session = session();
    let next = move || match session.theme() {
        Theme::System => Theme::Light,
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::System,
    };
    let label = move || {
        format!(
            "Theme: {}. Change to {}",
            session.theme().name(),
            next().name()
        )
    };
    view! {
        <button
            class="icon"
            data-action="theme"
            data-theme-choice=move || session.theme().name()
            aria-label=label
            title=label
            on:click=move |_| session.choose_theme(untrack(next))
        >
            <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor"
                stroke-width="1.5" aria-hidden="true">
                <circle cx="8" cy="8" r="6" />
                {move || match session.theme() {
                    Theme::System => Some(view! { <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" /> }),
                    Theme::Light => None,
                    Theme::Dark => Some(view! { <path d="M8 2a6 6 0 0 1 0 12a6 6 0 0 1 0-12z" fill="currentColor" /> }),
                }}
            </svg>
        </button>
    }
}
