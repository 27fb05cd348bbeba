//! Every way to fail, in every variant: what is told of it, word for word, and how its span ends.
//!
//! - [`table`]: the faults, with all that is said of each. [`fault`]: how that is written.
//! - [`places`]: where a fault may strike each variant, and what becomes of the other calls.
//! - [`virtual_time`]: every fault at every place, over scripted answers.
//! - [`sockets`]: the same over real sockets. [`no_server`]: a closed port, a reset connection.
//! - [`dropped`]: a run that is dropped, over real sockets. [`redirects`]: an answer from elsewhere.
//! - [`slept`]: a machine that sleeps during a run. [`many`]: a thousand requests at once.
//! - [`pages`]: the page's own state, before, during and after a fault, and under an impatient person.
//! - [`readme`]: the table in the README, and the tests that it names.

mod dropped;
mod fault;
mod many;
mod no_server;
mod pages;
mod places;
mod readme;
mod redirects;
mod slept;
mod sockets;
mod table;
mod virtual_time;

use serde_json::Value;
use tandem::api::Error;
use tandem::experiments::EXPERIMENTS;
use tandem::trace::{Outcome, Trace};

use crate::played::Played;
use fault::{Fault, words_of};
use places::{Place, VARIANTS, Variant};
use table::FAULTS;

/// Holds what came of a run that `fault` struck at `place`, where a call has `limit` milliseconds,
/// against what is told of that fault.
fn assert_told(played: &Played, variant: &Variant, place: &Place, fault: &Fault, limit: u64) {
    let what = format!("{variant}, {place:?}, {}", fault.name);
    if variant.name == "per-item" {
        let lines = failed(played.result.as_ref().expect("a list"));
        assert_eq!(
            lines,
            [fault.line(place.path)],
            "{what}"
        );
    } else {
        let error = played.result.as_ref().expect_err(&what);
        let words = fault.words(place.path, place.asked, limit);
        assert_eq!(words_of(error), words, "{what}");
    }
    assert_ended(
        &played.trace,
        place.path,
        fault.outcome,
        &what,
    );
}

/// Each span has ended, in exactly one outcome (a second one would fail the recording): that of `path`
/// in `outcome`, and no other has failed.
fn assert_ended(trace: &Trace, path: &str, outcome: Outcome, what: &str) {
    for span in &trace.spans {
        let ended = span.outcome.filter(|_| span.ended.is_some());
        let expected = if span.call.path == path {
            ended == Some(outcome)
        } else {
            matches!(
                ended,
                Some(Outcome::Ok | Outcome::Cancelled)
            )
        };
        assert!(expected, "{what}: {span:#?}");
    }
    let asked = trace.spans.iter().any(|span| span.call.path == path);
    assert!(asked, "{what}: nobody asked");
}

/// The lines that stand in an answer of `per-item` where there is no post.
fn failed(answer: &Value) -> Vec<&str> {
    let items = answer.as_array().expect("a list").iter();
    let failed = items.filter(|item| item.get("id").is_none());
    let lines = failed.map(|item| {
        let keys = item.as_object().expect("an object").len();
        assert_eq!(keys, 1, "an error and nothing else");
        item["error"].as_str().expect("a line")
    });
    lines.collect()
}

#[test]
fn every_variant_has_its_places() {
    let listed: Vec<_> = VARIANTS
        .iter()
        .map(|variant| (variant.experiment, variant.name))
        .collect();
    let all = EXPERIMENTS.iter().flat_map(|experiment| {
        let variants = experiment.variants.iter();
        variants.map(|variant| (experiment.name, variant.name))
    });
    assert_eq!(listed, all.collect::<Vec<_>>());
    assert!(VARIANTS.iter().all(|variant| !variant.places.is_empty()));
}

/// Whoever adds an outcome is led here by the compiler.
#[test]
fn every_outcome_has_its_faults() {
    use Outcome::{Cancelled, Decode, Network, Ok, Status, TimedOut, TooLarge};
    for outcome in [Ok, Status, TimedOut, Network, Decode, TooLarge, Cancelled] {
        let expected = match outcome {
            Status => 9,
            TimedOut => 4,
            Network => 3,
            Decode => 7,
            TooLarge => 1,
            // Runs that are dropped have tests of their own.
            Ok | Cancelled => 0,
        };
        let faults = FAULTS.iter().filter(|fault| fault.outcome == outcome);
        assert_eq!(faults.count(), expected, "{outcome:?}");
    }
}

/// What is told when it is no call that fails.
#[test]
fn errors_of_no_call_are_told() {
    let cases = [
        (
            Error::Cancelled,
            "cancelled",
            "Stopped before its end.",
            "Stopped before its end.",
        ),
        (
            Error::UserNotFound("nobody".into()),
            "not-found",
            "User nobody not found",
            "User nobody not found. Choose a name from the list, or type another.",
        ),
        (
            Error::NobodyAt("No & Co".into()),
            "not-found",
            "No users found for company No & Co",
            "No users found for company No & Co. Choose a name from the list, or type another.",
        ),
    ];
    for (error, kind, message, advice) in cases {
        assert_eq!(
            words_of(&error),
            [kind, message, advice]
        );
    }
}
