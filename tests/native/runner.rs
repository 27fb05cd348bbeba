//! Warm-up and comparison, under virtual time.

use std::cell::RefCell;
use std::rc::Rc;
use std::task::Poll;

use futures::future::LocalBoxFuture;
use tandem::engine::ports::{
    Ask, Clock, Phases, Request, Response, Timeline, Timing, Transport, Unreachable,
};
use tandem::engine::recording::Recording;
use tandem::engine::runner::{Environment, Finished, WarmUp, warm_up};
use tandem::engine::virtual_time::{VirtualClock, run};
use tandem::experiments::{Experiment, Loaded, Plan, Values, Watcher, compare, find, routines};
use tandem::time::Nanos;
use tandem::trace::evidence::Evidence;

use crate::scripted::Script::{self, Answer as Answered, Refused, Silent, Status};
use crate::scripted::Scripted;

const WARM: [&str; 6] = [
    "/users/1", "/users/2", "/users/3", "/users/4", "/users/5", "/users/6",
];

#[test]
fn a_warm_up_tells_what_it_found() {
    let ok = Answered(5, 5);
    // How each request is answered, what is found, and when, in microseconds.
    let cases: &[(&[Script], WarmUp, u64)] = &[
        (
            std::slice::from_ref(&ok),
            WarmUp::Answered { status: 200 },
            10,
        ),
        (
            &[ok.clone(), Answered(50, 5), ok.clone()],
            WarmUp::Answered { status: 200 },
            55,
        ),
        (
            &[Status(503, 9), Status(503, 9)],
            WarmUp::Answered { status: 503 },
            9,
        ),
        (
            &[ok.clone(), Status(429, 9)],
            WarmUp::Answered { status: 429 },
            10,
        ),
        // One answer is an answer, whatever the others do.
        (
            &[ok.clone(), Refused(7)],
            WarmUp::Answered { status: 200 },
            10,
        ),
        (
            &[ok.clone(), Silent],
            WarmUp::Answered { status: 200 },
            3_000_000,
        ),
        (
            &[Refused(7), Refused(8)],
            WarmUp::Unreachable,
            8,
        ),
        (
            &[Silent, Silent],
            WarmUp::Silent,
            3_000_000,
        ),
        (
            &[Refused(7), Silent],
            WarmUp::Silent,
            3_000_000,
        ),
    ];
    for (answers, expected, micros) in cases {
        let scripts: Vec<_> = WARM.into_iter().zip(answers.iter().cloned()).collect();
        let source = Scripted::new(&scripts);
        let found = run(
            &source.clock,
            warm_up(&source.environment(), answers.len()),
        );
        assert_eq!(found, Ok(*expected), "{answers:?}");
        let now = source.clock.now();
        assert_eq!(
            (now, source.clock.pending()),
            (Nanos(micros * 1_000), 0),
            "{answers:?}"
        );
    }
}

#[test]
fn a_warm_up_is_never_wider_than_six() {
    let scripts: Vec<_> = WARM
        .into_iter()
        .map(|path| (path, Answered(1, 1)))
        .collect();
    let source = Scripted::new(&scripts);
    // A seventh request would have no script, and fail the test.
    let found = run(
        &source.clock,
        warm_up(&source.environment(), 40),
    );
    assert_eq!(
        found,
        Ok(WarmUp::Answered { status: 200 })
    );
}

/// Notes the order of events, and keeps the recordings.
#[derive(Default)]
struct Notes {
    events: RefCell<Vec<String>>,
    recordings: RefCell<Vec<Rc<Recording>>>,
}

impl Watcher for Notes {
    fn is_next(&self, variant: usize) {
        self.events.borrow_mut().push(format!("{variant} next"));
    }

    fn began(&self, variant: usize, recording: &Rc<Recording>) {
        self.events.borrow_mut().push(format!("{variant} began"));
        self.recordings.borrow_mut().push(Rc::clone(recording));
    }

    fn handed(&self, variant: usize, _: Nanos, _: Loaded) {
        self.events.borrow_mut().push(format!("{variant} handed"));
    }

    fn ended(&self, variant: usize, finished: Finished<Loaded>) {
        let end = if finished.result.is_ok() {
            "ended"
        } else {
            "failed"
        };
        self.events.borrow_mut().push(format!("{variant} {end}"));
    }
}

