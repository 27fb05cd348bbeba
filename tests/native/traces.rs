//! The exact trace of each variant: what was sent when, to the microsecond, under virtual time.

use std::cell::RefCell;
use std::rc::Rc;

use tandem::api::{Client, UserId};
use tandem::engine::ports::Clock;
use tandem::engine::virtual_time::run;
use tandem::experiments::{EXPERIMENTS, Watcher, compare};
use tandem::time::Nanos;
use tandem::trace::{Outcome, Trace};

use crate::played::{Notes, plan, play};
use crate::scripted::Script::{self, Answer, Body, Broken, Huge, Refused, Silent, Status};
use crate::scripted::Scripted;

const USER: &str = "/users/1";
const POSTS: &str = "/posts?userId=1";
const TODOS: &str = "/todos?userId=1";

/// Plays a variant over scripted answers; its trace and its error's kind.
fn trace(experiment: &str, variant: &str, scripts: &[(&str, Script)]) -> (Trace, Option<String>) {
    let played = play(
        &Scripted::new(scripts),
        &plan(experiment, variant, &[]),
    );
    (
        played.trace,
        played.result.err().map(|(kind, _)| kind),
    )
}

/// A span in brief: path, start, head, end (in microseconds) and outcome.
type Brief = (
    &'static str,
    Option<u64>,
    Option<u64>,
    u64,
    Outcome,
);

fn assert_trace(trace: &Trace, expected: &[Brief], total: u64, what: &str) {
    let micros = |time: Nanos| {
        assert_eq!(
            time.0 % 1_000,
            0,
            "{what}: {time} is no whole microsecond"
        );
        time.0 / 1_000
    };
    let spans: Vec<_> = trace
        .spans
        .iter()
        .map(|span| {
            (
                span.call.path.as_str(),
                span.started.map(micros),
                span.responded.map(micros),
                span.ended.map(micros).expect("each span ends"),
                span.outcome.expect("each span has an outcome"),
            )
        })
        .collect();
    assert_eq!(spans, expected, "{what}");
    assert_eq!(
        trace.ended.map(micros),
        Some(total),
        "{what}"
    );
}

#[test]
fn dashboard_in_turn_takes_the_sum() {
    let scripts = [
        (USER, Answer(10_000, 1)),
        (POSTS, Answer(20_000, 20)),
        (TODOS, Answer(30_000, 300)),
    ];
    let (trace, error) = trace("user-dashboard", "sequential", &scripts);
    let ok = Outcome::Ok;
    let spans = [
        (USER, Some(0), Some(10_000), 10_001, ok),
        (
            POSTS,
            Some(10_001),
            Some(30_001),
            30_021,
            ok,
        ),
        (
            TODOS,
            Some(30_021),
            Some(60_021),
            60_321,
            ok,
        ),
    ];
    assert_trace(&trace, &spans, 60_321, "sequential");
    assert_eq!(
        (error, trace.first_result),
        (None, trace.ended)
    );
}

#[test]
fn dashboard_joined_takes_the_maximum() {
    let scripts = [
        (USER, Answer(10_000, 1)),
        (POSTS, Answer(30_000, 300)),
        (TODOS, Answer(20_000, 20)),
    ];
    let (trace, error) = trace("user-dashboard", "joined", &scripts);
    let ok = Outcome::Ok;
    let spans = [
        (USER, Some(0), Some(10_000), 10_001, ok),
        (POSTS, Some(0), Some(30_000), 30_300, ok),
        (TODOS, Some(0), Some(20_000), 20_020, ok),
    ];
    assert_trace(&trace, &spans, 30_300, "joined");
    assert_eq!(
        (error, trace.first_result),
        (None, trace.ended)
    );
}

