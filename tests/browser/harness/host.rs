//! The static host.

use super::Page;
use crate::support::browser::Browser;
use crate::support::site::Site;
use serde_json::json;
use std::fs;

#[tokio::test]
async fn the_built_site_is_served_at_the_root_and_from_a_folder() {
    let client = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    for site in [Site::built().await, Site::built_at("/some/folder/").await] {
        let page = client.get(site.url("?experiment=user-dashboard")).send();
        let page = page.await.expect("an answer");
        assert_eq!(page.status(), 200);
        assert_eq!(
            page.headers()["content-type"],
            "text/html; charset=utf-8"
        );
        for outside in ["../Cargo.toml", "%2e%2e/Cargo.toml", "missing.js"] {
            let answer = client
                .get(site.url(outside))
                .send()
                .await
                .expect("an answer");
            assert_eq!(answer.status(), 404, "{outside}");
        }
    }
}

#[tokio::test]
async fn files_have_the_types_that_browsers_insist_on() {
    let (page, browser) = (
        Page::of("<p>").await,
        Browser::start().await,
    );
    let types = [
        ("a.wasm", "application/wasm"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
    ];
    page.open(&browser).await;
    let script = "return fetch(arguments[0]).then((answer) => answer.headers.get('content-type'))";
    for (name, media_type) in types {
        fs::write(page.folder.path().join(name), "").expect("a file");
        let seen = browser.js_with(script, &[json!(name)]).await;
        assert_eq!(seen, json!(media_type), "{name}");
    }
    browser.close().await;
}
