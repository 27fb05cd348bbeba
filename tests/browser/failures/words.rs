//! Every outcome on one experiment: what people read of it, word for word.

use super::cases::{Case, all, network};
use super::{assert_nothing_in_flight, open};
use crate::scenario::{Page, custom, scenario};
use crate::shown::{self, part};
use crate::snapshot::Look;
use crate::support::proxy::{Behaviour, Proxy};
use std::time::Duration;

/// Turns the page to some posts, each of which has this many milliseconds.
async fn turn_to_posts(page: &Page, proxy: &Proxy, posts: &str, timeout: u32) {
    let rest = format!(
        "&experiment=posts-with-timeout&posts={posts}&timeout={timeout}&order=fixed&tab=data"
    );
    page.open(&custom(&proxy.base(), &rest)).await;
}

/// One post in three lanes, and every way to lose it: people read what is written in the cases.
#[tokio::test]
async fn custom_every_outcome_is_told_word_for_word() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        open(page, &proxy).await;
        for case in all() {
            let (behaviour, delay) = (case.behaviour.clone(), case.delay);
            proxy.on("/posts*", behaviour).delay_by(move |path| {
                let posts = path.starts_with("/posts");
                if posts { delay } else { Duration::ZERO }
            });
            turn_to_posts(page, &proxy, "7", case.timeout()).await;
            let look = page.run().await;
            assert!(look.notices.is_empty(), "{look:#?}");
            assert_lost(page, &look, &case).await;
            assert_nothing_in_flight(page, &proxy).await;
        }
        assert_given_up(&proxy);
        turn_to_posts(page, &proxy, "7", 60_000).await;
        let _dead = proxy.stop().await;
        assert_lost(
            page,
            &page.run().await,
            &network(Behaviour::Pass),
        )
        .await;
    })
    .await;
}

/// Fails unless each lane has lost its post as the case says.
async fn assert_lost(page: &Page, look: &Look, case: &Case) {
    for variant in ["fail-fast", "detached", "per-item"] {
        println!("{variant}: {}", case.error("/posts/7"));
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

/// Fails unless the page has left what has no end, and nothing else, in each lane. (It may have left more of
/// what is too large: the proxy may have sent all of it before that.)
fn assert_given_up(proxy: &Proxy) {
    let endless = 3 * all().iter().filter(|case| case.has_no_end()).count();
    let aborted = proxy.counts().aborted;
    assert!(
        (endless..=endless + 3).contains(&aborted),
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
