//! What holds for every program over every network, in virtual time.
//!
//! - [`program`]: random programs of calls, sequences, joins, streams, limits, time-outs and tasks.
//! - [`run`]: a run of one over a random network.
//!
//! A case that fails is printed as small as it can be made. Nothing of it is written to a file: what a
//! bug teaches becomes a test of its own.

mod program;
mod run;

use proptest::collection::vec;
use proptest::prelude::*;
use tandem::engine::ports::{Pool, Request, Timing, Transport};
use tandem::engine::virtual_time;
use tandem::network::{Network, Protocol};
use tandem::replica::transport::BASE;
use tandem::time::Nanos;
use tandem::trace::evidence::Evidence;
use tandem::trace::{Outcome, Span, Trace};

pub(crate) use program::programs;
pub(crate) use run::{network, networks, play_until};

use program::{Call, Program, calls};
use run::{Ran, play};

/// So many cases, and nothing of them is written to a file.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn every_span_ends_once_and_no_timer_is_left(program in programs(), network in networks()) {
        let ran = play(&program, &network, 0);
        assert_nothing_is_left(&ran);
        prop_assert!(ran.trace.spans.iter().all(is_in_order));
    }

    /// Dropped at any moment of its run, or right at the beginning.
    #[test]
    fn dropped_anywhere_it_leaves_nothing(
        program in programs(),
        network in networks(),
        share in 0.0..1.0,
    ) {
        let whole = play(&program, &network, 0).trace.last();
        let end = Nanos((whole.0 as f64 * share) as u64);
        let ran = play_until(end, &program, &network, 0);
        assert_nothing_is_left(&ran);
        prop_assert!(ran.trace.last() <= end);
        assert_no_place_is_taken(&ran, &network)?;
    }

    #[test]
    fn no_run_is_shorter_than_its_floor(
        program in programs(),
        other in programs(),
        network in networks(),
    ) {
        let traces = [&program, &other].map(|program| play(program, &network, 0).trace);
        let (alone, both) = (Evidence::of(&traces[..1]), Evidence::of(&traces));
        for trace in &traces {
            // A task may run on after the end of its program: its calls are in the floor too.
            prop_assert!(alone.floor(trace).time <= trace.last());
            prop_assert!(both.floor(trace).time <= trace.last());
        }
        // More evidence shows that less is needed.
        prop_assert!(both.floor(&traces[0]) <= alone.floor(&traces[0]));
    }

    #[test]
    fn no_limit_is_passed(program in programs(), network in networks()) {
        let ran = play(&program, &network, 0);
        for (number, permits) in ran.limits.iter().enumerate() {
            let peak = peak(&ran.trace, &format!("limit={number}"));
            prop_assert!(peak <= *permits, "{peak} at once for {permits} permits");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_trace_and_another_repeat_another(
        program in programs(),
        network in networks(),
    ) {
        let first = play(&program, &network, 3).trace;
        prop_assert_eq!(&first, &play(&program, &network, 3).trace);
        let again = play(&program, &network, 4).trace;
        let has_luck = network.jitter > Nanos::ZERO && network.rtt > Nanos::ZERO;
        let met_it = first.spans.iter().any(|span| span.responded.is_some());
        if has_luck {
            prop_assert!(!met_it || first != again);
        } else if network.failures == 0.0 {
            prop_assert_eq!(first, again);
        }
    }

    /// Chains of calls that do not need each other, on a network where nothing is fought over. Bodies
    /// share the line, however wide, and each end is rounded up to the nanosecond.
    #[test]
    fn joined_is_never_slower_than_in_turn_without_contention(
        chains in vec(vec(calls(), 1..=4), 1..=6),
        network in networks(),
    ) {
        let network = without_contention(network);
        let chains = apart(chains);
        let calls: usize = chains.iter().map(Vec::len).sum();
        let chains: Vec<_> = chains.into_iter().map(chain).collect();
        let total = |program| play(&program, &network, 0).trace.last();
        let in_turn = total(Program::InTurn(chains.clone()));
        let joined = total(Program::Joined(chains));
        prop_assert!(joined <= in_turn + Nanos(calls as u64), "{joined} joined, {in_turn} in turn");
    }
}

fn assert_nothing_is_left(ran: &Ran) {
    assert!(
        ran.ends.iter().all(|ends| *ends == 1),
        "{:?}",
        ran.ends
    );
    assert_eq!(ran.ends.len(), ran.trace.spans.len());
    assert_eq!(
        (
            ran.timers,
            ran.recorders,
            ran.trace.in_flight
        ),
        (0, 0, 0)
    );
}

/// What a span says of itself fits together.
fn is_in_order(span: &Span) -> bool {
    let times = [
        Some(span.queued),
        span.started,
        span.responded,
        span.received,
        span.ended,
    ];
    let known: Vec<_> = times.into_iter().flatten().collect();
    let outcome = match span.outcome {
        Some(Outcome::Ok | Outcome::Decode) => span.received.is_some(),
        Some(Outcome::Status) => span.status.is_some_and(|status| status >= 400),
        Some(Outcome::TimedOut | Outcome::Network) => span.started.is_some(),
        Some(Outcome::Cancelled) => true,
        Some(Outcome::TooLarge) | None => false,
    };
    known.is_sorted() && outcome
}

/// What was dropped holds no place on the network: who comes next has not to wait for one. Connections
/// of their own are none of the next one's affair, and what was served by then is over.
fn assert_no_place_is_taken(ran: &Ran, network: &Network) -> Result<(), TestCaseError> {
    if network.failures > 0.0 {
        return Ok(());
    }
    let next = Request {
        url: format!("{BASE}/users/1"),
        pool: Pool::SHARED,
    };
    let answer = virtual_time::run(&ran.clock, ran.source.send(next));
    let answer = answer.expect("it ends").expect("an answer");
    let Timing::Known(phases) = answer.timing else {
        return Err(TestCaseError::fail("the replica knows"));
    };
    prop_assert_eq!(phases.stalled, Nanos::ZERO);
    Ok(())
}

/// The most calls in flight at once of those whose path ends so.
fn peak(trace: &Trace, ending: &str) -> usize {
    let mut changes = Vec::new();
    for span in trace
        .spans
        .iter()
        .filter(|span| span.call.path.ends_with(ending))
    {
        if let (Some(started), Some(ended)) = (span.order.started, span.order.ended) {
            changes.extend([(started, 1), (ended, -1)]);
        }
    }
    changes.sort_unstable();
    let in_flight = changes.iter().scan(0, |sum, (_, change)| {
        *sum += change;
        Some(*sum)
    });
    in_flight.max().unwrap_or(0) as usize
}

/// Requests of which none is made twice, with ten seconds each.
fn apart(mut chains: Vec<Vec<Call>>) -> Vec<Vec<Call>> {
    for (place, call) in chains.iter_mut().flatten().enumerate() {
        (call.id, call.timeout) = (1 + place as u32, None);
    }
    chains
}

fn chain(calls: Vec<Call>) -> Program {
    Program::InTurn(calls.into_iter().map(Program::Call).collect())
}

fn without_contention(network: Network) -> Network {
    Network {
        protocol: Protocol::Http2,
        kbps: u32::MAX,
        workers: 1_000,
        rate_limit: None,
        ..network
    }
}
