//! What the variants are run with: the defaults, and parameters drawn anew in each run of the tests.

use std::env;
use std::fmt;
use std::io::{Write, stderr};
use std::time::{SystemTime, UNIX_EPOCH};

use tandem::engine::random::SplitMix64;
use tandem::experiments::{Experiment, Kind, Param, Value};

/// Parameters, and where they come from.
pub(super) struct Case {
    params: Vec<(&'static str, String)>,
    origin: String,
}

impl Case {
    /// These parameters, and the defaults of the rest.
    pub(super) fn of(params: &[(&'static str, &str)]) -> Self {
        let params = params.iter().map(|(key, text)| (*key, (*text).into()));
        Self {
            params: params.collect(),
            origin: "the rest by default".into(),
        }
    }

    /// All parameters of `experiment`, drawn by [`seed`]. Says which they are, whatever comes of them.
    pub(super) fn drawn(experiment: &Experiment) -> Self {
        let seed = seed();
        let mut random = SplitMix64::new(seed);
        let params = experiment.params.iter();
        let case = Self {
            params: params
                .map(|param| (param.key, draw(param, &mut random)))
                .collect(),
            origin: format!("drawn; TANDEM_SEED={seed} draws the same"),
        };
        // Not by a macro: what those print is shown of failed tests alone.
        let _ = writeln!(
            stderr(),
            "{} runs with {case}",
            experiment.name
        );
        case
    }

    /// As links write them.
    pub(super) fn params(&self) -> Vec<(&str, &str)> {
        let params = self.params.iter();
        params.map(|(key, text)| (*key, text.as_str())).collect()
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} ({})", self.params, self.origin)
    }
}

/// The one that `TANDEM_SEED` names, or one of this moment.
fn seed() -> u64 {
    let moment = || {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.expect("the clock is set").as_micros() as u64
    };
    match env::var("TANDEM_SEED") {
        Ok(text) => text.parse().expect("TANDEM_SEED is a whole number"),
        Err(_) => moment(),
    }
}

/// Something that the API has, and now and then something that it has not.
fn draw(param: &Param, random: &mut SplitMix64) -> String {
    match (param.kind, param.key) {
        (Kind::User { .. }, _) => between(1, 10, random).to_string(),
        (Kind::Numbers { .. }, "users") => list(12, random),
        (Kind::Numbers { .. }, _) => list(104, random),
        // Long enough that nothing times out, whatever else the machine does.
        (Kind::Count { .. }, "timeout") => between(20_000, 60_000, random).to_string(),
        (Kind::Count { .. }, _) => between(1, 5, random).to_string(),
        (Kind::Text { known, .. }, key) => {
            let name = known[random.below(known.len())];
            match random.below(3) {
                // Only user names are found whatever their case.
                0 if key == "username" => name.to_uppercase(),
                1 if key == "username" => name.to_lowercase(),
                _ => name.into(),
            }
        }
    }
}

/// Up to three ranges of up to three numbers, in any order.
fn list(last: u32, random: &mut SplitMix64) -> String {
    let mut numbers = Vec::new();
    for _ in 0..between(1, 3, random) {
        let first = between(1, last - 2, random);
        numbers.extend(first..=first + between(0, 2, random));
    }
    Value::Numbers(numbers).text()
}

fn between(first: u32, last: u32, random: &mut SplitMix64) -> u32 {
    first + random.below((last - first + 1) as usize) as u32
}
