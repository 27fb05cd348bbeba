//! The focus is never lost, whatever is done: what goes away hands it on. (2.4.3, 3.2.1)

use crate::scenario::{Page, scenario};
use serde_json::json;
use std::fs;
use tempfile::TempDir;

/// Puts the focus on the first match and presses a key there.
async fn press_on(page: &Page, css: &str, key: &str) {
    page.browser.wait_for(css).await;
    let focus = "document.querySelector(arguments[0]).focus();
        return document.activeElement === document.querySelector(arguments[0]);";
    let there = page.browser.js_with(focus, &[json!(css)]).await;
    assert_eq!(
        there,
        json!(true),
        "{css} takes the focus"
    );
    page.browser.keys(key).await;
}

/// Waits until the focus is on something that `css` names, that is shown, and stays there for a frame.
async fn assert_focus(page: &Page, after: &str, css: &str) {
    let there = "const at = () => {
            const { activeElement } = document;
            return activeElement.matches(arguments[0]) && activeElement.checkVisibility();
        };
        const frame = () => new Promise((next) => requestAnimationFrame(next));
        return (async () => at() && (await frame(), await frame(), at()))();";
    let what = format!("after {after} the focus on {css}");
    let there = async || page.browser.js_with(there, &[json!(css)]).await == json!(true);
    page.browser.wait_until(&what, there).await;
}

/// A run has begun and is not over.
const UNDER_WAY: &str = "[data-verdict=warming-up], [data-verdict=running]";

fn action(name: &str) -> String {
    format!("[data-action={name}]")
}

#[tokio::test]
async fn replica_a_run_leaves_the_focus_where_it_was() {
    scenario(None, async |page| {
        page.open("?source=replica&rtt=900&jitter=0").await;
        press_on(page, &action("run"), "Enter").await;
        page.browser.wait_for("[data-verdict=running]").await;
        assert_focus(page, "Run", &action("run")).await;
        page.ended().await;
        assert_focus(page, "the end of a run", &action("run")).await;
        press_on(page, &action("replay"), "Enter").await;
        page.browser.wait_for("[data-moment]").await;
        // Another run takes the moment away.
        page.browser.keys("Ctrl+Enter").await;
        page.browser.wait_for(UNDER_WAY).await;
        assert_focus(page, "Run by keys", &action("replay")).await;
        page.browser.keys("Escape").await;
        page.browser.wait_for("[data-verdict=stopped]").await;
        assert_focus(page, "Esc", &action("replay")).await;
        press_on(page, &action("run"), "Enter").await;
        page.browser.wait_for(UNDER_WAY).await;
        press_on(page, &action("stop"), "Enter").await;
        page.browser.wait_for("[data-verdict=stopped]").await;
        assert_focus(page, "Stop", &action("stop")).await;
    })
    .await;
}

#[tokio::test]
async fn replica_replay_and_zoom_leave_the_focus_where_it_was() {
    scenario(None, async |page| {
        page.open("?source=replica&network=fibre&speed=1").await;
        page.run().await;
        press_on(page, &action("replay"), "Enter").await;
        let over = async || {
            let label = page.browser.attr(&action("replay"), "aria-label").await;
            label.as_deref() == Some("Replay")
        };
        page.browser.wait_until("the end of the replay", over).await;
        assert_focus(
            page,
            "the end of a replay",
            &action("replay"),
        )
        .await;
        for step in ["step", "step-back"] {
            for _ in 0..30 {
                press_on(page, &action(step), "Enter").await;
            }
            assert_focus(page, "the last step", &action(step)).await;
        }
        for _ in 0..20 {
            press_on(page, &action("zoom-in"), "Enter").await;
        }
        assert_focus(
            page,
            "the closest look",
            &action("zoom-in"),
        )
        .await;
        for _ in 0..22 {
            press_on(page, &action("zoom-out"), "Enter").await;
        }
        assert_focus(
            page,
            "the whole time",
            &action("zoom-out"),
        )
        .await;
        press_on(page, &action("zoom-in"), "Enter").await;
        press_on(page, &action("fit"), "Enter").await;
        assert_focus(page, "Fit", &action("fit")).await;
    })
    .await;
}

