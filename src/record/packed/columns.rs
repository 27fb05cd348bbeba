//! The figures of spans, column by column.

use std::ops::RangeInclusive;

use super::super::run_file::{LARGEST_BODY, LAST_LINE, LAST_PLACE, STATUSES};
use super::bytes::{Reader, Writer};
use crate::record::reader::{BadFile, LONGEST, Result};
use crate::time::Nanos;
use crate::trace::{Outcome, Phases, Span};

/// One figure of all spans.
pub(super) struct Column {
    name: &'static str,
    /// Whether it counts nanoseconds.
    pub(super) is_time: bool,
    /// Whether each span has it.
    is_always: bool,
    bounds: RangeInclusive<u64>,
    /// What it is written as the distance from.
    near: Near,
    pub(super) get: fn(&Span) -> Option<u64>,
    set: fn(&mut Span, u64),
}

/// What a figure is likely to be near.
enum Near {
    /// The same figure of the span before.
    Before,
    /// Another figure of the same span, which was read by then.
    Own(fn(&Span) -> u64),
}

/// A figure that each span has, near that of the span before.
const fn always(
    name: &'static str,
    bounds: RangeInclusive<u64>,
    get: fn(&Span) -> Option<u64>,
    set: fn(&mut Span, u64),
) -> Column {
    Column {
        name,
        is_time: false,
        is_always: true,
        bounds,
        near: Near::Before,
        get,
        set,
    }
}

/// The same of a figure that may be missing.
const fn maybe(
    name: &'static str,
    bounds: RangeInclusive<u64>,
    get: fn(&Span) -> Option<u64>,
    set: fn(&mut Span, u64),
) -> Column {
    Column {
        is_always: false,
        ..always(name, bounds, get, set)
    }
}

/// A moment that may be missing, near an earlier one.
const fn moment(
    name: &'static str,
    near: fn(&Span) -> u64,
    get: fn(&Span) -> Option<u64>,
    set: fn(&mut Span, u64),
) -> Column {
    Column {
        is_time: true,
        near: Near::Own(near),
        ..maybe(name, ANY, get, set)
    }
}

/// The place of an event that may be missing, near that of an earlier one.
const fn place(
    name: &'static str,
    near: fn(&Span) -> u64,
    get: fn(&Span) -> Option<u64>,
    set: fn(&mut Span, u64),
) -> Column {
    Column {
        near: Near::Own(near),
        ..maybe(name, PLACES, get, set)
    }
}

const fn start(span: &Span) -> u64 {
    match span.started {
        Some(started) => started.0,
        None => span.queued.0,
    }
}

const fn head(span: &Span) -> u64 {
    match span.responded {
        Some(responded) => responded.0,
        None => start(span),
    }
}

const fn body(span: &Span) -> u64 {
    match span.received {
        Some(received) => received.0,
        None => head(span),
    }
}

fn outcome(span: &Span) -> Option<u64> {
    let outcome = span.outcome?;
    let place = Outcome::ALL.iter().position(|known| *known == outcome);
    place.map(|place| place as u64)
}

/// Times have bounds of their own.
const ANY: RangeInclusive<u64> = 0..=u64::MAX;

const LINES: RangeInclusive<u64> = 0..=LAST_LINE;
const BYTES: RangeInclusive<u64> = 0..=LARGEST_BODY;
const PLACES: RangeInclusive<u64> = 0..=LAST_PLACE;

const OUTCOMES: RangeInclusive<u64> = 0..=Outcome::ALL.len() as u64 - 1;

