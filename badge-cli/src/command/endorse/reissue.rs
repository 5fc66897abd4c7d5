//! `badge accept --reissue`: badges that were given already, signed once more with the endorsements they have won.

use badge_core::message::date;
use badge_core::place::Token;
use badge_core::place::register::{AwardStatus, Entry};
use badge_core::time::Timestamp;

use crate::award::{Again, Desk};
use crate::command::Context;
use crate::command::revoke;
use crate::error::{Exit, Failure};
use crate::message::msg;

/// What became of how many.
#[derive(Debug, Default, Clone)]
pub(super) struct Count {
    pub(super) renewed: usize,
    pub(super) as_it_was: usize,
    /// Those that begin later, and cannot have a newer version yet.
    pub(super) later: Vec<Token>,
    /// Those that could not be signed; told already.
    pub(super) failed: Vec<Token>,
}

impl Count {
    pub(super) fn exit(&self) -> Exit {
        if self.failed.is_empty() { Exit::Done } else { Exit::Failed }
    }
}

/// One badge, or all that hold. Of all, one that cannot be signed does not stand in the way of the others.
pub(super) fn run(which: &str, dry_run: bool, now: Timestamp, cx: &Context) -> Result<Count, Failure> {
    let mut desk = Desk::open(cx, dry_run)?;
    let register = desk.folder.register()?;
    let one: Option<Token> = if which == "all" { None } else { Some(revoke::find(which, &register)?.award.token) };
    let day = |at: Timestamp| date(cx.printer.words().catalog(), at);
    let mut count = Count::default();
    for entry in register.iter().filter(|e| one.is_none_or(|token| e.award.token == token)) {
        let token = entry.award.token;
        if !holds(&entry, now) || !desk.folder.award(token).is_dir() {
            if one.is_some() {
                return Err(Failure::new(msg!("reissue-not-good", badge = which)));
            }
            continue;
        }
        match desk.renew(&entry, now)? {
            Again::Renewed => count.renewed += 1,
            Again::AsItWas => count.as_it_was += 1,
            Again::OnlyOlder if one.is_some() => return Err(Failure::new(msg!("reissue-older", badge = which))),
            Again::OnlyOlder => {}
            Again::Later(begin) => {
                let told = msg!("reissue-later", badge = token.to_string(), date = day(begin));
                if one.is_some() {
                    return Err(Failure::new(told));
                }
                cx.printer.warn(&told);
                count.later.push(token);
            }
            Again::Failed(failure) if one.is_some() => return Err(failure),
            Again::Failed(failure) => {
                cx.printer.failure_aside(&failure);
                count.failed.push(token);
            }
        }
    }
    if !cx.printer.json() {
        cx.printer.done(&msg!("reissue-done", count = count.renewed));
        if count.as_it_was > 0 {
            cx.printer.note(&msg!("reissue-as-it-was", count = count.as_it_was));
        }
    }
    Ok(count)
}

fn holds(entry: &Entry, now: Timestamp) -> bool {
    entry.status == AwardStatus::Active && entry.award.expires.is_none_or(|end| end > now)
}
