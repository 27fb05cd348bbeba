//! Reads a HAR of any program.

use std::collections::HashMap;
use std::rc::Rc;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value as Json;

use super::super::date::{self, Moment};
use super::super::reader::{At, Result, parse};
use super::super::run_file::{self, MOST_SPANS, method};
use super::super::{LaneState, Record, Run};
use super::address::{cut, path, resource};
use crate::time::Nanos;
use crate::trace::{CallSite, NewSpan, Outcome, Phases, Span, SpanId, Trace};

/// The most pages that are read.
pub const MOST_PAGES: usize = 50;

/// The longest title that is kept, in characters.
const LONGEST_TITLE: usize = 200;

/// Reads a HAR: a run a page, and one of what belongs to no page.
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
    let log = top.at("log")?;
    let entries = log.at("entries")?;
    let pages = log.maybe("pages")?;
    let groups = groups(pages.as_ref(), &entries)?;
    if groups.is_empty() {
        return Err(entries.bad("there is no request to show."));
    }
    let mut record = Record::default();
    let mut starts = Vec::new();
    for group in &groups {
        let (run, start) = group.run()?;
        record.runs.push(run);
        starts.push(start);
        for entry in &group.entries {
            record.bodies.extend(body(entry)?);
        }
    }
    record.started = date::write(starts.into_iter().min().unwrap_or_default());
    Ok(record)
}

/// The entries of a page, or of none.
struct Group<'a> {
    id: String,
    title: String,
    page: Option<At<'a>>,
    entries: Vec<At<'a>>,
}

/// The pages that have requests or were runs of ours, and what belongs to none of them.
fn groups<'a>(pages: Option<&'a At<'a>>, entries: &'a At<'a>) -> Result<Vec<Group<'a>>> {
    let mut groups = Vec::new();
    let mut places = HashMap::new();
    if let Some(pages) = pages {
        for page in pages.list(MOST_PAGES)? {
            let group = Group::of(page)?;
            // Of two pages with one id the first has the requests.
            places.entry(group.id.clone()).or_insert(groups.len());
            groups.push(group);
        }
    }
    groups.push(Group::without_page(&groups));
    let none = groups.len() - 1;
    for entry in entries.list((MOST_PAGES + 1) * MOST_SPANS)? {
        let page = match entry.maybe("pageref")? {
            Some(page) => places.get(page.text()?),
            None => None,
        };
        let group = &mut groups[page.copied().unwrap_or(none)];
        if group.entries.len() == MOST_SPANS {
            return Err(entry.bad(format!(
                "up to {MOST_SPANS} requests of a page are read."
            )));
        }
        group.entries.push(entry);
    }
    groups.retain(|group| !group.entries.is_empty() || group.is_ours());
    Ok(groups)
}

impl<'a> Group<'a> {
    fn of(page: At<'a>) -> Result<Self> {
        let id = page.at("id")?.text()?.to_owned();
        let title = match page.maybe("title")? {
            Some(title) => title.text()?,
            None => "",
        };
        let title = if title.trim().is_empty() { &id } else { title };
        Ok(Self {
            title: cut(title, LONGEST_TITLE),
            id,
            page: Some(page),
            entries: Vec::new(),
        })
    }

    /// The one without a page, with an id that none of `pages` has.
    fn without_page(pages: &[Self]) -> Self {
        let mut id = "requests".to_owned();
        while pages.iter().any(|page| page.id == id) {
            id.push('-');
        }
        let title = if pages.is_empty() {
            "Requests"
        } else {
            "Requests of no page"
        };
        Self {
            id,
            title: title.into(),
            page: None,
            entries: Vec::new(),
        }
    }

    /// Whether this program wrote all of it.
    fn is_ours(&self) -> bool {
        let has = |at: &At, key| at.json().get(key).is_some();
        self.page.is_some_and(|page| has(&page, "_run"))
            && self.entries.iter().all(|entry| has(entry, "_span"))
    }

    /// It as a run, and the moment that its times count from.
    fn run(&self) -> Result<(Run, Moment)> {
        match self.page {
            Some(page) if self.is_ours() => {
                let run = self.our_run(&page.at("_run")?)?;
                Ok((run, moment(&page)?))
            }
            _ => self.foreign_run(),
        }
    }

