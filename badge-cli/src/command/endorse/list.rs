//! `badge endorsements`: those that the place gave and was given; asked again whether they hold; taken away.

use badge_core::endorsing::{Said, at, found, refusal};
use badge_core::json::{self, Value};
use badge_core::limits::Limits;
use badge_core::message::{date, plain_within};
use badge_core::place::register::{AwardStatus, GivenEntry, Register};
use badge_core::place::{Accepted, Digests, Found, Holding, Received, Spot, Token};
use badge_core::time::Timestamp;
use badge_core::verify::Verdict;
use serde_json::json;

use super::known::{self, Sight};
use crate::args::Endorsements;
use crate::award::by;
use crate::clock::clock;
use crate::command::Context;
use crate::command::verify::Judge;
use crate::error::{Exit, Failure};
use crate::input::Input;
use crate::message::{Message, msg};
use crate::place::disk;
use crate::place::endorsements::ENDORSED;
use crate::place::{Folder, Holder};
use crate::table;

/// One that the place was given, and where it lies.
pub(super) struct Kept {
    holder: Holder,
    name: String,
    pub(super) received: Received,
}

pub(crate) fn list(args: &Endorsements, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    let now = clock(args.run.at.as_deref())?.now();
    let register = folder.register()?;
    if let Some(text) = &args.remove {
        return remove(text, args.run.dry_run, &folder, &register, cx);
    }
    let mut exit = Exit::Done;
    if args.check {
        exit = check(args, now, &folder, &register, cx)?;
    }
    show(&folder, &register, now, cx)?;
    Ok(exit)
}

pub(super) fn all(folder: &Folder, register: &Register) -> Result<Vec<Kept>, Failure> {
    let mut holders = vec![Holder::Place];
    holders.extend(folder.achievements()?.into_iter().map(Holder::Achievement));
    holders.extend(register.briefs().map(|award| Holder::Award(award.token)));
    let mut all = Vec::new();
    for holder in holders {
        for (name, received) in folder.received(&holder)? {
            all.push(Kept { holder: holder.clone(), name, received });
        }
    }
    Ok(all)
}

fn remove(text: &str, dry: bool, folder: &Folder, register: &Register, cx: &Context) -> Result<Exit, Failure> {
    let named =
        |k: &&Kept| (text.len() >= 6 && k.name.starts_with(text)) || k.received.badge.id.as_deref() == Some(text);
    if let Some(given) = given_named(text, register) {
        return take_down(given, dry, folder, cx);
    }
    let all = all(folder, register)?;
    let mut found = all.iter().filter(named);
    let (Some(one), None) = (found.next(), found.next()) else {
        return Err(Failure::new(msg!("endorsement-unknown", text = text)));
    };
    if dry {
        cx.printer.note(&msg!("dry-run"));
        return Ok(Exit::Done);
    }
    folder.writer(&cx.printer)?.drop_endorsement(&one.holder, &one.name)?;
    cx.printer.done(&msg!("endorsement-removed", by = by(&one.received)));
    cx.printer.note(&msg!("endorsement-removed-next"));
    Ok(Exit::Done)
}

/// One that the place gave, by the beginning of its token, its id or its address.
fn given_named<'r>(text: &str, register: &'r Register) -> Option<&'r GivenEntry> {
    let in_address = text.rsplit("/e/").next().and_then(|rest| rest.split('/').next()).and_then(Token::parse);
    let named = |e: &&GivenEntry| {
        let token = e.given.token;
        (text.len() >= 6 && token.to_string().starts_with(text)) || (text.contains("/e/") && in_address == Some(token))
    };
    let mut found = register.endorsements().filter(named);
    found.next().filter(|_| found.next().is_none())
}

/// Off the site, files and page: what a partner says of a person goes when that person asks. What was not withdrawn would
/// be told as lost, and others would believe it for good.
fn take_down(entry: &GivenEntry, dry: bool, folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let token = entry.given.token;
    let name = token.to_string()[..8].to_owned();
    if !matches!(entry.status, AwardStatus::Revoked { .. }) {
        return Err(Failure::new(msg!("endorsed-remove-first", title = &entry.given.title, name = name)));
    }
    if dry {
        for path in folder.pages_of_given(token)?.paths() {
            cx.printer.line(&format!("- {}", path.display()))?;
        }
        cx.printer.note(&msg!("dry-run"));
        return Ok(Exit::Done);
    }
    let pages = folder.writer(&cx.printer)?.take_down_given(token)?;
    for path in pages.paths() {
        cx.printer.line(&format!("- {}", path.display()))?;
    }
    for path in &pages.unreachable {
        cx.printer.warn(&msg!("erase-unreachable", path = path));
    }
    for path in &pages.stuck {
        cx.printer.warn(&msg!("pages-stuck", path = path));
    }
    cx.printer.done(&msg!("endorsed-removed", title = &entry.given.title));
    cx.printer.note(&msg!("publish-again"));
    Ok(Exit::Done)
}

