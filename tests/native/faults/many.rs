//! A thousand requests at once, in each variant that can make as many.

use tandem::trace::Outcome;

use super::places::VARIANTS;
use crate::played::{plan, play};
use crate::scripted::Script::{Answer, Silent};
use crate::scripted::Scripted;

const MANY: usize = 1_000;

/// The parameter that a variant makes a request of each of.
fn many(experiment: &str) -> Option<(&'static str, &'static str)> {
    match experiment {
        "album-photos" => Some(("albums", "1-1000")),
        "posts-with-timeout" => Some(("posts", "1-1000")),
        _ => None,
    }
}

#[test]
fn a_thousand_requests_at_once_all_end() {
    let mut widest = 0;
    for variant in VARIANTS {
        let Some(list) = many(variant.experiment) else {
            continue;
        };
        let plan = plan(
            variant.experiment,
            variant.name,
            &[list],
        );
        let answered = play(
            &Scripted::all(Answer(400_000, 0)),
            &plan,
        );
        let outcomes = answered.trace.spans.iter().map(|span| span.outcome);
        let well = outcomes.filter(|outcome| *outcome == Some(Outcome::Ok));
        let silent = play(&Scripted::all(Silent), &plan);
        let ended = |played: &crate::played::Played| {
            let ends = played
                .trace
                .spans
                .iter()
                .filter(|span| span.ended.is_some());
            ends.count() == played.trace.spans.len()
        };
        assert!(
            ended(&answered) && ended(&silent),
            "{variant}"
        );
        if variant.experiment == "album-photos" {
            assert!(answered.result.is_ok(), "{variant}");
            assert_eq!(well.count(), MANY, "{variant}");
        }
        widest = widest.max(silent.trace.peak_in_flight);
    }
    assert_eq!(widest, MANY, "at once");
}
