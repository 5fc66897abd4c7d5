//! What shapes, pictograms and colours are called, for those who choose them and those who hear them described.

use super::{Colours, Icon, Shape};
use crate::language::Lang;

impl Shape {
    /// What people call it: *hexagone*.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::Circle => ("disque", "disc"),
            Self::Hexagon => ("hexagone", "hexagon"),
            Self::Shield => ("écusson", "shield"),
            Self::Square => ("carré", "square"),
            Self::Flower => ("fleur", "flower"),
            Self::Diamond => ("losange", "diamond"),
            Self::Pennant => ("fanion", "pennant"),
            Self::Octagram => ("étoile à huit branches", "eight-pointed star"),
        };
        either(lang, fr, en)
    }
}

impl Icon {
    /// What people call it: *des outils*.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::Tools => ("des outils", "tools"),
            Self::People => ("trois personnes", "three people"),
            Self::Screen => ("un écran", "a screen"),
            Self::Leaf => ("une feuille", "a leaf"),
            Self::Flame => ("une flamme", "a flame"),
            Self::Microscope => ("un microscope", "a microscope"),
            Self::Camera => ("un appareil photo", "a camera"),
            Self::Book => ("un livre ouvert", "an open book"),
            Self::Hand => ("une main ouverte", "an open hand"),
            Self::Gear => ("un engrenage", "a gear"),
            Self::Speech => ("une bulle", "a speech bubble"),
            Self::Star => ("une étoile", "a star"),
            Self::Bicycle => ("un vélo", "a bicycle"),
            Self::Bulb => ("une ampoule", "a light bulb"),
            Self::Heart => ("un cœur", "a heart"),
            Self::Cube => ("un cube", "a cube"),
            Self::Chip => ("une puce électronique", "a chip"),
            Self::Pencil => ("un crayon", "a pencil"),
            Self::Microphone => ("un micro", "a microphone"),
            Self::Globe => ("un globe", "a globe"),
        };
        either(lang, fr, en)
    }
}

impl Colours {
    /// What people call the colours of [`Colours::NAMED`]: *vert forêt*.
    #[must_use]
    pub fn label(name: &str, lang: Lang) -> Option<&'static str> {
        let (fr, en) = match name {
            "ocean" => ("bleu océan", "ocean blue"),
            "forest" => ("vert forêt", "forest green"),
            "brick" => ("rouge brique", "brick red"),
            "plum" => ("prune", "plum"),
            "night" => ("bleu nuit", "night blue"),
            "sun" => ("jaune soleil", "sun yellow"),
            "sea" => ("vert d’eau", "sea green"),
            "rose" => ("rose", "rose"),
            _ => return None,
        };
        Some(either(lang, fr, en))
    }
}

const fn either(lang: Lang, fr: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::En => en,
        _ => fr,
    }
}
