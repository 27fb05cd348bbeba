//! Calls that need not wait for each other.

use super::*;

#[test]
fn joins_what_does_not_depend() {
    check(&[
        ("nothing at all", &[&[]], &[]),
        (
            "no evidence",
            &[&[at("/a", 2, 0, 100), at("/b", 3, 100, 180)]],
            &[],
        ),
        ("at once", &[JOINED, JOINED], &[]),
        (
            "two in turn",
            &[&[at("/a", 2, 0, 100), at("/b", 3, 100, 180)], JOINED],
            &["Lines 2 and 3 do not depend on each other: joining them saves 80 ms (44 %)."],
        ),
        (
            "three in turn",
            &[
                &[
                    at("/a", 2, 0, 100),
                    at("/b", 3, 100, 180),
                    at("/c", 4, 180, 240),
                ],
                JOINED,
            ],
            &["Lines 2, 3 and 4 do not depend on one another: joining them saves 140 ms (58 %)."],
        ),
        (
            "a loop",
            &[
                &[
                    at("/a", 7, 0, 100),
                    at("/b", 7, 100, 180),
                    at("/c", 7, 180, 240),
                ],
                JOINED,
            ],
            &[
                "The 3 requests of line 7 do not depend on one another: joining them saves 140 ms (58 %).",
            ],
        ),
        (
            "the code's own time, 10 ms before /b and 5 ms at the end of the others, is taken again",
            &[
                &[
                    at("/a", 2, 0, 100),
                    at("/b", 3, 110, 190),
                    at("/x", 4, 195, 200),
                ],
                JOINED,
            ],
            &["Lines 2 and 3 do not depend on each other: joining them saves 90 ms (45 %)."],
        ),
    ]);
}

/// /users, then /p, then the /c: only the last do not need each other.
#[test]
fn keeps_every_other_order() {
    let chain = [at("/users", 2, 0, 50), at("/p", 3, 50, 100)];
    let fan = [
        chain[0],
        chain[1],
        at("/c1", 5, 100, 140),
        at("/c2", 5, 100, 130),
    ];
    check(&[
        (
            "a fan at the end of a chain, and one more that needs all of it",
            &[
                &[
                    chain[0],
                    chain[1],
                    at("/c1", 5, 100, 140),
                    at("/c2", 5, 140, 170),
                    at("/z", 6, 170, 180),
                ],
                &fan,
            ],
            &[
                "The 2 requests of line 5 do not depend on each other: joining them saves 30 ms (17 %).",
            ],
        ),
        (
            "kind by kind: each already at once",
            &[
                &[
                    at("/u", 2, 0, 50),
                    at("/p1", 3, 50, 100),
                    at("/p2", 3, 50, 90),
                    at("/t1", 4, 100, 160),
                    at("/t2", 4, 100, 180),
                ],
                &[
                    at("/u", 2, 0, 50),
                    at("/p1", 3, 50, 100),
                    at("/p2", 3, 50, 90),
                    at("/t1", 4, 50, 110),
                    at("/t2", 4, 50, 130),
                ],
            ],
            &[
                "The 4 requests of lines 3 and 4 do not depend on one another: joining them saves 50 ms (28 %).",
            ],
        ),
        (
            "a loop of two, the second of which needs the first: no line is free of the other",
            &[
                &[
                    at("/p1", 2, 0, 50),
                    at("/c1", 3, 50, 100),
                    at("/p2", 2, 100, 150),
                    at("/c2", 3, 150, 200),
                ],
                &[
                    at("/p1", 2, 0, 50),
                    at("/p2", 2, 0, 50),
                    at("/c1", 3, 50, 100),
                    at("/c2", 3, 50, 100),
                ],
            ],
            &["GET /c1 and GET /p2 do not depend on each other: joining them saves 50 ms (25 %)."],
        ),
    ]);
}

#[test]
fn a_limit_is_no_order() {
    let all: &[Made] = &[
        at("/1", 5, 0, 50),
        at("/2", 5, 0, 60),
        at("/3", 5, 0, 40),
        at("/4", 5, 0, 70),
    ];
    let two = [at("/1", 5, 0, 50), at("/2", 5, 0, 60)];
    check(&[
        (
            "made first, and kept waiting for a permit",
            &[
                &[two[0], two[1], ("/3", 5, 0, 50, 90), ("/4", 5, 0, 60, 130)],
                all,
            ],
            &[],
        ),
        (
            "made when another of its line makes way, two at a time",
            &[
                &[two[0], two[1], at("/3", 5, 50, 90), at("/4", 5, 60, 130)],
                all,
            ],
            &[],
        ),
        (
            "one at a time is an order",
            &[&[two[0], at("/2", 5, 50, 110)], all],
            &[
                "The 2 requests of line 5 do not depend on each other: joining them saves 50 ms (45 %).",
            ],
        ),
    ]);
}

#[test]
fn silent_where_little_is_saved() {
    let joined: &[Made] = &[at("/a", 1, 0, 9), at("/b", 1, 0, 3)];
    check(&[
        (
            "3 ms",
            &[&[at("/a", 2, 0, 9), at("/b", 3, 9, 12)], joined],
            &[],
        ),
        (
            "4.8 %",
            &[&[at("/a", 2, 0, 100), at("/b", 3, 100, 105)], joined],
            &[],
        ),
    ]);
}
