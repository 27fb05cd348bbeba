//! In turn, by permits, or all at once; the answer in the order asked for.

use super::case::Case;
use crate::played::Played;
use crate::scripted::Script::{self, Answer};

const SOURCE: &[(&str, Script)] = &[
    ("/photos?albumId=1", Answer(30, 0)),
    ("/photos?albumId=2", Answer(10, 0)),
    ("/photos?albumId=3", Answer(20, 0)),
    ("/photos?albumId=4", Answer(5, 0)),
    ("/photos?albumId=5", Answer(40, 0)),
];

const ALL_AT_ONCE: &str = "
    /photos?albumId=1  0  0  30  30  ok
    /photos?albumId=2  0  0  10  10  ok
    /photos?albumId=3  0  0  20  20  ok
    /photos?albumId=4  0  0   5   5  ok
    /photos?albumId=5  0  0  40  40  ok
    first 40 end 40";

pub(super) const CASES: &[Case] = &[
    Case {
        variant: "sequential",
        params: &[("albums", "1-5"), ("limit", "3")],
        source: SOURCE,
        trace: "
            /photos?albumId=1   0   0   30   30  ok
            /photos?albumId=2  30  30   40   40  ok
            /photos?albumId=3  40  40   60   60  ok
            /photos?albumId=4  60  60   65   65  ok
            /photos?albumId=5  65  65  105  105  ok
            first 105 end 105",
        holds: in_the_order_asked_for,
    },
    // Two permits: whoever ends hands its own on, in the order asked for. All are made at once, so that
    // the wait is seen.
    Case {
        variant: "limited",
        params: &[("albums", "1-5"), ("limit", "2")],
        source: SOURCE,
        trace: "
            /photos?albumId=1  0   0  30  30  ok
            /photos?albumId=2  0   0  10  10  ok
            /photos?albumId=3  0  10  30  30  ok
            /photos?albumId=4  0  30  35  35  ok
            /photos?albumId=5  0  30  70  70  ok
            first 70 end 70",
        holds: in_the_order_asked_for,
    },
    // One permit is as slow as in turn.
    Case {
        variant: "limited",
        params: &[("albums", "1-5"), ("limit", "1")],
        source: SOURCE,
        trace: "
            /photos?albumId=1  0   0   30   30  ok
            /photos?albumId=2  0  30   40   40  ok
            /photos?albumId=3  0  40   60   60  ok
            /photos?albumId=4  0  60   65   65  ok
            /photos?albumId=5  0  65  105  105  ok
            first 105 end 105",
        holds: in_the_order_asked_for,
    },
    // More permits than albums are no limit.
    Case {
        variant: "limited",
        params: &[("albums", "1-5"), ("limit", "9")],
        source: SOURCE,
        trace: ALL_AT_ONCE,
        holds: in_the_order_asked_for,
    },
    Case {
        variant: "unlimited",
        params: &[("albums", "1-5"), ("limit", "3")],
        source: SOURCE,
        trace: ALL_AT_ONCE,
        holds: in_the_order_asked_for,
    },
];

/// Fifty photos an album, whichever came first.
fn in_the_order_asked_for(played: &Played) {
    let answer = played.result.as_ref().expect("an answer");
    let photos = answer.as_array().expect("a list").iter();
    let ids: Vec<_> = photos.map(|photo| photo["id"].as_u64()).collect();
    assert_eq!(
        ids,
        (1..=250).map(Some).collect::<Vec<_>>()
    );
}
