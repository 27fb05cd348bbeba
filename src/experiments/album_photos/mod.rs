//! Many requests under a limit: a semaphore's permits change hands.

mod limited;
mod sequential;
mod unlimited;

use super::sources::album_photos::{LIMITED, SEQUENTIAL, UNLIMITED};
use super::{Answer, Experiment, IconBar, Kind, Param, Part, Variant, answer};
use crate::api::{AlbumId, Photo};

const ALBUMS: Param = Param {
    key: "albums",
    label: "Albums",
    kind: Kind::Numbers { default: "1-10" },
};

const LIMIT: Param = Param {
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
    params: &[ALBUMS, LIMIT],
    variants: &[
        Variant {
            name: "sequential",
            title: "Sequential",
            idiom: "for … .await",
            explanation: "A limit of one. Easy on the server, and slow.",
            code: &SEQUENTIAL,
            start: |run| {
                let albums = run.values.ids(&ALBUMS, AlbumId);
                answer(async move { sequential::sequential(&run.client, &albums).await })
            },
        },
        Variant {
            name: "limited",
            title: "Limited",
            idiom: "Semaphore",
            explanation: "All calls are made at once, and each waits for a permit. Whoever ends hands its \
                          permit on; the thin line is the wait.",
            code: &LIMITED,
            start: |run| {
                let albums = run.values.ids(&ALBUMS, AlbumId);
                let limit = run.values.number(&LIMIT) as usize;
                answer(async move { limited::limited(&run.client, &albums, limit).await })
            },
        },
        Variant {
            name: "unlimited",
            title: "Unlimited",
            idiom: "try_join_all",
            explanation: "All at once, as many as there are. The server, or the browser before it, queues \
                          what it cannot take.",
            code: &UNLIMITED,
            start: |run| {
                let albums = run.values.ids(&ALBUMS, AlbumId);
                answer(async move { unlimited::unlimited(&run.client, &albums).await })
            },
        },
    ],
};

impl From<Vec<Photo>> for Answer {
    fn from(photos: Vec<Photo>) -> Self {
        Self::of(photos, |photos| {
            vec![Part::Photos(photos)]
        })
    }
}
