//! What goes to an API never passes through the worker that keeps the page.

use super::copy::{Copy, WORKER};
use super::offline::kept;
use crate::scenario::{Page, custom};
use crate::served;
use crate::support::browser::Engine;
use crate::support::proxy::Proxy;
use crate::support::site::Site;
use serde_json::{Value, json};

/// Notes what the worker is woken by, and what it answers; it tells when it is asked.
const SPY: &str = "
    const woken = [], answered = [];
    addEventListener('fetch', (event) => woken.push(event.request.url));
    const { respondWith } = FetchEvent.prototype;
    FetchEvent.prototype.respondWith = function (answer) {
        answered.push(this.request.url);
        respondWith.call(this, answer);
    };
    addEventListener('message', ({ data, ports }) => data === 'tell' && ports[0].postMessage([woken, answered]));
";
/// As in a browser that wakes workers for everything.
const WITHOUT_ROUTES: &str = "delete globalThis.InstallEvent?.prototype.addRoutes;";

const TELL: &str = "return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    navigator.serviceWorker.controller.postMessage('tell', [port2]);
});";

/// The site with a spy in its worker and an API of files in `api/`, beside the page's own files.
async fn spied(more: &str) -> Copy {
    let copy = Copy::new();
    copy.write(
        WORKER,
        &format!("{more}{SPY}{}", copy.read(WORKER)),
    );
    for id in 1..=3 {
        let user = served::get(&format!("/users/{id}")).await;
        copy.write(
            &format!("api/users/{id}"),
            &user.to_string(),
        );
    }
    for rows in ["posts", "todos"] {
        let all = served::get(&format!("/{rows}?userId=1")).await;
        copy.write(&format!("api/{rows}"), &all.to_string());
    }
    copy
}

async fn run(page: &Page, base: &str) {
    page.open(&custom(base, "")).await;
    page.press("run").await;
    page.press("allow").await;
    page.ended().await.assert_done();
}

fn urls(list: &Value) -> Vec<&str> {
    list.as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_str)
        .collect()
}

#[tokio::test]
async fn custom_requests_to_an_api_do_not_pass_the_worker() {
    let proxy = Proxy::http().await;
    for more in ["", WITHOUT_ROUTES] {
        let copy = spied(more).await;
        let page = Page::of(Site::of(copy.folder()).await).await;
        page.open("").await;
        kept(&page).await;
        let beside = page.url("api");
        for base in [proxy.base(), beside.clone()] {
            run(&page, &base).await;
            let told = page.browser.js(TELL).await;
            let (woken, answered) = (urls(&told[0]), urls(&told[1]));
            let is_api = |url: &&&str| url.starts_with(&proxy.base()) || url.starts_with(&beside);
            assert_eq!(
                answered.iter().find(is_api),
                None,
                "{more}"
            );
            // Where a worker can say which requests are none of its own, it is not even woken for the others.
            if more.is_empty() && Engine::chosen().has_routes() {
                assert_eq!(woken.iter().find(is_api), None);
            } else {
                assert!(
                    woken.iter().any(|url| is_api(&url)),
                    "the spy sees: {woken:?}"
                );
            }
            // The page itself did.
            assert!(
                answered.contains(&&*page.url(&custom(&base, ""))),
                "{answered:?}"
            );
            assert!(
                answered.iter().any(|url| url.ends_with("_bg.wasm")),
                "{answered:?}"
            );
        }
        page.browser.assert_console_clean().await;
        page.browser.close().await;
    }
}

#[tokio::test]
async fn unsent_what_looks_like_the_site_and_is_not_goes_its_way() {
    let copy = spied(WITHOUT_ROUTES).await;
    let page = Page::of(Site::of(copy.folder()).await).await;
    page.open("").await;
    kept(&page).await;
    page.open("").await;
    let asked = "return Promise.all([
        fetch('index.html'), fetch('./'), fetch('icon-512.png', { method: 'POST' }), fetch('api/icon-512.png'),
        fetch('constructor'), fetch('service-worker.js'), fetch('_headers'),
    ].map((answer) => answer.then(({ status }) => status)));";
    page.browser.js(asked).await;
    let told = page.browser.js(TELL).await;
    let answered = urls(&told[1]);
    for name in [
        "index.html",
        "icon-512.png",
        "constructor",
        "service-worker.js",
        "_headers",
    ] {
        assert!(
            !answered.iter().any(|url| url.ends_with(name)),
            "{name}: {answered:?}"
        );
    }
    let status = page
        .browser
        .js("return fetch('icon-512.png').then(({ status }) => status)")
        .await;
    assert_eq!(status, json!(200));
    assert!(urls(&page.browser.js(TELL).await[1]).contains(&&*page.url("icon-512.png")));
    page.browser.close().await;
}
