//! A walk over all that the page does, under its policy: nothing of it may be blocked.

use crate::scenario::{Page, at, custom};
use crate::support::proxy::Proxy;
use crate::support::site::Site;
use serde_json::{Value, json};
use std::fs;
use tandem::experiments::EXPERIMENTS;
use tempfile::TempDir;

/// Notes what is blocked from the first moment on.
const WATCH: &str = "
    window.blocked = [];
    addEventListener('securitypolicyviolation', (event) =>
        blocked.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`));";

/// Every file that a run is saved as, by the control that saves it.
const FILES: [(&str, &str); 8] = [
    ("export-json", ".json"),
    ("export-har", ".har"),
    ("export-trace", ".json"),
    ("export-csv", ".csv"),
    ("export-verdict-svg", ".svg"),
    ("export-verdict-png", ".png"),
    ("export-waterfall-svg", ".svg"),
    ("export-waterfall-png", ".png"),
];

async fn assert_nothing_blocked(page: &Page, what: &str) {
    let blocked = page.browser.js("return window.blocked").await;
    assert_eq!(blocked, json!([]), "{what}");
}

/// Goes over all of it on `site`.
pub(super) async fn over(site: Site) {
    let proxy = Proxy::http().await;
    at(site, None, async |page| {
        page.browser.before_each_page(WATCH).await;
        for experiment in EXPERIMENTS {
            let name = experiment.name;
            page.open(&format!(
                "?source=replica&network=fibre&experiment={name}"
            ))
            .await;
            page.run().await;
            for tab in ["ts", "py", "data", "rust"] {
                let tab = format!("[data-tab={tab}]");
                page.browser.click(&tab).await;
                page.has_come().await;
            }
            assert_nothing_blocked(page, name).await;
        }
        files(page).await;
        rest(page).await;
        page.open(&custom(&proxy.base(), "")).await;
        page.press("run").await;
        page.press("allow").await;
        page.ended().await.assert_done();
        assert_nothing_blocked(page, "an API of one's own").await;
        page.open("?embed=1&source=replica&network=fibre").await;
        page.press("run").await;
        page.browser.wait_for("[data-verdict=done]").await;
        assert_nothing_blocked(page, "an embed").await;
    })
    .await;
}

/// Saves every file and opens one of them.
async fn files(page: &Page) {
    page.open("?source=replica&network=fibre").await;
    page.run().await.assert_done();
    page.press("export").await;
    let mut run_file = Vec::new();
    for (action, end) in FILES {
        page.press(action).await;
        let file = page.browser.download(end).await;
        if action == "export-json" {
            run_file = file;
        }
    }
    page.press("close-export").await;
    assert_nothing_blocked(page, "files that are saved").await;
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("run.json");
    fs::write(&file, run_file).expect("a file");
    page.browser.choose_file("input[type=file]", &file).await;
    page.browser.wait_for("[data-opened]").await;
    assert_nothing_blocked(page, "a file that is opened").await;
}

/// The dialogs, the other page, and what goes beyond one run.
async fn rest(page: &Page) {
    page.open("?source=replica&network=fibre&experiment=album-photos")
        .await;
    page.run().await;
    for (open, dialog) in [
        ("share", "share"),
        ("history", "history"),
        ("shortcuts", "shortcuts"),
    ] {
        page.press(open).await;
        page.browser
            .wait_for(&format!("dialog[data-{dialog}][open]"))
            .await;
        page.browser.keys("Escape").await;
    }
    page.press("replay").await;
    page.browser.wait_for("input[name=moment]").await;
    page.press("theme").await;
    assert_nothing_blocked(
        page,
        "dialogs, the replay and the theme",
    )
    .await;
    page.open("?page=concepts").await;
    assert_nothing_blocked(page, "concepts").await;
}

#[tokio::test]
async fn custom_all_that_the_page_does_at_the_root_of_a_host() {
    over(Site::built().await).await;
}

#[tokio::test]
async fn custom_all_that_the_page_does_in_a_folder_of_a_host() {
    over(Site::built_at("/some/folder/").await).await;
}

/// What is blocked by now, for tests that want something to be.
pub(super) async fn watch(page: &Page) {
    page.browser.before_each_page(WATCH).await;
}

pub(super) async fn blocked(page: &Page) -> Value {
    page.browser.js("return window.blocked").await
}
