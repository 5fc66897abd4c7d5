//! Outlines, each symmetric about its vertical axis, so that half of it can lie in the shade.

use std::fmt::Write as _;

/// The outline of a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shape {
    /// A disc.
    Circle,
    /// A hexagon that stands on a corner.
    Hexagon,
    /// A shield.
    Shield,
    /// A square with round corners.
    Square,
    /// A flower of twelve petals.
    Flower,
    /// A square that stands on a corner.
    Diamond,
    /// A hanging flag with two tails.
    Pennant,
    /// A star of eight points: two squares, one turned.
    Octagram,
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Circle,
        Self::Hexagon,
        Self::Shield,
        Self::Square,
        Self::Flower,
        Self::Diamond,
        Self::Pennant,
        Self::Octagram,
    ];

    /// A permanent name: `circle`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Circle => "circle",
            Self::Hexagon => "hexagon",
            Self::Shield => "shield",
            Self::Square => "square",
            Self::Flower => "flower",
            Self::Diamond => "diamond",
            Self::Pennant => "pennant",
            Self::Octagram => "octagram",
        }
    }

    /// The shape of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.as_str() == name)
    }

    /// The closed outline as path data. One outline inside another leaves an even border.
    pub(super) fn outline(self, centre: f64, radius: f64) -> String {
        let right = self.right_side(radius);
        let mut path = Path::new(centre);
        path.begin(right.start);
        for piece in &right.pieces {
            path.add(piece);
        }
        // Back up on the left: the same pieces, mirrored, from the last to the first.
        let starts = std::iter::once(right.start).chain(right.pieces.iter().map(Piece::end));
        for (piece, start) in right.pieces.iter().zip(starts).collect::<Vec<_>>().into_iter().rev() {
            path.add(&piece.mirrored(start));
        }
        path.close()
    }

    /// The half of the outline that is right of the axis.
    pub(super) fn right_half(self, centre: f64, radius: f64) -> String {
        let right = self.right_side(radius);
        let mut path = Path::new(centre);
        path.begin(right.start);
        for piece in &right.pieces {
            path.add(piece);
        }
        path.close()
    }

    /// The height at which the pictogram looks centred.
    pub(super) const fn icon_centre(self) -> f64 {
        match self {
            Self::Shield | Self::Pennant => 180.0,
            Self::Diamond => 194.0,
            _ => 192.0,
        }
    }

    /// How large the pictogram's box of 100 is drawn.
    pub(super) const fn icon_scale(self) -> f64 {
        match self {
            Self::Circle | Self::Hexagon | Self::Flower => 2.05,
            Self::Square => 2.2,
            Self::Shield | Self::Pennant | Self::Octagram => 1.95,
            Self::Diamond => 1.7,
        }
    }

    /// How far the outline of a radius reaches on both sides of the axis, at least, between two heights.
    pub(super) fn half_width(self, centre: f64, radius: f64, from: f64, to: f64) -> f64 {
        let points = self.right_side(radius).points();
        let at = |y: f64| {
            let crossings = points.windows(2).filter_map(|pair| {
                let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
                let part = (y - y0) / (y1 - y0);
                (0.0..=1.0).contains(&part).then_some(x0 + part * (x1 - x0))
            });
            crossings.reduce(f64::min).unwrap_or(0.0)
        };
        [from, (from + to) / 2.0, to].map(|y| at(y - centre)).into_iter().fold(f64::INFINITY, f64::min)
    }

    /// From the top of the axis down its right side to the bottom, about the origin.
    fn right_side(self, radius: f64) -> Side {
        // How far this outline lies inside the outermost one.
        let inset = 192.0 - radius;
        match self {
            Self::Circle => {
                let arc = Piece::Arc { radius, to: (0.0, radius) };
                Side { start: (0.0, -radius), pieces: vec![arc] }
            }
            Self::Flower => flower(radius),
            // The distance from the centre to the corners grows so that all sides lie `inset` further in.
            Self::Hexagon => {
                let r = 201.0 - inset / 0.866_025_4;
                let x = r * 0.866_025_4;
                rounded(&[(0.0, -r), (x, -r / 2.0), (x, r / 2.0), (0.0, r)], 36.0 - inset * 0.577)
            }
            Self::Diamond => {
                let r = 212.0 - inset * std::f64::consts::SQRT_2;
                rounded(&[(0.0, -r), (r, 0.0), (0.0, r)], 56.0 - inset)
            }
            Self::Pennant => {
                let (top, x) = (-182.0 + inset, 158.0 - inset);
                let foot = |x: f64| 128.0 + 66.0 * x / 158.0 - 1.084 * inset;
                rounded(&[(0.0, top), (x, top), (x, foot(x)), (0.0, foot(0.0))], 26.0 - inset / 2.0)
            }
            Self::Octagram => {
                // Along the sides of two squares: the corners of one, and where it meets the other.
                let r = 206.0 - inset * std::f64::consts::SQRT_2;
                let (d, tip) = (r * std::f64::consts::FRAC_1_SQRT_2, r * 0.292_893_2);
                let half = [(0.0, -r), (tip, -d), (d, -d), (d, -tip), (r, 0.0), (d, tip), (d, d), (tip, d), (0.0, r)];
                rounded(&half, 30.0 - inset / 2.0)
            }
            Self::Square => {
                let r = 172.0 - inset;
                rounded(&[(0.0, -r), (r, -r), (r, r), (0.0, r)], 52.0 - inset)
            }
            Self::Shield => {
                let (top, x, foot) = (-176.0 + inset, 164.0 - inset, 190.0 - 1.25 * inset);
                let mut side = rounded(&[(0.0, top), (x, top), (x, 16.0)], 34.0 - inset / 2.0);
                side.pieces.push(Piece::Cubic { a: (x, 100.0 - inset), b: (x * 0.62, 155.0 - inset), to: (0.0, foot) });
                side
            }
        }
    }
}

