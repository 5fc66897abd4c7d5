//! Which awards are meant, out of many: named one by one, listed in a table, awarded together, or told by what they
//! have in common.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use badge_core::cohort::{Offer, Reading, Table, TableError, Trouble};
use badge_core::limits::Limits;
use badge_core::place::card::{CardCode, with_code};
use badge_core::place::people::People;
use badge_core::place::register::{Brief, Entry, Register};
use badge_core::place::{Place, Slug, Token};
use badge_core::time::Timestamp;

use super::batch::source::{Source, bytes, unread};
use super::{Context, person, revoke};
use crate::args::TableChoice;
use crate::clock::{instant, last_instant};
use crate::error::Failure;
use crate::input::read_file;
use crate::message::msg;
use crate::place::Folder;

/// So many lines are named.
const NAMED: usize = 20;

/// What somebody said of the awards they mean. What is named is put together; each filter then takes away.
#[derive(Debug, Default)]
pub(super) struct Pick<'a> {
    pub(super) badges: &'a [String],
    /// The name of a cohort, or the table it was awarded from.
    pub(super) cohort: Option<&'a str>,
    /// A table in which badges are named.
    pub(super) table: Option<&'a Path>,
    pub(super) achievement: Option<&'a str>,
    pub(super) person: Option<&'a str>,
    pub(super) since: Option<&'a str>,
    pub(super) until: Option<&'a str>,
}

impl Pick<'_> {
    /// Whether it may mean many that nobody named one by one.
    pub(super) fn is_bulk(&self) -> bool {
        let filters = [self.cohort, self.achievement, self.person, self.since, self.until];
        self.table.is_some() || filters.iter().any(Option::is_some)
    }

    /// Whether anything was said at all.
    pub(super) fn is_empty(&self) -> bool {
        self.badges.is_empty() && !self.is_bulk()
    }

    /// The awards that are meant, oldest first, and endorsements that are named. Everything that is named is found, or nothing is given back.
    pub(super) fn of(
        &self,
        folder: &Folder,
        place: &Place,
        register: &Register,
        people: &People,
        now: Timestamp,
        cx: &Context,
    ) -> Result<Vec<Token>, Failure> {
        let achievement = self.achievement.map(|name| achievement_named(name, folder, register)).transpose()?;
        let ids = match self.person {
            Some(text) => Some(people.ids(person::find(text, register, people)?.0)),
            None => None,
        };
        let since = self.since.map(instant).transpose()?;
        let until = self.until.map(last_instant).transpose()?;
        let mut named: Option<BTreeSet<Token>> = None;
        for badge in self.badges {
            let found = revoke::find_any(badge, register);
            let found = found.or_else(|_| award_named(badge, register, people).map(|e| e.award.token))?;
            named.get_or_insert_default().insert(found);
        }
        if let Some(path) = self.table {
            named.get_or_insert_default().extend(in_table(path, register)?);
        }
        if let Some(cohort) = self.cohort {
            named.get_or_insert_default().extend(of_cohort(cohort, folder, place, (register, people), now, cx)?);
        }
        let wanted = |award: &Brief<'_>| {
            named.as_ref().is_none_or(|tokens| tokens.contains(&award.token))
                && achievement.as_ref().is_none_or(|slug| award.achievement == slug)
                && ids.as_ref().is_none_or(|ids| award.person.is_some_and(|id| ids.contains(&id)))
                && since.is_none_or(|since| award.date >= since)
                && until.is_none_or(|until| award.date <= until)
        };
        let mut picked: Vec<Token> = register.briefs().filter(wanted).map(|award| award.token).collect();
        // An endorsement has no person, achievement or day of its own: it is meant by name only.
        if achievement.is_none() && ids.is_none() && since.is_none() && until.is_none() {
            picked.extend(named.into_iter().flatten().filter(|token| !register.contains(*token)));
        }
        Ok(picked)
    }
}

