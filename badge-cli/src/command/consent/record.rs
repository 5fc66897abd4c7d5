//! `badge consent record`: lets go out what waited.

use badge_core::cohort::ConsentWords;
use badge_core::place::people::{Consent, People, Person};
use badge_core::place::register::Register;
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
    if ConsentWords::speak_against(by) {
        return Err(Failure::new(msg!("consent-by-against", text = by)));
    }
    let act = Consent { how: args.how.map(how), for_which, recorded: true, ..Consent::given(at, by) };
    let people = folder.people(&register)?;
    let is_minor = |people: &People| -> Result<bool, Failure> {
        let id = find(&args.person, &register, people)?;
        Ok(people.get(id).is_some_and(|person| person.is_minor(now)))
    };
    // Whoever is fifteen agrees for themselves; a child does not (D-11).
    if ConsentWords::name_no_guardian(by) && is_minor(&people)? {
        return Err(Failure::new(msg!("consent-by-own", text = by)));
    }
    if args.run.dry_run {
        let mut after = people.clone();
        let id = find(&args.person, &register, &people)?;
        note(&mut after, id, &act, args, cx)?;
        return tell(args, id, (&register, &people, &after), now, cx);
    }
    let mut writer = folder.writer(&cx.printer)?;
    let before = writer.people().clone();
    let id = find(&args.person, writer.register(), &before)?;
    let mut after = before.clone();
    note(&mut after, id, &act, args, cx)?;
    writer.change_people(|people| {
        let changed = *people != after;
        people.clone_from(&after);
        changed
    })?;
    tell(args, id, (writer.register(), &before, &after), now, cx)
}

/// What is agreed to now is added to what was agreed to before, unless that was taken back.
fn note(people: &mut People, id: Token, act: &Consent, args: &ConsentRecord, cx: &Context) -> Result<(), Failure> {
    let person = people.get(id).cloned().unwrap_or_default();
    // What was agreed to before it was taken back was taken back with it.
    if let Some(end) =
        person.consent.as_ref().and_then(|c| c.withdrawn).filter(|end| args.date.is_some() && act.at.ymd() < end.ymd())
    {
        let (withdrawn, day) = (said(end, cx), said(act.at, cx));
        return Err(Failure::new(msg!("consent-older", withdrawn = withdrawn, day = day)));
    }
    let mut act = act.clone();
    if let Some(before) = person.consent.as_ref().filter(|c| c.withdrawn.is_none()) {
        match (before.for_which.is_empty(), act.for_which.is_empty()) {
            // A narrower act would take something back without saying so.
            (true, false) => return Err(Failure::new(msg!("consent-narrower", person = &args.person))),
            (false, false) => {
                let more = before.for_which.iter().filter(|slug| !act.for_which.contains(slug));
                let more: Vec<Slug> = more.cloned().collect();
                act.for_which.extend(more);
                act.for_which.sort();
            }
            _ => {}
        }
        keep_who(&mut act, before);
    }
    people.insert(id, Person { consent: Some(act), ..person });
    Ok(())
}

/// Who agreed before is not lost by noting more.
fn keep_who(act: &mut Consent, before: &Consent) {
    if act.by.is_empty() {
        act.how = act.how.or(before.how);
    }
    let new = std::mem::take(&mut act.by);
    let mut all: Vec<&str> = before.by.split(" ; ").filter(|by| !by.is_empty()).collect();
    if !new.is_empty() && !all.contains(&new.as_str()) {
        all.push(&new);
    }
    act.by = all.join(" ; ");
}

fn tell(
    args: &ConsentRecord,
    id: Token,
    (register, before, after): (&Register, &People, &People),
    now: Timestamp,
    cx: &Context,
) -> Result<Exit, Failure> {
    let goes = |people: &People, award| may_go_out(award, people, now).is_ok();
    let all = awards_of(id, register, after);
    let free: Vec<_> = all.iter().filter(|e| !goes(before, &e.award) && goes(after, &e.award)).collect();
    let waiting: Vec<_> = all.iter().filter(|e| !goes(after, &e.award)).collect();
    let tokens = |list: &[&&badge_core::place::register::Entry]| -> Vec<String> {
        list.iter().map(|e| e.award.token.to_string()).collect()
    };
    if cx.printer.json() {
        cx.printer.object(&json!({
            "schema": "badge-consent/1", "change": "recorded", "person": id.to_string(), "dry_run": args.run.dry_run,
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
    cx.printer.done(&msg!("consent-recorded", person = &args.person));
    cx.printer.note(&msg!("consent-frees", count = free.len()));
    if !waiting.is_empty() {
        cx.printer.note(&msg!("consent-still-waiting", count = waiting.len()));
    }
    Ok(Exit::Done)
}
