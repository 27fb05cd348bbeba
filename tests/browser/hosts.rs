//! What becomes of a host on its way from a link to the question that names it: the browser reads it, so
//! that what is asked about is where requests would go.

use crate::scenario::{Page, scenario};
use crate::support::proxy::Proxy;
use crate::support::site::Site;
use serde_json::json;
use std::fs;
use tempfile::TempDir;

/// Addresses as links may write them, and the host that the question names.
const ASKED: [(&str, &str); 22] = [
    ("http://PORT.test", "PORT.test"),
    ("HTTP://API.TEST/", "api.test"),
    ("http:api.test", "api.test"),
    ("http:\\\\api.test\\path", "api.test"),
    ("ht\ttp://ap\ni.te\rst", "api.test"),
    (" http://api.test ", "api.test"),
    ("http://api.test:80", "api.test"),
    ("https://api.test:80", "api.test:80"),
    ("http://api.test.", "api.test."),
    ("http://api%2etest", "api.test"),
    ("http://%61pi.test", "api.test"),
    ("http://ａｐｉ。test", "api.test"),
    // A Cyrillic а is no a.
    ("http://аpi.test", "xn--pi-6kc.test"),
    (
        "http://xn--pi-6kc.test",
        "xn--pi-6kc.test",
    ),
    (
        "http://jsonplaceholder.typicode.com.api.test",
        "jsonplaceholder.typicode.com.api.test",
    ),
    ("http://127.1:PORT", "127.0.0.1:PORT"),
    (
        "http://0x7f000001:PORT",
        "127.0.0.1:PORT",
    ),
    (
        "http://2130706433:PORT",
        "127.0.0.1:PORT",
    ),
    (
        "http://0177.0.0.1:PORT",
        "127.0.0.1:PORT",
    ),
    (
        "http://%31%32%37.0.0.1:PORT",
        "127.0.0.1:PORT",
    ),
    (
        "http://[0:0:0:0:0:0:0:1]:PORT",
        "[::1]:PORT",
    ),
    (
        "http://[::ffff:127.0.0.1]:PORT",
        "[::ffff:7f00:1]:PORT",
    ),
];

/// Addresses that are refused, each with a notice.
const REFUSED: [&str; 15] = [
    "http://",
    "//api.test",
    "javascript:window.__canary=1",
    "data:application/json,[]",
    "file:///etc/passwd",
    "blob:http://127.0.0.1/x",
    "ws://api.test",
    "http://me@api.test",
    "http://me:secret@api.test",
    "http://api.test@127.0.0.1:PORT",
    "http://api.test\\@127.0.0.1:PORT/?a",
    "http://api.test:99999",
    "http://a\u{0}b.test",
    "http://[::1",
    "http://1.2.3.4.5",
];

/// The link to an API at `address`, as a program would write it.
async fn open(page: &Page, address: &str) {
    let script =
        "return new URLSearchParams([['source', 'custom'], ['api', arguments[0]]]).toString()";
    let query = page.browser.js_with(script, &[json!(address)]).await;
    page.open(&format!(
        "?{}",
        query.as_str().expect("a text")
    ))
    .await;
}

#[tokio::test]
async fn unsent_the_question_names_the_host_that_would_be_asked() {
    let proxy = Proxy::http().await;
    let port = proxy.port().to_string();
    scenario(None, async |page| {
        let long = format!("http://{}.test", ["a"; 120].join("."));
        let host = long.trim_start_matches("http://").to_owned();
        let cases = ASKED.iter().map(|(written, asked)| {
            (
                written.replace("PORT", &port),
                asked.replace("PORT", &port),
            )
        });
        for (written, asked) in cases.chain([(long.clone(), host)]) {
            open(page, &written).await;
            page.press("run").await;
            let look = page.wait(&written, |look| look.asking.is_some()).await;
            assert_eq!(look.asking, Some(asked), "{written:?}");
            let wide = "const dialog = document.querySelector('dialog[open]');
                return dialog.scrollWidth > dialog.clientWidth";
            assert_eq!(
                page.browser.js(wide).await,
                false,
                "{written:?}: all of it can be read"
            );
            page.press("refuse").await;
            page.wait("no question", |look| {
                look.asking.is_none()
            })
            .await;
        }
        for written in REFUSED {
            let written = written.replace("PORT", &port);
            open(page, &written).await;
            let look = page.look().await;
            assert!(look.run_disabled, "{written:?}");
            assert!(
                look.notice("link").contains("The link’s api"),
                "{written:?}"
            );
        }
        assert_eq!(proxy.opened(), 0, "{:#?}", proxy.seen());
    })
    .await;
}

/// Beside the field, and in the question.
#[tokio::test]
async fn unsent_a_private_address_gets_a_word_of_warning() {
    let cases = [
        ("http://192.168.0.7:8080", true),
        ("http://[fd00::1]", true),
        ("http://nas.local", true),
        ("https://api.internal", true),
        ("https://api.test", false),
        // This page came from the same computer.
        ("http://localhost:3000", false),
    ];
    scenario(None, async |page| {
        for (address, is_private) in cases {
            open(page, address).await;
            let told = async |within: &str| {
                let css = format!("{within} [data-notice=address]");
                page.browser.texts(&css).await.join(" ")
            };
            let beside = told("main").await;
            assert_eq!(
                beside.contains("private network"),
                is_private,
                "{address}: {beside}"
            );
            page.press("run").await;
            page.browser.wait_for("dialog[data-ask-api][open]").await;
            let within = told("dialog[open]").await;
            assert_eq!(within, beside, "{address}");
            page.press("refuse").await;
        }
        // As it is typed.
        page.open("?source=replica").await;
        page.browser.click("[data-source=custom]").await;
        page.browser
            .fill("input[name=api]", "http://10.0.0.1")
            .await;
        let told = page.browser.text("main [data-notice=address]").await;
        assert!(
            told.starts_with("10.0.0.1 is an address of a private network"),
            "{told}"
        );
    })
    .await;
}

/// A page around this one could lay anything over the question: there is none.
#[tokio::test]
async fn custom_in_a_frame_there_is_no_api_of_ones_own() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        let address = page.url(&format!(
            "?source=custom&api={}",
            proxy.base()
        ));
        let folder = TempDir::new().expect("a folder");
        let around = format!(
            "<!doctype html><html lang=en><title>t</title><iframe src=\"{}\"></iframe></html>",
            address.replace('&', "&amp;")
        );
        fs::write(folder.path().join("index.html"), around).expect("a page");
        fs::write(folder.path().join("favicon.ico"), "").expect("an icon");
        let other = Site::of(folder.path()).await;
        page.browser.goto(&other.url("")).await;
        page.browser.turn_to_frame().await;
        page.browser.wait_for("main[data-page]").await;
        assert!(page.look().await.run_disabled);
        let told = page.browser.text("[data-error-for=api]").await;
        assert!(
            told.contains("a tab of its own for this page"),
            "{told}"
        );
        assert_eq!(proxy.opened(), 0);
        // By itself it may.
        page.browser.goto(&address).await;
        page.browser.wait_for("main[data-page]").await;
        assert!(!page.look().await.run_disabled);
    })
    .await;
}
