//! Programs made up at random, each run in several ways: what is advised is true of them, can be done,
//! and is not missed where it is plain.

use tandem::engine::random::SplitMix64;
use tandem::time::Nanos;
use tandem::trace::advice::{Advice, Kind, advise};
use tandem::trace::evidence::Evidence;
use tandem::trace::{Span, Trace};

use super::program::{Program, Schedule};
use super::replay;

const PROGRAMS: u64 = 500;

/// A program, ways to run it and their runs.
struct Tried {
    program: Program,
    traces: Vec<Trace>,
    evidence: Evidence,
    what: String,
}

impl Tried {
    /// Draws a program and runs it in the ways that `ways` gives. Every other program meets the same
    /// durations in all of them, as on the replica; the rest new ones, as on the net.
    fn new(
        seed: u64,
        repeats: usize,
        ways: impl Fn(&Program, &mut SplitMix64) -> Vec<Schedule>,
    ) -> Self {
        let mut random = SplitMix64::new(seed);
        let most = if seed % 40 == 7 { 80 } else { 12 };
        let program = Program::random(&mut random, most, repeats);
        let ways = ways(&program, &mut random);
        let luck = program.durations(&mut random);
        let traces: Vec<_> = ways
            .iter()
            .map(|way| {
                let own = program.durations(&mut random);
                program.run(
                    way,
                    if seed.is_multiple_of(2) { &luck } else { &own },
                )
            })
            .collect();
        Self {
            evidence: Evidence::of(&traces),
            what: format!("seed {seed}, needs {:?}", program.needs),
            program,
            traces,
        }
    }

    fn advice(&self, run: usize) -> Vec<Advice> {
        advise(&self.traces[run], &self.evidence)
    }
}

/// The number of a call in its program.
fn number(span: &Span) -> usize {
    span.call.site.line as usize
}

/// In turn, partly joined, under a limit, as soon as possible.
fn ways(program: &Program, random: &mut SplitMix64) -> Vec<Schedule> {
    let mut limited = program.as_soon_as_possible();
    limited.limit = 1 + random.below(3);
    vec![
        program.in_turn(random),
        program.partly_joined(random),
        limited,
        program.partly_joined(random),
        program.as_soon_as_possible(),
    ]
}

/// Any two or more of the ways.
fn some_ways(program: &Program, random: &mut SplitMix64) -> Vec<Schedule> {
    let mut ways = ways(program, random);
    while ways.len() > 2 && random.below(2) == 0 {
        ways.remove(random.below(ways.len()));
    }
    ways
}

#[test]
fn what_is_joined_is_independent_indeed() {
    let mut joins = 0;
    for seed in 0..PROGRAMS {
        let tried = Tried::new(seed, 0, some_ways);
        let needs = tried.program.needs_by_way();
        for (run, trace) in tried.traces.iter().enumerate() {
            let all = tried.advice(run);
            for advice in all.iter().filter(|advice| advice.kind == Kind::Join) {
                joins += 1;
                let spans = advice
                    .spans
                    .iter()
                    .map(|id| number(&trace.spans[id.0 as usize]));
                let calls: Vec<_> = spans.collect();
                let pairs = calls
                    .iter()
                    .flat_map(|b| calls.iter().map(move |a| (*b, *a)));
                for (b, a) in pairs {
                    assert!(
                        !needs[b][a],
                        "{b} needs {a}: {}",
                        tried.what
                    );
                }
            }
        }
    }
    assert!(
        joins > 200,
        "{joins} are too few to show anything"
    );
}

/// Following the advice takes the time that it says, never less than the floor, and no call starts
/// before what it truly needs has ended.
#[test]
fn what_is_saved_can_be_saved() {
    let mut kinds = [0; 3];
    for seed in 0..PROGRAMS {
        let repeats = if seed % 4 == 3 { 20 } else { 0 };
        let tried = Tried::new(seed, repeats, some_ways);
        for (run, trace) in tried.traces.iter().enumerate() {
            let makespan = trace.ended.expect("an end");
            for advice in tried.advice(run) {
                let what = format!("{}: {}", advice.sentence(), tried.what);
                let kind = match advice.kind {
                    Kind::Join => 0,
                    Kind::Repeats { .. } => 1,
                    Kind::Slow => 2,
                };
                kinds[kind] += 1;
                let left = makespan - advice.saving;
                if kind < 2 {
                    assert_eq!(
                        replay::makespan(trace, &advice),
                        left,
                        "{what}"
                    );
                }
                if kind == 0 && repeats == 0 {
                    assert!(
                        left >= tried.evidence.floor(trace).time,
                        "{what}"
                    );
                    assert!(
                        keeps_what_is_needed(&tried.program, trace, &advice),
                        "{what}"
                    );
                }
            }
        }
    }
    assert!(
        kinds.iter().all(|count| *count > 20),
        "{kinds:?} are too few to show anything"
    );
}

fn keeps_what_is_needed(program: &Program, trace: &Trace, advice: &Advice) -> bool {
    let spans = &trace.spans;
    let pairs = spans.iter().flat_map(|b| spans.iter().map(move |a| (a, b)));
    let mut needed = pairs.filter(|(a, b)| program.needs[number(b)].contains(&number(a)));
    needed.all(|(a, b)| replay::kept(advice, a, b))
}

/// Two calls in a row of which the second began before the first had ended elsewhere: joining at least
/// these is advised, and saves at least what joining these would.
#[test]
fn what_is_plain_is_not_missed() {
    let mut plain = 0;
    for seed in 0..PROGRAMS {
        let tried = Tried::new(seed, 0, |program, random| {
            vec![program.in_turn(random), program.as_soon_as_possible()]
        });
        let trace = &tried.traces[0];
        let needs = tried.evidence.needs(trace);
        let pairs = trace
            .spans
            .windows(2)
            .filter(|pair| !needs.needs(pair[1].id, pair[0].id));
        let savings = pairs.map(|pair| pair[0].duration().min(pair[1].duration()));
        let best = savings.max().flatten().unwrap_or_default();
        let share = best.0 as f64 / trace.ended.expect("an end").0 as f64;
        if best >= Nanos::from_millis(4) && share >= 0.05 {
            plain += 1;
            let all = tried.advice(0);
            let mut joins = all.iter().filter(|advice| advice.kind == Kind::Join);
            assert!(
                joins.any(|advice| advice.saving >= best),
                "{best}: {}",
                tried.what
            );
        }
    }
    assert!(
        plain > 200,
        "{plain} are too few to show anything"
    );
}

/// Whatever else was run beside it.
#[test]
fn as_soon_as_possible_gets_nothing_to_join() {
    for seed in 0..PROGRAMS {
        let tried = Tried::new(seed, 0, ways);
        for run in [2, 4] {
            let all = tried.advice(run);
            let joins: Vec<_> = all
                .iter()
                .filter(|advice| advice.kind == Kind::Join)
                .collect();
            assert!(
                joins.is_empty(),
                "{joins:?}: {}",
                tried.what
            );
        }
    }
}
