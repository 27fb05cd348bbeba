//! Requests that repeat, and one that is slow.

use super::*;

#[test]
fn repeats_answer_once() {
    check(&[
        (
            "in turn",
            &[&[
                at("/u", 2, 0, 50),
                at("/v", 3, 50, 90),
                at("/u", 4, 90, 150),
                at("/u", 4, 150, 160),
            ]],
            &[
                "GET /u was answered 3 times, for lines 2 and 4: asking once saves 2 requests and 70 ms (44 %).",
            ],
        ),
        (
            "at once: the second waits for the first",
            &[&[at("/u", 2, 0, 50), at("/u", 2, 0, 60)]],
            &[
                "GET /u was answered 2 times, for line 2: asking once saves 1 request and 10 ms (17 %).",
            ],
        ),
        (
            "no time, but a request",
            &[&[at("/u", 2, 0, 60), at("/u", 3, 0, 50)]],
            &["GET /u was answered 2 times, for lines 2 and 3: asking once saves 1 request."],
        ),
        (
            "the first is slow, and another call follows the second: it would come later",
            &[&[at("/u", 2, 0, 90), at("/u", 3, 0, 50), at("/v", 4, 50, 100)]],
            &[],
        ),
        (
            "several",
            &[&[
                at("/u", 2, 0, 10),
                at("/v", 2, 10, 20),
                at("/u", 2, 20, 30),
                at("/v", 2, 30, 40),
            ]],
            &[
                "4 requests of line 2 ask for 2 things: asking once for each saves 2 requests and 20 ms (50 %).",
            ],
        ),
    ]);
}

/// What was answered otherwise, or not at all, is no repeat.
#[test]
fn another_answer_is_no_repeat() {
    let mut trace = run(&[at("/job", 2, 0, 10), at("/job", 2, 10, 20)]);
    trace.spans[0].bytes = Some(7);
    trace.spans[1].bytes = Some(8);
    assert_eq!(
        sentences(&trace, &Evidence::default()),
        [""; 0]
    );
    trace.spans[1].bytes = Some(7);
    assert_eq!(
        advise(&trace, &Evidence::default()).len(),
        1
    );
    trace.spans[0].outcome = Some(Outcome::TimedOut);
    assert_eq!(
        sentences(&trace, &Evidence::default()),
        [""; 0]
    );
}

#[test]
fn one_slow_call_decides() {
    let quick = [at("/a", 2, 0, 40), at("/b", 3, 0, 60)];
    check(&[
        (
            "three, one of them slow",
            &[&[quick[0], quick[1], at("/c", 4, 0, 250)]],
            &[
                "GET /c of line 4 took 250 ms, the median of the others is 50 ms: were it as fast, that would save 190 ms (76 %).",
            ],
        ),
        (
            "two are too few",
            &[&[quick[0], at("/c", 4, 0, 250)]],
            &[],
        ),
        (
            "twice as slow is not far",
            &[&[quick[0], quick[1], at("/c", 4, 0, 100)]],
            &[],
        ),
        (
            "less than half of the run",
            &[&[
                quick[0],
                quick[1],
                at("/c", 4, 60, 180),
                at("/d", 5, 180, 230),
                at("/e", 6, 230, 270),
            ]],
            &[],
        ),
        (
            "two as slow: one alone saves nothing",
            &[&[
                quick[0],
                quick[1],
                quick[0],
                at("/c", 4, 0, 250),
                at("/d", 4, 0, 249),
            ]],
            // /a stands there twice.
            &["GET /a was answered 2 times, for line 2: asking once saves 1 request."],
        ),
    ]);
    let mut trace = run(&[quick[0], quick[1], at("/c", 4, 0, 250)]);
    trace.spans[2].phases = Some(crate::trace::Phases {
        stalled: Nanos::ZERO,
        connecting: Nanos::from_millis(190),
    });
    assert_eq!(
        sentences(&trace, &Evidence::default()),
        [""; 0],
        "it opened a connection"
    );
}
