//! Many requests under a limit: a semaphore's permits change hands.

mod limited;
mod sequential;
mod unlimited;

use super::sources::album_photos::{LIMITED, SEQUENTIAL, UNLIMITED};
use super::{Answer, Experiment, IconBar, Kind, Limit, Param, Part, Routine, Variant, answer};
use crate::api::{AlbumId, Photo};
use crate::concepts;

const ALBUMS: Param = Param {
    key: "albums",
    label: "Albums",
    kind: Kind::Numbers { default: "1-10" },
};

const PERMITS: Param = Param {
    key: "limit",
    label: "Limit",
    kind: Kind::Count {
        default: 3,
        least: 1,
        most: 1_000,
        slider: 20,
        unit: "permits",
    },
};

/// See the module.
pub const EXPERIMENT: Experiment = Experiment {
    name: "album-photos",
    group: "Under a limit",
    menu: "Album photos",
    title: "Many albums, a few at a time",
    question: "A limit keeps you polite without keeping you slow. Watch the permits change hands: how \
               small may the limit be before it costs you?",
    icon: &[
        IconBar::new(1, 1, 8),
        IconBar::faint(10, 1, 9),
        IconBar::new(1, 6, 5),
        IconBar::faint(7, 6, 7),
        IconBar::new(1, 11, 10),
    ],
    params: &[ALBUMS, PERMITS],
    limit: Some(Limit {
        param: &PERMITS,
        variant: "limited",
    }),
    hidden_by_browsers: None,
    variants: &[
        Variant {
            name: "sequential",
            title: "Sequential",
            idiom: "for … .await",
            explanation: "A limit of one. Easy on the server, and slow.",
            use_when: "The API allows one request at a time.",
            watch_for: "Nothing overlaps: ten albums are ten round trips.",
            code: &SEQUENTIAL,
        },
        Variant {
            name: "limited",
            title: "Limited",
            idiom: "Semaphore",
            explanation: "All calls are made at once, and each waits for a permit. Whoever ends hands its \
                          permit on; the thin line is the wait.",
            use_when: "The data decides how many requests there are, and the other side can take only so \
                       many.",
            watch_for: "Too low costs time, too high gets refused. Take the permit right before the request \
                        and hold it no longer than that.",
            code: &LIMITED,
        },
        Variant {
            name: "unlimited",
            title: "Unlimited",
            idiom: "try_join_all",
            explanation: "All at once, as many as there are. The server, or the browser before it, queues \
                          what it cannot take.",
            use_when: "There are few requests, and you know how few.",
            watch_for: "More than the server takes slows every answer, or turns it into a 429. Over HTTP/1.1 \
                        a browser sends six at a time: a limit that you did not choose.",
            code: &UNLIMITED,
        },
    ],
    concepts: &[
        concepts::IN_TURN.name,
        concepts::LIMIT.name,
        concepts::TOGETHER.name,
        concepts::START.name,
    ],
};

/// What its variants do, left to right.
pub const ROUTINES: &[Routine] = &[
    Routine {
        read: super::read::<Vec<Photo>>,
        start: |run| {
            let albums = run.values.ids(&ALBUMS, AlbumId);
            answer(async move { sequential::sequential(&run.client, &albums).await })
        },
    },
    Routine {
        read: super::read::<Vec<Photo>>,
        start: |run| {
            let albums = run.values.ids(&ALBUMS, AlbumId);
            let limit = run.values.number(&PERMITS) as usize;
            answer(async move { limited::limited(&run.client, &albums, limit).await })
        },
    },
    Routine {
        read: super::read::<Vec<Photo>>,
        start: |run| {
            let albums = run.values.ids(&ALBUMS, AlbumId);
            answer(async move { unlimited::unlimited(&run.client, &albums).await })
        },
    },
];

impl From<Vec<Photo>> for Answer {
    fn from(photos: Vec<Photo>) -> Self {
        Self::of(photos, |photos| {
            vec![Part::Photos(photos)]
        })
    }
}
