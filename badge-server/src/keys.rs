//! Secret keys at rest: sealed with a key that is in a file, never in the database. Whoever takes the database, or a
//! copy of it, can sign nothing.
//!
//! ChaCha20-Poly1305 under a random key of 256 bits; each sealed value has its own random nonce of 96 bits before it and
//! is bound to the place and the thumbprint it belongs to, so that one cannot be put in the place of another.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use badge_core::text;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

use crate::storage::PlaceId;

/// Bytes of the sealing key.
const LENGTH: usize = 32;

/// The key that seals; and, while everything is sealed anew, the one before, which still opens.
pub(crate) struct Seal {
    key: LessSafeKey,
    former: Option<LessSafeKey>,
    /// The file is not there: this key is made up, and nothing is to be sealed with it.
    lost: bool,
}

/// Why nothing can be sealed or opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum SealError {
    /// The file cannot be read or made.
    #[error("{}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file holds something else than 64 hexadecimal digits.
    #[error("{}: not a sealing key", path.display())]
    NotAKey {
        /// Which file.
        path: PathBuf,
    },
    /// Sealed with another key, for something else, or changed since.
    #[error("a sealed key cannot be opened with this sealing key")]
    NotOpened,
}

/// What a sealed value is for: a value sealed for one thing cannot be opened as another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Purpose<'a> {
    pub(crate) place: PlaceId,
    pub(crate) thumbprint: &'a str,
    /// `key`, or `file` for one that keeps its own passphrase.
    pub(crate) kind: &'static str,
}

impl Seal {
    /// The key in that file; where there is none, a new one, which its owner alone may read. `sealed`: something was
    /// sealed already, so that a new key would only hide that the right one is missing. Then none is made.
    pub(crate) fn open(path: &Path, sealed: bool) -> Result<Self, SealError> {
        let failed = |source| SealError::File { path: path.to_owned(), source };
        let (text, lost) = match fs::read_to_string(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound && sealed => (made_up(), true),
            Err(e) if e.kind() == io::ErrorKind::NotFound => (make(path).map_err(failed)?, false),
            // Whoever made it was killed before it was written, or is just at it.
            Ok(text) if text.is_empty() && !sealed => (make(path).map_err(failed)?, false),
            other => (other.map(Zeroizing::new).map_err(failed)?, false),
        };
        Ok(Self { key: read(path, &text)?, former: None, lost })
    }

    /// Whether the key is missing: nothing can be opened, and nothing may be sealed.
    pub(crate) const fn is_lost(&self) -> bool {
        self.lost
    }

    /// The same, and what the key in another file sealed is opened as well. That file is not made.
    pub(crate) fn and_former(self, path: Option<&Path>) -> Result<Self, SealError> {
        let Some(path) = path else { return Ok(self) };
        let failed = |source| SealError::File { path: path.to_owned(), source };
        let text = fs::read_to_string(path).map(Zeroizing::new).map_err(failed)?;
        Ok(Self { former: Some(read(path, &text)?), ..self })
    }

    /// A key from its bytes, for tests.
    #[cfg(test)]
    pub(crate) fn new(bytes: &[u8]) -> Option<Self> {
        Some(Self { key: key(bytes)?, former: None, lost: false })
    }

    /// Whether something was sealed with the key that seals now.
    pub(crate) fn is_current(&self, sealed: &[u8], purpose: Purpose<'_>) -> bool {
        opened(&self.key, sealed, purpose).is_ok()
    }

    /// Seals a secret.
    pub(crate) fn seal(&self, secret: &[u8], purpose: Purpose<'_>) -> Vec<u8> {
        let nonce: [u8; NONCE_LEN] = crate::entropy::random();
        let mut sealed = Zeroizing::new(secret.to_vec());
        let tag = self
            .key
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(purpose.bytes()), &mut sealed)
            // Only secrets of many gigabytes are refused.
            .expect("a secret of a few thousand bytes can be sealed");
        [&nonce[..], &sealed, tag.as_ref()].concat()
    }

    /// Opens what was sealed for the same purpose.
    ///
    /// # Errors
    /// [`SealError::NotOpened`].
    pub(crate) fn unseal(&self, sealed: &[u8], purpose: Purpose<'_>) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let now = opened(&self.key, sealed, purpose);
        now.or_else(|error| self.former.as_ref().map_or(Err(error), |former| opened(former, sealed, purpose)))
    }
}

