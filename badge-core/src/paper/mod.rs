//! Badges on paper: cards to be cut out, and certificates. Data in, the bytes of a PDF out.
//!
//! The document is PDF/A-3a and PDF/UA-1 at once, as far as the writer's own validation goes: tagged, with a title and
//! a language, with the letters it needs inside, and with each signed badge as an associated file. Paper proves nothing
//! and says so; the code on it and the file in the document do.
//!
//! What is printed is what the signed badge says, in its own language; the person's name comes from the place.

mod card;
mod certificate;
mod image;
mod ink;
mod join;
mod letters;
mod objects;
mod press;
mod roots;
mod template;
#[cfg(test)]
mod tests;

pub use image::Picture;
pub use press::{Kind, PaperError, Press, RUN, Remark};
pub use template::{STARTER, STARTER_FR, Template};

use crate::language::Lang;
use crate::picture::Qr;
use crate::time::Timestamp;

/// One award, as it is printed. Texts are plain, on one line; Markdown goes through [`plain`] before.
#[derive(Debug, Clone)]
pub struct Printed {
    /// The language of the words around it.
    pub lang: Lang,
    /// The language the badge speaks: that of its title, its level and what was done.
    pub speaks: Lang,
    /// What was achieved.
    pub title: String,
    /// By whom; `None` for nobody in particular, or when the place does not want names on paper.
    pub name: Option<String>,
    /// Its level and kind: `je pratique · savoir-faire`.
    pub level: Option<String>,
    /// What was done.
    pub done: Option<String>,
    /// When, in words.
    pub date: String,
    /// Until when it holds, in words; `None` where it has no end.
    pub until: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Its picture.
    pub picture: Picture,
    /// What can be seen on the picture.
    pub picture_alt: String,
    /// The code to be printed. Without an address there is none.
    pub code: Option<Qr>,
    /// A card that can be claimed: its short code, and where to type it.
    pub claim: Option<Claim>,
    /// The signed badge, which goes into the document.
    pub file: Option<SignedFile>,
}

/// What to do with a card to receive the badge on it (D-10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// `7KQ-M2X-WPA`
    pub code: String,
    /// Where to go with it.
    pub address: Option<String>,
}

/// A signed badge as a file of the document.
#[derive(Debug, Clone)]
pub struct SignedFile {
    /// What it is called; letters, digits, `-` and `.`, unlike every other of the document.
    pub name: String,
    /// `application/ld+json`, `application/jwt`…
    pub media_type: &'static str,
    /// What it is, for people.
    pub description: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// When it was made.
    pub date: Timestamp,
}

/// The place, as it stands on paper.
#[derive(Debug, Clone)]
pub struct House {
    /// Its name.
    pub name: String,
    /// Its logo.
    pub logo: Option<Picture>,
    /// What can be seen on the logo.
    pub logo_alt: String,
}

/// Markdown as one line of plain text.
#[must_use]
pub fn plain(markdown: &str) -> String {
    crate::site::markdown::to_text(markdown)
}
