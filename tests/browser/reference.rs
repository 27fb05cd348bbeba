//! What stands beside the figures: when to use which variant, and the same in three languages.

use crate::scenario::{Page, scenario};
use serde_json::{Value, json};
use tandem::concepts;
use tandem::experiments::EXPERIMENTS;

/// Each variant's name with what is said of it.
const WHEN: &str = "
    return [...document.querySelectorAll('[data-when]')].map((entry) =>
        [entry.dataset.when, ...[...entry.querySelectorAll('dd')].map((text) => text.textContent)]);";

/// The names of the rows in a table, and how many cells have words in them.
const ROWS: &str = "
    const rows = [...document.querySelectorAll(`${arguments[0]} [data-concept]`)];
    const filled = (row) => [...row.querySelectorAll('td')].filter((cell) => cell.textContent.trim()).length;
    return rows.map((row) => [row.dataset.concept, filled(row)]);";

async fn rows(page: &Page, within: &str) -> Vec<(String, u64)> {
    let rows = page.browser.js_with(ROWS, &[json!(within)]).await;
    serde_json::from_value(rows).expect("names and counts")
}

/// A text as it is read: without the marks of code.
fn read(text: &str) -> String {
    text.replace('`', "")
}

#[tokio::test]
async fn unsent_every_experiment_says_which_variant_when() {
    scenario(None, async |page| {
        for experiment in EXPERIMENTS {
            page.open(&format!(
                "?experiment={}",
                experiment.name
            ))
            .await;
            let variants = experiment.variants.iter();
            let expected: Vec<Value> = variants
                .map(|one| json!([one.name, read(one.use_when), read(one.watch_for)]))
                .collect();
            assert_eq!(
                page.browser.js(WHEN).await,
                json!(expected),
                "{}",
                experiment.name
            );
        }
    })
    .await;
}

#[tokio::test]
async fn unsent_every_experiment_shows_the_three_languages() {
    let all = concepts::all().count();
    scenario(None, async |page| {
        for experiment in EXPERIMENTS {
            page.open(&format!(
                "?experiment={}",
                experiment.name
            ))
            .await;
            let rows = rows(page, "[data-languages]").await;
            let near = experiment.concepts.iter().copied();
            let shown: Vec<_> = rows.iter().map(|(name, _)| name.as_str()).collect();
            assert!(
                near.eq(shown.iter().take(experiment.concepts.len()).copied()),
                "{shown:?}"
            );
            assert_eq!(
                rows.len(),
                all,
                "the rest is folded away: {shown:?}"
            );
            assert!(
                rows.iter().all(|(_, filled)| *filled == 3),
                "{rows:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn unsent_the_page_of_concepts_gathers_all_rows() {
    scenario(None, async |page| {
        page.open("?experiment=album-photos&limit=5").await;
        page.browser.click("nav a[href*='page=concepts']").await;
        page.has_come().await;
        page.browser.wait_for("main[data-page=concepts]").await;
        assert_eq!(
            page.browser.attr("main", "data-experiment").await,
            None
        );
        assert_eq!(
            page.browser.text("nav [aria-current]").await,
            "Concepts"
        );
        let shown = rows(page, "main").await;
        let names = concepts::all().map(|concept| concept.name);
        assert!(
            names.eq(shown.iter().map(|(name, _)| name.as_str())),
            "{shown:?}"
        );

        // What was chosen comes along, there and back.
        let query = page.browser.js("return location.search").await;
        assert_eq!(
            query,
            json!("?page=concepts&experiment=album-photos&limit=5")
        );
        page.browser
            .click("[data-concept=limit] a[href*='album-photos']")
            .await;
        page.browser
            .wait_for("main[data-experiment=album-photos]")
            .await;
        assert_eq!(
            page.browser.js("return location.search").await,
            json!("?experiment=album-photos&limit=5")
        );
        page.browser.back().await;
        page.browser.wait_for("main[data-page=concepts]").await;
        page.browser.back().await;
        page.browser
            .wait_for("main[data-experiment=album-photos]")
            .await;
    })
    .await;
}

/// Nothing on this page can be run, and what ran before is there on the way back.
#[tokio::test]
async fn replica_a_comparison_outlives_a_look_at_the_concepts() {
    scenario(None, async |page| {
        page.open("?source=replica").await;
        let before = page.run().await;
        page.browser.click("nav a[href*='page=concepts']").await;
        page.has_come().await;
        page.browser.wait_for("main[data-page=concepts]").await;
        page.browser.keys("Ctrl+Enter").await;
        page.browser
            .click("nav a[href*='source=replica']:not([href*='experiment'])")
            .await;
        let after = page.ended().await;
        assert_eq!(
            before.lane("joined").total_ms,
            after.lane("joined").total_ms
        );
    })
    .await;
}
