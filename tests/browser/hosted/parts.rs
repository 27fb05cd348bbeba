//! Parts of the page that are loaded when they are needed: each by its name and its hash, and told of where it does
//! not come.

use super::copy::Copy;
use crate::scenario::Page;
use crate::support::site::Site;
use std::fs;
use std::path::PathBuf;

/// The file of the part `name`.
fn file(copy: &Copy, name: &str) -> PathBuf {
    let begin = format!("{name}-");
    let names = copy.names();
    let part = names
        .iter()
        .find(|name| name.starts_with(&begin) && name.ends_with(".wasm"));
    copy.file(part.expect("a part"))
}

/// A page of a site that lacks the part `name`; its file, and what was in it.
async fn without(name: &str) -> (Copy, Page, PathBuf, Vec<u8>) {
    let copy = Copy::new();
    let file = file(&copy, name);
    let whole = fs::read(&file).expect("a part");
    fs::remove_file(&file).expect("it was there");
    let page = Page::of(Site::of(copy.folder()).await).await;
    (copy, page, file, whole)
}

/// What the page has asked for of its program, so far: names without their version.
const ASKED: &str = "
    const names = performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1));
    return names.filter((name) => name.endsWith('.wasm')).map((name) => name.replace(/-[0-9a-f]{16}/, ''));";

async fn asked(page: &Page) -> Vec<String> {
    let names = page.browser.js(ASKED).await;
    serde_json::from_value(names).expect("names")
}

/// How often the page has asked for this part.
async fn asked_for(page: &Page, part: &str) -> usize {
    let asked = asked(page).await;
    asked.iter().filter(|name| *name == part).count()
}

#[tokio::test]
async fn unsent_a_part_comes_when_it_is_needed_and_once() {
    let page = Page::of(Site::built().await).await;
    page.open("").await;
    let first = asked(&page).await;
    let has = |asked: &[String], part: &str| asked.iter().filter(|name| *name == part).count();
    assert_eq!(
        has(&first, "tandem_bg.wasm"),
        1,
        "{first:?}"
    );
    assert_eq!(
        has(&first, "below.wasm"),
        1,
        "{first:?}"
    );
    page.browser
        .wait_until("the other experiments", async || {
            asked_for(&page, "experiments.wasm").await == 1
        })
        .await;
    for part in ["dialogs.wasm", "concepts.wasm", "records.wasm", "data.wasm"] {
        assert_eq!(
            has(&first, part),
            0,
            "{part}: {first:?}"
        );
    }
    for _ in 0..2 {
        page.press("share").await;
        page.browser.wait_for("[data-share] input[name=link]").await;
        page.browser.click("[data-share] [data-action=close]").await;
    }
    let then = asked(&page).await;
    assert_eq!(
        has(&then, "dialogs.wasm"),
        1,
        "{then:?}"
    );
    page.browser.assert_console_clean().await;
    page.browser.close().await;
}

#[tokio::test]
async fn unsent_a_host_need_not_have_heard_of_webassembly() {
    let page = Page::of(Site::built_without_types().await).await;
    page.open("").await;
    page.browser.wait_for(".languages").await;
    page.press("share").await;
    page.browser.wait_for("[data-share] input[name=link]").await;
    assert!(!page.browser.has("[data-later=missing]").await);
    page.browser.close().await;
}

#[tokio::test]
async fn unsent_a_part_that_does_not_come_is_told_and_asked_for_again() {
    let (_copy, page, concepts, whole) = without("concepts").await;
    page.open("?page=concepts").await;
    let told = page.browser.text("[data-later=missing]").await;
    assert!(
        told.starts_with("This part of the page could not be loaded."),
        "{told}"
    );
    // Changed on its way, it is as good as missing.
    fs::write(
        &concepts,
        [&whole[..], b"\0\x02\x01x"].concat(),
    )
    .expect("a file");
    page.press("load-again").await;
    page.browser.wait_for("[data-later=missing]").await;
    assert!(!page.browser.has(".languages").await);
    fs::write(&concepts, whole).expect("a file");
    page.press("load-again").await;
    page.browser.wait_for(".languages").await;
    assert!(!page.browser.has("[data-later]").await);
    page.browser.close().await;
}

#[tokio::test]
async fn replica_without_the_part_that_reads_and_writes_runs_a_run_is_shown_all_the_same() {
    let (_copy, page, records, whole) = without("records").await;
    page.open("?source=replica").await;
    let look = page.run().await;
    assert!(
        look.lanes.values().all(|lane| lane.state == "done"),
        "{look:#?}"
    );
    page.press("history").await;
    page.browser.wait_for("[data-history-complaint]").await;
    assert_eq!(
        page.browser.text("[data-history-complaint]").await,
        "The history cannot be shown: a part of the page could not be loaded."
    );
    page.press("close-history").await;
    crate::opening::choose(&page, "run.json", "{}").await;
    let told = page.browser.text("[data-notice=file]").await;
    assert!(
        told.contains("It was not read: a part of the page could not be loaded. Try again once the connection works."),
        "{told}"
    );
    assert!(page.browser.has("[data-verdict=done]").await);
    fs::write(&records, whole).expect("a file");
    page.run().await;
    page.press("history").await;
    page.browser.wait_for("[data-history] li").await;
    page.browser.close().await;
}

#[tokio::test]
async fn replica_without_the_part_that_the_other_experiments_run_the_first_runs_all_the_same() {
    let (_copy, page, experiments, whole) = without("experiments").await;
    page.open("?source=replica").await;
    page.run().await.assert_done();
    assert!(!page.browser.has("[data-notice=program]").await);
    page.open("?source=replica&experiment=user-comments").await;
    let told = page.browser.text("[data-notice=program]").await;
    assert!(
        told.starts_with("What this experiment runs could not be loaded."),
        "{told}"
    );
    // Run asks again, and so does the notice.
    let before = asked_for(&page, "experiments.wasm").await;
    page.press("run").await;
    let again = async || asked_for(&page, "experiments.wasm").await > before;
    page.browser.wait_until("another try", again).await;
    page.browser.wait_for("[data-notice=program]").await;
    assert!(page.browser.has("[data-verdict=idle]").await);
    let given_up = "[data-action=stop][aria-disabled=true]";
    page.browser.wait_for(given_up).await;
    fs::write(&experiments, whole).expect("a file");
    page.press("load-again").await;
    page.browser.wait_for(".bar[data-kind=ghost]").await;
    assert!(!page.browser.has("[data-notice=program]").await);
    page.run().await.assert_done();
    page.browser.close().await;
}
