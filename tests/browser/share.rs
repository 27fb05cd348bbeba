//! Links to pass on: as they are shown, and what they show elsewhere.

use crate::scenario::{Page, custom, scenario};
use crate::support::browser::Browser;
use crate::support::net::DeadPort;
use crate::support::proxy::Proxy;
use serde_json::{Value, json};
use std::time::Duration;

/// What people read of a comparison, and where it comes from.
const SHOWN: &str = "
    const text = (css) => document.querySelector(css)?.innerText;
    const all = (css, read) => [...document.querySelectorAll(css)].map(read);
    return {
        state: document.querySelector('[data-verdict]').dataset.verdict,
        verdict: text('.verdict > div'),
        race: text('.race'),
        lanes: all('article[data-variant]', (lane) => ({ ...lane.dataset })),
        facts: all('.facts', (facts) => facts.innerText),
        rows: all('tr[data-span]', (row) => row.textContent),
    };";

/// What the page shows of a run, once its tables have come.
async fn shown(browser: &Browser) -> Value {
    browser.wait_for("tr[data-span]").await;
    browser.js(SHOWN).await
}

async fn value(page: &Page, css: &str) -> String {
    let value = format!("return document.querySelector('{css}').value");
    let value = page.browser.js(&value).await;
    value.as_str().expect("a text").to_owned()
}

/// Opens the dialog and reads the link in it.
async fn link(page: &Page, with_results: bool) -> String {
    page.press("share").await;
    if with_results {
        page.browser.click("input[name=results]").await;
    }
    let link = value(page, "input[name=link]").await;
    page.press("close").await;
    link
}

#[tokio::test]
async fn live_a_link_with_results_shows_the_same_without_the_api() {
    let (live, dead) = (
        Proxy::https().await,
        DeadPort::reserve(),
    );
    live.delay_by(|path| Duration::from_millis(if path.starts_with("/posts") { 90 } else { 40 }));
    scenario(Some(live.port()), async |page| {
        page.open("?source=live&user=7").await;
        page.run().await.assert_done();
        let before = shown(&page.browser).await;
        let link = link(page, true).await;
        assert!(link.len() < 8_000, "{link}");
        let (query, fragment) = link.split_once('#').expect("a fragment");
        assert_eq!(query, page.url("?user=7&source=live"));
        assert!(
            fragment.starts_with("results="),
            "{link}"
        );
        println!(
            "{} characters for {} requests",
            link.len(),
            6
        );

        // A browser of its own, with nothing in its profile.
        let other = Browser::live_at(dead.port()).await;
        other.goto(&link).await;
        other.wait_for("[data-notice=results]").await;
        assert_eq!(shown(&other).await, before);
        assert_eq!(sent(&other).await, json!([]));
        // Its data is not there, and the page says why.
        other.click("[data-tab=data]").await;
        other.wait_for("article [role=tabpanel] .empty").await;
        let data = other.text("article [role=tabpanel]").await;
        assert_eq!(data, "The link holds no data.");
        assert_eq!(
            other.js("return location.hash").await,
            format!("#{fragment}"),
            "what is chosen beside them keeps them"
        );
        assert!(
            !other.has("[data-action=run]").await,
            "everything but Run"
        );
        let opened = other.text("[data-opened]").await;
        assert!(opened.contains("User 7"), "{opened}");
        other.click("[data-action=put-away]").await;
        other.wait_for("[data-verdict=idle]").await;
        assert_eq!(
            other.js("return location.search + location.hash").await,
            "?user=7&source=live&tab=data"
        );
        other.assert_console_clean().await;
        other.close().await;
    })
    .await;
}

/// The requests that a page has sent to other hosts than its own.
async fn sent(browser: &Browser) -> Value {
    let script = "return performance.getEntriesByType('resource').map((entry) => entry.name)
        .filter((name) => !name.startsWith(location.origin) && !name.startsWith('data:'));";
    browser.js(script).await
}

