//! Run files with ten thousand requests a lane: opened, scrolled from end to end and replayed, with the frames
//! that took.

use crate::scenario::Page;
use serde_json::{Value, json};
use std::fs;
use tandem::network::Network;
use tandem::record::{LaneState, Record, Run, Setup, Source, run_file};
use tandem::time::Nanos;
use tandem::trace::{CallSite, NewSpan, Outcome, Span, SpanId, Trace};
use tempfile::TempDir;

/// The requests of a full lane.
pub(crate) const REQUESTS: usize = 10_000;
/// The most rows, of charts and tables together, that may be in the document.
pub(crate) const MOST_ROWS: u64 = 200;

/// A lane: its variant, how many of its requests run at once, and how many there are.
#[derive(Clone, Copy)]
pub(crate) struct Lane {
    pub(crate) variant: &'static str,
    pub(crate) permits: usize,
    pub(crate) requests: usize,
}

/// A run whose requests take turns on their permits; all of it takes about two seconds.
fn run(lane: &Lane) -> Run {
    let Lane {
        variant,
        permits,
        requests,
    } = *lane;
    let took = Nanos(2_000_000_000 / requests.div_ceil(permits).max(1) as u64);
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
    let spans: Vec<Span> = (0..requests).map(span).collect();
    let ended = spans.last().and_then(|span| span.ended);
    Run {
        variant: variant.into(),
        state: LaneState::Done,
        trace: Trace::of_times(spans, ended, ended),
        ..Run::default()
    }
}

/// The run file of these lanes, which are those of one experiment.
pub(crate) fn file(lanes: &[Lane]) -> String {
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
            order: lanes.iter().map(|lane| lane.variant.to_owned()).collect(),
        }),
        started: "2026-01-31T12:00:00Z".into(),
        runs: lanes.iter().map(run).collect(),
        ..Record::default()
    };
    run_file::write(&record).expect("an experiment’s run")
}

/// Opens a file of this text and waits until it is painted, with the tables open.
pub(crate) async fn open(page: &Page, text: &str) {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("run.json");
    fs::write(&path, text).expect("a file");
    page.browser.choose_file("input[type=file]", &path).await;
    page.browser
        .wait_for("[data-opened], [data-notice=file]")
        .await;
    let refused = page.browser.texts("[data-notice=file]").await;
    assert!(refused.is_empty(), "{refused:?}");
    page.browser
        .js("document.querySelectorAll('.long-form').forEach((table) => table.open = true)")
        .await;
    steps(
        page,
        "for (let i = 0; i < 5; i++) await new Promise(requestAnimationFrame)",
        &[],
    )
    .await;
}

/// Rows in the document: of charts and of tables.
const ROWS: &str = "return document.querySelectorAll('.fall__row, tr[data-span]').length;";

/// Scrolls what matches, in the middle of the window, from end to end, a step a frame, and tells the last row, and the
/// frames' durations. When it began is `window.began`.
const SCROLL: &str = "
    const scroller = document.querySelector(arguments[0]);
    scroller.scrollIntoView({ block: 'center', behavior: 'instant' });
    await new Promise(requestAnimationFrame);
    const frames = [];
    window.began = performance.now();
    let last = window.began;
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

/// Plays a replay to its end, its button in view, and tells the frames' durations. When it began is `window.began`.
const REPLAY: &str = "
    const frames = [];
    const button = document.querySelector('[data-action=replay]');
    button.scrollIntoView({ block: 'center', behavior: 'instant' });
    await new Promise(requestAnimationFrame);
    window.began = performance.now();
    let last = window.began;
    button.click();
    const moment = document.querySelector('.replay__moment');
    do {
        await new Promise(requestAnimationFrame);
        frames.push(performance.now() - last);
        last = performance.now();
    } while (moment.dataset.moment !== undefined);
    return frames;";

async fn steps(page: &Page, script: &str, arguments: &[Value]) -> Value {
    let script = format!("return (async (...arguments) => {{ {script} }})(...arguments)");
    page.browser.js_with(&script, arguments).await
}

/// How many rows are in the document.
pub(crate) async fn rows(page: &Page) -> u64 {
    page.browser.js(ROWS).await.as_u64().expect("a count")
}

/// What is done with what was opened, one after the other.
#[derive(Clone, Copy)]
pub(crate) enum Deed {
    /// All rows of a lane pass in its chart or its table: the variant, what scrolls, and a row of it.
    Scroll(&'static str, &'static str, &'static str),
    /// The replay is played, which takes two seconds at full speed.
    Replay,
}

/// Every chart and table of the full lanes is scrolled from end to end, and the replay is played.
pub(crate) fn deeds(lanes: &[Lane]) -> Vec<Deed> {
    let full = lanes.iter().filter(|lane| lane.requests == REQUESTS);
    let scrolled = full.flat_map(|Lane { variant, .. }| {
        [
            Deed::Scroll(variant, ".fall__plot", ".fall__row"),
            Deed::Scroll(
                variant,
                ".long-form .scroll",
                "tr[data-span]",
            ),
        ]
    });
    scrolled.chain([Deed::Replay]).collect()
}

impl Deed {
    /// Does it, and fails unless all of it was done: the last row was there and the document never held too many, or
    /// the replay played for its two seconds. Gives the frames' durations in milliseconds; they follow each other.
    pub(crate) async fn done(self, page: &Page, lanes: &[Lane]) -> Vec<f64> {
        let (name, frames) = match self {
            Self::Scroll(variant, part, row) => {
                let scroller = format!("[data-variant={variant}] {part}");
                let arguments = [json!(scroller), json!(row)];
                let [last, frames] = told(steps(page, SCROLL, &arguments).await);
                assert_eq!(
                    last,
                    json!(REQUESTS - 1),
                    "the last row of {scroller}"
                );
                let rows = rows(page).await;
                assert!(
                    (20 * lanes.len() as u64..=MOST_ROWS).contains(&rows),
                    "{rows} rows"
                );
                (scroller, frames)
            }
            Self::Replay => (
                "replay at 1×".into(),
                steps(page, REPLAY, &[]).await,
            ),
        };
        let frames: Vec<f64> = told(frames);
        println!("{name}: {}", figures(&frames));
        assert!(
            frames.len() > 20,
            "a scroll has a hundred steps, and a replay two seconds"
        );
        frames
    }
}

fn told<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("what the script tells")
}

/// The duration that such a share of the frames stays within, in milliseconds.
pub(crate) fn within(share: f64, frames: &[f64]) -> f64 {
    tandem::engine::statistics::quantile(frames, share).expect("frames")
}

fn figures(frames: &[f64]) -> String {
    format!(
        "{} frames, median {:.1} ms, 95 % within {:.1} ms",
        frames.len(),
        within(0.5, frames),
        within(0.95, frames)
    )
}
