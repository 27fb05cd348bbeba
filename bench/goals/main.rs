//! `cargo xtask bench`: figures of the built page beside their goals.
//!
//! This is no test. Nothing but frames and tasks is held against an absolute time, since that is the machine's
//! affair: what is judged is a ratio of two things that were taken in turn, in one run. Counts are asserted before
//! any time is looked at.
//!
//! | file | what it holds |
//! |---|---|
//! | `machine`, `table`, `ratio` | what the figures were taken on, the table they stand in, medians and intervals |
//! | `by_hand` | a joined load beside one that was written by hand, in the same page |
//! | `large` | ten thousand requests that are opened, and a thousand that run |
//! | `virtual_time`, `limits` | virtual time as requests become many, and in the page beside native |
//! | `memory` | what is held after many comparisons |
//! | `visit` | a first visit: what it loads, and what Lighthouse says of it |

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the lists keep the page's I/O in one folder; a benchmark is all I/O and clocks"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what cannot be measured ends its part, and is told"
)]

#[path = "../../tests/support"]
#[allow(dead_code, unused_imports, reason = "the tests need the rest")]
mod support {
    pub(crate) mod browser;
    pub(crate) mod child;
    pub(crate) mod env;
    pub(crate) mod host;
    pub(crate) mod net;
    pub(crate) mod poll;
    pub(crate) mod proxy;
    pub(crate) mod server;
    pub(crate) mod site;
}

#[path = "../../tests/browser/crowd.rs"]
mod crowd;
#[path = "../../tests/browser/lighthouse.rs"]
mod lighthouse;
#[path = "../../tests/browser/long_tasks.rs"]
mod long_tasks;
#[path = "../../tests/browser/scenario.rs"]
#[allow(dead_code, unused_imports, reason = "the tests need the rest")]
mod scenario;
#[path = "../../tests/browser/snapshot.rs"]
#[allow(dead_code, unused_imports, reason = "the tests need the rest")]
mod snapshot;

mod by_hand;
mod large;
mod limits;
mod machine;
mod memory;
mod ratio;
mod table;
mod virtual_time;
mod visit;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use table::{Row, Table};

/// A part: its name, and what it measures.
type Part = (
    &'static str,
    fn() -> LocalBoxFuture<'static, Vec<Row>>,
);

const PARTS: [Part; 8] = [
    ("by-hand", || {
        by_hand::rows().boxed_local()
    }),
    ("opened", || {
        large::opened().boxed_local()
    }),
    ("running", || {
        large::running().boxed_local()
    }),
    ("virtual-time", || {
        virtual_time::rows().boxed_local()
    }),
    ("limits", || {
        limits::rows().boxed_local()
    }),
    ("memory", || {
        memory::rows().boxed_local()
    }),
    ("weight", || {
        visit::weight().boxed_local()
    }),
    ("lighthouse", || {
        visit::lighthouse().boxed_local()
    }),
];

#[tokio::main]
async fn main() -> ExitCode {
    // Cargo tells every benchmark that it is one.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let names = PARTS.map(|(name, _)| name);
    if let Some(unknown) = wanted.iter().find(|part| !names.contains(&part.as_str())) {
        eprintln!(
            "there is no part '{unknown}': there are native, {}",
            names.join(", ")
        );
        return ExitCode::FAILURE;
    }
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|part| part == name);
    let mut table = Table::of(machine::described());
    let mut failed = false;
    for (name, measure) in PARTS {
        if !is_wanted(name) {
            continue;
        }
        eprintln!("==> {name}");
        match AssertUnwindSafe(measure()).catch_unwind().await {
            Ok(rows) => table.extend(rows),
            Err(_) => {
                failed = true;
                table.extend([Row::missing(name)]);
            }
        }
    }
    table.write();
    if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
