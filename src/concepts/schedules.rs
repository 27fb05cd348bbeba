//! What each way to schedule requests is called.

use super::Concept;

/// One request after another.
pub const IN_TURN: Concept = Concept {
    name: "in-turn",
    title: "One after another",
    rust: "`first().await?; second().await?;` The second starts when the first has ended.",
    typescript: "`await first(); await second();` The second starts when the first has ended.",
    python: "`await first()`, then `await second()`. The second starts when the first has ended.",
};

/// All at once, one result.
pub const TOGETHER: Concept = Concept {
    name: "together",
    title: "All together, all or nothing",
    rust: "`try_join!(a, b)` for a few of any type, `try_join_all(calls)` for a list of one type. \
           Results stand in the order asked for.",
    typescript: "`await Promise.all([a(), b()])`. Results stand in the order asked for.",
    python: "`await asyncio.gather(a(), b())`, with results in the order asked for; or an \
             `asyncio.TaskGroup` (3.11), whose tasks hold theirs.",
};

/// Calls made from an earlier answer.
pub const FAN: Concept = Concept {
    name: "fan",
    title: "A fan at the end of a chain",
    rust: "`let posts = call.await?;` then `try_join_all(posts.iter().map(…))`. Joins nest: \
           `try_join!(try_join_all(a), try_join_all(b))`.",
    typescript: "`const posts = await call();` then `Promise.all(posts.map(…))`. They nest: \
                 `Promise.all([Promise.all(a), Promise.all(b)])`.",
    python: "`posts = await call()`, then `asyncio.gather(*map(…, posts))`. They nest: \
             `gather(gather(*a), gather(*b))`.",
};

/// Results in order of arrival.
pub const AS_THEY_COME: Concept = Concept {
    name: "as-they-come",
    title: "Each as it comes",
    rust: "A `Stream`: `FuturesUnordered` hands out whichever future ends next.",
    typescript: "No counterpart: a loop over `Promise.race`, in which each promise says which one it is.",
    python: "`for next in asyncio.as_completed(calls):` and `await next` inside. From 3.13 also \
             `async for`, which yields the tasks themselves.",
};

/// No failure ends the others.
pub const EACH_OUTCOME: Concept = Concept {
    name: "each-outcome",
    title: "The outcome of each, good or bad",
    rust: "`join_all(calls)` gives a `Vec<Result<…>>`: a failure is a value like any other.",
    typescript: "`Promise.allSettled(calls)`: each is `fulfilled` with a `value` or `rejected` with a \
                 `reason`.",
    python: "`asyncio.gather(*calls, return_exceptions=True)`: exceptions stand in the list among the \
             results.",
};

/// Work that nobody has to wait for.
pub const BACKGROUND: Concept = Concept {
    name: "background",
    title: "A task of its own",
    rust: "`spawn` gives a future to the runtime, which runs it whether anybody waits or not: \
           `spawn_local` in a browser, `tokio::spawn` on a server.",
    typescript: "Every promise is one: call the function and do not await it. A rejection that nobody \
                 handles is reported as `unhandledrejection`.",
    python: "`asyncio.create_task(call())`. Keep a reference: the loop holds only a weak one, and a \
             forgotten task may vanish half-way.",
};
