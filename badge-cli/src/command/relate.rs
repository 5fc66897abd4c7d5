//! `badge achievement relate`: what an achievement is to another place's, added to the end of its file. What a person
//! wrote there, notes included, stays as it is.

use badge_core::name::Url;
use badge_core::place::{AchievementFile, Recognition, Relation, Spot};
use serde_json::json;

use super::Context;
use crate::args::AchievementRelate;
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::place::disk::{self, Secrecy};
use crate::place::{Folder, fault};

pub(super) fn run(args: &AchievementRelate, folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let known = folder.achievement(&args.achievement)?;
    let place = folder.place()?;
    let mut added: Vec<Recognition> = Vec::new();
    for (relation, texts) in [
        (Relation::Equivalent, &args.equivalent),
        (Relation::PartOf, &args.part_of),
        (Relation::Follows, &args.follows),
    ] {
        for text in texts {
            let one = recognition(relation, text, args.by.as_deref())?;
            let pages = |lang| place.base.as_ref().map(|b| b.url(&Spot::AchievementPage(known.slug.clone(), lang)));
            let is_page = |lang| pages(lang).as_ref() == Some(&one.url);
            if place.achievement_ids(&known).contains(&one.url)
                || std::iter::once(None).chain(place.languages.iter().map(|l| place.address_tag(*l))).any(is_page)
            {
                return Err(Failure::new(msg!("relate-itself", slug = known.slug.as_str())));
            }
            if !known.recognitions.contains(&one) && !added.contains(&one) {
                added.push(one);
            }
        }
    }
    if args.equivalent.is_empty() && args.part_of.is_empty() && args.follows.is_empty() {
        return Err(Failure::new(msg!("relate-none")));
    }
    let path = folder.achievement_path(&known.slug);
    let more: String = added.iter().map(Recognition::to_toml).collect();
    if args.dry_run {
        cx.printer.line(more.trim())?;
        cx.printer.note(&msg!("dry-run"));
        return Ok(Exit::Done);
    }
    if !added.is_empty() {
        let _writer = folder.writer(&cx.printer)?;
        let text = format!("{}\n{}\n", disk::read_text(&path)?.trim_end(), more.trim_end());
        // What it becomes is read before it takes the place of what is there.
        AchievementFile::parse(known.slug.clone(), &text).map_err(|p| fault::failure(&path, &p))?;
        disk::replace(&path, text.as_bytes(), Secrecy::Open)?;
    }
    if cx.printer.json() {
        cx.printer.object(
            &json!({"schema": "badge-achievement/1", "slug": known.slug.as_str(), "file": path, "added": added.len()}),
        )?;
    } else {
        cx.printer.line(&path.display().to_string())?;
        cx.printer.done(&msg!("relate-done", slug = known.slug.as_str(), count = added.len()));
    }
    Ok(Exit::Done)
}

/// `URL,NAME`; without a name, the address is the name.
fn recognition(relation: Relation, text: &str, by: Option<&str>) -> Result<Recognition, Failure> {
    let (url, name) = text.split_once(',').unwrap_or((text, text));
    let (url, name) = (url.trim(), name.trim());
    if Url::parse(url).is_err() {
        return Err(Failure::new(msg!("address-malformed", address = url)));
    }
    let name = if name.is_empty() { url } else { name };
    Ok(Recognition { relation, url: url.to_owned(), name: name.to_owned(), by: by.map(str::to_owned) })
}
