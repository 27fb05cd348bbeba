//! What repeats say: medians, and how sure their ratio is. Only additions, multiplications and
//! divisions of `f64`, so that every machine draws the same.

use super::random::SplitMix64;

/// How often the pairs are drawn again. An end of the interval then stands at the 2.5th percentile
/// give or take 0.35 of a percentile (standard error).
const RESAMPLES: usize = 2_000;

/// The fewest pairs that an interval is given for.
pub const LEAST_PAIRS: usize = 10;

/// What lies below and above a 95 % interval, each.
const TAIL: f64 = 0.025;

/// The median; between the middle two of an even number. `None` of nothing.
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The value that a share `at` of `values` lies below, from 0 to 1: linear between neighbours (Hyndman
/// and Fan, Sample Quantiles in Statistical Packages, 1996, type 7, as in R and `NumPy`). `None` of nothing.
#[must_use]
pub fn quantile(values: &[f64], at: f64) -> Option<f64> {
    (!values.is_empty()).then(|| quantile_of(&mut values.to_vec(), at))
}

/// As [`quantile`], by selection: leaves `values`, of which there is at least one, in another order.
fn quantile_of(values: &mut [f64], at: f64) -> f64 {
    let place = at.clamp(0.0, 1.0) * (values.len() - 1) as f64;
    let below = place as usize;
    let (_, &mut low, above) = values.select_nth_unstable_by(below, f64::total_cmp);
    let next = above.iter().copied().min_by(f64::total_cmp);
    low + (place - below as f64) * (next.unwrap_or(low) - low)
}

/// A 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Interval {
    /// Whether it leaves open which of the two is larger, as the interval of a ratio: it spans 1.
    #[must_use]
    pub fn shows_no_difference(&self) -> bool {
        self.low <= 1.0 && 1.0 <= self.high
    }
}

/// The ratio of the medians of two samples that were taken in pairs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MedianRatio {
    /// The first sample's median over the second's.
    pub ratio: f64,
    /// How many pairs there are.
    pub pairs: usize,
    /// The percentile bootstrap's interval (Efron and Tibshirani, An Introduction to the Bootstrap,
    /// 1993, chapter 13): pairs are drawn again as pairs, since both of one met the same conditions.
    /// `None` below [`LEAST_PAIRS`]: so few claim nothing.
    pub interval: Option<Interval>,
}

impl MedianRatio {
    /// The ratio for `pairs`, with an interval that is drawn by `seed`. `None` when there is no pair, or
    /// when a value is no positive number: then a ratio means nothing.
    #[must_use]
    pub fn of(pairs: &[(f64, f64)], seed: u64) -> Option<Self> {
        Self::drawn(pairs, seed, RESAMPLES)
    }

    fn drawn(pairs: &[(f64, f64)], seed: u64, resamples: usize) -> Option<Self> {
        let positive = |value: f64| value.is_finite() && value > 0.0;
        let sound = pairs.iter().all(|(a, b)| positive(*a) && positive(*b));
        if pairs.is_empty() || !sound {
            return None;
        }
        let enough = pairs.len() >= LEAST_PAIRS;
        Some(Self {
            ratio: Resample::new(pairs).ratio(pairs.iter()),
            pairs: pairs.len(),
            interval: enough.then(|| bootstrap(pairs, seed, resamples)),
        })
    }
}

/// The ends of the middle 95 % of the ratios of pairs drawn again.
fn bootstrap(pairs: &[(f64, f64)], seed: u64, resamples: usize) -> Interval {
    let mut random = SplitMix64::new(seed);
    let mut resample = Resample::new(pairs);
    let ratios = (0..resamples).map(|_| {
        let again = (0..pairs.len()).map(|_| &pairs[random.below(pairs.len())]);
        resample.ratio(again)
    });
    let mut ratios: Vec<f64> = ratios.collect();
    Interval {
        low: quantile_of(&mut ratios, TAIL),
        high: quantile_of(&mut ratios, 1.0 - TAIL),
    }
}

/// Room for one resample, made once for all of them.
struct Resample {
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Resample {
    fn new(pairs: &[(f64, f64)]) -> Self {
        Self {
            first: Vec::with_capacity(pairs.len()),
            second: Vec::with_capacity(pairs.len()),
        }
    }

    /// The ratio of the medians of `pairs`, of which there is at least one.
    fn ratio<'a>(&mut self, pairs: impl Iterator<Item = &'a (f64, f64)>) -> f64 {
        self.first.clear();
        self.second.clear();
        for (first, second) in pairs {
            self.first.push(*first);
            self.second.push(*second);
        }
        quantile_of(&mut self.first, 0.5) / quantile_of(&mut self.second, 0.5)
    }
}

#[cfg(test)]
mod tests;
