//! `badge person`: everything the place holds on somebody, and its end.

mod dossier;
mod erase;
mod export;
mod merge;
mod traces;
mod unfinished;

use badge_core::place::Token;
use badge_core::place::people::{People, Person as Known};
use badge_core::place::register::Register;

pub(super) use self::dossier::{Endorser, endorsers};

use self::dossier::Dossier;
use super::Context;
use crate::args::{Person, PersonShow};
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::place::Folder;

pub(crate) fn run(args: &Person, cx: &Context) -> Result<Exit, Failure> {
    match args {
        Person::Show(args) => show(args, cx),
        Person::Export(args) => export::run(args, cx),
        Person::Erase(args) => erase::run(args, cx),
        Person::Merge(args) => merge::run(args, cx),
    }
}

fn show(args: &PersonShow, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    let now = clock(args.at.as_deref())?.now();
    let register = folder.register()?;
    let people = folder.people(&register)?;
    let (id, _) = find(&args.person, &register, &people)?;
    let dossier = Dossier::of(id, &folder, &register, &people, now)?;
    if cx.printer.json() {
        cx.printer.object(&dossier)?;
    } else {
        cx.printer.bytes(dossier.text(cx.printer.words()).as_bytes())?;
    }
    Ok(Exit::Done)
}

/// The person that is meant: by address, DID, their random id, or one of their badges (somebody without an address).
pub(super) fn find(text: &str, register: &Register, people: &People) -> Result<(Token, Known), Failure> {
    let by_id = |id: Token| people.get(id).map(|person| (people.main_id(id), person));
    let found = people.find(text).or_else(|| Token::parse(text).and_then(by_id));
    let found = found.or_else(|| by_id(super::revoke::find(text, register).ok()?.award.person?));
    found.ok_or_else(|| Failure::new(msg!("person-unknown", person = text)))
}
