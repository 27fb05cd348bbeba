//! A first visit: what it loads, and what Lighthouse says of it.

use crate::lighthouse::{CATEGORIES, Report, visit};
use crate::support::browser::Browser;
use crate::support::env;
use crate::support::host::Host;
use crate::table::Row;
use std::fs;
use std::path::Path;
use tandem::engine::statistics::median;

/// In bytes, packed by brotli at its highest level.
const HEAVIEST: f64 = 160_000.0;
/// How often Lighthouse visits.
const VISITS: usize = 5;

/// Every file that the page itself asked for, and how many bytes of it came over the line, headers left out.
const FILES: &str = "
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    return entries.map(({ name, encodedBodySize }) => [new URL(name).pathname.slice(1) || 'index.html', encodedBodySize]);";

/// The files of a first visit, packed.
pub(crate) async fn weight() -> Vec<Row> {
    let (host, browser) = (
        Host::start().await,
        Browser::start().await,
    );
    browser.goto(&host.url()).await;
    browser.wait_for("main[data-page]").await;
    let whole = async || !browser.has("[data-later=coming]").await;
    browser.wait_until("the parts of the page", whole).await;
    let files = browser.js(FILES).await;
    browser.close().await;
    let files: Vec<(String, u64)> = serde_json::from_value(files).expect("names and sizes");
    assert!(
        files.iter().any(|(name, _)| name.ends_with(".wasm")),
        "the program is among the files: {files:?}"
    );
    let dist = env::path("TANDEM_DIST");
    // What is asked for once the page stands, and no experiment needs: a part of the program beside the first.
    let is_part = |name: &str| name.ends_with(".wasm") && !name.ends_with("_bg.wasm");
    let (mut needed, mut all) = (0, 0);
    for (name, came) in &files {
        let packed = length(&dist.join(format!("{name}.br")));
        let bytes = packed.unwrap_or_else(|| length(&dist.join(name)).expect("a file of the site"));
        assert!(
            *came == bytes || *came == 0,
            "{name}: {came} bytes came of {bytes}"
        );
        all += bytes;
        needed += if is_part(name) { 0 } else { bytes };
    }
    let program: u64 = files
        .iter()
        .filter(|(name, _)| name.ends_with("_bg.wasm"))
        .filter_map(|(name, _)| length(&dist.join(format!("{name}.br"))))
        .sum();
    let kilobytes = |bytes: f64| format!("{:.1} kB", bytes / 1e3);
    let way = "brotli at level 11, the sum over what a first visit in the browser loads, by the page's own Resource Timing";
    vec![
        Row::at_most(
            "Size of a first visit, as far as the first experiment needs it",
            HEAVIEST / 1e3,
            " kB",
            needed as f64 / 1e3,
            format!(
                "{}, of which the program is {}; {} with what the page asks for once it stands",
                kilobytes(needed as f64),
                kilobytes(program as f64),
                kilobytes(all as f64)
            ),
        )
        .taken(way),
        Row::beside(
            "the same of Visual Effect, and of a bare Leptos page",
            "318 kB, 104 kB".into(),
        )
        .taken("measured once, elsewhere"),
    ]
}

fn length(file: &Path) -> Option<u64> {
    fs::metadata(file).ok().map(|file| file.len())
}

/// The categories' names for people.
const NAMES: &str = "performance, accessibility, best practices, search engines";

/// A figure of Lighthouse's, its name for people, the most it may be, its unit, and what it is divided by.
const FIGURES: [(&str, &str, f64, &str, f64); 3] = [
    (
        "total-blocking-time",
        "total blocking time",
        50.0,
        " ms",
        1.0,
    ),
    (
        "largest-contentful-paint",
        "largest paint",
        1.5,
        " s",
        1e3,
    ),
    (
        "cumulative-layout-shift",
        "layout shift",
        0.0,
        "",
        1.0,
    ),
];

/// What Lighthouse says of the page on a mid-range phone.
pub(crate) async fn lighthouse() -> Vec<Row> {
    let host = Host::start().await;
    let mut reports = Vec::new();
    for _ in 0..VISITS {
        reports.push(visit(&host.url()).await);
    }
    let middle = |read: &dyn Fn(&Report) -> f64| {
        let values: Vec<f64> = reports.iter().map(read).collect();
        median(&values).expect("visits")
    };
    let way = format!(
        "Lighthouse {}, its mobile default (simulated slow 4G, four times slower), the median of {VISITS} visits, over \
         HTTP/2, packed beforehand",
        reports[0].version()
    );
    let scores = CATEGORIES.map(|category| middle(&|report| report.score(category)));
    let told = scores.map(|score| format!("{score:.0}")).join(" / ");
    let mut rows = vec![
        Row::exactly(
            &format!("Lighthouse: {NAMES}"),
            "100 / 100 / 100 / 100",
            scores.iter().all(|score| *score >= 100.0),
            told,
        )
        .taken(&way),
    ];
    for (audit, name, most, unit, divisor) in FIGURES {
        let value = middle(&|report| report.figure(audit)) / divisor;
        let told = format!(
            "{}{unit}",
            (value * 100.0).round() / 100.0
        );
        rows.push(
            Row::at_most(
                &format!("Lighthouse: {name}"),
                most,
                unit,
                value,
                told,
            )
            .taken("of the same visits"),
        );
    }
    // For who wants to mend it.
    for fault in reports.iter().flat_map(Report::faults) {
        eprintln!("{fault}");
    }
    rows
}
