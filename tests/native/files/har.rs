//! What other programs find in our HARs.

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tandem::record::{Record, Run, har};
use tandem::time::Nanos;
use tandem::trace::{Outcome, Span};

use super::cases;
use super::records::{records, with_data};

/// The schema of HAR 1.2 from npm: a file a part, which name each other.
fn schema() -> Validator {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/npm/node_modules/har-schema/lib");
    let files = fs::read_dir(&folder).unwrap_or_else(|_| {
        panic!(
            "{} is missing: run the tests with `cargo xtask test`",
            folder.display()
        )
    });
    let mut parts = Map::new();
    for file in files {
        let path = file.expect("a file").path();
        if path.extension().is_some_and(|end| end == "json") {
            let text = fs::read_to_string(&path).expect("a text");
            let name = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            parts.insert(
                name,
                serde_json::from_str(&text).expect("JSON"),
            );
        }
    }
    let whole = json!({
        "$id": "http://har/",
        "$schema": "http://json-schema.org/draft-06/schema#",
        "definitions": parts,
        "allOf": [{ "$ref": "har.json#" }],
    });
    jsonschema::options()
        .should_validate_formats(true)
        .build(&whole)
        .expect("the schema is one")
}

fn errors(schema: &Validator, file: &Value) -> Vec<String> {
    let errors = schema.iter_errors(file);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn written(record: &Record) -> Value {
    serde_json::from_str(&har::write(record)).expect("a HAR is JSON")
}

#[test]
fn hars_keep_to_the_schema() {
    let schema = schema();
    proptest!(cases(100), |(record in records().prop_flat_map(with_data))| {
        let file = written(&record);
        prop_assert_eq!(errors(&schema, &file), Vec::<String>::new());
    });
}

#[test]
fn the_schema_refuses_what_is_no_har() {
    let schema = schema();
    let good = json!({ "log": { "version": "1.2", "creator": { "name": "a", "version": "1" }, "entries": [] } });
    assert!(schema.is_valid(&good));
    let mut bad = good.clone();
    bad["log"]["entries"] = json!([{ "time": 1 }]);
    assert!(!errors(&schema, &bad).is_empty());
    let mut bad = good;
    bad["log"]["pages"] =
        json!([{ "startedDateTime": "yesterday", "id": "a", "title": "b", "pageTimings": {} }]);
    assert!(!errors(&schema, &bad).is_empty());
}

proptest! {
    #![proptest_config(cases(150))]

    /// Each entry's timings make up its time; entries are in order of start; no two pages overlap.
    #[test]
    fn times_add_up(record in records()) {
        let file = written(&record);
        let entries = file["log"]["entries"].as_array().expect("a list");
        for entry in entries {
            let timings = entry["timings"].as_object().expect("timings");
            let timings = timings.values().filter_map(Value::as_f64);
            let sum: f64 = timings.filter(|time| *time >= 0.0).sum();
            let time = entry["time"].as_f64().expect("a time");
            prop_assert!((sum - time).abs() < 1e-6 + time * 1e-12, "{sum} {time}");
        }
        let starts: Vec<_> = entries.iter().map(|entry| date(&entry["startedDateTime"])).collect();
        prop_assert!(starts.is_sorted());
        let order = &record.setup.as_ref().expect("a setup").order;
        let mut last = i128::MIN;
        // Beyond the last year that a date can tell, all is one moment.
        for name in order.iter().filter(|_| !record.started.starts_with("9999")) {
            let pages = file["log"]["pages"].as_array().expect("pages");
            let page = pages.iter().find(|page| page["id"] == **name).expect("a page");
            let began = date(&page["startedDateTime"]);
            prop_assert!(last < began);
            let own = entries.iter().filter(|entry| entry["pageref"] == **name);
            let ends = own.map(|entry| {
                date(&entry["startedDateTime"]) + (entry["time"].as_f64().expect("a time") * 1e6) as i128
            });
            last = ends.max().unwrap_or_default().max(began);
        }
    }

    /// Read as if another program had written it, a HAR of ours tells the same times.
    #[test]
    fn times_need_no_fields_of_our_own(record in records()) {
        // Dates end with the year 9999.
        let record = Record { started: "2026-01-31T12:00:00Z".into(), ..record };
        let mut file = written(&record);
        strip(&mut file);
        let ran: Vec<&Run> = record.runs.iter().filter(|run| !run.trace.spans.is_empty()).collect();
        let read = har::read_json(&file);
        if ran.is_empty() {
            prop_assert!(read.is_err());
            return Ok(());
        }
        let read = read.map_err(|bad| TestCaseError::fail(bad.to_string()))?;
        prop_assert_eq!(read.runs.len(), ran.len());
        for (read, run) in read.runs.iter().zip(ran) {
            prop_assert_eq!(&read.variant, &run.variant);
            let zero = run.trace.spans.iter().map(|span| span.queued).min().expect("a span");
            let mut spans: Vec<&Span> = run.trace.spans.iter().collect();
            spans.sort_by_key(|span| span.queued);
            prop_assert_eq!(read.trace.spans.len(), spans.len());
            for (read, span) in read.trace.spans.iter().zip(spans) {
                assert_tells(read, span, zero)?;
            }
        }
    }
}

/// Takes our own fields away. `_error` is Chrome's.
fn strip(file: &mut Value) {
    for page in file["log"]["pages"].as_array_mut().expect("pages") {
        page.as_object_mut().expect("a page").remove("_run");
    }
    for entry in file["log"]["entries"].as_array_mut().expect("entries") {
        entry.as_object_mut().expect("an entry").remove("_span");
    }
}

/// `read` tells of `span` what HAR can: when it was made, answered and over, to the microsecond, and how.
fn assert_tells(read: &Span, span: &Span, zero: Nanos) -> Result<(), TestCaseError> {
    let near = |read: Option<Nanos>, known: Option<Nanos>| match (read, known) {
        (Some(read), Some(known)) => read.0.abs_diff(known.since(zero).0) <= 1_000,
        (read, known) => read == known,
    };
    prop_assert!(near(
        Some(read.queued),
        Some(span.queued)
    ));
    prop_assert_eq!(read.started, Some(read.queued));
    prop_assert!(
        near(read.responded, span.responded),
        "{read:?}\n{span:?}"
    );
    prop_assert_eq!(read.status, span.status);
    prop_assert_eq!(&read.call.url, &span.call.url);
    prop_assert_eq!(&read.call.method, &span.call.method);
    prop_assert_eq!(&read.call.path, &span.call.path);
    let Some(outcome) = span.outcome else {
        return Ok(());
    };
    prop_assert!(
        near(read.ended, span.ended),
        "{read:?}\n{span:?}"
    );
    match outcome {
        // The status alone tells these.
        Outcome::Ok | Outcome::Status | Outcome::Decode => {
            let expected = match span.status {
                Some(200..=299) => Outcome::Ok,
                Some(_) => Outcome::Status,
                None => Outcome::Network,
            };
            prop_assert_eq!(read.outcome, Some(expected));
        }
        told => prop_assert_eq!(read.outcome, Some(told)),
    }
    Ok(())
}

/// A date in nanoseconds, as our files write it: in UTC.
fn date(value: &Value) -> i128 {
    use time::format_description::well_known::Rfc3339;
    let text = value.as_str().expect("a date");
    let date = time::OffsetDateTime::parse(text, &Rfc3339).expect("a date");
    date.unix_timestamp_nanos()
}
