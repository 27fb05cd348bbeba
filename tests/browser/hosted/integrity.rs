//! Each file that the page loads is the file that was built.

use super::copy::{Copy, hash};
use crate::scenario::Page;
use crate::support::browser::{Browser, Capability, Engine, lacking};
use crate::support::site::Site;
use serde_json::Value;

/// Each tag that loads something that runs or is painted by: what it loads, and its hash.
const TAGS: &str = "
    const tags = document.querySelectorAll(
        'script[src]:not([src$=\"tests-first.js\"]), link[rel~=stylesheet], link[rel~=modulepreload], link[rel~=preload][as=script], link[as=style]');
    return [...tags].map((tag) => [tag.getAttribute('src') ?? tag.getAttribute('href'), tag.integrity]);";

/// What the page's inline scripts import.
const IMPORTS: &str = "
    return [...document.querySelectorAll('script:not([src])')]
        .flatMap(({ text }) => [...text.matchAll(/\\sfrom\\s+['\"](.+?)['\"]/g)].map(([, name]) => name));";

#[tokio::test]
async fn unsent_each_tag_has_the_hash_of_its_file() {
    let copy = Copy::new();
    let page = Page::of(Site::of(copy.folder()).await).await;
    page.open("").await;
    let tags = page.browser.js(TAGS).await;
    let tags = tags.as_array().expect("tags");
    let loads = |end: &str| tags.iter().any(|tag| text(&tag[0]).ends_with(end));
    assert!(
        loads(".css") && loads(".js") && loads("-loading.js"),
        "{tags:#?}"
    );
    for tag in tags {
        let name = text(&tag[0]);
        assert_eq!(
            text(&tag[1]),
            hash(copy.read(name)),
            "{name}"
        );
    }
    // An import has no place for a hash, and is held to that of a tag.
    let imports = page.browser.js(IMPORTS).await;
    let imports = imports.as_array().expect("names");
    assert!(!imports.is_empty());
    for name in imports {
        assert!(
            tags.iter().any(|tag| tag[0] == *name),
            "{name}"
        );
    }
    page.browser.close().await;
}

/// What the console says of a file that is not the one of its hash.
fn refused() -> &'static str {
    match Engine::chosen() {
        Engine::Chromium => "integrity",
        Engine::Firefox | Engine::WebKit => "Failed to load resource",
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

#[tokio::test]
async fn unsent_a_file_that_was_changed_is_not_used() {
    if lacking(Capability::ImportHashes) {
        return;
    }
    let copy = Copy::new();
    let names = copy.names();
    let script = names
        .iter()
        .find(|name| name.starts_with("tandem-") && name.ends_with(".js"));
    let script = script.expect("the page's script");
    copy.write(
        script,
        &format!(
            "window.sung = 1;\n{}",
            copy.read(script)
        ),
    );
    let sheet = copy.sheet();
    copy.write(
        &sheet,
        &format!(
            "{}\n:root {{ --sung: 1; }}",
            copy.read(&sheet)
        ),
    );
    let browser = Browser::start().await;
    browser.goto(&Site::of(copy.folder()).await.url("")).await;
    browser
        .wait_until("both to be refused", async || {
            let console = browser.console().await;
            // The one names the reason, the others what was not loaded.
            let refused = [script, &sheet].map(|name| {
                let told = |line: &str| line.contains(name) && line.contains(refused());
                console.iter().any(|line| told(&line.message))
            });
            refused == [true; 2]
        })
        .await;
    let sung =
        "const rules = (sheet) => { try { return [...sheet.cssRules]; } catch { return []; } };
        return [window.sung ?? 0, [...document.styleSheets].flatMap(rules).some(({ style }) => style?.getPropertyValue('--sung'))]";
    assert_eq!(
        browser.js(sung).await,
        serde_json::json!([0, false])
    );
    assert!(!browser.has("main[data-page]").await);
    browser.close().await;
}
