//! Whom the reader knows: lists of issuers and archives, as they are named on the command line.

use std::path::Path;

use badge_core::archive::{Archive, ArchiveError, Vouched};
use badge_core::crypto::jose::JoseError;
use badge_core::crypto::{KeyFileError, PublicKey, SecretKey};
use badge_core::json;
use badge_core::limits::Limits;
use badge_core::name::Url;
use badge_core::resource::{Answer, Lookup, Purpose, Unreachable};
use badge_core::time::Timestamp;
use badge_core::trust::{TrustError, TrustList};
use badge_core::zip::ZipFault;
use zeroize::Zeroizing;

use crate::command::Context;
use crate::error::{Cause, Failure};
use crate::fetch::{Ages, Fetch};
use crate::message::{Message, msg};
use crate::place::{Folder, disk};

/// A key as somebody told it: in full, or by its thumbprint.
pub(crate) enum Named {
    Key(PublicKey),
    Thumbprint(String),
}

impl Named {
    /// Multibase, `did:key:…`, a thumbprint, or a file with a JWK or a PEM text.
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        let wrong = || Failure::new(msg!("key-not-understood", key = text));
        if let Ok(key) = PublicKey::from_multikey(text.strip_prefix("did:key:").unwrap_or(text)) {
            return Ok(Self::Key(key));
        }
        let path = Path::new(text);
        if path.is_file() {
            let text = Zeroizing::new(disk::read_text(path)?);
            let jwk = json::parse(text.as_bytes(), &Limits::default()).ok();
            let key = jwk.and_then(|jwk| PublicKey::from_jwk(jwk.get("jwk").unwrap_or(&jwk)).ok());
            return key.or_else(|| PublicKey::from_pem(&text).ok()).map(Self::Key).ok_or_else(|| wrong().at(path));
        }
        let thumbprint = text.len() == 43 && badge_core::text::from_base64url(text).is_ok_and(|b| b.len() == 32);
        if thumbprint { Ok(Self::Thumbprint(text.to_owned())) } else { Err(wrong()) }
    }

    pub(crate) fn is(&self, key: &PublicKey) -> bool {
        match self {
            Self::Key(own) => own == key,
            Self::Thumbprint(text) => key.thumbprint() == *text,
        }
    }
}

/// How a key is shown to people: whole where it is short, so that it can be compared and copied.
pub(crate) fn shown(key: &PublicKey) -> String {
    key.to_multikey().unwrap_or_else(|| key.thumbprint())
}

/// A list of issuers: a file, or an address, which needs `#key=…` behind it. What was fetched is believed only when a
/// key signed it that the reader named.
pub(crate) fn list(text: &str, fetch: &Fetch, ages: Ages, limits: &Limits) -> Result<TrustList, Failure> {
    let (source, named) = match text.rsplit_once("#key=") {
        Some((source, key)) => (source, Some(Named::parse(key)?)),
        None => (text, None),
    };
    let failed = |what: Message| Failure::new(what);
    let url = Url::parse(source).ok().filter(|_| !Path::new(source).exists());
    let bytes = match &url {
        None => disk::read(Path::new(source), limits.answer_bytes as u64)?,
        Some(url) => {
            let lookup = Lookup::new(url, Purpose::TrustList);
            match fetch.get(&lookup, ages).map_err(|e| failed(msg!("network-unusable")).why(e))? {
                Answer::Found(body) => body.bytes,
                Answer::Unreachable(Unreachable::Offline) => return Err(failed(msg!("trust-offline", list = source))),
                _ => return Err(failed(msg!("trust-unread", list = source))),
            }
        }
    };
    let list = TrustList::read(&bytes, limits)
        .map_err(|e| failed(msg!("trust-damaged", list = source)).because(list_fault(&e)))?;
    match (&list.signed_by, &named) {
        (Some(key), Some(named)) if named.is(key) => Ok(list),
        (Some(key), Some(_)) => Err(failed(msg!("trust-other-key", list = source, key = shown(key)))),
        (None, Some(_)) => Err(failed(msg!("trust-not-signed", list = source))),
        (None, None) if url.is_some() => Err(failed(msg!("trust-not-signed", list = source))),
        (Some(key), None) if url.is_some() => Err(failed(msg!("trust-key-unnamed", list = source, key = shown(key)))),
        (_, None) => Ok(list),
    }
}

