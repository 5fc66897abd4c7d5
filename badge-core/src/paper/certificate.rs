//! A certificate: one award a page. The picture and the words in the middle, who signs and the code at the foot.

use krilla::geom::Point;
use krilla::tagging::{Tag, TagGroup};

use super::Printed;
use super::image;
use super::ink::{Align, Frame, MM};
use super::letters::{Block, Size};
use super::press::{Sheet, heading, own_words, paragraph};
use super::template::Part;
use crate::picture::{Colour, QUIET, Qr};

/// The width of a module of the code on paper: what a telephone reads at arm's length.
const MODULE: f32 = 0.45 * MM;
/// Lines of a title, a name and what was done, at most.
const TITLE_LINES: usize = 4;
/// Lines of a title that is too long for these in its smallest letters, in points.
const MORE_TITLE_LINES: usize = 6;
const LEAST_TITLE: f32 = 13.0;
const NAME_LINES: usize = 2;
const DONE_LINES: usize = 12;
/// How wide words across the page are at least: the picture beside them gives way.
const WORDS: f32 = 110.0 * MM;
/// Between the picture and the words beside it.
const APART: f32 = 14.0 * MM;
/// Room to sign in: width and height.
const SIGNATURE: (f32, f32) = (66.0 * MM, 34.0 * MM);
/// What is written below everything.
const SMALL: Size = Size::regular(7.5);

/// Something in the column, and the room above it.
struct Piece {
    gap: f32,
    height: f32,
    what: What,
}

enum What {
    Picture,
    Text { block: Block, colour: Colour, tag: TagGroup },
    Bar,
}

pub(super) fn draw(sheet: &mut Sheet<'_>, award: &Printed, paper: (f32, f32)) -> (TagGroup, Point) {
    let look = sheet.template.certificate.clone();
    let margin = look.margin * MM;
    let page = Frame { x: margin, y: margin, width: paper.0 - 2.0 * margin, height: paper.1 - 2.0 * margin };
    let mut tags = TagGroup::new(Tag::Section);

    let top = head(sheet, page, &mut tags);
    let wants = |part| look.foot.contains(&part);
    let code = award.code.as_ref().filter(|_| wants(Part::Code));
    let foot = foot_frame(page, code, wants(Part::Signature));
    let middle = Frame { x: page.x, y: top, width: page.width, height: foot.y - 6.0 * MM - top };
    let free = Free {
        middle,
        bottom: page.bottom(),
        signature: if wants(Part::Signature) { SIGNATURE.0 + 8.0 * MM } else { 0.0 },
        code: code.map_or(0.0, |code| side(code) + 6.0 * MM),
    };
    column(sheet, award, free, &mut tags);
    if wants(Part::Signature) {
        signature(sheet, award, foot, &mut tags);
    }
    if let Some(code) = code {
        self::code(sheet, award, code, foot, &mut tags);
    }
    note(sheet, award, page, paper.1, &mut tags);
    (tags, Point::from_xy(0.0, 0.0))
}

/// Logo and name of the place; where the column may begin.
fn head(sheet: &mut Sheet<'_>, page: Frame, tags: &mut TagGroup) -> f32 {
    let (height, mut x) = (15.0 * MM, page.x);
    if let Some(logo) = &sheet.house.logo {
        let (w, h) = logo.0.size();
        // At most a few thousand pixels.
        #[allow(clippy::cast_precision_loss)]
        let width = (height * w as f32 / h as f32).min(50.0 * MM);
        let frame = Frame { x, y: page.y, width, height };
        tags.children.extend(sheet.ink.picture(&logo.0, frame, &sheet.house.logo_alt).map(Into::into));
        x += width + 4.5 * MM;
    }
    let name = sheet.house.name.clone();
    if let Some((name, _)) = sheet.ink.hand.clean(&name) {
        let block = sheet.ink.hand.fitted(&name, Size::bold(11.5), 9.0, page.right() - x, 2);
        let colours = sheet.template.colours;
        let mut tag = paragraph(block.cut.then_some(name.as_str()));
        let y = page.y + (height - block.height()) / 2.0;
        tag.children = sheet.ink.lines(&block, (x, y), page.width, Align::Left, colours.ink);
        tags.push(tag);
    }
    page.y + height + 6.0 * MM
}

