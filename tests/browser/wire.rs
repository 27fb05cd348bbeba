//! A comparison as the proxy sees it.

use crate::served::Experiment;
use crate::support::proxy::{End, Proxy, Seen};
use std::collections::HashSet;
use std::sync::Mutex;
use std::time::Duration;

/// A comparison on the wire: its warm-up, then its variants in the order they ran.
pub(crate) struct Wire {
    pub(crate) warm_up: Vec<Seen>,
    pub(crate) runs: Vec<Vec<Seen>>,
}

impl Wire {
    /// The requests from number `from` on, which are those of one whole comparison.
    pub(crate) fn of(proxy: &Proxy, from: usize, experiment: Experiment) -> Self {
        let seen = proxy.seen().split_off(from);
        let parts: Vec<Vec<Seen>> = seen
            .chunks(experiment.width)
            .map(<[Seen]>::to_vec)
            .collect();
        let lengths: Vec<_> = parts.iter().map(Vec::len).collect();
        assert_eq!(
            lengths, [experiment.width; 3],
            "a warm-up and two runs: {seen:#?}"
        );
        let mut parts = parts.into_iter();
        Self {
            warm_up: parts.next().unwrap_or_default(),
            runs: parts.collect(),
        }
    }

    /// The parts of the comparison, first to last.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Vec<Seen>> {
        std::iter::once(&self.warm_up).chain(&self.runs)
    }

    /// Fails unless all was answered, and no part began before the one before it was over.
    pub(crate) fn assert_apart(&self) {
        let parts: Vec<_> = self.parts().collect();
        for pair in parts.windows(2) {
            let over = pair[0].iter().map(end).max();
            let next = pair[1].iter().map(|seen| seen.arrived).min();
            assert!(
                over <= next,
                "they overlap: {:#?} and {:#?}",
                pair[0],
                pair[1]
            );
        }
    }
}

/// The paths that were asked for, in alphabetical order: requests made at once may arrive in any.
pub(crate) fn paths(seen: &[Seen]) -> Vec<String> {
    let mut paths: Vec<_> = seen.iter().map(|seen| seen.path.clone()).collect();
    paths.sort();
    paths
}

/// The most of these requests that were on their way at once.
pub(crate) fn peak(seen: &[Seen]) -> usize {
    let at = |moment| {
        seen.iter()
            .filter(move |other| other.arrived <= moment && moment < end(other))
            .count()
    };
    seen.iter().map(|one| at(one.arrived)).max().unwrap_or(0)
}

/// When an answered request was over.
fn end(seen: &Seen) -> tokio::time::Instant {
    match seen.end {
        Some((End::Answered, at)) => at,
        _ => panic!("it was not answered: {seen:#?}"),
    }
}

/// The names of the headers that a browser sends by itself with a plain cross-origin GET.
const BROWSERS_OWN: [&str; 11] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "host",
    "origin",
    "pragma",
    "priority",
    "te",
    "user-agent",
];

/// Fails unless each request is a plain GET that no cache may answer: no credentials, no header of the
/// page's own, no preflight.
pub(crate) fn assert_plain(seen: &[Seen]) {
    for seen in seen {
        assert_eq!(seen.method, "GET", "{seen:#?}");
        for name in seen.headers.keys().map(|name| name.as_str()) {
            let own = BROWSERS_OWN.contains(&name)
                || name.starts_with("sec-fetch-")
                || name.starts_with("sec-ch-");
            assert!(own, "the header {name}: {seen:#?}");
        }
        assert_eq!(
            seen.headers
                .get("cache-control")
                .map(|value| value.as_bytes()),
            Some(&b"no-cache"[..]),
            "{seen:#?}"
        );
    }
}

/// Longer than any test.
pub(crate) const STUCK: Duration = Duration::from_secs(600);

/// A delay that lets each path through once: so the first variant gets its answers and the second one
/// does not. The warm-up asks for the first three users; choose another.
pub(crate) fn second_time_stuck() -> impl Fn(&str) -> Duration {
    let asked = Mutex::new(HashSet::<String>::new());
    move |path| {
        let first = asked
            .lock()
            .expect("nothing panics here")
            .insert(path.to_owned());
        if first { Duration::ZERO } else { STUCK }
    }
}
