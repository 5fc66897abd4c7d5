//! `badge claim`: the badge on a card becomes somebody's (D-10).

use badge_core::issue::{Format, To};
use badge_core::language::Lang;
use badge_core::message::date;
use badge_core::place::card::{CardCode, CodeError, code_of, is_card, with_code};
use badge_core::place::people::{Consent, People, Person};
use badge_core::place::register::{AwardStatus, Brief, Entry, Register};
use badge_core::place::{Slug, Token};
use badge_core::time::Timestamp;
use serde_json::json;

use super::{Context, hidden};
use crate::args::Claim;
use crate::ask;
use crate::award::{Claimer, Desk, Done, consent, recipient, unusual};
use crate::clock::clock;
use crate::entropy::random;
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::place::Hiding;

/// Whose a card is, as the place knows it.
enum Whose {
    /// It can be claimed.
    Open,
    /// The same person claimed it before: a run that was stopped behind its work is simply run again.
    Theirs(Token),
}

pub(crate) fn run(args: &Claim, cx: &Context) -> Result<Exit, Failure> {
    let now = clock(args.run.at.as_deref())?.now();
    let to = recipient(&args.to)?;
    if let Some(remark) = unusual(&to) {
        cx.printer.warn(&remark);
    }
    let mut desk = Desk::open(cx, args.run.dry_run)?;
    if let Some(out) = &args.out {
        desk.folder.refuse_target(out)?;
    }
    if !args.run.dry_run {
        // A claim that was killed behind its line is finished before anybody is told that the badge is theirs.
        drop(desk.folder.writer(&cx.printer)?);
    }
    let register = desk.folder.register()?;
    let people = desk.folder.people(&register)?;
    let card = &find(&args.code, &register, &people)?;
    let person = claimer(args, card, &people, (now, cx.printer.words().catalog().lang()))?;
    if let Whose::Theirs(token) = whose(args, card, &register, &people, cx)? {
        return tell_again(args, card.award.token, token, &desk, &register, &people, now, cx);
    }
    may(args, card, &person.1, &people, now)?;
    confirm(card, &args.to, &people, cx)?;
    if card.award.expires.is_some_and(|end| end <= now) {
        cx.printer.warn(&msg!("claim-expired", day = card.award.expires.map(|t| said(t, cx)).unwrap_or_default()));
    }
    let asked: Vec<Format> = args.format.iter().map(|f| crate::award::format(*f)).collect();
    let formats = desk.ready_to_claim(&asked, now)?;
    let language = args.language.map(Lang::from);
    let token = card.award.token;
    let (mut done, gone) = if args.run.dry_run {
        let hiding = hiding(card, &person, (&register, &people), now);
        let done = desk.claim(card, &Claimer { to, person, language, formats }, (None, &register), now)?;
        (done, hidden::tell(&hiding, &desk.folder.pages_to_hide(&hiding)?, true, cx))
    } else {
        let mut writer = desk.folder.writer(&cx.printer)?;
        // Somebody else may have claimed it while we waited.
        let (register, people) = (writer.register().clone(), writer.people().clone());
        let card = &find(&token.to_string(), &register, &people)?;
        let person = claimer(args, card, &people, (now, cx.printer.words().catalog().lang()))?;
        if let Whose::Theirs(token) = whose(args, card, &register, &people, cx)? {
            drop(writer);
            return tell_again(args, card.award.token, token, &desk, &register, &people, now, cx);
        }
        may(args, card, &person.1, &people, now)?;
        // A name on the card and an address that was known already become one person before the badge is theirs; to do
        // so twice changes nothing.
        let main = person.0;
        let named = card.award.person.filter(|id| people.main_id(*id) != main);
        let hiding = hiding(card, &person, (&register, &people), now);
        let begun = writer.begin_hiding(&hiding, now)?;
        if let Some(named) = named.filter(|_| people.contains(main)) {
            writer.change_people(|people| people.merge(named, main))?;
        }
        let done = desk.claim(card, &Claimer { to, person, language, formats }, (Some(&mut writer), &register), now)?;
        (done, hidden::tell(&hiding, &writer.hide(&hiding, begun)?, false, cx))
    };
    done.out.clone_from(&args.out);
    if !args.run.dry_run {
        done.copy_out()?;
    }
    done.gone = gone;
    tell(args, token, &done, None, cx)?;
    Ok(Exit::Done)
}

/// What of whoever claims, and of whom the card names, may not be shown any more: they are one from now on.
fn hiding(card: &Entry, person: &(Token, Person), known: (&Register, &People), now: Timestamp) -> Hiding {
    let named = card.award.person.filter(|id| known.1.main_id(*id) != person.0);
    Hiding::of(named.into_iter().chain([person.0]).map(|id| (id, person.1.clone())), known, now)
}

