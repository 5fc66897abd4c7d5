//! Codes drawn here, tilted, blurred, darkened and squeezed as phones and printers do, and how many are read.

// What is measured is for people to read.
#![allow(clippy::print_stdout)]

use image::codecs::jpeg::JpegEncoder;

use super::*;
use crate::container::PictureError;

/// A picture in the making: floating brightness, 0 is black.
#[derive(Clone)]
struct Scene {
    width: usize,
    height: usize,
    light: Vec<f32>,
}

/// A code's bits: `true` is dark.
fn bits(text: &str) -> Vec<Vec<bool>> {
    let code = fast_qr::QRBuilder::new(text).ecl(fast_qr::ECL::M).build().unwrap();
    (0..code.size).map(|y| code[y].iter().map(|m| m.value()).collect()).collect()
}

/// As long as a signed statement: about version 19 at level M.
fn long_text() -> String {
    let tail: String = (0..560_u32).map(|n| char::from(b'a' + (n * n * 7 % 26) as u8)).collect();
    format!("https://lieu.example.org/v#{tail}")
}

impl Scene {
    fn paper(width: usize, height: usize) -> Self {
        Self { width, height, light: vec![235.0; width * height] }
    }

    /// Draws a code with its quiet zone into the quadrilateral `to` (top left, top right, bottom right, bottom left).
    fn code(mut self, text: &str, to: [(f32, f32); 4]) -> Self {
        let bits = bits(text);
        let size = bits.len() as f32 + 8.0;
        let inverse = Inverse::of(to);
        for y in 0..self.height {
            for x in 0..self.width {
                let mut sum = 0.0;
                let mut hits = 0;
                for (dx, dy) in [(0.17, 0.33), (0.5, 0.17), (0.83, 0.33), (0.33, 0.67), (0.67, 0.83), (0.5, 0.5)] {
                    let Some((u, v)) = inverse.map(x as f32 + dx, y as f32 + dy) else { continue };
                    let (mx, my) = ((u * size - 4.0).floor(), (v * size - 4.0).floor());
                    let dark =
                        mx >= 0.0 && my >= 0.0 && bits.get(my as usize).and_then(|r| r.get(mx as usize)) == Some(&true);
                    sum += if dark { 25.0 } else { 245.0 };
                    hits += 1;
                }
                if hits > 0 {
                    let old = self.light[y * self.width + x];
                    self.light[y * self.width + x] = (sum + old * (6 - hits) as f32) / 6.0;
                }
            }
        }
        self
    }

    /// A gaussian blur, in two passes.
    fn blur(mut self, sigma: f32) -> Self {
        let reach = (sigma * 3.0).ceil() as i32;
        let weights: Vec<f32> = (-reach..=reach).map(|n| (-(n * n) as f32 / (2.0 * sigma * sigma)).exp()).collect();
        let all: f32 = weights.iter().sum();
        for across in [true, false] {
            let old = self.light.clone();
            for y in 0..self.height as i32 {
                for x in 0..self.width as i32 {
                    let mut sum = 0.0;
                    for (n, weight) in (-reach..=reach).zip(&weights) {
                        let (sx, sy) = if across { (x + n, y) } else { (x, y + n) };
                        let (sx, sy) = (sx.clamp(0, self.width as i32 - 1), sy.clamp(0, self.height as i32 - 1));
                        sum += weight * old[sy as usize * self.width + sx as usize];
                    }
                    self.light[y as usize * self.width + x as usize] = sum / all;
                }
            }
        }
        self
    }

