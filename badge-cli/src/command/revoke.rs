//! `badge revoke` and `badge reinstate`: an event in the register. Others see it once the place is published again.

use std::collections::HashSet;
use std::path::Path;

use badge_core::container::{Raw, open};
use badge_core::json::{self, Value};
use badge_core::limits::Limits;
use badge_core::message::date;
use badge_core::place::Token;
use badge_core::place::names::address_in;
use badge_core::place::people::People;
use badge_core::place::register::{AwardStatus, Brief, Entry, Event, Register, SUPERSEDED, What};
use badge_core::text;
use serde_json::json;

use super::Context;
use super::list::reason_words;
use super::pick::Pick;
use crate::args::{self, Reinstate, Revoke};
use crate::ask;
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::place::{Folder, disk};
use crate::table;

/// How many letters a reason has at most: it is read on a page, beside a badge.
const LONGEST_REASON: usize = 500;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Revoke,
    Reinstate,
}

struct Wish<'a> {
    change: Change,
    pick: Pick<'a>,
    reason: Option<&'a str>,
    dry_run: bool,
    at: Option<&'a str>,
}

pub(crate) fn revoke(args: &Revoke, cx: &Context) -> Result<Exit, Failure> {
    let (reason, at) = (args.reason.as_deref(), args.run.at.as_deref());
    change(&Wish { change: Change::Revoke, pick: picked(&args.pick), reason, dry_run: args.run.dry_run, at }, cx)
}

pub(crate) fn reinstate(args: &Reinstate, cx: &Context) -> Result<Exit, Failure> {
    let (reason, at) = (args.reason.as_deref(), args.run.at.as_deref());
    change(&Wish { change: Change::Reinstate, pick: picked(&args.pick), reason, dry_run: args.run.dry_run, at }, cx)
}

fn picked(args: &args::Pick) -> Pick<'_> {
    Pick {
        badges: &args.badge,
        cohort: args.cohort.as_deref(),
        table: args.table.as_deref(),
        achievement: args.achievement.as_deref(),
        person: args.person.as_deref(),
        since: args.since.as_deref(),
        until: args.until.as_deref(),
    }
}

/// What is to be changed, what is so already, and what cannot be because another award took its place.
struct Sorted {
    to_do: Vec<Token>,
    already: Vec<Token>,
    replaced: usize,
}

fn sort(wish: &Wish<'_>, tokens: Vec<Token>, register: &Register) -> Result<Sorted, Failure> {
    let mut sorted = Sorted { to_do: Vec::new(), already: Vec::new(), replaced: 0 };
    let choice: HashSet<Token> = tokens.iter().copied().collect();
    for token in tokens {
        // What another award took the place of ended with that, whatever became of the other since: brought back with a
        // whole choice, somebody would have both.
        let gone =
            matches!(register.status(token), Some(AwardStatus::Revoked { reason: Some(why), .. }) if why == SUPERSEDED);
        if wish.change == Change::Reinstate && wish.pick.is_bulk() && gone {
            sorted.replaced += 1;
            continue;
        }
        let holds = register.status(token).is_some_and(|status| *status == AwardStatus::Active);
        match (wish.change, holds) {
            (Change::Revoke, false) | (Change::Reinstate, true) => sorted.already.push(token),
            (Change::Revoke, true) => sorted.to_do.push(token),
            (Change::Reinstate, false) => match in_its_place(token, &choice, register) {
                None => sorted.to_do.push(token),
                Some(_) if wish.pick.is_bulk() => sorted.replaced += 1,
                Some(next) => {
                    let (award, next) = (token.to_string(), next.to_string());
                    return Err(Failure::new(msg!("reinstate-replaced", award = award, next = next)));
                }
            },
        }
    }
    Ok(sorted)
}

