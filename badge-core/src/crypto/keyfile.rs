//! Secret keys as files: PKCS #8 in PEM, plain or encrypted with a passphrase (RFC 5958, RFC 8018, RFC 7914).
//!
//! Encrypted files use PBES2 with scrypt and AES-256-CBC, which OpenSSL reads (`openssl pkey -in key.pem`).

use std::fmt;

use pkcs8::der::asn1::OctetStringRef;
use pkcs8::der::{Decode as _, Encode as _};
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::{self, Kdf, ScryptParams};
use pkcs8::spki::AlgorithmIdentifierRef;
use pkcs8::{EncryptedPrivateKeyInfo, LineEnding, PrivateKeyInfo, SecretDocument};
use zeroize::Zeroizing;

use super::secret::Secret;
use super::{Entropy, KeyError, SecretKey, pem};

/// Why a file gives no secret key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFileError {
    /// Not the PEM of a PKCS #8 key, or damaged.
    #[error("not a PKCS #8 key in PEM, or damaged")]
    Damaged,
    /// A PEM text of something else.
    #[error("a PEM text of {label:?}")]
    OtherLabel {
        /// What it says it is: `CERTIFICATE`, `RSA PRIVATE KEY`.
        label: String,
    },
    /// The key is encrypted, and no passphrase was given.
    #[error("the key is encrypted")]
    PassphraseNeeded,
    /// The passphrase does not open the key.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// Encrypted in a way we do not read, or that would cost more than 256 MiB or a minute.
    #[error("encrypted in a way that is not read")]
    Encryption,
    /// A key of a kind or of numbers that we do not take.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// A text that holds a secret: wiped when dropped, never printed by accident.
#[derive(Clone)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// The text itself. What is done with it is the caller's care.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(hidden)")
    }
}

/// 2^14, 8, 5: as strong as OWASP's first choice (2^17, 8, 1) in a sixteenth of its memory, because OpenSSL refuses
/// more than 32 MiB.
const SCRYPT: (u64, u16, u16) = (1 << 14, 8, 5);

impl SecretKey {
    /// Whether a PEM text is an encrypted key.
    #[must_use]
    pub fn is_encrypted_pem(pem: &str) -> bool {
        pem.trim_start().starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    }

    /// Reads a PKCS #8 key; `passphrase` is not looked at when the key is not encrypted.
    ///
    /// # Errors
    /// See [`KeyFileError`]. An encrypted key whose frame is whole but that does not open gives
    /// [`KeyFileError::WrongPassphrase`].
    pub fn from_pkcs8_pem(pem: &str, passphrase: Option<&str>) -> Result<Self, KeyFileError> {
        if pem.len() > 65_536 {
            return Err(KeyFileError::Damaged);
        }
        let pem = pem.trim();
        let (label, document) = SecretDocument::from_pem(pem).map_err(|_| KeyFileError::Damaged)?;
        match label {
            "PRIVATE KEY" => Self::from_pkcs8_der(document.as_bytes()),
            "ENCRYPTED PRIVATE KEY" => {
                let frame: EncryptedPrivateKeyInfo<'_> = document.decode_msg().map_err(|_| KeyFileError::Damaged)?;
                affordable(&frame.encryption_algorithm)?;
                let passphrase = passphrase.ok_or(KeyFileError::PassphraseNeeded)?;
                let plain = frame
                    .encryption_algorithm
                    .decrypt(passphrase, frame.encrypted_data)
                    .map(Zeroizing::new)
                    .map_err(|_| KeyFileError::WrongPassphrase)?;
                // One wrong passphrase in 256 leaves plausible padding, but no PKCS #8: SEQUENCE … INTEGER 0 or 1.
                let framed = plain.first() == Some(&0x30) && plain.iter().take(8).any(|b| *b == 2);
                Self::from_pkcs8_der(&plain).map_err(|e| match e {
                    KeyFileError::Damaged if !framed => KeyFileError::WrongPassphrase,
                    other => other,
                })
            }
            other => Err(KeyFileError::OtherLabel { label: other.to_owned() }),
        }
    }

    /// The key as unencrypted PKCS #8 PEM. Whoever reads that text can sign in the issuer's name.
    #[must_use]
    pub fn to_pkcs8_pem(&self) -> SecretText {
        Self::pem(&self.pkcs8(), "PRIVATE KEY")
    }

    /// The key as PKCS #8 PEM encrypted with a passphrase. Takes a tenth of a second or more, on purpose.
    #[must_use]
    pub fn to_encrypted_pkcs8_pem(&self, passphrase: &str, entropy: &mut dyn Entropy) -> SecretText {
        let (mut salt, mut iv) = ([0; 16], [0; 16]);
        entropy.fill(&mut salt);
        entropy.fill(&mut iv);
        let (cost_parameter, block_size, parallelization) = SCRYPT;
        let scheme = pbes2::Parameters {
            kdf: Kdf::Scrypt(ScryptParams {
                salt: &salt,
                cost_parameter,
                block_size,
                parallelization,
                key_length: None,
            }),
            encryption: pbes2::EncryptionScheme::Aes256Cbc { iv: &iv },
        };
        let plain = self.pkcs8();
        let document = scheme
            .encrypt(passphrase, plain.as_bytes())
            .ok()
            .and_then(|data| {
                let frame = EncryptedPrivateKeyInfo { encryption_algorithm: scheme.into(), encrypted_data: &data };
                SecretDocument::encode_msg(&frame).ok()
            })
            // Parameters are constants and the plain text is ours: nothing here depends on bytes from outside.
            .expect("scrypt and AES with constant parameters");
        Self::pem(&document, "ENCRYPTED PRIVATE KEY")
    }