/// The award that a person means: as [`revoke::find`] finds it, or by the code of its card.
pub(super) fn award_named(text: &str, register: &Register, people: &People) -> Result<Entry, Failure> {
    revoke::find(text, register).or_else(|failure| {
        let found = CardCode::parse(text).map(|code| with_code(code, register, people)).unwrap_or_default();
        match found.as_slice() {
            [one] => register.get(one.token).ok_or(failure),
            _ => Err(failure),
        }
    })
}

/// An achievement of the place, or one that was awarded and whose file is gone.
pub(crate) fn achievement_named(name: &str, folder: &Folder, register: &Register) -> Result<Slug, Failure> {
    folder.achievement(name).map(|file| file.slug).or_else(|failure| {
        let awarded = register.briefs().map(|award| award.achievement).find(|slug| slug.as_str() == name);
        awarded.cloned().or_else(|| folder.achievement_meant(name).ok().map(|file| file.slug)).ok_or(failure)
    })
}

/// The awards that a table names by token, id or address, in whatever column. A line that names none is passed over;
/// one that names a badge of somebody else stops everything.
fn in_table(path: &Path, register: &Register) -> Result<BTreeSet<Token>, Failure> {
    let ids = Ids::of(register);
    let mut found = BTreeSet::new();
    let mut unknown = Vec::new();
    for (number, cells) in lines(path)? {
        let (mut known, mut whole, mut like) = (false, false, false);
        for name in cells.iter().flat_map(|cell| names_in(cell)) {
            match ids.find(&name) {
                Some(token) => {
                    known = true;
                    found.insert(token);
                }
                None if is_like_a_token(&name) && Token::parse(&name).is_none() => like = true,
                None => whole = true,
            }
        }
        // Beside the name of a badge, what is only like one is the id of another program.
        if whole || (like && !known) {
            unknown.push(number);
        }
    }
    unknown.dedup();
    if let Some(first) = unknown.first() {
        let line = u64::from(*first);
        return Err(Failure::new(msg!("pick-unknown", count = unknown.len(), line = line)).at(path).line(line));
    }
    if found.is_empty() {
        return Err(Failure::new(msg!("pick-no-names", path = path)).at(path));
    }
    Ok(found)
}

/// The lines of a table of any kind; of a bare list without titles, its lines.
fn lines(path: &Path) -> Result<Vec<(u32, Vec<String>)>, Failure> {
    let limits = Limits::default();
    let shown = path.display().to_string();
    let bytes = match path {
        path if path == Path::new("-") => bytes("-")?,
        path if !path.exists() => return Err(Failure::new(msg!("table-missing", path = path))),
        path => read_file(path, limits.table_bytes)?,
    };
    match Table::read(&bytes, &Reading::default(), &Offer::default(), &limits) {
        Ok(table) => Ok(table.lines().collect()),
        Err(TableError::NoHeader { .. }) => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let numbered = (1..).zip(text.lines());
            Ok(numbered.map(|(n, line)| (n, vec![line.to_owned()])).collect())
        }
        Err(error) => Err(unread(&shown, &error)),
    }
}

/// What in a cell can only be the name of a badge: a token, a UUID, an address below `b/`. A token may be in capitals, as a
/// spreadsheet may have made it; one that lost a part is told as unknown, and not passed over.
fn names_in(cell: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let parts = cell.split([' ', ';', ',', '\t', '"']).map(str::trim);
    let names = parts.filter(|part| {
        let address = part.contains("://") && part.split('/').any(|piece| Token::parse(piece).is_some());
        is_like_a_token(part) || part.starts_with("urn:uuid:") || address
    });
    names.map(|part| if is_like_a_token(part) { part.to_ascii_lowercase().into() } else { part.into() })
}

/// Letters and digits of base 16, about as many as a token has.
fn is_like_a_token(part: &str) -> bool {
    let has = |is: fn(&u8) -> bool| part.bytes().any(|b| is(&b));
    let is_near = (20..=40).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_hexdigit());
    Token::parse(part).is_some() || (is_near && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic))
}

/// Every name of every award, so that ten thousand rows are looked up at once.
struct Ids<'r> {
    register: &'r Register,
    /// Ids from which the name cannot be read.
    by_id: HashMap<String, Token>,
}

