//! One row, cell by cell: what it asks for, and what is wrong with it.

use std::cell::RefCell;
use std::collections::HashMap;

use super::column::Field;
use super::date::{self, Day, Order, Read};
use super::email;
use super::finding::{Finding, Trouble};
use super::grid::{Cell, Kind, Row as Line};
use super::offer::{Found, Item};
use super::plan::{Asked, Wish};
use super::table::Table;
use super::words::folded;
use crate::issue::{Location, To, is_email};
use crate::language::Lang;
use crate::model::Evidence;
use crate::name::{Did, Url};
use crate::place::Slug;
use crate::time::Timestamp;

/// Characters of a name, of a place, of a word about consent.
const NAME: usize = 200;
/// Characters of what somebody did, and of what is said about a trace.
const TEXT: usize = 5_000;
/// Traces of one award.
const TRACES: usize = 20;
/// No place on earth is further ahead of UTC: until then a day may have begun somewhere.
const AHEAD: i64 = 14 * 3_600;

/// Which columns hold what, found once for all rows.
pub(super) struct Layout {
    fields: Vec<(Field, usize)>,
    /// In which columns the days themselves show what comes first.
    orders: HashMap<usize, Order>,
    /// What was found about a domain: a table has few, and comparing each with every provider costs most of a row.
    meant: RefCell<HashMap<String, Option<String>>>,
}

impl Layout {
    pub(super) fn new(table: &Table) -> Self {
        let used = table.columns.iter().enumerate().filter(|(_, c)| !c.again);
        let fields: Vec<(Field, usize)> = used.filter_map(|(at, c)| Some((c.field.clone()?, at))).collect();
        let days = fields.iter().filter(|(f, _)| matches!(f, Field::Date | Field::Expires | Field::Birth));
        let order = |at: usize| {
            let rows = table.grid.rows().skip(table.header.saturating_add(1));
            Order::shown(rows.map(|row| row.cell(at)).filter(|c| c.kind == Kind::Plain).map(|c| c.text))
        };
        let orders = days.filter_map(|(_, at)| Some((*at, order(*at)?))).collect();
        Self { fields, orders, meant: RefCell::default() }
    }

    fn columns<'l>(&'l self, field: &'l Field) -> impl Iterator<Item = usize> + 'l {
        self.fields.iter().filter(move |(f, _)| f == field).map(|(_, at)| *at)
    }

    fn ticks(&self) -> impl Iterator<Item = (&Slug, usize)> {
        self.fields.iter().filter_map(|(f, at)| if let Field::Tick(slug) = f { Some((slug, *at)) } else { None })
    }

    fn meant(&self, domain: &str) -> Option<String> {
        let mut known = self.meant.borrow_mut();
        if let Some(found) = known.get(domain) {
            return found.clone();
        }
        let found = email::meant(domain);
        known.insert(domain.to_owned(), found.clone());
        found
    }

    pub(super) fn column(&self, field: &Field) -> Option<usize> {
        self.columns(field).next()
    }

    /// Whether cells of a column are read at all.
    fn is_read(&self, column: usize) -> bool {
        self.fields.iter().any(|(f, at)| *at == column && !matches!(f, Field::Result | Field::Ignore | Field::State))
    }
}

/// What was read from one row.
pub(super) struct Judged {
    pub(super) wish: Wish,
    pub(super) email: Option<String>,
    pub(super) findings: Vec<Finding>,
}

pub(super) struct Reader<'r> {
    table: &'r Table,
    layout: &'r Layout,
    asked: &'r Asked<'r>,
    line: Line<'r>,
    findings: Vec<Finding>,
}

impl<'r> Reader<'r> {
    pub(super) const fn new(table: &'r Table, layout: &'r Layout, asked: &'r Asked<'r>, line: Line<'r>) -> Self {
        Self { table, layout, asked, line, findings: Vec::new() }
    }

