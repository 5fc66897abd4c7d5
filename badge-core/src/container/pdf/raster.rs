//! QR codes that are drawn: the filled shapes of a page, put back into pixels.
//!
//! Only flat shapes count, which is what QR codes are made of: rectangles, polygons, thick lines. What is written or
//! shaded is left out, so this stays small and its work bounded.

use super::matrix::Matrix;

/// Corners of shapes that are kept for one page.
const CORNERS: usize = 200_000;

/// Dark shapes that a QR code has at least; most pages have fewer.
#[cfg(feature = "scan")]
const SHAPES: usize = 24;

/// Rows that the sides of all shapes of one document may cross.
#[cfg(feature = "scan")]
pub(super) const CROSSINGS: usize = 2_000_000;

/// Pixels that one drawing is put into.
#[cfg(feature = "scan")]
const PIXELS: f32 = 2_250_000.0;

type Point = (f32, f32);

/// The shapes of one page, in the order in which they are painted.
#[derive(Default)]
pub(super) struct Drawing {
    shapes: Vec<Shape>,
    corners: usize,
    /// The path that is being built.
    path: Vec<Vec<Point>>,
}

// Without `scan` nobody looks for codes in a drawing.
#[cfg_attr(not(feature = "scan"), allow(dead_code))]
#[derive(Clone)]
struct Shape {
    outlines: Vec<Vec<Point>>,
    dark: bool,
    even_odd: bool,
}

impl Drawing {
    /// An operator that builds or paints a path.
    pub(super) fn operator(&mut self, operator: &str, n: &[f32], page: Matrix, dark: [bool; 2], line: f32) {
        let point = |at: usize| page.apply(n.get(at).copied().unwrap_or(0.0), n.get(at + 1).copied().unwrap_or(0.0));
        match (operator, n) {
            ("m", _) => self.path.push(vec![point(0)]),
            ("l", _) => self.to(point(0)),
            ("c", _) => {
                let (one, two, end) = (point(0), point(2), point(4));
                self.curve(one, two, end);
            }
            ("v", _) => {
                let (two, end) = (point(0), point(2));
                self.curve(self.here().unwrap_or(two), two, end);
            }
            ("y", _) => {
                let (one, end) = (point(0), point(2));
                self.curve(one, end, end);
            }
            ("h", _) => {
                if let Some(first) = self.path.last().and_then(|outline| outline.first()).copied() {
                    self.to(first);
                }
            }
            ("re", [x, y, width, height, ..]) => {
                let corners = [(*x, *y), (x + width, *y), (x + width, y + height), (*x, y + height), (*x, *y)];
                self.path.push(corners.map(|(x, y)| page.apply(x, y)).to_vec());
            }
            ("f" | "F" | "f*", _) => self.paint(dark[0], operator.ends_with('*')),
            ("b" | "b*" | "B" | "B*", _) => {
                let path = self.path.clone();
                self.paint(dark[0], operator.ends_with('*'));
                self.path = path;
                self.stroke(dark[1], line * page.scale());
            }
            ("S" | "s", _) => self.stroke(dark[1], line * page.scale()),
            ("n", _) => self.path.clear(),
            _ => {}
        }
        if self.corners > CORNERS || self.path.len() > CORNERS {
            self.path.clear();
        }
    }

    /// Adds what another drawing shows, at another place.
    #[cfg(feature = "scan")]
    pub(super) fn append(&mut self, other: &Self, place: Matrix) {
        for shape in &other.shapes {
            let mut shape = shape.clone();
            for point in shape.outlines.iter_mut().flatten() {
                *point = place.apply(point.0, point.1);
            }
            self.corners += shape.outlines.iter().map(Vec::len).sum::<usize>();
            let good = shape.outlines.iter().flatten().all(|(x, y)| x.is_finite() && y.is_finite());
            if self.corners >= CORNERS {
                return;
            }
            if good {
                self.shapes.push(shape);
            }
        }
    }

    /// What has right angles only: letters that are letters have others.
    #[cfg(feature = "scan")]
    pub(super) fn square(mut self) -> Self {
        let right = |pair: &[Point]| pair[0].0 == pair[1].0 || pair[0].1 == pair[1].1;
        self.shapes.retain(|shape| shape.outlines.iter().all(|outline| outline.windows(2).all(right)));
        self
    }

    fn here(&self) -> Option<Point> {
        self.path.last()?.last().copied()
    }

    fn to(&mut self, point: Point) {
        self.corners += 1;
        if self.corners < CORNERS
            && let Some(outline) = self.path.last_mut()
        {
            outline.push(point);
        }
    }

    /// A curve as four straight lines: modules with round corners stay what they are.
    fn curve(&mut self, one: Point, two: Point, end: Point) {
        let Some(start) = self.here() else { return };
        for step in 1..=4_u8 {
            let t = f32::from(step) / 4.0;
            let (a, b, c, d) = ((1.0 - t).powi(3), 3.0 * (1.0 - t).powi(2) * t, 3.0 * (1.0 - t) * t * t, t.powi(3));
            self.to((a * start.0 + b * one.0 + c * two.0 + d * end.0, a * start.1 + b * one.1 + c * two.1 + d * end.1));
        }
    }