type Point = (f64, f64);

struct Side {
    start: Point,
    pieces: Vec<Piece>,
}

impl Side {
    /// Points along it, near enough to measure with.
    fn points(&self) -> Vec<Point> {
        let mut points = vec![self.start];
        let mut from = self.start;
        for piece in &self.pieces {
            points.extend((1..=16).map(|n| piece.at(from, f64::from(n) / 16.0)));
            from = piece.end();
        }
        points
    }
}

#[derive(Clone, Copy)]
enum Piece {
    Line(Point),
    Quadratic { a: Point, to: Point },
    Cubic { a: Point, b: Point, to: Point },
    Arc { radius: f64, to: Point },
}

impl Piece {
    const fn end(&self) -> Point {
        match *self {
            Self::Line(to) | Self::Quadratic { to, .. } | Self::Cubic { to, .. } | Self::Arc { to, .. } => to,
        }
    }

    /// The point at `t`, from 0 to 1, of a piece that begins at `from`.
    fn at(&self, from: Point, t: f64) -> Point {
        let mix = |a: Point, b: Point| (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t);
        match *self {
            Self::Line(to) => mix(from, to),
            Self::Quadratic { a, to } => mix(mix(from, a), mix(a, to)),
            Self::Cubic { a, b, to } => {
                let middle = mix(a, b);
                mix(mix(mix(from, a), middle), mix(middle, mix(b, to)))
            }
            Self::Arc { radius, to } => {
                // Clockwise, less than half a turn, or just that: the centre lies to the right of the chord.
                let (half, middle) = (((to.0 - from.0) / 2.0, (to.1 - from.1) / 2.0), between(from, to));
                let length = half.0.hypot(half.1).max(f64::EPSILON);
                let away = (radius * radius - length * length).max(0.0).sqrt() / length;
                let centre = (middle.0 - half.1 * away, middle.1 + half.0 * away);
                let start = (from.1 - centre.1).atan2(from.0 - centre.0);
                let turn = 2.0 * (length / radius).min(1.0).asin() * t;
                (centre.0 + radius * (start + turn).cos(), centre.1 + radius * (start + turn).sin())
            }
        }
    }

    /// The same piece on the other side of the axis, drawn backwards: it ends where the piece began.
    fn mirrored(&self, start: Point) -> Self {
        let flip = |(x, y): Point| (-x, y);
        let to = flip(start);
        match *self {
            Self::Line(_) => Self::Line(to),
            Self::Quadratic { a, .. } => Self::Quadratic { a: flip(a), to },
            Self::Cubic { a, b, .. } => Self::Cubic { a: flip(b), b: flip(a), to },
            Self::Arc { radius, .. } => Self::Arc { radius, to },
        }
    }
}

