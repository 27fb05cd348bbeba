//! Three fixed samples, and what scipy makes of them.

use super::super::*;
use super::pairs;

/// What scipy makes of a sample.
struct Reference {
    samples: [&'static [f64]; 2],
    ratio: f64,
    /// The ends of scipy's interval.
    interval: (f64, f64),
    /// Where each end of a bootstrap of 2,000 resamples lies, by scipy's distribution.
    around: [(f64, f64); 2],
    shows_no_difference: bool,
}

/// By scipy 1.17.1: `venv/bin/python tests/reference/bootstrap.py`, which says how the bounds follow
/// from the error of 2,000 draws: five standard errors each way.
const SCIPY: [Reference; 3] = [
    Reference {
        samples: [&TEN[0], &TEN[1]],
        ratio: 2.471_641_791,
        interval: (2.414_184_397, 2.513_838_120),
        around: [
            (2.406_015_038, 2.430_243_902),
            (2.508_196_721, 2.518_036_072),
        ],
        shows_no_difference: false,
    },
    Reference {
        samples: [&TWENTY[0], &TWENTY[1]],
        ratio: 1.009_518_477,
        interval: (0.973_147_154, 1.032_805_430),
        around: [
            (0.970_639_033, 0.975_242_196),
            (1.030_285_714, 1.035_796_767),
        ],
        shows_no_difference: true,
    },
    Reference {
        samples: [&FIFTY[0], &FIFTY[1]],
        ratio: 1.101_010_101,
        interval: (1.071_428_571, 1.126_213_592),
        around: [
            (1.071_428_571, 1.071_794_872),
            (1.120_370_370, 1.135_922_330),
        ],
        shows_no_difference: false,
    },
];

#[test]
fn agrees_with_scipy() {
    // The figures are recorded with nine decimals.
    let rounding = 1e-9;
    let within =
        |value: f64, (low, high): (f64, f64)| (low - rounding..=high + rounding).contains(&value);
    for reference in &SCIPY {
        for seed in 0..10 {
            let found = MedianRatio::of(&pairs(reference.samples), seed).unwrap();
            let interval = found.interval.unwrap();
            assert!((found.ratio - reference.ratio).abs() <= rounding);
            assert!(
                within(interval.low, reference.around[0]),
                "{interval:?}"
            );
            assert!(
                within(interval.high, reference.around[1]),
                "{interval:?}"
            );
            assert_eq!(
                interval.shows_no_difference(),
                reference.shows_no_difference
            );
        }
    }
}

/// Twenty times the draws leave less than a fourth of the error (a standard error of 0.08 of a
/// percentile): on these samples each end then lies within a twentieth of the interval's width of scipy's.
#[test]
fn nears_scipy_with_more_draws() {
    for reference in &SCIPY {
        let found = MedianRatio::drawn(
            &pairs(reference.samples),
            1,
            20 * RESAMPLES,
        )
        .unwrap();
        let (interval, (low, high)) = (
            found.interval.unwrap(),
            reference.interval,
        );
        let slack = (high - low) / 20.0;
        assert!(
            (interval.low - low).abs() <= slack,
            "{interval:?}"
        );
        assert!(
            (interval.high - high).abs() <= slack,
            "{interval:?}"
        );
    }
}

/// Clearly different: the first way's makespans, then the second's, pair by pair.
const TEN: [[f64; 10]; 2] = [
    [
        241.5, 255.0, 238.2, 262.9, 247.7, 251.3, 244.8, 270.4, 236.6, 249.1,
    ],
    [
        98.4, 104.9, 95.1, 110.3, 101.2, 99.8, 97.6, 118.0, 93.9, 102.5,
    ],
];

/// The same but for chance.
pub(super) const TWENTY: [[f64; 20]; 2] = [
    [
        82.1, 95.4, 77.8, 104.2, 88.9, 91.3, 79.6, 100.7, 85.5, 93.8, 87.2, 98.1, 80.4, 90.6, 84.3,
        96.9, 89.7, 83.0, 92.5, 101.8,
    ],
    [
        84.0, 92.7, 80.9, 99.5, 90.2, 88.4, 83.3, 97.6, 86.1, 95.0, 85.8, 94.3, 78.7, 93.1, 87.9,
        99.0, 86.6, 81.2, 94.9, 103.4,
    ],
];

/// Skewed, with ties and outliers.
const FIFTY: [[f64; 50]; 2] = [
    [
        112.0, 98.0, 135.0, 104.0, 98.0, 121.0, 150.0, 104.0, 93.0, 118.0, 240.0, 109.0, 98.0,
        127.0, 104.0, 115.0, 88.0, 141.0, 109.0, 98.0, 132.0, 104.0, 910.0, 98.0, 123.0, 107.0,
        95.0, 163.0, 109.0, 104.0, 119.0, 98.0, 101.0, 187.0, 112.0, 92.0, 128.0, 104.0, 116.0,
        99.0, 138.0, 105.0, 97.0, 122.0, 412.0, 109.0, 103.0, 98.0, 146.0, 111.0,
    ],
    [
        101.0, 91.0, 118.0, 97.0, 90.0, 108.0, 129.0, 97.0, 88.0, 103.0, 198.0, 99.0, 91.0, 112.0,
        97.0, 104.0, 84.0, 120.0, 99.0, 90.0, 116.0, 97.0, 350.0, 91.0, 109.0, 98.0, 90.0, 140.0,
        100.0, 97.0, 105.0, 91.0, 95.0, 155.0, 101.0, 88.0, 113.0, 97.0, 103.0, 93.0, 119.0, 98.0,
        92.0, 108.0, 890.0, 99.0, 96.0, 91.0, 125.0, 100.0,
    ],
];
