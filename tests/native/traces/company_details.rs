//! A fan of fans: it waits by person, by kind, or once.

use super::case::{Case, answered, failed, total};
use crate::scripted::Script::{self, Answer, Few};

const EVERYBODY: &[(&str, &str)] = &[("company", "*")];

/// Two people; the second is a little slower at everything.
const SOURCE: &[(&str, Script)] = &[
    ("/users", Few(2, 5)),
    ("/posts?userId=1", Answer(10, 0)),
    ("/posts?userId=2", Answer(11, 0)),
    ("/todos?userId=1", Answer(20, 0)),
    ("/todos?userId=2", Answer(21, 0)),
    ("/albums?userId=1", Answer(40, 0)),
    ("/albums?userId=2", Answer(41, 0)),
];

/// Nobody: no further request has an answer.
const NOBODY: Case = Case {
    variant: "",
    params: &[("company", "Nobody")],
    source: &[("/users", Answer(10, 0))],
    trace: "
        /users  0  0  10  10  ok
        first - end 10",
    holds: |played| {
        failed(played, "not-found");
        let error = played.result.as_ref().expect_err("nobody");
        assert_eq!(
            error.to_string(),
            "No users found for company Nobody"
        );
    },
};

pub(super) const CASES: &[Case] = &[
    Case {
        variant: "sequential",
        params: EVERYBODY,
        source: SOURCE,
        trace: "
            /users              0    0    5    5  ok
            /posts?userId=1     5    5   15   15  ok
            /todos?userId=1    15   15   35   35  ok
            /albums?userId=1   35   35   75   75  ok
            /posts?userId=2    75   75   86   86  ok
            /todos?userId=2    86   86  107  107  ok
            /albums?userId=2  107  107  148  148  ok
            first 148 end 148",
        holds: answered,
    },
    Case {
        variant: "joined",
        params: EVERYBODY,
        source: SOURCE,
        trace: "
            /users             0   0   5   5  ok
            /posts?userId=1    5   5  15  15  ok
            /posts?userId=2    5   5  16  16  ok
            /todos?userId=1   16  16  36  36  ok
            /todos?userId=2   16  16  37  37  ok
            /albums?userId=1  37  37  77  77  ok
            /albums?userId=2  37  37  78  78  ok
            first 78 end 78",
        holds: answered,
    },
    Case {
        variant: "nested",
        params: EVERYBODY,
        source: SOURCE,
        trace: "
            /users            0  0   5   5  ok
            /posts?userId=1   5  5  15  15  ok
            /posts?userId=2   5  5  16  16  ok
            /todos?userId=1   5  5  25  25  ok
            /todos?userId=2   5  5  26  26  ok
            /albums?userId=1  5  5  45  45  ok
            /albums?userId=2  5  5  46  46  ok
            first 46 end 46",
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
    Case {
        variant: "nested",
        ..NOBODY
    },
];

/// One company has one user; the star means all ten.
#[test]
fn one_company_and_all_of_them() {
    let cases = [
        ("sequential", "Deckow-Crist", 5 + 73),
        ("joined", "Deckow-Crist", 5 + 73),
        ("nested", "Deckow-Crist", 5 + 41),
        ("sequential", "*", 5 + 703),
        ("joined", "*", 5 + 73),
        ("nested", "*", 5 + 41),
    ];
    for (variant, company, end) in cases {
        let params = [("company", company)];
        let (took, answer) = total(
            "company-details",
            variant,
            &params,
            &ten_people(),
        );
        assert_eq!(took, end, "{variant} {company}");
        let people = if company == "*" { 10 } else { 1 };
        let users = answer["users"].as_array().map(Vec::len);
        assert_eq!(users, Some(people));
        let counts = ["posts_count", "todos_count", "albums_count"].map(|key| answer[key].as_u64());
        assert_eq!(
            counts,
            [10, 20, 10].map(|count| Some(count * people as u64)),
            "{variant} {company}"
        );
    }
}

/// As [`SOURCE`], with everybody there.
fn ten_people() -> Vec<(String, Script)> {
    let kinds = [("posts", 10), ("todos", 20), ("albums", 40)];
    let mut source = vec![("/users".to_owned(), Answer(5, 0))];
    for user in 1..=10 {
        let late = u64::from(user == 2);
        source.extend(kinds.map(|(kind, micros)| {
            (
                format!("/{kind}?userId={user}"),
                Answer(micros + late, 0),
            )
        }));
    }
    source
}
