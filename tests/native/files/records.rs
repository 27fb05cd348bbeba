//! Random records.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use proptest::collection::{btree_map, hash_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use tandem::json::JsonText;
use tandem::record::{Failure, LaneState, Record, Run, Setup, Source};
use tandem::time::Nanos;
use tandem::trace::{CallSite, Disturbance, NewSpan, Outcome, Phases, SpanId, Step, Trace};

use super::json::values;
use crate::properties::{networks, play_until, programs};

/// Records of experiments, without bodies, their titles as run files have them.
pub(super) fn records() -> impl Strategy<Value = Record> {
    let names = hash_set("[a-zA-Z“é=\\-\u{7} ]{1,12}", 1..=4);
    let runs = names.prop_flat_map(|names| names.into_iter().map(runs).collect::<Vec<_>>());
    let sources = prop_oneof![
        Just(Source::Live),
        networks().prop_map(Source::Replica),
        "https?://[a-z]{1,8}(:[0-9]{1,4})?/[a-z]{0,4}".prop_map(Source::Custom),
    ];
    let params = btree_map("[a-z]{1,8}", values(), 0..4);
    let setup = (
        "[a-z\\-]{1,20}",
        params,
        sources,
        any::<u64>(),
    );
    let started = prop_oneof![
        Just("2026-01-31T12:00:00Z".to_owned()),
        Just("9999-12-31T23:59:59.999Z".to_owned()),
        "20[0-9]{2}-0[1-9]-2[0-8]T1[0-9]:[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}Z",
    ];
    (runs, setup, started)
        .prop_flat_map(|(runs, setup, started)| {
            let names: Vec<_> = runs.iter().map(|run| run.variant.clone()).collect();
            (
                Just((runs, setup, started)),
                Just(names).prop_shuffle(),
            )
        })
        .prop_map(|((runs, setup, started), order)| record(runs, setup, started, order))
}

type Chosen = (
    String,
    BTreeMap<String, serde_json::Value>,
    Source,
    u64,
);

fn record(runs: Vec<Run>, setup: Chosen, started: String, order: Vec<String>) -> Record {
    let (experiment, params, source, seed) = setup;
    Record {
        setup: Some(Setup {
            experiment,
            params,
            source,
            seed,
            order,
        }),
        started,
        runs,
        bodies: HashMap::new(),
    }
}

/// The same with titles, and bodies of some answers.
pub(super) fn with_data(record: Record) -> impl Strategy<Value = Record> {
    let body = prop_oneof![
        "\\PC{0,40}".prop_map(String::into_bytes),
        vec(any::<u8>(), 0..20)
    ];
    let titles = vec("\\PC{1,20}", record.runs.len());
    (vec(option::of(body), 40), titles).prop_map(move |(bodies, titles)| {
        let mut record = record.clone();
        let spans = record.runs.iter().flat_map(|run| &run.trace.spans);
        let urls = spans.map(|span| span.call.url.clone());
        let bodies = urls.zip(bodies.into_iter().cycle());
        record.bodies = bodies
            .filter_map(|(url, body)| Some((url, Rc::from(body?))))
            .collect();
        for (run, title) in record.runs.iter_mut().zip(titles) {
            // A title of nothing but space stands for none.
            run.title = format!("T{title}");
        }
        record
    })
}

fn runs(variant: String) -> impl Strategy<Value = Run> {
    let failure =
        ("[a-z\\-]{1,10}", "\\PC{1,20}").prop_map(|(kind, message)| Failure { kind, message });
    let answer = values().prop_filter("null is none", |answer| {
        !answer.is_null()
    });
    (
        select(LaneState::ALL.to_vec()),
        option::of(disturbances()),
        vec((0..LONGEST).prop_map(Nanos), 0..4),
        option::of(answer),
        option::of(failure),
        traces(),
    )
        .prop_map(
            move |(state, disturbance, mut handed, answer, error, mut trace)| {
                handed.sort_unstable();
                if state.has_ended() {
                    // What has ended has a makespan.
                    trace.ended = trace.ended.or(Some(trace.last()));
                }
                Run {
                    variant: variant.clone(),
                    title: variant.clone(),
                    state,
                    disturbance,
                    handed,
                    answer: answer.as_ref().map(JsonText::of),
                    error,
                    trace,
                }
            },
        )
}

fn disturbances() -> impl Strategy<Value = Disturbance> {
    let held_up = (0..LONGEST).prop_map(|time| Disturbance::HeldUp(Nanos(time)));
    prop_oneof![Just(Disturbance::Hidden), held_up]
}

/// The longest time of a file, in nanoseconds.
const LONGEST: u64 = 2_000_000_000_000_000;

/// Traces as runs leave them, and as they stand when somebody looks.
fn traces() -> impl Strategy<Value = Trace> {
    let played = (programs(), networks(), 0..3_000_u64).prop_map(|(program, network, end)| {
        play_until(
            Nanos::from_millis(end),
            &program,
            &network,
            0,
        )
        .trace
    });
    (
        prop_oneof![played, lives()],
        any::<bool>(),
    )
        .prop_map(|(trace, reversed)| {
            let mut spans = trace.spans.clone();
            if reversed {
                // A file of another program may number them as it likes.
                spans.reverse();
            }
            for (id, span) in (0..).zip(&mut spans) {
                span.id = SpanId(id);
                // Files do not know it.
                span.call.site.file = "";
            }
            let read = Trace::of_spans(spans, trace.first_result, trace.ended);
            let read = read.expect("what was recorded is in order");
            assert_eq!(
                read.peak_in_flight,
                trace.peak_in_flight
            );
            read
        })
}

/// One event after another, each of any call and of any kind; what may not follow is left out.
fn lives() -> impl Strategy<Value = Trace> {
    let steps = prop_oneof![
        4 => Just(Step::Started),
        4 => (100..=599_u16).prop_map(|status| Step::Responded { status }),
        1 => (0..LONGEST, 0..9_u64).prop_map(|(stalled, connecting)| Step::Phased(Phases {
            stalled: Nanos(stalled),
            connecting: Nanos(connecting),
        })),
        3 => (0..=1_u64 << 40).prop_map(|bytes| Step::Received { bytes }),
        2 => select(Outcome::ALL.to_vec()).prop_map(Step::Ended),
    ];
    // Often at once: a clock's step may hold several events.
    let later = prop_oneof![2 => Just(0), 1 => 0..1_000_u64, 1 => 0..LONGEST / 400];
    let events = vec(
        (
            later,
            option::weighted(0.8, (0..12_u32, steps)),
        ),
        0..120,
    );
    let moment = || option::of((0..LONGEST).prop_map(Nanos));
    (events, moment(), moment()).prop_map(|(events, first_result, ended)| {
        let mut trace = Trace::new(Nanos::ZERO);
        let mut now = Nanos::ZERO;
        for (later, event) in events {
            now = now + Nanos(later);
            match event {
                Some((id, step)) => drop(trace.take(SpanId(id), now, step)),
                None => drop(trace.queue(call(trace.spans.len() as u32), now)),
            }
        }
        trace.first_result = first_result;
        trace.ended = ended;
        trace
    })
}

fn call(number: u32) -> NewSpan {
    let path = format!("/posts/{}?a=%20b&c", number % 5);
    NewSpan {
        method: if number % 7 == 6 { "POST" } else { "GET" }.into(),
        url: format!("http://api{path}"),
        path,
        resource: "posts".into(),
        site: CallSite {
            file: "",
            line: number,
            column: number % 3,
        },
    }
}
