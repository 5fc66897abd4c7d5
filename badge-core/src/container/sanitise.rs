//! What an SVG that a place serves must not contain (BAKE-20). It is refused with reasons rather than rewritten: a
//! rewritten drawing is another drawing, and no longer its author's.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::limits::Limits;

use super::tag::{ATTRIBUTES, Source};
use super::{PictureError, SvgFault, svg};

/// Something that an SVG must not contain to be served. Offsets are of the byte where the tag or text begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Forbidden {
    /// A script.
    Script {
        /// Offset in bytes.
        at: usize,
    },
    /// An element that brings in other kinds of content: foreignObject, iframe, video and the like.
    Embedding {
        /// Offset in bytes.
        at: usize,
    },
    /// An attribute that runs a script when something happens, such as `onload`, or an animation that sets one.
    EventAttribute {
        /// Offset in bytes.
        at: usize,
    },
    /// A reference out of the file: a link, a picture, a font, a style sheet, a base address.
    ExternalReference {
        /// Offset in bytes.
        at: usize,
    },
    /// Style that cannot be checked by reading it plainly: escapes, or functions that load pictures.
    OpaqueStyle {
        /// Offset in bytes.
        at: usize,
    },
}

impl Forbidden {
    /// Offset in bytes of the tag or text.
    #[must_use]
    pub const fn at(self) -> usize {
        match self {
            Self::Script { at }
            | Self::Embedding { at }
            | Self::EventAttribute { at }
            | Self::ExternalReference { at }
            | Self::OpaqueStyle { at } => at,
        }
    }
}

/// Lists what an SVG must not contain to be served by a place; an empty list means that it may be.
///
/// Allowed are references within the file (`#name`) and PNG, JPEG, GIF and WebP pictures as data URIs.
///
/// # Errors
/// See [`PictureError`]: an SVG that cannot be read cannot be judged.
pub fn sanitise_svg(bytes: &[u8], limits: &Limits) -> Result<Vec<Forbidden>, PictureError> {
    // Structure, DOCTYPE, depth and number of events.
    svg::sound(bytes, limits)?;
    let source = Source::new(bytes)?;
    let mut reader = Reader::from_str(&source.text);
    let mut found = Vec::new();
    // The text of the `style` element that we are in, and where it begins.
    let mut style: Option<(usize, String)> = None;
    loop {
        let at = svg::position(reader.buffer_position()) + source.base;
        match reader.read_event().map_err(|error| svg::fault_of(&error, at))? {
            Event::Start(tag) => {
                element(&tag, at, &mut found)?;
                if local(tag.name().as_ref()) == "style" {
                    style = Some((at, String::new()));
                }
            }
            Event::Empty(tag) => element(&tag, at, &mut found)?,
            Event::End(tag) if local(tag.name().as_ref()) == "style" => {
                if let Some((at, text)) = style.take() {
                    css(&text, at, &mut found);
                }
            }
            Event::Text(text) => collect(&mut style, &text.xml10_content()),
            Event::CData(text) => collect(&mut style, &text.xml10_content()),
            // A reference in style hides a character: an escape by other means.
            Event::GeneralRef(_) => collect(&mut style, "\\"),
            Event::PI(pi) if pi.target() == "xml-stylesheet" => found.push(Forbidden::ExternalReference { at }),
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

fn element(tag: &BytesStart<'_>, at: usize, found: &mut Vec<Forbidden>) -> Result<(), PictureError> {
    match local(tag.name().as_ref()).as_str() {
        "script" | "handler" | "listener" => found.push(Forbidden::Script { at }),
        "foreignobject" | "iframe" | "frame" | "embed" | "object" | "applet" | "audio" | "video" | "source"
        | "track" | "canvas" | "html" | "body" | "form" | "input" | "button" | "img" | "link" | "meta" | "base" => {
            found.push(Forbidden::Embedding { at });
        }
        _ => {}
    }
    for (count, attribute) in tag.attributes().with_checks(false).enumerate() {
        if count == ATTRIBUTES {
            return Err(SvgFault::TooManyAttributes.into());
        }
        let malformed = PictureError::Svg(SvgFault::NotWellFormed { at });
        let attribute = attribute.map_err(|_| malformed)?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| malformed)?;
        let name = attribute.key.as_ref();
        if name != "xmlns" && !name.starts_with("xmlns:") {
            judge(name, &value, at, found);
        }
    }
    Ok(())
}

fn judge(name: &str, value: &str, at: usize, found: &mut Vec<Forbidden>) {
    let plain: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let plain = plain.to_ascii_lowercase();
    let event = |name: &str| name.len() > 2 && name.starts_with("on");
    let name = name.to_ascii_lowercase();
    let name = name.rsplit(':').next().unwrap_or_default();
    match name {
        _ if event(name) => found.push(Forbidden::EventAttribute { at }),
        // An animation may set any attribute: not these.
        "attributename" if event(local(&plain).as_str()) => found.push(Forbidden::EventAttribute { at }),
        "attributename" if local(&plain) == "href" => found.push(Forbidden::ExternalReference { at }),
        "href" | "src" | "base" | "action" | "formaction" | "srcset" if !internal(&plain) => {
            found.push(Forbidden::ExternalReference { at });
        }
        _ if plain.contains("javascript:") || plain.contains("vbscript:") => found.push(Forbidden::Script { at }),
        "style" => css(value, at, found),
        // These are read as style too, escapes included.
        "fill" | "stroke" | "filter" | "mask" | "clip-path" | "cursor" | "marker" | "marker-start" | "marker-mid"
        | "marker-end" | "to" | "from" | "by" | "values"
            if value.contains('\\') =>
        {
            found.push(Forbidden::OpaqueStyle { at });
        }
        // Presentation attributes (fill, filter, mask …) may hold url(…) too.
        _ if plain.contains("url(") => css(value, at, found),
        _ => {}
    }
}

/// Within the file, or a raster picture in place.
fn internal(reference: &str) -> bool {
    const PICTURES: [&str; 5] = ["png;", "jpeg;", "jpg;", "gif;", "webp;"];
    let data = reference.strip_prefix("data:image/");
    reference.is_empty()
        || reference.starts_with('#')
        || data.is_some_and(|rest| PICTURES.iter().any(|kind| rest.starts_with(kind)))
}

fn css(text: &str, at: usize, found: &mut Vec<Forbidden>) {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'')).collect();
    let plain = plain.to_ascii_lowercase();
    let opaque =
        ["\\", "/*", "image-set(", "image(", "src(", "cross-fade(", "expression(", "-moz-binding", "behavior:"];
    if opaque.iter().any(|what| plain.contains(what)) && !only_comments(&plain, &opaque) {
        found.push(Forbidden::OpaqueStyle { at });
    }
    let outside = plain.split("url(").skip(1).any(|reference| !internal(reference));
    if outside || plain.contains("@import") || plain.contains("javascript:") {
        found.push(Forbidden::ExternalReference { at });
    }
}

/// Comments in style are common and harmless once they are taken out and nothing suspicious is left.
fn only_comments(plain: &str, opaque: &[&str]) -> bool {
    let mut left = String::new();
    let mut rest = plain;
    while let Some((before, comment)) = rest.split_once("/*") {
        left.push_str(before);
        match comment.split_once("*/") {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    left.push_str(rest);
    !opaque.iter().any(|what| left.contains(what)) && !plain.contains('\\')
}

fn collect(style: &mut Option<(usize, String)>, text: &str) {
    if let Some((_, collected)) = style {
        collected.push_str(text);
    }
}

/// A name without its prefix, in lower case: browsers that take the file for HTML do not mind case.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase()
}
