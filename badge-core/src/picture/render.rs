//! From SVG to PNG, without fonts, files or network.

use std::sync::Arc;

use resvg::tiny_skia::{NonZeroRect, Pixmap, Size, Transform};
use resvg::usvg::roxmltree::{self, Document, ParsingOptions};
use resvg::usvg::{self, Group, ImageHrefResolver, ImageKind, Node, Options, Tree};

use super::cost::written_out;
use crate::container::{Format, PictureError, picture_info, without_bom};
use crate::limits::Limits;

/// Why a picture was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// The source is not a sound picture.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// 0 pixels asked for, or more than 4,096.
    #[error("{0} pixels asked for; 1 to 4096 can be drawn")]
    Size(u32),
    /// An SVG that is well-formed and cannot be drawn: without a size, or with values that make no sense.
    #[error("cannot be drawn")]
    Undrawable,
    /// A picture in which nothing is to be seen.
    #[error("nothing is to be seen")]
    Empty,
    /// The SVG refers to another file, or holds a picture other than a sound PNG, and would not be whole without it.
    #[error("holds or refers to another picture")]
    Embedded,
    /// The SVG holds text, and fonts differ from machine to machine: its text must be turned into paths.
    #[error("holds text that is not turned into paths")]
    Text,
    /// The SVG holds what browsers run, lay out as a page or fetch from elsewhere: a script, an event's attribute,
    /// `foreignObject`, an address that begins with `javascript:`, a style with an address in it. A picture that places
    /// publish has nothing of the kind.
    #[error("holds what would be run or fetched")]
    Active,
    /// More than 50,000 elements once repetitions are written out, more than 64 filters or a costly one (turbulence,
    /// for instance), or too many layers for so large a picture.
    #[error("too much to draw")]
    TooMuch,
}

/// The largest picture that is drawn, in pixels a side.
const LARGEST: u32 = 4_096;
/// Bytes of an SVG that is drawn; it may be larger only to be looked at by others.
const SOURCE: usize = 8 << 20;
/// Elements that are drawn.
const ELEMENTS: u64 = 50_000;
/// Elements in all, gradients and definitions included, with all references written out.
const WRITTEN_OUT: u64 = 200_000;
/// Pixels of all the pictures inside.
const EMBEDDED: u64 = 1 << 24;
/// Pixels of the pictures inside times the elements that may repeat them.
const UNPACKED: u64 = 1 << 32;
const PNG_DATA: &str = "data:image/png;base64,";
const FILTERS: usize = 64;
/// Pixels painted if every element covered the picture: some seconds at worst.
const PIXELS: u64 = 20_000_000_000;
/// Pixels of layers, which cost about 20 ns each: some seconds at worst.
const LAYER_PIXELS: f64 = 200_000_000.0;
/// What a step of a filter costs, in layers.
const FILTER_STEP: f64 = 3.0;
/// Filters whose cost grows with numbers in the file; drawings of badges do well without.
const COSTLY: [&str; 6] = [
    "feTurbulence",
    "feMorphology",
    "feConvolveMatrix",
    "feDisplacementMap",
    "feDiffuseLighting",
    "feSpecularLighting",
];

/// Draws an SVG as a PNG whose longer side has `px` pixels; transparent where nothing is drawn.
///
/// Nothing outside the SVG is read.
///
/// # Errors
/// See [`RenderError`].
pub fn to_png(svg: &[u8], px: u32, limits: &Limits) -> Result<Vec<u8>, RenderError> {
    encoded(&draw(svg, px, limits)?)
}

/// Draws an SVG, its longer side `px` pixels.
pub(super) fn draw(svg: &[u8], px: u32, limits: &Limits) -> Result<Pixmap, RenderError> {
    if px == 0 || px > LARGEST {
        return Err(RenderError::Size(px));
    }
    if svg.len() > SOURCE {
        return Err(PictureError::TooLarge { bytes: svg.len(), limit: SOURCE }.into());
    }
    let info = picture_info(svg, limits)?;
    if info.format != Format::Svg {
        return Err(PictureError::NotAPicture(info.format).into());
    }
    let tree = parse(svg, limits)?;
    let scale = px as f32 / tree.size().width().max(tree.size().height());
    let side = |length: f32| ((length * scale).round() as u32).clamp(1, px);
    let mut pixmap =
        Pixmap::new(side(tree.size().width()), side(tree.size().height())).ok_or(RenderError::Undrawable)?;
    if Cost::of(&tree).is_too_much(&tree, u64::from(pixmap.width()) * u64::from(pixmap.height())) {
        return Err(RenderError::TooMuch);
    }
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    Ok(pixmap)
}

/// Refuses, before the first pixel, what would take more than about half a second each time it is drawn `px` pixels wide:
/// a template is drawn for every badge.
pub(super) fn affordable(svg: &[u8], px: u32, limits: &Limits) -> Result<(), RenderError> {
    let tree = parse(svg, limits)?;
    let cost = Cost::of(&tree);
    let all = u64::from(px) * u64::from(px);
    // Both bounds are for some seconds at worst.
    if cost.is_too_much(&tree, all.saturating_mul(8)) { Err(RenderError::TooMuch) } else { Ok(()) }
}

pub(super) fn encoded(pixmap: &Pixmap) -> Result<Vec<u8>, RenderError> {
    pixmap.encode_png().map_err(|_| RenderError::Undrawable)
}

