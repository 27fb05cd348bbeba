//! Stop: every request in flight is aborted, and the next run is right.

use crate::scenario::{Page, custom, scenario};
use crate::served::{DASHBOARD, assert_shown};
use crate::snapshot::Look;
use crate::support::proxy::{Behaviour, Proxy};
use crate::wire::second_time_stuck;
use serde_json::{Value, json};
use std::time::Duration;

#[derive(Clone, Copy, Debug)]
enum By {
    Button,
    Escape,
}

async fn stop(page: &Page, by: By) -> Look {
    assert!(
        !page.look().await.stop_disabled,
        "Stop is there to be pressed"
    );
    match by {
        By::Button => page.press("stop").await,
        By::Escape => page.browser.keys("Escape").await,
    }
    page.wait("the end", |look| {
        look.verdict == "stopped"
    })
    .await
}

/// Turns the page to the proxy and answers the question about it.
async fn allow(page: &Page, proxy: &Proxy) {
    let query = custom(
        &proxy.base(),
        "&user=7&order=fixed&tab=data",
    );
    page.open(&query).await;
    page.press("run").await;
    page.press("allow").await;
    page.ended().await;
}

/// Waits until the proxy has had `aborted` requests given up and has none left.
async fn assert_aborted(proxy: &Proxy, aborted: usize) {
    proxy
        .wait_until("the aborts", |counts| {
            (counts.now, counts.aborted) == (0, aborted)
        })
        .await;
}

async fn assert_next_run_is_right(page: &Page) {
    page.browser.keys("Ctrl+Enter").await;
    let look = page.ended().await;
    look.assert_done();
    let answer = DASHBOARD.answer(7).await;
    look.lanes
        .values()
        .for_each(|lane| assert_shown(lane, &answer));
}

#[tokio::test]
async fn custom_stop_in_the_first_variant() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        allow(page, &proxy).await;
        for (round, by) in [By::Button, By::Escape].into_iter().enumerate() {
            proxy.on("/posts*", Behaviour::Silent);
            page.press("run").await;
            proxy
                .wait_until("the posts", |counts| counts.now == 1)
                .await;
            page.wait("the posts in flight", |look| {
                look.lane("sequential").rows.len() == 2
            })
            .await;
            let stopped = stop(page, by).await;
            assert_aborted(&proxy, round + 1).await;
            page.assert_at_rest().await;
            assert_eq!(
                stopped.states(),
                ["cancelled", "cancelled"],
                "by {by:?}"
            );
            let lane = stopped.lane("sequential");
            assert_eq!(lane.outcomes(), ["ok", "cancelled"]);
            assert!(lane.total() > 0.0 && lane.bars.contains(&"cancelled".to_owned()));
            assert!(stopped.lane("joined").rows.is_empty());
            assert!(
                stopped.says.starts_with("Stopped"),
                "{}",
                stopped.says
            );
            proxy.on("/posts*", Behaviour::Pass);
            assert_next_run_is_right(page).await;
        }
    })
    .await;
}

#[tokio::test]
async fn custom_stop_in_the_joined_variant() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        allow(page, &proxy).await;
        for (round, by) in [By::Button, By::Escape].into_iter().enumerate() {
            proxy.delay_by(second_time_stuck());
            let all = proxy.counts().seen + 9;
            page.press("run").await;
            proxy
                .wait_until("the last three", |counts| {
                    (counts.seen, counts.now) == (all, 3)
                })
                .await;
            let stopped = stop(page, by).await;
            assert_aborted(&proxy, 3 * (round + 1)).await;
            page.assert_at_rest().await;
            assert_eq!(
                stopped.states(),
                ["done", "cancelled"],
                "by {by:?}"
            );
            assert_eq!(
                stopped.lane("joined").outcomes(),
                ["cancelled"; 3]
            );
            let file = page.run_file().await;
            assert_eq!(
                file["variants"][0]["answer"],
                DASHBOARD.answer(7).await
            );
            assert_eq!(
                (
                    &file["variants"][1]["answer"],
                    &file["variants"][1]["peakInFlight"]
                ),
                (&Value::Null, &json!(3))
            );
            proxy.delay(Duration::ZERO);
            assert_next_run_is_right(page).await;
        }
    })
    .await;
}

#[tokio::test]
async fn custom_stop_in_the_warm_up() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        allow(page, &proxy).await;
        proxy.on("/users*", Behaviour::Silent);
        let before = proxy.counts().seen;
        page.press("run").await;
        proxy
            .wait_until("the warm-up", |counts| counts.now == 3)
            .await;
        let stopped = stop(page, By::Button).await;
        assert_aborted(&proxy, 3).await;
        page.assert_at_rest().await;
        assert_eq!(
            stopped.states(),
            ["cancelled", "cancelled"]
        );
        assert_eq!(
            proxy.counts().seen,
            before + 3,
            "no variant began"
        );
        proxy.on("/users*", Behaviour::Pass);
        assert_next_run_is_right(page).await;
    })
    .await;
}
