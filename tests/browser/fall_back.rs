//! Live cannot be reached, or answers badly: when the replica steps in, and when it is only offered.

use crate::scenario::{Page, custom, scenario};
use crate::served::{DASHBOARD, assert_shown};
use crate::snapshot::Look;
use crate::support::browser::{Capability, lacking};
use crate::support::net::DeadPort;
use crate::support::proxy::{Behaviour, Proxy};

const UNREACHABLE: &str = "could not be reached";
const SILENT: &str = "did not answer within 3 seconds";

/// Fails unless the replica answered in live's place, for this reason.
fn assert_fell_back(look: &Look, why: &str) {
    look.assert_source("replica");
    assert_eq!(
        look.states(),
        ["done", "done"],
        "{look:#?}"
    );
    let kinds: Vec<_> = look.notices.keys().collect();
    assert_eq!(kinds, ["fall-back"], "{look:#?}");
    let notice = look.notice("fall-back");
    assert!(notice.contains(why), "{why}: {notice}");
    assert!(
        notice.contains("Try live again"),
        "{notice}"
    );
    assert!(
        look.says.contains("Source: replica"),
        "{}",
        look.says
    );
    assert!(
        !look.query.contains("source"),
        "nobody chose it: {}",
        look.query
    );
}

async fn assert_live(look: &Look) {
    look.assert_done();
    look.assert_source("live");
    let answer = DASHBOARD.answer(1).await;
    look.lanes
        .values()
        .for_each(|lane| assert_shown(lane, &answer));
}

