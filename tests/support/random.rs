//! Randomness of tests: from a seed that is printed.

use proptest::test_runner::{Config, RngSeed};

/// Random numbers from a seed (SplitMix64).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Returns a number below another.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    pub(crate) fn hexadecimal(&mut self, digits: usize) -> String {
        let text: String = (0..digits.div_ceil(16)).map(|_| format!("{:016x}", self.next())).collect();
        text[..digits].to_owned()
    }
}

/// The seed of a run that asks for none: what passed here passes wherever it is cloned to. `.ci/repeat` draws others.
const SEED: u64 = 20_261_128;

/// Returns the seed of this run, printed: the same each time, or what `FUGI_TEST_SEED` says.
#[allow(clippy::disallowed_methods, reason = "another seed comes from outside")]
pub(crate) fn seed() -> u64 {
    let seed = std::env::var("FUGI_TEST_SEED").map_or(SEED, |seed| seed.parse().unwrap());
    eprintln!("FUGI_TEST_SEED={seed}");
    seed
}

/// Returns how many cases a property is tried on, drawn from the printed seed; `PROPTEST_CASES` asks for another number.
#[allow(clippy::disallowed_methods, reason = "how many comes from outside")]
pub(crate) fn drawn(cases: u32) -> Config {
    let cases = std::env::var("PROPTEST_CASES").ok().map_or(cases, |own| own.parse().unwrap());
    Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(seed()), ..Config::default() }
}