/// The card that is meant: by its code, or like any other badge.
pub(super) fn find(text: &str, register: &Register, people: &People) -> Result<Entry, Failure> {
    let code = CardCode::parse(text);
    if let Ok(code) = code {
        let all = with_code(code, register, people);
        let open: Vec<Brief<'_>> = all.iter().copied().filter(|e| *e.status == AwardStatus::Active).collect();
        match (all.as_slice(), open.as_slice()) {
            ([one], _) | (_, [one]) => {
                return register.get(one.token).ok_or_else(|| Failure::new(msg!("internal")));
            }
            ([], _) => {}
            (many, _) => {
                let tokens = many.iter().map(|e| e.token.to_string()).collect::<Vec<_>>().join(", ");
                return Err(Failure::new(msg!("claim-two", code = code.to_string(), tokens = tokens)));
            }
        }
    }
    let found = super::revoke::find(text, register);
    if found.is_ok() || !CardCode::is_meant(text) {
        let entry = found?;
        return match is_card(&entry, people) || register.successor(entry.award.token).is_some() {
            true => Ok(entry),
            false => Err(Failure::new(msg!("claim-not-a-card", badge = text))),
        };
    }
    Err(Failure::new(match (nearest(text, register, people), code) {
        (Some(near), _) => near,
        (None, Ok(code)) => msg!("claim-unknown", code = code.to_string()),
        (None, Err(CodeError::Length { found })) => {
            msg!("claim-length", code = text, found = found, wanted = CardCode::LENGTH)
        }
        (None, Err(CodeError::Sign { sign, at })) => {
            msg!("claim-sign", code = text, sign = sign.to_string(), at = at)
        }
        (None, Err(_)) => msg!("claim-check", code = text),
    }))
}

/// The one card that can be claimed whose code is nearly what was typed, and where the two differ.
fn nearest(text: &str, register: &Register, people: &People) -> Option<crate::message::Message> {
    let typed = CardCode::signs(text);
    let codes: Vec<CardCode> = register.briefs().filter_map(|e| code_of(e, people)).collect();
    let far = |code: &CardCode| strsim::damerau_levenshtein(&code.signs_of(), &typed);
    let least = codes.iter().map(far).min().filter(|far| *far <= 2)?;
    let mut near = codes.iter().filter(|code| far(code) == least);
    let (one, None) = (near.next()?, near.next()) else { return None };
    let meant = one.signs_of();
    let differ: Vec<(usize, (char, char))> =
        typed.chars().zip(meant.chars()).enumerate().filter(|(_, (a, b))| a != b).collect();
    let near = one.to_string();
    Some(match differ.as_slice() {
        [(at, (wrong, right))] if typed.chars().count() == meant.chars().count() => {
            let (wrong, right) = (wrong.to_string(), right.to_string());
            msg!("claim-near-letter", code = text, near = near, at = at + 1, wrong = wrong, right = right)
        }
        [(at, (a, b)), (next, (c, d))] if next == &(at + 1) && a == d && b == c => {
            msg!("claim-near-swapped", code = text, near = near, at = at + 1, next = next + 1)
        }
        _ => msg!("claim-near", code = text, near = near),
    })
}

fn said(at: Timestamp, cx: &Context) -> String {
    date(cx.printer.words().catalog(), at)
}

/// Who claims: somebody known under that address, the person on the card, or somebody new.
fn claimer(
    args: &Claim,
    card: &Entry,
    people: &People,
    (now, lang): (Timestamp, Lang),
) -> Result<(Token, Person), Failure> {
    let known = people.find(&args.to);
    let named = card.award.person.and_then(|id| Some((people.main_id(id), people.get(id)?)));
    let (id, mut person) = match (known, named) {
        (Some((id, person)), Some((other, on_card))) if id != other => {
            let mut person = person;
            person.take(on_card);
            (id, person)
        }
        (Some((id, person)), _) => (id, person),
        (None, Some((id, person))) => (id, person),
        (None, None) => (Token::from_bytes(random()), Person::default()),
    };
    match To::parse(&args.to) {
        To::Did(did) => person.did = Some(did),
        To::Email(email) => person.email = Some(email.trim().to_lowercase()),
        To::Nobody => {}
    }
    if let Some(name) = args.name.as_deref().map(str::trim).filter(|n| !n.is_empty())
        && person.name.as_deref() != Some(name)
    {
        // The table that named the card otherwise still finds them.
        person.also.extend(person.name.replace(name.to_owned()));
    }
    if args.minor {
        person.note_minor();
    }
    person.language = args.language.map(Lang::from).or(person.language);
    if let Some(by) = &args.consent {
        person.note_consent(Consent::given(now.to_utc_seconds(), consent(by, now, lang)?), now);
    }
    Ok((id, person))
}

