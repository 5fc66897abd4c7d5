//! One page while it is read.

use html5gum::{HtmlString, StartTag};

use super::super::opening::Opening;
use super::super::{LinkKind, MarkupPlace, Wrapping, address_without_scheme, prose};
use crate::name::Url;
use crate::text::from_base64;

/// Elements of HTML that stand within a line, and parts of spreadsheets that do: an address goes on behind them.
const WITHIN_LINES: [&[u8]; 22] = [
    b"a", b"abbr", b"b", b"bdi", b"bdo", b"big", b"cite", b"code", b"em", b"font", b"i", b"kbd", b"mark", b"q", b"r",
    b"s", b"small", b"span", b"strong", b"t", b"u", b"wbr",
];

/// Elements of ODT, DOCX and their like that end a line, without their prefix; all others stand within one.
const ENDS_OF_LINES: [&[u8]; 12] =
    [b"p", b"h", b"br", b"cr", b"tab", b"line-break", b"s", b"tc", b"tr", b"table-cell", b"list-item", b"instrtext"];

/// What a page says about the thing that it shows (OpenGraph, Twitter cards).
const ABOUT_ITSELF: [&[u8]; 8] = [
    b"og:url",
    b"og:image",
    b"og:image:url",
    b"og:image:secure_url",
    b"twitter:url",
    b"twitter:image",
    b"twitter:image:src",
    b"badge:assertion",
];

pub(super) struct Page {
    /// Against what addresses are read: where the page was, or what it says.
    base: Option<Url>,
    own_base: bool,
    /// What people see.
    text: String,
    /// The script, style or the like in which we are.
    inside: Option<Inside>,
}

struct Inside {
    name: Vec<u8>,
    /// Data for programs; `None` for what is passed over.
    data: Option<Vec<u8>>,
}

impl Page {
    pub(super) fn new(opening: &Opening<'_>) -> Self {
        Self { base: opening.base.clone(), own_base: false, text: String::new(), inside: None }
    }

