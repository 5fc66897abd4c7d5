//! The modules of a code that do not touch one another: how far apart they stand, and each as large as there is room.

use super::{Point, SHAPES, bounds};

/// Modules whose neighbours are looked for.
const SAMPLE: usize = 256;

/// What the small shapes of a drawing have in common.
pub(super) struct Modules {
    /// How large they are.
    side: f32,
    /// How far one is from the next, and in which direction.
    step: (f32, f32),
}

impl Modules {
    /// Looks at the bounds of shapes. Nothing where most of them are of different sizes, or not in rows.
    pub(super) fn of(shapes: &[[f32; 4]]) -> Option<Self> {
        let mut sides: Vec<f32> = shapes.iter().map(|[x0, y0, x1, y1]| (x1 - x0).min(y1 - y0)).collect();
        sides.sort_by(f32::total_cmp);
        let side = sides.get(sides.len() / 2).copied().filter(|side| *side > 0.0)?;
        let centres: Vec<Point> = shapes.iter().filter(|shape| is_of(shape, side)).map(centre).collect();
        if centres.len() < SHAPES {
            return None;
        }
        let every = centres.len().div_ceil(SAMPLE);
        let mut steps: Vec<(f32, Point)> =
            centres.iter().step_by(every).filter_map(|one| next(*one, &centres, side)).collect();
        steps.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (length, step) = steps.get(steps.len() / 2).copied()?;
        (length < 2.5 * side).then_some(Self { side, step })
    }

    /// The outlines that are modules, as squares that touch the next; and the others.
    pub(super) fn grown(&self, outlines: &[Vec<Point>]) -> (Vec<Vec<Point>>, Vec<Vec<Point>>) {
        let (mut squares, mut others) = (Vec::new(), Vec::new());
        for outline in outlines {
            let shape = bounds(outline.iter());
            if !is_of(&shape, self.side) {
                others.push(outline.clone());
                continue;
            }
            // A little more than half, so that no seam is left.
            let ((x, y), (a, b)) = (centre(&shape), (self.step.0 * 0.51, self.step.1 * 0.51));
            squares.push(vec![
                (x - a + b, y - b - a),
                (x + a + b, y + b - a),
                (x + a - b, y + b + a),
                (x - a - b, y - b + a),
            ]);
        }
        (squares, others)
    }
}

/// Whether a shape is about as wide and as tall as a module.
fn is_of([x0, y0, x1, y1]: &[f32; 4], side: f32) -> bool {
    let is = |length: f32| (0.7 * side..1.4 * side).contains(&length);
    is(x1 - x0) && is(y1 - y0)
}

fn centre([x0, y0, x1, y1]: &[f32; 4]) -> Point {
    (f32::midpoint(*x0, *x1), f32::midpoint(*y0, *y1))
}

/// The nearest of the others, and the way to it.
fn next(one: Point, all: &[Point], side: f32) -> Option<(f32, Point)> {
    let ways = all.iter().map(|other| (other.0 - one.0, other.1 - one.1)).map(|way| (way.0.hypot(way.1), way));
    ways.filter(|(length, _)| *length > 0.5 * side).min_by(|a, b| a.0.total_cmp(&b.0))
}
