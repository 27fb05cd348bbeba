//! The numbers one by one, as links and fields write them.

use super::{Network, Protocol, RateLimit};
use crate::time::Nanos;

/// One number of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields of `Network` say what they are")]
pub enum Number {
    Rtt,
    Jitter,
    Kbps,
    Protocol,
    Connections,
    KeepAlive,
    Service,
    Workers,
    RateLimit,
    Failures,
    Seed,
}

/// The longest time that is taken, in milliseconds.
const LONGEST: f64 = 60_000.0;

impl Number {
    /// All of them, in the order a request meets them.
    pub const ALL: &[Self] = &[
        Self::Rtt,
        Self::Jitter,
        Self::Kbps,
        Self::Protocol,
        Self::Connections,
        Self::KeepAlive,
        Self::Service,
        Self::Workers,
        Self::RateLimit,
        Self::Failures,
        Self::Seed,
    ];

    /// The key in links.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Rtt => "rtt",
            Self::Jitter => "jitter",
            Self::Kbps => "kbps",
            Self::Protocol => "protocol",
            Self::Connections => "connections",
            Self::KeepAlive => "keepalive",
            Self::Service => "service",
            Self::Workers => "workers",
            Self::RateLimit => "ratelimit",
            Self::Failures => "failures",
            Self::Seed => "seed",
        }
    }

    /// The number of this key.
    #[must_use]
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|number| number.key() == key)
    }

    /// The label on the page, with the unit.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Rtt => "Round trip, ms",
            Self::Jitter => "Jitter, ms",
            Self::Kbps => "Bandwidth, kbit/s",
            Self::Protocol => "Protocol",
            Self::Connections => "Connections a host",
            Self::KeepAlive => "Kept connections",
            Self::Service => "Server works, ms",
            Self::Workers => "Server’s workers",
            Self::RateLimit => "Rate limit",
            Self::Failures => "Share that fails",
            Self::Seed => "Seed",
        }
    }

    /// The names to choose from, where it is no number at all.
    #[must_use]
    pub const fn choices(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Protocol => &[("h2", "HTTP/2"), ("h1", "HTTP/1.1")],
            Self::KeepAlive => &[("on", "on"), ("off", "off")],
            _ => &[],
        }
    }

    /// As links and fields write it.
    #[must_use]
    pub fn text(self, network: &Network) -> String {
        let millis = |time: Nanos| time.as_millis_f64().to_string();
        match self {
            Self::Rtt => millis(network.rtt),
            Self::Jitter => millis(network.jitter),
            Self::Kbps => network.kbps.to_string(),
            Self::Protocol => match network.protocol {
                Protocol::Http1 => "h1".into(),
                Protocol::Http2 => "h2".into(),
            },
            Self::Connections => network.connections.to_string(),
            Self::KeepAlive => if network.keep_alive { "on" } else { "off" }.into(),
            Self::Service => millis(network.service),
            Self::Workers => network.workers.to_string(),
            Self::RateLimit => network
                .rate_limit
                .map(|limit| {
                    format!(
                        "{}/{}",
                        limit.requests,
                        limit.window.as_millis_f64() / 1e3
                    )
                })
                .unwrap_or_default(),
            Self::Failures => network.failures.to_string(),
            Self::Seed => network.seed.to_string(),
        }
    }

    /// Reads `text` into `network`.
    ///
    /// # Errors
    /// What may be written instead, in a few words.
    pub fn read(self, text: &str, network: &mut Network) -> Result<(), String> {
        match self {
            Self::Rtt => network.rtt = millis(text)?,
            Self::Jitter => network.jitter = millis(text)?,
            Self::Kbps => network.kbps = whole(text, 1, 10_000_000)?,
            Self::Protocol => {
                network.protocol = match text {
                    "h1" => Protocol::Http1,
                    "h2" => Protocol::Http2,
                    _ => return Err("h1 or h2".into()),
                }
            }
            Self::Connections => network.connections = whole(text, 1, 1_000)?,
            Self::KeepAlive => {
                network.keep_alive = match text {
                    "on" => true,
                    "off" => false,
                    _ => return Err("on or off".into()),
                }
            }
            Self::Service => network.service = millis(text)?,
            Self::Workers => network.workers = whole(text, 1, 10_000)?,
            Self::RateLimit => network.rate_limit = rate_limit(text)?,
            Self::Failures => network.failures = within(text, 1.0, "a number from 0 to 1")?,
            Self::Seed => {
                network.seed = text.parse().map_err(|_| "a whole number".to_owned())?;
            }
        }
        Ok(())
    }
}

fn whole(text: &str, least: u32, most: u32) -> Result<u32, String> {
    let number = text.parse().ok();
    number
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| format!("a whole number from {least} to {most}"))
}

fn within(text: &str, most: f64, expected: &str) -> Result<f64, String> {
    decimal(text)
        .filter(|number| (0.0..=most).contains(number))
        .ok_or_else(|| expected.into())
}

