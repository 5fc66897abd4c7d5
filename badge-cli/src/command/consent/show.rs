//! `badge consent show`: who agreed to what, who did not, and who no longer does.

use badge_core::place::people::{People, Person};
use badge_core::place::register::Register;
use badge_core::place::{Token, may_go_out};
use badge_core::time::Timestamp;
use serde::Serialize;
use serde_json::json;

use super::{Context, awards_of, find, how_words, said};
use crate::args::ConsentShow;
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::place::Folder;
use crate::table;

#[derive(Serialize)]
struct Shown {
    person: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    minor: bool,
    /// `given`, `withdrawn`, `missing`, or `not_needed`.
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<&'static str>,
    /// Short names of badges; empty for all of them.
    #[serde(rename = "for")]
    for_which: Vec<String>,
    /// Awards that may not go out.
    waiting: Vec<String>,
}

pub(super) fn run(args: &ConsentShow, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    let now = clock(args.at.as_deref())?.now();
    let register = folder.register()?;
    let people = folder.people(&register)?;
    let one = args.person.as_deref().map(|person| find(person, &register, &people)).transpose()?;
    let concerned =
        |id: Token, p: &Person| one.map_or_else(|| p.consent.is_some() || p.is_minor(now), |only| id == only);
    let shown: Vec<Shown> = people
        .iter()
        .filter(|(id, person)| concerned(*id, person))
        .map(|(id, person)| shown(id, &person, &register, &people, now))
        .collect();
    if cx.printer.json() {
        cx.printer.object(&json!({"schema": "badge-consents/1", "people": shown}))?;
        return Ok(Exit::Done);
    }
    let rows =
        shown.iter().map(|s| row(s, people.get(Token::parse(&s.person)?).as_ref(), cx)).collect::<Option<Vec<_>>>();
    cx.printer.bytes(table::text(rows.unwrap_or_default()).as_bytes())?;
    cx.printer.note(&msg!("consent-count", count = shown.len()));
    Ok(Exit::Done)
}

fn shown(id: Token, person: &Person, register: &Register, people: &People, now: Timestamp) -> Shown {
    let consent = person.consent.as_ref();
    let kept = awards_of(id, register, people).into_iter().filter(|e| may_go_out(*e, people, now).is_err());
    Shown {
        person: id.to_string(),
        name: person.name.clone(),
        to: person.email.clone().or_else(|| person.did.clone()),
        minor: person.is_minor(now),
        state: match consent {
            Some(c) if c.withdrawn.is_some() => "withdrawn",
            Some(_) if person.has_agreed(now) => "given",
            // They said it themselves, and are a minor.
            Some(_) => "missing",
            None if person.is_minor(now) => "missing",
            None => "not_needed",
        },
        at: consent.map(|c| c.at.to_string()),
        withdrawn: consent.and_then(|c| c.withdrawn).map(|t| t.to_string()),
        by: consent.map(|c| c.by.clone()).filter(|by| !by.is_empty()),
        how: consent.and_then(|c| c.how).map(badge_core::place::people::How::as_str),
        for_which: consent.map(|c| c.for_which.iter().map(|s| s.as_str().to_owned()).collect()).unwrap_or_default(),
        waiting: kept.map(|e| e.token.to_string()).collect(),
    }
}

fn row(shown: &Shown, person: Option<&Person>, cx: &Context) -> Option<Vec<String>> {
    let words = cx.printer.words();
    let consent = person?.consent.as_ref();
    let who = match (&shown.name, &shown.to) {
        (Some(name), Some(to)) => format!("{name} <{to}>"),
        (Some(who), None) | (None, Some(who)) => who.clone(),
        (None, None) => shown.person.clone(),
    };
    let state = match (shown.state, consent) {
        ("given", Some(c)) => msg!("consent-state-given", day = said(c.at, cx)),
        ("withdrawn", Some(c)) => msg!("consent-state-withdrawn", day = said(c.withdrawn.unwrap_or(c.at), cx)),
        ("missing", _) => msg!("consent-state-missing"),
        _ => msg!("consent-state-not-needed"),
    };
    let how = consent.and_then(|c| c.how).map(|how| words.say(&how_words(how))).unwrap_or_default();
    let which = match (consent, shown.for_which.is_empty()) {
        (None, _) => String::new(),
        (Some(_), true) => words.say(&msg!("consent-for-all")),
        (Some(_), false) => shown.for_which.join(", "),
    };
    let waiting = match shown.waiting.len() {
        0 => String::new(),
        count => words.say(&msg!("consent-waiting", count = count)),
    };
    let who = badge_core::message::plain_within(&who, 60);
    Some(vec![who, words.say(&state), shown.by.clone().unwrap_or_default(), how, which, waiting])
}
