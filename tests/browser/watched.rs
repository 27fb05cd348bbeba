//! What can be watched while a variant runs: permits that change hands, results that arrive.

use crate::scenario::{custom, scenario};
use crate::support::proxy::Proxy;
use std::time::Duration;

/// Each moment of the permits' line: how many are in use, and how many are drawn as such.
const WATCH_PERMITS: &str = "
    const line = document.querySelector('[data-permits]');
    window.seen = [];
    new MutationObserver(() => seen.push([
        Number(line.dataset.inUse), line.querySelectorAll('i.on').length, line.textContent.trim(),
    ])).observe(line, { attributes: true, childList: true, subtree: true, characterData: true });";

#[tokio::test]
async fn custom_permits_in_use_never_pass_the_limit() {
    let proxy = Proxy::http().await;
    // Longer than the page ever rests from drawing while it measures.
    proxy.delay(Duration::from_millis(1_500));
    scenario(None, async |page| {
        page.open(&custom(
            &proxy.base(),
            "&experiment=album-photos&albums=1-7&limit=3&order=fixed",
        ))
        .await;
        assert_eq!(
            page.browser.text("[data-permits]").await,
            "3 permits"
        );
        page.browser.js(WATCH_PERMITS).await;
        page.press("run").await;
        page.press("allow").await;
        page.browser
            .wait_for("[data-variant=sequential][data-state=done]")
            .await;
        page.browser.wait_for("[data-verdict=done]").await;
        assert_eq!(
            page.browser.text("[data-permits]").await,
            "At most 3 of 3 permits in use"
        );
        let seen = page.browser.js("return seen").await;
        let seen: Vec<(u64, u64, String)> = serde_json::from_value(seen).expect("moments");
        assert!(
            seen.iter().all(|(in_use, ..)| *in_use <= 3),
            "{seen:?}"
        );
        let full = "3 of 3 permits in use, 4 waiting";
        assert!(
            seen.iter()
                .any(|(_, drawn, words)| (*drawn, words.as_str()) == (3, full)),
            "{seen:?}"
        );
        // The line is the limit's alone.
        assert_eq!(
            page.browser.texts("[data-permits]").await.len(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn custom_results_arrive_in_order_with_their_rank() {
    let proxy = Proxy::http().await;
    proxy.delay_by(|path| match path {
        "/posts?userId=1" => Duration::from_millis(3_000),
        "/posts?userId=2" => Duration::from_millis(1_500),
        _ => Duration::ZERO,
    });
    scenario(None, async |page| {
        page.open(&custom(
            &proxy.base(),
            "&experiment=fastest-posts&users=1-3&order=fixed",
        ))
        .await;
        page.press("run").await;
        page.press("allow").await;
        let mut moments = Vec::new();
        for count in 1..=3 {
            let here = format!("[data-arrivals] li:nth-child({count})");
            page.browser.wait_for(&here).await;
            moments.push(page.browser.texts("[data-arrivals] li").await);
        }
        let (first, second, third) = ("1. user 3", "2. user 2", "3. user 1");
        assert_eq!(
            moments,
            [vec![first], vec![first, second], vec![first, second, third]]
        );
        page.browser.wait_for("[data-verdict=done]").await;
        let says = page.browser.text("[data-verdict]").await;
        assert!(
            says.contains("sooner to the first result as completed"),
            "{says}"
        );
    })
    .await;
}