    fn our_run(&self, run: &At) -> Result<Run> {
        let spans = self.entries.iter().map(|entry| entry.at("_span"));
        let mut spans: Vec<At> = spans.collect::<Result<_>>()?;
        // Entries are in order of time, requests in the order they were made.
        spans.sort_by_key(|span| span.json().get("id").and_then(Json::as_u64));
        Ok(Run {
            title: self.title.clone(),
            variant: self.id.clone(),
            ..run_file::run(run, &spans)?
        })
    }

    fn foreign_run(&self) -> Result<(Run, Moment)> {
        let starts = self.entries.iter().map(|entry| Ok((moment(entry)?, entry)));
        let mut starts: Vec<_> = starts.collect::<Result<_>>()?;
        starts.sort_by_key(|(start, _)| *start);
        let first = starts.first().map(|(start, _)| *start).unwrap_or_default();
        let spans = starts.iter().enumerate().map(|(id, (start, entry))| {
            span(
                entry,
                SpanId(id as u32),
                start.since(first),
            )
        });
        let spans: Vec<Span> = spans.collect::<Result<_>>()?;
        let end = spans.iter().filter_map(|span| span.ended).max();
        let run = Run {
            variant: self.id.clone(),
            title: self.title.clone(),
            state: LaneState::Done,
            trace: Trace::of_times(spans, None, end),
            ..Run::default()
        };
        Ok((run, first))
    }
}

/// When a page or a request began.
fn moment(at: &At) -> Result<Moment> {
    let date = at.at("startedDateTime")?;
    date::read(date.text()?).ok_or_else(|| date.needs("a date and time with its zone"))
}

/// The request of `entry`, which was made at `queued`.
fn span(entry: &At, id: SpanId, queued: Nanos) -> Result<Span> {
    if queued > LONGEST {
        let date = entry.at("startedDateTime")?;
        return Err(date.bad("this is over a day after the first request of its page."));
    }
    let request = entry.at("request")?;
    let url = request.at("url")?.text()?;
    let call = NewSpan {
        method: match request.maybe("method")? {
            Some(at) => method(&at)?.to_owned().into(),
            None => "GET".into(),
        },
        path: path(url),
        url: url.into(),
        resource: resource(url),
        site: CallSite::NONE,
    };
    let (times, answer) = (Times::of(entry)?, Answer::of(entry)?);
    let ended = queued + times.before + times.wait + times.receive;
    let is_whole = answer.status.is_some() && answer.error.is_none();
    let mut span = Span::new(id, call, queued);
    // Whatever the browser did first: the page had asked.
    span.started = Some(queued);
    span.status = answer.status;
    span.responded = answer.status.map(|_| queued + times.before + times.wait);
    span.phases = times.phases.filter(|_| answer.status.is_some());
    span.received = Some(ended).filter(|_| is_whole);
    span.bytes = answer.bytes.filter(|_| is_whole);
    span.ended = Some(ended);
    span.outcome = Some(answer.outcome());
    Ok(span)
}

/// The longest time that is taken, as everywhere in files.
const LONGEST: Nanos = Nanos::from_millis(100_000_000);

/// What the time of an entry went into.
struct Times {
    phases: Option<Phases>,
    /// To when it was ready to be sent: both phases.
    before: Nanos,
    wait: Nanos,
    receive: Nanos,
}

