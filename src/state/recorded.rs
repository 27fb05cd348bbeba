//! A comparison as a record, and a record as a comparison.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use serde_json::Value as Json;

use super::comparison::{Comparison, Ending, Failed, Inner, Lane, Origin, Phase};
use super::settings::{Settings, Source};
use crate::api::base::{Base, ReadAddress};
use crate::engine::keep::Kept;
use crate::engine::recording::Recording;
use crate::experiments::{
    Answer, Experiment, Loaded, Param, Routine, Value, Values, Variant, find, routines,
};
use crate::json::JsonText;
use crate::record::reader::BadFile;
use crate::record::{self, Failure, LaneState, Record, Run, Setup};
use crate::time::Nanos;
use crate::trace::Trace;

/// What `comparison` came to by now.
#[must_use]
pub fn record(comparison: &Comparison) -> Record {
    let runs: Vec<Run> = comparison.lanes().iter().map(run).collect();
    let settings = comparison.settings();
    let names = comparison.order().iter();
    let setup = comparison.is_of_experiment().then(|| Setup {
        experiment: settings.experiment.name.into(),
        params: settings
            .values
            .iter()
            .map(|(key, value)| {
                let json = serde_json::to_value(value).unwrap_or_default();
                (key.to_owned(), json)
            })
            .collect(),
        source: match comparison.source() {
            Source::Live => record::Source::Live,
            Source::Replica(network) => record::Source::Replica(network),
            Source::Custom(base) => record::Source::Custom(base.url),
        },
        seed: comparison.seed(),
        order: names.map(|place| runs[*place].variant.clone()).collect(),
    });
    Record {
        setup,
        started: comparison.started().into(),
        runs,
        bodies: comparison.kept().all(),
    }
}

fn run(lane: &Lane) -> Run {
    let state = lane.state();
    let ending = lane.ending().unwrap_or_default();
    let mut handed = lane.handed();
    let answer = (state == LaneState::Done)
        .then(|| lane.answer(None))
        .flatten()
        .map(|loaded| loaded.answer().json.clone());
    if answer.is_some() {
        // The answer itself, which came with the end.
        handed.pop();
    }
    Run {
        variant: lane.name.to_string(),
        title: lane.title.to_string(),
        state,
        disturbance: ending.disturbance,
        handed,
        answer,
        error: match state {
            LaneState::Cancelled => Some(Failure {
                kind: "cancelled".into(),
                message: "Stopped before its end.".into(),
            }),
            _ => ending.failure.map(|failed| failed.failure),
        },
        trace: lane.trace(Trace::clone).unwrap_or_default(),
    }
}

/// The settings that `setup` describes, over what else is chosen in `before`. The source stays the
/// person's own choice.
///
/// # Errors
/// What this program does not know, and where.
pub fn settings(setup: &Setup, before: &Settings) -> Result<Settings, BadFile> {
    let experiment = find(&setup.experiment).ok_or_else(|| {
        BadFile::new(
            "experiment",
            format!(
                "there is no experiment “{}”.",
                setup.experiment
            ),
        )
    })?;
    let mut settings = before.switch(experiment);
    settings.values = Values::defaults(experiment.params);
    if let Some(param) = experiment
        .params
        .iter()
        .find(|param| !setup.params.contains_key(param.key))
    {
        return Err(BadFile::new(
            "params",
            format!("“{}” is missing.", param.key),
        ));
    }
    for (key, json) in &setup.params {
        let place = || format!("params.{key}");
        let param = experiment.params.iter().find(|param| param.key == key);
        let param = param.ok_or_else(|| {
            BadFile::new(
                place(),
                format!(
                    "“{}” takes no such parameter.",
                    experiment.name
                ),
            )
        })?;
        let value = value(param, json).map_err(|needed| {
            BadFile::new(
                place(),
                format!("{needed} is needed here."),
            )
        })?;
        settings.values.set(param.key, value);
    }
    Ok(settings)
}

