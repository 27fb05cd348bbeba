//! What each variant would do: run on the replica in virtual time, at once and without a request.

use std::cell::RefCell;
use std::rc::Rc;

use super::host::Host;
use crate::engine::recording::Recording;
use crate::engine::runner::Finished;
use crate::engine::virtual_time::{self, VirtualClock};
use crate::experiments::{Answer, Experiment, Plan, Values, Watcher, compare};
use crate::time::Nanos;
use crate::trace::Trace;
use crate::trace::metrics::Metrics;

/// The predicted traces of an experiment's variants, left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prediction {
    /// One a variant.
    pub traces: Vec<Trace>,
}

impl Prediction {
    /// Runs all variants of `experiment` in virtual time.
    #[must_use]
    pub fn of(host: &dyn Host, experiment: &'static Experiment, values: &Values) -> Self {
        let clock = VirtualClock::new();
        let environment = host.replica(
            Rc::new(clock.clone()),
            Rc::new(clock.clone()),
        );
        let plan = Plan {
            experiment,
            values: values.clone(),
            order: (0..experiment.variants.len()).collect(),
        };
        let recordings = Rc::new(Recordings::default());
        let watcher: Rc<dyn Watcher> = Rc::<Recordings>::clone(&recordings);
        // What can never end is predicted as far as it came.
        let _ = virtual_time::run(
            &clock,
            compare(&environment, &plan, &watcher),
        );
        let recordings = recordings.0.borrow();
        Self {
            traces: recordings
                .iter()
                .map(|recording| recording.trace().clone())
                .collect(),
        }
    }

    /// The most calls that any variant has in flight at once: how wide a warm-up has to be.
    #[must_use]
    pub fn width(&self) -> usize {
        let peaks = self
            .traces
            .iter()
            .map(|trace| Metrics::of(trace).peak_in_flight);
        peaks.max().unwrap_or(1)
    }

    /// The longest predicted makespan.
    #[must_use]
    pub fn longest(&self) -> Nanos {
        self.traces
            .iter()
            .map(Trace::last)
            .max()
            .unwrap_or_default()
    }
}

/// Keeps the recordings, in the order they begin.
#[derive(Default)]
struct Recordings(RefCell<Vec<Rc<Recording>>>);

impl Watcher for Recordings {
    fn began(&self, _: usize, recording: &Rc<Recording>) {
        self.0.borrow_mut().push(Rc::clone(recording));
    }

    fn handed(&self, _: usize, _: Answer) {}

    fn ended(&self, _: usize, _: Finished<Answer>) {}
}
