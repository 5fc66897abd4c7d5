//! The words of the command, in French and English. A language is read when its first sentence is needed.

use std::sync::OnceLock;

use badge_core::language::Lang;
use badge_core::message::Catalog;

use crate::message::{Arg, Message};

/// The words of one language.
pub(crate) struct Words {
    lang: Lang,
    catalog: OnceLock<Catalog>,
    help: OnceLock<Catalog>,
}

impl Words {
    pub(crate) fn new(lang: Lang) -> Self {
        Self { lang, catalog: OnceLock::new(), help: OnceLock::new() }
    }

    /// The core's sentences and the command's own.
    pub(crate) fn catalog(&self) -> &Catalog {
        self.catalog.get_or_init(|| Catalog::new(self.lang, message_sources(self.lang)))
    }

    /// The sentence, with its values in place.
    pub(crate) fn say(&self, message: &Message) -> String {
        self.format(message, message.id)
    }

    /// What to do about it: the attribute `.hint` of the same message.
    pub(crate) fn hint(&self, message: &Message) -> Option<String> {
        let id = format!("{}.hint", message.id);
        self.catalog().has(&id).then(|| self.format(message, &id))
    }

    /// A text of the help, by its key; `attribute` is `long` or `value`.
    pub(crate) fn help(&self, key: &str, attribute: Option<&str>) -> Option<String> {
        let help = self.help.get_or_init(|| Catalog::new(self.lang, help_sources(self.lang)));
        let id = attribute.map_or_else(|| key.to_owned(), |a| format!("{key}.{a}"));
        help.has(&id).then(|| help.text(&id, &[]))
    }

    fn format(&self, message: &Message, id: &str) -> String {
        let values: Vec<(&str, String)> = message
            .args
            .iter()
            .map(|(name, value)| match value {
                Arg::Text(text) => (*name, legible(text)),
                Arg::Number(number) => (*name, number.to_string()),
                Arg::Message(inner) => (*name, self.say(inner)),
            })
            .collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.catalog().text(id, &values)
    }
}

/// A text from outside as a terminal may show it: what would move the cursor or turn the writing round is replaced.
pub(crate) fn legible(text: &str) -> String {
    let acts = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if acts(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

const fn message_sources(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Fr => &[
            include_str!("fr/messages.ftl"),
            include_str!("fr/place.ftl"),
            include_str!("fr/batch.ftl"),
            include_str!("fr/drawing.ftl"),
            include_str!("fr/endorsing.ftl"),
            include_str!("fr/keeping.ftl"),
            include_str!("fr/mail.ftl"),
            include_str!("fr/people.ftl"),
            include_str!("fr/print.ftl"),
            include_str!("fr/reading.ftl"),
            include_str!("fr/trusting.ftl"),
        ],
        Lang::En => &[
            include_str!("en/messages.ftl"),
            include_str!("en/place.ftl"),
            include_str!("en/batch.ftl"),
            include_str!("en/drawing.ftl"),
            include_str!("en/endorsing.ftl"),
            include_str!("en/keeping.ftl"),
            include_str!("en/mail.ftl"),
            include_str!("en/people.ftl"),
            include_str!("en/print.ftl"),
            include_str!("en/reading.ftl"),
            include_str!("en/trusting.ftl"),
        ],
    }
}

const fn help_sources(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Fr => &[include_str!("fr/help.ftl"), include_str!("fr/endorsing_help.ftl")],
        Lang::En => &[include_str!("en/help.ftl"), include_str!("en/endorsing_help.ftl")],
    }
}

/// The keys of the help, for the test that compares them with the command's description.
#[cfg(test)]
pub(crate) fn help_keys(lang: Lang) -> std::collections::BTreeSet<String> {
    tests::keys(help_sources(lang))
}

#[cfg(test)]
mod tests;
