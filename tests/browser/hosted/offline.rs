//! The page without a network, once it has been visited.

use super::copy::{Copy, WORKER};
use crate::scenario::{Page, custom};
use crate::support::proxy::Proxy;
use crate::support::site::Site;
use serde_json::{Value, json};
use std::time::Duration;

/// What keeps the page: whether each worker is there that a registration may have.
const WORKERS: &str = "return navigator.serviceWorker.getRegistrations().then((all) =>
    all.map(({ installing, waiting, active }) => [installing, waiting, active].map((worker) => worker?.state ?? null)));";

pub(super) async fn workers(page: &Page) -> Value {
    page.browser.js(WORKERS).await
}

/// Waits until the page is kept.
pub(super) async fn kept(page: &Page) {
    page.browser
        .wait_until(
            "a worker that keeps the page",
            async || workers(page).await == json!([[null, null, "activated"]]),
        )
        .await;
}

#[tokio::test]
async fn replica_a_run_with_no_network_after_the_first_visit() {
    for mount in ["/", "/some/folder/"] {
        let page = Page::of(Site::built_at(mount).await).await;
        page.open("?source=replica").await;
        kept(&page).await;
        page.site.stop();
        let gone = "return fetch('no-such-file').then(() => 'there', () => 'gone')";
        page.browser
            .wait_until("no host", async || {
                page.browser.js(gone).await == "gone"
            })
            .await;
        for query in [
            "?source=replica&experiment=user-with-posts",
            "",
            "index.html?source=replica",
        ] {
            page.open(query).await;
            if query.contains("replica") {
                page.run().await.assert_done();
            }
        }
        // The pictures and the manifest too.
        let icon = "return fetch('icon.svg').then((answer) => answer.text())";
        assert!(
            page.browser
                .js(icon)
                .await
                .as_str()
                .is_some_and(|text| text.contains("<svg"))
        );
        page.browser.assert_console_clean().await;
        page.browser.close().await;
    }
}

/// What of the program it has not loaded by then comes from what is kept, too.
#[tokio::test]
async fn replica_the_tab_of_the_first_visit_needs_no_network_either() {
    let page = Page::of(Site::built().await).await;
    page.open("?source=replica").await;
    kept(&page).await;
    let cared_for = "return navigator.serviceWorker.controller !== null";
    page.browser
        .wait_until("a worker for this tab", async || {
            page.browser.js(cared_for).await == true
        })
        .await;
    page.site.stop();
    page.run().await.assert_done();
    page.browser.click("[data-tab=data]").await;
    page.browser.wait_for("[data-answer]").await;
    page.press("share").await;
    page.browser.wait_for("[data-share] input[name=link]").await;
    page.browser.keys("Escape").await;
    page.press("history").await;
    page.browser.wait_for("[data-history] li").await;
    assert!(!page.browser.has("[data-later=missing]").await);
    page.browser.assert_console_clean().await;
    page.browser.close().await;
}

#[tokio::test]
async fn replica_nothing_is_kept_while_a_run_is_under_way() {
    let page = Page::of(Site::built().await).await;
    page.open("?source=replica&rtt=4000&jitter=0").await;
    page.press("run").await;
    while !page.browser.has("[data-verdict=done]").await {
        assert_eq!(workers(&page).await, json!([]));
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    kept(&page).await;
    page.browser.close().await;
}

#[tokio::test]
async fn replica_an_embed_keeps_nothing() {
    let page = Page::of(Site::built().await).await;
    page.open("?embed=1&source=replica&network=fibre").await;
    page.press("run").await;
    page.browser.wait_for("[data-verdict=done]").await;
    // The whole page is kept two seconds after it has loaded.
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(workers(&page).await, json!([]));
    page.browser.assert_console_clean().await;
    page.browser.close().await;
}

#[tokio::test]
async fn replica_a_browser_that_keeps_nothing_lacks_nothing_else() {
    let browsers = [
        "delete Navigator.prototype.serviceWorker",
        "Object.defineProperty(Navigator.prototype, 'serviceWorker', { get() { throw new DOMException('no', 'SecurityError'); } })",
        "ServiceWorkerContainer.prototype.register = () => Promise.reject(new Error('no'))",
        "caches.__proto__.open = () => Promise.reject(new Error('no'))",
    ];
    for browser in browsers {
        let page = Page::of(Site::built().await).await;
        page.browser.before_each_page(browser).await;
        page.open("?source=replica&network=fibre").await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        page.run().await.assert_done();
        page.browser.assert_console_clean().await;
        page.browser.close().await;
    }
}

#[tokio::test]
async fn unsent_a_version_that_is_not_kept_takes_its_leave() {
    const FAREWELL: &str = include_str!("../../../xtask/src/finish/worker/farewell.js");
    let page = Page::of(Site::built().await).await;
    page.open("").await;
    kept(&page).await;
    let later = Copy::new();
    let bare = later
        .read("index.html")
        .replace("tandem-worker", "no-worker");
    later.write("index.html", &bare);
    later.write(WORKER, FAREWELL);
    page.site.turn_to(later.folder());
    // Browsers look for a newer worker with each visit.
    page.open("").await;
    page.browser
        .wait_until("nothing kept", async || {
            let caches = page.browser.js("return caches.keys()").await;
            (caches, workers(&page).await) == (json!([]), json!([]))
        })
        .await;
    page.open("").await;
    assert!(page.browser.has("meta[name=no-worker]").await);
    page.browser.close().await;
}

/// What a run measures is the same on a page that is kept.
#[tokio::test]
async fn custom_a_page_that_is_kept_runs_as_any() {
    let proxy = Proxy::http().await;
    let page = Page::of(Site::built().await).await;
    page.open("").await;
    kept(&page).await;
    page.open(&custom(&proxy.base(), "")).await;
    page.press("run").await;
    page.press("allow").await;
    page.ended().await.assert_done();
    assert_eq!(
        proxy.counts().answered,
        9,
        "{:#?}",
        proxy.seen()
    );
    page.browser.assert_console_clean().await;
    page.browser.close().await;
}
