//! Each fault as a page in Chromium meets it.

use super::Page;
use crate::support::browser::Browser;
use crate::support::proxy::{Behaviour, Proxy};
use serde_json::{Value, json};
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What a fetch of the first argument comes to, within the second one's milliseconds.
const FETCH: &str = "
    const late = new Promise((resolve) => setTimeout(resolve, arguments[1], 'nothing'));
    const seen = fetch(arguments[0], { cache: 'no-store' }).then(
        (answer) => answer.text().then(() => answer.status, () => 'broken body'),
        (error) => error.name,
    );
    return Promise.race([seen, late]);";

/// The faults, each on a path of its own, and what a page makes of it.
fn cases() -> Vec<(&'static str, Behaviour, Value)> {
    let body = "<p>".into();
    vec![
        ("/users/1", Behaviour::Pass, json!(200)),
        (
            "/users/2",
            Behaviour::Status(503),
            json!(503),
        ),
        (
            "/users/3",
            Behaviour::Answer {
                status: 404,
                content_type: "text/html",
                body,
            },
            json!(404),
        ),
        (
            "/users/4",
            Behaviour::Silent,
            json!("nothing"),
        ),
        (
            "/users/5",
            Behaviour::Pass.without_cors(),
            json!("TypeError"),
        ),
        (
            "/users/6",
            Behaviour::SlowBody(Duration::from_millis(300)),
            json!(200),
        ),
        (
            "/users/7",
            Behaviour::Truncated,
            json!("broken body"),
        ),
        (
            "/users/8",
            Behaviour::HangUp,
            json!("TypeError"),
        ),
        (
            "/users/9",
            Behaviour::SlowBody(Duration::from_secs(60)),
            json!("nothing"),
        ),
        (
            "/posts/1",
            Behaviour::Reset,
            json!("TypeError"),
        ),
        (
            "/posts/2",
            Behaviour::Pass.stalled(),
            json!("nothing"),
        ),
        (
            "/posts/3",
            Behaviour::Answer {
                status: 200,
                content_type: "application/json",
                body: vec![b' '; 30_000_000].into(),
            },
            json!(200),
        ),
    ]
}

async fn try_all(proxy: &Proxy, base: &str) {
    let page = Page::of("").await;
    let browser = Browser::live_at(proxy.port()).await;
    proxy.delay_by(|path| Duration::from_millis(if path == "/users/1" { 50 } else { 0 }));
    for (path, behaviour, _) in cases() {
        proxy.on(path, behaviour);
    }
    page.open(&browser).await;
    for (path, behaviour, expected) in cases() {
        // As long as it takes, where something is to come.
        let limit = if expected == "nothing" { 1_000 } else { 20_000 };
        let url = format!("{base}{path}");
        let seen = browser.js_with(FETCH, &[json!(url), json!(limit)]).await;
        assert_eq!(seen, expected, "{path} {behaviour:?}");
    }
    browser.assert_console_clean().await;
    browser.close().await;
}

#[tokio::test]
async fn over_plain_http1() {
    let proxy = Proxy::http().await;
    try_all(&proxy, &proxy.base()).await;
}

#[tokio::test]
async fn over_http2_at_the_live_host() {
    let proxy = Proxy::https().await;
    try_all(
        &proxy,
        "https://jsonplaceholder.typicode.com",
    )
    .await;
}

/// How a connection ends after a request: as an end of its data, or as an error.
async fn end_of_connection(proxy: &Proxy) -> io::Result<usize> {
    let stream = TcpStream::connect(("127.0.0.1", proxy.port())).await;
    let mut stream = stream.expect("the proxy listens");
    let request = b"GET /users/1 HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";
    stream.write_all(request).await.expect("the proxy reads");
    stream.read(&mut [0; 64]).await
}

/// To a page it is all the same, so it is tried below HTTP.
#[tokio::test]
async fn a_reset_is_no_plain_end() {
    let proxy = Proxy::http().await;
    proxy.on("*", Behaviour::HangUp);
    let ended = end_of_connection(&proxy).await;
    assert_eq!(ended.expect("an end"), 0);
    proxy.on("*", Behaviour::Reset);
    let reset = end_of_connection(&proxy).await;
    assert_eq!(
        reset.expect_err("no end").kind(),
        io::ErrorKind::ConnectionReset
    );
    let counts = proxy.counts();
    assert_eq!(
        (counts.cut, counts.aborted),
        (2, 0),
        "{counts:?}"
    );
}
