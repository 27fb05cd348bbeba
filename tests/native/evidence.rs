//! Floor and critical path of long random traces, against their definitions by all pairs.

use tandem::engine::random::SplitMix64;
use tandem::time::Nanos;
use tandem::trace::critical_path::critical_path;
use tandem::trace::evidence::Evidence;
use tandem::trace::{CallSite, NewSpan, Outcome, Span, SpanId, Step, Trace};

/// A trace of `calls` calls, some of the same URL, each of which starts at any time up to `width` and
/// takes up to 50; now and then one is cancelled or never ends.
pub(crate) fn random_trace(calls: u64, width: usize, random: &mut SplitMix64) -> Trace {
    let mut trace = Trace::new(Nanos::ZERO);
    let mut events = Vec::new();
    for number in 0..calls {
        let url = format!(
            "/{}",
            if number % 7 == 6 { number - 6 } else { number }
        );
        let id = trace.queue(call(url), Nanos::ZERO);
        let start = random.below(width) as u64;
        events.push((start, 1, id, Step::Started));
        let outcome = match random.below(20) {
            0 => continue,
            1 => Outcome::Cancelled,
            _ => Outcome::Ok,
        };
        events.push((
            start + 1 + random.below(50) as u64,
            0,
            id,
            Step::Ended(outcome),
        ));
    }
    events.sort_by_key(|(at, rank, ..)| (*at, *rank));
    for (at, _, id, step) in events {
        assert!(trace.take(id, Nanos(at), step));
    }
    trace
}

fn call(url: String) -> NewSpan {
    NewSpan {
        method: "GET".into(),
        path: url.clone(),
        url,
        resource: "users".into(),
        site: CallSite::caller(),
    }
}

/// The definition: the longest path over all pairs.
fn floor(evidence: &Evidence, trace: &Trace) -> (Nanos, usize) {
    let needs = evidence.needs(trace);
    let mut spans: Vec<&Span> = trace.spans.iter().collect();
    spans.sort_by_key(|span| span.order.started);
    let mut longest: Vec<(SpanId, (Nanos, usize))> = Vec::new();
    for span in spans {
        let Some(own) = span.duration() else { continue };
        let needed = longest.iter().filter(|(a, _)| needs.needs(span.id, *a));
        let (time, calls) = needed.map(|(_, chain)| *chain).max().unwrap_or_default();
        longest.push((span.id, (time + own, calls + 1)));
    }
    longest
        .iter()
        .map(|(_, chain)| *chain)
        .max()
        .unwrap_or_default()
}

fn path(trace: &Trace) -> Vec<SpanId> {
    let decided = || {
        let spans = trace.spans.iter();
        spans.filter(|span| {
            span.outcome
                .is_some_and(|outcome| outcome != Outcome::Cancelled)
        })
    };
    let mut path = Vec::new();
    let mut next = decided().max_by_key(|span| span.order.ended);
    while let Some(span) = next {
        path.insert(0, span.id);
        let earlier = decided().filter(|other| other.ended_before(span));
        next = earlier.max_by_key(|other| other.order.ended);
    }
    path
}

#[test]
fn short_ways_give_what_all_pairs_give() {
    for seed in 0..60 {
        let mut random = SplitMix64::new(seed);
        let width = [20, 400, 4_000][seed as usize % 3];
        let runs = 1 + random.below(3);
        let traces: Vec<_> = (0..runs)
            .map(|_| random_trace(200, width, &mut random))
            .collect();
        let evidence = Evidence::of(&traces);
        for trace in &traces {
            let short = evidence.floor(trace);
            assert_eq!(
                (short.time, short.calls),
                floor(&evidence, trace),
                "seed {seed}"
            );
            assert_eq!(
                critical_path(trace),
                path(trace),
                "seed {seed}"
            );
        }
    }
}
