//! The figures of a comparison, lane by lane, as far as it has come.

use std::sync::Arc;

use super::comparison::{Comparison, Phase};
use crate::record::LaneState;
use crate::time::Nanos;
use crate::trace::critical_path::critical_path;
use crate::trace::evidence::{Evidence, Floor};
use crate::trace::metrics::Metrics;
use crate::trace::{SpanId, Trace};

/// The figures of one lane. Times count from the start of its run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The variant's name for people.
    pub title: Arc<str>,
    /// How far it came.
    pub state: LaneState,
    /// How long it has been running, or its makespan once it ended; none before it began.
    pub total: Option<Nanos>,
    /// How far its bars reach: calls may run on after its end.
    pub reach: Nanos,
    /// The figures of its trace.
    pub metrics: Metrics,
    /// The floor under it, if it answered and all lanes have ended: before that the evidence is not
    /// complete.
    pub floor: Option<Floor>,
    /// The calls that decided when it ended, once it has.
    pub critical: Vec<SpanId>,
    /// Whether the page was hidden at any time of the run.
    pub hidden: bool,
    /// Why it failed, and what to try.
    pub error: Option<String>,
}

/// Reads the figures of `comparison`, left to right. Tracked: they change once a frame.
#[must_use]
pub fn read(comparison: &Comparison) -> Vec<Reading> {
    let now = comparison.frame();
    let active = comparison.phase().is_active();
    let traces: Vec<Option<Trace>> = comparison
        .lanes()
        .iter()
        .map(|lane| lane.trace(Trace::clone))
        .collect();
    let over = comparison.phase() == Phase::Done;
    let evidence = over.then(|| Evidence::of(traces.iter().flatten()));
    let lanes = comparison.lanes().iter().zip(&traces);
    lanes
        .map(|(lane, trace)| {
            let state = lane.state();
            let trace = trace.as_ref();
            let ending = lane.ending().unwrap_or_default();
            let ended = trace.and_then(|trace| trace.ended);
            let done = trace.filter(|_| state == LaneState::Done);
            Reading {
                title: Arc::clone(&lane.title),
                state,
                total: ended.or(trace.map(|trace| now.since(trace.began))),
                reach: trace
                    .map(|trace| reach(trace, now, active))
                    .unwrap_or_default(),
                metrics: trace.map(Metrics::of).unwrap_or_default(),
                floor: done.and_then(|trace| Some(evidence.as_ref()?.floor(trace))),
                critical: trace
                    .filter(|_| !active)
                    .map(critical_path)
                    .unwrap_or_default(),
                hidden: ending.hidden,
                error: ending.failure.map(|failed| failed.advice),
            }
        })
        .collect()
}

/// To the last thing that happened, or to now while anything happens.
fn reach(trace: &Trace, now: Nanos, active: bool) -> Nanos {
    let open = trace.ended.is_none() || trace.spans.iter().any(|span| span.ended.is_none());
    if active && open {
        now.since(trace.began).max(trace.last())
    } else {
        trace.last()
    }
}
