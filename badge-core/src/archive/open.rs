//! Opening an archive: the ZIP, the manifest's signature, every digest, and then the index.

use std::collections::BTreeMap;

use super::{About, Archive, ArchiveError, INDEX, MANIFEST, SCHEMA, TYP};
use crate::crypto::jose::Jws;
use crate::crypto::{PublicKey, sha256};
use crate::json::{self, Object, Value};
use crate::limits::Limits;
use crate::name::{Did, Url};
use crate::resource::Index;
use crate::text;
use crate::time::Timestamp;
use crate::zip::{self, ZipEntry};

impl Archive {
    /// Opens an archive and holds every file against the signed manifest. Nothing is used before all of it was.
    ///
    /// Bounds: those of a ZIP in [`Limits`]; manifest and index of at most sixteen documents each.
    ///
    /// # Errors
    /// See [`ArchiveError`]. One file that is not as it should be makes the whole archive unusable.
    pub fn open(bytes: Vec<u8>, limits: &Limits) -> Result<Self, ArchiveError> {
        let zip = zip::entries(&bytes, limits)?;
        let entries: BTreeMap<String, ZipEntry> = zip.entries().iter().map(|e| (e.name.clone(), e.clone())).collect();
        // Lists of every file of a site are longer than documents.
        let long = Limits {
            document_bytes: limits.document_bytes.saturating_mul(16),
            json_values: limits.json_values.saturating_mul(16),
            ..limits.clone()
        };
        let named = |name: &'static str| entries.get(name).ok_or(ArchiveError::Missing(name));
        let token = zip.read(named(MANIFEST)?, long.document_bytes)?;
        let token = std::str::from_utf8(&token)
            .map_err(|_| ArchiveError::Jose(crate::crypto::jose::JoseError::NotThreeParts))?;
        let jws = Jws::parse(token, &long)?;
        if jws.header().typ.as_deref() != Some(TYP) {
            return Err(ArchiveError::Typ { found: jws.header().typ.clone() });
        }
        let header = jws.header();
        let key = PublicKey::from_jwk_for(header.jwk.as_ref().ok_or(ArchiveError::NoKey)?, header.algorithm)?;
        jws.verify(&key)?;
        let manifest = json::parse(jws.payload(), &long)?;
        let manifest = manifest.as_object().ok_or_else(|| member("schema"))?;
        let about = about(manifest)?;

        named(INDEX)?;
        let listed = manifest.get("files").and_then(Value::as_object).ok_or_else(|| member("files"))?;
        let files: BTreeMap<&str, &Value> = listed.iter().collect();
        if let Some(name) = entries.keys().find(|n| *n != MANIFEST && !files.contains_key(n.as_str())) {
            return Err(ArchiveError::Unlisted { name: name.clone() });
        }
        let mut index = Vec::new();
        for (name, value) in files {
            let entry = entries.get(name).ok_or_else(|| ArchiveError::Unlisted { name: name.to_owned() })?;
            let (digest, size) = digest(value).ok_or_else(|| member("files"))?;
            let changed = || ArchiveError::Changed { name: name.to_owned() };
            let content = zip.read(entry, usize::MAX)?;
            if content.len() as f64 != size || text::hex(&sha256(&content)) != digest {
                return Err(changed());
            }
            if name == INDEX {
                index = content;
            }
        }
        // The index is as long as sixteen documents already; only its values are more.
        let index = Index::parse(&index, &Limits { json_values: long.json_values, ..limits.clone() })?;
        for (_, entry) in index.iter() {
            if let Some(file) = entry.file.as_ref().filter(|f| !entries.contains_key(f.as_str())) {
                return Err(ArchiveError::Unlisted { name: file.as_str().to_owned() });
            }
        }
        let answer_bytes = limits.answer_bytes;
        Ok(Self { bytes, entries, index, about, key, answer_bytes })
    }
}

fn about(manifest: &Object) -> Result<About, ArchiveError> {
    let text = |name: &str, most: usize| {
        let text = manifest.get(name).and_then(Value::as_str).map(str::trim);
        text.filter(|t| !t.is_empty() && t.chars().count() <= most).map(str::to_owned)
    };
    if text("schema", 100).as_deref() != Some(SCHEMA) {
        return Err(member("schema"));
    }
    let issuer = match manifest.get("issuer") {
        None => None,
        Some(_) => {
            let id = text("issuer", 2_000).filter(|id| Did::parse(id).is_ok() || Url::parse(id).is_ok());
            Some(id.ok_or_else(|| member("issuer"))?)
        }
    };
    let made = text("made", 64).and_then(|t| Timestamp::parse(&t).ok()).ok_or_else(|| member("made"))?;
    Ok(About { name: text("name", 300).ok_or_else(|| member("name"))?, issuer, made })
}

fn digest(value: &Value) -> Option<(&str, f64)> {
    Some((value.get("sha256")?.as_str()?, value.get("size")?.as_f64()?))
}

fn member(name: &str) -> ArchiveError {
    ArchiveError::Member { member: name.to_owned() }
}
