//! A drawing as pixels, in which a code is looked for.

use super::modules::Modules;
use super::{Drawing, PIXELS, Point, SHAPES, Shape, Tone, bounds};

/// Brightness, as a code is looked for in it.
pub(in super::super) struct Pixels {
    pub(in super::super) width: u32,
    pub(in super::super) height: u32,
    pub(in super::super) pixels: Vec<u8>,
}

/// The drawing as pixels, if it has enough dark shapes: about four of them to the smallest of these.
pub(in super::super) fn put(drawing: &Drawing, left: &mut usize) -> Option<Pixels> {
    let shapes: Vec<&Shape> = drawing.shapes.iter().filter(|shape| shape.tone == Tone::Dark).collect();
    pixels(drawing, &shapes, None, Tone::Light, left)
}

/// The same where that showed no code: with shapes of patterns as dark ones, with light ones where there are no dark ones,
/// and with every module as large as there is room for. Those of many codes do not touch one another: dots, and squares
/// with a gap.
pub(in super::super) fn put_boldly(drawing: &Drawing, left: &mut usize) -> Option<Pixels> {
    let of = |tones: &[Tone]| drawing.shapes.iter().filter(|shape| tones.contains(&shape.tone)).collect::<Vec<_>>();
    let (dark, light) = (of(&[Tone::Dark, Tone::Unknown]), of(&[Tone::Light]));
    let shapes = if corners(&dark) < 8 * SHAPES { light } else { dark };
    let small: Vec<[f32; 4]> = shapes.iter().flat_map(|shape| &shape.outlines).map(|o| bounds(o.iter())).collect();
    let modules = Modules::of(&small);
    if modules.is_none()
        && drawing.shapes.iter().all(|shape| shape.tone != Tone::Unknown)
        && shapes.first()?.tone != Tone::Light
    {
        return None;
    }
    pixels(drawing, &shapes, modules.as_ref(), Tone::Dark, left)
}

fn corners(shapes: &[&Shape]) -> usize {
    shapes.iter().flat_map(|shape| &shape.outlines).map(Vec::len).sum()
}

/// `shapes` are what may be modules; those of a tone that is not known are taken for `unknown`.
fn pixels(
    drawing: &Drawing,
    shapes: &[&Shape],
    modules: Option<&Modules>,
    unknown: Tone,
    left: &mut usize,
) -> Option<Pixels> {
    let small: Vec<[f32; 4]> = shapes
        .iter()
        .flat_map(|shape| shape.outlines.iter().map(|outline| bounds(outline.iter())))
        .filter(|[x0, y0, x1, y1]| (x1 - x0).min(y1 - y0) > 0.01)
        .collect();
    if small.len() < SHAPES && corners(shapes) < 8 * SHAPES {
        return None;
    }
    let mut sides: Vec<f32> = small.iter().map(|[x0, y0, x1, y1]| (x1 - x0).min(y1 - y0)).collect();
    sides.sort_by(f32::total_cmp);
    let module = sides.get(sides.len() / 2).copied()?;
    // A page-wide background is not where the code is.
    let around = small.iter().filter(|[x0, y0, x1, y1]| (x1 - x0).max(y1 - y0) < 40.0 * module.max(1.0));
    let [x0, y0, x1, y1] = around.copied().reduce(union)?;
    let (width, height) = (x1 - x0 + 8.0 * module, y1 - y0 + 8.0 * module);
    let scale = (4.0 / module).min((PIXELS / (width * height)).sqrt());
    let (columns, rows) = ((width * scale).ceil(), (height * scale).ceil());
    if !(21.0..=8_000.0).contains(&columns) || !(21.0..=8_000.0).contains(&rows) {
        return None;
    }
    let mut canvas = Canvas { width: columns as usize, height: rows as usize, pixels: Vec::new() };
    canvas.pixels = vec![255; canvas.width * canvas.height];
    // Upside down or not: a page grows upwards, pixels grow downwards.
    let place = |(x, y): Point| ((x - x0 + 4.0 * module) * scale, (y1 + 4.0 * module - y) * scale);
    let grown = shapes.first()?.tone == Tone::Light;
    for shape in &drawing.shapes {
        let tone = if shape.tone == Tone::Unknown { unknown } else { shape.tone };
        let value = if tone == Tone::Light { 255 } else { 0 };
        match modules.filter(|_| (tone == Tone::Light) == grown) {
            None => canvas.fill(&shape.outlines, shape.even_odd, value, place, left),
            Some(modules) => {
                let (squares, others) = modules.grown(&shape.outlines);
                canvas.fill(&others, shape.even_odd, value, place, left);
                canvas.fill(&squares, false, value, place, left);
            }
        }
        if *left == 0 {
            break;
        }
    }
    let (width, height) = (u32::try_from(canvas.width).ok()?, u32::try_from(canvas.height).ok()?);
    Some(Pixels { width, height, pixels: canvas.pixels })
}

fn union(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Canvas {
    /// Fills a shape row by row. Each row that a side crosses costs one of `left`; a shape that costs more is not
    /// painted, and nothing after it.
    fn fill(
        &mut self,
        outlines: &[Vec<Point>],
        even_odd: bool,
        value: u8,
        place: impl Fn(Point) -> Point,
        left: &mut usize,
    ) {
        let mut crossings: Vec<(usize, f32, i32)> = Vec::new();
        for outline in outlines {
            for (at, from) in outline.iter().enumerate() {
                let to = outline[(at + 1) % outline.len()];
                self.side(place(*from), place(to), &mut crossings, left);
                if *left == 0 {
                    return;
                }
            }
        }
        crossings.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        for row in crossings.chunk_by(|a, b| a.0 == b.0) {
            let mut winding = 0;
            for pair in row.windows(2) {
                winding += if even_odd { 1 } else { pair[0].2 };
                let inside = if even_odd { winding % 2 != 0 } else { winding != 0 };
                if inside {
                    self.span(pair[0].0, pair[0].1, pair[1].1, value);
                }
            }
        }
    }

    fn side(&self, from: Point, to: Point, crossings: &mut Vec<(usize, f32, i32)>, left: &mut usize) {
        let ((top, bottom), direction) = if from.1 < to.1 { ((from, to), 1) } else { ((to, from), -1) };
        // A row counts where its middle is crossed.
        let first = (top.1 - 0.5).ceil().max(0.0);
        let last = (bottom.1 - 0.5).ceil().min(self.height as f32);
        // Nothing but a number is between the two.
        if first >= last || !(last - first).is_finite() {
            return;
        }
        let slope = (bottom.0 - top.0) / (bottom.1 - top.1);
        let rows = first as usize..last as usize;
        *left = left.saturating_sub(rows.len());
        if *left == 0 {
            return;
        }
        crossings.extend(rows.map(|row| (row, top.0 + (row as f32 + 0.5 - top.1) * slope, direction)));
    }

    fn span(&mut self, row: usize, from: f32, to: f32, value: u8) {
        let clamp = |x: f32| (x - 0.5).ceil().clamp(0.0, self.width as f32) as usize;
        let (from, to) = (clamp(from), clamp(to));
        if from < to {
            self.pixels[row * self.width + from..row * self.width + to].fill(value);
        }
    }
}
