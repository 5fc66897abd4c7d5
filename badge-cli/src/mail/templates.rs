//! `templates/mail.{fr,en}.{txt,html}`: a place's own words for its messages; ours where it has none.

use std::path::{Path, PathBuf};

use badge_core::language::Lang;
use badge_core::site::letter::{BADGE_NAMES, Kind, NAMES, Template, TemplateError, TemplateFault, Templates, source};

use crate::error::{Cause, Failure};
use crate::message::{Message, msg};
use crate::place::Folder;
use crate::place::disk::{self, Secrecy};

fn path(folder: &Folder, lang: Lang, kind: Kind) -> PathBuf {
    let ending = if kind == Kind::Text { "txt" } else { "html" };
    folder.root().join("templates").join(format!("mail.{lang}.{ending}"))
}

/// Where the text of a letter lies, where the place has its own.
pub(crate) fn path_of_text(folder: &Folder, lang: Lang) -> PathBuf {
    path(folder, lang, Kind::Text)
}

/// Whether the place has anything of its own for a language.
pub(crate) fn has_own(folder: &Folder, lang: Lang) -> bool {
    [Kind::Text, Kind::Html].into_iter().any(|kind| path(folder, lang, kind).exists())
}

/// The templates of a language. A place that has a text of its own and no page sends text alone.
///
/// # Errors
/// A mistake in the place's own, with its line.
pub(crate) fn templates(folder: &Folder, lang: Lang) -> Result<Templates, Failure> {
    let own = |kind| {
        let path = path(folder, lang, kind);
        if !path.exists() {
            return Ok(None);
        }
        let text = disk::read_text(&path)?;
        Template::parse(&text, kind).map(Some).map_err(|e| {
            Failure::new(msg!("template-faulty", path = &path))
                .at(&path)
                .line(e.line as u64)
                .because(Cause::Said(fault(&e)))
        })
    };
    let ours = Templates::ours(lang);
    Ok(match (own(Kind::Text)?, own(Kind::Html)?) {
        (None, None) => ours,
        (Some(text), html) => Templates { text, html },
        (None, html) => Templates { html, ..ours },
    })
}

/// What lies beside the templates, is called nearly as one of them, and is read by nobody.
pub(crate) fn unread(folder: &Folder) -> Vec<PathBuf> {
    let home = folder.root().join("templates");
    let known = names();
    let names = disk::names(&home).unwrap_or_default();
    let kept = |name: &str| ["~", ".bak", ".old", ".orig"].iter().any(|end| name.ends_with(end));
    // Where large and small letters are one to the disk, it is read.
    let is_read = |name: &str| {
        let lower = name.to_lowercase();
        known.contains(&lower) && (name == lower || !names.contains(&lower) && home.join(&lower).exists())
    };
    let nearly = |name: &&String| name.to_lowercase().starts_with("mail") && !kept(name) && !is_read(name);
    names.iter().filter(nearly).map(|name| home.join(name)).collect()
}

/// Says so.
pub(crate) fn unread_message(path: &Path) -> Message {
    msg!("template-unread", path = path, names = names().join(", "))
}

fn names() -> Vec<String> {
    Lang::ALL.into_iter().flat_map(|lang| ["txt", "html"].map(|ending| format!("mail.{lang}.{ending}"))).collect()
}

/// Writes ours into the place, to be changed. What is there already stays. Gives the files that were written.
pub(crate) fn write_templates(folder: &Folder) -> Result<Vec<PathBuf>, Failure> {
    let mut written = Vec::new();
    for lang in folder.place()?.languages {
        for kind in [Kind::Text, Kind::Html] {
            let path = path(folder, lang, kind);
            if !path.exists() {
                disk::create(&path, source(lang, kind).as_bytes(), Secrecy::Open)?;
                written.push(path);
            }
        }
    }
    Ok(written)
}

fn fault(error: &TemplateError) -> Message {
    match &error.fault {
        TemplateFault::UnknownName { name } => {
            let all = NAMES.into_iter().chain(BADGE_NAMES);
            let near = all.max_by(|a, b| strsim::jaro(a, name).total_cmp(&strsim::jaro(b, name)));
            match near.filter(|near| strsim::jaro(near, name) > 0.7) {
                Some(near) => msg!("template-unknown-near", name = name, near = near),
                None => msg!("template-unknown", name = name, names = NAMES.map(braced).join(", ")),
            }
        }
        TemplateFault::OutsideOfEach { name } => msg!("template-outside", name = name),
        TemplateFault::NotClosed { name } => msg!("template-not-closed", name = name),
        TemplateFault::NotEnded { tag } => msg!("template-not-ended", tag = tag),
        TemplateFault::NothingOpen { tag } => msg!("template-nothing-open", tag = tag),
        TemplateFault::NoSubject => msg!("template-no-subject"),
        other => msg!("fault-other", what = other.to_string()),
    }
}

fn braced(name: &str) -> String {
    format!("{{{name}}}")
}
