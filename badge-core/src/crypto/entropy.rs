//! Where random bytes come from. The library has no source of its own: the shells hand one in.

use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize as _, ZeroizeOnDrop};

/// A source of random bytes: the operating system in the shells, a seed in tests.
pub trait Entropy {
    /// Fills the whole buffer. A source that cannot do so must not return.
    fn fill(&mut self, buffer: &mut [u8]);
}

/// Bytes that follow from a seed: SHA-256 of the seed and a counter. For tests and demonstrations only.
#[derive(Clone, ZeroizeOnDrop)]
pub struct SeededEntropy {
    seed: [u8; 32],
    counter: u64,
    rest: Vec<u8>,
}

impl SeededEntropy {
    /// The same seed gives the same bytes, for ever.
    #[must_use]
    pub fn new(seed: &[u8]) -> Self {
        Self { seed: super::sha256(seed), counter: 0, rest: Vec::new() }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&mut self, buffer: &mut [u8]) {
        for byte in buffer {
            if self.rest.is_empty() {
                let block = Sha256::new().chain_update(self.seed).chain_update(self.counter.to_be_bytes()).finalize();
                self.counter += 1;
                self.rest.extend(block.iter().rev());
            }
            *byte = self.rest.pop().unwrap_or_default();
        }
    }
}

impl std::fmt::Debug for SeededEntropy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SeededEntropy(after {} blocks)", self.counter)
    }
}

/// The random number generator that the RustCrypto crates ask for, over any [`Entropy`].
pub(super) struct Rng<'a>(pub(super) &'a mut dyn Entropy);

impl rand_core::CryptoRng for Rng<'_> {}

impl rand_core::RngCore for Rng<'_> {
    fn next_u32(&mut self) -> u32 {
        let mut four = [0; 4];
        self.0.fill(&mut four);
        u32::from_le_bytes(four)
    }

    fn next_u64(&mut self) -> u64 {
        let mut eight = [0; 8];
        self.0.fill(&mut eight);
        let number = u64::from_le_bytes(eight);
        eight.zeroize();
        number
    }

    fn fill_bytes(&mut self, buffer: &mut [u8]) {
        self.0.fill(buffer);
    }

    fn try_fill_bytes(&mut self, buffer: &mut [u8]) -> Result<(), rand_core::Error> {
        self.0.fill(buffer);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_bytes_however_they_are_taken() {
        let mut whole = [0; 70];
        SeededEntropy::new(b"seed").fill(&mut whole);
        let mut parts = SeededEntropy::new(b"seed");
        let mut again = Vec::new();
        for size in [1, 31, 33, 5] {
            let mut part = vec![0; size];
            parts.fill(&mut part);
            again.extend(part);
        }
        assert_eq!(whole.to_vec(), again);
        let mut other = [0; 70];
        SeededEntropy::new(b"seed2").fill(&mut other);
        assert_ne!(whole, other);
    }
}
