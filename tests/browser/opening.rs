//! Files that are opened: shown as the comparison that they are, or refused with the place.

use crate::scenario::{Page, scenario};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

/// Gives the page a file of this name and text, as the picker does.
pub(crate) async fn choose(page: &Page, name: &str, text: &str) {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join(name);
    fs::write(&file, text).expect("a file");
    page.browser.choose_file("input[type=file]", &file).await;
    let told = async || page.browser.has("[data-opened], [data-notice=file]").await;
    page.browser
        .wait_until("it is opened or refused", told)
        .await;
}

/// The verdict, its sentence and the race; below them stands how it was measured, which a file does not
/// tell of.
async fn verdict(page: &Page) -> String {
    let shown = page.browser.texts(".verdict > div, .race").await;
    shown.join(" ")
}

/// A run file of a run on this page.
async fn saved(page: &Page, query: &str) -> (Value, String) {
    page.open(query).await;
    page.run().await;
    let says = verdict(page).await;
    (page.run_file().await, says)
}

#[tokio::test]
async fn replica_an_opened_file_is_the_comparison_that_was_saved() {
    for query in [
        "?source=replica&user=3",
        "?source=replica&experiment=posts-with-timeout",
        "?source=replica&experiment=fastest-posts&users=1-4",
    ] {
        scenario(None, async |page| {
            let (file, says) = saved(page, query).await;
            page.open("?experiment=user-with-posts&source=live").await;
            choose(page, "run.json", &file.to_string()).await;
            let look = page.look().await;
            assert_eq!(
                (
                    verdict(page).await.as_str(),
                    &look.experiment
                ),
                (
                    says.as_str(),
                    &file["experiment"].as_str().expect("a name").to_owned()
                )
            );
            let opened = page.browser.text("[data-opened]").await;
            assert!(
                opened.contains("Opened from “run.json”"),
                "{opened}"
            );
            assert!(
                !page.browser.has("[data-action=run]").await,
                "everything but Run"
            );
            assert_eq!(
                page.run_file().await,
                file,
                "saved again it is the same"
            );
            // It replays as a run does, and nothing is sent.
            let sent = page.resources().await;
            page.press("step-back").await;
            let moment = async || {
                page.browser
                    .attr(".replay__moment", "data-moment")
                    .await
                    .is_some()
            };
            page.browser.wait_until("a moment", moment).await;
            assert_eq!(
                page.resources().await,
                sent,
                "nothing is sent"
            );
            page.press("put-away").await;
            page.browser.wait_for("[data-action=run]").await;
            assert_eq!(page.look().await.verdict, "idle");
        })
        .await;
    }
}

#[tokio::test]
async fn replica_what_cannot_be_opened_is_told_with_its_place_and_changes_nothing() {
    scenario(None, async |page| {
        let (file, says) = saved(page, "?source=replica").await;
        let with = |change: &dyn Fn(&mut Value)| {
            let mut changed = file.clone();
            change(&mut changed);
            changed.to_string()
        };
        let cases = [
            ("", "This is no JSON"),
            ("{\"format\": 1", "This is no JSON"),
            ("<!doctype html>", "This is no JSON"),
            (
                "[]",
                "neither a run file of Tandem nor a HAR",
            ),
            (
                &with(&|file| file["format"] = json!("tandem-run/9")),
                "tandem-run/1",
            ),
            (
                &with(&|file| file["variants"][1]["spans"][2]["endedMs"] = json!(-4)),
                "variants[1].spans[2].endedMs: a number of milliseconds is needed here, not -4.",
            ),
            (
                &with(&|file| {
                    file["variants"][0]["spans"][0]["outcome"] =
                        json!("<img src=x onerror=alert(1)>")
                }),
                "variants[0].spans[0].outcome",
            ),
            (
                &with(&|file| file["experiment"] = json!("nope")),
                "there is no experiment “nope”",
            ),
            (
                &with(&|file| file["params"]["user"] = json!(99)),
                "params.user: a whole number from 1 to 10",
            ),
            (
                &with(&|file| file["variants"][0]["answer"] = json!({"user": 1})),
                "variants[0].answer",
            ),
        ];
        for (text, expected) in cases {
            choose(page, "bad.json", text).await;
            let look = page
                .wait(expected, |look| {
                    look.notices
                        .get("file")
                        .is_some_and(|told| told.contains(expected))
                })
                .await;
            assert!(
                look.notice("file").contains("“bad.json” was not opened"),
                "{:?}",
                look.notices
            );
            assert_eq!(
                (
                    verdict(page).await.as_str(),
                    look.verdict.as_str()
                ),
                (says.as_str(), "done")
            );
            page.press("dismiss").await;
            page.wait("no notice", |look| {
                look.notices.is_empty()
            })
            .await;
        }
    })
    .await;
}

#[tokio::test]
async fn replica_what_was_told_of_a_file_goes_with_the_next_one_that_opens() {
    scenario(None, async |page| {
        let (file, _) = saved(page, "?source=replica").await;
        page.open("").await;
        choose(page, "bad.json", "{}").await;
        assert!(page.browser.has("[data-notice=file]").await);
        let folder = TempDir::new().expect("a folder");
        let good = folder.path().join("good.json");
        fs::write(&good, file.to_string()).expect("a file");
        page.browser.choose_file("input[type=file]", &good).await;
        page.browser.wait_for("[data-opened]").await;
        let gone = async || !page.browser.has("[data-notice=file]").await;
        page.browser.wait_until("no word of the other", gone).await;
    })
    .await;
}

