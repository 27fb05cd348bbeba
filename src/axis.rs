//! A time axis, as plain numbers: charts on the page and pictures in files are drawn on it.

use crate::time::Nanos;

/// The most steps between ticks.
const MOST: u64 = 6;

/// A stretch of time, and ticks at round moments in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    /// The left end.
    pub from: Nanos,
    /// The right end.
    pub to: Nanos,
    /// From one tick to the next.
    pub step: Nanos,
}

impl Axis {
    /// The axis from zero to a tick on which `longest` fits, in round steps; it is a microsecond long at
    /// least.
    #[must_use]
    pub fn fitting(longest: Nanos) -> Self {
        let longest = longest.0.max(1_000);
        let step = round_step(longest);
        Self {
            from: Nanos::ZERO,
            to: Nanos(longest.div_ceil(step).saturating_mul(step)),
            step: Nanos(step),
        }
    }

    /// The axis of the time between `from` and `to`, which is later.
    #[must_use]
    pub fn between(from: Nanos, to: Nanos) -> Self {
        let length = to.since(from).max(Nanos(1));
        Self {
            from,
            to: from + length,
            step: Nanos(round_step(length.0)),
        }
    }

    /// Where `time` lies, in percent of the axis; what lies outside is at its end.
    #[must_use]
    pub fn percent(self, time: Nanos) -> f64 {
        let share = time.since(self.from).0 as f64 / self.to.since(self.from).0 as f64;
        (share * 100.0).min(100.0)
    }

    /// The moment at `share` of it, from 0 at the left end to 1.
    #[must_use]
    pub fn moment(self, share: f64) -> Nanos {
        let length = self.to.since(self.from).0 as f64;
        self.from + Nanos((share.clamp(0.0, 1.0) * length) as u64)
    }

    /// Whether anything between `from` and `to` lies on it.
    #[must_use]
    pub fn meets(self, from: Nanos, to: Nanos) -> bool {
        from <= self.to && to >= self.from
    }

    /// The ticks, its ends among them where they are round.
    #[must_use]
    pub fn ticks(self) -> Vec<Nanos> {
        let (first, last) = (
            self.from.0.div_ceil(self.step.0),
            self.to.0 / self.step.0,
        );
        (first..=last)
            .map(|tick| Nanos(tick * self.step.0))
            .collect()
    }
}

/// The smallest of the round steps, 1, 2 or 5 times a power of ten, of which `length` has no more than
/// [`MOST`].
fn round_step(length: u64) -> u64 {
    let powers = (0..20).map_while(|power| 10_u64.checked_pow(power));
    let mut steps = powers.flat_map(|power| [1, 2, 5].map(|by: u64| by.saturating_mul(power)));
    let step = steps.find(|step| length.div_ceil(*step) <= MOST);
    step.unwrap_or(u64::MAX / MOST)
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
                (3..=7).contains(&axis.ticks().len()),
                "{longest}"
            );
        }
        let endless = Axis::fitting(Nanos(u64::MAX));
        assert!(endless.ticks().len() <= 8);
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
        let axis = Axis::between(ms(113), ms(167));
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