fn opened(key: &LessSafeKey, sealed: &[u8], purpose: Purpose<'_>) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (nonce, rest) = sealed.split_at_checked(NONCE_LEN).ok_or(SealError::NotOpened)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::NotOpened)?;
    let mut secret = Zeroizing::new(rest.to_vec());
    let opened = key.open_in_place(nonce, Aad::from(purpose.bytes()), &mut secret);
    let length = opened.map_err(|_| SealError::NotOpened)?.len();
    secret.truncate(length);
    Ok(secret)
}

fn key(bytes: &[u8]) -> Option<LessSafeKey> {
    UnboundKey::new(&CHACHA20_POLY1305, bytes).ok().map(LessSafeKey::new)
}

fn read(path: &Path, text: &str) -> Result<LessSafeKey, SealError> {
    let bytes = text::from_hex(text.trim()).ok().map(Zeroizing::new);
    bytes.and_then(|bytes| key(&bytes)).ok_or_else(|| SealError::NotAKey { path: path.to_owned() })
}

/// Nothing of it is ever printed.
impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal")
    }
}

impl Purpose<'_> {
    fn bytes(&self) -> Vec<u8> {
        format!("badge-seal/1 {} {} {}", self.kind, self.place.0, self.thumbprint).into_bytes()
    }
}

fn made_up() -> Zeroizing<String> {
    Zeroizing::new(text::hex(&*Zeroizing::new(crate::entropy::random::<LENGTH>())))
}

/// Writes a key into a file that is not there, or that nobody wrote into. Of several who do so at once one writes, and the others
/// read; one that is cut short leaves an empty file, for the next.
fn make(path: &Path) -> io::Result<Zeroizing<String>> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.lock()?;
    let mut there = Zeroizing::new(String::new());
    file.read_to_string(&mut there)?;
    if !there.is_empty() {
        return Ok(there);
    }
    let text = made_up();
    let line = Zeroizing::new(format!("{}\n", *text));
    if let Err(error) = file.write_all(line.as_bytes()).and_then(|()| file.sync_all()) {
        // A part of it is a key for nobody.
        drop(file.set_len(0));
        return Err(error);
    }
    if let Some(folder) = folder.filter(|_| cfg!(unix)) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_the_same_purpose_and_key_alone() {
        let seal = Seal::new(&[7; LENGTH]).unwrap();
        let purpose = Purpose { place: PlaceId(1), thumbprint: "abc", kind: "key" };
        let sealed = seal.seal(b"secret", purpose);
        assert!(!sealed.windows(6).any(|w| w == b"secret"));
        assert_eq!(seal.unseal(&sealed, purpose).unwrap().as_slice(), b"secret");
        for other in [
            Purpose { place: PlaceId(2), ..purpose },
            Purpose { thumbprint: "abd", ..purpose },
            Purpose { kind: "file", ..purpose },
        ] {
            assert!(seal.unseal(&sealed, other).is_err());
        }
        assert!(Seal::new(&[8; LENGTH]).unwrap().unseal(&sealed, purpose).is_err());
        for n in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[n] ^= 1;
            assert!(seal.unseal(&changed, purpose).is_err(), "byte {n}");
            assert!(seal.unseal(&sealed[..n], purpose).is_err());
        }
        assert_ne!(seal.seal(b"secret", purpose), sealed, "each has its own nonce");
    }

    #[test]
    fn the_file_is_made_once_for_its_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("below/seal.key");
        let purpose = Purpose { place: PlaceId(1), thumbprint: "abc", kind: "key" };
        let sealed = Seal::open(&path, false).unwrap().seal(b"secret", purpose);
        assert_eq!(Seal::open(&path, false).unwrap().unseal(&sealed, purpose).unwrap().as_slice(), b"secret");
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
        let missing = dir.path().join("other.key");
        let lost = Seal::open(&missing, true).unwrap();
        assert!(lost.is_lost() && !missing.exists() && lost.unseal(&sealed, purpose).is_err());
        assert!(!Seal::open(&path, true).unwrap().is_lost());
        // Killed before it was written: nothing was sealed yet, and one of those who start now writes it.
        let cut = dir.path().join("cut.key");
        fs::write(&cut, "").unwrap();
        assert!(matches!(Seal::open(&cut, true), Err(SealError::NotAKey { .. })), "something was sealed");
        let all: Vec<Vec<u8>> = std::thread::scope(|scope| {
            let all: Vec<_> =
                (0..8).map(|_| scope.spawn(|| Seal::open(&cut, false).unwrap().seal(b"secret", purpose))).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        for sealed in all {
            assert_eq!(Seal::open(&cut, true).unwrap().unseal(&sealed, purpose).unwrap().as_slice(), b"secret");
        }
        fs::write(&path, "not hexadecimal").unwrap();
        assert!(matches!(Seal::open(&path, false), Err(SealError::NotAKey { .. })));
    }
}
