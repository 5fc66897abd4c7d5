//! What is wrong with a file that a person wrote, by line and field.

use super::AddressError;

/// Something a person has to look at in a file of the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from 1, as an editor shows it; `None` for what is missing from the whole file.
    pub line: Option<usize>,
    /// The field, as it is written in the file: `profile.email`, `fr.name`. Empty for the file itself.
    pub field: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// Not TOML at this column (counted from 1): a quote that is not closed, a name written twice…
    #[error("not TOML, column {column}")]
    Syntax {
        /// Where on the line.
        column: usize,
    },
    /// It has to be there.
    #[error("missing")]
    Missing,
    /// It is there, with nothing in it.
    #[error("empty")]
    Empty,
    /// No such field. The nearest one that exists, if there is one near.
    #[error("no such field{}", nearest.map_or(String::new(), |n| format!(" (near: {n})")))]
    Unknown {
        /// The field that was perhaps meant.
        nearest: Option<&'static str>,
    },
    /// Another kind of value is wanted here.
    #[error("{} wanted", expected.as_str())]
    WrongType {
        /// The kind that is wanted.
        expected: Wanted,
    },
    /// Not an `http` or `https` address.
    #[error("not an http address")]
    NotAnAddress,
    /// Not an address at which a place can be published.
    #[error("cannot be published there: {0}")]
    Base(AddressError),
    /// Not an e-mail address.
    #[error("not an e-mail address")]
    NotAnEmail,
    /// Not a language of the pages: `fr`, `en`.
    #[error("not one of the languages fr, en")]
    NotALanguage,
    /// Written twice where once is allowed.
    #[error("there twice")]
    Twice,
    /// Not one of the values that are allowed here. The nearest one, if there is one near.
    #[error(
        "not one of the values allowed{}{}",
        if allowed.is_empty() { String::new() } else { format!(": {}", allowed.join(", ")) },
        nearest.as_ref().map_or(String::new(), |n| format!(" (near: {n})"))
    )]
    NotAllowed {
        /// The value that was perhaps meant.
        nearest: Option<String>,
        /// All of them, in their order; empty where they are too many to be told.
        allowed: Vec<String>,
    },
    /// Not a colour as `#b04a2f`.
    #[error("not a colour: #b04a2f is one")]
    NotAColour,
    /// Not a short name of small letters, digits and `-`.
    #[error("not a short name of small letters, digits and -")]
    NotAShortName,
    /// A picture whose name ends neither in `.png` nor in `.svg`.
    #[error("neither .png nor .svg")]
    NotAPicture,
    /// Not the name of a server.
    #[error("not the name of a server")]
    NotAHost,
    /// The name of a server with a port behind it, which has a field of its own.
    #[error("a port has its own field")]
    HostWithPort,
    /// Mail would leave this machine in the open.
    #[error("no protection is allowed towards this machine only")]
    NotPrivate,
    /// A path that leaves the place's folder.
    #[error("outside of the folder")]
    Outside,
    /// A number outside its bounds.
    #[error("between {least} and {most}")]
    OutOfRange {
        /// The smallest that is allowed.
        least: i64,
        /// The largest that is allowed.
        most: i64,
    },
    /// Missing in one of the place's languages; the other is used instead.
    #[error("missing in this language")]
    MissingInLanguage,
    /// A text with a hole that nothing fills: `{nom}`. The nearest one that is filled, if there is one near.
    #[error("nothing fills {hole:?}{}", nearest.map_or(String::new(), |n| format!(" (near: {n})")))]
    Hole {
        /// What stands there, with its brackets.
        hole: String,
        /// The hole that was perhaps meant, without brackets.
        nearest: Option<&'static str>,
    },
    /// A text with a bracket that is opened and never closed.
    #[error("{hole:?} is not closed")]
    OpenHole {
        /// What stands there, from its bracket on.
        hole: String,
    },
    /// A colour of letters whose contrast with white paper is below 4.5 to 1.
    #[error("too pale to be read on white")]
    TooPale,
    /// Longer than this many characters.
    #[error("longer than {most} characters")]
    TooLong {
        /// The bound.
        most: usize,
    },
    /// A text with a letter that cannot be printed, and that nothing else keeps.
    #[error("the letter {letter:?} cannot be printed")]
    Unwritable {
        /// The first of them.
        letter: char,
    },
    /// A kind of file that this version does not know: written by a newer one.
    #[error("a file of another version: {found:?}")]
    Version {
        /// What it calls itself.
        found: String,
    },
}

/// A kind of TOML value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// `"text"`
    Text,
    /// `12`
    Number,
    /// `true`, `false`
    YesNo,
    /// `["a", "b"]`
    List,
    /// `[table]`
    Table,
}

impl Wanted {
    /// A permanent name: `text`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::YesNo => "yes_no",
            Self::List => "list",
            Self::Table => "table",
        }
    }
}

/// Values that are told one by one when none of them was written.
const TOLD: usize = 16;

impl Fault {
    /// `found` is none of the values that are allowed.
    pub(crate) fn none_of<'a>(found: &str, allowed: impl IntoIterator<Item = &'a str>) -> Self {
        let mut allowed: Vec<String> = allowed.into_iter().map(str::to_owned).collect();
        let nearest = nearest(found, allowed.iter().map(String::as_str)).map(str::to_owned);
        if allowed.len() > TOLD {
            allowed.clear();
        }
        Self::NotAllowed { nearest, allowed }
    }

    /// A permanent name: `missing`, `not_an_email`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "syntax",
            Self::Missing => "missing",
            Self::Empty => "empty",
            Self::Unknown { .. } => "unknown",
            Self::WrongType { .. } => "wrong_type",
            Self::NotAnAddress => "not_an_address",
            Self::Base(_) => "base",
            Self::NotAnEmail => "not_an_email",
            Self::NotALanguage => "not_a_language",
            Self::Twice => "twice",
            Self::NotAllowed { .. } => "not_allowed",
            Self::NotAColour => "not_a_colour",
            Self::NotAShortName => "not_a_short_name",
            Self::NotAPicture => "not_a_picture",
            Self::NotAHost => "not_a_host",
            Self::HostWithPort => "host_with_port",
            Self::NotPrivate => "not_private",
            Self::Outside => "outside",
            Self::OutOfRange { .. } => "out_of_range",
            Self::MissingInLanguage => "missing_in_language",
            Self::Hole { .. } => "hole",
            Self::OpenHole { .. } => "open_hole",
            Self::TooPale => "too_pale",
            Self::TooLong { .. } => "too_long",
            Self::Unwritable { .. } => "unwritable",
            Self::Version { .. } => "version",
        }
    }

    /// Whether badges can be issued all the same.
    #[must_use]
    pub const fn is_remark(&self) -> bool {
        matches!(self, Self::MissingInLanguage)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        write!(f, "{}", self.fault)
    }
}

/// Everything that is wrong with a file: never only the first thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl std::fmt::Display for Problems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (n, problem) in self.0.iter().enumerate() {
            write!(f, "{}{problem}", if n == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// The candidate nearest to a name, if it is within two letters.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let best = candidates.into_iter().map(|c| (distance(name, c), c)).min_by_key(|(d, _)| *d)?;
    (best.0 <= 2 && best.0 < name.chars().count()).then_some(best.1)
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let cost = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found() {
        let names = ["name", "email", "url", "description"];
        assert_eq!(nearest("emial", names), Some("email"));
        assert_eq!(nearest("descripton", names), Some("description"));
        assert_eq!(nearest("colour", names), None);
        assert_eq!(nearest("a", names), None);
    }
}
