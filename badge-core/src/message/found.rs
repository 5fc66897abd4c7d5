//! Where a badge was found, in words.

use super::{Catalog, plain_within, quoted_within};
use crate::container::{Keyword, MarkupPlace, PdfPlace, Wrapping};
use crate::language::Lang;

/// Other places of one badge that are told.
const PLACES: usize = 5;

/// From the outermost wrapping to the innermost; nothing for a badge that came bare.
pub(super) fn found(catalog: &Catalog, via: &[Wrapping], also: &[Vec<Wrapping>]) -> Option<String> {
    let places = places(catalog, via, also);
    (!places.is_empty()).then(|| catalog.text("found", &[("where", &places)]))
}

/// All places of one badge; of many, the first ones.
pub(super) fn places(catalog: &Catalog, via: &[Wrapping], also: &[Vec<Wrapping>]) -> String {
    let mut places = vec![place(catalog, via)];
    for other in also.iter().take(PLACES) {
        let other = place(catalog, other);
        if !places.contains(&other) {
            places.push(other);
        }
    }
    places.retain(|place| !place.is_empty());
    if also.len() > PLACES {
        places.push("…".to_owned());
    }
    places.join(match catalog.lang() {
        Lang::Fr => "\u{a0}; ",
        Lang::En => "; ",
    })
}

/// The same without the sentence around it, for tables; empty for a badge that came bare.
pub(super) fn place(catalog: &Catalog, via: &[Wrapping]) -> String {
    via.iter().map(|wrapping| step(catalog, wrapping)).collect::<Vec<_>>().join(", ")
}

fn step(catalog: &Catalog, wrapping: &Wrapping) -> String {
    let slot = |id, keyword: &Keyword| catalog.text(id, &[("slot", keyword.as_str())]);
    let named = |id, name: &str| catalog.text(id, &[("name", &quoted_within(name, 120))]);
    match wrapping {
        Wrapping::Png { keyword, .. } => slot("found-png", keyword),
        Wrapping::Svg { keyword, .. } => slot("found-svg", keyword),
        Wrapping::Pdf { page, place } => pdf(catalog, *page, place),
        Wrapping::Entry { name } => match inside_document(name) {
            Some(id) => named(id, name),
            None => named("found-entry", name),
        },
        Wrapping::Markup { place } => catalog.text(markup(*place), &[]),
        Wrapping::Mail { attachment: Some(name) } => named("found-mail-attachment", name),
        Wrapping::Mail { attachment: None } => catalog.text("found-mail", &[]),
        Wrapping::Message { number, subject } => {
            let (number, subject) = (number.to_string(), quoted_within(subject, 120));
            catalog.text("found-message", &[("number", &number), ("subject", &subject)])
        }
        Wrapping::Address { url } => catalog.text("found-address", &[("url", &plain_within(url.as_str(), 120))]),
        Wrapping::Code { .. } => catalog.text("found-code", &[]),
        Wrapping::Text => catalog.text("found-text", &[]),
        Wrapping::Member { pointer, .. } => catalog.text("found-member", &[("pointer", &plain_within(pointer, 120))]),
    }
}

/// The files of which ODT and DOCX documents consist have names that say nothing to those who write them.
fn inside_document(name: &str) -> Option<&'static str> {
    let under = |folders: &[&str]| folders.iter().any(|folder| name.starts_with(folder));
    if under(&["word/media/", "ppt/media/", "xl/media/", "Pictures/"]) {
        return Some("found-entry-picture");
    }
    let text = under(&["word/", "ppt/", "xl/"]) && (name.ends_with(".xml") || name.ends_with(".rels"));
    (text || name == "content.xml").then_some("found-entry-text")
}

const fn markup(place: MarkupPlace) -> &'static str {
    match place {
        MarkupPlace::Link => "found-markup-link",
        MarkupPlace::Text => "found-markup-text",
        MarkupPlace::Metadata => "found-markup-metadata",
        MarkupPlace::Data => "found-markup-data",
        MarkupPlace::Image => "found-markup-image",
    }
}

/// `page 2, the attached file “badge.png”`.
fn pdf(catalog: &Catalog, page: Option<u32>, place: &PdfPlace) -> String {
    let what = match place {
        PdfPlace::Attachment { name } => catalog.text("found-pdf-attachment", &[("name", &quoted_within(name, 120))]),
        PdfPlace::Link => catalog.text("found-pdf-link", &[]),
        PdfPlace::Text => catalog.text("found-pdf-text", &[]),
        PdfPlace::Metadata => catalog.text("found-pdf-metadata", &[]),
        PdfPlace::Image => catalog.text("found-pdf-image", &[]),
        PdfPlace::Drawing => catalog.text("found-pdf-drawing", &[]),
        PdfPlace::Stream => catalog.text("found-pdf-stream", &[]),
    };
    match page {
        Some(page) => catalog.text("found-pdf-page", &[("page", &page.to_string()), ("what", &what)]),
        None => what,
    }
}
