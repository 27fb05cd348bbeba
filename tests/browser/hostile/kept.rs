//! The history, as another script of this origin may have written it.

use super::canary::{Canary, text};
use super::payloads::Payloads;
use crate::scenario::scenario;
use serde_json::json;

/// Puts an entry into the page's own database.
const PUT: &str = "
    const [id, entry, run] = arguments;
    const open = indexedDB.open('tandem', 1);
    return new Promise((done) => { open.onsuccess = () => {
        const stores = open.result.transaction(['entries', 'runs'], 'readwrite');
        stores.objectStore('entries').put(entry, id);
        stores.objectStore('runs').put(run, id);
        stores.oncomplete = () => { open.result.close(); done(); };
    }; });";

#[tokio::test]
async fn replica_what_the_history_says_is_text() {
    scenario(None, async |page| {
        let canary = Canary::of(page).await;
        let payloads = Payloads::at(&canary.host());
        page.open("?source=replica&network=fibre").await;
        page.press("history").await;
        page.browser.wait_for("[data-history-empty]").await;
        page.press("close-history").await;
        for place in 0..20 {
            let any = |step: usize| payloads.all(place * 9 + step);
            let entry = json!({
                "format": "tandem-history/1", "experiment": any(0), "started": any(1), "params": any(2),
                "source": any(3), "headline": any(4), "about": any(5),
                "lanes": [{ "title": any(6), "totalMs": 1.5 }, { "title": any(7) }],
            });
            let entry = match place {
                0 => any(0),
                1 => json!({ "format": any(0) }).to_string(),
                _ => entry.to_string(),
            };
            let id = format!("2026-01-{place:02} {}", payloads.one(place));
            let arguments = [json!(id), json!(entry), json!(any(8))];
            page.browser.js_with(PUT, &arguments).await;
        }
        page.reload().await;
        page.press("history").await;
        page.browser.wait_for(".kept").await;
        let shown = text(page).await;
        assert!(shown.contains("<script>window.__canary=1</script>"), "{shown:.400}");
        canary.assert_silent(page, "the list").await;
        page.browser.click("[data-filter=all]").await;
        page.browser
            .wait_until("all of them", async || {
                page.browser.texts(".kept").await.len() == 20
            })
            .await;
        canary.assert_silent(page, "the whole list").await;
        page.press("open-kept").await;
        page.browser
            .wait_until("it is refused", async || {
                text(page).await.contains("This run cannot be read.")
            })
            .await;
        canary.assert_silent(page, "a run that is none").await;
    })
    .await;
}
