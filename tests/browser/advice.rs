//! What would have been faster: in sentences, with the lines of the file that is shown.

use crate::scenario::{Page, custom, scenario};
use crate::support::proxy::Proxy;
use serde_json::Value;
use std::time::Duration;

/// What is advised, by variant.
async fn advice(page: &Page) -> Vec<(String, String)> {
    let script = "return [...document.querySelectorAll('[data-advice]')].flatMap((lane) =>
        [...lane.querySelectorAll('p')].map((line) => [lane.dataset.advice, line.textContent]));";
    let advice = page.browser.js(script).await;
    serde_json::from_value(advice).expect("sentences by variant")
}

/// What a lane's code says in this line.
async fn line(page: &Page, variant: &str, number: u64) -> String {
    let line = format!("article[data-variant={variant}] [data-line=\"{number}\"]");
    page.browser.text(&line).await
}

/// The durations of a variant's requests and its makespan.
fn times(file: &Value, variant: usize) -> (Vec<f64>, f64) {
    let entry = &file["variants"][variant];
    let spans = entry["spans"].as_array().expect("spans").iter();
    let took = spans.map(|span| {
        let time = |key: &str| span[key].as_f64().expect("a time");
        time("endedMs") - time("startedMs")
    });
    (
        took.collect(),
        entry["totalMs"].as_f64().expect("a total"),
    )
}

#[tokio::test]
async fn custom_what_need_not_wait_is_named_by_its_lines_with_the_saving() {
    let proxy = Proxy::http().await;
    proxy.delay_by(|path| {
        let user = path.starts_with("/users");
        Duration::from_millis(if user { 300 } else { 200 })
    });
    scenario(None, async |page| {
        page.open(&custom(&proxy.base(), "")).await;
        assert!(!page.browser.has("[data-advices]").await);
        page.press("run").await;
        page.press("allow").await;
        page.ended().await.assert_done();
        let advice = advice(page).await;
        println!("{advice:?}");
        let [(variant, sentence)] = &advice[..] else {
            panic!("one sentence, of the sequential variant alone: {advice:?}");
        };
        assert_eq!(variant, "sequential");
        assert_says(sentence, &page.run_file().await);
        for (number, call) in [(5, "user("), (6, "posts_by("), (7, "todos_of(")] {
            let code = line(page, "sequential", number).await;
            assert!(
                code.contains(&format!("client.{call}")),
                "{number}: {code}"
            );
        }
    })
    .await;
}

/// The saving is the makespan without all durations but the longest.
fn assert_says(sentence: &str, file: &Value) {
    let claim = "Lines 5, 6 and 7 do not depend on one another: joining them saves ";
    let rest = sentence.strip_prefix(claim);
    let rest = rest.unwrap_or_else(|| panic!("{sentence}"));
    let (saving, rest) = rest.split_once(" ms (").expect("a saving");
    let percent = rest.strip_suffix(" %).").expect("a share");
    let (took, total) = times(file, 0);
    let longest = took.iter().copied().fold(0.0, f64::max);
    let expected = took.iter().sum::<f64>() - longest;
    let near = |text: &str, expected: f64, by: f64| {
        let told: f64 = text.parse().expect("a number");
        assert!(
            (told - expected).abs() <= by,
            "{sentence}: {told} for {expected}"
        );
    };
    near(saving, expected, 2.0);
    near(percent, expected / total * 100.0, 1.0);
}

#[tokio::test]
async fn replica_nothing_is_advised_where_nothing_is_to_be_gained() {
    scenario(None, async |page| {
        for name in ["user-dashboard", "fastest-posts"] {
            page.open(&format!(
                "?source=replica&experiment={name}"
            ))
            .await;
            page.run().await;
            let joined = advice(page).await;
            let joined = joined.iter().filter(|(variant, _)| variant != "sequential");
            let joins: Vec<_> = joined
                .filter(|(_, line)| line.contains("joining"))
                .collect();
            assert!(joins.is_empty(), "{name}: {joins:?}");
        }
        // A prediction is no run.
        page.open("?source=replica").await;
        assert!(!page.browser.has("[data-advices]").await);
    })
    .await;
}
