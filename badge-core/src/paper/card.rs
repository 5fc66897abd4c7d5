//! Cards: as many as fit on a page, with marks to cut along. The words on the left, the code on the right; where there
//! is no code, the picture takes its place.

use krilla::geom::Point;
use krilla::tagging::{Tag, TagGroup};

use super::Printed;
use super::image;
use super::ink::{Align, Frame, MM};
use super::letters::{Block, Size};
use super::press::{A4, Remark, Sheet, heading, own_words, paragraph};
use super::template::{Marks, Part, Template};
use crate::picture::{Colour, QUIET, Qr};

/// The width of a module of the code: largest, and smallest that is still read.
const MODULE: (f32, f32) = (0.42 * MM, 0.30 * MM);
/// White that is left around the code at the edge of a card; its quiet zone is white as well.
const EDGE: f32 = 1.2 * MM;
/// The margin of a page that printers leave white.
const UNPRINTED: f32 = 5.0 * MM;

/// How cards lie on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Grid {
    columns: u16,
    rows: u16,
    width: f32,
    height: f32,
}

impl Grid {
    pub(super) fn of(template: &Template) -> Self {
        let (width, height) = (template.card.width * MM, template.card.height * MM);
        // Between one and six.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let fit = |room: f32, each: f32| ((room - 2.0 * UNPRINTED) / each).floor().clamp(1.0, 60.0) as u16;
        Self { columns: fit(A4.0, width), rows: fit(A4.1, height), width, height }
    }

    pub(super) fn cards(self) -> usize {
        usize::from(self.columns) * usize::from(self.rows)
    }

    fn frame(self, n: usize) -> Frame {
        let columns = usize::from(self.columns);
        // At most some dozens.
        #[allow(clippy::cast_precision_loss)]
        let (column, row) = ((n % columns) as f32, (n / columns) as f32);
        let left = (A4.0 - f32::from(self.columns) * self.width) / 2.0;
        let top = (A4.1 - f32::from(self.rows) * self.height) / 2.0;
        Frame { x: left + column * self.width, y: top + row * self.height, width: self.width, height: self.height }
    }
}

/// Draws a page of cards; the tags of each, and where it begins.
pub(super) fn draw(sheet: &mut Sheet<'_>, awards: &[Printed]) -> Vec<(TagGroup, Point)> {
    let grid = Grid::of(sheet.template);
    let mut out = Vec::new();
    for (n, award) in awards.iter().enumerate() {
        let frame = grid.frame(n);
        out.push((one(sheet, award, frame), Point::from_xy(frame.x, frame.y)));
        sheet.award += 1;
    }
    let frames: Vec<Frame> = (0..awards.len()).map(|n| grid.frame(n)).collect();
    marks(sheet, &frames);
    out
}

fn marks(sheet: &mut Sheet<'_>, frames: &[Frame]) {
    let mut lines: Vec<((f32, f32), (f32, f32))> = Vec::new();
    let mut add = |line| {
        if !lines.contains(&line) {
            lines.push(line);
        }
    };
    let marks = sheet.template.card.marks;
    for frame in frames {
        let (left, right, top, bottom) = (frame.x, frame.right(), frame.y, frame.bottom());
        match marks {
            Marks::None => return,
            Marks::Lines => {
                for line in [((left, top), (right, top)), ((left, bottom), (right, bottom))] {
                    add(line);
                }
                for line in [((left, top), (left, bottom)), ((right, top), (right, bottom))] {
                    add(line);
                }
            }
            Marks::Corners => {
                let arm = 1.8 * MM;
                for (x, y) in [(left, top), (right, top), (left, bottom), (right, bottom)] {
                    add(((x - arm, y), (x + arm, y)));
                    add(((x, y - arm), (x, y + arm)));
                }
            }
        }
    }
    sheet.ink.cuts(&lines, marks == Marks::Lines);
}

fn one(sheet: &mut Sheet<'_>, award: &Printed, card: Frame) -> TagGroup {
    let look = sheet.template.card.clone();
    let mut tags = TagGroup::new(Tag::Section);
    let margin = look.margin * MM;
    let code = award.code.as_ref().and_then(|code| {
        let side = side(code, card);
        if side.is_none() {
            sheet.remarks.push(Remark::NoRoomForCode { award: sheet.award });
        }
        Some((code, side?))
    });
    let right = match code {
        Some((_, side)) => side + EDGE,
        None if look.order.contains(&Part::Picture) => (card.height - 2.0 * margin).min(card.width * 0.45) + margin,
        None => margin,
    };
    let column = Frame {
        x: card.x + margin,
        y: card.y + margin,
        width: card.width - margin - right - 1.0 * MM,
        height: card.height - 2.0 * margin,
    };
    words(sheet, award, column, code.is_some(), &mut tags);
    match code {
        Some((code, side)) => {
            if let Some(picture) = image::code(code) {
                let y = card.y + (card.height - side) / 2.0;
                let frame = Frame { x: card.right() - side - EDGE, y, width: side, height: side };
                let alt = sheet.code_alt(award.lang);
                tags.children.extend(sheet.ink.picture(&picture, frame, alt).map(Into::into));
            }
        }
        None if look.order.contains(&Part::Picture) => {
            let side = right - margin;
            let y = card.y + (card.height - side) / 2.0;
            let frame = Frame { x: card.right() - margin - side, y, width: side, height: side };
            tags.children.extend(sheet.ink.picture(&award.picture.0, frame, &award.picture_alt).map(Into::into));
        }
        None => {}
    }
    tags
}

