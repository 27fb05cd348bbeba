//! The budget of live requests: shown, shared by all tabs, and kept.

use crate::repeats::{over, start};
use crate::scenario::{Page, scenario};
use crate::served::{can, stand_in};
use crate::support::proxy::Proxy;
use serde_json::json;

/// The most live requests in a minute.
const BUDGET: usize = 300;
/// A dashboard's warm-up, and both its variants.
const DASHBOARD: usize = 3 + 6;
/// Sixty albums three times, after a warm-up of six.
const ALBUMS: usize = 6 + 3 * 60;
const SIXTY: &str = "?experiment=album-photos&albums=1-60";

/// A live host that answers at once, whatever it is asked.
async fn live() -> Proxy {
    let proxy = Proxy::https().await;
    can(&proxy, "").await;
    let photo = json!({
        "albumId": 1, "id": 1, "title": "t", "url": "u/92c952", "thumbnailUrl": "u/92c952",
    });
    stand_in(&proxy, "/photos*", vec![photo]);
    proxy
}

async fn left(page: &Page) -> usize {
    let left = page.browser.attr("[data-budget]", "data-budget").await;
    left.expect("a number").parse().expect("a number")
}

/// Waits until so many requests are left, by the meter and in words.
async fn assert_left(page: &Page, expected: usize) {
    let told = async || left(page).await == expected;
    page.browser
        .wait_until(&format!("{expected} left"), told)
        .await;
    let meter = "return document.querySelector('[data-budget] meter').value";
    assert_eq!(
        page.browser.js(meter).await,
        json!(expected)
    );
    let words = page.browser.text("[data-budget]").await;
    let expected = format!("{expected} of 300 live requests left in this minute, over all tabs");
    assert_eq!(words.trim(), expected);
}

/// Runs to the end. What was sent before counts: a minute is longer than these tests take.
async fn run(page: &Page) {
    page.press("run").await;
    page.ended_at_length().await;
}

#[tokio::test]
async fn live_the_budget_counts_what_the_server_sees() {
    let proxy = live().await;
    scenario(Some(proxy.port()), async |page| {
        page.open("").await;
        assert_left(page, BUDGET).await;
        for runs in 1..=2 {
            run(page).await;
            assert_eq!(proxy.counts().seen, runs * DASHBOARD);
            assert_left(page, BUDGET - proxy.counts().seen).await;
        }
        // It is live's alone.
        page.browser.click("[data-source=replica]").await;
        assert!(!page.browser.has("[data-budget]").await);
        page.run().await.assert_done();
        page.browser.click("[data-source=live]").await;
        assert_left(page, BUDGET - proxy.counts().seen).await;
    })
    .await;
}

#[tokio::test]
async fn live_what_is_more_than_is_left_is_refused_until_when_it_is_possible() {
    let proxy = live().await;
    scenario(Some(proxy.port()), async |page| {
        page.open(SIXTY).await;
        run(page).await;
        let sent = proxy.counts().seen;
        assert_eq!(sent, ALBUMS);
        assert_left(page, BUDGET - sent).await;
        page.press("run").await;
        let look = page
            .wait("the refusal", |look| {
                look.notices.contains_key("budget")
            })
            .await;
        let notice = look.notice("budget");
        println!("{notice}");
        let claim = format!(
            "This would send {ALBUMS} requests to JSONPlaceholder, and {} of 300 a minute are left",
            BUDGET - ALBUMS
        );
        assert!(notice.starts_with(&claim), "{notice}");
        let seconds = notice
            .split_once("It will be possible in ")
            .expect("a time")
            .1;
        let seconds: u32 = seconds
            .split_once(" s")
            .expect("seconds")
            .0
            .parse()
            .expect("a number");
        assert!((1..=60).contains(&seconds), "{notice}");
        // A longer list never fits in a minute.
        page.browser.fill("input[name=albums]", "1-100").await;
        page.press("run").await;
        page.wait("another refusal", |look| {
            let notice = look.notices.get("budget");
            notice.is_some_and(|notice| {
                notice.contains("306 requests") && notice.contains("Choose less")
            })
        })
        .await;
        assert_eq!(
            proxy.counts().seen,
            sent,
            "nothing is sent"
        );
        assert_left(page, BUDGET - sent).await;
    })
    .await;
}

#[tokio::test]
async fn live_all_tabs_share_the_budget() {
    let proxy = live().await;
    scenario(Some(proxy.port()), async |page| {
        page.open("").await;
        run(page).await;
        let other = page.browser.open_tab().await;
        page.open("").await;
        assert_left(page, BUDGET - DASHBOARD).await;
        run(page).await;
        assert_left(page, BUDGET - 2 * DASHBOARD).await;
        page.browser.turn_to(other).await;
        assert_left(page, BUDGET - 2 * DASHBOARD).await;
        assert_eq!(proxy.counts().seen, 2 * DASHBOARD);
    })
    .await;
}

#[tokio::test]
async fn live_repeats_are_cut_to_what_the_budget_allows() {
    let proxy = live().await;
    scenario(Some(proxy.port()), async |page| {
        page.open("").await;
        start(page, 50).await;
        over(page).await;
        let words = page.browser.text("[data-series]").await;
        println!("{words}");
        assert!(
            words.starts_with("49 repeats"),
            "{words}"
        );
        let told = "49 and not 50: the budget of live requests allows no more in this minute";
        assert!(words.contains(told), "{words}");
        assert_eq!(proxy.counts().seen, 3 + 49 * 6);
        assert_left(page, BUDGET - proxy.counts().seen).await;
    })
    .await;
}
