//! The page's copy for visits without a network, and a newer version of the page.

use leptos::prelude::*;

use super::session::Session;

impl Session {
    /// Has the page kept for visits without a network, as soon as nothing is under way that it could disturb,
    /// and learns of newer versions. Within another page nothing is kept: that one is not ours to fill.
    pub(super) fn keep_copy(self) {
        if untrack(|| self.is_embedded()) || self.host().is_framed() {
            return;
        }
        let is_busy = Box::new(move || untrack(|| self.is_active()));
        let tell = Box::new(move || self.newer.set(true));
        self.host().keep_copy(is_busy, tell);
    }

    /// Whether a newer version of the page is there to be loaded. Nobody is told while something is under way.
    /// Tracked.
    #[must_use]
    pub fn offers_newer(self) -> bool {
        self.newer.get() && !self.is_active()
    }

    /// Loads the newer version in place of this one.
    pub fn load_newer(self) {
        self.host().load_newer();
    }
}
