//! The page without a mouse.

use crate::scenario::{Page, scenario};
use serde_json::Value;

/// What has the focus, in a word.
const FOCUS: &str = "
    const { dataset, name, tagName } = document.activeElement;
    const inside = (css) => document.activeElement.closest(css) !== null;
    if (dataset.source) return `source ${dataset.source}`;
    if (dataset.action) return dataset.action;
    if (dataset.tab) return `tab ${dataset.tab}`;
    if (inside('nav')) return 'navigation';
    return name || tagName.toLowerCase();";

async fn focus(page: &Page) -> String {
    match page.browser.js(FOCUS).await {
        Value::String(name) => name,
        other => panic!("no name: {other}"),
    }
}

#[tokio::test]
async fn replica_everything_is_reached_by_tab_in_the_order_it_is_read() {
    scenario(None, async |page| {
        page.open("?source=replica").await;
        let mut reached = Vec::new();
        for _ in 0..45 {
            page.browser.keys("Tab").await;
            reached.push(focus(page).await);
        }
        let order = [
            "source live",
            "source replica",
            "source custom",
            "navigation",
            "user",
            "run",
            "tab rust",
        ];
        let places: Vec<_> = order
            .iter()
            .map(|name| reached.iter().position(|reached| reached == name))
            .collect();
        assert!(
            places.iter().all(Option::is_some) && places.is_sorted(),
            "{order:?} at {places:?} of {reached:?}"
        );
        // The tab that is not chosen is reached by arrow keys alone.
        assert!(
            !reached.contains(&"tab data".to_owned()),
            "{reached:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn replica_run_by_the_keyboard_and_turn_tabs_by_arrows() {
    scenario(None, async |page| {
        page.open("?source=replica").await;
        page.browser.keys("Ctrl+Enter").await;
        page.ended().await.assert_done();
        page.browser.click("[data-tab=rust]").await;
        for (key, tab) in [
            ("Right", "ts"),
            ("Right", "py"),
            ("Right", "data"),
            ("Right", "rust"),
            ("Left", "data"),
            ("Left", "py"),
        ] {
            page.browser.keys(key).await;
            assert_eq!(
                page.look().await.tabs,
                [tab, tab],
                "{key}"
            );
            assert_eq!(
                focus(page).await,
                format!("tab {tab}"),
                "{key}"
            );
        }
        // Enter on the button, and a letter that does nothing.
        page.browser
            .js("document.querySelector('[data-action=run]').focus()")
            .await;
        for letter in ["r", "s", "x"] {
            page.browser.keys(letter).await;
        }
        assert_eq!(page.look().await.verdict, "done");
        let before = page.run_file().await;
        page.browser
            .js("document.querySelector('[data-action=run]').focus()")
            .await;
        page.browser.keys("Enter").await;
        page.ended().await.assert_done();
        let after = page.run_file().await;
        assert_ne!(
            before["started"], after["started"],
            "Enter on Run runs"
        );
    })
    .await;
}
