//! Three requests: the sum in turn, the maximum joined.

use super::case::{Case, answered};
use crate::scripted::Script::Answer;

pub(super) const CASES: &[Case] = &[
    Case {
        variant: "sequential",
        params: &[],
        source: &[
            ("/users/1", Answer(10_000, 1)),
            ("/posts?userId=1", Answer(20_000, 20)),
            ("/todos?userId=1", Answer(30_000, 300)),
        ],
        trace: "
            /users/1             0      0  10000  10001  ok
            /posts?userId=1  10001  10001  30001  30021  ok
            /todos?userId=1  30021  30021  60021  60321  ok
            first 60321 end 60321",
        holds: answered,
    },
    Case {
        variant: "joined",
        params: &[],
        source: &[
            ("/users/1", Answer(10_000, 1)),
            ("/posts?userId=1", Answer(30_000, 300)),
            ("/todos?userId=1", Answer(20_000, 20)),
        ],
        trace: "
            /users/1         0  0  10000  10001  ok
            /posts?userId=1  0  0  30000  30300  ok
            /todos?userId=1  0  0  20000  20020  ok
            first 30300 end 30300",
        holds: answered,
    },
];