/// Asks again, and notes what was found. What cannot be asked stays as it was.
fn check(
    args: &Endorsements,
    now: Timestamp,
    folder: &Folder,
    register: &Register,
    cx: &Context,
) -> Result<Exit, Failure> {
    let judge = known::judge(&args.reach, now)?;
    let mut exit = Exit::Done;
    tell_rewritten(&judge, folder, register, now, cx)?;
    let mut writer = if args.run.dry_run { None } else { Some(folder.writer(&cx.printer)?) };
    for one in all(folder, register)? {
        let received = &one.received;
        if received.changed {
            let path = folder.received_folder(&one.holder).join(&one.name);
            cx.printer.warn(&msg!("endorsement-changed", by = by(received), path = &path));
            exit = exit.and(Exit::Rejected);
            continue;
        }
        let bytes = match (&received.embedded, &received.jwt) {
            (Some(value), _) => value.to_compact().into_bytes(),
            (None, Some(token)) => token.clone().into_bytes(),
            (None, None) => continue,
        };
        let answer = judge.judge(&Input::held(&one.name, bytes))?;
        let Some(report) = answer.badges.first() else { continue };
        if report.verdict == Verdict::Inconclusive {
            let title = received.badge.name.clone().unwrap_or_else(|| one.name.clone());
            let day = date(cx.printer.words().catalog(), received.note.checked);
            cx.printer.warn(&msg!(
                "endorsement-unread",
                by = by(received),
                title = plain_within(&title, 80),
                day = day
            ));
            exit = exit.and(Exit::Inconclusive);
            continue;
        }
        let found = found(report);
        if found != received.note.found
            && let Some(told) = told(found, by(received))
        {
            cx.printer.warn(&told);
        }
        if let Some(writer) = &mut writer {
            let mut digests = received.note.digests.clone();
            if digests == Digests::default() && refusal(report).is_none() {
                digests = folder.digests_of(&one.holder, &one.name)?;
            }
            let note = Accepted {
                accepted: received.note.accepted,
                checked: now,
                found,
                digests,
                words: received.note.words.clone(),
            };
            writer.note_endorsement(&one.holder, &one.name, &note)?;
        }
    }
    Ok(exit)
}

fn told(found: Found, by: String) -> Option<Message> {
    Some(match found {
        Found::Good => return None,
        Found::Withdrawn => msg!("endorsement-withdrawn", by = by),
        Found::Suspended => msg!("endorsement-suspended", by = by),
        Found::KeyGone => msg!("endorsement-key-gone", by = by),
        Found::Bad => msg!("endorsement-bad", by = by),
    })
}

/// What the place endorsed and others have rewritten since, as far as it can be asked.
fn tell_rewritten(
    judge: &Judge,
    folder: &Folder,
    register: &Register,
    now: Timestamp,
    cx: &Context,
) -> Result<(), Failure> {
    for e in register.endorsements().filter(|e| given_state(e, now) == "valid") {
        let Some(then) = disk::read_if_there(&folder.given(e.given.token).join(ENDORSED))? else { continue };
        let Ok(Value::Object(then)) = json::parse(&then, &Limits::default()) else { continue };
        let now = at(&e.given.subject, &Sight(judge))?;
        if now.is_some_and(|now| Said::of_document(&now) != Said::of_document(&then)) {
            let name = e.given.token.to_string()[..8].to_owned();
            cx.printer.warn(&msg!("endorsed-rewritten", title = &e.given.title, name = name));
        }
    }
    Ok(())
}

