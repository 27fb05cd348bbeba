//! What taking down a run allocates, in counts: a program of its own, since each thread's allocations are counted
//! from its allocator on.

#![cfg(test)]

use allocation_counter::measure;
use futures::future::{LocalBoxFuture, try_join_all};
use futures::{FutureExt, StreamExt, stream};
use std::cell::RefCell;
use std::rc::Rc;
use tandem::engine::call::Caller;
use tandem::engine::ports::{
    Clock, Pool, Recorder, Request, Response, Timing, Transport, Unreachable,
};
use tandem::engine::recording::Recording;
use tandem::engine::virtual_time::{VirtualClock, run};
use tandem::time::Nanos;
use tandem::trace::{CallSite, NewSpan, Outcome, Phases, Span, SpanId, Step};

const REQUESTS: usize = 1_000;
/// What happens to a request after it was made.
const STEPS: [Step; 5] = [
    Step::Started,
    Step::Responded { status: 200 },
    Step::Phased(Phases {
        stalled: Nanos::ZERO,
        connecting: Nanos::ZERO,
    }),
    Step::Received { bytes: 9_000 },
    Step::Ended(Outcome::Ok),
];
/// The most allocations of a call, from its path to its answer: the texts of its path and its address, the room for
/// its future, its time-out and its body. They are counted so that one more is noticed.
const PER_CALL: f64 = 12.1;

fn call(number: usize) -> NewSpan {
    NewSpan {
        method: "GET".into(),
        path: format!("/posts/{number}"),
        url: format!("http://there/posts/{number}"),
        resource: "posts".into(),
        site: CallSite {
            file: "",
            line: 9,
            column: 5,
        },
    }
}

/// How often a list that grows to `length` has to move, and once more.
fn moves(length: usize) -> u64 {
    u64::from(length.ilog2()) + 1
}

#[test]
fn an_event_allocates_nothing_and_a_new_span_only_its_place_in_the_trace() {
    let recording = Recording::new("joined", Nanos::ZERO, None);
    let calls: Vec<_> = (0..REQUESTS).map(call).collect();
    let made = measure(|| {
        for call in calls {
            recording.queue(call, Nanos::ZERO);
        }
    });
    assert!(
        made.count_total <= moves(REQUESTS),
        "{made:?}"
    );
    let happened = measure(|| {
        for step in STEPS {
            for number in 0..REQUESTS as u32 {
                recording.record(SpanId(number), Nanos(1), step);
            }
        }
    });
    let ended = |span: &Span| span.outcome == Some(Outcome::Ok) && span.phases.is_some();
    assert!(recording.trace().spans.iter().all(ended));
    assert_eq!(happened.count_total, 0, "{happened:?}");
}

/// Answers everything at once, with as few allocations as the port leaves room for.
struct AtOnce;

impl Transport for AtOnce {
    fn send(&self, _: Request) -> LocalBoxFuture<'static, Result<Response, Unreachable>> {
        let answer = Response {
            status: 200,
            retry_after: None,
            timing: Timing::Known(Phases::default()),
            body: stream::iter([Ok(b"[]".to_vec())]).boxed_local(),
        };
        std::future::ready(Ok(answer)).boxed_local()
    }
}

/// The allocations of so many calls, joined, in virtual time.
fn allocations(calls: usize) -> u64 {
    let clock = VirtualClock::new();
    let recording = Rc::new(Recording::new(
        "joined",
        Nanos::ZERO,
        None,
    ));
    let caller = Caller {
        transport: Rc::new(AtOnce),
        clock: Rc::new(clock.clone()),
        recorder: Rc::<Recording>::clone(&recording),
        base: "http://there".into(),
        pool: Pool::SHARED,
        last_pool: Rc::default(),
    };
    let answers = RefCell::new(Vec::new());
    let counted = measure(|| {
        let calls =
            (0..calls).map(|number| caller.get::<Vec<u32>>("posts", format!("/posts/{number}")));
        answers.replace(
            run(&clock, try_join_all(calls))
                .expect("each ends")
                .expect("nothing fails"),
        );
    });
    assert_eq!(answers.borrow().len(), calls);
    let trace = recording.trace();
    assert_eq!(
        trace
            .spans
            .iter()
            .filter(|span| span.outcome == Some(Outcome::Ok))
            .count(),
        calls
    );
    assert_eq!(clock.now(), Nanos::ZERO);
    counted.count_total
}

#[test]
fn a_call_allocates_the_same_however_many_there_are() {
    // What is allocated but once, by the first of all.
    allocations(1);
    let [some, more] = [REQUESTS, 4 * REQUESTS].map(|calls| (calls as u64, allocations(calls)));
    let each = |(calls, allocations): (u64, u64)| allocations as f64 / calls as f64;
    println!(
        "{some:?}, {more:?}: {:.2} and {:.2} a call",
        each(some),
        each(more)
    );
    let between = (more.1 - some.1) as f64 / (more.0 - some.0) as f64;
    assert!(
        between <= PER_CALL,
        "{between} allocations a call"
    );
    assert!(
        each(more) <= each(some) + 0.1,
        "more calls take more each: {some:?}, {more:?}"
    );
}
