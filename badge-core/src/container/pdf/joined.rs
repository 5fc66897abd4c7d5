//! Pictures that are only one when put together: cut into strips or tiles by a printer's driver, or a code of which
//! each module is a picture.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::Stream;

use super::super::PdfPlace;
use super::super::qr::Luma;
use super::super::raster::Grey;
use super::Reader;
use super::matrix::Matrix;

/// Pictures of one page that are compared with one another.
const PIECES: usize = 2_000;

/// Comparisons in one document.
pub(super) const COMPARISONS: usize = 20_000_000;

/// Times that the same picture is drawn on one page from which on all of them are one.
const STAMPS: usize = 24;

/// Pixels of what is put together.
const PIXELS: f32 = 2_250_000.0;

/// Pixels of one page that are kept until its pictures were put together, so that they are not unpacked twice.
const KEPT: usize = 1 << 24;

/// The pictures of a page that were unpacked, by where they are in memory: `None` for one that cannot be.
#[derive(Default)]
pub(super) struct Kept {
    pictures: BTreeMap<*const Stream, Option<Rc<Grey>>>,
    pixels: usize,
    /// A code was read on this page: there is no need to look for a hidden one.
    pub(super) code: bool,
}

impl Kept {
    pub(super) fn add(&mut self, stream: &Stream, grey: Option<Rc<Grey>>) {
        let pixels = grey.as_ref().map_or(0, |grey| grey.pixels.len());
        if self.pixels + pixels <= KEPT {
            self.pixels += pixels;
            self.pictures.insert(std::ptr::from_ref(stream), grey);
        }
    }
}

/// Where a page shows a picture.
pub(super) struct Piece<'d> {
    stream: &'d Stream,
    /// From the unit square, whose corner at 0, 0 is the lower left one of the picture, to the page.
    place: Matrix,
    /// Left, bottom, right, top on the page.
    bounds: [f32; 4],
}

/// The pictures of a page.
#[derive(Default)]
pub(super) struct Pieces<'d> {
    all: Vec<Piece<'d>>,
}

impl<'d> Pieces<'d> {
    pub(super) fn add(&mut self, stream: &'d Stream, place: Matrix) {
        let corners = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)].map(|(x, y)| place.apply(x, y));
        let bounds = corners.iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |[x0, y0, x1, y1], (x, y)| {
            [x0.min(*x), y0.min(*y), x1.max(*x), y1.max(*y)]
        });
        let sound =
            bounds.iter().all(|n| n.abs() < 1e6) && bounds[2] - bounds[0] > 0.01 && bounds[3] - bounds[1] > 0.01;
        if sound && self.all.len() < PIECES {
            self.all.push(Piece { stream, place, bounds });
        }
    }
}

impl<'d> Reader<'d, '_, '_> {
    /// Puts pictures together that lie edge to edge, and looks for codes in the whole; not where one was read already.
    pub(super) fn joined(&mut self, page: Option<u32>, pieces: &Pieces<'d>) {
        let mut kept = std::mem::take(&mut self.kept);
        if kept.code {
            return;
        }
        for group in groups(&pieces.all, &mut self.comparisons) {
            self.whole(page, &group, &mut kept);
        }
        if self.comparisons == 0 {
            self.opening.bound("pdf_operations");
        }
    }

    fn whole(&mut self, page: Option<u32>, group: &[&Piece<'d>], kept: &mut Kept) -> Option<()> {
        let bounds = group
            .iter()
            .map(|piece| piece.bounds)
            .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])?;
        let (width, height) = (bounds[2] - bounds[0], bounds[3] - bounds[1]);
        let mut found = Vec::with_capacity(group.len());
        for piece in group {
            let id = std::ptr::from_ref(piece.stream);
            let grey = match kept.pictures.get(&id) {
                Some(grey) => grey.clone(),
                None => {
                    let grey = self.grey(piece.stream, 1).ok().flatten().map(Rc::new);
                    kept.pictures.insert(id, grey.clone());
                    grey
                }
            };
            found.extend(grey.map(|grey| (*piece, grey)));
        }
        // As fine as the finest of them; of single pixels there are more.
        let finest = found.iter().map(|(piece, grey)| {
            let [x0, y0, x1, y1] = piece.bounds;
            let (longer, shorter) = (grey.width.max(grey.height) as f32, (x1 - x0).max(y1 - y0));
            longer / shorter
        });
        let finest = finest.reduce(f32::max)?;
        let times = (400.0 / (finest * width.max(height))).ceil().max(1.0);
        let scale = (finest * times).min((PIXELS / (width * height)).sqrt());
        let margin = 0.06 * width.max(height);
        let side = |length: f32| ((length + 2.0 * margin) * scale).ceil();
        let (columns, rows) = (side(width), side(height));
        if !(21.0..=8_000.0).contains(&columns) || !(21.0..=8_000.0).contains(&rows) {
            return None;
        }
        let (columns, rows) = (columns as u32, rows as u32);
        if !self.opening.search(u64::from(columns) * u64::from(rows)) {
            return None;
        }
        let mut pixels = vec![255; columns as usize * rows as usize];
        let corner = (bounds[0] - margin, bounds[3] + margin);
        for (piece, grey) in found {
            paint(&mut pixels, (columns, rows), corner, scale, piece, &grey);
        }
        self.codes(page, PdfPlace::Image, Luma { width: columns, height: rows, pixels: &pixels });
        Some(())
    }
}