#[test]
fn user_with_posts_is_the_sum_in_turn_and_the_maximum_joined() {
    let scripts = [(USER, Answer(7, 1)), (POSTS, Answer(5, 2))];
    let (in_turn, _) = trace(
        "user-with-posts",
        "sequential",
        &scripts,
    );
    let ok = Outcome::Ok;
    let spans = [
        (USER, Some(0), Some(7), 8, ok),
        (POSTS, Some(8), Some(13), 15, ok),
    ];
    assert_trace(&in_turn, &spans, 15, "sequential");
    let (joined, _) = trace("user-with-posts", "joined", &scripts);
    let spans = [
        (USER, Some(0), Some(7), 8, ok),
        (POSTS, Some(0), Some(5), 7, ok),
    ];
    assert_trace(&joined, &spans, 8, "joined");
}

/// What the second of two requests does, how its span ends, when, and the variant's error.
#[test]
fn a_failure_ends_the_variant_and_what_is_joined_with_it() {
    let head = Some(40);
    let cases: &[(Script, Option<u64>, u64, Outcome, &str)] = &[
        (
            Status(404, 40),
            head,
            40,
            Outcome::Status,
            "status",
        ),
        (
            Status(503, 40),
            head,
            40,
            Outcome::Status,
            "status",
        ),
        (
            Refused(40),
            None,
            40,
            Outcome::Network,
            "network",
        ),
        (
            Broken(40),
            head,
            40,
            Outcome::Network,
            "network",
        ),
        (
            Body("<!doctype html>", 40),
            head,
            40,
            Outcome::Decode,
            "decode",
        ),
        (
            Body("[{\"id\": 1}]", 40),
            head,
            40,
            Outcome::Decode,
            "decode",
        ),
        (
            Huge(40),
            head,
            40,
            Outcome::TooLarge,
            "too-large",
        ),
        (
            Silent,
            None,
            10_000_000,
            Outcome::TimedOut,
            "timed-out",
        ),
    ];
    for (script, head, end, outcome, kind) in cases {
        let slow = 20_000_000;
        let scripts = [
            (USER, Answer(10, 0)),
            (POSTS, script.clone()),
            (TODOS, Answer(slow, 0)),
        ];
        let (in_turn, error) = trace("user-dashboard", "sequential", &scripts);
        let spans = [
            (USER, Some(0), Some(10), 10, Outcome::Ok),
            (
                POSTS,
                Some(10),
                head.map(|head| head + 10),
                end + 10,
                *outcome,
            ),
        ];
        assert_trace(
            &in_turn,
            &spans,
            end + 10,
            &format!("sequential, {script:?}"),
        );
        assert_eq!(error.as_deref(), Some(*kind));

        let (joined, error) = trace("user-dashboard", "joined", &scripts);
        // The time-out of the slow third falls on the same moment as that of a silent second.
        let spans = [
            (USER, Some(0), Some(10), 10, Outcome::Ok),
            (POSTS, Some(0), *head, *end, *outcome),
            (
                TODOS,
                Some(0),
                None,
                *end,
                Outcome::Cancelled,
            ),
        ];
        assert_trace(
            &joined,
            &spans,
            *end,
            &format!("joined, {script:?}"),
        );
        assert_eq!(error.as_deref(), Some(*kind));
        assert_eq!(
            joined.first_result, None,
            "an error is no result"
        );
    }
}

/// A variant dropped at any of its await points leaves one outcome a span and no timer.
#[test]
fn dropped_anywhere_each_span_ends_once() {
    for experiment in EXPERIMENTS {
        for variant in experiment.variants {
            for polls in 0..60 {
                dropped(experiment.name, variant.name, polls);
            }
        }
    }
}

