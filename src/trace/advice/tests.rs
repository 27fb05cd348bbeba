mod joins;
mod others;

use super::super::span::tests::call;
use super::super::{CallSite, Outcome, Step};
use super::*;

/// A call: path, line, when it was made, started and ended, in milliseconds.
type Made = (&'static str, u32, u64, u64, u64);

/// The trace of `calls`, which ends with the last of them. At one moment ends come first, then makings.
fn run(calls: &[Made]) -> Trace {
    let mut trace = Trace::new(Nanos::ZERO);
    let mut events: Vec<_> = Vec::new();
    for (place, (_, _, made, start, end)) in calls.iter().enumerate() {
        events.extend([(*end, 0, place), (*made, 1, place), (*start, 2, place)]);
    }
    events.sort_unstable();
    let mut ids = vec![SpanId(0); calls.len()];
    for (at, what, place) in events {
        let at = Nanos::from_millis(at);
        let taken = match what {
            0 => trace.take(ids[place], at, Step::Ended(Outcome::Ok)),
            1 => {
                ids[place] = trace.queue(
                    at_line(calls[place].0, calls[place].1),
                    at,
                );
                true
            }
            _ => trace.take(ids[place], at, Step::Started),
        };
        assert!(taken, "{calls:?}");
    }
    trace.ended = Some(trace.last());
    trace.first_result = trace.ended;
    trace
}

fn at_line(path: &str, line: u32) -> super::super::NewSpan {
    let site = CallSite {
        file: "variant.rs",
        line,
        column: 5,
    };
    super::super::NewSpan { site, ..call(path) }
}

/// Calls made and started at once: path, line, start and end.
const fn at(path: &'static str, line: u32, start: u64, end: u64) -> Made {
    (path, line, start, start, end)
}

fn sentences(trace: &Trace, evidence: &Evidence) -> Vec<String> {
    let all = advise(trace, evidence);
    all.iter().map(Advice::sentence).collect()
}

/// A name, the runs of a comparison, and what is said of the first.
type Case<'c> = (&'c str, &'c [&'c [Made]], &'c [&'c str]);

fn check(cases: &[Case]) {
    for (what, runs, expected) in cases {
        let traces: Vec<_> = runs.iter().map(|calls| run(calls)).collect();
        let found = sentences(&traces[0], &Evidence::of(&traces));
        assert_eq!(found, *expected, "{what}");
    }
}

const JOINED: &[Made] = &[at("/a", 9, 0, 100), at("/b", 9, 0, 80), at("/c", 9, 0, 60)];

#[test]
fn most_saving_first_with_spans_lines_and_share() {
    let in_turn: &[Made] = &[
        at("/a", 2, 0, 100),
        at("/b", 4, 100, 180),
        at("/a", 4, 180, 240),
    ];
    let traces = [run(in_turn), run(JOINED)];
    let all = advise(&traces[0], &Evidence::of(&traces));
    let brief: Vec<_> = all
        .iter()
        .map(|advice| {
            let spans: Vec<_> = advice.spans.iter().map(|id| id.0).collect();
            (
                advice.kind,
                spans,
                advice.lines.clone(),
                advice.saving,
            )
        })
        .collect();
    let millis = Nanos::from_millis;
    assert_eq!(
        brief,
        [
            (
                Kind::Join,
                vec![0, 1],
                vec![2, 4],
                millis(80)
            ),
            (
                Kind::Repeats { requests: 1 },
                vec![0, 2],
                vec![2, 4],
                millis(60)
            ),
        ]
    );
    assert!((all[0].share - 80.0 / 240.0).abs() < 1e-12);
}

/// Each spoils a run that would get advice.
#[test]
fn nothing_of_a_run_that_did_not_end_well() {
    let whole = || run(&[at("/a", 2, 0, 100), at("/b", 3, 100, 180)]);
    let evidence = Evidence::of([&whole(), &run(JOINED)]);
    assert_eq!(advise(&whole(), &evidence).len(), 1);
    type Spoil = (&'static str, fn(&mut Trace));
    let spoils: &[Spoil] = &[
        ("it has not ended", |trace| {
            trace.ended = None
        }),
        ("it failed", |trace| {
            trace.first_result = None
        }),
        ("a call was dropped", |trace| {
            trace.spans[1].outcome = Some(Outcome::Cancelled)
        }),
        ("a call is open", |trace| {
            trace.spans[1].ended = None
        }),
        ("a call never started", |trace| {
            trace.spans[1].started = None
        }),
        ("a call ran on", |trace| {
            trace.ended = Some(Nanos::from_millis(150))
        }),
    ];
    for (what, spoil) in spoils {
        let mut trace = whole();
        spoil(&mut trace);
        assert_eq!(
            sentences(&trace, &evidence),
            [""; 0],
            "{what}"
        );
    }
}
