//! Pictograms: lines and surfaces in a box of 100 by 100, bold enough for 64 pixels.

use std::fmt::Write as _;

use super::Colour;

/// The pictogram of a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Icon {
    /// Hammer and screwdriver: workshop, repair.
    Tools,
    /// Three people: group, mediation.
    People,
    /// A screen with code.
    Screen,
    /// A leaf: environment.
    Leaf,
    /// A flame: energy.
    Flame,
    /// A microscope: science.
    Microscope,
    /// A camera: picture, film.
    Camera,
    /// An open book: knowledge, documentation.
    Book,
    /// An open hand: help, volunteering.
    Hand,
    /// A gear: machines.
    Gear,
    /// A speech bubble: speaking up.
    Speech,
    /// A star: achievement.
    Star,
    /// A bicycle: mobility.
    Bicycle,
    /// A light bulb: ideas.
    Bulb,
    /// A heart: care.
    Heart,
    /// A cube: 3D printing, volumes.
    Cube,
    /// A chip: electronics.
    Chip,
    /// A pencil: drawing, writing.
    Pencil,
    /// A microphone: sound, radio.
    Microphone,
    /// A globe: the world, languages.
    Globe,
}

enum Part {
    /// A line of the usual weight.
    Line(&'static str),
    /// A line of double weight.
    Bold(&'static str),
    /// A surface, holes included.
    Fill(&'static str),
}

use Part::{Bold, Fill, Line};

impl Icon {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::Tools,
        Self::People,
        Self::Screen,
        Self::Leaf,
        Self::Flame,
        Self::Microscope,
        Self::Camera,
        Self::Book,
        Self::Hand,
        Self::Gear,
        Self::Speech,
        Self::Star,
        Self::Bicycle,
        Self::Bulb,
        Self::Heart,
        Self::Cube,
        Self::Chip,
        Self::Pencil,
        Self::Microphone,
        Self::Globe,
    ];

    /// A permanent name: `microscope`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tools => "tools",
            Self::People => "people",
            Self::Screen => "screen",
            Self::Leaf => "leaf",
            Self::Flame => "flame",
            Self::Microscope => "microscope",
            Self::Camera => "camera",
            Self::Book => "book",
            Self::Hand => "hand",
            Self::Gear => "gear",
            Self::Speech => "speech",
            Self::Star => "star",
            Self::Bicycle => "bicycle",
            Self::Bulb => "bulb",
            Self::Heart => "heart",
            Self::Cube => "cube",
            Self::Chip => "chip",
            Self::Pencil => "pencil",
            Self::Microphone => "microphone",
            Self::Globe => "globe",
        }
    }

