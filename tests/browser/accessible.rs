//! What axe finds: nothing, in any state, in both themes and with forced colours.

use crate::scenario::{Page, scenario};
use crate::support::browser::{Capability, Motion, Scheme, lacking};
use crate::support::env;
use serde_json::json;
use std::fs;
use tandem::experiments::EXPERIMENTS;
use tempfile::TempDir;

/// What axe has to say of the page as it stands; the rules of WCAG 2.2 A and AA, and its own.
const RUN: &str = "return axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(' | ')}`));";

async fn assert_accessible(page: &Page, what: &str) {
    let there = page.browser.js("return typeof axe").await;
    if there != json!("object") {
        // Beside the server, in the same folder of packages.
        let server = env::path("TANDEM_JSONPLACEHOLDER");
        let packages = server.ancestors().nth(2).expect("a folder of packages");
        let file = packages.join("axe-core/axe.min.js");
        let source = fs::read_to_string(file).expect("axe is there");
        // As the driver's own script: the page's policy lets it make none of a text.
        page.browser.js(&source).await;
    }
    let found = page.browser.js(RUN).await;
    assert_eq!(found, json!([]), "{what}");
}

/// What axe finds in the page as it stands, in both themes and, where the engine can, with forced colours.
pub(crate) async fn in_all_colours(page: &Page, what: &str) {
    for scheme in [Scheme::Light, Scheme::Dark] {
        page.browser.prefer(scheme, Motion::Full).await;
        assert_accessible(page, &format!("{what}, {scheme:?}")).await;
    }
    if lacking(Capability::ForcedColours) {
        return;
    }
    page.browser.force_colours(true).await;
    assert_accessible(page, &format!("{what}, forced colours")).await;
    page.browser.force_colours(false).await;
}

#[tokio::test]
async fn replica_axe_finds_nothing_idle_done_and_failed() {
    scenario(None, async |page| {
        for experiment in EXPERIMENTS {
            let name = experiment.name;
            let query = format!("?source=replica&experiment={name}");
            page.open(&query).await;
            in_all_colours(page, &format!("{name}, idle")).await;
            page.run().await;
            page.browser.click(".long-form summary").await;
            page.browser.click(".fall__row").await;
            in_all_colours(page, &format!("{name}, done")).await;
            page.browser.click("[data-tab=data]").await;
            page.has_come().await;
            in_all_colours(page, &format!("{name}, data")).await;
            page.open(&format!(
                "{query}&failures=1&seed=2&timeout=300"
            ))
            .await;
            failed(page).await;
            in_all_colours(page, &format!("{name}, failed")).await;
        }
    })
    .await;
}

/// With two lanes and with three: what goes on is told in the same way whatever the experiment.
#[tokio::test]
async fn replica_axe_finds_nothing_while_it_runs() {
    scenario(None, async |page| {
        for name in ["user-dashboard", "posts-with-timeout"] {
            let query = format!("?source=replica&experiment={name}&jitter=0&timeout=60000");
            // A round trip of a minute: it runs for as long as axe looks, in every colour.
            page.open(&format!("{query}&rtt=60000")).await;
            page.press("run").await;
            page.browser.wait_for("[data-verdict=warming-up]").await;
            in_all_colours(page, &format!("{name}, warming up")).await;
            page.press("stop").await;
            page.browser.wait_for("[data-verdict=stopped]").await;
            in_all_colours(page, &format!("{name}, stopped")).await;
            page.open(&format!("{query}&rtt=10000")).await;
            page.press("run").await;
            page.browser.wait_for("[data-state=running]").await;
            in_all_colours(page, &format!("{name}, running")).await;
            assert!(
                page.browser.has("[data-state=running]").await,
                "{name} runs still"
            );
            page.press("stop").await;
        }
    })
    .await;
}

/// Runs to the end, or stops what never ends: a share of modelled failures are answers that never come.
async fn failed(page: &Page) {
    page.press("run").await;
    let failed = async || page.browser.has("[data-state=failed]").await;
    page.browser.wait_until("a failure", failed).await;
    page.press("stop").await;
}

#[tokio::test]
async fn replica_axe_finds_nothing_in_what_is_done_with_a_run() {
    scenario(None, async |page| {
        page.open("?source=replica").await;
        page.run().await;
        let file = page.run_file().await;
        for dialog in ["export", "share", "history"] {
            page.press(dialog).await;
            page.browser
                .wait_for(&format!("dialog[data-{dialog}][open]"))
                .await;
            in_all_colours(page, dialog).await;
            page.browser.keys("Escape").await;
        }
        page.press("step-back").await;
        in_all_colours(page, "a moment").await;
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("run.json");
        fs::write(&path, file.to_string()).expect("a file");
        page.browser.choose_file("input[type=file]", &path).await;
        page.browser.wait_for("[data-opened]").await;
        in_all_colours(page, "an opened file").await;
        page.open("?source=replica&embed=1").await;
        in_all_colours(page, "an embed").await;
    })
    .await;
}

#[tokio::test]
async fn unsent_axe_finds_nothing_in_dialogs_and_on_the_other_page() {
    scenario(None, async |page| {
        page.open("?page=concepts").await;
        in_all_colours(page, "concepts").await;
        page.open("").await;
        page.press("shortcuts").await;
        page.browser.wait_for("[data-shortcuts][open]").await;
        in_all_colours(page, "shortcuts").await;
        page.browser.keys("Escape").await;
        let query = "?source=custom&api=http%3A%2F%2Fapi.example%2Fv1";
        page.open(query).await;
        page.press("run").await;
        page.browser.wait_for("[data-ask-api][open]").await;
        in_all_colours(page, "the question").await;
        page.press("refuse").await;
    })
    .await;
}
