//! What a request pays for, part by part, when nothing happens by chance.

use super::Network;
use crate::time::Nanos;

/// A part of what a request takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is, for people.
    pub name: &'static str,
    /// Its name in style sheets.
    pub kind: &'static str,
    /// How long it takes.
    pub time: Nanos,
}

impl Network {
    /// What a request for `bytes` pays for on a connection that is open or on the first one of all, alone
    /// on the line.
    #[must_use]
    pub fn cost(&self, bytes: u32, connected: bool) -> Vec<Part> {
        let part = |name, kind, time| Part { name, kind, time };
        let trip = |name| part(name, "connecting", self.rtt);
        let mut parts = Vec::new();
        if !connected {
            parts.extend([trip("the host’s name"), trip("TCP"), trip("TLS")]);
        }
        // Bits over kilobits a second are milliseconds.
        let download = f64::from(bytes) * 8.0 / f64::from(self.kbps);
        parts.extend([
            part("there and back", "waiting", self.rtt),
            part(
                "the server’s work",
                "service",
                self.service,
            ),
            part(
                "download",
                "download",
                Nanos::from_millis_f64(download),
            ),
        ]);
        parts.retain(|part| part.time > Nanos::ZERO);
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_request_pays_three_round_trips_more() {
        let network = Network {
            service: Nanos::from_millis(5),
            ..Network::default()
        };
        let sum = |connected| {
            let parts = network.cost(10_000, connected);
            parts.iter().map(|part| part.time.0).sum::<u64>() / 1_000_000
        };
        // 10 kB at 10 Mbps are 8 ms.
        assert_eq!(
            (sum(true), sum(false)),
            (80 + 5 + 8, 4 * 80 + 5 + 8)
        );
    }
}
