//! `badge design`: a badge drawn from data, or all variants of it on one sheet. With a place at hand its kinds, levels
//! and template count; without one, those that every place begins with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::picture::template::{PLACES, WORDS};
use badge_core::picture::{Colours, Drawing, Icon, Logo, Qr, Remark, Shape, Template, sheet, to_png};
use badge_core::place::names::same_name;
use badge_core::place::{AchievementFile, Place, Slug, Words};
use badge_core::site::{Look, Shown};
use serde_json::json;

use super::Context;
use crate::args::{Design, DesignList};
use crate::error::{Cause, Exit, Failure};
use crate::look::{logo_file, near, read_template, remark_message, render_message};
use crate::message::msg;
use crate::place::Folder;
use crate::place::disk::{Secrecy, replace};
use crate::table;

/// Pixels of the longer side of a sheet.
const SHEET: u32 = 1_600;

pub(crate) fn run(args: &Design, cx: &Context) -> Result<Exit, Failure> {
    let folder = match Folder::find(&cx.settings) {
        Ok(folder) => Some(folder),
        // A place that was named must be one; an achievement belongs to one.
        Err(failure) if cx.settings.place.is_some() || args.from.is_some() => return Err(failure),
        Err(_) => None,
    };
    let place = match &folder {
        Some(folder) => folder.place()?,
        None => Place::starter(cx.settings.lang),
    };
    if let Some(which) = args.list {
        return list(which, &place, cx);
    }
    let wish = Wish::of(args, folder.as_ref(), &place)?;
    let own = folder.as_ref().filter(|_| wish.drawing.get("template").is_none_or(|t| t != "no"));
    let template = match (&args.template, own) {
        (Some(path), _) => Some(read_template(path)?),
        (None, Some(folder)) => folder.template()?,
        (None, None) => None,
    };
    let logo = match (&args.logo, &folder, &place.logo) {
        (Some(path), ..) => Some(logo_file(path)?),
        (None, Some(folder), Some(file)) if wish.drawing.get("logo").is_some_and(|l| l == "yes") => {
            Some(logo_file(&folder.root().join(file))?)
        }
        _ => None,
    };
    let qr = args.qr.as_deref().map(code).transpose()?;
    let parts = Parts { logo: logo.as_ref(), qr: qr.as_ref(), template: template.as_ref() };
    match &args.sheet {
        Some(out) => all(out, args, &wish, &place, &parts, cx),
        None => one(args, &wish, &place, &parts, cx),
    }
}

/// The code that says a text.
fn code(text: &str) -> Result<Qr, Failure> {
    if text.trim().is_empty() {
        return Err(Failure::new(msg!("design-qr-empty")));
    }
    Qr::new(text).map_err(|_| Failure::new(msg!("design-qr-long", bytes = text.len())))
}

/// What is asked for: by the flags, else by the achievement that they name.
struct Wish {
    title: Option<String>,
    kind: Option<String>,
    level: Option<String>,
    drawing: BTreeMap<String, String>,
    alt: Option<String>,
}

impl Wish {
    fn of(args: &Design, folder: Option<&Folder>, place: &Place) -> Result<Self, Failure> {
        let file = match (&args.from, folder) {
            (Some(slug), Some(folder)) => Some(folder.achievement(slug)?),
            _ => None,
        };
        let lang = file.as_ref().map_or(place.first_language(), |f| f.language_for(place, place.first_language()));
        let texts = file.as_ref().map(|f| f.texts(lang));
        let of_file = |read: fn(&AchievementFile) -> Option<String>| file.as_ref().and_then(read);
        let slug = || file.as_ref().map(|f| f.slug.to_string());
        let title = args.title.clone().or_else(|| texts.and_then(|t| t.name.clone())).or_else(slug);
        if title.as_deref().is_some_and(|t| t.trim().is_empty()) || (title.is_none() && args.sheet.is_none()) {
            return Err(Failure::new(msg!("design-title-empty")));
        }
        let kind = args.kind.clone().or_else(|| of_file(|f| f.kind.clone()));
        let level = args.level.clone().or_else(|| of_file(|f| f.level.clone()));
        let kind = kind.map(|text| id_of(text, place.kinds.iter().map(|k| (k.id.as_str(), &k.name))));
        let level = level.map(|text| id_of(text, place.levels.iter().map(|l| (l.id.as_str(), &l.name))));
        known("kind", kind.as_deref(), &place.kinds.iter().map(|k| k.id.as_str()).collect::<Vec<_>>())?;
        known("level", level.as_deref(), &place.levels.iter().map(|l| l.id.as_str()).collect::<Vec<_>>())?;
        let mut drawing = file.as_ref().map(|f| f.drawing.clone()).unwrap_or_default();
        for (field, value) in [("shape", &args.shape), ("icon", &args.icon), ("colour", &args.colour)] {
            drawing.extend(value.as_ref().map(|v| (field.to_owned(), v.clone())));
        }
        // The title may name what the pictogram shows.
        if file.is_none()
            && let Some(icon) = title.as_deref().and_then(Icon::suggested)
        {
            drawing.entry("icon".to_owned()).or_insert_with(|| icon.as_str().to_owned());
        }
        let alt = args.alt.clone().or_else(|| texts.and_then(|t| t.picture_alt.clone()));
        Ok(Self { title, kind, level, drawing, alt })
    }

