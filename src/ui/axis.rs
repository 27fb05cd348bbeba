//! The time axis that all lanes share.

use crate::picture::scale::round_step;
use crate::state::look::Window;
use crate::time::Nanos;

/// A stretch of time, and ticks at round moments in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Axis {
    /// The left end.
    pub(super) from: Nanos,
    /// The right end.
    pub(super) to: Nanos,
    /// From one tick to the next.
    pub(super) step: Nanos,
}

impl Axis {
    /// The axis from zero on which `longest` fits: steps of 1, 2 or 5 times a power of ten, three to six
    /// of them.
    pub(super) fn fitting(longest: Nanos) -> Self {
        let longest = longest.0.max(1_000);
        let step = round_step(longest);
        Self {
            from: Nanos::ZERO,
            to: Nanos(longest.div_ceil(step) * step),
            step: Nanos(step),
        }
    }

    /// The axis of just this part of the time.
    pub(super) fn showing(window: Window) -> Self {
        let length = window.length().max(Nanos(1));
        Self {
            from: window.from,
            to: window.from + length,
            step: Nanos(round_step(length.0)),
        }
    }

    /// What it shows.
    pub(super) const fn window(self) -> Window {
        Window {
            from: self.from,
            to: self.to,
        }
    }

    /// Where `time` lies, in percent of the axis; what lies outside is at its end.
    pub(super) fn percent(self, time: Nanos) -> f64 {
        let share = time.since(self.from).0 as f64 / self.to.since(self.from).0 as f64;
        (share * 100.0).min(100.0)
    }

    /// The moment at `share` of it, from 0 at the left end to 1.
    pub(super) fn moment(self, share: f64) -> Nanos {
        let length = self.to.since(self.from).0 as f64;
        self.from + Nanos((share.clamp(0.0, 1.0) * length) as u64)
    }

    /// Whether anything between `from` and `to` lies on it.
    pub(super) fn meets(self, from: Nanos, to: Nanos) -> bool {
        from <= self.to && to >= self.from
    }

    /// The ticks, its ends among them where they are round.
    pub(super) fn ticks(self) -> Vec<Nanos> {
        let (first, last) = (
            self.from.0.div_ceil(self.step.0),
            self.to.0 / self.step.0,
        );
        (first..=last)
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
            (3.0, 3.0, 0.5),
            (100.0, 100.0, 20.0),
            (214.0, 250.0, 50.0),
            (512.0, 600.0, 100.0),
            (601.0, 800.0, 200.0),
            (1_430.0, 1_500.0, 500.0),
            (10_000.0, 10_000.0, 2_000.0),
        ] {
            let axis = Axis::fitting(Nanos::from_millis_f64(longest));
            assert_eq!(
                axis.to,
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

    #[test]
    fn a_part_of_the_time_has_round_ticks_of_its_own() {
        let ms = Nanos::from_millis;
        let axis = Axis::showing(Window {
            from: ms(113),
            to: ms(167),
        });
        assert_eq!(
            axis.ticks(),
            [ms(120), ms(130), ms(140), ms(150), ms(160)]
        );
        assert!((axis.percent(ms(140)) - 50.0).abs() < 1e-9);
        assert_eq!(axis.moment(0.5), ms(140));
        assert!(
            (
                axis.percent(ms(10)),
                axis.percent(ms(900))
            ) == (0.0, 100.0)
        );
        assert!(axis.meets(ms(0), ms(113)) && axis.meets(ms(150), ms(900)));
        assert!(!axis.meets(ms(0), ms(112)) && !axis.meets(ms(168), ms(170)));
    }
}
