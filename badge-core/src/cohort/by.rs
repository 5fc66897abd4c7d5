//! Who agreed for a minor, where it is typed by itself (`--by`, a form): somebody is named, by a name, a title, or what they
//! are to the child, and nothing else is told. A word that is not known may be a refusal, a doubt, or the child's telling.

use super::ConsentFault;
use super::consent::{ConsentWords, Parts, Worth, is_past, is_plain};
use super::date::{self, Day};
use super::words::folded;
use crate::language::Lang;
use crate::place::people::Person;
use crate::place::people::guardian::{Kind, WHO};
use crate::time::Timestamp;

/// Words between names and those who are named, beside those that tables know.
const MORE_BETWEEN: &str = "pour for en in from via un une au aux tous toutes adoptif adoptive maternel maternelle \
    paternel paternelle accueil foster ce jour aujourd hui today hier yesterday person s";

/// Small words of family names.
const PARTICLES: &str =
    "van von der den ten ter vom zu zum di da do dos das del della degli el al ben bin bint ibn abu y e och o";

/// Papers, and means by which something is told.
const MORE_PAPERS: &str = "autorisation autorisations autorite authorisation authorization permission bulletin attestation \
    decharge slip whatsapp visio";

/// What tells of a yes beside somebody who says it; beside the child's name it is the child's telling.
const TELLS: &str = "a ont est sont dit disent has have is are said say says signature";

/// Words that begin a sentence with a capital letter, as a name does, and tell of a change, of a doubt or of later.
const NOT_YET: &str = "voir ask check sign signer signera signeront be become changed change changes changer unreachable reserve \
    principe oublie oubliee forgot forgotten wont don doesn didn isn wasn sait know lost perdu perdue selon according apres";

/// Somebody who speaks for themselves.
const FIRST: &str = "je me moi mine myself ich";

/// Why words are not those of somebody who agrees for a minor, if they are not.
pub(super) fn fault_of(text: &str, person: &Person, now: Timestamp) -> Option<ConsentFault> {
    let strict = |lang| ConsentWords::of_whom(text, now, lang) == ConsentWords::Statement;
    let names = Names::of(person);
    if names.are_run_together(text) {
        return Some(ConsentFault::Own);
    }
    let seen = Seen::of(text, &names);
    let is_own = seen.is_first && !seen.is_guardians;
    if !is_own && (strict(Lang::Fr) || strict(Lang::En) || seen.names_somebody(&names, now)) {
        return None;
    }
    Some(match () {
        () if seen.is_not_yet => ConsentFault::Against,
        () if is_own || (seen.is_child && !seen.is_guardians) => ConsentFault::Own,
        () => ConsentFault::Who,
    })
}

/// The words of the names of a person, folded.
struct Names(Vec<Vec<String>>);

impl Names {
    fn of(person: &Person) -> Self {
        let words = |name: &str| folded(name).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        Self(person.names().map(words).collect())
    }

    fn have(&self, word: &str) -> bool {
        self.0.iter().flatten().any(|own| own == word)
    }

    /// « Mme », « Julie »: the name of the family behind it is not the child.
    fn are_anothers_before(&self, text: &str) -> bool {
        let word = folded(text);
        let is_name = text.starts_with(char::is_uppercase) && Kind::of(&word) == Kind::Unknown && !self.have(&word);
        Kind::of(&word) == Kind::Title || (is_name && !text.ends_with([',', ':', ';']))
    }

    /// « TomPetit », « PetitT », « TP ».
    fn are_run_together(&self, text: &str) -> bool {
        let word = folded(text);
        let is_loud = !text.chars().any(char::is_lowercase);
        // Whoever has six names is not told by their initials.
        let fits = |name: &&Vec<String>| (2..6).contains(&name.len());
        !word.contains(' ')
            && self.0.iter().filter(fits).any(|name| {
                let own: Vec<&str> = name.iter().map(String::as_str).collect();
                is_made_of(&word, &own) && (is_loud || word.chars().count() > own.len())
            })
    }
}

/// Whether a word is made of all of these, one behind the other in any order, each of them whole or its first letter.
fn is_made_of(word: &str, of: &[&str]) -> bool {
    if of.is_empty() {
        return word.is_empty();
    }
    (0..of.len()).any(|n| {
        let rest: Vec<&str> = of.iter().enumerate().filter(|(at, _)| *at != n).map(|(_, other)| *other).collect();
        let first = of[n].chars().next().map_or(0, char::len_utf8);
        [of[n], &of[n][..first]]
            .iter()
            .any(|part| word.strip_prefix(part).is_some_and(|after| is_made_of(after, &rest)))
    })
}

/// A text without its addresses, and what is in it by word.
#[derive(Default)]
struct Seen {
    text: String,
    /// An address is there, or « Mme Avril ». The person's own address alone was found before.
    is_named: bool,
    /// A parent, the family, a title.
    is_guardians: bool,
    /// The child is there: by name, by what they are, by a pronoun.
    is_child: bool,
    is_first: bool,
    is_not_yet: bool,
    /// The child, or somebody around it, tells of a parent, or signs for one.
    is_told: bool,
}

