//! Every outcome on one experiment: what people read of it, word for word.

use super::cases::{Case, all};
use super::{assert_nothing_in_flight, open};
use crate::scenario::{Page, custom, scenario};
use crate::served::get;
use crate::shown::{self, part, text};
use crate::snapshot::Look;
use crate::support::proxy::{Behaviour, Proxy};
use serde_json::{Value, json};

/// Turns the page to some posts, each of which has this many milliseconds.
async fn turn_to_posts(page: &Page, proxy: &Proxy, posts: &str, timeout: u32) {
    let rest = format!(
        "&experiment=posts-with-timeout&posts={posts}&timeout={timeout}&order=fixed&tab=data"
    );
    page.open(&custom(&proxy.base(), &rest)).await;
}

/// One post in three lanes. The first lane gets it and the two others lose it, and then all lose it, in every way
/// there is: people read what is written in the cases, nothing is left of it, and the next run is right.
#[tokio::test]
async fn live_every_outcome_is_told_word_for_word() {
    let proxy = Proxy::https().await;
    let elsewhere = proxy.base();
    let post = get("/posts/7").await;
    let right = Behaviour::Answer {
        status: 200,
        content_type: "application/json",
        body: post.to_string().into(),
    };
    proxy.on(
        "/closed",
        Behaviour::Pass.without_cors(),
    );
    scenario(Some(proxy.port()), async |page| {
        let mut timeout = 0;
        for case in all(&elsewhere) {
            println!("{}", case.error("/posts/7"));
            if case.timeout() != timeout {
                timeout = case.timeout();
                page.open(&format!(
                    "?experiment=posts-with-timeout&posts=7&timeout={timeout}&order=fixed&tab=data&source=live"
                ))
                .await;
            }
            spend_nothing(page).await;
            let behaviour = case.behaviour.clone();
            proxy.on("/posts*", right.clone()).on_after(1, "/posts*", behaviour);
            let look = page.run().await;
            assert!(look.notices.is_empty(), "{look:#?}");
            assert_eq!(look.lane("fail-fast").state, "done");
            assert_lost(page, &look, &case, &["detached", "per-item"]).await;
            assert_nothing_in_flight(page, &proxy).await;
            proxy.on("/posts*", case.behaviour.clone());
            let look = page.run().await;
            assert_lost(page, &look, &case, &["fail-fast", "detached", "per-item"]).await;
            assert_nothing_in_flight(page, &proxy).await;
            proxy.on("/posts*", right.clone());
            assert_right(page, &page.run().await, &post).await;
        }
        assert_given_up(&proxy, &all(&elsewhere));
    })
    .await;
}

/// A minute is too short for so many cases: nothing was spent of it yet.
async fn spend_nothing(page: &Page) {
    page.browser
        .js("localStorage.setItem('tandem.spent', '[]')")
        .await;
}

/// Fails unless each lane has the post.
async fn assert_right(page: &Page, look: &Look, post: &Value) {
    look.assert_source("live");
    for lane in look.lanes.values() {
        assert_eq!(
            (&*lane.state, lane.outcomes()),
            ("done", vec!["ok"]),
            "{look:#?}"
        );
        assert_eq!(lane.answer(), json!([post]));
    }
    let title = format!("✓{}", text(post, "/title"));
    assert_eq!(
        shown::parts(page, "per-item").await,
        [part("items", "1 kept of 1", vec![title])]
    );
}

/// Fails unless these lanes have lost their post as the case says.
async fn assert_lost(page: &Page, look: &Look, case: &Case, lanes: &[&str]) {
    for variant in lanes.iter().copied() {
        let lane = look.lane(variant);
        assert_eq!(lane.labels(), ["GET /posts/7"]);
        assert_eq!(lane.outcomes(), [case.outcome]);
        assert_eq!(lane.rows[0].says, case.row);
        assert_eq!(lane.notes, [case.note]);
        assert_eq!(lane.shapes(), [case.bar()]);
        let kept = variant == "per-item";
        let (state, error) = if kept {
            ("done", None)
        } else {
            ("failed", Some(case.error("/posts/7")))
        };
        assert_eq!(
            (&*lane.state, &lane.error),
            (state, &error)
        );
        let reason = format!("✕{}", case.item("/posts/7"));
        let item = part("items", "0 kept of 1", vec![reason]);
        let parts = kept.then_some(item);
        assert_eq!(
            shown::parts(page, variant).await,
            Vec::from_iter(parts)
        );
    }
}

/// Fails unless the page has left what has no end, in the two lanes and then in all three. (It may have left more, of
/// what is too large or comes from elsewhere: the proxy may have sent all of it before that.)
fn assert_given_up(proxy: &Proxy, all: &[Case]) {
    let endless = 5 * all.iter().filter(|case| case.has_no_end()).count();
    let aborted = proxy.counts().aborted;
    assert!(
        (endless..=endless + 10).contains(&aborted),
        "{aborted} of {endless}"
    );
}

/// One request fails and the others are given up, are left to run, or have an outcome of their own.
#[tokio::test]
async fn custom_what_becomes_of_the_others_is_told_word_for_word() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        open(page, &proxy).await;
        proxy
            .on("/posts/7", Behaviour::Status(404))
            .on("/posts/8", Behaviour::Silent);
        turn_to_posts(page, &proxy, "7,8", 2_000).await;
        let look = page.run().await;
        for (variant, outcome, row, note) in [
            (
                "fail-fast",
                "cancelled",
                "cancelled",
                "cancelled",
            ),
            (
                "detached",
                "timed-out",
                "timed out",
                "ran on",
            ),
            (
                "per-item",
                "timed-out",
                "timed out",
                "timed out",
            ),
        ] {
            let lane = look.lane(variant);
            assert_eq!(
                lane.outcomes(),
                ["status", outcome],
                "{variant}"
            );
            assert_eq!(lane.rows[1].says, row, "{variant}");
            assert_eq!(lane.notes, ["✕ 404", note], "{variant}");
        }
        assert_nothing_in_flight(page, &proxy).await;
    })
    .await;
}

#[tokio::test]
async fn custom_what_is_stopped_is_told_word_for_word() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        open(page, &proxy).await;
        proxy.on("/posts*", Behaviour::Silent);
        turn_to_posts(page, &proxy, "7", 60_000).await;
        page.press("run").await;
        page.wait("the post", |look| {
            look.lane("fail-fast").rows.len() == 1
        })
        .await;
        page.press("stop").await;
        let look = page
            .wait("the end", |look| {
                look.verdict == "stopped"
            })
            .await;
        let lane = look.lane("fail-fast");
        assert_eq!(lane.outcomes(), ["cancelled"]);
        assert_eq!(lane.rows[0].says, "cancelled");
        assert_eq!(lane.notes, ["cancelled"]);
        assert_eq!(lane.shapes(), ["cancelled"]);
        assert_eq!(
            (&*lane.state, &lane.error),
            ("cancelled", &None)
        );
        let panel = "[data-variant=fail-fast] [role=tabpanel]";
        assert_eq!(
            page.browser.text(panel).await,
            "Stopped before there was an answer."
        );
        assert_nothing_in_flight(page, &proxy).await;
    })
    .await;
}
