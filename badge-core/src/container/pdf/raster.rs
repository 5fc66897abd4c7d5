//! QR codes that are drawn: the filled shapes of a page, put back into pixels.
//!
//! Only flat shapes count, which is what QR codes are made of: rectangles, polygons, curves, thick lines, and what such
//! shapes let through (clipping paths, soft masks). What is written or shaded is left out, so this stays small and its work
//! bounded.

use std::rc::Rc;

use super::matrix::Matrix;

/// Corners of shapes that are kept for one page.
const CORNERS: usize = 300_000;

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
    /// Its corners.
    open: usize,
    /// The path is to bound what is painted from now on: by the even-odd rule, or not.
    clipping: Option<bool>,
}

// Without `scan` nobody looks for codes in a drawing.
#[cfg_attr(not(feature = "scan"), allow(dead_code))]
pub(super) struct Shape {
    outlines: Vec<Vec<Point>>,
    tone: Tone,
    even_odd: bool,
}

/// How bright a colour looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Dark,
    Light,
    /// A pattern or a gradient, which may be either.
    Unknown,
}

/// With what is painted.
#[derive(Clone)]
pub(super) struct Pen {
    pub(super) fill: Tone,
    pub(super) stroke: Tone,
    /// How thick lines are.
    pub(super) line: f32,
    /// Lines go on behind their ends, by half of what they are thick.
    pub(super) caps: bool,
    /// What bounds the painted, where it is more than a rectangle.
    clip: Option<Rc<Clip>>,
}

struct Clip {
    shape: Shape,
    /// Left, bottom, right, top: found once, for all that is painted within.
    bounds: [f32; 4],
}

impl Pen {
    pub(super) const fn new() -> Self {
        Self { fill: Tone::Dark, stroke: Tone::Dark, line: 1.0, caps: false, clip: None }
    }
}

impl Drawing {
    /// An operator that builds or paints a path.
    pub(super) fn operator(&mut self, operator: &str, n: &[f32], page: Matrix, pen: &mut Pen) {
        let point = |at: usize| page.apply(n.get(at).copied().unwrap_or(0.0), n.get(at + 1).copied().unwrap_or(0.0));
        match (operator, n) {
            ("m", _) => {
                self.open += 1;
                self.path.push(vec![point(0)]);
            }
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
            ("h", _) => self.close(),
            ("re", [x, y, width, height, ..]) => {
                let corners = [(*x, *y), (x + width, *y), (x + width, y + height), (*x, y + height), (*x, *y)];
                self.open += corners.len();
                self.path.push(corners.map(|(x, y)| page.apply(x, y)).to_vec());
            }
            ("W" | "W*", _) => self.clipping = Some(operator.ends_with('*')),
            ("f" | "F" | "f*" | "b" | "b*" | "B" | "B*" | "S" | "s" | "n", _) => self.end(operator, page, pen),
            // Colours that flow fill whatever there is room for.
            ("sh", _) => {
                if let Some(clip) = &pen.clip {
                    self.keep_copy(&clip.shape, Tone::Unknown, Matrix::IDENTITY);
                }
            }
            _ => {}
        }
        if self.corners + self.open > CORNERS {
            self.path.clear();
            self.open = 0;
        }
    }

    /// Ends a path by painting it, or not.
    fn end(&mut self, operator: &str, page: Matrix, pen: &mut Pen) {
        let clip =
            self.clipping.take().map(|even_odd| Shape { outlines: self.path.clone(), tone: Tone::Dark, even_odd });
        let even_odd = operator.ends_with('*');
        if matches!(operator, "s" | "b" | "b*") {
            self.close();
        }
        match operator {
            "f" | "F" | "f*" => self.paint(pen.fill, even_odd, pen.clip.as_deref()),
            "b" | "b*" | "B" | "B*" => {
                let (path, open) = (self.path.clone(), self.open);
                self.paint(pen.fill, even_odd, pen.clip.as_deref());
                (self.path, self.open) = (path, open);
                self.stroke(pen, page.scale());
            }
            "S" | "s" => self.stroke(pen, page.scale()),
            _ => {}
        }
        self.path.clear();
        self.open = 0;
        // A rectangle bounds nearly everything, and says nothing; of two others the later one is within the first.
        let clip = clip.filter(|clip| clip.outlines.len() > 1 || clip.outlines.iter().any(|outline| outline.len() > 5));
        if let Some(clip) = clip {
            let bounds = bounds(clip.outlines.iter().flatten());
            pen.clip = Some(Rc::new(Clip { shape: clip, bounds }));
        }
    }

