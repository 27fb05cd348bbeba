mod scipy;

use super::*;

/// Two samples, pair by pair.
fn pairs(samples: [impl AsRef<[f64]>; 2]) -> Vec<(f64, f64)> {
    let [first, second] = &samples;
    let second = second.as_ref().iter();
    first
        .as_ref()
        .iter()
        .copied()
        .zip(second.copied())
        .collect()
}

/// Values, and each quantile worked out by hand.
#[test]
fn quantiles_lie_between_neighbours() {
    type Case = (&'static [f64], &'static [(f64, f64)]);
    let cases: &[Case] = &[
        (
            &[7.0],
            &[(0.0, 7.0), (0.5, 7.0), (1.0, 7.0)],
        ),
        (
            &[4.0, 1.0],
            &[(0.0, 1.0), (0.25, 1.75), (0.5, 2.5), (1.0, 4.0)],
        ),
        (
            &[9.0, 1.0, 5.0],
            &[(0.25, 3.0), (0.5, 5.0), (0.75, 7.0)],
        ),
        (
            &[2.0, 2.0, 2.0, 10.0],
            &[(0.5, 2.0), (0.75, 4.0), (0.9, 7.6)],
        ),
        // At 0.1 of five values: place 0.4, two fifths of the way from 10 to 20.
        (
            &[50.0, 10.0, 40.0, 20.0, 30.0],
            &[(0.1, 14.0), (0.9, 46.0)],
        ),
        // Beyond either end there is nothing more.
        (&[1.0, 2.0], &[(-1.0, 1.0), (2.0, 2.0)]),
    ];
    for (values, quantiles) in cases {
        for (at, expected) in *quantiles {
            let found = quantile(values, *at).unwrap();
            assert!(
                (found - expected).abs() < 1e-12,
                "{values:?} at {at}: {found}"
            );
        }
    }
    assert_eq!(quantile(&[], 0.5), None);
}

#[test]
fn the_median_is_the_middle() {
    let cases: &[(&[f64], Option<f64>)] = &[
        (&[], None),
        (&[3.0], Some(3.0)),
        (&[5.0, 1.0, 3.0], Some(3.0)),
        (&[4.0, 1.0, 3.0, 2.0], Some(2.5)),
        (&[1.0, 1.0, 1.0, 900.0], Some(1.0)),
    ];
    for (values, expected) in cases {
        assert_eq!(median(values), *expected, "{values:?}");
    }
}

#[test]
fn few_pairs_claim_no_interval_and_no_sense_no_ratio() {
    let equal = |count| vec![(2.0, 1.0); count];
    assert_eq!(MedianRatio::of(&[], 1), None);
    let nine = MedianRatio::of(&equal(9), 1).unwrap();
    assert_eq!(
        (nine.ratio, nine.pairs, nine.interval),
        (2.0, 9, None)
    );
    let ten = MedianRatio::of(&equal(10), 1).unwrap();
    let sure = Interval {
        low: 2.0,
        high: 2.0,
    };
    assert_eq!(ten.interval, Some(sure));
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(
            MedianRatio::of(&[(1.0, 1.0), (bad, 1.0)], 1),
            None
        );
        assert_eq!(MedianRatio::of(&[(1.0, bad)], 1), None);
    }
}

#[test]
fn an_interval_that_spans_one_shows_no_difference() {
    let cases = [
        (0.9, 1.1, true),
        (1.0, 1.2, true),
        (0.8, 1.0, true),
        (1.01, 1.2, false),
        (0.5, 0.99, false),
    ];
    for (low, high, expected) in cases {
        assert_eq!(
            Interval { low, high }.shows_no_difference(),
            expected,
            "{low} to {high}"
        );
    }
}

/// Pairs that move together say more than two samples by themselves: drawn again apart, these would
/// spread over a factor of four.
#[test]
fn pairs_stay_pairs() {
    let pairs: Vec<_> = (1..=20)
        .map(f64::from)
        .map(|n| (3.0 * n, 2.0 * n))
        .collect();
    let interval = MedianRatio::of(&pairs, 1).unwrap().interval.unwrap();
    assert_eq!(
        (interval.low, interval.high),
        (1.5, 1.5)
    );
}

#[test]
fn a_seed_says_it_all() {
    let interval = |seed| {
        MedianRatio::of(&pairs(scipy::TWENTY), seed)
            .unwrap()
            .interval
            .unwrap()
    };
    assert_eq!(interval(1), interval(1));
    assert_ne!(interval(1), interval(2));
    // The same on every machine: to the last bit.
    let bits = (
        interval(1).low.to_bits(),
        interval(1).high.to_bits(),
    );
    assert_eq!(
        bits,
        (
            4_606_947_656_691_782_137,
            4_607_330_161_321_729_788
        )
    );
}

/// Pairs of known medians, 100 and 80: each the sum of what both met and of its own, both symmetric.
fn simulated(random: &mut SplitMix64) -> Vec<(f64, f64)> {
    let mut spread = |width: f64| (random.next_f64() - 0.5) * width;
    let pairs = (0..25).map(|_| {
        let common = spread(0.4);
        (
            100.0 * (1.0 + common + spread(0.4)),
            80.0 * (1.0 + common + spread(0.4)),
        )
    });
    pairs.collect()
}

/// Of 300 intervals about 285 hold the true ratio: binomial, standard deviation 3.8; four of them each
/// way. A fifth of the draws is enough here.
#[test]
fn the_interval_holds_the_true_ratio_as_often_as_it_says() {
    let mut random = SplitMix64::new(1993);
    let holds = (0..300).filter(|seed| {
        let found = MedianRatio::drawn(
            &simulated(&mut random),
            *seed,
            RESAMPLES / 5,
        )
        .unwrap();
        let interval = found.interval.unwrap();
        (interval.low..=interval.high).contains(&1.25)
    });
    let held = holds.count();
    assert!(
        (270..=300).contains(&held),
        "{held} of 300"
    );
}
