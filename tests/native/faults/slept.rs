//! The machine sleeps during a run: the run is marked, and whatever it came to is told.
//!
//! Some clocks go on while a machine sleeps and others stand still, with the time of day gone on.

use std::rc::Rc;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use tandem::engine::ports::Clock;
use tandem::engine::runner::Environment;
use tandem::engine::vigil::LONGEST_GAP;
use tandem::engine::virtual_time::VirtualClock;
use tandem::time::Nanos;
use tandem::trace::{Disturbance, Outcome};

use super::places::VARIANTS;
use crate::played::{Played, plan, play, play_in};
use crate::scripted::Script::Answer;
use crate::scripted::Scripted;

/// How long each answer takes, in microseconds: a beat comes while it is waited for.
const EACH: u64 = 1_500_000;
const HOUR: Nanos = Nanos::from_millis(3_600_000);
const BEAT: Nanos = Nanos::from_millis(1_000);

/// What a sleep does to the page's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asleep {
    /// It goes on, and so do its timers: they are over when the machine wakes.
    GoesOn,
    /// It stands still.
    Stands,
}

/// A page's clock on a machine that sleeps once. What is far away goes by the inner one and knows nothing of
/// it.
struct Sleepy {
    clock: VirtualClock,
    /// When the machine falls asleep, by the inner clock.
    at: Nanos,
    time: Nanos,
    asleep: Asleep,
}

impl Sleepy {
    fn slept(&self) -> Nanos {
        if self.clock.now() > self.at {
            self.time
        } else {
            Nanos::ZERO
        }
    }
}

impl Clock for Sleepy {
    fn now(&self) -> Nanos {
        match self.asleep {
            Asleep::GoesOn => self.clock.now() + self.slept(),
            Asleep::Stands => self.clock.now(),
        }
    }

    fn sleep_until(&self, deadline: Nanos) -> LocalBoxFuture<'static, ()> {
        if self.asleep == Asleep::Stands || deadline <= self.at {
            return self.clock.sleep_until(deadline);
        }
        // What ends within the sleep ends when the machine wakes.
        let wakes = self.at + Nanos(1);
        let deadline = deadline.since(self.time).max(wakes);
        self.clock.sleep_until(deadline)
    }

    fn beat(&self) -> Option<LocalBoxFuture<'static, ()>> {
        Some(
            self.clock
                .sleep_until(self.clock.now() + BEAT)
                .boxed_local(),
        )
    }

    fn time_of_day(&self) -> Option<Nanos> {
        Some(self.clock.now() + self.slept() + HOUR)
    }
}

/// Every variant, as it goes on a machine that sleeps for `time` in the middle of its first answer.
fn each_asleep(asleep: Asleep, time: Nanos, mut check: impl FnMut(&str, Played, Played)) {
    for variant in VARIANTS {
        let mut params = variant.params.to_vec();
        if variant.experiment == "posts-with-timeout" {
            params.push(("timeout", "10000"));
        }
        let plan = plan(
            variant.experiment,
            variant.name,
            &params,
        );
        let source = Scripted::all(Answer(EACH, 0));
        let clock = Sleepy {
            clock: source.clock.clone(),
            at: Nanos::from_millis(600),
            time,
            asleep,
        };
        let environment = Environment {
            clock: Rc::new(clock),
            ..source.environment()
        };
        let slept = play_in(&environment, &source.clock, &plan);
        let awake = play(&Scripted::all(Answer(EACH, 0)), &plan);
        assert_eq!(awake.disturbance, None, "{variant}");
        check(&variant.to_string(), slept, awake);
    }
}

/// Fails unless the run was held up for so long, as far as beats tell.
fn assert_held_up(what: &str, played: &Played, time: Nanos) {
    let held_up = played.disturbance.and_then(Disturbance::held_up);
    assert!(
        held_up.is_some_and(|held_up| (time..time + BEAT + BEAT).contains(&held_up)),
        "{what}: {:?}",
        played.disturbance
    );
}

#[test]
fn a_sleep_that_the_clock_counts_marks_the_run_and_ends_what_was_on_its_way() {
    each_asleep(
        Asleep::GoesOn,
        HOUR,
        |what, slept, _| {
            assert_held_up(what, &slept, HOUR);
            let first = &slept.trace.spans[0];
            assert_eq!(
                first.outcome,
                Some(Outcome::TimedOut),
                "{what}"
            );
            assert!(
                first.duration().is_some_and(|time| time >= HOUR),
                "{what}"
            );
            let ended = |outcome| outcome != Some(Outcome::Ok);
            if let Err(error) = slept.result {
                let told = error.advice(false);
                assert!(
                    told.contains("took longer than 10000 ms and was ended"),
                    "{what}: {told}"
                );
            } else {
                let all = slept.trace.spans.iter();
                assert!(
                    all.map(|span| span.outcome).all(ended),
                    "{what}"
                );
            }
        },
    );
}

#[test]
fn a_sleep_that_the_clock_leaves_out_marks_the_run_and_changes_nothing_else() {
    each_asleep(
        Asleep::Stands,
        HOUR,
        |what, slept, awake| {
            assert_held_up(what, &slept, HOUR);
            assert_eq!(slept.result, awake.result, "{what}");
            assert_eq!(
                slept.trace.ended, awake.trace.ended,
                "{what}"
            );
        },
    );
}

#[test]
fn a_busy_machine_is_not_taken_for_one_that_slept() {
    let busy = LONGEST_GAP.since(BEAT + BEAT);
    for asleep in [Asleep::GoesOn, Asleep::Stands] {
        each_asleep(asleep, busy, |what, slept, awake| {
            assert_eq!(
                slept.disturbance, None,
                "{what}, {asleep:?}"
            );
            assert_eq!(
                slept.result, awake.result,
                "{what}, {asleep:?}"
            );
        });
    }
}
