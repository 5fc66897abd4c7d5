//! The net of modules between three corner squares: laid, tightened, read.

use super::finder::Finder;
use super::ink::Ink;

/// A net of `size` by `size` modules, laid over a picture by a perspective.
pub(super) struct Grid {
    size: i32,
    /// The middles of the three corner squares, and the point where the fourth would be: top left, top right, bottom
    /// right, bottom left.
    corners: [(f32, f32); 4],
}

/// Maps a module to a pixel. From the unit square to four points (Heckbert 1989).
struct Perspective {
    m: [f32; 8],
    size: f32,
}

impl Perspective {
    fn of(corners: &[(f32, f32); 4], size: i32) -> Self {
        let [(x0, y0), (x1, y1), (x2, y2), (x3, y3)] = *corners;
        let (sx, sy) = (x0 - x1 + x2 - x3, y0 - y1 + y2 - y3);
        let (dx1, dx2, dy1, dy2) = (x1 - x2, x3 - x2, y1 - y2, y3 - y2);
        let det = dx1 * dy2 - dx2 * dy1;
        let (g, h) =
            if det.abs() < 1e-6 { (0.0, 0.0) } else { ((sx * dy2 - sy * dx2) / det, (dx1 * sy - dy1 * sx) / det) };
        let m = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h];
        Self { m, size: (size - 7) as f32 }
    }

    /// The pixel of a point given in modules, 0 at the code's own edge.
    fn map(&self, x: f32, y: f32) -> (f32, f32) {
        let (u, v) = ((x - 3.5) / self.size, (y - 3.5) / self.size);
        let m = &self.m;
        let w = m[6] * u + m[7] * v + 1.0;
        ((m[0] * u + m[1] * v + m[2]) / w, (m[3] * u + m[4] * v + m[5]) / w)
    }
}

/// Lays a net over three squares, if there is a code between them: top left, top right, bottom left.
pub(super) fn fit(ink: &Ink, [a, b, c]: [Finder; 3]) -> Option<Grid> {
    let (right, down) = (Edge::between(ink, &a, &b)?, Edge::between(ink, &a, &c)?);
    let modules = (right.modules + down.modules) / 2.0;
    if !(10.0..190.0).contains(&modules) || (right.modules / down.modules - 1.0).abs() > 0.35 {
        return None;
    }
    let nearest = ((modules + 7.0 - 17.0) / 4.0).round() as i32;
    // A long code is harder to measure.
    let doubt = if nearest > 10 { 3 } else { 2 };
    let mut best: Option<(f32, Grid)> = None;
    for version in (nearest - doubt).max(1)..=(nearest + doubt).min(40) {
        for straight in [false, true] {
            let fourth = fourth(&a, &b, &c, &right, &down, straight);
            let grid = Grid { size: version * 4 + 17, corners: [(a.x, a.y), (b.x, b.y), fourth, (c.x, c.y)] };
            let score = grid.timing(ink) - (version - nearest).abs() as f32 * 0.02;
            if best.as_ref().is_none_or(|(known, _)| score > *known) {
                best = Some((score, grid));
            }
        }
    }
    let (score, mut grid) = best?;
    if score < 0.3 {
        return None;
    }
    grid.align(ink);
    grid.tighten(ink);
    (grid.score(ink) > 0.35).then_some(grid)
}

/// One side of a code: how many modules lie between the middles of its two squares, and how much they shrink.
struct Edge {
    modules: f32,
    /// The size of a module at the first square divided by that at the second.
    shrink: f32,
}

impl Edge {
    fn between(ink: &Ink, from: &Finder, to: &Finder) -> Option<Self> {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = dx.hypot(dy);
        let (ux, uy) = (dx / length, dy / length);
        let near = module_along(ink, from, ux, uy)?;
        let far = module_along(ink, to, ux, uy)?;
        // In perspective the number of modules is exactly the distance over the geometric mean of both sizes.
        Some(Self { modules: length / (near * far).sqrt(), shrink: near / far })
    }
}

