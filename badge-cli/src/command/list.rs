//! `badge list`: the register, for people, spreadsheets and programs.

use std::path::Path;

use badge_core::cohort::Sheet;
use badge_core::message::date;
use badge_core::place::card::code_of;
use badge_core::place::people::{People, Person};
use badge_core::place::register::{AwardStatus, Brief, Entry, SUPERSEDED};
use badge_core::place::{KeptBack, Place, Token, may_go_out};
use badge_core::time::Timestamp;
use serde::ser::{Serialize, Serializer};
use serde_json::json;

use super::batch::back;
use super::pick::Pick;
use super::{Context, endorse};
use crate::args::{List, State};
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::message::{Message, msg};
use crate::place::Folder;
use crate::table;
use crate::text::Words;

#[derive(serde::Serialize)]
struct Listed {
    token: String,
    /// By which a card is claimed (D-10).
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    achievement: String,
    date: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    language: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cohort: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    formats: Vec<&'static str>,
    ids: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    folder: std::path::PathBuf,
    #[serde(skip)]
    erased: bool,
    #[serde(skip)]
    card: bool,
    /// It waits because consent was refused or taken back, of whatever age the person is.
    #[serde(skip)]
    withdrawn: bool,
}

/// The whole as a program reads it.
#[derive(serde::Serialize)]
struct Listing<A: Serialize> {
    awards: A,
    endorsements: Vec<serde_json::Value>,
    schema: &'static str,
}

/// Rows that are made while they are written.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item = Listed>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        // Each in the order of names in which a program always got them.
        to.collect_seq((self.0)().map(|row| json!(row)))
    }
}

impl Listed {
    fn words(&self) -> Message {
        state_words(if self.withdrawn { "withdrawn" } else { self.state }, self.reason.as_deref(), self.card)
    }
}

pub(crate) fn run(args: &List, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    let place = folder.place()?;
    let now = clock(args.at.as_deref())?.now();
    if let Some(path) = &args.table {
        back::form_of(path, None)?;
        // The same option names a table to read where badges are revoked: what somebody typed is not replaced unasked.
        folder.may_replace(path, cx)?;
    }
    let register = folder.register()?;
    let people = folder.people(&register)?;
    let pick = Pick {
        achievement: args.achievement.as_deref(),
        person: args.person.as_deref(),
        cohort: args.cohort.as_deref(),
        since: args.since.as_deref(),
        until: args.until.as_deref(),
        ..Pick::default()
    };
    let picked: std::collections::HashSet<Token> =
        pick.of(&folder, &place, &register, &people, now, cx)?.into_iter().collect();
    let wanted =
        |e: &Entry| picked.contains(&e.award.token) && args.state.is_none_or(|s| name_of(s) == state(e, &people, now));
    // Each is made out when its turn comes: there may be a hundred thousand.
    let listed = || register.iter().filter(wanted).map(|e| listed(&e, &people, &place, &folder, now));
    // What the place gave to others stands beside its awards, unless these alone were asked for.
    let given: Vec<_> = register
        .endorsements()
        .filter(|_| {
            [&args.achievement, &args.person, &args.cohort, &args.since, &args.until].iter().all(|a| a.is_none())
        })
        .filter(|e| args.state.is_none_or(|s| name_of(s) == endorse::given_state(e, now)))
        .collect();
    if let Some(path) = &args.table {
        export(path, listed(), &folder, now, cx)?;
    }
    if cx.printer.json() {
        let given: Vec<_> = given
            .iter()
            .map(|e| {
                json!({
                    "token": e.given.token.to_string(), "of": e.given.of.as_str(), "subject": e.given.subject,
                    "title": e.given.title, "date": e.given.date.to_string(), "state": endorse::given_state(e, now),
                })
            })
            .collect();
        let awards = Each(listed);
        cx.printer.large_object(&Listing { awards, endorsements: given, schema: "badge-list/1" })?;
    } else if let Some(path) = &args.table {
        cx.printer.line(&path.display().to_string())?;
        cx.printer.note(&msg!("list-count", count = listed().count()));
    } else if args.csv {
        let rows = std::iter::once(HEAD.map(str::to_owned).to_vec()).chain(listed().map(|l| cells(&l)));
        in_parts(rows, |rows| cx.printer.bytes(table::csv(rows).as_bytes()))?;
    } else {
        people_table(listed, cx)?;
        let rows: Vec<_> = given.iter().map(|e| endorse::given_row(e, now, cx)).collect();
        if !rows.is_empty() {
            cx.printer.bytes(table::text(rows).as_bytes())?;
        }
        cx.printer.note(&msg!("list-count", count = listed().count()));
    }
    Ok(Exit::Done)
}

