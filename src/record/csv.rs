//! The requests of a record as a table: comma-separated values as RFC 4180 has them.
//!
//! Spreadsheets take a field for a formula when it begins with one of a few signs, and a file may come from
//! anyone. Such a field has an apostrophe before it, as OWASP advises ("CSV Injection"): whoever reads the
//! table by a program takes it off again.

use std::collections::HashSet;

use super::{Record, Run};
use crate::time::Nanos;
use crate::trace::critical_path::critical_path;
use crate::trace::{Outcome, Span};

/// The columns. Times are milliseconds since their run began; what never came is empty.
pub const COLUMNS: [&str; 20] = [
    "run",
    "id",
    "method",
    "path",
    "url",
    "resource",
    "line",
    "column",
    "queued_ms",
    "started_ms",
    "stalled_ms",
    "connecting_ms",
    "responded_ms",
    "received_ms",
    "ended_ms",
    "duration_ms",
    "outcome",
    "status",
    "bytes",
    "critical",
];

/// What makes a formula of a field that begins with it.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The text of `record`: a row a request, run by run.
#[must_use]
pub fn write(record: &Record) -> String {
    let mut text = String::new();
    add(&mut text, COLUMNS.map(String::from));
    for run in &record.runs {
        let critical: HashSet<_> = critical_path(&run.trace).into_iter().collect();
        for span in &run.trace.spans {
            add(
                &mut text,
                row(run, span, critical.contains(&span.id)),
            );
        }
    }
    text
}

fn row(run: &Run, span: &Span, critical: bool) -> [String; COLUMNS.len()] {
    let call = &span.call;
    let millis = |time: Option<Nanos>| time.map(|time| time.as_millis_f64().to_string());
    let place = |number: u32| (number > 0).then(|| number.to_string());
    let (stalled, connecting) = (
        span.phases.map(|phases| phases.stalled),
        span.phases.map(|phases| phases.connecting),
    );
    [
        Some(safe(&run.variant)),
        Some(span.id.0.to_string()),
        Some(safe(&call.method)),
        Some(safe(&call.path)),
        Some(safe(&call.url)),
        Some(safe(&call.resource)),
        place(call.site.line),
        place(call.site.column),
        millis(Some(span.queued)),
        millis(span.started),
        millis(stalled),
        millis(connecting),
        millis(span.responded),
        millis(span.received),
        millis(span.ended),
        millis(span.duration()),
        span.outcome.map(Outcome::name).map(String::from),
        span.status.map(|status| status.to_string()),
        span.bytes.map(|bytes| bytes.to_string()),
        Some(if critical { "yes" } else { "no" }.into()),
    ]
    .map(Option::unwrap_or_default)
}

/// `text`, or told apart from a formula.
fn safe(text: &str) -> String {
    let mark = if text.starts_with(FORMULA) { "'" } else { "" };
    format!("{mark}{text}")
}

fn add(text: &mut String, fields: [String; COLUMNS.len()]) {
    let fields = fields.map(|field| {
        if field.contains(['"', ',', '\r', '\n']) {
            format!("\"{}\"", field.replace('"', "\"\""))
        } else {
            field
        }
    });
    text.push_str(&fields.join(","));
    text.push_str("\r\n");
}
