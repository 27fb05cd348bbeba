//! The modelled network: a preset, every number of it, and the link that carries them.

use crate::scenario::{Page, custom, scenario};
use crate::support::proxy::Proxy;
use serde_json::json;

/// Each number, another value for it, and one that cannot be.
const NUMBERS: [(&str, &str, &str); 9] = [
    ("rtt", "120", "-1"),
    ("jitter", "12.5", "many"),
    ("kbps", "1600", "0"),
    ("connections", "2", "0"),
    ("service", "5", "60001"),
    ("workers", "3", "1.5"),
    ("ratelimit", "50/1", "5"),
    ("failures", "0.25", "1.1"),
    ("seed", "9", "x"),
];
/// Those that are chosen from a few.
const CHOICES: [(&str, &str); 2] = [("protocol", "h1"), ("keepalive", "off")];

fn field(key: &str) -> String {
    format!(".network [name={key}]")
}

async fn value(page: &Page, key: &str) -> String {
    let script = "return document.querySelector(arguments[0]).value";
    let value = page.browser.js_with(script, &[json!(field(key))]).await;
    value.as_str().expect("a value").into()
}

async fn summary(page: &Page) -> String {
    page.browser.text(".network summary strong").await
}

/// The link's own value for a key.
async fn in_link(page: &Page, key: &str) -> serde_json::Value {
    let script = "return new URLSearchParams(location.search).get(arguments[0])";
    page.browser.js_with(script, &[json!(key)]).await
}

async fn open(page: &Page, query: &str) {
    page.open(query).await;
    page.browser.click(".network summary").await;
}

#[tokio::test]
async fn unsent_every_number_of_the_network_is_in_the_link_and_read_back() {
    scenario(None, async |page| {
        open(page, "?source=replica").await;
        for (key, _, _) in NUMBERS {
            assert_eq!(
                in_link(page, key).await,
                json!(null),
                "{key} as it is"
            );
        }
        for (key, changed, _) in NUMBERS {
            page.browser.fill(&field(key), changed).await;
            assert_eq!(
                in_link(page, key).await,
                json!(changed),
                "{key}"
            );
        }
        for (key, changed) in CHOICES {
            page.browser.select(&field(key), changed).await;
            assert_eq!(
                in_link(page, key).await,
                json!(changed),
                "{key}"
            );
        }
        page.reload().await;
        assert!(page.look().await.notices.is_empty());
        let numbers = NUMBERS.iter().map(|(key, changed, _)| (*key, *changed));
        for (key, changed) in numbers.chain(CHOICES) {
            assert_eq!(value(page, key).await, changed, "{key}");
        }
        assert_eq!(
            summary(page).await,
            "120 ms ± 12.5, 1.6 Mbps, HTTP/1.1"
        );
    })
    .await;
}

#[tokio::test]
async fn unsent_a_bad_number_is_told_beside_its_field() {
    scenario(None, async |page| {
        open(page, "?source=replica").await;
        for (key, good, bad) in NUMBERS {
            page.browser.fill(&field(key), bad).await;
            let told = format!("[data-error-for={key}]");
            let needed = page.browser.text(&told).await;
            assert!(
                needed.starts_with("Needed: "),
                "{key}: {needed:?}"
            );
            assert!(page.look().await.run_disabled, "{key}");
            // Live needs no model.
            page.browser.click("[data-source=live]").await;
            assert!(!page.look().await.run_disabled, "{key}");
            page.browser.click("[data-source=replica]").await;
            page.browser.fill(&field(key), good).await;
            assert_eq!(
                page.browser.text(&told).await,
                "",
                "{key}"
            );
            assert!(!page.look().await.run_disabled, "{key}");
        }
    })
    .await;
}

#[tokio::test]
async fn unsent_a_bad_number_in_a_link_is_named_and_left_out() {
    scenario(None, async |page| {
        for (key, _, bad) in NUMBERS {
            page.open(&format!("?source=replica&{key}={bad}")).await;
            let look = page.look().await;
            let notice = look.notice("link");
            assert!(
                notice.contains(&format!("{key} “{bad}”")),
                "{notice}"
            );
            assert_eq!(
                summary(page).await,
                "80 ms ± 30, 10 Mbps, HTTP/2"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn unsent_a_preset_sets_all_numbers() {
    let presets = [
        ("fibre", "4 ms, 20 Mbps, HTTP/2"),
        ("cable", "28 ms, 5 Mbps, HTTP/2"),
        ("dsl", "50 ms, 1.5 Mbps, HTTP/2"),
        ("3g-fast", "150 ms, 1.6 Mbps, HTTP/2"),
        ("3g", "300 ms, 1.6 Mbps, HTTP/2"),
        ("3g-slow", "200 ms, 0.78 Mbps, HTTP/2"),
    ];
    scenario(None, async |page| {
        open(page, "?source=replica").await;
        for (name, expected) in presets {
            page.browser.select(&field("network"), name).await;
            assert_eq!(summary(page).await, expected);
            assert_eq!(
                in_link(page, "network").await,
                json!(name)
            );
            let source = page.browser.text(".network__source").await;
            assert_eq!(
                source,
                "Source: WebPageTest’s connectivity profiles"
            );
        }
        // One number over the preset: both are in the link.
        page.browser.fill(&field("rtt"), "250").await;
        assert!(
            page.browser
                .text(".network__source")
                .await
                .ends_with("; changed")
        );
        page.reload().await;
        assert_eq!(
            summary(page).await,
            "250 ms, 0.78 Mbps, HTTP/2"
        );
        assert_eq!(
            page.look().await.query,
            "?source=replica&network=3g-slow&rtt=250"
        );
        // What was typed goes with the preset it was typed over.
        page.browser.click(".network summary").await;
        page.browser.select(&field("network"), "default").await;
        assert_eq!(value(page, "rtt").await, "80");
        assert_eq!(
            page.look().await.query,
            "?source=replica"
        );
    })
    .await;
}

#[tokio::test]
async fn replica_a_changed_network_clears_what_ran_on_another() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        open(page, "?source=replica").await;
        page.run().await.assert_done();
        page.browser.fill(&field("rtt"), "40").await;
        let look = page.look().await;
        assert_eq!(look.verdict, "idle", "{look:#?}");
        let look = page.run().await;
        look.assert_done();
        assert!(
            look.source_name.contains("40 ms"),
            "{}",
            look.source_name
        );
        // A real network is not changed by a model.
        open(page, &custom(&proxy.base(), "")).await;
        page.press("run").await;
        page.press("allow").await;
        page.ended().await.assert_done();
        page.browser.fill(&field("rtt"), "40").await;
        page.look().await.assert_done();
    })
    .await;
}

#[tokio::test]
async fn unsent_a_picture_tells_what_a_request_pays_for() {
    scenario(None, async |page| {
        open(page, "?source=replica&jitter=0&service=5").await;
        // 3 kB at 10 Mbps are 2.4 ms.
        let rows = page.browser.texts(".cost dd span.num").await;
        assert_eq!(
            rows,
            [
                "the host’s name 80 ms · TCP 80 ms · TLS 80 ms · there and back 80 ms · the server’s work 5.0 ms \
                 · download 2.4 ms",
                "there and back 80 ms · the server’s work 5.0 ms · download 2.4 ms"
            ]
        );
        let sums = page.browser.texts(".cost dt strong").await;
        assert_eq!(sums, ["327 ms", "87 ms"]);
        page.browser.fill(&field("rtt"), "40").await;
        assert_eq!(
            page.browser.texts(".cost dt strong").await,
            ["167 ms", "47 ms"]
        );
    })
    .await;
}
