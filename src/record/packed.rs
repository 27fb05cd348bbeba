//! A [`Record`] in as few bytes as will do, for links: setup, spans and figures, neither answers nor bodies.
//!
//! A version, a table of all texts, and then numbers: texts by their place in the table, the spans column
//! by column, each figure as its distance from the one it is likely to be near, times in the largest unit
//! that all of them are multiples of. Repeats are left to the compression that follows.

mod bytes;
mod columns;

use self::bytes::{Reader, Writer};
use self::columns::COLUMNS;
use super::date;
use super::reader::{BadFile, LONGEST, Result};
use super::run_file::{MOST_HANDED, MOST_SPANS, MOST_VARIANTS, flaw, is_method, is_name};
use super::{Failure, LaneState, Record, Run, Setup, Source};
use crate::network::{Network, Number};
use crate::time::Nanos;
use crate::trace::{CallSite, Disturbance, NewSpan, Span, SpanId, Trace};

/// The version that is written, and the only one there is to read.
const VERSION: u8 = 1;

/// Packs `record`.
#[must_use]
pub fn pack(record: &Record) -> Vec<u8> {
    let mut out = Writer::new(unit(record));
    out.text(&record.started);
    out.number(u64::from(record.setup.is_some()));
    if let Some(setup) = &record.setup {
        write_setup(&mut out, setup);
    }
    out.number(record.runs.len() as u64);
    for run in &record.runs {
        write_run(&mut out, run);
    }
    out.finish(VERSION)
}

/// Unpacks what [`pack`] made.
///
/// # Errors
/// What cannot be read, and where.
pub fn unpack(bytes: &[u8]) -> Result<Record> {
    let mut from = Reader::open(bytes, VERSION)?;
    let started = from.text("started")?;
    if !started.is_empty() && date::read(&started).is_none() {
        return Err(BadFile::new(
            "started",
            "this is no date and time.",
        ));
    }
    let setup = match from.number("setup", 1)? {
        0 => None,
        _ => Some(read_setup(&mut from)?),
    };
    let mut runs: Vec<Run> = Vec::new();
    let count = from.count("runs")?;
    if count > MOST_VARIANTS {
        return Err(BadFile::new(
            "runs",
            format!("{count} are too many: up to {MOST_VARIANTS} are read."),
        ));
    }
    for place in 0..count {
        let place = format!("runs[{place}]");
        let run = read_run(&mut from, &place)?;
        if runs.iter().any(|known| known.variant == run.variant) {
            return Err(BadFile::new(
                format!("{place}.variant"),
                "another run has this name.",
            ));
        }
        runs.push(run);
    }
    from.close()?;
    Ok(Record {
        setup,
        started,
        runs,
        ..Record::default()
    })
}

/// The largest unit of time that all times of `record` are multiples of: clocks go in steps.
fn unit(record: &Record) -> u64 {
    let mut unit = 0;
    let mut take = |time: Option<Nanos>| unit = gcd(unit, time.unwrap_or_default().0);
    for run in &record.runs {
        run.handed.iter().for_each(|at| take(Some(*at)));
        take(run.trace.first_result);
        take(run.trace.ended);
        for span in &run.trace.spans {
            for column in COLUMNS.iter().filter(|column| column.is_time) {
                take((column.get)(span).map(Nanos));
            }
        }
    }
    unit.max(1)
}

const fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn write_setup(out: &mut Writer, setup: &Setup) {
    out.text(&setup.experiment);
    out.text(&serde_json::to_string(&setup.params).unwrap_or_default());
    out.number(match &setup.source {
        Source::Live => 0,
        Source::Replica(_) => 1,
        Source::Custom(_) => 2,
    });
    match &setup.source {
        Source::Live => {}
        // All of it: what is the default today may be another one tomorrow.
        Source::Replica(network) => {
            for number in Number::ALL {
                out.text(&number.text(network));
            }
        }
        Source::Custom(base) => out.text(base),
    }
    out.number(setup.seed);
    out.number(setup.order.len() as u64);
    for name in &setup.order {
        out.text(name);
    }
}

fn read_setup(from: &mut Reader) -> Result<Setup> {
    let experiment = from.text("experiment")?;
    let params = from.text("params")?;
    let params = serde_json::from_str(&params).map_err(|error| {
        BadFile::new(
            "params",
            format!("This is no JSON: {error}."),
        )
    })?;
    let source = match from.number("source", 2)? {
        0 => Source::Live,
        1 => Source::Replica(read_network(from)?),
        _ => Source::Custom(from.text("source.base")?),
    };
    let seed = from.number("seed", u64::MAX)?;
    let names = 0..from.count("order")?;
    Ok(Setup {
        experiment,
        params,
        source,
        seed,
        order: names.map(|_| from.text("order")).collect::<Result<_>>()?,
    })
}

fn read_network(from: &mut Reader) -> Result<Network> {
    let mut network = Network::default();
    for number in Number::ALL {
        let place = format!("network.{}", number.key());
        let text = from.text(&place)?;
        number
            .read(&text, &mut network)
            .map_err(|expected| BadFile {
                place,
                problem: format!("{expected} is needed here."),
            })?;
    }
    Ok(network)
}

