//! The numbers of a modelled network: what lies between a page and an API.
//!
//! Plain data that links carry and a person may change, number by number. How such a network behaves
//! is the replica's affair.

mod cost;
mod numbers;
mod presets;

pub use cost::Part;
pub use numbers::Number;
pub use presets::{PRESETS, Preset};

use crate::time::Nanos;

/// A network, a server behind it, and the seed of their luck.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Network {
    /// The mean round trip.
    pub rtt: Nanos,
    /// The standard deviation of a round trip, which is drawn from a log-normal distribution.
    pub jitter: Nanos,
    /// What comes down, in kilobits a second, shared evenly by what is downloading.
    pub kbps: u32,
    /// How requests share connections.
    pub protocol: Protocol,
    /// The most connections to a host at once, over HTTP/1.1.
    pub connections: u32,
    /// Whether a connection is kept for the next request, over HTTP/1.1.
    pub keep_alive: bool,
    /// How long the server works on a request.
    pub service: Nanos,
    /// How many requests the server works on at once; the others queue.
    pub workers: u32,
    /// How many requests the server takes in a time, if it counts them.
    pub rate_limit: Option<RateLimit>,
    /// The share of requests that fail, from 0 to 1: a third each by a status of 500, by a reset and by
    /// an answer that never comes.
    pub failures: f64,
    /// Luck is drawn from this, the repeat, and the request.
    pub seed: u64,
}

/// How requests share connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// One request at a time on each of a few connections.
    Http1,
    /// Up to [`STREAMS`] requests at once on one connection.
    Http2,
}

/// The most requests at once on an HTTP/2 connection: what servers usually allow, and no less than RFC
/// 9113 (section 6.5.2) recommends.
pub const STREAMS: u32 = 100;

/// The most requests in a time. One too many is answered by 429.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// How many requests.
    pub requests: u32,
    /// In which time: it begins with the first request after the last one's end.
    pub window: Nanos,
}

impl Default for Network {
    fn default() -> Self {
        PRESETS[0].network()
    }
}

impl Network {
    /// In a few words, such as `80 ms ± 30, 10 Mbps, HTTP/2`.
    #[must_use]
    pub fn summary(&self) -> String {
        let jitter = match self.jitter {
            Nanos::ZERO => String::new(),
            jitter => format!(" ± {}", jitter.as_millis_f64()),
        };
        let protocol = match self.protocol {
            Protocol::Http1 => "HTTP/1.1",
            Protocol::Http2 => "HTTP/2",
        };
        format!(
            "{} ms{jitter}, {} Mbps, {protocol}",
            self.rtt.as_millis_f64(),
            f64::from(self.kbps) / 1_000.0
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_it_is() {
        assert_eq!(
            Network::default().summary(),
            "80 ms ± 30, 10 Mbps, HTTP/2"
        );
        let slow = Network {
            jitter: Nanos::ZERO,
            kbps: 780,
            protocol: Protocol::Http1,
            ..Network::default()
        };
        assert_eq!(
            slow.summary(),
            "80 ms, 0.78 Mbps, HTTP/1.1"
        );
    }
}
