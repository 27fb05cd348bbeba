//! Joined, nothing is there before the slowest; as completed, each is handed on as it comes.

use serde_json::Value;

use super::case::Case;
use crate::scripted::Script::{self, Answer};

const THREE: &[(&str, &str)] = &[("users", "1-3")];

const SOURCE: &[(&str, Script)] = &[
    ("/posts?userId=1", Answer(30, 0)),
    ("/posts?userId=2", Answer(10, 0)),
    ("/posts?userId=3", Answer(20, 0)),
];

pub(super) const CASES: &[Case] = &[
    Case {
        variant: "joined",
        params: THREE,
        source: SOURCE,
        trace: "
            /posts?userId=1  0  0  30  30  ok
            /posts?userId=2  0  0  10  10  ok
            /posts?userId=3  0  0  20  20  ok
            first 30 end 30",
        holds: |played| {
            let answer = played.result.as_ref().expect("an answer");
            assert_eq!(users(answer), [1, 2, 3]);
            assert!(played.handed.is_empty());
        },
    },
    Case {
        variant: "as-completed",
        params: THREE,
        source: SOURCE,
        trace: "
            /posts?userId=1  0  0  30  30  ok
            /posts?userId=2  0  0  10  10  ok
            /posts?userId=3  0  0  20  20  ok
            first 10 end 30",
        holds: |played| {
            let answer = played.result.as_ref().expect("an answer");
            assert_eq!(
                users(answer),
                [2, 3, 1],
                "in order of arrival"
            );
            let handed: Vec<_> = played.handed.iter().map(users).collect();
            assert_eq!(
                handed,
                [vec![2], vec![2, 3], vec![2, 3, 1]]
            );
        },
    },
];

fn users(answer: &Value) -> Vec<u64> {
    let list = answer.as_array().expect("a list").iter();
    list.map(|entry| entry["userId"].as_u64().expect("a user"))
        .collect()
}
