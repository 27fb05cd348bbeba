//! What is painted before the program has come (`index.html`), by way of the page's first script
//! (`src/boot/first.js`). A page without that script has nothing that is painted first.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

#[wasm_bindgen(js_namespace = tandem)]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn painted() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    fn running() -> Result<(), JsValue>;
}

/// Calls `begin`, in a turn of its own, once it has been seen: a program that takes the thread before that would keep it
/// from the screen. At once where nobody looks, after a quarter of a second at the latest, and never once the page has
/// failed.
pub fn once_seen(begin: impl FnOnce() + 'static) {
    spawn_local(async {
        super::turns::turn().await;
        drop(painted().await);
        begin();
    });
}

/// Takes it away, since the page stands in its place.
pub fn end() {
    drop(running());
}
