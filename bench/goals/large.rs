//! Many requests on the page: ten thousand of a file, and a thousand that run.

use crate::by_hand::{Stage, server};
use crate::crowd::{self, Deed, Lane, REQUESTS};
use crate::long_tasks::{self, TRIES};
use crate::scenario::{Page, alone};
use crate::table::Row;
use std::time::Duration;

/// The longest that anything may hold the page, in milliseconds: what browsers call a long task.
const LONG: f64 = 50.0;
/// What most frames are to stay within, in milliseconds.
const FRAME: f64 = 20.0;
/// How many of them.
const MOST: f64 = 0.95;
/// Ten thousand requests in one lane; the experiment has two more.
const LANES: [Lane; 3] = [
    lane("sequential", 1, 1),
    lane("limited", 16, REQUESTS),
    lane("unlimited", 1, 1),
];

const fn lane(variant: &'static str, permits: usize, requests: usize) -> Lane {
    Lane {
        variant,
        permits,
        requests,
    }
}

/// How many run at once.
const RUNNING: usize = 1_000;

/// A try: the longest task of each step, and the duration that most frames stayed within.
struct Try {
    opening: f64,
    scrolling: f64,
    replaying: f64,
    frame: f64,
    frames: usize,
    rows: u64,
}

impl Try {
    fn longest(&self) -> f64 {
        self.opening.max(self.scrolling).max(self.replaying)
    }
}

/// The longest task since the last time this was asked; 0 if there was none of 50 ms and more.
async fn longest(page: &Page) -> f64 {
    let tasks = long_tasks::durations(page).await;
    tasks.into_iter().fold(0.0, f64::max)
}

/// A file of ten thousand requests: opened, scrolled, replayed.
pub(crate) async fn opened() -> Vec<Row> {
    let text = crowd::file(&LANES);
    let mut tries = Vec::new();
    alone(None, async |page| {
        page.open("?speed=1").await;
        long_tasks::watch(page).await;
        for _ in 0..TRIES {
            tries.push(one_try(page, &text).await);
            page.press("put-away").await;
            page.browser.wait_for("[data-action=run]").await;
        }
    })
    .await;
    let by_task = tries
        .iter()
        .min_by(|one, other| one.longest().total_cmp(&other.longest()));
    let by_frame = tries
        .iter()
        .min_by(|one, other| one.frame.total_cmp(&other.frame));
    let (task, frame) = (
        by_task.expect("a try"),
        by_frame.expect("a try"),
    );
    let told = format!(
        "opening {}, scrolling {}, replaying {}",
        told(task.opening),
        told(task.scrolling),
        told(task.replaying)
    );
    let tasks = "a run file of 10,000 requests in one lane, by the browser's own long tasks; the best of three tries";
    let frames = format!(
        "the same file, scrolled in 100 steps from end to end in chart and table, then replayed at full speed: {} frames; \
         the best of three tries",
        frame.frames
    );
    vec![
        Row::at_most(
            "10,000 requests opened: rows in the document",
            crowd::MOST_ROWS as f64,
            "",
            task.rows as f64,
            task.rows.to_string(),
        )
        .taken("counted after each scroll; the last row of each was reached"),
        Row::at_most(
            "10,000 requests: the longest task",
            LONG,
            " ms",
            task.longest(),
            told,
        )
        .taken(tasks),
        Row::at_most(
            "10,000 requests: 95 % of frames within",
            FRAME,
            " ms",
            frame.frame,
            format!("{:.1} ms", frame.frame),
        )
        .taken(&frames),
    ]
}

async fn one_try(page: &Page, text: &str) -> Try {
    long_tasks::taken(page).await;
    crowd::open(page, text).await;
    let opening = longest(page).await;
    let (mut scrolling, mut replaying, mut rows) = (0.0, 0.0, 0);
    let mut frames = Vec::new();
    for deed in crowd::deeds(&LANES) {
        frames.extend(deed.done(page, &LANES).await);
        let held = longest(page).await;
        match deed {
            Deed::Scroll(..) => {
                scrolling = held.max(scrolling);
                rows = crowd::rows(page).await.max(rows);
            }
            Deed::Replay => replaying = held,
        }
    }
    Try {
        opening,
        scrolling,
        replaying,
        frame: crowd::within(MOST, &frames),
        frames: frames.len(),
        rows,
    }
}

/// A thousand requests that run at once, and are answered over a second.
pub(crate) async fn running() -> Vec<Row> {
    let proxy = server(0).await;
    proxy.delay_by(|path| {
        let user = path.rsplit('=').next().and_then(|text| text.parse().ok());
        Duration::from_millis(user.unwrap_or(0))
    });
    let mut best = f64::INFINITY;
    alone(None, async |page| {
        let stage = Stage::open(page, &proxy, RUNNING).await;
        long_tasks::watch(page).await;
        for _ in 0..TRIES {
            long_tasks::taken(page).await;
            stage.run().await;
            let longest = longest(page).await;
            eprintln!("the longest task: {}", told(longest));
            best = best.min(longest);
        }
    })
    .await;
    vec![
        Row::at_most(
            "1,000 requests at once, live: the longest task",
            LONG,
            " ms",
            best,
            told(best),
        )
        .taken(
            "a comparison of two variants of 1,000 requests each, from the press on Run to its verdict; answered over a \
             second, over HTTP/2; the best of three tries",
        ),
    ]
}

fn told(task: f64) -> String {
    if task == 0.0 {
        "none of 50 ms".to_owned()
    } else {
        format!("{task:.0} ms")
    }
}
