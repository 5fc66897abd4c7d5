//! The letter that tells somebody about their badges: subject, text and HTML, from templates that a place may change.
//!
//! A template is plain text with names in braces, read by [`Template::parse`]; ours and a place's own go the same way.
//!
//! | Written | Means |
//! |---|---|
//! | `{place}` | the value of that name ([`NAMES`]) |
//! | `{each badge}` … `{end}` | once for each badge; inside, the names of one badge too ([`BADGE_NAMES`]) |
//! | `{if page}` … `{else}` … `{end}` | only where there is such a value; `{if not page}`; also `{if one}`, `{if several}` |
//!
//! A tag that stands alone on its line takes the line with it. Braces around anything but a word or two (`{ margin: 0 }`)
//! are text. The first line of a text template is the subject. Values come without line breaks and control characters; only
//! what somebody wrote in paragraphs (`{description}`, `{reason}`) keeps them apart, as far to the right as its first line. In
//! an HTML template values are escaped.

mod template;
#[cfg(test)]
mod tests;

pub use template::{BADGE_NAMES, Kind, NAMES, Template, TemplateError, TemplateFault};

use crate::language::Lang;
use crate::message::{Catalog, date, plain};
use crate::model::Badge;
use crate::place::AchievementFile;
use crate::place::register::Entry;

/// What a letter says. Texts as they are in the badge; Markdown is taken for its words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letter {
    /// The person's name, where the place keeps it.
    pub person: Option<String>,
    /// What the place is called, in the letter's language.
    pub place: String,
    /// The address to which people can write.
    pub contact: String,
    /// The place's home page.
    pub home: Option<String>,
    /// The badges, one at least.
    pub badges: Vec<Told>,
}

/// One badge of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// What it is called.
    pub name: String,
    /// What it stands for.
    pub description: Option<String>,
    /// What this person did for it.
    pub reason: Option<String>,
    /// The day from which it holds, in words.
    pub date: String,
    /// The same, where it came later than the award was written down: until then, whoever verifies it reads that it does not hold
    /// yet.
    pub from: Option<String>,
    /// The day until which it holds, in words.
    pub until: Option<String>,
    /// The badge that it takes the place of: what that one is called, and the day from which it held, in words.
    pub replaces: Option<(String, String)>,
    /// The address of its published page.
    pub page: Option<String>,
    /// Its picture, as an address for HTML: `cid:…`.
    pub picture: Option<String>,
    /// The name of the attached file.
    pub file: String,
    /// Where the person says that it is not theirs, or has its page removed, without writing to anybody.
    pub refuse: Option<String>,
}

impl Told {
    /// What a letter says of an award: from what was signed, and where that says nothing, from the achievement as the
    /// place has it now. `ending` is that of the attached file. What it replaces, page, picture and
    /// [`Told::refuse`] are for the caller to fill in.
    #[must_use]
    pub fn of(entry: &Entry, badge: &Badge, own: Option<&AchievementFile>, ending: &str, words: &Catalog) -> Self {
        let award = &entry.award;
        let texts = own.map(|file| file.texts(award.language));
        let name = badge.title().map(plain).or_else(|| texts?.name.as_deref().map(plain));
        let description = badge.achievement.as_ref().and_then(|a| a.description.clone());
        let description = description.or_else(|| texts?.description.clone());
        Self {
            name: name.unwrap_or_else(|| award.achievement.as_str().to_owned()),
            description: description.map(|text| within(&text)),
            reason: badge.narrative.as_deref().map(within),
            date: date(words, award.date),
            from: (award.date > entry.at).then(|| date(words, award.date)),
            until: award.expires.map(|end| date(words, end)),
            file: format!("{}-{}.{ending}", award.achievement, &award.token.to_string()[..8]),
            ..Self::default()
        }
    }
}

/// As much of a text as a letter tells, its lines as they are.
fn within(text: &str) -> String {
    let cut = text.char_indices().nth(MOST).map_or(text.len(), |(at, _)| at);
    let mut told = text[..cut].trim_end().to_owned();
    if cut < text.len() {
        told.push('…');
    }
    told
}

/// Letters of a text that a letter tells.
const MOST: usize = 2_000;

/// A letter, written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// One line.
    pub subject: String,
    /// The letter as plain text.
    pub text: String,
    /// The letter as a page, where there is a template for it.
    pub html: Option<String>,
}

/// The templates of one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Templates {
    /// The subject and the text: of [`Kind::Text`].
    pub text: Template,
    /// The page: of [`Kind::Html`]. Without one a letter is text alone.
    pub html: Option<Template>,
}

impl Templates {
    /// Ours.
    ///
    /// # Panics
    /// Never: a test reads them all.
    #[must_use]
    pub fn ours(lang: Lang) -> Self {
        let read = |kind| Template::parse(source(lang, kind), kind).expect("our templates are read by a test");
        Self { text: read(Kind::Text), html: Some(read(Kind::Html)) }
    }

    /// Writes a letter. The same letter gives the same bytes.
    #[must_use]
    pub fn write(&self, letter: &Letter) -> Written {
        Written {
            subject: self.text.subject(letter),
            text: self.text.body(letter),
            html: self.html.as_ref().map(|html| html.body(letter)),
        }
    }
}

/// The text of our templates, for those who want to change them.
#[must_use]
pub const fn source(lang: Lang, kind: Kind) -> &'static str {
    match (lang, kind) {
        (Lang::Fr, Kind::Text) => include_str!("fr.txt"),
        (Lang::Fr, Kind::Html) => include_str!("fr.html"),
        (Lang::En, Kind::Text) => include_str!("en.txt"),
        (Lang::En, Kind::Html) => include_str!("en.html"),
    }
}
