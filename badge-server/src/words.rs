//! The server's own sentences, in French and English; what is said of badges is the core's.

use badge_core::language::Lang;
use badge_core::message::{Catalog, date};
use badge_core::time::Timestamp;
use serde::{Deserialize, Serialize};

const fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => include_str!("text/fr.ftl"),
        Lang::En => include_str!("text/en.ftl"),
    }
}

/// As it is set: in French a sign of two parts, and the inside of quotation marks, never stand alone on a line.
fn set(lang: Lang, source: &str) -> String {
    if lang != Lang::Fr {
        return source.to_owned();
    }
    let spaces = [(" :", "\u{a0}:"), (" »", "\u{a0}»"), ("« ", "«\u{a0}")];
    let thin = [(" ;", "\u{202f};"), (" !", "\u{202f}!"), (" ?", "\u{202f}?")];
    spaces.iter().chain(&thin).fold(source.to_owned(), |text, (typed, set)| text.replace(typed, set))
}

/// Both languages, read once.
#[derive(Debug)]
pub(crate) struct Words {
    fr: Speech,
    en: Speech,
}

impl Words {
    pub(crate) fn new() -> Self {
        let speech = |lang| Speech(Catalog::new(lang, &[&set(lang, source(lang))]));
        Self { fr: speech(Lang::Fr), en: speech(Lang::En) }
    }

    pub(crate) const fn of(&self, lang: Lang) -> &Speech {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }

    /// Something in each language, for whoever reads it later: nobody knows yet in which.
    pub(crate) fn each(&self, said: impl Fn(&Speech) -> String) -> Said {
        Said { fr: said(&self.fr), en: Some(said(&self.en)) }
    }

    /// A sentence in each language.
    pub(crate) fn s(&self, id: &str) -> Said {
        self.each(|words| words.s(id))
    }

    /// A sentence with one value in each language.
    pub(crate) fn v(&self, id: &str, name: &str, value: impl AsRef<str>) -> Said {
        self.each(|words| words.v(id, name, &value))
    }
}

/// The same in each language, as it is kept. What an older version kept is in one language, whichever that was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    #[serde(rename = "message")]
    fr: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    en: Option<String>,
}

impl Said {
    /// In the language of whoever reads it.
    pub(crate) fn within(self, lang: Lang) -> String {
        match (lang, self.en) {
            (Lang::En, Some(en)) => en,
            _ => self.fr,
        }
    }
}

/// One language. Templates call `t.s("page-…")`.
#[derive(Debug)]
pub(crate) struct Speech(Catalog);

impl Speech {
    /// A sentence.
    pub(crate) fn s(&self, id: &str) -> String {
        self.0.text(id, &[])
    }

    /// A sentence with one value.
    pub(crate) fn v(&self, id: &str, name: &str, value: impl AsRef<str>) -> String {
        self.0.text(id, &[(name, value.as_ref())])
    }

    /// A sentence with several values.
    pub(crate) fn all(&self, id: &str, values: &[(&str, &str)]) -> String {
        self.0.text(id, values)
    }

    /// What something is, and what is said of it.
    pub(crate) fn said_of(&self, what: &str, said: &str) -> String {
        self.0.text("said-of", &[("what", what), ("said", said)])
    }

    /// A day in words: `2 mars 2026`, in the instant's own offset.
    pub(crate) fn day(&self, at: Timestamp) -> String {
        date(&self.0, at)
    }

    /// A day and a time of that day, UTC, and said to be.
    pub(crate) fn moment(&self, at: Timestamp) -> String {
        let at = at.to_utc_seconds();
        let text = at.to_string();
        let time = text.split_once('T').and_then(|(_, time)| time.get(..5)).unwrap_or_default();
        self.0.text("date-time", &[("date", &self.day(at)), ("time", &format!("{time}\u{a0}UTC"))])
    }

