//! Randomness of the operating system.

/// Fills a buffer with random bytes.
///
/// # Panics
/// When the operating system has no randomness to give: nothing may be signed then.
pub(crate) fn fill(buffer: &mut [u8]) {
    getrandom::fill(buffer).expect("the operating system gives random bytes");
}
