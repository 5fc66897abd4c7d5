//! `badge revoke` and `badge reinstate`: an event in the register. Others see it once the place is published again.

use std::path::Path;

use badge_core::container::{Raw, open};
use badge_core::json::{self, Value};
use badge_core::limits::Limits;
use badge_core::place::Token;
use badge_core::place::register::{AwardStatus, Entry, Event, Register, What};
use badge_core::text;
use serde_json::json;

use super::Context;
use crate::args::{Reinstate, Revoke};
use crate::ask;
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::place::{Folder, disk};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Revoke,
    Reinstate,
}

struct Wish<'a> {
    change: Change,
    badges: &'a [String],
    reason: Option<&'a str>,
    dry_run: bool,
    at: Option<&'a str>,
}

pub(crate) fn revoke(args: &Revoke, cx: &Context) -> Result<Exit, Failure> {
    let (reason, at) = (args.reason.as_deref(), args.at.as_deref());
    change(&Wish { change: Change::Revoke, badges: &args.badge, reason, dry_run: args.dry_run, at }, cx)
}

pub(crate) fn reinstate(args: &Reinstate, cx: &Context) -> Result<Exit, Failure> {
    let (reason, at) = (args.reason.as_deref(), args.at.as_deref());
    change(&Wish { change: Change::Reinstate, badges: &args.badge, reason, dry_run: args.dry_run, at }, cx)
}

fn change(wish: &Wish<'_>, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    let place = folder.place()?;
    let now = clock(wish.at)?.now();
    // Everything named is found, or nothing is done.
    let register = folder.register()?;
    let mut tokens: Vec<Token> = Vec::new();
    for badge in wish.badges {
        let token = find_any(badge, &register)?;
        if wish.change == Change::Reinstate
            && let Some(next) = register.successor(token).filter(|e| e.status == AwardStatus::Active)
        {
            let (award, next) = (token.to_string(), next.award.token.to_string());
            return Err(Failure::new(msg!("reinstate-replaced", award = award, next = next)));
        }
        if !tokens.contains(&token) {
            tokens.push(token);
        }
    }
    let revoked = |r: &Register, t: &Token| r.status(*t).is_some_and(|status| *status != AwardStatus::Active);
    let wanted = wish.change == Change::Revoke;
    let (mut to_do, already): (Vec<Token>, Vec<Token>) =
        tokens.into_iter().partition(|t| revoked(&register, t) != wanted);
    for token in &already {
        cx.printer.note(&match wish.change {
            Change::Revoke => msg!("revoke-already", award = token.to_string()),
            Change::Reinstate => msg!("reinstate-already", award = token.to_string()),
        });
    }
    if !to_do.is_empty() && !wish.dry_run {
        let question = match wish.change {
            Change::Revoke => msg!("revoke-confirm", count = to_do.len()),
            Change::Reinstate => msg!("reinstate-confirm", count = to_do.len()),
        };
        ask::confirm_grave(&cx.settings, &cx.printer, &question)?;
        let mut writer = folder.writer(&cx.printer)?;
        // Somebody else may have done it while we waited.
        to_do.retain(|t| revoked(writer.register(), t) != wanted);
        let reason = wish.reason.map(str::to_owned);
        let event = |award: &Token| {
            let (award, reason) = (*award, reason.clone());
            let what = match wish.change {
                Change::Revoke => What::Revoked { award, reason },
                Change::Reinstate => What::Reinstated { award, reason },
            };
            Event { at: now, what }
        };
        writer.record(to_do.iter().map(event).collect())?;
    }
    tell(wish, &to_do, &already, cx)?;
    if !to_do.is_empty() && !wish.dry_run {
        cx.printer.note(&if place.base.is_some() { msg!("publish-again") } else { msg!("revoke-unseen") });
    }
    Ok(Exit::Done)
}

fn tell(wish: &Wish<'_>, done: &[Token], already: &[Token], cx: &Context) -> Result<(), Failure> {
    let texts = |list: &[Token]| list.iter().map(Token::to_string).collect::<Vec<_>>();
    if cx.printer.json() {
        let change = if wish.change == Change::Revoke { "revoked" } else { "reinstated" };
        return cx.printer.object(&json!({
            "schema": "badge-status/1", "change": change, "awards": texts(done), "already": texts(already),
            "dry_run": wish.dry_run,
        }));
    }
    for token in done {
        cx.printer.line(&token.to_string())?;
    }
    match (wish.dry_run, wish.change) {
        (true, _) => cx.printer.note(&msg!("dry-run")),
        (_, Change::Revoke) => cx.printer.done(&msg!("revoke-done", count = done.len())),
        (_, Change::Reinstate) => cx.printer.done(&msg!("reinstate-done", count = done.len())),
    }
    Ok(())
}

/// An award, or an endorsement that was given.
fn find_any(text: &str, register: &Register) -> Result<Token, Failure> {
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
pub(crate) fn find<'r>(text: &str, register: &'r Register) -> Result<&'r Entry, Failure> {
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

fn by_id<'r>(id: &str, register: &'r Register) -> Option<&'r Entry> {
    register.find(id).or_else(|| register.get(id.split('/').filter_map(Token::parse).next_back()?))
}

/// The award of ours that a badge says it is.
pub(super) fn entry_of<'r>(raw: &Raw, register: &'r Register) -> Option<&'r Entry> {
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
