//! The sum in turn, the maximum joined.

use super::case::{Case, answered};
use crate::scripted::Script::{self, Answer};

const SOURCE: &[(&str, Script)] = &[
    ("/users/1", Answer(7, 1)),
    ("/posts?userId=1", Answer(5, 2)),
];

pub(super) const CASES: &[Case] = &[
    Case {
        variant: "sequential",
        params: &[],
        source: SOURCE,
        trace: "
            /users/1         0  0   7   8  ok
            /posts?userId=1  8  8  13  15  ok
            first 15 end 15",
        holds: answered,
    },
    Case {
        variant: "joined",
        params: &[],
        source: SOURCE,
        trace: "
            /users/1         0  0  7  8  ok
            /posts?userId=1  0  0  5  7  ok
            first 8 end 8",
        holds: answered,
    },
];
