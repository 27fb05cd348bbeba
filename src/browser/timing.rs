//! What the browser itself measured of a request: Resource Timing, where the server allows it.

use std::task::Poll;

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::Performance;

use crate::time::Nanos;
use crate::trace::Phases;

/// Looks up what the browser measured of requests from now on.
#[derive(Clone)]
pub struct Timings {
    performance: Performance,
    /// When the request was handed to fetch, in milliseconds.
    since: f64,
}

impl Timings {
    /// For a request that is made now.
    #[must_use]
    pub fn from_now() -> Option<Self> {
        let performance = super::window().performance()?;
        let since = performance.now();
        Some(Self { performance, since })
    }

    /// The phases of the GET of `url` that was made then. Pending while the browser has no entry of it, and
    /// `None` where the server does not allow it (by `Timing-Allow-Origin`): nothing is guessed.
    pub fn phases(&self, url: &str) -> Poll<Option<Phases>> {
        let entries = self
            .performance
            .get_entries_by_name_with_entry_type(url, "resource");
        // The same request may have been made before, and again at once.
        let entry = entries
            .iter()
            .find(|entry| at(entry, "startTime") >= self.since - STEP);
        entry.map_or(Poll::Pending, |entry| {
            Poll::Ready(told(&entry))
        })
    }
}

/// What an entry of Resource Timing tells, if its server allows it.
fn told(entry: &JsValue) -> Option<Phases> {
    let (began, sent) = (
        at(entry, "fetchStart"),
        at(entry, "requestStart"),
    );
    // A server that does not allow it leaves 0 for these.
    if sent <= 0.0 {
        return None;
    }
    let connected = at(entry, "connectEnd");
    let opens = at(entry, "domainLookupStart");
    // A connection that was open already has all of these at the beginning.
    let opened = connected - opens;
    let stalled = if opened > 0.0 {
        opens - began
    } else {
        sent - began
    };
    Some(Phases {
        stalled: Nanos::from_millis_f64(stalled),
        connecting: Nanos::from_millis_f64(opened),
    })
}

/// A page's clock steps by up to a millisecond.
const STEP: f64 = 1.0;

fn at(entry: &JsValue, key: &str) -> f64 {
    let value = Reflect::get(entry, &key.into()).ok();
    value.and_then(|value| value.as_f64()).unwrap_or_default()
}
