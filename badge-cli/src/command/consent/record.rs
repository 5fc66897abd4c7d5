//! `badge consent record`: lets go out what waited.

use std::collections::BTreeSet;

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
use crate::place::published::Pages;
use crate::place::{Folder, Hiding};

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
        let turn = Turn::of(id, (&register, &people, &after), now, cx);
        let pages = folder.pages_of(&turn.hidden)?;
        return tell(args, id, &turn, &pages, cx);
    }
    let mut writer = folder.writer(&cx.printer)?;
    let before = writer.people().clone();
    let id = find(&args.person, writer.register(), &before)?;
    let mut after = before.clone();
    note(&mut after, id, &act, now, args, cx)?;
    let turn = Turn::of(id, (writer.register(), &before, &after), now, cx);
    let hiding = Hiding::all(turn.hidden.clone());
    // Who turns out to be a minor has no page while a parent is asked; no publishing would put it back. Also what another run
    // left there that was killed.
    let begun = writer.begin_hiding(&hiding, now)?;
    writer.change_people(|people| {
        let changed = *people != after;
        people.clone_from(&after);
        changed
    })?;
    // For some badges only: pages of the others still have to go.
    if is_act(args) && act.for_which.is_empty() {
        writer.end_withdrawing(id)?;
    }
    let pages = writer.hide(&hiding, begun)?;
    tell(args, id, &turn, &pages, cx)
}

/// What becomes of somebody's awards.
struct Turn {
    /// They may go out from now on, each in a line for a person.
    free: Vec<(Token, String)>,
    /// They went out until now.
    kept: BTreeSet<Token>,
    /// They wait, these included.
    waiting: Vec<Token>,
    /// Whose pages may not be there: those that wait, and those that were taken back before.
    hidden: BTreeSet<Token>,
    /// Only the person themselves agreed, who is a minor.
    is_own: bool,
}

impl Turn {
    fn of(id: Token, (register, before, after): (&Register, &People, &People), now: Timestamp, cx: &Context) -> Self {
        let goes = |people: &People, award: &Brief<'_>| may_go_out(*award, people, now).is_ok();
        let all = awards_of(id, register, after);
        let is_agreed = |p: Person| p.consent.as_ref().is_none_or(|c| c.withdrawn.is_some()) || p.has_agreed(now);
        Self {
            free: all
                .iter()
                .filter(|e| !goes(before, e) && goes(after, e))
                .map(|e| (e.token, line_of(e, cx)))
                .collect(),
            kept: all.iter().filter(|e| goes(before, e) && !goes(after, e)).map(|e| e.token).collect(),
            waiting: all.iter().filter(|e| !goes(after, e)).map(|e| e.token).collect(),
            hidden: after
                .ids(id)
                .iter()
                .flat_map(|id| register.of_person(*id))
                .filter(|e| !goes(after, e))
                .map(|e| e.token)
                .collect(),
            is_own: !after.get(id).is_none_or(is_agreed),
        }
    }
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

fn tell(args: &ConsentRecord, id: Token, turn: &Turn, pages: &Pages, cx: &Context) -> Result<Exit, Failure> {
    let ends = if pages.stuck.is_empty() { Exit::Done } else { Exit::Rejected };
    let Turn { free, kept, waiting, is_own, .. } = turn;
    let files = pages.paths().count();
    if cx.printer.json() {
        let free: Vec<String> = free.iter().map(|(token, _)| token.to_string()).collect();
        let tokens = |list: &mut dyn Iterator<Item = &Token>| list.map(Token::to_string).collect::<Vec<_>>();
        let removed: Vec<String> = pages.paths().map(|path| path.display().to_string()).collect();
        cx.printer.object(&json!({
            "schema": "badge-consent/1", "change": change(args), "person": id.to_string(), "dry_run": args.run.dry_run,
            "free": free, "waiting": tokens(&mut waiting.iter()), "kept_back": tokens(&mut kept.iter()),
            "removed": removed, "unreachable": if waiting.is_empty() { &[][..] } else { &pages.unreachable },
            "stuck": pages.stuck,
        }))?;
        return Ok(ends);
    }
    for (_, line) in free {
        cx.printer.line(line)?;
    }
    let act = is_act(args);
    if args.run.dry_run {
        if act || !free.is_empty() {
            cx.printer.note(&msg!("consent-would-free", count = free.len()));
        }
        if !kept.is_empty() {
            cx.printer.note(&msg!("consent-would-keep", count = kept.len(), files = files));
        }
        cx.printer.note(&msg!("dry-run"));
        return Ok(ends);
    }
    cx.printer.done(&match (change(args), args.born) {
        ("recorded", _) => msg!("consent-recorded", person = &args.person),
        (_, Some(year)) => msg!("consent-born", person = &args.person, year = year.to_string()),
        _ => msg!("consent-of-age", person = &args.person),
    });
    if act || !free.is_empty() {
        cx.printer.note(&msg!("consent-frees", count = free.len()));
    }
    if *is_own {
        cx.printer.warn(&msg!("consent-own-before", person = &args.person));
    }
    if !kept.is_empty() {
        cx.printer.warn(&msg!("consent-keeps", count = kept.len(), files = files, person = &args.person));
        pages.unreachable.iter().for_each(|path| cx.printer.warn(&msg!("erase-unreachable", path = path)));
    }
    for path in &pages.stuck {
        cx.printer.warn(&msg!("consent-keeps-stuck", path = path));
    }
    let waiting = waiting.len() - kept.len();
    if waiting > 0 {
        let message = if act {
            msg!("consent-still-waiting", count = waiting)
        } else {
            msg!("consent-waits-on", count = waiting)
        };
        cx.printer.note(&message);
    }
    if files > 0 {
        cx.printer.note(&msg!("publish-again"));
    }
    Ok(ends)
}
