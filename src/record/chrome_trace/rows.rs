//! Requests laid out into rows.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use crate::time::Nanos;
use crate::trace::{Span, Trace};

/// Requests in rows, counted from 1, each in the first that is free.
pub(super) struct Rows<'a> {
    pub(super) placed: Vec<(&'a Span, usize)>,
    pub(super) count: usize,
}

impl<'a> Rows<'a> {
    pub(super) fn of(trace: &'a Trace) -> Self {
        let mut spans: Vec<_> = trace.spans.iter().collect();
        spans.sort_by_key(|span| (span.queued, span.id));
        let mut free = BTreeSet::new();
        let mut taken = BinaryHeap::new();
        let (mut count, mut placed) = (0, Vec::new());
        let last = trace.last();
        for span in spans {
            while let Some(Reverse((end, row))) = taken.peek().copied() {
                if end > span.queued {
                    break;
                }
                taken.pop();
                free.insert(row);
            }
            let row = free.pop_first().unwrap_or_else(|| {
                count += 1;
                count
            });
            taken.push(Reverse((end_of(span, last), row)));
            placed.push((span, row));
        }
        Self { placed, count }
    }
}

/// When a request was over; one that was not is drawn to the last that is known, of itself or of its run.
pub(super) fn end_of(span: &Span, last: Nanos) -> Nanos {
    let known = [span.started, span.responded, span.received, Some(last)];
    let open = || known.into_iter().flatten().fold(span.queued, Nanos::max);
    span.ended.unwrap_or_else(open)
}