    /// Adds what another drawing shows, at another place.
    #[cfg(feature = "scan")]
    pub(super) fn append(&mut self, other: &Self, place: Matrix) {
        for shape in &other.shapes {
            if !self.keep_copy(shape, shape.tone, place) {
                return;
            }
        }
    }

    /// How many corners were kept, or were too many.
    #[cfg(feature = "scan")]
    pub(super) const fn corners(&self) -> usize {
        self.corners
    }

    /// What has right angles only: letters that are letters have others.
    #[cfg(feature = "scan")]
    pub(super) fn square(mut self) -> Self {
        let right = |pair: &[Point]| pair[0].0 == pair[1].0 || pair[0].1 == pair[1].1;
        self.shapes.retain(|shape| shape.outlines.iter().all(|outline| outline.windows(2).all(right)));
        self
    }

    /// What a mask lets through is what it shows: where it has nothing dark, that is everything.
    #[cfg(feature = "scan")]
    pub(super) fn into_mask(mut self) -> Self {
        if self.shapes.iter().all(|shape| shape.tone != Tone::Dark) {
            self.shapes.iter_mut().for_each(|shape| shape.tone = Tone::Dark);
        }
        self
    }

    fn here(&self) -> Option<Point> {
        self.path.last()?.last().copied()
    }

    fn to(&mut self, point: Point) {
        self.open += 1;
        if let Some(outline) = self.path.last_mut() {
            outline.push(point);
        }
    }

    fn close(&mut self) {
        if let Some(first) = self.path.last().and_then(|outline| outline.first()).copied() {
            self.to(first);
        }
    }

    /// A curve as straight lines: four of them, or fewer where it hardly turns.
    fn curve(&mut self, one: Point, two: Point, end: Point) {
        let Some(start) = self.here() else { return };
        let (from, to) = ((one.0 - start.0, one.1 - start.1), (end.0 - two.0, end.1 - two.1));
        let lengths = from.0.hypot(from.1) * to.0.hypot(to.1);
        let turn = if lengths > 0.0 { (from.0 * to.0 + from.1 * to.1) / lengths } else { 0.0 };
        let steps = if turn > 0.9 {
            1
        } else if turn > 0.6 {
            2_u8
        } else {
            4
        };
        for step in 1..=steps {
            let t = f32::from(step) / f32::from(steps);
            let (a, b, c, d) = ((1.0 - t).powi(3), 3.0 * (1.0 - t).powi(2) * t, 3.0 * (1.0 - t) * t * t, t.powi(3));
            self.to((a * start.0 + b * one.0 + c * two.0 + d * end.0, a * start.1 + b * one.1 + c * two.1 + d * end.1));
        }
    }

    /// Paints the path, or what bounds it where that is smaller.
    fn paint(&mut self, tone: Tone, even_odd: bool, clip: Option<&Clip>) {
        self.open = 0;
        let outlines: Vec<_> = std::mem::take(&mut self.path).into_iter().filter(|o| o.len() > 2).collect();
        let shape = Shape { outlines, tone, even_odd };
        match clip {
            Some(clip) if covers(&shape, clip.bounds) => {
                self.keep_copy(&clip.shape, tone, Matrix::IDENTITY);
            }
            _ => self.keep(shape),
        }
    }

