//! The address bar: query and fragment of the page's address, and addresses that people type.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Url;

use crate::api::base::Parts;

/// The query, without its question mark.
#[must_use]
pub fn query() -> String {
    let search = super::window().location().search().unwrap_or_default();
    search.trim_start_matches('?').into()
}

/// The fragment, without its hash.
#[must_use]
pub fn fragment() -> String {
    let hash = super::window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').into()
}

/// The address without query and fragment.
#[must_use]
pub fn page() -> String {
    let location = super::window().location();
    let path = location.pathname().unwrap_or_default();
    location.origin().unwrap_or_default() + path.as_str()
}

/// Puts `query` and `fragment` into the address: as a new entry that Back leaves again, or in place of this
/// one.
pub fn set(query: &str, fragment: &str, new_entry: bool) {
    if query == self::query() && fragment == self::fragment() {
        return;
    }
    let Ok(history) = super::window().history() else {
        return;
    };
    // The path alone when there is nothing to say: an empty query would leave a bare question mark.
    let path = super::window().location().pathname().unwrap_or_default();
    let mut url = if query.is_empty() {
        path
    } else {
        format!("?{query}")
    };
    if !fragment.is_empty() {
        url.extend(["#", fragment]);
    }
    let set = if new_entry {
        history.push_state_with_url(&JsValue::NULL, "", Some(&url))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
    };
    // A browser that refuses (too often in a second) costs the link, not the page.
    drop(set);
}

/// Calls `changed` whenever Back, Forward or another fragment changed the address.
pub fn on_change(changed: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(changed);
    let window = super::window();
    window.set_onpopstate(Some(listener.as_ref().unchecked_ref()));
    window.set_onhashchange(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
}

/// Reads `text` as fetch would, or `None` when it is no absolute address.
#[must_use]
pub fn parse(text: &str) -> Option<Parts> {
    let url = Url::new(text).ok()?;
    Some(Parts {
        scheme: url.protocol().trim_end_matches(':').into(),
        host: url.host(),
        has_user: !url.username().is_empty() || !url.password().is_empty(),
        has_extra: !url.search().is_empty() || !url.hash().is_empty(),
        base: format!(
            "{}//{}{}",
            url.protocol(),
            url.host(),
            url.pathname()
        ),
    })
}

/// Calls `left` when the page is left. A browser may keep a page that is left, and with it whatever the
/// page has open.
pub fn on_leave(left: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(left);
    let function = listener.as_ref().unchecked_ref();
    let added = super::window().add_event_listener_with_callback("pagehide", function);
    debug_assert!(added.is_ok(), "windows take listeners");
    listener.forget();
}
