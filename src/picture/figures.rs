//! How a run went, in a line.

use crate::format::{millis, thousands};
use crate::record::{LaneState, Run};
use crate::time::Nanos;
use crate::trace::evidence::Floor;
use crate::trace::{Disturbance, Span};

/// The last moment that is known of a run.
pub(super) fn reach(run: &Run) -> Nanos {
    let trace = &run.trace;
    let moments = |span: &Span| {
        [
            Some(span.queued),
            span.started,
            span.responded,
            span.received,
        ]
    };
    let known = trace.spans.iter().flat_map(moments).flatten();
    known.chain([trace.last()]).max().unwrap_or_default()
}

/// How a run went, in a line.
pub(super) fn figures(run: &Run, floor: Option<Floor>) -> String {
    let total = run.trace.ended.map(millis);
    let mut parts = vec![match (run.state, total) {
        (LaneState::Done, Some(total)) => total,
        (LaneState::Failed, Some(total)) => format!("failed after {total}"),
        (LaneState::Cancelled, Some(total)) => format!("stopped after {total}"),
        (LaneState::Done, None) => "done".into(),
        (LaneState::Failed, None) => "failed".into(),
        (LaneState::Cancelled, None) => "stopped".into(),
        (LaneState::Running, _) => "running".into(),
        (LaneState::Idle | LaneState::Waiting, _) => "not begun".into(),
    }];
    match run.trace.spans.len() {
        0 => {}
        1 => parts.push("1 request".into()),
        calls => parts.push(format!(
            "{} requests, {} at once",
            thousands(calls as u64),
            thousands(run.trace.peak_in_flight as u64)
        )),
    }
    parts.extend(floor.map(|floor| format!("floor {}", millis(floor.time))));
    parts.extend(run.disturbance.map(Disturbance::what));
    parts.join(" · ")
}
