//! N-Quads, read strictly.

use std::collections::HashMap;

use super::iri::{has_forbidden, has_scheme};
use super::quads::{Dataset, Name, Object, Quad};
use super::text::Str;
use super::tree::{RDF_LANG_STRING, XSD_STRING};
use crate::limits::Limits;

/// Why a text is not N-Quads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NQuadsError {
    /// A line that the grammar does not allow.
    #[error("line {line}: {expected:?} expected at column {column}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// What should stand there.
        expected: Expected,
    },
    /// More quads than [`Limits::quads`].
    #[error("more than {limit} quads")]
    TooMany {
        /// Quads allowed.
        limit: usize,
    },
}

/// What the grammar of N-Quads asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// An IRI or a blank node.
    Subject,
    /// An IRI.
    Predicate,
    /// An IRI, a blank node or a literal.
    Object,
    /// An absolute IRI, closed by `>`.
    Iri,
    /// A blank node label.
    Label,
    /// The end of a text, or an escape that exists.
    Text,
    /// A language tag.
    Language,
    /// A point at the end.
    Point,
    /// The end of the line.
    End,
}

/// Reads N-Quads (W3C RDF 1.1 N-Quads), strictly.
///
/// # Errors
/// See [`NQuadsError`].
pub fn parse_nquads<'a>(text: &'a str, limits: &Limits) -> Result<Dataset<'a>, NQuadsError> {
    let mut out = Dataset::default();
    let mut blanks: HashMap<&'a str, u32> = HashMap::new();
    for (index, line) in text.split(['\n', '\r']).enumerate() {
        let mut reader = Line { all: line, at: 0, blanks: &mut blanks, labels: &mut out.labels };
        let quad = reader.quad().map_err(|expected| {
            // CR LF ends one line, not two.
            let before = &text.as_bytes()[..(line.as_ptr() as usize - text.as_ptr() as usize)];
            let crlf = before.windows(2).filter(|w| w == b"\r\n").count();
            NQuadsError::Syntax { line: index + 1 - crlf, column: reader.at + 1, expected }
        })?;
        if let Some(quad) = quad {
            if out.quads.len() >= limits.quads {
                return Err(NQuadsError::TooMany { limit: limits.quads });
            }
            out.quads.push(quad);
        }
    }
    Ok(out)
}

struct Line<'a, 'd> {
    all: &'a str,
    at: usize,
    blanks: &'d mut HashMap<&'a str, u32>,
    labels: &'d mut Vec<Str<'a>>,
}

impl<'a> Line<'a, '_> {
    fn rest(&self) -> &'a str {
        &self.all[self.at..]
    }

    fn space(&mut self) {
        self.at += self.rest().bytes().take_while(|c| matches!(c, b' ' | b'\t')).count();
    }

    fn takes(&mut self, token: &str) -> bool {
        let there = self.rest().starts_with(token);
        if there {
            self.at += token.len();
        }
        there
    }

    fn quad(&mut self) -> Result<Option<Quad<'a>>, Expected> {
        self.space();
        if self.rest().is_empty() || self.rest().starts_with('#') {
            return Ok(None);
        }
        let subject = self.name()?.ok_or(Expected::Subject)?;
        self.space();
        let Some(Name::Iri(predicate)) = self.name()? else { return Err(Expected::Predicate) };
        self.space();
        let object = match self.name()? {
            Some(name) => Object::Name(name),
            None => self.literal()?,
        };
        self.space();
        let graph = self.name()?;
        self.space();
        if !self.takes(".") {
            return Err(Expected::Point);
        }
        self.space();
        if self.rest().is_empty() || self.rest().starts_with('#') {
            Ok(Some(Quad { subject, predicate, object, graph }))
        } else {
            Err(Expected::End)
        }
    }

    fn name(&mut self) -> Result<Option<Name<'a>>, Expected> {
        if self.rest().starts_with('<') {
            return Ok(Some(Name::Iri(self.iri()?)));
        }
        if !self.takes("_:") {
            return Ok(None);
        }
        let rest = self.rest();
        let mut length = rest.find(|c| !(is_label_char(c) || c == '.')).unwrap_or(rest.len());
        length = rest[..length].trim_end_matches('.').len();
        let label = &rest[..length];
        if !label.chars().next().is_some_and(|c| is_label_start(c) || c.is_ascii_digit()) {
            return Err(Expected::Label);
        }
        self.at += length;
        let next = u32::try_from(self.labels.len()).unwrap_or(u32::MAX);
        let number = *self.blanks.entry(label).or_insert(next);
        if number == next {
            self.labels.push(Str::new(label));
        }
        Ok(Some(Name::Blank(number)))
    }

    fn iri(&mut self) -> Result<Str<'a>, Expected> {
        let rest = self.rest();
        let end = rest.find('>').ok_or(Expected::Iri)?;
        let raw = rest[..end].strip_prefix('<').ok_or(Expected::Iri)?;
        let iri: Str<'a> =
            if raw.contains('\\') { unescape(raw, false).ok_or(Expected::Iri)?.into() } else { Str::new(raw) };
        if !has_scheme(&iri) || has_forbidden(&iri) {
            return Err(Expected::Iri);
        }
        self.at += end + 1;
        Ok(iri)
    }

    fn literal(&mut self) -> Result<Object<'a>, Expected> {
        if !self.takes("\"") {
            return Err(Expected::Object);
        }
        let rest = self.rest();
        let mut bytes = rest.bytes().enumerate();
        let end = loop {
            match bytes.next() {
                Some((at, b'"')) => break at,
                Some((_, b'\\')) => {
                    bytes.next();
                }
                Some(_) => {}
                None => return Err(Expected::Text),
            }
        };
        let raw = &rest[..end];
        let value = if raw.contains('\\') { unescape(raw, true).ok_or(Expected::Text)?.into() } else { Str::new(raw) };
        self.at += end + 1;
        if self.takes("^^") {
            let datatype = self.iri()?;
            // A language string without a language is no literal.
            return if datatype == RDF_LANG_STRING {
                Err(Expected::Language)
            } else {
                Ok(Object::Literal { value, datatype, language: None })
            };
        }
        if !self.takes("@") {
            return Ok(Object::Literal { value, datatype: Str::new(XSD_STRING), language: None });
        }
        let rest = self.rest();
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
        let tag = &rest[..length];
        let mut groups = tag.split('-');
        let good = groups.next().is_some_and(|g| !g.is_empty() && g.bytes().all(|c| c.is_ascii_alphabetic()))
            && groups.all(|g| !g.is_empty());
        if !good {
            return Err(Expected::Language);
        }
        self.at += length;
        Ok(Object::Literal { value, datatype: Str::new(RDF_LANG_STRING), language: Some(Str::new(tag)) })
    }
}

