//! `badge achievement`: files that a person can edit, made, listed, shown and checked.

use badge_core::language::Lang;
use badge_core::picture::Icon;
use badge_core::place::{AchievementFile, EXAMPLES, Fault, Place, Problem, Slug};
use badge_core::site::Look;
use serde::Serialize;
use serde_json::json;

use super::Context;
use crate::args::{Achievement, AchievementAddExamples, AchievementCheck, AchievementNew, AchievementShow};
use crate::artwork::check_picture;
use crate::award::by;
use crate::error::{Cause, Exit, Failure};
use crate::look::remark_message;
use crate::message::{Message, msg};
use crate::place::Folder;
use crate::place::disk::{self, Secrecy};
use crate::place::fault::{fault_message, problem_message};
use crate::printer::Tone;
use crate::table;
use crate::text::legible;

pub(crate) fn run(args: &Achievement, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    match args {
        Achievement::New(args) => new(args, &folder, cx),
        Achievement::List(_) => list(&folder, cx),
        Achievement::Show(args) => show(args, &folder, cx),
        Achievement::Check(args) => check(args, &folder, cx),
        Achievement::Relate(args) => super::relate::run(args, &folder, cx),
        Achievement::AddExamples(args) => add_examples(args, &folder, cx),
    }
}

fn new(args: &AchievementNew, folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let place = folder.place()?;
    let slug = match &args.slug {
        Some(text) => Slug::parse(text).ok_or_else(|| Failure::new(msg!("slug-malformed", slug = text)))?,
        None => Slug::from_title(&args.name).ok_or_else(|| Failure::new(msg!("slug-none", name = &args.name)))?,
    };
    let mut file = AchievementFile::new(slug.clone());
    let first = file.texts_mut(place.first_language());
    first.name = Some(args.name.trim().to_owned());
    first.description = args.description.clone();
    first.criteria = args.criteria.clone();
    first.tags = args.tag.clone();
    if place.first_language() != Lang::En {
        file.en.name = args.name_en.clone();
        file.en.description = args.description_en.clone();
        file.en.criteria = args.criteria_en.clone();
    }
    file.kind = args.kind.clone();
    file.level = args.level.clone();
    let mut picture = None;
    if let Some(path) = &args.picture {
        let bytes = disk::read(path, disk::LARGEST)?;
        let ending = check_picture(&bytes).map_err(|failure| failure.at(path))?;
        let name = format!("{slug}.{}", ending.as_str());
        picture = Some((folder.achievements_folder().join(&name), bytes));
        file.picture = Some(name);
    }
    for (field, value) in [("shape", &args.shape), ("icon", &args.icon), ("colour", &args.colour)] {
        file.drawing.extend(value.as_ref().map(|v| (field.to_owned(), v.clone())));
    }
    // Nobody has to draw: the name chooses a pictogram, the kind the rest; it stands in the file to be changed.
    if picture.is_none()
        && let Some(icon) = Icon::suggested(&args.name)
    {
        file.drawing.entry("icon".to_owned()).or_insert_with(|| icon.as_str().to_owned());
    }
    // Words may follow later; a kind or a level that the place does not have never fits.
    let problems = file.check(&place);
    if let Some(wrong) = problems.iter().find(|p| matches!(p.field.as_str(), "kind" | "level")) {
        return Err(unknown_word(&place, &file, wrong));
    }
    let path = folder.achievement_path(&slug);
    let text = file.to_toml();
    // What the file would be refused for later is refused now, in the same words.
    let unread = AchievementFile::parse(slug.clone(), &text).err().map(|problems| problems.0).unwrap_or_default();
    let open = |fault: &Fault| fault.is_remark() || matches!(fault, Fault::Missing);
    if let Some(wrong) = problems.iter().chain(&unread).find(|p| !open(&p.fault)) {
        let what = cx.printer.words().say(&problem_message(&Problem { line: None, ..wrong.clone() }));
        return Err(Failure::new(msg!("achievement-refused", what = what)));
    }
    let remarks = match &file.picture {
        Some(_) => Vec::new(),
        None => {
            Look::of_achievement(&place, &file, place.first_language()).map_err(|fault| Failure::new(fault.into()))?;
            folder.draw(&place, &file, place.first_language())?.remarks
        }
    };
    for remark in &remarks {
        cx.printer.warn(&remark_message(remark));
    }
    if args.dry_run {
        if cx.printer.json() {
            let value = json!({"schema": "badge-achievement/1", "slug": slug.as_str(), "file": path, "toml": text, "dry_run": true});
            cx.printer.object(&value)?;
        } else {
            cx.printer.line(text.trim())?;
        }
        cx.printer.note(&msg!("dry-run"));
        return Ok(Exit::Done);
    }
    let _writer = folder.writer(&cx.printer)?;
    if path.symlink_metadata().is_ok() {
        return Err(Failure::new(msg!("achievement-exists", slug = slug.as_str())).at(&path));
    }
    if let Some((path, bytes)) = &picture {
        disk::create(path, bytes, Secrecy::Open)?;
    }
    disk::create(&path, text.as_bytes(), Secrecy::Open)?;
    let open: Vec<&Problem> = problems.iter().filter(|p| !p.fault.is_remark()).collect();
    if cx.printer.json() {
        let missing: Vec<&str> = open.iter().map(|p| p.field.as_str()).collect();
        cx.printer.object(
            &json!({"schema": "badge-achievement/1", "slug": slug.as_str(), "file": path, "missing": missing}),
        )?;
    } else {
        cx.printer.line(&path.display().to_string())?;
        cx.printer.done(&msg!("achievement-made", slug = slug.as_str()));
        if !open.is_empty() {
            let fields: Vec<&str> = open.iter().map(|p| p.field.as_str()).collect();
            cx.printer.note(&msg!("achievement-incomplete", fields = fields.join(", ")));
        }
    }
    Ok(Exit::Done)
}

