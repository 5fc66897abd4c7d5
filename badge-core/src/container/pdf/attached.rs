//! Files within the document: attached to it, to pages, to notes, or to anything else (ISO 32000-1 section 7.11;
//! associated files of PDF/A-3), and its metadata.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object};

use super::super::{PdfPlace, Wrapping, prose};
use super::{Reader, dictionary_of, text_of};

/// Levels of the tree of names.
const LEVELS: usize = 32;

impl<'d> Reader<'d, '_, '_> {
    /// The files that belong to the whole document.
    pub(super) fn attachments(&mut self) {
        let document = self.document;
        let Ok(catalog) = document.catalog() else { return };
        if let Some(tree) = self.dictionary(catalog, "Names").and_then(|names| names.get(b"EmbeddedFiles").ok()) {
            for file in self.leaves(tree) {
                self.file(None, file);
            }
        }
        for file in self.files_of(catalog) {
            self.file(None, file);
        }
    }

    /// The values of a tree of names.
    fn leaves(&self, root: &'d Object) -> Vec<&'d Object> {
        let mut leaves = Vec::new();
        let mut seen = BTreeSet::new();
        let mut waiting = vec![(root, 0)];
        while let Some((node, level)) = waiting.pop() {
            let Ok((id, node)) = self.document.dereference(node) else { continue };
            let fresh = id.is_none_or(|id| seen.insert(id));
            let (true, Ok(node)) = (fresh && level < LEVELS, node.as_dict()) else { continue };
            waiting.extend(self.array(node, "Kids").iter().rev().map(|kid| (kid, level + 1)));
            leaves.extend(self.array(node, "Names").iter().skip(1).step_by(2));
            if leaves.len() > self.opening.limits.parts {
                break;
            }
        }
        leaves
    }

    /// The associated files of anything: an array, or one.
    pub(super) fn files_of(&self, owner: &'d Dictionary) -> Vec<&'d Object> {
        match self.get(owner, "AF") {
            Some(Object::Array(files)) => files.iter().take(self.opening.limits.parts).collect(),
            Some(file) => vec![file],
            None => Vec::new(),
        }
    }

    /// A file that is described here and lies in the document.
    pub(super) fn file(&mut self, page: Option<u32>, description: &'d Object) {
        let Some(description) = self.object(description).and_then(dictionary_of) else { return };
        let Some(data) = self.dictionary(description, "EF") else { return };
        let name =
            ["UF", "F", "Unix", "DOS", "Mac"].into_iter().find_map(|key| self.get(description, key)?.as_str().ok());
        let name: String = name.map(text_of).unwrap_or_default().chars().take(255).collect();
        let place = PdfPlace::Attachment { name };
        for key in ["UF", "F", "Unix", "DOS", "Mac"] {
            let Some(stream) = data.get(key.as_bytes()).ok().and_then(|data| self.stream(data)) else { continue };
            if let Some(bytes) = self.bytes(stream, page, &place) {
                self.part(page, place.clone(), &bytes);
            }
        }
    }

    /// XMP (ISO 16684-1) and the older document information: addresses and whole credentials in them.
    pub(super) fn metadata(&mut self) {
        let document = self.document;
        let stream = document.catalog().ok().and_then(|catalog| catalog.get(b"Metadata").ok());
        if let Some(stream) = stream.and_then(|object| self.stream(object))
            && let Some(bytes) = self.bytes(stream, None, &PdfPlace::Metadata)
        {
            self.xmp(None, &bytes);
        }
        // Forms of another kind keep what was filled in as XML.
        let form = document.catalog().ok().and_then(|catalog| self.dictionary(catalog, "AcroForm"));
        for part in form.map(|form| self.array(form, "XFA")).unwrap_or_default().iter().take(64) {
            if let Some(stream) = self.stream(part)
                && let Some(bytes) = self.decoded(stream)
            {
                self.xmp(None, &bytes);
            }
        }
        let info = document.trailer.get(b"Info").ok().and_then(|info| self.object(info)).and_then(dictionary_of);
        for (_, value) in info.into_iter().flat_map(Dictionary::iter) {
            if let Some(Ok(text)) = self.object(value).map(Object::as_str) {
                self.written(None, PdfPlace::Metadata, &text_of(text));
            }
        }
    }

    /// One packet of XMP. It is XML: a credential in it is escaped.
    pub(super) fn xmp(&mut self, page: Option<u32>, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        // Namespaces are addresses too, and lead nowhere.
        let unescaped = unescape(&without_namespaces(&text));
        self.written(page, PdfPlace::Metadata, &unescaped);
    }

    /// A text that somebody put there: its addresses, tokens and objects.
    pub(super) fn written(&mut self, page: Option<u32>, place: PdfPlace, text: &str) {
        self.opening.within(Wrapping::Pdf { page, place }, |opening| prose::look_for_badges(opening, text));
    }
}

fn without_namespaces(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(at) = rest.find("xmlns") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let open = rest.find(['"', '\'']).filter(|open| *open < 100);
        let close = open.and_then(|open| {
            let quote = rest.as_bytes()[open];
            rest[open + 1..].bytes().position(|b| b == quote).map(|length| open + 1 + length + 1)
        });
        rest = &rest[close.unwrap_or(5)..];
    }
    out.push_str(rest);
    out
}

/// The five entities of XML; others stay.
fn unescape(text: &str) -> String {
    let text = text.replace("&quot;", "\"").replace("&apos;", "'").replace("&#34;", "\"").replace("&#39;", "'");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namespaces_are_no_addresses() {
        let xml = r#"<a xmlns:b="https://badges.example.org/ns" c='https://badges.example.org/1'>&quot;&lt;</a>xmlns"#;
        assert_eq!(unescape(&without_namespaces(xml)), "<a  c='https://badges.example.org/1'>\"<</a>");
    }
}
