//! A whole visit by the keyboard alone, and everything that a drag does without one. (2.1.1, 2.1.2, 2.5.1, 2.5.7)

use crate::scenario::{Page, scenario};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

/// More stops than any page has.
const MANY: usize = 120;

async fn is_on(page: &Page, css: &str) -> bool {
    let script = "return document.activeElement.matches(arguments[0])";
    page.browser.js_with(script, &[json!(css)]).await == json!(true)
}

/// Presses Tab, or Shift and Tab, until the focus is on what `css` names.
async fn go_by(page: &Page, chord: &str, css: &str) {
    for _ in 0..MANY {
        if is_on(page, css).await {
            return;
        }
        page.browser.keys(chord).await;
    }
    panic!("{chord} does not come to {css}");
}

async fn on_to(page: &Page, css: &str) {
    go_by(page, "Tab", css).await;
}

async fn back_to(page: &Page, css: &str) {
    go_by(page, "Shift+Tab", css).await;
}

/// Replaces what stands in the field that has the focus.
async fn type_over(page: &Page, text: &str) {
    page.browser.keys("Ctrl+a").await;
    for letter in text.chars() {
        page.browser.keys(&letter.to_string()).await;
    }
}

async fn window(page: &Page) -> Option<String> {
    page.browser
        .attr(".overview__window", "aria-valuetext")
        .await
}

/// The whole visit.
#[tokio::test]
async fn replica_a_whole_visit_by_the_keyboard() {
    scenario(None, async |page| {
        page.open("?source=replica&network=fibre").await;
        choose_and_run(page).await;
        look_at_requests(page).await;
        let file = export_and_share(page).await;
        keep_and_open(page, &file).await;
        stop_a_long_run(page).await;
    })
    .await;
}

async fn choose_and_run(page: &Page) {
    on_to(
        page,
        "nav a[href*='experiment=album-photos']",
    )
    .await;
    page.browser.keys("Enter").await;
    page.browser
        .wait_for("main[data-experiment=album-photos]")
        .await;
    on_to(page, "[name=albums]").await;
    type_over(page, "1-24").await;
    on_to(page, "[data-action=run]").await;
    page.browser.keys("Enter").await;
    page.ended().await;
    page.browser.keys("Ctrl+Enter").await;
    page.browser
        .wait_for("[data-verdict=warming-up], [data-verdict=running]")
        .await;
    page.ended().await;
    let verdict = page
        .browser
        .js("return document.querySelector('.verdict [role=status]').textContent")
        .await;
    assert!(
        verdict.as_str().is_some_and(|verdict| verdict.len() > 20),
        "{verdict}"
    );
}

async fn look_at_requests(page: &Page) {
    on_to(page, "[data-action=replay]").await;
    page.browser.keys("Enter").await;
    page.browser
        .wait_for("[data-action=replay][aria-label=Pause]")
        .await;
    page.browser.keys("p").await;
    page.browser
        .wait_for("[data-action=replay][aria-label=Replay]")
        .await;
    on_to(page, "[data-action=step]").await;
    let shown = async || page.browser.attr(".replay__moment", "data-moment").await;
    let before = shown().await;
    page.browser.keys("Enter").await;
    let later = async || shown().await != before;
    page.browser.wait_until("the next event", later).await;
    let whole = window(page).await;
    on_to(page, "[data-action=zoom-in]").await;
    page.browser.keys("Enter").await;
    let part = async || window(page).await != whole;
    page.browser.wait_until("a part of the time", part).await;
    back_to(page, ".overview__window").await;
    page.browser.keys("0").await;
    let all = async || window(page).await == whole;
    page.browser.wait_until("all of it", all).await;
    on_to(page, "[name=sort]").await;
    page.browser.keys("Down").await;
    let sorted = "return document.querySelector('[name=sort]').selectedIndex";
    assert_eq!(page.browser.js(sorted).await, json!(1));
    on_to(page, ".fall__plot").await;
    page.browser.keys("Down").await;
    page.browser.keys("Enter").await;
    page.browser.wait_for("[data-card]").await;
    on_to(page, "[data-action=close-card]").await;
    page.browser.keys("Enter").await;
    on_to(page, "[data-tab]").await;
    page.browser.keys("Left").await;
    page.browser
        .wait_for("[data-tab=data][aria-selected=true]")
        .await;
}

