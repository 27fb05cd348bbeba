//! Reads an entry of a HAR.

use std::rc::Rc;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::super::reader::{At, LONGEST, Result};
use super::super::run_file::{LARGEST_BODY, method};
use super::address::{path, resource};
use crate::time::Nanos;
use crate::trace::{CallSite, NewSpan, Outcome, Phases, Span, SpanId};

/// The request of `entry`, which was made at `queued`.
pub(super) fn span(entry: &At, id: SpanId, queued: Nanos) -> Result<Span> {
    if queued > LONGEST {
        let date = entry.at("startedDateTime")?;
        return Err(date.bad("this is over three weeks after the first request of its page."));
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
    if ended > LONGEST {
        return Err(entry.bad("it ends over three weeks after the first request of its page."));
    }
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
                Some(size) => Some(size.whole(0, LARGEST_BODY)?),
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
pub(super) fn body(entry: &At) -> Result<Option<(String, Rc<[u8]>)>> {
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
        .maybe("method")?
        .is_none_or(|method| method.json() == "GET");
    // Of a refusal the status says it all, and it must not take the place of an answer.
    let is_answer = matches!(
        Answer::of(entry)?.status,
        Some(200..=299)
    );
    let Some(text) = text.filter(|_| is_get && is_answer) else {
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
