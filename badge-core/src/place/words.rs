//! A text in both languages.

use crate::language::Lang;

/// Something said in French, in English, or in both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// In French.
    pub fr: Option<String>,
    /// In English.
    pub en: Option<String>,
}

impl Words {
    /// What is said in one language.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::Fr => self.fr.as_deref(),
            Lang::En => self.en.as_deref(),
        }
    }

    /// What is said in one language, or else in the other.
    #[must_use]
    pub fn best(&self, lang: Lang) -> Option<&str> {
        self.in_lang(lang).or(self.fr.as_deref()).or(self.en.as_deref())
    }

    /// Sets what is said in one language.
    pub fn set(&mut self, lang: Lang, text: Option<String>) {
        match lang {
            Lang::Fr => self.fr = text,
            Lang::En => self.en = text,
        }
    }
}