#[tokio::test]
async fn live_out_of_reach_falls_back_to_the_replica_and_comes_back() {
    let proxy = Proxy::https().await;
    let cases = [
        (Behaviour::HangUp, UNREACHABLE),
        (Behaviour::Silent, SILENT),
        (
            Behaviour::Pass.without_cors(),
            UNREACHABLE,
        ),
    ];
    scenario(Some(proxy.port()), async |page| {
        for (behaviour, why) in cases {
            proxy.on("*", behaviour);
            page.open("?tab=data").await;
            assert_fell_back(&page.run().await, why);
            proxy
                .wait_until("an end of the warm-up", |counts| {
                    counts.now == 0
                })
                .await;
            // It stays so, under the notice, until somebody asks for live again.
            let sent = proxy.counts().seen;
            assert_fell_back(&page.run().await, why);
            assert_eq!(
                proxy.counts().seen,
                sent,
                "the second run asks the replica alone"
            );
            assert_eq!(
                page.run_file().await["source"]["kind"],
                "replica"
            );
            proxy.on("*", Behaviour::Pass);
            page.press("try-live").await;
            assert_live(&page.ended().await).await;
            assert_eq!(
                page.run_file().await["source"]["kind"],
                "live"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn live_dead_falls_back_each_time_it_is_tried() {
    let dead = DeadPort::reserve();
    scenario(Some(dead.port()), async |page| {
        page.open("").await;
        assert_fell_back(&page.run().await, UNREACHABLE);
        page.press("try-live").await;
        assert_fell_back(&page.ended().await, UNREACHABLE);
    })
    .await;
}

#[tokio::test]
async fn live_not_found_falls_back() {
    scenario(None, async |page| {
        page.open("").await;
        assert_fell_back(&page.run().await, UNREACHABLE);
        page.open("?source=live").await;
        let look = page.run().await;
        look.assert_source("live");
        assert_failed(
            &look,
            "network",
            "could not be loaded",
            UNREACHABLE,
        );
        assert_replica_on_request(page).await;
    })
    .await;
}

#[tokio::test]
async fn live_offline_falls_back_and_comes_back() {
    if lacking(Capability::Offline) {
        return;
    }
    let proxy = Proxy::https().await;
    scenario(Some(proxy.port()), async |page| {
        page.open("?tab=data").await;
        page.browser.offline(true).await;
        let offline = "This browser is offline";
        assert_fell_back(&page.run().await, offline);
        page.press("try-live").await;
        assert_fell_back(&page.ended().await, offline);
        page.browser.offline(false).await;
        page.press("try-live").await;
        assert_live(&page.ended().await).await;
    })
    .await;
}

/// Live is somewhere else by now, and says so.
#[tokio::test]
async fn live_elsewhere_falls_back_and_comes_back() {
    let proxy = Proxy::https().await;
    let elsewhere = format!("{}/posts/1", proxy.base());
    scenario(Some(proxy.port()), async |page| {
        proxy.on(
            "/users/*",
            Behaviour::redirect(&elsewhere),
        );
        page.open("?tab=data").await;
        let why = "sent the page on to another host, whose answers are not taken";
        assert_fell_back(&page.run().await, why);
        proxy.on("/users/*", Behaviour::Pass);
        page.press("try-live").await;
        assert_live(&page.ended().await).await;
    })
    .await;
}

/// Fails unless the source failed as itself: no fall-back, and the replica on offer.
fn assert_failed(look: &Look, outcome: &str, error: &str, notice: &str) {
    let kinds: Vec<_> = look.notices.keys().collect();
    assert_eq!(kinds, ["source"], "{look:#?}");
    let told = look.notice("source");
    assert!(
        told.contains(notice) && told.contains("Run on the replica"),
        "{told}"
    );
    for (variant, lane) in &look.lanes {
        assert_eq!(
            lane.state, "failed",
            "{variant}: {lane:#?}"
        );
        // Joined, whichever fails first cancels the others.
        let outcomes = lane.outcomes();
        let failed: Vec<_> = outcomes.iter().filter(|end| **end != "cancelled").collect();
        assert_eq!(
            failed,
            [&outcome],
            "{variant}: {lane:#?}"
        );
        let said = lane.error.as_deref().unwrap_or_default();
        assert!(
            said.contains(error),
            "{variant}: {said}"
        );
    }
}

async fn assert_replica_on_request(page: &Page) {
    page.press("use-replica").await;
    let look = page.ended().await;
    look.assert_done();
    look.assert_source("replica");
    assert!(
        look.query.contains("source=replica"),
        "{}",
        look.query
    );
}

#[tokio::test]
async fn live_chosen_and_dead_is_not_replaced() {
    let dead = DeadPort::reserve();
    scenario(Some(dead.port()), async |page| {
        for by_link in [true, false] {
            page.open(if by_link { "?source=live" } else { "" }).await;
            if !by_link {
                page.browser.click("[data-source=live]").await;
            }
            let look = page.run().await;
            look.assert_source("live");
            assert_failed(
                &look,
                "network",
                "could not be loaded",
                UNREACHABLE,
            );
            assert_replica_on_request(page).await;
        }
    })
    .await;
}

#[tokio::test]
async fn custom_dead_is_not_replaced() {
    let dead = DeadPort::reserve();
    scenario(None, async |page| {
        let base = format!("http://127.0.0.1:{}", dead.port());
        page.open(&custom(&base, "")).await;
        page.press("run").await;
        page.press("allow").await;
        let look = page.ended().await;
        look.assert_source("custom");
        assert_failed(
            &look,
            "network",
            "could not be loaded",
            UNREACHABLE,
        );
        assert_replica_on_request(page).await;
    })
    .await;
}

#[tokio::test]
async fn live_answers_of_any_status_are_answers() {
    let proxy = Proxy::https().await;
    scenario(Some(proxy.port()), async |page| {
        for status in [503, 404, 429] {
            proxy.on("*", Behaviour::Status(status));
            page.open("").await;
            let look = page.run().await;
            look.assert_source("live");
            let error = format!("was answered with status {status}");
            assert_failed(
                &look,
                "status",
                &error,
                &format!("status {status}"),
            );
            for lane in look.lanes.values() {
                assert_eq!(
                    lane.rows[0].says,
                    format!("status {status}")
                );
            }
            assert_replica_on_request(page).await;
        }
    })
    .await;
}

#[tokio::test]
async fn live_lost_after_the_warm_up_stays_live() {
    let proxy = Proxy::https().await;
    proxy.on(
        "/posts*",
        Behaviour::Pass.without_cors(),
    );
    scenario(Some(proxy.port()), async |page| {
        page.open("?order=fixed").await;
        let look = page.run().await;
        look.assert_source("live");
        assert!(look.notices.is_empty(), "{look:#?}");
        assert_eq!(look.states(), ["failed", "failed"]);
        assert_eq!(
            look.lane("sequential").outcomes(),
            ["ok", "network"]
        );
        assert_eq!(
            page.run_file().await["source"]["kind"],
            "live"
        );
    })
    .await;
}
