//! Requests that had been answered in the same run.

use std::collections::HashMap;

use super::super::{Outcome, Span};
use super::again::{Change, Run};
use super::{Advice, Kind, words};
use crate::time::Nanos;

/// One advice for all requests that repeat another: the same URL, answered well with as many bytes.
/// It counts requests, so it speaks whether or not time is saved; not where waiting for the first
/// answer would have made the run longer.
pub(super) fn advise(run: &Run) -> Option<Advice> {
    let repeats = Repeats::of(run);
    let numbers = 0..repeats.first.len();
    let repeated: Vec<_> = numbers
        .clone()
        .filter(|call| repeats.first[*call].is_some())
        .collect();
    let requests = repeated.len();
    let firsts = repeated.iter().filter_map(|call| repeats.first[*call]);
    let mut calls: Vec<_> = firsts.chain(repeated.iter().copied()).collect();
    calls.sort_unstable();
    calls.dedup();
    let worth = requests > 0 && run.again(&repeats) <= run.makespan;
    worth.then(|| {
        let mut advice = Advice::new(
            run,
            Kind::Repeats { requests },
            &calls,
            &repeats,
        );
        advice.claim = words::repeats(run, &advice, requests);
        advice
    })
}

/// Of each call that repeats another the first of its kind, which answers for it.
struct Repeats {
    first: Vec<Option<usize>>,
}

impl Repeats {
    fn of(run: &Run) -> Self {
        let mut firsts = HashMap::new();
        let mut first = vec![None; run.calls.len()];
        let answered = run
            .started()
            // By another method the same address may be asked for something else each time.
            .filter(|(_, span)| span.outcome == Some(Outcome::Ok) && span.call.method == "GET");
        for (call, span) in answered {
            let answer = *firsts.entry(answer(span)).or_insert(call);
            first[call] = Some(answer).filter(|answer| *answer != call);
        }
        Self { first }
    }
}

fn answer(span: &Span) -> (&str, Option<u64>) {
    (&span.call.url, span.bytes)
}

impl Change for Repeats {
    /// A repeat takes no time of its own, but is not answered before the first is.
    fn end(&self, run: &Run, call: usize, start: Nanos, ends: &[Nanos]) -> Nanos {
        match self.first[call] {
            Some(first) => start.max(ends[first]),
            None => start + run.calls[call].duration(),
        }
    }
}
