//! A grey picture: enlarged, reduced, sharpened.

use super::Luma;

/// One byte a pixel.
pub(super) struct Grey {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) pixels: Vec<u8>,
}

impl Grey {
    pub(super) fn of(luma: Luma<'_>) -> Self {
        let size = luma.width as usize * luma.height as usize;
        let mut pixels = luma.pixels[..size.min(luma.pixels.len())].to_vec();
        pixels.resize(size, 255);
        Self { width: luma.width, height: luma.height, pixels }
    }

    /// The darkest and the brightest pixel.
    pub(super) fn extremes(&self) -> (u8, u8) {
        self.pixels.iter().fold((255, 0), |(least, most), &p| (p.min(least), p.max(most)))
    }

    fn at(&self, x: u32, y: u32) -> u32 {
        let (x, y) = (x.min(self.width - 1), y.min(self.height - 1));
        u32::from(self.pixels[y as usize * self.width as usize + x as usize])
    }

    /// At `tenths` tenths of its size: averaged when smaller, interpolated when larger.
    pub(super) fn scaled(&self, tenths: u32) -> Self {
        let width = (self.width * tenths / 10).max(1);
        let height = (self.height * tenths / 10).max(1);
        let mut pixels = Vec::with_capacity(width as usize * height as usize);
        for y in 0..height {
            for x in 0..width {
                let grey = match tenths {
                    10 => self.at(x, y),
                    0..10 => self.average(x, y, tenths),
                    _ => self.between(x, y, tenths),
                };
                pixels.push(grey as u8);
            }
        }
        Self { width, height, pixels }
    }

    fn average(&self, x: u32, y: u32, tenths: u32) -> u32 {
        let (left, right) = (x * 10 / tenths, ((x + 1) * 10).div_ceil(tenths));
        let (top, bottom) = (y * 10 / tenths, ((y + 1) * 10).div_ceil(tenths));
        let sum: u32 = (top..bottom).map(|y| (left..right).map(|x| self.at(x, y)).sum::<u32>()).sum();
        sum / ((right - left) * (bottom - top)).max(1)
    }

    fn between(&self, x: u32, y: u32, tenths: u32) -> u32 {
        // The middle of pixel x lies at (x + 1/2) · 10/tenths − 1/2 of the picture; here in 256ths.
        let source = |n: u32| ((n * 2 + 1) * 1280 / tenths).saturating_sub(128);
        let (sx, sy) = (source(x), source(y));
        let (x, y, fx, fy) = (sx >> 8, sy >> 8, sx & 255, sy & 255);
        let top = self.at(x, y) * (256 - fx) + self.at(x + 1, y) * fx;
        let bottom = self.at(x, y + 1) * (256 - fx) + self.at(x + 1, y + 1) * fx;
        (top * (256 - fy) + bottom * fy) >> 16
    }

    /// With stronger edges: each pixel moves away from the mean of those around it.
    pub(super) fn sharpened(&self) -> Self {
        let mut pixels = Vec::with_capacity(self.pixels.len());
        for y in 0..self.height {
            for x in 0..self.width {
                let (left, up) = (x.saturating_sub(2), y.saturating_sub(2));
                let around = self.at(left, y)
                    + self.at(x + 2, y)
                    + self.at(x, up)
                    + self.at(x, y + 2)
                    + self.at(left, up)
                    + self.at(x + 2, y + 2)
                    + self.at(left, y + 2)
                    + self.at(x + 2, up);
                let (own, mean) = (self.at(x, y) as i32, (around / 8) as i32);
                pixels.push((own + (own - mean) * 3 / 2).clamp(0, 255) as u8);
            }
        }
        Self { width: self.width, height: self.height, pixels }
    }
}
