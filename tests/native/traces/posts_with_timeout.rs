//! When one fails, the others are dropped, run on, or are kept.

use serde_json::json;
use tandem::trace::metrics::Metrics;

use super::case::{Case, answered, failed};
use crate::scripted::Script::{self, Answer, Refused, Silent, Status};

const THREE: &[(&str, &str)] = &[("posts", "1-3"), ("timeout", "1")];

const GOOD: &[(&str, Script)] = &[
    ("/posts/1", Answer(10, 0)),
    ("/posts/2", Answer(90, 1)),
    ("/posts/3", Answer(20, 0)),
];

const GOOD_TRACE: &str = "
    /posts/1  0  0  10  10  ok
    /posts/2  0  0  90  91  ok
    /posts/3  0  0  20  20  ok
    first 91 end 91";

/// The second is not there, and the third takes longer to come than that takes to be known.
const ONE_FAILS: &[(&str, Script)] = &[
    ("/posts/1", Answer(10, 0)),
    ("/posts/2", Status(404, 20)),
    ("/posts/3", Answer(90, 0)),
];

const fn good(variant: &'static str) -> Case {
    Case {
        variant,
        params: THREE,
        source: GOOD,
        trace: GOOD_TRACE,
        holds: answered,
    }
}

pub(super) const CASES: &[Case] = &[
    good("fail-fast"),
    good("detached"),
    good("per-item"),
    Case {
        variant: "fail-fast",
        params: THREE,
        source: ONE_FAILS,
        trace: "
            /posts/1  0  0  10  10  ok
            /posts/2  0  0  20  20  status
            /posts/3  0  0   -  20  cancelled
            first - end 20",
        holds: |played| failed(played, "status"),
    },
    Case {
        variant: "detached",
        params: THREE,
        source: ONE_FAILS,
        trace: "
            /posts/1  0  0  10  10  ok
            /posts/2  0  0  20  20  status
            /posts/3  0  0  90  90  ok
            first - end 20",
        holds: |played| {
            failed(played, "status");
            let metrics = Metrics::of(&played.trace);
            assert_eq!(
                (metrics.ran_on, metrics.cancelled),
                (1, 0)
            );
        },
    },
    Case {
        variant: "per-item",
        params: &[("posts", "1-3,999"), ("timeout", "1")],
        source: &[
            ("/posts/1", Refused(10)),
            ("/posts/2", Silent),
            ("/posts/3", Answer(90, 0)),
            ("/posts/999", Status(404, 5)),
        ],
        trace: "
            /posts/1    0  0   -    10  network
            /posts/2    0  0   -  1000  timed-out
            /posts/3    0  0  90    90  ok
            /posts/999  0  0   5     5  status
            first 1000 end 1000",
        holds: |played| {
            let answer = played.result.as_ref().expect("an answer");
            assert_eq!(
                answer[0],
                json!({"error": "Network error"})
            );
            assert_eq!(
                answer[1],
                json!({"error": "Request for post 2 timed out"})
            );
            assert_eq!(answer[2]["id"], 3);
            assert_eq!(
                answer[3],
                json!({"error": "Status code: 404"})
            );
        },
    },
];