/// The size of a module along a direction: the outer edges of the square's ring are 7 modules apart.
fn module_along(ink: &Ink, finder: &Finder, ux: f32, uy: f32) -> Option<f32> {
    let edge = |sign: f32| {
        let mut changes = 0;
        let mut dark = true;
        for n in 1..(finder.module * 40.0).min(8_000.0) as u32 {
            let t = n as f32 * 0.25;
            let now = ink.near(finder.x + sign * t * ux, finder.y + sign * t * uy) > 0.0;
            if now != dark {
                dark = now;
                changes += 1;
                if changes == 3 {
                    return Some(t);
                }
            }
        }
        None
    };
    let size = (edge(1.0)? + edge(-1.0)?) / 7.0;
    (0.5..1.8).contains(&(size / finder.module)).then_some(size)
}

/// Where the middle of a fourth square would be: with the perspective that the sizes of the three tell, or without.
fn fourth(a: &Finder, b: &Finder, c: &Finder, right: &Edge, down: &Edge, straight: bool) -> (f32, f32) {
    let bend = |shrink: f32| if straight { 0.0 } else { (shrink.sqrt() - 1.0).clamp(-0.4, 0.8) };
    // A point at (u, v) is (a + u·p + v·q) / (1 + u·g + v·h); p and q follow from where b and c are.
    let (g, h) = (bend(right.shrink), bend(down.shrink));
    let w = 1.0 + g + h;
    ((b.x * (1.0 + g) + c.x * (1.0 + h) - a.x) / w, (b.y * (1.0 + g) + c.y * (1.0 + h) - a.y) / w)
}

impl Grid {
    /// The code's own corners.
    pub(super) fn corners(&self) -> [(f32, f32); 4] {
        let (map, end) = (Perspective::of(&self.corners, self.size), self.size as f32);
        [map.map(0.0, 0.0), map.map(end, 0.0), map.map(end, end), map.map(0.0, end)]
    }

    /// How well the dotted lines between the squares fit, from −1 to 1.
    fn timing(&self, ink: &Ink) -> f32 {
        let map = Perspective::of(&self.corners, self.size);
        let mut lines = [0.0; 2];
        for n in 8..self.size - 8 {
            let sign = if n % 2 == 0 { 1.0 } else { -1.0 };
            lines[0] += sign * module(ink, &map, n, 6);
            lines[1] += sign * module(ink, &map, 6, n);
        }
        (lines[0] + lines[1]) / (2 * (self.size - 16)) as f32
    }

    /// How well everything fits that is the same in all codes of this size, from −1 to 1.
    fn score(&self, ink: &Ink) -> f32 {
        let map = Perspective::of(&self.corners, self.size);
        let end = self.size - 7;
        let timing = self.timing(ink);
        let mut sum = 0.0;
        let mut count = 0.0;
        for (left, top) in [(0, 0), (end, 0), (0, end)] {
            sum += square(ink, &map, left + 3, top + 3, 3);
            count += 1.0;
        }
        let steps = alignment(self.size);
        for &x in &steps {
            for &y in &steps {
                let taken = (x == 6 && (y == 6 || y == self.size - 7)) || (y == 6 && x == self.size - 7);
                if !taken {
                    // The farthest from the three corners says most about the fourth.
                    let weight = if x == self.size - 7 && y == self.size - 7 { 2.0 } else { 1.0 };
                    sum += weight * square(ink, &map, x, y, 2);
                    count += weight;
                }
            }
        }
        (sum + 2.0 * timing) / (count + 2.0)
    }