    fn look(&self, kind: Option<&str>, level: Option<&str>, place: &Place) -> Result<Look, Failure> {
        Look::of(place, (kind, level), &self.drawing, place.first_language())
            .map_err(|fault| Failure::new(fault.into()))
    }
}

/// The id of a kind or a level by its id or by what it is called in either language.
fn id_of<'a>(text: String, all: impl Iterator<Item = (&'a str, &'a Words)>) -> String {
    let mut named = None;
    for (id, name) in all {
        if id == text {
            return text;
        }
        let is_called = Lang::ALL.into_iter().any(|lang| name.best(lang).is_some_and(|name| same_name(name, &text)));
        named = named.or_else(|| is_called.then(|| id.to_owned()));
    }
    named.unwrap_or(text)
}

fn known(field: &'static str, word: Option<&str>, known: &[&str]) -> Result<(), Failure> {
    let Some(word) = word.filter(|word| !known.contains(word)) else { return Ok(()) };
    let list = known.join(", ");
    let failure = Failure::new(msg!("word-unknown", word = word, field = field, known = list));
    Err(match near(word, known) {
        Some(near) => failure.because(Cause::Said(msg!("design-near", near = near))),
        None => failure,
    })
}

/// What stands on every badge of a run.
struct Parts<'a> {
    logo: Option<&'a Logo>,
    qr: Option<&'a Qr>,
    template: Option<&'a Template>,
}

impl Parts<'_> {
    fn shown(&self) -> Shown<'_> {
        Shown { template: self.template, logo: self.logo.is_some(), qr: self.qr.is_some() }
    }

    fn draw(&self, look: &Look, title: &str, alt: &str) -> (String, Vec<Remark>) {
        let drawing = Drawing {
            posture: look.posture.as_deref(),
            description: alt,
            letters: look.letters,
            logo: self.logo,
            qr: self.qr,
            ..Drawing::new(look.design, title)
        };
        let drawn = self.template.map_or_else(|| drawing.draw(), |template| drawing.draw_on(template));
        (drawn.svg, drawn.remarks)
    }
}

fn one(args: &Design, wish: &Wish, place: &Place, parts: &Parts<'_>, cx: &Context) -> Result<Exit, Failure> {
    let title = wish.title.as_deref().unwrap_or_default().trim();
    let look = wish.look(wish.kind.as_deref(), wish.level.as_deref(), place)?;
    let described = look.described(place.first_language(), &parts.shown());
    let (svg, remarks) = parts.draw(&look, title, wish.alt.as_deref().unwrap_or(&described));
    let name = || Slug::from_title(title).map_or_else(|| "badge".to_owned(), |slug| slug.to_string());
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}.svg", name())));
    write(&out, &svg, args.size, args)?;
    if cx.printer.json() {
        let words = cx.printer.words();
        let remarks: Vec<_> = remarks
            .iter()
            .map(|remark| json!({"code": remark.as_str(), "message": words.say(&remark_message(remark))}))
            .collect();
        cx.printer.object(&json!({
            "schema": "badge-design/1", "file": out.display().to_string(), "written": !args.dry_run, "title": title,
            "kind": wish.kind, "level": wish.level, "shape": look.design.shape.as_str(),
            "icon": look.design.icon.as_str(), "colour": look.colour, "description": described, "remarks": remarks,
        }))?;
        return Ok(Exit::Done);
    }
    for remark in &remarks {
        cx.printer.warn(&remark_message(remark));
    }
    cx.printer.note(&msg!("design-drawn", described = described));
    done(&out, args.dry_run, cx)
}

