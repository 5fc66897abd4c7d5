//! Keys as files: `keys/{thumbprint}.pem` holds the secret half, encrypted with a passphrase;
//! `keys/{thumbprint}.json` says what is public about it, so that nothing but signing needs the passphrase.

use std::path::PathBuf;

use badge_core::crypto::{KeyFileError, KeyKind, PublicKey, SecretKey};
use badge_core::place::KeyFileFault;
use badge_core::place::documents::PlaceKey;
use badge_core::time::Timestamp;
use zeroize::Zeroizing;

use crate::entropy::SystemEntropy;
use crate::error::{Cause, Failure};
use crate::message::msg;
use crate::picture::json_message;
use crate::place::Folder;
use crate::place::disk::{self, Secrecy};

/// A key of the place, as far as it is public.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) thumbprint: String,
    pub(crate) public: PublicKey,
    pub(crate) created: Timestamp,
    /// It signs no more; what it signed stays good.
    pub(crate) retired: Option<Timestamp>,
    /// It was lost or stolen: nothing it signed is to be believed.
    pub(crate) revoked: Option<Timestamp>,
    folder: PathBuf,
}

/// A passphrase, wiped when it is no longer needed.
pub(crate) type Passphrase = Zeroizing<String>;

impl Folder {
    /// All keys, oldest first.
    pub(crate) fn keys(&self) -> Result<Vec<Key>, Failure> {
        let folder = self.keys_folder();
        let mut keys = Vec::new();
        for name in disk::names(&folder)? {
            if let Some(thumbprint) = name.strip_suffix(".json") {
                keys.push(read(&folder, thumbprint)?);
            }
        }
        keys.sort_by(|a, b| (a.created, &a.thumbprint).cmp(&(b.created, &b.thumbprint)));
        Ok(keys)
    }

    /// The key that signs, for each kind: the newest that was not retired.
    pub(crate) fn signing_key(&self, kind: KeyKind) -> Result<Option<Key>, Failure> {
        Ok(self.keys()?.into_iter().rfind(|k| k.public.kind() == kind && k.retired.is_none()))
    }

    /// Makes a key. Without a passphrase, whoever copies the file can sign.
    pub(crate) fn make_key(
        &self,
        kind: KeyKind,
        passphrase: Option<&Passphrase>,
        now: Timestamp,
    ) -> Result<(Key, SecretKey), Failure> {
        let secret =
            SecretKey::generate(kind, &mut SystemEntropy).map_err(|e| Failure::new(msg!("internal")).why(e))?;
        let pem = match passphrase {
            Some(passphrase) => secret.to_encrypted_pkcs8_pem(passphrase, &mut SystemEntropy),
            None => secret.to_pkcs8_pem(),
        };
        let public = badge_core::crypto::Signer::public_key(&secret).clone();
        let key = Key {
            thumbprint: public.thumbprint(),
            public,
            created: now.to_utc_seconds(),
            retired: None,
            revoked: None,
            folder: self.keys_folder(),
        };
        disk::create(&key.secret_path(), pem.as_str().as_bytes(), Secrecy::Owner)?;
        disk::create(&key.public_path(), key.to_json().as_bytes(), Secrecy::Open)?;
        Ok((key, secret))
    }
}

impl Key {
    /// Where the secret half lies.
    pub(crate) fn secret_path(&self) -> PathBuf {
        self.folder.join(format!("{}.pem", self.thumbprint))
    }

    pub(crate) fn public_path(&self) -> PathBuf {
        self.folder.join(format!("{}.json", self.thumbprint))
    }

    /// Whether opening it takes a passphrase.
    pub(crate) fn is_encrypted(&self) -> Result<bool, Failure> {
        Ok(SecretKey::is_encrypted_pem(&disk::read_text(&self.secret_path())?))
    }

    /// The secret half; `ask` is called when the file is encrypted.
    pub(crate) fn open(&self, ask: impl FnOnce() -> Result<Passphrase, Failure>) -> Result<SecretKey, Failure> {
        let path = self.secret_path();
        let pem = Zeroizing::new(disk::read_text(&path)?);
        let passphrase = if SecretKey::is_encrypted_pem(&pem) { Some(ask()?) } else { None };
        let secret = SecretKey::from_pkcs8_pem(&pem, passphrase.as_ref().map(|p| p.as_str())).map_err(|e| match e {
            KeyFileError::WrongPassphrase => Failure::new(msg!("passphrase-wrong")).at(&path),
            KeyFileError::Damaged => Failure::new(msg!("key-damaged")).at(&path),
            other => Failure::new(msg!("key-unusable")).at(&path).because(Cause::Foreign(other.to_string())),
        })?;
        if badge_core::crypto::Signer::public_key(&secret) != &self.public {
            return Err(Failure::new(msg!("key-mismatch", other = &self.public_path())).at(&path));
        }
        Ok(secret)
    }

    /// The key as the place publishes it.
    pub(crate) fn published(&self) -> PlaceKey {
        PlaceKey { public: self.public.clone(), created: self.created, retired: self.retired, revoked: self.revoked }
    }

    /// Marks it as retired.
    pub(crate) fn retire(&mut self, now: Timestamp) -> Result<(), Failure> {
        self.retired = self.retired.or(Some(now.to_utc_seconds()));
        disk::replace(&self.public_path(), self.to_json().as_bytes(), Secrecy::Open)
    }

    /// Marks it as lost or stolen: it signs no more, and nothing it signed verifies any more once that is published.
    pub(crate) fn revoke(&mut self, now: Timestamp) -> Result<(), Failure> {
        self.revoked = self.revoked.or(Some(now.to_utc_seconds()));
        self.retire(now)
    }

    fn to_json(&self) -> String {
        self.published().to_json()
    }
}

fn read(folder: &std::path::Path, thumbprint: &str) -> Result<Key, Failure> {
    let path = folder.join(format!("{thumbprint}.json"));
    let damaged = |why: String| Failure::new(msg!("key-damaged")).at(&path).because(Cause::Foreign(why));
    let bytes = disk::read(&path, disk::LARGEST)?;
    let key = PlaceKey::parse(&bytes).map_err(|fault| match &fault {
        KeyFileFault::Json(e) => Failure::new(msg!("key-damaged")).at(&path).because(Cause::Said(json_message(e))),
        other => damaged(other.to_string()),
    })?;
    if key.public.thumbprint() != thumbprint {
        return Err(damaged("jwk: RFC 7638".to_owned()));
    }
    Ok(Key {
        thumbprint: thumbprint.to_owned(),
        public: key.public,
        created: key.created,
        retired: key.retired,
        revoked: key.revoked,
        folder: folder.to_owned(),
    })
}
