//! What the browser itself measured of a request: Resource Timing, where the server allows it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::task::Poll;

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::Performance;

use crate::time::Nanos;
use crate::trace::Phases;

/// Looks up what the browser measured of a request from now on.
#[derive(Clone, Debug)]
pub struct Timings {
    performance: Performance,
    entries: Rc<Entries>,
    /// When the request was handed to fetch, in milliseconds.
    since: f64,
}

impl Timings {
    /// For a request that is made now; `entries` are those of all requests of a run.
    #[must_use]
    pub fn from_now(entries: Rc<Entries>) -> Option<Self> {
        let performance = super::window().performance()?;
        Some(Self {
            since: performance.now(),
            performance,
            entries,
        })
    }

    /// The phases of the GET of `url` that was made then. Pending while the browser has no entry of it, and
    /// `None` where the server does not allow it (by `Timing-Allow-Origin`): nothing is guessed.
    pub fn phases(&self, url: &str) -> Poll<Option<Phases>> {
        self.entries.read(&self.performance, self.since);
        let by_url = self.entries.by_url.borrow();
        // The same request may have been made before, and again at once.
        let entry = by_url
            .get(url)
            .into_iter()
            .flatten()
            .find(|entry| began(entry) >= self.since - STEP);
        entry.map_or(Poll::Pending, |entry| {
            Poll::Ready(told(entry))
        })
    }
}

/// What the browser has of all requests: read once for all that are looked up together, for each time that it is
/// asked it makes a list anew.
#[derive(Debug, Default)]
pub struct Entries {
    /// The entries by their URL, the oldest first.
    by_url: RefCell<HashMap<String, Vec<JsValue>>>,
    /// When they were read, in milliseconds.
    read: Cell<Option<f64>>,
}

impl Entries {
    /// Reads what there is of requests since `since`, unless that was done just now.
    fn read(&self, performance: &Performance, since: f64) {
        let now = performance.now();
        if self.read.get().is_some_and(|read| now - read < FRESH) {
            return;
        }
        let mut by_url = self.by_url.borrow_mut();
        by_url.clear();
        // They come in the order of their beginnings.
        let all = performance.get_entries_by_type("resource");
        let mut place = all.length();
        while place > 0 {
            place -= 1;
            let entry = all.get(place);
            if began(&entry) < since - STEP {
                break;
            }
            if let Some(url) = get(&entry, "name").as_string() {
                by_url.entry(url).or_default().push(entry);
            }
        }
        for entries in by_url.values_mut() {
            entries.reverse();
        }
        self.read.set(Some(performance.now()));
    }
}

/// For so many milliseconds entries that were read are taken for all there are.
const FRESH: f64 = 10.0;

/// A page's clock steps by up to a millisecond.
const STEP: f64 = 1.0;

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

fn began(entry: &JsValue) -> f64 {
    at(entry, "startTime")
}

fn at(entry: &JsValue, key: &str) -> f64 {
    get(entry, key).as_f64().unwrap_or_default()
}

fn get(entry: &JsValue, key: &str) -> JsValue {
    // An entry is an object, of which any key can be asked.
    Reflect::get(entry, &key.into()).unwrap_or_default()
}