#[tokio::test]
async fn replica_results_come_and_go_with_the_fragment() {
    scenario(None, async |page| {
        page.open("?source=replica&network=fibre").await;
        page.run().await.assert_done();
        let link = link(page, true).await;
        let fragment = link.split_once('#').expect("a fragment").1;
        page.open("?source=replica&network=fibre&tab=ts").await;
        // Browsers go back past entries that were made before anybody did anything.
        page.browser.click(".lede").await;
        page.browser
            .js_with(
                "location.hash = arguments[0]",
                &[json!(fragment)],
            )
            .await;
        page.browser.wait_for("[data-notice=results]").await;
        // The skip link moves the focus and no more.
        page.browser
            .js("document.querySelector('.skip').click()")
            .await;
        assert!(page.browser.has("[data-notice=results]").await);
        assert_eq!(
            page.browser.js("return location.hash").await,
            json!(format!("#{fragment}"))
        );
        page.browser.back().await;
        page.wait("the page without results", |look| {
            look.verdict == "idle" && look.notices.is_empty()
        })
        .await;
        page.browser.forward().await;
        page.browser.wait_for("[data-verdict=done]").await;
    })
    .await;
}

#[tokio::test]
async fn replica_links_are_offered_and_copied() {
    scenario(None, async |page| {
        page.open("?source=replica&user=3&tab=data").await;
        page.press("share").await;
        assert!(
            !page.browser.has("input[name=results]").await,
            "nothing ran yet"
        );
        assert_eq!(
            value(page, "input[name=link]").await,
            page.url("?user=3&source=replica&tab=data")
        );
        let embed = value(page, "textarea[name=embed]").await;
        let address = page.url("?user=3&amp;source=replica&amp;tab=data&amp;embed=1");
        assert!(
            embed.starts_with(&format!(
                "<iframe src=\"{address}\" title=\"Tandem: "
            )) && embed.contains("width=\"100%\" height=\"400\" loading=\"lazy\""),
            "{embed}"
        );
        // Both can be had by a click; what the clipboard is allowed is the browser's affair.
        page.browser
            .js("navigator.clipboard.writeText = async (text) => { window.copied = text; };")
            .await;
        for (place, expected) in [(1, value(page, "input[name=link]").await), (2, embed)] {
            let copy = format!(".share__part:nth-of-type({place}) [data-action=copy]");
            page.browser.click(&copy).await;
            page.browser
                .wait_until("a copy", async || {
                    page.browser.js("return window.copied").await == expected
                })
                .await;
        }
        page.browser.keys("Escape").await;
        page.browser
            .wait_until("the dialog closed", async || {
                page.browser
                    .js("return document.querySelector('dialog.share').open")
                    .await
                    == false
            })
            .await;
        let focused = "return document.activeElement.dataset.action";
        assert_eq!(page.browser.js(focused).await, "share");
    })
    .await;
}

#[tokio::test]
async fn custom_the_link_names_the_api_and_no_embed_does() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        page.open(&custom(&proxy.base(), "")).await;
        page.press("share").await;
        let told = page.browser.text("[data-share-custom]").await;
        assert!(
            told.contains("asked before anything is sent"),
            "{told}"
        );
        assert!(!page.browser.has("textarea[name=embed]").await);
        let link = value(page, "input[name=link]").await;
        assert!(
            link.contains("api=http%3A%2F%2F127.0.0.1"),
            "{link}"
        );
        page.press("close").await;
        assert_eq!(proxy.counts().connections, 0);
    })
    .await;
}

#[tokio::test]
async fn replica_a_run_goes_on_under_the_dialog_and_can_be_shared_then() {
    scenario(None, async |page| {
        page.open("?source=replica&rtt=500&jitter=0").await;
        page.press("run").await;
        page.press("share").await;
        // The keys are the dialog's: nothing is stopped or run anew.
        page.browser.keys("Escape").await;
        page.press("share").await;
        page.browser.keys("Ctrl+Enter").await;
        assert!(
            !page.browser.has("input[name=results]").await,
            "it still runs"
        );
        page.browser.wait_for("input[name=results]").await;
        assert_eq!(
            page.browser
                .attr("[data-verdict]", "data-verdict")
                .await
                .as_deref(),
            Some("done")
        );
        // Nor is it run anew once it is over.
        page.browser.keys("Ctrl+Enter").await;
        page.browser
            .js("return new Promise(requestAnimationFrame)")
            .await;
        assert!(page.browser.has("[data-verdict=done]").await);
    })
    .await;
}

