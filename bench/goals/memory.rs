//! What the page holds after many comparisons.

use crate::by_hand::{Stage, server};
use crate::scenario::{Page, alone};
use crate::table::Row;
use serde_json::json;

/// Each variant of a comparison makes so many: two variants, a hundred requests.
const REQUESTS: usize = 50;
const FEW: usize = 10;
const MANY: usize = 100;
const GOAL: f64 = 1.1;

/// Keeps the program's memory where it can be asked: the page tells of it when it starts.
const KEEP: &str = "addEventListener('TrunkApplicationStarted', ({ detail }) => { window.held = detail.wasm.memory; });";

/// Bytes of the program, and of its scripts once what nobody holds was collected.
#[derive(Clone, Copy, Debug)]
struct Held {
    program: f64,
    scripts: f64,
}

async fn held(page: &Page) -> Held {
    // Some objects are let go of only by the end of others.
    for _ in 0..3 {
        page.browser
            .cdp("HeapProfiler.collectGarbage", json!({}))
            .await;
    }
    let usage = page.browser.cdp("Runtime.getHeapUsage", json!({})).await;
    let program = page.browser.js("return held.buffer.byteLength").await;
    Held {
        program: program.as_f64().expect("bytes"),
        scripts: usage["usedSize"].as_f64().expect("bytes"),
    }
}

/// After a hundred comparisons beside after ten.
pub(crate) async fn rows() -> Vec<Row> {
    let proxy = server(0).await;
    let mut after = Vec::new();
    alone(None, async |page| {
        page.browser.before_each_page(KEEP).await;
        let stage = Stage::open(page, &proxy, REQUESTS).await;
        for comparison in 1..=MANY {
            stage.run().await;
            if comparison == FEW || comparison == MANY {
                after.push(held(page).await);
            }
        }
    })
    .await;
    let (few, many) = (after[0], after[1]);
    let way =
        "comparisons of 100 requests each over HTTP/2 in one page; the garbage was collected first";
    let row = |what: &str, few: f64, many: f64| {
        let told = format!(
            "{:.3} ({:.1} and {:.1} MB)",
            many / few,
            many / 1e6,
            few / 1e6
        );
        Row::at_most(what, GOAL, "", many / few, told).taken(way)
    };
    vec![
        row(
            "Memory of the program (wasm) after 100 comparisons / after 10",
            few.program,
            many.program,
        ),
        row(
            "Memory of its scripts (JS heap) after 100 comparisons / after 10",
            few.scripts,
            many.scripts,
        ),
    ]
}
