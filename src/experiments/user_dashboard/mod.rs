//! One user, their posts and their todos: three requests that do not depend on each other.

mod joined;
mod sequential;

use serde::{Deserialize, Serialize};

use super::sources::user_dashboard::{JOINED, SEQUENTIAL};
use super::{Answer, Experiment, IconBar, Param, Part, Routine, Variant, answer};
use crate::api::{Post, Todo, User};
use crate::concepts;

/// See the module.
pub const EXPERIMENT: Experiment = Experiment {
    name: "user-dashboard",
    group: "Together or in turn",
    menu: "User dashboard",
    title: "One user, their posts, their todos",
    question: "Three requests that don’t depend on each other. Awaiting each in turn pays for every \
               round trip; joining them pays only for the slowest.",
    icon: &[
        IconBar::new(1, 1, 12),
        IconBar::new(1, 6, 18),
        IconBar::new(1, 11, 9),
    ],
    params: &[Param::USER],
    limit: None,
    hidden_by_browsers: None,
    variants: &[
        Variant {
            name: "sequential",
            title: "Sequential",
            idiom: ".await .await .await",
            explanation: "Each request is sent when the one before it has ended: the times add up.",
            use_when: "Each step needs the one before, or the API wants one request at a time.",
            watch_for: "Time grows with every await, and no line looks slow: the wait is between the lines.",
            code: &SEQUENTIAL,
        },
        Variant {
            name: "joined",
            title: "Joined",
            idiom: "try_join!",
            explanation: "All three are sent at once: the slowest alone decides.",
            use_when: "You need all of it, and no part needs another.",
            watch_for: "It is as slow as its slowest request. Making the others faster changes nothing.",
            code: &JOINED,
        },
    ],
    concepts: &[
        concepts::IN_TURN.name,
        concepts::TOGETHER.name,
        concepts::START.name,
        concepts::PARSING.name,
        concepts::FAILURE.name,
    ],
};

/// What its variants do, left to right.
pub const ROUTINES: &[Routine] = &[
    Routine {
        read: super::read::<Dashboard>,
        start: |run| {
            let id = run.values.user(&Param::USER);
            answer(async move { sequential::sequential(&run.client, id).await })
        },
    },
    Routine {
        read: super::read::<Dashboard>,
        start: |run| {
            let id = run.values.user(&Param::USER);
            answer(async move { joined::joined(&run.client, id).await })
        },
    },
];

/// What both variants load.
#[derive(Deserialize, Serialize)]
struct Dashboard {
    user: User,
    posts: Vec<Post>,
    todos: Vec<Todo>,
}

impl From<Dashboard> for Answer {
    fn from(loaded: Dashboard) -> Self {
        Self::of(
            loaded,
            |Dashboard { user, posts, todos }| {
                vec![
                    Part::User(Box::new(user)),
                    Part::Posts(posts),
                    Part::Todos(todos),
                ]
            },
        )
    }
}
