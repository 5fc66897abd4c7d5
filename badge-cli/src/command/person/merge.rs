//! `badge person merge`: an address that changed, or two entries that are one person.

use badge_core::issue::To;
use badge_core::message::date;
use badge_core::model::IdentityKind;
use badge_core::place::Token;
use badge_core::place::people::People;
use badge_core::place::register::{AwardStatus, Register};
use badge_core::time::Timestamp;
use badge_core::verify::KnownIdentifier;
use serde_json::json;

use super::super::badge_stored;
use super::super::hidden::{self, Gone};
use super::{Context, find};
use crate::args::PersonMerge;
use crate::ask;
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::place::{Folder, Hiding, disk};
use crate::text::legible;

pub(super) fn run(args: &PersonMerge, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    let now = clock(None)?.now();
    let register = folder.register()?;
    let people = folder.people(&register)?;
    // The blanks around what was typed or pasted are no part of it.
    let [old, new] = [&args.old, &args.new].map(|text| text.trim().to_owned());
    let args = &PersonMerge { old, new, dry_run: args.dry_run };
    let (old, _) =
        find(&args.old, &register, &people).map_err(|unknown| match find(&args.new, &register, &people) {
            // Typed twice, or killed behind its last write: it looks like a merge that is done.
            Ok(_) => Failure::new(msg!("merge-maybe-done", old = &args.old, new = &args.new)),
            Err(_) => unknown,
        })?;
    let known = find(&args.new, &register, &people).ok().map(|(id, _)| id);
    if known == Some(old) {
        return Err(Failure::new(msg!("merge-same", old = &args.old, new = &args.new)));
    }
    let to = crate::award::recipient(&args.new)?;
    if let Some(remark) = crate::award::unusual(&to) {
        cx.printer.warn(&remark);
    }
    let ids = people.ids(old);
    let mut end = known.and_then(|new| taken_back(&people, old, new));
    let badges = ids.iter().map(|id| register.of_person(*id).count()).sum::<usize>();
    if let Some(new) = known {
        // Whom the two would be: one slip in an address makes two people one.
        let name = |id| people.get(id).and_then(|p| p.names().next().map(legible)).unwrap_or_else(|| "–".to_owned());
        let count = people.ids(new).iter().map(|id| register.of_person(*id).count()).sum::<usize>();
        let (old_name, new_name) = (name(old), name(new));
        cx.printer.warn(&msg!(
            "merge-two",
            old = &args.old,
            new = &args.new,
            old_name = old_name,
            new_name = new_name,
            count = count
        ));
    }
    // Of both, for a badge of either may be signed for the other's address.
    let held = |id: &Token| register.of_person(*id).map(|award| award.token).collect::<Vec<Token>>();
    let both = ids.iter().copied().chain(known.into_iter().flat_map(|new| people.ids(new)));
    let both: Vec<Token> = both.flat_map(|id| held(&id)).collect();
    let bound = both.into_iter().filter(|token| is_bound_elsewhere(*token, &to, &folder, &register)).count();
    let gone = if !args.dry_run {
        let question = match known {
            Some(_) => msg!("merge-confirm-two", old = &args.old, new = &args.new),
            None => msg!("merge-confirm", old = &args.old, new = &args.new),
        };
        if known.is_some() {
            // Two people made one cannot be told apart again.
            ask::confirm_grave(&cx.settings, &cx.printer, &question)?;
        } else if !ask::confirm(&cx.settings, &cx.printer, &question)? {
            return Err(Failure::new(msg!("not-confirmed")));
        }
        let mut writer = folder.writer(&cx.printer)?;
        let (old, _) = find(&args.old, writer.register(), writer.people())?;
        let new = find(&args.new, writer.register(), writer.people()).ok().map(|(id, _)| id);
        end = new.and_then(|new| taken_back(writer.people(), old, new));
        let hiding = hiding((old, new), (writer.register(), writer.people()), now);
        let begun = writer.begin_hiding(&hiding, now)?;
        writer.change_people(|people| match new {
            Some(new) => people.merge(old, new),
            None => {
                let mut person = people.get(old).unwrap_or_default();
                match to {
                    To::Did(did) => person.did = Some(did),
                    To::Email(email) => person.email = Some(email),
                    To::Nobody => {}
                }
                people.insert(old, person);
                true
            }
        })?;
        hidden::tell(&hiding, &writer.hide(&hiding, begun)?, false, cx)
    } else {
        let hiding = hiding((old, known), (&register, &people), now);
        hidden::tell(&hiding, &folder.pages_to_hide(&hiding)?, true, cx)
    };
    tell(args, (&ids, known.is_some()), (badges, bound), (end, &gone), cx)
}