    /// Whether the state column says that the row is an example, or left out.
    pub(super) fn is_left_out(&self) -> Option<Finding> {
        const OUT: [&str; 8] =
            ["exemple", "example", "ignorer", "ignore", "a ignorer", "leave out", "ne pas attribuer", "do not award"];
        let column = self.layout.column(&Field::State)?;
        let text = self.line.cell(column).text;
        OUT.contains(&folded(text).as_str()).then(|| finding(Trouble::RowLeftOut, Some(column), text))
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
            consent: None,
        };
        self.minor(&mut wish);
        if wish.name.is_none() && wish.to == To::Nobody && email.is_none() {
            let column = self.layout.column(&Field::Email).or_else(|| self.layout.column(&Field::Name));
            self.findings.push(finding(Trouble::PersonMissing, column, ""));
        }
        Judged { wish, email, findings: self.findings }
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
        for (column, cell) in self.line.cells().enumerate() {
            if cell.text.is_empty() && cell.kind != Kind::Formula {
                continue;
            }
            let header = self.table.header(column).unwrap_or_default();
            if header.is_empty() {
                self.find(Trouble::CellBeyond, Some(column), cell.text);
            }
            if !self.layout.is_read(column) {
                continue;
            }
            match cell.kind {
                Kind::Error => self.find(Trouble::CellError, Some(column), cell.text),
                Kind::Formula if cell.text.is_empty() => self.find(Trouble::CellFormulaUnknown, Some(column), ""),
                Kind::Formula => self.find(Trouble::CellFormula, Some(column), cell.text),
                Kind::Merged => self.find(Trouble::CellMerged, Some(column), cell.text),
                // The apostrophe is how a table that we wrote keeps it from being computed: still nobody's name.
                Kind::Plain if cell.text.trim_start_matches('\'').starts_with('=') => {
                    self.find(Trouble::CellFormulaUnknown, Some(column), cell.text);
                }
                _ => {}
            }
            if is_garbled(cell.text) {
                self.find(Trouble::TextGarbled, Some(column), cell.text);
            }
        }
    }

    fn recipient(&mut self) -> (To, Option<String>) {
        let Some((column, text)) = self.first(&Field::Email) else { return (To::Nobody, None) };
        let address = email::address(text);
        if address.starts_with("did:") {
            let did = address.to_owned();
            if Did::parse(address).is_err() {
                self.find(Trouble::EmailMalformed, Some(column), text);
            }
            return (To::Did(did.clone()), Some(did));
        }
        if !is_email(address) {
            self.find(Trouble::EmailMalformed, Some(column), text);
            return (To::Nobody, Some(text.chars().take(320).collect()));
        }
        if let Some((local, domain)) = address.split_once('@')
            && let Some(meant) = self.layout.meant(domain)
        {
            self.find(Trouble::EmailTypo { suggestion: format!("{local}@{meant}") }, Some(column), text);
        }
        let address = address.to_lowercase();
        (To::Email(address.clone()), Some(address))
    }

    fn name(&mut self) -> Option<String> {
        let parts = [Field::GivenName, Field::FamilyName].map(|f| self.text(&f, NAME));
        let joined = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let whole = self.text(&Field::Name, NAME);
        if joined.is_empty() { whole } else { Some(joined) }
    }

    fn achievements(&mut self, language: Option<Lang>) -> Vec<Slug> {
        let level = self.level();
        let mut found: Vec<Slug> = Vec::new();
        let (mut named, mut ticks) = (false, false);
        for column in self.layout.columns(&Field::Achievement).collect::<Vec<_>>() {
            let Some(text) = usable(self.line.cell(column)) else { continue };
            named = true;
            self.named(column, text, level.as_deref(), &mut found);
        }
        for (slug, column) in self.layout.ticks() {
            ticks = true;
            let cell = self.line.cell(column);
            match yes_or_no(cell.text) {
                Some(true) => found.push(slug.clone()),
                Some(false) => {}
                None => self.findings.push(finding(Trouble::TickUnclear, Some(column), cell.text)),
            }
        }
        if !named && found.is_empty() {
            match (&self.asked.achievement, ticks) {
                (_, true) => self.find(Trouble::AchievementNone, None, ""),
                (Some(slug), false) => found.push(slug.clone()),
                (None, false) => {
                    let column = self.layout.column(&Field::Achievement);
                    self.find(Trouble::AchievementMissing, column, "");
                }
            }
        }
        found.sort();
        found.dedup();
        for slug in &found {
            if let Some(item) = self.asked.offer.by_slug(slug) {
                self.fit(item, level.as_deref(), language);
            }
        }
        found
    }

    /// The achievements that a cell names: as a whole, or parted by `;`, `|`, line breaks, then commas.
    fn named(&mut self, column: usize, text: &str, level: Option<&str>, found: &mut Vec<Slug>) {
        if let Some(slug) = self.one(text, level) {
            found.push(slug);
            return;
        }
        for part in text.split([';', '|', '\n']).map(str::trim).filter(|p| !p.is_empty()) {
            if let Some(slug) = self.one(part, level) {
                found.push(slug);
                continue;
            }
            let parts: Vec<&str> = part.split([',', '+']).map(str::trim).filter(|p| !p.is_empty()).collect();
            let known: Vec<Slug> = parts.iter().filter_map(|p| self.one(p, level)).collect();
            // Only when some of it is known is a comma taken for a separator.
            let parts = if known.is_empty() { vec![part] } else { parts };
            found.extend(known);
            for part in parts {
                match self.asked.offer.find(part) {
                    Found::None => self.find(Trouble::AchievementUnknown, Some(column), part),
                    Found::Near(nearest) => self.find(Trouble::AchievementNear { nearest }, Some(column), part),
                    Found::Several(items) if self.one(part, level).is_none() => {
                        let which = items.iter().map(|i| i.slug.as_str()).collect::<Vec<_>>().join(", ");
                        self.find(Trouble::AchievementSeveral { which }, Some(column), part);
                    }
                    _ => {}
                }
            }
        }
    }

    /// The one achievement of a name; the level decides among several.
    fn one(&self, text: &str, level: Option<&str>) -> Option<Slug> {
        match self.asked.offer.find(text) {
            Found::One(item) => Some(item.slug.clone()),
            Found::Several(items) => {
                let mut fitting = items.into_iter().filter(|i| level.is_some() && i.level.as_deref() == level);
                let first = fitting.next()?;
                fitting.next().is_none().then(|| first.slug.clone())
            }
            _ => None,
        }
    }

    /// Whether an achievement can be awarded as it is asked for.
    fn fit(&mut self, item: &Item, level: Option<&str>, language: Option<Lang>) {
        let column = self.layout.column(&Field::Achievement);
        let slug = item.slug.as_str().to_owned();
        if !item.complete {
            self.find(Trouble::AchievementFaulty { slug: slug.clone() }, column, &item.name);
        }
        if let (Some(wanted), Some(own)) = (level, item.level.as_deref())
            && wanted != own
        {
            let column = self.layout.column(&Field::Level);
            let text = column.map_or("", |c| self.line.cell(c).text);
            self.find(Trouble::LevelOther { slug, level: own.to_owned() }, column, text);
        }
        if let Some(language) = language.filter(|l| !item.languages.contains(l)) {
            let used = self.asked.place.first_language();
            let column = self.layout.column(&Field::Language);
            self.find(Trouble::LanguageOther { used: used.tag().to_owned() }, column, language.tag());
        }
    }

    /// The short name of the level.
    fn level(&mut self) -> Option<String> {
        let (column, text) = self.first(&Field::Level)?;
        let wanted = folded(text);
        let names = |l: &&crate::place::Level| {
            folded(&l.id) == wanted
                || Lang::ALL.into_iter().any(|lang| l.name.in_lang(lang).is_some_and(|n| folded(n) == wanted))
        };
        if let Some(level) = self.asked.place.levels.iter().find(names) {
            return Some(level.id.clone());
        }
        let known = self.asked.place.levels.iter().map(|l| l.id.as_str()).collect::<Vec<_>>().join(", ");
        self.find(Trouble::LevelUnknown { known }, Some(column), text);
        None
    }

    fn date(&mut self) -> Option<Timestamp> {
        let Some((column, day)) = self.day(&Field::Date) else { return self.asked.date };
        let start = day.start()?;
        if start > self.asked.now.plus_seconds(AHEAD) {
            let text = self.line.cell(column).text;
            self.find(Trouble::DateFuture, Some(column), text);
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

    /// What can be read either way is read as the other days of the column show.
    fn read_day(&self, column: usize, text: &str) -> Read {
        let lang = self.asked.place.first_language();
        match (date::read(text, lang), self.layout.orders.get(&column)) {
            (Read::Ambiguous(day), Some(order)) if *order == Order::of(lang) => Read::Day(day),
            (Read::Ambiguous(day), Some(_)) => Read::Day(day.swapped()),
            (read, _) => read,
        }
    }

    fn evidence(&mut self) -> Vec<Evidence> {
        let mut all = Vec::new();
        for column in self.layout.columns(&Field::Evidence).collect::<Vec<_>>() {
            let Some(text) = usable(self.line.cell(column)) else { continue };
            for (address, said) in traces(text) {
                let bad = address.as_deref().is_some_and(|a| Url::parse(a).is_err());
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
        if let Some((column, text)) = self.first(&Field::Minor) {
            match yes_or_no(text) {
                Some(yes) => wish.minor = yes,
                None => self.find(Trouble::MinorUnclear, Some(column), text),
            }
        }
        if let Some((column, text)) = self.first(&Field::Birth) {
            match self.birth(column, text) {
                Some((year, young)) => wish.birth_year = young.then_some(year),
                None => self.find(Trouble::BirthMalformed, Some(column), text),
            }
        }
        if let Some((column, text)) = self.first(&Field::Consent) {
            wish.consent = match yes_or_no(text) {
                Some(false) => None,
                Some(true) => self.table.header(column).map(str::to_owned),
                None => self.text(&Field::Consent, NAME),
            };
        }
    }

    /// The year, and whether it makes a minor: under 15 today, or maybe under 15 when only the year is known.
    fn birth(&self, column: usize, text: &str) -> Option<(i16, bool)> {
        let today = Day::of(self.asked.now);
        let plausible = |year: i16| (1900..=today.year).contains(&year);
        if let Some(year) = text.parse::<i16>().ok().filter(|_| text.len() == 4) {
            return plausible(year).then_some((year, today.year - year <= 15));
        }
        let serial = match self.line.cell(column).kind {
            Kind::Number | Kind::Formula => text.parse::<f64>().ok().and_then(|n| super::xlsx::day_of(n, false)),
            _ => None,
        };
        let day = match self.read_day(column, serial.as_deref().unwrap_or(text)) {
            Read::Day(day) | Read::Ambiguous(day) => day,
            Read::Impossible | Read::Malformed => return None,
        };
        let turns_15 = Day { year: day.year.saturating_add(15), ..day };
        (plausible(day.year) && day <= today).then_some((day.year, today < turns_15))
    }

    fn text(&mut self, field: &Field, most: usize) -> Option<String> {
        let (column, text) = self.first(field)?;
        if text.chars().count() > most {
            self.find(Trouble::TextTooLong { most }, Some(column), text);
        }
        Some(text.to_owned())
    }

    /// The first column of a field in which something is written.
    fn first(&self, field: &Field) -> Option<(usize, &'r str)> {
        self.layout.columns(field).find_map(|column| Some((column, usable(self.line.cell(column))?)))
    }

    fn find(&mut self, trouble: Trouble, column: Option<usize>, value: &str) {
        self.findings.push(finding(trouble, column, value));
    }
}

pub(super) fn finding(trouble: Trouble, column: Option<usize>, value: &str) -> Finding {
    Finding { trouble, column, value: value.chars().take(200).collect() }
}

/// What a cell says; a lone stroke says nothing. The apostrophe by which a text is kept from being a formula goes.
fn usable(cell: Cell<'_>) -> Option<&str> {
    let text = match cell.text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell.text,
    };
    (!matches!(text, "" | "-" | "–" | "—" | "/")).then_some(text)
}

fn yes_or_no(text: &str) -> Option<bool> {
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

/// UTF-8 that was read as Windows-1252, or letters that were lost.
fn is_garbled(text: &str) -> bool {
    !text.is_ascii()
        && ["\u{fffd}", "Ã©", "Ã¨", "Ã§", "Ã ", "Ã\u{a0}", "Ãª", "Ã´", "â€"].iter().any(|sign| text.contains(sign))
}

/// Addresses and the words that go with them: each line, and each address on it, is a trace of its own.
fn traces(text: &str) -> Vec<(Option<String>, Option<String>)> {
    let mut all = Vec::new();
    for line in text.split(['\n', '|']).map(str::trim).filter(|l| !l.is_empty()) {
        let mut starts: Vec<usize> = line.match_indices("://").map(|(at, _)| scheme_start(line, at)).collect();
        if starts.is_empty() {
            all.extend(line.split(';').map(str::trim).filter(|p| !p.is_empty()).map(without_address));
            continue;
        }
        let before = tidy(&line[..starts[0]]);
        starts.push(line.len());
        for (n, pair) in starts.windows(2).enumerate() {
            let part = &line[pair[0]..pair[1]];
            let end = part.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).unwrap_or(part.len());
            let said = tidy(&part[end..]);
            let said = if n == 0 {
                [before.clone(), said].into_iter().flatten().reduce(|a, b| format!("{a} {b}"))
            } else {
                said
            };
            all.push((Some(part[..end].to_owned()), said));
        }
    }
    all
}

/// Where the scheme before `://` begins.
fn scheme_start(line: &str, at: usize) -> usize {
    let scheme = line[..at].bytes().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
    at - scheme
}

fn tidy(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '('));
    (!text.is_empty()).then(|| text.to_owned())
}

