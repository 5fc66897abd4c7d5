//! QR codes that are set as letters: in a font whose letters are drawings of the document (Type 3, ISO 32000-1 section
//! 9.6.5), or in the block letters of Unicode, as programs of the terminal print them.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::ObjectId;

use super::super::PdfPlace;
use super::super::qr::Luma;
use super::matrix::Matrix;
use super::raster::Drawing;
use super::{Reader, content};

/// Drawn letters, and blocks, of one page that are kept.
const LETTERS: usize = 40_000;

/// Corners of all letters that are set in one document: a large code has some ten thousand.
pub(super) const CORNERS: usize = 3_000_000;

/// Blocks that a code has at least: a small one in half blocks has some 200.
const BLOCKS: usize = 60;

/// Pixels of one block, across and down; a letter is about twice as high as wide.
const ACROSS: usize = 4;
const DOWN: usize = 8;

/// Rows and columns of blocks.
const ROWS: usize = 300;
const COLUMNS: usize = 400;

/// What a page sets in such letters.
#[derive(Default)]
pub(super) struct Set {
    drawn: Vec<Drawn>,
    blocks: Vec<Block>,
}

struct Drawn {
    /// Which font: letters of one make one code.
    font: usize,
    letter: ObjectId,
    place: Matrix,
}

struct Block {
    x: f32,
    y: f32,
    width: f32,
    size: f32,
    /// Upper left, upper right, lower left, lower right.
    quarters: u8,
}

impl Set {
    /// A letter that the document draws itself.
    pub(super) fn draw(&mut self, font: usize, letter: ObjectId, place: Matrix) {
        if self.drawn.len() < LETTERS {
            self.drawn.push(Drawn { font, letter, place });
        }
    }

    /// A letter of any font, if it is a block.
    pub(super) fn block(&mut self, letters: &str, from: (f32, f32), to: (f32, f32), size: f32) {
        let quarters = letters.chars().next().and_then(quarters);
        if let Some(quarters) = quarters
            && self.blocks.len() < LETTERS
            && to.0 > from.0
            && (to.1 - from.1).abs() < 0.1 * size
        {
            self.blocks.push(Block { x: from.0, y: from.1, width: to.0 - from.0, size, quarters });
        }
    }
}

impl Reader<'_, '_, '_> {
    /// Looks for codes in what a page sets in letters.
    pub(super) fn set(&mut self, page: Option<u32>, set: &Set) {
        let mut fonts: BTreeMap<usize, Vec<&Drawn>> = BTreeMap::new();
        for drawn in &set.drawn {
            fonts.entry(drawn.font).or_default().push(drawn);
        }
        // One font after the other, so that one drawing is in memory at a time.
        for letters in fonts.values() {
            if self.corners_left == 0 {
                self.opening.bound("scan_pixels");
                break;
            }
            let mut drawing = Drawing::default();
            for drawn in letters {
                let letter = self.letter(page, drawn.letter);
                drawing.append(&letter, drawn.place);
            }
            self.corners_left = self.corners_left.saturating_sub(drawing.corners());
            self.drawing(page, &drawing);
        }
        if let Some((width, pixels)) = blocks(&set.blocks) {
            let height = pixels.len() / width;
            if self.opening.search(pixels.len() as u64)
                && let (Ok(width), Ok(height)) = (u32::try_from(width), u32::try_from(height))
            {
                self.codes(page, PdfPlace::Drawing, Luma { width, height, pixels: &pixels });
            }
        }
    }

    /// What draws a letter, run once.
    fn letter(&mut self, page: Option<u32>, letter: ObjectId) -> Rc<Drawing> {
        if let Some(known) = self.letters.get(&letter) {
            return Rc::clone(known);
        }
        let drawing = Rc::new(self.drawn_letter(page, letter).unwrap_or_default());
        self.letters.insert(letter, Rc::clone(&drawing));
        drawing
    }

    fn drawn_letter(&mut self, page: Option<u32>, letter: ObjectId) -> Option<Drawing> {
        let stream = self.document.get_object(letter).ok()?.as_stream().ok()?;
        let bytes = self.decoded(stream)?;
        Some(self.shapes(page, &bytes).square())
    }
}

/// Which quarters of its place a block letter fills (Unicode, Block Elements).
fn quarters(letter: char) -> Option<u8> {
    Some(match letter {
        '\u{2580}' => 0b1100,
        '\u{2584}' => 0b0011,
        '\u{2588}' | '\u{25A0}' => 0b1111,
        '\u{258C}' => 0b1010,
        '\u{2590}' => 0b0101,
        '\u{2596}' => 0b0010,
        '\u{2597}' => 0b0001,
        '\u{2598}' => 0b1000,
        '\u{2599}' => 0b1011,
        '\u{259A}' => 0b1001,
        '\u{259B}' => 0b1110,
        '\u{259C}' => 0b1101,
        '\u{259D}' => 0b0100,
        '\u{259E}' => 0b0110,
        '\u{259F}' => 0b0111,
        _ => return None,
    })
}

/// Blocks as pixels. Rows are put one below the other, however far apart the lines are: between lines of text there is
/// often a gap that no code has.
fn blocks(blocks: &[Block]) -> Option<(usize, Vec<u8>)> {
    if blocks.len() < BLOCKS {
        return None;
    }
    let mut widths: Vec<f32> = blocks.iter().map(|block| block.width).collect();
    widths.sort_by(f32::total_cmp);
    let width = widths[widths.len() / 2];
    let left = blocks.iter().map(|block| block.x).fold(f32::MAX, f32::min);
    let mut sorted: Vec<&Block> = blocks.iter().collect();
    sorted.sort_by(|a, b| b.y.total_cmp(&a.y));
    let rows: Vec<&[&Block]> = sorted.chunk_by(|a, b| (a.y - b.y).abs() < 0.2 * a.size).collect();
    let column = |block: &Block| ((block.x - left) / width).round();
    let columns = blocks.iter().map(column).fold(0.0, f32::max) + 1.0;
    if rows.len() > ROWS || !(1.0..=COLUMNS as f32).contains(&columns) {
        return None;
    }
    // Four modules of white around it.
    let margin = 4 * DOWN;
    let across = columns as usize * ACROSS + 2 * margin;
    let mut pixels = vec![255; across * (rows.len() * DOWN + 2 * margin)];
    for (row, blocks) in rows.iter().enumerate() {
        for block in *blocks {
            let (x, y) = (margin + column(block) as usize * ACROSS, margin + row * DOWN);
            for quarter in (0..4).filter(|quarter| block.quarters & (8 >> quarter) != 0) {
                let (x, y) = (x + quarter % 2 * (ACROSS / 2), y + quarter / 2 * (DOWN / 2));
                for line in y..y + DOWN / 2 {
                    pixels[line * across + x..][..ACROSS / 2].fill(0);
                }
            }
        }
    }
    Some((across, pixels))
}

impl Reader<'_, '_, '_> {
    /// The shapes that a letter consists of.
    fn shapes(&mut self, page: Option<u32>, content: &[u8]) -> Drawing {
        let mut shown = content::Shown::default();
        self.run(page, content, None, Matrix::IDENTITY, &mut shown, 0);
        shown.drawing
    }
}
