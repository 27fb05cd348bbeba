//! Virtual time, native: what a request costs as requests become many.

use crate::table::Row;
use async_lock::Semaphore;
use futures::future::{LocalBoxFuture, try_join_all};
use futures::{FutureExt, StreamExt, stream};
use std::rc::Rc;
use std::time::Instant;
use tandem::api::{AlbumId, Client, Photo, Result};
use tandem::engine::ports::{Attention, Clock, Request, Response, Timing, Transport, Unreachable};
use tandem::engine::recording::Recording;
use tandem::engine::runner::Environment;
use tandem::engine::statistics::median;
use tandem::engine::virtual_time::{VirtualClock, run};
use tandem::time::Nanos;

/// How many requests, from the fewest on.
const MANY: [usize; 5] = [100, 1_000, 10_000, 100_000, 1_000_000];
/// As many run at once.
const PERMITS: usize = 16;
/// Each of those takes so long, in virtual time.
const TAKES: Nanos = Nanos::from_millis(80);
/// Few requests are run so often that they are this many, all taken together; but `LEAST` times, and `MOST` at most.
const TOGETHER: usize = 300_000;
const LEAST: usize = 3;
const MOST: usize = 1_000;
const GOAL: f64 = 1.5;

/// Answers everything with an empty list, later.
struct Later(VirtualClock);

impl Transport for Later {
    fn send(
        &self,
        _: Request,
    ) -> LocalBoxFuture<'static, std::result::Result<Response, Unreachable>> {
        let sleep = self.0.sleep_until(self.0.now() + TAKES);
        async move {
            sleep.await;
            Ok(Response {
                status: 200,
                retry_after: None,
                timing: Timing::Unknown,
                body: stream::iter([Ok(b"[]".to_vec())]).boxed_local(),
            })
        }
        .boxed_local()
    }
}

/// Nobody is there to look away.
pub(crate) struct Seen;

impl Attention for Seen {
    fn is_hidden(&self) -> bool {
        false
    }

    fn times_hidden(&self) -> u32 {
        0
    }
}

/// Seconds that so many turns under a semaphore take, of the executor alone.
fn turns(count: usize) -> f64 {
    let clock = VirtualClock::new();
    let semaphore = Semaphore::new(PERMITS);
    let turns = (0..count).map(async |_| -> Result<()> {
        let _permit = semaphore.acquire().await;
        clock.sleep_until(clock.now() + TAKES).await;
        Ok(())
    });
    let began = Instant::now();
    run(&clock, try_join_all(turns))
        .expect("each sleep ends")
        .expect("nothing fails");
    let took = began.elapsed();
    assert_eq!(clock.now(), expected(count));
    took.as_secs_f64()
}

/// Seconds that so many recorded requests take, scheduled as the variant `limited` does.
fn requests(count: usize) -> f64 {
    let clock = VirtualClock::new();
    let environment = Environment {
        transport: Rc::new(Later(clock.clone())),
        base: "http://later".into(),
        clock: Rc::new(clock.clone()),
        spawn: Rc::new(clock.clone()),
        last_pool: Rc::default(),
        attention: Rc::new(Seen),
        timeline: None,
    };
    let recording = Rc::new(Recording::new(
        "limited",
        Nanos::ZERO,
        None,
    ));
    let client = Client::new(environment.caller(&recording));
    let began = Instant::now();
    let loaded = run(&clock, limited(&client, count)).expect("each call ends");
    let took = began.elapsed();
    assert_eq!(loaded.expect("nothing fails").len(), 0);
    assert_eq!(
        (
            recording.trace().spans.len(),
            clock.now()
        ),
        (count, expected(count))
    );
    took.as_secs_f64()
}

/// As the variant of this name, with ids that need no list.
async fn limited(client: &Client, count: usize) -> Result<Vec<Photo>> {
    let semaphore = Semaphore::new(PERMITS);
    let calls = (0..count).map(async |album| {
        let call = client.photos_in(AlbumId(album as u32));
        let _permit = semaphore.acquire().await;
        call.await
    });
    Ok(try_join_all(calls).await?.concat())
}

/// When the last of so many ends, by the clock.
fn expected(count: usize) -> Nanos {
    Nanos(count.div_ceil(PERMITS) as u64 * TAKES.0)
}

/// What a request costs as they become many.
pub(crate) async fn rows() -> Vec<Row> {
    vec![
        row(
            "Virtual time, native: a turn under a semaphore of 16, from 10² to 10⁶ of them, the largest / the smallest",
            "the executor alone",
            turns,
        ),
        row(
            "the same with requests that are recorded as in a run",
            "calls of a client with their traces",
            requests,
        ),
    ]
}

fn row(what: &str, program: &str, measure: fn(usize) -> f64) -> Row {
    let micros: Vec<f64> = MANY
        .iter()
        .map(|count| {
            let times = (TOGETHER / count).clamp(LEAST, MOST);
            // The first one is not counted.
            measure((*count).min(MANY[2]));
            let taken: Vec<f64> = (0..times).map(|_| measure(*count)).collect();
            median(&taken).expect("times") / *count as f64 * 1e6
        })
        .collect();
    let largest = micros.iter().copied().fold(f64::MIN, f64::max);
    let smallest = micros.iter().copied().fold(f64::MAX, f64::min);
    let each: Vec<_> = micros.iter().map(|each| format!("{each:.2}")).collect();
    let told = format!(
        "{:.2} ({} µs)",
        largest / smallest,
        each.join(", ")
    );
    let way = format!(
        "{program}; medians of {LEAST} to {MOST} times each, one after another; the counts and the virtual time they \
         end at are asserted"
    );
    Row::at_most(what, GOAL, "", largest / smallest, told).taken(&way)
}
