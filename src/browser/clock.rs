//! The browser's clock and timers.

use futures::future::LocalBoxFuture;
use gloo_timers::future::TimeoutFuture;
use web_sys::Performance;

use super::alarms::alarm;
use super::diagnostics::{Counted, Held};
use super::turns::turn;
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

/// What `performance.now()` shows.
pub(super) fn millis() -> f64 {
    let performance = super::window().performance();
    performance.map_or(0.0, |performance| performance.now())
}

/// The last stretch before a deadline, which is waited for turn by turn: timers take whole milliseconds
/// and come late by as much.
const NEAR: Nanos = Nanos::from_millis(4);

/// What is further off than this is waited for together with all else that is, and to the last of it by itself.
const FAR: Nanos = Nanos::from_millis(1_000);

/// The milliseconds of a timer that ends shortly before `left` is over; one longer than this fires at
/// once.
fn timer(left: Nanos) -> u32 {
    let millis = left.since(NEAR).as_millis_f64().ceil();
    millis.min(f64::from(i32::MAX)) as u32
}

/// The milliseconds between two beats.
const BEAT: u32 = 1_000;

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
                if left > FAR {
                    alarm(deadline.since(NEAR)).await;
                } else if left > NEAR || !turn().await {
                    TimeoutFuture::new(timer(left)).await;
                }
            }
        })
    }

    fn beat(&self) -> Option<LocalBoxFuture<'static, ()>> {
        Some(Box::pin(async {
            let _counted = Counted::new(Held::Timers);
            TimeoutFuture::new(BEAT).await;
        }))
    }

    fn time_of_day(&self) -> Option<Nanos> {
        Some(Nanos::from_millis_f64(
            js_sys::Date::now(),
        ))
    }
}
