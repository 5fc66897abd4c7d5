//! Coordinates on a page (ISO 32000-1 section 8.3).

/// `[a b c d e f]`: x' = ax + cy + e, y' = bx + dy + f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix(pub(super) [f32; 6]);

impl Matrix {
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) const fn moved(x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// Six numbers, each of them finite.
    pub(super) fn of(numbers: &[f32]) -> Option<Self> {
        let six: [f32; 6] = numbers.try_into().ok()?;
        six.iter().all(|n| n.is_finite()).then_some(Self(six))
    }

    /// First `self`, then `other`.
    pub(super) fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, other.0);
        Self([a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l])
    }

    pub(super) fn apply(self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// The way back, unless everything falls into a line.
    #[cfg(feature = "scan")]
    pub(super) fn inverse(self) -> Option<Self> {
        let [a, b, c, d, e, f] = self.0;
        let area = a * d - b * c;
        let back = [d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area];
        back.iter().all(|n| n.is_finite()).then_some(Self(back))
    }

    /// How much longer a line across the text direction becomes.
    pub(super) fn scale(self) -> f32 {
        self.0[2].hypot(self.0[3])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_and_turning() {
        let turned = Matrix([0.0, 2.0, -2.0, 0.0, 0.0, 0.0]);
        assert_eq!(Matrix::moved(1.0, 0.0).then(turned).apply(0.0, 0.0), (0.0, 2.0));
        assert_eq!(turned.then(Matrix::moved(1.0, 0.0)).apply(1.0, 0.0), (1.0, 2.0));
        assert_eq!(turned.scale(), 2.0);
        #[cfg(feature = "scan")]
        assert_eq!(turned.inverse().map(|back| back.apply(-4.0, 6.0)), Some((3.0, 2.0)));
        assert_eq!(Matrix::of(&[1.0, 0.0, 0.0, f32::NAN, 0.0, 0.0]), None);
    }
}
