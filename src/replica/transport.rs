//! The replica as a source: the same port as the browser's fetch, over a modelled way.

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use futures::future::LocalBoxFuture;
use futures::{StreamExt, stream};

use super::Replica;
use crate::engine::ports::{Clock, Pool, Request, Response, Transport, Unreachable};
use crate::engine::random::drawn_for;
use crate::time::Nanos;

/// The base of every URL that the replica answers. The name can belong to no host (RFC 6761).
pub const BASE: &str = "http://replica.invalid";

/// How long the replica takes for a request: evenly spread around a middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latency {
    /// The middle.
    pub middle: Nanos,
    /// The most that a request takes more or less.
    pub spread: Nanos,
}

impl Latency {
    /// 80 ms ± 30.
    pub const DEFAULT: Self = Self {
        middle: Nanos::from_millis(80),
        spread: Nanos::from_millis(30),
    };

    /// The time that `url` takes under `seed`: drawn from these alone, so that every variant meets the
    /// same luck.
    #[must_use]
    pub fn of(&self, seed: u64, url: &str) -> Nanos {
        let drawn = drawn_for(seed, url).next_f64();
        let least = self.middle.since(self.spread);
        least + Nanos((drawn * 2.0 * self.spread.0 as f64) as u64)
    }
}

/// Answers requests from a [`Replica`], each after its latency by the clock.
#[derive(Clone)]
pub struct ReplicaTransport {
    replica: Rc<Replica>,
    clock: Rc<dyn Clock>,
    latency: Latency,
    seed: u64,
    /// The pools that have opened a connection. The page's own counts as open from the start: a warm-up
    /// has been there.
    open: Rc<RefCell<HashSet<Pool>>>,
}

/// What a new connection costs in round trips: one for TCP, one more for TLS 1.3 (RFC 8446, section 2).
const HANDSHAKES: u64 = 2;

impl ReplicaTransport {
    /// A source over `replica` whose time is `clock`'s and whose luck is drawn from `seed`.
    #[must_use]
    pub fn new(replica: Rc<Replica>, clock: Rc<dyn Clock>, latency: Latency, seed: u64) -> Self {
        Self {
            replica,
            clock,
            latency,
            seed,
            open: Rc::new(RefCell::new(HashSet::from([
                Pool::SHARED,
            ]))),
        }
    }
}

impl ReplicaTransport {
    /// The time that `request` needs to open its pool's connection, if it is the first to need it.
    fn connecting(&self, request: &Request) -> Option<Nanos> {
        let first = self.open.borrow_mut().insert(request.pool);
        first.then(|| Nanos(self.latency.middle.0 * HANDSHAKES))
    }
}

impl Transport for ReplicaTransport {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, Unreachable>> {
        let this = self.clone();
        Box::pin(async move {
            let connecting = this.connecting(&request);
            // One deadline, so that the slop of timers does not add up.
            let latency = this.latency.of(this.seed, &request.url) + connecting.unwrap_or_default();
            this.clock.sleep_until(this.clock.now() + latency).await;
            let path = request.url.strip_prefix(BASE).ok_or(Unreachable)?;
            let answer = this.replica.get(path);
            let body = stream::once(async move { Ok(answer.body) }).boxed_local();
            Ok(Response {
                status: answer.status,
                connecting,
                body,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::virtual_time::{VirtualClock, run};

    #[test]
    fn each_pool_opens_one_connection() {
        let clock = VirtualClock::new();
        let latency = Latency {
            spread: Nanos::ZERO,
            ..Latency::DEFAULT
        };
        let source = ReplicaTransport::new(
            Rc::default(),
            Rc::new(clock.clone()),
            latency,
            1,
        );
        let ask = |pool| {
            let url = format!("{BASE}/users/1");
            let answer = run(
                &clock,
                source.send(Request { url, pool }),
            )
            .unwrap()
            .unwrap();
            (
                answer.connecting.map(Nanos::as_millis_f64),
                clock.now().as_millis_f64(),
            )
        };
        assert_eq!(ask(Pool::SHARED), (None, 80.0));
        assert_eq!(
            ask(Pool(1)),
            (Some(160.0), 80.0 + 240.0)
        );
        assert_eq!(ask(Pool(1)), (None, 400.0));
        assert_eq!(ask(Pool(2)), (Some(160.0), 640.0));
    }

    #[test]
    fn latency_depends_on_seed_and_url_alone_and_keeps_its_bounds() {
        let latency = Latency::DEFAULT;
        let of = |seed, id: u32| latency.of(seed, &format!("{BASE}/users/{id}"));
        assert_eq!(of(1, 7), of(1, 7));
        assert_ne!(of(1, 7), of(2, 7));
        let drawn: Vec<_> = (0..10_000).map(|id| of(3, id).as_millis_f64()).collect();
        assert!(drawn.iter().all(|millis| (50.0..110.0).contains(millis)));
        let mean = drawn.iter().sum::<f64>() / 10_000.0;
        // Even over 60 ms: standard deviation 17.3 ms, of the mean 0.17; five of them each way.
        assert!((mean - 80.0).abs() < 0.87, "{mean}");
    }
}
