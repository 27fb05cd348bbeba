//! Links: what they choose, and that they follow what is chosen.

use crate::scenario::{custom, scenario};
use crate::support::proxy::Proxy;

#[tokio::test]
async fn unsent_every_key_of_a_link_applies() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        page.open("").await;
        let look = page.look().await;
        look.assert_source("live");
        assert_eq!(
            (
                &*look.experiment,
                &*look.user,
                &*look.query
            ),
            ("user-dashboard", "1", "")
        );
        assert_eq!(look.tabs, ["rust", "rust"]);

        page.open(&custom(
            &proxy.base(),
            "&experiment=user-with-posts&user=7&order=fixed&tab=data",
        ))
        .await;
        let look = page.look().await;
        look.assert_source("custom");
        assert_eq!(
            (&*look.experiment, &*look.user),
            ("user-with-posts", "7")
        );
        assert_eq!(look.api, Some(proxy.base()));
        assert_eq!(look.tabs, ["data", "data"]);
        assert!(look.notices.is_empty(), "{look:#?}");
        assert!(
            !look.run_disabled && look.asking.is_none(),
            "{look:#?}"
        );

        for source in ["live", "replica"] {
            page.open(&format!("?source={source}")).await;
            page.look().await.assert_source(source);
        }
        assert_eq!(proxy.counts().connections, 0);
    })
    .await;
}

#[tokio::test]
async fn replica_order_fixed_is_left_to_right() {
    scenario(None, async |page| {
        page.open("?source=replica&order=fixed").await;
        for _ in 0..3 {
            let look = page.run().await;
            assert!(
                look.says.contains("equential ran first (fixed)"),
                "{}",
                look.says
            );
        }
        assert_eq!(
            page.run_file().await["order"],
            serde_json::json!(["sequential", "joined"])
        );
    })
    .await;
}

#[tokio::test]
async fn unsent_what_is_chosen_is_in_the_link() {
    scenario(None, async |page| {
        page.open("").await;
        let entries = page.browser.js("return history.length").await;
        page.browser.select("select[name=user]", "5").await;
        page.browser.click("[data-source=replica]").await;
        page.browser.click("[data-tab=data]").await;
        page.has_come().await;
        let look = page.look().await;
        assert_eq!(
            look.query,
            "?user=5&source=replica&tab=data"
        );
        assert_eq!(
            page.browser.js("return history.length").await,
            entries,
            "a choice is no page to go back to"
        );
        // The link makes the same page again, and what is the default is left out of it.
        page.reload().await;
        let again = page.look().await;
        again.assert_source("replica");
        assert_eq!(
            (&*again.user, &again.tabs),
            ("5", &look.tabs)
        );
        page.browser.select("select[name=user]", "1").await;
        page.browser.click("[data-tab=rust]").await;
        assert_eq!(
            page.look().await.query,
            "?source=replica"
        );
    })
    .await;
}

#[tokio::test]
async fn replica_back_and_forward_turn_the_page() {
    scenario(None, async |page| {
        page.open("?source=replica&user=7&tab=data").await;
        page.run().await.assert_done();
        page.browser.click("nav li:nth-child(1) a").await;
        let there = page.look().await;
        assert_eq!(
            (
                &*there.experiment,
                &*there.user,
                &*there.verdict
            ),
            ("user-with-posts", "7", "idle"),
            "{there:#?}"
        );
        page.browser.select("select[name=user]", "2").await;
        page.browser.back().await;
        let back = page
            .wait("the first experiment", |look| {
                look.experiment == "user-dashboard"
            })
            .await;
        assert_eq!(
            (&*back.user, &*back.query),
            ("7", "?source=replica&user=7&tab=data")
        );
        back.assert_source("replica");
        page.browser.forward().await;
        let forward = page
            .wait("the second experiment", |look| {
                look.experiment == "user-with-posts"
            })
            .await;
        assert_eq!(forward.user, "2");
        forward.assert_source("replica");
        // What stands there still works.
        let look = page.run().await;
        look.assert_done();
        assert_eq!(
            look.lane("joined").answer()["user"]["id"],
            2
        );
    })
    .await;
}

#[tokio::test]
async fn unsent_a_navigation_entry_is_a_link() {
    scenario(None, async |page| {
        page.open("?user=4&order=fixed").await;
        let link = page.browser.attr("nav li:nth-child(1) a", "href").await;
        let link = link.expect("an address");
        page.open(&link).await;
        let look = page.look().await;
        assert_eq!(
            (&*look.experiment, &*look.user),
            ("user-with-posts", "4"),
            "{link}"
        );
        assert!(link.contains("order=fixed"), "{link}");
        let current = "nav a[aria-current=page]";
        assert_eq!(
            page.browser.texts(current).await.len(),
            1
        );
    })
    .await;
}
