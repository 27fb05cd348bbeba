//! Small pictures.

use leptos::prelude::*;

use crate::experiments::IconBar;

/// Tandem's mark: one after another, and together.
#[component]
pub(super) fn Brand() -> impl IntoView {
    view! {
        <svg class="brand__mark" width="26" height="22" viewBox="0 0 26 22" aria-hidden="true">
            <rect x="1" y="2" width="11" height="4.5" rx="2.2" />
            <rect x="12" y="8.7" width="13" height="4.5" rx="2.2" />
            <rect class="brand__accent" x="1" y="15.4" width="17" height="4.5" rx="2.2" />
        </svg>
    }
}

/// A sign on a button of the replay.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Play,
    Pause,
    Back,
    Forward,
}

/// Its picture.
pub(super) fn sign(sign: Sign) -> impl IntoView {
    let path = match sign {
        Sign::Play => "M4 2.5v11l9-5.5z",
        Sign::Pause => "M4 3h3v10H4zM9 3h3v10H9z",
        Sign::Back => "M3 3h2.4v10H3zM13 3v10L6 8z",
        Sign::Forward => "M10.6 3H13v10h-2.4zM3 3v10l7-5z",
    };
    view! {
        <svg width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
            <path d=path />
        </svg>
    }
}

/// An experiment's picture: its bars.
#[component]
pub(super) fn Bars(bars: &'static [IconBar]) -> impl IntoView {
    let rect = |bar: &IconBar| {
        view! { <rect x=bar.x y=bar.y width=bar.width height="3" rx="1.5" opacity=bar.faint.then_some("0.5") /> }
    };
    view! {
        <svg width="20" height="16" viewBox="0 0 20 16" fill="currentColor" aria-hidden="true">
            {bars.iter().map(rect).collect_view()}
        </svg>
    }
}
