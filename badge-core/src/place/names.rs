//! Names compared as people read them, and found where they should not stand.

use super::address::unaccented;
use super::people::Person;
use unicode_normalization::char::decompose_canonical;

/// Shorter words in the middle of a name are not looked for by themselves: they stand in too many sentences.
const SHORTEST: usize = 3;

/// Whether two names are the same to whoever reads them, whatever their case, accents, spaces and signs.
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    let (one, other) = (folded(one), folded(other));
    !one.is_empty() && one == other
}

/// By what an e-mail address is known again: trimmed, in small letters, and its domain as mail servers write it.
/// `max@bücher.example` and `max@xn--bcher-kva.example` are one mailbox.
#[must_use]
pub fn mailbox(address: &str) -> String {
    let address = address.trim().to_lowercase();
    let foreign = address.rsplit_once('@').filter(|(_, domain)| !domain.is_ascii());
    match foreign.and_then(|(name, domain)| Some((name, idna::domain_to_ascii(domain).ok()?))) {
        Some((name, domain)) => format!("{name}@{domain}"),
        None => address,
    }
}

/// The same mailbox with its domain spelled the other way; nothing where there is only one way, as for most.
#[must_use]
pub fn other_spelling(address: &str) -> Option<String> {
    let address = address.trim().to_lowercase();
    let (name, domain) = address.rsplit_once('@')?;
    let other = match domain.is_ascii() {
        true => Some(idna::domain_to_unicode(domain)).filter(|(_, read)| read.is_ok()).map(|(domain, _)| domain),
        false => idna::domain_to_ascii(domain).ok(),
    };
    other.filter(|other| other != domain).map(|other| format!("{name}@{other}"))
}

/// Whether an address as it is noted is that mailbox.
pub(super) fn is_mailbox(noted: &str, mailbox_of: &str) -> bool {
    noted == mailbox_of || (!noted.is_ascii() && mailbox(noted) == mailbox_of)
}

/// Small letters and digits, words parted by one space: `Adresse Mél. *` → `adresse mel`.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        // Most letters are these, and what follows costs.
        if c.is_ascii_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
            continue;
        }
        let c = without_marks(c);
        let plain = unaccented(c);
        if plain.is_empty() && !c.is_alphanumeric() {
            // Accents that stand by themselves belong to the letter before.
            gap |= !('\u{300}'..='\u{36f}').contains(&c);
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        if plain.is_empty() {
            out.push(c);
        } else {
            out.push_str(plain);
        }
    }
    out
}

/// By which titles are put in order: as they are read, without accents and in small letters or not, numbers by how large they
/// are (« Niveau 2 » before « Niveau 10 »), and what has neither letters nor digits last.
#[must_use]
pub fn order_of(title: &str) -> String {
    let words = folded(title);
    if words.is_empty() {
        return char::MAX.to_string();
    }
    let mut key = String::with_capacity(words.len() + 8);
    let mut rest = words.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        key.push_str(&rest[..at]);
        let end = rest[at..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |end| at + end);
        let digits = rest[at..end].trim_start_matches('0');
        key.extend(std::iter::repeat_n('0', DIGITS.saturating_sub(digits.len())));
        key.push_str(digits);
        rest = &rest[end..];
    }
    key.push_str(rest);
    key
}

/// Numbers of a title with as many digits at most are put in order by how large they are.
const DIGITS: usize = 12;

/// A letter without its accents, as far as it is one with accents: `š`, `ễ`, `ά`; and those that have a stroke instead.
fn without_marks(c: char) -> char {
    let (mut base, mut marks) = (c, true);
    let mut first = true;
    decompose_canonical(c, |part| {
        if std::mem::take(&mut first) {
            base = part;
        } else {
            marks &= ('\u{300}'..='\u{36f}').contains(&part);
        }
    });
    match base {
        _ if !marks => c,
        'đ' => 'd',
        'ħ' => 'h',
        'ı' => 'i',
        'ł' => 'l',
        'ŧ' => 't',
        base => base,
    }
}

/// Whether two names may be one person's: the words of the one are among those of the other, in whatever order.
#[must_use]
pub fn is_same_name(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a, b) = (folded(a), folded(b));
    a.is_empty() || b.is_empty() || is_within(&a, &b) || is_within(&b, &a)
}

/// Whether each word of the one is a word of the other. Both are folded.
fn is_within(a: &str, b: &str) -> bool {
    a.split(' ').all(|word| b.split(' ').any(|other| other == word))
}

impl Person {
    /// Whether somebody of this name may be this person. Of somebody whose name is not known anybody may be.
    #[must_use]
    pub fn may_be_called(&self, name: &str) -> bool {
        self.names().next().is_none() || self.names().any(|known| is_same_name(known, name))
    }