fn value(param: &Param, json: &Json) -> Result<Value, String> {
    let text = |json: &Json| match json {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    param.parse(&match json {
        Json::Array(all) => all.iter().map(text).collect::<Vec<_>>().join(","),
        one => text(one),
    })
}

/// `record` as a comparison that is over, for showing. `before` is what is chosen on the page.
///
/// # Errors
/// What in it this program does not know, and where.
pub fn comparison(
    record: Record,
    origin: Origin,
    before: &Settings,
    address: ReadAddress,
) -> Result<Comparison, BadFile> {
    let (settings, source, seed, experiment) = match &record.setup {
        Some(setup) => {
            let settings = settings(setup, before)?;
            let experiment = settings.experiment;
            let source = source(&setup.source, address)?;
            (
                settings,
                source,
                setup.seed,
                Some(experiment),
            )
        }
        None => (before.clone(), Source::Live, 0, None),
    };
    let lanes = lanes(&record, experiment)?;
    let order = order(&record)?;
    let stopped = record.runs.iter().any(|run| !run.state.has_ended());
    Ok(Comparison(SendWrapper::new(Rc::new(
        Inner {
            origin,
            settings,
            seed,
            order,
            started: record.started,
            source: ArcRwSignal::new(source),
            fell_back: ArcRwSignal::new(None),
            warmth: ArcRwSignal::new(None),
            phase: ArcRwSignal::new(if stopped { Phase::Stopped } else { Phase::Done }),
            frame: ArcRwSignal::new(Nanos::ZERO),
            lanes,
            base: RefCell::new("".into()),
            kept: Rc::new(Kept::of(record.bodies)),
            abort: None,
            _held: None,
        },
    ))))
}

/// The places of the variants in the order they ran: each once.
fn order(record: &Record) -> Result<Vec<usize>, BadFile> {
    let names = record.setup.iter().flat_map(|setup| &setup.order);
    let place = |name: &String| record.runs.iter().position(|run| run.variant == *name);
    let order: Vec<usize> = names.filter_map(place).collect();
    let mut places = order.clone();
    places.sort_unstable();
    if record.setup.is_some() && !places.into_iter().eq(0..record.runs.len()) {
        return Err(BadFile::new(
            "order",
            "each variant has to stand here once.",
        ));
    }
    Ok(order)
}

fn source(source: &record::Source, address: ReadAddress) -> Result<Source, BadFile> {
    Ok(match source {
        record::Source::Live => Source::Live,
        record::Source::Replica(network) => Source::Replica(*network),
        record::Source::Custom(base) => Source::Custom(
            Base::read(base, address)
                .map_err(|problem| BadFile::new("source.base", format!("{problem}.")))?,
        ),
    })
}

fn lanes(record: &Record, experiment: Option<&'static Experiment>) -> Result<Vec<Lane>, BadFile> {
    let Some(experiment) = experiment else {
        if record.runs.is_empty() {
            return Err(BadFile::new(
                "variants",
                "there are none.",
            ));
        }
        return record.runs.iter().map(|run| lane(run, None, "")).collect();
    };
    let expected = experiment.variants.len();
    if record.runs.len() != expected {
        return Err(BadFile::new(
            "variants",
            format!(
                "“{}” has {expected} variants, and here are {}.",
                experiment.name,
                record.runs.len()
            ),
        ));
    }
    let variants = experiment.variants.iter().zip(routines(experiment));
    let pairs = record.runs.iter().zip(variants).enumerate();
    pairs
        .map(|(index, (run, (variant, routine)))| {
            let place = format!("variants[{index}]");
            if run.variant != variant.name {
                return Err(BadFile::new(
                    format!("{place}.variant"),
                    format!(
                        "“{}” stands here, not “{}”.",
                        variant.name, run.variant
                    ),
                ));
            }
            lane(run, Some((variant, routine)), &place)
        })
        .collect()
}

/// A variant that this program knows, and what it does.
type Known = (&'static Variant, &'static Routine);

fn lane(run: &Run, known: Option<Known>, place: &str) -> Result<Lane, BadFile> {
    let title = known.map_or(run.title.as_str(), |(variant, _)| {
        variant.title
    });
    let state = match run.state {
        // Whoever wrote it down has left it there.
        LaneState::Idle | LaneState::Waiting | LaneState::Running => LaneState::Cancelled,
        ended => ended,
    };
    let mut handed: Vec<_> = run.handed.iter().map(|at| (*at, None)).collect();
    if let (Some((_, routine)), Some(text)) = (known, &run.answer) {
        let answer = (routine.read)(text).map_err(|error| {
            BadFile::new(
                format!("{place}.answer"),
                format!("{}.", without_line(&error.to_string())),
            )
        })?;
        // What a stream hands on is a list that grows by one each time. It is made when it is read.
        let all: Rc<[JsonText]> = text.items().into();
        for (index, (_, loaded)) in handed.iter_mut().enumerate().take(all.len()) {
            *loaded = Some(so_far(routine, &all, index + 1));
        }
        let end = run.trace.ended.unwrap_or_default();
        handed.push((end, Some(Loaded::new(|| answer))));
    }
    let began = run.trace.ended.is_some() || !run.trace.spans.is_empty();
    let recording = began.then(|| Rc::new(Recording::of(run.trace.clone())));
    let failure = run.error.clone().filter(|_| state == LaneState::Failed);
    Ok(Lane {
        variant: known.map(|(variant, _)| variant),
        name: run.variant.as_str().into(),
        title: title.into(),
        state: ArcRwSignal::new(state),
        recording: RefCell::new(recording),
        handed_count: ArcRwSignal::new(handed.len()),
        handed: RefCell::new(handed),
        ending: RefCell::new(Some(Ending {
            disturbance: run.disturbance,
            failure: failure.map(|failure| Failed {
                advice: failure.message.clone(),
                failure,
            }),
        })),
    })
}

/// The first `count` of the values that a stream has handed on.
fn so_far(routine: &'static Routine, all: &Rc<[JsonText]>, count: usize) -> Loaded {
    let all = Rc::clone(all);
    Loaded::new(move || {
        let json = JsonText::list(&all[..count]);
        // A part of what could be read can be read.
        (routine.read)(&json).unwrap_or_else(|_| Answer {
            json,
            parts: Vec::new(),
        })
    })
}

/// A complaint of serde's without its place in a text that nobody has seen: the answer alone.
fn without_line(complaint: &str) -> &str {
    let end = complaint.rfind(" at line ");
    end.map_or(complaint, |end| &complaint[..end])
}
