//! `badge card` and `badge certificate`: awards on paper, in one PDF that holds the signed badges.

mod choose;
mod sheet;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::message::date;
use badge_core::paper::{Kind, PaperError, Press, Remark, STARTER, STARTER_FR, Template};
use serde_json::json;

use self::choose::{Choice, choose, counted};
use self::sheet::Desk;
use super::Context;
use crate::args::Print;
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::message::{Message, msg};
use crate::place::disk::{self, Draft, Secrecy, replace};
use crate::place::{Folder, fault};
use crate::progress;

/// Where a place keeps its own template.
const TEMPLATE: &str = "templates/paper.toml";

pub(crate) fn cards(args: &Print, cx: &Context) -> Result<Exit, Failure> {
    run(args, Kind::Cards, cx)
}

pub(crate) fn certificates(args: &Print, cx: &Context) -> Result<Exit, Failure> {
    run(args, Kind::Certificates, cx)
}

fn run(args: &Print, kind: Kind, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    if args.write_template {
        return write_template(args, &folder, cx);
    }
    let place = folder.place()?;
    let now = clock(args.at.as_deref())?.now();
    let template = template(args, &folder)?;
    let register = folder.register()?;
    let people = folder.people(&register)?;
    let choice = choose(args, &folder, &place, &register, &people, now, cx)?;
    let Some(first) = choice.awards.first() else { return Err(choose::nothing(&choice)) };
    let lang = if cx.settings.lang_asked { cx.settings.lang } else { first.language };
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from(file_name(kind, lang)));
    // Names of people, and codes by which cards are claimed.
    folder.refuse_target(&out)?;
    if !args.dry_run && !args.force && std::fs::symlink_metadata(&out).is_ok() {
        return Err(Failure::new(msg!("print-exists", path = &out)).at(&out));
    }

    let mut desk = Desk::open(&folder, place, &people, args, now, cx)?;
    let house = desk.house(lang)?;
    let only = register.get(first.token).filter(|_| choice.awards.len() == 1);
    let title = desk.title(kind, lang, only.as_ref());
    let unwritten = |e: &PaperError| match e {
        PaperError::Refused(kind) => Failure::io(msg!("file-unwritable", path = &out), &out, (*kind).into()),
        _ => Failure::new(msg!("print-not-made")).why(e),
    };
    // Names of people are in it.
    let draft = (!args.dry_run).then(|| Draft::begin(&out, Secrecy::Owner)).transpose()?;
    let to = Output { draft, bytes: 0 };
    let mut press = Press::onto(kind, template, house, lang, (&title, now), to).map_err(|e| unwritten(&e))?;
    let bar = progress::bar(&cx.printer, &msg!("print-progress"), choice.awards.len() as u64);
    let mut made = Vec::new();
    for entry in choice.awards.iter().filter_map(|award| register.get(award.token)) {
        let (printed, code) = desk.printed(&entry, kind)?;
        if cx.printer.json() {
            made.push(json!({ "award": entry.award.token.to_string(), "title": printed.title, "code": code.as_str() }));
        }
        press.add(printed);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let pages = press.pages();
    let (Output { draft, bytes }, remarks) = press.finish().map_err(|e| unwritten(&e))?;
    draft.map_or(Ok(()), |draft| draft.keep(args.force))?;
    let file = (!args.dry_run).then(|| out.display().to_string());
    if cx.printer.json() {
        let left: Vec<_> =
            choice.left_out.iter().map(|(t, why)| json!({"award": t.to_string(), "why": why.as_str()})).collect();
        let told: Vec<_> = remarks.iter().map(|r| remark_json(r, &choice)).collect();
        cx.printer.object(&json!({
            "schema": "badge-print/1", "file": file, "pages": pages, "bytes": bytes, "awards": made,
            "left_out": left, "remarks": told, "dry_run": args.dry_run,
        }))?;
        return Ok(Exit::Done);
    }
    tell(&choice, &remarks, &desk, cx);
    let count = choice.awards.len();
    let on = msg!("print-pages", count = pages);
    cx.printer.done(&match (args.dry_run, kind) {
        (true, _) => msg!("print-would", count = count, pages = on, file = &out),
        (false, Kind::Cards) => msg!("print-done-cards", count = count, pages = on, file = &out),
        (false, Kind::Certificates) => msg!("print-done-certificates", count = count, file = &out),
    });
    // Each page has a badge and a code: a reader stops at so many of both.
    let most = Limits::default().found / 2;
    if matches!(kind, Kind::Certificates) && count > most {
        cx.printer.note(&msg!("print-many", most = most));
    }
    Ok(Exit::Done)
}

/// Where a document goes: to its file, or nowhere when it is only tried.
struct Output {
    draft: Option<Draft>,
    bytes: u64,
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.draft.as_mut().map_or(Ok(bytes.len()), |draft| draft.write(bytes))?;
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.draft.as_mut().map_or(Ok(()), Write::flush)
    }
}

