//! Every experiment and every variant on the real server: its answer in the run file is held against one
//! that the test puts together from the server's whole collections, and the data tab against that.
//!
//! - [`check`]: a comparison is run and held against what is expected.
//! - [`expected`]: the answers. [`read`]: what people read of them.

mod check;
pub(crate) mod expected;
mod read;

use crate::collections::Collections;
use crate::scenario::scenario;
use crate::served::stand_in;
use crate::support::proxy::{Behaviour, Proxy};
use check::{Case, check, check_by, run, users, variants};
use expected::{
    Failure, album_photos, company_details, fastest_posts, user_comments, user_dashboard,
    user_with_posts,
};
use serde_json::{Value, json};
use std::time::Duration;

/// Longer than any request takes, however busy the machine is.
const PATIENT: (&str, &str) = ("timeout", "60000");

/// A status that is told by its number in the run file, and with the path on the page.
const NOT_THERE: Failure = Failure {
    kind: "status",
    message: "Status code: 404",
    told: "/posts/999 was answered with status 404. There is nothing of that name.",
};

#[tokio::test]
async fn custom_user_with_posts_answers_as_the_server_has_it() {
    let cases: [Case; 2] = [
        (&[], |all, _| {
            Ok(user_with_posts(all, 1))
        }),
        (&[("user", "6")], |all, _| {
            Ok(user_with_posts(all, 6))
        }),
    ];
    check("user-with-posts", &cases).await;
}

#[tokio::test]
async fn custom_user_dashboard_answers_as_the_server_has_it() {
    let cases: [Case; 2] = [
        (&[], |all, _| Ok(user_dashboard(all, 1))),
        (&[("user", "9")], |all, _| {
            Ok(user_dashboard(all, 9))
        }),
    ];
    check("user-dashboard", &cases).await;
}

#[tokio::test]
async fn custom_fastest_posts_answer_as_the_server_has_it() {
    // Nobody has the id 11: no posts, and no failure.
    let cases: [Case; 2] = [
        (&[], |all, _| {
            Ok(fastest_posts(all, 1..=10))
        }),
        (&[("users", "8,3,11,5-6")], |all, _| {
            Ok(fastest_posts(all, [8, 3, 11, 5, 6]))
        }),
    ];
    check("fastest-posts", &cases).await;
}

/// The users that are asked for at once, each with the milliseconds until the posts come. The last to be
/// asked for is the first to come.
const RACE: [(u64, u64); 4] = [(9, 1_600), (2, 1_100), (7, 600), (4, 100)];

/// The delays alone decide: the proxy answers in the server's place.
fn race(proxy: &Proxy, all: &Collections) {
    let path = |user| format!("/posts?userId={user}");
    for (user, _) in RACE {
        stand_in(proxy, &path(user), all.posts_by(user));
    }
    proxy.delay_by(move |asked| {
        let found = RACE.iter().find(|(user, _)| path(*user) == asked);
        Duration::from_millis(found.map_or(0, |(_, delay)| *delay))
    });
}

