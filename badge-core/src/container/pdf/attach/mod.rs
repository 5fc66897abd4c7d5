//! The way back: signed badges become files of a PDF document (associated files as in PDF/A-3, ISO 32000-1 section
//! 7.11.4), and a page may be added that shows them.
//!
//! Nothing of the document is rewritten: an update is appended to it, and what was there is the beginning of what comes
//! out, byte for byte. A document that cannot be extended safely is refused, and what was written is read again before
//! it is given away.

mod letters;
mod names;
mod page;
mod update;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Dictionary, Object, ObjectId, StringFormat};

use self::update::{Update, int, name};
use super::super::opening::{Opening, same};
use super::super::{Format, Presented, Raw, open};
use super::{Reader, dictionary_of, guard, load, page as pages, text_of};
use crate::crypto::{md5_hex, sha256};
use crate::limits::Limits;
use crate::text::from_hex;
use crate::time::Timestamp;

pub use letters::{Encoded, Weight, encode, width};
pub use page::{Area, Colour, Page, Picture};

/// The highest number that objects may have (ISO 32000-1 annex C).
const OBJECTS: u32 = 8_388_607;

/// Files a document may have attached to it before we touch its list.
const FILES: usize = 2_000;

/// Levels of the tree of names and of the tree of pages.
const LEVELS: usize = 32;

/// A badge to be attached.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// The badge as it is kept: a baked picture, JSON, a JWS.
    pub bytes: &'a [u8],
    /// What it should be called. It is made safe, and unlike the others.
    pub name: &'a str,
    /// What it is, in a line, for the viewer's list.
    pub description: &'a str,
    /// When it was made, if that is known.
    pub date: Option<Timestamp>,
}

/// Why nothing was attached.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AttachError {
    /// Not a PDF document.
    #[error("not a PDF document, but {0}")]
    NotPdf(Format),
    /// A bound was reached, by its name in [`Limits`].
    #[error("more than {0} allows")]
    Limit(&'static str),
    /// The document can be read only after repairs, or not at all. It has to be saved anew first.
    #[error("damaged: {0:?}")]
    Damaged(Part),
    /// The document is encrypted, with or without a password to open it.
    #[error("encrypted")]
    Encrypted,
    /// The file with this number (from 0) holds no badge.
    #[error("file {0} holds no badge")]
    NoBadge(usize),
    /// What was written is not what is read: our mistake, or a document that is more broken than it looks.
    #[error("what was attached is not found again")]
    NotConfirmed,
}

/// What of a document is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// Its first bytes: something stands before it.
    Beginning,
    /// Its table of objects.
    Table,
    /// Its catalog.
    Catalog,
    /// Its list of pages.
    Pages,
    /// Its list of attached files.
    Files,
}

/// A signature by which a document is sealed. It stays valid for the bytes that were signed; but viewers tell that
/// something was added since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// An ordinary signature.
    Signed,
    /// One that allows no such change (`DocMDP`): viewers will call the document altered.
    Certified,
}

/// What came of attaching.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// The document. The one it was made from is its beginning.
    pub bytes: Vec<u8>,
    /// What each file is called in it; `None` for a badge that was in it already, or that came twice.
    pub names: Vec<Option<String>>,
}

/// A document to which something can be attached.
#[derive(Debug)]
pub struct Document<'a> {
    bytes: &'a [u8],
    limits: &'a Limits,
    parsed: lopdf::Document,
    catalog: ObjectId,
    pages: ObjectId,
    attached: Vec<Presented>,
}