fn compared(scripts: &[(&str, Script)], order: &[usize]) -> Rc<Notes> {
    let source = Scripted::new(scripts);
    compared_in(
        &source.clock,
        &source.environment(),
        order,
    )
}

fn compared_in(clock: &VirtualClock, environment: &Environment, order: &[usize]) -> Rc<Notes> {
    let experiment = find("user-dashboard").expect("an experiment");
    compared_of(experiment, clock, environment, order)
}

fn compared_of(
    experiment: &'static Experiment,
    clock: &VirtualClock,
    environment: &Environment,
    order: &[usize],
) -> Rc<Notes> {
    let plan = Plan {
        experiment,
        routines: routines(experiment),
        values: Values::defaults(experiment.params),
        order: order.to_vec(),
        repeat: 0,
    };
    let notes = Rc::new(Notes::default());
    let watcher: Rc<dyn Watcher> = Rc::<Notes>::clone(&notes);
    run(
        clock,
        compare(environment, &plan, &watcher),
    )
    .expect("it ends");
    notes
}

#[test]
fn variants_run_one_after_another_in_their_order() {
    let scripts = [
        ("/users/1", Answered(10, 0)),
        ("/posts?userId=1", Answered(20, 0)),
        ("/todos?userId=1", Answered(30, 0)),
    ];
    for order in [[0, 1], [1, 0]] {
        let notes = compared(&scripts, &order);
        let [first, second] = order;
        let expected = [
            format!("{first} next"),
            format!("{first} began"),
            format!("{first} ended"),
            format!("{second} next"),
            format!("{second} began"),
            format!("{second} ended"),
        ];
        assert_eq!(*notes.events.borrow(), expected);
        // Both have their own zero, and the same figures whichever came first.
        let recordings = notes.recordings.borrow();
        let totals: Vec<_> = recordings.iter().map(|each| each.trace().ended).collect();
        let expected = order.map(|place| Some(Nanos([60_000, 30_000][place])));
        assert_eq!(totals, expected);
        let began: Vec<_> = recordings.iter().map(|each| each.trace().began).collect();
        assert!(
            began[1] > began[0] + totals[0].unwrap_or_default(),
            "the pause between them"
        );
    }
}

/// A source that knows the phases of a request so long after its head.
struct Late(Scripted, Nanos);

impl Transport for Late {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, Unreachable>> {
        let (clock, after) = (self.0.clock.clone(), self.1);
        let answer = self.0.send(request);
        Box::pin(async move {
            let answer = answer.await?;
            let known = clock.now() + after;
            let ask: Ask = Box::new(move || {
                if clock.now() < known {
                    return Poll::Pending;
                }
                Poll::Ready(Some(Phases::default()))
            });
            Ok(Response {
                timing: Timing::Later(ask),
                ..answer
            })
        })
    }
}

/// Neither does a run take longer for it, nor is it waited for without end.
#[test]
fn phases_that_come_after_the_body_are_taken_down_when_the_run_is_over() {
    let millis = Nanos::from_millis;
    // When they are known after a head, with a body 5 ms after it, and of how many requests of a run they are
    // told: the joined three end at 15, 25 and 35 ms, and are asked again at 85 ms.
    let cases = [(0, 3), (5, 3), (6, 3), (55, 3), (60, 2), (70, 1), (80, 0)];
    for (after, told) in cases {
        let scripts = [
            ("/users/1", Answered(10_000, 5_000)),
            (
                "/posts?userId=1",
                Answered(20_000, 5_000),
            ),
            (
                "/todos?userId=1",
                Answered(30_000, 5_000),
            ),
        ];
        let source = Scripted::new(&scripts);
        let environment = Environment {
            transport: Rc::new(Late(source.clone(), millis(after))),
            ..source.environment()
        };
        let notes = compared_in(&source.clock, &environment, &[0, 1]);
        let recordings = notes.recordings.borrow();
        let joined = recordings[1].trace();
        let phased = joined.spans.iter().filter(|span| span.phases.is_some());
        assert_eq!(
            (phased.count(), joined.ended),
            (told, Some(millis(35))),
            "after {after} ms"
        );
        assert!(
            recordings[1].ask_for_phases(source.clock.now()),
            "they are let go of"
        );
    }
}

