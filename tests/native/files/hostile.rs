//! No input panics, and whatever is read can be written and read again.

use proptest::prelude::*;
use serde_json::{Value, json};
use tandem::record::{Record, chrome_trace, csv, har, open, run_file};
use tandem::trace::evidence::Evidence;

use super::cases;
use super::json::{changed, changes, values};
use super::records::{records, with_data};
use super::samples::SAMPLES;

/// Writes `record` in every format and reads it back where there is a way.
fn assert_can_be_kept(record: &Record) {
    let written = har::write(record);
    let read = har::read(&written).unwrap_or_else(|bad| panic!("{bad}\n{written}"));
    assert_eq!(read.runs.len(), record.runs.len());
    for (read, run) in read.runs.iter().zip(&record.runs) {
        assert_eq!(read.trace, run.trace);
    }
    if let Some(text) = run_file::write(record) {
        assert_eq!(
            run_file::read(&text).as_ref(),
            Ok(record)
        );
    }
    let rows = csv::write(record);
    assert!(rows.ends_with("\r\n"));
    serde_json::from_str::<Value>(&chrome_trace::write(record)).expect("a trace is JSON");
    for run in &record.runs {
        assert!(Evidence::of([&run.trace]).floor(&run.trace).time <= run.trace.last());
    }
}

fn try_text(text: &str) {
    for record in [open(text), har::read(text), run_file::read(text)]
        .into_iter()
        .flatten()
    {
        assert_can_be_kept(&record);
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        try_text(&text);
    }

    #[test]
    fn no_json_panics(json in values()) {
        try_text(&json.to_string());
        try_text(&json!({ "log": json }).to_string());
        try_text(&json!({ "log": { "entries": json } }).to_string());
    }

    #[test]
    fn no_changed_run_file_panics(record in records(), changes in changes()) {
        let text = run_file::write(&record).expect("a run file");
        let file = serde_json::from_str(&text).expect("JSON");
        try_text(&changed(file, &changes).to_string());
    }

    #[test]
    fn no_changed_har_panics(record in records().prop_flat_map(with_data), changes in changes()) {
        let file = serde_json::from_str(&har::write(&record)).expect("JSON");
        try_text(&changed(file, &changes).to_string());
    }

    #[test]
    fn no_changed_har_of_a_browser_panics(which in 0..SAMPLES.len(), changes in changes()) {
        let file = serde_json::from_str(SAMPLES[which].1).expect("JSON");
        try_text(&changed(file, &changes).to_string());
    }

    #[test]
    fn no_cut_file_panics(record in records(), share in 0.0..1.0) {
        let text = run_file::write(&record).expect("a run file");
        let end = text.floor_char_boundary((text.len() as f64 * share) as usize);
        prop_assert!(open(&text[..end]).is_err());
    }
}

/// As deep as the parser goes, and one deeper.
#[test]
fn depth_ends_in_a_complaint() {
    for (depth, is_json) in [(127, true), (128, false), (200_000, false)] {
        let deep = format!(
            "{}{}",
            "[".repeat(depth),
            "]".repeat(depth)
        );
        let problem = open(&deep).expect_err("no file of ours").problem;
        assert_eq!(
            problem.starts_with("This is neither"),
            is_json,
            "{depth}: {problem}"
        );
    }
}

/// A file of 10,000 requests is read in time that grows with it, not with its square.
#[test]
fn many_requests_are_read() {
    let entry = |n: usize| {
        json!({
            "startedDateTime": format!("2026-01-31T12:00:{:02}.{:03}Z", n / 1_000, n % 1_000),
            "time": 60_000,
            "request": { "method": "GET", "url": format!("http://a/{n}") },
            "response": { "status": 200 },
            "timings": { "wait": 59_000, "receive": 1_000 },
        })
    };
    let entries: Vec<_> = (0..10_000).rev().map(entry).collect();
    let record = har::read_json(&json!({ "log": { "entries": entries } })).expect("a HAR");
    let trace = &record.runs[0].trace;
    assert_eq!(
        (trace.spans.len(), trace.peak_in_flight),
        (10_000, 10_000)
    );
    assert_eq!(trace.spans[9_999].call.path, "/9999");
    assert_can_be_kept(&record);
}
