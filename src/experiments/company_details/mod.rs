//! A fan of fans: the users of a company, and three kinds of things of each.

mod joined;
mod nested;
mod sequential;

use serde::{Deserialize, Serialize};

use super::sources::company_details::{JOINED, NESTED, SEQUENTIAL};
use super::{Answer, Experiment, IconBar, Kind, Param, Part, Routine, Variant, answer};
use crate::api::{Album, COMPANIES, Error, Post, Result, Todo, User};
use crate::concepts;

const COMPANY: Param = Param {
    key: "company",
    label: "Company (* for all)",
    kind: Kind::Text {
        default: "Romaguera-Crona",
        known: &COMPANIES,
    },
};

/// See the module.
pub const EXPERIMENT: Experiment = Experiment {
    name: "company-details",
    group: "Chains and fans",
    menu: "Company details",
    title: "A company’s people, their posts, todos and albums",
    question: "One request finds the people; the rest are three a person, none of which needs another. \
               Joining kind by kind still waits three times: does it show? Try * for every company.",
    icon: &[
        IconBar::new(1, 6, 6),
        IconBar::new(8, 1, 11),
        IconBar::new(8, 6, 8),
        IconBar::new(8, 11, 10),
    ],
    params: &[COMPANY],
    limit: None,
    hidden_by_browsers: None,
    variants: &[
        Variant {
            name: "sequential",
            title: "Sequential",
            idiom: "for … .await",
            explanation: "Person after person, kind after kind: every request waits for the one before.",
            use_when: "A script that nobody waits for.",
            watch_for: "People times kinds: each person adds three round trips.",
            code: &SEQUENTIAL,
        },
        Variant {
            name: "joined",
            title: "Joined",
            idiom: "try_join_all × 3",
            explanation: "All people’s posts at once, then all todos, then all albums. Each kind waits \
                          for the slowest of the kind before.",
            use_when: "A kind needs the kind before it, or one request a person at once is all you want.",
            watch_for: "Each kind waits for the slowest of the kind before, although it needs none of them: \
                        a barrier nobody asked for.",
            code: &JOINED,
        },
        Variant {
            name: "nested",
            title: "Nested",
            idiom: "try_join!(all, all, all)",
            explanation: "All kinds of all people at once: two round trips. The most requests in flight, \
                          too: mind what the server allows.",
            use_when: "Nothing but the first request is needed by the others.",
            watch_for: "Three requests a person at once: thirty for *. A browser sends six at a time over \
                        HTTP/1.1, and a server may refuse the rest.",
            code: &NESTED,
        },
    ],
    concepts: &[
        concepts::IN_TURN.name,
        concepts::FAN.name,
        concepts::TOGETHER.name,
        concepts::LIMIT.name,
        concepts::ERRORS.name,
    ],
};

/// What its variants do, left to right.
pub const ROUTINES: &[Routine] = &[
    Routine {
        read: super::read::<Company>,
        start: |run| {
            let name = run.values.name(&COMPANY);
            answer(async move { sequential::sequential(&run.client, &name).await })
        },
    },
    Routine {
        read: super::read::<Company>,
        start: |run| {
            let name = run.values.name(&COMPANY);
            answer(async move { joined::joined(&run.client, &name).await })
        },
    },
    Routine {
        read: super::read::<Company>,
        start: |run| {
            let name = run.values.name(&COMPANY);
            answer(async move { nested::nested(&run.client, &name).await })
        },
    },
];

/// Who works for the company of this name; everybody for `*`.
fn staff(users: Vec<User>, company: &str) -> Result<Vec<User>> {
    let works_there = |user: &User| company == "*" || user.company.name == company;
    let found: Vec<_> = users.into_iter().filter(works_there).collect();
    if found.is_empty() {
        return Err(Error::NobodyAt(company.into()));
    }
    Ok(found)
}

/// What all variants load.
#[derive(Deserialize, Serialize)]
struct Company {
    company: String,
    users: Vec<User>,
    posts_count: usize,
    todos_count: usize,
    albums_count: usize,
}

impl Company {
    fn new(name: &str, users: Vec<User>, posts: &[Post], todos: &[Todo], albums: &[Album]) -> Self {
        Self {
            company: name.into(),
            users,
            posts_count: posts.len(),
            todos_count: todos.len(),
            albums_count: albums.len(),
        }
    }
}

impl From<Company> for Answer {
    fn from(loaded: Company) -> Self {
        Self::of(loaded, |loaded| {
            let counts = vec![
                ("people", loaded.users.len()),
                ("posts", loaded.posts_count),
                ("todos", loaded.todos_count),
                ("albums", loaded.albums_count),
            ];
            vec![Part::Counts(counts), Part::Users(loaded.users)]
        })
    }
}