impl<'r> Ids<'r> {
    fn of(register: &'r Register) -> Self {
        let ids = |e: Entry| {
            let token = e.award.token;
            let other = e.award.credentials.into_iter().map(|c| c.id).filter(move |id| named_by(id) != Some(token));
            other.map(move |id| (id, token))
        };
        Self { register, by_id: register.iter().flat_map(ids).collect() }
    }

    fn find(&self, name: &str) -> Option<Token> {
        let token = self.by_id.get(name).copied().or_else(|| named_by(name))?;
        self.register.contains(token).then_some(token)
    }
}

/// The name of an award in an address.
fn named_by(address: &str) -> Option<Token> {
    address.split('/').filter_map(Token::parse).next_back()
}

/// The awards of a cohort, by the name it was given, or by the table it was awarded from: what each of its rows names,
/// or else the newest award of that achievement to that person, of that day where the row has one. Rows of which none, or not
/// every, badge is found are told: whoever has another address by now is not passed over in silence.
fn of_cohort(
    cohort: &str,
    folder: &Folder,
    place: &Place,
    (register, people): (&Register, &People),
    now: Timestamp,
    cx: &Context,
) -> Result<BTreeSet<Token>, Failure> {
    let named = |award: &Brief<'_>| award.cohort.is_some_and(|name| name.as_str() == cohort);
    let by_name: BTreeSet<Token> = register.briefs().filter(named).map(|award| award.token).collect();
    if !by_name.is_empty() {
        return Ok(by_name);
    }
    let path = Path::new(cohort);
    if !path.is_file() {
        let known: BTreeSet<&str> = register.briefs().filter_map(|award| award.cohort).map(Slug::as_str).collect();
        let known = known.into_iter().collect::<Vec<_>>().join(", ");
        return Err(Failure::new(match known.is_empty() {
            true => msg!("cohort-none", name = cohort),
            false => msg!("cohort-unknown", name = cohort, known = known),
        }));
    }
    let choice = TableChoice::of(cohort);
    let source = Source::open(&choice, folder, place, now)?;
    let plan = source.plan(place, register, people, now);
    let none = <(Register, People)>::default();
    let wishes = source.wishes(place, &none, now);
    let ids = Ids::of(register);
    let cells: HashMap<u32, Vec<String>> = source.table.lines().collect();
    let mut newest: HashMap<(Token, &Slug), Vec<Brief<'_>>> = HashMap::new();
    for award in register.briefs() {
        if let Some(person) = award.person {
            newest.entry((people.main_id(person), award.achievement)).or_default().push(award);
        }
    }
    let (mut found, mut without) = (BTreeSet::new(), Vec::new());
    for row in wishes.rows(&plan) {
        let there = cells.get(&row.line()).into_iter().flatten().flat_map(|cell| names_in(cell));
        let there: Vec<Token> = there.filter_map(|name| ids.find(&name)).collect();
        if !there.is_empty() {
            found.extend(there);
            continue;
        }
        // A row that was told to be left out asks for nothing.
        if row.troubles().any(|trouble| *trouble == Trouble::RowLeftOut) {
            continue;
        }
        let (Some(wish), Some(person)) = (wishes.of(row), row.person()) else {
            without.push(row.line());
            continue;
        };
        let day = wish.date.map(Timestamp::day);
        for planned in row.awards() {
            let of_them = newest.get(&(person, planned.achievement)).into_iter().flatten();
            let mut of_day = of_them.filter(|e| day.as_ref().is_none_or(|day| e.date.day() == *day));
            match of_day.next_back() {
                Some(award) => drop(found.insert(award.token)),
                None => without.push(row.line()),
            }
        }
    }
    without.dedup();
    if found.is_empty() {
        return Err(Failure::new(msg!("pick-no-awards", path = path)).at(path));
    }
    if !without.is_empty() {
        let named = without.iter().take(NAMED).map(u32::to_string).collect::<Vec<_>>().join(", ");
        let named = if without.len() > NAMED { format!("{named}…") } else { named };
        cx.printer.warn(&msg!("pick-without", count = without.len(), lines = named, path = path));
    }
    Ok(found)
}