    pub(super) fn begin(&mut self, opening: &mut Opening<'_>, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        if self.inside.is_some() {
            return;
        }
        if ends_line(name) {
            self.text.push('\n');
        }
        match name {
            b"script" => {
                let kind = value(tag, b"type").unwrap_or_default().to_ascii_lowercase();
                let data = kind.contains("json").then(Vec::new);
                self.inside = Some(Inside { name: name.to_vec(), data });
            }
            // A badge in a drawing was looked at by itself.
            _ if name.starts_with(b"openbadges:") && !tag.self_closing => {
                self.inside = Some(Inside { name: name.to_vec(), data: None });
            }
            b"style" if !tag.self_closing => self.inside = Some(Inside { name: name.to_vec(), data: None }),
            b"base" if !self.own_base => {
                if let Some(base) = value(tag, b"href").and_then(|href| self.resolve(&href)) {
                    (self.base, self.own_base) = (Some(base), true);
                }
            }
            b"meta" => self.meta(opening, tag),
            b"link" => self.link(opening, tag),
            _ => self.element(opening, tag),
        }
    }

    pub(super) fn end(&mut self, opening: &mut Opening<'_>, name: &HtmlString) {
        if let Some(inside) = self.inside.take_if(|inside| inside.name == **name) {
            if let Some(data) = inside.data {
                self.data(opening, &data);
            }
        } else if ends_line(name) {
            self.text.push('\n');
        }
    }

    pub(super) fn text(&mut self, text: &HtmlString) {
        match &mut self.inside {
            Some(Inside { data: Some(data), .. }) => data.extend_from_slice(text),
            Some(_) => {}
            None => self.text.push_str(&String::from_utf8_lossy(text)),
        }
    }

    pub(super) fn finish(self, opening: &mut Opening<'_>) {
        let text = &self.text;
        at(opening, MarkupPlace::Text, |opening| prose::look(opening, text));
    }

    /// Embedded JSON: a badge itself, or addresses of some.
    fn data(&self, opening: &mut Opening<'_>, data: &[u8]) {
        let before = opening.sightings();
        opening.part(Wrapping::Markup { place: MarkupPlace::Data }, data);
        if opening.sightings() > before {
            // The addresses in a badge are its own: contexts, an issuer, pictures.
            return;
        }
        let text = String::from_utf8_lossy(data).replace("\\/", "/");
        at(opening, MarkupPlace::Data, |opening| {
            for url in prose::addresses(&text).filter(|url| LinkKind::of(url) != LinkKind::Other) {
                opening.link(url);
            }
        });
    }

    fn meta(&self, opening: &mut Opening<'_>, tag: &StartTag<()>) {
        let about = [&b"property"[..], b"name", b"itemprop"].into_iter().find_map(|name| value(tag, name));
        let about = about.unwrap_or_default().to_ascii_lowercase();
        let itself = ABOUT_ITSELF.contains(&about.as_bytes());
        let url = value(tag, b"content").and_then(|content| match itself {
            true => self.resolve(&content),
            false => self.resolve_absolute(&content),
        });
        let Some(url) = url else { return };
        if itself && self.base.as_ref() != Some(&url) {
            at(opening, MarkupPlace::Metadata, |opening| opening.link_as(url.clone(), named(&url)));
        } else if LinkKind::of(&url) != LinkKind::Other && !about.starts_with("msapplication") {
            at(opening, MarkupPlace::Metadata, |opening| opening.link(url));
        }
    }

    /// `<link>`: what a page names as its other forms. Style sheets, icons and the like are passed over.
    fn link(&self, opening: &mut Opening<'_>, tag: &StartTag<()>) {
        let lower = |name: &[u8]| value(tag, name).unwrap_or_default().to_ascii_lowercase();
        let (rel, kind) = (lower(b"rel"), lower(b"type"));
        let badge = rel.contains("assertion") || rel.contains("openbadge");
        let data = rel.split_whitespace().any(|word| matches!(word, "alternate" | "describedby"));
        let Some(url) = value(tag, b"href").and_then(|href| self.resolve(&href)) else { return };
        // Feeds of whole sites are JSON and XML as well, and no badges.
        let about_badges =
            (kind.contains("json") || kind.contains("jwt")) && !kind.contains("feed") && !kind.contains("oembed");
        if badge || (data && about_badges) {
            at(opening, MarkupPlace::Metadata, |opening| opening.link_as(url.clone(), named(&url)));
        }
    }

    /// Any other element: what it leads to, what it shows, and addresses that are kept in it for programs.
    fn element(&self, opening: &mut Opening<'_>, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        let shown = matches!(name, b"img" | b"source" | b"image" | b"object" | b"embed" | b"video" | b"input")
            || name.ends_with(b":image")
            || name.ends_with(b":imagedata");
        // What a page hands out as a file may be the badge itself.
        let handed_out = name == b"a" && value(tag, b"download").is_some();
        for (attribute, value) in &tag.attributes {
            let local = attribute.rsplit(|b| *b == b':').next().unwrap_or_default();
            let target = matches!(local, b"href" | b"src" | b"data" | b"target" | b"value" | b"content" | b"poster")
                || attribute.starts_with(b"data-");
            let is_name = attribute.starts_with(b"xmlns") || value.len() > opening.limits.image_bytes;
            if !target || is_name {
                continue;
            }
            let value = String::from_utf8_lossy(value);
            let place = if shown { MarkupPlace::Image } else { MarkupPlace::Link };
            if let Some(bytes) = embedded(&value) {
                opening.part(Wrapping::Markup { place }, &bytes);
                continue;
            }
            let url = match local {
                b"href" | b"src" => self.resolve(&value),
                _ => self.resolve_absolute(&value),
            };
            let Some(url) = url else { continue };
            let kind = LinkKind::of(&url);
            at(opening, place, |opening| match kind {
                LinkKind::Badge if place == MarkupPlace::Image => opening.link_as(url, LinkKind::Picture),
                LinkKind::Other if place == MarkupPlace::Image || local != b"href" => {}
                LinkKind::Other if handed_out && is_file_of_a_badge(&url) => opening.link_as(url, LinkKind::Badge),
                kind => opening.link_as(url, kind),
            });
        }
    }

    /// An address as the page means it: relative ones count where it is known where the page was.
    fn resolve(&self, reference: &str) -> Option<Url> {
        let reference = reference.trim();
        // Word processors make links of what people typed without `https://`, and it would be a file beside the page.
        self.resolve_absolute(reference).or_else(|| address_without_scheme(reference)).or_else(|| {
            let inner = reference.is_empty() || reference.starts_with('#');
            self.base.as_ref().filter(|_| !inner).and_then(|base| base.join(reference).ok())
        })
    }

    fn resolve_absolute(&self, text: &str) -> Option<Url> {
        Url::parse(text.trim()).ok()
    }
}

