//! Texts that people and programs write about somebody: the same bounds as in a table (`badge_core::cohort`), and no signs
//! that turn what stands beside them round, or that a database does not take.

use badge_core::text::is_hidden;

use crate::words::Speech;

/// Characters of a name, of a place.
const NAME: usize = 200;
/// Characters of what somebody did, and of what is said about a work.
const TEXT: usize = 5_000;
/// Characters of a reason.
const REASON: usize = 500;

/// What is wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// Longer than so many characters.
    TooLong(usize),
    /// Signs that cannot be seen.
    Signs,
}

impl Unfit {
    /// Its permanent name.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::TooLong(_) => "too_long",
            Self::Signs => "hidden_signs",
        }
    }

    pub(crate) fn message(self, words: &Speech) -> String {
        match self {
            Self::TooLong(most) => words.v("problem-too-long", "most", most.to_string()),
            Self::Signs => words.s("problem-hidden-signs"),
        }
    }
}

/// What is wrong with a name, or with anything of one line.
pub(crate) fn name(text: &str) -> Option<Unfit> {
    unfit(text, NAME, |c| c.is_control())
}

/// What is wrong with a text of several lines.
pub(crate) fn text(text: &str) -> Option<Unfit> {
    unfit(text, TEXT, |c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// What is wrong with a reason, which is published: of one line.
pub(crate) fn reason(text: &str) -> Option<Unfit> {
    unfit(text, REASON, |c| c.is_control())
}

/// Whether a text holds signs that nobody sees, or that turn what stands beside them; `lines`: it may have several.
pub(crate) fn has_hidden(text: &str, lines: bool) -> bool {
    let control = |c: char| c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t'));
    unfit(text, usize::MAX, control).is_some()
}

fn unfit(text: &str, most: usize, control: impl Fn(char) -> bool) -> Option<Unfit> {
    if text.chars().nth(most).is_some() {
        return Some(Unfit::TooLong(most));
    }
    text.chars().any(|c| control(c) || is_hidden(c)).then_some(Unfit::Signs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_no_part_of_a_text() {
        for good in ["Élodie Exemple", "ليلى", "O’Brien-Δ", "👩‍🔬 Zoé", "", &"é".repeat(200)] {
            assert_eq!(name(good), None, "{good}");
        }
        for bad in ["a\0b", "a\u{202e}b", "a\u{1}", "a\nb", "a\u{2066}b"] {
            assert_eq!(name(bad), Some(Unfit::Signs), "{bad:?}");
        }
        assert_eq!(name(&"é".repeat(201)), Some(Unfit::TooLong(200)));
        assert_eq!(reason(&"é".repeat(501)), Some(Unfit::TooLong(500)));
        assert_eq!((reason("a\u{202e}b"), reason("par erreur")), (Some(Unfit::Signs), None));
        assert_eq!(
            (text("a\r\n\tb"), text("a\0"), text(&"a".repeat(5_001))),
            (None, Some(Unfit::Signs), Some(Unfit::TooLong(5_000)))
        );
    }
}