    fn paint(&mut self, dark: bool, even_odd: bool) {
        let outlines: Vec<_> = std::mem::take(&mut self.path).into_iter().filter(|o| o.len() > 2).collect();
        let good = outlines.iter().flatten().all(|(x, y)| x.is_finite() && y.is_finite());
        self.corners += outlines.iter().map(Vec::len).sum::<usize>();
        if good && !outlines.is_empty() && self.corners < CORNERS {
            self.shapes.push(Shape { outlines, dark, even_odd });
        }
    }

    /// Lines as thick as they are: many makers of QR codes draw a row of modules as one.
    fn stroke(&mut self, dark: bool, width: f32) {
        let mut outlines = Vec::new();
        for outline in std::mem::take(&mut self.path) {
            for pair in outline.windows(2) {
                let (from, to) = (pair[0], pair[1]);
                let length = (to.0 - from.0).hypot(to.1 - from.1);
                if length > 0.0 && outlines.len() < CORNERS {
                    let (x, y) = ((to.1 - from.1) / length * width / 2.0, (from.0 - to.0) / length * width / 2.0);
                    outlines.push(vec![
                        (from.0 + x, from.1 + y),
                        (to.0 + x, to.1 + y),
                        (to.0 - x, to.1 - y),
                        (from.0 - x, from.1 - y),
                    ]);
                }
            }
        }
        self.path = outlines;
        self.paint(dark, false);
    }
}

#[cfg(feature = "scan")]
pub(super) use pixels::put;

#[cfg(feature = "scan")]
mod pixels {
    use super::{Drawing, PIXELS, Point, SHAPES, Shape};

    /// Brightness, as a code is looked for in it.
    pub(in super::super) struct Pixels {
        pub(in super::super) width: u32,
        pub(in super::super) height: u32,
        pub(in super::super) pixels: Vec<u8>,
    }

    /// The drawing as pixels, if it has enough dark shapes: about four of them to the smallest of these.
    pub(in super::super) fn put(drawing: &Drawing, left: &mut usize) -> Option<Pixels> {
        let small: Vec<[f32; 4]> = drawing
            .shapes
            .iter()
            .filter(|shape| shape.dark)
            .flat_map(|shape| shape.outlines.iter().map(|outline| bounds(outline)))
            .filter(|[x0, y0, x1, y1]| (x1 - x0).min(y1 - y0) > 0.01)
            .collect();
        let outline_corners: usize =
            drawing.shapes.iter().filter(|shape| shape.dark).flat_map(|s| &s.outlines).map(Vec::len).sum();
        if small.len() < SHAPES && outline_corners < 8 * SHAPES {
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
        for shape in &drawing.shapes {
            if *left > 0 {
                canvas.fill(shape, place, left);
            }
        }
        let (width, height) = (u32::try_from(canvas.width).ok()?, u32::try_from(canvas.height).ok()?);
        Some(Pixels { width, height, pixels: canvas.pixels })
    }

    fn bounds(outline: &[Point]) -> [f32; 4] {
        let empty = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
        outline.iter().fold(empty, |[x0, y0, x1, y1], (x, y)| [x0.min(*x), y0.min(*y), x1.max(*x), y1.max(*y)])
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
        fn fill(&mut self, shape: &Shape, place: impl Fn(Point) -> Point, left: &mut usize) {
            let mut crossings: Vec<(usize, f32, i32)> = Vec::new();
            for outline in &shape.outlines {
                for (at, from) in outline.iter().enumerate() {
                    let to = outline[(at + 1) % outline.len()];
                    self.side(place(*from), place(to), &mut crossings, left);
                    if *left == 0 {
                        return;
                    }
                }
            }
            crossings.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            let value = if shape.dark { 0 } else { 255 };
            for row in crossings.chunk_by(|a, b| a.0 == b.0) {
                let mut winding = 0;
                for pair in row.windows(2) {
                    winding += if shape.even_odd { 1 } else { pair[0].2 };
                    let inside = if shape.even_odd { winding % 2 != 0 } else { winding != 0 };
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
}

#[cfg(all(test, feature = "scan"))]
mod tests {
    use super::{Drawing, Matrix, put};

    #[test]
    fn what_sides_cross_is_counted_before_it_is_kept() {
        let mut drawing = Drawing::default();
        let mut say = |operator: &str, n: &[f32]| drawing.operator(operator, n, Matrix::IDENTITY, [true; 2], 1.0);
        for at in 0..33_u8 {
            say("re", &[f32::from(at % 2) * 4.0, f32::from(at) * 60.0, 1.0, 1.0]);
            say("f", &[]);
        }
        say("m", &[0.0, 0.0]);
        for _ in 0..1_000 {
            say("l", &[0.0, 2_000.0]);
            say("l", &[1.0, 0.0]);
        }
        let mut few = 100_000;
        assert!(put(&drawing, &mut few).is_some());
        let before = few;
        assert!(before > 0 && before < 100_000);
        drawing.operator("f", &[], Matrix::IDENTITY, [true; 2], 1.0);
        assert!(put(&drawing, &mut few).is_some());
        assert_eq!(few, 0);
    }
}
