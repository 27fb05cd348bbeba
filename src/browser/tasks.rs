//! Tasks on the page's event loop.

use std::future::poll_fn;
use std::task::Poll;

use futures::future::LocalBoxFuture;

use super::failure;
use crate::engine::ports::Spawn;

/// Runs tasks a turn of the event loop at a time, until the program fails: then none goes on, or one that did not
/// fail itself would send its next requests from a page that is gone.
#[derive(Clone, Copy, Debug)]
pub struct PageTasks;

impl Spawn for PageTasks {
    fn spawn(&self, mut task: LocalBoxFuture<'static, ()>) {
        wasm_bindgen_futures::spawn_local(poll_fn(move |context| {
            if failure::is_halted() {
                return Poll::Pending;
            }
            task.as_mut().poll(context)
        }));
    }
}