/// A hundred megabytes are refused by their size, before they are read.
#[tokio::test]
async fn unsent_a_huge_file_is_refused_unread() {
    scenario(None, async |page| {
        page.open("").await;
        choose(
            page,
            "huge.json",
            &" ".repeat(100_000_000),
        )
        .await;
        let told = page.look().await.notice("file").to_owned();
        assert!(
            told.contains("It has 100 MB, and up to 32 MB are read."),
            "{told}"
        );
    })
    .await;
}

/// A file in the hand of a pointer: over the page, and let go.
const DROP: &str = "
    const transfer = new DataTransfer();
    transfer.items.add(new File([arguments[0]], 'dropped.json'));
    const send = (kind) => document.body.dispatchEvent(
        new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    const refused = send('dragover');
    const marked = document.documentElement.hasAttribute('data-dropping');
    send('drop');
    return [refused, marked, document.documentElement.hasAttribute('data-dropping')];";

/// A text to copy, in a field of the test's own.
const TO_COPY: &str = "
    const field = document.createElement('textarea');
    field.id = 'to-copy';
    field.value = arguments[0];
    document.body.append(field);
    field.select();";

/// The field is gone, and the focus is in this one, or nowhere.
const COPIED: &str = "
    document.querySelector('#to-copy').remove();
    document.activeElement.blur();
    document.querySelector(arguments[0])?.focus();";

/// Copies the text, and pastes it into the first match or, if there is none, on to the page.
async fn paste(page: &Page, text: &Value, css: &str) {
    page.browser
        .js_with(TO_COPY, &[json!(text.to_string())])
        .await;
    page.browser.keys("Ctrl+c").await;
    page.browser.js_with(COPIED, &[json!(css)]).await;
    page.browser.keys("Ctrl+v").await;
}

#[tokio::test]
async fn replica_files_are_dropped_and_pasted() {
    scenario(None, async |page| {
        let (file, _) = saved(page, "?source=replica").await;
        page.open("").await;
        let dropped = page.browser.js_with(DROP, &[json!(file.to_string())]).await;
        assert_eq!(
            dropped,
            json!([false, true, false]),
            "taken, marked, and no more"
        );
        page.browser.wait_for("[data-opened]").await;
        let words = page.browser.text("[data-opened]").await;
        assert!(
            words.contains("“dropped.json”"),
            "{words}"
        );
        page.open("?experiment=user-comments").await;
        // What is pasted into a field is for the field.
        paste(page, &file, "[name=username]").await;
        let filled = async || {
            let value = "return document.querySelector('[name=username]').value.length";
            page.browser.js(value).await.as_u64() > Some(100)
        };
        page.browser
            .wait_until("the text in the field", filled)
            .await;
        assert!(!page.browser.has("[data-opened]").await);
        paste(page, &file, "#none").await;
        page.browser.wait_for("[data-opened]").await;
        let words = page.browser.text("[data-opened]").await;
        assert!(words.contains("“clipboard”"), "{words}");
    })
    .await;
}

/// Requests that no experiment made: a lane a page, without code, and nothing to compare.
#[tokio::test]
async fn unsent_a_har_of_another_browser_is_shown_as_it_is() {
    const HARS: [(&str, &str); 3] = [
        (
            "chrome.har",
            include_str!("../native/files/samples/chrome.har"),
        ),
        (
            "firefox.har",
            include_str!("../native/files/samples/firefox.har"),
        ),
        (
            "safari.har",
            include_str!("../native/files/samples/safari.har"),
        ),
    ];
    scenario(None, async |page| {
        for (name, text) in HARS {
            page.open("").await;
            choose(page, name, text).await;
            page.browser.wait_for("[data-opened]").await;
            let title = page.browser.text("h1").await;
            assert_eq!(title, "Requests of another page");
            let har: Value = serde_json::from_str(text).expect("JSON");
            let entries = har["log"]["entries"].as_array().expect("entries").len();
            let said = page.browser.text(".verdict .big").await;
            assert!(
                said.starts_with(&format!("{entries}")),
                "{name}: {said}"
            );
            let rows = "return document.querySelectorAll('tr[data-span]').length";
            assert_eq!(
                page.browser.js(rows).await,
                json!(entries),
                "{name}"
            );
            assert!(
                !page.browser.has("[role=tab], [data-action=run]").await,
                "{name}"
            );
            page.browser.click(".fall__row").await;
            page.browser.wait_for("[data-card]").await;
            page.press("step-back").await;
            let moment = async || {
                let shown = page.browser.attr(".replay__moment", "data-moment").await;
                shown.is_some()
            };
            page.browser.wait_until("a moment", moment).await;
            // The experiment that was there before is one click away.
            page.browser.click("nav li:nth-child(2) a").await;
            page.browser.wait_for("[data-action=run]").await;
        }
    })
    .await;
}
