//! The page in another one.

use crate::scenario::{Page, scenario};
use crate::support::proxy::Proxy;
use crate::support::site::Site;
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

/// What belongs to the whole page alone and can be seen here.
const SHELL: &str = "
    const shell = '.top, nav, .skip, dialog, .bar:not([data-kind]), .again, .instruments, .reference, .glossary,'
        + '.network, .caveat, .note, .tabs, .panel-body, .time-bar, select, input:not([name=moment])';
    return [...document.querySelectorAll(shell)].filter((node) => node.getClientRects().length)
        .map((node) => `${node.tagName}.${node.className}`);";

const SIZES: &str = "return [document.documentElement.scrollWidth - document.documentElement.clientWidth,
    document.body.getBoundingClientRect().height, document.querySelectorAll('article[data-variant]').length]";

async fn open(page: &Page, query: &str) {
    page.open(&format!("?embed=1&{query}")).await;
}

#[tokio::test]
async fn replica_an_embed_is_verdict_and_lanes() {
    scenario(None, async |page| {
        for (width, height) in [(640, 400), (320, 600), (1280, 720)] {
            page.browser.viewport(width, height).await;
            for experiment in ["user-dashboard", "user-with-posts", "posts-with-timeout"] {
                open(
                    page,
                    &format!("source=replica&network=fibre&experiment={experiment}"),
                )
                .await;
                for state in ["idle", "done"] {
                    if state == "done" {
                        page.press("run").await;
                    }
                    page.browser
                        .wait_for(&format!("[data-verdict={state}]"))
                        .await;
                    let place = format!("{experiment}, {width} px, {state}");
                    assert_eq!(
                        page.browser.js(SHELL).await,
                        json!([]),
                        "{place}"
                    );
                    let sizes = page.browser.js(SIZES).await;
                    assert_eq!(sizes[0], 0, "{place}: it sticks out");
                    let lanes = if experiment == "posts-with-timeout" {
                        3
                    } else {
                        2
                    };
                    assert_eq!(sizes[2], lanes, "{place}");
                    if experiment == "user-dashboard" && width == 640 {
                        let tall = sizes[1].as_f64().expect("a height");
                        assert!(tall <= 400.0, "{place}: {tall} px");
                    }
                }
                let foot = page.browser.text(".embed__foot").await;
                assert!(foot.contains("replica · "), "{foot}");
            }
        }
        let link = page
            .browser
            .js("
            const link = document.querySelector('[data-action=open-whole]');
            return [link.getAttribute('href'), link.target, link.rel];")
            .await;
        assert_eq!(
            link,
            json!([
                "?experiment=posts-with-timeout&source=replica&network=fibre",
                "_blank",
                "noopener"
            ])
        );
    })
    .await;
}

#[tokio::test]
async fn custom_an_embed_refuses_an_api_of_ones_own() {
    let proxy = Proxy::http().await;
    let live = Proxy::https().await;
    scenario(Some(live.port()), async |page| {
        open(
            page,
            &format!(
                "source=custom&user=3&api={}",
                proxy.base()
            ),
        )
        .await;
        let notice = page.browser.text("[data-notice=link]").await;
        assert!(
            notice.contains("source “custom”"),
            "{notice}"
        );
        page.press("run").await;
        page.browser.wait_for("[data-verdict=done]").await;
        let foot = page.browser.text(".embed__foot").await;
        assert!(
            foot.contains("jsonplaceholder.typicode.com"),
            "{foot}"
        );
        assert_eq!(proxy.counts().connections, 0);
        assert_eq!(live.counts().answered, 9);
        // A word that is none of the key's is told as others are.
        page.open("?embed=yes&source=replica").await;
        let look = page.look().await;
        assert!(
            look.notice("link").contains("embed “yes”"),
            "{look:#?}"
        );
    })
    .await;
}

/// A page that frames the one at `address` and notes what it is told.
fn around(address: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let html = format!(
        "<!doctype html><html lang=en><title>t</title><body><script>
            window.notes = [];
            addEventListener('message', (event) => {{
                notes.push([event.origin, event.data]);
                document.querySelector('iframe').height = event.data.height;
            }});
        </script><iframe src=\"{address}\" width=640 height=100></iframe></body></html>"
    );
    fs::write(folder.path().join("index.html"), html).expect("a page");
    fs::write(folder.path().join("favicon.ico"), "").expect("an icon");
    folder
}

#[tokio::test]
async fn replica_an_embed_tells_its_height() {
    scenario(None, async |page| {
        let folder =
            around(&page.url("?embed=1&source=replica&network=fibre&experiment=user-dashboard"));
        let other = Site::of(folder.path()).await;
        page.browser.goto(&other.url("")).await;
        let notes = async || page.browser.js("return notes").await;
        page.browser
            .wait_until("a height", async || {
                notes().await.as_array().is_some_and(|all| !all.is_empty())
            })
            .await;
        // Narrower, it is higher.
        page.browser
            .js("document.querySelector('iframe').width = 320")
            .await;
        let heights = async || heights(&notes().await, page);
        page.browser
            .wait_until("another height", async || {
                let heights = heights().await;
                heights.last() > heights.first()
            })
            .await;
        let heights = heights().await;
        assert!(
            heights.windows(2).all(|pair| pair[0] != pair[1]),
            "{heights:?}: on change only"
        );
        assert!(
            heights
                .iter()
                .all(|height| (150.0..2_000.0).contains(height)),
            "{heights:?}"
        );
        // The frame that was made so high has nothing to scroll.
        page.browser
            .wait_until("rest", async || {
                page.browser
                    .js("return document.querySelector('iframe').height")
                    .await
                    == format!(
                        "{}",
                        heights.last().copied().unwrap_or_default()
                    )
            })
            .await;
        page.browser.goto("about:blank").await;
    })
    .await;
}

/// The heights of what was told, which is nothing else.
fn heights(notes: &Value, page: &Page) -> Vec<f64> {
    let origin = page.url("");
    let notes = notes.as_array().expect("notes");
    let height = |note: &Value| {
        let (from, data) = (&note[0], &note[1]);
        assert_eq!(
            format!("{}/", from.as_str().expect("an origin")),
            origin
        );
        assert_eq!(
            (
                &data["tandem"],
                data.as_object().map(serde_json::Map::len)
            ),
            (&json!("height"), Some(2)),
            "{data}"
        );
        data["height"].as_f64().expect("a height")
    };
    notes.iter().map(height).collect()
}
