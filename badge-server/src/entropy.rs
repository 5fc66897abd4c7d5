//! Randomness of the operating system.

/// Fills a buffer with random bytes.
///
/// # Panics
/// When the operating system has no randomness to give: nothing may be signed then.
pub(crate) fn fill(buffer: &mut [u8]) {
    getrandom::fill(buffer).expect("the operating system gives random bytes");
}

/// Random bytes, as many as the type has.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill(&mut bytes);
    bytes
}

/// The same for the core.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemEntropy;

impl badge_core::crypto::Entropy for SystemEntropy {
    fn fill(&mut self, buffer: &mut [u8]) {
        fill(buffer);
    }
}