fn write_run(out: &mut Writer, run: &Run) {
    out.text(&run.variant);
    out.text(&run.title);
    let state = LaneState::ALL.iter().position(|state| *state == run.state);
    out.number(state.unwrap_or_default() as u64);
    out.number(match run.disturbance {
        None => 0,
        Some(Disturbance::Hidden) => 1,
        Some(Disturbance::HeldUp(_)) => 2,
    });
    if let Some(time) = run.disturbance.and_then(Disturbance::held_up) {
        out.number(time.0);
    }
    out.number(run.handed.len() as u64);
    for at in &run.handed {
        out.time(Some(*at));
    }
    out.number(u64::from(run.error.is_some()));
    if let Some(Failure { kind, message }) = &run.error {
        out.text(kind);
        out.text(message);
    }
    out.time(run.trace.first_result);
    out.time(run.trace.ended);
    write_spans(out, &run.trace.spans);
}

fn read_run(from: &mut Reader, place: &str) -> Result<Run> {
    let at = |what: &str| format!("{place}.{what}");
    let variant = from.text(&at("variant"))?;
    let title = from.text(&at("title"))?;
    let last = LaneState::ALL.len() as u64 - 1;
    let state = LaneState::ALL[from.number(&at("state"), last)? as usize];
    let disturbance = match from.number(&at("disturbance"), 2)? {
        0 => None,
        1 => Some(Disturbance::Hidden),
        _ => {
            let time = from.number(&at("disturbance"), LONGEST.0)?;
            Some(Disturbance::HeldUp(Nanos(time)))
        }
    };
    let handed = read_handed(from, &at("handed"))?;
    let error = match from.number(&at("error"), 1)? {
        0 => None,
        _ => Some(Failure {
            kind: from.text(&at("error.kind"))?,
            message: from.text(&at("error.message"))?,
        }),
    };
    let trace = read_trace(from, place)?;
    if state.has_ended() && trace.ended.is_none() {
        return Err(BadFile::new(
            at("ended"),
            "it has ended, and nothing says when.",
        ));
    }
    Ok(Run {
        variant,
        title,
        state,
        disturbance,
        handed,
        answer: None,
        error,
        trace,
    })
}

/// Moments in their order, as in files.
fn read_handed(from: &mut Reader, place: &str) -> Result<Vec<Nanos>> {
    let count = from.count(place)?;
    if count > MOST_HANDED {
        let problem = format!("{count} are too many: up to {MOST_HANDED} are read.");
        return Err(BadFile::new(place, problem));
    }
    let mut handed = Vec::new();
    for _ in 0..count {
        let moment = from.time(place)?.unwrap_or_default();
        if handed.last().is_some_and(|last| *last > moment) {
            return Err(BadFile::new(
                place,
                "one lies before the one before it.",
            ));
        }
        handed.push(moment);
    }
    Ok(handed)
}

fn write_spans(out: &mut Writer, spans: &[Span]) {
    out.number(spans.len() as u64);
    for Span { call, .. } in spans {
        out.text(&call.method);
        out.text(&call.resource);
        out.text(&call.path);
        // Most URLs are a base and the path.
        match call.url.strip_suffix(call.path.as_str()) {
            Some(base) => {
                out.number(1);
                out.text(base);
            }
            None => {
                out.number(0);
                out.text(&call.url);
            }
        }
    }
    for column in COLUMNS {
        column.write(out, spans);
    }
}

fn read_trace(from: &mut Reader, place: &str) -> Result<Trace> {
    let first_result = from.time(&format!("{place}.firstResult"))?;
    let ended = from.time(&format!("{place}.ended"))?;
    let count = from.count(&format!("{place}.spans"))?;
    if count > MOST_SPANS {
        return Err(BadFile::new(
            format!("{place}.spans"),
            format!("{count} are too many: up to {MOST_SPANS} are read."),
        ));
    }
    let mut spans = Vec::with_capacity(count);
    for id in 0..count {
        let call = read_call(from, &format!("{place}.spans[{id}]"))?;
        spans.push(Span::new(
            SpanId(id as u32),
            call,
            Nanos::ZERO,
        ));
    }
    for column in COLUMNS {
        column.read(from, place, &mut spans)?;
    }
    let bad = |id: SpanId, problem: String| BadFile {
        place: format!("{place}.spans[{}]", id.0),
        problem,
    };
    let disorder = || "the order of events does not agree with their times.".to_owned();
    for span in &spans {
        if let Some(problem) = flaw(span) {
            return Err(bad(span.id, problem));
        }
    }
    Trace::of_spans(spans, first_result, ended).map_err(|id| bad(id, disorder()))
}

fn read_call(from: &mut Reader, place: &str) -> Result<NewSpan> {
    let mut word = |what, fits: fn(&str) -> bool| {
        let text = from.text(place)?;
        let wrong = || BadFile::new(place, format!("this is no {what}."));
        if fits(&text) { Ok(text) } else { Err(wrong()) }
    };
    let method = word("method", is_method)?;
    let resource = word("resource", is_name)?;
    let path = from.text(place)?;
    let ends_with_path = from.number(place, 1)? == 1;
    let mut url = from.text(place)?;
    if ends_with_path {
        url.push_str(&path);
    }
    Ok(NewSpan {
        method: method.into(),
        path,
        url,
        resource: resource.into(),
        site: CallSite::NONE,
    })
}
