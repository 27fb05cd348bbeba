//! What chance decides about a request.

use std::f64::consts::TAU;

use crate::engine::random::{SplitMix64, drawn_for};
use crate::network::Network;
use crate::time::Nanos;

/// What chance has in store for one request: the same whatever variant makes it, and whenever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Luck {
    /// The time of each of its round trips.
    pub(super) rtt: Nanos,
    /// How it ends.
    pub(super) fate: Fate,
}

/// How a request ends, as far as chance decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// By its answer.
    Answered,
    /// By a status of 500.
    Failed,
    /// By a connection that breaks when the answer should come.
    Reset,
    /// Not at all.
    Silent,
}

impl Luck {
    /// The luck of the `attempt`-th GET of `url` in one run of repeat `repeat`.
    pub(super) fn of(network: &Network, repeat: u32, url: &str, attempt: u32) -> Self {
        let mut random = drawn_for(
            network.seed,
            &format!("{repeat} GET {url} {attempt}"),
        );
        Self {
            rtt: log_normal(network.rtt, network.jitter, &mut random),
            fate: fate(network.failures, &mut random),
        }
    }
}

/// A draw from the log-normal distribution of this mean and standard deviation. For mean m and standard
/// deviation s its logarithm is normal with variance ln(1 + s²/m²) and mean ln m minus half of that.
fn log_normal(mean: Nanos, deviation: Nanos, random: &mut SplitMix64) -> Nanos {
    // Two draws in any case: what follows must not depend on the numbers of the network.
    let normal = normal(random);
    if mean == Nanos::ZERO || deviation == Nanos::ZERO {
        return mean;
    }
    let (mean, spread) = (
        mean.0 as f64,
        deviation.0 as f64 / mean.0 as f64,
    );
    let variance = libm::log(1.0 + spread * spread);
    let factor = libm::exp(libm::sqrt(variance) * normal - variance / 2.0);
    Nanos((mean * factor + 0.5) as u64)
}

/// A draw from the standard normal distribution (Box and Muller, 1958).
fn normal(random: &mut SplitMix64) -> f64 {
    // Not 0, which has no logarithm.
    let radius = libm::sqrt(-2.0 * libm::log(1.0 - random.next_f64()));
    radius * libm::cos(TAU * random.next_f64())
}

fn fate(share: f64, random: &mut SplitMix64) -> Fate {
    let (fails, kind) = (
        random.next_f64() < share,
        random.below(3),
    );
    match (fails, kind) {
        (false, _) => Fate::Answered,
        (true, 0) => Fate::Failed,
        (true, 1) => Fate::Reset,
        (true, _) => Fate::Silent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWS: u32 = 20_000;

    fn drawn(network: &Network) -> Vec<Luck> {
        (0..DRAWS)
            .map(|id| {
                Luck::of(
                    network,
                    0,
                    &format!("http://api/{id}"),
                    1,
                )
            })
            .collect()
    }

    #[test]
    fn depends_on_seed_repeat_request_and_attempt_alone() {
        let network = Network::default();
        let of = |seed, repeat, url, attempt| {
            Luck::of(
                &Network { seed, ..network },
                repeat,
                url,
                attempt,
            )
            .rtt
        };
        let one = of(1, 0, "/a", 1);
        assert_eq!(one, of(1, 0, "/a", 1));
        for other in [
            of(2, 0, "/a", 1),
            of(1, 1, "/a", 1),
            of(1, 0, "/b", 1),
            of(1, 0, "/a", 2),
        ] {
            assert_ne!(one, other);
        }
        // A kinder or a harder fate leaves the round trip as it is.
        let failing = Network {
            failures: 1.0,
            ..network
        };
        assert_eq!(
            Luck::of(&failing, 0, "/a", 1).rtt,
            Luck::of(&network, 0, "/a", 1).rtt
        );
    }

    #[test]
    fn round_trips_have_the_mean_and_the_deviation_they_should() {
        let drawn: Vec<_> = drawn(&Network::default())
            .iter()
            .map(|luck| luck.rtt.as_millis_f64())
            .collect();
        let n = f64::from(DRAWS);
        let mean = drawn.iter().sum::<f64>() / n;
        let deviation = (drawn.iter().map(|rtt| (rtt - mean).powi(2)).sum::<f64>() / n).sqrt();
        // Standard errors: of the mean 30/√20,000 = 0.21 ms, of the deviation about 0.3 ms with this
        // distribution's tail. Five of them each way.
        assert!((mean - 80.0).abs() < 1.1, "{mean}");
        assert!(
            (deviation - 30.0).abs() < 1.5,
            "{deviation}"
        );
        assert!(drawn.iter().all(|rtt| *rtt > 0.0));
        // The median of a log-normal distribution is m / √(1 + s²/m²).
        let mut sorted = drawn;
        sorted.sort_by(f64::total_cmp);
        let median = sorted[sorted.len() / 2];
        let expected = 80.0 / (1.0 + (30.0_f64 / 80.0).powi(2)).sqrt();
        assert!(
            (median - expected).abs() < 1.3,
            "{median} for {expected}"
        );
    }

    #[test]
    fn without_jitter_every_round_trip_is_the_mean() {
        let still = Network {
            jitter: Nanos::ZERO,
            ..Network::default()
        };
        assert!(drawn(&still).iter().all(|luck| luck.rtt == still.rtt));
    }

    #[test]
    fn failures_have_their_share_and_are_of_three_kinds() {
        let network = Network {
            failures: 0.3,
            ..Network::default()
        };
        let drawn = drawn(&network);
        // Binomial with 20,000 draws: standard deviation 65 for 0.3 and 42 for 0.1; five each way.
        let count = |fate| drawn.iter().filter(|luck| luck.fate == fate).count();
        assert!((13_675..14_325).contains(&count(Fate::Answered)));
        for fate in [Fate::Failed, Fate::Reset, Fate::Silent] {
            assert!(
                (1_790..2_210).contains(&count(fate)),
                "{fate:?}: {}",
                count(fate)
            );
        }
    }
}
