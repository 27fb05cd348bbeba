//! Tasks on the page's event loop.

use futures::future::LocalBoxFuture;

/// Runs `task` until it ends, a turn of the event loop at a time.
pub fn spawn(task: LocalBoxFuture<'static, ()>) {
    wasm_bindgen_futures::spawn_local(task);
}
