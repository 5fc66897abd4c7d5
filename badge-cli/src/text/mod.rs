//! The words of the command, in French and English. A language is read when its first sentence is needed.

use std::sync::OnceLock;

use badge_core::language::Lang;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::message::{Arg, Message};

type Bundle = FluentBundle<FluentResource>;

/// The words of one language.
pub(crate) struct Words {
    lang: Lang,
    messages: OnceLock<Bundle>,
    help: OnceLock<Bundle>,
}

impl Words {
    pub(crate) fn new(lang: Lang) -> Self {
        Self { lang, messages: OnceLock::new(), help: OnceLock::new() }
    }

    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }

    /// The sentence, with its values in place.
    pub(crate) fn say(&self, message: &Message) -> String {
        self.format(self.messages(), message, None).unwrap_or_else(|| message.id.to_owned())
    }

    /// What to do about it: the attribute `.hint` of the same message.
    pub(crate) fn hint(&self, message: &Message) -> Option<String> {
        self.format(self.messages(), message, Some("hint"))
    }

    /// A text of the help, by its key; `attribute` is `long` or `value`.
    pub(crate) fn help(&self, key: &str, attribute: Option<&str>) -> Option<String> {
        let bundle = self.help.get_or_init(|| read(self.lang, help_source(self.lang)));
        pattern(bundle, key, None, attribute)
    }

    fn messages(&self) -> &Bundle {
        self.messages.get_or_init(|| read(self.lang, message_source(self.lang)))
    }

    fn format(&self, bundle: &Bundle, message: &Message, attribute: Option<&str>) -> Option<String> {
        let mut args = FluentArgs::with_capacity(message.args.len());
        for (name, value) in &message.args {
            match value {
                Arg::Text(text) => args.set(*name, text.as_str()),
                Arg::Number(number) => args.set(*name, *number as f64),
                Arg::Message(inner) => args.set(*name, self.say(inner)),
            }
        }
        pattern(bundle, message.id, Some(&args), attribute)
    }
}

fn pattern(bundle: &Bundle, id: &str, args: Option<&FluentArgs<'_>>, attribute: Option<&str>) -> Option<String> {
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut errors);
    debug_assert!(errors.is_empty(), "{id}: {errors:?}");
    Some(text.into_owned())
}

fn read(lang: Lang, source: &str) -> Bundle {
    let tag: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
    // A mistake in a file leaves the rest of it usable; a test refuses any.
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, _)| partial);
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    let _ = bundle.add_resource(resource);
    bundle
}

const fn message_source(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => concat!(include_str!("fr/messages.ftl"), "\n", include_str!("fr/reading.ftl")),
        Lang::En => concat!(include_str!("en/messages.ftl"), "\n", include_str!("en/reading.ftl")),
    }
}

const fn help_source(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => include_str!("fr/help.ftl"),
        Lang::En => include_str!("en/help.ftl"),
    }
}

/// The keys of the help, for the test that compares them with the command's description.
#[cfg(test)]
pub(crate) fn help_keys(lang: Lang) -> std::collections::BTreeSet<String> {
    let keys = |line: &str| {
        let name = line.split_once(" =")?.0;
        name.chars().all(|c| c.is_alphanumeric() || c == '-').then(|| name.to_owned())
    };
    help_source(lang).lines().filter_map(keys).collect()
}

#[cfg(test)]
mod tests;
