//! When work starts, and what ends it.

use super::Concept;

/// When work starts.
pub const START: Concept = Concept {
    name: "start",
    title: "When does work start?",
    rust: "When the future is first polled: by `.await`, by a join, or as a task. A future that was only \
           made does nothing.",
    typescript: "At once: calling an `async` function runs it up to its first `await`. A promise is work \
                 under way.",
    python: "When the coroutine is awaited, or at the loop’s next turn once `create_task` or `gather` has \
             made a task of it. A coroutine that was only called does nothing.",
};

/// What becomes of the rest on a failure.
pub const FAILURE: Concept = Concept {
    name: "failure",
    title: "One fails: what becomes of the rest?",
    rust: "`try_join!` and `try_join_all` end at once and drop the others, which stops them. Spawned \
           tasks run on. `join_all` waits for all.",
    typescript: "`Promise.all` rejects at once. The others run on, and what they bring is thrown away.",
    python: "`gather` raises at once, and the others run on. A `TaskGroup` cancels them and waits until \
             they have ended.",
};

/// How to cancel.
pub const CANCEL: Concept = Concept {
    name: "cancel",
    title: "How is it cancelled?",
    rust: "Drop the future: nothing of it runs any more. A browser’s request must be told as well, by an \
           `AbortController` that aborts when it is dropped; the client here holds one for each call.",
    typescript: "Give `fetch` an `AbortSignal` and call `abort()` on its controller. A promise by itself \
                 cannot be cancelled.",
    python: "`task.cancel()` raises `CancelledError` where the task waits. A `TaskGroup` that is left by \
             an error does it to all its tasks.",
};

/// How to time out.
pub const TIMEOUT: Concept = Concept {
    name: "timeout",
    title: "How does it time out?",
    rust: "Race the future with a timer and drop the loser: `.timeout(limit)` here, \
           `tokio::time::timeout` on a server.",
    typescript: "`fetch(url, { signal: AbortSignal.timeout(ms) })`. A race with a timer alone leaves the \
                 request running.",
    python: "`async with asyncio.timeout(seconds):` (3.11) or `asyncio.wait_for(call, seconds)`. Both \
             cancel what took too long.",
};
