//! Many requests at once, handed to the browser a few in each turn of the event loop.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::mem;

use futures::channel::oneshot;
use wasm_bindgen_futures::spawn_local;

use super::clock::millis;
use super::turns::turn;

/// How many requests go out in one turn at most. Each of them keeps the browser busy for a fifth of a millisecond and
/// more, in which nothing is drawn and no answer is taken; on a slow machine for seven times as long.
const MOST: usize = 64;

/// In the first turn of many: all of them are made in it, and the first of a run take the longest.
const FIRST: usize = 16;

/// At least so many do, however long they take.
const FEWEST: usize = 8;

/// For so long a turn of them should keep the browser busy, in milliseconds: half of what counts as a long task.
const BUSY: f64 = 25.0;

/// What has gone out in this turn, and who waits for another.
struct Burst {
    /// How many asked for room in this turn.
    sent: usize,
    /// When it began.
    began: f64,
    /// How many may go out in one turn here, by what the last ones took.
    most: usize,
    waiting: VecDeque<oneshot::Sender<()>>,
    /// Who waits until nobody does.
    after: Vec<oneshot::Sender<()>>,
}

impl Burst {
    const fn new() -> Self {
        Self {
            sent: 0,
            began: 0.0,
            most: MOST,
            waiting: VecDeque::new(),
            after: Vec::new(),
        }
    }

    /// This turn is over at `now`.
    fn learn(&mut self, now: f64) {
        let sent = self.sent.min(self.most);
        // Of a few it says little: answers are taken and other things are done meanwhile.
        if sent >= FEWEST {
            self.most = fitting(sent, now - self.began);
        }
    }
}

/// How many requests fit into a turn if so many took so many milliseconds.
fn fitting(sent: usize, millis: f64) -> usize {
    let fit = sent as f64 * BUSY / millis.max(f64::MIN_POSITIVE);
    (fit as usize).clamp(FEWEST, MOST)
}

thread_local! {
    static BURST: RefCell<Burst> = const { RefCell::new(Burst::new()) };
}

/// Ends when another request may go out: at once, or in one of the next turns.
pub(super) async fn room() {
    let wait = BURST.with_borrow_mut(|burst| {
        burst.sent += 1;
        if burst.sent == 1 {
            burst.began = millis();
            burst.most = burst.most.min(FIRST);
            spawn_local(next_turns());
        }
        (burst.sent > burst.most).then(|| {
            let (sender, receiver) = oneshot::channel();
            burst.waiting.push_back(sender);
            receiver
        })
    });
    if let Some(wait) = wait {
        // It is never dropped before it has told.
        let _ = wait.await;
    }
}

/// Ends when no request waits to go out.
pub(super) async fn all_out() {
    let wait = BURST.with_borrow_mut(|burst| {
        (!burst.waiting.is_empty()).then(|| {
            let (sender, receiver) = oneshot::channel();
            burst.after.push(sender);
            receiver
        })
    });
    if let Some(wait) = wait {
        // It is never dropped before it has told.
        let _ = wait.await;
    }
}

/// Lets the next few out in each turn, until nobody waits.
async fn next_turns() {
    loop {
        let has_turns = turn().await;
        let now: Vec<_> = BURST.with_borrow_mut(|burst| {
            burst.learn(millis());
            // Whoever does not wait any more takes nobody's place.
            burst.waiting.retain(|one| !one.is_canceled());
            // Without turns there is nothing to wait for.
            let most = if has_turns { burst.most } else { usize::MAX };
            let few = burst.waiting.len().min(most);
            burst.sent = few;
            burst.began = millis();
            burst.waiting.drain(..few).collect()
        });
        if now.is_empty() {
            for sender in BURST.with_borrow_mut(|burst| mem::take(&mut burst.after)) {
                // Whoever does not wait any more is not told.
                let _ = sender.send(());
            }
            return;
        }
        for sender in now {
            // Nobody has left since.
            let _ = sender.send(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_has_as_many_requests_as_fit_into_it() {
        let cases = [
            (64, 12.8, 64),
            (64, 25.0, 64),
            (64, 100.0, 16),
            (16, 25.0, 16),
            (16, 12.5, 32),
            (64, 5_000.0, FEWEST),
            // As a clock of coarse steps has it.
            (64, 0.0, MOST),
        ];
        for (sent, millis, fit) in cases {
            assert_eq!(
                fitting(sent, millis),
                fit,
                "{sent} in {millis} ms"
            );
        }
    }
}
