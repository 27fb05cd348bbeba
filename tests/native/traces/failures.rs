//! A failure ends the variant at once, and what is joined with it.

use super::case::assert_trace;
use crate::played::{Played, plan, play};
use crate::scripted::Script::{
    self, Answer, Body, Broken, Huge, Refused, Silent, Stalled, Status, Under,
};
use crate::scripted::Scripted;

/// What the second of the dashboard's requests does; when its head comes and it ends, from its start;
/// its outcome, which is the kind of the variant's error, too.
#[rustfmt::skip]
const CASES: &[(Script, Option<u64>, u64, &str)] = &[
    (Status(404, 40),              Some(40),         40, "status"),
    (Status(503, 40),              Some(40),         40, "status"),
    (Refused(40),                  None,             40, "network"),
    (Broken(40),                   Some(40),         40, "network"),
    (Body("<!doctype html>", 40),  Some(40),         40, "decode"),
    (Body("[{\"id\": 1}]", 40),    Some(40),         40, "decode"),
    (Huge(40),                     Some(40),         40, "too-large"),
    // A status is known from the head on, whatever becomes of the body.
    (Under(503, &Broken(40)),      Some(40),         40, "status"),
    (Under(503, &Huge(40)),        Some(40),         40, "status"),
    (Under(503, &Stalled(40)),     Some(40), 10_000_000, "status"),
    (Silent,                       None,     10_000_000, "timed-out"),
    (Stalled(40),                  Some(40), 10_000_000, "timed-out"),
];

#[test]
fn in_turn_nothing_more_is_asked() {
    for (script, head, end, outcome) in CASES {
        let played = play_with("sequential", script);
        let end = end + 10;
        let head = or_dash(head.map(|head| head + 10));
        let trace = format!(
            "/users/1 0 0 10 10 ok
             /posts?userId=1 10 10 {head} {end} {outcome}
             first - end {end}"
        );
        assert_trace(
            &played.trace,
            &trace,
            &format!("{script:?}"),
        );
        assert_kind(&played, outcome);
    }
}

/// The time-out of the slow third falls on the same moment as that of a silent second.
#[test]
fn joined_the_others_are_dropped() {
    for (script, head, end, outcome) in CASES {
        let played = play_with("joined", script);
        let head = or_dash(*head);
        let trace = format!(
            "/users/1 0 0 10 10 ok
             /posts?userId=1 0 0 {head} {end} {outcome}
             /todos?userId=1 0 0 - {end} cancelled
             first - end {end}"
        );
        assert_trace(
            &played.trace,
            &trace,
            &format!("{script:?}"),
        );
        assert_kind(&played, outcome);
    }
}

fn play_with(variant: &str, posts: &Script) -> Played {
    let source = [
        ("/users/1", Answer(10, 0)),
        ("/posts?userId=1", posts.clone()),
        ("/todos?userId=1", Answer(20_000_000, 0)),
    ];
    play(
        &Scripted::new(&source),
        &plan("user-dashboard", variant, &[]),
    )
}

fn assert_kind(played: &Played, kind: &str) {
    let error = played.result.as_ref().expect_err("a failure");
    assert_eq!(error.kind(), kind);
}

fn or_dash(time: Option<u64>) -> String {
    time.map_or("-".into(), |time| time.to_string())
}
