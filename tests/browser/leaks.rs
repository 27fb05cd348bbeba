//! Interrupted runs leave nothing behind: no request, no timer, no signal, no socket.

use crate::scenario::{Page, custom, scenario};
use crate::served::{DASHBOARD, assert_shown, can};
use crate::snapshot::Look;
use crate::support::proxy::{Behaviour, Proxy};
use std::time::Duration;

/// As many connections as a browser keeps open to one host.
const POOL: usize = 6;
/// How many runs are interrupted.
const ROUNDS: usize = 50;

#[tokio::test]
async fn custom_fifty_interrupted_runs_leave_nothing_behind() {
    let proxy = Proxy::http().await;
    can(&proxy, "").await;
    proxy.delay(Duration::from_millis(80));
    scenario(None, async |page| {
        page.open(&custom(&proxy.base(), "&tab=data")).await;
        page.press("run").await;
        page.press("allow").await;
        page.ended().await.assert_done();
        page.assert_at_rest().await;
        let before = page.held().await;

        for round in 0..ROUNDS {
            run_a_part(page, &proxy, round).await;
            interrupt(page, round).await;
        }
        page.press("run").await;
        page.press("stop").await;
        page.assert_at_rest().await;
        assert_eq!(
            page.held().await,
            before,
            "held after {ROUNDS} interrupted runs"
        );
        proxy
            .wait_until("an idle pool", |counts| {
                counts.now == 0 && counts.connections <= POOL
            })
            .await;
        let aborted = proxy.counts().aborted;
        assert!(
            aborted >= ROUNDS / 5,
            "interrupted in flight: {aborted}"
        );

        proxy.on("*", Behaviour::Pass);
        page.open(&custom(
            &proxy.base(),
            "&tab=data&user=4",
        ))
        .await;
        let look = page.run().await;
        look.assert_done();
        let answer = DASHBOARD.answer(4).await;
        look.lanes
            .values()
            .for_each(|lane| assert_shown(lane, &answer));
    })
    .await;
}

/// Starts a run and lets it send some requests: from a part of the warm-up to a part of the last variant.
async fn run_a_part(page: &Page, proxy: &Proxy, round: usize) {
    let sent = proxy.counts().seen + 1 + round % 6;
    page.press("run").await;
    proxy
        .wait_until("a part of the run", |counts| {
            counts.seen >= sent
        })
        .await;
}

/// What people do to a run that they have seen enough of.
async fn interrupt(page: &Page, round: usize) {
    match round % 7 {
        0 => page.press("stop").await,
        1 => page.browser.keys("Escape").await,
        2 => {
            page.press("run").await;
            page.browser.keys("Ctrl+Enter").await;
            // A press in a warm-up is the same run.
            page.press("stop").await;
        }
        3 => page.browser.click("nav li:nth-child(1) a").await,
        4 => page.browser.click("nav li:nth-child(2) a").await,
        5 => {
            let user = (round % 10 + 1).to_string();
            page.browser.select("select[name=user]", &user).await;
        }
        _ => page.browser.back().await,
    }
}

/// Keeps the program where it can be asked, for the page tells of it when it starts; and counts the functions that it has
/// given to the browser and not taken back itself.
const KEEP: &str = "
    addEventListener('TrunkApplicationStarted', ({ detail }) => { window.program = detail.wasm; });
    window.given = 0;
    const { register, unregister } = FinalizationRegistry.prototype;
    FinalizationRegistry.prototype.register = function (...all) {
        window.given += 1;
        return register.apply(this, all);
    };
    FinalizationRegistry.prototype.unregister = function (token) {
        const was = unregister.call(this, token);
        if (was) window.given -= 1;
        return was;
    };";
/// What the program holds: its memory in bytes, and those functions.
const HOLDS: &str = "return [program.memory.buffer.byteLength, given]";
/// Comparisons after which all that is made once is there, with as many runs kept as are kept.
const FIRST: usize = 25;
/// How many follow, three times at most. Memory grows by steps of about 200 kB, and by one or more where much was
/// wanted at once; where each comparison leaves 4 kB behind, it grows every time.
const MORE: usize = 50;
/// Fewer than one in two comparisons.
const A_FEW: u64 = MORE as u64 / 2;

#[tokio::test]
async fn custom_many_comparisons_hold_no_more_than_a_few() {
    let proxy = Proxy::http().await;
    proxy.on(
        "*",
        Behaviour::Answer {
            status: 200,
            content_type: "application/json",
            body: r#"[{"userId": 1, "id": 1, "title": "A title", "body": "A text"}]"#.into(),
        },
    );
    scenario(None, async |page| {
        page.browser.before_each_page(KEEP).await;
        let link = custom(
            &proxy.base(),
            "&experiment=fastest-posts&users=1-50",
        );
        page.open(&link).await;
        page.press("run").await;
        page.press("allow").await;
        all_done(&page.ended().await);
        let mut held = vec![held_after(page, FIRST).await];
        for _ in 0..3 {
            let [memory, functions] = held_after(page, MORE).await;
            let [[memory_before, functions_before]] = held[held.len() - 1..] else {
                unreachable!("there is one");
            };
            held.push([memory, functions]);
            assert!(
                functions <= functions_before + A_FEW,
                "{held:?}"
            );
            if memory == memory_before {
                return;
            }
        }
        panic!("it grows and grows: {held:?}");
    })
    .await;
}

/// What the program holds after so many comparisons more.
async fn held_after(page: &Page, comparisons: usize) -> [u64; 2] {
    for _ in 0..comparisons {
        all_done(&page.run().await);
    }
    page.assert_at_rest().await;
    let holds = page.browser.js(HOLDS).await;
    [0, 1].map(|each| holds[each].as_u64().expect("a count"))
}

fn all_done(look: &Look) {
    let all = look.lanes.values().all(|lane| lane.state == "done");
    assert!(all, "{look:#?}");
}

#[tokio::test]
async fn custom_leaving_the_page_aborts_its_requests() {
    leave(async |page| page.browser.goto("about:blank").await).await;
}

#[tokio::test]
async fn custom_reloading_the_page_aborts_its_requests() {
    leave(Page::reload).await;
}

/// Leaves the page in the warm-up and in the first variant.
async fn leave(way: impl AsyncFn(&Page)) {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        let link = custom(&proxy.base(), "&user=7&order=fixed");
        page.open(&link).await;
        page.press("run").await;
        page.press("allow").await;
        page.ended().await.assert_done();
        // The warm-up sends three requests; the posts are the second one after it.
        for (pattern, sent, in_flight) in [("/users*", 3, 3), ("/posts*", 5, 1)] {
            proxy.on(pattern, Behaviour::Silent);
            let before = proxy.counts();
            page.open(&link).await;
            page.press("run").await;
            proxy
                .wait_until("requests", |counts| {
                    (counts.seen, counts.now) == (before.seen + sent, in_flight)
                })
                .await;
            way(page).await;
            proxy
                .wait_until("their aborts", |counts| {
                    (counts.now, counts.aborted) == (0, before.aborted + in_flight)
                })
                .await;
            proxy.on(pattern, Behaviour::Pass);
        }
    })
    .await;
}