impl<'a> Document<'a> {
    /// Reads a document, and the badges that are attached to it already.
    ///
    /// # Errors
    /// See [`AttachError`]: whatever cannot be extended safely.
    pub fn read(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, AttachError> {
        if !bytes.starts_with(b"%PDF-") {
            let format = Format::of(bytes);
            let damaged = format == Format::Pdf;
            return Err(if damaged { AttachError::Damaged(Part::Beginning) } else { AttachError::NotPdf(format) });
        }
        if bytes.len() > limits.container_bytes {
            return Err(AttachError::Limit("container_bytes"));
        }
        let ahead = guard::look_ahead(bytes, limits).map_err(AttachError::Limit)?;
        // As in reading: a mistake in the foreign parser ends here.
        let read = || {
            let parsed = load(bytes, ahead.stream_bytes).ok_or(AttachError::Damaged(Part::Table))?;
            if parsed.trailer.has(b"Encrypt") || parsed.encryption_state.is_some() {
                return Err(AttachError::Encrypted);
            }
            if parsed.xref_recovery.is_some() || parsed.xref_start == 0 || parsed.xref_start >= bytes.len() {
                return Err(AttachError::Damaged(Part::Table));
            }
            let catalog = parsed.trailer.get(b"Root").and_then(Object::as_reference);
            let catalog = catalog.map_err(|_| AttachError::Damaged(Part::Catalog))?;
            let dictionary = parsed.get_dictionary(catalog).map_err(|_| AttachError::Damaged(Part::Catalog))?;
            let pages = dictionary.get(b"Pages").and_then(Object::as_reference);
            let pages = pages.map_err(|_| AttachError::Damaged(Part::Pages))?;
            let attached = attachments(&parsed, limits);
            Ok(Self { bytes, limits, parsed, catalog, pages, attached })
        };
        catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(AttachError::Damaged(Part::Table)))
    }

    /// The badges that are attached already.
    #[must_use]
    pub fn badges(&self) -> &[Presented] {
        &self.attached
    }

    /// Whether every badge in a file is attached already, in that file or in another.
    #[must_use]
    pub fn has(&self, file: &[u8]) -> bool {
        let inside = badges_in(file, self.limits);
        !inside.is_empty() && inside.iter().all(|raw| self.holds(raw))
    }

    /// How the document is sealed, if it is.
    #[must_use]
    pub fn seal(&self) -> Option<Seal> {
        let catalog = self.dictionary()?;
        let member = |owner: &Dictionary, key: &[u8]| -> Option<Dictionary> {
            let (_, object) = self.parsed.dereference(owner.get(key).ok()?).ok()?;
            object.as_dict().ok().cloned()
        };
        if member(catalog, b"Perms").is_some_and(|allowed| allowed.has(b"DocMDP")) {
            return Some(Seal::Certified);
        }
        let flags = member(catalog, b"AcroForm").and_then(|form| form.get(b"SigFlags").and_then(Object::as_i64).ok());
        let signature = |object: &Object| object.as_dict().is_ok_and(|d| d.has(b"ByteRange") && d.has(b"Contents"));
        let signed = flags.is_some_and(|flags| flags & 1 == 1) || self.parsed.objects.values().any(signature);
        signed.then_some(Seal::Signed)
    }

    /// Which part of PDF/A the document says it keeps to: 1 to 4. Attached files are allowed by the third, and by the
    /// fourth in its form `F`.
    #[must_use]
    pub fn pdf_a(&self) -> Option<u8> {
        let metadata = self.dictionary()?.get(b"Metadata").ok()?;
        let (_, metadata) = self.parsed.dereference(metadata).ok()?;
        let most = self.limits.document_bytes;
        let text = metadata.as_stream().ok()?.decompressed_content_with_limit(most).ok()?;
        let text = String::from_utf8_lossy(&text);
        let after = text.split_once("pdfaid:part")?.1;
        let value = after.trim_start_matches(|c: char| c.is_whitespace() || "='\">".contains(c));
        value.bytes().next().filter(u8::is_ascii_digit).map(|digit| digit - b'0')
    }

    /// Width and height of its first page in points, as it is shown; A4 where that makes no sense for a page of text.
    #[must_use]
    pub fn paper(&self) -> (f32, f32) {
        const A4: (f32, f32) = (595.28, 841.89);
        let size = || {
            let page = pages::all(&self.parsed, 1).found.first()?.dictionary;
            let inherited = |key: &[u8]| {
                let mut node = page;
                for _ in 0..LEVELS {
                    if let Ok(value) = node.get(key) {
                        return self.parsed.dereference(value).ok().map(|(_, value)| value);
                    }
                    node = dictionary_of(self.parsed.dereference(node.get(b"Parent").ok()?).ok()?.1)?;
                }
                None
            };
            let corners = inherited(b"MediaBox")?.as_array().ok()?;
            let corner = |n: usize| super::number_of(self.parsed.dereference(corners.get(n)?).ok()?.1);
            let (width, height) = ((corner(2)? - corner(0)?).abs(), (corner(3)? - corner(1)?).abs());
            let turned = inherited(b"Rotate").and_then(|r| r.as_i64().ok()).is_some_and(|r| r.rem_euclid(180) == 90);
            Some(if turned { (height, width) } else { (width, height) })
        };
        let sensible =
            |(width, height): &(f32, f32)| (400.0..=1_000.0).contains(width) && (500.0..=1_500.0).contains(height);
        size().filter(sensible).unwrap_or(A4)
    }

