//! Writing a badge into an SVG, and taking it out: by splicing, so that every other byte stays.
//!
//! Taking out what was put in gives the first file back byte for byte. Two marks make that possible: a namespace that
//! the root declared before is declared again on our element, so the root's own stays; and for `<svg/>`, which has to be
//! opened, our declaration follows two spaces instead of one.

use std::fmt::Write as _;
use std::ops::Range;

use super::svg::Scan;
use super::text::is_jws;
use super::{BakeError, Keyword, PictureError, SvgFault};
use crate::json;

/// Takes out every badge of a keyword, and the declaration that only it needed.
pub(super) fn take_out(bytes: &[u8], scan: &Scan, keyword: Keyword) -> Vec<u8> {
    let Some(root) = &scan.root else { return bytes.to_vec() };
    let slots: Vec<_> = scan.slots.iter().filter(|slot| slot.keyword == keyword).collect();
    let mut edits: Vec<Edit> = Vec::new();
    let mut opened_by_us = false;
    for slot in &slots {
        edits.push((slot.range.clone(), String::new()));
        if let Some(own) = &slot.own {
            opened_by_us |= bytes[own.clone()].starts_with(b"  xmlns:");
        }
    }
    for prefix in root.prefixes.iter().filter(|p| p.of == Some(keyword) && !p.used) {
        if slots.iter().any(|slot| slot.own.is_none() && slot.prefix.as_ref() == Some(&prefix.name)) {
            edits.push((prefix.range.clone(), String::new()));
            opened_by_us |= prefix.range.start == root.name_end && bytes[prefix.range.clone()].starts_with(b"  xmlns:");
        }
    }
    if let ([slot], Some(close)) = (slots.as_slice(), &root.close)
        && opened_by_us
        && slot.range == (root.open_end..close.start)
    {
        edits.retain(|(range, _)| *range != slot.range);
        edits.push((root.open_end - 1..close.end, "/>".to_owned()));
    }
    apply(bytes, edits)
}

/// Puts a badge into an SVG that has none of this keyword, as the root's first child (BAKE-10, BAKE-11).
pub(super) fn put_in(bytes: &[u8], scan: &Scan, keyword: Keyword, text: &str) -> Result<Vec<u8>, BakeError> {
    let root = scan.root.as_ref().ok_or(PictureError::Svg(SvgFault::Truncated))?;
    let known = root.prefixes.iter().find(|p| p.of == Some(keyword));
    let prefix = known.map_or_else(|| free_prefix(scan, keyword), |p| p.name.clone());
    let space = if root.empty { "  " } else { " " };
    let declaration = format!("{space}xmlns:{prefix}=\"{}\"", keyword.namespace());
    let (on_root, on_element) = if known.is_some() { ("", declaration.as_str()) } else { (declaration.as_str(), "") };
    let element = element(&prefix, on_element, keyword, text, scan.ascii)?;
    let mut edits = vec![(root.name_end..root.name_end, on_root.to_owned())];
    if root.empty {
        edits.push((root.open_end - 2..root.open_end, format!(">{element}</{}>", root.name)));
    } else {
        edits.push((root.open_end..root.open_end, element));
    }
    Ok(apply(bytes, edits))
}

type Edit = (Range<usize>, String);

/// Replaces ranges that do not overlap.
fn apply(bytes: &[u8], mut edits: Vec<Edit>) -> Vec<u8> {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = Vec::with_capacity(bytes.len() + edits.iter().map(|(_, text)| text.len()).sum::<usize>());
    let mut at = 0;
    for (range, text) in edits {
        out.extend_from_slice(&bytes[at..range.start]);
        out.extend_from_slice(text.as_bytes());
        at = range.end;
    }
    out.extend_from_slice(&bytes[at..]);
    out
}

/// `openbadges`, as the specifications write it, or another name where the other generation already took that
/// one (BAKE-17).
fn free_prefix(scan: &Scan, keyword: Keyword) -> String {
    let taken = |name: &str| scan.root.as_ref().is_some_and(|root| root.prefixes.iter().any(|p| p.name == name));
    let second = match keyword {
        Keyword::OpenBadges => "ob2",
        Keyword::OpenBadgeCredential => "ob3",
    };
    let more = (1..).map(|n| format!("{second}-{n}"));
    let mut names = ["openbadges".to_owned(), second.to_owned()].into_iter().chain(more);
    // A root has at most 256 attributes, so a free name comes soon.
    names.find(|name| !taken(name)).unwrap_or_default()
}

/// The element: a JWS or an address in `verify`, JSON in the body. A hosted OB 2.0 badge has both (BAKE-10).
fn element(prefix: &str, declaration: &str, keyword: Keyword, text: &str, ascii: bool) -> Result<String, BakeError> {
    let name = format!("{prefix}:{}", keyword.element());
    let json = text.trim_start().starts_with('{');
    let in_attribute = !json && (keyword == Keyword::OpenBadges || is_jws(text.trim()));
    if in_attribute {
        return Ok(format!("<{name}{declaration} verify=\"{}\"/>", attribute(text, ascii)?));
    }
    let verify = match address(text).filter(|_| keyword == Keyword::OpenBadges) {
        Some(address) => format!(" verify=\"{}\"", attribute(&address, ascii)?),
        None => String::new(),
    };
    Ok(format!("<{name}{declaration}{verify}>{}</{name}>", body(text, ascii)?))
}

/// The address of a hosted OB 2.0 assertion: its `id`.
fn address(text: &str) -> Option<String> {
    let limits = crate::limits::Limits::default();
    let value = json::parse(text.as_bytes(), &limits).ok()?;
    let id = value.get("id")?.as_str()?;
    crate::name::Url::parse(id).ok().map(|url| url.as_str().to_owned())
}

/// An attribute value that any XML parser reads back as it was: white space other than the space is written as
/// references, or it would be normalised.
fn attribute(text: &str, ascii: bool) -> Result<String, BakeError> {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => reference(&mut out, c),
            _ if !allowed(c) => return Err(BakeError::Character { at }),
            _ if ascii && !c.is_ascii() => reference(&mut out, c),
            _ => out.push(c),
        }
    }
    Ok(out)
}

/// CDATA that any XML parser reads back as it was. It is split within `]]>` (BAKE-12), and around what cannot stand
/// in it: carriage returns, which would become line feeds, and letters outside a file's encoding.
fn body(text: &str, ascii: bool) -> Result<String, BakeError> {
    const OPEN: &str = "<![CDATA[";
    const CLOSE: &str = "]]>";
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(OPEN);
    let mut brackets = 0;
    for (at, c) in text.char_indices() {
        if !allowed(c) {
            return Err(BakeError::Character { at });
        }
        if c == '\r' || (ascii && !c.is_ascii()) {
            out.push_str(CLOSE);
            reference(&mut out, c);
            out.push_str(OPEN);
            brackets = 0;
            continue;
        }
        if c == '>' && brackets >= 2 {
            out.push_str(CLOSE);
            out.push_str(OPEN);
        }
        brackets = if c == ']' { brackets + 1 } else { 0 };
        out.push(c);
    }
    out.push_str(CLOSE);
    Ok(out)
}

fn reference(out: &mut String, c: char) {
    // Writing to a String does not fail.
    let _ = write!(out, "&#{};", u32::from(c));
}

/// The characters of XML 1.0 (section 2.2).
const fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}
