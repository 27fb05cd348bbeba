//! The code on the page: what is shown before a run, and which lines are lit during one.

use crate::scenario::{Page, custom, scenario};
use crate::served::{DASHBOARD, Experiment, POSTS};
use crate::support::proxy::{Behaviour, Proxy};
use crate::wire::second_time_stuck;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

const CALLS: [&str; 3] = ["client.user(", "client.posts_by(", "client.todos_of("];

fn source(experiment: Experiment, variant: &str) -> String {
    let folder = experiment.name.replace('-', "_");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!(
        "src/experiments/{folder}/{variant}.rs"
    ));
    std::fs::read_to_string(file).expect("the variant's source")
}

/// The lines of these calls, and how many of them each has.
fn lines_of(source: &str, calls: &[&str]) -> BTreeMap<usize, usize> {
    let counts = source.lines().enumerate().map(|(index, line)| {
        let count = calls.iter().filter(|call| line.contains(**call)).count();
        (index + 1, count)
    });
    counts.filter(|(_, count)| *count > 0).collect()
}

/// Waits until just these lines of the variant are lit, each with its count.
async fn assert_lit(page: &Page, variant: &str, lines: &BTreeMap<usize, usize>) {
    page.wait(
        &format!("the lit lines {lines:?} of {variant}"),
        |look| {
            let lit = &look.lane(variant).lit;
            let counted = |(line, text): &(usize, String)| {
                lines
                    .get(line)
                    .is_some_and(|count| text.ends_with(&format!("{count} in flight")))
            };
            lit.len() == lines.len() && lit.iter().all(counted)
        },
    )
    .await;
}

#[tokio::test]
async fn custom_lines_are_lit_while_their_requests_are_in_flight() {
    let proxy = Proxy::http().await;
    scenario(None, async |page| {
        let mut asked = true;
        for experiment in [DASHBOARD, POSTS] {
            let rest = format!(
                "&user=7&order=fixed&experiment={}",
                experiment.name
            );
            page.open(&custom(&proxy.base(), &rest)).await;
            page.press("run").await;
            if std::mem::take(&mut asked) {
                page.press("allow").await;
            }
            page.ended().await.assert_done();

            proxy.on("/posts*", Behaviour::Silent);
            page.press("run").await;
            let text = source(experiment, "sequential");
            assert_lit(
                page,
                "sequential",
                &lines_of(&text, &CALLS[1..2]),
            )
            .await;
            assert_lit(page, "joined", &BTreeMap::new()).await;
            page.press("stop").await;
            assert_lit(page, "sequential", &BTreeMap::new()).await;

            proxy.on("/posts*", Behaviour::Pass);
            proxy.delay_by(second_time_stuck());
            page.press("run").await;
            let calls = &CALLS[..experiment.width];
            let text = source(experiment, "joined");
            assert_lit(page, "joined", &lines_of(&text, calls)).await;
            page.press("stop").await;
            assert_lit(page, "joined", &BTreeMap::new()).await;
            proxy.delay(Duration::ZERO);
        }
    })
    .await;
}

#[tokio::test]
async fn unsent_the_code_shown_is_the_code_that_runs() {
    scenario(None, async |page| {
        for experiment in [DASHBOARD, POSTS] {
            page.open(&format!(
                "?experiment={}",
                experiment.name
            ))
            .await;
            for variant in ["sequential", "joined"] {
                let script = "return [...document.querySelectorAll(
                    `article[data-variant=${arguments[0]}] [data-line]`)]
                    .map((line) => line.textContent.trimEnd()).join('\\n')";
                let shown = page.browser.js_with(script, &[variant.into()]).await;
                let shown = shown.as_str().expect("a text");
                assert_eq!(
                    shown.trim_end(),
                    source(experiment, variant).trim_end()
                );
            }
        }
    })
    .await;
}

/// Long enough for a page that sends something by itself to have done so.
const SILENCE: Duration = Duration::from_secs(2);

#[tokio::test]
async fn unsent_nothing_leaves_before_the_first_run_and_the_page_explains_itself() {
    let live = Proxy::https().await;
    let api = Proxy::http().await;
    scenario(Some(live.port()), async |page| {
        for query in [
            String::new(),
            "?source=live&user=3".to_owned(),
            custom(&api.base(), "&experiment=user-with-posts"),
        ] {
            page.open(&query).await;
            tokio::time::sleep(SILENCE / 2).await;
            let script = "return performance.getEntriesByType('resource')
                .map(({ name }) => name).filter((name) => !name.startsWith(location.origin + '/'));";
            assert_eq!(
                page.browser.js(script).await,
                serde_json::json!([]),
                "{query}"
            );
            let look = page.look().await;
            assert_eq!(look.states(), ["idle", "idle"]);
            assert!(
                look.says.contains("Press Run") && look.says.contains("Predicted"),
                "{}",
                look.says
            );
            for lane in look.lanes.values() {
                let width = if query.contains("posts") { 2 } else { 3 };
                assert_eq!(
                    lane.bars,
                    vec!["ghost"; width],
                    "{query}"
                );
                assert!(
                    lane.rows.is_empty() && lane.total_ms.is_none(),
                    "{lane:#?}"
                );
            }
        }
        let connections = live.counts().connections + api.counts().connections;
        assert_eq!(
            (connections, live.counts().seen, api.counts().seen),
            (0, 0, 0)
        );
    })
    .await;
}
