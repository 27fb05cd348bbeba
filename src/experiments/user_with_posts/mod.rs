//! One user and their posts: the smallest case, two requests that do not depend on each other.

mod joined;
mod sequential;

use serde::Serialize;

use super::sources::user_with_posts::{JOINED, SEQUENTIAL};
use super::{Answer, Experiment, IconBar, Param, Part, Variant, answer};
use crate::api::{Post, User};

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
    variants: &[
        Variant {
            name: "sequential",
            title: "Sequential",
            idiom: ".await .await",
            explanation: "The posts are asked for when the user is here: two round trips.",
            code: &SEQUENTIAL,
            start: |run| {
                let id = run.values.user(&Param::USER);
                answer(async move { sequential::sequential(&run.client, id).await })
            },
        },
        Variant {
            name: "joined",
            title: "Joined",
            idiom: "try_join!",
            explanation: "Both are asked for at once: one round trip, as long as the slower one.",
            code: &JOINED,
            start: |run| {
                let id = run.values.user(&Param::USER);
                answer(async move { joined::joined(&run.client, id).await })
            },
        },
    ],
};

/// What both variants load.
#[derive(Serialize)]
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
