//! The exact trace of each variant: what was asked for when, to the microsecond, under virtual time.
//!
//! A file an experiment holds its [`case::Case`]s, a table of sources and the traces that they must
//! give. What holds for all variants alike has files of its own:
//!
//! - [`calls`]: a call is lazy, and knows its line.
//! - [`dropped`]: wherever a variant is dropped, each span ends once.
//! - [`failures`]: a failure ends the variant and what is joined with it.

mod calls;
mod case;
mod dropped;
mod failures;

mod album_photos;
mod company_details;
mod connection_reuse;
mod fastest_posts;
mod posts_with_timeout;
mod user_comments;
mod user_dashboard;
mod user_with_posts;

use case::Case;
use tandem::experiments::EXPERIMENTS;

const ALL: &[(&str, &[Case])] = &[
    (
        "user-with-posts",
        user_with_posts::CASES,
    ),
    ("user-dashboard", user_dashboard::CASES),
    ("fastest-posts", fastest_posts::CASES),
    ("user-comments", user_comments::CASES),
    (
        "company-details",
        company_details::CASES,
    ),
    ("album-photos", album_photos::CASES),
    (
        "posts-with-timeout",
        posts_with_timeout::CASES,
    ),
    (
        "connection-reuse",
        connection_reuse::CASES,
    ),
];

#[test]
fn each_case_gives_its_trace() {
    for (experiment, cases) in ALL {
        for case in *cases {
            case.check(experiment);
        }
    }
}

#[test]
fn no_variant_is_left_out() {
    let names: Vec<_> = EXPERIMENTS.iter().map(|each| each.name).collect();
    let listed: Vec<_> = ALL.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, names);
    for (experiment, (name, cases)) in EXPERIMENTS.iter().zip(ALL) {
        for variant in experiment.variants {
            let written = cases.iter().any(|case| case.variant == variant.name);
            assert!(
                written,
                "{name}, {}: no exact trace is written for it",
                variant.name
            );
        }
    }
}