fn unknown_word(place: &Place, file: &AchievementFile, problem: &Problem) -> Failure {
    let (word, known): (_, Vec<&str>) = match problem.field.as_str() {
        "kind" => (&file.kind, place.kinds.iter().map(|k| k.id.as_str()).collect()),
        _ => (&file.level, place.levels.iter().map(|l| l.id.as_str()).collect()),
    };
    let word = word.as_deref().unwrap_or_default();
    // All of them are told already.
    let fault = match &problem.fault {
        Fault::NotAllowed { nearest, .. } => Fault::NotAllowed { nearest: nearest.clone(), allowed: Vec::new() },
        other => other.clone(),
    };
    Failure::new(msg!("word-unknown", word = word, field = &problem.field, known = known.join(", ")))
        .because(Cause::Said(fault_message(&fault)))
}

#[derive(Serialize)]
struct Listed<'a> {
    slug: &'a str,
    name: Option<&'a str>,
    kind: Option<&'a str>,
    level: Option<&'a str>,
    languages: Vec<&'static str>,
}

fn list(folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let lang = cx.settings.lang;
    let (mut files, mut broken) = (Vec::new(), Vec::new());
    for slug in folder.achievements()? {
        match folder.achievement(slug.as_str()) {
            Ok(file) => files.push(file),
            Err(failure) => broken.push((slug, failure)),
        }
    }
    // One file that cannot be read does not hide the others.
    for (_, failure) in &broken {
        cx.printer.failure_aside(failure);
    }
    let exit = if broken.is_empty() { Exit::Done } else { Exit::Failed };
    let listed: Vec<Listed<'_>> = files
        .iter()
        .map(|f| Listed {
            slug: f.slug.as_str(),
            name: name(f, lang),
            kind: f.kind.as_deref(),
            level: f.level.as_deref(),
            languages: Lang::ALL.into_iter().filter(|l| f.speaks(*l)).map(Lang::tag).collect(),
        })
        .collect();
    if cx.printer.json() {
        let broken: Vec<&str> = broken.iter().map(|(slug, _)| slug.as_str()).collect();
        cx.printer.object(&json!({"schema": "badge-achievements/1", "achievements": listed, "broken": broken}))?;
        return Ok(exit);
    }
    if listed.is_empty() && broken.is_empty() {
        cx.printer.note(&msg!("achievements-none"));
    }
    let cell = |text: Option<&str>| text.unwrap_or("").to_owned();
    let rows = listed
        .iter()
        .map(|l| vec![l.slug.to_owned(), cell(l.name), cell(l.kind), cell(l.level), l.languages.join(" ")]);
    cx.printer.bytes(table::text(rows.collect()).as_bytes())?;
    Ok(exit)
}

