//! What would show that a payload got through.

use crate::scenario::Page;
use crate::support::proxy::Proxy;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A server that nobody has a reason to ask, and the page's elements as they are with nothing hostile.
pub(super) struct Canary {
    server: Proxy,
    own: BTreeSet<String>,
}

/// Elements that load, run or move something, with their attributes. (The page itself has none below its
/// head.)
const LOADERS: &str = "
    const kinds = 'script, iframe, frame, object, embed, applet, img, image, video, audio, source, track, base, '
        + 'meta, link, style, form, foreignObject, animate, set, use, math, template, portal, marquee, a[href]';
    return [...document.querySelectorAll(kinds)].map((found) => found.tagName === 'A'
        ? `A ${new URL(found.href, location.href).origin === location.origin}` : found.outerHTML);";

/// What is wrong in the document at this moment: scripts that ran, handlers, addresses and styles.
const WRONG: &str = "
    const wrong = [];
    if ('__canary' in window) wrong.push('a payload ran');
    if (({}).x !== undefined) wrong.push('every object has an x');
    for (const found of document.querySelectorAll('*')) {
        for (const { name, value } of found.attributes) {
            const told = `${found.tagName} ${name}=${value.slice(0, 100)}`;
            if (/^on/i.test(name)) wrong.push(`a handler: ${told}`);
            if (/^(href|src|action|formaction|xlink:href|data|srcdoc|poster|background)$/i.test(name)
                && found.closest('head') === null
                && !/^[?#]|^$/.test(value)
                && new URL(value, location.href).origin !== location.origin) wrong.push(`an address: ${told}`);
            if (name === 'style' && /url\\(|expression|position/i.test(value)) wrong.push(`a style: ${told}`);
        }
    }
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) wrong.push(`the page is ${wide} px too wide`);
    return wrong;";

impl Canary {
    /// For `page`, which is opened with nothing hostile in it.
    pub(super) async fn of(page: &Page) -> Self {
        page.open("?source=replica").await;
        Self {
            server: Proxy::http().await,
            own: loaders(page).await,
        }
    }

    /// Its host and port.
    pub(super) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.server.port())
    }

    /// Fails if a payload got through by now. `when` says what was shown.
    pub(super) async fn assert_silent(&self, page: &Page, when: &str) {
        let wrong = page.browser.js(WRONG).await;
        assert_eq!(wrong, json!([]), "{when}");
        let new: Vec<_> = loaders(page).await.difference(&self.own).cloned().collect();
        assert_eq!(new, [""; 0], "{when}: new elements");
        assert_eq!(
            self.server.counts().connections,
            0,
            "{when}: {:#?}",
            self.server.seen()
        );
        assert_eq!(self.server.opened(), 0, "{when}");
    }
}

async fn loaders(page: &Page) -> BTreeSet<String> {
    let found = page.browser.js(LOADERS).await;
    let found: Vec<String> = serde_json::from_value::<Vec<String>>(found).expect("texts");
    found.into_iter().collect()
}

/// The text of the whole document, that of closed parts and of fields included.
pub(super) async fn text(page: &Page) -> String {
    let text = page
        .browser
        .js("return [document.body.textContent,
            ...[...document.querySelectorAll('input, textarea')].map((field) => field.value),
            ...[...document.querySelectorAll('[title], [aria-label]')].map((found) =>
                `${found.getAttribute('title')} ${found.getAttribute('aria-label')}`)].join('\\n')")
        .await;
    match text {
        Value::String(text) => text,
        other => panic!("no text: {other}"),
    }
}
