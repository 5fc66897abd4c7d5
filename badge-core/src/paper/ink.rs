//! What is drawn on a page, and how it is told to those who do not see it: every text and picture has a tag, all else
//! is decoration.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size as Area, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Node, SpanTag, Tag, TagGroup};

use super::letters::{Block, Hand, Size};
use crate::picture::Colour;

/// A place on a page, in points.
type Place = (f32, f32);

/// Points in a millimetre.
pub(super) const MM: f32 = 72.0 / 25.4;

/// Where the lines of a block stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
}

/// A part of the page, in points from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

impl Frame {
    pub(super) fn right(self) -> f32 {
        self.x + self.width
    }

    pub(super) fn bottom(self) -> f32 {
        self.y + self.height
    }
}

/// A page being drawn.
pub(super) struct Ink<'p> {
    pub(super) surface: Surface<'p>,
    pub(super) hand: &'p Hand,
}

impl Ink<'_> {
    /// Writes the lines of a block below `y`; their tags.
    pub(super) fn lines(
        &mut self,
        block: &Block,
        (x, y): (f32, f32),
        room: f32,
        align: Align,
        colour: Colour,
    ) -> Vec<Node> {
        self.fill(colour);
        let mut tags = Vec::new();
        let mut base = y + block.size.leading() * 0.78;
        for (n, line) in block.lines.iter().enumerate() {
            let start = match align {
                Align::Left => x,
                Align::Centre => x + (room - self.hand.width(line, block.size)) / 2.0,
            };
            // Words at the end of a line end there for those who listen, too.
            let last = n + 1 == block.lines.len();
            let text = line.replace('\u{a0}', " ") + if last { "" } else { " " };
            tags.push(self.one_line(&text, (start, base), block.size));
            base += block.size.leading();
        }
        tags
    }

    fn one_line(&mut self, text: &str, (x, y): (f32, f32), size: Size) -> Node {
        let glyphs = self.hand.glyphs(text, size);
        let tag = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        self.surface.draw_glyphs(Point::from_xy(x, y), &glyphs, self.hand.font(size.bold), text, size.points, false);
        self.surface.end_tagged();
        tag.into()
    }

    /// A picture, as large as fits into a frame, in its middle. `alt` says what can be seen.
    pub(super) fn picture(&mut self, image: &Image, frame: Frame, alt: &str) -> Option<TagGroup> {
        let (width, height) = image.size();
        // At most a few thousand pixels.
        #[allow(clippy::cast_precision_loss)]
        let (width, height) = (width as f32, height as f32);
        let scale = (frame.width / width).min(frame.height / height);
        let (w, h) = (width * scale, height * scale);
        let (x, y) = (frame.x + (frame.width - w) / 2.0, frame.y + (frame.height - h) / 2.0);
        let area = Area::from_wh(w, h)?;
        let tag = self.surface.start_tagged(ContentTag::Other);
        self.surface.push_transform(&Transform::from_translate(x, y));
        self.surface.draw_image(image.clone(), area);
        self.surface.pop();
        self.surface.end_tagged();
        Some(TagGroup::with_children(Tag::Figure(Some(alt.to_owned())), vec![tag.into()]))
    }

    /// A filled bar that means nothing.
    pub(super) fn bar(&mut self, frame: Frame, colour: Colour) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        self.fill(colour);
        if let Some(path) = rect(frame) {
            self.surface.draw_path(&path);
        }
        self.surface.end_tagged();
    }

    /// Thin lines where a page is cut.
    pub(super) fn cuts(&mut self, lines: &[(Place, Place)], dashed: bool) {
        let mut path = PathBuilder::new();
        for ((x1, y1), (x2, y2)) in lines {
            path.move_to(*x1, *y1);
            path.line_to(*x2, *y2);
        }
        let Some(path) = path.finish() else { return };
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Page)));
        self.surface.set_fill(None);
        let dash = dashed.then(|| krilla::paint::StrokeDash { array: vec![2.0, 3.0], offset: 0.0 });
        let paint = rgb::Color::new(0x99, 0x91, 0x8a).into();
        self.surface.set_stroke(Some(Stroke { paint, width: 0.35, dash, ..Stroke::default() }));
        self.surface.draw_path(&path);
        self.surface.set_stroke(None);
        self.surface.end_tagged();
    }

    fn fill(&mut self, colour: Colour) {
        let paint = rgb::Color::new(colour.red, colour.green, colour.blue).into();
        self.surface.set_fill(Some(Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }));
        self.surface.set_stroke(None);
    }
}

fn rect(frame: Frame) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(frame.x, frame.y, frame.width, frame.height)?);
    path.finish()
}