/// Without `://`: words, or something that was meant as an address.
fn without_address(part: &str) -> (Option<String>, Option<String>) {
    let one_word = !part.contains(char::is_whitespace);
    let slips = ["www.", "http:", "https:", "http/", "https/", "htp:", "htps:", "ttp:", "ttps:"];
    let lower = part.to_lowercase();
    if one_word && (slips.iter().any(|s| lower.starts_with(s)) || (part.contains('.') && part.contains('/'))) {
        (Some(part.to_owned()), None)
    } else {
        (None, Some(part.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_are_addresses_words_or_both() {
        let read = |text: &str| {
            let show = |(a, b): (Option<String>, Option<String>)| {
                format!("{}|{}", a.unwrap_or_default(), b.unwrap_or_default())
            };
            traces(text).into_iter().map(show).collect::<Vec<_>>()
        };
        assert_eq!(read("https://e.org/a"), ["https://e.org/a|"]);
        assert_eq!(read("https://e.org/a; https://e.org/b"), ["https://e.org/a|", "https://e.org/b|"]);
        assert_eq!(
            read("https://e.org/a, la boîte\nhttps://e.org/b"),
            ["https://e.org/a|la boîte", "https://e.org/b|"]
        );
        assert_eq!(read("Photo : https://e.org/a"), ["https://e.org/a|Photo"]);
        assert_eq!(read("Vu à l'atelier; noté"), ["|Vu à l'atelier", "|noté"]);
        assert_eq!(read("www.example.org/a.jpg"), ["www.example.org/a.jpg|"]);
        assert_eq!(read("example.org/a.jpg"), ["example.org/a.jpg|"]);
        assert_eq!(read("htp://example.org"), ["htp://example.org|"]);
        assert_eq!(read("Oui."), ["|Oui."]);
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
