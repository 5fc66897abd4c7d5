//! Fields by the words that people have for them: those of a plan, and the titles that are known.

use super::column::Field;
use super::header::HEADERS;
use super::words::{folded, nearest};
use crate::place::Slug;

/// Words that are no titles.
const WORDS: [(&str, Field); 9] = [
    ("ignorer", Field::Ignore),
    ("a ignorer", Field::Ignore),
    ("laisse de cote", Field::Ignore),
    ("left out", Field::Ignore),
    ("majeur ou non", Field::Adult),
    ("of age or not", Field::Adult),
    ("birth", Field::Birth),
    ("end date", Field::Expires),
    ("what the person did", Field::Narrative),
];

impl Field {
    /// The field that somebody means: its permanent name, a title that is known above such a column, or the word by which
    /// a plan tells it, in either language.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        let whole = folded(text);
        let word = || WORDS.iter().find(|(word, _)| *word == whole).map(|(_, field)| field.clone());
        let title =
            || HEADERS.iter().find(|(_, names)| names.contains(&whole.as_str())).map(|(field, _)| field.clone());
        let tick = || text.strip_prefix("badge:").and_then(Slug::parse).map(Self::Tick);
        if text.contains(':') {
            return Self::from_code(text).or_else(tick);
        }
        Self::from_code(text).or_else(word).or_else(title)
    }

    /// A word of [`Field::named`] that was probably meant: within a third of its letters. Without accents.
    #[must_use]
    pub fn nearest_name(text: &str) -> Option<&'static str> {
        let titles = HEADERS.iter().flat_map(|(_, names)| names.iter().copied());
        let all = titles.chain(WORDS.iter().map(|(word, _)| *word));
        // A word of two letters is near to every other.
        nearest(&folded(text), all.filter(|name| name.len() > 3).map(|name| (name, name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_known_by_the_words_of_either_language() {
        for (word, code) in [
            ("email", "email"),
            ("given_name", "given_name"),
            ("prénom", "given_name"),
            ("Nom de famille", "family_name"),
            ("nom", "family_name"),
            ("adresse électronique", "email"),
            ("courriel", "email"),
            ("mail", "email"),
            ("Badge", "achievement"),
            ("badge:couture-1", "achievement:couture-1"),
            ("ce que la personne a fait", "narrative"),
            ("what the person did", "narrative"),
            ("naissance", "birth"),
            ("date de fin", "expires"),
            ("âge", "age"),
            ("majeur", "adult"),
            ("accord", "consent"),
            ("accord parental", "consent"),
            ("où", "where"),
            ("ignorer", "ignore"),
            ("left out", "ignore"),
        ] {
            assert_eq!(Field::named(word).map(|field| field.code()).as_deref(), Some(code), "{word}");
        }
        for word in ["bidule", "", "badge:", "achievement:É", "courier"] {
            assert_eq!(Field::named(word), None, "{word}");
        }
    }

    #[test]
    fn only_what_is_near_is_proposed() {
        assert_eq!(Field::nearest_name("courier"), Some("courriel"));
        assert_eq!(Field::nearest_name("Prènon"), Some("prenom"));
        for far in ["bidule", "telephone", "x", ""] {
            assert_eq!(Field::nearest_name(far), None, "{far}");
        }
    }

    #[test]
    fn words_are_folded_and_no_titles() {
        for (word, _) in &WORDS {
            assert_eq!(folded(word), *word);
            assert!(!HEADERS.iter().any(|(_, names)| names.contains(word)), "{word}");
        }
    }
}
