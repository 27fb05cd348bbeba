//! Reads a run file.

use serde_json::Value as Json;

use super::super::reader::{At, BadFile, Result, parse};
use super::super::{Failure, LaneState, Record, Run, Setup, Source, date};
use super::span::span;
use super::{FORMAT, MOST_HANDED, MOST_SPANS, MOST_VARIANTS};
use crate::json::JsonText;
use crate::network::{Network, Number};
use crate::time::Nanos;
use crate::trace::{Disturbance, Span, Trace};

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
        .map(|at| {
            run(
                &at,
                &at.at("spans")?.list(MOST_SPANS)?.collect::<Vec<_>>(),
            )
        })
        .collect::<Result<_>>()?;
    let started = started(&top.at("started")?)?;
    Ok(Record {
        setup: Some(Setup {
            experiment: top.at("experiment")?.text()?.into(),
            params: chosen.clone().into_iter().collect(),
            source: source(&top)?,
            // Without one nobody can draw its order again, which is nothing that is shown.
            seed: top
                .maybe("seed")?
                .map_or(Ok(0), |seed| seed.whole(0, u64::MAX))?,
            order: order(&top.at("order")?, &runs)?,
        }),
        started,
        runs,
        bodies: std::collections::HashMap::new(),
    })
}

/// The names of `runs`, each once.
fn order(at: &At, runs: &[Run]) -> Result<Vec<String>> {
    let mut order: Vec<String> = Vec::new();
    for name_at in at.list(MOST_VARIANTS)? {
        let name = name_at.text()?;
        if order.iter().any(|known| known == name) {
            return Err(name_at.bad(format!("“{name}” stands here twice.")));
        }
        if runs.iter().all(|run| run.variant != name) {
            return Err(name_at.bad(format!(
                "“{name}” is none of the variants."
            )));
        }
        order.push(name.into());
    }
    if order.len() != runs.len() {
        return Err(at.bad("each variant has to stand here once."));
    }
    Ok(order)
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

/// The run at `at`, of which the requests stand at `spans`.
pub(in super::super) fn run(at: &At, spans: &[At]) -> Result<Run> {
    let state = at.at("state")?;
    let name = state.text()?;
    let known = LaneState::ALL.into_iter().find(|one| one.name() == name);
    let state =
        known.ok_or_else(|| state.needs("the state of a variant, such as done or failed"))?;
    if state.has_ended() {
        at.at("totalMs")?;
    }
    let variant = at.at("variant")?.text()?.to_owned();
    let handed = match at.maybe("handedMs")? {
        Some(times) => moments(&times)?,
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
        disturbance: disturbance(at)?,
        handed,
        answer: at
            .maybe("answer")?
            .map(|answer| JsonText::of(answer.json())),
        error,
        trace: trace(at, spans)?,
    })
}

/// What disturbed the run at `at`. Files of older versions know of hidden pages alone.
fn disturbance(at: &At) -> Result<Option<Disturbance>> {
    let hidden = at
        .maybe("hidden")?
        .map_or(Ok(false), |hidden| hidden.flag())?;
    let held_up = at
        .maybe("heldUpMs")?
        .map(|time| time.millis())
        .transpose()?;
    let held_up = held_up.map(Disturbance::HeldUp);
    Ok(if hidden {
        Some(Disturbance::Hidden)
    } else {
        held_up
    })
}

/// Moments in their order.
fn moments(at: &At) -> Result<Vec<Nanos>> {
    let mut moments = Vec::new();
    for time in at.list(MOST_HANDED)? {
        let moment = time.millis()?;
        if moments.last().is_some_and(|last| *last > moment) {
            return Err(time.bad("it lies before the one before it."));
        }
        moments.push(moment);
    }
    Ok(moments)
}

fn trace(at: &At, places: &[At]) -> Result<Trace> {
    let time = |key| at.maybe(key)?.map(|time| time.millis()).transpose();
    let (first_result, ended) = (time("firstResultMs")?, time("totalMs")?);
    let mut ordered = 0;
    let mut spans: Vec<Span> = Vec::new();
    for place in places {
        let (span, has_order) = span(place, spans.len() as u32)?;
        ordered += usize::from(has_order);
        spans.push(span);
    }
    if ordered != 0 && ordered != spans.len() {
        return Err(at.bad("either every span has an “order”, or none has."));
    }
    if ordered == 0 {
        return Ok(Trace::of_times(
            spans,
            first_result,
            ended,
        ));
    }
    Trace::of_spans(spans, first_result, ended).map_err(|id| {
        let problem = "the order of events does not agree with their times.";
        match places[id.0 as usize].at("order") {
            Ok(order) => order.bad(problem),
            Err(bad) => bad,
        }
    })
}

/// A date and time, in UTC.
fn started(at: &At) -> Result<String> {
    let text = at.text()?;
    let moment = date::read(text).ok_or_else(|| at.needs("a date and time"))?;
    Ok(if text.ends_with('Z') {
        text.into()
    } else {
        date::write(moment)
    })
}
