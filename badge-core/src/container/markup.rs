//! Web pages, and the XML in which ODT and DOCX documents are written: their links, what they say about themselves, the
//! pictures and the JSON in them, and their text.
//!
//! A page is read one tag after the other, as browsers do, and no tree is built: nothing in it can be too deep. Entities
//! that a document declares stay what they are. Nothing is run, and nothing is fetched.

mod page;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use self::page::Page;
use super::Finding;
use super::open::nothing;
use super::opening::Opening;

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
    let mut page = Page::new(opening);
    for (count, token) in tokens(bytes, !xml).enumerate() {
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
    nothing(opening, Finding::NoBadge);
}

fn tokens(bytes: &[u8], scripts: bool) -> impl Iterator<Item = Token> + '_ {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(scripts);
    Tokenizer::new_with_emitter(bytes, emitter).filter_map(Result::ok)
}