    fn noise(mut self, strength: f32) -> Self {
        let mut state = 0x2545_f491_u32;
        for light in &mut self.light {
            let mut sum = 0.0;
            for _ in 0..4 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                sum += (state >> 16) as f32 / 65_536.0 - 0.5;
            }
            *light += sum * strength;
        }
        self
    }

    /// Less contrast, and a shadow that falls from one corner.
    fn dim(mut self, contrast: f32, shadow: f32) -> Self {
        for (n, light) in self.light.iter_mut().enumerate() {
            let (x, y) = ((n % self.width) as f32 / self.width as f32, (n / self.width) as f32 / self.height as f32);
            *light = (90.0 + (*light - 90.0) * contrast) * (1.0 - shadow * (x + y) / 2.0);
        }
        self
    }

    fn bytes(&self) -> Vec<u8> {
        self.light.iter().map(|l| l.round().clamp(0.0, 255.0) as u8).collect()
    }

    fn jpeg(&self, quality: u8) -> Vec<u8> {
        let mut out = Vec::new();
        JpegEncoder::new_with_quality(&mut out, quality)
            .encode(&self.bytes(), self.width as u32, self.height as u32, image::ExtendedColorType::L8)
            .unwrap();
        out
    }

    fn read(&self) -> Codes {
        let bytes = self.bytes();
        read(Luma { width: self.width as u32, height: self.height as u32, pixels: &bytes }, &Limits::default())
    }

    fn says(&self, text: &str) -> bool {
        self.read().found.iter().any(|code| code.text == text)
    }
}

/// From a quadrilateral back to the unit square, by Cramer's rule on the forward map.
struct Inverse([f32; 9]);

impl Inverse {
    fn of([(x0, y0), (x1, y1), (x2, y2), (x3, y3)]: [(f32, f32); 4]) -> Self {
        let (sx, sy) = (x0 - x1 + x2 - x3, y0 - y1 + y2 - y3);
        let (dx1, dx2, dy1, dy2) = (x1 - x2, x3 - x2, y1 - y2, y3 - y2);
        let det = dx1 * dy2 - dx2 * dy1;
        let (g, h) = ((sx * dy2 - sy * dx2) / det, (dx1 * sy - dy1 * sx) / det);
        let [a, b, c] = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0];
        let [d, e, f] = [y1 - y0 + g * y1, y3 - y0 + h * y3, y0];
        // The adjugate of [[a b c] [d e f] [g h 1]].
        Self([
            e - f * h,
            c * h - b,
            b * f - c * e,
            f * g - d,
            a - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
            a * e - b * d,
        ])
    }

    fn map(&self, x: f32, y: f32) -> Option<(f32, f32)> {
        let m = &self.0;
        let w = m[6] * x + m[7] * y + m[8];
        let (u, v) = ((m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w);
        ((0.0..1.0).contains(&u) && (0.0..1.0).contains(&v)).then_some((u, v))
    }
}

/// A square of `side` pixels around a middle, turned by an angle in degrees, its far edge `tilt` times shorter.
fn turned(x: f32, y: f32, side: f32, degrees: f32, tilt: f32) -> [(f32, f32); 4] {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let half = side / 2.0;
    [(-half * tilt, -half * tilt), (half * tilt, -half * tilt), (half, half), (-half, half)]
        .map(|(px, py)| (x + px * cos - py * sin, y + px * sin + py * cos))
}

#[test]
fn a_code_is_read_upright_small_and_large() {
    for (text, side, canvas) in
        [("https://lieu.example.org/b/1/", 90.0, 120), ("https://lieu.example.org/b/1/", 400.0, 500)]
    {
        let middle = canvas as f32 / 2.0;
        let scene = Scene::paper(canvas, canvas).code(text, turned(middle, middle, side, 0.0, 1.0));
        let codes = scene.read();
        assert_eq!(codes.found.len(), 1, "{side}: {codes:?}");
        assert_eq!(codes.found[0].text, text);
        assert!(!codes.unreadable && !codes.cut);
    }
}

// The corners of a code are there, and of its words too little: that is said, whichever way of looking is the last.
#[test]
fn a_code_that_cannot_be_read_is_seen() {
    let mut scene = Scene::paper(400, 400).code("https://lieu.example.org/b/1/", turned(200.0, 200.0, 300.0, 0.0, 1.0));
    let across = |n: usize| (170..230).contains(&n);
    for (at, pixel) in scene.light.iter_mut().enumerate() {
        let (x, y) = (at % 400, at / 400);
        if (across(x) || across(y)) && (x / 12 + y / 12) % 2 == 0 {
            *pixel = 255.0 - *pixel;
        }
    }
    let codes = scene.read();
    assert!(codes.found.is_empty() && codes.unreadable, "{codes:?}");
    assert!(!Scene::paper(400, 400).read().unreadable);
}

