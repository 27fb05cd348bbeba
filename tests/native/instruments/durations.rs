//! A comparison's own durations, scheduled anew: without one request more.

use std::rc::Rc;

use tandem::experiments::{EXPERIMENTS, Value};
use tandem::state::modelled::{self, MeasuredWorld, Modelled, World};
use tandem::time::Nanos;
use tandem::trace::{Outcome, Span, Trace};

use super::{LONG, list_scheduling, plan_of};
use crate::page::Page;
use crate::scripted::Script::{
    self, Answer, Body, Broken, Empty, Refused, Silent, Stalled, Status, Under,
};
use crate::scripted::Scripted;

/// A page on which a comparison has ended.
fn ended(query: &str, live: Scripted) -> Page {
    let page = Page::at(query, live);
    page.session.run();
    page.wait(LONG);
    page
}

fn measured(page: &Page) -> Vec<Trace> {
    let comparison = page.session.comparison().expect("a comparison");
    let lanes = comparison.lanes().iter();
    lanes
        .map(|lane| lane.trace(Trace::clone).expect("a trace"))
        .collect()
}

fn replayed(page: &Page) -> Vec<Modelled> {
    let sent = page.sent();
    let (_, runs) = page.session.replay_durations().expect("a replay");
    page.wait(LONG);
    assert_eq!(
        page.sent(),
        sent,
        "not one request more"
    );
    runs
}

fn durations(trace: &Trace) -> Vec<Nanos> {
    trace.spans.iter().filter_map(Span::duration).collect()
}

#[test]
fn in_turn_they_add_up_and_together_the_longest_decides() {
    let scripts = [
        ("/users/1", Answer(30_000, 1_000)),
        ("/posts?userId=1", Answer(50_000, 0)),
        ("/todos?userId=1", Answer(20_000, 7_000)),
    ];
    let page = ended(
        "source=live",
        Scripted::all_but(Answer(1_000, 0), &scripts),
    );
    let (count, _) = page.session.replay_durations().expect("a replay");
    assert_eq!(count, 6, "three requests, twice each");
    let runs = replayed(&page);
    let sum: u64 = durations(&measured(&page)[0]).iter().map(|one| one.0).sum();
    let longest = durations(&measured(&page)[1]).into_iter().max();
    assert_eq!(runs[0].makespan(), Some(Nanos(sum)));
    assert_eq!(runs[1].makespan(), longest);
    assert_eq!(
        (sum, longest),
        (108_000_000, Some(Nanos(50_000_000)))
    );
}

/// When, and how, what happened to each call of a trace.
fn happened(trace: &Trace) -> Vec<impl PartialEq + std::fmt::Debug + use<>> {
    let row = |span: &Span| {
        (
            span.call.path.clone(),
            [Some(span.queued), span.started, span.responded, span.ended],
            (span.outcome, span.status),
        )
    };
    trace.spans.iter().map(row).collect()
}

/// Where each request took as long in every variant, the replay is the comparison itself: every variant of
/// every experiment, to the nanosecond.
#[test]
fn without_contention_every_variant_replays_as_it_ran() {
    for experiment in EXPERIMENTS {
        let query = format!(
            "experiment={}&source=live",
            experiment.name
        );
        let page = ended(
            &query,
            Scripted::all(Answer(40_000, 5_000)),
        );
        let runs = replayed(&page);
        for ((measured, run), variant) in measured(&page).iter().zip(&runs).zip(experiment.variants)
        {
            let what = format!("{} {}", experiment.name, variant.name);
            assert_eq!(
                happened(&run.trace),
                happened(measured),
                "{what}"
            );
            assert_eq!(
                (run.trace.ended, run.trace.first_result),
                (measured.ended, measured.first_result),
                "{what}"
            );
        }
    }
}

#[test]
fn what_failed_fails_again_in_the_same_way() {
    use Outcome::{Decode, Network, Ok, TimedOut};
    const MICROS: u64 = 40_000;
    let cases: &[(Script, Outcome)] = &[
        (Answer(MICROS, 0), Ok),
        (Status(404, MICROS), Outcome::Status),
        (Status(503, MICROS), Outcome::Status),
        (Empty(429, MICROS), Outcome::Status),
        (
            Under(500, &Broken(MICROS)),
            Outcome::Status,
        ),
        (
            Under(500, &Stalled(MICROS)),
            Outcome::Status,
        ),
        (
            Under(500, &Answer(MICROS, 90)),
            Outcome::Status,
        ),
        (Refused(MICROS), Network),
        (Broken(MICROS), Network),
        (Silent, TimedOut),
        (Stalled(MICROS), TimedOut),
        (Empty(200, MICROS), Decode),
        (Body("<!doctype html>", MICROS), Decode),
        (Body("[{}]", MICROS), Decode),
    ];
    // Each of the variants sees the failure, and nothing is dropped for it: the list goes on.
    let query = "experiment=posts-with-timeout&source=live&posts=1-3&timeout=900";
    for (script, outcome) in cases {
        let live = Scripted::all_but(
            Answer(10_000, 0),
            &[("/posts/2", script.clone())],
        );
        let page = ended(query, live);
        let runs = replayed(&page);
        for (measured, run) in measured(&page).iter().zip(&runs) {
            assert_eq!(
                measured.spans[1].outcome,
                Some(*outcome),
                "{script:?}"
            );
            assert_eq!(
                happened(&run.trace),
                happened(measured),
                "{script:?}"
            );
            assert_eq!(
                run.trace.ended, measured.ended,
                "{script:?}"
            );
        }
    }
}

