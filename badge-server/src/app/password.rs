//! Passwords: argon2id, 19 MiB and two passes (RFC 9106; the lesser of what OWASP recommends), each with a salt of its own.

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// Characters of the shortest password.
pub(crate) const SHORTEST: usize = 10;
/// Bytes of the longest.
const LONGEST: usize = 1024;
/// KiB of memory, and passes over them.
const COST: (u32, u32) = (19 * 1024, 2);
/// Two at a time: a crowd that signs in waits, and does not take all memory and processors.
static TURNS: Semaphore = Semaphore::const_new(2);

/// A password as it was typed; wiped afterwards, and never printed.
pub(crate) struct Password(Zeroizing<String>);

impl Password {
    /// What somebody typed to sign in: anything that can be one.
    pub(crate) fn typed(text: &str) -> Option<Self> {
        (!text.is_empty() && text.len() <= LONGEST).then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// What somebody chose: long enough. Nothing else is asked of it.
    pub(crate) fn chosen(text: &str) -> Option<Self> {
        Self::typed(text).filter(|_| text.chars().count() >= SHORTEST)
    }

    /// Its hash, as a PHC string.
    pub(crate) async fn hash(self) -> String {
        work(move || {
            let salt = SaltString::encode_b64(&crate::entropy::random::<16>()).expect("sixteen bytes are a salt");
            let hash = hasher().hash_password(self.0.as_bytes(), &salt);
            hash.expect("a password of this length can be hashed").to_string()
        })
        .await
    }

    /// Whether it is the one of a hash. Without a hash it takes as long, and is not.
    pub(crate) async fn is(self, hash: Option<String>) -> bool {
        let Some(hash) = hash else {
            drop(self.hash().await);
            return false;
        };
        work(move || {
            let known = PasswordHash::new(&hash);
            // Compared in constant time by the crate.
            known.is_ok_and(|known| hasher().verify_password(self.0.as_bytes(), &known).is_ok())
        })
        .await
    }
}

fn hasher() -> Argon2<'static> {
    let params = Params::new(COST.0, COST.1, 1, None).expect("the cost is one that argon2 has");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Off the threads that serve, two at a time.
async fn work<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let _turn = TURNS.acquire().await.expect("nobody closes it");
    tokio::task::spawn_blocking(work).await.expect("hashing does not panic")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_by_its_hash_alone() {
        let hash = Password::chosen("correct cheval pile").unwrap().hash().await;
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(!hash.contains("cheval"));
        assert!(Password::typed("correct cheval pile").unwrap().is(Some(hash.clone())).await);
        assert!(!Password::typed("correct cheval pil").unwrap().is(Some(hash.clone())).await);
        assert!(!Password::typed("correct cheval pile").unwrap().is(None).await);
        assert!(!Password::typed("correct cheval pile").unwrap().is(Some("$x$".into())).await);
        assert_ne!(Password::chosen("correct cheval pile").unwrap().hash().await, hash, "each has its own salt");
    }

    #[test]
    fn length_is_all_that_is_asked() {
        assert!(Password::chosen("123456789").is_none() && Password::chosen("éééééééééé").is_some());
        assert!(Password::typed("").is_none() && Password::typed(&"x".repeat(1025)).is_none());
    }
}
