//! The question before the first request to an API that only a link has named.

use crate::scenario::{custom, scenario};
use crate::support::proxy::Proxy;

#[tokio::test]
async fn custom_an_unknown_api_of_a_link_is_asked_about() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        page.open(&custom(&proxy.base(), "")).await;
        for refusal in ["button", "Escape"] {
            page.press("run").await;
            let asked = page
                .wait("the question", |look| {
                    look.asking.is_some()
                })
                .await;
            let host = format!("127.0.0.1:{}", proxy.port());
            assert_eq!(asked.asking.as_deref(), Some(&*host));
            match refusal {
                "button" => page.press("refuse").await,
                key => page.browser.keys(key).await,
            }
            let refused = page
                .wait("no question", |look| {
                    look.asking.is_none()
                })
                .await;
            assert_eq!(refused.verdict, "idle", "by {refusal}");
            assert_eq!(
                proxy.counts().connections,
                0,
                "{:#?}",
                proxy.seen()
            );
        }
        page.press("run").await;
        page.press("allow").await;
        page.ended().await.assert_done();
        assert_eq!(proxy.counts().seen, 9);

        // It is remembered, also over a reload; another host is asked about.
        page.run().await.assert_done();
        page.reload().await;
        page.run().await.assert_done();
        assert_eq!(proxy.counts().seen, 27);
        let other = format!("http://localhost:{}", proxy.port());
        page.open(&custom(&other, "")).await;
        page.press("run").await;
        page.wait("the question", |look| {
            look.asking.is_some()
        })
        .await;
        page.press("refuse").await;
        assert_eq!(proxy.counts().seen, 27);
    })
    .await;
}

#[tokio::test]
async fn custom_an_address_typed_by_hand_is_not_asked_about() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        page.open("").await;
        page.browser.click("[data-source=custom]").await;
        let look = page.look().await;
        look.assert_source("custom");
        assert_eq!(look.source_name, "no address yet");
        page.browser.fill("input[name=api]", &proxy.base()).await;
        let look = page.run().await;
        look.assert_done();
        look.assert_source("custom");
        assert_eq!(
            look.source_name,
            format!("127.0.0.1:{}", proxy.port())
        );
        assert_eq!(proxy.counts().seen, 9);
        // Typed once, its links are known too.
        page.open(&custom(&proxy.base(), "")).await;
        page.run().await.assert_done();
    })
    .await;
}
