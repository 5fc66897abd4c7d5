//! `badge accept --reissue`: badges that were given already, signed once more with the endorsements they have won.

use badge_core::place::Token;
use badge_core::place::register::{AwardStatus, Entry};
use badge_core::time::Timestamp;

use crate::award::{Again, Desk};
use crate::command::Context;
use crate::command::revoke;
use crate::error::Failure;
use crate::message::msg;

/// What became of how many.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Count {
    pub(super) renewed: usize,
    pub(super) as_it_was: usize,
}

/// One badge, or all that hold.
pub(super) fn run(which: &str, dry_run: bool, now: Timestamp, cx: &Context) -> Result<Count, Failure> {
    let mut desk = Desk::open(cx, dry_run)?;
    let register = desk.folder.register()?;
    let one: Option<Token> = if which == "all" { None } else { Some(revoke::find(which, &register)?.award.token) };
    let mut count = Count::default();
    for entry in register.iter().filter(|e| one.is_none_or(|token| e.award.token == token)) {
        if !holds(entry, now) || !desk.folder.award(entry.award.token).is_dir() {
            if one.is_some() {
                return Err(Failure::new(msg!("reissue-not-good", badge = which)));
            }
            continue;
        }
        match desk.renew(entry, now)? {
            Again::Renewed => count.renewed += 1,
            Again::AsItWas => count.as_it_was += 1,
            Again::OnlyOlder if one.is_some() => return Err(Failure::new(msg!("reissue-older", badge = which))),
            Again::OnlyOlder => {}
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
