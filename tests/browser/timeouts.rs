//! Many posts of which some do not come: what the page keeps, and what the server sees of the rest.

use crate::collections::Collections;
use crate::scenario::{Page, custom, scenario};
use crate::shown::{self, items};
use crate::snapshot::Look;
use crate::support::proxy::{End, Proxy};
use serde_json::{Value, json};
use std::time::Duration;

/// Runs posts-with-timeout, left to right, with the data in view.
async fn run(page: &Page, proxy: &Proxy, posts: &str, timeout: u32) -> Look {
    let rest = format!(
        "&experiment=posts-with-timeout&posts={posts}&timeout={timeout}&order=fixed&tab=data"
    );
    page.open(&custom(&proxy.base(), &rest)).await;
    page.press("run").await;
    page.press("allow").await;
    page.ended_at_length().await
}

/// What `per-item` answered in the run file.
async fn answer(page: &Page) -> Value {
    let file = page.run_file().await;
    assert_eq!(
        file["variants"][2]["variant"],
        "per-item"
    );
    file["variants"][2]["answer"].clone()
}

#[tokio::test]
async fn custom_one_failure_in_a_hundred_leaves_the_ninety_nine() {
    let all = Collections::whole().await;
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        let look = run(page, &proxy, "1-99,999", 60_000).await;
        let mut expected = all.posts(1..=99);
        expected.push(json!({ "error": "Status code: 404" }));
        let expected = Value::from(expected);
        assert_eq!(answer(page).await, expected);
        let parts = shown::parts(page, "per-item").await;
        assert_eq!(parts[0].heading, "99 kept of 100");
        assert_eq!(parts, [items(&expected)]);
        let lane = look.lane("per-item");
        let spans = "per-item has a hundred requests";
        let file = page.run_file().await;
        let variants = file["variants"].as_array().expect("variants");
        let per_item = variants
            .iter()
            .find(|one| one["variant"] == "per-item")
            .expect(spans);
        assert_eq!(
            (
                &*lane.state,
                per_item["spans"].as_array().map(Vec::len)
            ),
            ("done", Some(100)),
            "{spans}"
        );
        for variant in ["fail-fast", "detached"] {
            assert_eq!(
                look.lane(variant).state,
                "failed",
                "{look:#?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn custom_all_items_time_out_and_the_server_sees_the_requests_end() {
    let proxy = Proxy::http().await;
    // Long after their time-out, however busy the machine is.
    proxy.delay_by(|path| {
        let posts = path.starts_with("/posts/");
        Duration::from_secs(if posts { 20 } else { 0 })
    });
    scenario(None, async |page| {
        let look = run(page, &proxy, "1-5", 50).await;
        let lost = |id| json!({ "error": format!("Request for post {id} timed out") });
        let expected: Value = (1..=5).map(lost).collect();
        assert_eq!(answer(page).await, expected);
        assert_eq!(
            shown::parts(page, "per-item").await,
            [items(&expected)]
        );
        assert_eq!(
            look.lane("per-item").outcomes(),
            ["timed-out"; 5]
        );
        proxy
            .wait_until("the requests end", |counts| {
                counts.now == 0
            })
            .await;
        assert_posts_were_given_up(&proxy);
    })
    .await;
}

/// Fails unless the client went, with its connection, before any post was answered. (A request may end
/// before it has gone out: then the server never sees it.)
fn assert_posts_were_given_up(proxy: &Proxy) {
    let mut posts = proxy.seen();
    posts.retain(|seen| seen.path.starts_with("/posts/"));
    assert!(posts.len() > 5, "{posts:#?}");
    for seen in posts {
        let (end, at) = seen.end.expect("an end");
        assert_eq!(
            end,
            End::Aborted,
            "{} after {:?}",
            seen.path,
            at - seen.arrived
        );
    }
}