#[test]
fn what_a_run_leaves_running_has_its_phases_too() {
    let source = Scripted::all_but(
        Answered(30_000, 5_000),
        &[("/posts/999", Status(404, 5_000))],
    );
    let environment = Environment {
        transport: Rc::new(Late(source.clone(), Nanos::ZERO)),
        ..source.environment()
    };
    let experiment = find("posts-with-timeout").expect("an experiment");
    let all: Vec<usize> = (0..experiment.variants.len()).collect();
    let notes = compared_of(
        experiment,
        &source.clock,
        &environment,
        &all,
    );
    let mut left_running = 0;
    for recording in notes.recordings.borrow().iter() {
        let trace = recording.trace();
        for span in trace.spans.iter().filter(|span| span.received.is_some()) {
            left_running += usize::from(span.ended > trace.ended);
            assert!(span.phases.is_some(), "{span:?}");
        }
    }
    assert!(
        left_running > 0,
        "one variant leaves requests behind"
    );
}

/// What a profiler was shown, and when.
struct Profiled {
    clock: VirtualClock,
    shown: RefCell<Vec<(String, Nanos, Nanos)>>,
}

impl Timeline for Profiled {
    fn show(&self, variant: &str, label: &str, started: Nanos, ended: Nanos) {
        assert!(started < ended && ended <= self.clock.now());
        let name = format!("{variant}: {label}");
        self.shown
            .borrow_mut()
            .push((name, ended, self.clock.now()));
    }
}

/// The dashboard's three requests under the eyes of a profiler.
fn profiled() -> (Scripted, Rc<Profiled>, Environment) {
    let source = Scripted::new(&[
        ("/users/1", Answered(10_000, 0)),
        ("/posts?userId=1", Answered(20_000, 0)),
        ("/todos?userId=1", Answered(30_000, 0)),
    ]);
    let profiled = Rc::new(Profiled {
        clock: source.clock.clone(),
        shown: RefCell::default(),
    });
    let environment = Environment {
        timeline: Some(Rc::<Profiled>::clone(&profiled)),
        ..source.environment()
    };
    (source, profiled, environment)
}

#[test]
fn a_profiler_is_shown_a_run_once_it_is_over() {
    let (source, profiled, environment) = profiled();
    let notes = compared_in(&source.clock, &environment, &[0, 1]);
    let shown = profiled.shown.borrow();
    for (variant, recording) in ["sequential", "joined"]
        .iter()
        .zip(&*notes.recordings.borrow())
    {
        let trace = recording.trace();
        let over = trace.began + trace.ended.expect("it is over");
        let of_it: Vec<_> = shown
            .iter()
            .filter(|(name, ..)| name.starts_with(variant))
            .collect();
        assert_eq!(of_it.len(), 3, "{shown:?}");
        for (name, _, at) in of_it {
            assert!(
                *at >= over,
                "{name} at {at:?}, and the run ended at {over:?}"
            );
        }
    }
}

#[test]
fn a_failure_in_one_lane_leaves_the_next_its_run() {
    let scripts = [
        ("/users/1", Answered(10, 0)),
        ("/posts?userId=1", Refused(20)),
        ("/todos?userId=1", Answered(30, 0)),
    ];
    let notes = compared(&scripts, &[1, 0]);
    assert_eq!(
        *notes.events.borrow(),
        [
            "1 next", "1 began", "1 failed", "0 next", "0 began", "0 failed"
        ]
    );
}

/// By the evidence of both runs, none of the three requests needs another.
#[test]
fn the_floor_of_the_dashboard_is_its_slowest_request() {
    let scripts = [
        ("/users/1", Answered(10, 0)),
        ("/posts?userId=1", Answered(20, 0)),
        ("/todos?userId=1", Answered(30, 0)),
    ];
    let notes = compared(&scripts, &[0, 1]);
    let traces: Vec<_> = notes
        .recordings
        .borrow()
        .iter()
        .map(|recording| recording.trace().clone())
        .collect();
    let evidence = Evidence::of(&traces);
    for trace in &traces {
        let floor = evidence.floor(trace);
        assert_eq!(
            (floor.time, floor.calls),
            (Nanos(30_000), 1)
        );
    }
    let alone = Evidence::of(&traces[..1]).floor(&traces[0]);
    assert_eq!(
        (alone.time, alone.calls),
        (Nanos(60_000), 3),
        "one run alone shows nothing else"
    );
}