/// Whether an address ends like a file in which a badge may be.
fn is_file_of_a_badge(url: &Url) -> bool {
    let address = url.without_fragment();
    let path = address.as_str().split('?').next().unwrap_or_default().to_ascii_lowercase();
    [".json", ".png", ".svg"].iter().any(|ending| path.ends_with(ending))
}

/// What a page names as its data, unless the address says by itself that it needs no fetching.
fn named(url: &Url) -> LinkKind {
    LinkKind::of(url).min(LinkKind::Named)
}

fn at(opening: &mut Opening<'_>, place: MarkupPlace, look: impl FnOnce(&mut Opening<'_>)) {
    opening.within(Wrapping::Markup { place }, look);
}

fn value(tag: &StartTag<()>, name: &[u8]) -> Option<String> {
    tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).into_owned())
}

/// Whether another line begins with this element, or behind it.
fn ends_line(name: &[u8]) -> bool {
    match name.iter().position(|b| *b == b':') {
        Some(colon) => ENDS_OF_LINES.contains(&&name[colon + 1..]),
        None => !WITHIN_LINES.contains(&name),
    }
}

/// The bytes of a `data:` address (RFC 2397).
fn embedded(address: &str) -> Option<Vec<u8>> {
    let address = address.trim();
    let (scheme, rest) = address.split_at_checked(5)?;
    let (media, data) = scheme.eq_ignore_ascii_case("data:").then(|| rest.split_once(','))??;
    let data = percent_decoded(data);
    if media.to_ascii_lowercase().ends_with(";base64") {
        let dense: String = String::from_utf8_lossy(&data).split_whitespace().collect();
        return from_base64(&dense).ok();
    }
    Some(data)
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex =
            |at: usize| after.get(at).and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        if first == b'%'
            && let (Some(high), Some(low)) = (hex(0), hex(1))
        {
            out.push(high * 16 + low);
            rest = &after[2..];
        } else {
            out.push(first);
            rest = after;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_addresses_are_unpacked() {
        assert_eq!(embedded("data:text/plain;base64,aGk="), Some(b"hi".to_vec()));
        assert_eq!(embedded(" DATA:text/plain;charset=utf-8;base64,aG\nk%3D"), Some(b"hi".to_vec()));
        assert_eq!(embedded("data:,a%20b%2"), Some(b"a b%2".to_vec()));
        for other in ["data:text/plain;base64,*", "data:nothing", "https://example.org/data:,", "éé"] {
            assert_eq!(embedded(other), None, "{other}");
        }
    }

    #[test]
    fn lines_end_where_people_see_them_end() {
        for name in [&b"p"[..], b"div", b"td", b"w:p", b"text:p", b"text:line-break", b"a:p", b"si"] {
            assert!(ends_line(name), "{}", String::from_utf8_lossy(name));
        }
        for name in [&b"span"[..], b"w:r", b"w:t", b"text:span", b"a:t", b"wbr", b"w:hyperlink", b"t"] {
            assert!(!ends_line(name), "{}", String::from_utf8_lossy(name));
        }
    }
}
