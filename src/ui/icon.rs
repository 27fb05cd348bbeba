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