    fn from_pkcs8_der(der: &[u8]) -> Result<Self, KeyFileError> {
        let info = PrivateKeyInfo::from_der(der).map_err(|_| KeyFileError::Damaged)?;
        match info.algorithm.oid {
            pem::ED25519 => {
                let seed = OctetStringRef::from_der(info.private_key).map_err(|_| KeyFileError::Damaged)?;
                let seed: &[u8; 32] = seed.as_bytes().try_into().map_err(|_| KeyFileError::Damaged)?;
                let key = Self::from_ed25519_seed(seed)?;
                // PKCS #8 version 2 also carries the public half: another one there means damage.
                let public = info.public_key.map(super::PublicKey::ed25519).transpose()?;
                if public.is_some_and(|p| p != key.public) { Err(KeyFileError::Damaged) } else { Ok(key) }
            }
            pem::EC => match info.algorithm.parameters_oid() {
                #[cfg(feature = "p256")]
                Ok(pem::P256) => {
                    let key = p256::SecretKey::try_from(info).map_err(|_| KeyFileError::Damaged)?;
                    Ok(Self::from_p256(&key)?)
                }
                #[cfg(feature = "p384")]
                Ok(pem::P384) => {
                    let key = p384::SecretKey::try_from(info).map_err(|_| KeyFileError::Damaged)?;
                    Ok(Self::from_p384(&key)?)
                }
                Ok(curve) => Err(KeyError::UnknownOid { oid: curve.to_string() }.into()),
                Err(_) => Err(KeyFileError::Damaged),
            },
            #[cfg(feature = "rsa")]
            pem::RSA => {
                let key = rsa::RsaPrivateKey::try_from(info).map_err(|_| KeyFileError::Damaged)?;
                Ok(Self::from_rsa(&key)?)
            }
            oid => Err(KeyError::UnknownOid { oid: oid.to_string() }.into()),
        }
    }

    fn pkcs8(&self) -> SecretDocument {
        let wrap = |algorithm: AlgorithmIdentifierRef<'_>, secret: &[u8]| {
            SecretDocument::encode_msg(&PrivateKeyInfo::new(algorithm, secret))
        };
        match &self.secret {
            #[cfg(feature = "ed25519")]
            Secret::Ed25519(key) => {
                let inner = OctetStringRef::new(key.as_bytes()).and_then(|seed| seed.to_der()).map(Zeroizing::new);
                inner.and_then(|seed| wrap(AlgorithmIdentifierRef { oid: pem::ED25519, parameters: None }, &seed))
            }
            Secret::Ec(key) => SecretDocument::try_from(key.as_bytes()),
            Secret::Rsa(key) => wrap(pem::rsa_algorithm(), key.as_bytes()),
        }
        // The DER of a key that was checked: far below what DER can express.
        .expect("the DER of a checked key")
    }

    fn pem(document: &SecretDocument, label: &'static str) -> SecretText {
        // Only a label that is no PEM label could fail.
        SecretText(document.to_pem(label, LineEnding::LF).expect("PEM with a constant label"))
    }
}

/// Refuses parameters that would take memory or time without bound: 256 MiB, ten million rounds.
fn affordable(scheme: &EncryptionScheme<'_>) -> Result<(), KeyFileError> {
    let fine = match scheme.pbes2().map(|p| &p.kdf) {
        Some(Kdf::Scrypt(s)) => {
            let block = u64::from(s.block_size).saturating_mul(128);
            block.saturating_mul(s.cost_parameter) <= 256 << 20
                && block.saturating_mul(s.cost_parameter).saturating_mul(s.parallelization.into()) <= 2 << 30
        }
        Some(Kdf::Pbkdf2(p)) => p.iteration_count <= 10_000_000,
        _ => false,
    };
    if fine { Ok(()) } else { Err(KeyFileError::Encryption) }
}

#[cfg(all(test, feature = "ed25519", feature = "p256", feature = "rsa"))]
mod tests {
    use super::*;
    use crate::crypto::{KeyKind, SeededEntropy, Signer as _};

    fn key(kind: KeyKind) -> SecretKey {
        SecretKey::generate(kind, &mut SeededEntropy::new(b"key files for a test")).unwrap()
    }