pub(crate) fn list_fault(error: &TrustError) -> Cause {
    match error {
        TrustError::Json(e) | TrustError::Jose(JoseError::Header(e)) => Cause::Said(crate::picture::json_message(e)),
        TrustError::Signature(_) => Cause::Said(msg!("signature-wrong")),
        TrustError::Schema { .. } | TrustError::Typ { .. } => Cause::Said(msg!("trust-other-kind")),
        TrustError::Member { at } => Cause::Said(msg!("trust-member", at = at)),
        TrustError::Repeated { id } => Cause::Said(msg!("trust-twice", id = id)),
        other => Cause::Foreign(other.to_string()),
    }
}

/// An archive, and for what the reader believes it.
pub(crate) fn archive(
    path: &Path,
    keys: &[Named],
    lists: &[TrustList],
    now: Timestamp,
    limits: &Limits,
) -> Result<(Archive, Vouched), Failure> {
    let bytes = disk::read(path, limits.zip_bytes as u64)?;
    let archive = Archive::open(bytes, limits).map_err(|e| archive_failure(&e).at(path))?;
    let named: Vec<PublicKey> =
        keys.iter().any(|k| k.is(archive.key())).then(|| archive.key().clone()).into_iter().collect();
    let vouched = archive.vouched(&named, lists, now);
    Ok((archive, vouched))
}

fn archive_failure(error: &ArchiveError) -> Failure {
    match error {
        ArchiveError::Zip(ZipFault::NotZip) | ArchiveError::Missing(_) | ArchiveError::Typ { .. } => {
            Failure::new(msg!("archive-other-kind"))
        }
        ArchiveError::Zip(ZipFault::Truncated) => Failure::new(msg!("archive-cut-short")),
        other => match what_is_wrong(other) {
            Some(said) => Failure::new(msg!("archive-damaged")).because(Cause::Said(said)),
            None => Failure::new(msg!("archive-damaged")).why(other),
        },
    }
}

/// In the reader's words.
fn what_is_wrong(error: &ArchiveError) -> Option<Message> {
    Some(match error {
        ArchiveError::Signature(_) => msg!("signature-wrong"),
        ArchiveError::Changed { name } => msg!("archive-changed", name = name),
        ArchiveError::Unlisted { name } => msg!("archive-unlisted", name = name),
        ArchiveError::Jose(_)
        | ArchiveError::NoKey
        | ArchiveError::Key(_)
        | ArchiveError::Json(_)
        | ArchiveError::Member { .. }
        | ArchiveError::Index(_) => msg!("archive-manifest"),
        ArchiveError::Zip(fault) => match fault {
            ZipFault::OverLimit(_) => msg!("archive-over-limit"),
            ZipFault::Damaged { at } => msg!("archive-broken-at", at = *at),
            ZipFault::Repeated { name } => msg!("archive-twice", name = name),
            ZipFault::Name { name } => msg!("archive-name", name = name),
            ZipFault::Link { name } => msg!("archive-link", name = name),
            ZipFault::Encrypted { name } => msg!("archive-encrypted", name = name),
            ZipFault::Method { name, .. } => msg!("archive-packed", name = name),
            ZipFault::Content { name } => msg!("archive-broken", name = name),
            _ => return None,
        },
        _ => return None,
    })
}

/// The key that signs lists and archives: that of a file, or of the place.
pub(crate) fn signer(file: Option<&Path>, cx: &Context) -> Result<SecretKey, Failure> {
    let Some(path) = file else {
        let folder = Folder::find(&cx.settings)?;
        let kind = badge_core::crypto::KeyKind::Ed25519;
        let key = folder.signing_key(kind)?;
        let key = key.ok_or_else(|| Failure::new(msg!("key-none-of-kind", kind = kind.as_str())))?;
        return key.open(|| cx.passphrases.existing(&cx.printer));
    };
    let pem = Zeroizing::new(disk::read_text(path)?);
    let encrypted = SecretKey::is_encrypted_pem(&pem);
    let passphrase = encrypted.then(|| cx.passphrases.existing(&cx.printer)).transpose()?;
    SecretKey::from_pkcs8_pem(&pem, passphrase.as_ref().map(|p| p.as_str())).map_err(|e| match e {
        KeyFileError::WrongPassphrase => Failure::new(msg!("passphrase-wrong")).at(path),
        other => Failure::new(msg!("key-unusable")).at(path).why(other),
    })
}
