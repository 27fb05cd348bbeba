//! What comes in between a run and its end, on live: the host goes away, the network does, the person changes
//! their mind, or has another tab.

use crate::scenario::{Page, custom, scenario};
use crate::served::{DASHBOARD, assert_shown, can, get};
use crate::snapshot::Look;
use crate::support::browser::{Capability, lacking};
use crate::support::proxy::{Behaviour, Proxy};
use serde_json::json;
use std::time::Duration;

/// A dashboard on live, left to right, with its data.
const LINK: &str = "?source=live&user=7&order=fixed&tab=data";

const UNEXPLAINED: &str = "could not be loaded. A page is not told whether the host is down, the network is, a \
                           blocker stepped in or CORS forbids it. Try again, or run on the replica.";
const OFFLINE: &str = "could not be loaded: this browser is offline. Try again when it is online, or run on the \
                       replica.";

/// Fails unless both lanes are done and have the data of this user.
async fn assert_right(look: &Look, user: u32) {
    look.assert_done();
    look.assert_source("live");
    let answer = DASHBOARD.answer(user).await;
    look.lanes
        .values()
        .for_each(|lane| assert_shown(lane, &answer));
}

/// Runs until the first lane waits for its posts, which do not come.
async fn run_a_part(page: &Page, proxy: &Proxy) {
    proxy.on("/posts*", Behaviour::Silent);
    // The warm-up, the user, the posts.
    let posts = proxy.counts().seen + 5;
    page.press("run").await;
    proxy
        .wait_until("the posts", |counts| {
            (counts.seen, counts.now) == (posts, 1)
        })
        .await;
}

/// Fails unless what came before was kept, and everything else was lost in these words.
fn assert_lost(look: &Look, error: &str) {
    look.assert_source("live");
    assert!(look.notices.is_empty(), "{look:#?}");
    for (variant, kept) in [("sequential", 1), ("joined", 0)] {
        let lane = look.lane(variant);
        let outcomes = lane.outcomes();
        let (first, rest) = outcomes.split_at(kept);
        assert!(
            first.iter().all(|outcome| *outcome == "ok"),
            "{lane:#?}"
        );
        assert!(rest.contains(&"network"), "{lane:#?}");
        let lost = ["network", "cancelled"];
        assert!(
            rest.iter().all(|outcome| lost.contains(outcome)),
            "{lane:#?}"
        );
        let told = lane.error.as_deref().unwrap_or_default();
        assert!(told.ends_with(error), "{told}");
    }
    assert!(
        look.says.starts_with("Failed in every lane"),
        "{}",
        look.says
    );
}

#[tokio::test]
async fn live_a_host_that_goes_away_in_the_midst_of_a_run() {
    let proxy = Proxy::https().await;
    scenario(Some(proxy.port()), async |page| {
        page.open(LINK).await;
        run_a_part(page, &proxy).await;
        let dead = proxy.stop().await;
        assert_lost(&page.ended().await, UNEXPLAINED);
        page.assert_at_rest().await;
        let _back = Proxy::https_back(dead).await;
        assert_right(&page.run().await, 7).await;
    })
    .await;
}

/// What is on its way when a browser is told to be offline is not lost, unlike on a machine whose network goes:
/// the user still comes, and nothing after it.
#[tokio::test]
async fn live_offline_in_the_midst_of_a_run() {
    if lacking(Capability::Cut) {
        return;
    }
    let proxy = Proxy::https().await;
    scenario(Some(proxy.port()), async |page| {
        page.open(LINK).await;
        proxy.delay_by(|path| Duration::from_millis(if path == "/users/7" { 1_500 } else { 0 }));
        // The warm-up, the user.
        let user = proxy.counts().seen + 4;
        page.press("run").await;
        proxy
            .wait_until("the user", |counts| {
                (counts.seen, counts.now) == (user, 1)
            })
            .await;
        page.browser.offline(true).await;
        assert_lost(&page.ended().await, OFFLINE);
        page.assert_at_rest().await;
        proxy
            .wait_until("nothing in flight", |counts| {
                counts.now == 0
            })
            .await;
        page.browser.offline(false).await;
        proxy.delay(Duration::ZERO);
        assert_right(&page.run().await, 7).await;
    })
    .await;
}

#[tokio::test]
async fn live_another_choice_in_the_midst_of_a_run() {
    let proxy = Proxy::https().await;
    scenario(Some(proxy.port()), async |page| {
        page.open(LINK).await;
        run_a_part(page, &proxy).await;
        page.browser.select("select[name=user]", "3").await;
        proxy
            .wait_until("the abort", |counts| {
                (counts.now, counts.aborted) == (0, 1)
            })
            .await;
        let look = page
            .wait("a page without a run", |look| {
                look.verdict == "idle" && look.lanes.values().all(|lane| lane.rows.is_empty())
            })
            .await;
        assert_eq!(
            look.states(),
            ["idle", "idle"],
            "{look:#?}"
        );
        page.assert_at_rest().await;
        proxy.on("/posts*", Behaviour::Pass);
        assert_right(&page.run().await, 3).await;
    })
    .await;
}