impl Times {
    fn of(entry: &At) -> Result<Self> {
        let timings = entry.maybe("timings")?;
        let part = |key| match &timings {
            Some(timings) => duration(timings, key),
            None => Ok(None),
        };
        let parts = [part("dns")?, part("connect")?];
        let (blocked, ssl) = (
            part("blocked")?,
            part("ssl")?.unwrap_or_default(),
        );
        let wait = part("send")?.unwrap_or_default() + part("wait")?.unwrap_or_default();
        let receive = part("receive")?.unwrap_or_default();
        let total = duration(entry, "time")?.unwrap_or_default();
        let mut connecting = parts[0].unwrap_or_default() + parts[1].unwrap_or_default();
        let stalled = blocked.unwrap_or_default();
        let sum = stalled + connecting + wait + receive;
        // TLS is a part of connecting; one browser counts it beside, and the sum tells.
        if sum > Nanos::ZERO && total.since(sum) > Nanos(ssl.0 / 2) {
            connecting = connecting + ssl;
        }
        let is_told = sum > Nanos::ZERO || total == Nanos::ZERO;
        let is_known = blocked.is_some() || parts.iter().any(Option::is_some);
        Ok(Self {
            phases: is_known.then_some(Phases {
                stalled,
                connecting,
            }),
            before: stalled + connecting,
            // Without parts it was all wait.
            wait: if is_told { wait } else { total },
            receive,
        })
    }
}

/// Milliseconds that may be unknown: absent, null or negative.
fn duration(at: &At, key: &str) -> Result<Option<Nanos>> {
    let Some(time) = at.maybe(key)? else {
        return Ok(None);
    };
    match time.json().as_f64() {
        Some(millis) if millis < 0.0 => Ok(None),
        _ => time.millis().map(Some),
    }
}

/// What came back.
struct Answer {
    status: Option<u16>,
    error: Option<Outcome>,
    bytes: Option<u64>,
}

impl Answer {
    fn of(entry: &At) -> Result<Self> {
        let nothing = Self {
            status: None,
            error: None,
            bytes: None,
        };
        let Some(response) = entry.maybe("response")? else {
            return Ok(nothing);
        };
        let content = response.maybe("content")?;
        let size = content.as_ref().map(|content| content.maybe("size"));
        let error = response.maybe("_error")?;
        Ok(Self {
            // Some say by 0 or less that there was none.
            status: match response.maybe("status")?.filter(is_positive) {
                Some(status) => Some(status.whole(100, 999)? as u16),
                None => None,
            },
            error: match &error {
                Some(error) => failure(error.text()?),
                None => None,
            },
            bytes: match size.transpose()?.flatten().filter(is_positive) {
                Some(size) => Some(size.whole(0, LARGEST)?),
                None => Some(0),
            },
        })
    }

    /// What became of the request, as far as its answer tells.
    fn outcome(&self) -> Outcome {
        self.error.unwrap_or(match self.status {
            Some(200..=299) => Outcome::Ok,
            Some(_) => Outcome::Status,
            None => Outcome::Network,
        })
    }
}

/// The largest body that is believed, as in run files.
const LARGEST: u64 = 1 << 40;

fn is_positive(at: &At) -> bool {
    at.json().as_f64().is_none_or(|number| number > 0.0)
}

/// What an error says, by its name here or in Chrome.
fn failure(error: &str) -> Option<Outcome> {
    match error {
        "" => None,
        "net::ERR_ABORTED" => Some(Outcome::Cancelled),
        "net::ERR_TIMED_OUT" | "net::ERR_CONNECTION_TIMED_OUT" => Some(Outcome::TimedOut),
        _ => Outcome::find(error).or(Some(Outcome::Network)),
    }
}

/// The address and the body of an entry, if it was kept.
fn body(entry: &At) -> Result<Option<(String, Rc<[u8]>)>> {
    let (request, response) = (
        entry.at("request")?,
        entry.maybe("response")?,
    );
    let content = response.as_ref().map(|response| response.maybe("content"));
    let Some(content) = content.transpose()?.flatten() else {
        return Ok(None);
    };
    let text = content.maybe("text")?;
    // By another method one address has many answers.
    let is_get = request
        .json()
        .get("method")
        .is_none_or(|method| method == "GET");
    let Some(text) = text.filter(|_| is_get) else {
        return Ok(None);
    };
    let is_base64 = match content.maybe("encoding")? {
        Some(encoding) => encoding.text()?.eq_ignore_ascii_case("base64"),
        None => false,
    };
    let body = if is_base64 {
        let bytes = BASE64.decode(text.text()?);
        bytes.map_err(|error| text.bad(format!("this is no base64: {error}.")))?
    } else {
        text.text()?.into()
    };
    Ok(Some((
        request.at("url")?.text()?.into(),
        body.into(),
    )))
}

/// Padded or not.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
