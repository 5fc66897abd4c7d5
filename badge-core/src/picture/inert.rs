//! Whether an SVG is a picture and nothing else: places publish the file of a logo as it came.

use resvg::usvg::roxmltree::{Attribute, Document, Node, ParsingOptions};

use super::render::RenderError;
use crate::container::without_bom;

/// Elements in which something else than a picture lies.
const RUN: [&str; 8] = ["script", "foreignObject", "handler", "listener", "iframe", "object", "embed", "link"];
/// Elements that give another element's attribute a value.
const ANIMATED: [&str; 4] = ["set", "animate", "animateTransform", "animateMotion"];
/// Of pages, in which everything may happen.
const XHTML: &str = "http://www.w3.org/1999/xhtml";
/// What in a style leads out of the file, or might: nothing of the kind belongs into a picture that stands for itself.
const LEADS_OUT: [&str; 4] = ["@import", "image(", "image-set(", "src("];

/// Refuses an SVG in which browsers would run something, lay out a page, fetch something by the mere look at it, or follow a link
/// elsewhere. Drawing leaves such things out; this is for a file that is published as it came.
pub(super) fn inert(svg: &[u8]) -> Result<(), RenderError> {
    let text = std::str::from_utf8(without_bom(svg)).map_err(|_| RenderError::Undrawable)?;
    let xml = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, xml).map_err(|_| RenderError::Undrawable)?;
    // A style sheet of another file is asked for before the first element.
    if document.root().children().any(|node| node.is_pi()) {
        return Err(RenderError::Active);
    }
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name();
        let foreign = name.namespace().is_some_and(|space| space == XHTML);
        // Whatever the case: what is no SVG as XML may be one where it is put into a page.
        let runs = foreign || RUN.iter().any(|known| known.eq_ignore_ascii_case(name.name()));
        if runs || node.attributes().any(|attribute| is_active(node, attribute)) {
            return Err(RenderError::Active);
        }
        if name.name().eq_ignore_ascii_case("style") {
            // Browsers join the texts around a comment or an element: there is nothing else in a style sheet.
            let sheet: String = node.children().filter_map(|part| part.text()).collect();
            if node.children().any(|part| !part.is_text()) || leads_out(&sheet) {
                return Err(RenderError::Active);
            }
        }
    }
    Ok(())
}

fn is_active(node: Node<'_, '_>, attribute: Attribute<'_, '_>) -> bool {
    let name = attribute.name().to_ascii_lowercase();
    // What browsers leave out when they read an address.
    let address = attribute.value().chars().filter(|c| !c.is_whitespace() && !c.is_control());
    let address: String = address.take(11).collect::<String>().to_ascii_lowercase();
    // Of a picture within the picture drawing says more: there may be none.
    let is_picture = ["image", "feImage"].iter().any(|known| known.eq_ignore_ascii_case(node.tag_name().name()));
    // A link is only followed by whoever wants to, and yet no picture of the place: it leads away from the place's own page.
    let leaves = matches!(name.as_str(), "href" | "src")
        && !(address.is_empty() || address.starts_with('#') || is_picture && address.starts_with("data:"));
    let animates = || {
        let of = node.attribute("attributeName").unwrap_or_default().to_ascii_lowercase();
        ANIMATED.contains(&node.tag_name().name()) && (of.starts_with("on") || of.ends_with("href"))
    };
    // By `xml:base`, what begins with `#` would be elsewhere.
    name.starts_with("on")
        || name == "base"
        || address == "javascript:"
        || leaves
        || animates()
        || leads_out(attribute.value())
}

/// Whether what a style names is within the file.
fn is_inside(address: &str) -> bool {
    address.is_empty() || address.starts_with('#') || address.starts_with("data:")
}

/// Whether a style, or the value of an attribute, has an address that leads out of the file.
fn leads_out(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    // By a backslash, letters are written so that nobody finds them here.
    let functions =
        || style.split("url(").skip(1).map(|rest| rest.trim_start_matches([' ', '\t', '\n', '\r', '"', '\'']));
    let has_url = style.contains("url(");
    LEADS_OUT.iter().any(|word| style.contains(word))
        || (style.contains('\\') && style.contains(['(', '@']))
        || (has_url && !functions().all(is_inside))
}
