//! CSV and Chrome's traces, read by others' rules.

use std::collections::HashMap;

use proptest::prelude::*;
use serde_json::Value;
use tandem::record::{Record, Run, chrome_trace, csv};
use tandem::time::Nanos;
use tandem::trace::critical_path::critical_path;
use tandem::trace::{CallSite, NewSpan, Outcome, Span, SpanId, Step, Trace};

use super::cases;
use super::records::{records, with_data};

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn csv_has_a_row_a_request(record in records()) {
        let text = csv::write(&record);
        let mut reader = ::csv::ReaderBuilder::new().from_reader(text.as_bytes());
        prop_assert_eq!(reader.headers().expect("a head"), &csv::COLUMNS.to_vec());
        let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
        let spans: Vec<_> = spans(&record).collect();
        prop_assert_eq!(rows.len(), spans.len());
        for (row, (run, span)) in rows.iter().zip(spans) {
            let fields: HashMap<_, _> = csv::COLUMNS.into_iter().zip(row).collect();
            prop_assert_eq!(unmarked(fields["run"]), &run.variant);
            prop_assert_eq!(fields["url"], &span.call.url);
            prop_assert_eq!(fields["id"], span.id.0.to_string());
            let time = |key| fields[key].parse().ok().map(Nanos::from_millis_f64);
            prop_assert_eq!(time("queued_ms"), Some(span.queued));
            prop_assert_eq!(time("started_ms"), span.started);
            prop_assert_eq!(time("responded_ms"), span.responded);
            prop_assert_eq!(time("received_ms"), span.received);
            prop_assert_eq!(time("ended_ms"), span.ended);
            prop_assert_eq!(time("duration_ms"), span.duration());
            prop_assert_eq!(Outcome::find(fields["outcome"]), span.outcome);
            prop_assert_eq!(fields["status"].parse().ok(), span.status);
            prop_assert_eq!(fields["bytes"].parse().ok(), span.bytes);
            let is_critical = critical_path(&run.trace).contains(&span.id);
            prop_assert_eq!(fields["critical"], if is_critical { "yes" } else { "no" });
        }
    }

    #[test]
    fn a_chrome_trace_has_what_it_needs(record in records().prop_flat_map(with_data)) {
        let file: Value = serde_json::from_str(&chrome_trace::write(&record)).expect("JSON");
        prop_assert_eq!(&file["displayTimeUnit"], "ms");
        let events = file["traceEvents"].as_array().expect("a list");
        for event in events {
            assert_is_event(event)?;
        }
        let named = |cat| events.iter().filter(move |event| event["cat"] == cat);
        prop_assert_eq!(named("run").count(), record.runs.len());
        prop_assert_eq!(named("request").count(), spans(&record).count());
        for (event, pid) in named("run").zip(1..) {
            prop_assert_eq!(&event["pid"], pid);
            prop_assert_eq!(event["name"].as_str(), Some(&*record.runs[pid - 1].title));
        }
        for (pid, run) in (1..).zip(&record.runs) {
            let most = events
                .iter()
                .filter(|event| event["ph"] == "C" && event["pid"] == pid)
                .filter_map(|event| event["args"]["requests"].as_u64());
            prop_assert_eq!(most.max().unwrap_or_default() as usize, run.trace.peak_in_flight);
        }
        assert_nests(events)?;
    }
}

fn spans(record: &Record) -> impl Iterator<Item = (&Run, &Span)> {
    let runs = record.runs.iter();
    runs.flat_map(|run| run.trace.spans.iter().map(move |span| (run, span)))
}

/// Without the mark that tells a text from a formula. No name here begins with one of its own.
fn unmarked(field: &str) -> &str {
    field.strip_prefix('\'').unwrap_or(field)
}

/// What the format asks of each event.
fn assert_is_event(event: &Value) -> Result<(), TestCaseError> {
    prop_assert!(event["name"].is_string());
    prop_assert!(
        event["ts"].as_f64().is_some_and(|time| time >= 0.0),
        "{event}"
    );
    prop_assert!(event["pid"].is_u64() && event["tid"].is_u64());
    match event["ph"].as_str() {
        Some("X") => prop_assert!(event["dur"].as_f64().is_some_and(|time| time >= 0.0)),
        Some("C") => prop_assert!(
            event["args"]["requests"].is_u64(),
            "{event}"
        ),
        Some("M") => prop_assert!(event["args"].is_object()),
        other => {
            return Err(TestCaseError::fail(format!(
                "{other:?}"
            )));
        }
    }
    Ok(())
}

/// The slices of a thread lie apart or within each other, in the order they are written: else none can
/// draw them.
fn assert_nests(events: &[Value]) -> Result<(), TestCaseError> {
    let mut open: HashMap<(u64, u64), Vec<u64>> = HashMap::new();
    let nanos = |value: &Value| (value.as_f64().expect("a time") * 1e3).round() as u64;
    for event in events.iter().filter(|event| event["ph"] == "X") {
        let thread = (&event["pid"], &event["tid"]);
        let thread = (
            thread.0.as_u64().expect("a number"),
            thread.1.as_u64().expect("a number"),
        );
        let from = nanos(&event["ts"]);
        let to = from + nanos(&event["dur"]);
        let ends = open.entry(thread).or_default();
        if event["cat"] == "phase" {
            prop_assert!(
                ends.first().is_some_and(|end| to <= *end),
                "{event}"
            );
        } else {
            prop_assert!(
                ends.iter().all(|end| *end <= from),
                "{event}"
            );
            *ends = vec![to];
        }
    }
    Ok(())
}

/// A record of one request with these names.
fn one(variant: &str, path: &str, url: &str) -> Record {
    let mut trace = Trace::new(Nanos::ZERO);
    let call = NewSpan {
        method: "GET".into(),
        path: path.into(),
        url: url.into(),
        resource: "users".into(),
        site: CallSite::NONE,
    };
    trace.queue(call, Nanos::ZERO);
    trace.take(
        SpanId(0),
        Nanos(1_500_000),
        Step::Started,
    );
    Record {
        runs: vec![Run {
            variant: variant.into(),
            trace,
            ..Run::default()
        }],
        ..Record::default()
    }
}

#[test]
fn csv_quotes_and_tells_formulas_apart() {
    let head = csv::COLUMNS.join(",");
    let cases = [
        (("a", "/b", "u"), "a,0,GET,/b,u"),
        (
            ("a,b", "c\"d", "e\r\nf"),
            "\"a,b\",0,GET,\"c\"\"d\",\"e\r\nf\"",
        ),
        (
            ("=1+1", "+1", "-1"),
            "'=1+1,0,GET,'+1,'-1",
        ),
        (
            ("@a", "\tb", "\rc"),
            "'@a,0,GET,'\tb,\"'\rc\"",
        ),
        (
            ("=\"x\",y", "1=2", "'=1"),
            "\"'=\"\"x\"\",y\",0,GET,1=2,'=1",
        ),
    ];
    for ((variant, path, url), expected) in cases {
        let rest = ",users,,,0,1.5,,,,,,,,,,no\r\n";
        let text = csv::write(&one(variant, path, url));
        assert_eq!(
            text,
            format!("{head}\r\n{expected}{rest}")
        );
    }
}
