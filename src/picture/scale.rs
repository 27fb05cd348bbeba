//! From times to places across a picture.

use crate::axis::Axis;
use crate::time::Nanos;

/// An axis from zero, laid between two places of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    left: f64,
    width: f64,
    axis: Axis,
}

impl Scale {
    /// The axis on which `longest` fits, between `left` and `left + width`.
    pub(super) fn fitting(longest: Nanos, left: f64, width: f64) -> Self {
        Self {
            left,
            width,
            axis: Axis::fitting(longest),
        }
    }

    /// Where `time` lies; never past the right end.
    pub(super) fn x(self, time: Nanos) -> f64 {
        self.left + self.width * self.axis.percent(time) / 100.0
    }

    /// The left end.
    pub(super) const fn left(self) -> f64 {
        self.left
    }

    /// The right end.
    pub(super) fn right(self) -> f64 {
        self.left + self.width
    }

    /// The ticks, zero and the right end among them.
    pub(super) fn ticks(self) -> Vec<Nanos> {
        self.axis.ticks()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stay_on_the_axis() {
        let scale = Scale::fitting(Nanos::from_millis(512), 100.0, 600.0);
        let x = |millis| scale.x(Nanos::from_millis(millis));
        assert_eq!(
            [x(0), x(300), x(600), x(9_000)],
            [100.0, 400.0, 700.0, 700.0]
        );
    }
}
