//! The durations of a run under every schedule, without another request.

use crate::scenario::{Page, custom, scenario};
use crate::support::proxy::Proxy;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// The duration of each request, by its label: the median of those measured, as the replay takes it, which
/// of two is the shorter.
fn durations(file: &Value) -> BTreeMap<String, f64> {
    let mut all = BTreeMap::<String, Vec<f64>>::new();
    for entry in file["variants"].as_array().expect("variants") {
        for span in entry["spans"].as_array().expect("spans") {
            let time = |key: &str| span[key].as_f64().expect("a time");
            let label = span["label"].as_str().expect("a label").to_owned();
            let took = time("endedMs") - time("startedMs");
            all.entry(label).or_default().push(took);
        }
    }
    all.into_iter()
        .map(|(label, mut times)| {
            times.sort_by(f64::total_cmp);
            (label, times[(times.len() - 1) / 2])
        })
        .collect()
}

/// The makespans that are told, by variant.
async fn replayed(page: &Page) -> BTreeMap<String, f64> {
    let script = "return Object.fromEntries([...document.querySelectorAll('[data-replayed]')]
        .map((row) => [row.dataset.replayed, Number(row.dataset.ms)]));";
    page.press("replay-durations").await;
    page.browser.wait_for("[data-replayed]").await;
    let rows = page.browser.js(script).await;
    serde_json::from_value(rows).expect("times by variant")
}

fn assert_near(replayed: &BTreeMap<String, f64>, variant: &str, expected: f64) {
    let told = replayed[variant];
    println!("{variant}: {told:.2} for {expected:.2}");
    assert!(
        (told - expected).abs() <= 1.0,
        "{variant}: {told} for {expected}"
    );
}

/// The sum and the longest of the durations whose label contains `part`.
fn sum_and_longest(durations: &BTreeMap<String, f64>, part: &str) -> (f64, f64) {
    let of = durations.iter().filter(|(label, _)| label.contains(part));
    of.fold(
        (0.0, 0.0),
        |(sum, longest), (_, time)| (sum + time, f64::max(longest, *time)),
    )
}

#[tokio::test]
async fn custom_measured_durations_are_replayed_under_each_schedule() {
    let proxy = Proxy::http().await;
    proxy.delay_by(|path| {
        let posts = path.starts_with("/posts");
        Duration::from_millis(if posts { 250 } else { 120 })
    });
    scenario(None, async |page| {
        page.open(&custom(&proxy.base(), "")).await;
        assert!(
            !page.browser.has("[data-durations]").await,
            "nothing was measured"
        );
        page.press("run").await;
        page.press("allow").await;
        page.ended().await.assert_done();
        let durations = durations(&page.run_file().await);
        let sent = proxy.counts().seen;
        let replayed = replayed(page).await;
        let (sum, longest) = sum_and_longest(&durations, "");
        assert_near(&replayed, "sequential", sum);
        assert_near(&replayed, "joined", longest);
        let words = page.browser.text("[data-durations]").await;
        for part in ["Modelled from 6 durations", "contention", "nothing is sent"] {
            assert!(words.contains(part), "{words}");
        }
        assert_eq!(
            proxy.counts().seen,
            sent,
            "not one request more"
        );
    })
    .await;
}

#[tokio::test]
async fn live_a_chain_is_replayed_link_by_link() {
    let proxy = Proxy::https().await;
    proxy.delay(Duration::from_millis(60));
    scenario(Some(proxy.port()), async |page| {
        page.open("?experiment=user-comments").await;
        page.press("run").await;
        page.ended_at_length().await;
        let durations = durations(&page.run_file().await);
        let (sent, left) = (
            proxy.counts().seen,
            page.browser.attr("[data-budget]", "data-budget").await,
        );
        let replayed = replayed(page).await;
        let (sum, _) = sum_and_longest(&durations, "");
        let (comments, longest) = sum_and_longest(&durations, "/comments");
        assert_near(&replayed, "sequential", sum);
        assert_near(
            &replayed,
            "joined",
            sum - comments + longest,
        );
        assert_eq!(
            proxy.counts().seen,
            sent,
            "not one request more"
        );
        assert_eq!(
            page.browser.attr("[data-budget]", "data-budget").await,
            left
        );
    })
    .await;
}