/// Draws one picture: of each pixel of the whole is asked where in the picture it lies.
fn paint(pixels: &mut [u8], size: (u32, u32), corner: (f32, f32), scale: f32, piece: &Piece<'_>, grey: &Grey) {
    let Some(back) = piece.place.inverse() else { return };
    let [x0, y0, x1, y1] = piece.bounds;
    let columns = range(x0 - corner.0, x1 - corner.0, scale, size.0);
    for row in range(corner.1 - y1, corner.1 - y0, scale, size.1) {
        for column in columns.clone() {
            let (x, y) = (corner.0 + (column as f32 + 0.5) / scale, corner.1 - (row as f32 + 0.5) / scale);
            let (u, v) = back.apply(x, y);
            if !(0.0..=1.0).contains(&u) || !(0.0..=1.0).contains(&v) {
                continue;
            }
            let at = |part: f32, count: u32| ((part * count as f32) as u32).min(count - 1) as usize;
            let (from, line) = (at(u, grey.width), at(1.0 - v, grey.height));
            pixels[row * size.0 as usize + column] = grey.pixels[line * grey.width as usize + from];
        }
    }
}

/// The pixels whose middles lie between two places.
fn range(from: f32, to: f32, scale: f32, most: u32) -> std::ops::Range<usize> {
    let at = |place: f32| (place * scale - 0.5).ceil().clamp(0.0, most as f32) as usize;
    at(from)..at(to)
}

/// Pieces that belong together, two or more each.
fn groups<'p, 'd>(pieces: &'p [Piece<'d>], left: &mut usize) -> Vec<Vec<&'p Piece<'d>>> {
    let mut parent: Vec<usize> = (0..pieces.len()).collect();
    let mut stamps: BTreeMap<*const Stream, Vec<usize>> = BTreeMap::new();
    for (at, piece) in pieces.iter().enumerate() {
        stamps.entry(std::ptr::from_ref(piece.stream)).or_default().push(at);
        for (before, earlier) in pieces[..at].iter().enumerate() {
            *left = left.saturating_sub(1);
            if *left > 0 && adjoining(piece.bounds, earlier.bounds) {
                join(&mut parent, at, before);
            }
        }
    }
    for same in stamps.values().filter(|same| same.len() >= STAMPS) {
        for pair in same.windows(2) {
            join(&mut parent, pair[0], pair[1]);
        }
    }
    let mut groups: BTreeMap<usize, Vec<&Piece<'d>>> = BTreeMap::new();
    for (at, piece) in pieces.iter().enumerate() {
        groups.entry(root(&mut parent, at)).or_default().push(piece);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

fn join(parent: &mut [usize], one: usize, other: usize) {
    let (one, other) = (root(parent, one), root(parent, other));
    parent[one] = other;
}

fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

/// Whether two boxes share an edge, or half of the shorter one. One within the other do not.
fn adjoining(a: [f32; 4], b: [f32; 4]) -> bool {
    let sides = [a[2] - a[0], a[3] - a[1], b[2] - b[0], b[3] - b[1]];
    let near = (0.1 * sides.into_iter().fold(f32::MAX, f32::min)).min(1.0);
    let meets = |axis: usize| (a[axis + 2] - b[axis]).abs() <= near || (b[axis + 2] - a[axis]).abs() <= near;
    let shares = |axis: usize| {
        let common = a[axis + 2].min(b[axis + 2]) - a[axis].max(b[axis]);
        common >= 0.5 * sides[axis].min(sides[axis + 2])
    };
    (meets(0) && shares(1)) || (meets(1) && shares(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_edge_to_edge_belong_together() {
        let below = [0.0, 0.0, 100.0, 10.0];
        assert!(adjoining(below, [0.0, 10.02, 100.0, 20.0]));
        assert!(adjoining([100.0, 0.0, 140.0, 10.0], below));
        // A gap, a corner, and a picture upon another.
        assert!(!adjoining(below, [0.0, 13.0, 100.0, 20.0]));
        assert!(!adjoining(below, [100.0, 10.0, 140.0, 20.0]));
        assert!(!adjoining([0.0, 0.0, 100.0, 100.0], [20.0, 20.0, 60.0, 60.0]));
    }

    #[test]
    fn comparisons_are_counted() {
        let stream = Stream::new(lopdf::Dictionary::new(), Vec::new());
        let mut pieces = Pieces::default();
        for at in 0..20_u8 {
            pieces.add(&stream, Matrix([4.0, 0.0, 0.0, 1.0, 0.0, f32::from(at)]));
        }
        let mut left = 1_000;
        let found = groups(&pieces.all, &mut left);
        assert_eq!((found.len(), found[0].len(), left), (1, 20, 1_000 - 190));
        let mut few = 5;
        assert!(groups(&pieces.all, &mut few).iter().all(|group| group.len() < 20));
        assert_eq!(few, 0);
    }
}
