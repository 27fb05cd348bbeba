//! The list of shortcuts, and whether single keys work.

use leptos::prelude::*;

use super::session::Session;

/// What is known of the keyboard.
#[derive(Clone, Copy)]
pub(super) struct Keyboard {
    listed: RwSignal<bool>,
    single: RwSignal<bool>,
}

impl Keyboard {
    pub(super) fn new(single: bool) -> Self {
        Self {
            listed: RwSignal::new(false),
            single: RwSignal::new(single),
        }
    }
}

/// The keyboard.
impl Session {
    /// Whether the list of shortcuts is shown. Tracked.
    #[must_use]
    pub fn shows_shortcuts(self) -> bool {
        self.keyboard.listed.get()
    }

    /// Shows the list of shortcuts, or puts it away.
    pub fn show_shortcuts(self, shown: bool) {
        self.keyboard.listed.set(shown);
    }

    /// Whether keys that are pressed by themselves do anything outside of charts: who steers by voice
    /// switches them off. Tracked.
    #[must_use]
    pub fn single_keys(self) -> bool {
        self.keyboard.single.get()
    }

    /// Lets single keys work, or not, here and on the next visit.
    pub fn allow_single_keys(self, allowed: bool) {
        self.keyboard.single.set(allowed);
        self.host().set_single_keys(allowed);
    }
}
