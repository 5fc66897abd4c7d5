//! The pages of a document, each once, and what hangs on one.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object};

use super::super::{PdfPlace, Wrapping, address_without_scheme};
use super::{Reader, dictionary_of, text_of};
use crate::name::Url;

/// Levels of the page tree, and of what pages inherit.
const LEVELS: usize = 64;

pub(super) struct Pages<'d> {
    pub(super) found: Vec<Page<'d>>,
    /// There are more than were asked for.
    pub(super) more: bool,
}

#[derive(Clone, Copy)]
pub(super) struct Page<'d> {
    pub(super) dictionary: &'d Dictionary,
}

/// The pages in their order: by the page tree, each object once; where that leads nowhere, every object that says it is
/// a page.
pub(super) fn all(document: &Document, most: usize) -> Pages<'_> {
    let mut found = Vec::new();
    let mut more = false;
    let mut seen = BTreeSet::new();
    let root = document.catalog().ok().and_then(|catalog| catalog.get(b"Pages").ok());
    let mut waiting: Vec<(&Object, usize)> = root.into_iter().map(|root| (root, 0)).collect();
    while let Some((node, level)) = waiting.pop() {
        let Ok((id, node)) = document.dereference(node) else { continue };
        let fresh = id.is_none_or(|id| seen.insert(id));
        let (true, Ok(node)) = (fresh && level < LEVELS, node.as_dict()) else { continue };
        if let Ok((_, Object::Array(kids))) = node.get(b"Kids").and_then(|kids| document.dereference(kids)) {
            waiting.extend(kids.iter().rev().map(|kid| (kid, level + 1)));
        } else if found.len() < most {
            found.push(Page { dictionary: node });
        } else {
            more = true;
            break;
        }
    }
    if found.is_empty() {
        let pages =
            document.objects.values().filter_map(|object| object.as_dict().ok()).filter(|d| d.has_type(b"Page"));
        found = pages.map(|dictionary| Page { dictionary }).collect();
        more = found.len() > most;
        found.truncate(most);
    }
    Pages { found, more }
}

impl<'d> Reader<'d, '_, '_> {
    /// Everything on one page.
    pub(super) fn page(&mut self, number: u32, page: Page<'d>) {
        let page_number = Some(number);
        for file in self.files_of(page.dictionary) {
            self.file(page_number, file);
        }
        for annotation in self.array(page.dictionary, "Annots") {
            self.field(page_number, annotation);
            let Some(annotation) = self.object(annotation).and_then(dictionary_of) else { continue };
            self.annotation(page_number, annotation);
        }
        let resources = self.inherited(page.dictionary, "Resources").and_then(dictionary_of);
        self.content(number, page, resources);
    }

    /// What was filled into a field of a form (ISO 32000-1 section 12.7). What one field shows may belong to the one above.
    fn field(&mut self, page: Option<u32>, mut field: &'d Object) {
        for _ in 0..LEVELS {
            let Ok((id, object)) = self.document.dereference(field) else { return };
            let Some(dictionary) = dictionary_of(object) else { return };
            if dictionary.has(b"V") {
                if id.is_none_or(|id| self.fresh(id)) {
                    self.value(page, dictionary);
                }
                return;
            }
            let Ok(parent) = dictionary.get(b"Parent") else { return };
            field = parent;
        }
    }

    /// The value of a field: a text, several that were chosen, or a long one that lies by itself.
    pub(super) fn value(&mut self, page: Option<u32>, field: &'d Dictionary) {
        let values = match self.get(field, "V") {
            Some(Object::Array(values)) => values.iter().take(self.opening.limits.parts).collect(),
            Some(value) => vec![value],
            None => Vec::new(),
        };
        for value in values {
            let text = match self.object(value) {
                Some(Object::String(text, _)) => text_of(text),
                Some(Object::Stream(stream)) => match self.decoded(stream) {
                    Some(bytes) => text_of(&bytes),
                    None => continue,
                },
                _ => continue,
            };
            self.written(page, PdfPlace::Text, &text.replace('\r', "\n"));
        }
    }

    fn annotation(&mut self, page: Option<u32>, annotation: &'d Dictionary) {
        if let Some(file) = self.get(annotation, "FS") {
            self.file(page, file);
        }
        for file in self.files_of(annotation) {
            self.file(page, file);
        }
        for key in ["A", "PA"] {
            if let Some(action) = self.dictionary(annotation, key) {
                self.action(page, action);
            }
        }
        // A stamp is a picture; a note may have the address as its text.
        if let Some(looks) = self.dictionary(annotation, "AP").and_then(|looks| looks.get(b"N").ok()) {
            self.form(page, looks);
        }
        if let Some(Ok(contents)) = self.get(annotation, "Contents").map(Object::as_str) {
            self.written(page, PdfPlace::Link, &text_of(contents));
        }
    }

    /// The address that an action opens.
    pub(super) fn action(&mut self, page: Option<u32>, action: &'d Dictionary) {
        let Some(address) = self.get(action, "URI").and_then(|uri| uri.as_str().ok()) else { return };
        let text = text_of(address);
        let text: String = text.trim().split(['\r', '\n']).map(str::trim).collect();
        if let Some(url) = lenient(&text) {
            self.opening.within(Wrapping::Pdf { page, place: PdfPlace::Link }, |opening| opening.link(url));
        }
    }

    /// A member that pages inherit from the nodes above them.
    fn inherited(&self, mut node: &'d Dictionary, key: &str) -> Option<&'d Object> {
        for _ in 0..LEVELS {
            if let Some(value) = self.get(node, key) {
                return Some(value);
            }
            node = self.dictionary(node, "Parent")?;
        }
        None
    }
}

/// An address as PDF makers write it: also without its scheme, with spaces and letters that should have been escaped.
fn lenient(text: &str) -> Option<Url> {
    Url::parse(text).ok().or_else(|| address_without_scheme(text)).or_else(|| {
        let escaped: String =
            text.chars()
                .map(|c| {
                    if c == ' ' || "<>\"{}|\\^`".contains(c) { format!("%{:02X}", u32::from(c)) } else { c.to_string() }
                })
                .collect();
        Url::parse(&escaped).ok()
    })
}
