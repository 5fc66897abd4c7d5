//! Colours, and whether they can be told apart.

use std::fmt;

/// An opaque colour (sRGB).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Colour {
    /// A colour from its three parts.
    #[must_use]
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Reads `#rrggbb` or `#rgb`, in either case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?.as_bytes();
        let digit = |n: usize| char::from(*digits.get(n)?).to_digit(16).and_then(|d| u8::try_from(d).ok());
        match digits.len() {
            3 => Some(Self::new(digit(0)? * 17, digit(1)? * 17, digit(2)? * 17)),
            6 => Some(Self::new(digit(0)? * 16 + digit(1)?, digit(2)? * 16 + digit(3)?, digit(4)? * 16 + digit(5)?)),
            _ => None,
        }
    }

    /// The contrast of two colours, from 1 (the same) to 21 (black and white), as WCAG 2.2 computes it. Drawings need 3
    /// at least (success criterion 1.4.11).
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let part = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(self.red) + 0.7152 * part(self.green) + 0.0722 * part(self.blue)
    }

    /// The colour `percent` of the way to another.
    pub(super) const fn towards(self, other: Self, percent: u16) -> Self {
        const fn part(a: u8, b: u8, percent: u16) -> u8 {
            // At most 255, as percent is at most 100.
            ((a as u16 * (100 - percent) + b as u16 * percent) / 100) as u8
        }
        Self::new(
            part(self.red, other.red, percent),
            part(self.green, other.green, percent),
            part(self.blue, other.blue, percent),
        )
    }

    /// The colour with `percent` of its light.
    const fn dimmed(self, percent: u16) -> Self {
        const fn part(c: u8, percent: u16) -> u8 {
            // At most 255, as percent is at most 100.
            (c as u16 * percent / 100) as u8
        }
        Self::new(part(self.red, percent), part(self.green, percent), part(self.blue, percent))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

/// The three colours of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colours {
    /// The field behind the pictogram.
    pub face: Colour,
    /// The border and the shade.
    pub edge: Colour,
    /// The pictogram and the lines.
    pub ink: Colour,
}

impl Colours {
    /// Eight sets that go together, by name: `ocean`, `forest`, `brick`, `plum`, `night`, `sun`, `sea`, `rose`. Their
    /// lightness differs as well, so that most can be told apart in grey.
    pub const NAMED: [(&'static str, Self); 8] = [
        ("ocean", Self::with(0x1f, 0x6f, 0xb2)),
        ("forest", Self::with(0x2e, 0x7d, 0x4f)),
        ("brick", Self::with(0xc0, 0x48, 0x2f)),
        ("plum", Self::with(0x7b, 0x3f, 0x8c)),
        ("night", Self::with(0x27, 0x3b, 0x5e)),
        ("sun", Self { ink: DARK, ..Self::with(0xf2, 0xb1, 0x34) }),
        ("sea", Self::with(0x10, 0x7a, 0x7e)),
        ("rose", Self::with(0xb8, 0x3b, 0x6b)),
    ];

    /// A set of [`Colours::NAMED`].
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMED.into_iter().find(|(n, _)| *n == name).map(|(_, colours)| colours)
    }

    /// A set around one colour: a darker edge, and the ink that stands out best.
    #[must_use]
    pub fn around(face: Colour) -> Self {
        let ink = if face.contrast(PALE) >= face.contrast(DARK) { PALE } else { DARK };
        Self { ink, ..Self::with(face.red, face.green, face.blue) }
    }

    /// Whether the pictogram can be seen: ink on face, at least 3 to 1 (WCAG 2.2, 1.4.11).
    #[must_use]
    pub fn legible(&self) -> bool {
        self.ink.contrast(self.face) >= 3.0
    }

    /// The same, with the face made darker or lighter until letters can be read on it: ink on face at least 4.5 to 1
    /// (WCAG 2.2, 1.4.3), also where the face lies in the shade. Colours that are good already stay as they are.
    #[must_use]
    pub fn readable(self) -> Self {
        let mut colours = self;
        // In steps of 4 %; ink that is neither light nor dark gives way in the end.
        for _ in 0..64 {
            if colours.worst() >= 4.5 {
                return colours;
            }
            let darker = colours.ink.luminance() >= colours.face.luminance();
            let aim = if darker { BLACK } else { WHITE };
            colours.face = colours.face.towards(aim, 4);
            colours.edge = colours.face.dimmed(55);
        }
        Self::around(self.face).readable_ink()
    }

    /// Ink that is black or white, whichever stands out more; one of the two always does.
    fn readable_ink(self) -> Self {
        let ink = if self.face.contrast(WHITE) >= self.face.contrast(BLACK) { WHITE } else { BLACK };
        Self { ink, edge: if ink == WHITE { BLACK } else { self.face }, ..self }
    }

    /// The least contrast of letters with what lies behind them.
    fn worst(&self) -> f64 {
        self.ink.contrast(self.face).min(self.ink.contrast(self.face.towards(self.edge, 16)))
    }

    /// The darker of border and ink: what holds light parts together on a light page.
    pub(super) fn outline(&self) -> Colour {
        if self.edge.luminance() <= self.ink.luminance() { self.edge } else { self.ink }
    }

    /// The colour of letters on a ribbon of the colour of the ink.
    pub(super) fn on_ink(&self) -> Colour {
        if self.edge.contrast(self.ink) >= self.face.contrast(self.ink) { self.edge } else { self.face }
    }

    const fn with(red: u8, green: u8, blue: u8) -> Self {
        let face = Colour::new(red, green, blue);
        Self { face, edge: face.dimmed(55), ink: PALE }
    }
}

const BLACK: Colour = Colour::new(0, 0, 0);
const WHITE: Colour = Colour::new(255, 255, 255);
const PALE: Colour = Colour::new(0xff, 0xfa, 0xef);
const DARK: Colour = Colour::new(0x2b, 0x21, 0x12);
