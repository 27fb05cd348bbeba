//! Tasks on the page's event loop.

use futures::future::LocalBoxFuture;

use crate::engine::ports::Spawn;

/// Runs tasks a turn of the event loop at a time.
#[derive(Clone, Copy, Debug)]
pub struct PageTasks;

impl Spawn for PageTasks {
    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        wasm_bindgen_futures::spawn_local(task);
    }
}