fn show(folder: &Folder, register: &Register, now: Timestamp, cx: &Context) -> Result<(), Failure> {
    let place = folder.place()?;
    let kept = all(folder, register)?;
    let link = |e: &GivenEntry| place.base.as_ref().map(|base| base.url(&Spot::Endorsement(e.given.token)));
    if cx.printer.json() {
        let received: Vec<_> = kept
            .iter()
            .map(|k| {
                json!({
                    "name": k.name, "by": k.received.badge.issuer.name, "issuer": k.received.badge.issuer.id,
                    "id": k.received.badge.id, "of": kind(&k.holder), "subject": k.received.subject(),
                    "state": received_state(&k.received, now), "since": k.received.badge.valid_from.map(|t| t.to_string()),
                    "until": k.received.badge.valid_until.map(|t| t.to_string()),
                    "accepted": k.received.note.accepted.to_string(), "checked": k.received.note.checked.to_string(),
                })
            })
            .collect();
        let given: Vec<_> = register
            .endorsements()
            .map(|e| {
                json!({
                    "token": e.given.token.to_string(), "of": e.given.of.as_str(), "subject": e.given.subject,
                    "title": e.given.title, "date": e.given.date.to_string(), "state": given_state(e, now), "link": link(e),
                    "expires": e.given.expires.map(|t| t.to_string()),
                })
            })
            .collect();
        return cx.printer.object(&json!({"schema": "badge-endorsements/1", "received": received, "given": given}));
    }
    let words = cx.printer.words();
    let day = |at: Timestamp| date(words.catalog(), at);
    let mut rows = Vec::new();
    for k in &kept {
        let what = k.received.badge.name.clone().unwrap_or_default();
        rows.push(vec![
            words.say(&msg!("endorsements-received")),
            k.received.badge.valid_from.map(day).unwrap_or_default(),
            words.say(&held_words(&k.received, now, day)),
            k.name.clone(),
            plain_within(&format!("{} – {what}", by(&k.received)), 80),
        ]);
    }
    for e in register.endorsements() {
        rows.push(given_row(e, now, cx));
    }
    if rows.is_empty() {
        cx.printer.note(&msg!("endorsements-none"));
        return Ok(());
    }
    cx.printer.bytes(table::text(rows).as_bytes())
}

/// A line of a table about an endorsement that the place gave.
pub(crate) fn given_row(e: &GivenEntry, now: Timestamp, cx: &Context) -> Vec<String> {
    let words = cx.printer.words();
    vec![
        words.say(&msg!("endorsements-given")),
        date(words.catalog(), e.given.date),
        words.say(&state_words(given_state(e, now))),
        e.given.token.to_string()[..8].to_owned(),
        plain_within(&e.given.title, 80),
    ]
}

fn kind(holder: &Holder) -> &'static str {
    match holder {
        Holder::Achievement(_) => "achievement",
        Holder::Award(_) => "badge",
        Holder::Place => "issuer",
    }
}

/// `valid`, `revoked`, `suspended`, `expired`, `not_yet`.
pub(crate) fn given_state(e: &GivenEntry, now: Timestamp) -> &'static str {
    match &e.status {
        AwardStatus::Revoked { .. } => "revoked",
        AwardStatus::Suspended { .. } => "suspended",
        AwardStatus::Active if e.given.expires.is_some_and(|end| end <= now) => "expired",
        AwardStatus::Active => "valid",
    }
}

fn received_state(received: &Received, now: Timestamp) -> &'static str {
    match received.holding(now) {
        Holding::Holds => "valid",
        Holding::NotYet(_) => "not_yet",
        Holding::Over(_) => "expired",
        Holding::Withdrawn(_) => "revoked",
        Holding::Suspended(_) => "suspended",
        Holding::KeyGone(_) => "key_gone",
        Holding::Bad(_) => "bad",
        Holding::Changed => "changed",
    }
}

/// Whether it holds; what was checked on another day, as of that day.
fn held_words(received: &Received, now: Timestamp, day: impl Fn(Timestamp) -> String) -> Message {
    let checked = received.note.checked;
    match received_state(received, now) {
        "valid" if checked.day() != now.day() => msg!("endorsement-state-held", day = day(checked)),
        state => state_words(state),
    }
}

fn state_words(state: &str) -> Message {
    match state {
        "revoked" => msg!("endorsement-state-revoked"),
        "suspended" => msg!("state-suspended"),
        "expired" => msg!("endorsement-state-expired"),
        "changed" => msg!("endorsement-state-changed"),
        "key_gone" => msg!("endorsement-state-key-gone"),
        "bad" => msg!("endorsement-state-bad"),
        "not_yet" => msg!("endorsement-state-not-yet"),
        _ => msg!("endorsement-state-valid"),
    }
}
