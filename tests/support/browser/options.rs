//! How a session starts.

use super::Browser;

/// The host of the live API.
pub(super) const LIVE_HOST: &str = "jsonplaceholder.typicode.com";

/// What a session starts with.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// The window's width and height.
    pub(super) size: (u32, u32),
    /// The port of 127.0.0.1 that is the live host.
    pub(super) live: Option<u16>,
    /// Whether a step waits for the page to be loaded.
    pub(super) waits: bool,
    /// The size of letters, in pixels.
    pub(super) letters: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            size: (1440, 1000),
            live: None,
            waits: true,
            letters: 16,
        }
    }
}

impl Options {
    /// The window's width and height. Chromium's windows are never narrower than 500:
    /// [`Browser::viewport`] goes below.
    pub(crate) fn size(mut self, width: u32, height: u32) -> Self {
        self.size = (width, height);
        self
    }

    /// The live host is this port of 127.0.0.1; otherwise it does not exist.
    pub(crate) fn live_at(mut self, port: u16) -> Self {
        self.live = Some(port);
        self
    }

    /// No step waits for a page to be loaded: some never are.
    pub(crate) fn impatient(mut self) -> Self {
        self.waits = false;
        self
    }

    /// The person has chosen letters of this many pixels, in the browser's own settings.
    pub(crate) fn letters(mut self, pixels: u32) -> Self {
        self.letters = pixels;
        self
    }

    /// Starts the browser.
    pub(crate) async fn start(&self) -> Browser {
        Browser::with(self).await
    }
}
