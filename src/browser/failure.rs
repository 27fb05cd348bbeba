//! The end of the page's program. What people are told then is made by the page's first script
//! (`src/boot/first.js`), which needs nothing of what has failed.

use std::cell::Cell;
use std::panic::{self, PanicHookInfo};

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static HALTED: Cell<bool> = const { Cell::new(false) };
}

#[wasm_bindgen(js_namespace = tandem)]
extern "C" {
    #[wasm_bindgen(catch)]
    fn know(version: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(catch)]
    fn fail(kind: &str, what: &str) -> Result<(), JsValue>;
}

/// From now on a panic is told on the page and in the console, once: whatever panics afterwards does so for
/// the first one's sake. What is not Rust's to see (memory that has run out, an exception that came through
/// JavaScript) the first script sees for itself.
pub fn watch() {
    panic::set_hook(Box::new(tell));
    // Only a page that is not ours has no first script; a panic is in its console still.
    drop(know(&version()));
}

fn tell(panic: &PanicHookInfo<'_>) {
    if !HALTED.replace(true) {
        console_error_panic_hook::hook(panic);
        drop(fail("stopped", &panic.to_string()));
    }
}

/// `0.1.0`, and the commit where the build was told of one.
fn version() -> String {
    let package = env!("CARGO_PKG_VERSION");
    match option_env!("TANDEM_COMMIT") {
        Some(commit) if !commit.is_empty() => format!("{package}, commit {commit}"),
        _ => package.into(),
    }
}

/// No task goes on from here. For the first script, when it finds that the program has ended.
#[wasm_bindgen]
pub fn halt() {
    HALTED.set(true);
}

/// Whether the program has ended, though the browser still calls it.
pub(super) fn is_halted() -> bool {
    HALTED.get()
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn the_page_names_this_version() {
        let page = include_str!("../../index.html");
        let package = env!("CARGO_PKG_VERSION");
        let named = format!(r#"<meta name="version" content="{package}">"#);
        assert!(page.contains(&named), "{named}");
        assert!(version().starts_with(package));
    }
}
