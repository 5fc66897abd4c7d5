//! `badge endorse`: what was given is verified and shown, the endorsement is signed, kept, and ready to be sent.

use std::path::PathBuf;

use badge_core::endorsing::{COMMENT, Subject};
use badge_core::issue::Format;
use badge_core::json::Value as Json;
use badge_core::message::date;
use badge_core::place::Place;
use badge_core::place::register::{AwardStatus, Register};
use badge_core::time::Timestamp;
use serde_json::{Value, json};

use super::known;
use super::subject;
use crate::args::{Endorse, Form};
use crate::ask;
use crate::award::{Desk, SignedSupport, Support};
use crate::clock::{clock, last_instant};
use crate::command::Context;
use crate::error::{Exit, Failure};
use crate::message::{Message, msg};
use crate::place::disk::{self, Secrecy};

pub(crate) fn endorse(args: &Endorse, cx: &Context) -> Result<Exit, Failure> {
    let now = clock(args.run.at.as_deref())?.now();
    let until = args.until.as_deref().map(last_instant).transpose()?;
    if let Some(until) = until.filter(|until| *until <= now) {
        let day = date(cx.printer.words().catalog(), until);
        return Err(Failure::new(msg!("endorse-over", date = day)));
    }
    let letters = args.comment.iter().chain(&args.skill).map(|text| text.chars().count()).sum::<usize>();
    if letters > COMMENT {
        return Err(Failure::new(msg!("endorse-comment-long", count = letters, most = COMMENT)));
    }
    let mut desk = Desk::open(cx, args.run.dry_run)?;
    let judge = known::judge(&args.reach, now)?;
    let register = desk.folder.register()?;
    let mut found: Vec<Subject> = Vec::new();
    for input in &args.input {
        let one = subject::find(input, args.of, args.anyway, &judge, cx.printer.words())?;
        if found.iter().all(|other| other.id != one.id) {
            found.push(one);
        }
    }
    for one in &found {
        show(one, &register, now, cx);
    }
    let unnamed = |id: &&String| found.iter().all(|one| one.id != **id);
    if let Some(id) = found.iter().flat_map(|one| &one.others).find(unnamed) {
        cx.printer.note(&msg!("endorse-other-language", id = id));
    }
    if !args.run.dry_run && !ask::confirm(&cx.settings, &cx.printer, &msg!("endorse-confirm"))? {
        return Err(Failure::new(msg!("not-confirmed")));
    }
    let formats = match args.format {
        Form::Embedded => vec![Format::Ob3],
        Form::Jwt => vec![Format::Ob3Jwt],
        Form::Both => vec![Format::Ob3, Format::Ob3Jwt],
    };
    let language = known::language(args.language, desk.place.first_language());
    let mut signed: Vec<(SignedSupport, Vec<PathBuf>)> = Vec::new();
    for one in found {
        let support = Support {
            of: one.of,
            subject: one.id,
            title: one.title,
            comment: args.comment.clone(),
            skills: args.skill.clone(),
            language,
            until,
            formats: formats.clone(),
            published: one.published.map(|object| Json::Object(object).to_pretty().into_bytes()),
        };
        let made = desk.endorse(&support, now)?;
        let paths = if args.run.dry_run { Vec::new() } else { written(&made, args, &desk)? };
        signed.push((made, paths));
    }
    tell(args, &desk.place, &signed, cx)
}

/// What is about to be signed for, so that nobody signs what they have not read.
fn show(one: &Subject, register: &Register, now: Timestamp, cx: &Context) {
    cx.printer.note(&of_message(one.of.as_str(), &one.title));
    if let Some(by) = &one.by {
        cx.printer.note(&msg!("endorse-by", by = by));
    }
    cx.printer.note(&msg!("endorse-id", id = &one.id));
    for line in &one.words {
        cx.printer.aside(&format!("    {line}"));
    }
    if let Some(remark) = one.remark.as_ref().and_then(|remark| subject::remark(remark, cx.printer.words())) {
        cx.printer.warn(&remark);
    }
    let holds = |status: &AwardStatus, end: Option<Timestamp>| {
        *status == AwardStatus::Active && end.is_none_or(|end| end > now)
    };
    let mut same = register.endorsements().filter(|e| e.given.subject == one.id && holds(&e.status, e.given.expires));
    if let Some(before) = same.next_back() {
        let day = date(cx.printer.words().catalog(), before.given.date);
        let name = before.given.token.to_string()[..8].to_owned();
        cx.printer.warn(&msg!("endorse-already", date = day, name = name));
    }
}

/// Where the files of an endorsement lie for the person.
fn written(made: &SignedSupport, args: &Endorse, desk: &Desk<'_>) -> Result<Vec<PathBuf>, Failure> {
    let token = made.given.token.to_string();
    let kept = desk.folder.given(made.given.token);
    let mut paths = Vec::new();
    for (name, bytes) in &made.files {
        paths.push(match &args.out {
            None => kept.join(name),
            Some(out) => {
                let path = out.join(format!("endorsement-{}.{}", &token[..8], name.rsplit('.').next().unwrap_or("")));
                disk::replace(&path, bytes, Secrecy::Open)?;
                path
            }
        });
    }
    Ok(paths)
}

fn tell(
    args: &Endorse,
    place: &Place,
    signed: &[(SignedSupport, Vec<PathBuf>)],
    cx: &Context,
) -> Result<Exit, Failure> {
    if cx.printer.json() {
        let texts = |paths: &[PathBuf]| paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>();
        let one = |(made, paths): &(SignedSupport, Vec<PathBuf>)| {
            json!({
                "token": made.given.token.to_string(), "of": made.given.of.as_str(), "subject": made.given.subject,
                "title": made.given.title, "id": made.given.credentials.first().map(|c| &c.id), "link": made.link,
                "files": texts(paths),
            })
        };
        let all: Vec<Value> = signed.iter().map(one).collect();
        // The first one stands outside as well: as a rule it is the only one.
        let mut answer = all.first().cloned().unwrap_or_else(|| json!({}));
        answer["schema"] = "badge-endorsement/1".into();
        answer["files"] = signed.iter().flat_map(|(_, paths)| texts(paths)).collect();
        answer["dry_run"] = args.run.dry_run.into();
        answer["endorsements"] = Value::Array(all);
        cx.printer.object(&answer)?;
        return Ok(Exit::Done);
    }
    for path in signed.iter().flat_map(|(_, paths)| paths) {
        cx.printer.line(&path.display().to_string())?;
    }
    if args.run.dry_run {
        cx.printer.note(&msg!("dry-run"));
        return Ok(Exit::Done);
    }
    for (made, _) in signed {
        cx.printer.done(&msg!("endorse-done", title = &made.given.title));
    }
    cx.printer.note(&msg!("endorse-send"));
    for link in signed.iter().filter_map(|(made, _)| made.link.as_ref()) {
        cx.printer.note(&msg!("endorse-publish", link = link));
    }
    if place.base.is_none() {
        cx.printer.note(&msg!("endorse-no-base"));
    }
    Ok(Exit::Done)
}

fn of_message(of: &str, title: &str) -> Message {
    match of {
        "badge" => msg!("endorse-of-badge", title = title),
        "issuer" => msg!("endorse-of-issuer", title = title),
        _ => msg!("endorse-of-achievement", title = title),
    }
}
