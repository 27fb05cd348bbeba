//! One user and their posts: the smallest case, two requests that do not depend on each other.

mod joined;
mod sequential;

use serde::{Deserialize, Serialize};

use super::sources::user_with_posts::{JOINED, SEQUENTIAL};
use super::{Answer, Experiment, IconBar, Param, Part, Routine, Variant, answer};
use crate::api::{Post, User};
use crate::concepts;

/// See the module.
pub const EXPERIMENT: Experiment = Experiment {
    name: "user-with-posts",
    group: "Together or in turn",
    menu: "User with posts",
    title: "One user and their posts",
    question: "The posts are found by the user’s id, which is known from the start: nothing has to \
               wait for the user. Does the code wait all the same?",
    icon: &[IconBar::new(1, 3, 8), IconBar::new(9, 10, 10)],
    params: &[Param::USER],
    limit: None,
    hidden_by_browsers: None,
    variants: &[
        Variant {
            name: "sequential",
            title: "Sequential",
            idiom: ".await .await",
            explanation: "The posts are asked for when the user is here: two round trips.",
            use_when: "The second request needs something out of the first answer.",
            watch_for: "Two lines that only look as if they needed each other. Each needless await costs a \
                        whole round trip.",
            code: &SEQUENTIAL,
        },
        Variant {
            name: "joined",
            title: "Joined",
            idiom: "try_join!",
            explanation: "Both are asked for at once: one round trip, as long as the slower one.",
            use_when: "Neither needs the other’s answer, and you need both to go on.",
            watch_for: "If one fails, the other is dropped, and its answer with it.",
            code: &JOINED,
        },
    ],
    concepts: &[
        concepts::IN_TURN.name,
        concepts::TOGETHER.name,
        concepts::START.name,
        concepts::PARSING.name,
    ],
};

/// What its variants do, left to right.
pub const ROUTINES: &[Routine] = &[
    Routine {
        read: super::read::<UserWithPosts>,
        start: |run| {
            let id = run.values.user(&Param::USER);
            answer(async move { sequential::sequential(&run.client, id).await })
        },
    },
    Routine {
        read: super::read::<UserWithPosts>,
        start: |run| {
            let id = run.values.user(&Param::USER);
            answer(async move { joined::joined(&run.client, id).await })
        },
    },
];

/// What both variants load.
#[derive(Deserialize, Serialize)]
struct UserWithPosts {
    user: User,
    posts: Vec<Post>,
}

impl From<UserWithPosts> for Answer {
    fn from(loaded: UserWithPosts) -> Self {
        Self::of(
            loaded,
            |UserWithPosts { user, posts }| vec![Part::User(Box::new(user)), Part::Posts(posts)],
        )
    }
}
