//! `badge request-endorsement`: a folder to be sent to a partner, with a letter, a page, and the file to endorse.

use std::path::PathBuf;

use badge_core::language::Lang;
use badge_core::place::documents::documents;
use badge_core::place::register::Register;
use badge_core::place::{AchievementFile, Place, Spot, may_go_out};
use badge_core::site::{self, Request};
use serde_json::json;

use super::known;
use crate::args::RequestEndorsement;
use crate::artwork::Wish;
use crate::clock::clock;
use crate::command::{Context, revoke};
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::place::Folder;
use crate::place::disk::{self, Secrecy};

/// The text of the mail.
const LETTER: &str = "mail.txt";

/// What is to be endorsed, and the page on which it is shown.
struct Wanted {
    file: AchievementFile,
    /// By name.
    files: Vec<(String, Vec<u8>)>,
    of_badge: bool,
    page: Option<String>,
}

pub(crate) fn request(args: &RequestEndorsement, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    let place = folder.place()?;
    let now = clock(args.run.at.as_deref())?.now();
    if args.to.trim().is_empty() {
        return Err(Failure::new(msg!("request-nobody")));
    }
    let lang = known::language(args.language, place.first_language());
    let named = folder.achievements()?.iter().any(|slug| slug.as_str() == args.what);
    let register = folder.register()?;
    let wanted = if named {
        achievement(&args.what, &place, &folder, lang)?
    } else {
        let Ok(entry) = revoke::find(&args.what, &register) else {
            // The nearest short name is told where there is one.
            return Err(folder.achievement(&args.what).err().unwrap_or_else(|| Failure::new(msg!("internal"))));
        };
        let people = folder.people(&register)?;
        if may_go_out(&entry, &people, now).is_err() {
            return Err(Failure::new(msg!("request-waits", badge = &args.what)));
        }
        let file = folder.achievement(entry.award.achievement.as_str())?;
        let names = ["badge.png", "badge.svg", "credential.json", "credential.jws"];
        let home = folder.award(entry.award.token);
        let name = names.iter().find(|name| home.join(name).is_file());
        let name = name.ok_or_else(|| Failure::new(msg!("award-folder-gone", award = &args.what)).at(&home))?;
        let page = place.base.as_ref().map(|base| base.url(&Spot::Award(entry.award.token)));
        let bytes = disk::read(&home.join(name), disk::LARGEST)?;
        Wanted { file, files: vec![((*name).to_owned(), bytes)], of_badge: true, page }
    };
    let texts = wanted.file.texts(wanted.file.language_for(&place, lang));
    let title = texts.name.clone().unwrap_or_else(|| wanted.file.slug.as_str().to_owned());
    // Of one person's badge the picture that goes with the request; else that of the achievement.
    let baked = wanted.files.iter().find(|(name, _)| name.starts_with("badge.")).map(|(_, bytes)| bytes.clone());
    let picture = match baked {
        Some(bytes) => bytes,
        None => folder.artwork(&place, &wanted.file, wanted.file.language_for(&place, lang), Wish::Own)?.bytes,
    };
    let asked = Request {
        lang,
        place: place.name_in(lang).to_owned(),
        email: place.email.clone(),
        to: args.to.trim().to_owned(),
        message: args.message.clone(),
        title: title.clone(),
        of_badge: wanted.of_badge,
        picture: Some(picture),
        picture_alt: texts.picture_alt.clone().unwrap_or_else(|| title.clone()),
        description: texts.description.clone(),
        criteria: texts.criteria.clone(),
        page: wanted.page,
        files: wanted.files.iter().map(|(name, _)| name.clone()).collect(),
    };
    let (page, letter) = site::request(&asked).map_err(|e| Failure::new(msg!("internal")).why(e))?;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from(format!("request-{}", wanted.file.slug)));
    // The letter last: without it, the folder is not done.
    let mut files = vec![("request.html".to_owned(), page.into_bytes())];
    files.extend(wanted.files);
    files.push((LETTER.to_owned(), letter.into_bytes()));
    let paths: Vec<PathBuf> = files.iter().map(|(name, _)| out.join(name)).collect();
    if !args.run.dry_run {
        let done = out.join(LETTER).exists();
        let mut to_write = Vec::new();
        for ((_, bytes), path) in files.iter().zip(&paths) {
            match disk::read_if_there(path)? {
                None => to_write.push((path, bytes)),
                // What somebody began and could not finish is taken up.
                Some(there) if there == *bytes && !done => {}
                Some(_) => return Err(Failure::new(msg!("file-exists", path = path)).at(path)),
            }
        }
        for (path, bytes) in to_write {
            disk::create(path, bytes, Secrecy::Open)?;
        }
    }
    if cx.printer.json() {
        let files: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
        cx.printer.object(
            &json!({"schema": "badge-request/1", "title": title, "files": files, "dry_run": args.run.dry_run}),
        )?;
        return Ok(Exit::Done);
    }
    for path in &paths {
        cx.printer.line(&path.display().to_string())?;
    }
    if args.run.dry_run {
        cx.printer.note(&msg!("dry-run"));
        return Ok(Exit::Done);
    }
    cx.printer.done(&msg!("request-done", to = &asked.to));
    cx.printer.note(&msg!("request-next"));
    Ok(Exit::Done)
}

/// The achievement as the place publishes it: the partner's command compares the two. In each language, that of the
/// request first: each has an id of its own.
fn achievement(name: &str, place: &Place, folder: &Folder, lang: Lang) -> Result<Wanted, Failure> {
    let file = folder.achievement(name)?;
    let Some(base) = &place.base else { return Err(Failure::new(msg!("request-no-base"))) };
    let incomplete = || Failure::new(msg!("request-incomplete", name = name));
    if file.check(place).iter().any(|problem| !problem.fault.is_remark()) {
        return Err(incomplete());
    }
    let documents = documents(place, &[], std::slice::from_ref(&file), &Register::new());
    let first = file.language_for(place, lang);
    let others = place.languages.iter().copied().filter(|other| *other != first && file.speaks(*other));
    let mut files = Vec::new();
    for lang in std::iter::once(first).chain(others) {
        let tag = place.address_tag(lang);
        let path = base.path(&Spot::Achievement(file.slug.clone(), tag));
        let document = documents.iter().find(|d| d.path == path).ok_or_else(incomplete)?;
        let tag = tag.map(|tag| format!(".{}", tag.tag())).unwrap_or_default();
        files.push((format!("{}{tag}.json", file.slug), document.bytes.clone()));
    }
    let page = Some(base.url(&Spot::AchievementPage(file.slug.clone(), place.address_tag(first))));
    Ok(Wanted { files, of_badge: false, page, file })
}