#[test]
fn the_corners_are_where_the_code_was_drawn() {
    let scene = Scene::paper(600, 600).code("https://lieu.example.org/", turned(300.0, 300.0, 330.0, 20.0, 1.0));
    let code = &scene.read().found[0];
    // 25 modules within 33.
    for ((x, y), (ex, ey)) in code.corners.into_iter().zip(turned(300.0, 300.0, 250.0, 20.0, 1.0)) {
        assert!((x - ex).hypot(y - ey) < 6.0, "{x},{y} instead of {ex},{ey}");
    }
}

/// How many of a family of renderings are read.
fn rate(name: &str, scenes: &[(String, Scene, String)]) -> usize {
    let missed: Vec<&str> = scenes.iter().filter(|(_, s, t)| !s.says(t)).map(|(n, _, _)| n.as_str()).collect();
    let read = scenes.len() - missed.len();
    println!("{name}: {read} of {} read; missed: {missed:?}", scenes.len());
    read
}

/// Every angle is measured when asked for (`--ignored`, optimised); three of them are always tested.
const ANGLES: [f32; 7] = [0.0, 12.0, 30.0, 45.0, 5.0, 20.0, 38.0];

fn family(make: impl Fn(&str, f32, f32) -> Scene) -> Vec<(String, Scene, String)> {
    family_of(&ANGLES[..3], make)
}

fn family_of(angles: &[f32], make: impl Fn(&str, f32, f32) -> Scene) -> Vec<(String, Scene, String)> {
    let mut scenes = Vec::new();
    for (kind, text, module) in
        [("short", "https://lieu.example.org/b/7f3a/".to_owned(), 5.0), ("long", long_text(), 5.0)]
    {
        let side = (bits(&text).len() + 8) as f32 * module;
        for &degrees in angles {
            scenes.push((format!("{kind} {degrees}°"), make(&text, side, degrees), text.clone()));
        }
    }
    scenes
}

fn drawn(text: &str, side: f32, degrees: f32, tilt: f32) -> Scene {
    let canvas = (side * 1.6) as usize;
    Scene::paper(canvas, canvas).code(text, turned(canvas as f32 / 2.0, canvas as f32 / 2.0, side, degrees, tilt))
}