    /// A number as the language writes it: `10 000`, `10,000`.
    pub(crate) fn number(&self, number: usize) -> String {
        let (digits, mark) = (number.to_string(), if self.0.lang() == Lang::Fr { '\u{202f}' } else { ',' });
        let mut written = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                written.push(mark);
            }
            written.push(digit);
        }
        written
    }

    /// A month (`2026-03`) in words: a day's, without its number.
    pub(crate) fn month(&self, month: &str) -> String {
        let first = Timestamp::parse(&format!("{month}-01T00:00:00Z")).map(|at| self.day(at));
        let words = first.ok().and_then(|day| Some(day.split_once(' ')?.1.to_owned()));
        words.unwrap_or_else(|| month.to_owned())
    }

    /// For what the core has to say.
    pub(crate) const fn catalog(&self) -> &Catalog {
        &self.0
    }

    pub(crate) const fn lang(&self) -> Lang {
        self.0.lang()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    // What a plan or a result writes as a state gives way to the next one: the core knows each of these words.
    #[test]
    fn the_core_knows_every_state_that_is_written() {
        let words = Words::new();
        for lang in Lang::ALL {
            let ids: Vec<_> = source(lang)
                .lines()
                .filter_map(|line| Some(line.split_once(" = ")?.0))
                .filter(|id| id.starts_with("row-") || id.starts_with("done-"))
                .collect();
            assert_eq!(ids.len(), 10, "{ids:?}");
            for id in ids {
                let said = words.of(lang).s(id);
                assert!(badge_core::cohort::is_state_word(&said), "{id} = {said}: add it to cohort/state.rs");
            }
        }
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let faults = badge_core::message::faults(source(Lang::Fr), source(Lang::En));
        assert!(faults.is_empty(), "{faults:#?}");
    }

    #[test]
    fn french_signs_stay_with_their_words() {
        let words = Words::new();
        let said = words.of(Lang::Fr).v("letter-invited-text", "place", "Chez Léa : l’atelier");
        assert!(said.contains("«\u{a0}Chez Léa : l’atelier\u{a0}»"), "{said:?}: names stay as they are");
        let loose = |lang| set(lang, source(lang)).lines().any(|line| line.contains(" :") || line.contains("« "));
        assert!(!loose(Lang::Fr) && !source(Lang::Fr).contains("d'un "));
    }

    #[test]
    fn days_and_months_are_said_in_words() {
        let words = Words::new();
        let at = Timestamp::parse("2026-03-01T23:30:59-02:00").unwrap();
        let said = |lang| (words.of(lang).day(at), words.of(lang).moment(at), words.of(lang).month("2026-03"));
        let plain = |text: String| text.replace('\u{a0}', " ");
        let (day, moment, month) = said(Lang::Fr);
        assert_eq!((plain(day).as_str(), plain(month).as_str()), ("1er mars 2026", "mars 2026"));
        assert_eq!(plain(moment), "2 mars 2026 à 01:30 UTC");
        let numbers = |lang| [7, 512, 1000, 10_000, 1_234_567].map(|number| words.of(lang).number(number)).join(" ");
        assert_eq!(numbers(Lang::Fr), "7 512 1\u{202f}000 10\u{202f}000 1\u{202f}234\u{202f}567");
        assert_eq!(numbers(Lang::En), "7 512 1,000 10,000 1,234,567");
        let (day, moment, month) = said(Lang::En);
        assert_eq!((plain(day).as_str(), plain(month).as_str()), ("1 March 2026", "March 2026"));
        assert_eq!(plain(moment), "2 March 2026 at 01:30 UTC");
    }

    #[test]
    fn every_sentence_is_used_and_every_used_one_is_there() {
        let ids: BTreeSet<String> = source(Lang::Fr)
            .lines()
            .filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|l| Some(l.split_once(" =")?.0.to_owned()))
            .collect();
        let mut texts = String::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        gather(&root.join("src"), &mut texts);
        gather(&root.join("templates"), &mut texts);
        let used: BTreeSet<String> = [".s(\"", ".v(\""]
            .iter()
            .flat_map(|call| texts.split(call).skip(1))
            .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
            .filter(|id| {
                id.contains('-') && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            })
            .collect();
        let named = |id: &String| texts.contains(&format!("\"{id}\""));
        let unused: Vec<_> = ids.iter().filter(|id| !named(id)).collect();
        let missing: Vec<_> = used.difference(&ids).collect();
        assert!(unused.is_empty() && missing.is_empty(), "unused {unused:?}, missing {missing:?}");
    }

    fn gather(folder: &Path, out: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs" || e == "html") {
                out.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }
}