    /// Keeps a shape of another place, and says whether there was room: without any, not even a copy is made, as one large
    /// shape can be asked for as often as there are operators.
    fn keep_copy(&mut self, shape: &Shape, tone: Tone, place: Matrix) -> bool {
        let corners = shape.outlines.iter().map(Vec::len).sum::<usize>();
        if self.corners + corners >= CORNERS {
            self.corners = CORNERS;
            return false;
        }
        #[cfg(test)]
        super::super::tally::add(corners);
        let copy = |outline: &Vec<Point>| outline.iter().map(|(x, y)| place.apply(*x, *y)).collect();
        self.keep(Shape { outlines: shape.outlines.iter().map(copy).collect(), tone, even_odd: shape.even_odd });
        true
    }

    fn keep(&mut self, shape: Shape) {
        let good = shape.outlines.iter().flatten().all(|(x, y)| x.is_finite() && y.is_finite());
        self.corners += shape.outlines.iter().map(Vec::len).sum::<usize>();
        if good && !shape.outlines.is_empty() && self.corners < CORNERS {
            self.shapes.push(shape);
        }
    }

    /// Lines as thick as they are: many makers of QR codes draw a row of modules as one, or a module as a dot.
    fn stroke(&mut self, pen: &Pen, scale: f32) {
        let half = pen.line * scale / 2.0;
        let cap = if pen.caps { half } else { 0.0 };
        let mut outlines = Vec::new();
        for outline in std::mem::take(&mut self.path) {
            let only = (outline.len() == 1).then(|| [outline[0]; 2]);
            for pair in outline.windows(2).chain(only.as_ref().map(|pair| &pair[..])) {
                let (from, to) = (pair[0], pair[1]);
                let length = (to.0 - from.0).hypot(to.1 - from.1);
                if (length > 0.0 || cap > 0.0) && outlines.len() < CORNERS {
                    let along =
                        if length > 0.0 { ((to.0 - from.0) / length, (to.1 - from.1) / length) } else { (1.0, 0.0) };
                    let (x, y) = (along.1 * half, -along.0 * half);
                    let (from, to) = (
                        (from.0 - along.0 * cap, from.1 - along.1 * cap),
                        (to.0 + along.0 * cap, to.1 + along.1 * cap),
                    );
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
        self.paint(pen.stroke, false, None);
    }
}

/// Whether what is painted reaches as far as what bounds it, so that nothing but its bounds is seen.
fn covers(shape: &Shape, inner: [f32; 4]) -> bool {
    let outer = bounds(shape.outlines.iter().flatten());
    let slack = 0.05 * (inner[2] - inner[0]).max(inner[3] - inner[1]);
    outer[0] <= inner[0] + slack
        && outer[1] <= inner[1] + slack
        && outer[2] + slack >= inner[2]
        && outer[3] + slack >= inner[3]
}

/// Left, bottom, right, top.
fn bounds<'p>(points: impl Iterator<Item = &'p Point>) -> [f32; 4] {
    let empty = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    points.fold(empty, |[x0, y0, x1, y1], (x, y)| [x0.min(*x), y0.min(*y), x1.max(*x), y1.max(*y)])
}

#[cfg(feature = "scan")]
pub(super) use pixels::{put, put_boldly};

#[cfg(feature = "scan")]
mod modules;
#[cfg(feature = "scan")]
mod pixels;

#[cfg(all(test, feature = "scan"))]
mod tests {
    use super::{Drawing, Matrix, Pen, put};

    #[test]
    fn what_sides_cross_is_counted_before_it_is_kept() {
        let mut drawing = Drawing::default();
        let mut say = |operator: &str, n: &[f32]| drawing.operator(operator, n, Matrix::IDENTITY, &mut Pen::new());
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
        drawing.operator("f", &[], Matrix::IDENTITY, &mut Pen::new());
        assert!(put(&drawing, &mut few).is_some());
        assert_eq!(few, 0);
    }
}
