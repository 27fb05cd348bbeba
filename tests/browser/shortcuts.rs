//! The list of shortcuts, and the switch for single keys.

use crate::scenario::{Page, scenario};
use serde_json::json;

async fn listed(page: &Page) -> bool {
    page.browser.has("[data-shortcuts][open]").await
}

#[tokio::test]
async fn replica_single_keys_are_listed_and_can_be_switched_off_for_good() {
    scenario(None, async |page| {
        page.open("?source=replica").await;
        page.browser.keys("?").await;
        page.browser.wait_for("[data-shortcuts][open]").await;
        page.browser.keys("Escape").await;
        let closed = async || !listed(page).await;
        page.browser.wait_until("it is closed", closed).await;
        page.press("shortcuts").await;
        page.browser.wait_for("[data-shortcuts][open]").await;
        page.browser.click("[name=single-keys]").await;
        page.browser
            .click("[data-shortcuts] [data-action=close]")
            .await;
        page.browser.wait_until("it is closed", closed).await;
        let focus = "return document.activeElement.dataset.action ?? null";
        assert_eq!(
            page.browser.js(focus).await,
            json!("shortcuts"),
            "focus comes back"
        );
        for _ in 0..2 {
            page.browser.keys("?").await;
            page.browser
                .js("return new Promise(requestAnimationFrame)")
                .await;
            assert!(!listed(page).await, "it is off");
            page.reload().await;
        }
        page.run().await;
        page.browser.keys("p").await;
        page.browser
            .js("return new Promise(requestAnimationFrame)")
            .await;
        assert_eq!(
            page.browser
                .attr("[data-action=replay]", "aria-label")
                .await
                .as_deref(),
            Some("Replay")
        );
    })
    .await;
}

/// Letters that are written somewhere are letters.
#[tokio::test]
async fn unsent_single_keys_leave_fields_alone() {
    scenario(None, async |page| {
        page.open("?experiment=user-comments").await;
        page.browser
            .js("document.querySelector('[name=username]').focus()")
            .await;
        page.browser.keys("?").await;
        let value = "return document.querySelector('[name=username]').value";
        assert_eq!(
            page.browser.js(value).await,
            json!("Bret?")
        );
        assert!(!listed(page).await);
    })
    .await;
}