/// Fifty presses, a fiftieth of a second from one to the next.
const PRESSES: &str = "
    const run = () => document.querySelector('[data-action=run]').click();
    return new Promise((resolve) => {
        let pressed = 0;
        const timer = setInterval(() => {
            run();
            pressed += 1;
            if (pressed === 50) { clearInterval(timer); resolve(pressed); }
        }, 20);
    });";

#[tokio::test]
async fn live_run_pressed_fifty_times_in_a_second() {
    let proxy = Proxy::https().await;
    // The real server takes one request at a time, and most of these are given up.
    can(&proxy, "").await;
    for path in DASHBOARD.paths(7) {
        proxy.on(&path, Behaviour::Pass);
    }
    scenario(Some(proxy.port()), async |page| {
        page.open(LINK).await;
        assert_right(&page.run().await, 7).await;
        page.assert_at_rest().await;
        let before = page.held().await;
        // Some presses come in a warm-up, some after it, and none after the end of a run.
        proxy.delay(Duration::from_millis(300));
        assert_eq!(
            page.browser.js(PRESSES).await,
            json!(50)
        );
        proxy.delay(Duration::ZERO);
        let look = page.ended().await;
        let sent = proxy.counts().seen;
        assert_right(&look, 7).await;
        page.assert_at_rest().await;
        assert_eq!(page.held().await, before);
        proxy
            .wait_until("nothing in flight", |counts| {
                counts.now == 0
            })
            .await;
        assert!(sent >= 2 * 9, "{sent} requests");
        let left = page.browser.attr("[data-budget]", "data-budget").await;
        let left: usize = left.expect("a number").parse().expect("a number");
        assert!(
            left <= 300 - sent,
            "{left} left of {sent}"
        );
        assert_right(&page.run().await, 7).await;
    })
    .await;
}

#[tokio::test]
async fn live_two_tabs_at_once() {
    let proxy = Proxy::https().await;
    scenario(Some(proxy.port()), async |page| {
        // The first tab waits, out of sight and as long as it takes, while the second one runs.
        proxy.on("/posts/7", Behaviour::Silent);
        page.open("?source=live&experiment=posts-with-timeout&posts=7&timeout=60000&order=fixed")
            .await;
        page.press("run").await;
        proxy
            .wait_until("the post", |counts| {
                (counts.seen, counts.now) == (2, 1)
            })
            .await;
        let first = page.browser.open_tab().await;
        page.open(LINK).await;
        let second = page.run().await;
        assert_right(&second, 7).await;
        assert!(
            second.lanes.values().all(|lane| !lane.hidden),
            "{second:#?}"
        );
        page.assert_at_rest().await;
        assert_eq!(proxy.counts().now, 1, "the other tab's");
        page.browser.turn_to(first).await;
        page.press("stop").await;
        page.wait("the end", |look| {
            look.verdict == "stopped"
        })
        .await;
        page.assert_at_rest().await;
        proxy
            .wait_until("the abort", |counts| {
                (counts.now, counts.aborted) == (0, 1)
            })
            .await;
        proxy.on("/posts/7", Behaviour::Pass);
        let look = page.run().await;
        assert!(
            look.lanes.values().all(|lane| lane.outcomes() == ["ok"]),
            "{look:#?}"
        );
    })
    .await;
}

/// How many posts are asked for at once, in each of three lanes.
const MANY: usize = 1_000;

/// The live API is not asked as much as that (`budget`): an API of one's own may be.
#[tokio::test]
async fn custom_a_thousand_requests_at_once() {
    let proxy = Proxy::http().await;
    let post = get("/posts/7").await;
    proxy.on(
        "/posts/*",
        Behaviour::Answer {
            status: 200,
            content_type: "application/json",
            body: post.to_string().into(),
        },
    );
    scenario(None, async |page| {
        let rest = "&experiment=posts-with-timeout&posts=1-1000&timeout=60000&order=fixed";
        page.open(&custom(&proxy.base(), rest)).await;
        page.press("run").await;
        page.press("allow").await;
        let look = page.ended_at_length().await;
        assert!(
            look.lanes.values().all(|lane| lane.state == "done"),
            "{look:#?}"
        );
        let file = page.run_file().await;
        for entry in file["variants"].as_array().expect("variants") {
            let spans = entry["spans"].as_array().expect("requests");
            let well = spans.iter().filter(|span| span["outcome"] == "ok").count();
            assert_eq!((spans.len(), well), (MANY, MANY));
            assert_eq!(entry["peakInFlight"], MANY);
            assert_eq!(
                entry["answer"].as_array().map(Vec::len),
                Some(MANY)
            );
        }
        page.assert_at_rest().await;
        let counts = proxy.counts();
        assert_eq!(
            (counts.now, counts.seen),
            (0, 3 * MANY + 6),
            "{counts:?}"
        );
        page.browser.fill("input[name=posts]", "7").await;
        let look = page.run().await;
        assert!(
            look.lanes.values().all(|lane| lane.outcomes() == ["ok"]),
            "{look:#?}"
        );
    })
    .await;
}
