//! Reusing connections: what a browser hides, and says so.

use crate::scenario::{custom, scenario};
use crate::support::proxy::Proxy;
use serde_json::json;
use std::time::Duration;
use tandem::format::millis;
use tandem::time::Nanos;

const ON_CUSTOM: &str = "&experiment=connection-reuse&posts=1-3&order=fixed";

#[tokio::test]
async fn custom_says_that_a_browser_pools_and_shows_what_it_measured() {
    let proxy = Proxy::http().await;
    proxy.delay(Duration::from_millis(80));
    scenario(None, async |page| {
        page.open(&custom(&proxy.base(), ON_CUSTOM)).await;
        let words = page.browser.text("[data-caveat] p").await;
        assert!(
            words.starts_with("A browser pools connections by itself and cannot be told not to:"),
            "{words}"
        );
        assert!(
            page.browser
                .texts("[data-measured-first] dt")
                .await
                .is_empty(),
            "nothing was measured"
        );
        page.press("run").await;
        page.press("allow").await;
        page.browser.wait_for("[data-verdict=done]").await;
        let says = page.browser.text("[data-verdict]").await;
        assert!(
            says.contains("here all variants do the same, so what differs is chance"),
            "{says}"
        );

        let rows = page.browser.texts("[data-measured-first] dt").await;
        assert_eq!(
            rows,
            ["Warm-up, the first request of all", "Fresh", "Reused"]
        );
        let figures = page.browser.texts("[data-measured-first] dd").await;
        let file = page.run_file().await;
        for (entry, figure) in file["variants"]
            .as_array()
            .expect("variants")
            .iter()
            .zip(&figures[1..])
        {
            let span =
                |place: usize, key: &str| entry["spans"][place][key].as_f64().expect("a time");
            let took = |place| span(place, "endedMs") - span(place, "startedMs");
            let (first, later) = (took(0), f64::midpoint(took(1), took(2)));
            let told = |time| millis(Nanos::from_millis_f64(time));
            let expected = format!(
                "first request {}, median of the other 2: {}",
                told(first),
                told(later)
            );
            assert_eq!(*figure, expected, "{entry:#}");
        }
        // Not one a client. A browser opens a second one by itself while the first is slow to open.
        assert_eq!(proxy.counts().seen, 7);
        assert!(
            proxy.opened() <= 2,
            "{} connections",
            proxy.opened()
        );
    })
    .await;
}

#[tokio::test]
async fn custom_offers_the_replica_which_shows_the_handshakes() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        page.open(&custom(&proxy.base(), ON_CUSTOM)).await;
        page.press("run-on-replica").await;
        page.browser.wait_for("[data-verdict=done]").await;
        assert_eq!(
            proxy.counts().seen,
            0,
            "nothing was sent"
        );
        assert_eq!(
            page.browser
                .js("return document.querySelector('[data-caveat]')")
                .await,
            json!(null)
        );
        let bars = |variant| format!("[data-variant={variant}] .bar[data-kind=connecting]");
        assert_eq!(
            page.browser.texts(&bars("fresh")).await.len(),
            3
        );
        assert_eq!(
            page.browser.texts(&bars("reused")).await.len(),
            1,
            "the first opens it for all"
        );
        let says = page.browser.text("[data-verdict]").await;
        assert!(
            says.contains("faster reused, in this run"),
            "{says}"
        );
    })
    .await;
}
