//! The run file of the public interface: a [`Record`] as JSON, and back.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use super::reader::{At, BadFile, Result, parse};
use super::{Failure, LaneState, Record, Run, Setup, Source};
use crate::network::{Network, Number};
use crate::time::Nanos;
use crate::trace::{CallSite, NewSpan, Outcome, Phases, Span, SpanId, SpanOrder, Trace};

/// The version that is written, and the only one there is to read.
pub const FORMAT: &str = "tandem-run/1";

/// The most variants that are read: no experiment has as many.
const MOST_VARIANTS: usize = 16;

/// The most spans of a variant that are read.
pub const MOST_SPANS: usize = 100_000;

/// The most values of one run that were handed on early.
const MOST_HANDED: usize = 100_000;

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

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct VariantEntry<'a> {
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
    answer: Option<&'a Json>,
    error: Option<ErrorEntry<'a>>,
    spans: Vec<SpanEntry<'a>>,
}

#[derive(Serialize)]
struct ErrorEntry<'a> {
    kind: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SpanEntry<'a> {
    id: u32,
    label: String,
    method: &'static str,
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
            variants: record.runs.iter().map(VariantEntry::of).collect(),
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
    fn of(run: &'a Run) -> Self {
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
            hidden: run.hidden,
            answer: run.answer.as_ref(),
            error: run.error.as_ref().map(|error| ErrorEntry {
                kind: &error.kind,
                message: &error.message,
            }),
            spans: trace.spans.iter().map(SpanEntry::of).collect(),
        }
    }
}