/// The award that holds in the place of this one, or would after this run: the two are one badge of one person (D-10).
fn in_its_place(token: Token, choice: &HashSet<Token>, register: &Register) -> Option<Token> {
    let stands = |award: &Brief<'_>| *award.status == AwardStatus::Active || choice.contains(&award.token);
    let mut later = std::iter::successors(register.successor(token), |next| register.successor(next.token));
    // One that was brought back by itself holds in the place of what came after it.
    let earlier = |award: &Brief<'_>| award.replaces.and_then(|old| register.brief(old));
    let mut before = std::iter::successors(register.brief(token).as_ref().and_then(earlier), earlier);
    let found = later.find(stands);
    found.or_else(|| before.find(|old| *old.status == AwardStatus::Active)).map(|award| award.token)
}

fn change(wish: &Wish<'_>, cx: &Context) -> Result<Exit, Failure> {
    if wish.pick.is_empty() {
        return Err(Failure::new(msg!("pick-nothing")));
    }
    let folder = Folder::find(&cx.settings)?;
    let place = folder.place()?;
    let now = clock(wish.at)?.now();
    // Everything named is found, or nothing is done.
    let register = folder.register()?;
    let people = folder.people(&register)?;
    let tokens = wish.pick.of(&folder, &place, &register, &people, now, cx)?;
    names_nobody(wish.reason, &tokens, &register, &people)?;
    let mut sorted = sort(wish, tokens, &register)?;
    tell_first(wish, &sorted, &register, &people, cx)?;
    if !sorted.to_do.is_empty() && !wish.dry_run {
        let given = endorsements(&sorted.to_do, &register);
        let question = match wish.change {
            Change::Revoke if given == sorted.to_do.len() => msg!("withdraw-confirm", count = given),
            Change::Reinstate if given == sorted.to_do.len() => msg!("restore-confirm", count = given),
            Change::Revoke => msg!("revoke-confirm", count = sorted.to_do.len()),
            Change::Reinstate => msg!("reinstate-confirm", count = sorted.to_do.len()),
        };
        ask::confirm_grave(&cx.settings, &cx.printer, &question)?;
        let mut writer = folder.writer(&cx.printer)?;
        // Somebody else may have done it while we waited, or claimed the card.
        let Sorted { to_do, already, replaced } = sort(wish, sorted.to_do, writer.register())?;
        sorted.to_do = to_do;
        if !already.is_empty() || replaced > 0 {
            let since = Sorted { to_do: Vec::new(), already, replaced };
            tell_first(wish, &since, writer.register(), &people, cx)?;
            sorted.already.extend(since.already);
        }
        let reason = wish.reason.map(str::to_owned);
        let event = |award: &Token| {
            let (award, reason) = (*award, reason.clone());
            let what = match wish.change {
                Change::Revoke => What::Revoked { award, reason },
                Change::Reinstate => What::Reinstated { award, reason },
            };
            Event { at: now, what }
        };
        // All in one write: what a kill cuts off is done by the same command once more.
        writer.record(sorted.to_do.iter().map(event).collect())?;
    }
    tell(wish, &sorted, &register, cx)?;
    if !sorted.to_do.is_empty() && !wish.dry_run {
        cx.printer.note(&if place.base.is_some() { msg!("publish-again") } else { msg!("revoke-unseen") });
    }
    Ok(Exit::Done)
}

/// A reason stands in the register and on a published page, where nobody can be erased (D-05): it names neither those whose badges
/// are meant nor anybody's address.
fn names_nobody(reason: Option<&str>, tokens: &[Token], register: &Register, people: &People) -> Result<(), Failure> {
    let Some(reason) = reason else { return Ok(()) };
    if reason.chars().count() > LONGEST_REASON || reason.contains(char::is_control) {
        return Err(Failure::new(msg!("reason-too-long", most = LONGEST_REASON)));
    }
    let person = |token: &Token| people.get(register.brief(*token)?.person?);
    let named = tokens.iter().filter_map(person).find_map(|person| person.named_in(reason));
    match named.or_else(|| address_in(reason).map(str::to_owned)) {
        Some(named) => Err(Failure::new(msg!("reason-names", named = named))),
        None => Ok(()),
    }
}

