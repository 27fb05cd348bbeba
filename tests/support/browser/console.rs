//! What the browser wrote to the console.
//!
//! Chromium's driver tells it. The other two's do not: there the tests' host brings a script that keeps
//! everything (`first.js`).

use super::{Browser, Engine, must};
use crate::support::site;
use std::sync::PoisonError;
use thirtyfour::BrowserLogEntry;

/// What Chromium itself writes about a request that failed; a page cannot prevent it.
const CHROMIUMS_OWN: [&str; 2] = ["Failed to load resource", "blocked by CORS policy"];

/// Takes what has been kept in the page. Where a page may keep nothing, there is nothing.
const TAKE: &str = "
    const lines = window.testsConsole?.splice(0) ?? [];
    try {
        lines.unshift(...JSON.parse(sessionStorage.getItem('tests-console') ?? '[]'));
        sessionStorage.removeItem('tests-console');
    } catch {}
    return lines;";

impl Browser {
    /// Everything in the console since the session began.
    pub(crate) async fn console(&self) -> Vec<BrowserLogEntry> {
        let new = match self.engine {
            Engine::Chromium => must(
                self.driver.browser_log().await,
                "read the console",
            ),
            Engine::Firefox | Engine::WebKit => must(
                serde_json::from_value(self.js(TAKE).await),
                "read the console",
            ),
        };
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

    /// Before the page goes, what it has kept is taken; and the host of `url` learns what comes first on the next.
    pub(crate) async fn leave_for(&self, url: &str) {
        if self.engine == Engine::Chromium {
            return;
        }
        self.console().await;
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        if !first.is_empty() {
            site::begin_with(url, &first);
        }
    }
}

fn is_chromiums_own(line: &BrowserLogEntry) -> bool {
    let written_by_page = line.source.as_deref() == Some("console-api");
    !written_by_page && CHROMIUMS_OWN.iter().any(|own| line.message.contains(own))
}
