//! What the page holds after many comparisons.

use crate::by_hand::{Stage, server};
use crate::scenario::{Page, alone};
use crate::table::Row;
use serde_json::json;

/// Each variant of a comparison makes so many: two variants, a hundred requests.
const REQUESTS: usize = 50;
/// After how many comparisons it is asked: what is held for good goes on growing.
const AFTER: [usize; 4] = [10, 40, 70, 100];
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
        let mut ran = 0;
        for comparisons in AFTER {
            while ran < comparisons {
                stage.run().await;
                ran += 1;
            }
            after.push(held(page).await);
        }
    })
    .await;
    let way =
        "comparisons of 100 requests each over HTTP/2 in one page; the garbage was collected first";
    let row = |what: &str, read: fn(&Held) -> f64| {
        let bytes: Vec<f64> = after.iter().map(read).collect();
        let ratio = bytes[bytes.len() - 1] / bytes[0];
        let each: Vec<_> = bytes
            .iter()
            .map(|bytes| format!("{:.2}", bytes / 1e6))
            .collect();
        let told = format!(
            "{ratio:.3} (after {AFTER:?}: {} MB)",
            each.join(", ")
        );
        Row::at_most(what, GOAL, "", ratio, told).taken(way)
    };
    vec![
        row(
            "Memory of the program (wasm) after 100 comparisons / after 10",
            |held| held.program,
        ),
        row(
            "Memory of its scripts (JS heap) after 100 comparisons / after 10",
            |held| held.scripts,
        ),
    ]
}
