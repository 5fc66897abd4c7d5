//! The XML of packed spreadsheets: no document type, no entity but the predefined ones.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::TableError;

/// Walks over the tags of one part.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
}

/// What comes next. Comments and instructions are passed over.
pub(super) enum Node<'a> {
    Open(Tag<'a>),
    Close(String),
    Text(String),
    End,
}

pub(super) struct Tag<'a> {
    tag: BytesStart<'a>,
    /// Nothing stands in it, and no [`Node::Close`] follows.
    pub(super) empty: bool,
}

impl<'a> Xml<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, TableError> {
        let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = std::str::from_utf8(body).map_err(|_| TableError::Damaged)?;
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        Ok(Self { reader })
    }

    pub(super) fn next(&mut self) -> Result<Node<'a>, TableError> {
        loop {
            return Ok(match self.reader.read_event().map_err(|_| TableError::Damaged)? {
                Event::Start(tag) => Node::Open(Tag { tag, empty: false }),
                Event::Empty(tag) => Node::Open(Tag { tag, empty: true }),
                Event::End(tag) => Node::Close(tag.name().as_ref().to_owned()),
                Event::Text(text) => Node::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Node::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => Node::Text(resolve(&reference).ok_or(TableError::Damaged)?),
                // Entities are declared there, and no spreadsheet has any.
                Event::DocType(_) => return Err(TableError::Entities),
                Event::Eof => Node::End,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            });
        }
    }
}

impl Tag<'_> {
    /// The name as it is written, with its prefix.
    pub(super) fn name(&self) -> &str {
        self.tag.name().0
    }

    /// The name without its prefix.
    pub(super) fn local(&self) -> &str {
        local(self.name())
    }

    /// The value of an attribute, by its written name.
    pub(super) fn get(&self, key: &str) -> Option<String> {
        let mut all = self.tag.attributes();
        // Whoever writes one twice is not told apart from whoever writes it once: the first counts.
        let found = all.with_checks(false).filter_map(Result::ok).find(|a| a.key.0 == key)?;
        Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
    }

    /// A whole number.
    pub(super) fn number(&self, key: &str) -> Option<u32> {
        self.get(key)?.trim().parse().ok()
    }

    pub(super) fn is_set(&self, key: &str) -> bool {
        matches!(self.get(key).as_deref(), Some("1" | "true"))
    }
}

pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn resolve(reference: &BytesRef<'_>) -> Option<String> {
    if let Some(c) = reference.resolve_char_ref().ok()? {
        return Some(c.to_string());
    }
    resolve_predefined_entity(reference).map(str::to_owned)
}
