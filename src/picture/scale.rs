//! From times to places across a picture.

use crate::time::Nanos;

/// A time axis from zero to a round number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    left: f64,
    width: f64,
    end: Nanos,
    step: Nanos,
}

/// The most steps between ticks.
const MOST: u64 = 6;

/// The smallest of the round steps, 1, 2 or 5 times a power of ten, of which `length` has no more than
/// [`MOST`].
pub(crate) fn round_step(length: u64) -> u64 {
    let powers = (0..20).map_while(|power| 10_u64.checked_pow(power));
    let mut steps = powers.flat_map(|power| [1, 2, 5].map(|by: u64| by.saturating_mul(power)));
    let step = steps.find(|step| length.div_ceil(*step) <= MOST);
    step.unwrap_or(u64::MAX / MOST)
}

impl Scale {
    /// The axis between `left` and `left + width` on which `longest` fits, in the fewest round steps that
    /// are no more than [`MOST`]: 1, 2 or 5 times a power of ten.
    pub(super) fn fitting(longest: Nanos, left: f64, width: f64) -> Self {
        let longest = longest.0.max(1_000);
        let step = round_step(longest);
        let end = Nanos(longest.div_ceil(step).saturating_mul(step));
        Self {
            left,
            width,
            end,
            step: Nanos(step),
        }
    }

    /// Where `time` lies; never past the right end.
    pub(super) fn x(self, time: Nanos) -> f64 {
        self.left + self.width * (time.0 as f64 / self.end.0 as f64).min(1.0)
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
    pub(super) fn ticks(self) -> impl Iterator<Item = Nanos> {
        (0..=self.end.0 / self.step.0).map(move |tick| Nanos(tick * self.step.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_few() {
        // The longest time, the right end and the step, in milliseconds.
        for (longest, end, step) in [
            (0.0, 0.001, 0.0002),
            (3.0, 3.0, 0.5),
            (100.0, 100.0, 20.0),
            (214.0, 250.0, 50.0),
            (512.0, 600.0, 100.0),
            (601.0, 800.0, 200.0),
            (10_000.0, 10_000.0, 2_000.0),
        ] {
            let scale = Scale::fitting(
                Nanos::from_millis_f64(longest),
                100.0,
                600.0,
            );
            let (end, step) = (
                Nanos::from_millis_f64(end),
                Nanos::from_millis_f64(step),
            );
            assert_eq!(
                (scale.end, scale.step),
                (end, step),
                "{longest}"
            );
            assert!(
                (3..=7).contains(&scale.ticks().count()),
                "{longest}"
            );
        }
        let scale = Scale::fitting(Nanos(u64::MAX), 0.0, 1.0);
        assert!(scale.ticks().count() <= 8);
    }

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