/// What of the two, as one, may not be shown any more: of whom one is a minor, or took consent back (D-11).
fn hiding((old, new): (Token, Option<Token>), (register, people): (&Register, &People), now: Timestamp) -> Hiding {
    let one = new.and_then(|new| {
        let mut one = people.get(new)?;
        one.take(people.get(old)?);
        Some([(old, one.clone()), (new, one)])
    });
    Hiding::of(one.into_iter().flatten(), (register, people), now)
}

/// Whether an award that was not revoked is signed for somebody else than `to`: only its file tells for whom it is. One
/// that is for nobody, or cannot be read, is not counted.
fn is_bound_elsewhere(token: Token, to: &To, folder: &Folder, register: &Register) -> bool {
    let (kind, value) = match to {
        To::Email(email) => (IdentityKind::Email, email),
        To::Did(did) => (IdentityKind::Id, did),
        To::Nobody => return false,
    };
    let Some(entry) = register.get(token).filter(|e| !matches!(e.status, AwardStatus::Revoked { .. })) else {
        return false;
    };
    let Some(form) = entry.award.credentials.iter().min_by_key(|c| c.format) else { return false };
    let path = folder.award(token).join(form.format.file_name());
    let Ok(bytes) = disk::read(&path, disk::LARGEST) else { return false };
    let Some(recipient) = badge_stored(&bytes, form.format).map(|badge| badge.recipient) else { return false };
    let names_somebody = || !recipient.identities.is_empty() || recipient.id.iter().any(|id| id.starts_with("did:"));
    let known = KnownIdentifier { kind, value: value.clone() };
    !known.is_of(&recipient).unwrap_or_else(|| !names_somebody())
}

/// Since when the two, as one, have no consent any more that one of them had taken back (D-11).
fn taken_back(people: &People, old: Token, new: Token) -> Option<Timestamp> {
    let mut one = people.get(new)?;
    one.take(people.get(old)?);
    one.consent?.withdrawn
}

fn tell(
    args: &PersonMerge,
    (ids, two): (&[Token], bool),
    (badges, bound): (usize, usize),
    (end, gone): (Option<Timestamp>, &Gone),
    cx: &Context,
) -> Result<Exit, Failure> {
    if cx.printer.json() {
        let ids: Vec<String> = ids.iter().map(Token::to_string).collect();
        let mut object = json!({
            "schema": "badge-merged/1", "dry_run": args.dry_run, "ids": ids, "two": two, "awards": badges,
            "bound": bound,
            "withdrawn": end.map(|t| t.to_string()),
        });
        gone.tell_in(&mut object);
        cx.printer.object(&object)?;
        return Ok(Exit::Done);
    }
    if let Some(end) = end {
        cx.printer.warn(&msg!("merge-withdrawn", day = date(cx.printer.words().catalog(), end), new = &args.new));
    }
    if args.dry_run {
        cx.printer.note(&msg!("merge-would-be", old = &args.old, new = &args.new, count = badges));
        cx.printer.note(&msg!("dry-run"));
    } else {
        cx.printer.done(&msg!("merge-done", old = &args.old, new = &args.new));
        if bound > 0 {
            cx.printer.note(&msg!("merge-badges", count = bound, new = &args.new));
        }
    }
    Ok(Exit::Done)
}
