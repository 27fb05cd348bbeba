//! Writes a record as a HAR.

use std::collections::HashMap;
use std::rc::Rc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::super::date::{self, Moment};
use super::super::run_file::{SpanEntry, VariantEntry};
use super::super::{Record, Run, Source};
use super::address::query;
use super::parts::{
    Content, Creator, Empty, Entry, Har, Log, Page, PageTimings, Pair, Request, Response, Timings,
};
use crate::network::Protocol;
use crate::time::Nanos;
use crate::trace::{Outcome, Span, Trace};

/// The time between two runs, as the page keeps it.
const PAUSE: Nanos = Nanos::from_millis(50);

/// The text of `record`: a page a run, the pages one after another as they ran.
#[must_use]
pub fn write(record: &Record) -> String {
    let begins = begins(record);
    let pages = record.runs.iter().zip(&begins);
    let mut entries: Vec<_> = pages
        .clone()
        .flat_map(|(run, began)| {
            let spans = run.trace.spans.iter();
            spans.map(move |span| (began.after(span.queued), run, span))
        })
        .collect();
    entries.sort_by_key(|(start, ..)| *start);
    let har = Har {
        log: Log {
            version: "1.2",
            creator: Creator {
                name: "Tandem",
                version: env!("CARGO_PKG_VERSION"),
            },
            pages: pages.map(|(run, began)| Page::of(run, *began)).collect(),
            entries: entries
                .into_iter()
                .map(|(start, run, span)| Entry::of(record, run, span, start))
                .collect(),
        },
    };
    // Text keys and finite numbers only, all of which JSON can hold.
    serde_json::to_string_pretty(&har).unwrap_or_default()
}

/// When each run began: one after another, in the order they ran.
fn begins(record: &Record) -> Vec<Moment> {
    let order = record.setup.iter().flat_map(|setup| &setup.order);
    let place = |name: &String| record.runs.iter().position(|run| run.variant == *name);
    let mut places: Vec<usize> = order.filter_map(place).collect();
    let others = (0..record.runs.len()).filter(|place| !places.contains(place));
    places.extend(others.collect::<Vec<_>>());
    let mut next = date::read(&record.started).unwrap_or_default();
    let mut begins = vec![next; record.runs.len()];
    for place in places {
        begins[place] = next;
        next = next.after(length(&record.runs[place].trace)).after(PAUSE);
    }
    begins
}

fn length(trace: &Trace) -> Nanos {
    let last = trace.spans.iter().map(end).max();
    trace.last().max(last.unwrap_or_default())
}

/// When a span was over, or the last that is known of it.
fn end(span: &Span) -> Nanos {
    let known = [span.ended, span.received, span.responded, span.started];
    known.into_iter().flatten().fold(span.queued, Nanos::max)
}

impl<'a> Page<'a> {
    fn of(run: &'a Run, began: Moment) -> Self {
        Self {
            started_date_time: date::write(began),
            id: &run.variant,
            title: &run.title,
            page_timings: PageTimings {
                on_content_load: -1.0,
                on_load: run.trace.ended.map_or(-1.0, Nanos::as_millis_f64),
            },
            run: VariantEntry::without_data(run),
        }
    }
}

impl<'a> Entry<'a> {
    fn of(record: &Record, run: &'a Run, span: &'a Span, start: Moment) -> Self {
        let http_version = http_version(record);
        Self {
            pageref: &run.variant,
            started_date_time: date::write(start),
            time: end(span).since(span.queued).as_millis_f64(),
            request: Request {
                method: &span.call.method,
                url: &span.call.url,
                http_version,
                headers: [],
                query_string: query(&span.call.url)
                    .map(|(name, value)| Pair { name, value })
                    .collect(),
                cookies: [],
                headers_size: -1,
                body_size: -1,
            },
            response: Response {
                status: span.status.unwrap_or_default(),
                status_text: "",
                http_version,
                headers: [],
                cookies: [],
                content: Content::of(record, span),
                redirect_url: "",
                headers_size: -1,
                body_size: -1,
                error: error(span),
            },
            cache: Empty {},
            timings: Timings::of(span),
            resource_type: "fetch",
            span: SpanEntry::of(span),
        }
    }
}

/// As browsers write it; the replica's is the model's. An API's own is not known.
fn http_version(record: &Record) -> &'static str {
    let source = record.setup.as_ref().map(|setup| &setup.source);
    match source {
        Some(Source::Replica(network)) if network.protocol == Protocol::Http1 => "http/1.1",
        Some(Source::Replica(_)) => "h2",
        _ => "unknown",
    }
}

fn error(span: &Span) -> Option<&'static str> {
    let outcome = span.outcome?;
    let answered = matches!(
        outcome,
        Outcome::Ok | Outcome::Status | Outcome::Decode
    );
    (!answered).then_some(outcome.name())
}

impl Content {
    fn of(record: &Record, span: &Span) -> Self {
        let (text, encoding) = match body(&record.bodies, span) {
            None => (None, None),
            Some(body) => match std::str::from_utf8(body) {
                Ok(text) => (Some(text.to_owned()), None),
                Err(_) => (
                    Some(BASE64_STANDARD.encode(body)),
                    Some("base64"),
                ),
            },
        };
        // What an experiment could read is JSON. Of other answers the type is not known.
        let is_json = record.setup.is_some() && span.outcome == Some(Outcome::Ok);
        Self {
            size: span.bytes.unwrap_or_default(),
            mime_type: if is_json {
                "application/json"
            } else {
                "x-unknown"
            },
            text,
            encoding,
        }
    }
}

/// The body of a whole answer, if it was kept.
fn body<'a>(bodies: &'a HashMap<String, Rc<[u8]>>, span: &Span) -> Option<&'a [u8]> {
    let is_whole = span.received.is_some()
        && span
            .status
            .is_some_and(|status| (200..300).contains(&status));
    bodies
        .get(&span.call.url)
        .filter(|_| is_whole && span.call.method == "GET")
        .map(|body| &**body)
}

impl Timings {
    fn of(span: &Span) -> Self {
        let end = end(span);
        let started = span.started.unwrap_or(end);
        let head = span.responded.unwrap_or(end);
        // A clock's step may hold less than what the source tells.
        let known = span.phases.unwrap_or_default();
        let stalled = known.stalled.min(head.since(started));
        let sending = started + stalled;
        let connecting = known.connecting.min(head.since(sending));
        Self {
            blocked: sending.since(span.queued).as_millis_f64(),
            dns: -1.0,
            connect: if connecting > Nanos::ZERO {
                connecting.as_millis_f64()
            } else {
                -1.0
            },
            send: 0.0,
            wait: head.since(sending + connecting).as_millis_f64(),
            receive: end.since(head).as_millis_f64(),
        }
    }
}