/// The most digits of which a `u64` holds any.
const MOST_DIGITS: usize = 19;

/// The most digits of which a `f64` holds any exactly, and the highest power of ten that it does: with no more than these
/// there is one rounding.
const EXACT_DIGITS: usize = 15;
const EXACT_POWER: u32 = 22;

/// A number in digits, with a point among them or without. What this program wrote is read back as it was. The standard
/// library reads whatever there is to the last bit, by a table of ten kilobytes that does not pack.
fn decimal(text: &str) -> Option<f64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = [whole, part].concat();
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let significant = digits.trim_start_matches('0');
    let (told, beyond) = significant.split_at(significant.len().min(MOST_DIGITS));
    let power = part.len() as i32 - beyond.len() as i32;
    let about = told.parse::<u64>().unwrap_or(0) as f64 / 10_f64.powi(power);
    if significant.len() <= EXACT_DIGITS && power.unsigned_abs() <= EXACT_POWER {
        return Some(about);
    }
    // Rounded twice, it may be one beside that which is written so.
    let near = (-8..=8).map(|step| f64::from_bits(about.to_bits().wrapping_add_signed(step)));
    let written = near.into_iter().find(|near| near.to_string() == text);
    Some(written.unwrap_or(about))
}

fn millis(text: &str) -> Result<Nanos, String> {
    within(
        text,
        LONGEST,
        "milliseconds, from 0 to 60000",
    )
    .map(Nanos::from_millis_f64)
}

/// Empty for none.
fn rate_limit(text: &str) -> Result<Option<RateLimit>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let expected = || "requests/seconds, such as 5/1, or nothing".to_owned();
    let (requests, seconds) = text.split_once('/').ok_or_else(expected)?;
    let requests = whole(requests, 1, 1_000_000).map_err(|_| expected())?;
    let seconds = within(seconds, 3_600.0, "").map_err(|_| expected())?;
    let window = Nanos::from_millis_f64(seconds * 1e3);
    if window == Nanos::ZERO {
        return Err(expected());
    }
    Ok(Some(RateLimit { requests, window }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_written_is_read_to_the_last_bit(
            number in prop_oneof![0.0..1.0_f64, 0.0..1e-5_f64, 0.0..1e5_f64, 0.0..1e18_f64],
        ) {
            prop_assert_eq!(decimal(&number.to_string()), Some(number));
        }

        #[test]
        fn what_people_write_is_read_as_the_standard_library_does(text in "[0-9]{0,6}\\.?[0-9]{0,6}") {
            prop_assert_eq!(decimal(&text), text.parse().ok());
        }
    }

    #[test]
    fn what_is_no_number_in_digits_is_none() {
        for text in ["", ".", "-1", "+1", "1e3", "1.2.3", " 1", "½", "inf", "NaN"] {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(
            decimal("0.1000000000000000000000000001"),
            Some(0.1)
        );
        assert_eq!(
            decimal("123456789012345678901234567890"),
            Some(123_456_789_012_345_678_901_234_567_890.0)
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        let cases = [
            (Number::Rtt, "12.5"),
            (Number::Jitter, "0"),
            (Number::Kbps, "780"),
            (Number::Protocol, "h1"),
            (Number::Connections, "2"),
            (Number::KeepAlive, "off"),
            (Number::Service, "20"),
            (Number::Workers, "1"),
            (Number::RateLimit, "5/1"),
            (Number::RateLimit, "100/0.5"),
            (Number::RateLimit, ""),
            (Number::Failures, "0.25"),
            (Number::Seed, "7"),
        ];
        for (number, text) in cases {
            let mut network = Network::default();
            number.read(text, &mut network).unwrap();
            assert_eq!(
                number.text(&network),
                text,
                "{number:?}"
            );
            assert_eq!(Number::find(number.key()), Some(number));
        }
    }

    #[test]
    fn what_cannot_be_is_refused_and_changes_nothing() {
        let cases = [
            (Number::Rtt, "-1"),
            (Number::Rtt, "60001"),
            (Number::Rtt, "NaN"),
            (Number::Rtt, "inf"),
            (Number::Kbps, "0"),
            (Number::Protocol, "h3"),
            (Number::Connections, "0"),
            (Number::KeepAlive, "yes"),
            (Number::Workers, "0"),
            (Number::RateLimit, "5"),
            (Number::RateLimit, "0/1"),
            (Number::RateLimit, "5/0"),
            (Number::RateLimit, "5/-1"),
            (Number::Failures, "1.1"),
            (Number::Failures, ""),
            (Number::Seed, "-1"),
        ];
        for (number, text) in cases {
            let mut network = Network::default();
            let refused = number.read(text, &mut network);
            assert!(
                refused.is_err_and(|expected| !expected.is_empty()),
                "{number:?} {text}"
            );
            assert_eq!(network, Network::default());
        }
    }
}
