//! Writes a record as a run file.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use super::super::{Record, Run, Source};
use super::FORMAT;
use crate::json::JsonText;
use crate::network::{Network, Number};
use crate::time::Nanos;
use crate::trace::{Disturbance, Outcome, Span};

/// The text of `record`; `None` for requests that no experiment made, which this format cannot hold.
#[must_use]
pub fn write(record: &Record) -> Option<String> {
    let file = RunFile::of(record)?;
    // Text keys and finite numbers only, all of which JSON can hold.
    serde_json::to_string_pretty(&file).ok()
}

/// A comparison. Times are milliseconds since their variant began; what never came is absent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunFile<'a> {
    format: &'static str,
    experiment: &'a str,
    params: &'a BTreeMap<String, Json>,
    source: SourceEntry<'a>,
    /// The replica's network, when it has one to name.
    network: Option<NetworkEntry>,
    started: &'a str,
    seed: u64,
    order: &'a [String],
    variants: Vec<VariantEntry<'a>>,
}

#[derive(Serialize)]
struct SourceEntry<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<&'a str>,
}

/// The numbers of a network, by their keys in links. Times are milliseconds.
#[derive(Serialize)]
struct NetworkEntry {
    rtt: f64,
    jitter: f64,
    kbps: u32,
    protocol: String,
    connections: u32,
    keepalive: bool,
    service: f64,
    workers: u32,
    ratelimit: Option<String>,
    failures: f64,
    seed: u64,
}

/// A run, with its requests or, where they stand elsewhere, without.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct VariantEntry<'a> {
    variant: &'a str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_response_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_result_ms: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    handed_ms: Vec<f64>,
    peak_in_flight: usize,
    bytes: u64,
    hidden: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    held_up_ms: Option<f64>,
    answer: Option<&'a JsonText>,
    error: Option<ErrorEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spans: Option<Vec<SpanEntry<'a>>>,
}

#[derive(Serialize)]
struct ErrorEntry<'a> {
    kind: &'a str,
    message: &'a str,
}

/// A request.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct SpanEntry<'a> {
    id: u32,
    label: String,
    method: &'a str,
    url: &'a str,
    resource: &'a str,
    line: u32,
    column: u32,
    queued_ms: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    started_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stalled_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    connecting_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    responded_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    received_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    order: OrderEntry,
}

/// The places of a span's events among all events of its run: a clock's step may hold several.
#[derive(Serialize)]
struct OrderEntry {
    queued: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    started: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<u32>,
}

fn millis(time: Option<Nanos>) -> Option<f64> {
    time.map(Nanos::as_millis_f64)
}

impl<'a> RunFile<'a> {
    fn of(record: &'a Record) -> Option<Self> {
        let setup = record.setup.as_ref()?;
        Some(Self {
            format: FORMAT,
            experiment: &setup.experiment,
            params: &setup.params,
            source: SourceEntry {
                kind: setup.source.kind(),
                base: match &setup.source {
                    Source::Custom(base) => Some(base),
                    Source::Live | Source::Replica(_) => None,
                },
            },
            network: match &setup.source {
                Source::Replica(network) => Some(NetworkEntry::of(network)),
                Source::Live | Source::Custom(_) => None,
            },
            started: &record.started,
            seed: setup.seed,
            order: &setup.order,
            variants: record.runs.iter().map(VariantEntry::whole).collect(),
        })
    }
}

impl NetworkEntry {
    fn of(network: &Network) -> Self {
        Self {
            rtt: network.rtt.as_millis_f64(),
            jitter: network.jitter.as_millis_f64(),
            kbps: network.kbps,
            protocol: Number::Protocol.text(network),
            connections: network.connections,
            keepalive: network.keep_alive,
            service: network.service.as_millis_f64(),
            workers: network.workers,
            ratelimit: network.rate_limit.map(|_| Number::RateLimit.text(network)),
            failures: network.failures,
            seed: network.seed,
        }
    }
}

impl<'a> VariantEntry<'a> {
    fn whole(run: &'a Run) -> Self {
        Self {
            answer: run.answer.as_ref(),
            spans: Some(run.trace.spans.iter().map(SpanEntry::of).collect()),
            ..Self::without_data(run)
        }
    }

    /// Without its answer and its requests.
    pub(in super::super) fn without_data(run: &'a Run) -> Self {
        let (trace, metrics) = (&run.trace, run.metrics());
        Self {
            variant: &run.variant,
            state: run.state.name(),
            total_ms: millis(trace.ended),
            first_response_ms: millis(metrics.first_response),
            first_result_ms: millis(metrics.first_result),
            handed_ms: run.handed.iter().map(|time| time.as_millis_f64()).collect(),
            peak_in_flight: metrics.peak_in_flight,
            bytes: metrics.bytes,
            hidden: run.disturbance.is_some_and(Disturbance::is_hidden),
            held_up_ms: millis(run.disturbance.and_then(Disturbance::held_up)),
            answer: None,
            error: run.error.as_ref().map(|error| ErrorEntry {
                kind: &error.kind,
                message: &error.message,
            }),
            spans: None,
        }
    }
}

impl<'a> SpanEntry<'a> {
    pub(in super::super) fn of(span: &'a Span) -> Self {
        Self {
            id: span.id.0,
            label: span.label(),
            method: &span.call.method,
            url: &span.call.url,
            resource: &span.call.resource,
            line: span.call.site.line,
            column: span.call.site.column,
            queued_ms: span.queued.as_millis_f64(),
            started_ms: millis(span.started),
            stalled_ms: millis(span.phases.map(|phases| phases.stalled)),
            connecting_ms: millis(span.phases.map(|phases| phases.connecting)),
            responded_ms: millis(span.responded),
            received_ms: millis(span.received),
            ended_ms: millis(span.ended),
            outcome: span.outcome.map(Outcome::name),
            status: span.status,
            bytes: span.bytes,
            order: OrderEntry {
                queued: span.order.queued,
                started: span.order.started,
                ended: span.order.ended,
            },
        }
    }
}