#[tokio::test]
async fn custom_as_completed_ranks_by_arrival() {
    let all = Collections::whole().await;
    let proxy = Proxy::http().await;
    race(&proxy, all);
    scenario(None, async |page| {
        let case: Case = (&[("users", "9,2,7,4")], |all, _| {
            Ok(fastest_posts(all, [9, 2, 7, 4]))
        });
        let ended = run(page, &proxy, "fastest-posts", case).await;
        for (variant, order) in [("joined", [9, 2, 7, 4]), ("as-completed", [4, 7, 2, 9])] {
            ended.assert(page, variant, case.1(all, variant)).await;
            let entry = ended.entry(variant);
            assert_eq!(
                users(&entry["answer"]),
                order,
                "{variant}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn custom_user_comments_answer_as_the_server_has_it() {
    let cases: [Case; 3] = [
        (&[], |all, _| Ok(user_comments(all, 1))),
        (
            &[("username", "aNTONETTE")],
            |all, _| Ok(user_comments(all, 2)),
        ),
        (
            &[("username", "Elwyn.Skiles")],
            |all, _| Ok(user_comments(all, 7)),
        ),
    ];
    check("user-comments", &cases).await;
}

#[tokio::test]
async fn custom_company_details_answer_as_the_server_has_it() {
    let cases: [Case; 3] = [
        (&[], |all, _| {
            Ok(company_details(all, "Romaguera-Crona"))
        }),
        (
            &[("company", "Yost and Sons")],
            |all, _| Ok(company_details(all, "Yost and Sons")),
        ),
        (&[("company", "*")], |all, _| {
            Ok(company_details(all, "*"))
        }),
    ];
    check("company-details", &cases).await;
}

#[tokio::test]
async fn custom_album_photos_answer_as_the_server_has_it() {
    // Eleven albums have more photos than are drawn; album 101 is not there, and has none.
    let cases: [Case; 2] = [
        (&[], |all, _| {
            Ok(album_photos(all, 1..=10))
        }),
        (
            &[("albums", "100,3,101,41-49"), ("limit", "2")],
            |all, _| {
                Ok(album_photos(
                    all,
                    [100, 3].into_iter().chain(41..=49),
                ))
            },
        ),
    ];
    check("album-photos", &cases).await;
}

#[tokio::test]
async fn custom_posts_with_timeout_answer_as_the_server_has_it() {
    let cases: [Case; 2] = [
        (
            &[PATIENT],
            |all, variant| match variant {
                "per-item" => {
                    let mut items = all.posts([1, 2]);
                    items.push(lost("Status code: 404"));
                    Ok(items.into())
                }
                _ => Err(NOT_THERE),
            },
        ),
        (
            &[("posts", "100,3,41-43"), PATIENT],
            |all, _| Ok(all.posts([100, 3, 41, 42, 43]).into()),
        ),
    ];
    check("posts-with-timeout", &cases).await;
}

/// Each kind of loss keeps its place among the posts.
#[tokio::test]
async fn custom_per_item_keeps_each_outcome_in_its_place() {
    let proxy = Proxy::http().await;
    proxy
        .on("/posts/4", Behaviour::Silent)
        .on("/posts/6", Behaviour::HangUp)
        .on("/posts/8", Behaviour::Status(503));
    scenario(None, async |page| {
        let case: Case = (
            &[("posts", "9,4,6,8,7"), ("timeout", "4000")],
            |all, _| {
                let mut items = all.posts([9, 7]);
                items.insert(1, lost("Request for post 4 timed out"));
                items.insert(2, lost("Network error"));
                items.insert(3, lost("Status code: 503"));
                Ok(items.into())
            },
        );
        let ended = run(page, &proxy, "posts-with-timeout", case).await;
        let expected = case.1(Collections::whole().await, "per-item");
        ended.assert(page, "per-item", expected).await;
    })
    .await;
}

/// An item of which nothing is left but the reason.
fn lost(reason: &str) -> Value {
    json!({ "error": reason })
}

#[tokio::test]
async fn custom_connection_reuse_answers_as_the_server_has_it() {
    let cases: [Case; 3] = [
        (&[], |all, _| {
            Ok(all.posts(1..=6).into())
        }),
        (&[("posts", "7,100,31")], |all, _| {
            Ok(all.posts([7, 100, 31]).into())
        }),
        (&[("posts", "7,999,31")], |_, _| {
            Err(NOT_THERE)
        }),
    ];
    check("connection-reuse", &cases).await;
}

/// What is asked for by a name that nobody has, and the error then.
const NOBODY: [(&str, Case); 2] = [
    (
        "user-comments",
        (&[("username", "nobody")], |_, _| {
            Err(Failure {
                kind: "not-found",
                message: "User nobody not found",
                told: "User nobody not found. Choose a name from the list, or type another.",
            })
        }),
    ),
    (
        "company-details",
        (
            &[("company", "Nobody & Sons")],
            |_, _| {
                Err(Failure {
                    kind: "not-found",
                    message: "No users found for company Nobody & Sons",
                    told: "No users found for company Nobody & Sons. Choose a name from the list, or type another.",
                })
            },
        ),
    ),
];

#[tokio::test]
async fn custom_a_name_that_nobody_has_costs_one_request_a_lane() {
    for (experiment, case) in NOBODY {
        let proxy = Proxy::http().await;
        check_by(&proxy, experiment, &[case]).await;
        let asked = proxy.seen().into_iter().map(|seen| seen.path);
        // The warm-up asks for single users.
        let asked: Vec<_> = asked.filter(|path| !path.starts_with("/users/")).collect();
        let one_a_lane = vec!["/users"; variants(experiment).count()];
        assert_eq!(asked, one_a_lane, "{experiment}");
    }
}