/// Every kind with every level; those that were asked for where some were.
fn all(
    out: &Path,
    args: &Design,
    wish: &Wish,
    place: &Place,
    parts: &Parts<'_>,
    cx: &Context,
) -> Result<Exit, Failure> {
    let lang = place.first_language();
    let kinds = place.kinds.iter().filter(|k| wish.kind.as_ref().is_none_or(|w| *w == k.id));
    let levels: Vec<_> = place.levels.iter().filter(|l| wish.level.as_ref().is_none_or(|w| *w == l.id)).collect();
    let kinds: Vec<_> = kinds.collect();
    let mut drawings = Vec::new();
    for level in levels {
        for kind in &kinds {
            let look = wish.look(Some(&kind.id), Some(&level.id), place)?;
            let name = kind.name.best(lang).unwrap_or(&kind.id);
            let described = look.described(lang, &parts.shown());
            drawings.push(parts.draw(&look, wish.title.as_deref().unwrap_or(name).trim(), &described).0);
        }
    }
    write(out, &sheet(&drawings, kinds.len()), SHEET, args)?;
    if cx.printer.json() {
        cx.printer.object(&json!({
            "schema": "badge-design-sheet/1", "file": out.display().to_string(), "written": !args.dry_run,
            "drawings": drawings.len(),
        }))?;
        return Ok(Exit::Done);
    }
    done(out, args.dry_run, cx)
}

fn done(out: &Path, dry_run: bool, cx: &Context) -> Result<Exit, Failure> {
    if dry_run {
        cx.printer.note(&msg!("dry-run"));
    } else {
        cx.printer.line(&out.display().to_string())?;
        cx.printer.done(&msg!("design-done", file = out));
    }
    Ok(Exit::Done)
}

/// Writes the drawing as its file's name says; even when nothing is to be written, all is made.
fn write(out: &Path, svg: &str, size: u32, args: &Design) -> Result<(), Failure> {
    if out.exists() && !args.force {
        return Err(Failure::new(msg!("design-exists", path = out)).at(out));
    }
    let ending = out.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    let bytes = match ending.as_deref() {
        Some("svg") => svg.as_bytes().to_vec(),
        Some("png") => to_png(svg.as_bytes(), size, &Limits::default())
            .map_err(|e| Failure::new(msg!("design-not-drawn")).because(Cause::Said(render_message(&e))))?,
        _ => return Err(Failure::new(msg!("design-ending", path = out, near = out.with_extension("png").as_path()))),
    };
    if args.dry_run { Ok(()) } else { replace(out, &bytes, Secrecy::Open) }
}

fn list(which: DesignList, place: &Place, cx: &Context) -> Result<Exit, Failure> {
    let lang = cx.settings.lang;
    let best = |words: &badge_core::place::Words| words.best(lang).unwrap_or_default().to_owned();
    let pair = |id: &str, name: &str| (id.to_owned(), name.to_owned());
    let rows: Vec<(String, String)> = match which {
        DesignList::Kinds => place.kinds.iter().map(|k| (k.id.clone(), best(&k.name))).collect(),
        DesignList::Levels => place.levels.iter().map(|l| (l.id.clone(), best(&l.name))).collect(),
        DesignList::Shapes => Shape::ALL.iter().map(|s| pair(s.as_str(), s.label(lang))).collect(),
        DesignList::Icons => Icon::ALL.iter().map(|i| pair(i.as_str(), i.label(lang))).collect(),
        DesignList::Colours => {
            let named = Colours::NAMED.iter();
            named
                .map(|(name, c)| pair(name, &format!("{} {}", c.face, Colours::label(name, lang).unwrap_or(name))))
                .collect()
        }
        DesignList::Places => {
            let words = WORDS.iter().map(|w| pair(&format!("{{{{{w}}}}}"), ""));
            PLACES.iter().map(|p| pair(p, "")).chain(words).collect()
        }
    };
    if cx.printer.json() {
        let items: Vec<_> = rows.iter().map(|(id, name)| json!({"id": id, "name": name})).collect();
        cx.printer.object(&json!({"schema": "badge-design-list/1", "items": items}))?;
        return Ok(Exit::Done);
    }
    let rows = rows.into_iter().map(|(id, name)| vec![id, name]);
    cx.printer.bytes(table::text(rows.collect()).as_bytes())?;
    Ok(Exit::Done)
}
