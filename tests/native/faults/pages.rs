//! The page's own state, without a browser: before, during and after a fault, and under an impatient person.

use serde_json::Value;
use tandem::experiments::{EXPERIMENTS, Experiment};
use tandem::state::Phase;

use super::places::Asked;
use super::table::FAULTS;
use crate::page::Page;
use crate::scripted::Script::Answer;
use crate::scripted::Scripted;

/// Long enough for whatever happens.
const LONG: u64 = 100_000;
/// How long each answer takes, in microseconds.
const EACH: u64 = 30_000;

fn page(experiment: &Experiment) -> Page {
    // One of its own posts is not there: without it, nothing fails but what is struck.
    let posts = match experiment.name {
        "posts-with-timeout" => "&posts=1-3",
        _ => "",
    };
    let query = format!(
        "experiment={}{posts}&source=live&order=fixed",
        experiment.name
    );
    Page::at(&query, Scripted::all(Answer(EACH, 0)))
}

/// The first run of `page`, undisturbed, and how many requests its warm-up made.
fn first_run(page: &Page) -> (Vec<Option<Value>>, usize) {
    page.session.run();
    page.wait(LONG);
    let answers = answers(page);
    let comparison = page.session.comparison().expect("a comparison");
    let calls = comparison
        .lanes()
        .iter()
        .filter_map(|lane| lane.trace(|trace| trace.spans.len()));
    (
        answers,
        page.sent() - calls.sum::<usize>(),
    )
}

/// What each lane brought back.
fn answers(page: &Page) -> Vec<Option<Value>> {
    let comparison = page.session.comparison().expect("a comparison");
    let lanes = comparison.lanes().iter();
    lanes
        .map(|lane| lane.answer(None).map(|loaded| loaded.answer().json.value()))
        .collect()
}

/// The kind of failure that the first lane tells.
fn failure(page: &Page) -> Option<String> {
    let comparison = page.session.comparison()?;
    let ending = comparison.lanes().first()?.ending()?;
    Some(ending.failure?.failure.kind)
}

/// Fails unless the comparison is over, and all that it set going.
fn assert_at_rest(page: &Page, what: &str) {
    let comparison = page.session.comparison().expect("a comparison");
    assert_eq!(
        comparison.phase(),
        Phase::Done,
        "{what}"
    );
    for lane in comparison.lanes() {
        let ended = lane.trace(|trace| trace.spans.iter().all(|span| span.outcome.is_some()));
        assert_eq!(
            ended,
            Some(true),
            "{what}: {}",
            lane.name
        );
    }
    assert_eq!(
        (
            page.host.live.clock.pending(),
            page.host.comparisons.get()
        ),
        (0, 1),
        "{what}"
    );
}

/// Each fault strikes the first request of the first variant.
#[test]
fn the_other_lanes_finish_nothing_is_left_and_the_next_run_is_right() {
    for experiment in EXPERIMENTS {
        for fault in FAULTS {
            let page = page(experiment);
            let (right, warm_up) = first_run(&page);
            let what = format!("{}, {}", experiment.name, fault.name);
            // What the first variant asks for first: a user, a post or a list.
            let asked = match experiment.name {
                "user-with-posts" | "user-dashboard" => Asked::User,
                "posts-with-timeout" | "connection-reuse" => Asked::Post,
                _ => Asked::List,
            };
            let struck = page.sent() + warm_up;
            page.host.live.strike(struck, fault.how.script(asked));
            page.session.run();
            page.wait(LONG);
            assert_at_rest(&page, &what);
            let states = page.states();
            assert_eq!(states[0], "failed", "{what}");
            // It tells the same as in any other place.
            assert_eq!(
                failure(&page).as_deref(),
                Some(fault.kind),
                "{what}"
            );
            for (place, answer) in answers(&page).iter().enumerate().skip(1) {
                assert_eq!(
                    answer, &right[place],
                    "{what}, lane {place}"
                );
            }
            page.session.run();
            page.wait(LONG);
            assert_at_rest(&page, &what);
            assert_eq!(
                answers(&page),
                right,
                "{what}, the next run"
            );
        }
    }
}

/// One press after the other, all within a second.
#[test]
fn run_pressed_fifty_times_in_a_second_runs_once_in_the_end() {
    for experiment in EXPERIMENTS {
        let page = page(experiment);
        let (right, _) = first_run(&page);
        // A minute later, so that the budget is whole again.
        page.wait(LONG);
        for _ in 0..50 {
            page.session.run();
            page.wait(20);
        }
        page.wait(LONG);
        assert_at_rest(&page, experiment.name);
        assert_eq!(
            answers(&page),
            right,
            "{}",
            experiment.name
        );
    }
}

/// Another choice, in the midst of a run: what ran is over and gone, and the next run is of that choice.
#[test]
fn a_choice_ends_the_run_that_it_does_not_belong_to() {
    let choices = [
        ("user-with-posts", "user", "2"),
        ("user-dashboard", "user", "2"),
        ("fastest-posts", "users", "3-5"),
        ("user-comments", "username", "Antonette"),
        (
            "company-details",
            "company",
            "Deckow-Crist",
        ),
        ("album-photos", "albums", "4-6"),
        ("posts-with-timeout", "posts", "3-5"),
        ("connection-reuse", "posts", "7-9"),
    ];
    assert_eq!(choices.len(), EXPERIMENTS.len());
    for (name, key, text) in choices {
        let experiment = tandem::experiments::find(name).expect("an experiment");
        let mut params = experiment.params.iter();
        let param = params.find(|param| param.key == key).expect("a parameter");
        let page = page(experiment);
        page.session.run();
        // Past the warm-up and the first variant's first request.
        page.wait(130);
        page.session.choose(
            param.key,
            param.parse(text).expect("a value"),
        );
        assert!(
            page.session.comparison().is_none(),
            "{name}"
        );
        page.wait(1);
        assert_eq!(
            (
                page.host.live.clock.pending(),
                page.host.comparisons.get()
            ),
            (0, 0),
            "{name}"
        );
        page.session.run();
        page.wait(LONG);
        assert_at_rest(&page, name);
        let other = Page::at(
            &format!("experiment={name}&source=live&order=fixed&{key}={text}"),
            Scripted::all(Answer(EACH, 0)),
        );
        let (right, _) = first_run(&other);
        assert_eq!(answers(&page), right, "{name}");
    }
}
