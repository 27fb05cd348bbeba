//! What the browser wrote to the console.

use super::{Browser, must};
use std::sync::PoisonError;
use thirtyfour::BrowserLogEntry;

/// What Chromium itself writes about a request that failed; a page cannot prevent it.
const CHROMIUMS_OWN: [&str; 2] = ["Failed to load resource", "blocked by CORS policy"];

impl Browser {
    /// Everything in the console since the session began.
    pub(crate) async fn console(&self) -> Vec<BrowserLogEntry> {
        let new = must(
            self.driver.browser_log().await,
            "read the console",
        );
        let mut console = self.console.lock().unwrap_or_else(PoisonError::into_inner);
        console.extend(new);
        console.clone()
    }

    /// Fails if there is anything in the console but Chromium's own lines about failed requests.
    pub(crate) async fn assert_console_clean(&self) {
        self.assert_console(&[]).await;
    }

    /// Fails unless the console holds one line for each of `told`, with that in it, in this order, and Chromium's own
    /// lines about failed requests.
    pub(crate) async fn assert_console(&self, told: &[&str]) {
        let mut lines = self.console().await;
        lines.retain(|line| !is_chromiums_own(line));
        let all = lines.iter().zip(told);
        assert!(
            lines.len() == told.len()
                && all
                    .into_iter()
                    .all(|(line, told)| line.message.contains(told)),
            "the console holds something else than {told:?}: {lines:#?}"
        );
    }
}

fn is_chromiums_own(line: &BrowserLogEntry) -> bool {
    let written_by_page = line.source.as_deref() == Some("console-api");
    !written_by_page && CHROMIUMS_OWN.iter().any(|own| line.message.contains(own))
}
