//! Two things that were taken in turn: the ratio of their medians, with its interval.

use crate::table::Row;
use tandem::engine::statistics::{MedianRatio, median};

/// Draws the bootstrap's resamples, the same for the same figures.
const SEED: u64 = 1;

/// The row of a ratio of pairs, which is to be `most` at most.
pub(crate) fn row(what: &str, most: f64, pairs: &[(f64, f64)]) -> Row {
    let ratio = MedianRatio::of(pairs, SEED).expect("pairs of positive numbers");
    let interval = ratio.interval.map_or(String::new(), |interval| {
        format!(
            " ({:.3}–{:.3})",
            interval.low, interval.high
        )
    });
    let of = |value: fn(&(f64, f64)) -> f64| {
        let values: Vec<f64> = pairs.iter().map(value).collect();
        median(&values).expect("pairs")
    };
    let told = format!(
        "{:.3}{interval}, medians {:.2} and {:.2} ms",
        ratio.ratio,
        of(|pair| pair.0),
        of(|pair| pair.1)
    );
    Row::at_most(what, most, "", ratio.ratio, told)
}