#[tokio::test]
async fn replica_every_dialog_gives_the_focus_back() {
    scenario(None, async |page| {
        page.open("?source=replica&network=fibre").await;
        page.run().await;
        for (dialog, close) in [
            ("export", "close-export"),
            ("share", "close"),
            ("history", "close-history"),
            ("shortcuts", "close"),
        ] {
            let inside = format!("dialog[data-{dialog}] *");
            for way in ["Escape", "Enter"] {
                press_on(page, &action(dialog), "Enter").await;
                assert_focus(page, dialog, &inside).await;
                if way == "Enter" {
                    let close = format!("dialog[open] {}", action(close));
                    press_on(page, &close, "Enter").await;
                } else {
                    page.browser.keys("Escape").await;
                }
                assert_focus(
                    page,
                    &format!("{dialog}, {way}"),
                    &action(dialog),
                )
                .await;
            }
        }
        page.open("?source=custom&api=http%3A%2F%2Fapi.example")
            .await;
        for way in ["Escape", "Enter"] {
            press_on(page, &action("run"), "Enter").await;
            assert_focus(
                page,
                "the question",
                "dialog[data-ask-api] *",
            )
            .await;
            if way == "Enter" {
                press_on(page, &action("refuse"), "Enter").await;
            } else {
                page.browser.keys("Escape").await;
            }
            assert_focus(
                page,
                &format!("the question, {way}"),
                &action("run"),
            )
            .await;
        }
    })
    .await;
}

