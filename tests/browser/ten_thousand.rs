//! A run file with ten thousand requests in each of three lanes: opened, scrolled from end to end
//! and replayed, without ever holding the page.

use crate::long_tasks::{self, TRIES};
use crate::scenario::{Page, alone};
use serde_json::json;
use std::fs;
use tandem::network::Network;
use tandem::record::{LaneState, Record, Run, Setup, Source, run_file};
use tandem::time::Nanos;
use tandem::trace::{CallSite, NewSpan, Outcome, Span, SpanId, Trace};
use tempfile::TempDir;

const REQUESTS: usize = 10_000;
/// The most rows, of charts and tables together, that may be in the document.
const MOST_ROWS: u64 = 200;

/// A lane whose requests take turns on so many permits; all of it takes about two seconds.
fn lane(variant: &str, permits: usize) -> Run {
    let took = Nanos(2_000_000_000 / (REQUESTS / permits) as u64);
    let span = |index: usize| {
        let call = NewSpan {
            method: "GET".into(),
            path: format!("/photos?albumId={}", index + 1),
            url: format!(
                "https://jsonplaceholder.typicode.com/photos?albumId={}",
                index + 1
            ),
            resource: "photos".into(),
            site: CallSite {
                file: "",
                line: 9,
                column: 5,
            },
        };
        let started = Nanos((index / permits) as u64 * took.0);
        let ended = started + took;
        Span {
            started: Some(started),
            responded: Some(ended),
            received: Some(ended),
            ended: Some(ended),
            status: Some(200),
            bytes: Some(9_000),
            outcome: Some(Outcome::Ok),
            ..Span::new(SpanId(index as u32), call, started)
        }
    };
    let spans: Vec<Span> = (0..REQUESTS).map(span).collect();
    let ended = spans.last().and_then(|span| span.ended);
    Run {
        variant: variant.into(),
        state: LaneState::Done,
        trace: Trace::of_times(spans, ended, ended),
        ..Run::default()
    }
}

fn file() -> String {
    let runs = [("sequential", 1), ("limited", 16), ("unlimited", 100)];
    let record = Record {
        setup: Some(Setup {
            experiment: "album-photos".into(),
            params: [
                ("albums".to_owned(), json!([1])),
                ("limit".to_owned(), json!(16)),
            ]
            .into(),
            source: Source::Replica(Network::default()),
            seed: 1,
            order: runs.map(|(variant, _)| variant.to_owned()).to_vec(),
        }),
        started: "2026-01-31T12:00:00Z".into(),
        runs: runs.map(|(variant, permits)| lane(variant, permits)).into(),
        ..Record::default()
    };
    run_file::write(&record).expect("an experiment’s run")
}

/// Rows in the document: of charts and of tables.
const ROWS: &str = "return document.querySelectorAll('.fall__row, tr[data-span]').length;";

/// Scrolls what matches from end to end, a step a frame, and tells the last row, and the frames' durations.
const SCROLL: &str = "
    const scroller = document.querySelector(arguments[0]);
    const frames = [];
    let last = performance.now();
    const height = scroller.scrollHeight;
    for (let step = 0; step <= 100; step++) {
        scroller.scrollTop = height * step / 100;
        await new Promise(requestAnimationFrame);
        frames.push(performance.now() - last);
        last = performance.now();
    }
    await new Promise(requestAnimationFrame);
    const rows = [...scroller.querySelectorAll(arguments[1])];
    return [Math.max(...rows.map((row) => Number(row.id?.split('-').at(-1) || row.dataset.span))), frames];";

/// Plays a replay to its end and tells the frames' durations.
const REPLAY: &str = "
    document.querySelector('[data-action=replay]').click();
    const frames = [];
    let last = performance.now();
    const moment = document.querySelector('.replay__moment');
    do {
        await new Promise(requestAnimationFrame);
        frames.push(performance.now() - last);
        last = performance.now();
    } while (moment.dataset.moment !== undefined);
    return frames;";

async fn run(page: &Page, script: &str, arguments: &[serde_json::Value]) -> serde_json::Value {
    let script = format!("return (async (...arguments) => {{ {script} }})(...arguments)");
    page.browser.js_with(&script, arguments).await
}

fn numbers(value: &serde_json::Value) -> Vec<f64> {
    serde_json::from_value(value.clone()).expect("numbers")
}

/// Median and 95th percentile, in milliseconds.
fn figures(frames: &serde_json::Value) -> String {
    let mut frames = numbers(frames);
    frames.sort_by(f64::total_cmp);
    let at = |share: f64| frames[((frames.len() - 1) as f64 * share) as usize];
    format!(
        "{} frames, median {:.1} ms, 95 % within {:.1} ms",
        frames.len(),
        at(0.5),
        at(0.95)
    )
}

/// All rows of a lane pass, in its chart and in its table.
async fn scroll_all(page: &Page) {
    for variant in ["sequential", "limited", "unlimited"] {
        for (part, row) in [
            (".fall__plot", ".fall__row"),
            (".long-form .scroll", "tr[data-span]"),
        ] {
            let scroller = format!("[data-variant={variant}] {part}");
            let seen = run(
                page,
                SCROLL,
                &[json!(scroller), json!(row)],
            )
            .await;
            println!("{scroller}: {}", figures(&seen[1]));
            assert_eq!(
                seen[0],
                json!(REQUESTS - 1),
                "the last row of {scroller}"
            );
            let rows = page.browser.js(ROWS).await.as_u64().expect("a count");
            assert!(
                (60..=MOST_ROWS).contains(&rows),
                "{rows} rows"
            );
        }
    }
}

#[tokio::test]
async fn unsent_ten_thousand_requests_are_scrolled_and_replayed_without_holding_the_page() {
    alone(None, async |page| {
        page.open("?speed=1").await;
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("run.json");
        fs::write(&path, file()).expect("a file");
        page.browser.choose_file("input[type=file]", &path).await;
        page.browser.wait_for("[data-opened]").await;
        page.browser
            .js("document.querySelectorAll('.long-form').forEach((table) => table.open = true)")
            .await;
        // The first paint of the charts is over.
        run(
            page,
            "for (let i = 0; i < 5; i++) await new Promise(requestAnimationFrame)",
            &[],
        )
        .await;
        long_tasks::watch(page).await;
        let mut tries = Vec::new();
        for _ in 0..TRIES {
            long_tasks::taken(page).await;
            scroll_all(page).await;
            let scrolled = long_tasks::taken(page).await;
            let frames = run(page, REPLAY, &[]).await;
            let replayed = long_tasks::taken(page).await;
            println!("replay at 1×: {}", figures(&frames));
            println!("long tasks: {scrolled:?} scrolling, {replayed:?} replaying");
            assert!(
                numbers(&frames).len() > 20,
                "it plays for two seconds"
            );
            tries.push(scrolled.len() + replayed.len());
            if tries.last() == Some(&0) {
                return;
            }
        }
        panic!("tasks of 50 ms and more in every try: {tries:?}");
    })
    .await;
}
