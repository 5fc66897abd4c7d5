//! The squares in three corners of a QR code: dark and bright in the proportion 1 : 1 : 3 : 1 : 1 in every direction
//! through the middle.

use super::ink::Ink;

/// One such square.
#[derive(Debug, Clone, Copy)]
pub(super) struct Finder {
    pub(super) x: f32,
    pub(super) y: f32,
    /// Roughly, in pixels.
    pub(super) module: f32,
    /// Rows in which it was seen.
    hits: u32,
    /// It belongs to a code that was read.
    pub(super) used: bool,
}

/// Squares that are kept of one picture: those seen in most rows.
const MOST: usize = 96;
/// Groups of three that are looked at.
const TRIPLES: usize = 256;

/// The squares in a picture.
pub(super) fn find(ink: &Ink) -> Vec<Finder> {
    let mut found: Vec<Finder> = Vec::new();
    let step = if ink.height > 1600 { 2 } else { 1 };
    for y in (0..ink.height).step_by(step) {
        for_each_pattern(ink.row(y), |middle, total| {
            if found.len() < MOST * 32 {
                note(ink, &mut found, middle, y, total);
            }
        });
    }
    found.retain(|f| f.hits >= 2);
    found.sort_by_key(|f| std::cmp::Reverse(f.hits));
    found.truncate(MOST);
    found
}

fn note(ink: &Ink, found: &mut Vec<Finder>, x: f32, y: i32, total: f32) {
    let reach = (total * 1.6) as i32;
    let Some((dy, down)) = cross(ink, x as i32, y, (0, 1), reach) else { return };
    let y = y as f32 + 0.5 + dy;
    let Some((dx, across)) = cross(ink, x as i32, y as i32, (1, 0), reach) else { return };
    if !(0.4..2.5).contains(&(down / across)) || cross(ink, x as i32, y as i32, (1, 1), reach).is_none() {
        return;
    }
    let x = x.floor() + 0.5 + dx;
    let module = (down + across) / 14.0;
    for known in found.iter_mut() {
        let near = known.module.max(module) * 1.5;
        if (known.x - x).abs() < near && (known.y - y).abs() < near {
            let (old, all) = (known.hits as f32, known.hits as f32 + 1.0);
            known.x = (known.x * old + x) / all;
            known.y = (known.y * old + y) / all;
            known.module = (known.module * old + module) / all;
            known.hits += 1;
            return;
        }
    }
    found.push(Finder { x, y, module, hits: 1, used: false });
}

/// Calls back with the middle and the length of everything in a row that has the proportion.
fn for_each_pattern(row: &[i8], mut each: impl FnMut(f32, f32)) {
    let mut runs = [0_u32; 5];
    let mut length = 0_u32;
    let mut dark = false;
    let mut seen = 0;
    for x in 0..=row.len() {
        let now = row.get(x).is_some_and(|&i| i > 0);
        if now == dark && x < row.len() {
            length += 1;
            continue;
        }
        runs.rotate_left(1);
        runs[4] = length;
        seen += 1;
        if dark && seen >= 6 && in_proportion(runs) {
            let end = x as f32 - (runs[4] + runs[3]) as f32;
            each(end - runs[2] as f32 / 2.0, runs.iter().sum::<u32>() as f32);
        }
        length = 1;
        dark = now;
    }
}

fn in_proportion(runs: [u32; 5]) -> bool {
    let total: u32 = runs.iter().sum();
    if total < 7 || runs.contains(&0) {
        return false;
    }
    let module = total as f32 / 7.0;
    // Half a module of blur on either side, and never less than a pixel.
    let slack = (module * 0.65).max(1.01);
    let fits = |run: u32, modules: f32, slack: f32| (run as f32 - modules * module).abs() < slack;
    [0, 1, 3, 4].into_iter().all(|n| fits(runs[n], 1.0, slack)) && fits(runs[2], 3.0, slack * 2.0)
}

/// Looks through a point both ways along a direction: how far off the middle lies, and how long the pattern is.
fn cross(ink: &Ink, x: i32, y: i32, (dx, dy): (i32, i32), reach: i32) -> Option<(f32, f32)> {
    if !ink.dark(x, y) {
        return None;
    }
    let arm = |sign: i32| {
        let mut runs = [0_u32; 3];
        let mut part = 0;
        for step in i32::from(sign > 0)..reach {
            let (x, y) = (x + sign * step * dx, y + sign * step * dy);
            let inside = x >= 0 && y >= 0 && x < ink.width && y < ink.height;
            let dark = inside && ink.dark(x, y);
            if dark != (part != 1) {
                part += 1;
                if part == 3 {
                    return Some(runs);
                }
            }
            if !inside {
                return None;
            }
            runs[part] += 1;
        }
        None
    };
    // The first arm counts the point itself.
    let (back, forth) = (arm(-1)?, arm(1)?);
    let runs = [back[2], back[1], back[0] + forth[0], forth[1], forth[2]];
    let middle = (forth[0] as f32 - (back[0] as f32 - 1.0)) / 2.0;
    in_proportion(runs).then(|| (middle, runs.iter().sum::<u32>() as f32))
}

/// Groups of three that may be the corners of one code, the likeliest first: top left, top right, bottom left.
pub(super) fn triples(finders: &[Finder]) -> Vec<[usize; 3]> {
    let mut groups: Vec<(f32, [usize; 3])> = Vec::new();
    for a in 0..finders.len() {
        for b in 0..finders.len() {
            if b == a || !alike(&finders[a], &finders[b]) {
                continue;
            }
            for c in b + 1..finders.len() {
                if c == a || !alike(&finders[a], &finders[c]) || !alike(&finders[b], &finders[c]) {
                    continue;
                }
                if let Some((cost, turned)) = corner(&finders[a], &finders[b], &finders[c]) {
                    groups.push((cost, if turned { [a, c, b] } else { [a, b, c] }));
                }
            }
        }
    }
    groups.sort_by(|x, y| x.0.total_cmp(&y.0));
    groups.truncate(TRIPLES);
    groups.into_iter().map(|(_, group)| group).collect()
}

fn alike(a: &Finder, b: &Finder) -> bool {
    (0.5..2.0).contains(&(a.module / b.module))
}

/// How far `a` is from being the square corner between `b` and `c`, and whether `c` comes before `b` clockwise.
fn corner(a: &Finder, b: &Finder, c: &Finder) -> Option<(f32, bool)> {
    let (bx, by, cx, cy) = (b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y);
    let (to_b, to_c) = (bx.hypot(by), cx.hypot(cy));
    let module = (a.module + b.module + c.module) / 3.0;
    // 14 modules at version 1, 170 at version 40; a module seen aslant is up to 1.4 times too long.
    if to_b < module * 8.0 || to_c < module * 8.0 || to_b > module * 260.0 || to_c > module * 260.0 {
        return None;
    }
    let ratio = to_b.min(to_c) / to_b.max(to_c);
    let cosine = (bx * cx + by * cy).abs() / (to_b * to_c);
    if ratio < 0.45 || cosine > 0.6 {
        return None;
    }
    let sizes = [a.module, b.module, c.module];
    let spread = sizes.iter().copied().fold(0.0, f32::max) / sizes.iter().copied().fold(f32::MAX, f32::min);
    // Small codes first: of four codes in a square, the near corners belong together.
    let size = (to_b + to_c) / module / 400.0;
    Some(((1.0 - ratio) + cosine + (spread - 1.0) + size, bx * cy - by * cx < 0.0))
}