/// The words and the picture, in the order of the template, in the middle of what is free.
fn column(sheet: &mut Sheet<'_>, award: &Printed, free: Free, tags: &mut TagGroup) {
    let look = sheet.template.certificate.clone();
    let frame = free.middle;
    let beside = look.landscape && look.order.contains(&Part::Picture);
    let align = if look.landscape { Align::Left } else { Align::Centre };
    let mut side = (look.picture * MM).min(frame.height);
    let mut text = if beside { free.right_of(side + APART) } else { frame };
    let mut laid = Column { room: text.width, picture: side, beside, done: DONE_LINES };
    let first = sheet.remarks.len();
    let mut pieces = pieces(sheet, award, laid);
    let height = |pieces: &[Piece]| pieces.iter().map(|p| p.gap + p.height).sum::<f32>();
    if beside && height(&pieces) > text.height {
        // Across, what does not fit above the foot goes on beside the code. The picture gives way before the words do.
        let wanted = free.deep(side + APART).width;
        side = (side - (WORDS - wanted).max(0.0)).max(side.min(40.0 * MM));
        text = free.deep(side + APART);
        laid = Column { room: text.width, picture: side, ..laid };
        sheet.remarks.truncate(first);
        pieces = self::pieces(sheet, award, laid);
    }
    // What is too much takes its room from the picture, then from what was done.
    let over = height(&pieces) - text.height;
    if over > 0.0 {
        for piece in pieces.iter_mut().filter(|p| matches!(p.what, What::Picture)) {
            piece.height = (piece.height - over).max(piece.height.min(40.0 * MM));
            laid.picture = piece.height;
        }
        while height(&pieces) > text.height && laid.done > 1 {
            laid.done -= 1;
            // What is written is told as it was measured the last time.
            sheet.remarks.truncate(first);
            pieces = self::pieces(sheet, award, laid);
        }
    }
    sheet.settle();
    if beside {
        let at = Frame { y: frame.y + (frame.height - side) / 2.0, width: side, height: side, ..frame };
        tags.children.extend(sheet.ink.picture(&award.picture.0, at, &award.picture_alt).map(Into::into));
    }
    let mut y = text.y + ((text.height - height(&pieces)) * 0.42).max(0.0);
    for piece in pieces {
        y += piece.gap;
        match piece.what {
            What::Picture => {
                let at = Frame { x: frame.x, y, width: frame.width, height: piece.height };
                tags.children.extend(sheet.ink.picture(&award.picture.0, at, &award.picture_alt).map(Into::into));
            }
            What::Bar => {
                let width = 14.0 * MM;
                let x = if align == Align::Left { text.x } else { text.x + (text.width - width) / 2.0 };
                let accent = sheet.template.colours.accent;
                sheet.ink.bar(Frame { x, y, width, height: piece.height }, accent);
            }
            What::Text { block, colour, mut tag } => {
                tag.children = sheet.ink.lines(&block, (text.x, y), text.width, align, colour);
                tags.push(tag);
            }
        }
        y += piece.height;
    }
}

/// What the head and the foot leave free.
#[derive(Clone, Copy)]
struct Free {
    /// Between them, from margin to margin.
    middle: Frame,
    /// Where the page ends.
    bottom: f32,
    /// What the signature and the code take of the foot, with the room beside them.
    signature: f32,
    code: f32,
}

impl Free {
    /// Above the foot, beside something.
    fn right_of(self, left: f32) -> Frame {
        Frame { x: self.middle.x + left, width: self.middle.width - left, ..self.middle }
    }

    /// The same down to the end of the page: between signature and code.
    fn deep(self, left: f32) -> Frame {
        let frame = self.right_of(left.max(self.signature));
        Frame { width: frame.width - self.code, height: self.bottom - frame.y, ..frame }
    }
}