    /// The pictogram of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|icon| icon.as_str() == name)
    }

    /// Writes the paths; the group around them sets lines of weight 7 with round ends.
    pub(super) fn draw(self, svg: &mut String, ink: Colour) {
        for part in self.parts() {
            // Writing to a String does not fail.
            let _ = match part {
                Line(d) => writeln!(svg, "<path d=\"{d}\"/>"),
                Bold(d) => writeln!(svg, "<path d=\"{d}\" stroke-width=\"13\"/>"),
                Fill(d) => writeln!(svg, "<path d=\"{d}\" fill=\"{ink}\" fill-rule=\"evenodd\" stroke=\"none\"/>"),
            };
        }
    }

    const fn parts(self) -> &'static [Part] {
        match self {
            Self::Tools => &[
                // Screwdriver, from bottom right to top left.
                Bold("M65 65L82 82"),
                Line("M60 60L24 24M16 24L24 16"),
                // Hammer, from bottom left to top right.
                Bold("M18 82L58 42"),
                Fill("M42 23L55 10Q58 7 61 10L90 39Q93 42 90 45L77 58Q74 61 71 58L42 29Q39 26 42 23Z"),
            ],
            Self::People => &[
                Fill("M50 16A14 14 0 1 1 50 44A14 14 0 1 1 50 16Z"),
                Fill("M26 86V78A24 24 0 0 1 74 78V86Z"),
                Fill("M18 30A9.5 9.5 0 1 1 18 49A9.5 9.5 0 1 1 18 30Z"),
                Fill("M82 30A9.5 9.5 0 1 1 82 49A9.5 9.5 0 1 1 82 30Z"),
                Fill("M2 76V71A16 16 0 0 1 26 58A30 30 0 0 0 19 76Z"),
                Fill("M98 76V71A16 16 0 0 0 74 58A30 30 0 0 1 81 76Z"),
            ],
            Self::Screen => &[
                Line("M18 18H82Q88 18 88 24V62Q88 68 82 68H18Q12 68 12 62V24Q12 18 18 18Z"),
                Line("M50 68V83M32 84H68"),
                Line("M36 34L27 43L36 52M64 34L73 43L64 52M54 32L46 54"),
            ],
            Self::Leaf => &[Fill("M26 70C14 40 36 16 84 14C88 58 66 84 36 76L62 42L30 71Z"), Line("M33 73L17 89")],
            Self::Flame => &[Fill(
                "M52 8C56 28 80 40 80 64A30 30 0 0 1 20 64C20 50 29 42 32 30C39 35 42 40 43 46C50 36 53 24 52 8Z\
                 M51 54C50 62 38 66 38 76A13 13 0 0 0 64 76C64 66 54 62 51 54Z",
            )],
            Self::Microscope => &[
                Bold("M43 19L58 50"),
                Line("M36 14L47 9M52 57L66 50"),
                Line("M60 27A31 31 0 0 1 60 86M24 87H80M28 68H54M42 87V79"),
            ],
            Self::Camera => &[
                Fill(
                    "M18 28H32L38 18H62L68 28H82Q92 28 92 38V74Q92 84 82 84H18Q8 84 8 74V38Q8 28 18 28Z\
                     M50 36A19 19 0 1 0 50 74A19 19 0 1 0 50 36Z",
                ),
                Fill("M50 44A11 11 0 1 1 50 66A11 11 0 1 1 50 44Z"),
            ],
            Self::Book => &[
                Line("M50 28C42 20 28 17 12 19V75C28 73 42 76 50 84C58 76 72 73 88 75V19C72 17 58 20 50 28Z"),
                Line("M50 28V82"),
                Line("M24 37Q32 37 38 40M24 53Q32 53 38 56M76 37Q68 37 62 40M76 53Q68 53 62 56"),
            ],
            Self::Hand => &[
                Bold("M33 56V28M47.5 52V19M62 52V22M76 60V33"),
                Fill("M26.5 50H82.5V64C82.5 82 72 92 56 92C42 92 36 86 29 75L12 54C8 48 14 41 20 46L30 55Z"),
            ],
            Self::Gear => &[
                Fill("M50 18A32 32 0 1 1 50 82A32 32 0 1 1 50 18ZM50 36A14 14 0 1 0 50 64A14 14 0 1 0 50 36Z"),
                Bold(
                    "M50 20V13M50 80V87M20 50H13M80 50H87M28.8 28.8L23.8 23.8M71.2 28.8L76.2 23.8M28.8 71.2L23.8 76.2M71.2 71.2L76.2 76.2",
                ),
            ],
            Self::Speech => &[Fill(
                "M24 14H76Q90 14 90 28V56Q90 70 76 70H52L32 89Q28 92 28 87V70H24Q10 70 10 56V28Q10 14 24 14Z\
                     M32 36A6 6 0 1 0 32 48A6 6 0 1 0 32 36ZM50 36A6 6 0 1 0 50 48A6 6 0 1 0 50 36Z\
                     M68 36A6 6 0 1 0 68 48A6 6 0 1 0 68 36Z",
            )],
            Self::Star => &[
                Fill("M50 12L61.6 37.1L89 40.3L68.7 59L74.1 86.200L50 72.6L25.900 86.200L31.3 59L11 40.3L38.4 37.1Z"),
                Line("M50 12L61.6 37.1L89 40.3L68.7 59L74.1 86.200L50 72.6L25.900 86.200L31.3 59L11 40.3L38.4 37.1Z"),
            ],
            Self::Bicycle => &[
                Line("M22 45A18 18 0 1 1 22 81A18 18 0 1 1 22 45ZM78 45A18 18 0 1 1 78 81A18 18 0 1 1 78 45Z"),
                Line("M22 63L38 36H66L78 63M38 36L48 63L66 36M22 63H48"),
                Line("M66 36L61 22H73M30 26H44M37 26L40 36"),
            ],
            Self::Bulb => &[
                Line("M38 66C38 56 24 52 24 35A26 26 0 0 1 76 35C76 52 62 56 62 66Z"),
                Line("M39 78H61M44 89H56"),
                Line("M42 36L50 44L58 36M50 44V64"),
            ],
            Self::Heart => &[Fill("M50 88C18 64 8 50 8 36A22 22 0 0 1 50 26A22 22 0 0 1 92 36C92 50 82 64 50 88Z")],
            Self::Cube => &[
                Line("M50 10L86 30V70L50 90L14 70V30Z"),
                Line("M14 30L50 50L86 30M50 50V90"),
                Fill("M50 50L86 30V70L50 90Z"),
            ],
            Self::Chip => &[
                Line("M30 24H70Q76 24 76 30V70Q76 76 70 76H30Q24 76 24 70V30Q24 24 30 24Z"),
                Fill("M40 38H60Q62 38 62 40V60Q62 62 60 62H40Q38 62 38 60V40Q38 38 40 38Z"),
                Line("M36 24V10M50 24V10M64 24V10M36 76V90M50 76V90M64 76V90"),
                Line("M24 36H10M24 50H10M24 64H10M76 36H90M76 50H90M76 64H90"),
            ],
            Self::Pencil => &[
                Fill("M25 58L62 21L79 38L42 75Z"),
                Fill("M20 64L36 80L14 86Q12 86 13 84Z"),
                Fill("M68 15L72 11Q76 7 80 11L89 20Q93 24 89 28L85 32Z"),
            ],
            Self::Microphone => &[
                Fill("M50 8A17 17 0 0 1 67 25V45A17 17 0 0 1 33 45V25A17 17 0 0 1 50 8Z"),
                Line("M20 44A30 30 0 0 0 80 44M50 74V90M34 91H66"),
            ],
            Self::Globe => &[
                Line("M50 10A40 40 0 1 1 50 90A40 40 0 1 1 50 10Z"),
                Line("M50 10C72 32 72 68 50 90C28 68 28 32 50 10Z"),
                Line("M14 36H86M14 64H86"),
            ],
        }
    }
}