#[tokio::test]
async fn replica_the_history_keeps_the_focus_while_rows_come_and_go() {
    scenario(None, async |page| {
        page.open("?source=replica&network=fibre").await;
        for _ in 0..3 {
            page.run().await;
        }
        press_on(page, &action("history"), "Enter").await;
        page.browser.wait_for(".kept:nth-child(3)").await;
        press_on(
            page,
            ".kept:last-child [data-action=delete-kept]",
            "Enter",
        )
        .await;
        assert_focus(
            page,
            "deleting a run",
            "dialog[open] [data-action=delete-kept]",
        )
        .await;
        press_on(page, &action("lay-over"), "Enter").await;
        page.browser.wait_for("[data-differences]").await;
        assert_focus(page, "laying over", "button").await;
        if page.browser.has("dialog[open]").await {
            page.browser.keys("Escape").await;
            assert_focus(page, "the history", &action("history")).await;
        }
        press_on(
            page,
            &action("remove-reference"),
            "Enter",
        )
        .await;
        assert_focus(
            page,
            "taking it away",
            &action("history"),
        )
        .await;
        page.browser.keys("Enter").await;
        press_on(page, &action("open-kept"), "Enter").await;
        page.browser.wait_for("[data-opened]").await;
        assert_focus(page, "opening a run", "button").await;
        if page.browser.has("dialog[open]").await {
            page.browser.keys("Escape").await;
        }
        press_on(page, &action("put-away"), "Enter").await;
        assert_focus(
            page,
            "putting it away",
            &action("history"),
        )
        .await;
        page.browser.keys("Enter").await;
        press_on(page, &action("delete-all"), "Enter").await;
        press_on(
            page,
            &action("confirm-delete-all"),
            "Enter",
        )
        .await;
        assert_focus(
            page,
            "deleting all",
            &action("close-history"),
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn replica_turning_the_page_puts_the_focus_on_it_and_tells_its_title() {
    scenario(None, async |page| {
        page.open("?source=replica").await;
        for (name, title) in [
            ("album-photos", "Many albums"),
            ("page=concepts", "Concepts"),
        ] {
            press_on(
                page,
                &format!("nav a[href*='{name}']"),
                "Enter",
            )
            .await;
            assert_focus(page, name, "main").await;
            let told = async || {
                let shown = page.browser.js("return document.title").await;
                shown.as_str().is_some_and(|shown| shown.starts_with(title))
            };
            page.browser.wait_until(title, told).await;
            assert_eq!(
                page.browser.js("return scrollY").await,
                json!(0),
                "{name}"
            );
        }
        // A link that goes with its page, a field, and a lane.
        press_on(page, ".seen-in a", "Enter").await;
        assert_focus(page, "a link in the text", "main").await;
        press_on(page, &action("run"), "Tab").await;
        page.browser.back().await;
        page.browser.wait_for("main[data-page=concepts]").await;
        assert_focus(page, "Back from Run", "main").await;
        page.browser.back().await;
        page.browser.wait_for("[name=albums]").await;
        press_on(page, "[name=albums]", "Right").await;
        page.browser.back().await;
        page.browser.wait_for("[name=user]").await;
        assert_focus(page, "Back from a field", "main").await;
        page.browser.forward().await;
        page.browser.wait_for("[name=albums]").await;
        press_on(page, ".lane .fall__plot", "Down").await;
        page.browser.back().await;
        page.browser.wait_for("[name=user]").await;
        assert_focus(page, "Back from a chart", "main").await;
    })
    .await;
}

#[tokio::test]
async fn replica_a_notice_that_goes_hands_the_focus_on() {
    scenario(None, async |page| {
        page.open("?source=replica&network=fibre&user=99").await;
        press_on(page, &action("dismiss"), "Enter").await;
        assert_focus(
            page,
            "a notice of a link",
            &action("run"),
        )
        .await;
        page.run().await;
        let file = page.run_file().await;
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("run.json");
        fs::write(&path, "{}").expect("a file");
        page.browser.choose_file("input[type=file]", &path).await;
        press_on(
            page,
            "[data-notice=file] [data-action=dismiss]",
            "Enter",
        )
        .await;
        assert_focus(
            page,
            "a notice of a file",
            &action("run"),
        )
        .await;
        // What is opened takes Run away, and all that belongs to it.
        fs::write(&path, file.to_string()).expect("a file");
        page.browser
            .js("document.querySelector('[data-action=run]').focus()")
            .await;
        page.browser.choose_file("input[type=file]", &path).await;
        page.browser.wait_for("[data-opened]").await;
        assert_focus(
            page,
            "opening a file",
            "main, [data-action], input",
        )
        .await;
        press_on(page, &action("put-away"), "Enter").await;
        assert_focus(page, "Put away", &action("open")).await;
        // The live host does not exist.
        page.open("").await;
        page.run().await;
        press_on(page, &action("try-live"), "Enter").await;
        assert_focus(
            page,
            "trying live again",
            &action("run"),
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn replica_sorting_filtering_and_instruments_keep_the_focus() {
    scenario(None, async |page| {
        let albums = "?source=replica&rtt=80&jitter=0&experiment=album-photos&albums=1-30";
        page.open(albums).await;
        page.run().await;
        press_on(page, "[name=sort]", "Down").await;
        assert_focus(page, "sorting", "[name=sort]").await;
        press_on(page, "[name=filter]", "1").await;
        page.browser.wait_for(&action("unsift")).await;
        assert_focus(page, "filtering", "[name=filter]").await;
        press_on(page, &action("unsift"), "Enter").await;
        assert_focus(page, "showing all", "[name=filter]").await;
        page.browser.keys("Ctrl+Enter").await;
        page.browser.wait_for(UNDER_WAY).await;
        assert_focus(
            page,
            "Run in the filter",
            "[name=filter], [data-action=run]",
        )
        .await;
        page.ended().await;
        assert_focus(
            page,
            "its end",
            "[name=filter], [data-action=run]",
        )
        .await;
        press_on(page, &action("sweep"), "Enter").await;
        page.browser.wait_for(&action("apply-limit")).await;
        assert_focus(page, "a search", &action("sweep")).await;
        press_on(page, &action("apply-limit"), "Enter").await;
        assert_focus(page, "taking a limit", &action("sweep")).await;
        press_on(page, &action("repeat"), "Enter").await;
        press_on(page, &action("stop-repeats"), "Enter").await;
        page.browser.wait_for("[data-series=stopped]").await;
        assert_focus(
            page,
            "stopping repeats",
            &action("repeat"),
        )
        .await;
        page.browser.click("[name=virtual]").await;
        press_on(page, &action("repeat"), "Enter").await;
        page.browser.wait_for("[data-series=done]").await;
        assert_focus(page, "repeats", &action("repeat")).await;
    })
    .await;
}

#[tokio::test]
async fn replica_a_card_is_reached_left_and_closed_without_a_loss() {
    scenario(None, async |page| {
        page.open("?source=replica&network=fibre").await;
        page.run().await;
        let plot = ".lane .fall__plot";
        press_on(page, plot, "Down").await;
        page.browser.wait_for("[data-card]").await;
        page.browser.keys("Tab").await;
        assert_focus(page, "Tab", &action("close-card")).await;
        assert!(
            page.browser.has("[data-card]").await,
            "the card stays"
        );
        page.browser.keys("Enter").await;
        assert_focus(page, "Close", plot).await;
        page.browser.keys("Down").await;
        page.browser.keys("Enter").await;
        page.browser.keys("Tab").await;
        assert_focus(
            page,
            "Tab to a card that stays",
            &action("close-card"),
        )
        .await;
        page.browser.keys("Escape").await;
        assert_focus(page, "Esc", plot).await;
        let gone = async || !page.browser.has("[data-card]").await;
        page.browser.wait_until("no card", gone).await;
        // 1.4.13: a card that the pointer has opened goes by Esc, and the pointer need not move.
        let [x, y, width, height] = page.browser.place(".fall__row").await;
        page.browser.point(x + width / 2.0, y + height / 2.0).await;
        page.browser.wait_for("[data-card]").await;
        page.browser.keys("Escape").await;
        page.browser.wait_until("no card", gone).await;
    })
    .await;
}
