//! A drawing for those who have not drawn one.

use super::{Colours, Design, Icon, Level, Shape};

/// What a title is about: beginnings of words, French and English, in lower case and without accents.
const THINGS: [(&str, Icon); 47] = [
    ("velo", Icon::Bicycle),
    ("bicycl", Icon::Bicycle),
    ("bike", Icon::Bicycle),
    ("mobilit", Icon::Bicycle),
    ("3d", Icon::Cube),
    ("laser", Icon::Flame),
    ("electroni", Icon::Chip),
    ("circuit", Icon::Chip),
    ("soud", Icon::Chip),
    ("solder", Icon::Chip),
    ("robot", Icon::Chip),
    ("arduino", Icon::Chip),
    ("code", Icon::Screen),
    ("program", Icon::Screen),
    ("informati", Icon::Screen),
    ("web", Icon::Screen),
    ("mecani", Icon::Gear),
    ("mechani", Icon::Gear),
    ("scien", Icon::Microscope),
    ("labo", Icon::Microscope),
    ("biolog", Icon::Microscope),
    ("environ", Icon::Leaf),
    ("ecolog", Icon::Leaf),
    ("jardin", Icon::Leaf),
    ("garden", Icon::Leaf),
    ("energ", Icon::Flame),
    ("climat", Icon::Flame),
    ("photo", Icon::Camera),
    ("video", Icon::Camera),
    ("film", Icon::Camera),
    ("radio", Icon::Microphone),
    ("podcast", Icon::Microphone),
    ("musi", Icon::Microphone),
    ("livre", Icon::Book),
    ("lectur", Icon::Book),
    ("dessin", Icon::Pencil),
    ("redac", Icon::Pencil),
    ("ecri", Icon::Pencil),
    ("mediat", Icon::Speech),
    ("parole", Icon::Speech),
    ("relais", Icon::Speech),
    ("communicat", Icon::Speech),
    ("equipe", Icon::People),
    ("benevol", Icon::Hand),
    ("solidar", Icon::Heart),
    ("idee", Icon::Bulb),
    ("langue", Icon::Globe),
];

/// What is done, and where: what stands beside it says more.
const DOINGS: [(&str, Icon); 15] = [
    ("repar", Icon::Tools),
    ("repair", Icon::Tools),
    ("bricol", Icon::Tools),
    ("atelier", Icon::Tools),
    ("workshop", Icon::Tools),
    ("fabri", Icon::Tools),
    ("decoupe", Icon::Tools),
    ("impression", Icon::Cube),
    ("machine", Icon::Gear),
    ("numeri", Icon::Screen),
    ("digital", Icon::Screen),
    ("document", Icon::Book),
    ("formation", Icon::Book),
    ("design", Icon::Pencil),
    ("anim", Icon::People),
];

impl Design {
    /// A drawing suggested by a name: the pictogram of [`Icon::suggested`], otherwise a star, with a shape and
    /// colours that the name always gets again. Names that differ mostly look different.
    #[must_use]
    pub fn suggested(name: &str, level: Level) -> Self {
        let plain = plain(name);
        let icon = Icon::suggested(name).unwrap_or(Icon::Star);
        // FNV-1a, 64 bits: any even spread does, as long as it never changes.
        let hash =
            plain.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        let pick = |of: usize, shift: u32| usize::try_from((hash >> shift) % of as u64).unwrap_or(0);
        Self {
            // The first six were there first: who got one of them keeps it.
            shape: Shape::ALL[pick(6, 16)],
            icon,
            colours: Colours::NAMED[pick(Colours::NAMED.len(), 40)].1,
            level,
        }
    }
}

impl Icon {
    /// The pictogram for a name, in French or English: for the first thing that it names, else for what is done.
    #[must_use]
    pub fn suggested(name: &str) -> Option<Self> {
        let plain = plain(name);
        let known = |words: &[(&str, Self)]| {
            let of = |word: &str| words.iter().find(|(start, _)| word.starts_with(start)).map(|(_, icon)| *icon);
            plain.split(|c: char| !c.is_alphanumeric()).find_map(of)
        };
        known(&THINGS).or_else(|| known(&DOINGS))
    }
}

/// Lower case, without the accents of French.
pub(super) fn plain(text: &str) -> String {
    let bare = |c: char| match c {
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        other => other,
    };
    text.chars().flat_map(char::to_lowercase).map(bare).collect()
}