fn name(file: &AchievementFile, lang: Lang) -> Option<&str> {
    file.texts(lang).name.as_deref().or(file.fr.name.as_deref()).or(file.en.name.as_deref())
}

fn show(args: &AchievementShow, folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let place = folder.place()?;
    let file = folder.achievement(&args.achievement)?;
    if cx.printer.json() {
        let texts = |lang: Lang| {
            let t = file.texts(lang);
            json!({"name": t.name, "description": t.description, "criteria": t.criteria, "tags": t.tags})
        };
        let spoken = Lang::ALL.into_iter().filter(|l| file.speaks(*l));
        let texts: serde_json::Map<_, _> = spoken.map(|l| (l.tag().to_owned(), texts(l))).collect();
        let value = json!({
            "schema": "badge-achievement/1", "slug": file.slug.as_str(), "file": folder.achievement_path(&file.slug),
            "id": place.achievement_id(&file.slug, place.first_language()),
            "kind": file.kind, "level": file.level, "valid_months": file.valid_months, "texts": texts,
        });
        cx.printer.object(&value)?;
        return Ok(Exit::Done);
    }
    let lang = file.language_for(&place, cx.settings.lang);
    let texts = file.texts(lang);
    let printer = &cx.printer;
    printer.line(&printer.paint(Tone::Strong, &legible(texts.name.as_deref().unwrap_or(file.slug.as_str()))))?;
    for text in [&texts.description, &texts.criteria].into_iter().flatten() {
        printer.line("")?;
        text.lines().try_for_each(|line| printer.line(&legible(line)))?;
    }
    printer.line("")?;
    let fact = |what: Message, value: &str| -> Result<(), Failure> {
        if value.is_empty() {
            Ok(())
        } else {
            printer.line(&format!("{} {}", printer.words().say(&what), legible(value)))
        }
    };
    let word = |words: Option<&badge_core::place::Words>| words.and_then(|w| w.best(lang)).unwrap_or("").to_owned();
    fact(msg!("show-level"), &word(file.level.as_deref().and_then(|l| place.level(l)).map(|l| &l.name)))?;
    fact(msg!("show-kind"), &word(file.kind.as_deref().and_then(|k| place.kind(k)).map(|k| &k.name)))?;
    fact(msg!("show-tags"), &texts.tags.join(", "))?;
    fact(msg!("show-id"), &place.achievement_id(&file.slug, lang))?;
    fact(msg!("show-file"), &folder.achievement_path(&file.slug).display().to_string())?;
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct Checked {
    slug: String,
    ok: bool,
    problems: Vec<CheckedProblem>,
}

#[derive(Serialize)]
struct CheckedProblem {
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    field: String,
    code: String,
    message: String,
    remark: bool,
}

fn check(args: &AchievementCheck, folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let place = folder.place()?;
    let slugs = match args.achievement.as_slice() {
        [] => folder.achievements()?.iter().map(|s| s.as_str().to_owned()).collect(),
        named => named.to_vec(),
    };
    let mut all = Vec::new();
    for slug in slugs {
        let problems = examine(&slug, folder, &place, cx)?;
        all.push(Checked { ok: problems.iter().all(|p| p.remark), slug, problems });
    }
    let good = all.iter().filter(|c| c.ok).count();
    if cx.printer.json() {
        cx.printer
            .object(&json!({"schema": "badge-achievement-check/1", "ok": good == all.len(), "achievements": all}))?;
    } else {
        for checked in &all {
            let mark =
                if checked.ok { cx.printer.paint(Tone::Good, "✓") } else { cx.printer.paint(Tone::Bad, "✗") };
            cx.printer.line(&format!("{mark} {}", checked.slug))?;
            for problem in &checked.problems {
                cx.printer.line(&format!("    {}", problem.message))?;
            }
        }
        cx.printer.note(&msg!("check-done", good = good, all = all.len()));
    }
    Ok(if good == all.len() { Exit::Done } else { Exit::Rejected })
}

/// Everything that is wrong with an achievement; a file that cannot be read is one more problem.
fn examine(slug: &str, folder: &Folder, place: &Place, cx: &Context) -> Result<Vec<CheckedProblem>, Failure> {
    let words = cx.printer.words();
    let other = |code: &str, field: &str, message: String| CheckedProblem {
        line: None,
        field: field.to_owned(),
        code: code.to_owned(),
        message,
        remark: false,
    };
    let file = match folder.achievement(slug) {
        Ok(file) => file,
        Err(failure) if failure.what.id == "place-file-faulty" => {
            return Ok(failure.causes.iter().map(|c| other("faulty", "", c.say(words))).collect());
        }
        Err(failure) => return Err(failure),
    };
    let mut found: Vec<CheckedProblem> = file
        .check(place)
        .iter()
        .map(|p| CheckedProblem {
            line: p.line,
            field: p.field.clone(),
            code: p.fault.as_str().to_owned(),
            message: words.say(&problem_message(p)),
            remark: p.fault.is_remark(),
        })
        .collect();
    // An endorsement stands for the words that were endorsed.
    found.extend(file.endorsements.iter().filter(|one| one.is_of_other_words(place, &file)).map(|one| {
        let what = words.say(&msg!("endorsement-other-words", by = by(one), what = slug));
        CheckedProblem { remark: true, ..other("rewritten", "endorsements", what) }
    }));
    match Look::of_achievement(place, &file, place.first_language()) {
        Err(fault) => found.push(other("drawing", "drawing", words.say(&fault.into()))),
        Ok(_) if file.picture.is_some() => {}
        Ok(_) => match folder.draw(place, &file, place.first_language()) {
            Ok(drawn) => found.extend(drawn.remarks.iter().map(|remark| CheckedProblem {
                remark: true,
                ..other(remark.as_str(), "drawing", words.say(&remark_message(remark)))
            })),
            Err(failure) => {
                let causes: Vec<String> = failure.causes.iter().map(|cause| cause.say(words)).collect();
                let what = std::iter::once(words.say(&failure.what)).chain(causes).collect::<Vec<_>>().join(" : ");
                found.push(other(failure.what.id, "drawing", what));
            }
        },
    }
    if let Some(picture) = &file.picture
        && let Err(failure) = folder.read_picture(&folder.achievements_folder().join(picture))
    {
        let message = words.say(&failure.what);
        found.push(other(
            failure.what.id,
            "picture",
            words.say(&msg!("problem-field", field = picture, what = message)),
        ));
    }
    Ok(found)
}

fn add_examples(args: &AchievementAddExamples, folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    folder.place()?;
    let writer = if args.dry_run { None } else { Some(folder.writer(&cx.printer)?) };
    let (mut added, mut kept) = (Vec::new(), Vec::new());
    for (slug, text) in EXAMPLES {
        let path = folder.achievements_folder().join(format!("{slug}.toml"));
        if path.symlink_metadata().is_ok() {
            kept.push(path);
            continue;
        }
        if writer.is_some() {
            disk::create(&path, text.as_bytes(), Secrecy::Open)?;
        }
        added.push(path);
    }
    if cx.printer.json() {
        cx.printer
            .object(&json!({"schema": "badge-examples/1", "added": added, "kept": kept, "dry_run": args.dry_run}))?;
        return Ok(Exit::Done);
    }
    for path in &added {
        cx.printer.line(&path.display().to_string())?;
    }
    if !kept.is_empty() {
        cx.printer.note(&msg!("examples-kept", count = kept.len()));
    }
    match args.dry_run {
        true => cx.printer.note(&msg!("dry-run")),
        false => cx.printer.done(&msg!("examples-added", count = added.len())),
    }
    Ok(Exit::Done)
}
