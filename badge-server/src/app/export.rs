//! `badge-server export PLACE DIR`: the place as the command's folder, in which `badge` goes on working.

use std::io;
use std::path::{Path, PathBuf};

use badge_core::crypto::{KeyFileError, SecretKey};
use zeroize::Zeroizing;

use super::backup::Copied;
use super::folder;
use super::places::System;
use crate::keys::{Purpose, SealError};
use crate::private;
use crate::state::App;
use crate::storage::{PlaceId, Reading, StorageError, StoredKey};

/// Lines of the register that are in memory at a time.
const LINES: i64 = 10_000;

/// Why nothing was exported, or not everything.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum ExportError {
    /// There is no such place.
    #[error("there is no place {0}")]
    NoSuchPlace(i64),
    /// The folder is not empty.
    #[error("{}: not an empty folder", path.display())]
    NotEmpty {
        /// Which folder.
        path: PathBuf,
    },
    /// A file cannot be written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A key has no passphrase, and none was given.
    #[error(
        "key {thumbprint} has no passphrase, and would be written in clear: set BADGE_PASSPHRASE to one, or say --keys-in-clear"
    )]
    InClear {
        /// Which key.
        thumbprint: String,
    },
    /// A key cannot be read.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// A key cannot be opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database or the object store refuses.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The task was ended.
    #[error("interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// What becomes of the secret keys.
#[derive(Debug)]
pub(crate) enum Keys {
    /// They stay here.
    Without,
    /// They go along, each under the passphrase it came with; those that have none, made here for instance, under this one.
    Under(Option<Zeroizing<String>>),
    /// They go along, and those that have no passphrase in clear.
    InClear,
}

/// Writes a place into a new or empty folder. What is told as left is not in it; everything else is.
///
/// # Errors
/// See [`ExportError`].
pub(crate) async fn export(app: &App, place: PlaceId, root: &Path, keys: &Keys) -> Result<Copied, ExportError> {
    let mut read = app.storage.read().await?;
    let stored = read.place(place).await?.ok_or(ExportError::NoSuchPlace(place.0))?;
    let stored_keys = read.keys(place).await?;
    // Before anything is written: what cannot go along refuses the whole.
    let files = secrets(app, place, &stored_keys, keys)?;
    let mut out = Out::begin(root)?;
    for (slug, source) in read.achievements(place).await? {
        out.put(&format!("achievements/{slug}.toml"), source.into_bytes(), false).await?;
    }
    let register = register(&mut read, place).await?;
    let named = register.contains("\"person\":");
    if !register.is_empty() {
        out.put("register.jsonl", register.into_bytes(), false).await?;
    }
    let people = read.people(place).await?;
    // Also where all of them were erased: a place whose register names people is not whole without the file.
    if !people.is_empty() || named {
        out.put("people.json", people.to_json().into_bytes(), true).await?;
    }
    for key in stored_keys {
        out.put(&format!("keys/{}.json", key.thumbprint), key.about.into_bytes(), false).await?;
    }
    for (thumbprint, file) in files {
        out.put(&format!("keys/{thumbprint}.pem"), file.to_vec(), true).await?;
    }
    credentials(&mut read, place, &mut out).await?;
    let files = read.files(place, "").await?;
    drop(read);
    let mut left = Vec::new();
    for (path, digest) in files {
        // One that is damaged, or erased with somebody meanwhile, holds up none of the others.
        match app.storage.objects.get(place, &digest).await {
            Ok(Some(bytes)) => out.put(&path, bytes, path.starts_with("outbox/")).await?,
            Ok(None) => left.push(format!("{path}: gone")),
            Err(StorageError::Damaged { .. }) => left.push(format!("{path}: damaged")),
            Err(error) => return Err(error.into()),
        }
    }
    // Last: before, the folder is no place, and nobody takes an export that was cut for a whole one.
    out.put("place.toml", stored.settings.into_bytes(), false).await?;
    Ok(Copied { count: out.count, left, ..Copied::default() })
}

async fn register(read: &mut Reading, place: PlaceId) -> Result<String, StorageError> {
    let (mut text, mut after) = (String::new(), 0);
    loop {
        let lines = read.lines(place, after, LINES).await?;
        let Some((last, _)) = lines.last() else { return Ok(text) };
        after = *last;
        for (_, line) in &lines {
            text.push_str(line);
            text.push('\n');
        }
    }
}

/// The signed files of every award; those of people who were erased are gone here as there.
async fn credentials(read: &mut Reading, place: PlaceId, out: &mut Out) -> Result<(), ExportError> {
    for token in read.awards(place).await? {
        let register = read.register_of(place, token).await?;
        let Some(entry) = register.get(token) else { continue };
        for credential in &entry.award.credentials {
            if let Some(bytes) = read.credential(place, &credential.sha256.to_string()).await? {
                let path = format!("awards/{token}/{}", credential.format.file_name());
                out.put(&path, bytes, false).await?;
            }
        }
    }
    Ok(())
}

/// The thumbprint of a key, and the file of its secret.
type Secret = (String, Zeroizing<Vec<u8>>);

/// The files of the secret keys, by thumbprint, as they go along.
fn secrets(app: &App, place: PlaceId, stored: &[StoredKey], keys: &Keys) -> Result<Vec<Secret>, ExportError> {
    let mut all = Vec::new();
    for key in stored {
        let thumbprint = &key.thumbprint;
        let Some(sealed) = key.sealed_file.as_ref().filter(|_| !matches!(keys, Keys::Without)) else { continue };
        let file = app.seal.unseal(sealed, Purpose { place, thumbprint, kind: "file" })?;
        let pem =
            std::str::from_utf8(&file).map_err(|_| StorageError::Damaged { what: format!("key {thumbprint}") })?;
        let file = match keys {
            Keys::Under(passphrase) if !SecretKey::is_encrypted_pem(pem) => {
                let in_clear = || ExportError::InClear { thumbprint: thumbprint.clone() };
                let passphrase = passphrase.as_ref().filter(|text| !text.is_empty()).ok_or_else(in_clear)?;
                let sealed = SecretKey::from_pkcs8_pem(pem, None)?.to_encrypted_pkcs8_pem(passphrase, &mut System);
                Zeroizing::new(sealed.as_str().as_bytes().to_vec())
            }
            _ => file,
        };
        all.push((thumbprint.clone(), file));
    }
    Ok(all)
}

struct Out {
    root: PathBuf,
    count: usize,
}

impl Out {
    fn begin(root: &Path) -> Result<Self, ExportError> {
        let failed = |source| ExportError::File { path: root.to_owned(), source };
        private::folder(root).map_err(failed)?;
        if std::fs::read_dir(root).map_err(failed)?.next().is_some() {
            return Err(ExportError::NotEmpty { path: root.to_owned() });
        }
        Ok(Self { root: root.to_owned(), count: 0 })
    }

    async fn put(&mut self, path: &str, bytes: Vec<u8>, secret: bool) -> Result<(), ExportError> {
        let (root, below) = (self.root.clone(), path.to_owned());
        let written = tokio::task::spawn_blocking(move || folder::write(&root, &below, &bytes, secret)).await?;
        self.count += 1;
        written.map_err(|source| ExportError::File { path: self.root.join(path), source })
    }
}