/// Gives the file that was exported.
async fn export_and_share(page: &Page) -> Vec<u8> {
    back_to(page, "[data-action=export]").await;
    page.browser.keys("Enter").await;
    on_to(page, "[data-action=export-json]").await;
    page.browser.keys("Enter").await;
    let file = page.browser.download(".json").await;
    page.browser.keys("Escape").await;
    on_to(page, "[data-action=share]").await;
    page.browser.keys("Enter").await;
    on_to(page, "[name=results]").await;
    page.browser.keys("Space").await;
    let with = async || {
        let link = page
            .browser
            .js("return document.querySelector('[name=link]').value")
            .await;
        link.as_str().is_some_and(|link| link.contains("#results="))
    };
    page.browser.wait_until("a link with results", with).await;
    on_to(page, "[name=embed]").await;
    let snippet = page
        .browser
        .js("return getSelection().toString() || document.activeElement.value")
        .await;
    assert!(
        snippet
            .as_str()
            .is_some_and(|text| text.contains("<iframe")),
        "{snippet}"
    );
    page.browser.keys("Escape").await;
    file
}

async fn keep_and_open(page: &Page, file: &[u8]) {
    on_to(page, "[data-action=history]").await;
    page.browser.keys("Enter").await;
    page.browser.wait_for("[data-action=lay-over]").await;
    on_to(page, "[data-action=lay-over]").await;
    page.browser.keys("Enter").await;
    page.browser.wait_for("[data-differences]").await;
    if page.browser.has("dialog[open]").await {
        page.browser.keys("Escape").await;
    }
    // The button opens the browser's own window for files; what is chosen there comes to its input.
    back_to(page, "[data-action=open]").await;
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("run.json");
    fs::write(&path, file).expect("a file");
    page.browser.choose_file("input[type=file]", &path).await;
    page.browser.wait_for("[data-opened]").await;
    on_to(page, "[data-action=put-away]").await;
    page.browser.keys("Enter").await;
    page.browser.wait_for("[data-action=run]").await;
}

async fn stop_a_long_run(page: &Page) {
    on_to(page, ".network summary").await;
    page.browser.keys("Enter").await;
    on_to(page, "[name=rtt]").await;
    type_over(page, "9000").await;
    page.browser.keys("Ctrl+Enter").await;
    page.browser.wait_for("[data-verdict=warming-up]").await;
    back_to(page, "[data-action=stop]").await;
    page.browser.keys("Space").await;
    page.browser.wait_for("[data-verdict=stopped]").await;
}

/// The window on the time is moved and made narrower and wider by clicks and by keys.
#[tokio::test]
async fn replica_what_a_drag_does_is_done_without_one() {
    scenario(None, async |page| {
        page.open("?source=replica&jitter=0").await;
        page.run().await;
        let whole = window(page).await;
        let other = async |before: &Option<String>, what: &str| {
            let changed = async || window(page).await != *before;
            page.browser.wait_until(what, changed).await;
            window(page).await
        };
        // Narrower by the button, and to another part by a click on the strip.
        page.press("zoom-in").await;
        let middle = other(&whole, "a part of the time").await;
        let [left, top, width, height] = page.browser.place(".overview").await;
        page.browser
            .click_at(left + width * 0.97, top + height / 2.0)
            .await;
        let later = other(&middle, "a later part").await;
        page.browser
            .click_at(left + width * 0.03, top + height / 2.0)
            .await;
        let earlier = other(&later, "an earlier part").await;
        assert!(
            starts(&earlier) < starts(&middle) && starts(&middle) < starts(&later),
            "{earlier:?} {middle:?} {later:?}"
        );
        page.press("fit").await;
        other(&earlier, "all of it").await;
        // The same by keys, on the strip and in a chart.
        for place in [".overview__window", ".fall__plot"] {
            page.browser
                .js_with(
                    "document.querySelector(arguments[0]).focus()",
                    &[json!(place)],
                )
                .await;
            let mut before = window(page).await;
            for key in ["=", "Right", "Left", "-"] {
                page.browser.keys(key).await;
                before = other(&before, &format!("{key} on {place}")).await;
            }
            page.browser.keys("0").await;
        }
        // What is dropped can be chosen; nothing else is dragged.
        let handles =
            "return [...document.querySelectorAll('[draggable=true], [role=separator]')].length";
        assert_eq!(
            page.browser.js(handles).await,
            Value::from(0)
        );
        assert!(page.browser.has("[data-action=open]").await);
    })
    .await;
}

/// Where a part of the time begins, of its words: `120 ms to 240 ms`.
fn starts(window: &Option<String>) -> f64 {
    let words = window.as_deref().unwrap_or_default();
    let number: String = words
        .chars()
        .take_while(|sign| !sign.is_alphabetic())
        .filter(|sign| *sign != ',')
        .collect();
    number.trim().parse().expect("a number")
}
