//! How dark each pixel is for the place where it is: a shadow over half a code does not matter.

use super::grey::Grey;

/// With what a pixel is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Light {
    /// The mean of an eighth of the picture around it.
    Wide,
    /// The mean of a twenty-fourth.
    Near,
    /// The middle between the darkest and the brightest around it, which blur does not move.
    Local,
}

/// For each pixel, from −127 (paper) to 127 (ink); above 0 is dark.
pub(super) struct Ink {
    pub(super) width: i32,
    pub(super) height: i32,
    ink: Vec<i8>,
}

impl Ink {
    pub(super) fn of(grey: &Grey, light: Light, negative: bool) -> Self {
        let contrast = contrast(grey);
        let longest = grey.width.max(grey.height);
        let thresholds = match light {
            Light::Wide => mean(grey, longest / 16),
            Light::Near => mean(grey, longest / 48),
            Light::Local => middle(grey, contrast),
        };
        // What differs from its place by less than this is noise of the paper.
        let bias = if negative { -contrast / 24 } else { contrast / 24 };
        let full = (contrast / 3).max(6);
        let ink = |(&grey, &threshold): (&u8, &u8)| {
            let above = i32::from(threshold) - bias - i32::from(grey);
            let above = if negative { -above } else { above };
            (above * 127 / full).clamp(-127, 127) as i8
        };
        Self {
            width: grey.width as i32,
            height: grey.height as i32,
            ink: grey.pixels.iter().zip(&thresholds).map(ink).collect(),
        }
    }

    /// Paper outside the picture.
    pub(super) fn at(&self, x: i32, y: i32) -> i8 {
        if x < 0 || y < 0 || x >= self.width || y >= self.height {
            return -127;
        }
        self.ink[y as usize * self.width as usize + x as usize]
    }

    pub(super) fn dark(&self, x: i32, y: i32) -> bool {
        self.at(x, y) > 0
    }

    pub(super) fn row(&self, y: i32) -> &[i8] {
        let width = self.width as usize;
        let start = y as usize * width;
        &self.ink[start..start + width]
    }

    /// The ink at a point, from −1 to 1.
    pub(super) fn near(&self, x: f32, y: f32) -> f32 {
        // Saturates far outside, which is paper.
        f32::from(self.at(x.floor() as i32, y.floor() as i32)) / 127.0
    }
}

/// The distance between the dark and the bright parts, without the extreme hundredths.
fn contrast(grey: &Grey) -> i32 {
    let mut counts = [0_usize; 256];
    for &pixel in &grey.pixels {
        counts[usize::from(pixel)] += 1;
    }
    let share = grey.pixels.len() / 100;
    let mut seen = [0; 2];
    let [dark, bright] = [0, 1].map(|end| {
        let reached = (0..256).find(|&n| {
            seen[end] += counts[if end == 0 { n } else { 255 - n }];
            seen[end] > share
        });
        reached.unwrap_or(0) as i32
    });
    (255 - bright - dark).max(8)
}

/// The mean of the square that reaches `radius` pixels each way.
fn mean(grey: &Grey, radius: u32) -> Vec<u8> {
    let (width, height, radius) = (grey.width as usize, grey.height as usize, radius.max(6) as usize);
    // Sums of all pixels above and to the left. They may wrap: only differences are used.
    let stride = width + 1;
    let mut sums = vec![0_u32; stride * (height + 1)];
    for y in 0..height {
        let mut row = 0_u32;
        for x in 0..width {
            row += u32::from(grey.pixels[y * width + x]);
            sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1].wrapping_add(row);
        }
    }
    let mut means = Vec::with_capacity(width * height);
    for y in 0..height {
        let (top, bottom) = (y.saturating_sub(radius), (y + radius + 1).min(height));
        for x in 0..width {
            let (left, right) = (x.saturating_sub(radius), (x + radius + 1).min(width));
            let sum = sums[bottom * stride + right]
                .wrapping_sub(sums[top * stride + right])
                .wrapping_sub(sums[bottom * stride + left])
                .wrapping_add(sums[top * stride + left]);
            means.push((sum / ((bottom - top) * (right - left)) as u32) as u8);
        }
    }
    means
}

/// The middle between the extremes of the blocks around; where nothing differs, all is paper.
fn middle(grey: &Grey, contrast: i32) -> Vec<u8> {
    let (width, height) = (grey.width as usize, grey.height as usize);
    let block = (width.min(height) / 96).clamp(4, 12);
    let (columns, rows) = (width.div_ceil(block), height.div_ceil(block));
    let mut extremes = vec![(255_u8, 0_u8); columns * rows];
    for (n, &pixel) in grey.pixels.iter().enumerate() {
        let (least, most) = &mut extremes[n / width / block * columns + n % width / block];
        *least = pixel.min(*least);
        *most = pixel.max(*most);
    }
    let mut middles = Vec::with_capacity(columns * rows);
    for y in 0..rows {
        for x in 0..columns {
            let (mut least, mut most) = (255, 0);
            for row in y.saturating_sub(2)..(y + 3).min(rows) {
                for &(l, m) in &extremes[row * columns + x.saturating_sub(2)..row * columns + (x + 3).min(columns)] {
                    least = l.min(least);
                    most = m.max(most);
                }
            }
            let flat = i32::from(most) - i32::from(least) < contrast / 3;
            middles.push(if flat { least.saturating_sub(1) } else { ((u16::from(least) + u16::from(most)) / 2) as u8 });
        }
    }
    (0..width * height).map(|n| middles[n / width / block * columns + n % width / block]).collect()
}
