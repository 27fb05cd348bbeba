//! What was measured, scheduled anew: to the nanosecond in virtual time.

use std::collections::BTreeSet;

use futures::future::{join_all, select};

use super::*;
use crate::engine::call::Caller;
use crate::engine::keep::Keeping;
use crate::engine::ports::Pool;
use crate::engine::recording::Recording;
use crate::engine::virtual_time::{VirtualClock, run};

const BASE: &str = "http://api";

/// How a request is answered while it is measured: its head after so many milliseconds and its body after
/// as many more, if either comes.
#[derive(Clone, Copy)]
struct Live {
    head: Option<(u64, u16)>,
    body: Body,
    after: u64,
}

#[derive(Clone, Copy)]
enum Body {
    Text(&'static str),
    Breaks,
    NeverComes,
}

const OK: Live = Live {
    head: Some((20, 200)),
    body: Body::Text("1"),
    after: 10,
};

const SILENT: Live = Live { head: None, ..OK };

/// Answers each request with the next of these, by its clock.
struct Answers(VirtualClock, RefCell<Vec<Live>>);

impl Transport for Answers {
    fn send(&self, _: Request) -> LocalBoxFuture<'static, Result<Response, Unreachable>> {
        let (clock, live) = (
            self.0.clone(),
            self.1.borrow_mut().remove(0),
        );
        let wait = |clock: &VirtualClock, millis| {
            clock.sleep_until(clock.now() + Nanos::from_millis(millis))
        };
        Box::pin(async move {
            let Some((head, status)) = live.head else {
                return pending().await;
            };
            wait(&clock, head).await;
            if status == 0 {
                return Err(Unreachable::Unexplained);
            }
            let body = async move {
                wait(&clock, live.after).await;
                match live.body {
                    Body::Text(text) => Ok(text.into()),
                    Body::Breaks => Err(Unreachable::Unexplained),
                    Body::NeverComes => pending().await,
                }
            };
            Ok(Response {
                status,
                retry_after: None,
                timing: Timing::Unknown,
                body: stream::once(body).boxed_local(),
            })
        })
    }
}

/// What was measured, and what runs over it.
#[derive(Default)]
struct Lab {
    traces: Vec<Trace>,
    kept: Rc<Kept>,
}

/// What a replayed request came to: how it ended, its status, its head and its end in milliseconds.
type Came = (Outcome, Option<u16>, Option<u64>, u64);

impl Lab {
    /// Makes one request after another, each answered by the next of `answers`, and measures them.
    fn measure(&mut self, answers: &[(&str, Live)]) {
        let clock = VirtualClock::new();
        let live = answers.iter().map(|(_, live)| *live).collect();
        let source = Answers(clock.clone(), RefCell::new(live));
        let source = Rc::new(Keeping::new(
            Rc::new(source),
            Rc::clone(&self.kept),
        ));
        let recording = Rc::new(Recording::new(
            "measured",
            Nanos::ZERO,
            None,
        ));
        let caller = caller(&clock, source, &recording);
        run(&clock, async {
            for (path, _) in answers {
                let _ = caller
                    .get::<u32>("all", (*path).into())
                    .timeout(SECOND)
                    .await;
            }
        })
        .unwrap();
        self.traces.push(recording.trace().clone());
    }

    fn measured(answers: &[(&str, Live)]) -> Self {
        let mut lab = Self::default();
        lab.measure(answers);
        lab
    }

    /// Makes these requests at once, in a run of draw `draw`.
    fn replay(&self, draw: u32, paths: &[&str]) -> Vec<Came> {
        let clock = VirtualClock::new();
        let replay = Replay::new(
            Rc::new(clock.clone()),
            Rc::new(Durations::of(&self.traces)),
            Rc::clone(&self.kept),
        );
        replay.begin(draw);
        let recording = Rc::new(Recording::new(
            "replayed",
            Nanos::ZERO,
            None,
        ));
        let caller = caller(&clock, Rc::new(replay), &recording);
        let calls = paths
            .iter()
            .map(|path| caller.get::<u32>("all", (*path).into()).timeout(SECOND));
        run(&clock, join_all(calls)).unwrap();
        assert_eq!(clock.pending(), 0);
        let trace = recording.trace();
        trace.spans.iter().map(came).collect()
    }

    /// How many milliseconds one request takes.
    fn time(&self, draw: u32, path: &str) -> u64 {
        self.replay(draw, &[path])[0].3
    }
}

