//! Advice in sentences.

use super::again::Run;
use super::{Advice, Kind};
use crate::format::millis;
use crate::time::Nanos;

/// The most lines or requests that are named one by one.
const MOST_NAMED: usize = 6;

/// What a [`Kind::Join`] says of its calls: of whole lines if it speaks of all their calls.
pub(super) fn join(run: &Run, advice: &Advice) -> String {
    let (calls, lines) = (advice.spans.len(), &advice.lines);
    let spans = run.trace.spans.iter();
    let of_lines = spans
        .filter(|span| lines.contains(&span.call.site.line))
        .count();
    let who = if of_lines > calls && calls <= MOST_NAMED {
        let labels = advice.spans.iter().filter_map(|id| run.trace.span(*id));
        list(labels.map(|span| span.label()).collect())
    } else if of_lines > calls {
        format!(
            "{calls} of the {of_lines} requests of {}",
            named(lines)
        )
    } else if calls > lines.len() {
        format!(
            "The {calls} requests of {}",
            named(lines)
        )
    } else {
        capital(&named(lines))
    };
    let other = if calls == 2 {
        "each other"
    } else {
        "one another"
    };
    format!("{who} do not depend on {other}: joining them saves")
}

/// What a [`Kind::Repeats`] says of `requests` repeats.
pub(super) fn repeats(run: &Run, advice: &Advice, requests: usize) -> String {
    let different = advice.spans.len() - requests;
    let first = advice.spans.first().and_then(|id| run.trace.span(*id));
    let label = first.map(|span| span.label()).unwrap_or_default();
    let times = requests + 1;
    let lines = named(&advice.lines);
    if different == 1 {
        format!("{label} was answered {times} times, for {lines}: asking once saves")
    } else {
        let all = advice.spans.len();
        format!("{all} requests of {lines} ask for {different} things: asking once for each saves")
    }
}

/// What a [`Kind::Slow`] says of its `call`.
pub(super) fn slow(run: &Run, call: usize, took: Nanos, usual: Nanos) -> String {
    let span = &run.trace.spans[call];
    format!(
        "{} of line {} took {}, the median of the others is {}: were it as fast, that would save",
        span.label(),
        span.call.site.line,
        millis(took),
        millis(usual)
    )
}

/// What an advice saves.
pub(super) fn saving(advice: &Advice) -> String {
    let percent = (advice.share * 100.0).round();
    let time = format!(
        "{} ({percent} %)",
        millis(advice.saving)
    );
    match advice.kind {
        Kind::Repeats { requests } if advice.is_notable() => {
            format!("{} and {time}", counted(requests))
        }
        Kind::Repeats { requests } => counted(requests),
        Kind::Join | Kind::Slow => time,
    }
}

fn counted(requests: usize) -> String {
    match requests {
        1 => "1 request".into(),
        _ => format!("{requests} requests"),
    }
}

fn named(lines: &[u32]) -> String {
    let noun = if lines.len() == 1 { "line" } else { "lines" };
    format!(
        "{noun} {}",
        list(lines.iter().map(u32::to_string).collect())
    )
}

/// `a`, `a and b`, `a, b and c`; of many the first few and how many more.
fn list(mut names: Vec<String>) -> String {
    if names.len() > MOST_NAMED {
        let more = names.len() - MOST_NAMED / 2;
        names.truncate(MOST_NAMED / 2);
        names.push(format!("{more} more"));
    }
    let last = names.pop().unwrap_or_default();
    if names.is_empty() {
        last
    } else {
        format!("{} and {last}", names.join(", "))
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
