//! A newer version on the host: it offers itself, comes whole or not at all, and only when it is asked for.

use super::copy::{Copy, WORKER};
use super::offline::{kept, workers};
use crate::scenario::Page;
use crate::support::site::{FIRST, Site};
use serde_json::json;
use std::fs;

const NOTICE: &str = "[data-notice=version]";

/// The version of the page, of its style sheet, and how many of the files that it has loaded there are not in
/// the folder of `copy`.
async fn shown(page: &Page, copy: &Copy) -> [String; 3] {
    let script = "
        const css = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
            .map(({ style }) => style?.getPropertyValue('--version') ?? '').join('');
        const loaded = performance.getEntriesByType('resource')
            .map(({ name }) => new URL(name)).filter(({ origin }) => origin === location.origin)
            .map(({ pathname }) => pathname.slice(1));
        return [document.querySelector('head title').dataset.version ?? '', css, loaded];";
    let [title, css, loaded] = {
        let seen = page.browser.js(script).await;
        [seen[0].clone(), seen[1].clone(), seen[2].clone()]
    };
    let names = copy.names();
    let foreign = loaded.as_array().expect("names").iter();
    let foreign: Vec<_> = foreign
        .filter_map(|name| name.as_str())
        .filter(|name| *name != FIRST && !names.iter().any(|known| known == name))
        .collect();
    [
        title.as_str().unwrap_or_default().to_owned(),
        css.as_str().unwrap_or_default().to_owned(),
        foreign.join(" "),
    ]
}

async fn assert_shows(page: &Page, copy: &Copy, version: &str) {
    assert_eq!(
        shown(page, copy).await,
        [version, version, ""]
    );
}

/// A page that is kept, of a first version.
async fn first() -> (Copy, Page) {
    let one = Copy::version("one");
    let page = Page::of(Site::of(one.folder()).await).await;
    page.open("?source=replica").await;
    kept(&page).await;
    (one, page)
}

#[tokio::test]
async fn replica_a_newer_version_offers_itself_and_none_is_mixed() {
    let (one, page) = first().await;
    let two = Copy::version("two");
    page.site.turn_to(two.folder());
    // What the host has now has none of the first version's style sheet.
    page.open("?source=replica&network=fibre").await;
    assert_shows(&page, &one, "one").await;
    page.browser.wait_for(NOTICE).await;
    page.reload().await;
    assert_shows(&page, &one, "one").await;
    page.browser.wait_for(NOTICE).await;
    // Nobody is told while something is under way.
    page.open("?source=replica&rtt=2000&jitter=0").await;
    page.press("run").await;
    page.browser.wait_for("[data-state=running]").await;
    assert!(!page.browser.has(NOTICE).await);
    page.ended().await.assert_done();
    page.browser.wait_for(NOTICE).await;
    page.press("load-newer").await;
    let loaded = async || shown(&page, &two).await[0] == "two";
    page.browser.wait_until("the newer version", loaded).await;
    page.stands().await;
    assert_shows(&page, &two, "two").await;
    kept(&page).await;
    assert!(!page.browser.has(NOTICE).await);
    // It is kept as the first one was.
    page.site.stop();
    page.open("?source=replica&network=fibre").await;
    assert_shows(&page, &two, "two").await;
    page.run().await.assert_done();
    page.browser.assert_console_clean().await;
    page.browser.close().await;
}

#[tokio::test]
async fn replica_half_of_a_version_is_none() {
    let (one, page) = first().await;
    // As after half an upload: the worker and the page are there, and one file is not yet, or is another.
    let two = Copy::version("two");
    let sheet = two.sheet();
    let text = two.read(&sheet);
    let unfinished: [&dyn Fn(); 2] = [
        &|| fs::remove_file(two.file(&sheet)).expect("it was there"),
        &|| two.write(&sheet, "p { color: red; }"),
    ];
    for spoil in unfinished {
        spoil();
        page.site.turn_to(two.folder());
        page.open("?source=replica").await;
        let update = "return navigator.serviceWorker.getRegistration()
            .then((registration) => registration.update()).then(
                (registration) => new Promise((resolve) => {
                    const worker = registration.installing;
                    if (!worker) return resolve('none');
                    worker.onstatechange = () => resolve(worker.state);
                }),
                () => 'failed');";
        let became = page.browser.js(update).await;
        assert!(
            became == "redundant" || became == "none" || became == "failed",
            "{became}"
        );
        assert_eq!(
            workers(&page).await,
            json!([[null, null, "activated"]])
        );
        assert_shows(&page, &one, "one").await;
        assert!(!page.browser.has(NOTICE).await);
    }
    // Nothing of it is left, and the whole of it is taken.
    assert_eq!(
        page.browser
            .js("return caches.keys().then((all) => all.length)")
            .await,
        1
    );
    two.write(&sheet, &text);
    page.open("?source=replica").await;
    page.browser.wait_for(NOTICE).await;
    page.press("load-newer").await;
    let loaded = async || shown(&page, &two).await[0] == "two";
    page.browser.wait_until("the newer version", loaded).await;
    assert_shows(&page, &two, "two").await;
    page.browser.close().await;
}

#[tokio::test]
async fn replica_another_tab_stays_as_it_is() {
    let (one, page) = first().await;
    page.open("?source=replica&network=fibre").await;
    let first_tab = page.browser.open_tab().await;
    page.open("?source=replica").await;
    let two = Copy::version("two");
    page.site.turn_to(two.folder());
    page.reload().await;
    page.browser.wait_for(NOTICE).await;
    page.press("load-newer").await;
    let loaded = async || shown(&page, &two).await[0] == "two";
    page.browser.wait_until("the newer version", loaded).await;
    page.browser.turn_to(first_tab).await;
    assert_shows(&page, &one, "one").await;
    page.press("run").await;
    page.browser.wait_for("[data-verdict=done]").await;
    // It is told, and what it was loaded from is still there.
    page.browser.wait_for(NOTICE).await;
    let sheet = format!(
        "return fetch('{}').then((answer) => answer.status)",
        one.sheet()
    );
    assert_eq!(page.browser.js(&sheet).await, 200);
    page.press("load-newer").await;
    page.browser
        .wait_until("the newer version", async || {
            shown(&page, &two).await[0] == "two"
        })
        .await;
    assert_shows(&page, &two, "two").await;
    page.browser.close().await;
}

#[test]
fn unsent_each_version_has_a_worker_of_its_own() {
    let [one, two] = ["one", "two"].map(Copy::version);
    assert_ne!(one.read(WORKER), two.read(WORKER));
    for copy in [&one, &two] {
        let worker = copy.read(WORKER);
        for name in copy.names() {
            let packed = name.ends_with(".br") || name.ends_with(".gz");
            let own = name == WORKER || name == "_headers";
            let listed = name == "index.html" || worker.contains(&format!("\"{name}\": \"sha384-"));
            assert_eq!(listed, !packed && !own, "{name}");
        }
    }
}
