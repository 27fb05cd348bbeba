//! Programs made up at random: calls, what each truly needs, and ways to schedule them.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

use async_lock::Semaphore;
use futures::future::join_all;
use tandem::engine::ports::{Clock, Recorder};
use tandem::engine::random::SplitMix64;
use tandem::engine::recording::Recording;
use tandem::engine::virtual_time::{VirtualClock, run};
use tandem::time::Nanos;
use tandem::trace::{CallSite, NewSpan, Outcome, Step, Trace};

/// Calls of which each needs some of those before it.
pub(crate) struct Program {
    /// What each call truly needs.
    pub(crate) needs: Vec<Vec<usize>>,
    /// What each call asks for: a number of its own, or another's.
    pub(crate) asks: Vec<usize>,
    /// How long the code itself takes before it makes each call.
    pub(crate) before: Vec<Nanos>,
}

/// A way to schedule a program: what each call waits for before it is made, whether it needs it or not.
pub(crate) struct Schedule {
    pub(crate) waits_for: Vec<Vec<usize>>,
    /// How many calls may be in flight.
    pub(crate) limit: usize,
}

impl Program {
    /// Up to `most` calls; `density` in a hundred of the pairs are needs, and `repeats` in a hundred
    /// of the calls ask for what another has asked for.
    pub(crate) fn random(random: &mut SplitMix64, most: usize, repeats: usize) -> Self {
        let calls = 2 + random.below(most - 1);
        let density = [0, 5, 15, 40][random.below(4)];
        let code = [1, 1, 1_000_000][random.below(3)];
        let mut drawn = |bound: usize| random.below(bound);
        let needs = (0..calls)
            .map(|b| (0..b).filter(|_| drawn(100) < density).collect())
            .collect();
        let asks = (0..calls).map(|call| {
            if drawn(100) < repeats {
                drawn(call + 1)
            } else {
                call
            }
        });
        Self {
            needs,
            asks: asks.collect(),
            before: (0..calls).map(|_| Nanos(drawn(code) as u64)).collect(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.needs.len()
    }

    /// Durations from 1 to 120 ms.
    pub(crate) fn durations(&self, random: &mut SplitMix64) -> Vec<Nanos> {
        let drawn = (0..self.len()).map(|_| Nanos(1_000_000 + random.below(119_000_000) as u64));
        drawn.collect()
    }

    /// Of each call whether it needs each of those before it, itself or by way of others.
    pub(crate) fn needs_by_way(&self) -> Vec<Vec<bool>> {
        let mut by_way: Vec<Vec<bool>> = Vec::new();
        for needs in &self.needs {
            let itself = |a| needs.contains(&a);
            let others = |a| needs.iter().any(|needed| by_way[*needed][a]);
            by_way.push((0..self.len()).map(|a| itself(a) || others(a)).collect());
        }
        by_way
    }

    /// An order drawn at random in which each call comes after what it needs.
    fn order(&self, random: &mut SplitMix64) -> Vec<usize> {
        let mut order = Vec::new();
        let mut placed = vec![false; self.len()];
        while order.len() < self.len() {
            let ready =
                |call: &usize| !placed[*call] && self.needs[*call].iter().all(|a| placed[*a]);
            let ready: Vec<_> = (0..self.len()).filter(ready).collect();
            let next = ready[random.below(ready.len())];
            placed[next] = true;
            order.push(next);
        }
        order
    }

    /// Each call when what it needs is there.
    pub(crate) fn as_soon_as_possible(&self) -> Schedule {
        Schedule {
            waits_for: self.needs.clone(),
            limit: usize::MAX,
        }
    }

    /// One call after another.
    pub(crate) fn in_turn(&self, random: &mut SplitMix64) -> Schedule {
        self.in_stages(random, |_| true)
    }

    /// Some calls at once, then, when they have all ended, the next.
    pub(crate) fn partly_joined(&self, random: &mut SplitMix64) -> Schedule {
        self.in_stages(random, |random| random.below(3) == 0)
    }

    fn in_stages(
        &self,
        random: &mut SplitMix64,
        cut: impl Fn(&mut SplitMix64) -> bool,
    ) -> Schedule {
        let order = self.order(random);
        let mut waits_for = self.needs.clone();
        let (mut done, mut stage): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        for &call in &order {
            let needs_stage = self.needs[call].iter().any(|a| stage.contains(a));
            if needs_stage || cut(random) {
                done.append(&mut stage);
            }
            waits_for[call].extend(&done);
            stage.push(call);
        }
        Schedule {
            waits_for,
            limit: usize::MAX,
        }
    }

    /// Runs the calls by `schedule`, and records them; each stands on a line of its own, its number.
    pub(crate) fn run(&self, schedule: &Schedule, durations: &[Nanos]) -> Trace {
        let clock = VirtualClock::new();
        let recording = Recording::new("program", Nanos::ZERO, None);
        let permits = Semaphore::new(schedule.limit);
        let ends: Vec<End> = durations.iter().map(|_| End::default()).collect();
        let calls = (0..self.len()).map(async |number| {
            let waits_for = schedule.waits_for[number].iter();
            join_all(waits_for.map(|a| ends[*a].reached())).await;
            sleep(&clock, self.before[number]).await;
            let id = recording.queue(
                asked(self.asks[number], number),
                clock.now(),
            );
            let _permit = permits.acquire().await;
            recording.record(id, clock.now(), Step::Started);
            sleep(&clock, durations[number]).await;
            recording.record(
                id,
                clock.now(),
                Step::Ended(Outcome::Ok),
            );
            ends[number].reach();
        });
        run(&clock, join_all(calls)).expect("it ends");
        recording.first_result(clock.now());
        recording.end(clock.now());
        recording.trace().clone()
    }
}

/// The end of a call, which others may wait for.
#[derive(Default)]
pub(crate) struct End {
    reached: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

impl End {
    pub(crate) fn reach(&self) {
        self.reached.set(true);
        self.waiting.take().into_iter().for_each(Waker::wake);
    }

    pub(crate) async fn reached(&self) {
        poll_fn(|cx| {
            if self.reached.get() {
                return Poll::Ready(());
            }
            self.waiting.borrow_mut().push(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

pub(crate) async fn sleep(clock: &VirtualClock, time: Nanos) {
    clock.sleep_until(clock.now() + time).await;
}

fn asked(what: usize, line: usize) -> NewSpan {
    let path = format!("/{what}");
    NewSpan {
        method: "GET".into(),
        url: path.clone(),
        path,
        resource: "users".into(),
        site: CallSite {
            file: "program",
            line: line as u32,
            column: 1,
        },
    }
}