/// On a narrow line each of three variants measures other durations for the same request.
#[test]
fn a_request_that_was_measured_several_times_takes_the_median() {
    let query = "experiment=album-photos&source=replica&albums=1-9&limit=4&kbps=900";
    let page = ended(query, Scripted::anything());
    let measured: Vec<_> = measured(&page).iter().map(durations).collect();
    let medians: Vec<_> = (0..9)
        .map(|album| median_of([0, 1, 2].map(|lane| measured[lane][album])))
        .collect();
    assert_ne!(medians, measured[0], "they differ");
    let sum = Nanos(medians.iter().map(|one| one.0).sum());
    let expected = [
        sum,
        list_scheduling(&medians, 4),
        medians.iter().copied().max().unwrap_or_default(),
    ];
    let makespans: Vec<_> = replayed(&page)
        .iter()
        .filter_map(Modelled::makespan)
        .collect();
    assert_eq!(makespans, expected);
}

fn median_of(mut three: [Nanos; 3]) -> Nanos {
    three.sort_unstable();
    three[1]
}

fn world(page: &Page) -> World {
    let comparison = page.session.comparison().expect("a comparison");
    World::Measured(Rc::new(MeasuredWorld::of(&comparison)))
}

#[test]
fn other_draws_take_one_that_was_measured() {
    let query = "experiment=album-photos&source=replica&albums=1-9&limit=4&kbps=900";
    let page = ended(query, Scripted::anything());
    let measured: Vec<_> = measured(&page).iter().map(durations).collect();
    let world = world(&page);
    let mut seen = [0; 3];
    for draw in 1..=10 {
        let runs = modelled::run(
            &*page.host,
            &world,
            &plan_of(&page, draw),
        );
        for run in &runs {
            for (album, took) in durations(&run.trace).into_iter().enumerate() {
                let lane = (0..3).find(|lane| measured[*lane][album] == took);
                seen[lane.expect("one of the measured ones")] += 1;
            }
        }
        let again = modelled::run(
            &*page.host,
            &world,
            &plan_of(&page, draw),
        );
        assert_eq!(
            runs, again,
            "the same for the same draw"
        );
    }
    assert!(
        seen.iter().all(|times| *times > 30),
        "{seen:?}"
    );
}

#[test]
fn what_was_never_measured_fails_and_says_so() {
    let page = ended(
        "experiment=album-photos&source=live&albums=1-3",
        Scripted::anything(),
    );
    let mut plan = plan_of(&page, 0);
    plan.values.set("albums", Value::Numbers(vec![1, 2, 4]));
    let runs = modelled::run(&*page.host, &world(&page), &plan);
    for run in &runs {
        assert_eq!(
            (run.answered, run.makespan()),
            (false, None)
        );
        let never = run
            .trace
            .spans
            .iter()
            .find(|span| span.call.path.ends_with("=4"));
        let never = never.expect("a call");
        assert_eq!(never.outcome, Some(Outcome::Network));
        assert_eq!(never.duration(), Some(Nanos::ZERO));
    }
}

#[test]
fn only_what_is_whole_is_replayed() {
    let page = Page::at("source=live", Scripted::anything());
    let none = |page: &Page, what| {
        assert!(
            page.session.replay_durations().is_none(),
            "{what}"
        )
    };
    none(&page, "before a run");
    page.session.run();
    page.wait(55);
    none(&page, "while it runs");
    page.session.stop();
    page.wait(LONG);
    none(&page, "when it was stopped");
    page.session.run();
    page.wait(LONG);
    assert!(page.session.replay_durations().is_some());
    page.session.open("user-with-posts");
    none(&page, "on other data");
}

#[test]
fn what_was_too_much_to_keep_is_not_replayed() {
    let much: &str = format!("[{}]", " ".repeat(9 << 20)).leak();
    let scripts = [
        ("/posts?userId=1", Body(much, 9)),
        ("/todos?userId=1", Body(much, 9)),
    ];
    let page = ended(
        "source=live",
        Scripted::all_but(Answer(9, 0), &scripts),
    );
    assert_eq!(page.states(), ["done", "done"]);
    assert!(
        page.session
            .comparison()
            .is_some_and(|comparison| comparison.kept().overflowed())
    );
    assert!(page.session.replay_durations().is_none());
}
