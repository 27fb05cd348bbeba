//! Dates in files, as moments.

use time::OffsetDateTime;
use time::format_description::well_known::{Iso8601, Rfc3339};

use crate::time::Nanos;

/// A moment in nanoseconds since the beginning of 1970 in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(i128);

impl Moment {
    /// From `earlier` to `self`; zero when `earlier` is later.
    pub(super) fn since(self, earlier: Self) -> Nanos {
        Nanos(u64::try_from(self.0.saturating_sub(earlier.0).max(0)).unwrap_or(u64::MAX))
    }

    /// `time` later.
    pub(super) fn after(self, time: Nanos) -> Self {
        Self(self.0 + i128::from(time.0))
    }
}

/// The moment of a date and time as ISO 8601 writes them, with their offset from UTC.
pub(super) fn read(text: &str) -> Option<Moment> {
    let date = OffsetDateTime::parse(text, &Iso8601::DEFAULT).ok()?;
    Some(Moment(date.unix_timestamp_nanos()))
}

/// `moment` as ISO 8601 writes it, in UTC. What lies outside four-digit years is moved to their edge.
pub(super) fn write(moment: Moment) -> String {
    let edges = [FIRST, LAST].map(|seconds| i128::from(seconds) * 1_000_000_000);
    let nanos = moment.0.clamp(edges[0], edges[1]);
    OffsetDateTime::from_unix_timestamp_nanos(nanos)
        .ok()
        .and_then(|date| date.format(&Rfc3339).ok())
        // Between the edges each moment is a date, and each date can be written.
        .unwrap_or_default()
}

/// The beginning of the year 0, in seconds since 1970.
const FIRST: i64 = -62_167_219_200;
/// The last second of the year 9999.
const LAST: i64 = 253_402_300_799;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_browsers_write() {
        let cases = [
            ("1970-01-01T00:00:00Z", Some(0)),
            (
                "1970-01-01T00:00:00.5Z",
                Some(500_000_000),
            ),
            (
                "1970-01-01T00:00:00.000001Z",
                Some(1_000),
            ),
            (
                "1970-01-01T01:00:00.250+01:00",
                Some(250_000_000),
            ),
            ("1969-12-31T16:00:00-0800", Some(0)),
            ("1969-12-31T16:00:00-08:00", Some(0)),
            ("19700101T000001Z", Some(1_000_000_000)),
            (
                "2000-02-29T00:00:00Z",
                Some(951_782_400_000_000_000),
            ),
            // A leap second is the end of the one before.
            (
                "2016-12-31T23:59:60Z",
                Some(1_483_228_799_999_999_999),
            ),
            (
                "2026-01-31T12:00:00Z",
                Some(1_769_860_800_000_000_000),
            ),
            ("2026-01-31T12:00:00", None),
            ("2026-02-29T00:00:00Z", None),
            ("2026-13-01T00:00:00Z", None),
            ("2026-01-31T25:00:00Z", None),
            ("2026-01-31T12:00:00+26:00", None),
            ("2026-01-31", None),
            ("yesterday", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(
                read(text),
                expected.map(Moment),
                "{text}"
            );
        }
    }

    #[test]
    fn writes_what_it_reads() {
        for text in [
            "1970-01-01T00:00:00Z",
            "2026-01-31T12:00:00.123456789Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
        ] {
            assert_eq!(
                read(text).map(write).as_deref(),
                Some(text)
            );
        }
        let late = Moment(i128::MAX / 2);
        assert_eq!(write(late), "9999-12-31T23:59:59Z");
        assert_eq!(
            write(Moment(i128::MIN)),
            "0000-01-01T00:00:00Z"
        );
        let moment = read("2026-01-31T12:00:00Z").unwrap();
        assert_eq!(
            moment.after(Nanos(5)).since(moment),
            Nanos(5)
        );
        assert_eq!(
            moment.since(moment.after(Nanos(5))),
            Nanos::ZERO
        );
    }
}
