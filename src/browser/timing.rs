//! What the browser itself measured of a request: Resource Timing, where the server allows it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::task::Poll;

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::Performance;

use super::timeline::MOST_ENTRIES;
use crate::time::Nanos;
use crate::trace::Phases;

/// Looks up what the browser measured of a request.
#[derive(Clone, Debug)]
pub struct Timings {
    performance: Performance,
    entries: Rc<Entries>,
    /// When the request was wanted, and when it was handed to fetch, in milliseconds.
    wanted: f64,
    sent: f64,
}

impl Timings {
    /// For a request that is wanted now; `entries` are those of all requests of a run.
    #[must_use]
    pub fn from_now(entries: Rc<Entries>) -> Option<Self> {
        let performance = super::window().performance()?;
        let now = performance.now();
        if entries.since.get().is_none() {
            entries.since.set(Some(now));
        }
        Some(Self {
            wanted: now,
            sent: now,
            performance,
            entries,
        })
    }

    /// For the same request, which is handed to fetch now: it stalled until then.
    #[must_use]
    pub fn sent(self) -> Self {
        Self {
            sent: self.performance.now(),
            ..self
        }
    }

    /// The phases of the GET of `url` that was made then. Pending while the browser has no entry of it, and
    /// `None` where the server does not allow it (by `Timing-Allow-Origin`) or the browser keeps no more entries:
    /// nothing is guessed.
    pub fn phases(&self, url: &str) -> Poll<Option<Phases>> {
        self.entries.read(&self.performance);
        let by_url = self.entries.by_url.borrow();
        // The same request may have been made before, and again at once.
        let entry = by_url
            .get(url)
            .into_iter()
            .flatten()
            .find(|entry| began(entry) >= self.sent - STEP);
        let waited = Nanos::from_millis_f64(self.sent - self.wanted);
        match entry {
            Some(entry) => Poll::Ready(told(entry).map(|phases| Phases {
                stalled: phases.stalled + waited,
                ..phases
            })),
            None if self.entries.are_full.get() => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}

/// What the browser has of all requests of a run: read once for all that are looked up together, for each time that
/// it is asked it makes a list anew.
#[derive(Debug, Default)]
pub struct Entries {
    /// When the first of them was wanted, in milliseconds.
    since: Cell<Option<f64>>,
    /// The entries by their URL, the oldest first.
    by_url: RefCell<HashMap<String, Vec<JsValue>>>,
    /// When they were read, in milliseconds.
    read: Cell<Option<f64>>,
    /// Whether the browser keeps no more of them.
    are_full: Cell<bool>,
}

impl Entries {
    /// Another run begins.
    pub fn begin(&self) {
        self.since.take();
        self.read.take();
        self.by_url.borrow_mut().clear();
    }

    /// Reads what there is of the run's requests, unless that was done just now.
    fn read(&self, performance: &Performance) {
        let now = performance.now();
        if self.read.get().is_some_and(|read| now - read < FRESH) {
            return;
        }
        let since = self.since.get().unwrap_or_default();
        let mut by_url = self.by_url.borrow_mut();
        by_url.clear();
        // They come in the order of their beginnings.
        let all = performance.get_entries_by_type("resource");
        self.are_full.set(all.length() >= MOST_ENTRIES);
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
const FRESH: f64 = 4.0;

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
