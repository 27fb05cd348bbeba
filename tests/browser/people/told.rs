//! What is read out: milestones once each and no flood of them; errors at once. (4.1.3, 3.3.1)

use crate::scenario::{Page, scenario};
use crate::support::browser::Browser;
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

/// Notes every text that a region which is read out comes to have.
const LISTEN: &str = "
    window.told = [];
    const read = (node) => node.textContent.trim().replace(/\\s+/g, ' ');
    const regions = '[role=status], [role=alert], [aria-live]';
    new MutationObserver((changes) => {
        const changed = new Set(changes.map(({ target }) =>
            (target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)?.closest(regions)));
        for (const region of changed) {
            if (region && read(region)) told.push([region.getAttribute('role') ?? 'live', read(region)]);
        }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });";

/// What was read out since, and how.
async fn told(browser: &Browser) -> Vec<(String, String)> {
    let told = browser.js("return told.splice(0)").await;
    serde_json::from_value(told).expect("texts")
}

async fn open(page: &Page, query: &str) {
    page.open(query).await;
    page.browser.js(LISTEN).await;
}

#[tokio::test]
async fn replica_a_run_of_a_hundred_requests_is_told_in_two_sentences() {
    scenario(None, async |page| {
        open(page, "?source=replica&network=fibre&experiment=album-photos&albums=1-34&limit=8").await;
        page.run().await;
        let requests = "return document.querySelectorAll('.legend').length
            && [...document.querySelectorAll('.long-form summary .num')].map((count) => count.textContent)";
        assert_eq!(page.browser.js(requests).await, json!(["(34)", "(34)", "(34)"]));
        let told = told(&page.browser).await;
        let roles: Vec<_> = told.iter().map(|(role, _)| role.as_str()).collect();
        assert_eq!(roles, ["status", "status"], "{told:#?}");
        assert_eq!(told[0].1, "Running.");
        assert!(told[1].1.contains("faster") || told[1].1.contains("about"), "{told:#?}");
        // A replay is watched, and not read out.
        page.press("replay").await;
        page.browser.wait_for("[data-moment]").await;
        page.press("replay").await;
        assert_eq!(self::told(&page.browser).await, []);
    })
    .await;
}

#[tokio::test]
async fn replica_errors_are_alerts_and_told_once_each() {
    scenario(None, async |page| {
        open(
            page,
            "?source=replica&network=fibre&failures=1&seed=2",
        )
        .await;
        page.press("run").await;
        let failed = async || page.browser.has("[data-state=failed]").await;
        page.browser.wait_until("a failure", failed).await;
        page.press("stop").await;
        page.browser
            .js("return new Promise(requestAnimationFrame)")
            .await;
        let alerts: Vec<_> = told(&page.browser)
            .await
            .into_iter()
            .filter(|(role, _)| role == "alert")
            .collect();
        let errors = page.browser.texts("[data-lane-error]").await;
        assert!(
            !errors.is_empty() && alerts.len() == errors.len(),
            "{alerts:#?}, {errors:#?}"
        );
        for error in &errors {
            assert!(
                alerts.iter().any(|(_, text)| text == error),
                "{error} in {alerts:#?}"
            );
        }
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("run.json");
        fs::write(&path, "{}").expect("a file");
        page.browser.choose_file("input[type=file]", &path).await;
        page.browser
            .wait_for("[role=alert] [data-notice=file]")
            .await;
    })
    .await;
}

/// Regions without a word whether all of them is read out, and fields whose error is not theirs.
const REGIONS: &str = "
    const open = [...document.querySelectorAll('[role=status]:not([aria-atomic=true])')];
    return open.map((region) => region.outerHTML.slice(0, 80));";

#[tokio::test]
async fn replica_what_is_told_is_told_whole() {
    scenario(None, async |page| {
        for query in [
            "?source=replica&network=fibre",
            "?source=replica&network=fibre&experiment=album-photos&albums=1-30",
        ] {
            open(page, query).await;
            page.run().await;
            page.browser.click("[name=virtual]").await;
            page.press("repeat").await;
            page.browser.wait_for("[data-series=done]").await;
            let told = told(&page.browser).await;
            let sentences = told.iter().filter(|(_, text)| text.contains("median"));
            assert!(sentences.count() <= 1, "{told:#?}");
            for dialog in ["export", "share", "history"] {
                page.press(dialog).await;
                page.browser.wait_for("dialog[open]").await;
                assert_eq!(
                    page.browser.js(REGIONS).await,
                    json!([]),
                    "{query}, {dialog}"
                );
                page.browser.keys("Escape").await;
                let closed = async || !page.browser.has("dialog[open]").await;
                page.browser.wait_until("it is closed", closed).await;
            }
        }
        // A field that is wrong says so, and what is needed.
        page.open("?source=replica&experiment=fastest-posts").await;
        page.browser.fill("[name=users]", "x").await;
        page.browser
            .wait_for("[name=users][aria-invalid=true]")
            .await;
        let described = "const field = document.querySelector('[name=users]');
            return document.getElementById(field.getAttribute('aria-describedby')).textContent;";
        let needed = page.browser.js(described).await;
        assert!(
            matches!(&needed, Value::String(text) if text.starts_with("Needed: ")),
            "{needed}"
        );
    })
    .await;
}
