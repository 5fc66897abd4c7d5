//! What shapes, pictograms and colours are called, for those who choose them and those who hear them described.

use super::{Colours, Icon, Shape};
use crate::language::Lang;

impl Shape {
    /// The shape of this name ([`Shape::named`]), or that people call so: *hexagone*.
    #[must_use]
    pub fn called(text: &str) -> Option<Self> {
        Self::named(text).or_else(|| called(text, &Self::ALL, Self::label))
    }

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
    /// The pictogram of this name ([`Icon::named`]), or that people call so: *un vélo*.
    #[must_use]
    pub fn called(text: &str) -> Option<Self> {
        Self::named(text).or_else(|| called(text, &Self::ALL, Self::label))
    }

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
    /// The name in [`Colours::NAMED`] of the colours that people call so: *rouge*, *vert forêt*.
    #[must_use]
    pub fn called(text: &str) -> Option<&'static str> {
        let names = Self::NAMED.map(|(name, _)| name);
        let named = names.into_iter().find(|name| *name == text);
        named.or_else(|| called(text, &names, |name, lang| Self::label(name, lang).unwrap_or_default()))
    }

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

/// The one of a list that people call by this name, in French or in English, whole or by one of its words: *vélo*, *un
/// vélo*, *rouge*, *rouge brique*.
fn called<T: Copy>(text: &str, all: &[T], label: impl Fn(T, Lang) -> &'static str) -> Option<T> {
    const SMALL: [&str; 10] = ["un", "une", "des", "le", "la", "les", "a", "an", "the", "de"];
    let words = |text: &str| -> Vec<String> {
        let plain = super::suggest::plain(text).replace("œ", "oe");
        let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty() && !SMALL.contains(w));
        words.map(str::to_owned).collect()
    };
    let asked = words(text);
    let langs = [Lang::Fr, Lang::En];
    let whole = |one: &&T| langs.iter().any(|lang| words(label(**one, *lang)) == asked);
    let part = |one: &&T| langs.iter().any(|lang| asked.len() == 1 && words(label(**one, *lang)).contains(&asked[0]));
    all.iter().find(whole).or_else(|| all.iter().find(part)).copied().filter(|_| !asked.is_empty())
}

const fn either(lang: Lang, fr: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::En => en,
        _ => fr,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_may_call_things_as_they_do() {
        assert_eq!((Icon::called("velo"), Icon::called("Un vélo")), (Some(Icon::Bicycle), Some(Icon::Bicycle)));
        assert_eq!((Icon::called("cœur"), Icon::called("gear")), (Some(Icon::Heart), Some(Icon::Gear)));
        assert_eq!((Shape::called("hexagone"), Shape::called("étoile")), (Some(Shape::Hexagon), Some(Shape::Octagram)));
        assert_eq!((Colours::called("rouge"), Colours::called("Rouge brique")), (Some("brick"), Some("brick")));
        assert_eq!((Colours::called("vert"), Colours::called("sea green")), (Some("forest"), Some("sea")));
        assert_eq!((Icon::called("un"), Icon::called(""), Shape::called("rond")), (None, None, None));
    }
}