fn tell(choice: &Choice<'_>, remarks: &[Remark], desk: &Desk<'_>, cx: &Context) {
    for (why, count) in counted(&choice.left_out) {
        cx.printer.note(&why.note(count));
    }
    for remark in remarks {
        cx.printer.note(&remark_message(remark, choice));
    }
    for (token, begins) in &desk.later {
        let day = date(cx.printer.words().catalog(), *begins);
        cx.printer.warn(&msg!("print-not-begun", award = token.to_string()[..8].to_owned(), date = day));
    }
    if desk.without_address {
        cx.printer.note(&msg!("print-no-base"));
    }
}

fn token_of(choice: &Choice<'_>, award: usize) -> String {
    choice.awards.get(award).map(|e| e.token.to_string()[..8].to_owned()).unwrap_or_default()
}

fn field_words(field: &str) -> Message {
    match field {
        "title" => msg!("print-field-title"),
        "name" => msg!("print-field-name"),
        "done" => msg!("print-field-done"),
        "place" => msg!("print-field-place"),
        "level" => msg!("print-field-level"),
        _ => msg!("print-field-text"),
    }
}

fn remark_message(remark: &Remark, choice: &Choice<'_>) -> Message {
    let of = |award: usize| token_of(choice, award);
    match remark {
        Remark::Unwritable { award, field: "name" } => msg!("print-name-unwritable", award = of(*award)),
        Remark::Unwritable { award, field } => {
            msg!("print-unwritable", award = of(*award), field = field_words(field))
        }
        Remark::WithoutSigns { award, field } => {
            msg!("print-without-signs", award = of(*award), field = field_words(field))
        }
        Remark::Shortened { award, field: "name" } => msg!("print-name-shortened", award = of(*award)),
        Remark::Shortened { award, field } => msg!("print-shortened", award = of(*award), field = field_words(field)),
        Remark::NoRoomForCode { award } => msg!("print-no-room", award = of(*award)),
        _ => msg!("print-no-room", award = String::new()),
    }
}

fn remark_json(remark: &Remark, choice: &Choice<'_>) -> serde_json::Value {
    let full = |award: usize| choice.awards.get(award).map(|e| e.token.to_string());
    match remark {
        Remark::Unwritable { award, field } => json!({"code": "unwritable", "award": full(*award), "field": field}),
        Remark::WithoutSigns { award, field } => {
            json!({"code": "without_signs", "award": full(*award), "field": field})
        }
        Remark::Shortened { award, field } => json!({"code": "shortened", "award": full(*award), "field": field}),
        Remark::NoRoomForCode { award } => json!({"code": "no_room_for_code", "award": full(*award)}),
        _ => json!({"code": "other"}),
    }
}

/// `cartes.pdf`, `certificates.pdf`
const fn file_name(kind: Kind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (Kind::Cards, Lang::Fr) => "cartes.pdf",
        (Kind::Cards, Lang::En) => "cards.pdf",
        (Kind::Certificates, Lang::Fr) => "attestations.pdf",
        (Kind::Certificates, Lang::En) => "certificates.pdf",
    }
}

/// The template that was named, else the place's own, else the one compiled in.
fn template(args: &Print, folder: &Folder) -> Result<Template, Failure> {
    match &args.template {
        Some(path) => read_template(path),
        None => own_template(folder).map(Option::unwrap_or_default),
    }
}

/// Where a place's own template lies, if it has one.
pub(super) fn template_path(folder: &Folder) -> PathBuf {
    folder.root().join(TEMPLATE)
}

/// The place's own template, where it has one.
pub(super) fn own_template(folder: &Folder) -> Result<Option<Template>, Failure> {
    let path = template_path(folder);
    path.exists().then(|| read_template(&path)).transpose()
}

fn read_template(path: &Path) -> Result<Template, Failure> {
    let text = disk::read_text(path)?;
    Template::parse(&text).map_err(|problems| {
        let Failure { line, causes, .. } = fault::failure(path, &problems);
        let mut failure = Failure::new(msg!("print-template", path = path)).at(path);
        failure.line = line;
        failure.causes = causes;
        failure
    })
}

/// The template compiled in, as a file to be changed.
fn write_template(args: &Print, folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let path = args.out.clone().unwrap_or_else(|| template_path(folder));
    if std::fs::symlink_metadata(&path).is_ok() && !args.force {
        return Err(Failure::new(msg!("print-exists", path = &path)).at(&path));
    }
    // Its comments are for whoever changes it.
    let text = if cx.settings.lang == Lang::Fr { STARTER_FR } else { STARTER };
    replace(&path, text.as_bytes(), Secrecy::Open)?;
    if cx.printer.json() {
        cx.printer.object(&json!({"schema": "badge-print/1", "template": path.display().to_string()}))?;
    } else {
        cx.printer.done(&msg!("print-template-written", path = &path));
    }
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Cause;

    #[test]
    fn causes_name_the_line_of_a_template() {
        let problems = Template::parse("[fr]\nheading = \"{nom}\"\n").unwrap_err();
        let failure = fault::failure(std::path::Path::new("paper.toml"), &problems);
        assert_eq!(failure.line, Some(2));
        assert!(matches!(&failure.causes[..], [Cause::Said(m)] if m.id == "problem-line-field"));
    }
}
