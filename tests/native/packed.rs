//! Packed records: what was packed is read back, and whatever the bytes are, reading them ends.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::json;
use tandem::json::JsonText;
use tandem::network::{Network, PRESETS, Protocol, RateLimit};
use tandem::record::packed::{pack, unpack};
use tandem::record::{Failure, LaneState, Record, Run, Setup, Source};
use tandem::time::Nanos;
use tandem::trace::{CallSite, Disturbance, NewSpan, Outcome, Phases, Span, SpanId, Trace};

use crate::properties::cases;

fn network() -> impl Strategy<Value = Network> {
    let numbers = (
        0..PRESETS.len(),
        0.0..=1.0,
        any::<u64>(),
        option::of((1_u32..1_000_000, 1_u64..3_600)),
    );
    numbers.prop_map(
        |(preset, failures, seed, limit)| Network {
            failures,
            seed,
            protocol: Protocol::Http1,
            rate_limit: limit.map(|(requests, seconds)| RateLimit {
                requests,
                window: Nanos(seconds * 1_000_000_000),
            }),
            ..PRESETS[preset].network()
        },
    )
}

fn source() -> impl Strategy<Value = Source> {
    prop_oneof![
        Just(Source::Live),
        network().prop_map(Source::Replica),
        ".{0,30}".prop_map(Source::Custom),
    ]
}

fn setup() -> impl Strategy<Value = Setup> {
    let params = prop_oneof![
        any::<u64>().prop_map(|number| json!(number)),
        ".{0,12}".prop_map(|text| json!(text)),
        vec(0_u32..2_000, 0..6).prop_map(|list| json!(list)),
    ];
    let params = proptest::collection::btree_map("[a-z]{1,8}", params, 0..4);
    let parts = (
        "[a-z-]{0,20}",
        params,
        source(),
        any::<u64>(),
        vec("[a-z]{0,9}", 0..4),
    );
    parts.prop_map(
        |(experiment, params, source, seed, order): (_, BTreeMap<_, _>, _, _, _)| Setup {
            experiment,
            params,
            source,
            seed,
            order,
        },
    )
}

/// A date and time, or none.
fn started() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "20[0-9]{2}-0[1-9]-2[0-8]T1[0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{3})?Z",
    ]
}

/// Steps of a life in any number, each some steps of the clock after the one before.
fn span() -> impl Strategy<Value = Span> {
    let text = prop_oneof!["/[a-z]{1,8}/[0-9]{1,3}", ".{0,20}"];
    let call = (
        text,
        any::<bool>(),
        "[a-z-]{1,9}",
        0_u32..900,
        0_u32..200,
    );
    let life = (
        0..6_usize,
        vec(0_u64..90_000, 5),
        option::of((0_u64..9_000, 0_u64..9_000)),
        (100_u16..1_000, 0_u64..1 << 40),
        0..Outcome::ALL.len(),
    );
    (call, life).prop_map(
        |(call, (steps, gaps, phases, (status, bytes), outcome))| {
            let (path, whole, resource, line, column) = call;
            let url = format!("http://api.test{path}");
            let call = NewSpan {
                method: "GET".into(),
                url: if whole { url } else { format!("{path}?") },
                path,
                resource: resource.into(),
                site: CallSite {
                    file: "",
                    line,
                    column,
                },
            };
            let at = |step: usize| Nanos(gaps[..step].iter().sum());
            let mut span = Span::new(SpanId(0), call, at(1));
            span.started = (steps > 1).then(|| at(2));
            if steps > 2 {
                span.responded = Some(at(3));
                span.status = Some(status);
                span.phases = phases.map(|(stalled, connecting)| Phases {
                    stalled: Nanos(stalled),
                    connecting: Nanos(connecting),
                });
            }
            if steps > 3 {
                span.received = Some(at(4));
                span.bytes = Some(bytes);
            }
            // A call may end at any point of its life.
            if steps != 1 && steps != 3 {
                span.ended = Some(at(5));
                span.outcome = Some(Outcome::ALL[outcome]);
            }
            span
        },
    )
}

fn run() -> impl Strategy<Value = Run> {
    let head = (
        "[a-z]{0,9}",
        ".{0,12}",
        0..LaneState::ALL.len(),
        option::of(prop_oneof![
            Just(Disturbance::Hidden),
            any::<u32>().prop_map(|time| Disturbance::HeldUp(Nanos(time.into()))),
        ]),
        vec(0_u64..900_000, 0..5),
        option::of(("[a-z]{1,8}", ".{0,40}")),
    );
    let trace = (
        vec(span(), 0..30),
        option::of(0_u64..900_000),
        option::of(0_u64..900_000),
        // The step of the clock.
        prop_oneof![Just(1_u64), Just(5_000), Just(100_000)],
    );
    (head, trace).prop_map(
        |(head, (mut spans, first, ended, step))| {
            let (variant, title, state, disturbance, mut handed, error) = head;
            handed.sort_unstable();
            let state = LaneState::ALL[state];
            // What has ended says when.
            let ended = ended.or(state.has_ended().then_some(0));
            let scaled = |time: &mut Nanos| time.0 *= step;
            for (id, span) in spans.iter_mut().enumerate() {
                span.id = SpanId(id as u32);
                scaled(&mut span.queued);
                let times = [
                    &mut span.started,
                    &mut span.responded,
                    &mut span.received,
                    &mut span.ended,
                ];
                times.into_iter().flatten().for_each(scaled);
            }
            Run {
                variant,
                title,
                state,
                disturbance,
                handed: handed.into_iter().map(|time| Nanos(time * step)).collect(),
                answer: None,
                error: error.map(|(kind, message)| Failure { kind, message }),
                trace: Trace::of_times(
                    spans,
                    first.map(|time| Nanos(time * step)),
                    ended.map(|time| Nanos(time * step)),
                ),
            }
        },
    )
}

