//! Web pages, and the XML in which ODT and DOCX documents are written: their links, what they say about themselves, the
//! pictures and the JSON in them, and their text.
//!
//! A page is read one tag after the other, as browsers do, and no tree is built: nothing in it can be too deep. Entities
//! that a document declares stay what they are. Nothing is run, and nothing is fetched.

mod paced;
mod page;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use self::paced::Paced;
use self::page::Page;
use super::open::nothing;
use super::opening::Opening;
use super::{Finding, MarkupPlace, Wrapping};

/// Whether the first element is an SVG drawing. Without any element it may have been one.
pub(super) fn is_drawing(bytes: &[u8]) -> bool {
    let first = tokens(bytes, false).find_map(|token| match token {
        Token::StartTag(tag) => Some(tag.name),
        _ => None,
    });
    first.is_none_or(|name| name.rsplit(|b| *b == b':').next() == Some(b"svg"))
}

/// Looks through a page.
pub(super) fn open(opening: &mut Opening<'_>, bytes: &[u8]) {
    let bytes = super::format::without_bom(bytes);
    // In XML an empty `<script/>` ends where it begins.
    let xml = bytes.trim_ascii_start().starts_with(b"<?xml");
    for drawing in drawings(bytes) {
        opening.part(Wrapping::Markup { place: MarkupPlace::Image }, drawing);
    }
    walk(opening, bytes, !xml);
    nothing(opening, Finding::NoBadge);
}

#[cfg(feature = "svg")]
/// Looks through a drawing that has no badge of its own: the pictures in it, its links, its words.
pub(super) fn in_drawing(opening: &mut Opening<'_>, bytes: &[u8]) {
    walk(opening, super::format::without_bom(bytes), false);
}

fn walk(opening: &mut Opening<'_>, bytes: &[u8], scripts: bool) {
    let mut page = Page::new(opening);
    for (count, token) in tokens(bytes, scripts).enumerate() {
        if count >= opening.limits.xml_events {
            opening.bound("xml_events");
            break;
        }
        match token {
            Token::StartTag(tag) => page.begin(opening, &tag),
            Token::EndTag(tag) => page.end(opening, &tag.name),
            Token::String(text) => page.text(&text),
            _ => {}
        }
    }
    page.finish(opening);
}

/// The drawings that stand in the page itself and may carry a badge.
fn drawings(bytes: &[u8]) -> Vec<&[u8]> {
    const BADGES: &[u8] = b"openbadges";
    /// Bytes in which a tag may end: further on is not looked, so that a page of nothing but beginnings costs little.
    const TAG: usize = 200;
    let (mut found, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for at in (0..bytes.len()).filter(|at| bytes[*at] == b'<') {
        let rest = &bytes[at..];
        let is = |name: &[u8]| {
            let end = rest.get(name.len()).is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
            end && rest.starts_with(name)
        };
        let end = |rest: &[u8]| rest.iter().take(TAG).position(|b| *b == b'>');
        if is(b"<svg") {
            if end(rest).is_some_and(|end| rest[..end].ends_with(b"/")) {
                continue;
            }
            if depth == 0 {
                start = at;
            }
            depth += 1;
        } else if depth > 0 && is(b"</svg") {
            depth -= 1;
            if let (0, Some(end)) = (depth, end(rest)) {
                found.push(&bytes[start..=at + end]);
            }
        }
    }
    found.retain(|drawing| drawing.windows(BADGES.len()).any(|w| w == BADGES));
    found
}

fn tokens(bytes: &[u8], scripts: bool) -> impl Iterator<Item = Token> + '_ {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(scripts);
    // An error is a pause: see `paced`.
    Tokenizer::new_with_emitter(Paced::new(bytes), emitter).filter_map(Result::ok)
}