/// Corners rounded off; the first and the last point lie on the axis, and are rounded with their mirror images.
fn rounded(points: &[Point], radius: f64) -> Side {
    let mirrored = |(x, y): Point| (-x, y);
    let mut side = Side { start: (0.0, 0.0), pieces: Vec::new() };
    for (n, corner) in points.iter().enumerate() {
        let before = if n == 0 { mirrored(points[1]) } else { points[n - 1] };
        let after = points.get(n + 1).copied().unwrap_or_else(|| mirrored(points[n - 1]));
        let (from, to) = (towards(*corner, before, radius), towards(*corner, after, radius));
        // A corner on the axis is cut in two at the middle of its curve; a straight line there has no corner.
        let middle = (0.25 * from.0 + 0.5 * corner.0 + 0.25 * to.0, 0.25 * from.1 + 0.5 * corner.1 + 0.25 * to.1);
        if n == 0 {
            side.start = middle;
            side.pieces.push(Piece::Quadratic { a: between(*corner, to), to });
        } else if n + 1 == points.len() && corner.0 == 0.0 {
            side.pieces.push(Piece::Line(from));
            side.pieces.push(Piece::Quadratic { a: between(from, *corner), to: middle });
        } else if n + 1 == points.len() {
            side.pieces.push(Piece::Line(*corner));
        } else {
            side.pieces.push(Piece::Line(from));
            side.pieces.push(Piece::Quadratic { a: *corner, to });
        }
    }
    side
}

/// Six of twelve round petals.
fn flower(radius: f64) -> Side {
    const TURN: [Point; 7] = [
        (0.0, -1.0),
        (0.5, -0.866_025_4),
        (0.866_025_4, -0.5),
        (1.0, 0.0),
        (0.866_025_4, 0.5),
        (0.5, 0.866_025_4),
        (0.0, 1.0),
    ];
    // The petals are parts of discs about twelve fixed centres, so that one flower inside another leaves an even border.
    // The valleys lie where two neighbours meet: 15 degrees beside each centre.
    const DISTANCE: f64 = 120.0;
    let petal = radius - DISTANCE;
    let half = DISTANCE * 0.258_819_0;
    let valley = DISTANCE * 0.965_925_8 + (petal * petal - half * half).max(0.0).sqrt();
    let points = TURN.map(|(x, y)| (x * valley, y * valley));
    let pieces = points[1..].iter().map(|to| Piece::Arc { radius: petal, to: *to }).collect();
    Side { start: points[0], pieces }
}

/// The point `distance` away from one point in the direction of another.
fn towards(from: Point, to: Point, distance: f64) -> Point {
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let length = (x * x + y * y).sqrt().max(1.0);
    let part = (distance / length).min(0.5);
    (from.0 + x * part, from.1 + y * part)
}

fn between(a: Point, b: Point) -> Point {
    ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0)
}

struct Path {
    data: String,
    centre: f64,
}

impl Path {
    fn new(centre: f64) -> Self {
        Self { data: String::new(), centre }
    }

    fn begin(&mut self, point: Point) {
        self.data.push('M');
        self.point(point);
    }

    fn add(&mut self, piece: &Piece) {
        match *piece {
            Piece::Line(to) => {
                self.data.push('L');
                self.point(to);
            }
            Piece::Quadratic { a, to } => {
                self.data.push('Q');
                self.point(a);
                self.data.push(' ');
                self.point(to);
            }
            Piece::Cubic { a, b, to } => {
                self.data.push('C');
                self.point(a);
                self.data.push(' ');
                self.point(b);
                self.data.push(' ');
                self.point(to);
            }
            Piece::Arc { radius, to } => {
                let radius = number(radius);
                let _ = write!(self.data, "A{radius} {radius} 0 0 1 ");
                self.point(to);
            }
        }
    }

    fn point(&mut self, (x, y): Point) {
        let _ = write!(self.data, "{} {}", number(x + self.centre), number(y + self.centre));
    }

    fn close(mut self) -> String {
        self.data.push('Z');
        self.data
    }
}

/// A number to a tenth, without a trailing zero.
pub(super) fn number(value: f64) -> String {
    let tenths = (value * 10.0).round();
    // Adding zero turns -0 into 0.
    format!("{}", tenths / 10.0 + 0.0)
}
