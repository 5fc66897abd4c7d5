//! The code of a card: what a person reads aloud, or types, to claim the badge on it (D-10).
//!
//! Eight letters made from the award's token and one that checks them, in three groups: `7KQ-M2X-WPA`. The alphabet has
//! 31 signs, none of which is taken for another: no `0` and `O`, no `1`, `I` and `L`. The check finds every single
//! wrong letter and every two letters that changed places. A code names a card; it is no secret, and proves nothing.

use std::fmt;

use super::Token;
use super::people::People;
use super::register::{AwardStatus, Brief, Register};
use crate::crypto::sha256;

const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Letters without the one that checks.
const LETTERS: usize = 8;
/// Letters of a group.
const GROUP: usize = 3;
const MODULUS: usize = ALPHABET.len();

/// The code of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CardCode([u8; LETTERS]);

/// Why a text is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CodeError {
    /// Another number of letters than nine.
    #[error("{found} letters instead of 9")]
    Length {
        /// How many letters and digits there are.
        found: usize,
    },
    /// A sign that stands on no card.
    #[error("the sign {sign:?} is on no card")]
    Sign {
        /// The sign, as it was typed.
        sign: char,
        /// Where, from 1.
        at: usize,
    },
    /// The letters do not fit together: one of them is wrong, or two changed places.
    #[error("the letters do not fit together")]
    Check,
}

impl CardCode {
    /// Letters and digits of a code, the one that checks included.
    pub const LENGTH: usize = LETTERS + 1;

    /// The code of an award.
    #[must_use]
    pub fn of(token: Token) -> Self {
        let digest = sha256(format!("badge card\n{token}").as_bytes());
        let mut number = u64::from_be_bytes(std::array::from_fn(|n| digest[n]));
        Self(std::array::from_fn(|_| {
            let letter = number % MODULUS as u64;
            number /= MODULUS as u64;
            // Below 31.
            #[allow(clippy::cast_possible_truncation)]
            let letter = letter as u8;
            letter
        }))
    }

    /// Reads a code as people type it: large or small letters, with spaces, hyphens, dots or nothing between groups.
    ///
    /// # Errors
    /// See [`CodeError`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let signs = Self::signs(text);
        let mut values = [0; LETTERS + 1];
        for (n, sign) in signs.chars().enumerate() {
            let value = value(sign).ok_or(CodeError::Sign { sign, at: n + 1 })?;
            if let Some(place) = values.get_mut(n) {
                *place = value;
            }
        }
        let found = signs.chars().count();
        if found != Self::LENGTH {
            return Err(CodeError::Length { found });
        }
        let mut letters = [0; LETTERS];
        letters.copy_from_slice(&values[..LETTERS]);
        if check(&letters) == values[LETTERS] { Ok(Self(letters)) } else { Err(CodeError::Check) }
    }

    /// What was typed, in capitals and without what parts the groups: to be compared with [`CardCode::signs_of`].
    #[must_use]
    pub fn signs(text: &str) -> String {
        let between = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '‐' | '‑' | '–' | '—' | '.' | '_');
        text.chars().filter(between).flat_map(char::to_uppercase).collect()
    }

    /// The nine letters without hyphens.
    #[must_use]
    pub fn signs_of(self) -> String {
        let all = self.0.iter().copied().chain([check(&self.0)]);
        all.map(|value| char::from(ALPHABET[usize::from(value) % MODULUS])).collect()
    }

    /// Whether a text looks like a code rather than like any other name of a badge: as long, give or take a letter,
    /// and of letters and digits only.
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        let signs = Self::signs(text);
        let length = signs.chars().count();
        length.abs_diff(Self::LENGTH) <= 1 && signs.bytes().all(|c| c.is_ascii_alphanumeric())
    }
}

impl fmt::Display for CardCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, sign) in self.signs_of().chars().enumerate() {
            if n > 0 && n % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{sign}")?;
        }
        Ok(())
    }
}

