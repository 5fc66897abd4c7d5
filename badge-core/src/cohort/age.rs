//! How old somebody is, in the words of a table: numbers, and the few words that stand beside ages. Whatever else stands
//! there would have to be understood (« pas encore 15 », « bientôt 15 ans »), and may be the very word that makes a child
//! of them: a person is asked instead (D-11).

use super::words::folded;

/// No child any more, and no badge waits for a parent.
const OF_AGE: i16 = 15;
/// Nobody is older, and no year is that small.
const OLDEST: i16 = 130;

const ADULT: [&str; 8] = ["adulte", "adultes", "adult", "adults", "majeur", "majeure", "majeurs", "majeures"];
const BELOW: [&str; 4] = ["moins", "under", "below", "less"];
const MONTHS: [&str; 3] = ["mois", "month", "months"];
/// Words that change nothing.
const BESIDE: [&str; 31] = [
    "an", "ans", "annee", "annees", "year", "years", "yr", "yrs", "y", "yo", "old", "age", "agee", "aged", "de", "d",
    "a", "than", "to", "entre", "between", "from", "et", "and", "ou", "or", "plus", "more", "over", "revolus", "demi",
];

/// What a cell says of an age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// So many whole years, or the smallest of several numbers.
    Years(i16),
    /// Fewer than so many: how many is not said.
    Below(i16),
    /// A word alone.
    Adult,
}

impl Age {
    /// `12`, `12,5`, `12 ans`, `15 ans et 3 mois`, `10-14`, `moins de 15 ans`, `adulte`. `None` where one word or sign is
    /// another.
    pub(super) fn of(text: &str) -> Option<Self> {
        let text = without_parts_of_years(text);
        if looks_like_a_day(&text) {
            return None;
        }
        let parts = parts(&text)?;
        let mut numbers = Vec::new();
        let (mut below, mut adult) = (false, false);
        for (n, part) in parts.iter().enumerate() {
            let (first, last) = (n == 0, n + 1 == parts.len());
            // A stroke between two numbers reaches from the one to the other; in front of the first it says "below".
            let is_between = || parts[n - 1].ends_a_number() && matches!(parts.get(n + 1), Some(Part::Number(_)));
            match part {
                Part::Number(years) if *years >= OLDEST => return None,
                Part::Number(years) => {
                    let unit = parts.get(n + 1);
                    numbers.push((*years, matches!(unit, Some(Part::Word(word)) if MONTHS.contains(&word.as_str()))));
                }
                Part::Word(word) if ADULT.contains(&word.as_str()) => adult = true,
                Part::Word(word) if BELOW.contains(&word.as_str()) => below = true,
                Part::Word(word) if BESIDE.contains(&word.as_str()) => {}
                Part::Word(word) if MONTHS.contains(&word.as_str()) => {}
                Part::Word(_) => return None,
                Part::Sign('<' | '≤') => below = true,
                Part::Sign('-' | '–' | '—' | '‐' | '‑' | '−') if numbers.is_empty() => below = true,
                // « 15 ans - 3 mois » is less than fifteen.
                Part::Sign('-' | '–' | '—' | '‐' | '‑' | '−') if is_between() => match parts.get(n + 2) {
                    Some(Part::Word(unit)) if MONTHS.contains(&unit.as_str()) => return None,
                    _ => {}
                },
                Part::Sign('/') if first || last => return None,
                Part::Sign('/' | '+' | '>' | '≥' | '=' | '(' | ')' | '.' | ',' | '\'' | '’') => {}
                Part::Sign(_) => return None,
            }
        }
        let smallest = |months: bool| numbers.iter().filter(|(_, is)| *is == months).map(|(n, _)| *n).min();
        match (smallest(false), smallest(true)) {
            (years, months) if adult => {
                let agrees = !below && months.is_none() && years.is_none_or(|years| years >= OF_AGE);
                agrees.then_some(Self::Adult)
            }
            (Some(years), _) if below => Some(Self::Below(years)),
            (Some(years), _) => Some(Self::Years(years)),
            (None, Some(_)) => Some(Self::Years(0)),
            (None, None) => None,
        }
    }

    /// How old they are for all that we know, and whether they are or may be a child.
    pub(super) fn counted(self) -> (i16, bool) {
        match self {
            // « -18 » may be seven years old.
            Self::Below(years) => ((years - 1).clamp(0, OF_AGE - 1), true),
            Self::Years(years) => (years, years < OF_AGE),
            Self::Adult => (0, false),
        }
    }
}

enum Part {
    Number(i16),
    Word(String),
    Sign(char),
}

impl Part {
    /// A number, or the unit behind one.
    fn ends_a_number(&self) -> bool {
        match self {
            Self::Number(_) => true,
            Self::Word(word) => {
                ["an", "ans", "years", "yrs"].contains(&word.as_str()) || MONTHS.contains(&word.as_str())
            }
            Self::Sign(_) => false,
        }
    }
}

/// Whether numbers stand together as those of a day do (`20.06.30`): where it is none of the calendar, it is no age either.
fn looks_like_a_day(text: &str) -> bool {
    let signs = without_halves(text);
    let parts = |three: &&[char]| {
        three[0].is_ascii_digit() && matches!(three[1], '.' | '/' | '-' | ' ') && three[2].is_ascii_digit()
    };
    signs.windows(3).filter(parts).count() > 1
}