/// Whether the card can be claimed, or was by the same person.
fn whose(args: &Claim, card: &Entry, register: &Register, people: &People, cx: &Context) -> Result<Whose, Failure> {
    let code = CardCode::of(card.award.token).to_string();
    if let Some(next) = register.successor(card.award.token) {
        let theirs = people
            .find(&args.to)
            .is_some_and(|(id, _)| next.person.is_some_and(|claimed| people.main_id(claimed) == people.main_id(id)));
        return match theirs {
            true => Ok(Whose::Theirs(next.token)),
            false => Err(Failure::new(msg!("claim-claimed", code = code, day = said(next.at, cx)))),
        };
    }
    let why = |reason: &Option<String>| reason.clone().unwrap_or_default();
    match &card.status {
        AwardStatus::Active => {}
        AwardStatus::Revoked { since, reason } => {
            let day = said(*since, cx);
            return Err(Failure::new(match reason {
                Some(_) => msg!("claim-revoked-why", code = code, day = day, reason = why(reason)),
                None => msg!("claim-revoked", code = code, day = day),
            }));
        }
        AwardStatus::Suspended { since, .. } => {
            return Err(Failure::new(msg!("claim-suspended", code = code, day = said(*since, cx))));
        }
    }
    if card.award.person.is_some_and(|id| !people.contains(id)) {
        return Err(Failure::new(msg!("claim-erased", code = code)));
    }
    Ok(Whose::Open)
}

/// D-11: of a minor not even the address is taken before consent is recorded.
fn may(args: &Claim, card: &Entry, person: &Person, people: &People, now: Timestamp) -> Result<(), Failure> {
    let badge: &Slug = &card.award.achievement;
    if person.may_publish_badge(badge, now) {
        return Ok(());
    }
    let token = card.award.token.to_string();
    // A card may name nobody: of whom the place knows by their address, that is where consent is recorded.
    let who = if people.find(&args.to).is_some() { args.to.trim().to_owned() } else { token.clone() };
    Err(Failure::new(match &person.consent {
        Some(consent) if consent.withdrawn.is_some() => msg!("claim-withdrawn", person = who),
        Some(_) if person.has_agreed(now) => msg!("claim-other-badges", person = who, slug = badge.as_str()),
        _ => msg!("claim-minor", token = token),
    }))
}

/// A card that names one person, and an address that is known to be another's: two of them for one is for good.
fn confirm(card: &Entry, to: &str, people: &People, cx: &Context) -> Result<(), Failure> {
    let on_card = card.award.person.and_then(|id| Some((people.main_id(id), people.get(id)?)));
    let (Some((other, named)), Some((id, known))) = (on_card, people.find(to)) else { return Ok(()) };
    let folded = |name: &str| name.trim().to_lowercase();
    match (&named.name, &known.name) {
        (Some(a), Some(b)) if id != other && folded(a) != folded(b) => {
            let question = msg!("claim-other-name", to = to, name = b, card = a);
            cx.printer.warn(&question);
            ask::confirm_grave(&cx.settings, &cx.printer, &msg!("confirm"))
        }
        _ => Ok(()),
    }
}

#[allow(clippy::too_many_arguments, reason = "what a place knows comes in parts")]
fn tell_again(
    args: &Claim,
    card: Token,
    token: Token,
    desk: &Desk<'_>,
    register: &Register,
    people: &People,
    now: Timestamp,
    cx: &Context,
) -> Result<Exit, Failure> {
    let entry = register.get(token).ok_or_else(|| Failure::new(msg!("internal")))?;
    let mut done = desk.known(&entry, people, now);
    done.out.clone_from(&args.out);
    if !args.run.dry_run && entry.status == AwardStatus::Active {
        done.copy_out()?;
    }
    tell(args, card, &done, Some(entry.at), cx)?;
    Ok(Exit::Done)
}

fn tell(args: &Claim, card: Token, done: &Done, before: Option<Timestamp>, cx: &Context) -> Result<(), Failure> {
    let code = CardCode::of(card).to_string();
    if cx.printer.json() {
        let files: Vec<String> = done.paths().iter().map(|p| p.display().to_string()).collect();
        let mut object = json!({
            "schema": "badge-claim/1", "card": card.to_string(), "code": code, "token": done.token.to_string(),
            "id": done.id, "link": done.link, "files": files, "claimed": before.map(|t| t.to_string()),
            "dry_run": args.run.dry_run,
        });
        done.gone.tell_in(&mut object);
        return cx.printer.object(&object);
    }
    for path in done.paths() {
        cx.printer.line(&path.display().to_string())?;
    }
    if let Some(at) = before {
        cx.printer.done(&msg!("claim-again", code = code, day = said(at, cx)));
        return Ok(());
    }
    if args.run.dry_run {
        cx.printer.done(&msg!("claim-would-be", code = code, title = &done.title));
        cx.printer.note(&msg!("dry-run"));
        return Ok(());
    }
    cx.printer.done(&msg!("claim-done", code = code, title = &done.title, to = &args.to));
    match &done.link {
        Some(link) => {
            cx.printer.note(&msg!("award-link", link = link));
            cx.printer.note(&msg!("publish-again"));
        }
        None => cx.printer.note(&msg!("claim-unseen")),
    }
    Ok(())
}
