//! Where a fault may strike each variant, and what becomes of the other calls.

use std::fmt;

/// A variant, the parameters it runs with, and one of its calls of each kind.
pub(super) struct Variant {
    pub(super) experiment: &'static str,
    pub(super) name: &'static str,
    pub(super) params: &'static [(&'static str, &'static str)],
    pub(super) places: &'static [Place],
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.experiment, self.name)
    }
}

/// A call that fails.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) path: &'static str,
    pub(super) asked: Asked,
    /// How many calls the variant makes in all when this one fails.
    pub(super) calls: usize,
    /// How many of them have not ended by then and are dropped, if the others are slow.
    pub(super) dropped: usize,
}

/// What a call is decoded as.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asked {
    User,
    Post,
    List,
}

use Asked::{List, Post, User};

const fn at(path: &'static str, asked: Asked, calls: usize, dropped: usize) -> Place {
    Place {
        path,
        asked,
        calls,
        dropped,
    }
}

const fn variant(
    experiment: &'static str,
    name: &'static str,
    params: &'static [(&'static str, &'static str)],
    places: &'static [Place],
) -> Variant {
    Variant {
        experiment,
        name,
        params,
        places,
    }
}

const USERS: &[(&str, &str)] = &[("users", "1-3")];
const COMPANY: &[(&str, &str)] = &[("company", "*")];
const ALBUMS: &[(&str, &str)] = &[("albums", "1-4"), ("limit", "2")];
const POSTS: &[(&str, &str)] = &[("posts", "1-3")];

/// Bret has ten posts; all companies together have ten people.
#[rustfmt::skip]
pub(super) const VARIANTS: &[Variant] = &[
    variant("user-with-posts", "sequential", &[], &[
        at("/users/1", User, 1, 0),
        at("/posts?userId=1", List, 2, 0),
    ]),
    variant("user-with-posts", "joined", &[], &[
        at("/users/1", User, 2, 1),
        at("/posts?userId=1", List, 2, 1),
    ]),
    variant("user-dashboard", "sequential", &[], &[
        at("/users/1", User, 1, 0),
        at("/posts?userId=1", List, 2, 0),
        at("/todos?userId=1", List, 3, 0),
    ]),
    variant("user-dashboard", "joined", &[], &[
        at("/users/1", User, 3, 2),
        at("/posts?userId=1", List, 3, 2),
        at("/todos?userId=1", List, 3, 2),
    ]),
    variant("fastest-posts", "joined", USERS, &[at("/posts?userId=2", List, 3, 2)]),
    variant("fastest-posts", "as-completed", USERS, &[at("/posts?userId=2", List, 3, 2)]),
    variant("user-comments", "sequential", &[], &[
        at("/users", List, 1, 0),
        at("/posts?userId=1", List, 2, 0),
        at("/comments?postId=3", List, 5, 0),
    ]),
    variant("user-comments", "joined", &[], &[
        at("/users", List, 1, 0),
        at("/posts?userId=1", List, 2, 0),
        at("/comments?postId=3", List, 12, 9),
    ]),
    variant("company-details", "sequential", COMPANY, &[
        at("/users", List, 1, 0),
        at("/posts?userId=2", List, 5, 0),
        at("/todos?userId=2", List, 6, 0),
        at("/albums?userId=2", List, 7, 0),
    ]),
    variant("company-details", "joined", COMPANY, &[
        at("/users", List, 1, 0),
        at("/posts?userId=2", List, 11, 9),
        at("/todos?userId=2", List, 21, 9),
        at("/albums?userId=2", List, 31, 9),
    ]),
    variant("company-details", "nested", COMPANY, &[
        at("/users", List, 1, 0),
        at("/posts?userId=2", List, 31, 29),
        at("/todos?userId=2", List, 31, 29),
        at("/albums?userId=2", List, 31, 29),
    ]),
    variant("album-photos", "sequential", ALBUMS, &[at("/photos?albumId=2", List, 2, 0)]),
    // One in flight, and two that wait for a permit.
    variant("album-photos", "limited", ALBUMS, &[at("/photos?albumId=2", List, 4, 3)]),
    variant("album-photos", "unlimited", ALBUMS, &[at("/photos?albumId=2", List, 4, 3)]),
    variant("posts-with-timeout", "fail-fast", POSTS, &[at("/posts/2", Post, 3, 2)]),
    // Nothing is dropped: they run on, or are kept.
    variant("posts-with-timeout", "detached", POSTS, &[at("/posts/2", Post, 3, 0)]),
    variant("posts-with-timeout", "per-item", POSTS, &[at("/posts/2", Post, 3, 0)]),
    variant("connection-reuse", "fresh", POSTS, &[at("/posts/2", Post, 2, 0)]),
    variant("connection-reuse", "reused", POSTS, &[at("/posts/2", Post, 2, 0)]),
];
