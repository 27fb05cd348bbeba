//! The six experiments beyond the first two: who was asked when, to the microsecond, and what came of it.

use tandem::trace::Outcome::{self, Cancelled, Ok as Done, Status as BadStatus, TimedOut};
use tandem::trace::Trace;

use crate::played::{Played, plan, play};
use crate::scripted::Script::{self, Answer, Refused, Silent, Status};
use crate::scripted::Scripted;

/// Path, start and end in microseconds, outcome; a call that never started has no start.
type Row = (&'static str, Option<u64>, u64, Outcome);

fn rows(trace: &Trace) -> Vec<(&str, Option<u64>, u64, Outcome)> {
    let micros = |time: tandem::time::Nanos| time.0 / 1_000;
    let ended = |span: &tandem::trace::Span| {
        (
            micros(span.ended.expect("an end")),
            span.outcome.expect("an outcome"),
        )
    };
    let rows = trace.spans.iter().map(|span| {
        let (end, outcome) = ended(span);
        (
            span.call.path.as_str(),
            span.started.map(micros),
            end,
            outcome,
        )
    });
    rows.collect()
}

fn total(trace: &Trace) -> u64 {
    trace.ended.expect("an end").0 / 1_000
}

fn play_with(
    experiment: &str,
    variant: &str,
    params: &[(&str, &str)],
    scripts: &[(&str, Script)],
) -> Played {
    play(
        &Scripted::new(scripts),
        &plan(experiment, variant, params),
    )
}

/// Asserts rows and makespan, and gives the answer.
fn assert_ok(played: &Played, expected: &[Row], end: u64) -> serde_json::Value {
    assert_eq!(rows(&played.trace), expected);
    assert_eq!(total(&played.trace), end);
    played.result.clone().expect("an answer")
}

const P: [&str; 4] = ["", "/posts?userId=1", "/posts?userId=2", "/posts?userId=3"];

#[test]
fn fastest_posts_joined_waits_for_the_slowest() {
    let scripts = [
        (P[1], Answer(30, 0)),
        (P[2], Answer(10, 0)),
        (P[3], Answer(20, 0)),
    ];
    let played = play_with(
        "fastest-posts",
        "joined",
        &[("users", "1-3")],
        &scripts,
    );
    let expected = [
        (P[1], Some(0), 30, Done),
        (P[2], Some(0), 10, Done),
        (P[3], Some(0), 20, Done),
    ];
    let answer = assert_ok(&played, &expected, 30);
    assert_eq!(users(&answer), [1, 2, 3]);
    assert_eq!(
        played.trace.first_result,
        played.trace.ended
    );
    assert!(played.handed.is_empty());
}

#[test]
fn fastest_posts_as_completed_hands_each_on_as_it_comes() {
    let scripts = [
        (P[1], Answer(30, 0)),
        (P[2], Answer(10, 0)),
        (P[3], Answer(20, 0)),
    ];
    let played = play_with(
        "fastest-posts",
        "as-completed",
        &[("users", "1-3")],
        &scripts,
    );
    let expected = [
        (P[1], Some(0), 30, Done),
        (P[2], Some(0), 10, Done),
        (P[3], Some(0), 20, Done),
    ];
    let answer = assert_ok(&played, &expected, 30);
    assert_eq!(
        users(&answer),
        [2, 3, 1],
        "in order of arrival"
    );
    assert_eq!(
        played.trace.first_result.map(|at| at.0),
        Some(10_000)
    );
    let handed: Vec<_> = played.handed.iter().map(users).collect();
    assert_eq!(
        handed,
        [vec![2], vec![2, 3], vec![2, 3, 1]]
    );
}

fn users(answer: &serde_json::Value) -> Vec<u64> {
    let list = answer.as_array().expect("a list").iter();
    list.map(|entry| entry["userId"].as_u64().expect("a user"))
        .collect()
}

/// User 1 has the posts 1 to 10; each post has five comments.
fn comments(times: impl Fn(u64) -> u64) -> Vec<(&'static str, Script)> {
    let mut scripts = vec![("/users", Answer(10, 0)), (P[1], Answer(20, 0))];
    for id in 1..=10 {
        let path: &'static str = Box::leak(format!("/comments?postId={id}").into_boxed_str());
        scripts.push((path, Answer(times(id), 0)));
    }
    scripts
}

#[test]
fn user_comments_is_a_chain_and_a_fan() {
    let scripts = comments(|id| 100 + id);
    let params = [("username", "bRET")];
    let in_turn = play_with(
        "user-comments",
        "sequential",
        &params,
        &scripts,
    );
    let joined = play_with(
        "user-comments",
        "joined",
        &params,
        &scripts,
    );
    // 10 + 20, then 101 to 110 one after another, or the slowest of them.
    assert_eq!(
        (
            total(&in_turn.trace),
            total(&joined.trace)
        ),
        (30 + 1_055, 30 + 110)
    );
    let answer = joined.result.expect("an answer");
    assert_eq!(Ok(&answer), in_turn.result.as_ref());
    assert_eq!(answer["posts_count"], 10);
    assert_eq!(answer["comments_count"], 50);
    assert_eq!(answer["user"]["username"], "Bret");
    let ids: Vec<_> = answer["comments"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| row["id"].clone())
        .collect();
    assert_eq!(
        ids,
        (1..=50).map(serde_json::Value::from).collect::<Vec<_>>()
    );
    let starts: Vec<_> = rows(&joined.trace).iter().map(|row| row.1).collect();
    assert_eq!(
        starts[..3],
        [Some(0), Some(10), Some(30)]
    );
    assert!(starts[3..].iter().all(|start| *start == Some(30)));
}

#[test]
fn nobody_by_that_name_asks_no_further() {
    for (experiment, param, message) in [
        (
            "user-comments",
            "username",
            "User Nobody not found",
        ),
        (
            "company-details",
            "company",
            "No users found for company Nobody",
        ),
    ] {
        for variant in tandem::experiments::find(experiment)
            .expect("an experiment")
            .variants
        {
            let scripts = [("/users", Answer(10, 0))];
            let played = play_with(
                experiment,
                variant.name,
                &[(param, "Nobody")],
                &scripts,
            );
            assert_eq!(
                played.result,
                Err(("not-found".into(), message.into()))
            );
            assert_eq!(
                rows(&played.trace),
                [("/users", Some(0), 10, Done)]
            );
        }
    }
}

#[test]
fn company_details_waits_by_person_by_kind_or_once() {
    let kinds = [("posts", 10), ("todos", 20), ("albums", 40)];
    let mut scripts = vec![("/users".to_owned(), Answer(5, 0))];
    for user in 1..=10 {
        // The second user is a little slower at everything.
        let late = u64::from(user == 2);
        let each = kinds.iter().map(|(kind, micros)| {
            (
                format!("/{kind}?userId={user}"),
                Answer(micros + late, 0),
            )
        });
        scripts.extend(each);
    }
    let scripts: Vec<_> = scripts
        .iter()
        .map(|(path, script)| (path.as_str(), script.clone()))
        .collect();
    // One company has one user; the star means all ten.
    let cases = [
        ("sequential", "Deckow-Crist", 5 + 73),
        ("joined", "Deckow-Crist", 5 + 73),
        ("nested", "Deckow-Crist", 5 + 41),
        ("sequential", "*", 5 + 703),
        ("joined", "*", 5 + 73),
        ("nested", "*", 5 + 41),
    ];
    for (variant, company, end) in cases {
        let played = play_with(
            "company-details",
            variant,
            &[("company", company)],
            &scripts,
        );
        assert_eq!(
            total(&played.trace),
            end,
            "{variant} {company}"
        );
        let people = if company == "*" { 10 } else { 1 };
        let answer = played.result.expect("an answer");
        assert_eq!(
            answer["users"].as_array().map(Vec::len),
            Some(people)
        );
        let counts = ["posts_count", "todos_count", "albums_count"].map(|key| answer[key].as_u64());
        assert_eq!(
            counts,
            [10, 20, 10].map(|count| Some(count * people as u64)),
            "{variant} {company}"
        );
    }
}

#[test]
fn album_photos_waits_for_permits() {
    let path = |album: u64| format!("/photos?albumId={album}");
    let paths: Vec<_> = (1..=5).map(path).collect();
    let times = [30, 10, 20, 5, 40];
    let scripts: Vec<_> = paths
        .iter()
        .zip(times)
        .map(|(path, micros)| (path.as_str(), Answer(micros, 0)))
        .collect();
    let run = |variant, limit: &str| {
        play_with(
            "album-photos",
            variant,
            &[("albums", "1-5"), ("limit", limit)],
            &scripts,
        )
    };
    let times_of = |played: &Played| -> Vec<_> {
        rows(&played.trace)
            .iter()
            .map(|row| (row.1.expect("a start"), row.2))
            .collect()
    };
    assert_eq!(
        times_of(&run("sequential", "3")),
        [(0, 30), (30, 40), (40, 60), (60, 65), (65, 105)]
    );
    assert_eq!(
        times_of(&run("unlimited", "3")),
        [(0, 30), (0, 10), (0, 20), (0, 5), (0, 40)]
    );
    // Two permits: whoever ends hands its own on, in the order asked for.
    let limited = run("limited", "2");
    assert_eq!(
        times_of(&limited),
        [(0, 30), (0, 10), (10, 30), (30, 35), (30, 70)]
    );
    assert!(
        limited.trace.spans.iter().all(|span| span.queued.0 == 0),
        "the wait is seen"
    );
    assert_eq!(
        times_of(&run("limited", "1")),
        times_of(&run("sequential", "1"))
    );
    assert_eq!(
        times_of(&run("limited", "9")),
        times_of(&run("unlimited", "9"))
    );
    let answer = limited.result.expect("an answer");
    let ids: Vec<_> = answer
        .as_array()
        .expect("a list")
        .iter()
        .map(|photo| photo["id"].as_u64())
        .collect();
    assert_eq!(
        ids,
        (1..=250).map(Some).collect::<Vec<_>>(),
        "in the order asked for"
    );
}

const POST: [&str; 4] = ["", "/posts/1", "/posts/2", "/posts/3"];
const POSTS: [(&str, &str); 2] = [("posts", "1-3"), ("timeout", "1")];

#[test]
fn fail_fast_drops_the_rest() {
    let scripts = [
        (POST[1], Answer(10, 0)),
        (POST[2], Status(404, 20)),
        (POST[3], Answer(90, 0)),
    ];
    let played = play_with(
        "posts-with-timeout",
        "fail-fast",
        &POSTS,
        &scripts,
    );
    let expected = [
        (POST[1], Some(0), 10, Done),
        (POST[2], Some(0), 20, BadStatus),
        (POST[3], Some(0), 20, Cancelled),
    ];
    assert_eq!(
        (
            rows(&played.trace),
            total(&played.trace)
        ),
        (expected.to_vec(), 20)
    );
    assert_eq!(
        played.result.map_err(|error| error.0),
        Err("status".into())
    );
}

#[test]
fn detached_runs_on_after_the_failure() {
    let scripts = [
        (POST[1], Answer(10, 0)),
        (POST[2], Status(404, 20)),
        (POST[3], Answer(90, 0)),
    ];
    let played = play_with(
        "posts-with-timeout",
        "detached",
        &POSTS,
        &scripts,
    );
    let expected = [
        (POST[1], Some(0), 10, Done),
        (POST[2], Some(0), 20, BadStatus),
        (POST[3], Some(0), 90, Done),
    ];
    assert_eq!(
        (
            rows(&played.trace),
            total(&played.trace)
        ),
        (expected.to_vec(), 20)
    );
    assert_eq!(
        played.result.map_err(|error| error.0),
        Err("status".into())
    );
    let metrics = tandem::trace::metrics::Metrics::of(&played.trace);
    assert_eq!(
        (metrics.ran_on, metrics.cancelled),
        (1, 0)
    );
}

#[test]
fn per_item_keeps_every_outcome_in_order() {
    let posts = [("posts", "1-3,999"), ("timeout", "1")];
    let scripts = [
        (POST[1], Refused(10)),
        (POST[2], Silent),
        (POST[3], Answer(90, 0)),
        ("/posts/999", Status(404, 5)),
    ];
    let played = play_with(
        "posts-with-timeout",
        "per-item",
        &posts,
        &scripts,
    );
    let expected = [
        (POST[1], Some(0), 10, Outcome::Network),
        (POST[2], Some(0), 1_000, TimedOut),
        (POST[3], Some(0), 90, Done),
        ("/posts/999", Some(0), 5, BadStatus),
    ];
    let answer = assert_ok(&played, &expected, 1_000);
    assert_eq!(
        answer[0],
        serde_json::json!({"error": "Network error"})
    );
    assert_eq!(
        answer[1],
        serde_json::json!({"error": "Request for post 2 timed out"})
    );
    assert_eq!(answer[2]["id"], 3);
    assert_eq!(
        answer[3],
        serde_json::json!({"error": "Status code: 404"})
    );
}

#[test]
fn connection_reuse_asks_in_turn_with_a_pool_each_or_one() {
    let scripts = [
        (POST[1], Answer(10, 0)),
        (POST[2], Answer(20, 0)),
        (POST[3], Answer(30, 0)),
    ];
    for (variant, pools) in [("fresh", [1, 2, 3]), ("reused", [1, 1, 1])] {
        let source = Scripted::new(&scripts);
        let played = play(
            &source,
            &plan(
                "connection-reuse",
                variant,
                &[("posts", "1-3")],
            ),
        );
        let expected = [
            (POST[1], Some(0), 10, Done),
            (POST[2], Some(10), 30, Done),
            (POST[3], Some(30), 60, Done),
        ];
        let answer = assert_ok(&played, &expected, 60);
        assert_eq!(answer[2]["id"], 3);
        assert_eq!(source.pools(), pools, "{variant}");
    }
}
