//! The address of a custom API as it is typed.

use crate::scenario::scenario;
use crate::support::proxy::Proxy;

/// What is typed, and a word of the reason beside the field.
const BAD: [(&str, &str); 6] = [
    ("localhost", "http://"),
    ("ftp://api.test", "http://"),
    ("http://", "http://"),
    ("http://me:pw@api.test", "password"),
    ("http://api.test/?a=1", "?"),
    ("http://api.test/#a", "#"),
];

#[tokio::test]
async fn custom_a_bad_address_is_told_beside_the_field() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        page.open("?source=replica").await;
        page.browser.click("[data-source=custom]").await;
        let empty = page.look().await;
        assert!(
            empty.run_disabled && empty.api_problem.is_some(),
            "{empty:#?}"
        );
        // Its link is the same page, without a word of complaint.
        page.reload().await;
        let again = page.look().await;
        again.assert_source("custom");
        assert!(
            again.run_disabled && again.notices.is_empty(),
            "{again:#?}"
        );
        let sent = page.resources().await;
        for (typed, reason) in BAD {
            page.browser.fill("input[name=api]", typed).await;
            let look = page.look().await;
            let problem = look.api_problem.as_deref().unwrap_or_default();
            assert!(
                problem.contains(reason),
                "{typed}: {problem:?}"
            );
            assert!(look.run_disabled, "{typed}");
            page.browser.keys("Ctrl+Enter").await;
            assert_eq!(
                page.look().await.verdict,
                "idle",
                "{typed}"
            );
        }
        assert_eq!(page.resources().await, sent);

        let padded = format!("  {}/ ", proxy.base());
        page.browser.fill("input[name=api]", &padded).await;
        let look = page.look().await;
        assert!(
            look.api_problem.is_none() && !look.run_disabled,
            "{look:#?}"
        );
        page.run().await.assert_done();
        assert_eq!(proxy.counts().answered, 9);
    })
    .await;
}
