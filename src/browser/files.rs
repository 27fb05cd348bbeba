//! What leaves the page: as a file, or by the clipboard.

use std::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

thread_local! {
    /// The address of the last file that was offered.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Offers `text` as a file called `name`. Says whether the browser took it.
#[must_use]
pub fn download(name: &str, mime: &str, text: &str) -> bool {
    try_download(name, mime, text).is_ok()
}

fn try_download(name: &str, mime: &str, text: &str) -> Result<(), JsValue> {
    offer(name, &blob(mime, text)?)
}

/// `text` as what the browser calls a file.
pub(super) fn blob(mime: &str, text: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = Array::of1(&text.into());
    Blob::new_with_str_sequence_and_options(&parts, &options)
}

/// Offers `blob` as a file called `name`.
pub(super) fn offer(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(blob)?;
    // Revoked when the next one replaces it: some browsers read it after the click has returned.
    if let Some(last) = LAST.replace(Some(url.clone())) {
        Url::revoke_object_url(&last)?;
    }
    let document = super::window().document().ok_or(JsValue::NULL)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    Ok(())
}

/// Puts `text` on the clipboard. Says whether the browser allowed it.
pub async fn copy(text: &str) -> bool {
    let clipboard = super::window().navigator().clipboard();
    // Missing on pages that are not secure.
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