    /// Calls them by a name. One that says less than what is known (« Léa » of « Léa Martin ») changes nothing; the name of
    /// somebody else is kept among the others.
    pub fn rename(&mut self, name: &str) {
        match self.name.take() {
            Some(known) if known != name => {
                let (old, new) = (folded(&known), folded(name));
                let says_less = is_within(&new, &old) && !is_within(&old, &new);
                if !says_less && !is_within(&old, &new) && !self.also.contains(&known) {
                    self.also.push(known.clone());
                }
                self.name = Some(if says_less { known } else { name.to_owned() });
            }
            _ => self.name = Some(name.to_owned()),
        }
        if let Some(name) = &self.name {
            self.also.retain(|other| other != name);
        }
    }

    /// What in a text that strangers read names this person, as it is written there: their address or DID, their whole
    /// name in whatever order, or a part of it that is written with a capital letter.
    #[must_use]
    pub fn named_in(&self, text: &str) -> Option<String> {
        let lower = text.to_lowercase();
        let known = |id: &&String| lower.contains(&id.to_lowercase());
        if let Some(id) = self.email.iter().chain(&self.did).find(known) {
            return Some(id.clone());
        }
        let there = folded(text);
        for name in self.names() {
            let parts = folded(name);
            if parts.is_empty() {
                continue;
            }
            if parts.contains(' ') && is_within(&parts, &there) {
                return Some(name.to_owned());
            }
            // « 小明作弊 »: scripts without capitals, and without spaces between words.
            let is_caseless = |part: &&str| {
                let long = part.chars().count() > 1 && part.chars().all(|c| !c.is_ascii() && !c.is_lowercase());
                long && there.contains(*part)
            };
            if let Some(part) = parts.split(' ').find(is_caseless) {
                return Some(part.to_owned());
            }
            // « Rose a triché », but not « une tache rose ». Two letters are a name where they are the first or the last
            // word of one: « Jo a triché », not the « de » in the middle.
            let ends = [parts.split(' ').next(), parts.split(' ').next_back()];
            let is_part = |word: &&str| {
                let plain = folded(word);
                match plain.chars().count() {
                    0 | 1 => parts == plain,
                    n if n < SHORTEST => ends.contains(&Some(plain.as_str())),
                    _ => parts.split(' ').any(|part| part == plain),
                }
            };
            let mut capitals = text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.starts_with(char::is_uppercase));
            if let Some(word) = capitals.find(is_part) {
                return Some(word.to_owned());
            }
        }
        None
    }
}

/// Whether a name stands in a line of a text, its words one behind the other, the family name first or last: `Martin;Léa`
/// holds « Léa Martin ». Names of fewer than three letters are not looked for.
#[must_use]
pub fn is_name_in(text: &str, name: &str) -> bool {
    let name = folded(name);
    if name.chars().filter(|c| *c != ' ').count() < SHORTEST {
        return false;
    }
    let words: Vec<&str> = name.split(' ').collect();
    let turned = |first: usize| {
        let (last, begin) = words.split_at(first);
        format!(" {} ", [begin, last].concat().join(" "))
    };
    let wanted: Vec<String> = (0..words.len()).map(turned).collect();
    text.lines().any(|line| {
        let line = format!(" {} ", folded(line));
        wanted.iter().any(|name| line.contains(name))
    })
}

