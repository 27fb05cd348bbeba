//! Until something is so, and what is said when it never is.

use super::Browser;
use crate::support::poll::poll;
use std::time::Duration;

/// How long a page may take over one step. Nothing is asserted about speed here.
pub(super) const LIMIT: Duration = Duration::from_secs(15);
/// As much of a page's text as is quoted in a failure.
const QUOTE: usize = 1_500;

impl Browser {
    /// Waits until something matches `css`.
    pub(crate) async fn wait_for(&self, css: &str) {
        if poll(LIMIT, async || {
            self.has(css).await.then_some(())
        })
        .await
        .is_none()
        {
            self.fail(&format!("`{css}`")).await;
        }
    }

    /// Waits until `condition` holds.
    pub(crate) async fn wait_until(
        &self,
        description: &str,
        mut condition: impl AsyncFnMut() -> bool,
    ) {
        if poll(LIMIT, async || {
            condition().await.then_some(())
        })
        .await
        .is_none()
        {
            self.fail(description).await;
        }
    }

    /// Fails the test, with what the page looks like.
    pub(super) async fn fail(&self, missing: &str) -> ! {
        let page = self
            .js("return `${location.href}\n${document.body?.innerText}`")
            .await;
        let page: String = page
            .as_str()
            .unwrap_or_default()
            .chars()
            .take(QUOTE)
            .collect();
        let console = self.console().await;
        panic!(
            "waited {LIMIT:?} for {missing}\n--- the page: {page}\n--- its console: {console:#?}"
        );
    }
}
