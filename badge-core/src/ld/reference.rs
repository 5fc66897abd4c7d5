//! What a text stands for: a keyword, an IRI, a blank node, or nothing that can be used.

use std::sync::Arc;

use super::active::{Active, Meaning, Term};
use super::error::FaultKind;
use super::expand::Expander;
use super::iri::{Form, Keyword, form, is_keyword_like};
use super::plain::{As, plainly};
use super::text::Str;
use super::tree::{Id, Spot};

/// What an IRI, a compact IRI or a term stands for.
pub(super) enum Expansion<'a> {
    Keyword(Keyword),
    /// An absolute IRI.
    Iri(Str<'a>),
    Blank(Str<'a>),
    Relative(Str<'a>),
    Invalid(Str<'a>),
    /// Left out on purpose.
    Null,
    /// It looks like a keyword.
    Reserved,
}

impl<'a> Expander<'a, '_> {
    pub(super) fn keyword(&self, active: &Active, key: &str) -> Option<Keyword> {
        match active.term(key) {
            Some(term) => match term.meaning {
                Meaning::Keyword(keyword) => Some(keyword),
                _ => None,
            },
            None => Keyword::parse(key),
        }
    }

    pub(super) fn id(&mut self, active: &Active, text: &'a str, vocab: bool, at: Spot) -> Option<Id<'a>> {
        match self.expansion(active, text, vocab, true) {
            Expansion::Iri(iri) => {
                let plain = if vocab { plainly(active.term(text), text, &iri, As::Value) } else { iri == text };
                if !plain {
                    self.disguise(at, text);
                }
                Some(Id::Iri(iri))
            }
            Expansion::Blank(label) => Some(Id::Blank(label)),
            Expansion::Relative(iri) => {
                self.fault(at, FaultKind::RelativeId(text.to_owned()));
                Some(Id::Unusable(iri))
            }
            Expansion::Invalid(iri) => {
                self.fault(at, FaultKind::InvalidIri(text.to_owned()));
                Some(Id::Unusable(iri))
            }
            Expansion::Null => {
                self.fault(at, FaultKind::TermMappedToNull(text.to_owned()));
                None
            }
            Expansion::Keyword(_) | Expansion::Reserved => {
                self.fault(at, FaultKind::KeywordLike(text.to_owned()));
                None
            }
        }
    }

    /// What the name of a member stands for, given its term.
    pub(super) fn expansion_of(&self, active: &Active, term: Option<&Arc<Term>>, key: &'a str) -> Expansion<'a> {
        match term {
            Some(term) => term.meaning.expansion(),
            None => self.expansion(active, key, true, false),
        }
    }

    /// What a text stands for (JSON-LD 1.1 API, section 5.2.2): as a term and after `@vocab` if `vocab`, against the base
    /// if `resolve`.
    pub(super) fn expansion(&self, active: &Active, text: &'a str, vocab: bool, resolve: bool) -> Expansion<'a> {
        if vocab && let Some(term) = active.term(text) {
            return term.meaning.expansion();
        }
        if text.starts_with('@') {
            if let Some(keyword) = Keyword::parse(text) {
                return Expansion::Keyword(keyword);
            }
            if is_keyword_like(text) {
                return Expansion::Reserved;
            }
        }
        if let Some((prefix, suffix)) = text.split_once(':')
            && prefix != "_"
            && !suffix.starts_with("//")
            && let Some(term) = active.term(prefix)
            && term.prefix
            && let Meaning::Iri(iri) = &term.meaning
        {
            return classify(format!("{iri}{suffix}").into());
        }
        match classify(Str::new(text)) {
            Expansion::Relative(_) if vocab && active.vocab.is_some() => {
                classify(format!("{}{text}", active.vocab.as_deref().unwrap_or_default()).into())
            }
            Expansion::Relative(relative) if resolve => match &self.base {
                Some(base) => match base.resolve(text) {
                    Ok(iri) => classify(iri.into_inner().into()),
                    Err(_) => Expansion::Invalid(relative),
                },
                None => Expansion::Relative(relative),
            },
            other => other,
        }
    }
}

impl Meaning {
    fn expansion<'a>(&self) -> Expansion<'a> {
        match self {
            Self::Null => Expansion::Null,
            Self::Keyword(keyword) => Expansion::Keyword(*keyword),
            Self::Iri(iri) if iri.starts_with("_:") => Expansion::Blank(iri.shorten()),
            Self::Iri(iri) => Expansion::Iri(iri.shorten()),
        }
    }
}

fn classify(text: Str<'_>) -> Expansion<'_> {
    match form(&text) {
        Form::Absolute => Expansion::Iri(text),
        Form::Blank => Expansion::Blank(text),
        Form::Relative => Expansion::Relative(text),
        Form::Invalid => Expansion::Invalid(text),
    }
}