fn record() -> impl Strategy<Value = Record> {
    let parts = (
        option::of(setup()),
        started(),
        vec(run(), 0..4),
    );
    parts.prop_map(|(setup, started, mut runs)| {
        // Each has a name of its own.
        for (place, run) in runs.iter_mut().enumerate() {
            run.variant.push_str(&place.to_string());
        }
        Record {
            setup,
            started,
            runs,
            ..Record::default()
        }
    })
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn what_was_packed_is_read_back(record in record()) {
        prop_assert_eq!(unpack(&pack(&record)), Ok(record));
    }

    #[test]
    fn answers_and_bodies_are_left_out(record in record()) {
        let mut whole = record.clone();
        whole.bodies.insert("http://api.test".into(), b"{}"[..].into());
        for run in &mut whole.runs {
            run.answer = Some(JsonText::of(&json!({ "id": 1 })));
        }
        prop_assert_eq!(pack(&whole), pack(&record));
    }

    #[test]
    fn any_bytes_end_in_a_record_or_a_complaint(bytes in vec(any::<u8>(), 0..400)) {
        let _ = unpack(&bytes);
        // Past the version, too.
        let _ = unpack(&[&[1], &bytes[..]].concat());
    }

    #[test]
    fn packs_with_wrong_bytes_end_too(
        record in record(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = pack(&record);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        // What is read in spite of it is a record that can be packed.
        if let Ok(record) = unpack(&bytes) {
            prop_assert_eq!(unpack(&pack(&record)), Ok(record));
        }
    }

    #[test]
    fn a_pack_that_ends_early_is_refused(record in record(), cut in any::<prop::sample::Index>()) {
        let bytes = pack(&record);
        prop_assert!(unpack(&bytes[..cut.index(bytes.len())]).is_err());
    }
}

/// Whoever reads it tells runs apart by their names, and there are no more of them than an experiment has.
#[test]
fn runs_have_names_of_their_own_and_are_few() {
    let runs = |names: &[&str]| {
        let run = |name: &&str| Run {
            variant: (*name).into(),
            ..Run::default()
        };
        unpack(&pack(&Record {
            runs: names.iter().map(run).collect(),
            ..Record::default()
        }))
    };
    assert!(runs(&["a", "b"]).is_ok());
    let bad = runs(&["a", "b", "a"]).expect_err("it is refused");
    assert_eq!(
        bad.to_string(),
        "runs[2].variant: another run has this name."
    );
    let bad = runs(&["a"; 17]).expect_err("it is refused");
    assert_eq!(
        bad.to_string(),
        "runs: 17 are too many: up to 16 are read."
    );
}

#[test]
fn complaints_name_the_place() {
    let packed = pack(&Record::default());
    let longer = [&packed[..], &[0]].concat();
    let newer = [&[9], &packed[1..]].concat();
    let cases: [(&[u8], &str); 6] = [
        (&[], "version: it ends here, too early."),
        (
            &newer,
            "version: this version of Tandem reads version 1, not 9.",
        ),
        (&longer, "1 bytes are left over."),
        (
            &[1, 1, 255, 255, 3],
            "texts: 65535 are to follow, and 0 bytes are left.",
        ),
        (
            &[1, 1, 1, 1, 0xff],
            "texts: this is no text.",
        ),
        (
            &[1, 1, 1, 1, b'a', 5],
            "started: there is no text 5.",
        ),
    ];
    for (bytes, expected) in cases {
        let bad = unpack(bytes).expect_err("it is refused");
        assert_eq!(bad.to_string(), expected);
    }
}

/// A short pack that names a long text very often is no way to fill the memory.
#[test]
fn a_text_cannot_be_named_without_end() {
    let call = |id| {
        let call = NewSpan {
            method: "GET".into(),
            path: "x".repeat(20_000),
            url: String::new(),
            resource: "x".into(),
            site: CallSite {
                file: "",
                line: 1,
                column: 1,
            },
        };
        Span::new(SpanId(id), call, Nanos::ZERO)
    };
    let many = |count| {
        let trace = Trace::of_times(
            (0..count).map(call).collect(),
            None,
            None,
        );
        pack(&Record {
            runs: vec![Run {
                trace,
                ..Run::default()
            }],
            ..Record::default()
        })
    };
    assert!(unpack(&many(500)).is_ok());
    let bad = unpack(&many(2_000)).expect_err("it is refused");
    assert_eq!(
        bad.problem,
        "there is more text than is read."
    );
}
