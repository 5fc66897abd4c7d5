//! The catalogue of one language: compiled in, parsed once.

use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::language::Lang;

/// The sentences of one language.
pub struct Catalog {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Catalog {
    /// The core's sentences, and those of `extra` Fluent sources (a shell's own).
    ///
    /// A source that has a mistake keeps its good entries; [`faults`] is for the tests that refuse mistakes.
    #[must_use]
    pub fn new(lang: Lang, extra: &[&str]) -> Self {
        let tag: unic_langid::LanguageIdentifier = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // The marks that Fluent puts around values would travel into addresses that people copy.
        bundle.set_use_isolating(false);
        for source in sources(lang).iter().copied().chain(extra.iter().copied()) {
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partly, _)| partly);
            bundle.add_resource_overriding(resource);
        }
        Self { lang, bundle }
    }

    /// The language spoken.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether there is a sentence of this id (`reason-expired`, `reason-expired.next`).
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        let (name, attribute) = split(id);
        self.bundle.get_message(name).is_some_and(|message| match attribute {
            None => message.value().is_some(),
            Some(attribute) => message.get_attribute(attribute).is_some(),
        })
    }

    /// The sentence, with its values filled in. Whole numbers choose between singular and plural.
    ///
    /// Never fails: an id that does not exist gives the id between brackets (tests see to it that there is none).
    /// Values are put in as they are; what comes from outside goes through [`super::plain`] first.
    #[must_use]
    pub fn text(&self, id: &str, values: &[(&str, &str)]) -> String {
        let (name, attribute) = split(id);
        let pattern = self.bundle.get_message(name).and_then(|message| match attribute {
            None => message.value(),
            Some(attribute) => Some(message.get_attribute(attribute)?.value()),
        });
        let Some(pattern) = pattern else { return format!("[{id}]") };
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set((*name).to_owned(), as_value(value));
        }
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Catalog({})", self.lang)
    }
}

/// What is wrong with a pair of Fluent sources: mistakes in writing, ids that stand twice or in one language only,
/// values that one language uses and the other does not. Empty when all is well. For tests.
#[must_use]
pub fn faults(fr: &str, en: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (lang, source) in [(Lang::Fr, fr), (Lang::En, en)] {
        if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
            faults.extend(errors.iter().map(|e| format!("{lang}: {e}")));
        }
    }
    let (fr, en) = (entries(fr), entries(en));
    for (lang, these, those) in [(Lang::Fr, &fr, &en), (Lang::En, &en, &fr)] {
        for (at, entry) in these.iter().enumerate() {
            if these[..at].iter().any(|e| e.id == entry.id) {
                faults.push(format!("{lang}: {} stands twice", entry.id));
            }
            match those.iter().find(|e| e.id == entry.id) {
                None => faults.push(format!("{} is in {lang} only", entry.id)),
                Some(other) if other.values != entry.values && lang == Lang::Fr => {
                    faults.push(format!("{}: {:?} in French, {:?} in English", entry.id, entry.values, other.values));
                }
                Some(_) => {}
            }
        }
    }
    faults
}

/// A message or an attribute of a Fluent source, as far as comparing needs it.
pub(super) struct Entry {
    /// `reason-expired`, `reason-expired.next`.
    pub(super) id: String,
    /// The values it uses, sorted.
    pub(super) values: Vec<String>,
}

/// The entries of a source. Fluent puts ids at the start of a line and attributes on lines of their own.
pub(super) fn entries(source: &str) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    let mut message = "";
    for line in source.lines() {
        let head = line.split_once(" =").map(|(head, _)| head.trim_start());
        let named = |h: &str| h.starts_with(|c: char| c.is_ascii_alphabetic()) && !h.contains(' ');
        match head {
            Some(head) if !line.starts_with(' ') && named(head) => {
                message = head;
                found.push(Entry { id: head.to_owned(), values: Vec::new() });
            }
            Some(head) if line.starts_with(' ') && head.strip_prefix('.').is_some_and(named) => {
                found.push(Entry { id: format!("{message}{head}"), values: Vec::new() });
            }
            _ => {}
        }
        let Some(entry) = found.last_mut() else { continue };
        for after in line.split('$').skip(1) {
            let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).unwrap_or(after.len());
            entry.values.push(after[..end].to_owned());
        }
        entry.values.sort();
        entry.values.dedup();
    }
    found
}

pub(super) const fn sources(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Fr => &[
            include_str!("fr/check.ftl"),
            include_str!("fr/reason.ftl"),
            include_str!("fr/verdict.ftl"),
            include_str!("fr/page.ftl"),
            #[cfg(feature = "cohort")]
            include_str!("fr/cohort.ftl"),
            #[cfg(feature = "place")]
            include_str!("fr/endorsing.ftl"),
            #[cfg(feature = "place")]
            include_str!("fr/seen.ftl"),
        ],
        Lang::En => &[
            include_str!("en/check.ftl"),
            include_str!("en/reason.ftl"),
            include_str!("en/verdict.ftl"),
            include_str!("en/page.ftl"),
            #[cfg(feature = "cohort")]
            include_str!("en/cohort.ftl"),
            #[cfg(feature = "place")]
            include_str!("en/endorsing.ftl"),
            #[cfg(feature = "place")]
            include_str!("en/seen.ftl"),
        ],
    }
}

fn split(id: &str) -> (&str, Option<&str>) {
    match id.split_once('.') {
        Some((name, attribute)) => (name, Some(attribute)),
        None => (id, None),
    }
}

/// Whole numbers are numbers, so that they can choose a plural; everything else stays a text (`007`, `1.0`).
fn as_value(text: &str) -> FluentValue<'_> {
    let digits = text.len() <= 15 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match text.parse::<u64>() {
        Ok(number) if digits && (text == "0" || !text.starts_with('0')) => FluentValue::from(number),
        _ => FluentValue::from(text),
    }
}
