//! One run, measured fairly: a warm-up before it, its own zero, and a mark when something disturbed it.

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;

use futures::StreamExt;
use futures::future::{join_all, select};

use super::call::Caller;
use super::error::Error;
use super::ports::{Attention, Clock, Pool, Request, Spawn, Timeline, Transport, Unreachable};
use super::recording::Recording;
use super::vigil;
use crate::time::Nanos;
use crate::trace::Disturbance;

/// The time a warm-up has for the first head of an answer.
pub const WARM_UP_LIMIT: Nanos = Nanos::from_millis(3_000);

/// The widest warm-up: as many connections as a browser opens to one host over HTTP/1.1.
const WARM_UP_WIDTH: usize = 6;

/// How often a source is asked for phases that it does not know yet, and the pause between. A browser's entry of a
/// request comes from another process than its body, and mostly before it.
const ASKED: u32 = 10;
const UNTIL_ASKED_AGAIN: Nanos = Nanos::from_millis(5);

/// All that a comparison runs in. It stays the same from the warm-up to the last variant.
#[derive(Clone)]
pub struct Environment {
    /// The source.
    pub transport: Rc<dyn Transport>,
    /// The source's base URL, without a slash at its end.
    pub base: Rc<str>,
    /// The time of every figure.
    pub clock: Rc<dyn Clock>,
    /// The pool of connections that was made last: each has a number of its own.
    pub last_pool: Rc<Cell<Pool>>,
    /// Runs the tasks that variants start.
    pub spawn: Rc<dyn Spawn>,
    /// Whether anybody looks.
    pub attention: Rc<dyn Attention>,
    /// Where finished spans are shown beside the page.
    pub timeline: Option<Rc<dyn Timeline>>,
}

impl Environment {
    /// What a run's client calls with, recorded by `recording`.
    #[must_use]
    pub fn caller(&self, recording: &Rc<Recording>) -> Caller {
        Caller {
            transport: Rc::clone(&self.transport),
            clock: Rc::clone(&self.clock),
            recorder: Rc::<Recording>::clone(recording),
            base: Rc::clone(&self.base),
            pool: Pool::SHARED,
            last_pool: Rc::clone(&self.last_pool),
        }
    }

    /// The recording of a run of `variant` that begins now.
    #[must_use]
    pub fn begin(&self, variant: &'static str) -> Rc<Recording> {
        let timeline = self.timeline.clone();
        Rc::new(Recording::new(
            variant,
            self.clock.now(),
            timeline,
        ))
    }
}

/// What a warm-up found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarmUp {
    /// The source answers.
    Answered {
        /// The first HTTP status outside 2xx; if there is none, one of 2xx.
        status: u16,
    },
    /// No head of an answer within [`WARM_UP_LIMIT`].
    Silent,
    /// Every request failed before an answer.
    Unreachable,
    /// The same, in a browser that says that it is offline.
    Offline,
    /// Every request was sent on to another origin.
    Elsewhere,
}

/// How many requests warm up for `width` calls at once.
#[must_use]
pub fn warm_up_width(width: usize) -> usize {
    width.clamp(1, WARM_UP_WIDTH)
}

/// Opens the connections that the runs will need, `width` at once and [`WARM_UP_WIDTH`] at most, and
/// throws the answers away. One connection alone would favour the variant that needs only one.
pub async fn warm_up(environment: &Environment, width: usize) -> WarmUp {
    let deadline = environment.clock.now() + WARM_UP_LIMIT;
    let (status, failure) = (
        Cell::new(None),
        Cell::new(WarmUp::Unreachable),
    );
    let touch = |id| touch(environment, id, &status, &failure);
    let requests = (1..=warm_up_width(width)).map(touch);
    let all = std::pin::pin!(join_all(requests));
    let silent = {
        let ended = select(
            all,
            environment.clock.sleep_until(deadline),
        )
        .await;
        matches!(ended, futures::future::Either::Right(_))
    };
    match status.get() {
        Some(status) => WarmUp::Answered { status },
        None if silent => WarmUp::Silent,
        None => failure.get(),
    }
}

/// Asks for one small row and reads it to its end, so that the connection is free again.
async fn touch(
    environment: &Environment,
    id: usize,
    status: &Cell<Option<u16>>,
    failure: &Cell<WarmUp>,
) {
    let request = Request {
        url: format!("{}/users/{id}", environment.base),
        pool: Pool::SHARED,
    };
    let mut answer = match environment.transport.send(request).await {
        Ok(answer) => answer,
        Err(why) => {
            return failure.set(match why {
                Unreachable::Unexplained | Unreachable::Modelled => WarmUp::Unreachable,
                Unreachable::Offline => WarmUp::Offline,
                Unreachable::Elsewhere(_) => WarmUp::Elsewhere,
            });
        }
    };
    if status.get().is_none_or(|seen| (200..300).contains(&seen)) {
        status.set(Some(answer.status));
    }
    while let Some(Ok(_)) = answer.body.next().await {}
}

/// A finished run of one variant.
#[derive(Clone, Debug)]
pub struct Finished<T> {
    /// What the variant answered.
    pub result: Result<T, Error>,
    /// What disturbed it, if anything did: then its figures are no evidence.
    pub disturbance: Option<Disturbance>,
}

/// Ends in another turn of `clock`'s: what waits meanwhile has its own before.
pub async fn next_turn(clock: &dyn Clock) {
    // A sleep until now would end at once, with no turn in between.
    clock.sleep_until(clock.now() + Nanos::from_millis(1)).await;
}

/// How many spans are shown at once: each takes the browser a thirtieth of a millisecond.
const SHOWN_AT_ONCE: usize = 64;

/// Shows the spans of a run that is over beside the page, some in each turn of `clock`'s. Shown as they end, each would
/// take time that counts as that of its neighbours.
pub async fn show(clock: &dyn Clock, recording: &Recording) {
    while recording.show(SHOWN_AT_ONCE) {
        next_turn(clock).await;
    }
}

/// Takes down the phases of a run that is over, with all that it left running, as far as its source tells them.
pub async fn ask_for_phases(environment: &Environment, recording: &Recording) {
    let clock = &environment.clock;
    for _ in 0..ASKED {
        if recording.ask_for_phases(clock.now()) {
            return;
        }
        clock.sleep_until(clock.now() + UNTIL_ASKED_AGAIN).await;
    }
    recording.ask_no_more(clock.now());
}

/// Runs `variant` and records its end. Its beginning was recorded by [`Environment::begin`].
pub async fn measure<T>(
    environment: &Environment,
    recording: &Recording,
    variant: impl Future<Output = Result<T, Error>>,
) -> Finished<T> {
    let run = async {
        let result = variant.await;
        let now = environment.clock.now();
        if result.is_ok() {
            recording.first_result(now);
        }
        recording.end(now);
        result
    };
    let (clock, attention) = (
        &*environment.clock,
        &*environment.attention,
    );
    let (result, disturbance) = vigil::watched(clock, attention, run).await;
    Finished {
        result,
        disturbance,
    }
}