#[tokio::test]
async fn replica_hundreds_of_requests_fit_into_a_link() {
    scenario(None, async |page| {
        let network = "source=replica&network=fibre&rtt=1&jitter=3&kbps=10000000";
        page.open(&format!(
            "?experiment=album-photos&albums=1-100&limit=50&{network}"
        ))
        .await;
        page.press("run").await;
        page.ended_at_length().await;
        let before = shown(&page.browser).await;
        let link = link(page, true).await;
        println!(
            "{} characters for 300 requests",
            link.len()
        );
        assert!(link.len() < 8_000, "{}", link.len());
        page.open("?page=concepts").await;
        page.browser.goto(&link).await;
        page.browser.wait_for("[data-notice=results]").await;
        assert_eq!(shown(&page.browser).await, before);
    })
    .await;
}

#[tokio::test]
async fn custom_a_link_that_would_be_too_long_is_told() {
    let proxy = Proxy::http().await;
    let base = format!("{}/{}", proxy.base(), "x".repeat(7_700));
    scenario(None, async |page| {
        page.open(&custom(&base, "")).await;
        page.press("run").await;
        page.press("allow").await;
        page.ended().await;
        page.press("share").await;
        let told = page.browser.text("[data-share-problem]").await;
        let length = told
            .split(' ')
            .find_map(|word| word.replace(',', "").parse::<usize>().ok());
        assert!(
            length.is_some_and(|length| (8_000..9_500).contains(&length)),
            "{told}"
        );
        assert!(
            told.contains("export the run as a file"),
            "{told}"
        );
        assert!(!page.browser.has("input[name=results]").await);
        let link = value(page, "input[name=link]").await;
        assert!(link.starts_with(&page.url("?source=custom&api=http")));
        assert!(
            link.len() > 7_700 && !link.contains('#'),
            "{link}"
        );
    })
    .await;
}

#[tokio::test]
async fn replica_bad_fragments_are_told_and_the_rest_applies() {
    scenario(None, async |page| {
        // 5 MB of nothing, deflated by the browser itself.
        page.open("").await;
        let bomb = "const packed = new Blob([new Uint8Array(5 << 20)]).stream()
                .pipeThrough(new CompressionStream('deflate-raw'));
            return new Response(packed).arrayBuffer().then((bytes) =>
                btoa(String.fromCharCode(...new Uint8Array(bytes)))
                    .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''));";
        let bomb = page.browser.js(bomb).await;
        let bomb = format!(
            "results={}",
            bomb.as_str().expect("a text")
        );
        let cases = [
            ("results=%25", "It is damaged"),
            ("results=", "It is damaged"),
            ("results=AAAA", "It is damaged"),
            (&bomb, "It is more than is read"),
            // Deflated: a later version; nothing but a version.
            ("results=4wQA", "reads version 1, not 9"),
            ("results=YwQA", "ends here, too early"),
            (
                "nothing=1",
                "it means nothing for this page",
            ),
        ];
        for (fragment, said) in cases {
            page.open("?page=concepts").await;
            page.open(&format!(
                "?source=replica&user=4&tab=data#{fragment}"
            ))
            .await;
            let key = fragment.split_once('=').expect("a key").0;
            let look = page
                .wait("a notice", |look| {
                    look.notices.contains_key("link")
                })
                .await;
            let notice = look.notice("link");
            assert!(
                notice.contains(said) && notice.contains(key),
                "{fragment:.40}: {notice}"
            );
            assert!(notice.len() < 400, "{notice}");
            assert_eq!(
                (&*look.user, &*look.tabs[0]),
                ("4", "data"),
                "{fragment:.40}"
            );
            look.assert_source("replica");
        }
        page.press("dismiss").await;
        page.run().await.assert_done();
    })
    .await;
}
