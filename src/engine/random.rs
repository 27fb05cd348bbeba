//! Numbers that look random and are the same on every machine.

/// SplitMix64 (Steele, Lea and Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).
/// Statistically good, tiny, and every seed is a good seed. Not for secrets.
#[derive(Clone, Debug)]
pub struct SplitMix64(u64);

impl SplitMix64 {
    /// The generator of `seed`.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// The next number in [0, 1), in steps of 2⁻⁵³.
    pub fn next_f64(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A whole number below `bound`; 0 when `bound` is. The bias is below `bound` in 2⁶⁴.
    pub const fn below(&mut self, bound: usize) -> usize {
        ((self.next_u64() as u128 * bound as u128) >> 64) as usize
    }
}

/// SplitMix64's finalizer: spreads each bit of `z` over all of the result.
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The generator that belongs to `text` under `seed`, whatever was drawn before: FNV-1a over the
/// text's bytes (Fowler, Noll and Vo, 64 bits), mixed with the seed.
#[must_use]
pub fn drawn_for(seed: u64, text: &str) -> SplitMix64 {
    let hash = text.bytes().fold(
        0xcbf2_9ce4_8422_2325,
        |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3),
    );
    SplitMix64::new(mix(seed) ^ hash)
}

/// The numbers 0 to `count` - 1 in an order drawn by `seed`: Fisher and Yates's shuffle.
#[must_use]
pub fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let mut random = SplitMix64::new(seed);
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        order.swap(last, random.below(last + 1));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs for seed 1234567 of the generator's public-domain C version.
    #[test]
    fn matches_the_reference() {
        let mut random = SplitMix64::new(1_234_567);
        assert_eq!(
            random.next_u64(),
            6_457_827_717_110_365_317
        );
        assert_eq!(
            random.next_u64(),
            3_203_168_211_198_807_973
        );
        assert_eq!(
            random.next_u64(),
            9_817_491_932_198_370_423
        );
    }

    #[test]
    fn draws_do_not_depend_on_order_and_differ_by_text_and_seed() {
        let draw = |seed, text| drawn_for(seed, text).next_u64();
        assert_eq!(draw(1, "/users/1"), draw(1, "/users/1"));
        assert_ne!(draw(1, "/users/1"), draw(1, "/users/2"));
        assert_ne!(draw(1, "/users/1"), draw(2, "/users/1"));
    }

    #[test]
    fn every_order_of_three_comes_up_about_as_often() {
        let mut counts = std::collections::HashMap::new();
        for seed in 0..6_000 {
            *counts.entry(shuffled(3, seed)).or_insert(0) += 1;
        }
        assert_eq!(counts.len(), 6);
        // Binomial, 6,000 draws of 1/6: mean 1,000, standard deviation 29; five of them each way.
        assert!(
            counts.values().all(|count| (855..1145).contains(count)),
            "{counts:?}"
        );
    }

    #[test]
    fn stays_below_the_bound() {
        let mut random = SplitMix64::new(7);
        assert!((0..1_000).all(|_| random.below(3) < 3));
        assert_eq!(random.below(0), 0);
        assert!((0..1_000).all(|_| (0.0..1.0).contains(&random.next_f64())));
    }
}
