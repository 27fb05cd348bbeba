//! Links: every key, and the fragment.

use super::canary::{Canary, text};
use super::payloads::Payloads;
use crate::scenario::{Page, scenario};
use serde_json::{Value, json};

/// Keys that a link may have, and some that it may not.
const KEYS: [&str; 31] = [
    "experiment",
    "page",
    "user",
    "users",
    "username",
    "company",
    "albums",
    "limit",
    "posts",
    "timeout",
    "source",
    "api",
    "network",
    "rtt",
    "jitter",
    "kbps",
    "protocol",
    "connections",
    "keepalive",
    "service",
    "workers",
    "ratelimit",
    "failures",
    "seed",
    "order",
    "tab",
    "speed",
    "embed",
    "theme",
    "__proto__",
    "<img src=x onerror=__canary=1>",
];

/// How the page comes to an address.
#[derive(Clone, Copy)]
enum By {
    /// It is loaded there.
    Load,
    /// It is there already, and goes as by Back and Forward.
    History,
}

/// Brings the page to `pairs`, encoded by the browser.
async fn open(page: &Page, by: By, pairs: &[(&str, &str)]) {
    let pairs: Vec<Value> = pairs.iter().map(|pair| json!(pair)).collect();
    let query = page
        .browser
        .js_with(
            "return new URLSearchParams(arguments[0]).toString()",
            &[json!(pairs)],
        )
        .await;
    let query = query.as_str().expect("a text").to_owned();
    match by {
        By::Load => page.open(&format!("?{query}")).await,
        By::History => {
            let go = "history.pushState(null, '', arguments[0]); dispatchEvent(new PopStateEvent('popstate'));";
            let address = json!(format!("?{query}"));
            page.browser.js_with(go, &[address]).await;
        }
    }
}

#[tokio::test]
async fn unsent_what_a_link_says_is_text() {
    scenario(None, async |page| {
        let canary = Canary::of(page).await;
        let payloads = Payloads::at(&canary.host());
        for key in KEYS {
            // Each pair that is refused is told.
            let short = payloads.iter().filter(|payload| payload.len() < 1_000);
            let pairs: Vec<_> = short.map(|payload| (key, payload)).collect();
            open(page, By::Load, &pairs).await;
            canary.assert_silent(page, key).await;
        }
        let told = text(page).await;
        assert!(
            told.contains("<img src=x onerror=__canary=1>"),
            "{told:.400}"
        );
    })
    .await;
}

/// What is taken as it is: names, in fields, titles, errors and the lines to embed.
#[tokio::test]
async fn replica_names_in_links_are_text() {
    scenario(None, async |page| {
        let canary = Canary::of(page).await;
        let payloads = Payloads::at(&canary.host());
        let names = payloads
            .iter()
            .filter(|name| (1..=200).contains(&name.chars().count()));
        for (place, name) in names.enumerate() {
            let (experiment, key) = match place % 2 {
                0 => ("user-comments", "username"),
                _ => ("company-details", "company"),
            };
            let pairs = [
                ("experiment", experiment),
                ("source", "replica"),
                ("network", "fibre"),
                (key, name),
            ];
            // Some are run and shared too, which leaves the page.
            let by = if place % 10 < 3 {
                By::Load
            } else {
                By::History
            };
            open(page, by, &pairs).await;
            canary.assert_silent(page, name).await;
            assert_is_taken(page, key, name).await;
            if place % 10 < 2 {
                page.run().await;
                canary.assert_silent(page, name).await;
                page.press("share").await;
                page.browser.wait_for("textarea[name=embed]").await;
                assert_is_one_frame(page, name).await;
            }
        }
    })
    .await;
}

/// The name stands in its field, but for line ends, which no field has.
async fn assert_is_taken(page: &Page, key: &str, name: &str) {
    let script = "return document.querySelector(`input[name=${arguments[0]}]`)?.value
        === arguments[1].replace(/[\\r\\n]/g, '');";
    let asked = [json!(key), json!(name)];
    let is_there = async || page.browser.js_with(script, &asked).await == true;
    page.browser
        .wait_until(
            &format!("{name} in its field"),
            is_there,
        )
        .await;
}

/// The lines to embed are one frame of this page, whatever is chosen. Leaves the page.
async fn assert_is_one_frame(page: &Page, name: &str) {
    let lines = page
        .browser
        .js("return document.querySelector('textarea[name=embed]').value")
        .await;
    // The page's own policy makes no frame of a text, and WebKit takes it along to an empty page.
    page.browser.goto(&page.url("icon.svg")).await;
    let frames = page
        .browser
        .js_with(
            "const [lines, page] = arguments;
            const other = new DOMParser().parseFromString(lines, 'text/html');
            const frame = other.body.firstElementChild;
            return [other.querySelectorAll('*').length, frame.tagName, frame.getAttributeNames().join(' '),
                frame.src.startsWith(`${page}?`), frame.title.startsWith('Tandem: ')];",
            &[lines, json!(page.url(""))],
        )
        .await;
    let expected = json!([
        4,
        "IFRAME",
        "src title width height loading style",
        true,
        true
    ]);
    assert_eq!(frames, expected, "{name}");
}

#[tokio::test]
async fn unsent_what_a_fragment_says_is_text() {
    scenario(None, async |page| {
        let canary = Canary::of(page).await;
        let payloads = Payloads::at(&canary.host());
        for (place, payload) in payloads
            .iter()
            .enumerate()
            .filter(|(_, text)| text.len() < 1_000)
        {
            let fragment = match place % 3 {
                0 => format!("#results={payload}"),
                1 => format!("#{payload}=1"),
                _ => format!("#{payload}"),
            };
            // By script: an address by WebDriver is encoded on its way.
            let script = "location.hash = arguments[0]";
            page.browser.js_with(script, &[json!(fragment)]).await;
            if place % 20 == 0 {
                page.reload().await;
            }
            // It is read by and by, and told where it says that it holds results.
            if place % 3 == 0 {
                page.browser
                    .wait_for("[data-notice=results], [data-notice=link]")
                    .await;
            }
            canary.assert_silent(page, payload).await;
        }
    })
    .await;
}

/// Results with a payload in every text of theirs.
#[tokio::test]
async fn unsent_results_in_a_link_are_text() {
    scenario(None, async |page| {
        let canary = Canary::of(page).await;
        let payloads = Payloads::at(&canary.host());
        for place in (0..payloads.len()).step_by(20) {
            let packed = super::files::packed(&payloads, place);
            let fragment = page.browser.js_with(DEFLATE, &[json!(packed)]).await;
            let fragment = fragment.as_str().expect("a text").to_owned();
            page.open(&format!(
                "?experiment=user-with-posts#results={fragment}"
            ))
            .await;
            page.browser.wait_for("[data-opened]").await;
            let shown = text(page).await;
            assert!(
                shown.contains("__canary"),
                "{shown:.400}"
            );
            canary
                .assert_silent(page, &format!("results, {place}"))
                .await;
            super::answers::assert_pictures_run_nothing(page, &canary).await;
        }
    })
    .await;
}

/// As the page packs them: deflate without a header, and base64 for addresses.
const DEFLATE: &str = "
    const bytes = new Uint8Array(arguments[0]);
    const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    return new Response(packed).arrayBuffer().then((all) =>
        btoa(String.fromCharCode(...new Uint8Array(all)))
            .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''));";
