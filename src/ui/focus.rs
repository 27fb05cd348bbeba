//! Where the focus goes when what had it goes away.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Puts the focus on the first match.
pub(super) fn focus_on(css: &str) {
    focus(document().query_selector(css).ok().flatten());
}

/// Puts it on `element`, if there is one.
pub(super) fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // What cannot be focused leaves the focus where it was.
        drop(element.focus());
    }
}
