//! The keys of a place: opened where they are needed, and made where the place has none of that kind (D-20).

use badge_core::crypto::{KeyKind, SecretKey, Signer as _};
use badge_core::issue::{Format, key_kinds_for};
use badge_core::place::JwtKey;
use badge_core::place::documents::PlaceKey;
use badge_core::proof::Suite;
use badge_core::time::Timestamp;

use super::Desk;
use crate::entropy::SystemEntropy;
use crate::error::Failure;
use crate::message::msg;
use crate::place::Writer;

impl Desk<'_> {
    pub(super) fn read_keys(&mut self) -> Result<(), Failure> {
        let keys = self.folder.keys()?;
        self.keys = keys.iter().map(crate::keyfile::Key::published).collect();
        Ok(())
    }

    /// Opens the keys that some formats need. One that the place does not have yet is made, after a word why (D-20);
    /// whoever holds the place to write into it already gives its writer.
    pub(crate) fn need_keys(
        &mut self,
        formats: &[Format],
        suite: Suite,
        now: Timestamp,
        held: Option<&Writer>,
    ) -> Result<(), Failure> {
        self.kinds_for(formats, suite)?.into_iter().try_for_each(|kind| self.need_key(kind, now, held))
    }

    /// Whether a key is open of each kind that some formats need.
    pub(crate) fn has_keys(&self, formats: &[Format], suite: Suite) -> Result<bool, Failure> {
        let is_open = |kind: &KeyKind| self.secrets.iter().any(|secret| secret.public_key().kind() == *kind);
        Ok(self.kinds_for(formats, suite)?.iter().all(is_open))
    }

    fn kinds_for(&self, formats: &[Format], suite: Suite) -> Result<Vec<KeyKind>, Failure> {
        // The status list is signed with the first one, whatever the format.
        let mut kinds = vec![KeyKind::Ed25519];
        for format in formats {
            let kind = match (format, self.place.jwt_key) {
                (Format::Ob3Jwt, JwtKey::Rsa) => Some(KeyKind::Rsa),
                (format, _) => self.kind_at_hand(key_kinds_for(*format, suite))?,
            };
            // Without an address there is no OB 2.0, and no RSA issuer: the draft will say so.
            match kind {
                Some(KeyKind::Rsa) if self.place.base.is_none() => {}
                Some(kind) => kinds.push(kind),
                None => {}
            }
        }
        Ok(kinds)
    }

    /// The first of some kinds of which the place has a key; the first of all when it has none.
    fn kind_at_hand(&self, kinds: &[KeyKind]) -> Result<Option<KeyKind>, Failure> {
        for kind in kinds {
            if self.folder.signing_key(*kind)?.is_some() {
                return Ok(Some(*kind));
            }
        }
        Ok(kinds.first().copied())
    }

    fn need_key(&mut self, kind: KeyKind, now: Timestamp, held: Option<&Writer>) -> Result<(), Failure> {
        if self.secrets.iter().any(|s| s.public_key().kind() == kind) {
            return Ok(());
        }
        let cx = self.cx;
        if let Some(key) = self.folder.signing_key(kind)? {
            self.secrets.push(key.open(|| cx.passphrases.existing(&cx.printer))?);
            return Ok(());
        }
        let first = self.folder.signing_key(KeyKind::Ed25519)?;
        let why = match (kind, self.dry_run) {
            (KeyKind::P256, false) => msg!("key-why-p256"),
            (KeyKind::P256, true) => msg!("key-would-p256"),
            (KeyKind::Rsa, false) => msg!("key-why-rsa"),
            (KeyKind::Rsa, true) => msg!("key-would-rsa"),
            _ => return Err(Failure::new(msg!("key-none-of-kind", kind = kind.as_str()))),
        };
        cx.printer.note(&why);
        if self.dry_run {
            let made = SecretKey::generate(kind, &mut SystemEntropy);
            let secret = made.map_err(|e| Failure::new(msg!("internal")).why(e))?;
            let public = secret.public_key().clone();
            self.keys.push(PlaceKey { public, created: now, retired: None, revoked: None });
            self.secrets.push(secret);
            return Ok(());
        }
        // As well protected as the first.
        let protected = first.map_or(Ok(true), |key| key.is_encrypted())?;
        let passphrase = protected.then(|| cx.passphrases.new_key(&cx.printer)).transpose()?;
        // The lock is not taken twice.
        let _writer = held.is_none().then(|| self.folder.writer(&cx.printer)).transpose()?;
        // Somebody else may have made it while we waited.
        let secret = match self.folder.signing_key(kind)? {
            Some(key) => key.open(|| cx.passphrases.existing(&cx.printer))?,
            None => self.folder.make_key(kind, passphrase.as_ref(), now)?.1,
        };
        self.secrets.push(secret);
        self.read_keys()
    }
}
