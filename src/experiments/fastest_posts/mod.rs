//! Posts of several users: all at once in the end, or each as it comes.

mod as_completed;
mod joined;

use futures::TryStreamExt;
use serde::{Deserialize, Serialize};

use super::sources::fastest_posts::{AS_COMPLETED, JOINED};
use super::{Answer, Experiment, IconBar, Kind, Loaded, Param, Part, Routine, Variant, answer};
use crate::api::{Post, UserId};
use crate::concepts;

const USERS: Param = Param {
    key: "users",
    label: "Users",
    kind: Kind::Numbers { default: "1-10" },
};

/// See the module.
pub const EXPERIMENT: Experiment = Experiment {
    name: "fastest-posts",
    group: "As they arrive",
    menu: "Fastest posts first",
    title: "Many users’ posts, the fastest first",
    question: "Joined, nothing is shown until the slowest is in. As they arrive, the first posts are \
               there when the fastest request is. When does a person see something?",
    icon: &[
        IconBar::new(1, 1, 6),
        IconBar::new(1, 6, 11),
        IconBar::new(1, 11, 17),
    ],
    params: &[USERS],
    limit: None,
    hidden_by_browsers: None,
    variants: &[
        Variant {
            name: "joined",
            title: "Joined",
            idiom: "try_join_all",
            explanation: "One result, when all are in, in the order asked for. Use it when half of the \
                          data is no use.",
            use_when: "Half of the data is no use: a total, a ranking, a page that must not jump.",
            watch_for: "One slow request holds back what all the others have brought.",
            code: &JOINED,
        },
        Variant {
            name: "as-completed",
            title: "As completed",
            idiom: "FuturesUnordered",
            explanation: "A stream: each user’s posts as soon as they are here, in the order of arrival. \
                          The last comes no sooner than joined.",
            use_when: "Each piece can be shown, or worked on, by itself.",
            watch_for: "The order differs from run to run, so each result must say whose it is. And what is \
                        on the page moves when more comes in.",
            code: &AS_COMPLETED,
        },
    ],
    concepts: &[
        concepts::TOGETHER.name,
        concepts::AS_THEY_COME.name,
        concepts::START.name,
        concepts::PARSING.name,
    ],
};

/// What its variants do, left to right.
pub const ROUTINES: &[Routine] = &[
    Routine {
        read: super::read::<Vec<UserPosts>>,
        start: |run| {
            let users = run.values.ids(&USERS, UserId);
            answer(async move { joined::joined(&run.client, &users).await })
        },
    },
    Routine {
        read: super::read::<Vec<UserPosts>>,
        start: |run| {
            let users = run.values.ids(&USERS, UserId);
            Box::pin(async move {
                let mut loaded = Vec::new();
                let mut stream = as_completed::as_completed(&run.client, &users);
                while let Some(posts) = stream.try_next().await? {
                    loaded.push(posts);
                    let so_far = loaded.clone();
                    (run.hand)(Loaded::new(|| so_far.into()));
                }
                Ok(Loaded::new(|| loaded.into()))
            })
        },
    },
];

/// One user's posts.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct UserPosts {
    user_id: UserId,
    posts: Vec<Post>,
}

impl From<Vec<UserPosts>> for Answer {
    fn from(loaded: Vec<UserPosts>) -> Self {
        Self::of(loaded, |users| {
            let users = users.into_iter().map(|user| (user.user_id, user.posts));
            vec![Part::PostsByUser(users.collect())]
        })
    }
}