const SECOND: Nanos = Nanos::from_millis(1_000);

fn caller(clock: &VirtualClock, transport: Rc<dyn Transport>, recorder: &Rc<Recording>) -> Caller {
    Caller {
        transport,
        clock: Rc::new(clock.clone()),
        recorder: Rc::<Recording>::clone(recorder),
        base: BASE.into(),
        pool: Pool::SHARED,
        last_pool: Rc::default(),
    }
}

fn came(span: &Span) -> Came {
    let millis = |time: Nanos| time.0 / 1_000_000;
    (
        span.outcome.unwrap(),
        span.status,
        span.responded.map(millis),
        span.duration().map(millis).unwrap(),
    )
}

#[test]
fn each_request_ends_when_and_as_it_was_measured_to() {
    let refused = |body| Live {
        head: Some((20, 404)),
        body,
        after: 10,
    };
    let good = |body| Live { body, ..OK };
    let unreachable = Live {
        head: Some((20, 0)),
        ..OK
    };
    let cases: &[(&str, Live, Came)] = &[
        (
            "answered",
            OK,
            (Outcome::Ok, Some(200), Some(20), 30),
        ),
        (
            "refused",
            refused(Body::Text("{}")),
            (Outcome::Status, Some(404), Some(20), 30),
        ),
        (
            "refused, with a body that breaks",
            refused(Body::Breaks),
            (Outcome::Status, Some(404), Some(20), 30),
        ),
        (
            "refused, with a body that never comes",
            refused(Body::NeverComes),
            (
                Outcome::Status,
                Some(404),
                Some(20),
                1_000,
            ),
        ),
        (
            "not what was expected",
            good(Body::Text("[]")),
            (Outcome::Decode, Some(200), Some(20), 30),
        ),
        (
            "broken",
            good(Body::Breaks),
            (
                Outcome::Network,
                Some(200),
                Some(20),
                30,
            ),
        ),
        (
            "half",
            good(Body::NeverComes),
            (
                Outcome::TimedOut,
                Some(200),
                Some(20),
                1_000,
            ),
        ),
        (
            "silent",
            SILENT,
            (Outcome::TimedOut, None, None, 1_000),
        ),
        (
            "unreachable",
            unreachable,
            (Outcome::Network, None, None, 20),
        ),
    ];
    for (what, live, expected) in cases {
        let lab = Lab::measured(&[("/a", *live)]);
        assert_eq!(
            came(&lab.traces[0].spans[0]),
            *expected,
            "{what}, measured"
        );
        assert_eq!(
            lab.replay(0, &["/a"]),
            [*expected],
            "{what}, replayed"
        );
    }
}

/// The answer that came last is not every answer.
#[test]
fn one_request_that_ended_in_several_ways_does_so_again() {
    let slow = Live { after: 20, ..OK };
    let refused = Live {
        head: Some((5, 503)),
        body: Body::Text("{}"),
        after: 0,
    };
    for answers in [[slow, refused], [refused, slow]] {
        let lab = Lab::measured(&answers.map(|live| ("/a", live)));
        let all: BTreeSet<_> = (1..40).map(|draw| outcome_and_end(&lab, draw)).collect();
        assert_eq!(
            all,
            BTreeSet::from([("ok", 40), ("status", 5)])
        );
    }
}

fn outcome_and_end(lab: &Lab, draw: u32) -> (&'static str, u64) {
    let (outcome, .., end) = lab.replay(draw, &["/a"])[0];
    (outcome.name(), end)
}

#[test]
fn requests_take_their_time_whatever_else_is_under_way() {
    let paths: Vec<_> = (0..200).map(|id| format!("/{id}")).collect();
    let answers: Vec<_> = paths
        .iter()
        .enumerate()
        .map(|(id, path)| {
            let after = id as u64;
            (path.as_str(), Live { after, ..OK })
        })
        .collect();
    let lab = Lab::measured(&answers);
    let paths: Vec<_> = paths.iter().map(String::as_str).collect();
    let ends: Vec<_> = lab.replay(0, &paths).iter().map(|came| came.3).collect();
    let alone: Vec<_> = (0..200).map(|id| 20 + id).collect();
    assert_eq!(ends, alone);
}

