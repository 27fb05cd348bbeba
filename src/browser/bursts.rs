//! Many requests at once, handed to the browser a few in each turn of the event loop.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::mem;

use futures::channel::oneshot;
use wasm_bindgen_futures::spawn_local;

use super::turns::turn;

/// How many requests go out in one turn. Each of them keeps the browser busy for a fifth of a millisecond and more, in
/// which nothing is drawn and no answer is taken.
const AT_ONCE: usize = 64;

/// What has gone out in this turn, and who waits for another.
#[derive(Default)]
struct Burst {
    sent: usize,
    waiting: VecDeque<oneshot::Sender<()>>,
    /// Who waits until nobody does.
    after: Vec<oneshot::Sender<()>>,
}

thread_local! {
    static BURST: RefCell<Burst> = RefCell::default();
}

/// Ends when another request may go out: at once, or in one of the next turns.
pub(super) async fn room() {
    let wait = BURST.with_borrow_mut(|burst| {
        burst.sent += 1;
        if burst.sent == 1 {
            spawn_local(next_turns());
        }
        (burst.sent > AT_ONCE).then(|| {
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
            // Whoever does not wait any more takes nobody's place.
            burst.waiting.retain(|one| !one.is_canceled());
            // Without turns there is nothing to wait for.
            let most = if has_turns { AT_ONCE } else { usize::MAX };
            let few = burst.waiting.len().min(most);
            burst.sent = few;
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
