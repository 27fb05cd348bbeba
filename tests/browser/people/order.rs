//! Where the Tab key goes: in the order in which the page is read, into nothing hidden, under nothing. (2.4.1, 2.4.3,
//! 2.4.11, 2.1.2)

use super::states::{SCRIPTS, ask};
use crate::scenario::{Page, scenario};
use crate::support::browser::Engine;
use serde::Deserialize;
use serde_json::json;

/// A stop of the Tab key.
#[derive(Debug, Deserialize)]
struct Stop {
    name: String,
    /// Its place among all that take the focus, in the document's order.
    order: i64,
    /// What is wrong with it.
    problems: Vec<String>,
    /// Whether it stands above or left of the stop before it, within one part of the page.
    back: bool,
}

/// Notes each stop when the next key goes down: the page has scrolled to it by then.
const NOTE: &str = "
    window.stops = [];
    window.noting?.abort();
    window.noting = new AbortController();
    addEventListener('keydown', (event) => {
        // An engine's own stop on what scrolls is none of the page's.
        if (event.key === 'Tab' && document.activeElement.tabIndex >= 0) stops.push(people.focused());
    }, { capture: true, signal: noting.signal });";

/// Ends when the page has been drawn again.
const DRAWN: &str =
    "return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))";

/// All stops from the one that has the focus, as many as there are.
async fn stops(page: &Page) -> Vec<Stop> {
    let count = ask(page, "count").await.as_u64().expect("a count");
    page.browser.js(&format!("{SCRIPTS}\n{NOTE}")).await;
    for _ in 0..count {
        page.browser.keys("Tab").await;
        if Engine::chosen() == Engine::Firefox {
            // It scrolls to what has the focus as it draws.
            page.browser.js(DRAWN).await;
        }
    }
    let stops = page.browser.js("noting.abort(); return stops;").await;
    serde_json::from_value(stops).expect("stops")
}

async fn assert_in_order(page: &Page, place: &str) {
    let stops = stops(page).await;
    for (nth, stop) in stops.iter().enumerate() {
        let expected = i64::try_from(nth).expect("few");
        assert_eq!(
            stop.problems,
            Vec::<String>::new(),
            "{place}: {}",
            stop.name
        );
        assert_eq!(
            stop.order, expected,
            "{place}: {} in {stops:#?}",
            stop.name
        );
        assert!(
            !stop.back,
            "{place}: back to {} in {stops:#?}",
            stop.name
        );
    }
    assert!(stops.len() > 3, "{place}: {stops:#?}");
}

/// Puts the focus where a page begins.
async fn to_the_top(page: &Page) {
    page.browser.js("scrollTo(0, 0)").await;
    page.browser
        .js(&format!(
            "{SCRIPTS}\npeople.focusable()[0].focus()"
        ))
        .await;
}

#[tokio::test]
async fn replica_tab_goes_through_the_page_as_it_is_read() {
    scenario(None, async |page| {
        page.open("?source=replica&network=fibre&user=99").await;
        for (width, height) in [(1440, 1000), (390, 844), (320, 256)] {
            page.browser.viewport(width, height).await;
            to_the_top(page).await;
            assert_in_order(page, &format!("idle, {width} px")).await;
        }
        page.browser.viewport(1440, 1000).await;
        page.run().await;
        page.browser.click("[data-tab=data]").await;
        page.has_come().await;
        page.browser
            .js("document.querySelectorAll('.long-form, .json').forEach((part) => part.open = true)")
            .await;
        page.press("zoom-in").await;
        for (width, height) in [(1440, 1000), (390, 844), (320, 256)] {
            page.browser.viewport(width, height).await;
            to_the_top(page).await;
            assert_in_order(page, &format!("done, {width} px")).await;
        }
    })
    .await;
}

#[tokio::test]
async fn replica_tab_goes_through_dialogs_and_under_none_of_their_bars() {
    scenario(None, async |page| {
        page.open("?source=replica&network=fibre").await;
        for _ in 0..6 {
            page.run().await;
        }
        for (width, height) in [(1440, 600), (320, 480)] {
            page.browser.viewport(width, height).await;
            for dialog in ["export", "share", "history", "shortcuts"] {
                page.press(dialog).await;
                page.browser
                    .wait_for(&format!("dialog[data-{dialog}][open]"))
                    .await;
                if dialog == "history" {
                    page.browser.wait_for(".kept:nth-child(6)").await;
                }
                if dialog == "share" {
                    page.browser.wait_for("[name=results]").await;
                }
                to_the_top(page).await;
                if dialog != "shortcuts" {
                    assert_in_order(page, &format!("{dialog}, {width} px")).await;
                }
                page.browser.keys("Escape").await;
                let closed = async || !page.browser.has("dialog[open]").await;
                page.browser.wait_until("it is closed", closed).await;
            }
        }
    })
    .await;
}

/// What has the focus, whether the way past the top is in sight, and the page's address.
const SKIP: &str = "const { activeElement } = document;
    const seen = document.querySelector('.skip').getBoundingClientRect().top >= 0;
    return [activeElement.id || activeElement.className, seen, location.search + location.hash];";

#[tokio::test]
async fn replica_the_first_stop_skips_what_every_page_has() {
    scenario(None, async |page| {
        page.open("?source=replica").await;
        page.browser.keys("Tab").await;
        assert_eq!(
            page.browser.js(SKIP).await,
            json!(["skip", true, "?source=replica"])
        );
        page.browser.keys("Enter").await;
        assert_eq!(
            page.browser.js(SKIP).await,
            json!(["main", false, "?source=replica"])
        );
        page.browser.keys("Tab").await;
        let name = "return document.activeElement.name";
        assert_eq!(
            page.browser.js(name).await,
            json!("user")
        );
    })
    .await;
}
