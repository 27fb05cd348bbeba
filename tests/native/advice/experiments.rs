//! Every experiment and variant, over the replica in virtual time.

use std::cell::RefCell;
use std::rc::Rc;

use tandem::engine::recording::Recording;
use tandem::engine::runner::{Environment, Finished};
use tandem::engine::virtual_time::run;
use tandem::experiments::{EXPERIMENTS, Loaded, Plan, Watcher, compare, find};
use tandem::network::Network;
use tandem::replica::transport::{BASE, ReplicaTransport};
use tandem::time::Nanos;
use tandem::trace::Trace;
use tandem::trace::advice::{Advice, Kind, advise};
use tandem::trace::evidence::Evidence;

use crate::played::plan;
use crate::scripted::Scripted;

/// Experiment, parameters, variant; the lines that are told to join, and the variant that takes the time
/// that is left then. All others get no advice.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static [u32],
    &'static str,
);

const NONE: &[(&str, &str)] = &[];
const ALL: &[(&str, &str)] = &[("company", "*")];

const JOINS: &[Case] = &[
    (
        "user-with-posts",
        &[],
        "sequential",
        &[5, 6],
        "joined",
    ),
    (
        "user-dashboard",
        &[],
        "sequential",
        &[5, 6, 7],
        "joined",
    ),
    (
        "user-comments",
        &[],
        "sequential",
        &[9],
        "joined",
    ),
    (
        "company-details",
        &[],
        "sequential",
        &[8, 9, 10],
        "nested",
    ),
    (
        "company-details",
        &[],
        "joined",
        &[8, 10, 12],
        "nested",
    ),
    (
        "company-details",
        ALL,
        "sequential",
        &[8, 9, 10],
        "nested",
    ),
    (
        "company-details",
        ALL,
        "joined",
        &[8, 10, 12],
        "nested",
    ),
    (
        "album-photos",
        &[],
        "sequential",
        &[6],
        "unlimited",
    ),
];

#[derive(Default)]
struct Recordings(RefCell<Vec<Rc<Recording>>>);

impl Watcher for Recordings {
    fn began(&self, _: usize, recording: &Rc<Recording>) {
        self.0.borrow_mut().push(Rc::clone(recording));
    }

    fn handed(&self, _: usize, _: Nanos, _: Loaded) {}

    fn ended(&self, _: usize, _: Finished<Loaded>) {}
}

/// The traces of an experiment's variants, left to right.
fn traces(plan: &Plan, seed: u64) -> Vec<Trace> {
    let source = Scripted::anything();
    let clock = Rc::new(source.clock.clone());
    // So wide a line that no download slows another, and no call that is far slower than the others: then
    // the saving is what the other variant takes less, and there is nothing else to say.
    let network = Network {
        kbps: 10_000_000,
        jitter: Nanos::from_millis(12),
        seed,
        ..Network::default()
    };
    let replica = ReplicaTransport::new(Rc::default(), clock, network);
    let environment = Environment {
        transport: Rc::new(replica),
        base: BASE.into(),
        ..source.environment()
    };
    let recordings = Rc::new(Recordings::default());
    let watcher: Rc<dyn Watcher> = Rc::<Recordings>::clone(&recordings);
    run(
        &source.clock,
        compare(&environment, plan, &watcher),
    )
    .expect("it ends");
    let recordings = recordings.0.borrow();
    recordings
        .iter()
        .map(|recording| recording.trace().clone())
        .collect()
}

#[test]
fn every_variant_gets_its_advice_and_no_other() {
    let defaults = EXPERIMENTS.iter().map(|experiment| (experiment.name, NONE));
    for (name, params) in defaults.chain([("company-details", ALL)]) {
        let first = find(name).expect("an experiment").variants[0].name;
        let plan = everything(&plan(name, first, params));
        for seed in 1..=5 {
            check(&plan, params, &traces(&plan, seed));
        }
    }
}

fn check(plan: &Plan, params: &[(&str, &str)], traces: &[Trace]) {
    let evidence = Evidence::of(traces);
    let variants = plan.experiment.variants;
    for (variant, trace) in variants.iter().zip(traces) {
        let name = (plan.experiment.name, variant.name);
        let case = JOINS
            .iter()
            .find(|(experiment, with, of, ..)| (*experiment, *of) == name && *with == params);
        let expected = case.map(|(_, _, _, lines, best)| {
            let best = variants
                .iter()
                .position(|other| other.name == *best)
                .expect("a variant");
            let saving = trace.ended.expect("an end") - traces[best].ended.expect("an end");
            (Kind::Join, lines.to_vec(), saving)
        });
        let all = advise(trace, &evidence);
        let found = all.iter().map(|advice| {
            (
                advice.kind,
                advice.lines.clone(),
                advice.saving,
            )
        });
        assert_eq!(
            found.collect::<Vec<_>>(),
            Vec::from_iter(expected),
            "{name:?} {params:?}"
        );
    }
}

/// By itself a run shows nothing of what could be joined.
#[test]
fn one_variant_alone_gets_no_advice() {
    for (experiment, params, variant, ..) in JOINS {
        let alone = traces(&plan(experiment, variant, params), 1);
        assert_eq!(
            advise(&alone[0], &Evidence::of(&alone)),
            [],
            "{experiment} {variant}"
        );
    }
}

#[test]
fn says_it_in_words() {
    let cases = [
        (
            "user-dashboard",
            NONE,
            "sequential",
            "Lines 5, 6 and 7 do not depend on one another: joining them saves 120 ms (65 %).",
        ),
        (
            "user-comments",
            NONE,
            "sequential",
            "The 10 requests of line 9 do not depend on one another: joining them saves 730 ms (75 %).",
        ),
        (
            "company-details",
            ALL,
            "joined",
            "The 30 requests of lines 8, 10 and 12 do not depend on one another: joining them saves 202 ms (51 %).",
        ),
    ];
    for (experiment, params, variant, sentence) in cases {
        let plan = plan(experiment, variant, params);
        let traces = traces(&everything(&plan), 1);
        let all = advise(
            &traces[plan.order[0]],
            &Evidence::of(&traces),
        );
        let said: Vec<_> = all.iter().map(Advice::sentence).collect();
        assert_eq!(said, [sentence]);
    }
}

/// The plan of all variants, left to right.
fn everything(plan: &Plan) -> Plan {
    Plan {
        order: (0..plan.experiment.variants.len()).collect(),
        ..plan.clone()
    }
}
