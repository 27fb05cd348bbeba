//! The time axis that all lanes share.

use crate::time::Nanos;

/// From zero to a round number, in round steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Axis {
    /// The right end.
    pub(super) max: Nanos,
    /// From one tick to the next.
    pub(super) step: Nanos,
}

impl Axis {
    /// The axis on which `longest` fits: steps of 1, 2 or 5 times a power of ten, three to six of them.
    pub(super) fn fitting(longest: Nanos) -> Self {
        let longest = longest.0.max(1_000);
        let mut power = 1;
        while power * 10 * 3 <= longest {
            power *= 10;
        }
        // The smallest of the round steps that needs no more than six.
        let steps = [power, 2 * power, 5 * power, 10 * power, 20 * power];
        let step = steps.into_iter().find(|step| longest.div_ceil(*step) <= 6);
        let step = step.unwrap_or(50 * power);
        Self {
            max: Nanos(longest.div_ceil(step) * step),
            step: Nanos(step),
        }
    }

    /// Where `time` lies, in percent of the axis.
    pub(super) fn percent(self, time: Nanos) -> f64 {
        (time.0 as f64 / self.max.0 as f64 * 100.0).min(100.0)
    }

    /// The ticks, zero and the right end among them.
    pub(super) fn ticks(self) -> Vec<Nanos> {
        (0..=self.max.0 / self.step.0)
            .map(|tick| Nanos(tick * self.step.0))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_few() {
        // The longest time, the right end and the step, in milliseconds.
        for (longest, max, step) in [
            (0.0, 0.001, 0.0002),
            (3.0, 3.0, 1.0),
            (100.0, 100.0, 20.0),
            (214.0, 250.0, 50.0),
            (512.0, 600.0, 100.0),
            (601.0, 800.0, 200.0),
            (1_430.0, 1_500.0, 500.0),
            (10_000.0, 10_000.0, 2_000.0),
        ] {
            let axis = Axis::fitting(Nanos::from_millis_f64(longest));
            assert_eq!(
                axis.max,
                Nanos::from_millis_f64(max),
                "the end for {longest}"
            );
            assert_eq!(
                axis.step,
                Nanos::from_millis_f64(step),
                "the step for {longest}"
            );
            assert!(
                (2..=7).contains(&axis.ticks().len()),
                "{longest}"
            );
        }
    }

    #[test]
    fn percent_stays_on_the_axis() {
        let axis = Axis::fitting(Nanos::from_millis(512));
        assert!((axis.percent(Nanos::from_millis(300)) - 50.0).abs() < 1e-9);
        assert!((axis.percent(Nanos::from_millis(9_000)) - 100.0).abs() < 1e-9);
    }
}
