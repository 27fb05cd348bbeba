//! Networks to choose from.

use super::{Network, Protocol};
use crate::time::Nanos;

/// A network with a name.
#[derive(Debug, PartialEq, Eq)]
pub struct Preset {
    /// The name in links.
    pub name: &'static str,
    /// The name for people.
    pub title: &'static str,
    /// Where its numbers come from.
    pub source: &'static str,
    rtt: u64,
    jitter: u64,
    kbps: u32,
}

const OURS: &str = "our own: a wired line half a continent away";

/// Round trip and bandwidth between packets, not the inflated delays that developer tools put on whole
/// requests. The profiles name no jitter.
const WEB_PAGE_TEST: &str = "WebPageTest’s connectivity profiles";

const fn preset(name: &'static str, title: &'static str, rtt: u64, kbps: u32) -> Preset {
    Preset {
        name,
        title,
        source: WEB_PAGE_TEST,
        rtt,
        jitter: 0,
        kbps,
    }
}

/// All presets. The first is the one nobody has to choose.
pub const PRESETS: &[Preset] = &[
    Preset {
        source: OURS,
        jitter: 30,
        ..preset("default", "Default", 80, 10_000)
    },
    preset("fibre", "Fibre", 4, 20_000),
    preset("cable", "Cable", 28, 5_000),
    preset("dsl", "DSL", 50, 1_500),
    preset("3g-fast", "3G, fast", 150, 1_600),
    preset("3g", "3G", 300, 1_600),
    preset("3g-slow", "3G, slow", 200, 780),
];

impl Preset {
    /// The preset of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.name == name)
    }

    /// All names, for people.
    #[must_use]
    pub fn names() -> String {
        let names: Vec<_> = PRESETS.iter().map(|preset| preset.name).collect();
        names.join(", ")
    }

    /// Its numbers.
    #[must_use]
    pub const fn network(&self) -> Network {
        Network {
            rtt: Nanos::from_millis(self.rtt),
            jitter: Nanos::from_millis(self.jitter),
            kbps: self.kbps,
            protocol: Protocol::Http2,
            connections: 6,
            keep_alive: true,
            service: Nanos::ZERO,
            workers: 64,
            rate_limit: None,
            failures: 0.0,
            seed: 42,
        }
    }
}
