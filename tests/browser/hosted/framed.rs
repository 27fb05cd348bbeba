//! The page may be framed by anyone, on purpose. So whoever frames it may lead one click of a person's to
//! any place of it, and no one click may do harm.

use super::copy;
use crate::scenario::{Page, custom};
use crate::support::env;
use crate::support::proxy::Proxy;
use crate::support::site::Site;
use serde_json::json;
use std::fs;

/// All that can be clicked on the page as it stands.
const CLICKABLE: &str = "
    return [...document.querySelectorAll('button, a[href], input, select, summary, [tabindex], [data-span]')]
        .filter((node) => node.getClientRects().length && !node.disabled).length;";

/// Clicks the one at this place, as a person does.
const CLICK: &str = "
    const all = [...document.querySelectorAll('button, a[href], input, select, summary, [tabindex], [data-span]')]
        .filter((node) => node.getClientRects().length && !node.disabled);
    const node = all[arguments[0]];
    node.removeAttribute('target');
    node.click();
    return node.outerHTML.slice(0, 120);";

/// Waits until the browser has drawn what there is twice.
async fn two_frames(page: &Page) {
    let frames = "return new Promise((done) =>
        requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
    assert_eq!(
        page.browser.js(frames).await,
        json!(true)
    );
}

#[tokio::test]
async fn custom_no_one_click_asks_an_api_of_a_link() {
    let proxy = Proxy::http().await;
    let page = Page::of(Site::built().await).await;
    let query = custom(&proxy.base(), "");
    page.open(&query).await;
    let count = page.browser.js(CLICKABLE).await.as_u64().expect("a count");
    assert!(count > 15, "{count}");
    for place in 0..count {
        page.open(&query).await;
        let clicked = page.browser.js_with(CLICK, &[json!(place)]).await;
        // A request would be under way within a frame or two.
        two_frames(&page).await;
        assert_eq!(
            proxy.counts().connections,
            0,
            "after a click on {clicked}"
        );
    }
    page.browser.close().await;
}

#[tokio::test]
async fn replica_no_one_click_deletes_what_is_kept() {
    let page = Page::of(Site::built().await).await;
    page.open("?source=replica&network=fibre").await;
    page.run().await.assert_done();
    let kept = async || {
        page.press("history").await;
        page.browser
            .wait_for("dialog[data-history][open] [data-action=delete-kept]")
            .await;
    };
    kept().await;
    let rows = "return [...document.querySelectorAll('.kept')].map((row) => row.dataset.kept)";
    let first = page.browser.js(rows).await;
    let first = first[0].as_str().expect("a run that is kept").to_owned();
    page.open("?source=replica&network=fibre").await;
    let count = page.browser.js(CLICKABLE).await.as_u64().expect("a count");
    assert!(count > 15, "{count}");
    for place in 0..count {
        page.open("?source=replica&network=fibre").await;
        page.browser.js_with(CLICK, &[json!(place)]).await;
        two_frames(&page).await;
    }
    page.open("?source=replica&network=fibre").await;
    kept().await;
    let all = page.browser.js(rows).await;
    assert!(
        all.as_array().expect("rows").contains(&json!(first)),
        "{first} is not in {all}"
    );
    page.browser.close().await;
}

#[test]
fn unsent_no_host_is_told_to_keep_it_from_frames() {
    let dist = env::path("TANDEM_DIST");
    let beside = dist.parent().expect("a folder").join("deploy");
    let told = ["nginx.conf", "Caddyfile"].map(|name| beside.join(name));
    let told = told
        .into_iter()
        .chain(["_headers", "index.html"].map(|name| dist.join(name)));
    for file in told {
        let text =
            fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let text = text.to_lowercase();
        assert!(
            text.contains("content-security-policy"),
            "{}",
            file.display()
        );
        for word in ["frame-ancestors", "x-frame-options"] {
            assert!(
                !text.contains(word),
                "{}: {word}",
                file.display()
            );
        }
    }
    assert!(copy::names().contains(&"_headers".to_owned()));
}
