//! A chain with a fan at its end: a user by name, their posts, the comments on each.

mod joined;
mod sequential;

use serde::{Deserialize, Serialize};

use super::sources::user_comments::{JOINED, SEQUENTIAL};
use super::{Answer, Experiment, IconBar, Kind, Param, Part, Routine, Variant, answer};
use crate::api::{Comment, Error, Post, Result, USERNAMES, User};
use crate::concepts;

const USERNAME: Param = Param {
    key: "username",
    label: "Username",
    kind: Kind::Text {
        default: "Bret",
        known: &USERNAMES,
    },
};

/// See the module.
pub const EXPERIMENT: Experiment = Experiment {
    name: "user-comments",
    group: "Chains and fans",
    menu: "A user’s comments",
    title: "A user by name, and what is said of their posts",
    question: "The posts need the user’s id, the comments need the posts: that chain cannot be cut. But \
               no post’s comments need another’s. How much of the wait is the chain, how much habit?",
    icon: &[
        IconBar::new(1, 1, 6),
        IconBar::new(7, 6, 6),
        IconBar::new(13, 11, 6),
    ],
    params: &[USERNAME],
    limit: None,
    hidden_by_browsers: None,
    variants: &[
        Variant {
            name: "sequential",
            title: "Sequential",
            idiom: "for … .await",
            explanation: "A loop that awaits: one round trip a post, although no post needs another. The \
                          usual way to write it, and the usual mistake.",
            use_when: "There are few posts, or the server is easily overwhelmed.",
            watch_for: "An await in a loop: as many round trips as posts. Databases know it as N + 1.",
            code: &SEQUENTIAL,
        },
        Variant {
            name: "joined",
            title: "Joined",
            idiom: "try_join_all",
            explanation: "The chain stays, its last stage fans out: three round trips, however many posts \
                          there are.",
            use_when: "The calls of the last stage do not need one another.",
            watch_for: "The data decides how wide the fan is. Ten posts are ten requests, a thousand are a \
                        thousand: then it wants a limit, or one request that brings all comments.",
            code: &JOINED,
        },
    ],
    concepts: &[
        concepts::IN_TURN.name,
        concepts::FAN.name,
        concepts::LIMIT.name,
        concepts::ERRORS.name,
    ],
};

/// What its variants do, left to right.
pub const ROUTINES: &[Routine] = &[
    Routine {
        read: super::read::<UserComments>,
        start: |run| {
            let name = run.values.name(&USERNAME);
            answer(async move { sequential::sequential(&run.client, &name).await })
        },
    },
    Routine {
        read: super::read::<UserComments>,
        start: |run| {
            let name = run.values.name(&USERNAME);
            answer(async move { joined::joined(&run.client, &name).await })
        },
    },
];

/// The user of this name, whatever its case.
fn by_username(users: Vec<User>, name: &str) -> Result<User> {
    let same = |user: &User| user.username.to_lowercase() == name.to_lowercase();
    let found = users.into_iter().find(same);
    found.ok_or_else(|| Error::UserNotFound(name.into()))
}

/// What both variants load.
#[derive(Deserialize, Serialize)]
struct UserComments {
    user: User,
    posts_count: usize,
    comments_count: usize,
    comments: Vec<Comment>,
}

impl UserComments {
    fn new(user: User, posts: &[Post], comments: Vec<Comment>) -> Self {
        Self {
            user,
            posts_count: posts.len(),
            comments_count: comments.len(),
            comments,
        }
    }
}

impl From<UserComments> for Answer {
    fn from(loaded: UserComments) -> Self {
        Self::of(loaded, |loaded| {
            let counts = vec![
                ("posts", loaded.posts_count),
                ("comments", loaded.comments_count),
            ];
            vec![
                Part::User(Box::new(loaded.user)),
                Part::Counts(counts),
                Part::Comments(loaded.comments),
            ]
        })
    }
}
