//! What the policy keeps out. A canary is a script that sets `window.sung`; none may.

use super::copy::Copy;
use super::walk::{blocked, watch};
use crate::scenario::Page;
use crate::support::browser::Engine;
use crate::support::proxy::{Behaviour, Proxy};
use crate::support::site::Site;
use serde_json::{Value, json};

/// Ways to run a script that a page without a policy knows, with the directive that each one meets where
/// browsers have Trusted Types, and where they do not. `URL` is that of a script on another host. (What a
/// driver runs itself may call `eval`, so that is left to a timer.)
const CANARIES: [([&str; 2], &str); 8] = [
    (
        [TYPES, "script-src-elem"],
        "const script = document.createElement('script');
         script.textContent = 'window.sung = 1'; document.head.append(script);",
    ),
    (
        [TYPES, "script-src-attr"],
        "document.body.setAttribute('onclick', 'window.sung = 1'); document.body.click();",
    ),
    (
        [TYPES, "script-src"],
        "setTimeout(() => window.eval('window.sung = 1'));",
    ),
    (
        [TYPES, "script-src"],
        "setTimeout('window.sung = 1');",
    ),
    (
        [TYPES, "script-src-elem"],
        "const script = document.createElement('script'); document.head.append(script); script.src = URL;",
    ),
    (
        [TYPES, "script-src-attr"],
        "document.body.innerHTML += '<img src=x onerror=\"window.sung = 1\">';",
    ),
    (
        // Without them the page is another one, and no listener is left to tell.
        [TYPES, ""],
        "document.write('<script>window.sung = 1</script>');",
    ),
    (
        // Chromium names the first; which of the two it is, is the browser's choice.
        [
            "script-src-elem require-trusted-types-for",
            "script-src-elem",
        ],
        "const link = document.createElement('a'); link.href = 'javascript:window.sung = 1';
         document.body.append(link); link.click();",
    ),
];
const TYPES: &str = "require-trusted-types-for";

/// What else the page has no need of.
const NEEDLESS: [(&str, &str); 8] = [
    (
        "trusted-types",
        "trustedTypes.createPolicy('mine', { createHTML: (html) => html });",
    ),
    (
        "style-src-attr",
        "document.body.setAttribute('style', 'color: red');",
    ),
    (
        "style-src-elem",
        "document.head.append(document.createElement('style')); document.head.lastChild.append('p {}');",
    ),
    ("img-src", "new Image().src = URL;"),
    (
        "frame-src",
        "const frame = document.createElement('iframe'); frame.src = URL; document.body.append(frame);",
    ),
    (
        "connect-src",
        "new WebSocket(URL.replace('http', 'ws'));",
    ),
    (
        "base-uri",
        "const base = document.createElement('base'); base.href = URL; document.head.append(base);",
    ),
    (
        "form-action",
        "const form = document.createElement('form'); form.action = URL; document.body.append(form); form.submit();",
    ),
];

/// Does each of these on a page of its own, and fails unless it is blocked by its directive.
async fn assert_blocked(page: &Page, tries: impl Iterator<Item = (&str, &str)>) {
    let proxy = Proxy::http().await;
    let script = Behaviour::Answer {
        status: 200,
        content_type: "text/javascript",
        body: "window.sung = 1".into(),
    };
    proxy.on("/canary.js", script);
    let url = format!("{}/canary.js", proxy.base());
    watch(page).await;
    for (directive, canary) in tries {
        page.open("?source=replica").await;
        // What is blocked throws, or does nothing.
        let script = format!("const URL = {url:?}; try {{ {canary} }} catch {{}}");
        page.browser.js(&script).await;
        let by_it = async || {
            let blocked = blocked(page).await;
            let all = blocked.as_array().cloned().unwrap_or_default();
            all.iter().filter_map(Value::as_str).any(|one| {
                let choices = if Engine::chosen() == Engine::Chromium {
                    1
                } else {
                    2
                };
                let mut by = directive.split(' ').take(choices);
                by.any(|by| one.starts_with(&format!("{by}:")))
            })
        };
        page.browser
            .wait_until(
                &format!("{canary} to be blocked by {directive}"),
                by_it,
            )
            .await;
        let sung = page.browser.js("return typeof window.sung").await;
        assert_eq!(sung, "undefined", "{canary}");
    }
    assert_eq!(
        proxy.counts().seen,
        0,
        "{:#?}",
        proxy.seen()
    );
}

#[tokio::test]
async fn unsent_nothing_from_outside_runs_or_loads() {
    let page = Page::of(Site::built().await).await;
    let canaries = CANARIES
        .iter()
        .map(|&([directive, _], canary)| (directive, canary));
    assert_blocked(&page, canaries.chain(NEEDLESS)).await;
    page.browser.close().await;
}

#[tokio::test]
async fn unsent_nothing_runs_without_trusted_types_either() {
    const TYPED: &str = "; trusted-types default; require-trusted-types-for 'script'";
    let copy = Copy::new();
    let page = copy.read("index.html");
    assert!(page.contains(TYPED), "{page}");
    copy.write("index.html", &page.replace(TYPED, ""));
    let page = Page::of(Site::of(copy.folder()).await).await;
    let canaries = CANARIES
        .iter()
        .map(|&([_, directive], canary)| (directive, canary))
        .filter(|(directive, _)| !directive.is_empty());
    assert_blocked(&page, canaries).await;
    page.browser.close().await;
}

#[tokio::test]
async fn unsent_the_policy_stands_before_all_that_it_governs() {
    let page = Page::of(Site::built().await).await;
    page.open("").await;
    let script = "
        const [first, second, third] = document.head.children;
        return [first.hasAttribute('charset'), second.httpEquiv, second.content, third.tagName,
            document.querySelector('meta[name=referrer]').content, document.cookie];";
    let head = page.browser.js(script).await;
    assert_eq!(
        json!([head[0], head[1], head[4], head[5]]),
        json!([true, "Content-Security-Policy", "no-referrer", ""])
    );
    let policy = head[2].as_str().expect("a policy");
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-"),
        "{policy}"
    );
    for word in [
        "'unsafe-inline'",
        "'unsafe-eval'",
        "data:",
        "*",
        "frame-ancestors",
    ] {
        assert!(
            !policy.split([' ', ';']).any(|source| source == word),
            "{word}: {policy}"
        );
    }
    page.browser.close().await;
}
