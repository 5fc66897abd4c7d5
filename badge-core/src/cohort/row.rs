//! One row, cell by cell: what it asks for, and what is wrong with it.

use super::age::Age;
use super::column::Field;
use super::consent::ConsentWords;
use super::date::{self, Day, Order, Read};
use super::day::{is_to_come, is_too_old};
use super::email;
use super::finding::{Finding, Trouble};
use super::found::shown;
use super::grid::{Cell, Kind, Row as Line};
use super::layout::Layout;
use super::plan::Asked;
use super::state::leaves_out;
use super::table::Table;
use super::trace::{opens_anywhere, traces};
use super::who::{Address, whole};
use super::wish::Wish;
use super::words::folded;
use crate::issue::{Location, To};
use crate::language::Lang;
use crate::model::Evidence;
use crate::name::{Did, Url};
use crate::place::Slug;
use crate::place::people::Person;
use crate::place::people::guardian::Said;
use crate::time::Timestamp;

/// Characters of a name, of a place, of a word about consent.
const NAME: usize = 200;
/// Years that nobody is older than.
const OLDEST: i16 = 110;
/// Characters of what somebody did, and of what is said about a trace.
const TEXT: usize = 5_000;
/// Traces of one award.
const TRACES: usize = 20;
/// Bytes of a cell of evidence that is gone through; as many traces as there may be, of words as long as they may be.
const CELL: usize = TRACES * TEXT;

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

    /// What is odd about cells, whatever they are about.
    fn cells(&mut self) {
        if self.line.is_hidden() {
            self.find(Trouble::RowHidden, None, "");
        }
        if self.line.is_unclosed() {
            let last = self.line.len().saturating_sub(1);
            self.find(Trouble::RowQuote, Some(last), self.line.cell(last).text);
        }
        let mut beyond = false;
        for (column, cell) in self.line.cells().enumerate() {
            if cell.text.is_empty() && cell.kind != Kind::Formula {
                continue;
            }
            let header = self.table.header(column).unwrap_or_default();
            // Once for a row: there may be hundreds of them in each of many rows.
            if header.is_empty() && !std::mem::replace(&mut beyond, true) {
                self.find(Trouble::CellBeyond, Some(column), cell.text);
            }
            if !self.layout.is_read(column) {
                continue;
            }
            match cell.kind {
                Kind::Error => self.find(Trouble::CellError, Some(column), cell.text),
                Kind::Plain if is_error(cell.text) => self.find(Trouble::CellError, Some(column), cell.text),
                Kind::Formula if cell.text.is_empty() => self.find(Trouble::CellFormulaUnknown, Some(column), ""),
                Kind::Formula => self.find(Trouble::CellFormula, Some(column), cell.text),
                Kind::Merged => self.find(Trouble::CellMerged, Some(column), cell.text),
                Kind::Plain if is_unreadable(cell) => {
                    self.find(Trouble::CellFormulaUnknown, Some(column), cell.text);
                }
                _ => {}
            }
            if self.table.grid.links.is_unread(self.line.line(), column) {
                self.find(Trouble::CellLink, Some(column), cell.text);
            }
            if self.table.grid.links.is_read(self.line.line(), column) {
                self.find(Trouble::CellLinkRead, Some(column), cell.text);
            }
            if is_garbled(cell.text) {
                self.find(Trouble::TextGarbled, Some(column), cell.text);
            }
            let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
            if cell.text.chars().any(|c| control(c) || crate::text::is_hidden(c)) {
                self.find(Trouble::TextHiddenSigns, Some(column), cell.text);
            }
        }
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

    pub(super) fn date(&mut self) -> Option<Timestamp> {
        let Some((column, day)) = self.day(&Field::Date) else {
            let later = self.asked.date.filter(|date| *date > self.asked.now);
            if let Some(date) = later {
                self.find(Trouble::DateAhead { read: Day::of(date).to_string() }, None, "");
            }
            return self.asked.date;
        };
        let start = day.start()?;
        if start > self.asked.now {
            let text = self.line.cell(column).text;
            let read = day.to_string();
            let is_to_come = is_to_come(start, self.asked.now);
            let trouble = if is_to_come { Trouble::DateFuture { read } } else { Trouble::DateAhead { read } };
            self.find(trouble, Some(column), text);
        }
        Some(start)
    }

    /// A badge holds until the end of its last day.
    fn expires(&mut self, date: Option<Timestamp>) -> Option<Timestamp> {
        let (column, day) = self.day(&Field::Expires)?;
        let end = day.start()?.plus_seconds(86_399);
        if end <= date.unwrap_or(self.asked.now) {
            let text = self.line.cell(column).text;
            self.find(Trouble::ExpiresEarly, Some(column), text);
        }
        Some(end)
    }

    fn day(&mut self, field: &Field) -> Option<(usize, Day)> {
        let (column, text) = self.first(field)?;
        let read = match self.line.cell(column).kind {
            // A sheet counts days; without the look of a date it still does.
            Kind::Number | Kind::Formula => {
                let serial = text.parse::<f64>().ok().filter(|n| (10_000.0..80_000.0).contains(n));
                let day = serial.and_then(|n| super::xlsx::day_of(n, false));
                self.read_day(column, day.as_deref().unwrap_or(text))
            }
            _ => self.read_day(column, text),
        };
        match read {
            Read::Day(day) | Read::Ambiguous(day) if is_too_old(day) => {
                self.find(Trouble::DateImpossible, Some(column), text);
            }
            Read::Day(day) => return Some((column, day)),
            Read::Ambiguous(day) => {
                self.find(Trouble::DateAmbiguous { read: day.to_string() }, Some(column), text);
                return Some((column, day));
            }
            Read::Impossible => self.find(Trouble::DateImpossible, Some(column), text),
            Read::Malformed => self.find(Trouble::DateMalformed, Some(column), text),
        }
        None
    }

    /// What can be read either way is read as the other days of the column show. Where they show an order that is not that
    /// of the place it is told all the same: one strange day may have turned all others.
    fn read_day(&self, column: usize, text: &str) -> Read {
        let lang = self.asked.place.first_language();
        match (date::read(text, lang), self.layout.orders.get(&column)) {
            (Read::Ambiguous(day), Some(order)) if *order == Order::of(lang) => Read::Day(day),
            (Read::Ambiguous(day), Some(_)) => Read::Ambiguous(day.swapped()),
            (read, _) => read,
        }
    }

    fn evidence(&mut self) -> Vec<Evidence> {
        let mut all = Vec::new();
        for column in self.layout.columns(&Field::Evidence).collect::<Vec<_>>() {
            let Some(text) = usable(self.line.cell(column)) else { continue };
            if text.len() > CELL {
                self.find(Trouble::TextTooLong { most: TEXT }, Some(column), &text[..text.floor_char_boundary(TEXT)]);
                continue;
            }
            for (address, said) in traces(text) {
                let bad = address.as_deref().is_some_and(|a| Url::parse(a).is_err() || !opens_anywhere(a));
                if bad {
                    self.find(Trouble::EvidenceMalformed, Some(column), address.as_deref().unwrap_or_default());
                }
                if said.as_ref().is_some_and(|t| t.chars().count() > TEXT) {
                    self.find(Trouble::TextTooLong { most: TEXT }, Some(column), text);
                }
                all.push(Evidence { id: address, narrative: said, ..Evidence::default() });
            }
            if all.len() > TRACES {
                self.find(Trouble::EvidenceMany { most: TRACES }, Some(column), text);
                break;
            }
        }
        all
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

    /// Birth, consent and what follows from them (D-11).
    fn minor(&mut self, wish: &mut Wish) {
        let mut is_told = false;
        for (column, text) in self.all(&Field::Minor) {
            is_told = true;
            match yes_or_no(text) {
                Some(yes) => {
                    wish.minor |= yes;
                    wish.adult |= !yes;
                }
                None => self.find(Trouble::MinorUnclear, Some(column), text),
            }
        }
        let minor_is_told = is_told;
        for (column, text) in self.all(&Field::Birth) {
            is_told = true;
            match self.birth(column, text) {
                Some((year, young)) => {
                    wish.birth_year = wish.birth_year.max(young.then_some(year));
                    wish.adult |= !young;
                }
                None => self.find(Trouble::BirthMalformed, Some(column), text),
            }
        }
        for (column, text) in self.all(&Field::Age) {
            is_told = true;
            match self.age(column, text) {
                Some((year, young)) => {
                    wish.birth_year = wish.birth_year.max(young.then_some(year));
                    wish.adult |= !young;
                }
                None => self.find(Trouble::AgeMalformed, Some(column), text),
            }
        }
        for column in self.layout.columns(&Field::Adult).collect::<Vec<_>>() {
            let text = self.line.cell(column).text;
            match is_adult(text) {
                Some(adult) => {
                    is_told = true;
                    wish.minor |= !adult;
                    wish.adult |= adult;
                }
                // An empty cell says nothing; what else the row says holds.
                None if is_told != minor_is_told && usable(self.line.cell(column)).is_none() => {}
                None => self.find(Trouble::MinorUnclear, Some(column), text),
            }
        }
        // Of two cells that differ the one that protects holds.
        wish.adult &= !wish.minor && wish.birth_year.is_none();
        let told = wish.minor;
        self.consent_of(wish, is_told);
        wish.presumed = wish.minor && !told;
    }

    /// What the columns of consent say: one for each parent perhaps. A no or a doubt in one of them is not outvoted.
    fn consent_of(&mut self, wish: &mut Wish, is_told: bool) {
        let columns: Vec<usize> = self.layout.columns(&Field::Consent).collect();
        if columns.is_empty() {
            return;
        }
        // Whoever is asked for an agreement is a minor as far as anybody knows, unless the table says how old people are:
        // a no, a doubt or nothing at all keeps their badges inside.
        let ages = [Field::Birth, Field::Age, Field::Minor, Field::Adult];
        let tells_ages = ages.iter().any(|field| self.layout.column(field).is_some());
        let (now, lang) = (self.asked.now, self.asked.place.first_language());
        let weight = |said: ConsentWords| match said {
            ConsentWords::No => 2,
            ConsentWords::Unclear => 1,
            ConsentWords::Yes | ConsentWords::Statement => 0,
        };
        let mut worst: Option<(usize, ConsentWords)> = None;
        // Each with whether it says who agreed: a yes under a title does where that title names parents.
        let mut by: Vec<(String, bool)> = Vec::new();
        let mut agreed: Option<Day> = None;
        // Nobody agreed for a child before it was born; of a minor whose year is not told, before any of them was.
        let this_year = Day::of(now).year;
        let born = wish.birth_year.or(wish.minor.then(|| this_year.saturating_sub(15)));
        for column in columns {
            let text = self.line.cell(column).text;
            if text.is_empty() {
                continue;
            }
            let mut said = ConsentWords::of(text, now, lang);
            let days = if said == ConsentWords::Statement { ConsentWords::days(text, lang) } else { Vec::new() };
            if days.iter().any(|day| born.is_some_and(|born| day.year < born)) {
                said = ConsentWords::Unclear;
            }
            agreed = agreed.into_iter().chain(days).max();
            let needs_none = ConsentWords::needs_none(text);
            wish.minor |= weight(said) > 0 && !is_told && !needs_none;
            let is_word = text.chars().any(char::is_alphanumeric);
            wish.refused |= said == ConsentWords::No && is_word && !needs_none;
            if worst.is_none_or(|(_, other)| weight(said) > weight(other)) {
                worst = Some((column, said));
            }
            match said {
                ConsentWords::Yes => {
                    let titled = |title: &str| (title.to_owned(), Said::of(title, &Person::default()).names_guardian());
                    by.extend(self.table.header(column).map(titled));
                }
                ConsentWords::Statement => {
                    if text.chars().count() > NAME {
                        self.find(Trouble::TextTooLong { most: NAME }, Some(column), text);
                    }
                    by.push((text.to_owned(), true));
                }
                ConsentWords::Unclear | ConsentWords::No => {}
            }
        }
        self.consent = worst;
        match worst {
            None => wish.minor |= !tells_ages,
            Some((_, said)) if weight(said) == 0 => {
                let joined = |by: Vec<&str>| by.join(" ; ");
                wish.consent = Some(joined(by.iter().map(|(text, _)| text.as_str()).collect()));
                wish.consent_by = joined(by.iter().filter(|(_, who)| *who).map(|(text, _)| text.as_str()).collect());
                wish.consent_day = agreed.and_then(Day::start);
            }
            // What it makes of the row depends on who that is.
            Some(_) => {}
        }
    }

    /// The year, and whether it makes a minor: under 15 today, or maybe under 15 when only the year is known.
    fn birth(&self, column: usize, text: &str) -> Option<(i16, bool)> {
        let today = Day::of(self.asked.now);
        // A year that somebody typed into a cell of days is a day of 1905 there.
        let plausible = |year: i16| (today.year - OLDEST..=today.year).contains(&year);
        if let Some(year) = text.parse::<i16>().ok().filter(|_| text.len() == 4) {
            return plausible(year).then_some((year, today.year - year <= 15));
        }
        let serial = match self.line.cell(column).kind {
            // A small number is an age rather than a day of 1900.
            Kind::Number | Kind::Formula => {
                let serial = text.parse::<f64>().ok().filter(|n| *n > 3_653.0);
                serial.and_then(|n| super::xlsx::day_of(n, false))
            }
            _ => None,
        };
        let day = match self.read_day(column, serial.as_deref().unwrap_or(text)) {
            Read::Day(day) | Read::Ambiguous(day) => day,
            Read::Impossible | Read::Malformed => return None,
        };
        let turns_15 = Day { year: day.year.saturating_add(15), ..day };
        (plausible(day.year) && day <= today).then_some((day.year, today < turns_15))
    }

    /// The same from an age (see [`Age::of`]), or a day of birth in its place: of nobody above a hundred. A sheet reckons
    /// `=TODAY()-D2` in days and shows them as years by their format alone: what the cell holds is a day after 1900, of a child.
    fn age(&self, column: usize, text: &str) -> Option<(i16, bool)> {
        let is_number = text.replace(',', ".").parse::<f64>().is_ok_and(|n| (0.0..130.0).contains(&n));
        // Under such a title a day has its year in full: « 10 1/2 » is ten and a half.
        let has_year = text.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() >= 4);
        let is_day = !is_number && has_year;
        let today = Day::of(self.asked.now).year;
        if is_day && let Some(born) = self.birth(column, text) {
            return (today - born.0 <= 100).then_some(born);
        }
        let (years, is_minor) = Age::of(text)?.counted();
        Some((today.saturating_sub(years), is_minor))
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

/// A formula whose value is not in the file, or an error of the sheet: told as such, and then not read, so that nobody
/// is told besides that a formula is no day and no badge.
pub(super) fn is_unreadable(cell: Cell<'_>) -> bool {
    match cell.kind {
        Kind::Error => true,
        Kind::Formula => cell.text.is_empty(),
        // The apostrophe is how a table that we wrote keeps it from being computed: still nobody's name.
        Kind::Plain => cell.text.trim_start_matches('\'').starts_with('=') || is_error(cell.text),
        Kind::Day | Kind::Number | Kind::Merged | Kind::Time | Kind::Boolean => false,
    }
}

/// An error that a spreadsheet wrote as text, in English or French: a text file has no other way to hold it.
fn is_error(text: &str) -> bool {
    const ERRORS: [&str; 14] = [
        "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#VALEUR!", "#NOM?", "#NOM ?", "#NOMBRE!",
        "#NUL!", "#SPILL!", "#CALC!",
    ];
    text.starts_with('#') && ERRORS.contains(&text) || text.starts_with("Err:5")
}

/// What a cell says; a lone stroke says nothing. The apostrophe by which a text is kept from being a formula goes.
pub(super) fn usable(cell: Cell<'_>) -> Option<&str> {
    if is_unreadable(cell) {
        return None;
    }
    let text = match cell.text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell.text,
    };
    (!matches!(text, "" | "-" | "–" | "—" | "/")).then_some(text)
}

pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    let text = text.trim_start_matches('\'');
    if matches!(text, "" | "-" | "–" | "—" | "☐" | "✗" | "✘" | "/") {
        return Some(false);
    }
    if matches!(text, "✓" | "✔" | "☑" | "☒" | "✅" | "×" | "✕") {
        return Some(true);
    }
    match folded(text).as_str() {
        "x" | "oui" | "o" | "yes" | "y" | "vrai" | "true" | "1" | "ok" | "acquis" | "obtenu" | "done" | "mineur"
        | "mineure" => Some(true),
        "non" | "n" | "no" | "faux" | "false" | "0" | "non acquis" | "aucun" | "none" | "majeur" | "majeure" => {
            Some(false)
        }
        _ => None,
    }
}

