//! What happens to the rest when one fails: dropped, left running, or kept.

mod detached;
mod fail_fast;
mod per_item;

use serde::{Deserialize, Serialize};

use super::sources::posts_with_timeout::{DETACHED, FAIL_FAST, PER_ITEM};
use super::{Answer, Experiment, IconBar, Kind, Loaded, Param, Part, Routine, Variant, answer};
use crate::api::{Error, Post, PostId, Result};
use crate::concepts;
use crate::time::Nanos;

const POSTS: Param = Param {
    key: "posts",
    label: "Posts",
    kind: Kind::Numbers { default: "1,2,999" },
};

const TIMEOUT: Param = Param {
    key: "timeout",
    label: "Time-out",
    kind: Kind::Count {
        default: 1_000,
        least: 1,
        most: 60_000,
        slider: 3_000,
        unit: "ms",
    },
};

/// See the module.
pub const EXPERIMENT: Experiment = Experiment {
    name: "posts-with-timeout",
    group: "When it goes wrong",
    menu: "Timeouts and errors",
    title: "Several posts, and one that is not there",
    question: "One of them fails, or takes too long. What becomes of the others: are they dropped, do they \
               run on unseen, or is each one’s outcome kept?",
    icon: &[
        IconBar::new(1, 1, 10),
        IconBar::faint(1, 6, 6),
        IconBar::new(1, 11, 15),
    ],
    params: &[POSTS, TIMEOUT],
    limit: None,
    hidden_by_browsers: None,
    variants: &[
        Variant {
            name: "fail-fast",
            title: "Fail fast",
            idiom: "try_join_all",
            explanation: "The first failure ends it. The other futures are dropped, and their requests \
                          aborted: nothing runs on.",
            use_when: "One missing piece makes the rest useless: then stop paying for it.",
            watch_for: "What had come by then is lost too. And a request that was dropped may have reached \
                        the server: no way to treat one that changes data.",
            code: &FAIL_FAST,
        },
        Variant {
            name: "detached",
            title: "Detached",
            idiom: "spawn",
            explanation: "Each call is a task of its own. The first failure ends the wait, but not the \
                          tasks: they run on (dashed), as with Promise.all and plain asyncio.gather.",
            use_when: "The others must go on whatever happens, such as filling a cache or writing a log.",
            watch_for: "Nobody hears of later failures, and the work outlives the page it was for. `Promise.all` \
                        and plain `asyncio.gather` do this without saying so; `TaskGroup` and dropped Rust \
                        futures do not.",
            code: &DETACHED,
        },
        Variant {
            name: "per-item",
            title: "Per item",
            idiom: "join_all",
            explanation: "Every outcome is kept, in order: a post, a status, a time-out, a network error. \
                          One failure costs one item.",
            use_when: "Each piece is of use without the others.",
            watch_for: "Nothing fails as a whole any more, so somebody has to look at each outcome. Without \
                        a time-out of its own for each, the slowest decides.",
            code: &PER_ITEM,
        },
    ],
    concepts: &[
        concepts::TOGETHER.name,
        concepts::BACKGROUND.name,
        concepts::EACH_OUTCOME.name,
        concepts::FAILURE.name,
        concepts::CANCEL.name,
        concepts::TIMEOUT.name,
        concepts::ERRORS.name,
    ],
};

/// What its variants do, left to right.
pub const ROUTINES: &[Routine] = &[
    Routine {
        read: super::read::<Vec<Post>>,
        start: |run| {
            let posts = run.values.ids(&POSTS, PostId);
            let limit = timeout(&run.values);
            answer(async move { fail_fast::fail_fast(&run.client, &posts, limit).await })
        },
    },
    Routine {
        read: super::read::<Vec<Post>>,
        start: |run| {
            let posts = run.values.ids(&POSTS, PostId);
            let limit = timeout(&run.values);
            answer(async move { detached::detached(&run.client, &run.tasks, &posts, limit).await })
        },
    },
    Routine {
        read: super::read::<Vec<Entry>>,
        start: |run| {
            let posts = run.values.ids(&POSTS, PostId);
            let limit = timeout(&run.values);
            Box::pin(async move {
                let outcomes = per_item::per_item(&run.client, &posts, limit).await;
                Ok(Loaded::new(move || {
                    items(&posts, outcomes)
                }))
            })
        },
    },
];

fn timeout(values: &super::Values) -> Nanos {
    Nanos::from_millis(values.number(&TIMEOUT).into())
}

impl From<Vec<Post>> for Answer {
    fn from(posts: Vec<Post>) -> Self {
        Self::of(posts, |posts| vec![Part::Posts(posts)])
    }
}

/// An item as run files write it.
#[derive(Clone, Deserialize, Serialize)]
#[serde(untagged)]
enum Entry {
    Post(Post),
    Error { error: String },
}

impl From<Vec<Entry>> for Answer {
    fn from(entries: Vec<Entry>) -> Self {
        Self::of(entries, |entries| {
            let item = |entry| match entry {
                Entry::Post(post) => Ok(post),
                Entry::Error { error } => Err(error),
            };
            vec![Part::Items(entries.into_iter().map(item).collect())]
        })
    }
}

/// Every outcome in the order asked for, failures as one line each.
fn items(posts: &[PostId], outcomes: Vec<Result<Post>>) -> Answer {
    let outcomes = posts.iter().zip(outcomes);
    let entries: Vec<_> = outcomes
        .map(|(id, outcome)| match outcome {
            Ok(post) => Entry::Post(post),
            Err(error) => Entry::Error {
                error: line(*id, &error),
            },
        })
        .collect();
    entries.into()
}

fn line(id: PostId, error: &Error) -> String {
    match error {
        Error::TimedOut { .. } => format!("Request for post {id} timed out"),
        Error::Network { .. } => "Network error".into(),
        other => other.to_string(),
    }
}