    /// Moves the fourth corner to where the small square near it is.
    fn align(&mut self, ink: &Ink) {
        if self.size < 25 {
            return;
        }
        let start = self.corners[2];
        let (dx, dy) = (self.corners[1].0 - self.corners[0].0, self.corners[1].1 - self.corners[0].1);
        let module = dx.hypot(dy) / (self.size - 7) as f32;
        let reach = if self.size > 60 { 9 } else { 7 };
        let middle = self.size - 7;
        let mut best = (f32::MIN, start);
        for y in -reach..=reach {
            for x in -reach..=reach {
                let offset = |n: i32| n as f32 * module * 0.7;
                self.corners[2] = (start.0 + offset(x), start.1 + offset(y));
                let map = Perspective::of(&self.corners, self.size);
                // Of two that fit alike, the nearer one.
                let score = square(ink, &map, middle, middle, 2) - (x * x + y * y) as f32 * 0.001;
                if score > best.0 {
                    best = (score, self.corners[2]);
                }
            }
        }
        self.corners[2] = best.1;
    }

    /// Moves all four corners by ever smaller steps, as long as that makes it fit better.
    fn tighten(&mut self, ink: &Ink) {
        let (dx, dy) = (self.corners[1].0 - self.corners[0].0, self.corners[1].1 - self.corners[0].1);
        let module = dx.hypot(dy) / (self.size - 7) as f32;
        let mut best = self.score(ink);
        for share in [0.6, 0.35, 0.2, 0.12, 0.07] {
            let step = module * share;
            for corner in [2, 1, 3, 0] {
                for (dx, dy) in [(step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)] {
                    let old = self.corners[corner];
                    self.corners[corner] = (old.0 + dx, old.1 + dy);
                    let score = self.score(ink);
                    if score > best {
                        best = score;
                    } else {
                        self.corners[corner] = old;
                    }
                }
            }
        }
    }

    /// Reads the bits: what the code says, and its version.
    pub(super) fn read(&self, ink: &Ink) -> Option<(String, u8)> {
        let map = Perspective::of(&self.corners, self.size);
        let bits = rqrr::SimpleGrid::from_func(self.size as usize, |x, y| module(ink, &map, x as i32, y as i32) > 0.0);
        let mut bytes = Vec::new();
        let told = rqrr::Grid::new(bits).decode_to(&mut bytes).ok()?;
        if bytes.is_empty() {
            return None;
        }
        let text = String::from_utf8(bytes).unwrap_or_else(|e| e.into_bytes().into_iter().map(char::from).collect());
        Some((text, told.version.0 as u8))
    }
}

/// The ink of one module, from −1 to 1: its middle and four points around.
fn module(ink: &Ink, map: &Perspective, x: i32, y: i32) -> f32 {
    let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
    let mut sum = 0.0;
    for (dx, dy, weight) in
        [(0.0, 0.0, 2.0), (0.22, 0.22, 1.0), (-0.22, 0.22, 1.0), (0.22, -0.22, 1.0), (-0.22, -0.22, 1.0)]
    {
        let (px, py) = map.map(x + dx, y + dy);
        sum += weight * ink.near(px, py);
    }
    sum / 6.0
}

/// How well rings around a module fit, dark in the middle and at `radius`: −1 to 1. Radius 3 is a corner square, whose
/// middle is dark for three modules; radius 2 a small one.
fn square(ink: &Ink, map: &Perspective, x: i32, y: i32, radius: i32) -> f32 {
    let mut sum = 0.0;
    for dy in -radius..=radius {
        for dx in -radius..=radius {
            let ring = dx.abs().max(dy.abs());
            let dark = ring != radius - 1;
            let value = module(ink, map, x + dx, y + dy);
            sum += if dark { value } else { -value };
        }
    }
    sum / ((2 * radius + 1) * (2 * radius + 1)) as f32
}

/// The rows and columns of the small squares' middles (ISO/IEC 18004, annex E): evenly spread, except at version 32.
fn alignment(size: i32) -> Vec<i32> {
    let version = (size - 17) / 4;
    if version < 2 {
        return Vec::new();
    }
    let count = version / 7 + 2;
    let step = if version == 32 { 26 } else { (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2 };
    let mut places: Vec<i32> = (0..count - 1).map(|n| size - 7 - n * step).collect();
    places.push(6);
    places.reverse();
    places
}
