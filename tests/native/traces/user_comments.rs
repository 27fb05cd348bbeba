//! A chain, and a fan at its end.

use serde_json::Value;

use super::case::{Case, answered, failed, total};
use crate::scripted::Script::{self, Answer, Few};

/// Whatever the case of the name.
const BRET: &[(&str, &str)] = &[("username", "bRET")];

const SOURCE: &[(&str, Script)] = &[
    ("/users", Answer(10, 0)),
    ("/posts?userId=1", Few(3, 20)),
    ("/comments?postId=1", Answer(101, 0)),
    ("/comments?postId=2", Answer(103, 0)),
    ("/comments?postId=3", Answer(102, 0)),
];

/// Nobody: no further request has an answer.
const NOBODY: Case = Case {
    variant: "",
    params: &[("username", "Nobody")],
    source: &[("/users", Answer(10, 0))],
    trace: "
        /users  0  0  10  10  ok
        first - end 10",
    holds: |played| {
        failed(played, "not-found");
        let error = played.result.as_ref().expect_err("nobody");
        assert_eq!(
            error.to_string(),
            "User Nobody not found"
        );
    },
};

pub(super) const CASES: &[Case] = &[
    Case {
        variant: "sequential",
        params: BRET,
        source: SOURCE,
        trace: "
            /users                0    0   10   10  ok
            /posts?userId=1      10   10   30   30  ok
            /comments?postId=1   30   30  131  131  ok
            /comments?postId=2  131  131  234  234  ok
            /comments?postId=3  234  234  336  336  ok
            first 336 end 336",
        holds: answered,
    },
    Case {
        variant: "joined",
        params: BRET,
        source: SOURCE,
        trace: "
            /users               0   0   10   10  ok
            /posts?userId=1     10  10   30   30  ok
            /comments?postId=1  30  30  131  131  ok
            /comments?postId=2  30  30  133  133  ok
            /comments?postId=3  30  30  132  132  ok
            first 133 end 133",
        holds: answered,
    },
    Case {
        variant: "sequential",
        ..NOBODY
    },
    Case {
        variant: "joined",
        ..NOBODY
    },
];

/// User 1 has the posts 1 to 10; each post has five comments.
#[test]
fn all_posts_and_comments() {
    let mut source = vec![
        ("/users".to_owned(), Answer(10, 0)),
        (
            "/posts?userId=1".to_owned(),
            Answer(20, 0),
        ),
    ];
    let comments = |id: u64| {
        (
            format!("/comments?postId={id}"),
            Answer(100 + id, 0),
        )
    };
    source.extend((1..=10).map(comments));
    let run = |variant| total("user-comments", variant, BRET, &source);
    // 10 + 20, then 101 to 110 one after another, or the slowest of them.
    let (in_turn, answer) = run("sequential");
    assert_eq!(in_turn, 30 + 1_055);
    assert_eq!(
        run("joined"),
        (30 + 110, answer.clone())
    );
    assert_eq!(answer["posts_count"], 10);
    assert_eq!(answer["comments_count"], 50);
    assert_eq!(answer["user"]["username"], "Bret");
    let comments = answer["comments"].as_array().expect("a list").iter();
    let ids: Vec<_> = comments.map(|row| row["id"].clone()).collect();
    assert_eq!(
        ids,
        (1..=50).map(Value::from).collect::<Vec<_>>()
    );
}
