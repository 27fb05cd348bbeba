//! A comparison as a file: the run file of the public interface.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use super::comparison::{Comparison, Lane, LaneState};
use super::settings::Source;
use crate::engine::error::Error;
use crate::network::{Network, Number};
use crate::time::Nanos;
use crate::trace::metrics::Metrics;
use crate::trace::{Span, Trace};

/// The version that is written.
pub const FORMAT: &str = "tandem-run/1";

/// A comparison. Times are milliseconds since their variant began; what never came is absent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RunFile {
    format: &'static str,
    experiment: &'static str,
    params: BTreeMap<&'static str, Json>,
    source: SourceEntry,
    /// The replica's network, when it has one to name.
    network: Option<NetworkEntry>,
    started: String,
    seed: u64,
    order: Vec<&'static str>,
    variants: Vec<VariantEntry>,
}

#[derive(Serialize)]
struct SourceEntry {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<String>,
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

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct VariantEntry {
    variant: &'static str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_response_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_result_ms: Option<f64>,
    peak_in_flight: usize,
    bytes: u64,
    hidden: bool,
    answer: Option<Json>,
    error: Option<ErrorEntry>,
    spans: Vec<SpanEntry>,
}

#[derive(Serialize)]
struct ErrorEntry {
    kind: &'static str,
    message: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SpanEntry {
    id: u32,
    label: String,
    method: &'static str,
    url: String,
    resource: String,
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
    ended_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
}

impl RunFile {
    /// The file of `comparison` as it stands.
    #[must_use]
    pub fn of(comparison: &Comparison) -> Self {
        let settings = comparison.settings();
        let source = comparison.source();
        let values = settings.values.iter();
        Self {
            format: FORMAT,
            experiment: settings.experiment.name,
            params: values
                .map(|(key, value)| {
                    (
                        key,
                        serde_json::to_value(value).unwrap_or_default(),
                    )
                })
                .collect(),
            source: SourceEntry {
                kind: source.kind().name(),
                base: match &source {
                    Source::Custom(base) => Some(base.url.clone()),
                    Source::Live | Source::Replica(_) => None,
                },
            },
            network: match &source {
                Source::Replica(network) => Some(NetworkEntry::of(network)),
                Source::Live | Source::Custom(_) => None,
            },
            started: comparison.started().into(),
            seed: comparison.seed(),
            order: comparison
                .order()
                .iter()
                .map(|place| settings.experiment.variants[*place].name)
                .collect(),
            variants: comparison.lanes().iter().map(VariantEntry::of).collect(),
        }
    }

    /// The file's text.
    #[must_use]
    pub fn text(&self) -> String {
        // Text keys and finite numbers only, all of which JSON can hold.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The file's name: the experiment and the date, without what some systems forbid in names.
    #[must_use]
    pub fn name(&self) -> String {
        let date: String = self
            .started
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect();
        format!("tandem-{}-{date}.json", self.experiment)
    }
}

impl VariantEntry {
    fn of(lane: &Lane) -> Self {
        let trace = lane.trace(Trace::clone).unwrap_or_default();
        let metrics = Metrics::of(&trace);
        let ended = |read: fn(&crate::experiments::Answer) -> Json| {
            lane.finished(|finished| {
                let loaded = finished.result.as_ref().ok()?;
                Some(read(loaded.answer()))
            })
            .flatten()
        };
        let state = lane.state();
        Self {
            variant: lane.variant.name,
            state: state.name(),
            total_ms: trace.ended.map(Nanos::as_millis_f64),
            first_response_ms: metrics.first_response.map(Nanos::as_millis_f64),
            first_result_ms: metrics.first_result.map(Nanos::as_millis_f64),
            peak_in_flight: metrics.peak_in_flight,
            bytes: metrics.bytes,
            hidden: lane
                .finished(|finished| finished.hidden)
                .unwrap_or_default(),
            answer: ended(|answer| answer.json.clone()),
            error: match state {
                LaneState::Cancelled => Some(ErrorEntry::of(&Error::Cancelled)),
                _ => lane
                    .finished(|finished| finished.result.as_ref().err().map(ErrorEntry::of))
                    .flatten(),
            },
            spans: trace.spans.iter().map(SpanEntry::of).collect(),
        }
    }
}

impl ErrorEntry {
    fn of(error: &Error) -> Self {
        Self {
            kind: error.kind(),
            message: error.to_string(),
        }
    }
}

impl SpanEntry {
    fn of(span: &Span) -> Self {
        Self {
            id: span.id.0,
            label: span.label(),
            method: "GET",
            url: span.call.url.clone(),
            resource: span.call.resource.clone().into_owned(),
            line: span.call.site.line,
            column: span.call.site.column,
            queued_ms: span.queued.as_millis_f64(),
            started_ms: span.started.map(Nanos::as_millis_f64),
            stalled_ms: span.phases.map(|phases| phases.stalled.as_millis_f64()),
            connecting_ms: span.phases.map(|phases| phases.connecting.as_millis_f64()),
            responded_ms: span.responded.map(Nanos::as_millis_f64),
            ended_ms: span.ended.map(Nanos::as_millis_f64),
            outcome: span.outcome.map(crate::trace::Outcome::name),
            status: span.status,
            bytes: span.bytes,
        }
    }
}
