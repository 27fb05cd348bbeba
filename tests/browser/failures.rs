//! One request fails: its bar, its row, the lane's error, word for word; and the other lane still runs.
//!
//! - [`words`]: every outcome, on one experiment. [`cases`]: how each comes about and is told.

mod cases;
mod words;

use crate::scenario::{Page, custom, scenario};
use crate::served::{DASHBOARD, assert_shown};
use crate::snapshot::{Lane, Look};
use crate::support::proxy::{Behaviour, Proxy};
use crate::wire::{STUCK, second_time_stuck};
use cases::{Case, network, service_unavailable, unreadable_list};
use std::time::Duration;

/// Turns the page to the proxy, answers the question about it, and sees to it that all is well.
async fn open(page: &Page, proxy: &Proxy) {
    let query = custom(
        &proxy.base(),
        "&user=7&order=fixed&tab=data",
    );
    page.open(&query).await;
    page.press("run").await;
    page.press("allow").await;
    page.ended().await.assert_done();
}

async fn assert_nothing_in_flight(page: &Page, proxy: &Proxy) {
    page.assert_at_rest().await;
    proxy
        .wait_until("nothing in flight", |counts| {
            counts.now == 0
        })
        .await;
}

/// The sequential variant gets its user and goes on to the posts. The joined one has the posts alone, and
/// two requests to give up.
fn posts_alone() -> impl Fn(&str) -> Duration {
    let others = second_time_stuck();
    move |path| match path {
        _ if path.starts_with("/posts") => Duration::ZERO,
        _ if path.starts_with("/todos") => STUCK,
        _ => others(path),
    }
}

#[tokio::test]
async fn custom_a_failed_request_ends_its_lane() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        open(page, &proxy).await;
        for case in [
            service_unavailable(),
            network(Behaviour::HangUp),
            unreadable_list(),
        ] {
            proxy.on("/posts*", case.behaviour.clone());
            proxy.delay_by(posts_alone());
            let look = page.run().await;
            look.assert_source("custom");
            assert!(look.notices.is_empty(), "{look:#?}");
            // Sequential stops there; joined gives the two others up.
            assert_failed(
                look.lane("sequential"),
                &case,
                &["ok", case.outcome],
            );
            assert_failed(
                look.lane("joined"),
                &case,
                &["cancelled", case.outcome, "cancelled"],
            );
            assert!(
                look.says.starts_with("Failed in every lane"),
                "{}",
                look.says
            );
            assert_nothing_in_flight(page, &proxy).await;
        }
    })
    .await;
}

fn assert_failed(lane: &Lane, case: &Case, outcomes: &[&str]) {
    let behaviour = &case.behaviour;
    assert_eq!(
        lane.state, "failed",
        "{behaviour:?}: {lane:#?}"
    );
    assert_eq!(
        lane.outcomes(),
        outcomes,
        "{behaviour:?}: {lane:#?}"
    );
    let error = case.error("/posts?userId=7");
    assert_eq!(lane.error, Some(error), "{behaviour:?}");
    assert_eq!(
        lane.rows[1].says, case.row,
        "{behaviour:?}"
    );
    assert_eq!(
        lane.notes[1], case.note,
        "{behaviour:?}"
    );
    let failed = lane.bars.iter().filter(|kind| *kind == "failed").count();
    assert_eq!(
        failed, 1,
        "{behaviour:?}: {:?}",
        lane.bars
    );
    assert!(
        lane.json.is_none() && lane.parts.is_empty(),
        "{lane:#?}"
    );
}

#[tokio::test]
async fn custom_one_lane_fails_and_the_other_is_right() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        open(page, &proxy).await;
        for (fails, works) in [("sequential", "joined"), ("joined", "sequential")] {
            let look = fail_once(page, &proxy, fails == "sequential").await;
            assert_eq!(
                (
                    &*look.lane(fails).state,
                    &*look.lane(works).state
                ),
                ("failed", "done"),
                "{look:#?}"
            );
            let answer = DASHBOARD.answer(7).await;
            assert_shown(look.lane(works), &answer);
            let told = format!("Failed in {fails}");
            assert!(
                look.says.starts_with(&told),
                "{}",
                look.says
            );
            assert!(
                look.says.contains("nothing to compare it with"),
                "{}",
                look.says
            );
        }
    })
    .await;
}

/// A run in which the first or the last variant gets no posts. How a request is treated is settled when it
/// arrives, and it stays long enough for the next to be treated otherwise.
async fn fail_once(page: &Page, proxy: &Proxy, first: bool) -> Look {
    proxy.delay_by(|path| {
        let posts = path.starts_with("/posts");
        Duration::from_millis(if posts { 500 } else { 0 })
    });
    let (before, after) = (Behaviour::Status(500), Behaviour::Pass);
    let (before, after) = if first {
        (before, after)
    } else {
        (after, before)
    };
    proxy.on("/posts*", before);
    // The warm-up, the user, the posts.
    let posts = proxy.counts().seen + 5;
    page.press("run").await;
    proxy
        .wait_until("the first posts", |counts| {
            counts.seen == posts
        })
        .await;
    proxy.on("/posts*", after);
    page.ended().await
}

#[tokio::test]
async fn custom_a_request_without_an_answer_times_out() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        open(page, &proxy).await;
        proxy.on("/posts*", Behaviour::Silent);
        page.press("run").await;
        let timed_out = page.wait("the time-out", |look| {
            look.states()[0] == "failed"
        });
        let lane = timed_out.await.lanes.remove("sequential").expect("a lane");
        assert_eq!(lane.outcomes(), ["ok", "timed-out"]);
        assert!(lane.total() >= 10_000.0, "{lane:#?}");
        assert_eq!(
            (&*lane.rows[1].says, &*lane.notes[1]),
            ("timed out", "timed out")
        );
        assert_eq!(
            lane.error.as_deref(),
            Some(
                "/posts?userId=7 took longer than 10000 ms and was ended. Give it more time, or ask for \
                 less at once."
            )
        );
        proxy
            .wait_until("the abort", |counts| {
                counts.aborted == 1
            })
            .await;
        let all_but_one = ["ok", "", "ok"];
        page.wait("the other lane", |look| {
            look.lane("joined").outcomes() == all_but_one
        })
        .await;
        page.press("stop").await;
        proxy
            .wait_until("the other abort", |counts| {
                (counts.now, counts.aborted) == (0, 2)
            })
            .await;
    })
    .await;
}