/// `valid`, `revoked`, `suspended`, `expired`, `not_yet`, or `waiting` for a guardian's consent (D-11), `erased` with the person (D-05).
pub(super) use badge_core::place::state_of as state;

/// The same for people, who are told apart what was revoked, what was replaced, which `card` was claimed, and what is
/// `withdrawn`: kept back as its person, or a parent, refused.
pub(super) fn state_words(state: &str, reason: Option<&str>, card: bool) -> Message {
    match state {
        "revoked" if reason == Some(SUPERSEDED) && card => msg!("state-claimed"),
        "revoked" if reason == Some(SUPERSEDED) => msg!("reason-superseded"),
        "revoked" => msg!("state-revoked"),
        "suspended" => msg!("state-suspended"),
        "expired" => msg!("state-expired"),
        "not_yet" => msg!("state-not-yet"),
        "waiting" => msg!("state-waiting"),
        "withdrawn" => msg!("state-withdrawn"),
        "erased" => msg!("state-erased"),
        "removed" => msg!("state-removed"),
        _ => msg!("state-valid"),
    }
}

/// Why a badge does not hold, as people read it: what the place wrote itself becomes a word of theirs.
pub(super) fn reason_words(reason: &str, words: &Words) -> String {
    if reason == SUPERSEDED { words.say(&msg!("reason-superseded")) } else { reason.to_owned() }
}

const fn name_of(state: State) -> &'static str {
    match state {
        State::Valid => "valid",
        State::Revoked => "revoked",
        State::Suspended => "suspended",
        State::Expired => "expired",
        State::NotYet => "not_yet",
        State::Waiting => "waiting",
        State::Erased => "erased",
        State::Removed => "removed",
    }
}

fn person(entry: &Entry, people: &People) -> Option<Person> {
    entry.award.person.and_then(|id| people.get(id))
}

fn listed(entry: &Entry, people: &People, place: &Place, folder: &Folder, now: Timestamp) -> Listed {
    let award = &entry.award;
    let person = person(entry, people);
    let (since, reason) = match &entry.status {
        AwardStatus::Revoked { since, reason } | AwardStatus::Suspended { since, reason } => {
            (Some(since.to_string()), reason.clone())
        }
        AwardStatus::Active => (None, None),
    };
    let link = place.base.as_ref().map(|base| base.url(&badge_core::place::Spot::Award(award.token)));
    Listed {
        token: award.token.to_string(),
        code: code_of(entry, people).map(|code| code.to_string()),
        achievement: award.achievement.as_str().to_owned(),
        date: award.date.to_string(),
        state: state(entry, people, now),
        since,
        reason,
        expires: award.expires.map(|t| t.to_string()),
        language: award.language.tag(),
        cohort: award.cohort.as_ref().map(ToString::to_string),
        erased: award.person.is_some() && person.is_none(),
        name: person.as_ref().and_then(|p| p.name.clone()),
        to: person.and_then(|p| p.email.or(p.did)),
        formats: award.credentials.iter().map(|c| c.format.as_str()).collect(),
        ids: award.credentials.iter().map(|c| c.id.clone()).collect(),
        card: award.card,
        withdrawn: state(entry, people, now) == "waiting" && is_withdrawn(entry, people, now),
        link: link.filter(|_| may_go_out(entry, people, now).is_ok()),
        folder: folder.award(award.token),
    }
}

