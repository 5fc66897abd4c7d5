//! Whether a picture without a badge looks like a badge's: a drawn figure in the middle of an even ground.
//!
//! It is a guess from looks alone. It decides nothing; it only lets the answer say what probably happened, where the
//! picture itself tells nothing about the way it came. A photograph, a text, a chart and a code do not look like one;
//! a badge that fills its picture to the corners is not recognised.

use super::raster::Grey;

/// Squares a side to which the picture is reduced.
const SIDE: usize = 64;

/// Pixels a side of the pictures that are looked at: below are icons, above are photographs and scans.
const SIDES: std::ops::RangeInclusive<u32> = 64..=2_000;

/// Differences in brightness that still count as the same ground: a JPEG is never quite even.
const EVEN: u8 = 16;

/// Whether a picture of this size is worth a look: about square, neither an icon nor a scan.
pub(super) fn may_be(width: u32, height: u32) -> bool {
    let (longer, shorter) = (width.max(height), width.min(height));
    SIDES.contains(&shorter) && SIDES.contains(&longer) && u64::from(longer) * 5 <= u64::from(shorter) * 6
}

/// Whether it looks like a badge's picture. Each pixel is read once.
pub(super) fn like_a_badge(picture: &Grey) -> bool {
    if !may_be(picture.width, picture.height) {
        return false;
    }
    let squares = Squares::of(picture);
    let Some(ground) = squares.ground() else { return false };
    let Some(figure) = Figure::on(&squares, ground) else { return false };
    figure.is_compact() && figure.is_drawn(&squares)
}

/// The picture, reduced: brightness, first row first.
struct Squares(Vec<u8>);

impl Squares {
    fn of(picture: &Grey) -> Self {
        let (width, height) = (picture.width as usize, picture.height as usize);
        let mut squares = Vec::with_capacity(SIDE * SIDE);
        for row in 0..SIDE {
            let rows = row * height / SIDE..(row + 1) * height / SIDE;
            for column in 0..SIDE {
                let columns = column * width / SIDE..(column + 1) * width / SIDE;
                let count = rows.len() * columns.len();
                let pixels = rows.clone().filter_map(|y| picture.pixels.get(y * width..(y + 1) * width));
                let sum: usize = pixels.flat_map(|line| &line[columns.clone()]).map(|pixel| usize::from(*pixel)).sum();
                squares.push((sum / count.max(1)) as u8);
            }
        }
        Self(squares)
    }

    /// The brightness that all four corners share.
    fn ground(&self) -> Option<u8> {
        let near = |at: usize| (0..3).map(move |step| if at == 0 { step } else { SIDE - 1 - step });
        let corners = [(0, 0), (0, 1), (1, 0), (1, 1)];
        let squares = corners.into_iter().flat_map(|(y, x)| near(y).flat_map(move |y| near(x).map(move |x| (y, x))));
        let values: Vec<u8> = squares.map(|(y, x)| self.0[y * SIDE + x]).collect();
        let (least, most) = (*values.iter().min()?, *values.iter().max()?);
        (most - least <= EVEN).then(|| least + (most - least) / 2)
    }
}

/// What stands on the ground, holes filled.
struct Figure {
    inside: Vec<bool>,
    area: usize,
    /// Left, top, and the first column and row behind it.
    bounds: [usize; 4],
}

impl Figure {
    fn on(squares: &Squares, ground: u8) -> Option<Self> {
        // The ground is what can be reached from the edge: a white sign within a badge is not part of it.
        let edge = (0..SIDE * SIDE).filter(|at| {
            let (y, x) = (at / SIDE, at % SIDE);
            y == 0 || x == 0 || y == SIDE - 1 || x == SIDE - 1
        });
        let outside = reached(edge, |at| squares.0[at].abs_diff(ground) <= EVEN);
        // Specks around it are no part of it; where they are many, it is not one figure.
        let all = outside.iter().filter(|outside| !**outside).count();
        let middle = (SIDE / 2) * SIDE + SIDE / 2;
        let inside = reached(std::iter::once(middle), |at| !outside[at]);
        let area = inside.iter().filter(|inside| **inside).count();
        if area * 100 < all * 95 {
            return None;
        }
        let held = |wanted: &dyn Fn(usize) -> usize| {
            let places = || (0..SIDE * SIDE).filter(|at| inside[*at]).map(wanted);
            Some((places().min()?, places().max()? + 1))
        };
        let (left, right) = held(&|at| at % SIDE)?;
        let (top, bottom) = held(&|at| at / SIDE)?;
        Some(Self { area, bounds: [left, top, right, bottom], inside })
    }

