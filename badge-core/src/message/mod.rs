//! The words: what was asked, what happened and what to do next, in French and in English.
//!
//! The verifier speaks in codes and data; here they become sentences, so that the command, the pages and any other
//! shell say the same. Texts from outside (a badge's name, an address, an issuer's reason) pass through [`plain`]
//! before they meet a sentence.

mod answer;
mod catalog;
mod copies;
mod date;
mod found;
mod headline;
mod ids;
mod page;
mod plain;
#[cfg(feature = "place")]
mod seen;
mod style;
mod view;
mod wrap;

#[cfg(feature = "site")]
pub(crate) use answer::Unread;
pub use answer::{Answer, Line};
pub use catalog::{Catalog, faults};
pub use date::{date, size};
pub use headline::Headline;
#[cfg(feature = "cohort")]
pub use ids::trouble;
pub use ids::{Words, because, check, reason};
pub use page::{Detail, page, words_of};
pub use plain::{plain, plain_within, quoted_within};
#[cfg(feature = "place")]
pub use seen::{Sentence, seen, seen_id};
pub use style::Style;
#[cfg(feature = "site")]
pub(crate) use view::{Sign, Told, View};

#[cfg(test)]
mod tests;
