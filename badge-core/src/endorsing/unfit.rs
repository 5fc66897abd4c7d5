//! Why something is not endorsed.

use super::why;
use crate::message::{Catalog, Headline, Words};
use crate::place::register::Endorsed;
use crate::verify::Report;

/// Why something cannot be endorsed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfit {
    /// Nobody answers at the address.
    #[error("nobody answers there")]
    Unread,
    /// It is nothing that can be endorsed.
    #[error("nothing that can be endorsed")]
    Nothing,
    /// It holds several badges.
    #[error("several badges")]
    Several,
    /// It is not the kind of thing that was asked for.
    #[error("only {}", of.as_str())]
    Only {
        /// What it is.
        of: Endorsed,
    },
    /// It has no id.
    #[error("no id of {}", of.as_str())]
    NoId {
        /// What has none.
        of: Endorsed,
    },
    /// The badge was altered, or is somebody else's.
    #[error("altered")]
    Altered(Box<Report>),
    /// Whether the badge is authentic cannot be told now.
    #[error("not decided")]
    Unsure(Box<Report>),
    /// The badge does not hold.
    #[error("does not hold")]
    NotGood(Box<Report>),
    /// What is published under its id says something else.
    #[error("differs from {id}")]
    Differs {
        /// The id.
        id: String,
    },
    /// Its id is an address of somebody else's than who signed it, and nothing there confirms it: their word alone does not
    /// make it theirs. Not even `anyway` endorses it.
    #[error("{id} is no address of {by}")]
    Borrowed {
        /// The id.
        id: String,
        /// Who signed.
        by: String,
    },
    /// Nothing confirms that it is what its id says.
    #[error("not confirmed by {id}")]
    Unconfirmed {
        /// The id.
        id: String,
    },
}

/// Why a search ended.
#[derive(Debug, thiserror::Error)]
pub enum Stop<E> {
    /// What was shown is not fit.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// Nothing could be read.
    #[error("nothing can be read")]
    Eyes(E),
}

impl Unfit {
    /// The id of its sentence; that of what to do next ends in `.hint`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Unread => "core-endorse-unread",
            Self::Nothing => "core-endorse-nothing",
            Self::Several => "core-endorse-several",
            Self::Only { .. } => "core-endorse-only",
            Self::NoId { .. } => "core-endorse-no-id",
            Self::Altered(_) => "core-endorse-altered",
            Self::Unsure(_) => "core-endorse-unsure",
            Self::NotGood(_) => "core-endorse-not-good",
            Self::Differs { .. } => "core-endorse-differs",
            Self::Borrowed { .. } => "core-endorse-borrowed",
            Self::Unconfirmed { .. } => "core-endorse-unconfirmed",
        }
    }

    /// The values of its sentence, besides `input`, which is what the person called it.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Only { of } | Self::NoId { of } => vec![("of", of.as_str().to_owned())],
            Self::Differs { id } | Self::Unconfirmed { id } => vec![("id", id.clone())],
            Self::Borrowed { id, by } => vec![("id", id.clone()), ("by", by.clone())],
            _ => Vec::new(),
        }
    }

    /// What the verdict says about it, where there is one.
    #[must_use]
    pub fn causes(&self, catalog: &Catalog) -> Vec<String> {
        match self {
            Self::Altered(report) | Self::Unsure(report) | Self::NotGood(report) => {
                std::iter::once(Headline::of(report).text(catalog)).chain(why(report, catalog)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// In words.
    #[must_use]
    pub fn words(&self, catalog: &Catalog, input: &str) -> Words {
        words(catalog, self.id(), &self.args(), input)
    }
}

pub(super) fn words(catalog: &Catalog, id: &str, args: &[(&'static str, String)], input: &str) -> Words {
    let values: Vec<(&str, &str)> =
        std::iter::once(("input", input)).chain(args.iter().map(|(name, value)| (*name, value.as_str()))).collect();
    let hint = format!("{id}.hint");
    let next = if catalog.has(&hint) { catalog.text(&hint, &values) } else { String::new() };
    Words { what: catalog.text(id, &values), next }
}