impl<'a> SpanEntry<'a> {
    fn of(span: &'a Span) -> Self {
        Self {
            id: span.id.0,
            label: span.label(),
            method: "GET",
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

/// Reads a run file. Figures that follow from the spans are taken from the spans.
///
/// # Errors
/// What cannot be read, and where.
pub fn read(text: &str) -> Result<Record> {
    read_json(&parse(text)?)
}

/// As [`read`], of parsed JSON.
///
/// # Errors
/// As [`read`].
pub fn read_json(json: &Json) -> Result<Record> {
    let top = At::top(json);
    let format = top.at("format")?;
    if format.text()? != FORMAT {
        return Err(format.bad(format!(
            "this version of Tandem reads “{FORMAT}”, not “{}”.",
            format.text()?.chars().take(40).collect::<String>()
        )));
    }
    let params = top.at("params")?;
    let Json::Object(chosen) = params.json() else {
        return Err(params.needs("an object"));
    };
    let variants = top.at("variants")?;
    let runs: Vec<Run> = variants
        .list(MOST_VARIANTS)?
        .map(|at| run(&at))
        .collect::<Result<_>>()?;
    let order = top.at("order")?;
    let order: Vec<String> = order
        .list(MOST_VARIANTS)?
        .map(|at| {
            let name = at.text()?;
            let known = runs.iter().any(|run| run.variant == name);
            known.then(|| name.to_owned()).ok_or_else(|| {
                at.bad(format!(
                    "“{name}” is none of the variants."
                ))
            })
        })
        .collect::<Result<_>>()?;
    Ok(Record {
        setup: Some(Setup {
            experiment: top.at("experiment")?.text()?.into(),
            params: chosen.clone().into_iter().collect(),
            source: source(&top)?,
            seed: top.at("seed")?.whole(0, u64::MAX)?,
            order,
        }),
        started: top.at("started")?.text()?.into(),
        runs,
        bodies: std::collections::HashMap::new(),
    })
}

fn source(top: &At) -> Result<Source> {
    let source = top.at("source")?;
    let kind = source.at("kind")?;
    match kind.text()? {
        "live" => Ok(Source::Live),
        "custom" => Ok(Source::Custom(
            source.at("base")?.text()?.into(),
        )),
        "replica" => Ok(Source::Replica(network(
            &top.at("network")?,
        )?)),
        _ => Err(kind.needs("live, replica or custom")),
    }
}

fn network(at: &At) -> Result<Network> {
    let mut network = Network::default();
    for number in Number::ALL {
        let key = number.key();
        let text = match at.maybe(key)?.map(|value| value.json().clone()) {
            None if *number == Number::RateLimit => String::new(),
            None => return Err(at.bad(format!("“{key}” is missing."))),
            Some(Json::String(text)) => text,
            Some(Json::Bool(true)) => "on".into(),
            Some(Json::Bool(false)) => "off".into(),
            Some(other) => other.to_string(),
        };
        number
            .read(&text, &mut network)
            .map_err(|expected| BadFile {
                place: format!("{}.{key}", at.place()),
                problem: format!("{expected} is needed here."),
            })?;
    }
    Ok(network)
}

fn run(at: &At) -> Result<Run> {
    let state = at.at("state")?;
    let name = state.text()?;
    let known = LaneState::ALL.into_iter().find(|one| one.name() == name);
    let state =
        known.ok_or_else(|| state.needs("the state of a variant, such as done or failed"))?;
    let variant = at.at("variant")?.text()?.to_owned();
    let handed = match at.maybe("handedMs")? {
        Some(times) => times
            .list(MOST_HANDED)?
            .map(|time| time.millis())
            .collect::<Result<_>>()?,
        None => Vec::new(),
    };
    let error = match at.maybe("error")? {
        Some(error) => Some(Failure {
            kind: error.at("kind")?.text()?.into(),
            message: error.at("message")?.text()?.into(),
        }),
        None => None,
    };
    Ok(Run {
        title: variant.clone(),
        variant,
        state,
        hidden: at
            .maybe("hidden")?
            .map_or(Ok(false), |hidden| hidden.flag())?,
        handed,
        answer: at.maybe("answer")?.map(|answer| answer.json().clone()),
        error,
        trace: trace(at)?,
    })
}

fn trace(at: &At) -> Result<Trace> {
    let time = |key| at.maybe(key)?.map(|time| time.millis()).transpose();
    let (first_result, ended) = (time("firstResultMs")?, time("totalMs")?);
    let spans_at = at.at("spans")?;
    let mut ordered = 0;
    let mut spans: Vec<Span> = Vec::new();
    for span_at in spans_at.list(MOST_SPANS)? {
        let (span, has_order) = span(&span_at, spans.len() as u32)?;
        ordered += usize::from(has_order);
        spans.push(span);
    }
    if ordered != 0 && ordered != spans.len() {
        return Err(spans_at.bad("either every span has an “order”, or none has."));
    }
    if ordered == 0 {
        return Ok(Trace::of_times(
            spans,
            first_result,
            ended,
        ));
    }
    Trace::of_spans(spans, first_result, ended).map_err(|id| BadFile {
        place: format!("{}[{}].order", spans_at.place(), id.0),
        problem: "the order of events does not agree with their times.".into(),
    })
}

/// A span, and whether it tells the places of its events.
fn span(at: &At, id: u32) -> Result<(Span, bool)> {
    if at.at("id")?.whole(0, u64::from(u32::MAX))? != u64::from(id) {
        return Err(at.at("id")?.needs(&id.to_string()));
    }
    let label = at.at("label")?;
    let path = label
        .text()?
        .strip_prefix("GET ")
        .ok_or_else(|| label.needs("“GET” and a path"))?;
    let whole = |key, most| Ok(at.at(key)?.whole(1, most)? as u32);
    let time = |key| at.maybe(key)?.map(|time| time.millis()).transpose();
    let call = NewSpan {
        path: path.into(),
        url: at.at("url")?.text()?.into(),
        resource: at.at("resource")?.text()?.to_owned().into(),
        site: CallSite {
            file: "",
            line: whole("line", 1_000_000)?,
            column: whole("column", 1_000_000)?,
        },
    };
    let mut span = Span::new(
        SpanId(id),
        call,
        at.at("queuedMs")?.millis()?,
    );
    span.started = time("startedMs")?;
    span.responded = time("respondedMs")?;
    span.received = time("receivedMs")?;
    span.ended = time("endedMs")?;
    span.phases = time("stalledMs")?
        .zip(time("connectingMs")?)
        .map(|(stalled, connecting)| Phases {
            stalled,
            connecting,
        });
    span.status = match at.maybe("status")? {
        Some(status) => Some(status.whole(100, 599)? as u16),
        None => None,
    };
    span.bytes = match at.maybe("bytes")? {
        // More than any body; sums of it stay below 2⁶³.
        Some(bytes) => Some(bytes.whole(0, 1 << 40)?),
        None => None,
    };
    span.outcome = match at.maybe("outcome")? {
        Some(outcome) => Some(
            Outcome::find(outcome.text()?)
                .ok_or_else(|| outcome.needs("an outcome, such as ok or timed-out"))?,
        ),
        None => None,
    };
    if let Some(problem) = flaw(&span) {
        return Err(at.bad(problem));
    }
    let order = at.maybe("order")?;
    if let Some(order) = &order {
        let place = |key| match order.maybe(key)? {
            Some(place) => Ok(Some(place.whole(0, 1 << 24)? as u32)),
            None => Ok(None),
        };
        span.order = SpanOrder {
            queued: order.at("queued")?.whole(0, 1 << 24)? as u32,
            started: place("started")?,
            ended: place("ended")?,
        };
        let agrees = span.order.started.is_some() == span.started.is_some()
            && span.order.ended.is_some() == span.ended.is_some();
        if !agrees {
            return Err(
                order.bad("it needs a place for each of queued, started and ended that came.")
            );
        }
    }
    Ok((span, order.is_some()))
}

/// What is wrong with the steps of a life: they come in their order, each with the one it needs.
pub(super) fn flaw(span: &Span) -> Option<String> {
    let steps = [
        ("queuedMs", Some(span.queued)),
        ("startedMs", span.started),
        ("respondedMs", span.responded),
        ("receivedMs", span.received),
        ("endedMs", span.ended),
    ];
    let mut before = ("queuedMs", span.queued);
    for (key, time) in steps {
        let Some(time) = time else { continue };
        if time < before.1 {
            return Some(format!(
                "“{key}” lies before “{}”.",
                before.0
            ));
        }
        before = (key, time);
    }
    let needs = [
        (
            "respondedMs",
            span.responded.is_some(),
            "startedMs",
            span.started.is_some(),
        ),
        (
            "respondedMs",
            span.responded.is_some(),
            "status",
            span.status.is_some(),
        ),
        (
            "status",
            span.status.is_some(),
            "respondedMs",
            span.responded.is_some(),
        ),
        (
            "receivedMs",
            span.received.is_some(),
            "respondedMs",
            span.responded.is_some(),
        ),
        (
            "stalledMs",
            span.phases.is_some(),
            "respondedMs",
            span.responded.is_some(),
        ),
        (
            "endedMs",
            span.ended.is_some(),
            "outcome",
            span.outcome.is_some(),
        ),
        (
            "outcome",
            span.outcome.is_some(),
            "endedMs",
            span.ended.is_some(),
        ),
    ];
    for (key, there, needed, is_there) in needs {
        if there && !is_there {
            return Some(format!(
                "“{key}” stands here without “{needed}”."
            ));
        }
    }
    None
}
