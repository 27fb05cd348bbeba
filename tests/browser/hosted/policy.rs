//! What the policy keeps out. A canary is a script that sets `window.sung`; none may.

use super::walk::{blocked, watch};
use crate::scenario::Page;
use crate::support::proxy::{Behaviour, Proxy};
use crate::support::site::Site;
use serde_json::json;

/// Ways to run a script that a page without a policy knows, and the directive that each one meets. `URL` is
/// that of a script on another host.
const CANARIES: [(&str, &str); 9] = [
    (
        "script-src-elem",
        "const script = document.createElement('script');
         script.append(document.createTextNode('window.sung = 1')); document.head.append(script);",
    ),
    (
        "script-src-attr",
        "document.body.setAttribute('onclick', 'window.sung = 1'); document.body.click();",
    ),
    (
        "require-trusted-types-for",
        "eval('window.sung = 1');",
    ),
    (
        "require-trusted-types-for",
        "setTimeout('window.sung = 1');",
    ),
    (
        "require-trusted-types-for",
        "document.createElement('script').src = URL;",
    ),
    (
        "require-trusted-types-for",
        "document.body.innerHTML += '<img src=x onerror=\"window.sung = 1\">';",
    ),
    (
        "require-trusted-types-for",
        "document.write('<script>window.sung = 1</script>');",
    ),
    (
        "trusted-types",
        "trustedTypes.createPolicy('mine', { createHTML: (html) => html });",
    ),
    (
        "script-src-elem",
        "const link = document.createElement('a'); link.href = 'javascript:window.sung = 1';
         document.body.append(link); link.click();",
    ),
];

/// What else the page has no need of.
const NEEDLESS: [(&str, &str); 7] = [
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

#[tokio::test]
async fn unsent_nothing_from_outside_runs_or_loads() {
    let proxy = Proxy::http().await;
    let script = Behaviour::Answer {
        status: 200,
        content_type: "text/javascript",
        body: "window.sung = 1".into(),
    };
    proxy.on("/canary.js", script);
    let url = format!("{}/canary.js", proxy.base());
    let page = Page::of(Site::built().await).await;
    watch(&page).await;
    for (directive, canary) in CANARIES.iter().chain(&NEEDLESS) {
        page.open("?source=replica").await;
        // What is blocked throws, or does nothing.
        let script = format!("const URL = {url:?}; try {{ {canary} }} catch {{}}");
        page.browser.js(&script).await;
        page.browser
            .wait_until(
                &format!("{canary} to be blocked"),
                async || {
                    let blocked = blocked(&page).await;
                    blocked.as_array().is_some_and(|all| {
                        all.iter()
                            .any(|one| one.as_str().is_some_and(|one| one.starts_with(directive)))
                    })
                },
            )
            .await;
        assert_eq!(
            page.browser.js("return typeof window.sung").await,
            "undefined",
            "{canary}"
        );
    }
    assert_eq!(
        proxy.counts().seen,
        0,
        "{:#?}",
        proxy.seen()
    );
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
