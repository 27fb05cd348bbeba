//! A new client for each request, or one for all: what opening a connection costs.

mod fresh;
mod reused;

use super::sources::connection_reuse::{FRESH, REUSED};
use super::{Experiment, IconBar, Kind, Param, Routine, Variant, answer};
use crate::api::PostId;
use crate::concepts;

const POSTS: Param = Param {
    key: "posts",
    label: "Posts",
    kind: Kind::Numbers { default: "1-6" },
};

const POOLED: &str = "A browser pools connections by itself and cannot be told not to: on a real API both variants \
                      use what it holds open. What can be seen here is what the first request of all had \
                      to pay. The replica knows each client’s connections and shows the rest, modelled; \
                      the TypeScript and Python programs show it on real sockets.";

/// See the module.
pub const EXPERIMENT: Experiment = Experiment {
    name: "connection-reuse",
    group: "When it goes wrong",
    menu: "Reusing connections",
    title: "A new client each time, or one for all",
    question: "A connection costs two round trips before the first byte: one for TCP, one for TLS. A \
               client that is kept pays once. What does a new one cost each time?",
    icon: &[
        IconBar::faint(1, 3, 4),
        IconBar::new(5, 3, 13),
        IconBar::faint(1, 10, 4),
        IconBar::new(5, 10, 9),
    ],
    params: &[POSTS],
    limit: None,
    hidden_by_browsers: Some(POOLED),
    variants: &[
        Variant {
            name: "fresh",
            title: "Fresh",
            idiom: "client.anew()",
            explanation: "A client for each request. On the replica that is a connection for each: the \
                          hatched part is opening it. In a browser’s pool it makes no difference.",
            use_when: "Hardly ever: for the only request of a program’s life.",
            watch_for: "Two round trips before the first byte, each time; and a server that does a handshake \
                        for every answer.",
            code: &FRESH,
        },
        Variant {
            name: "reused",
            title: "Reused",
            idiom: "&client",
            explanation: "One client for all requests: the first opens the connection, the others find \
                          it open.",
            use_when: "Whenever more than one request goes to the same host.",
            watch_for: "Make it once and outside: a client made inside the function that sends is a fresh \
                        one again. Close it in the end.",
            code: &REUSED,
        },
    ],
    concepts: &[
        concepts::IN_TURN.name,
        concepts::SESSION.name,
        concepts::PARSING.name,
    ],
};

/// What its variants do, left to right.
pub const ROUTINES: &[Routine] = &[
    Routine {
        read: super::read::<Vec<crate::api::Post>>,
        start: |run| {
            let posts = run.values.ids(&POSTS, PostId);
            answer(async move { fresh::fresh(&run.client, &posts).await })
        },
    },
    Routine {
        read: super::read::<Vec<crate::api::Post>>,
        start: |run| {
            let posts = run.values.ids(&POSTS, PostId);
            answer(async move { reused::reused(&run.client, &posts).await })
        },
    },
];
