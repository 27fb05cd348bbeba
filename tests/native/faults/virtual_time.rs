//! Every fault at every place of every variant, over scripted answers.

use tandem::time::Nanos;
use tandem::trace::{Outcome, Trace};

use super::fault::{Fault, How};
use super::places::{Asked, Place, VARIANTS, Variant};
use super::table::FAULTS;
use super::{assert_ended, assert_told};
use crate::played::{plan, play, play_until};
use crate::scripted::Script::{
    self, Answer, Body, Broken, Empty, Endless, Huge, Refused, Silent, Stalled,
};
use crate::scripted::Scripted;

/// When a fault is there, in microseconds from the start of its call.
const FAULT: u64 = 40;
/// The other answers, before that and after it.
const SOONER: Script = Answer(10, 0);
const LATER: Script = Answer(100, 0);
/// Longer than any call waits.
const TOO_LATE: u64 = 20_000_000;

impl How {
    pub(super) fn script(self, asked: Asked) -> Script {
        match (self, asked) {
            (Self::Status(status), _) => Script::Status(status, FAULT),
            (Self::SlowHead, _) => Answer(TOO_LATE, 0),
            (Self::NoHead, _) => Silent,
            (Self::StalledBody, _) => Stalled(FAULT),
            (Self::EndlessBody, _) => Endless(FAULT),
            (Self::Reset | Self::Loop, _) => Refused(FAULT),
            (Self::TruncatedBody, _) => Broken(FAULT),
            (Self::Body(text), _)
            | (Self::RowOrList(_, text), Asked::List)
            | (Self::RowOrList(text, _), _) => Body(text, FAULT),
            (Self::Empty(status), _) => Empty(status, FAULT),
            (Self::Huge, _) => Huge(FAULT),
        }
    }
}

fn each_place(mut check: impl FnMut(&Variant, &Place)) {
    for variant in VARIANTS {
        for place in variant.places {
            check(variant, place);
        }
    }
}

/// The milliseconds that each call of a variant has.
fn limit(variant: &Variant) -> u64 {
    match variant.experiment {
        "posts-with-timeout" => 1_000,
        _ => 10_000,
    }
}

/// Plays a variant that a fault strikes, and holds it against what is told of the fault; its trace.
fn struck(variant: &Variant, place: &Place, fault: &Fault, others: Script) -> Trace {
    let script = fault.how.script(place.asked);
    let played = play(
        &Scripted::all_but(others, &[(place.path, script)]),
        &plan(
            variant.experiment,
            variant.name,
            variant.params,
        ),
    );
    assert_told(
        &played,
        variant,
        place,
        fault,
        limit(variant),
    );
    if variant.name == "per-item" {
        let answer = played.result.expect("a list");
        let ids = [0, 1, 2].map(|place| answer[place]["id"].as_u64());
        assert_eq!(
            ids,
            [Some(1), None, Some(3)],
            "the others in their places"
        );
    }
    played.trace
}

fn count(trace: &Trace, outcome: Outcome) -> usize {
    let outcomes = trace.spans.iter().filter_map(|span| span.outcome);
    outcomes.filter(|each| *each == outcome).count()
}

/// How many calls there are, and how many of them ended well and were dropped.
fn counts(trace: &Trace) -> (usize, usize, usize) {
    (
        trace.spans.len(),
        count(trace, Outcome::Ok),
        count(trace, Outcome::Cancelled),
    )
}

#[test]
fn what_came_before_the_fault_is_kept() {
    each_place(|variant, place| {
        for fault in FAULTS {
            let trace = struck(variant, place, fault, SOONER);
            assert_eq!(
                counts(&trace),
                (place.calls, place.calls - 1, 0),
                "{variant}, {place:?}, {}",
                fault.name
            );
        }
    });
}

#[test]
fn what_has_not_come_by_then_is_dropped() {
    each_place(|variant, place| {
        for fault in FAULTS {
            let trace = struck(variant, place, fault, LATER);
            // A time-out comes when everything else has come.
            let dropped = match fault.outcome {
                Outcome::TimedOut => 0,
                _ => place.dropped,
            };
            let well = place.calls - 1 - dropped;
            assert_eq!(
                counts(&trace),
                (place.calls, well, dropped),
                "{variant}, {place:?}, {}",
                fault.name
            );
        }
    });
}

/// A run that is dropped brings no error: its calls end as cancelled, those of `detached` too.
#[test]
fn a_dropped_run_cancels_what_has_not_ended() {
    // The pause before a variant, and time enough for all but the silent one.
    let end = Nanos::from_millis(50) + Nanos(500_000);
    each_place(|variant, place| {
        let plan = plan(
            variant.experiment,
            variant.name,
            variant.params,
        );
        let source = Scripted::all_but(SOONER, &[(place.path, Silent)]);
        let trace = play_until(end, &source, &plan);
        let what = format!("{variant}, {place:?}, dropped");
        assert_ended(
            &trace,
            place.path,
            Outcome::Cancelled,
            &what,
        );
        assert_eq!(
            counts(&trace),
            (place.calls, place.calls - 1, 1),
            "{what}"
        );
        assert_eq!(
            (
                trace.first_result.is_some(),
                trace.ended
            ),
            (variant.name == "as-completed", None),
            "{what}"
        );
    });
}
