//! Making an archive: the files, the index, the signed manifest last.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{About, ArchiveError, INDEX, MANIFEST, SCHEMA, TYP};
use crate::crypto::jose::{encode, signing_input};
use crate::crypto::{Signer, sha256};
use crate::json::{Object, Value, object};
use crate::name::Url;
use crate::resource::{Answer, Body, Entry, FileName, Index};
use crate::text;
use crate::trust::signing_header;
use crate::zip::ZipWriter;

/// What one address served, to be kept.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The addresses that serve it: `https://…/b/1/`, `https://…/b/1/index.html`.
    pub addresses: Vec<Url>,
    /// Its path within the site, for those who unpack the archive; none for what was fetched.
    pub path: Option<String>,
    /// What was served. Answers that no server gave are left out.
    pub answer: Answer,
}

/// An archive in the making. The same files, the same words and the same Ed25519 key give the same bytes.
#[derive(Debug)]
pub struct Packing<W: Write> {
    zip: ZipWriter<W>,
    about: About,
    index: Index,
    files: BTreeMap<String, (String, usize)>,
}

impl<W: Write> Packing<W> {
    /// An archive written to `out`.
    pub fn new(out: W, about: About) -> Self {
        Self { zip: ZipWriter::new(out, about.made), about, index: Index::new(), files: BTreeMap::new() }
    }

    /// Adds what an address served.
    ///
    /// # Errors
    /// [`ArchiveError::Write`].
    pub fn add(&mut self, stored: &Stored) -> Result<(), ArchiveError> {
        let (status, body) = match &stored.answer {
            Answer::Found(body) => (200, Some(body)),
            Answer::Gone(body) => (410, Some(body)),
            Answer::NotFound => (404, None),
            _ => return Ok(()),
        };
        let file = body.filter(|b| status == 200 || !b.bytes.is_empty()).map(|b| self.file(stored, b)).transpose()?;
        let entry = Entry {
            file,
            status,
            error: None,
            media_type: body.and_then(|b| b.media_type.clone()),
            fetched: Some(body.and_then(|b| b.fetched).unwrap_or(self.about.made)),
            archived: None,
        };
        for address in &stored.addresses {
            self.index.set(address, entry.clone());
        }
        Ok(())
    }

    /// Writes index and manifest, signed by `signer`, and gives back what was written to.
    ///
    /// # Errors
    /// [`ArchiveError::Write`], [`ArchiveError::Sign`].
    pub fn finish(mut self, signer: &dyn Signer) -> Result<W, ArchiveError> {
        let index = self.index.to_json();
        self.put(INDEX, index.as_bytes())?;
        let file = |(name, (digest, size)): (&String, &(String, usize))| {
            // A size beyond 2^53 is never written: a ZIP of ours holds less than 4 GiB.
            let size = Value::Number(*size as f64);
            (name.clone(), Value::from(object([("sha256", digest.as_str().into()), ("size", size)])))
        };
        let files = Object::of_unique(self.files.iter().map(file).collect());
        let mut manifest = object([
            ("schema", SCHEMA.into()),
            ("name", self.about.name.as_str().into()),
            ("made", self.about.made.to_string().into()),
        ]);
        if let Some(issuer) = &self.about.issuer {
            manifest.set("issuer", issuer.as_str());
        }
        manifest.set("files", files);
        let key = signer.public_key();
        let input = signing_input(&signing_header(TYP, key), Value::from(manifest).to_compact().as_bytes());
        let signature = signer.sign(key.kind().default_algorithm(), input.as_bytes())?;
        self.zip.add(MANIFEST, encode(&input, &signature).as_bytes()).map_err(|e| write(&e))?;
        self.zip.finish().map_err(|e| write(&e))
    }

    /// Under its own path where that can be told in an index, else under its digest.
    fn file(&mut self, stored: &Stored, body: &Body) -> Result<FileName, ArchiveError> {
        let own = stored.path.as_ref().and_then(|path| FileName::parse(&format!("site/{path}")));
        let name = match own {
            Some(name) if !self.files.contains_key(name.as_str()) => name,
            _ => {
                let name = FileName::of(&body.bytes);
                let below = format!("web/{name}");
                FileName::parse(&below).unwrap_or(name)
            }
        };
        if !self.files.contains_key(name.as_str()) {
            self.put(name.as_str(), &body.bytes)?;
        }
        Ok(name)
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), ArchiveError> {
        self.zip.add(name, bytes).map_err(|e| write(&e))?;
        self.files.insert(name.to_owned(), (text::hex(&sha256(bytes)), bytes.len()));
        Ok(())
    }
}

fn write(error: &io::Error) -> ArchiveError {
    ArchiveError::Write(error.kind())
}
