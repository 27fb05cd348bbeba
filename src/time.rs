//! Time as integer nanoseconds, so that every machine computes the same.

use std::fmt;
use std::ops::{Add, Sub};

/// A moment or a duration in nanoseconds. As a moment it counts from an origin that its
/// [`Clock`](crate::engine::ports::Clock) chooses; only differences between moments of one clock mean anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nanos(pub u64);

impl Nanos {
    /// The origin, or no time at all.
    pub const ZERO: Self = Self(0);

    /// `millis` whole milliseconds.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis.saturating_mul(1_000_000))
    }

    /// `millis` milliseconds, rounded to the nanosecond; nothing below zero, `NaN` is zero.
    #[must_use]
    pub fn from_millis_f64(millis: f64) -> Self {
        // The cast saturates: negative and NaN become 0, too large becomes the maximum.
        Self((millis * 1e6 + 0.5) as u64)
    }

    /// In milliseconds.
    #[must_use]
    pub fn as_millis_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// From `earlier` to `self`; zero when `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Self {
        Self(self.0.saturating_sub(earlier.0))
    }
}

impl Add for Nanos {
    type Output = Self;

    fn add(self, rhs: Self) -> Self {
        Self(self.0.saturating_add(rhs.0))
    }
}

impl Sub for Nanos {
    type Output = Self;

    fn sub(self, rhs: Self) -> Self {
        self.since(rhs)
    }
}

impl fmt::Display for Nanos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ms", self.as_millis_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_and_saturates() {
        assert_eq!(Nanos::from_millis(3), Nanos(3_000_000));
        assert_eq!(
            Nanos::from_millis_f64(0.1),
            Nanos(100_000)
        );
        assert_eq!(
            Nanos::from_millis_f64(-1.0),
            Nanos::ZERO
        );
        assert_eq!(
            Nanos::from_millis_f64(f64::NAN),
            Nanos::ZERO
        );
        assert_eq!(Nanos(5).since(Nanos(7)), Nanos::ZERO);
        assert_eq!(
            Nanos(u64::MAX) + Nanos(1),
            Nanos(u64::MAX)
        );
    }
}
