//! Calls that the code made one after another although none needs another.

use std::ops::Range;

use super::super::SpanId;
use super::super::evidence::{Earlier, Needs};
use super::again::{Change, Run};
use super::{Advice, Kind, NOTABLE_SHARE, NOTABLE_TIME, words};
use crate::time::Nanos;

/// The most groups that are looked into: so that a trace of any length takes its time and no more.
const MOST: usize = 16;

/// The most lines of which each is asked whether the saving needs it.
const MOST_LINES: usize = 12;

/// One advice for each group of calls in a row of which none needs another and some were made only
/// after others had ended. Whether a call needs another is for the evidence alone to say. A call that
/// was made before the other ended, and waited for a permit or a connection, is in no order with it: it
/// keeps its place. Each group speaks for itself: of many that save little each, nothing is said.
pub(super) fn advise(run: &Run, needs: &Needs) -> Vec<Advice> {
    let rows = Rows::of(run, needs);
    let mut groups = Vec::new();
    rows.split(0..run.calls.len(), &mut groups);
    let joined = groups.into_iter().map(|group| join(run, group));
    joined.filter(Advice::is_notable).collect()
}

/// Calls in a row: the stretches of calls, in the order they were made, that do not need one another.
struct Rows<'r> {
    run: &'r Run<'r>,
    /// For each call, from which call on none up to it needs another.
    free_from: Vec<usize>,
}

impl<'r> Rows<'r> {
    fn of(run: &'r Run<'r>, needs: &Needs) -> Self {
        let mut earlier = Earlier::new(needs);
        let mut free = 0;
        let calls = (0..run.calls.len()).map(|call| SpanId(call as u32));
        let free_from = calls.map(|call| {
            let needed = earlier.last_needed(call);
            earlier.push(call);
            free = needed.map_or(free, |needed| {
                free.max(needed.0 as usize + 1)
            });
            free
        });
        Self {
            free_from: free_from.collect(),
            run,
        }
    }

    /// Adds the row of `calls` that is worth most, then those of what is left on either side.
    fn split(&self, calls: Range<usize>, groups: &mut Vec<Range<usize>>) {
        let rows = self.longest_in(&calls);
        let Some((worth, row)) = rows
            .map(|row| (self.worth(&row), row))
            .max_by_key(|(worth, row)| (*worth, std::cmp::Reverse(row.start)))
        else {
            return;
        };
        let share = worth.0 as f64 / (self.run.makespan.0 as f64).max(1.0);
        if worth < NOTABLE_TIME || share < NOTABLE_SHARE || groups.len() == MOST {
            return;
        }
        groups.push(row.clone());
        self.split(calls.start..row.start, groups);
        self.split(row.end..calls.end, groups);
    }

    /// The rows within `calls` that are part of no longer one.
    fn longest_in(&self, calls: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let (start, end) = (calls.start, calls.end);
        let from = move |call: usize| self.free_from[call].max(start);
        let last = move |call: &usize| *call + 1 == end || from(*call + 1) > from(*call);
        (start..end)
            .filter(last)
            .map(move |call| from(call)..call + 1)
    }

    /// How much shorter `row` would be if it took as long as its longest call.
    fn worth(&self, row: &Range<usize>) -> Nanos {
        let calls = &self.run.calls[row.clone()];
        let end = calls.iter().map(|call| call.end).max().unwrap_or_default();
        let longest = calls.iter().map(|call| call.duration()).max();
        let made = calls.first().map(|call| call.made).unwrap_or_default();
        end.since(made).since(longest.unwrap_or_default())
    }
}

/// The calls that no longer wait for each other.
struct Joined(Vec<bool>);

impl Joined {
    fn new(run: &Run, calls: &[usize]) -> Self {
        let mut joined = vec![false; run.calls.len()];
        for call in calls {
            joined[*call] = true;
        }
        Self(joined)
    }
}

impl Change for Joined {
    fn joins(&self, call: usize) -> bool {
        self.0[call]
    }
}

fn join(run: &Run, group: Range<usize>) -> Advice {
    let calls = needed_for_saving(run, in_order(run, group));
    let mut advice = Advice::new(
        run,
        Kind::Join,
        &calls,
        &Joined::new(run, &calls),
    );
    advice.claim = words::join(run, &advice);
    advice
}

/// Those of `group` that were made after another of it had ended, or ended before another was made.
fn in_order(run: &Run, group: Range<usize>) -> Vec<usize> {
    let calls = &run.calls[group.clone()];
    let first_end = calls
        .iter()
        .map(|call| call.place)
        .min()
        .unwrap_or_default();
    let freed = calls.iter().filter(|call| !call.under_limit);
    let last_made = freed
        .map(|call| call.ended_before_making)
        .max()
        .unwrap_or_default();
    let ordered = group.filter(|call| {
        let call = &run.calls[*call];
        let waited = !call.under_limit && call.ended_before_making > first_end;
        waited || call.place < last_made
    });
    ordered.collect()
}

/// `calls` without those of the lines that the saving does not need.
fn needed_for_saving(run: &Run, mut calls: Vec<usize>) -> Vec<usize> {
    let lines = run.lines(&calls);
    if lines.len() > MOST_LINES {
        return calls;
    }
    let mut shortest = run.again(&Joined::new(run, &calls));
    for line in lines {
        let others = calls.iter().copied();
        let others = others.filter(|call| run.trace.spans[*call].call.site.line != line);
        let others: Vec<_> = others.collect();
        let without = run.again(&Joined::new(run, &others));
        if without <= shortest {
            (calls, shortest) = (others, without);
        }
    }
    calls
}
