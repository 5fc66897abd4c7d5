//! `badge consent record`: lets go out what waited.

use badge_core::cohort::{AgeFault, ConsentFault, WHO_AGREED, agree, born, of_age};
use badge_core::place::people::{Consent, People, Person};
use badge_core::place::register::{Brief, Register};
use badge_core::place::{Slug, Token, may_go_out};
use badge_core::time::Timestamp;
use serde_json::json;

use super::super::pick::achievement_named;
use super::{Context, awards_of, day, find, how, line_of, said};
use crate::args::ConsentRecord;
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::place::Folder;

pub(super) fn run(args: &ConsentRecord, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    let now = clock(args.run.at.as_deref())?.now();
    let at = day(args.date.as_deref(), now)?;
    let register = folder.register()?;
    let for_which: Vec<Slug> =
        args.for_which.iter().map(|name| achievement_named(name, &folder, &register)).collect::<Result<_, _>>()?;
    let by = args.by.as_deref().map(str::trim).unwrap_or_default();
    if args.by.is_some() && by.is_empty() {
        return Err(Failure::new(msg!("consent-by-empty")));
    }
    let act = Consent { how: args.how.map(how), for_which, recorded: true, ..Consent::given(at, by) };
    if args.run.dry_run {
        let people = folder.people(&register)?;
        let mut after = people.clone();
        let id = find(&args.person, &register, &people)?;
        note(&mut after, id, &act, now, args, cx)?;
        return tell(args, id, (&register, &people, &after), now, cx);
    }
    let mut writer = folder.writer(&cx.printer)?;
    let before = writer.people().clone();
    let id = find(&args.person, writer.register(), &before)?;
    let mut after = before.clone();
    note(&mut after, id, &act, now, args, cx)?;
    writer.change_people(|people| {
        let changed = *people != after;
        people.clone_from(&after);
        changed
    })?;
    // For some badges only: pages of the others still have to go.
    if is_act(args) && act.for_which.is_empty() {
        writer.end_withdrawing(id)?;
    }
    tell(args, id, (writer.register(), &before, &after), now, cx)
}

/// Notes it, or says why it is none.
fn note(
    people: &mut People,
    id: Token,
    act: &Consent,
    now: Timestamp,
    args: &ConsentRecord,
    cx: &Context,
) -> Result<(), Failure> {
    let mut person = people.get(id).unwrap_or_default();
    if let Some(year) = args.born {
        let wrong = |_| Failure::new(msg!("consent-born-wrong", year = year.to_string()));
        born(&mut person, year, now).map_err(wrong)?;
        if !args.of_age && !is_act(args) {
            people.insert(id, person);
            return Ok(());
        }
    }
    if args.of_age {
        of_age(&mut person, is_act(args), now).map_err(|fault| match fault {
            AgeFault::Born { year } => {
                Failure::new(msg!("consent-of-age-born", person = &args.person, year = year.to_string()))
            }
            _ => Failure::new(msg!("consent-of-age-minor", person = &args.person)),
        })?;
        if !is_act(args) {
            people.insert(id, person);
            return Ok(());
        }
    }
    let (by, day) = (&act.by, || said(act.at, cx));
    let consent = agree(&person, act.clone(), now).map_err(|fault| match fault {
        ConsentFault::Against => Failure::new(msg!("consent-by-against", text = by)),
        ConsentFault::Who => Failure::new(msg!("consent-by-long", most = WHO_AGREED)),
        ConsentFault::Own => Failure::new(msg!("consent-by-own", text = by)),
        ConsentFault::Older { withdrawn } => {
            Failure::new(msg!("consent-older", withdrawn = said(withdrawn, cx), day = day()))
        }
        ConsentFault::BeforeBirth => Failure::new(msg!("consent-before-birth", day = day())),
        ConsentFault::Narrower => Failure::new(msg!("consent-narrower", person = &args.person)),
        _ => Failure::new(msg!("consent-future", date = day())),
    })?;
    people.insert(id, Person { consent: Some(consent), ..person });
    Ok(())
}

/// Whether somebody agreed to something: not where it is only said that they are of age, or when they were born.
fn is_act(args: &ConsentRecord) -> bool {
    let of_consent = args.by.is_some() || args.how.is_some() || args.date.is_some() || !args.for_which.is_empty();
    (!args.of_age && args.born.is_none()) || of_consent
}

/// What was done, to programs.
fn change(args: &ConsentRecord) -> &'static str {
    match (is_act(args), args.of_age) {
        (true, _) => "recorded",
        (false, true) => "of_age",
        (false, false) => "born",
    }
}

fn tell(
    args: &ConsentRecord,
    id: Token,
    (register, before, after): (&Register, &People, &People),
    now: Timestamp,
    cx: &Context,
) -> Result<Exit, Failure> {
    let goes = |people: &People, award: &Brief<'_>| may_go_out(*award, people, now).is_ok();
    let all = awards_of(id, register, after);
    let free: Vec<_> = all.iter().filter(|e| !goes(before, e) && goes(after, e)).collect();
    let waiting: Vec<_> = all.iter().filter(|e| !goes(after, e)).collect();
    let tokens = |list: &[&Brief<'_>]| -> Vec<String> { list.iter().map(|e| e.token.to_string()).collect() };
    if cx.printer.json() {
        cx.printer.object(&json!({
            "schema": "badge-consent/1", "change": change(args), "person": id.to_string(), "dry_run": args.run.dry_run,
            "free": tokens(&free), "waiting": tokens(&waiting),
        }))?;
        return Ok(Exit::Done);
    }
    for entry in &free {
        cx.printer.line(&line_of(entry, cx))?;
    }
    if args.run.dry_run {
        cx.printer.note(&msg!("consent-would-free", count = free.len()));
        cx.printer.note(&msg!("dry-run"));
        return Ok(Exit::Done);
    }
    cx.printer.done(&match (change(args), args.born) {
        ("recorded", _) => msg!("consent-recorded", person = &args.person),
        (_, Some(year)) => msg!("consent-born", person = &args.person, year = year.to_string()),
        _ => msg!("consent-of-age", person = &args.person),
    });
    cx.printer.note(&msg!("consent-frees", count = free.len()));
    if !waiting.is_empty() {
        cx.printer.note(&msg!("consent-still-waiting", count = waiting.len()));
    }
    Ok(Exit::Done)
}
