//! A record in the trace event format of Chrome, which Perfetto and `chrome://tracing` open.
//!
//! A run is a process of its own, so that runs stand below each other from a common zero, each with its
//! own counter. Its requests are laid out into rows, its threads, in which none overlaps another: slices
//! of a thread have to lie within each other, as the phases of a request do.

mod rows;

use std::collections::HashSet;

use serde::Serialize;
use serde_json::{Value as Json, json};

use self::rows::{Rows, end_of};
use super::{Record, Run};
use crate::time::Nanos;
use crate::trace::critical_path::critical_path;
use crate::trace::{Outcome, Span, Trace};

/// The text of `record`.
#[must_use]
pub fn write(record: &Record) -> String {
    let runs = record.runs.iter().zip(1..);
    let file = File {
        trace_events: runs.flat_map(|(run, pid)| events(run, pid)).collect(),
        display_time_unit: "ms",
        other_data: json!({
            "creator": concat!("Tandem ", env!("CARGO_PKG_VERSION")),
            "experiment": record.setup.as_ref().map(|setup| &setup.experiment),
            "source": record.setup.as_ref().map(|setup| setup.source.kind()),
            "started": record.started,
            "zero": "The runs went one after another; each counts from its own beginning.",
        }),
    };
    // Text keys and finite numbers only, all of which JSON can hold.
    serde_json::to_string(&file).unwrap_or_default()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct File {
    trace_events: Vec<Event>,
    display_time_unit: &'static str,
    other_data: Json,
}

/// Times are microseconds.
#[derive(Serialize)]
struct Event {
    name: String,
    /// The kind: M for names, X for a slice, C for a counter.
    ph: char,
    ts: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    dur: Option<f64>,
    pid: u32,
    /// 0 is the run itself, and the others its rows.
    tid: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    cat: Option<&'static str>,
    #[serde(skip_serializing_if = "Json::is_null")]
    args: Json,
}

fn micros(time: Nanos) -> f64 {
    time.0 as f64 / 1e3
}

fn events(run: &Run, pid: u32) -> Vec<Event> {
    let trace = &run.trace;
    let (rows, critical) = (Rows::of(trace), critical_path(trace));
    let critical: HashSet<_> = critical.into_iter().collect();
    let mut events = names(run, pid, rows.count);
    let last = trace.last();
    let (title, end) = (
        run.title.clone(),
        trace.ended.unwrap_or(last),
    );
    events.push(Event {
        args: json!({ "state": run.state.name(), "error": run.error.as_ref().map(|error| &error.message) }),
        ..slice(title, "run", Nanos::ZERO, end, (pid, 0))
    });
    for (span, row) in &rows.placed {
        let (from, to) = (span.queued, end_of(span, last));
        events.push(Event {
            args: args(span, critical.contains(&span.id)),
            ..slice(
                span.label(),
                "request",
                from,
                to,
                (pid, *row),
            )
        });
        events.extend(
            phases(span, to).map(|(name, from, to)| {
                slice(
                    name.into(),
                    "phase",
                    from,
                    to,
                    (pid, *row),
                )
            }),
        );
    }
    events.extend(in_flight(trace, pid));
    events
}

/// What the process and its threads are called, and their order.
fn names(run: &Run, pid: u32, rows: usize) -> Vec<Event> {
    let name = |name: &str, tid, args| Event {
        name: name.into(),
        ph: 'M',
        ts: 0.0,
        dur: None,
        pid,
        tid,
        cat: None,
        args,
    };
    let mut names = vec![
        name(
            "process_name",
            0,
            json!({ "name": run.title }),
        ),
        name(
            "process_sort_index",
            0,
            json!({ "sort_index": pid }),
        ),
    ];
    for row in 0..=rows {
        let title = match row {
            0 => "run".into(),
            row => format!("requests {row}"),
        };
        names.push(name(
            "thread_name",
            row,
            json!({ "name": title }),
        ));
        names.push(name(
            "thread_sort_index",
            row,
            json!({ "sort_index": row }),
        ));
    }
    names
}

fn slice(
    name: String,
    cat: &'static str,
    from: Nanos,
    to: Nanos,
    (pid, tid): (u32, usize),
) -> Event {
    Event {
        name,
        ph: 'X',
        ts: micros(from),
        dur: Some(micros(to.since(from))),
        pid,
        tid,
        cat: Some(cat),
        args: Json::Null,
    }
}

fn args(span: &Span, critical: bool) -> Json {
    let line = span.call.site.line;
    json!({
        "url": span.call.url,
        "line": (line > 0).then_some(line),
        "outcome": span.outcome.map(Outcome::name),
        "status": span.status,
        "bytes": span.bytes,
        "critical": critical,
    })
}

/// What the time of a request went into, as far as it took any.
fn phases(span: &Span, end: Nanos) -> impl Iterator<Item = (&'static str, Nanos, Nanos)> {
    let started = span.started.unwrap_or(end);
    let head = span.responded.unwrap_or(end);
    let body = span.received.unwrap_or(end);
    let known = span.phases.unwrap_or_default();
    let sending = (started + known.stalled).min(head);
    let sent = (sending + known.connecting).min(head);
    let phases = [
        ("queued", span.queued, started),
        ("stalled", started, sending),
        ("connecting", sending, sent),
        ("waiting", sent, head),
        ("download", head, body),
        ("decode", body, end),
    ];
    phases.into_iter().filter(|(_, from, to)| from < to)
}

/// How many requests are in flight, at each change.
fn in_flight(trace: &Trace, pid: u32) -> impl Iterator<Item = Event> {
    let mut changes: Vec<(u32, Nanos, i64)> = Vec::new();
    for span in &trace.spans {
        let started = span.order.started.zip(span.started);
        changes.extend(started.map(|(place, at)| (place, at, 1)));
        let ended = span
            .order
            .ended
            .zip(span.ended)
            .filter(|_| started.is_some());
        changes.extend(ended.map(|(place, at)| (place, at, -1)));
    }
    changes.sort_unstable();
    changes.into_iter().scan(0, move |calls, (_, at, change)| {
        *calls += change;
        Some(Event {
            name: "in flight".into(),
            ph: 'C',
            ts: micros(at),
            dur: None,
            pid,
            tid: 0,
            cat: None,
            args: json!({ "requests": *calls }),
        })
    })
}