/// The side of the code with its quiet zone, if the card has the room for one that is read.
fn side(code: &Qr, card: Frame) -> Option<f32> {
    // At most 185 modules.
    #[allow(clippy::cast_precision_loss)]
    let modules = (code.size() + 2 * QUIET) as f32;
    let room = (card.height - 2.0 * EDGE).min(card.width * 0.62);
    (modules * MODULE.1 <= room).then(|| (modules * MODULE.0).min(room))
}

enum What {
    Picture,
    /// To sign on.
    Line,
    Text(Block, Colour, TagGroup),
}

fn words(sheet: &mut Sheet<'_>, award: &Printed, column: Frame, picture: bool, tags: &mut TagGroup) {
    let look = sheet.template.card.clone();
    let colours = sheet.template.colours;
    let room = column.width;
    let mut pieces: Vec<(f32, f32, What)> = Vec::new();
    let text = |gap: f32, block: Block, colour, tag| (gap, block.height(), What::Text(block, colour, tag));
    for part in look.order.iter().filter(|part| **part != Part::Picture) {
        match part {
            Part::Title => {
                let said = sheet.written("title", &award.title, award.lang);
                let block = sheet.ink.hand.fitted(&said, Size::bold(look.title), 6.0, room, 3);
                sheet.shortened("title", block.cut);
                pieces.push(text(
                    1.6 * MM,
                    block.clone(),
                    colours.ink,
                    heading(award, block.cut || said != award.title),
                ));
            }
            Part::Level => {
                if let Some(level) = &award.level {
                    let said = sheet.written("level", level, award.lang);
                    let block = sheet.ink.hand.fitted(&said, Size::regular(look.text), 5.0, room, 1);
                    pieces.push(text(0.5 * MM, block, colours.soft, own_words(award, None)));
                }
            }
            Part::Name => {
                if let Some(name) = &award.name {
                    let said = sheet.written("name", name, award.lang);
                    let block = sheet.ink.hand.fitted(&said, Size::regular(look.title - 0.5), 6.0, room, 2);
                    sheet.shortened("name", block.cut);
                    let actual = (block.cut || said != *name).then_some(name.as_str());
                    pieces.push(text(1.0 * MM, block, colours.accent, paragraph(actual)));
                }
            }
            Part::Facts => {
                let facts = if award.place.is_some() { "card_facts" } else { "card_facts_nowhere" };
                let until = award.until.as_ref().map(|_| "valid_until");
                for (gap, name) in [(1.3, Some(facts)), (0.2, until)] {
                    let Some(name) = name else { continue };
                    let size = Size::regular(look.text);
                    let (said, block, cut) =
                        sheet.said_within(name, award, |hand, said| hand.fitted(said, size, 5.0, room, 2));
                    if !said.is_empty() {
                        pieces.push(text(
                            gap * MM,
                            block.clone(),
                            colours.soft,
                            paragraph(cut.then_some(said.as_str())),
                        ));
                    }
                }
            }
            Part::Done => {
                if let Some(done) = &award.done {
                    let said = sheet.written("done", done, award.lang);
                    let block = sheet.ink.hand.fitted(&said, Size::regular(look.text), 5.0, room, 3);
                    sheet.shortened("done", block.cut);
                    let actual = (block.cut || said != *done).then_some(done.as_str());
                    pieces.push(text(1.3 * MM, block, colours.ink, own_words(award, actual)));
                }
            }
            Part::Signature => {
                let said = sheet.said("signature", award);
                if !said.is_empty() {
                    let block = sheet.ink.hand.fitted(&said, Size::regular(look.text), 5.0, room, 1);
                    pieces.push(text(
                        1.6 * MM,
                        block.clone(),
                        colours.ink,
                        paragraph(block.cut.then_some(said.as_str())),
                    ));
                    pieces.push((6.0 * MM, 0.3, What::Line));
                }
            }
            Part::Claim if award.claim.is_some() => {
                for (gap, name, size) in
                    [(1.6, "claim", Size::bold(look.text)), (0.2, "claim_at", Size::regular(look.text))]
                {
                    let (said, block, cut) =
                        sheet.said_within(name, award, |hand, said| hand.fitted(said, size, 4.5, room, 2));
                    if !said.is_empty() {
                        pieces.push(text(
                            gap * MM,
                            block.clone(),
                            colours.ink,
                            paragraph(cut.then_some(said.as_str())),
                        ));
                    }
                }
            }
            _ => {}
        }
    }
    let mut height: f32 = pieces.iter().map(|(gap, height, _)| gap + height).sum();
    if picture && let Some(at) = look.order.iter().position(|part| *part == Part::Picture) {
        // The picture has what the words leave, as large as the template says at most.
        let side = (look.picture * MM).min(column.height - height).min(room);
        if side > 6.0 * MM {
            let at = at.min(pieces.len());
            pieces.insert(at, (0.0, side, What::Picture));
            height += side;
        }
    }
    let mut y = column.y + ((column.height - height) / 2.0).max(0.0);
    for (gap, height, what) in pieces {
        y += gap;
        match what {
            What::Picture => {
                let frame = Frame { x: column.x, y, width: height, height };
                tags.children.extend(sheet.ink.picture(&award.picture.0, frame, &award.picture_alt).map(Into::into));
            }
            What::Line => sheet.ink.bar(Frame { x: column.x, y, width: room * 0.8, height }, colours.soft),
            What::Text(block, colour, mut tag) => {
                tag.children = sheet.ink.lines(&block, (column.x, y), room, Align::Left, colour);
                tags.push(tag);
            }
        }
        y += height;
    }
}
