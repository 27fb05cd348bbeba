//! Every experiment once on the live host's name and once on the replica: what the page has to do in every
//! engine, whenever the tests are run.

use crate::collections::Collections;
use crate::experiments::expected::{
    album_photos, company_details, fastest_posts, user_comments, user_dashboard, user_with_posts,
};
use crate::replica::outline;
use crate::scenario::{Page, scenario};
use crate::support::proxy::Proxy;
use serde_json::Value;
use tandem::experiments::EXPERIMENTS;

/// An experiment, what its link says besides, and what it has to answer. Nothing fails, and no time runs out.
type Case = (
    &'static str,
    &'static str,
    fn(&Collections) -> Value,
);

const CASES: [Case; 8] = [
    ("user-with-posts", "&user=2", |all| {
        user_with_posts(all, 2)
    }),
    ("user-dashboard", "&user=3", |all| {
        user_dashboard(all, 3)
    }),
    ("fastest-posts", "&users=4-7", |all| {
        fastest_posts(all, 4..=7)
    }),
    (
        "user-comments",
        "&username=Bret",
        |all| user_comments(all, 1),
    ),
    (
        "company-details",
        "&company=Keebler+LLC",
        |all| company_details(all, "Keebler LLC"),
    ),
    (
        "album-photos",
        "&albums=1-4&limit=2",
        |all| album_photos(all, 1..=4),
    ),
    (
        "posts-with-timeout",
        "&posts=1-3&timeout=60000",
        |all| all.posts([1, 2, 3]).into(),
    ),
    (
        "connection-reuse",
        "&posts=1-4",
        |all| all.posts(1..=4).into(),
    ),
];

/// Runs a case by a source, and gives the variants with their answers.
async fn answers(page: &Page, source: &str, (experiment, rest, _): Case) -> Vec<(String, Value)> {
    page.open(&format!(
        "?experiment={experiment}&source={source}{rest}"
    ))
    .await;
    let look = page.run().await;
    look.assert_source(source);
    assert!(
        look.notices.is_empty(),
        "{:#?}",
        look.notices
    );
    let file = page.run_file().await;
    let entries = file["variants"].as_array().expect("variants").iter();
    entries
        .map(|entry| {
            assert_eq!(entry["state"], "done", "{entry:#}");
            let variant = entry["variant"].as_str().expect("a name");
            (
                variant.to_owned(),
                in_order(entry["answer"].clone()),
            )
        })
        .collect()
}

/// Users in the order of their ids: the answers of as-completed stand in the order in which they came.
fn in_order(mut answer: Value) -> Value {
    if let Some(rows) = answer.as_array_mut()
        && rows.iter().all(|row| row.get("posts").is_some())
    {
        rows.sort_by_key(|row| row["userId"].as_u64());
    }
    answer
}

async fn assert_answers(page: &Page, source: &str, told: impl Fn(&Value) -> Value) {
    let all = Collections::whole().await;
    for case in CASES {
        let expected = told(&case.2(all));
        let answers = answers(page, source, case).await;
        let named = EXPERIMENTS.iter().find(|found| found.name == case.0);
        assert_eq!(
            answers.len(),
            named.expect("an experiment").variants.len()
        );
        for (variant, answer) in answers {
            assert_eq!(
                told(&answer),
                expected,
                "{} {variant}",
                case.0
            );
        }
    }
}

#[test]
fn unsent_no_experiment_is_left_out() {
    let cases = CASES.map(|case| case.0);
    let all: Vec<_> = EXPERIMENTS.iter().map(|found| found.name).collect();
    assert_eq!(all, cases);
}

#[tokio::test]
async fn live_every_experiment_answers_as_the_server_has_it() {
    let proxy = Proxy::https().await;
    scenario(Some(proxy.port()), async |page| {
        assert_answers(page, "live", Value::clone).await;
    })
    .await;
    assert!(proxy.counts().seen > 0);
}

/// The same rows as the server's, in the replica's own words.
#[tokio::test]
async fn replica_every_experiment_answers_in_the_same_shape() {
    scenario(None, async |page| {
        assert_answers(page, "replica", outline).await;
    })
    .await;
}