/// Before anything is asked: what is so already; and of many, each that is about to be changed.
fn tell_first(
    wish: &Wish<'_>,
    sorted: &Sorted,
    register: &Register,
    people: &People,
    cx: &Context,
) -> Result<(), Failure> {
    if !wish.pick.is_bulk() {
        for token in &sorted.already {
            let given = register.endorsement(*token).is_some();
            cx.printer.note(&match wish.change {
                Change::Revoke if given => msg!("withdraw-already", award = token.to_string()),
                Change::Reinstate if given => msg!("restore-already", award = token.to_string()),
                Change::Revoke => match successor(*token, register) {
                    Some(next) => msg!("revoke-replaced", award = token.to_string(), next = next.to_string()),
                    None => msg!("revoke-already", award = token.to_string()),
                },
                Change::Reinstate => msg!("reinstate-already", award = token.to_string()),
            });
        }
        return Ok(());
    }
    if !sorted.already.is_empty() {
        cx.printer.note(&match wish.change {
            Change::Revoke => msg!("revoke-already-many", count = sorted.already.len()),
            Change::Reinstate => msg!("reinstate-already-many", count = sorted.already.len()),
        });
    }
    if sorted.replaced > 0 {
        cx.printer.note(&msg!("reinstate-replaced-many", count = sorted.replaced));
    }
    if cx.printer.json() {
        return Ok(());
    }
    let words = cx.printer.words();
    let row = |token: &Token| {
        let Some(award) = register.brief(*token) else { return vec![token.to_string()] };
        let person = award.person.and_then(|id| people.get(id));
        let who = person.and_then(|p| p.email.clone().or_else(|| p.did.clone()).or_else(|| p.name.clone()));
        let reason = match award.status {
            AwardStatus::Revoked { reason, .. } | AwardStatus::Suspended { reason, .. } => reason.clone(),
            AwardStatus::Active => None,
        };
        let day = date(words.catalog(), award.date);
        let (who, reason) = (who.unwrap_or_default(), reason.map(|r| reason_words(&r, words)).unwrap_or_default());
        vec![token.to_string(), day, award.achievement.to_string(), who, reason]
    };
    cx.printer.bytes(table::text(sorted.to_do.iter().map(row).collect()).as_bytes())
}

/// The award that took the place of this one and holds: of a card, its claimer's.
fn successor(token: Token, register: &Register) -> Option<Token> {
    let gone =
        matches!(register.status(token), Some(AwardStatus::Revoked { reason: Some(why), .. }) if why == SUPERSEDED);
    in_its_place(token, &HashSet::new(), register).filter(|_| gone)
}

/// How many of these are endorsements that the place gave, and no badges.
fn endorsements(tokens: &[Token], register: &Register) -> usize {
    tokens.iter().filter(|token| register.endorsement(**token).is_some()).count()
}

fn tell(wish: &Wish<'_>, sorted: &Sorted, register: &Register, cx: &Context) -> Result<(), Failure> {
    let done = &sorted.to_do;
    let texts = |list: &[Token]| list.iter().map(Token::to_string).collect::<Vec<_>>();
    if cx.printer.json() {
        let change = if wish.change == Change::Revoke { "revoked" } else { "reinstated" };
        return cx.printer.object(&json!({
            "schema": "badge-status/1", "change": change, "awards": texts(done), "already": texts(&sorted.already),
            "dry_run": wish.dry_run,
        }));
    }
    let bulk = wish.pick.is_bulk();
    for token in done.iter().filter(|_| !bulk) {
        cx.printer.line(&token.to_string())?;
    }
    let given = endorsements(done, register);
    if given > 0 && !wish.dry_run {
        cx.printer.done(&match wish.change {
            Change::Revoke => msg!("withdraw-done", count = given),
            Change::Reinstate => msg!("restore-done", count = given),
        });
    }
    match (wish.dry_run, wish.change) {
        _ if given > 0 && given == done.len() => {}
        // Told already: what was meant are endorsements, and no badges.
        _ if done.is_empty() && !bulk && endorsements(&sorted.already, register) == sorted.already.len() => {}
        (true, Change::Revoke) if bulk => cx.printer.note(&msg!("revoke-would", count = done.len())),
        (true, Change::Reinstate) if bulk => cx.printer.note(&msg!("reinstate-would", count = done.len())),
        (true, _) => {}
        (_, Change::Revoke) => cx.printer.done(&msg!("revoke-done", count = done.len() - given)),
        (_, Change::Reinstate) => cx.printer.done(&msg!("reinstate-done", count = done.len() - given)),
    }
    if wish.dry_run {
        cx.printer.note(&msg!("dry-run"));
    } else if bulk && wish.change == Change::Revoke && !done.is_empty() {
        cx.printer.note(&msg!("revoke-undo"));
    }
    Ok(())
}