/// What is done to a code: a name, and a scene from a text, a side and an angle.
type Harm = (&'static str, fn(&str, f32, f32) -> Scene);

const HARMS: [Harm; 10] = [
    ("turned", |t, s, d| drawn(t, s, d, 1.0)),
    ("perspective, far edge 15 % shorter", |t, s, d| drawn(t, s, d, 0.85)),
    ("perspective, far edge 30 % shorter", |t, s, d| drawn(t, s, d, 0.7)),
    ("blur of 1.5 pixels (0.3 modules)", |t, s, d| drawn(t, s, d, 0.95).blur(1.5)),
    ("blur of 2.2 pixels (0.44 modules)", |t, s, d| drawn(t, s, d, 1.0).blur(2.2)),
    ("noise, standard deviation 35 of 255", |t, s, d| drawn(t, s, d, 1.0).blur(0.8).noise(60.0)),
    ("a fifth of the contrast", |t, s, d| drawn(t, s, d, 1.0).blur(0.8).dim(0.2, 0.0).noise(6.0)),
    ("a shadow of 70 % across", |t, s, d| drawn(t, s, d, 0.9).blur(0.8).dim(0.8, 0.7).noise(6.0)),
    ("2.5 pixels a module", |t, s, d| drawn(t, s / 2.0, d, 1.0).blur(0.5)),
    ("all at once", |t, s, d| drawn(t, s, d, 0.85).blur(1.2).dim(0.5, 0.4).noise(15.0)),
];

#[test]
fn tilted_codes_are_read() {
    for (name, harm) in &HARMS[..3] {
        assert_eq!(rate(name, &family(harm)), 6, "{name}");
    }
}

#[test]
fn blurred_noisy_and_dim_codes_are_read() {
    for (name, harm) in [&HARMS[3], &HARMS[5], &HARMS[6], &HARMS[7]] {
        assert!(rate(name, &family(harm)) >= 5, "{name}");
    }
}

/// Prints the table in `docs/pictures.md`.
#[test]
#[ignore = "minutes without optimisation: cargo test --release --features scan -- --ignored --nocapture qr"]
fn measured_rates() {
    for (name, harm) in &HARMS {
        assert!(rate(name, &family_of(&ANGLES, harm)) >= 13, "{name}");
    }
}

#[test]
fn codes_in_jpeg_are_read() {
    let limits = Limits::default();
    let family = family(|t, s, d| drawn(t, s, d, 0.9).blur(0.8).noise(12.0));
    let read = family
        .iter()
        .filter(|(_, scene, text)| {
            read_picture(&scene.jpeg(40), &limits).unwrap().found.iter().any(|code| code.text == *text)
        })
        .count();
    println!("jpeg 40: {read} of {}", family.len());
    assert!(read >= 5);
}

#[test]
fn several_codes_on_one_page_are_read() {
    let mut page = Scene::paper(1240, 1754);
    let mut expected = Vec::new();
    for n in 0..6 {
        let text = format!("https://lieu.example.org/b/{n}/");
        let (x, y) = (250.0 + 350.0 * (n % 3) as f32, 400.0 + 600.0 * (n / 3) as f32);
        page = page.code(&text, turned(x, y, 160.0, 4.0 * n as f32, 1.0));
        expected.push(text);
    }
    let mut found: Vec<String> = page.blur(0.6).read().found.into_iter().map(|code| code.text).collect();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn light_on_dark_and_mirrored_codes_are_read() {
    let text = "https://lieu.example.org/b/1/";
    let mut scene = drawn(text, 250.0, 10.0, 1.0);
    for light in &mut scene.light {
        *light = 255.0 - *light;
    }
    assert!(scene.says(text));
    let [a, b, c, d] = turned(200.0, 200.0, 250.0, 0.0, 1.0);
    assert!(Scene::paper(400, 400).code(text, [b, a, d, c]).says(text));
}

#[test]
fn limits_hold() {
    let scene = Scene::paper(300, 300).code("un", turned(80.0, 150.0, 120.0, 0.0, 1.0));
    let scene = scene.code("deux", turned(220.0, 150.0, 120.0, 0.0, 1.0));
    let one = Limits { qr_codes: 1, ..Limits::default() };
    let bytes = scene.bytes();
    let luma = Luma { width: 300, height: 300, pixels: &bytes };
    let codes = read(luma, &one);
    assert_eq!((codes.found.len(), codes.cut), (1, true));
    assert_eq!(read(luma, &Limits { qr_tries: 0, ..Limits::default() }), Codes::default());
    assert_eq!(read(luma, &Limits { picture_pixels: 100, ..Limits::default() }), Codes::default());
    let fault = read_picture(&scene.jpeg(80), &Limits { picture_pixels: 100, ..Limits::default() });
    assert_eq!(fault, Err(PictureError::TooManyPixels { width: 300, height: 300, limit: 100 }));
}

#[test]
fn what_is_no_code_gives_nothing() {
    assert_eq!(Scene::paper(200, 200).noise(80.0).read(), Codes::default());
    assert_eq!(Scene::paper(200, 200).read(), Codes::default());
    assert!(Scene::paper(5, 5).read().found.is_empty());
    // Fewer bytes than pixels: the rest is white.
    let short = Luma { width: 100, height: 100, pixels: &[0; 10] };
    assert!(read(short, &Limits::default()).found.is_empty());
    assert_eq!(read_picture(b"", &Limits::default()), Err(PictureError::Empty));
    assert!(read_picture(b"\xff\xd8\xff\xe0 not really", &Limits::default()).is_err());
}

#[test]
fn a_page_of_rings_costs_little() {
    // Squares like the corners of codes, everywhere: the groups of three that are tried are bounded.
    let mut scene = Scene::paper(700, 700);
    for (y, row) in scene.light.chunks_exact_mut(700).enumerate() {
        for (x, light) in row.iter_mut().enumerate() {
            let (dx, dy) = ((x % 20) as i32 / 2 - 4, (y % 20) as i32 / 2 - 4);
            let ring = dx.abs().max(dy.abs());
            *light = if ring == 2 || ring >= 4 { 250.0 } else { 10.0 };
        }
    }
    assert!(scene.read().found.is_empty());
}