/// How the column is laid out: its width, the side of the picture, whether that stands beside it, lines of what was done.
#[derive(Clone, Copy)]
struct Column {
    room: f32,
    picture: f32,
    beside: bool,
    done: usize,
}

fn pieces(sheet: &mut Sheet<'_>, award: &Printed, laid: Column) -> Vec<Piece> {
    let Column { room, picture, beside, done: done_lines } = laid;
    let look = sheet.template.certificate.clone();
    let colours = sheet.template.colours;
    let narrow = room.min(140.0 * MM);
    let mut all: Vec<Piece> = Vec::new();
    let text = |gap: f32, block: Block, colour, tag| Piece {
        gap,
        height: block.height(),
        what: What::Text { block, colour, tag },
    };
    for part in &look.order {
        match part {
            Part::Picture if !beside => {
                all.push(Piece { gap: 0.0, height: picture, what: What::Picture });
            }
            Part::Heading => {
                let said = sheet.said("heading", award);
                if !said.is_empty() {
                    let size = Size { apart: 0.07, ..Size::bold(10.0) };
                    let block = sheet.ink.hand.fitted(&said.to_uppercase(), size, 7.0, room, 2);
                    all.push(text(9.0 * MM, block, colours.accent, paragraph(Some(&said))));
                    all.push(Piece { gap: 2.4 * MM, height: 0.7 * MM, what: What::Bar });
                }
            }
            Part::Title => {
                let said = sheet.written("title", &award.title, award.lang);
                let mut block = sheet.ink.hand.fitted(&said, Size::bold(look.title), LEAST_TITLE, room, TITLE_LINES);
                if block.cut {
                    let small = Size::bold(LEAST_TITLE);
                    block = sheet.ink.hand.fitted(&said, small, LEAST_TITLE, room, MORE_TITLE_LINES);
                }
                sheet.shortened("title", block.cut);
                let tag = heading(award, block.cut || said != award.title);
                all.push(text(5.0 * MM, block, colours.ink, tag));
            }
            Part::Level => {
                if let Some(level) = &award.level {
                    let said = sheet.written("level", level, award.lang);
                    let block = sheet.ink.hand.fitted(&said, Size::regular(look.text), 8.0, room, 2);
                    all.push(text(1.8 * MM, block, colours.soft, own_words(award, None)));
                }
            }
            Part::Name => {
                if let Some(name) = &award.name {
                    let given = sheet.said("given_to", award);
                    if !given.is_empty() {
                        let block = sheet.ink.hand.fitted(&given, Size::regular(look.text), 8.0, room, 1);
                        all.push(text(8.0 * MM, block, colours.soft, paragraph(None)));
                    }
                    let said = sheet.written("name", name, award.lang);
                    let block = sheet.ink.hand.fitted(&said, Size::bold(look.name), 11.0, room, NAME_LINES);
                    sheet.shortened("name", block.cut);
                    let actual = (block.cut || said != *name).then_some(name.as_str());
                    all.push(text(0.8 * MM, block, colours.ink, paragraph(actual)));
                }
            }
            Part::Done => {
                if let Some(done) = &award.done {
                    let said = sheet.written("done", done, award.lang);
                    let block =
                        sheet.ink.hand.fitted(&said, Size::regular(look.text), look.text - 1.0, narrow, done_lines);
                    sheet.shortened("done", block.cut);
                    let actual = (block.cut || said != *done).then_some(done.as_str());
                    all.push(text(7.0 * MM, block, colours.ink, own_words(award, actual)));
                }
            }
            Part::Facts => {
                let name = if award.place.is_some() { "facts" } else { "facts_nowhere" };
                let size = Size::regular(look.text);
                let (said, block, cut) =
                    sheet.said_within(name, award, |hand, said| hand.fitted(said, size, 8.0, narrow, 2));
                if !said.is_empty() {
                    all.push(text(6.0 * MM, block, colours.soft, paragraph(cut.then_some(said.as_str()))));
                }
                // Nobody should read from a frame on a wall what does not hold any more.
                let until = if award.until.is_some() { sheet.said("valid_until", award) } else { String::new() };
                if !until.is_empty() {
                    let block = sheet.ink.hand.fitted(&until, Size::regular(look.text), 8.0, narrow, 2);
                    all.push(text(1.2 * MM, block, colours.soft, paragraph(None)));
                }
            }
            _ => {}
        }
    }
    // What stands first needs no room above it.
    if let Some(first) = all.first_mut() {
        first.gap = 0.0;
    }
    all
}

