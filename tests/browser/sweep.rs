//! Which limit? A hundred limits for a hundred albums: how it goes on, how it is stopped, and that the page
//! has its turn all the while.

use crate::long_tasks::{self, TRIES};
use crate::predicted::traces;
use crate::scenario::{Page, alone, custom, scenario};
use crate::served::stand_in;
use crate::support::proxy::Proxy;
use serde_json::json;
use std::time::Duration;
use tandem::engine::statistics::quantile;
use tandem::experiments::Value::Number;
use tandem::experiments::{Plan, Values, find, routines};

const HUNDRED: &str = "?source=replica&experiment=album-photos&albums=1-100";
const LIMITS: u64 = 100;
/// The longest that anything may hold the page, in milliseconds: what browsers call a long task.
const LONG: f64 = 50.0;

/// How far a sweep is.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Progress {
    points: u64,
    slices: u64,
}

const PROGRESS: &str = "return [
    document.querySelectorAll('[data-point]').length,
    Number(document.querySelector('[data-slices]')?.dataset.slices ?? 0),
];";

async fn progress(page: &Page) -> Progress {
    let seen = page.browser.js(PROGRESS).await;
    let number = |place: usize| seen[place].as_u64().expect("a number");
    Progress {
        points: number(0),
        slices: number(1),
    }
}

/// Waits for the end of a sweep: it takes as long as it takes, while there is progress.
async fn ended(page: &Page) -> Progress {
    let done = async || page.browser.has("[data-sweep=done]").await;
    while !done().await {
        let before = progress(page).await;
        let moved = async || done().await || progress(page).await != before;
        page.browser.wait_until("progress", moved).await;
    }
    progress(page).await
}

#[tokio::test]
async fn replica_a_sweep_of_a_hundred_limits_never_holds_the_page() {
    alone(None, async |page| {
        page.open(HUNDRED).await;
        long_tasks::watch(page).await;
        let mut tries = Vec::new();
        for _ in 0..TRIES {
            long_tasks::taken(page).await;
            let began = std::time::Instant::now();
            page.press("sweep").await;
            let end = ended(page).await;
            let long = long_tasks::durations(page).await;
            println!(
                "{end:?} in {:.1?}, {} long tasks, at most {:.0} ms",
                began.elapsed(),
                long.len(),
                long.iter().copied().fold(0.0, f64::max)
            );
            assert_eq!(end.points, LIMITS);
            assert!(end.slices >= LIMITS, "{end:?}");
            tries.push(long);
            if tries.last().is_some_and(Vec::is_empty) {
                return;
            }
        }
        let counts: Vec<_> = tries.iter().map(Vec::len).collect();
        panic!("tasks of {LONG} ms and more in every try: {counts:?}");
    })
    .await;
}

#[tokio::test]
async fn replica_a_stopped_sweep_keeps_the_limits_it_has_tried() {
    scenario(None, async |page| {
        page.open(HUNDRED).await;
        page.press("sweep").await;
        let tried = async || progress(page).await.points >= 3;
        page.browser.wait_until("three limits", tried).await;
        let words = page.browser.text("[data-sweep] .progress").await;
        assert!(
            words.contains(" of 100 limits"),
            "{words}"
        );
        page.press("stop-sweep").await;
        page.browser.wait_for("[data-sweep=stopped]").await;
        let stopped = progress(page).await;
        assert!(
            (3..LIMITS).contains(&stopped.points),
            "{stopped:?}"
        );
        page.assert_at_rest().await;
        assert_eq!(progress(page).await, stopped);
        // The best of those tried: each limit so far has been better than the one before.
        let advised = page
            .browser
            .attr(
                "[data-action=apply-limit]",
                "data-limit",
            )
            .await;
        let advised: u64 = advised.expect("a limit").parse().expect("a number");
        assert!(
            (1..=stopped.points).contains(&advised),
            "{advised} of {stopped:?}"
        );
    })
    .await;
}

/// The rows of the table: a limit, and p10, median and p90 in whole milliseconds.
async fn rows(page: &Page) -> Vec<[f64; 4]> {
    let script = "return [...document.querySelectorAll('[data-point]')].map((row) =>
        [...row.children].map((cell) => Number(cell.textContent.replace(/,/g, ''))));";
    let rows = page.browser.js(script).await;
    serde_json::from_value(rows).expect("numbers")
}