/// Whether an award stays inside because consent was refused or taken back.
pub(crate) fn is_withdrawn<'e>(award: impl Into<Brief<'e>>, people: &People, now: Timestamp) -> bool {
    may_go_out(award, people, now) == Err(KeptBack::Withdrawn)
}

fn people_table<I: Iterator<Item = Listed>>(listed: impl Fn() -> I, cx: &Context) -> Result<(), Failure> {
    let words = cx.printer.words();
    let row = |l: Listed| {
        let day = Timestamp::parse(&l.date).map_or_else(|_| l.date.clone(), |t| date(words.catalog(), t));
        let state = words.say(&l.words());
        let who = match (&l.name, &l.to) {
            (Some(name), None) if l.code.is_some() => {
                let code = l.code.clone().unwrap_or_default();
                words.say(&msg!("list-card-named", name = name, code = code))
            }
            (Some(name), Some(to)) => format!("{name} <{to}>"),
            (Some(who), None) | (None, Some(who)) => who.clone(),
            (None, None) if l.erased => words.say(&msg!("list-erased")),
            (None, None) => match &l.code {
                Some(code) => words.say(&msg!("list-card", code = code)),
                None => words.say(&msg!("list-nobody")),
            },
        };
        let who = badge_core::message::plain_within(&who, 60);
        vec![day, l.achievement.clone(), state, l.token[..8].to_owned(), who]
    };
    let mut widths = table::Widths::default();
    listed().for_each(|l| widths.fit(&row(l)));
    in_parts(listed().map(row), |rows| cx.printer.bytes(widths.text(rows).as_bytes()))
}

/// Hands over a thousand rows at a time.
fn in_parts<T>(
    rows: impl Iterator<Item = T>,
    mut each: impl FnMut(&[T]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut rows = rows;
    loop {
        let part: Vec<T> = rows.by_ref().take(1_000).collect();
        if part.is_empty() {
            return Ok(());
        }
        each(&part)?;
    }
}

/// The same as a file for a spreadsheet, its titles in the person's language.
fn export(
    path: &Path,
    listed: impl Iterator<Item = Listed>,
    folder: &Folder,
    now: Timestamp,
    cx: &Context,
) -> Result<(), Failure> {
    let words = cx.printer.words();
    let title = |name: &str| {
        words.say(&match name {
            "date" => msg!("list-title-date"),
            "achievement" => msg!("list-title-achievement"),
            "state" => msg!("list-title-state"),
            "name" => msg!("list-title-name"),
            "to" => msg!("list-title-to"),
            "expires" => msg!("list-title-expires"),
            "formats" => msg!("list-title-formats"),
            "token" => msg!("list-title-token"),
            "link" => msg!("title-link"),
            "code" => msg!("title-code"),
            "cohort" => msg!("list-title-cohort"),
            _ => msg!("list-title-reason"),
        })
    };
    let mut rows = vec![HEAD.into_iter().chain(["code", "cohort"]).map(title).collect()];
    rows.extend(listed.map(|l| {
        let mut row = cells(&l);
        row[2] = words.say(&l.words());
        if let Some(reason) = row.get_mut(9) {
            // The state says so already.
            *reason = if reason == SUPERSEDED { String::new() } else { std::mem::take(reason) };
        }
        row.extend([l.code.unwrap_or_default(), l.cohort.unwrap_or_default()]);
        // A spreadsheet sorts days that are written as such.
        row[0].truncate(10);
        row[5].truncate(10);
        row
    }));
    let sheet = Sheet { name: words.say(&msg!("list-sheet")), rows, ..Sheet::default() };
    back::save(path, &[sheet], back::form_of(path, None)?, folder, now)
}

const HEAD: [&str; 10] =
    ["date", "achievement", "state", "name", "to", "expires", "formats", "token", "link", "reason"];

/// What stands under [`HEAD`].
fn cells(l: &Listed) -> Vec<String> {
    let cell = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        l.date.clone(),
        l.achievement.clone(),
        l.state.to_owned(),
        cell(&l.name),
        cell(&l.to),
        cell(&l.expires),
        l.formats.join(" "),
        l.token.clone(),
        cell(&l.link),
        cell(&l.reason),
    ]
}
