//! Virtual time: a run of any length takes no time at all.
//!
//! [`run`] polls a future until nothing in it can move, then jumps to the earliest timer. The same
//! future gives the same trace on every machine, to the nanosecond.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures::StreamExt;
use futures::future::LocalBoxFuture;
use futures::stream::FuturesUnordered;
use thiserror::Error;

use super::ports::{Clock, Spawn};
use crate::time::Nanos;

/// A clock that stands still until [`run`] moves it. Its clones share one time.
#[derive(Clone, Default)]
pub struct VirtualClock {
    now: Rc<Cell<Nanos>>,
    timers: Rc<RefCell<Timers>>,
    tasks: Rc<RefCell<FuturesUnordered<LocalBoxFuture<'static, ()>>>>,
    spawned: Rc<RefCell<Vec<LocalBoxFuture<'static, ()>>>>,
}

/// Pending timers, earliest first; at one deadline, the one set first.
#[derive(Default)]
struct Timers {
    set: u64,
    pending: BTreeMap<(Nanos, u64), Waker>,
}

impl VirtualClock {
    /// A clock at zero.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many timers are waiting.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.timers.borrow().pending.len()
    }

    /// Polls the spawned tasks that can move, those they spawn among them.
    fn poll_tasks(&self, cx: &mut Context<'_>) {
        let mut tasks = self.tasks.borrow_mut();
        loop {
            tasks.extend(self.spawned.take());
            let moved = tasks.poll_next_unpin(cx);
            if !matches!(moved, Poll::Ready(Some(()))) && self.spawned.borrow().is_empty() {
                return;
            }
        }
    }

    /// Moves to the earliest timer and wakes its owner; `false` when there is none.
    fn jump(&self) -> bool {
        let next = self.timers.borrow_mut().pending.pop_first();
        let Some(((deadline, _), waker)) = next else {
            return false;
        };
        self.now.set(self.now.get().max(deadline));
        waker.wake();
        true
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Nanos {
        self.now.get()
    }

    fn sleep_until(&self, deadline: Nanos) -> LocalBoxFuture<'static, ()> {
        Box::pin(Sleep {
            clock: self.clone(),
            deadline,
            key: None,
        })
    }
}

/// Tasks run beside the future that [`run`] is given, for as long as it runs.
impl Spawn for VirtualClock {
    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        self.spawned.borrow_mut().push(task);
    }
}

struct Sleep {
    clock: VirtualClock,
    deadline: Nanos,
    key: Option<(Nanos, u64)>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.clock.now() >= self.deadline {
            return Poll::Ready(());
        }
        let timers = Rc::clone(&self.clock.timers);
        let mut timers = timers.borrow_mut();
        let deadline = self.deadline;
        let key = *self.key.get_or_insert_with(|| {
            timers.set += 1;
            (deadline, timers.set)
        });
        timers.pending.insert(key, cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.clock.timers.borrow_mut().pending.remove(&key);
        }
    }
}

/// A future that can never end: nothing in it can move and no timer is set.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("This can never end: it waits for something that nobody will bring.")]
pub struct Stalled;

/// Runs `future` to its end over `clock`.
///
/// # Errors
/// [`Stalled`] when nothing in the future can move and no timer of `clock` is set.
pub fn run<F: Future>(clock: &VirtualClock, future: F) -> Result<F::Output, Stalled> {
    let mut future = pin!(future);
    let steps = Steps::new(clock);
    loop {
        if let Some(end) = steps.next(future.as_mut()) {
            return end;
        }
    }
}

/// As [`run`], but not in one go: between any two steps `pause` may give something to wait for first.
/// Virtual time stands still meanwhile.
///
/// # Errors
/// As [`run`].
pub async fn run_with_pauses<F: Future, P: Future<Output = ()>>(
    clock: &VirtualClock,
    future: F,
    pause: impl Fn() -> Option<P>,
) -> Result<F::Output, Stalled> {
    let mut future = pin!(future);
    let steps = Steps::new(clock);
    loop {
        if let Some(end) = steps.next(future.as_mut()) {
            return end;
        }
        if let Some(pause) = pause() {
            pause.await;
        }
    }
}