impl Seen {
    fn of(text: &str, names: &Names) -> Self {
        let is = |list: &str, word: &str| list.split_whitespace().any(|known| known == word);
        let joined = text.replace(" @", "@").replace("@ ", "@");
        let chunks: Vec<&str> = joined.split_whitespace().collect();
        let mut seen = Self { is_first: chunks.contains(&"I"), ..Self::default() };
        let (mut others, mut is_for) = (false, false);
        for (n, chunk) in chunks.iter().enumerate() {
            if chunk.contains('@') {
                seen.is_named = true;
                continue;
            }
            let before = n.checked_sub(1).map(|n| chunks[n]);
            match is_month_of_a_name(chunk, before, chunks.get(n + 1).copied()) {
                true => seen.is_named = true,
                false => seen.text = seen.text + chunk + " ",
            }
            for word in folded(chunk).split(' ') {
                let (kind, is_own) = (Kind::of(word), names.have(word));
                let is_named = is_own && !before.is_some_and(|text| names.are_anothers_before(text));
                let is_child = is_named || matches!(kind, Kind::Child | Kind::Pronoun | Kind::Oneself);
                let is_parent = kind.names_guardian() && !is_own;
                // « signé par Tom pour sa mère », « son frère pour sa mère », and not « Mme Petit pour Tom »
                seen.is_told |= is_for && is_parent && others;
                is_for = matches!(word, "pour" | "for") || (is_for && kind == Kind::Nothing && !is_own);
                others |= is_child || kind == Kind::Around;
                seen.is_guardians |= is_parent;
                seen.is_child |= is_child;
                seen.is_first |= is(FIRST, word) && *chunk != "Me";
                seen.is_not_yet |= is(NOT_YET, word) && !is_own;
            }
        }
        seen.is_told |=
            seen.is_child && folded(&seen.text).split(' ').any(|word| matches!(word, "dit" | "said" | "says"));
        seen
    }

    /// Whether somebody is named who is not the child, or somebody said yes, in words that are all understood.
    fn names_somebody(&self, names: &Names, now: Timestamp) -> bool {
        let is = |list: &str, word: &str| list.split_whitespace().any(|known| known == word);
        let more = |raw: &str, word: &str| match Kind::of(word) {
            _ if names.have(word) => Some(Worth::Nothing),
            Kind::Family | Kind::Parental => Some(Worth::Who),
            Kind::Paper | Kind::Child | Kind::Pronoun | Kind::Around => Some(Worth::Nothing),
            // « à » is no « a ».
            Kind::Nothing if is(TELLS, word) && !raw.to_lowercase().starts_with('à') => Some(Worth::Nothing),
            Kind::Unknown
                if is(MORE_BETWEEN, word) || is(PARTICLES, word) || is(MORE_PAPERS, word) || is(TELLS, word) =>
            {
                Some(Worth::Nothing)
            }
            Kind::Unknown if is_capital(raw, word) => match word.chars().count() {
                1 => Some(Worth::Nothing),
                _ => Some(Worth::Who),
            },
            _ => None,
        };
        let all_plain = self.text.chars().all(|c| is_plain(c) || "‑‘ʼ“”".contains(c));
        let Some(parts) = Parts::of_more(&self.text, &more).filter(|_| all_plain) else { return false };
        let is_over = |lang, day: &str| is_past(day, Day::of(now), lang);
        let days_fit = parts.days.iter().all(|day| is_phone(day) || is_over(Lang::Fr, day) || is_over(Lang::En, day));
        let is_told = parts.who || self.is_named || (parts.yes && !self.is_child);
        is_told && days_fit && !self.is_told && !self.is_not_yet
    }
}

/// Whether a word begins with a capital letter where it stands: `Petit` in `Petit-Durand` and in `d’Petit`.
fn is_capital(raw: &str, word: &str) -> bool {
    let starts = |part: &str| part.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase);
    let mut parts = raw.split(|c: char| "'’‘ʼ/.".contains(c));
    parts.any(|part| starts(part) && folded(part).split(' ').any(|one| one == word))
}

/// « Mme Avril », « Julie Mai »: a month beside a name, and no number.
fn is_month_of_a_name(chunk: &str, before: Option<&str>, after: Option<&str>) -> bool {
    let is_day = |text: &str| date::is_named(&folded(text));
    let is_name = |text: &str| {
        let word = folded(text);
        text.starts_with(char::is_uppercase) && !is_day(text) && !WHO.split_whitespace().any(|who| who == word)
    };
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let beside = [before.filter(|text| !text.ends_with(',')), after.filter(|_| !chunk.ends_with(','))];
    chunk.starts_with(char::is_uppercase)
        && is_day(chunk)
        && beside.into_iter().flatten().any(is_name)
        && ![before, after].into_iter().flatten().any(is_number)
}

/// A number at which somebody is called: no day has so many digits.
fn is_phone(told: &str) -> bool {
    told.chars().filter(char::is_ascii_digit).count() > 8
        && told.chars().all(|c| c.is_ascii_digit() || " .-".contains(c))
}

#[cfg(test)]
mod tests;
