//! One row, cell by cell: what it asks for, and what is wrong with it.

mod age;
mod agreed;
mod cells;
mod days;
mod evidence;
mod signs;

pub(super) use signs::{is_unreadable, usable, yes_or_no};

use super::column::Field;
use super::consent::ConsentWords;
use super::email;
use super::finding::{Finding, Trouble};
use super::found::shown;
use super::grid::Row as Line;
use super::layout::Layout;
use super::plan::Asked;
use super::state::leaves_out;
use super::table::Table;
use super::who::{Address, whole};
use super::wish::Wish;
use super::words::folded;
use crate::issue::{Location, To};
use crate::language::Lang;
use crate::name::Did;
use crate::place::Slug;

/// Characters of a name, of a place, of a word about consent.
const NAME: usize = 200;
/// Characters of what somebody did, and of what is said about a trace.
const TEXT: usize = 5_000;

/// What was read from one row.
pub(super) struct Judged {
    pub(super) wish: Wish,
    pub(super) email: Option<String>,
    /// In which column each achievement was named.
    pub(super) named: Vec<(Slug, usize)>,
    /// What is said about consent, and in which column.
    pub(super) consent: Option<(usize, ConsentWords)>,
    pub(super) findings: Vec<Finding>,
}

pub(super) struct Reader<'r> {
    pub(super) table: &'r Table,
    pub(super) layout: &'r Layout,
    pub(super) asked: &'r Asked<'r>,
    pub(super) line: &'r Line,
    /// In which column each achievement is named.
    pub(super) named: Vec<(Slug, usize)>,
    consent: Option<(usize, ConsentWords)>,
    pub(super) findings: Vec<Finding>,
}

impl<'r> Reader<'r> {
    pub(super) const fn new(table: &'r Table, layout: &'r Layout, asked: &'r Asked<'r>, line: &'r Line) -> Self {
        Self { table, layout, asked, line, named: Vec::new(), consent: None, findings: Vec::new() }
    }

    /// Whether the state column says that the row is an example, or left out.
    pub(super) fn is_left_out(&self) -> Option<Finding> {
        let column = self.layout.column(&Field::State)?;
        let text = self.line.cell(column).text;
        leaves_out(text).then(|| finding(Trouble::RowLeftOut, Some(column), text))
    }

    pub(super) fn judge(mut self) -> Judged {
        self.cells();
        let (to, email) = self.recipient();
        let name = self.name();
        let date = self.date();
        let language = self.language();
        let achievements = self.achievements(language);
        let mut wish = Wish {
            to,
            name,
            awards: achievements,
            date,
            expires: self.expires(date),
            evidence: self.evidence(),
            narrative: self.text(&Field::Narrative, TEXT),
            location: self.location(),
            language,
            birth_year: None,
            minor: false,
            presumed: false,
            adult: false,
            consent: None,
            consent_by: String::new(),
            consent_day: None,
            refused: false,
        };
        self.minor(&mut wish);
        if wish.name.is_none() && wish.to == To::Nobody && email.is_none() && !self.is_person_unreadable() {
            let column = self.layout.column(&Field::Email).or_else(|| self.layout.column(&Field::Name));
            self.findings.push(finding(Trouble::PersonMissing, column, ""));
        }
        // Of a large table much is kept; nothing is added from here on.
        wish.evidence.shrink_to_fit();
        wish.awards.shrink_to_fit();
        Judged { wish, email, named: self.named, consent: self.consent, findings: self.findings }
    }

    /// Whether it is only because of a formula or an error that nobody is known here.
    fn is_person_unreadable(&self) -> bool {
        self.layout.people().any(|column| is_unreadable(self.line.cell(column)))
    }

    fn recipient(&mut self) -> (To, Option<String>) {
        let Some((column, text)) = self.first(&Field::Email) else { return (To::Nobody, None) };
        let address = Address::read(text);
        let to = match &address {
            Address::Email(email) => {
                let written = email::address(text);
                if let Some((local, domain)) = written.split_once('@')
                    && let Some(meant) = self.layout.meant(domain)
                {
                    self.find(Trouble::EmailTypo { suggestion: format!("{local}@{meant}") }, Some(column), text);
                }
                if written.split_once('@').is_some_and(|(local, _)| !local.is_ascii()) {
                    self.find(Trouble::EmailLetters, Some(column), text);
                }
                To::Email(email.clone())
            }
            Address::Did(did) => {
                if Did::parse(did).is_err() {
                    self.find(Trouble::EmailMalformed, Some(column), text);
                }
                To::Did(did.clone())
            }
            Address::Malformed(_) => {
                self.find(Trouble::EmailMalformed, Some(column), text);
                To::Nobody
            }
        };
        (to, Some(address.into_text()))
    }

    fn name(&mut self) -> Option<String> {
        let parts = [Field::GivenName, Field::FamilyName].map(|f| self.text(&f, NAME));
        let name = self.text(&Field::Name, NAME);
        whole(parts.each_ref().map(Option::as_deref), name.as_deref())
    }

    fn location(&mut self) -> Option<Location> {
        let (column, _) = self.first(&Field::Where)?;
        let text = self.text(&Field::Where, NAME)?;
        let location = Location::parse(&text);
        if location.is_none() {
            self.find(Trouble::WhereMalformed, Some(column), &text);
        }
        location
    }

    fn language(&mut self) -> Option<Lang> {
        let (column, text) = self.first(&Field::Language)?;
        let lang = match folded(text).as_str() {
            "francais" | "french" | "francaise" => Some(Lang::Fr),
            "anglais" | "english" | "anglaise" => Some(Lang::En),
            _ => Lang::from_tag(text),
        };
        if lang.is_none() {
            self.find(Trouble::LanguageUnknown, Some(column), text);
        }
        lang
    }

    fn text(&mut self, field: &Field, most: usize) -> Option<String> {
        let (column, text) = self.first(field)?;
        if text.chars().count() > most {
            self.find(Trouble::TextTooLong { most }, Some(column), text);
        }
        Some(text.to_owned())
    }

    /// The first column of a field in which something is written.
    pub(super) fn first(&self, field: &Field) -> Option<(usize, &'r str)> {
        self.layout.columns(field).find_map(|column| Some((column, usable(self.line.cell(column))?)))
    }

    /// Everything that is written in the columns of a field.
    fn all(&self, field: &Field) -> Vec<(usize, &'r str)> {
        self.layout.columns(field).filter_map(|column| Some((column, usable(self.line.cell(column))?))).collect()
    }

    /// `value` is what stands in that column, or a part of it: never another column's.
    pub(super) fn find(&mut self, trouble: Trouble, column: Option<usize>, value: &str) {
        self.findings.push(finding(trouble, column, value));
    }
}

pub(super) fn finding(trouble: Trouble, column: Option<usize>, value: &str) -> Finding {
    Finding { trouble, column, value: shown(value).to_owned() }
}