    /// The document with these files attached and these pages at its end.
    ///
    /// A badge that is in it already, or that comes twice, is attached once. With nothing to attach and no page the
    /// document comes back as it is.
    ///
    /// # Errors
    /// See [`AttachError`].
    pub fn attach(&self, files: &[File<'_>], pages: &[Page]) -> Result<Attached, AttachError> {
        let mut coming: Vec<Raw> = Vec::new();
        let mut fresh = Vec::new();
        for (n, file) in files.iter().enumerate() {
            let inside = badges_in(file.bytes, self.limits);
            if inside.is_empty() {
                return Err(AttachError::NoBadge(n));
            }
            let there = |raw: &Raw| self.holds(raw) || coming.iter().any(|other| same(other, raw));
            let new = !inside.iter().all(there);
            fresh.push(new);
            if new {
                coming.extend(inside);
            }
        }
        if coming.is_empty() && pages.is_empty() {
            return Ok(Attached { bytes: self.bytes.to_vec(), names: vec![None; files.len()] });
        }
        let attached = catch_unwind(AssertUnwindSafe(|| self.write(files, &fresh, pages)));
        let attached = attached.unwrap_or(Err(AttachError::NotConfirmed))?;
        self.confirm(&attached.bytes, &coming)?;
        Ok(attached)
    }

    fn holds(&self, raw: &Raw) -> bool {
        self.attached.iter().any(|other| same(&other.raw, raw))
    }

    fn dictionary(&self) -> Option<&Dictionary> {
        self.parsed.get_dictionary(self.catalog).ok()
    }

    fn write(&self, files: &[File<'_>], fresh: &[bool], pages: &[Page]) -> Result<Attached, AttachError> {
        let declared = self.parsed.trailer.get(b"Size").and_then(Object::as_i64).ok();
        let declared = declared.and_then(|size| u32::try_from(size).ok()).unwrap_or(0);
        let next = declared.max(self.parsed.max_id.saturating_add(1));
        let most = files.len() * 2 + pages.len() * 100 + 100;
        if next as usize + most > OBJECTS as usize {
            return Err(AttachError::Damaged(Part::Table));
        }
        let mut update = Update::after(self.bytes, next);
        let mut catalog = self.dictionary().ok_or(AttachError::Damaged(Part::Catalog))?.clone();

        let mut tree = self.names(&catalog)?;
        let mut taken: BTreeSet<String> = tree
            .iter()
            .flat_map(|(key, file)| [Some(text_of(key)), self.file_name(file)])
            .flatten()
            .map(|n| n.to_lowercase())
            .collect();
        let mut associated = self.associated(&catalog)?;
        let mut names = Vec::new();
        for (file, fresh) in files.iter().zip(fresh) {
            let name = fresh.then(|| names::unique(file.name, &mut taken));
            if let Some(name) = &name {
                let description = describe(&mut update, file, name);
                tree.push((text_bytes(name), Object::Reference(description)));
                associated.push(Object::Reference(description));
            }
            names.push(name);
        }
        if fresh.contains(&true) {
            catalog.set("AF", associated);
            self.put_names(&mut update, &mut catalog, tree);
        }
        if !pages.is_empty() {
            self.put_pages(&mut update, pages)?;
        }
        update.put(self.catalog, &Object::Dictionary(catalog));

        let mut trailer = self.parsed.trailer.clone();
        if let Ok(id) = trailer.get_mut(b"ID").and_then(Object::as_array_mut)
            && let Some(last) = id.get_mut(1)
        {
            // The first names the document, the second this state of it (section 14.4).
            let new = files.iter().zip(fresh).filter(|(_, fresh)| **fresh);
            let state: Vec<u8> = new.flat_map(|(file, _)| sha256(file.bytes)).collect();
            let state = [&sha256(self.bytes)[..], &state].concat();
            *last = Object::String(sha256(&state)[..16].to_vec(), StringFormat::Hexadecimal);
        }
        let kind = self.parsed.reference_table.cross_reference_type;
        Ok(Attached { bytes: update.finish(&trailer, self.parsed.xref_start, kind), names })
    }

    /// The files in the document's tree of names, in their order.
    fn names(&self, catalog: &Dictionary) -> Result<Vec<(Vec<u8>, Object)>, AttachError> {
        let damaged = AttachError::Damaged(Part::Files);
        let resolve = |object| self.parsed.dereference(object).map_err(|_| damaged.clone());
        let Ok(names) = catalog.get(b"Names") else { return Ok(Vec::new()) };
        let names = resolve(names)?.1.as_dict().map_err(|_| damaged.clone())?;
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<(&Object, usize)> =
            names.get(b"EmbeddedFiles").into_iter().map(|root| (root, 0)).collect();
        while let Some((node, level)) = waiting.pop() {
            let (id, node) = resolve(node)?;
            let node = node.as_dict().map_err(|_| damaged.clone())?;
            // A tree that leads back into itself is none.
            if level >= LEVELS || !id.is_none_or(|id| seen.insert(id)) {
                return Err(damaged);
            }
            if let Ok(kids) = node.get(b"Kids") {
                let kids = resolve(kids)?.1.as_array().map_err(|_| damaged.clone())?;
                waiting.extend(kids.iter().rev().map(|kid| (kid, level + 1)));
            }
            if let Ok(leaves) = node.get(b"Names") {
                let leaves = resolve(leaves)?.1.as_array().map_err(|_| damaged.clone())?;
                let (pairs, rest) = leaves.as_chunks::<2>();
                if !rest.is_empty() {
                    return Err(damaged);
                }
                for [key, file] in pairs {
                    let key = resolve(key)?.1.as_str().map_err(|_| damaged.clone())?;
                    found.push((key.to_vec(), file.clone()));
                }
            }
            if found.len() > FILES || waiting.len() > FILES {
                return Err(AttachError::Limit("parts"));
            }
        }
        Ok(found)
    }

    /// The document's associated files so far.
    fn associated(&self, catalog: &Dictionary) -> Result<Vec<Object>, AttachError> {
        let Ok(files) = catalog.get(b"AF") else { return Ok(Vec::new()) };
        match self.parsed.dereference(files) {
            Ok((_, Object::Array(files))) if files.len() <= FILES => Ok(files.clone()),
            Ok((_, Object::Dictionary(_))) => Ok(vec![files.clone()]),
            _ => Err(AttachError::Damaged(Part::Files)),
        }
    }

    fn file_name(&self, description: &Object) -> Option<String> {
        let description = dictionary_of(self.parsed.dereference(description).ok()?.1)?;
        let name = description.get(b"UF").or_else(|_| description.get(b"F")).ok()?;
        Some(text_of(self.parsed.dereference(name).ok()?.1.as_str().ok()?))
    }

    /// Writes the tree of names anew, in one leaf. What it was in stays, with all else that is in that.
    fn put_names(&self, update: &mut Update, catalog: &mut Dictionary, mut tree: Vec<(Vec<u8>, Object)>) {
        tree.sort_by(|a, b| a.0.cmp(&b.0));
        let leaves: Vec<Object> =
            tree.into_iter().flat_map(|(key, file)| [Object::String(key, StringFormat::Hexadecimal), file]).collect();
        let mut root = Dictionary::new();
        root.set("Names", leaves);
        let root = update.add(&Object::Dictionary(root));
        let existing = catalog.get(b"Names").ok();
        let of_its_own = existing.and_then(|names| names.as_reference().ok());
        let names = existing.and_then(|names| self.parsed.dereference(names).ok());
        let mut names = names.and_then(|(_, names)| names.as_dict().ok().cloned()).unwrap_or_default();
        names.set("EmbeddedFiles", root);
        match of_its_own {
            Some(id) => update.put(id, &Object::Dictionary(names)),
            None => catalog.set("Names", names),
        }
    }

    /// Writes the pages, and the root of their tree with them at its end.
    fn put_pages(&self, update: &mut Update, added: &[Page]) -> Result<(), AttachError> {
        let damaged = AttachError::Damaged(Part::Pages);
        let mut root = self.parsed.get_dictionary(self.pages).map_err(|_| damaged.clone())?.clone();
        let kids = root.get(b"Kids").and_then(|kids| self.parsed.dereference(kids)).map_err(|_| damaged.clone())?;
        let mut kids = kids.1.as_array().map_err(|_| damaged.clone())?.clone();
        let count = root.get(b"Count").and_then(|count| self.parsed.dereference(count)).map_err(|_| damaged.clone())?;
        let count = count.1.as_i64().ok().and_then(|count| usize::try_from(count).ok());
        let count = count.filter(|count| *count < 1_000_000).ok_or(damaged)?;
        let fonts = page::fonts(update);
        for page in added {
            kids.push(Object::Reference(page.write(update, self.pages, &fonts)));
        }
        root.set("Kids", kids);
        root.set("Count", int(count + added.len()));
        update.put(self.pages, &Object::Dictionary(root));
        Ok(())
    }

    /// Reads what was written: everything that was there is, and so is everything that came.
    fn confirm(&self, written: &[u8], coming: &[Raw]) -> Result<(), AttachError> {
        let again = Document::read(written, self.limits).map_err(|error| match error {
            AttachError::Limit(limit) => AttachError::Limit(limit),
            _ => AttachError::NotConfirmed,
        })?;
        let objects = self.parsed.objects.keys().all(|id| again.parsed.objects.contains_key(id));
        let badges = coming.iter().all(|raw| again.holds(raw));
        let older = self.attached.iter().all(|one| again.holds(&one.raw));
        let whole = written.starts_with(self.bytes) && again.catalog == self.catalog;
        if objects && badges && older && whole { Ok(()) } else { Err(AttachError::NotConfirmed) }
    }
}

/// The badges attached to a document.
fn attachments(document: &lopdf::Document, limits: &Limits) -> Vec<Presented> {
    let mut opening = Opening::new(Format::Pdf, limits);
    Reader::new(document, &mut opening).attachments();
    opening.finish().found
}

/// The badges in a file, addresses not counted.
fn badges_in(file: &[u8], limits: &Limits) -> Vec<Raw> {
    let found = open(file, limits).found.into_iter().map(|one| one.raw);
    found.filter(|raw| !matches!(raw, Raw::Link(_))).collect()
}

/// Writes a file and its description.
fn describe(update: &mut Update, file: &File<'_>, file_name: &str) -> ObjectId {
    let mut params = Dictionary::new();
    params.set("Size", int(file.bytes.len()));
    // A check of the copy, and what the format has for it; it proves nothing (section 7.11.4.2).
    if let Ok(digest) = from_hex(&md5_hex(file.bytes)) {
        params.set("CheckSum", Object::String(digest, StringFormat::Hexadecimal));
    }
    if let Some(date) = file.date {
        let date = pdf_date(date);
        params.set("CreationDate", text_string(&date));
        params.set("ModDate", text_string(&date));
    }
    let mut data = Dictionary::new();
    data.set("Type", name("EmbeddedFile"));
    data.set("Subtype", name(media_type(file.bytes)));
    data.set("Params", params);
    let data = update.stream(data, file.bytes);

    let mut under = Dictionary::new();
    under.set("F", data);
    under.set("UF", data);
    let mut description = Dictionary::new();
    description.set("Type", name("Filespec"));
    description.set("F", text_string(&names::plain(file_name)));
    description.set("UF", text_string(file_name));
    description.set("Desc", text_string(file.description));
    description.set("AFRelationship", name("Supplement"));
    description.set("EF", under);
    update.add(&Object::Dictionary(description))
}

/// The media type of a badge's file, by its content.
fn media_type(bytes: &[u8]) -> &'static str {
    match Format::of(bytes) {
        Format::Png => "image/png",
        Format::Svg => "image/svg+xml",
        Format::Json => "application/ld+json",
        Format::Jws => "application/jose",
        Format::Pdf => "application/pdf",
        Format::Zip => "application/zip",
        _ => "application/octet-stream",
    }
}

/// `D:20260302090000Z` (section 7.9.4).
fn pdf_date(date: Timestamp) -> String {
    let text = date.to_utc_seconds().to_string();
    let digits: String = text.chars().filter(char::is_ascii_digit).take(14).collect();
    format!("D:{digits}Z")
}

fn text_string(text: &str) -> Object {
    Object::String(text_bytes(text), StringFormat::Literal)
}

/// A text string: ASCII as it is, all else as UTF-16 with its mark (section 7.9.2.2).
fn text_bytes(text: &str) -> Vec<u8> {
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return text.as_bytes().to_vec();
    }
    [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
}

#[cfg(test)]
mod tests;