/// Whether somebody is of age; a word says so in a column of yes and no as well. An empty cell says neither.
fn is_adult(text: &str) -> Option<bool> {
    match folded(text).as_str() {
        "majeur" | "majeure" | "adulte" | "adult" => Some(true),
        "mineur" | "mineure" | "minor" => Some(false),
        "" if !matches!(text, "☐" | "✗" | "✘" | "✓" | "✔" | "☑" | "✅") => None,
        _ => yes_or_no(text),
    }
}

/// UTF-8 that was read as Windows-1252, letters that were lost, or text of an old Mac or of DOS.
fn is_garbled(text: &str) -> bool {
    const SIGNS: [&str; 9] = ["\u{fffd}", "Ã©", "Ã¨", "Ã§", "Ã ", "Ã\u{a0}", "Ãª", "Ã´", "â€"];
    !text.is_ascii() && (SIGNS.iter().any(|sign| text.contains(sign)) || is_of_another_code_page(text))
}

/// Whether signs stand between letters that stand there only where accented letters of Mac Roman or code page 850 were
/// taken for Windows-1252: `H‚lŠne`, `HŽl…ne`; or letters that Windows-1252 does not have.
fn is_of_another_code_page(text: &str) -> bool {
    let odd = |c: char| matches!(c, '‚' | 'ƒ' | '…' | '†' | '‡' | 'ˆ' | '‰' | 'Š' | 'Ž' | '“' | '”' | '•' | '™');
    let small = |c: Option<&char>| c.is_some_and(|c| c.is_lowercase());
    let letters: Vec<char> = text.chars().collect();
    letters.iter().enumerate().any(|(at, c)| {
        let between = || small(letters.get(at + 1)) && at.checked_sub(1).is_some_and(|n| letters[n].is_alphabetic());
        ('\u{80}'..='\u{9f}').contains(c) || odd(*c) && between()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_other_code_pages_are_noticed() {
        for text in ["H‚lŠne", "\u{90}lodie", "HŽl\u{8f}ne", "fran‡ois", "c“t‚", "H\u{fffd}l\u{fffd}ne"] {
            assert!(is_garbled(text), "{text}");
        }
        for text in ["Hélène … « ça » “dit”", "deux… trois", "10 € – l’œuvre", "Šárka Žižková", "(“x”)", "Fab™ Lab"]
        {
            assert!(!is_garbled(text), "{text}");
        }
    }

    #[test]
    fn ticks() {
        for yes in ["x", "X", "✔", "oui", "Oui", "1", "VRAI", "true"] {
            assert_eq!(yes_or_no(yes), Some(true), "{yes}");
        }
        for no in ["", "-", "non", "0", "FAUX"] {
            assert_eq!(yes_or_no(no), Some(false), "{no}");
        }
        assert_eq!(yes_or_no("peut-être"), None);
    }
}
