//! Finished spans in the browser's own profiler.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Performance;

use crate::engine::ports::Timeline;
use crate::time::Nanos;

#[wasm_bindgen]
extern "C" {
    // web-sys has this form only among its unstable interfaces.
    #[wasm_bindgen(js_namespace = performance, catch)]
    fn measure(name: &str, options: &Object) -> Result<JsValue, JsValue>;
}

/// More requests than this are forgotten when the next comparison begins.
const MANY: u32 = 2_000;

/// So many entries of requests the browser is told to keep: by itself it keeps 250, fewer than some comparisons make.
pub(super) const MOST_ENTRIES: u32 = 2 * MANY;

/// Shows spans as `performance.measure`s: a track of the Performance panel in DevTools.
#[derive(Clone)]
pub struct Profiler {
    performance: Option<Performance>,
}

impl Profiler {
    /// The page's profiler.
    #[must_use]
    pub fn new() -> Self {
        Self {
            performance: super::window().performance(),
        }
    }

    /// Forgets all measures, and what the browser measured of requests once it is much, so that a long
    /// visit does not pile them up.
    pub fn clear(&self) {
        if let Some(performance) = &self.performance {
            performance.clear_measures();
            if performance.get_entries_by_type("resource").length() > MANY {
                performance.clear_resource_timings();
            }
            performance.set_resource_timing_buffer_size(MOST_ENTRIES);
        }
    }
}

impl Default for Profiler {
    fn default() -> Self {
        Self::new()
    }
}

impl Timeline for Profiler {
    fn show(&self, variant: &str, label: &str, started: Nanos, ended: Nanos) {
        let options = Object::new();
        for (key, at) in [("start", started), ("end", ended)] {
            // Setting a property of a plain object cannot fail.
            drop(Reflect::set(
                &options,
                &key.into(),
                &at.as_millis_f64().into(),
            ));
        }
        // A profiler that does not take it takes nothing from the run.
        drop(measure(
            &format!("{variant}: {label}"),
            &options,
        ));
    }
}
