//! Figures as people read them.

use crate::time::Nanos;

/// Milliseconds: one decimal below ten, whole above, with thousands apart.
#[must_use]
pub fn millis(time: Nanos) -> String {
    format!("{} ms", millis_number(time))
}

/// As [`millis`], without the unit.
#[must_use]
pub fn millis_number(time: Nanos) -> String {
    let millis = time.as_millis_f64();
    if millis > 0.0 && millis < 9.95 {
        format!("{millis:.1}")
    } else {
        thousands(millis.round() as u64)
    }
}

/// A whole number with thousands apart.
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Bytes, in units of a thousand.
#[must_use]
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..999_500 => scaled(bytes as f64 / 1e3, "kB"),
        _ => scaled(bytes as f64 / 1e6, "MB"),
    }
}

fn scaled(value: f64, unit: &str) -> String {
    if value < 9.95 {
        format!("{value:.1} {unit}")
    } else {
        format!("{value:.0} {unit}")
    }
}

/// A ratio: two decimals up to 1.1, one below ten, whole above.
#[must_use]
pub fn ratio(ratio: f64) -> String {
    if ratio < 1.095 {
        format!("{ratio:.2}×")
    } else if ratio < 9.95 {
        format!("{ratio:.1}×")
    } else {
        format!("{}×", thousands(ratio.round() as u64))
    }
}

/// A date and time of ISO 8601 for people: to the minute where it is in UTC, and else as it is.
#[must_use]
pub fn date_time(iso: &str) -> String {
    match iso.get(..16) {
        Some(minute) if iso.ends_with('Z') => format!("{} UTC", minute.replace('T', " ")),
        _ => iso.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_figures() {
        let time = |millis| super::millis(Nanos::from_millis_f64(millis));
        assert_eq!(
            [0.0, 0.04, 9.94, 9.96, 213.6, 1430.2].map(time),
            ["0 ms", "0.0 ms", "9.9 ms", "10 ms", "214 ms", "1,430 ms"]
        );
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(
            date_time("2026-01-31T12:00:07.250Z"),
            "2026-01-31 12:00 UTC"
        );
        assert_eq!(
            [999, 5_900, 93_400, 999_500, 2_500_000].map(bytes),
            ["999 B", "5.9 kB", "93 kB", "1.0 MB", "2.5 MB"]
        );
        assert_eq!(
            [1.04, 2.44, 12.3, 5817.2].map(ratio),
            ["1.04×", "2.4×", "12×", "5,817×"]
        );
    }

    #[test]
    fn dates_are_short() {
        for (iso, short) in [
            (
                "2026-01-31T12:03:04.567Z",
                "2026-01-31 12:03 UTC",
            ),
            (
                "2026-01-31T12:03:04+02:00",
                "2026-01-31T12:03:04+02:00",
            ),
            ("soon", "soon"),
            ("", ""),
        ] {
            assert_eq!(date_time(iso), short);
        }
    }
}
