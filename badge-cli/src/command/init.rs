//! `badge init`: makes a place. `place.toml` is written last: before it, there is no place.

use std::path::{Path, PathBuf};

use badge_core::crypto::KeyKind;
use badge_core::issue::is_email;
use badge_core::language::Lang;
use badge_core::name::Url;
use badge_core::place::{Addresses, EXAMPLES, Place, issuer_id};
use serde::Serialize;

use super::Context;
use crate::args::Init;
use crate::artwork::check_picture;
use crate::ask;
use crate::clock::clock;
use crate::error::{Cause, Exit, Failure};
use crate::look::{check_logo, read_logo};
use crate::message::{Message, msg};
use crate::place::Folder;
use crate::place::disk::{self, Secrecy};
use crate::place::fault::base_message;

#[derive(Serialize)]
struct Answer {
    schema: &'static str,
    place: PathBuf,
    files: Vec<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    encrypted: bool,
    dry_run: bool,
}

pub(crate) fn run(args: &Init, cx: &Context) -> Result<Exit, Failure> {
    let root = args.dir.clone().or_else(|| cx.settings.place.clone()).unwrap_or_else(|| PathBuf::from("."));
    let folder = Folder::new(&root);
    if folder.card().exists() {
        return Err(Failure::new(msg!("init-exists", path = &root)).at(&folder.card()));
    }
    let (place, logo) = describe(args, cx)?;
    let now = clock(args.at.as_deref())?.now();

    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    if let (Some(name), Some(bytes)) = (&place.logo, logo) {
        files.push((root.join(name), bytes));
    }
    if args.examples {
        let examples = EXAMPLES.iter();
        files.extend(
            examples.map(|(slug, text)| {
                (folder.achievements_folder().join(format!("{slug}.toml")), text.as_bytes().to_vec())
            }),
        );
    }
    files.push((folder.card(), place.to_toml().into_bytes()));
    let mut answer = Answer {
        schema: "badge-init/1",
        place: root.clone(),
        files: files.iter().map(|(path, _)| path.clone()).collect(),
        issuer: place.base.as_ref().map(|b| b.did().as_str().to_owned()),
        key: None,
        encrypted: !args.no_passphrase,
        dry_run: args.dry_run,
    };
    if args.dry_run {
        return tell(cx, &answer, &place, args.examples);
    }
    if let Some((path, _)) = files.iter().find(|(path, _)| path.symlink_metadata().is_ok()) {
        return Err(Failure::new(msg!("file-exists", path = path)).at(path));
    }
    let passphrase = if args.no_passphrase {
        cx.printer.warn(&msg!("key-unprotected"));
        None
    } else {
        Some(cx.passphrases.new_key(&cx.printer)?)
    };
    disk::make_folder(&root)?;
    let (key, _) = folder.make_key(KeyKind::Ed25519, passphrase.as_ref(), now)?;
    for (path, bytes) in &files {
        disk::create(path, bytes, Secrecy::Open)?;
    }
    answer.files.insert(0, key.secret_path());
    answer.files.insert(1, key.public_path());
    answer.issuer = issuer_id(place.base.as_ref(), &key.public);
    answer.key = Some(key.thumbprint);
    tell(cx, &answer, &place, args.examples)
}

/// The place as the arguments and answers describe it, and the bytes of its logo.
fn describe(args: &Init, cx: &Context) -> Result<(Place, Option<Vec<u8>>), Failure> {
    let mut place = Place::starter(cx.settings.lang);
    place.name = need(cx, args.name.as_deref(), &msg!("init-ask-name"), msg!("init-no-name"))?;
    place.email = need(cx, args.email.as_deref(), &msg!("init-ask-email"), msg!("init-no-email"))?;
    if !is_email(&place.email) {
        return Err(Failure::new(msg!("email-malformed", email = &place.email)));
    }
    place.description.set(cx.settings.lang, args.description.clone());
    for (words, english) in [(&mut place.names, &args.name_en), (&mut place.description, &args.description_en)] {
        if english.is_some() {
            words.set(Lang::En, english.clone());
        }
    }
    if let Some(url) = &args.homepage {
        Url::parse(url).map_err(|_| Failure::new(msg!("address-malformed", address = url)))?;
        place.url = Some(url.clone());
    }
    if let Some(base) = &args.url {
        let why = |e| Failure::new(msg!("init-bad-base", address = base)).because(Cause::Said(base_message(e)));
        place.base = Some(Addresses::new(base).map_err(why)?);
    }
    let mut logo = None;
    if let Some(path) = &args.image {
        let bytes = disk::read(path, disk::LARGEST)?;
        let ending = check_picture(&bytes).map_err(|failure| failure.at(path))?;
        check_logo(&bytes).map_err(|failure| failure.at(path))?;
        if read_logo(&bytes).is_err() {
            cx.printer.warn(&msg!("logo-not-drawn"));
        }
        place.logo = Some(format!("logo.{}", ending.as_str()));
        place.logo_alt.set(cx.settings.lang, Some(place.name.clone()));
        logo = Some(bytes);
    }
    Ok((place, logo))
}

fn need(cx: &Context, given: Option<&str>, question: &Message, missing: Message) -> Result<String, Failure> {
    let answer = match given.map(str::trim) {
        Some(text) => Some(text.to_owned()),
        None => ask::line(&cx.printer, question)?,
    };
    answer.filter(|text| !text.is_empty()).ok_or_else(|| Failure::new(missing))
}

fn tell(cx: &Context, answer: &Answer, place: &Place, examples: bool) -> Result<Exit, Failure> {
    let printer = &cx.printer;
    if printer.json() {
        printer.object(answer)?;
        return Ok(Exit::Done);
    }
    for file in &answer.files {
        printer.line(&file.display().to_string())?;
    }
    if answer.dry_run {
        printer.note(&msg!("dry-run"));
        return Ok(Exit::Done);
    }
    printer.done(&if answer.place == Path::new(".") {
        msg!("init-done-here", name = &place.name)
    } else {
        msg!("init-done", name = &place.name, path = &answer.place)
    });
    if place.base.is_none() {
        printer.note(&msg!("init-no-base"));
    }
    if answer.encrypted {
        printer.note(&msg!("init-keep-passphrase"));
    }
    printer.note(&if examples { msg!("init-next-examples") } else { msg!("init-next") });
    Ok(Exit::Done)
}