    /// Large, in the middle, the same on both sides, without a ragged edge, and no rectangle.
    fn is_compact(&self) -> bool {
        let [left, top, right, bottom] = self.bounds;
        let (width, height) = (right - left, bottom - top);
        let large = self.area * 100 >= SIDE * SIDE * 30;
        let middle = |from: usize, to: usize| (from + to).abs_diff(SIDE) * 10 <= SIDE * 2;
        let centred = middle(left, right) && middle(top, bottom);
        let square = width.max(height) * 100 <= width.min(height) * 135;
        let filled = (45..=97).contains(&(self.area * 100 / (width * height).max(1)));
        // The foot of a page, of a code and of a chart reaches into its corners.
        let foot = [left, left + 1, right - 2, right - 1].iter().all(|x| !self.at(bottom - 1, *x));
        large && centred && square && filled && foot && self.is_even() && self.is_smooth()
    }

    /// Left and right are alike.
    fn is_even(&self) -> bool {
        let [left, top, right, bottom] = self.bounds;
        let differing = (top..bottom)
            .flat_map(|y| (left..right).map(move |x| (y, x)))
            .filter(|(y, x)| self.at(*y, *x) != self.at(*y, left + right - 1 - x))
            .count();
        differing * 100 <= self.area * 6
    }

    /// The outline is hardly longer than that of the box around it, which is that of any disc or shield.
    fn is_smooth(&self) -> bool {
        let [left, top, right, bottom] = self.bounds;
        let steps: usize = (0..SIDE * SIDE).filter(|at| self.inside[*at]).map(|at| self.open_sides(at)).sum();
        steps * 100 <= 2 * (right - left + bottom - top) * 140
    }

    fn open_sides(&self, at: usize) -> usize {
        4 - neighbours(at).filter(|other| self.inside[*other]).count()
    }

    /// Few tones, of which some stand out from the main one: a photograph has many everywhere, a dot has one.
    fn is_drawn(&self, squares: &Squares) -> bool {
        // Squares at the edge are mixed with the ground.
        let inner: Vec<u8> = (0..SIDE * SIDE)
            .filter(|at| self.inside[*at] && self.open_sides(*at) == 0)
            .map(|at| squares.0[at])
            .collect();
        let mut tones = [0_usize; 64];
        inner.iter().for_each(|value| tones[usize::from(value / 4)] += 1);
        let main = tones.iter().enumerate().max_by_key(|(_, count)| **count).map_or(0, |(tone, _)| tone);
        let apart = inner.iter().filter(|value| usize::from(**value / 4).abs_diff(main) > 4).count();
        tones.sort_unstable_by(|a, b| b.cmp(a));
        let few: usize = tones.iter().take(8).sum();
        few * 100 >= inner.len() * FEW && apart * 100 >= inner.len() * 6
    }

    fn at(&self, y: usize, x: usize) -> bool {
        self.inside[y * SIDE + x]
    }
}

/// Of a hundred squares, those that the eight most frequent tones of 64 must hold. Measured: 65 and more for our own
/// drawings written again, 35 for a photograph cut out round.
const FEW: usize = 55;

/// What can be reached from some squares over squares that are `open`, side by side.
fn reached(from: impl Iterator<Item = usize>, open: impl Fn(usize) -> bool) -> Vec<bool> {
    let mut reached = vec![false; SIDE * SIDE];
    let mut waiting: Vec<usize> = from.collect();
    while let Some(at) = waiting.pop() {
        if !reached[at] && open(at) {
            reached[at] = true;
            waiting.extend(neighbours(at).filter(|other| !reached[*other]));
        }
    }
    reached
}

/// The squares that share a side with this one.
fn neighbours(at: usize) -> impl Iterator<Item = usize> {
    let (y, x) = (at / SIDE, at % SIDE);
    let sides = [
        (y > 0).then(|| at - SIDE),
        (y + 1 < SIDE).then(|| at + SIDE),
        (x > 0).then(|| at - 1),
        (x + 1 < SIDE).then(|| at + 1),
    ];
    sides.into_iter().flatten()
}
