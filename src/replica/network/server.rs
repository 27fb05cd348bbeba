//! The server at the other end: workers that take requests in turn, and a limit on how many it takes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::network::{Network, RateLimit};
use crate::time::Nanos;

/// A server of a few workers, each of which works the same time on a request; who comes while all are
/// busy waits, first come first served.
#[derive(Clone, Debug)]
pub(super) struct Server {
    service: Nanos,
    workers: usize,
    /// When each busy worker is free, the next one first.
    busy: BinaryHeap<Reverse<Nanos>>,
    limit: Option<RateLimit>,
    /// The end of the window that counts now, and what it has counted.
    window: (Nanos, u32),
}

/// What a server makes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reception {
    /// The answer leaves at this time.
    Answered(Nanos),
    /// One too many: ask again after this time.
    Refused(Nanos),
}

impl Server {
    pub(super) fn new(network: &Network) -> Self {
        Self {
            service: network.service,
            workers: network.workers as usize,
            busy: BinaryHeap::new(),
            limit: network.rate_limit,
            window: (Nanos::ZERO, 0),
        }
    }

    /// A request arrives at `at`, which is not before the last one came.
    pub(super) fn receive(&mut self, at: Nanos) -> Reception {
        if let Some(after) = self.refuse(at) {
            return Reception::Refused(after);
        }
        // A worker's time is settled when a request comes: nothing that comes later passes it.
        let start = if self.busy.len() < self.workers {
            at
        } else {
            self.busy.pop().map_or(at, |Reverse(free)| free.max(at))
        };
        let done = start + self.service;
        self.busy.push(Reverse(done));
        Reception::Answered(done)
    }

    /// How long to wait, when the window has counted as many as it may.
    fn refuse(&mut self, at: Nanos) -> Option<Nanos> {
        let limit = self.limit?;
        if self.window.1 == 0 || at >= self.window.0 {
            self.window = (at + limit.window, 0);
        }
        if self.window.1 == limit.requests {
            return Some(self.window.0.since(at));
        }
        self.window.1 += 1;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::random::SplitMix64;

    fn server(service: u64, workers: u32, rate_limit: Option<(u32, u64)>) -> Server {
        Server::new(&Network {
            service: Nanos(service),
            workers,
            rate_limit: rate_limit.map(|(requests, window)| RateLimit {
                requests,
                window: Nanos(window),
            }),
            ..Network::default()
        })
    }

    #[test]
    fn n_at_once_on_c_workers_take_n_over_c_rounds() {
        for (n, workers) in [(1_u32, 1), (6, 2), (7, 2), (10, 3), (5, 8)] {
            let mut server = server(10, workers, None);
            let done = (0..n).map(|_| server.receive(Nanos(100)));
            let last = done.last();
            let rounds = u64::from(n.div_ceil(workers));
            assert_eq!(
                last,
                Some(Reception::Answered(Nanos(
                    100 + 10 * rounds
                ))),
                "{n} on {workers}"
            );
        }
    }

    #[test]
    fn a_window_takes_so_many_and_refuses_the_rest() {
        use Reception::{Answered, Refused};
        let mut server = server(0, 9, Some((2, 100)));
        let cases = [
            (10, Answered(Nanos(10))),
            (20, Answered(Nanos(20))),
            (30, Refused(Nanos(80))),
            (109, Refused(Nanos(1))),
            (110, Answered(Nanos(110))),
            (120, Answered(Nanos(120))),
            (209, Refused(Nanos(1))),
            // A window begins with its first request.
            (500, Answered(Nanos(500))),
            (599, Answered(Nanos(599))),
            (599, Refused(Nanos(1))),
        ];
        for (at, expected) in cases {
            assert_eq!(
                server.receive(Nanos(at)),
                expected,
                "at {at}"
            );
        }
    }

    /// One worker, requests at random: an M/D/1 queue. The mean wait is ρ s / (2 (1 - ρ)) (Pollaczek and
    /// Khinchine), here 0.6 × 100 / 0.8 = 75.
    #[test]
    fn waits_are_those_of_an_m_d_1_queue() {
        const SERVICE: u64 = 100_000;
        let means: Vec<f64> = (0..40).map(|seed| mean_wait(seed, SERVICE, 0.6)).collect();
        let n = means.len() as f64;
        let mean = means.iter().sum::<f64>() / n;
        let variance = means.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (n - 1.0);
        let error = (variance / n).sqrt();
        let expected = 0.6 * SERVICE as f64 / (2.0 * 0.4);
        assert!(
            (mean - expected).abs() < 4.0 * error,
            "{mean} ± {error} for {expected}"
        );
        // An interval so wide that anything fits would show nothing.
        assert!(error < 0.02 * expected, "{error}");
    }

    /// The mean wait of 5,000 requests after 500 that fill the queue, in nanoseconds.
    fn mean_wait(seed: u64, service: u64, load: f64) -> f64 {
        let mut server = server(service, 1, None);
        let mut random = SplitMix64::new(seed);
        let (mut at, mut sum) = (0.0, 0.0);
        for place in 0..5_500 {
            // Exponential gaps: the arrivals are a Poisson process.
            at += -libm::log(1.0 - random.next_f64()) * service as f64 / load;
            let now = Nanos(at as u64);
            if let Reception::Answered(done) = server.receive(now)
                && place >= 500
            {
                sum += done.since(now).0 as f64 - service as f64;
            }
        }
        sum / 5_000.0
    }
}
