//! One call on the critical path that is far slower than the others.

use super::super::critical_path::critical_path;
use super::again::{Change, Run};
use super::{Advice, Kind, words};
use crate::time::Nanos;

/// The fewest calls among which one may be called slow.
const LEAST_CALLS: usize = 3;

/// A slow call takes more than this many times the median of the others.
const TIMES_MEDIAN: u64 = 2;

/// The longest call of the critical path, if it takes more than half of the makespan and more than
/// [`TIMES_MEDIAN`] times as long as the median of the others, of which there are two at least: then
/// the run is as slow as this call. Opening a connection, where the source tells of it, is left out.
pub(super) fn advise(run: &Run) -> Option<Advice> {
    if run.calls.len() < LEAST_CALLS {
        return None;
    }
    let path = critical_path(run.trace);
    let path = path.iter().map(|id| id.0 as usize);
    let slowest = path.max_by_key(|call| own(run, *call))?;
    let (took, usual) = (
        own(run, slowest),
        median_beside(run, slowest),
    );
    let slow = took.0 > run.makespan.0 / 2 && took.0 > usual.0.saturating_mul(TIMES_MEDIAN);
    let change = AsUsual {
        call: slowest,
        less: took.since(usual),
    };
    let mut advice = slow.then(|| Advice::new(run, Kind::Slow, &[slowest], &change))?;
    advice.claim = words::slow(run, slowest, took, usual);
    Some(advice).filter(Advice::is_notable)
}

/// How long `call` took once its connection was open.
fn own(run: &Run, call: usize) -> Nanos {
    let connecting = run.trace.spans[call].phases.unwrap_or_default().connecting;
    run.calls[call].duration().since(connecting)
}

/// The median of the durations of the other calls; between the middle two of an even number.
fn median_beside(run: &Run, slowest: usize) -> Nanos {
    let others = (0..run.calls.len()).filter(|call| *call != slowest);
    let mut others: Vec<Nanos> = others.map(|call| own(run, call)).collect();
    others.sort_unstable();
    let (below, above) = (
        others[(others.len() - 1) / 2],
        others[others.len() / 2],
    );
    Nanos(below.0.midpoint(above.0))
}

struct AsUsual {
    call: usize,
    less: Nanos,
}

impl Change for AsUsual {
    fn end(&self, run: &Run, call: usize, start: Nanos, _: &[Nanos]) -> Nanos {
        let less = if call == self.call {
            self.less
        } else {
            Nanos::ZERO
        };
        start + run.calls[call].duration().since(less)
    }
}
