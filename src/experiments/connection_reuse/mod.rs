//! A new client for each request, or one for all: what opening a connection costs.

mod fresh;
mod reused;

use super::sources::connection_reuse::{FRESH, REUSED};
use super::{Experiment, IconBar, Kind, Param, Variant, answer};
use crate::api::PostId;

const POSTS: Param = Param {
    key: "posts",
    label: "Posts",
    kind: Kind::Numbers { default: "1-6" },
};

/// See the module.
pub const EXPERIMENT: Experiment = Experiment {
    name: "connection-reuse",
    group: "When it goes wrong",
    menu: "Reusing connections",
    title: "A new client each time, or one for all",
    question: "A connection costs two round trips before the first byte: one for TCP, one for TLS. A \
               client that is kept pays once. A browser pools connections by itself and cannot be told \
               not to, so on a real API both variants reuse them: run this on the offline replica.",
    icon: &[
        IconBar::faint(1, 3, 4),
        IconBar::new(5, 3, 13),
        IconBar::faint(1, 10, 4),
        IconBar::new(5, 10, 9),
    ],
    params: &[POSTS],
    variants: &[
        Variant {
            name: "fresh",
            title: "Fresh",
            idiom: "client.anew()",
            explanation: "A client for each request. On the replica that is a connection for each: the \
                          hatched part is opening it. In a browser’s pool it makes no difference.",
            code: &FRESH,
            start: |run| {
                let posts = run.values.ids(&POSTS, PostId);
                answer(async move { fresh::fresh(&run.client, &posts).await })
            },
        },
        Variant {
            name: "reused",
            title: "Reused",
            idiom: "&client",
            explanation: "One client for all requests: the first opens the connection, the others find \
                          it open.",
            code: &REUSED,
            start: |run| {
                let posts = run.values.ids(&POSTS, PostId);
                answer(async move { reused::reused(&run.client, &posts).await })
            },
        },
    ],
};
