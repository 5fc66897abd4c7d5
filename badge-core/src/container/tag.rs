//! The source text of an SVG, and the attributes of one tag in it with their places.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::name::QName;

use super::SvgFault;
use super::format::without_bom;

/// Attributes on one element that are read; a drawing program writes perhaps 30.
pub(super) const ATTRIBUTES: usize = 256;

/// An SVG as text, in which every byte stands where it stands in the file.
pub(super) struct Source<'a> {
    pub(super) text: Cow<'a, str>,
    /// Bytes before the text: 3 with a byte order mark, else 0.
    pub(super) base: usize,
    /// The file declares an encoding other than UTF-8: write ASCII only.
    pub(super) ascii: bool,
}

impl<'a> Source<'a> {
    /// UTF-8, or a declared encoding of single bytes that contains ASCII. Old drawing programs wrote ISO-8859-1; in such
    /// a file each other byte is read as `?`, which keeps all offsets and can hide no markup.
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, SvgFault> {
        let body = without_bom(bytes);
        let base = bytes.len() - body.len();
        let ascii = match declared(body) {
            None => false,
            Some(name) => !is_utf8(name).ok_or(SvgFault::Encoding)?,
        };
        let text = match std::str::from_utf8(body) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) if ascii => {
                Cow::Owned(body.iter().map(|b| if b.is_ascii() { char::from(*b) } else { '?' }).collect())
            }
            Err(_) => return Err(SvgFault::Encoding),
        };
        Ok(Self { text, base, ascii })
    }
}

/// One attribute of a tag.
pub(super) struct Attribute<'a> {
    pub(super) key: &'a str,
    raw: &'a str,
    /// From the white space before it to the closing quote, in the text that was given.
    pub(super) range: Range<usize>,
}

impl Attribute<'_> {
    /// The value as XML 1.0 section 3.3.3 normalises it; `None` for an entity that is not predefined.
    pub(super) fn value(&self) -> Option<String> {
        let attribute = quick_xml::events::attributes::Attribute { key: QName(self.key), value: self.raw.into() };
        attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    }
}

/// Reads what stands between a tag's name and its `>` or `/>`.
pub(super) fn attributes(tag: &str) -> Result<Vec<Attribute<'_>>, SvgFault> {
    let malformed = SvgFault::NotWellFormed { at: 0 };
    let mut list = Vec::new();
    let mut at = 0;
    loop {
        let rest = &tag[at..];
        let trimmed = rest.trim_start_matches(SPACE);
        if trimmed.is_empty() {
            return Ok(list);
        }
        if list.len() == ATTRIBUTES {
            return Err(SvgFault::TooManyAttributes);
        }
        let (key, after) = trimmed.split_once('=').ok_or(malformed)?;
        let value = after.trim_start_matches(SPACE);
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or(malformed)?;
        let (raw, after) = value[1..].split_once(quote).ok_or(malformed)?;
        let key = key.trim_end_matches(SPACE);
        let bad = |c: char| SPACE.contains(&c) || matches!(c, '<' | '"' | '\'' | '/');
        if key.is_empty() || key.contains(bad) || raw.contains('<') || trimmed.len() == rest.len() {
            return Err(malformed);
        }
        let end = tag.len() - after.len();
        list.push(Attribute { key, raw, range: at..end });
        at = end;
    }
}

const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// The encoding that the XML declaration names.
fn declared(body: &[u8]) -> Option<&str> {
    let rest = body.strip_prefix(b"<?xml")?;
    let end = rest.windows(2).take(512).position(|two| two == b"?>")?;
    let declaration = std::str::from_utf8(&rest[..end]).ok()?;
    let after = declaration.split_once("encoding")?.1.trim_start_matches(SPACE).strip_prefix('=')?;
    let value = after.trim_start_matches(SPACE);
    let quote = value.chars().next()?;
    Some(value[1..].split_once(quote)?.0)
}

/// Whether a name means UTF-8; `None` when it means an encoding that is not read.
fn is_utf8(name: &str) -> Option<bool> {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "utf-8" | "utf8" => Some(true),
        "us-ascii" | "ascii" | "latin1" | "macintosh" => Some(false),
        _ if name.starts_with("iso-8859-") || name.starts_with("windows-125") => Some(false),
        _ => None,
    }
}
