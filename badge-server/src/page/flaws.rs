//! What is wrong with a form, each thing tied to its field (RGAA 11.10 and 11.11): said above the form with a link to the
//! field, said again at the field, and the field says of itself that it is wrong, to whoever does not see the page. The
//! first such field has the focus when the page comes.

use std::fmt::{self, Display, Formatter};

use askama::filters::HtmlSafe;

use crate::app::problem::Problem;
use crate::words::Speech;

/// All that is wrong with a form. Templates call it `flaws`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Flaws(Vec<Flaw>);

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw {
    /// The `id` of the field; empty where it is about none.
    pub(crate) field: String,
    /// Above the form: which field, what is wrong with it, what to do.
    pub(crate) said: String,
    /// At the field, where its label stands already.
    here: String,
}

impl Flaws {
    /// Nothing is wrong.
    pub(crate) const fn none() -> Self {
        Self(Vec::new())
    }

    /// Something that is about no field.
    pub(crate) fn plain(said: String) -> Self {
        Self(vec![Flaw { field: String::new(), here: String::new(), said }])
    }

    /// Something about a field that the sentence itself names.
    pub(crate) fn at(field: impl Into<String>, said: String) -> Self {
        Self(vec![Flaw { field: field.into(), here: said.clone(), said }])
    }

    /// Something about the field of that label.
    pub(crate) fn of(t: &Speech, field: impl Into<String>, label: &str, said: String) -> Self {
        Self(vec![Flaw { field: field.into(), said: t.said_of(label, &said), here: said }])
    }

    /// What the application says of its own fields; `place` tells where each is in the form, and by what label it goes
    /// (empty where it is not in the form).
    pub(crate) fn all_of<'p>(t: &Speech, problems: Vec<Problem>, place: impl Fn(&str) -> (&'p str, String)) -> Self {
        let one = |problem: Problem| match place(&problem.field) {
            ("", _) => Self::plain(problem.message),
            (field, label) => Self::of(t, field, &label, problem.message),
        };
        problems.into_iter().map(one).collect()
    }

    /// And those.
    pub(crate) fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    pub(crate) fn all(&self) -> &[Flaw] {
        &self.0
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn about<'f>(&'f self, field: &'f str) -> impl Iterator<Item = &'f Flaw> {
        self.0.iter().filter(move |flaw| flaw.field == field)
    }

    /// What is wrong with a field, beside it: after its label.
    pub(crate) fn here(&self, field: &str) -> Here {
        Here { field: field.to_owned(), said: self.about(field).map(|flaw| flaw.here.clone()).collect() }
    }

    /// The attributes of a field: what it is described by (`hint`: the `id` of what always is, or nothing), and that it
    /// is wrong.
    pub(crate) fn tied(&self, field: &str, hint: &str) -> Tied {
        let first = self.0.iter().find(|flaw| !flaw.field.is_empty()).is_some_and(|flaw| flaw.field == field);
        Tied { field: field.to_owned(), hint: hint.to_owned(), wrong: self.about(field).next().is_some(), first }
    }
}

impl FromIterator<Self> for Flaws {
    fn from_iter<I: IntoIterator<Item = Self>>(all: I) -> Self {
        all.into_iter().fold(Self::none(), Self::and)
    }
}

/// See [`Flaws::here`].
pub(crate) struct Here {
    field: String,
    said: Vec<String>,
}

impl Display for Here {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.said.is_empty() {
            return Ok(());
        }
        let Ok(said) = askama::filters::escape(self.said.join(" "), askama::filters::Html);
        write!(f, " <span class=\"wrong\" id=\"{}-wrong\">{said}</span>", self.field)
    }
}

// The field is a name in a template; what is said is escaped.
impl HtmlSafe for Here {}

/// See [`Flaws::tied`].
pub(crate) struct Tied {
    field: String,
    hint: String,
    wrong: bool,
    first: bool,
}

impl Display for Tied {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let own = if self.wrong { format!("{}-wrong", self.field) } else { String::new() };
        let by: Vec<&str> = [own.as_str(), &self.hint].into_iter().filter(|id| !id.is_empty()).collect();
        if !by.is_empty() {
            write!(f, " aria-describedby=\"{}\"", by.join(" "))?;
        }
        if self.wrong {
            f.write_str(" aria-invalid=\"true\"")?;
        }
        if self.first {
            f.write_str(" autofocus")?;
        }
        Ok(())
    }
}

// Names of fields, which are a template's.
impl HtmlSafe for Tied {}

#[cfg(test)]
mod tests {
    use badge_core::language::Lang;

    use super::*;
    use crate::words::Words;

    #[test]
    fn what_is_wrong_is_said_above_at_the_field_and_by_the_field() {
        let words = Words::new();
        let t = words.of(Lang::En);
        let flaws = Flaws::of(t, "day", "Date", "No <day>.".to_owned())
            .and(Flaws::at("name", "A name is missing.".to_owned()))
            .and(Flaws::plain("Nothing was done.".to_owned()));
        let said: Vec<(&str, &str)> = flaws.all().iter().map(|f| (f.field.as_str(), f.said.as_str())).collect();
        assert_eq!(said, [("day", "Date: No <day>."), ("name", "A name is missing."), ("", "Nothing was done.")]);
        assert_eq!(flaws.here("day").to_string(), " <span class=\"wrong\" id=\"day-wrong\">No &#60;day&#62;.</span>");
        assert_eq!(flaws.here("other").to_string(), "");
        let tied = |field, hint| flaws.tied(field, hint).to_string();
        assert_eq!(tied("day", "day-hint"), " aria-describedby=\"day-wrong day-hint\" aria-invalid=\"true\" autofocus");
        assert_eq!(tied("name", ""), " aria-describedby=\"name-wrong\" aria-invalid=\"true\"");
        assert_eq!((tied("other", "hint").as_str(), tied("other", "").as_str()), (" aria-describedby=\"hint\"", ""));
    }
}
