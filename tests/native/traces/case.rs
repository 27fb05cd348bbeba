//! How a trace is written, and how a run is held against it.

use tandem::time::Nanos;
use tandem::trace::{Span, Trace};

use crate::played::{Played, plan, play};
use crate::scripted::{Script, Scripted};

/// A run of a variant, and what has to come of it.
pub(super) struct Case {
    pub(super) variant: &'static str,
    /// As links write them; the rest by default.
    pub(super) params: &'static [(&'static str, &'static str)],
    /// How each path is answered.
    pub(super) source: &'static [(&'static str, Script)],
    /// See [`written`].
    pub(super) trace: &'static str,
    /// What else has to hold.
    pub(super) holds: fn(&Played),
}

impl Case {
    /// Plays it and holds the run against it.
    pub(super) fn check(&self, experiment: &str) {
        let what = format!(
            "{experiment}, {}, {:?}",
            self.variant, self.params
        );
        let plan = plan(experiment, self.variant, self.params);
        let played = play(&Scripted::new(self.source), &plan);
        assert_trace(&played.trace, self.trace, &what);
        (self.holds)(&played);
    }
}

/// For [`Case::holds`]: there is an answer.
pub(super) fn answered(played: &Played) {
    assert_eq!(played.result.as_ref().err(), None);
}

/// For [`Case::holds`]: it failed, with an error of this kind.
pub(super) fn failed(played: &Played, kind: &str) {
    let error = played.result.as_ref().err();
    assert_eq!(
        error.map(|error| error.kind()),
        Some(kind)
    );
}

/// Holds `trace` against a text as [`written`] makes it, however that is indented.
pub(super) fn assert_trace(trace: &Trace, expected: &str, what: &str) {
    let lines = expected.lines().map(|line| {
        let words: Vec<_> = line.split_whitespace().collect();
        words.join(" ")
    });
    let expected: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
    assert_eq!(written(trace), expected, "{what}");
}

/// A trace as the tests write it, in whole microseconds from its start, with a dash for what never came.
///
/// A line a call, in the order they were made: its path; when it was made, started, had its head, and
/// ended; how. The last line: when the first result was there, and when the variant ended.
pub(super) fn written(trace: &Trace) -> Vec<String> {
    let last = format!(
        "first {} end {}",
        micros(trace.first_result),
        micros(trace.ended)
    );
    trace.spans.iter().map(row).chain([last]).collect()
}

fn row(span: &Span) -> String {
    let [made, started, head, ended] =
        [Some(span.queued), span.started, span.responded, span.ended].map(micros);
    let outcome = span.outcome.map_or("-", |outcome| outcome.name());
    format!(
        "{} {made} {started} {head} {ended} {outcome}",
        span.call.path
    )
}

fn micros(time: Option<Nanos>) -> String {
    let Some(time) = time else {
        return "-".into();
    };
    assert_eq!(
        time.0 % 1_000,
        0,
        "{time} is no whole microsecond"
    );
    (time.0 / 1_000).to_string()
}

/// Plays a variant whose exact trace does not matter; the time it took, in microseconds, and its answer.
pub(super) fn total(
    experiment: &str,
    variant: &str,
    params: &[(&str, &str)],
    source: &[(String, Script)],
) -> (u64, serde_json::Value) {
    let source: Vec<_> = source
        .iter()
        .map(|(path, script)| (path.as_str(), script.clone()))
        .collect();
    let played = play(
        &Scripted::new(&source),
        &plan(experiment, variant, params),
    );
    let end = played.trace.ended.expect("an end");
    (
        end.0 / 1_000,
        played.result.expect("an answer"),
    )
}
