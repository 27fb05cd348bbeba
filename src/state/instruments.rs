//! What a person can find out beyond one run: repeats, the best limit, other schedules of the same
//! durations, advice.

mod advice;
mod durations;
mod limits;
mod repeats;

use std::cell::Cell;
use std::rc::Rc;

pub use advice::{LaneAdvice, advice};

use crate::engine::ports::Clock;
use crate::engine::runner::next_turn;
use crate::time::Nanos;

/// How long a slice of work may hold the page before it lets others have a turn: less than a frame.
const SLICE: Nanos = Nanos::from_millis(12);

/// Work in slices, between which the page has its turn: clicks are heard and frames are drawn.
struct Slices {
    clock: Rc<dyn Clock>,
    ends: Cell<Nanos>,
}

impl Slices {
    fn new(clock: Rc<dyn Clock>) -> Self {
        let ends = Cell::new(clock.now() + SLICE);
        Self { clock, ends }
    }

    /// What to wait for before the work goes on, when a slice is over.
    fn pause(&self) -> Option<impl Future<Output = ()>> {
        let over = self.clock.now() >= self.ends.get();
        over.then(|| self.turn())
    }

    async fn turn(&self) {
        next_turn(&*self.clock).await;
        self.ends.set(self.clock.now() + SLICE);
    }
}
