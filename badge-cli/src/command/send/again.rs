//! `--resend`: what goes once more because somebody said so, and why what was named does not.

use badge_core::message::date;
use badge_core::place::people::People;
use badge_core::place::register::{AwardStatus, Brief, Register};
use badge_core::place::{KeptBack, Token, may_go_out};
use badge_core::time::Timestamp;

use super::{address_of, may_tell_of};
use crate::args::Send;
use crate::command::Context;
use crate::error::Failure;
use crate::mail::Selection;
use crate::message::{Message as Sentence, msg};
use crate::place::Folder;
use crate::place::outbox::{Message, State};

/// What `--resend` calls all messages that may have arrived or not.
const UNCERTAIN: &str = "all-uncertain";

/// The messages that are to go once more; `None` when nobody asked for any.
///
/// # Errors
/// What was named has no message, or none that may go out; the reason is told.
pub(super) fn chosen(
    args: &Send,
    messages: &[Message],
    (folder, register, people): (&Folder, &Register, &People),
    now: Timestamp,
    cx: &Context,
) -> Result<Option<Vec<String>>, Failure> {
    if args.resend.is_empty() {
        return Ok(None);
    }
    let all = args.resend.iter().any(|name| name == UNCERTAIN);
    let names: Vec<String> = args.resend.iter().filter(|name| *name != UNCERTAIN).cloned().collect();
    let selection = if names.is_empty() { None } else { Some(Selection::of(&names, folder, (register, people))?) };
    let named = messages.iter().filter(|m| {
        all && m.state == State::Uncertain || selection.as_ref().is_some_and(|s| s.has_message(m, register, people))
    });
    let (may, may_not): (Vec<&Message>, Vec<&Message>) = named.partition(|m| may_tell_of(m, register, people, now));
    if let Some(first) = may_not.first() {
        let why = why(first, messages, (register, people), now, cx);
        match may.is_empty() && !all {
            true => return Err(Failure::new(why)),
            false => cx.printer.warn(&why),
        }
    }
    if may.is_empty() && !all {
        return Err(Failure::new(msg!("send-nothing-to-resend", name = names.join(", "))));
    }
    Ok(Some(may.into_iter().map(|m| m.id.clone()).collect()))
}

/// Why nothing of a message may be told any more.
fn why(
    message: &Message,
    messages: &[Message],
    (register, people): (&Register, &People),
    now: Timestamp,
    cx: &Context,
) -> Sentence {
    let who = address_of(message, people);
    let awards: Vec<Brief<'_>> = message.awards().filter_map(|t| register.brief(t)).collect();
    let day = |at: Timestamp| date(cx.printer.words().catalog(), at);
    let person = message.person().and_then(|id| people.get(id));
    for award in &awards {
        match may_go_out(*award, people, now) {
            Err(KeptBack::Withdrawn) => {
                let end = person.and_then(|p| p.consent?.withdrawn);
                return msg!("resend-withdrawn", who = who, day = end.map(day).unwrap_or_default());
            }
            Err(KeptBack::NoConsent) => return msg!("resend-no-consent", who = who),
            Err(KeptBack::Removed) => return msg!("resend-removed", who = who),
            _ => {}
        }
    }
    let revoked = awards.iter().find_map(|award| match award.status {
        AwardStatus::Revoked { since, .. } | AwardStatus::Suspended { since, .. } => Some((award.token, *since)),
        AwardStatus::Active => None,
    });
    match revoked {
        Some((token, since)) => {
            // What was replaced is never brought back: the other badge is the one to tell of.
            if let Some(new) = last_of(token, register) {
                let (badge, new) = (token.to_string(), new.token);
                let told = messages.iter().any(|m| m.awards().any(|token| token == new));
                let verb = if told { "--resend" } else { "--only" };
                let command = format!("badge send {verb} {new}");
                let new = new.to_string();
                return msg!(
                    "resend-replaced",
                    who = who,
                    badge = badge,
                    day = day(since),
                    new = new,
                    command = command
                );
            }
            let badge = token.to_string();
            msg!("resend-revoked", who = who, badge = badge, day = day(since))
        }
        None => msg!("resend-over", who = who),
    }
}

/// The badge that took the place of another in the end; `None` where nothing did.
fn last_of(token: Token, register: &Register) -> Option<Brief<'_>> {
    std::iter::successors(register.successor(token), |award| register.successor(award.token)).last()
}
