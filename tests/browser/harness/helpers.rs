//! What a test does to a page, and what it reads from it.

use super::{Page, failure_of};
use crate::support::browser::{Browser, Motion, Options, Scheme};
use serde_json::json;
use std::fs;
use tempfile::TempDir;

const FORM: &str = r##"
<input id=name value=old><select id=pick><option value=a>A<option value=b>B</select>
<input id=file type=file><a id=save download=run.json href='data:,{"a":1}'>Save</a>
<ul><li>one<li>two</ul><p id=keys></p><p id=change></p>
<script>
  const write = (id, text) => document.querySelector(id).textContent = text;
  onkeydown = (event) => write("#keys", (event.ctrlKey ? "Ctrl+" : "") + event.key);
  document.querySelector("#pick").onchange = (event) => write("#change", event.target.value);
  document.querySelector("#file").onchange = async (event) =>
    write("#change", await event.target.files[0].text());
</script>"##;

#[tokio::test]
async fn a_form_is_filled_in() {
    let (page, browser) = (
        Page::of(FORM).await,
        Browser::start().await,
    );
    page.open(&browser).await;
    browser.fill("#name", "new").await;
    assert_eq!(
        browser
            .js("return document.querySelector('#name').value")
            .await,
        json!("new")
    );
    for chord in ["Ctrl+Enter", "Escape", "x"] {
        browser.keys(chord).await;
        browser
            .wait_until(chord, async || {
                browser.text("#keys").await == chord
            })
            .await;
    }
    browser.select("#pick", "b").await;
    assert_eq!(browser.text("#change").await, "b");
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("run.json");
    fs::write(&file, "chosen").expect("a file");
    browser.choose_file("#file", &file).await;
    browser
        .wait_until("the file", async || {
            browser.text("#change").await == "chosen"
        })
        .await;
    assert_eq!(
        browser.texts("li").await,
        ["one", "two"]
    );
    assert_eq!(
        browser.attr("#save", "download").await.as_deref(),
        Some("run.json")
    );
    assert_eq!(
        browser.attr("#save", "title").await,
        None
    );
    for _ in 0..2 {
        browser.click("#save").await;
        assert_eq!(
            browser.download(".json").await,
            br#"{"a":1}"#
        );
    }
    browser.assert_console_clean().await;
    browser.close().await;
}

#[tokio::test]
async fn history_goes_back_and_forward() {
    let (page, browser) = (
        Page::of("<p>").await,
        Browser::start().await,
    );
    page.open(&browser).await;
    browser.goto(&page.site.url("?user=2")).await;
    browser.back().await;
    assert_eq!(
        browser.js("return location.search").await,
        json!("")
    );
    browser.forward().await;
    assert_eq!(
        browser.js("return location.search").await,
        json!("?user=2")
    );
    browser.close().await;
}

#[tokio::test]
async fn the_console_is_kept_and_judged() {
    let page = Page::of("<script>console.error('Failed to load resource: mine')</script>").await;
    let browser = Browser::start().await;
    page.open(&browser).await;
    browser
        .js("return fetch('missing').then(() => fetch('http://dead.example/')).catch(() => 0)")
        .await;
    let written = browser.console().await;
    assert_eq!(
        browser.console().await.len(),
        written.len(),
        "reading it loses nothing"
    );
    let failure = failure_of(browser.assert_console_clean()).await;
    assert!(failure.contains("mine"), "{failure}");
    assert!(
        !failure.contains("missing") && !failure.contains("dead.example"),
        "{failure}"
    );
}

#[tokio::test]
async fn a_failure_shows_the_selector_and_the_page() {
    let (page, browser) = (
        Page::of("<p>the page's text").await,
        Browser::start().await,
    );
    page.open(&browser).await;
    let failure = failure_of(browser.wait_for("#missing")).await;
    for part in ["#missing", "the page's text", "127.0.0.1"] {
        assert!(failure.contains(part), "{failure}");
    }
}

#[tokio::test]
async fn a_page_is_hidden_and_shown() {
    let (page, browser) = (
        Page::of("<p>").await,
        Browser::start().await,
    );
    page.open(&browser).await;
    let visible = async || browser.js("return document.visibilityState").await;
    assert_eq!(visible().await, "visible");
    browser.hide().await;
    browser
        .wait_until("the page hidden", async || {
            visible().await == "hidden"
        })
        .await;
    browser.show().await;
    browser
        .wait_until("the page shown", async || {
            visible().await == "visible"
        })
        .await;
    browser.close().await;
}

const STATE: &str = "
    const is = (query) => matchMedia(query).matches;
    return [innerWidth, is('(prefers-color-scheme: dark)'), is('(prefers-reduced-motion)')];";

#[tokio::test]
async fn screens_and_preferences() {
    let page = Page::of("<div style='height:3000px'>tall</div>").await;
    let browser = Options::default().size(1024, 700).start().await;
    page.open(&browser).await;
    assert_eq!(
        browser.js("return outerWidth").await,
        json!(1024)
    );
    browser.viewport(390, 844).await;
    browser.prefer(Scheme::Dark, Motion::Reduced).await;
    assert_eq!(
        browser.js(STATE).await,
        json!([390, true, true])
    );
    page.open(&browser).await;
    assert_eq!(
        browser.js(STATE).await,
        json!([390, true, true]),
        "it outlives a reload"
    );
    browser.prefer(Scheme::Light, Motion::Full).await;
    assert_eq!(
        browser.js(STATE).await,
        json!([390, false, false])
    );

    let folder = TempDir::new().expect("a folder");
    let picture = folder.path().join("page.png");
    browser.screenshot(&picture).await;
    let png = fs::read(&picture).expect("a picture");
    // Width and height stand at fixed places in a PNG's head.
    let number = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
    assert!(
        number(16) <= 390 && number(20) >= 3000,
        "{} x {}",
        number(16),
        number(20)
    );
    browser.close().await;
}