/// All figures, in the order they are written.
#[rustfmt::skip]
pub(super) const COLUMNS: &[Column] = &[
    always("line", LINES, |span| Some(span.call.site.line.into()), |span, line| span.call.site.line = line as u32),
    always("column", LINES, |span| Some(span.call.site.column.into()), |span, column| span.call.site.column = column as u32),
    Column { is_time: true, ..always("queued", ANY, |span| Some(span.queued.0), |span, at| span.queued = Nanos(at)) },
    moment("started", |span| span.queued.0, |span| span.started.map(|at| at.0), |span, at| span.started = Some(Nanos(at))),
    moment("stalled", |_| 0, |span| span.phases.map(|phases| phases.stalled.0), |span, time| {
        span.phases = Some(Phases { stalled: Nanos(time), ..Phases::default() });
    }),
    moment("connecting", |_| 0, |span| span.phases.map(|phases| phases.connecting.0), |span, time| {
        span.phases = Some(Phases { connecting: Nanos(time), ..span.phases.unwrap_or_default() });
    }),
    moment("responded", start, |span| span.responded.map(|at| at.0), |span, at| span.responded = Some(Nanos(at))),
    moment("received", head, |span| span.received.map(|at| at.0), |span, at| span.received = Some(Nanos(at))),
    moment("ended", body, |span| span.ended.map(|at| at.0), |span, at| span.ended = Some(Nanos(at))),
    maybe("status", STATUSES, |span| span.status.map(u64::from), |span, status| span.status = Some(status as u16)),
    maybe("bytes", BYTES, |span| span.bytes, |span, bytes| span.bytes = Some(bytes)),
    maybe("outcome", OUTCOMES, outcome, |span, place| span.outcome = Some(Outcome::ALL[place as usize])),
    always("order.queued", PLACES, |span| Some(span.order.queued.into()), |span, place| span.order.queued = place as u32),
    place("order.started", |span| span.order.queued.into(), |span| span.order.started.map(u64::from), |span, place| {
        span.order.started = Some(place as u32);
    }),
    place("order.ended", |span| span.order.started.unwrap_or(span.order.queued).into(), |span| span.order.ended.map(u64::from), |span, place| {
        span.order.ended = Some(place as u32);
    }),
];

impl Column {
    const fn unit(&self, of_times: u64) -> u64 {
        if self.is_time { of_times } else { 1 }
    }

    /// What the figure of `span` is written as the distance from, after one of `before`.
    fn near(&self, span: &Span, before: u64) -> u64 {
        match self.near {
            Near::Before => before,
            Near::Own(own) => own(span),
        }
    }

    pub(super) fn write(&self, out: &mut Writer, spans: &[Span]) {
        let unit = self.unit(out.unit);
        let mut before = 0;
        for span in spans {
            let figure = (self.get)(span);
            let near = self.near(span, before) / unit;
            out.maybe(figure.map(|figure| folded((figure / unit).wrapping_sub(near) as i64)));
            before = figure.unwrap_or(before);
        }
    }

    /// Reads it into `spans`, of the run at `place`.
    pub(super) fn read(&self, from: &mut Reader, place: &str, spans: &mut [Span]) -> Result<()> {
        let unit = self.unit(from.unit);
        let mut before = 0;
        for span in spans {
            let at = || {
                format!(
                    "{place}.spans[{}].{}",
                    span.id.0, self.name
                )
            };
            let Some(distance) = from.maybe(place)? else {
                if self.is_always {
                    return Err(BadFile {
                        place: at(),
                        problem: "it is missing.".into(),
                    });
                }
                continue;
            };
            let near = self.near(span, before) / unit;
            let figure = near
                .checked_add_signed(unfolded(distance))
                .and_then(|figure| figure.checked_mul(unit))
                .filter(|figure| {
                    self.bounds.contains(figure) && !(self.is_time && *figure > LONGEST.0)
                })
                .ok_or_else(|| BadFile {
                    place: at(),
                    problem: "it is out of bounds.".into(),
                })?;
            (self.set)(span, figure);
            before = figure;
        }
        Ok(())
    }
}

/// A distance without its sign: small ones stay small.
const fn folded(distance: i64) -> u64 {
    ((distance << 1) ^ (distance >> 63)) as u64
}

const fn unfolded(folded: u64) -> i64 {
    (folded >> 1) as i64 ^ -((folded & 1) as i64)
}
