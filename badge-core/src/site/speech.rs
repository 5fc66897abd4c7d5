//! The words of the pages, in a form that templates can ask for.

use crate::language::Lang;
use crate::message::{Catalog, date, plain};
use crate::place::Words;
use crate::time::Timestamp;

/// The pages' own sentences.
pub(super) const fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => include_str!("fr.ftl"),
        Lang::En => include_str!("en.ftl"),
    }
}

/// One language's sentences. Templates call `t.s("site-…")`.
#[derive(Debug)]
pub(super) struct Speech(Catalog);

impl Speech {
    pub(super) fn new(lang: Lang) -> Self {
        Self(Catalog::new(lang, &[source(lang)]))
    }

    pub(super) const fn lang(&self) -> Lang {
        self.0.lang()
    }

    /// All of them.
    pub(super) const fn catalog(&self) -> &Catalog {
        &self.0
    }

    /// A sentence.
    pub(super) fn s(&self, id: &str) -> String {
        self.0.text(id, &[])
    }

    /// A sentence with one value.
    pub(super) fn v(&self, id: &str, name: &str, value: impl AsRef<str>) -> String {
        self.0.text(id, &[(name, value.as_ref())])
    }

    /// A day.
    pub(super) fn day(&self, at: Timestamp) -> String {
        date(&self.0, at)
    }

    /// What is said in this language, or else in the other.
    pub(super) fn said(&self, words: &Words) -> Option<Said> {
        let lang = Lang::ALL.into_iter().filter(|l| words.in_lang(*l).is_some());
        let lang = lang.clone().find(|l| *l == self.lang()).or_else(|| lang.clone().next())?;
        words.in_lang(lang).map(|text| self.from(text, lang.tag()))
    }

    /// A text in a language, which is named where it is not the page's.
    pub(super) fn from(&self, text: &str, lang: &str) -> Said {
        let lang = (lang != self.lang().tag() && is_tag(lang)).then(|| lang.to_owned());
        Said { text: no_break(&plain(text)), lang }
    }
}

/// French puts a space before `:`, `;`, `!`, `?` and inside « », at which no line may end. Few keyboards have that
/// space; it is put in here, where people read, and nowhere else.
pub(super) fn no_break(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        out.push(match (c, next) {
            (' ', Some(':')) => '\u{a0}',
            (' ', Some(';' | '!' | '?' | '»')) => '\u{202f}',
            (' ', _) if out.ends_with('«') => '\u{202f}',
            _ => c,
        });
    }
    out
}

/// A text from outside, made harmless, with its language where that is not the page's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) text: String,
    /// For the `lang` attribute.
    pub(super) lang: Option<String>,
}

impl Said {
    /// ` lang="en"`, or nothing.
    pub(super) fn attr(&self) -> String {
        lang_attr(self.lang.as_deref())
    }
}

/// ` lang="en"` for a language that is not the page's, or nothing.
pub(super) fn lang_attr(lang: Option<&str>) -> String {
    lang.filter(|l| is_tag(l)).map_or(String::new(), |l| format!(" lang=\"{l}\""))
}

/// Whether a text can stand in a `lang` attribute (BCP 47, as far as its alphabet goes).
pub(super) fn is_tag(text: &str) -> bool {
    (2..=35).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