/// Whether an award is a card: made out to nobody. A register of an earlier version does not say so; there it is one
/// whose person has no address.
#[must_use]
pub fn is_card<'e>(award: impl Into<Brief<'e>>, people: &People) -> bool {
    let award = award.into();
    let nameless = |id| people.get(id).is_some_and(|p| p.email.is_none() && p.did.is_none());
    award.card || award.person.is_none_or(nameless)
}

/// The code of a card that can be claimed: it holds, and nobody has claimed it.
#[must_use]
pub fn code_of<'e>(award: impl Into<Brief<'e>>, people: &People) -> Option<CardCode> {
    let award = award.into();
    let open = *award.status == AwardStatus::Active && is_card(award, people);
    open.then(|| CardCode::of(award.token))
}

/// Every card with this code, claimed or not. Two that share one are rarer than one in a million among a thousand.
#[must_use]
pub fn with_code<'r>(code: CardCode, register: &'r Register, people: &People) -> Vec<Brief<'r>> {
    register.briefs().filter(|e| CardCode::of(e.token) == code && is_card(*e, people)).collect()
}

fn value(sign: char) -> Option<u8> {
    // At most 31 signs.
    #[allow(clippy::cast_possible_truncation)]
    let at = |n: usize| n as u8;
    ALPHABET.iter().position(|c| char::from(*c) == sign).map(at)
}

/// Weighted by place: 31 is a prime, so that no single change and no exchange of two letters leaves it as it was.
fn check(letters: &[u8; LETTERS]) -> u8 {
    let sum: usize = letters.iter().enumerate().map(|(n, value)| (n + 2) * usize::from(*value)).sum();
    // Below 31.
    #[allow(clippy::cast_possible_truncation)]
    let check = (sum % MODULUS) as u8;
    check
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(n: u8) -> CardCode {
        CardCode::of(Token::from_bytes([n; 16]))
    }

    // D-10
    #[test]
    fn a_code_is_read_as_people_type_it() {
        for n in 0..=255 {
            let text = code(n).to_string();
            assert_eq!((text.len(), text.matches('-').count()), (11, 2));
            assert!(!text.contains(['0', '1', 'I', 'L', 'O']), "{text}");
            for typed in [text.clone(), text.to_lowercase(), text.replace('-', ""), text.replace('-', " – ")] {
                assert_eq!(CardCode::parse(&typed), Ok(code(n)), "{typed}");
            }
        }
        assert_eq!(code(7), code(7));
        assert_ne!(code(7), code(8));
    }

    // D-10
    #[test]
    fn every_wrong_letter_and_every_exchange_is_found() {
        for n in [1, 77, 200] {
            let signs: Vec<char> = code(n).signs_of().chars().collect();
            for at in 0..signs.len() {
                for other in ALPHABET.iter().map(|c| char::from(*c)).filter(|c| *c != signs[at]) {
                    let mut wrong = signs.clone();
                    wrong[at] = other;
                    assert_eq!(CardCode::parse(&wrong.iter().collect::<String>()), Err(CodeError::Check));
                }
                for with in (at + 1)..signs.len() {
                    let mut wrong = signs.clone();
                    wrong.swap(at, with);
                    let expected = if wrong == signs { Ok(code(n)) } else { Err(CodeError::Check) };
                    assert_eq!(CardCode::parse(&wrong.iter().collect::<String>()), expected);
                }
            }
        }
    }

    #[test]
    fn what_is_no_code_is_told_by_kind() {
        let good = code(3).signs_of();
        assert_eq!(CardCode::parse(&good[..8]), Err(CodeError::Length { found: 8 }));
        assert_eq!(CardCode::parse(""), Err(CodeError::Length { found: 0 }));
        let sign = |text: &str| CardCode::parse(text);
        assert_eq!(sign(&format!("0{}", &good[1..])), Err(CodeError::Sign { sign: '0', at: 1 }));
        assert_eq!(sign(&format!("{}l", &good[..8])), Err(CodeError::Sign { sign: 'L', at: 9 }));
        assert!(matches!(sign("ÉÉÉ"), Err(CodeError::Sign { sign: 'É', at: 1 })));
        assert!(
            CardCode::is_meant("abc-def-gh0") && !CardCode::is_meant("premiers-pas") && !CardCode::is_meant("a.png")
        );
    }
}