/// Measured to take 20 ms and as much more.
fn lab_of(more: &[u64]) -> Lab {
    let answers: Vec<_> = more
        .iter()
        .map(|after| {
            let after = *after;
            ("/a", Live { after, ..OK })
        })
        .collect();
    Lab::measured(&answers)
}

#[test]
fn draw_0_takes_the_median() {
    let cases: &[(&[u64], u64)] = &[
        (&[7], 27),
        // Of an even number the lower of the two in the middle: one that was measured.
        (&[9, 3], 23),
        (&[90, 10, 50], 70),
        (&[40, 30, 20, 10], 40),
        (&[5, 5, 900, 1, 5], 25),
    ];
    for (more, expected) in cases {
        let lab = lab_of(more);
        assert_eq!(lab.time(0, "/a"), *expected, "{more:?}");
        let again = lab.replay(0, &["/a", "/a"]);
        assert!(
            again.iter().all(|came| came.3 == *expected),
            "every time it is made"
        );
    }
    // What timed out took longest.
    let lab = Lab::measured(&[("/a", SILENT), ("/a", OK), ("/a", SILENT)]);
    assert_eq!(
        lab.replay(0, &["/a"]),
        [(Outcome::TimedOut, None, None, 1_000)]
    );
}

#[test]
fn other_draws_take_any_that_was_measured() {
    let lab = lab_of(&[1, 2, 3, 4]);
    let measured = BTreeSet::from([21, 22, 23, 24]);
    let drawn: BTreeSet<_> = (1..60).map(|draw| lab.time(draw, "/a")).collect();
    assert_eq!(drawn, measured, "each in its turn");
    for draw in 1..20 {
        assert_eq!(
            lab.time(draw, "/a"),
            lab.time(draw, "/a"),
            "the same for the same draw"
        );
    }
    let attempts: BTreeSet<_> = lab
        .replay(1, &["/a"; 60])
        .iter()
        .map(|came| came.3)
        .collect();
    assert_eq!(
        attempts, measured,
        "and for each attempt of its own"
    );
}

#[test]
fn every_run_counts_its_attempts_anew() {
    let lab = lab_of(&[1, 2, 3, 4]);
    let clock = VirtualClock::new();
    let durations = Rc::new(Durations::of(&lab.traces));
    let replay = Replay::new(
        Rc::new(clock.clone()),
        durations,
        Rc::clone(&lab.kept),
    );
    let times = || {
        replay.begin(5);
        [0; 8].map(|_| {
            let began = clock.now();
            let request = Request {
                url: format!("{BASE}/a"),
                pool: Pool::SHARED,
            };
            let answer = run(&clock, replay.send(request)).unwrap().unwrap();
            run(&clock, answer.body.collect::<Vec<_>>()).unwrap();
            clock.now().since(began)
        })
    };
    assert_eq!(times(), times());
}

#[test]
fn what_was_never_measured_fails_at_once() {
    let lab = Lab::measured(&[("/a", OK)]);
    let never = (Outcome::Network, None, None, 0);
    assert_eq!(lab.replay(0, &["/b"]), [never]);
    assert_eq!(lab.replay(0, &["/a", "/b"])[1], never);
    assert_eq!(
        Lab::default().replay(0, &["/a"]),
        [never],
        "nothing at all was"
    );
}

/// A call that was dropped took at least so long: how long is not known.
#[test]
fn what_was_cut_short_was_not_measured() {
    let lab = Lab::measured(&[("/a", OK), ("/b", OK)]);
    assert_eq!(Durations::of(&lab.traces).count(), 2);
    let clock = VirtualClock::new();
    let source = Rc::new(Answers(
        clock.clone(),
        RefCell::new(vec![OK]),
    ));
    let recording = Rc::new(Recording::new("cut", Nanos::ZERO, None));
    let caller = caller(&clock, source, &recording);
    let calls = ["/a", "/b"].map(|path| caller.get::<u32>("all", path.into()));
    run(&clock, async {
        let [started, never_started] = calls;
        drop(
            select(
                started,
                clock.sleep_until(Nanos::from_millis(25)),
            )
            .await,
        );
        drop(never_started);
    })
    .unwrap();
    let cut = recording.trace().clone();
    assert_eq!(cut.spans.len(), 2);
    assert_eq!(Durations::of([&cut]).count(), 0);
    assert_eq!(
        Durations::of(lab.traces.iter().chain([&cut])).count(),
        2
    );
}