/// The steps of a run: all that can move at one time, then a jump to the next.
struct Steps<'c> {
    clock: &'c VirtualClock,
    woken: Arc<Flag>,
    waker: Waker,
}

impl<'c> Steps<'c> {
    fn new(clock: &'c VirtualClock) -> Self {
        let woken = Arc::new(Flag(AtomicBool::new(true)));
        Self {
            clock,
            waker: Waker::from(Arc::clone(&woken)),
            woken,
        }
    }

    /// Takes the next step; what it came to, if that was the last.
    fn next<F: Future>(&self, mut future: Pin<&mut F>) -> Option<Result<F::Output, Stalled>> {
        let mut cx = Context::from_waker(&self.waker);
        while self.woken.0.swap(false, Ordering::Relaxed) {
            if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
                return Some(Ok(output));
            }
            self.clock.poll_tasks(&mut cx);
        }
        (!self.clock.jump()).then_some(Err(Stalled))
    }
}

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use futures::future::{join, join_all, pending, select};

    use super::*;

    #[test]
    fn sleeps_add_up_in_turn_and_overlap_together() {
        let clock = VirtualClock::new();
        let at = |millis| clock.sleep_until(clock.now() + Nanos::from_millis(millis));
        let in_turn = async {
            at(10).await;
            at(20).await;
        };
        run(&clock, in_turn).unwrap();
        assert_eq!(clock.now(), Nanos::from_millis(30));
        run(&clock, join(at(10), at(20))).unwrap();
        assert_eq!(clock.now(), Nanos::from_millis(50));
    }

    #[test]
    fn a_dropped_sleep_leaves_no_timer_and_takes_no_time() {
        let clock = VirtualClock::new();
        let race = async {
            drop(
                select(
                    clock.sleep_until(Nanos(5)),
                    clock.sleep_until(Nanos(50)),
                )
                .await,
            );
        };
        run(&clock, race).unwrap();
        assert_eq!(
            (clock.now(), clock.pending()),
            (Nanos(5), 0)
        );
    }

    #[test]
    fn pauses_take_no_virtual_time() {
        let (clock, outside) = (VirtualClock::new(), VirtualClock::new());
        let inside = async {
            for at in [10, 20, 30] {
                clock.sleep_until(Nanos(at)).await;
            }
        };
        let pause = || Some(outside.sleep_until(outside.now() + Nanos(1_000)));
        let paused = run_with_pauses(&clock, inside, pause);
        assert_eq!(run(&outside, paused), Ok(Ok(())));
        assert_eq!(
            (clock.now(), outside.now()),
            (Nanos(30), Nanos(3_000))
        );
    }

    #[test]
    fn says_that_a_future_can_never_end() {
        let clock = VirtualClock::new();
        assert_eq!(
            run(&clock, pending::<()>()),
            Err(Stalled)
        );
        let stuck = join(
            clock.sleep_until(Nanos(7)),
            pending::<()>(),
        );
        assert_eq!(run(&clock, stuck), Err(Stalled));
        assert_eq!(
            clock.now(),
            Nanos(7),
            "it moved as far as it could"
        );
    }

    #[test]
    fn wakes_in_order_of_deadline_then_of_setting() {
        let clock = VirtualClock::new();
        let order = RefCell::new(Vec::new());
        let sleepers = [30, 10, 20, 10].into_iter().enumerate().map(|(index, at)| {
            let (clock, order) = (&clock, &order);
            async move {
                clock.sleep_until(Nanos(at)).await;
                order.borrow_mut().push(index);
            }
        });
        run(&clock, join_all(sleepers)).unwrap();
        assert_eq!(*order.borrow(), [1, 3, 2, 0]);
    }
}
