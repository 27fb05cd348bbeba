//! The address bar: the query of the page's address, and addresses that people type.

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

/// Puts `query` into the address: as a new entry that Back leaves again, or in place of this one.
pub fn set_query(query: &str, new_entry: bool) {
    if query == self::query() {
        return;
    }
    let Ok(history) = super::window().history() else {
        return;
    };
    // The path alone when there is nothing to say: an empty query would leave a bare question mark.
    let path = super::window().location().pathname().unwrap_or_default();
    let url = if query.is_empty() {
        path
    } else {
        format!("?{query}")
    };
    let set = if new_entry {
        history.push_state_with_url(&JsValue::NULL, "", Some(&url))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
    };
    // A browser that refuses (too often in a second) costs the link, not the page.
    drop(set);
}

/// Calls `changed` whenever Back or Forward changed the query.
pub fn on_change(changed: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(changed);
    super::window().set_onpopstate(Some(listener.as_ref().unchecked_ref()));
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