/// What looks like an e-mail address in a text.
#[must_use]
pub fn address_in(text: &str) -> Option<&str> {
    let parted = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '<' | '>' | '"' | '«' | '»');
    text.split(parted).map(|word| word.trim_end_matches(['.', '!', '?'])).find(|word| {
        let at = word.split_once('@');
        at.is_some_and(|(local, domain)| !local.is_empty() && domain.trim_matches('.').contains('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_has_another_spelling_where_its_domain_has() {
        let (letters, wire) = ("max@bücher.example", "max@xn--bcher-kva.example");
        assert_eq!((other_spelling(letters).as_deref(), other_spelling(wire).as_deref()), (Some(wire), Some(letters)));
        for one in ["Max@example.org", "did:key:z6Mk", "élodie@example.org", "max@", ""] {
            assert_eq!(other_spelling(one), None, "{one}");
        }
    }

    #[test]
    fn letters_of_the_north_are_found_by_those_of_a_plain_keyboard() {
        assert_eq!(folded("Þóra Ðorđe Guðrún Ħal Ŧor Ilgın"), "thora dorde gudrun hal tor ilgin");
    }

    #[test]
    fn spellings_become_one() {
        for text in ["Adresse mél", "ADRESSE-MÉL *", " adresse_mel:", "Adresse me\u{301}l"] {
            assert_eq!(folded(text), "adresse mel");
        }
        assert_eq!(folded("Élève nᵒ 1"), "eleve nᵒ 1");
        assert_eq!(folded("…"), "");
        for (name, plain) in [
            ("Šulc Ňemec", "sulc nemec"),
            ("ŁUKASZ Żak", "lukasz zak"),
            ("Nguyễn Thị Hằng", "nguyen thi hang"),
            ("Ğül Çiçek", "gul cicek"),
            ("Đorđe İnan", "dorde inan"),
            ("Ελένη", "ελενη"),
            // Signs that are no letters with accents stay whole.
            ("한글 がく", "한글 がく"),
        ] {
            assert_eq!(folded(name), plain);
        }
    }

    fn person(name: &str) -> Person {
        Person { name: Some(name.into()), email: Some("mel@example.org".into()), ..Person::default() }
    }

    #[test]
    fn titles_are_in_the_order_in_which_people_look_for_them() {
        let sorted = [
            "Atelier",
            "Couture",
            "Découpe laser",
            "« Électronique »",
            "Été à l’atelier",
            "Forge",
            "Niveau 2",
            "Niveau 002 bis",
            "Niveau 10",
            "niveau 10a",
            "Œuvre",
            "Ouverture",
            "?!",
        ]
        .map(str::to_owned);
        let mut shuffled = sorted.clone();
        shuffled.reverse();
        shuffled.sort_by_cached_key(|title| order_of(title));
        assert_eq!(shuffled, sorted);
        assert!(order_of("3D") < order_of("Atelier") && order_of("Zoo") < order_of("نجارة"));
        assert!(order_of(&"9".repeat(10_000)) > order_of("1"), "numbers of any length");
    }

    #[test]
    fn names_are_found_in_sentences_and_plain_words_are_not() {
        let mel = person("Mel Petit-Rosé");
        for text in [
            "Mel a triché",
            "PETIT mel rose",
            "le badge de Petit",
            "Rosé n’était pas là",
            "voir MEL@example.org",
            "mel petit rose a triché",
        ] {
            assert!(mel.named_in(text).is_some(), "{text}");
        }
        for text in ["un petit mélange, une tache rose", "Attribué par erreur", "melle", "Mélange de fichiers", ""] {
            assert_eq!(mel.named_in(text), None, "{text}");
        }
        assert_eq!(Person::default().named_in("Mel a triché"), None);
        let called = |name: &str| Person { name: Some(name.into()), ..Person::default() };
        for (name, text) in [
            ("Jo Lé-Martin", "Jo a triché"),
            ("Li", "erreur de Li"),
            ("小明 王", "小明作弊"),
            ("Anne Vu", "le badge de Vu"),
        ] {
            assert!(called(name).named_in(text).is_some(), "{name}: {text}");
        }
        for (name, text) in [("Marie De La Tour", "La date était fausse"), ("Li", "il a lu"), ("Jo Martin", "job fini")]
        {
            assert_eq!(called(name).named_in(text), None, "{name}: {text}");
        }
    }

    #[test]
    fn addresses_are_found_in_sentences() {
        assert_eq!(address_in("écrire à lea.martin@example.org."), Some("lea.martin@example.org"));
        assert_eq!(address_in("(Léa <lea@example.org>)"), Some("lea@example.org"));
        assert!(["rendez-vous @ 14 h", "3@4", "erreur", "@nom", "a@b"].iter().all(|t| address_in(t).is_none()));
    }

    #[test]
    fn a_name_is_found_in_either_order_and_not_in_other_words() {
        for text in ["3;MARTIN;Léa;x", "léa martin", "Bonjour Lea\tMartin !", "x\nLéa Martin\r\n"] {
            assert!(is_name_in(text, "Léa Martin"), "{text}");
        }
        for text in ["Léa Durand, Paul Martin", "Paul Martin\nLéa Durand", "Léandre Martin", "Léa Martinet", ""] {
            assert!(!is_name_in(text, "Léa Martin"), "{text}");
        }
        assert!(is_name_in("de la Cruz, Ana", "Ana de la Cruz") && !is_name_in("x y z", "Y"));
    }

    #[test]
    fn a_fuller_name_is_kept_and_another_one_is_not_lost() {
        let after = |before: &str, name: &str| {
            let mut one = person(before);
            one.rename(name);
            (one.name.unwrap(), one.also)
        };
        assert_eq!(after("Léa Martin", "Léa"), ("Léa Martin".to_owned(), vec![]));
        assert_eq!(after("LEA", "Léa Martin"), ("Léa Martin".to_owned(), vec![]));
        assert_eq!(after("lea martin", "MARTIN Léa"), ("MARTIN Léa".to_owned(), vec![]));
        assert_eq!(after("Frère A", "Sœur B"), ("Sœur B".to_owned(), vec!["Frère A".to_owned()]));
        assert!(person("Léa Martin").may_be_called("martin") && !person("Léa Martin").may_be_called("Léa Durand"));
        assert!(Person::default().may_be_called("Léa"));
    }
}