    #[test]
    fn keys_come_back_from_plain_pem() {
        for kind in [KeyKind::Ed25519, KeyKind::P256, KeyKind::P384, KeyKind::Rsa] {
            if !kind.is_compiled() {
                continue;
            }
            let pem = key(kind).to_pkcs8_pem();
            assert!(!SecretKey::is_encrypted_pem(pem.as_str()));
            let back = SecretKey::from_pkcs8_pem(pem.as_str(), None).unwrap();
            assert_eq!(back.public_key(), key(kind).public_key());
            assert_eq!(back.to_pkcs8_pem().as_str(), pem.as_str());
            assert_eq!(format!("{pem:?}"), "SecretText(hidden)");
        }
    }

    #[test]
    fn the_wrong_passphrase_is_not_damage() {
        let pem = key(KeyKind::Ed25519).to_encrypted_pkcs8_pem("Le Dôme ☺", &mut SeededEntropy::new(b"salt"));
        let pem = pem.as_str();
        assert!(SecretKey::is_encrypted_pem(pem));
        let open = |pem: &str, passphrase| SecretKey::from_pkcs8_pem(pem, passphrase).map(|k| k.public.clone());
        assert_eq!(open(pem, Some("Le Dôme ☺")), Ok(key(KeyKind::Ed25519).public));
        assert_eq!(open(pem, Some("Le Dome")), Err(KeyFileError::WrongPassphrase));
        assert_eq!(open(pem, Some("")), Err(KeyFileError::WrongPassphrase));
        assert_eq!(open(pem, None), Err(KeyFileError::PassphraseNeeded));
        assert_eq!(open(&pem[..pem.len() / 2], Some("x")), Err(KeyFileError::Damaged));
        assert_eq!(open(&pem.replace("\nM", "\nN"), Some("x")), Err(KeyFileError::Damaged));
        assert_eq!(open("", None), Err(KeyFileError::Damaged));
        assert_eq!(
            open(&key(KeyKind::Ed25519).public.to_pem(), None),
            Err(KeyFileError::OtherLabel { label: "PUBLIC KEY".into() })
        );
    }

    #[test]
    fn costly_parameters_are_refused_before_they_are_paid() {
        let (salt, iv) = ([0; 16], [0; 16]);
        let dear = pbes2::Parameters {
            kdf: Kdf::Scrypt(ScryptParams {
                salt: &salt,
                cost_parameter: 1 << 30,
                block_size: 8,
                parallelization: 1,
                key_length: None,
            }),
            encryption: pbes2::EncryptionScheme::Aes256Cbc { iv: &iv },
        };
        let frame = EncryptedPrivateKeyInfo { encryption_algorithm: dear.into(), encrypted_data: &[0; 64] };
        let pem = SecretDocument::encode_msg(&frame).unwrap().to_pem("ENCRYPTED PRIVATE KEY", LineEnding::LF).unwrap();
        assert!(matches!(SecretKey::from_pkcs8_pem(&pem, Some("x")), Err(KeyFileError::Encryption)));
    }

    /// `openssl` with these arguments and this input; nothing where it is not installed.
    fn openssl(arguments: &[&str], input: &str) -> Option<String> {
        use std::io::Write as _;
        use std::process::{Command, Stdio};
        let mut child = Command::new("openssl")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "openssl {arguments:?}");
        Some(String::from_utf8(output.stdout).unwrap())
    }

    #[test]
    fn openssl_reads_our_files_and_we_read_its() {
        for kind in [KeyKind::Ed25519, KeyKind::P256, KeyKind::Rsa] {
            let ours = key(kind);
            let file = ours.to_encrypted_pkcs8_pem("mot de passe", &mut SeededEntropy::new(b"salt"));
            let Some(public) = openssl(&["pkey", "-passin", "pass:mot de passe", "-pubout"], file.as_str()) else {
                #[allow(clippy::print_stderr)]
                {
                    eprintln!("SKIPPED: openssl is not installed");
                }
                return;
            };
            assert_eq!(public, ours.public.to_pem());
            let plain = ours.to_pkcs8_pem();
            assert_eq!(openssl(&["pkey", "-pubout"], plain.as_str()).unwrap(), public);
            for encryption in [&["-scrypt"][..], &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA256"]] {
                let arguments = [&["pkcs8", "-topk8", "-passout", "pass:secret"][..], encryption].concat();
                let theirs = openssl(&arguments, plain.as_str()).unwrap();
                let back = SecretKey::from_pkcs8_pem(&theirs, Some("secret")).unwrap();
                assert_eq!(back.public, ours.public);
            }
        }
    }

    /// Files written before must stay readable.
    #[test]
    fn the_files_in_the_repository_are_read() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/keys");
        let open = |name: &str, passphrase| {
            let pem = std::fs::read_to_string(folder.join(format!("TEST-KEY.{name}.pem"))).unwrap();
            SecretKey::from_pkcs8_pem(&pem, passphrase).unwrap().public
        };
        assert_eq!(open("p256", None).kind(), KeyKind::P256);
        assert_eq!(open("rsa", None).kind(), KeyKind::Rsa);
        assert_eq!(open("ed25519", None), open("ed25519.encrypted", Some("test")));
    }
}
