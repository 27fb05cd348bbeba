//! Tasks of one run: they run on when the code that started them has gone, but not when the run is
//! stopped.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures::FutureExt;
use futures::future::LocalBoxFuture;

use super::ports::Spawn;

/// Starts tasks and owns them: dropped, it drops every task that has not ended.
pub struct Tasks {
    spawn: Rc<dyn Spawn>,
    slots: RefCell<Vec<Slot>>,
    running: Rc<Running>,
}

/// Where a task lives. Emptied, the task is gone.
type Slot = Rc<RefCell<Option<LocalBoxFuture<'static, ()>>>>;

/// How many tasks have not ended, and who waits for the last of them.
#[derive(Default)]
struct Running {
    count: Cell<usize>,
    waiting: RefCell<Option<Waker>>,
}

impl Tasks {
    /// No tasks yet; `spawn` will run them.
    #[must_use]
    pub fn new(spawn: Rc<dyn Spawn>) -> Self {
        Self {
            spawn,
            slots: RefCell::default(),
            running: Rc::default(),
        }
    }

    /// Starts `task` as one of its own: it runs on whatever becomes of its starter.
    pub fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        let slot: Slot = Rc::new(RefCell::new(Some(task.boxed_local())));
        self.slots.borrow_mut().push(Rc::clone(&slot));
        self.running.count.set(self.running.count.get() + 1);
        let running = Rc::clone(&self.running);
        self.spawn.spawn(Box::pin(Task { slot, running }));
    }

    /// Ends when every task has ended.
    pub async fn all_ended(&self) {
        std::future::poll_fn(|cx| match self.running.count.get() {
            0 => Poll::Ready(()),
            _ => {
                self.running.waiting.replace(Some(cx.waker().clone()));
                Poll::Pending
            }
        })
        .await;
    }
}

impl Drop for Tasks {
    fn drop(&mut self) {
        for slot in self.slots.borrow().iter() {
            // A task cannot be polled at this moment: it holds nothing of this.
            if let Ok(mut task) = slot.try_borrow_mut() {
                task.take();
            }
        }
    }
}

/// What is spawned: polls the task in its slot, for as long as there is one.
struct Task {
    slot: Slot,
    running: Rc<Running>,
}

impl Future for Task {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut slot = self.slot.borrow_mut();
        match slot.as_mut().map(|task| task.poll_unpin(cx)) {
            Some(Poll::Pending) => return Poll::Pending,
            Some(Poll::Ready(())) => slot.take(),
            None => return Poll::Ready(()),
        };
        self.running.count.set(self.running.count.get() - 1);
        if let Some(waker) = self.running.waiting.take() {
            waker.wake();
        }
        Poll::Ready(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ports::Clock;
    use crate::engine::virtual_time::{VirtualClock, run};
    use crate::time::Nanos;

    fn tasks(clock: &VirtualClock) -> Tasks {
        Tasks::new(Rc::new(clock.clone()))
    }

    #[test]
    fn tasks_run_on_and_are_waited_for() {
        let clock = VirtualClock::new();
        let tasks = tasks(&clock);
        let ended = Rc::new(Cell::new(0));
        for at in [10, 30, 20] {
            let (sleep, ended) = (
                clock.sleep_until(Nanos(at)),
                Rc::clone(&ended),
            );
            tasks.spawn(async move {
                sleep.await;
                ended.set(ended.get() + 1);
            });
        }
        run(&clock, clock.sleep_until(Nanos(15))).unwrap();
        assert_eq!(
            ended.get(),
            1,
            "one has ended while the root waited"
        );
        run(&clock, tasks.all_ended()).unwrap();
        assert_eq!(
            (ended.get(), clock.now()),
            (3, Nanos(30))
        );
    }

    #[test]
    fn dropped_it_drops_its_tasks() {
        let clock = VirtualClock::new();
        let tasks = tasks(&clock);
        tasks.spawn(clock.sleep_until(Nanos(50)));
        run(&clock, clock.sleep_until(Nanos(10))).unwrap();
        assert_eq!(clock.pending(), 1);
        drop(tasks);
        assert_eq!(clock.pending(), 0);
    }
}