/// Without parts of a year behind whole ones: `10 1/2`, `14 3/4 ans`.
fn without_parts_of_years(text: &str) -> String {
    let mut all: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let is_part = matches!(word.as_bytes(), [a @ b'1'..=b'8', b'/', b @ b'2'..=b'9'] if a < b);
        let is_whole = |before: &&str| before.bytes().all(|b| b.is_ascii_digit());
        if !(is_part && all.last().is_some_and(is_whole)) {
            all.push(word);
        }
    }
    all.join(" ")
}

/// Without the halves of years (`12.5-13.5`), which are of an age and of no day.
fn without_halves(text: &str) -> Vec<char> {
    let signs: Vec<char> = text.chars().collect();
    let sign = |at: usize| signs.get(at).copied().unwrap_or(' ');
    let is_half = |at: usize| {
        let behind = sign(at + 2);
        matches!(sign(at), '.' | ',')
            && sign(at + 1) == '5'
            && at.checked_sub(1).is_some_and(|before| sign(before).is_ascii_digit())
            && !(behind.is_ascii_digit() || matches!(behind, '.' | ',' | '/'))
    };
    let kept = |at: &usize| !is_half(*at) && !at.checked_sub(1).is_some_and(is_half);
    (0..signs.len()).filter(kept).map(sign).collect()
}

/// Numbers without what stands behind their point, words, and signs. `None` for a number that is no age in any case.
fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while let Some(c) = rest.chars().next() {
        let run = |is: fn(char) -> bool| rest.find(|c: char| !is(c)).unwrap_or(rest.len());
        let taken = if c.is_ascii_digit() {
            let whole = run(|c| c.is_ascii_digit());
            parts.push(Part::Number(rest[..whole].parse().ok()?));
            let fraction = rest[whole..]
                .strip_prefix(['.', ','])
                .map_or(0, |behind| behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len()));
            if fraction > 0 { whole + 1 + fraction } else { whole }
        } else if c.is_alphanumeric() {
            let end = run(|c| c.is_alphanumeric() && !c.is_ascii_digit());
            parts.push(Part::Word(folded(&rest[..end])));
            end
        } else {
            if !c.is_whitespace() {
                parts.push(Part::Sign(c));
            }
            c.len_utf8()
        };
        rest = &rest[taken..];
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    // D-11
    #[test]
    fn an_age_is_numbers_and_the_words_beside_them() {
        for (text, age) in [
            ("12", Age::Years(12)),
            ("12,5", Age::Years(12)),
            ("15.9 ans", Age::Years(15)),
            ("16ans", Age::Years(16)),
            ("16 years old", Age::Years(16)),
            ("15 ans et demi", Age::Years(15)),
            ("15 ans et 3 mois", Age::Years(15)),
            ("18 mois", Age::Years(0)),
            ("10-14", Age::Years(10)),
            ("12.5-13.5", Age::Years(12)),
            ("10 1/2", Age::Years(10)),
            ("14 3/4 ans", Age::Years(14)),
            ("15 1/2", Age::Years(15)),
            ("1/2", Age::Years(1)),
            ("12,5 - 13.5", Age::Years(12)),
            ("13-14.5", Age::Years(13)),
            ("16-14", Age::Years(14)),
            ("de 12 à 14 ans", Age::Years(12)),
            ("15 – 18", Age::Years(15)),
            ("18 ans et plus", Age::Years(18)),
            ("+18", Age::Years(18)),
            ("≥ 15", Age::Years(15)),
            ("âgée de 17 ans", Age::Years(17)),
            ("moins de 15 ans", Age::Below(15)),
            ("-18", Age::Below(18)),
            ("- de 15 ans", Age::Below(15)),
            ("≤ 15", Age::Below(15)),
            ("(-15 ans)", Age::Below(15)),
            ("(-15)", Age::Below(15)),
            ("age -15", Age::Below(15)),
            ("\u{2212}15", Age::Below(15)),
            ("12 ans - 14 ans", Age::Years(12)),
            ("under 16", Age::Below(16)),
            ("18 moins 4", Age::Below(4)),
            ("adulte", Age::Adult),
            ("Majeure (19 ans)", Age::Adult),
        ] {
            assert_eq!(Age::of(text), Some(age), "{text}");
        }
        assert_eq!(Age::Below(18).counted(), (14, true));
        assert_eq!(Age::Below(0).counted(), (0, true));
    }

    // D-11
    #[test]
    fn a_word_more_may_be_the_one_that_makes_a_child_of_them() {
        for text in [
            "bientôt 15 ans",
            "presque 15",
            "pas encore 15",
            "n'a pas 15 ans",
            "aura 15 ans le 12/12/2026",
            "15 ans en décembre",
            "15 ?",
            "inférieur à 15",
            "jusqu'à 15 ans",
            "15 max",
            "15-",
            "18+ (-18)",
            "15 (- de)",
            "15 (-)",
            "20.06.30",
            "18.31.19",
            "18/31/19",
            "18-31-19",
            "20.5.30",
            "20 5 30",
            "12 13/14",
            "20-5-30",
            "20.06-30",
            "U15",
            "non majeur",
            "pas majeure",
            "majeur dans 2 ans",
            "majeur (14 ans)",
            "adulte, moins de 15",
            "quinze",
            "enfant",
            "2010",
            "99999999999999999999",
            "½",
            "ans",
            "-",
            "",
        ] {
            assert_eq!(Age::of(text), None, "{text}");
        }
    }
}
