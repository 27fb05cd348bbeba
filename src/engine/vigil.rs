//! Whether a run went on undisturbed: a page may be hidden, and a machine may sleep.
//!
//! Nobody tells a page that its machine slept, and browsers do not agree on whether their clocks go on
//! meanwhile. So a run is watched by beats, about one a second. Where two of them lie much further apart
//! than that, by the page's clock or by the time of day, nothing ran in between.

use std::cell::Cell;
use std::convert::Infallible;
use std::future::{Future, pending};
use std::pin::pin;

use futures::future::{Either, select};

use super::ports::{Attention, Clock};
use crate::time::Nanos;
use crate::trace::Disturbance;

/// The longest that a busy machine lets a page wait for its next beat. What is longer was no waiting.
pub const LONGEST_GAP: Nanos = Nanos::from_millis(5_000);

/// Runs `run` to its end and tells what disturbed it.
pub(super) async fn watched<T>(
    clock: &dyn Clock,
    attention: &dyn Attention,
    run: impl Future<Output = T>,
) -> (T, Option<Disturbance>) {
    let (was_hidden, times) = (
        attention.is_hidden(),
        attention.times_hidden(),
    );
    let gaps = Gaps::from_now(clock);
    let ended = gaps.beside(run).await;
    let hidden = was_hidden || attention.times_hidden() != times;
    let disturbance = match gaps.all() {
        _ if hidden => Some(Disturbance::Hidden),
        Nanos::ZERO => None,
        gaps => Some(Disturbance::HeldUp(gaps)),
    };
    (ended, disturbance)
}

/// The gaps between beats that are too long for beats.
struct Gaps<'a> {
    clock: &'a dyn Clock,
    /// When it was last looked, by the clock and by the time of day.
    last: Cell<(Nanos, Option<Nanos>)>,
    sum: Cell<Nanos>,
}

impl<'a> Gaps<'a> {
    fn from_now(clock: &'a dyn Clock) -> Self {
        Self {
            clock,
            last: Cell::new((clock.now(), clock.time_of_day())),
            sum: Cell::default(),
        }
    }

    /// Looks at each beat, and at the end, while `run` goes on.
    async fn beside<T>(&self, run: impl Future<Output = T>) -> T {
        let Some(mut beat) = self.clock.beat() else {
            return run.await;
        };
        let beats = async {
            loop {
                beat.await;
                self.look();
                beat = match self.clock.beat() {
                    Some(next) => next,
                    None => return pending::<Infallible>().await,
                };
            }
        };
        let ended = match select(pin!(run), pin!(beats)).await {
            Either::Left((ended, _)) => ended,
            Either::Right((never, _)) => match never {},
        };
        self.look();
        ended
    }

    /// The time since the last look, if it is a gap: by whichever of the two went on.
    fn look(&self) {
        let now = (
            self.clock.now(),
            self.clock.time_of_day(),
        );
        let last = self.last.replace(now);
        let by_day = now.1.zip(last.1).map(|(now, last)| now.since(last));
        let gap = now.0.since(last.0).max(by_day.unwrap_or_default());
        if gap > LONGEST_GAP {
            self.sum.set(self.sum.get() + gap);
        }
    }

    fn all(&self) -> Nanos {
        self.sum.get()
    }
}
