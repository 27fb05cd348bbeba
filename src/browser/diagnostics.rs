//! What the page holds at this moment, counted: for tests of leaks, and for the curious in DevTools
//! (`wasmBindings.diagnostics()`).

use std::cell::Cell;

use wasm_bindgen::prelude::wasm_bindgen;

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub enum Held {
    /// Comparisons whose signals are alive.
    Comparisons,
    /// Loops over animation frames.
    Frames,
    /// Requests under way.
    Requests,
    /// Timers that were set and are waited for.
    Timers,
}

thread_local! {
    static COUNTS: [Cell<i32>; 4] = const { [const { Cell::new(0) }; 4] };
}

/// Counts one thing for as long as it lives.
#[derive(Debug)]
pub struct Counted(Held);

impl Counted {
    /// One more is held.
    #[must_use]
    pub fn new(held: Held) -> Self {
        add(held, 1);
        Self(held)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        add(self.0, -1);
    }
}

fn add(held: Held, change: i32) {
    COUNTS.with(|counts| {
        let count = &counts[held as usize];
        count.set(count.get() + change);
    });
}

/// The counts, as a JSON object.
#[wasm_bindgen]
#[must_use]
pub fn diagnostics() -> String {
    COUNTS.with(|counts| {
        format!(
            r#"{{"comparisons":{},"frames":{},"requests":{},"timers":{}}}"#,
            counts[Held::Comparisons as usize].get(),
            counts[Held::Frames as usize].get(),
            counts[Held::Requests as usize].get(),
            counts[Held::Timers as usize].get(),
        )
    })
}
