//! The server's own sentences, in French and English; what is said of badges is the core's.

use badge_core::language::Lang;
use badge_core::message::Catalog;

const fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => include_str!("text/fr.ftl"),
        Lang::En => include_str!("text/en.ftl"),
    }
}

/// Both languages, read once.
#[derive(Debug)]
pub(crate) struct Words {
    fr: Speech,
    en: Speech,
}

impl Words {
    pub(crate) fn new() -> Self {
        let speech = |lang| Speech(Catalog::new(lang, &[source(lang)]));
        Self { fr: speech(Lang::Fr), en: speech(Lang::En) }
    }

    pub(crate) const fn of(&self, lang: Lang) -> &Speech {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
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

    /// What something is, and what is said of it.
    pub(crate) fn said_of(&self, what: &str, said: &str) -> String {
        self.0.text("said-of", &[("what", what), ("said", said)])
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

    #[test]
    fn both_languages_say_the_same_things() {
        let faults = badge_core::message::faults(source(Lang::Fr), source(Lang::En));
        assert!(faults.is_empty(), "{faults:#?}");
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