/// The grammar's `PN_CHARS_U`.
fn is_label_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '_' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

/// The grammar's `PN_CHARS`.
fn is_label_char(c: char) -> bool {
    is_label_start(c) || matches!(c, '-' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// Undoes `\u` and `\U`, and in texts the escapes of one letter too.
fn unescape(raw: &str, is_text: bool) -> Option<String> {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = *rest.as_bytes().get(at + 1)?;
        let digits = match escape {
            b'u' => 4,
            b'U' => 8,
            _ if is_text => {
                out.push(match escape {
                    b't' => '\t',
                    b'b' => '\u{8}',
                    b'n' => '\n',
                    b'r' => '\r',
                    b'f' => '\u{c}',
                    b'"' => '"',
                    b'\'' => '\'',
                    b'\\' => '\\',
                    _ => return None,
                });
                rest = &rest[at + 2..];
                continue;
            }
            _ => return None,
        };
        let hex = rest.get(at + 2..at + 2 + digits)?;
        if !hex.bytes().all(|c| c.is_ascii_hexdigit()) {
            return None;
        }
        out.push(char::from_u32(u32::from_str_radix(hex, 16).ok()?)?);
        rest = &rest[at + 2 + digits..];
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, NQuadsError> {
        parse_nquads(text, &Limits::default()).map(|d| d.to_nquads())
    }

    #[test]
    fn reads_what_it_writes() {
        let text = "<a:s> <a:p> \"\\u00e9\\t\\\\\\u007f\\u0001\"@fr-FR <a:g> . # note\r\n\
                    # nothing\n\n_:x <a:p> _:y.1 .\n_:x <a:p> _:y.1 .\n<a:s> <a:p> \"1\"^^<a:t>.";
        let canonical =
            "<a:s> <a:p> \"1\"^^<a:t> .\n<a:s> <a:p> \"é\\t\\\\\\u007F\\u0001\"@fr-FR <a:g> .\n_:b0 <a:p> _:b1 .\n";
        assert_eq!(read(text).unwrap(), canonical);
        assert_eq!(read(canonical).unwrap(), canonical);
    }

    // D-43: refused input says where
    #[test]
    fn refuses_with_line_and_column() {
        for (text, line, column, expected) in [
            ("<a:s> <a:p> <a:o>", 1, 18, Expected::Point),
            ("\r\n\r\n\"a\" <a:p> <a:o> .", 3, 1, Expected::Subject),
            ("<a:s> _:p <a:o> .", 1, 10, Expected::Predicate),
            ("<a:s> <a:p> .", 1, 13, Expected::Object),
            ("<s> <a:p> <a:o> .", 1, 1, Expected::Iri),
            ("<a:s> <a:p> <a:{}> .", 1, 13, Expected::Iri),
            ("<a:s> <a:p> <a:\\u0020> .", 1, 13, Expected::Iri),
            ("<a:s> <a:p> _:-a .", 1, 15, Expected::Label),
            ("<a:s> <a:p> \"a .", 1, 14, Expected::Text),
            ("<a:s> <a:p> \"\\x\" .", 1, 14, Expected::Text),
            ("<a:s> <a:p> \"\\ud800\" .", 1, 14, Expected::Text),
            ("<a:s> <a:p> \"a\"@1 .", 1, 17, Expected::Language),
            ("<a:s> <a:p> <a:o> . x", 1, 21, Expected::End),
        ] {
            assert_eq!(read(text), Err(NQuadsError::Syntax { line, column, expected }), "{text}");
        }
        let limits = Limits { quads: 1, ..Limits::default() };
        assert_eq!(
            parse_nquads("<a:s> <a:p> <a:o> .\n<a:s> <a:p> <a:q> .", &limits).map(|_| ()),
            Err(NQuadsError::TooMany { limit: 1 })
        );
    }
}
