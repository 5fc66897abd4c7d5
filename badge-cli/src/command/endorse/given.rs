//! `badge endorse`: what was given is verified and shown, the endorsement is signed, kept, and ready to be sent.

use std::path::PathBuf;

use badge_core::issue::Format;
use serde_json::json;

use super::{known, subject};
use crate::args::{Endorse, Form};
use crate::award::{Desk, Support};
use crate::clock::{clock, instant};
use crate::command::Context;
use crate::error::{Exit, Failure};
use crate::message::{Message, msg};
use crate::place::disk::{self, Secrecy};

/// Letters of a comment and its skills: above, badges and pages that carry it become long.
pub(super) const COMMENT: usize = 2_000;

pub(crate) fn endorse(args: &Endorse, cx: &Context) -> Result<Exit, Failure> {
    let now = clock(args.at.as_deref())?.now();
    let until = args.until.as_deref().map(instant).transpose()?;
    if let Some(until) = until.filter(|until| *until <= now) {
        return Err(Failure::new(msg!("endorse-over", date = until.to_string())));
    }
    let words = args.comment.iter().chain(&args.skill).map(|text| text.chars().count()).sum::<usize>();
    if words > COMMENT {
        return Err(Failure::new(msg!("endorse-comment-long", count = words, most = COMMENT)));
    }
    let mut desk = Desk::open(cx, args.dry_run)?;
    let judge = known::judge(&args.reach, now)?;
    let found = subject::find(&args.input, args.of, args.anyway, &judge, cx.printer.words())?;
    cx.printer.note(&of_message(found.of.as_str(), &found.title));
    if let Some(by) = &found.by {
        cx.printer.note(&msg!("endorse-by", by = by));
    }
    cx.printer.note(&msg!("endorse-id", id = &found.id));
    if let Some(remark) = &found.remark {
        cx.printer.warn(remark);
    }
    let formats = match args.format {
        Form::Embedded => vec![Format::Ob3],
        Form::Jwt => vec![Format::Ob3Jwt],
        Form::Both => vec![Format::Ob3, Format::Ob3Jwt],
    };
    let support = Support {
        of: found.of,
        subject: found.id,
        title: found.title,
        comment: args.comment.clone(),
        skills: args.skill.clone(),
        language: known::language(args.language, desk.place.first_language()),
        until,
        formats,
    };
    let made = desk.endorse(&support, now)?;
    let token = made.given.token.to_string();
    let kept = desk.folder.given(made.given.token);
    let mut paths: Vec<PathBuf> = Vec::new();
    for (name, bytes) in made.files.iter().filter(|_| !args.dry_run) {
        paths.push(match &args.out {
            None => kept.join(name),
            Some(out) => {
                let path = out.join(format!("endorsement-{}.{}", &token[..8], name.rsplit('.').next().unwrap_or("")));
                disk::replace(&path, bytes, Secrecy::Open)?;
                path
            }
        });
    }
    if cx.printer.json() {
        let files: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
        cx.printer.object(&json!({
            "schema": "badge-endorsement/1", "token": token, "of": made.given.of.as_str(), "subject": made.given.subject,
            "title": made.given.title, "id": made.given.credentials.first().map(|c| &c.id), "link": made.link,
            "files": files, "dry_run": args.dry_run,
        }))?;
        return Ok(Exit::Done);
    }
    for path in &paths {
        cx.printer.line(&path.display().to_string())?;
    }
    if args.dry_run {
        cx.printer.note(&msg!("dry-run"));
        return Ok(Exit::Done);
    }
    cx.printer.done(&msg!("endorse-done", title = &support.title));
    cx.printer.note(&msg!("endorse-send"));
    match &made.link {
        Some(link) => cx.printer.note(&msg!("endorse-publish", link = link)),
        None => cx.printer.note(&msg!("endorse-no-base")),
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
