//! The states that the page can be in, one after another in one visit.

use crate::scenario::Page;
use serde_json::json;
use std::fs;
use tempfile::TempDir;

/// Goes through all of them, and lets `look` look at each.
pub(super) async fn visit(page: &Page, mut look: impl AsyncFnMut(&Page, &str)) {
    before_a_run(page, &mut look).await;
    while_it_runs(page, &mut look).await;
    after_a_run(page, &mut look).await;
    what_is_kept(page, &mut look).await;
    many_requests(page, &mut look).await;
    failures(page, &mut look).await;
    page.open("?page=concepts").await;
    look(page, "concepts").await;
    embedded(page, &mut look).await;
}

async fn open_details(page: &Page) {
    page.browser
        .js("document.querySelectorAll('details').forEach((details) => details.open = true)")
        .await;
}

async fn wait_for_dialog(page: &Page, name: &str) {
    let css = format!("dialog[data-{name}][open]");
    page.browser.wait_for(&css).await;
}

async fn leave_dialog(page: &Page) {
    page.browser.keys("Escape").await;
    let closed = async || !page.browser.has("dialog[open]").await;
    page.browser.wait_until("it is closed", closed).await;
}

async fn before_a_run(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.open("?source=replica&user=99&nonsense=1").await;
    open_details(page).await;
    look(page, "a bad link").await;
    page.open("?source=custom&api=http%3A%2F%2Fapi.example&experiment=user-comments")
        .await;
    page.press("run").await;
    wait_for_dialog(page, "ask-api").await;
    look(page, "the question").await;
    page.press("refuse").await;
    page.browser.fill("[name=api]", "no address").await;
    page.browser.wait_for("[name=api][aria-invalid]").await;
    look(page, "a bad address").await;
    page.open("?source=live&experiment=connection-reuse").await;
    look(page, "connection-reuse").await;
    page.press("shortcuts").await;
    wait_for_dialog(page, "shortcuts").await;
    look(page, "the keys").await;
    leave_dialog(page).await;
}

async fn while_it_runs(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    // The warm-up is over at once, and then a request takes as long as the looking does.
    let slow = "?source=replica&rtt=0&jitter=0&service=20000&workers=1000&order=fixed";
    page.open(slow).await;
    page.press("run").await;
    page.browser.wait_for("[data-verdict=warming-up]").await;
    look(page, "warming up").await;
    page.press("stop").await;
    page.browser.wait_for("[data-verdict=stopped]").await;
    page.open("?source=replica&rtt=1500&jitter=0&order=fixed")
        .await;
    page.press("run").await;
    page.browser.wait_for("[data-state=running]").await;
    look(page, "running").await;
    page.press("stop").await;
    page.browser
        .wait_for("[data-verdict=stopped], [data-verdict=done]")
        .await;
    page.press("run").await;
    page.browser.wait_for("[data-state=running]").await;
    page.press("stop").await;
    page.browser.wait_for("[data-verdict=stopped]").await;
    look(page, "stopped").await;
}

async fn after_a_run(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.open("?source=replica&network=fibre").await;
    page.run().await;
    open_details(page).await;
    page.browser.click(".fall__row").await;
    page.browser.wait_for("[data-card]").await;
    look(page, "done").await;
    page.browser.click("[data-action=close-card]").await;
    page.press("zoom-in").await;
    page.press("step-back").await;
    page.browser.click("[data-tab=data]").await;
    page.has_come().await;
    page.browser.click(".long-form tr[data-span] td").await;
    open_details(page).await;
    look(page, "a moment, and data").await;
    page.browser.click("[name=virtual]").await;
    page.press("repeat").await;
    page.browser.wait_for("[data-series=done]").await;
    page.press("replay-durations").await;
    open_details(page).await;
    look(page, "repeats").await;
    for dialog in ["export", "share"] {
        page.press(dialog).await;
        wait_for_dialog(page, dialog).await;
        if dialog == "share" {
            page.browser.wait_for("[name=results]").await;
        }
        look(page, dialog).await;
        leave_dialog(page).await;
    }
}

/// The run that is on the page is in the history, and another one.
async fn what_is_kept(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    let file = page.run_file().await;
    page.run().await;
    page.press("history").await;
    page.browser.wait_for("[data-action=lay-over]").await;
    page.browser.click("[data-action=delete-all]").await;
    look(page, "the history").await;
    page.press("lay-over").await;
    page.browser.wait_for("[data-differences]").await;
    if page.browser.has("dialog[open]").await {
        leave_dialog(page).await;
    }
    look(page, "laid over").await;
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("run.json");
    fs::write(&path, file.to_string()).expect("a file");
    page.browser.choose_file("input[type=file]", &path).await;
    page.browser.wait_for("[data-opened]").await;
    look(page, "an opened file").await;
    fs::write(&path, "{}").expect("a file");
    page.browser.choose_file("input[type=file]", &path).await;
    page.browser.wait_for("[data-notice=file]").await;
    look(page, "a file that was refused").await;
}

async fn many_requests(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    let albums = "?source=replica&network=fibre&protocol=h1&keepalive=off&experiment=album-photos&albums=1-40";
    page.open(albums).await;
    page.run().await;
    page.press("sweep").await;
    page.browser.wait_for("[data-action=apply-limit]").await;
    page.browser.fill("[name=filter]", "Id=1").await;
    page.browser.wait_for("[data-action=unsift]").await;
    open_details(page).await;
    look(page, "many requests").await;
}

async fn failures(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.open("?source=replica&experiment=posts-with-timeout&timeout=75&seed=5")
        .await;
    page.run().await;
    open_details(page).await;
    look(page, "time-outs").await;
    let all = "?source=replica&experiment=company-details&failures=1&seed=2&network=fibre";
    page.open(all).await;
    page.press("run").await;
    let failed = async || page.browser.has("[data-state=failed]").await;
    page.browser.wait_until("a failure", failed).await;
    page.press("stop").await;
    look(page, "failed").await;
    // The live host does not exist.
    page.open("").await;
    page.run().await;
    look(page, "fallen back").await;
}

async fn embedded(page: &Page, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.open("?source=replica&network=fibre&embed=1").await;
    look(page, "an embed").await;
    page.press("run").await;
    page.browser.wait_for("[data-verdict=done]").await;
    look(page, "an embed that has run").await;
}

/// The scripts that look at the page; each adds to one object.
pub(super) const SCRIPTS: &str = concat!(
    include_str!("see.js"),
    include_str!("targets.js"),
    include_str!("fit.js"),
    include_str!("colours.js"),
    include_str!("focus.js"),
    include_str!("words.js"),
    include_str!("kinds.js"),
    include_str!("pairs.js"),
);

/// What `call` of the scripts says of the page as it stands.
pub(super) async fn ask(page: &Page, call: &str) -> serde_json::Value {
    ask_with(page, call, json!(null)).await
}

/// The same, with an argument.
pub(super) async fn ask_with(
    page: &Page,
    call: &str,
    argument: serde_json::Value,
) -> serde_json::Value {
    let script = format!("{SCRIPTS}\nreturn people.{call}(arguments[0]);");
    page.browser.js_with(&script, &[argument]).await
}
