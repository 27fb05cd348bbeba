//! Far deadlines, of which most never come: the time-outs of calls. All of them share one of the browser's timers.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::task::{Poll, Waker};

use gloo_timers::callback::Timeout;

use super::clock::millis;
use crate::time::Nanos;

/// A deadline, and a number that tells those of the same moment apart.
type Key = (Nanos, u64);

#[derive(Default)]
struct Alarms {
    waiting: BTreeMap<Key, Option<Waker>>,
    next: u64,
    /// When the timer ends that is set, and the timer.
    set: Option<(Nanos, Timeout)>,
}

thread_local! {
    static ALARMS: RefCell<Alarms> = RefCell::default();
}

/// Somebody who waits; not any more once it is dropped.
struct Waiting(Key);

impl Drop for Waiting {
    fn drop(&mut self) {
        let idle = ALARMS.with_borrow_mut(|alarms| {
            alarms.waiting.remove(&self.0);
            // A timer that nobody waits for is none.
            let is_idle = alarms.waiting.is_empty();
            is_idle.then(|| alarms.set.take()).flatten()
        });
        drop(idle);
    }
}

/// Ends at `deadline` by the page's clock, or as soon after it as the browser's timers can tell.
pub(super) async fn alarm(deadline: Nanos) {
    let key = ALARMS.with_borrow_mut(|alarms| {
        let key = (deadline, alarms.next);
        alarms.next += 1;
        alarms.waiting.insert(key, None);
        let is_first = alarms.set.as_ref().is_none_or(|(set, _)| deadline < *set);
        if is_first {
            set(alarms, now(), deadline);
        }
        key
    });
    let _waiting = Waiting(key);
    poll_fn(|context| {
        ALARMS.with_borrow_mut(
            |alarms| match alarms.waiting.get_mut(&key) {
                Some(waker) => {
                    *waker = Some(context.waker().clone());
                    Poll::Pending
                }
                // It was taken out as it rang.
                None => Poll::Ready(()),
            },
        )
    })
    .await;
}

fn now() -> Nanos {
    Nanos::from_millis_f64(millis())
}

/// Sets the timer to `deadline`.
fn set(alarms: &mut Alarms, now: Nanos, deadline: Nanos) {
    let millis = deadline.since(now).as_millis_f64().ceil();
    // One that is longer fires at once.
    let millis = millis.min(f64::from(i32::MAX)) as u32;
    let timer = Timeout::new(millis, move || ring(deadline));
    alarms.set = Some((deadline, timer));
}

/// Wakes all whose deadline has come, and sets the timer to the next. Timers come late: a machine may have slept.
fn ring(deadline: Nanos) {
    let now = now().max(deadline);
    let due = ALARMS.with_borrow_mut(|alarms| {
        let later = alarms.waiting.split_off(&(Nanos(now.0 + 1), 0));
        let due = std::mem::replace(&mut alarms.waiting, later);
        // The timer that rings is the one that was set.
        alarms.set = None;
        if let Some(((next, _), _)) = alarms.waiting.first_key_value() {
            let next = *next;
            set(alarms, now, next);
        }
        due
    });
    due.into_values().flatten().for_each(Waker::wake);
}
