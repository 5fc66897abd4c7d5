//! `badge consent`: who agreed that what concerns somebody is published and mailed, and who no longer does (D-11).

mod record;
mod show;
mod withdraw;

use badge_core::message::date;
use badge_core::place::Token;
use badge_core::place::people::{How, People};
use badge_core::place::register::{AwardStatus, Brief, Register};
use badge_core::time::Timestamp;

use super::{Context, person};
use crate::args::{Consent, ConsentHow};
use crate::clock::instant;
use crate::error::{Exit, Failure};
use crate::message::{Message, msg};

pub(crate) fn run(args: &Consent, cx: &Context) -> Result<Exit, Failure> {
    match args {
        Consent::Record(args) => record::run(args, cx),
        Consent::Withdraw(args) => withdraw::run(args, cx),
        Consent::Show(args) => show::run(args, cx),
    }
}

/// The person that is meant, also by the code of their card.
fn find(text: &str, register: &Register, people: &People) -> Result<Token, Failure> {
    let not_found = match person::find(text, register, people) {
        Ok((id, _)) => return Ok(id),
        Err(failure) => failure,
    };
    let card = super::claim::find(text, register, people);
    match card.ok().map(|card| card.award.person) {
        Some(Some(id)) => Ok(people.main_id(id)),
        Some(None) => Err(Failure::new(msg!("consent-of-nobody", card = text))),
        None => Err(not_found),
    }
}

/// The awards of a person that hold.
fn awards_of<'r>(id: Token, register: &'r Register, people: &People) -> Vec<Brief<'r>> {
    let ids = people.ids(id);
    let theirs = |e: &Brief<'_>| e.person.is_some_and(|p| ids.contains(&p)) && *e.status == AwardStatus::Active;
    register.briefs().filter(theirs).collect()
}

/// The day of an act: what was said, else now; none that is still to come.
fn day(text: Option<&str>, now: Timestamp) -> Result<Timestamp, Failure> {
    match text {
        None => Ok(now.to_utc_seconds()),
        Some(text) => match instant(text)?.to_utc_seconds() {
            at if at > now => Err(Failure::new(msg!("consent-future", date = text))),
            at => Ok(at),
        },
    }
}

fn said(at: Timestamp, cx: &Context) -> String {
    date(cx.printer.words().catalog(), at)
}

const fn how(given: ConsentHow) -> How {
    match given {
        ConsentHow::Paper => How::Paper,
        ConsentHow::Mail => How::Mail,
        ConsentHow::Spoken => How::Spoken,
        ConsentHow::Other => How::Other,
    }
}

/// How it was given, in words.
pub(crate) fn how_words(how: How) -> Message {
    match how {
        How::Paper => msg!("consent-how-paper"),
        How::Mail => msg!("consent-how-mail"),
        How::Spoken => msg!("consent-how-spoken"),
        _ => msg!("consent-how-other"),
    }
}

/// `token  day  achievement`
fn line_of(award: &Brief<'_>, cx: &Context) -> String {
    format!("{}  {}  {}", award.token, said(award.date, cx), award.achievement)
}