/// Where signature and code stand: as high as the higher of them.
fn foot_frame(page: Frame, code: Option<&Qr>, signature: bool) -> Frame {
    let height = code.map_or(0.0, |code| side(code) + 4.5 * MM).max(if signature { SIGNATURE.1 } else { 0.0 });
    Frame { y: page.bottom() - height, height, ..page }
}

/// The side of a code with its quiet zone.
fn side(code: &Qr) -> f32 {
    // At most 185 modules.
    #[allow(clippy::cast_precision_loss)]
    let modules = (code.size() + 2 * QUIET) as f32;
    modules * MODULE
}

fn signature(sheet: &mut Sheet<'_>, award: &Printed, foot: Frame, tags: &mut TagGroup) {
    let colours = sheet.template.colours;
    let width = SIGNATURE.0;
    let y = foot.bottom() - SIGNATURE.1;
    for (name, y, colour) in [("signature", y, colours.ink), ("signed_by", y + 27.0 * MM, colours.soft)] {
        let said = sheet.said(name, award);
        if said.is_empty() {
            continue;
        }
        let block = sheet.ink.hand.fitted(&said, Size::regular(9.5), 7.0, width, 2);
        let mut tag = paragraph(block.cut.then_some(said.as_str()));
        tag.children = sheet.ink.lines(&block, (foot.x, y), width, Align::Left, colour);
        tags.push(tag);
    }
    sheet.ink.bar(Frame { x: foot.x, y: y + 25.5 * MM, width, height: 0.5 }, colours.soft);
}

fn code(sheet: &mut Sheet<'_>, award: &Printed, code: &Qr, foot: Frame, tags: &mut TagGroup) {
    let Some(picture) = image::code(code) else { return };
    let side = side(code);
    // The quiet zone may lie in the margin.
    let frame =
        Frame { x: foot.right() - side + 2.0 * MM, y: foot.bottom() - side - 3.0 * MM, width: side, height: side };
    let alt = sheet.code_alt(award.lang);
    tags.children.extend(sheet.ink.picture(&picture, frame, alt).map(Into::into));
    let said = sheet.said("check", award);
    if !said.is_empty() {
        let soft = sheet.template.colours.soft;
        let block = sheet.ink.hand.fitted(&said, SMALL, 6.0, side + 4.0 * MM, 2);
        let mut tag = paragraph(block.cut.then_some(said.as_str()));
        let (x, y) = (frame.x - 2.0 * MM, frame.bottom() - 0.8 * MM);
        tag.children = sheet.ink.lines(&block, (x, y), side + 4.0 * MM, Align::Centre, soft);
        tags.push(tag);
    }
}

/// That the signed badge is in the file, at the very foot.
fn note(sheet: &mut Sheet<'_>, award: &Printed, page: Frame, bottom: f32, tags: &mut TagGroup) {
    if award.file.is_none() {
        return;
    }
    let said = sheet.said("attached", award);
    if said.is_empty() {
        return;
    }
    let soft = sheet.template.colours.soft;
    let block = sheet.ink.hand.fitted(&said, SMALL, 6.0, page.width, 1);
    let mut tag = paragraph(block.cut.then_some(said.as_str()));
    let y = bottom - (bottom - page.bottom()) * 0.55 - block.height() / 2.0;
    tag.children = sheet.ink.lines(&block, (page.x, y), page.width, Align::Centre, soft);
    tags.push(tag);
}