/// An award, or an endorsement that was given.
pub(super) fn find_any(text: &str, register: &Register) -> Result<Token, Failure> {
    let given = register.find_endorsement(text).map(|e| e.given.token);
    // In an address, and in the path of its file, it is the part between two slashes.
    let part = || text.split(['/', '\\']).filter_map(Token::parse).find(|t| register.endorsement(*t).is_some());
    match given.or_else(part) {
        Some(token) => Ok(token),
        None => find(text, register).map(|entry| entry.award.token),
    }
}

/// The award that a person means: by its token or how that begins, a credential's id, an address of the published
/// site, or a file.
pub(crate) fn find(text: &str, register: &Register) -> Result<Entry, Failure> {
    let unknown = || Failure::new(msg!("award-unknown", badge = text));
    if let Some(entry) = register.find(text) {
        return Ok(entry);
    }
    if text.contains("://") {
        let token = text.split('/').filter_map(Token::parse).next_back();
        return token.and_then(|t| register.get(t)).ok_or_else(unknown);
    }
    let path = Path::new(text);
    if let Some(name) = path.file_name().and_then(|n| n.to_str()).filter(|_| path.is_dir()) {
        return Token::parse(name).and_then(|t| register.get(t)).ok_or_else(unknown);
    }
    if !path.is_file() {
        return Err(unknown());
    }
    let limits = Limits::default();
    let bytes = disk::read(path, limits.image_bytes as u64)?;
    let opened = open(&bytes, &limits);
    let ids = opened.found.iter().filter_map(|presented| id_of(&presented.raw));
    let found = ids.into_iter().find_map(|id| by_id(&id, register));
    found.ok_or_else(|| {
        if opened.found.is_empty() {
            Failure::new(msg!("award-no-badge", file = path)).at(path)
        } else {
            unknown().at(path)
        }
    })
}

fn by_id(id: &str, register: &Register) -> Option<Entry> {
    register.find(id).or_else(|| register.get(id.split('/').filter_map(Token::parse).next_back()?))
}

/// The award of ours that a badge says it is.
pub(super) fn entry_of(raw: &Raw, register: &Register) -> Option<Entry> {
    by_id(&id_of(raw)?, register)
}

/// The id that a credential gives itself. It is only looked up in our own register, so it need not be proven.
fn id_of(raw: &Raw) -> Option<String> {
    let limits = Limits::default();
    let value = match raw {
        Raw::Json(bytes) => json::parse(bytes, &limits).ok()?,
        Raw::Jws(jws) => json::parse(&text::from_base64url(jws.split('.').nth(1)?).ok()?, &limits).ok()?,
        Raw::Link(url) => return Some(url.as_str().to_owned()),
    };
    let id = |v: &Value| v.get("id").and_then(Value::as_str).map(str::to_owned);
    id(&value).or_else(|| value.get("vc").and_then(id)).or_else(|| value.get("jti")?.as_str().map(str::to_owned))
}
