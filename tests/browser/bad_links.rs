//! A bad value in a link is named and left out; the rest applies.

use crate::scenario::scenario;
use crate::support::proxy::Proxy;

/// A part of a link, and the value that its notice has to name.
const BAD: [(&str, &str); 18] = [
    ("experiment=nope", "nope"),
    ("user=0", "0"),
    ("user=11", "11"),
    ("user=abc", "abc"),
    ("user=-1", "-1"),
    ("user=", "user “”"),
    ("source=moon", "moon"),
    (
        "source=custom&api=ftp://api.test",
        "ftp://api.test",
    ),
    ("source=custom&api=notaurl", "notaurl"),
    (
        "source=custom&api=http://me:pw@api.test",
        "http://me:pw@api.test",
    ),
    (
        "source=custom&api=http://api.test/%3Fa",
        "http://api.test/?a",
    ),
    (
        "source=custom&api=http://api.test/%23a",
        "http://api.test/#a",
    ),
    (
        "source=custom&api=javascript:alert(1)",
        "javascript:alert(1)",
    ),
    ("source=custom&api=", "api “”"),
    ("order=x", "x"),
    ("order=Fixed", "Fixed"),
    ("colour=red", "red"),
    ("users=1-3", "1-3"),
];

#[tokio::test]
async fn unsent_each_bad_value_is_named_and_the_rest_applies() {
    let live = Proxy::https().await;
    scenario(Some(live.port()), async |page| {
        for (bad, named) in BAD {
            // A bad user cannot be kept beside a good one.
            let rest = if bad.starts_with("user=") {
                ""
            } else {
                "&user=4"
            };
            page.open(&format!("?{bad}{rest}&tab=data")).await;
            let look = page.look().await;
            let notice = look.notice("link");
            assert!(
                notice.contains(named),
                "{bad}: {notice}"
            );
            assert_eq!(
                (&*look.experiment, &look.tabs),
                (
                    "user-dashboard",
                    &vec!["data".to_owned(); 2]
                ),
                "{bad}: {look:#?}"
            );
            let user = if rest.is_empty() { "1" } else { "4" };
            assert_eq!(look.user, user, "{bad}");
            // A custom source stays chosen, and waits for an address.
            let custom = bad.starts_with("source=custom");
            look.assert_source(if custom { "custom" } else { "live" });
            assert_eq!(look.run_disabled, custom, "{bad}");
            assert!(
                look.api.is_none_or(|api| api.is_empty()),
                "{bad}"
            );
        }
        assert_eq!(live.counts().connections, 0);
    })
    .await;
}

#[tokio::test]
async fn replica_a_bad_tab_and_several_at_once() {
    scenario(None, async |page| {
        let query = "?tab=x&user=99&experiment=user-with-posts&order=y&source=replica";
        page.open(query).await;
        let look = page.look().await;
        let notice = look.notice("link");
        for named in ["tab “x”", "user “99”", "order “y”"] {
            assert!(
                notice.contains(named),
                "{named}: {notice}"
            );
        }
        assert_eq!(
            (
                &*look.experiment,
                &*look.user,
                &look.tabs[0]
            ),
            (
                "user-with-posts",
                "1",
                &"rust".to_owned()
            )
        );
        look.assert_source("replica");
        let look = page.run().await;
        assert_eq!(
            look.states(),
            ["done", "done"],
            "{look:#?}"
        );
        page.press("dismiss").await;
        assert!(page.look().await.notices.is_empty());
    })
    .await;
}

#[tokio::test]
async fn unsent_a_link_cannot_write_into_the_page() {
    scenario(None, async |page| {
        let text = "<img src=x onerror=alert(1)>";
        page.open("?user=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
            .await;
        let look = page.look().await;
        assert!(
            look.notice("link").contains(text),
            "{look:#?}"
        );
        assert!(!page.browser.has("img").await);
        // Nor fill it.
        page.open(&format!("?user={}", "9".repeat(2_000))).await;
        let notice = page.look().await.notice("link").to_owned();
        assert!(
            notice.len() < 400 && notice.contains("999"),
            "{notice}"
        );
    })
    .await;
}