fn dropped(experiment: &str, variant: &str, polls: usize) {
    let source = Scripted::anything();
    let environment = source.environment();
    let notes = Rc::new(Notes::default());
    let watcher: Rc<dyn Watcher> = Rc::<Notes>::clone(&notes);
    let plan = plan(experiment, variant, &[]);
    let running = RefCell::new(Some(Box::pin(compare(
        &environment,
        &plan,
        &watcher,
    ))));
    let _ = run(
        &source.clock,
        drop_after(polls, &running),
    );
    drop(running);
    let what = format!("{experiment} {variant} dropped after {polls} polls");
    assert_eq!(
        source.clock.pending(),
        0,
        "{what}: a timer is left"
    );
    for span in &notes.trace().spans {
        assert!(
            span.outcome.is_some() && span.ended.is_some(),
            "{what}: {span:?}"
        );
        assert!(span.started.is_some() || span.outcome == Some(Outcome::Cancelled));
    }
    assert_eq!(
        notes.held_elsewhere(),
        0,
        "{what}: something still records"
    );
}

/// A call that was made and never polled is queued, never started, and cancelled.
#[test]
fn a_call_is_lazy() {
    let source = Scripted::new(&[]);
    let environment = source.environment();
    let recording = environment.begin("lazy");
    let client = Client::new(environment.caller(&recording));
    drop(client.user(UserId(1)));
    let trace = recording.trace();
    let span = &trace.spans[0];
    assert_eq!(
        (span.started, span.outcome),
        (None, Some(Outcome::Cancelled))
    );
}

/// Made at one time and polled at another, it is queued at the first and started at the second.
#[test]
fn a_call_starts_when_it_is_polled() {
    let source = Scripted::new(&[(USER, Answer(10, 0))]);
    let environment = source.environment();
    let recording = environment.begin("lazy");
    let client = Client::new(environment.caller(&recording));
    let later = async {
        let call = client.user(UserId(1));
        source.clock.sleep_until(Nanos(5_000)).await;
        call.await
    };
    run(&source.clock, later).expect("it ends").expect("a user");
    let trace = recording.trace();
    let span = &trace.spans[0];
    assert_eq!(
        (span.queued, span.started),
        (Nanos::ZERO, Some(Nanos(5_000)))
    );
    assert_eq!(span.ended, Some(Nanos(15_000)));
}

/// Each span carries the place in the shown file where its call stands.
#[test]
fn spans_know_their_lines() {
    for experiment in EXPERIMENTS {
        for variant in experiment.variants {
            let played = play(
                &Scripted::anything(),
                &plan(experiment.name, variant.name, &[]),
            );
            assert!(!played.trace.spans.is_empty());
            for span in &played.trace.spans {
                let site = span.call.site;
                assert_eq!(
                    site.file.replace('\\', "/"),
                    variant.code.rust.path
                );
                let line = variant
                    .code
                    .rust
                    .text
                    .lines()
                    .nth(site.line as usize - 1)
                    .expect("a line");
                let call = &line[site.column as usize - 1..];
                let method = method(&span.call.path);
                assert!(
                    call.starts_with(method),
                    "{:?} stands at {call:?}",
                    span.call.path
                );
            }
        }
    }
}

/// The client's method that asks for `path`.
fn method(path: &str) -> &'static str {
    let methods = [
        ("/users/", "user("),
        ("/users", "users("),
        ("/posts?", "posts_by("),
        ("/posts/", "post("),
        ("/comments?", "comments_on("),
        ("/todos?", "todos_of("),
        ("/albums?", "albums_of("),
        ("/photos?", "photos_in("),
    ];
    let found = methods.iter().find(|(start, _)| path.starts_with(start));
    found.expect("a path of the client").1
}

/// Polls the future in `running` so many times at most, then drops it.
async fn drop_after<F: Future + Unpin>(polls: usize, running: &RefCell<Option<F>>) {
    let mut left = polls;
    std::future::poll_fn(|cx| {
        let mut running = running.borrow_mut();
        let over = match running.as_mut() {
            Some(_) if left == 0 => true,
            Some(future) => std::pin::Pin::new(future).poll(cx).is_ready(),
            None => true,
        };
        left = left.saturating_sub(1);
        if over {
            running.take();
            return std::task::Poll::Ready(());
        }
        std::task::Poll::Pending
    })
    .await;
}
