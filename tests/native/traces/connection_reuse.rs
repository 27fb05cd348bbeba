//! In turn, with connections for each request or for all.

use super::case::Case;
use crate::played::{Played, plan, play};
use crate::scripted::Script::{self, Answer};
use crate::scripted::Scripted;

const THREE: &[(&str, &str)] = &[("posts", "1-3")];

const SOURCE: &[(&str, Script)] = &[
    ("/posts/1", Answer(10, 0)),
    ("/posts/2", Answer(20, 0)),
    ("/posts/3", Answer(30, 0)),
];

const fn in_turn(variant: &'static str) -> Case {
    Case {
        variant,
        params: THREE,
        source: SOURCE,
        trace: "
            /posts/1   0   0  10  10  ok
            /posts/2  10  10  30  30  ok
            /posts/3  30  30  60  60  ok
            first 60 end 60",
        holds: all_three,
    }
}

/// A source that charges nothing for connections does not tell the two apart.
pub(super) const CASES: &[Case] = &[in_turn("fresh"), in_turn("reused")];

fn all_three(played: &Played) {
    let answer = played.result.as_ref().expect("an answer");
    let ids = [0, 1, 2].map(|place| answer[place]["id"].as_u64());
    assert_eq!(ids, [Some(1), Some(2), Some(3)]);
}

#[test]
fn fresh_has_a_pool_a_request_and_reused_one_for_all() {
    for (variant, pools) in [("fresh", [1, 2, 3]), ("reused", [1, 1, 1])] {
        let source = Scripted::new(SOURCE);
        play(
            &source,
            &plan("connection-reuse", variant, THREE),
        );
        assert_eq!(source.pools(), pools, "{variant}");
    }
}
