//! Reads a request of a run file.

use std::ops::RangeInclusive;

use super::super::reader::{At, Result};
use crate::time::Nanos;
use crate::trace::{CallSite, NewSpan, Outcome, Phases, Span, SpanId, SpanOrder};

/// More than any body; sums of it stay below 2⁶³.
pub(in super::super) const LARGEST_BODY: u64 = 1 << 40;

/// More places than any run has events.
pub(in super::super) const LAST_PLACE: u64 = 1 << 24;

/// No file has more lines, and no line more characters. 0 stands for no place in any file.
pub(in super::super) const LAST_LINE: u64 = 1_000_000;

/// What stands for an HTTP status.
pub(in super::super) const STATUSES: RangeInclusive<u64> = 100..=999;

/// A span, and whether it tells the places of its events.
pub(super) fn span(at: &At, id: u32) -> Result<(Span, bool)> {
    let id_at = at.at("id")?;
    if id_at.whole(0, u64::from(u32::MAX))? != u64::from(id) {
        return Err(id_at.needs(&id.to_string()));
    }
    let time = |key| at.maybe(key)?.map(|time| time.millis()).transpose();
    let status = at
        .maybe("status")?
        .map(|status| status.whole(*STATUSES.start(), *STATUSES.end()));
    let bytes = at.maybe("bytes")?.map(|bytes| bytes.whole(0, LARGEST_BODY));
    let outcome = at.maybe("outcome")?.map(|at| {
        let outcome = Outcome::find(at.text()?);
        outcome.ok_or_else(|| at.needs("an outcome, such as ok or timed-out"))
    });
    let queued = at.at("queuedMs")?.millis()?;
    let mut span = Span {
        started: time("startedMs")?,
        responded: time("respondedMs")?,
        phases: phases(at)?,
        received: time("receivedMs")?,
        ended: time("endedMs")?,
        status: status.transpose()?.map(|status| status as u16),
        bytes: bytes.transpose()?,
        outcome: outcome.transpose()?,
        ..Span::new(SpanId(id), call(at)?, queued)
    };
    if let Some(problem) = flaw(&span) {
        return Err(at.bad(problem));
    }
    let order = at.maybe("order")?;
    if let Some(order) = &order {
        span.order = places(order, &span)?;
    }
    Ok((span, order.is_some()))
}

fn call(at: &At) -> Result<NewSpan> {
    let whole = |key| Ok(at.at(key)?.whole(0, LAST_LINE)? as u32);
    let method = method(&at.at("method")?)?;
    let label = at.at("label")?;
    let path = label.text()?.strip_prefix(method);
    let path = path.and_then(|path| path.strip_prefix(' '));
    let resource = at.at("resource")?;
    let name = Some(resource.text()?).filter(|text| is_name(text));
    Ok(NewSpan {
        method: method.to_owned().into(),
        path: path
            .ok_or_else(|| label.needs(&format!("“{method}” and a path")))?
            .into(),
        url: at.at("url")?.text()?.into(),
        resource: name
            .ok_or_else(|| resource.needs("a name, such as users"))?
            .to_owned()
            .into(),
        site: CallSite {
            file: "",
            line: whole("line")?,
            column: whole("column")?,
        },
    })
}

/// Whether `text` can name a resource: the page makes a name of a style of it.
pub(in super::super) fn is_name(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !text.is_empty() && text.bytes().all(is_letter)
}

/// Whether `text` can be a method.
pub(in super::super) fn is_method(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// A request's method.
///
/// # Errors
/// When it is no word.
pub(in super::super) fn method<'a>(at: &At<'a>) -> Result<&'a str> {
    Some(at.text()?)
        .filter(|text| is_method(text))
        .ok_or_else(|| at.needs("a method, such as GET"))
}

/// Both phases or neither.
fn phases(at: &At) -> Result<Option<Phases>> {
    let keys = ["stalledMs", "connectingMs"];
    if at.maybe(keys[0])?.is_none() && at.maybe(keys[1])?.is_none() {
        return Ok(None);
    }
    Ok(Some(Phases {
        stalled: at.at(keys[0])?.millis()?,
        connecting: at.at(keys[1])?.millis()?,
    }))
}

/// What is wrong with the steps of a life: they come in their order, each after the one that it needs.
pub(in super::super) fn flaw(span: &Span) -> Option<String> {
    disorder(span).or_else(|| gap(span))
}

fn disorder(span: &Span) -> Option<String> {
    let steps = [
        ("startedMs", span.started),
        ("respondedMs", span.responded),
        ("receivedMs", span.received),
        ("endedMs", span.ended),
    ];
    let mut before: (&str, Nanos) = ("queuedMs", span.queued);
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
    None
}

fn gap(span: &Span) -> Option<String> {
    let started = ("startedMs", span.started.is_some());
    let responded = ("respondedMs", span.responded.is_some());
    let received = ("receivedMs", span.received.is_some());
    let ended = ("endedMs", span.ended.is_some());
    let status = ("status", span.status.is_some());
    let outcome = ("outcome", span.outcome.is_some());
    let needs = [
        (responded, started),
        (responded, status),
        (status, responded),
        (received, responded),
        (
            ("stalledMs", span.phases.is_some()),
            responded,
        ),
        (
            ("bytes", span.bytes.is_some()),
            responded,
        ),
        (ended, outcome),
        (outcome, ended),
    ];
    let missing = needs
        .into_iter()
        .find(|((_, there), (_, is_there))| *there && !is_there);
    missing.map(|((key, _), (needed, _))| format!("“{key}” stands here without “{needed}”."))
}

/// The places of the events that came, and of no other.
fn places(order: &At, span: &Span) -> Result<SpanOrder> {
    let place = |key| {
        let place = order.maybe(key)?.map(|place| place.whole(0, LAST_PLACE));
        Ok(place.transpose()?.map(|place| place as u32))
    };
    let places = SpanOrder {
        queued: order.at("queued")?.whole(0, LAST_PLACE)? as u32,
        started: place("started")?,
        ended: place("ended")?,
    };
    let agrees = places.started.is_some() == span.started.is_some()
        && places.ended.is_some() == span.ended.is_some();
    agrees.then_some(places).ok_or_else(|| {
        order.bad("it needs a place for each of queued, started and ended that came.")
    })
}
