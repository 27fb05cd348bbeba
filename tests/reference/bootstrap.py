"""The reference figures of src/engine/statistics/tests/scipy.rs, by scipy.

    python -m venv venv && venv/bin/pip install scipy==1.17.1
    venv/bin/python tests/reference/bootstrap.py

Prints, for each sample: its name, the ratio of medians, and the ends of scipy's paired 95 % percentile
interval, each with the values of scipy's bootstrap distribution between which the same end of a bootstrap
of 2,000 resamples lies. Such an end is an estimate of the 2.5th percentile from 2,000 draws: the share of
the distribution below it has the standard error sqrt(0.025 * 0.975 / 2000) = 0.0035. Five of them each
way is 0.75 % to 4.25 % (95.75 % to 99.25 % at the upper end). Scipy's own error, with 400,000 resamples,
is 0.00025, a fourteenth of that: too little to matter beside the five.
"""

import numpy as np
from scipy.stats import bootstrap

RESAMPLES = 400_000

# Makespans in milliseconds: the first way's, then the second's, pair by pair.
SAMPLES = {
    # The first is clearly slower.
    "ten": (
        [241.5, 255.0, 238.2, 262.9, 247.7, 251.3, 244.8, 270.4, 236.6, 249.1],
        [98.4, 104.9, 95.1, 110.3, 101.2, 99.8, 97.6, 118.0, 93.9, 102.5],
    ),
    # The same but for chance: the interval spans 1.
    "twenty": (
        [82.1, 95.4, 77.8, 104.2, 88.9, 91.3, 79.6, 100.7, 85.5, 93.8,
         87.2, 98.1, 80.4, 90.6, 84.3, 96.9, 89.7, 83.0, 92.5, 101.8],
        [84.0, 92.7, 80.9, 99.5, 90.2, 88.4, 83.3, 97.6, 86.1, 95.0,
         85.8, 94.3, 78.7, 93.1, 87.9, 99.0, 86.6, 81.2, 94.9, 103.4],
    ),
    # Skewed, with ties and outliers: whole milliseconds, a tail to the right.
    "fifty": (
        [112, 98, 135, 104, 98, 121, 150, 104, 93, 118, 240, 109, 98, 127, 104, 115, 88, 141, 109, 98,
         132, 104, 910, 98, 123, 107, 95, 163, 109, 104, 119, 98, 101, 187, 112, 92, 128, 104, 116, 99,
         138, 105, 97, 122, 412, 109, 103, 98, 146, 111],
        [101, 91, 118, 97, 90, 108, 129, 97, 88, 103, 198, 99, 91, 112, 97, 104, 84, 120, 99, 90,
         116, 97, 350, 91, 109, 98, 90, 140, 100, 97, 105, 91, 95, 155, 101, 88, 113, 97, 103, 93,
         119, 98, 92, 108, 890, 99, 96, 91, 125, 100],
    ),
}


def ratio(first, second, axis=-1):
    return np.median(first, axis=axis) / np.median(second, axis=axis)


for name, sample in SAMPLES.items():
    result = bootstrap(
        tuple(np.array(each, dtype=float) for each in sample),
        ratio,
        paired=True,
        method="percentile",
        confidence_level=0.95,
        n_resamples=RESAMPLES,
        batch=10_000,
        rng=np.random.default_rng(2026),
    )
    interval = result.confidence_interval
    around = np.quantile(result.bootstrap_distribution, [0.0075, 0.0425, 0.9575, 0.9925])
    print(name, f"ratio {ratio(*sample):.9f}")
    print(f"  low  {interval.low:.9f} in {around[0]:.9f} to {around[1]:.9f}")
    print(f"  high {interval.high:.9f} in {around[2]:.9f} to {around[3]:.9f}")
