//! The figures of a comparison, lane by lane, as far as it has come.

use std::sync::Arc;

use super::comparison::{Comparison, Lane, Phase};
use crate::record::LaneState;
use crate::sorting::sort;
use crate::time::Nanos;
use crate::trace::cause::{Cause, causes};
use crate::trace::critical_path::critical_path;
use crate::trace::evidence::{Evidence, Floor};
use crate::trace::flight::Flight;
use crate::trace::metrics::Metrics;
use crate::trace::{Disturbance, SpanId, Trace};

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
    /// The calls that decided when it ended, once all have, in the order they were made.
    pub critical: Arc<Vec<SpanId>>,
    /// What disturbed the run, if anything did.
    pub disturbance: Option<Disturbance>,
    /// Why it failed, and what to try.
    pub error: Option<String>,
}

/// What is known of a lane once its comparison is over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settled {
    /// The floor under it, if it answered.
    pub floor: Option<Floor>,
    /// The calls that decided when it ended, in the order they were made.
    pub critical: Arc<Vec<SpanId>>,
    /// How many of its calls were in flight at each moment.
    pub flight: Flight,
    /// Why each of its calls started when it did.
    pub causes: Vec<Cause>,
}

impl Settled {
    /// Whether the call `id` helped to decide when the run ended.
    #[must_use]
    pub fn is_critical(&self, id: SpanId) -> bool {
        // They are in the order they were made.
        self.critical.binary_search(&id).is_ok()
    }
}

/// What is known of the lanes of `comparison` once it is over, left to right; before that nothing. Tracked.
#[must_use]
pub fn settle(comparison: &Comparison) -> Vec<Settled> {
    let phase = comparison.phase();
    if phase.is_active() {
        return Vec::new();
    }
    // Of a stopped comparison the evidence is not complete.
    let evidence = (phase == Phase::Done).then(|| evidence(comparison));
    let settled = |lane: &Lane| {
        let done = lane.state() == LaneState::Done;
        lane.trace(|trace| Settled {
            floor: evidence
                .as_ref()
                .filter(|_| done)
                .map(|evidence| evidence.floor(trace)),
            critical: Arc::new(in_order(critical_path(trace))),
            flight: Flight::of(trace),
            causes: causes(trace),
        })
    };
    let lanes = comparison.lanes().iter();
    lanes
        .map(|lane| settled(lane).unwrap_or_default())
        .collect()
}

/// What the runs of `comparison` show together.
pub(super) fn evidence(comparison: &Comparison) -> Evidence {
    let mut evidence = Evidence::default();
    for lane in comparison.lanes() {
        lane.trace(|trace| evidence.add(trace));
    }
    evidence
}

fn in_order(mut ids: Vec<SpanId>) -> Vec<SpanId> {
    sort(&mut ids);
    ids
}

/// Reads the figures of `comparison` as far as it has come, left to right. Tracked: they change once a frame.
#[must_use]
pub fn read(comparison: &Comparison) -> Vec<Reading> {
    read_at(comparison, &settle(comparison), None)
}

/// As [`read`], of a comparison that is over as it stood at `moment` after each lane's beginning. `settled`
/// is its own.
#[must_use]
pub fn read_at(
    comparison: &Comparison,
    settled: &[Settled],
    moment: Option<Nanos>,
) -> Vec<Reading> {
    let lanes = comparison.lanes().iter().enumerate();
    lanes
        .map(|(place, lane)| {
            let settled = settled.get(place);
            let reading = Reading {
                title: Arc::clone(&lane.title),
                state: lane.state(),
                floor: settled.and_then(|settled| settled.floor),
                critical: settled
                    .map(|settled| Arc::clone(&settled.critical))
                    .unwrap_or_default(),
                ..Reading::default()
            };
            match (moment, settled) {
                (Some(moment), Some(settled)) => at(moment, lane, settled, reading),
                _ => now(comparison, lane, reading),
            }
        })
        .collect()
}

/// `reading` with the figures of `lane` by now.
fn now(comparison: &Comparison, lane: &Lane, reading: Reading) -> Reading {
    let (frame, active) = (
        comparison.frame(),
        comparison.phase().is_active(),
    );
    let ending = lane.ending().unwrap_or_default();
    let figures = lane.trace(|trace| {
        (
            trace.ended.unwrap_or(frame.since(trace.began)),
            reach(trace, frame, active),
            Metrics::of(trace),
        )
    });
    let total = figures.as_ref().map(|(total, ..)| *total);
    let (_, reach, metrics) = figures.unwrap_or_default();
    Reading {
        total,
        reach,
        metrics,
        disturbance: ending.disturbance,
        error: ending.failure.map(|failed| failed.advice),
        ..reading
    }
}

/// `reading` with the figures of `lane` at `moment`.
fn at(moment: Nanos, lane: &Lane, settled: &Settled, reading: Reading) -> Reading {
    let figures = lane.trace(|trace| {
        (
            trace.ended,
            moment.min(trace.last()),
            settled.flight.metrics(trace, moment),
        )
    });
    let Some((ended, reach, metrics)) = figures else {
        return reading;
    };
    let over = ended.filter(|ended| *ended <= moment);
    let ending = lane.ending().filter(|_| over.is_some()).unwrap_or_default();
    Reading {
        state: if over.is_some() {
            reading.state
        } else {
            LaneState::Running
        },
        total: Some(over.unwrap_or(moment)),
        reach,
        metrics,
        disturbance: ending.disturbance,
        error: ending.failure.map(|failed| failed.advice),
        ..reading
    }
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
