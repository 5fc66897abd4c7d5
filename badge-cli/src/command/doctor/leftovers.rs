//! What lies where only the place writes, or is published with it, and is none of its own; and what a killed run left.

use std::collections::BTreeSet;

use badge_core::place::Token;
use badge_core::place::register::Register;

use super::Round;
use crate::error::Failure;
use crate::message::msg;
use crate::place::Folder;
use crate::place::disk;
use crate::place::published::strangers;

impl Round<'_> {
    pub(super) fn leftovers(&mut self, folder: &Folder, register: &Register) {
        let looked = self.unfinished(folder, register).and_then(|()| self.foreign(folder, register));
        if let Err(failure) = looked.and_then(|()| self.published(folder)) {
            self.failed("place.folders", folder.root(), &failure);
        }
    }

    fn unfinished(&mut self, folder: &Folder, register: &Register) -> Result<(), Failure> {
        let mut begun = disk::names(&folder.hidden("erasing"))?;
        begun.extend(disk::names(&folder.hidden("withdrawing"))?);
        begun.extend(disk::names(&folder.hidden("staging"))?.into_iter().filter(|name| is_unsettled(name, register)));
        let mut ids: Vec<Token> = begun.iter().filter_map(|name| Token::parse(name)).collect();
        ids.extend(folder.withdrawing_many()?);
        let mut awards: BTreeSet<Token> =
            ids.iter().flat_map(|id| register.of_person(*id)).map(|award| award.token).collect();
        awards.extend(folder.left_to_hide(register, &folder.people(register)?)?);
        let pages = folder.pages_of(&awards)?;
        for path in pages.paths() {
            self.say("place.pages", &path.display().to_string(), "wrong", &msg!("pages-stuck", path = path));
        }
        if !begun.is_empty() && pages.paths().next().is_none() {
            let at = folder.hidden("").display().to_string();
            self.say("place.unfinished", &at, "advice", &msg!("doctor-unfinished"));
        }
        Ok(())
    }

    /// `keys/`, `awards/`, `outbox/`: people look for no badge of theirs there, and a backup of keys goes nowhere else.
    fn foreign(&mut self, folder: &Folder, register: &Register) -> Result<(), Failure> {
        let ends = |name: &str, endings: &[&str]| endings.iter().any(|end| name.ends_with(end));
        let is_ours = |home: &str, name: &str| match home {
            "keys" => ends(name, &[".pem", ".json"]),
            "outbox" => ends(name, &[".json"]),
            _ => Token::parse(name).is_some_and(|token| register.contains(token)),
        };
        for home in ["keys", "outbox", "awards"] {
            let names = disk::names(&folder.root().join(home))?;
            for name in names.iter().filter(|name| !name.starts_with('.') && !is_ours(home, name)) {
                let at = folder.root().join(home).join(name).display().to_string();
                self.say("place.foreign", &at, "advice", &msg!("doctor-foreign", name = format!("{home}/")));
            }
        }
        Ok(())
    }

    fn published(&mut self, folder: &Folder) -> Result<(), Failure> {
        for site in folder.manifests()?.into_iter().filter(|site| site.out.is_dir()) {
            let others = strangers(&site.out, |path| site.knows(path))?;
            if !others.is_empty() {
                let names = others.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
                let what = msg!("publish-strangers", count = others.len(), names = names);
                self.say("place.published", &site.out.display().to_string(), "advice", &what);
            }
        }
        Ok(())
    }
}

/// An award of the register whose files have not moved to their place.
fn is_unsettled(name: &str, register: &Register) -> bool {
    Token::parse(name).is_some_and(|token| register.contains(token))
}