/// What the model says of ten albums under each limit: as [`rows`], to the nanosecond.
fn modelled() -> Vec<[f64; 4]> {
    let experiment = find("album-photos").expect("an experiment");
    let limited = 1;
    assert_eq!(
        experiment.variants[limited].name,
        "limited"
    );
    let makespan = |limit, repeat| {
        let mut values = Values::defaults(experiment.params);
        values.set("limit", Number(limit));
        let runs = traces(&Plan {
            experiment,
            routines: routines(experiment),
            values,
            order: vec![limited],
            repeat,
        });
        runs[0].ended.expect("an end").as_millis_f64()
    };
    let row = |limit| {
        let draws: Vec<_> = (0..20).map(|draw| makespan(limit, draw)).collect();
        let at = |share| quantile(&draws, share).expect("draws");
        [f64::from(limit), at(0.1), at(0.5), at(0.9)]
    };
    (1..=10).map(row).collect()
}

/// The smallest limit whose median is within 5 % of the best.
fn enough(rows: &[[f64; 4]]) -> f64 {
    let best = rows.iter().map(|row| row[2]).fold(f64::INFINITY, f64::min);
    let enough = rows.iter().find(|row| row[2] <= best * 1.05);
    enough.expect("the best itself")[0]
}

#[tokio::test]
async fn replica_the_advised_limit_is_the_smallest_that_is_as_good_as_the_best() {
    scenario(None, async |page| {
        page.open("?source=replica&experiment=album-photos").await;
        assert!(
            page.browser
                .has("[data-action=sweep-measured][aria-disabled=true]")
                .await,
            "nothing was measured"
        );
        page.press("sweep").await;
        ended(page).await;
        let (shown, modelled) = (rows(page).await, modelled());
        assert_eq!(shown.len(), 10);
        for (shown, exact) in shown.iter().zip(&modelled) {
            let rounded = exact.map(f64::round);
            assert_eq!(shown, &rounded, "{exact:?}");
        }
        let limit = enough(&modelled);
        let words = page.browser.text("[data-sweep-advice]").await;
        println!("{words}");
        let claim = format!(
            "Limit {limit}: median {} ms",
            shown[limit as usize - 1][2]
        );
        assert!(words.starts_with(&claim), "{words}");
        assert!(words.contains("5 % of"), "{words}");

        page.press("apply-limit").await;
        let field = "return document.querySelector('input[name=limit]').value";
        assert_eq!(
            page.browser.js(field).await,
            json!(limit.to_string())
        );
        let query = page.look().await.query;
        assert!(
            query.contains(&format!("limit={limit}")),
            "{query}"
        );
        assert_eq!(
            rows(page).await,
            shown,
            "what was tried stays"
        );
    })
    .await;
}

#[tokio::test]
async fn custom_limits_are_tried_at_measured_durations_without_a_request() {
    let proxy = Proxy::http().await;
    let photo = json!({
        "albumId": 1, "id": 1, "title": "t", "url": "u/92c952", "thumbnailUrl": "u/92c952",
    });
    stand_in(&proxy, "/photos*", vec![photo]);
    proxy.delay(Duration::from_millis(100));
    scenario(None, async |page| {
        let link = custom(
            &proxy.base(),
            "&experiment=album-photos&albums=1-6",
        );
        page.open(&link).await;
        assert!(
            page.browser
                .has("[data-action=sweep-measured][aria-disabled=true]")
                .await
        );
        page.press("run").await;
        page.press("allow").await;
        page.ended_at_length().await;
        let sent = proxy.counts().seen;
        page.press("sweep-measured").await;
        ended(page).await;
        let rows = rows(page).await;
        assert_eq!(rows.len(), 6);
        // Six requests of 100 ms and more in one row; then in two, three and six at once.
        for (limit, rounds) in [(1, 6.0), (2, 3.0), (3, 2.0), (6, 1.0)] {
            let median = rows[limit - 1][2];
            assert!(
                median >= rounds * 100.0,
                "{limit}: {median}"
            );
        }
        assert!(
            rows.windows(2).all(|pair| pair[0][2] >= pair[1][2]),
            "no limit is worse than a smaller one: {rows:?}"
        );
        let words = page.browser.text("[data-sweep]").await;
        assert!(
            words.contains("each request takes as long as it was measured to"),
            "{words}"
        );
        assert_eq!(
            proxy.counts().seen,
            sent,
            "not one request more"
        );
    })
    .await;
}
