//! The browser's clock and timers.

use futures::future::LocalBoxFuture;
use gloo_timers::future::TimeoutFuture;
use web_sys::Performance;

use super::diagnostics::{Counted, Held};
use crate::engine::ports::Clock;
use crate::time::Nanos;

/// `performance.now()` and `setTimeout`. The clock's step is the browser's: 5 µs to 1 ms.
#[derive(Clone)]
pub struct PageClock {
    performance: Performance,
}

impl PageClock {
    /// The page's clock, which counts from the page's beginning.
    #[must_use]
    #[allow(clippy::expect_used, reason = "every browser that runs wasm has it")]
    pub fn new() -> Self {
        let performance = super::window().performance();
        Self {
            performance: performance.expect("the browser has performance.now()"),
        }
    }
}

impl Default for PageClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for PageClock {
    fn now(&self) -> Nanos {
        Nanos::from_millis_f64(self.performance.now())
    }

    fn sleep_until(&self, deadline: Nanos) -> LocalBoxFuture<'static, ()> {
        let clock = self.clone();
        Box::pin(async move {
            let _counted = Counted::new(Held::Timers);
            loop {
                let left = deadline.since(clock.now());
                if left == Nanos::ZERO {
                    return;
                }
                // Timers take whole milliseconds, fire early by a clock's step at times, and a longer
                // one than this fires at once.
                let millis = left.as_millis_f64().ceil().min(f64::from(i32::MAX)) as u32;
                TimeoutFuture::new(millis).await;
            }
        })
    }
}
