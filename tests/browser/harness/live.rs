//! The live host in a browser is the proxy on loopback, and nothing else exists.

use super::Page;
use crate::support::browser::{Browser, Engine};
use crate::support::net::DeadPort;
use crate::support::proxy::{Behaviour, Counts, End, Proxy};
use crate::support::server::RealServer;
use hyper::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// Loads one user from the live host on a click, shows the name, gives up on another click.
const LOADER: &str = r##"
<button id=load>Load</button><button id=stop>Stop</button><p id=out></p>
<script>
  const out = document.querySelector("#out");
  let controller;
  document.querySelector("#load").onclick = async () => {
    controller = new AbortController();
    try {
      const options = { signal: controller.signal, cache: "no-store", credentials: "omit" };
      const answer = await fetch("https://jsonplaceholder.typicode.com/users/1", options);
      out.textContent = (await answer.json()).username;
    } catch (error) {
      out.textContent = error.name;
    }
  };
  document.querySelector("#stop").onclick = () => controller.abort();
</script>"##;

#[tokio::test]
async fn the_live_host_is_the_proxy() {
    let (server, proxy, page) = (
        RealServer::shared().await,
        Proxy::https().await,
        Page::of(LOADER).await,
    );
    proxy.delay(Duration::from_millis(200));
    let browser = Browser::live_at(proxy.port()).await;
    page.open(&browser).await;
    assert_eq!(proxy.counts().seen, 0);
    browser.click("#load").await;
    browser.wait_for("#out:not(:empty)").await;
    assert_eq!(browser.text("#out").await, "Bret");

    // The page's own answer is the real server's.
    let user = format!("{}/users/1", server.base());
    let user: Value = reqwest::get(user)
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    let script = "return fetch('https://jsonplaceholder.typicode.com/users/1')
        .then((answer) => answer.json());";
    assert_eq!(browser.js(script).await, user);

    let seen = proxy.seen();
    assert_eq!(seen.len(), 2, "{seen:#?}");
    let (end, at) = seen[0].end.expect("an end");
    assert_eq!(end, End::Answered);
    assert!(at - seen[0].arrived >= Duration::from_millis(200));
    for seen in &seen {
        assert_eq!(
            (&seen.method, seen.version),
            (&Method::GET, Engine::chosen().speaks())
        );
        assert_eq!(seen.path, "/users/1");
        assert!(!seen.headers.contains_key("cookie"));
    }
    browser.assert_console_clean().await;
    browser.close().await;
}

#[tokio::test]
async fn a_fetch_without_no_store_is_found_out() {
    let (proxy, page) = (Proxy::http().await, Page::of("").await);
    let browser = Browser::start().await;
    page.open(&browser).await;
    let script = "return fetch(arguments[0], { cache: arguments[1] }).then((a) => a.text())";
    let url = json!(format!("{}/users/1", proxy.base()));
    // The second of those that a cache may answer.
    let again = usize::from(!Engine::chosen().keeps_answers());
    for (cache, seen) in [
        ("no-store", 1),
        ("default", 2),
        ("default", 2 + again),
        ("no-store", 3 + again),
    ] {
        browser.js_with(script, &[url.clone(), json!(cache)]).await;
        assert_eq!(proxy.counts().seen, seen, "{cache}");
    }
    browser.close().await;
}

#[tokio::test]
async fn an_aborted_fetch_is_seen() {
    let (proxy, page) = (
        Proxy::https().await,
        Page::of(LOADER).await,
    );
    proxy.on("/users/1", Behaviour::Silent);
    let browser = Browser::live_at(proxy.port()).await;
    page.open(&browser).await;
    browser.click("#load").await;
    proxy
        .wait_until("the request", |counts| counts.now == 1)
        .await;
    browser.click("#stop").await;
    proxy
        .wait_until("the abort", |counts| {
            (counts.now, counts.aborted) == (0, 1)
        })
        .await;
    assert_eq!(browser.text("#out").await, "AbortError");
    let connections = proxy.counts().connections;
    let expected = Counts {
        seen: 1,
        now: 0,
        peak: 1,
        answered: 0,
        aborted: 1,
        cut: 0,
        connections,
    };
    assert_eq!(proxy.counts(), expected);
    browser.close().await;
    proxy
        .wait_until("its sockets close", |counts| {
            counts.connections == 0
        })
        .await;
}

#[tokio::test]
async fn a_dead_host_and_the_rest_of_the_internet_cannot_be_reached() {
    let page = Page::of(LOADER).await;
    let dead = DeadPort::reserve();
    let sessions = [Browser::start().await, Browser::live_at(dead.port()).await];
    for browser in sessions {
        page.open(&browser).await;
        browser.click("#load").await;
        browser.wait_for("#out:not(:empty)").await;
        assert_eq!(browser.text("#out").await, "TypeError");
        let script = "return fetch('https://example.com/').catch((error) => error.name);";
        assert_eq!(
            browser.js(script).await,
            json!("TypeError")
        );
        browser.assert_console_clean().await;
        browser.close().await;
    }
    // A host that goes away while the page is open.
    let proxy = Proxy::https().await;
    let browser = Browser::live_at(proxy.port()).await;
    page.open(&browser).await;
    browser.click("#load").await;
    browser
        .wait_until("Bret", async || {
            browser.text("#out").await == "Bret"
        })
        .await;
    let _dead = proxy.stop().await;
    browser.click("#load").await;
    browser
        .wait_until("an error", async || {
            browser.text("#out").await == "TypeError"
        })
        .await;
    browser.close().await;
}