/// The pixels of a picture inside, which must be a sound PNG and nothing that lies elsewhere.
fn embedded(node: &roxmltree::Node<'_, '_>, limits: &Limits) -> Result<u64, RenderError> {
    let mut pixels = None;
    // With a namespace or without; whichever of two counts, both must be good.
    for href in node.attributes().filter(|a| a.name() == "href") {
        let text = href.value().trim().strip_prefix(PNG_DATA).ok_or(RenderError::Embedded)?;
        let text: String = text.split_ascii_whitespace().collect();
        let png = crate::text::from_base64(&text).map_err(|_| RenderError::Embedded)?;
        let info = picture_info(&png, limits).map_err(|_| RenderError::Embedded)?;
        if info.format != Format::Png {
            return Err(RenderError::Embedded);
        }
        pixels = Some(u64::from(info.width) * u64::from(info.height));
    }
    pixels.ok_or(RenderError::Embedded)
}

fn parse(svg: &[u8], limits: &Limits) -> Result<Tree, RenderError> {
    // Letters in another encoding than UTF-8 only occur in text, which is refused anyway; such a file is not drawn.
    let text = std::str::from_utf8(without_bom(svg)).map_err(|_| RenderError::Undrawable)?;
    // Entities were refused before, so there is nothing to expand.
    let xml = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, xml).map_err(|_| RenderError::Undrawable)?;
    let mut pixels = 0_u64;
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        match node.tag_name().name() {
            "text" => return Err(RenderError::Text),
            name if COSTLY.contains(&name) => return Err(RenderError::TooMuch),
            "feImage" => return Err(RenderError::Embedded),
            "image" => pixels = pixels.saturating_add(embedded(&node, limits)?),
            _ => {}
        }
    }
    let elements = written_out(&document);
    // A picture may stand behind every repetition, and is unpacked as often.
    if elements > WRITTEN_OUT || pixels > EMBEDDED || pixels.saturating_mul(elements) > UNPACKED {
        return Err(RenderError::TooMuch);
    }
    // Nothing is left that could ask for a file; should something ask, it gets nothing.
    let png = |mime: &str, data: Arc<Vec<u8>>, _: &Options<'_>| (mime == "image/png").then_some(ImageKind::PNG(data));
    let nothing = ImageHrefResolver { resolve_data: Box::new(png), resolve_string: Box::new(|_, _| None) };
    let options = Options { resources_dir: None, image_href_resolver: nothing, ..Options::default() };
    let tree = Tree::from_xmltree(&document, &options).map_err(|error| match error {
        usvg::Error::ElementsLimitReached | usvg::Error::ParsingFailed(roxmltree::Error::NodesLimitReached) => {
            RenderError::TooMuch
        }
        _ => RenderError::Undrawable,
    })?;
    Ok(tree)
}

/// What drawing a tree costs, whatever repeats in it written out.
struct Cost {
    /// The size of the drawing in its own units.
    size: Size,
    elements: u64,
    /// How often the whole canvas would be covered by groups that are drawn on a canvas of their own: half transparent,
    /// clipped, masked, filtered; and by the masks and clip paths, which are as large.
    layers: f64,
}

impl Cost {
    fn of(tree: &Tree) -> Self {
        let mut cost = Self { size: tree.size(), elements: 0, layers: 0.0 };
        cost.add(tree.root());
        cost
    }

    fn add(&mut self, group: &Group) {
        self.elements += 1;
        if group.should_isolate() {
            self.layers += self.share(group.abs_layer_bounding_box());
        }
        // What a filter works on may reach beyond the canvas, and every step of it is worked out on all of that.
        for filter in group.filters() {
            let steps = filter.primitives().len() as f64 * FILTER_STEP;
            self.layers += steps * self.reach(group.abs_layer_bounding_box());
        }
        for node in group.children() {
            // Beyond the limit there is no need to know how far; what repeats itself would take for ever.
            if self.elements > ELEMENTS {
                return;
            }
            self.elements += 1;
            if let Node::Group(group) = node {
                self.add(group);
            }
            let share = node.abs_layer_bounding_box().map_or(0.0, |area| self.share(area));
            node.subroots(|part| {
                self.layers += share;
                if self.elements <= ELEMENTS {
                    self.add(part);
                }
            });
        }
    }

    /// The share of the canvas that an area covers, from 0 to 1.
    fn share(&self, area: NonZeroRect) -> f64 {
        let (width, height) = (self.size.width(), self.size.height());
        let across = area.right().min(width) - area.left().max(0.0);
        let down = area.bottom().min(height) - area.top().max(0.0);
        f64::from(across.max(0.0) / width) * f64::from(down.max(0.0) / height)
    }

    /// The same for what a filter works on: up to two canvases beyond each edge are kept.
    fn reach(&self, area: NonZeroRect) -> f64 {
        let (width, height) = (self.size.width(), self.size.height());
        let across = area.right().min(3.0 * width) - area.left().max(-2.0 * width);
        let down = area.bottom().min(3.0 * height) - area.top().max(-2.0 * height);
        f64::from(across.max(0.0) / width) * f64::from(down.max(0.0) / height)
    }

    fn is_too_much(&self, tree: &Tree, pixels: u64) -> bool {
        self.elements > ELEMENTS
            || self.layers * pixels as f64 > LAYER_PIXELS
            || self.elements.saturating_mul(pixels) > PIXELS
            || tree.filters().len() > FILTERS
    }
}
