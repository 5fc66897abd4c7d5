//! What the place has for its messages: settings, password, templates; and with the network, whether the server answers.

use badge_core::language::Lang;
use badge_core::place::{MailSettings, Place};
use badge_core::site::letter::{Letter, Told};

use super::{Context, Round};
use crate::error::Failure;
use crate::mail::server::{Server, Trouble};
use crate::mail::{
    Desk, has_own_template, password, stored_password, template_path, templates, unread_message, unread_templates,
};
use crate::message::msg;
use crate::passphrase::can_ask;
use crate::place::Folder;

impl Round<'_> {
    /// Settings, sender, certificate, password. A place without `[mail]` writes to nobody, and that is no fault.
    pub(super) fn mail(&mut self, folder: &Folder, place: &Place) {
        let Some(settings) = &place.mail else { return };
        let at = folder.card();
        let tried = Desk::of_settings(place).and_then(|()| Server::new(settings, None, folder).map(drop));
        match tried {
            Err(failure) => self.failed("mail.settings", &at, &failure),
            Ok(()) => {
                let from = settings.from.as_deref().unwrap_or(&place.email);
                let what = msg!("doctor-mail", host = &settings.host, from = from);
                self.say("mail.settings", &at.display().to_string(), "good", &what);
            }
        }
        self.password(folder, settings);
    }

    fn password(&mut self, folder: &Folder, settings: &MailSettings) {
        let Some(user) = &settings.user else { return };
        let at = settings.password_file.as_ref().map_or_else(|| folder.card(), |name| folder.root().join(name));
        let shown = at.display().to_string();
        match stored_password(settings, folder) {
            Err(failure) => self.failed("mail.password", &at, &failure),
            Ok(Some(_)) => self.say("mail.password", &shown, "good", &msg!("doctor-mail-password", user = user)),
            Ok(None) => self.say("mail.password", &shown, "advice", &msg!("doctor-mail-asked", user = user)),
        }
    }

    /// The place's own templates, each read and filled with a letter that has everything and one that has little.
    pub(super) fn letters(&mut self, folder: &Folder, place: &Place) {
        for lang in Lang::ALL.into_iter().filter(|lang| has_own_template(folder, *lang)) {
            let at = template_path(folder, lang);
            let templates = match templates(folder, lang) {
                Ok(templates) => templates,
                Err(failure) => {
                    self.failed("mail.templates", &at, &failure);
                    continue;
                }
            };
            let shown = at.display().to_string();
            let written = samples(place, lang).map(|letter| templates.write(&letter));
            let empty = |text: &str| text.trim().is_empty();
            if written.iter().any(|w| empty(&w.subject)) {
                self.say("mail.templates", &shown, "wrong", &msg!("doctor-letter-no-subject"));
            } else if written.iter().any(|w| empty(&w.text) || w.html.as_deref().is_some_and(empty)) {
                self.say("mail.templates", &shown, "wrong", &msg!("doctor-letter-empty"));
            } else if written.iter().any(|w| !w.text.contains(CONTACT)) {
                self.say("mail.templates", &shown, "advice", &msg!("doctor-letter-no-contact"));
            } else {
                self.say("mail.templates", &shown, "good", &msg!("doctor-letter"));
            }
        }
    }

    /// Somebody's own words that nobody would see.
    pub(super) fn unread_letters(&mut self, folder: &Folder) {
        for path in unread_templates(folder) {
            self.say("mail.templates", &path.display().to_string(), "advice", &unread_message(&path));
        }
    }

    /// Connects and signs in, as `badge send --check` does.
    pub(super) fn mail_server(&mut self, folder: &Folder, settings: &MailSettings, cx: &Context) {
        let at = format!("{}:{}", settings.host, settings.port);
        let stored = stored_password(settings, folder);
        if settings.user.is_some() && matches!(stored, Ok(None)) && (!can_ask() || cx.settings.json) {
            return self.say("mail.server", &at, "open", &msg!("doctor-mail-untried"));
        }
        let connect = || -> Result<(), Failure> {
            let secret = password(settings, folder, cx)?;
            let mut server = Server::new(settings, secret, folder)?;
            server.connect().map_err(Trouble::failure)?;
            server.quit();
            Ok(())
        };
        match connect() {
            Ok(()) => self.say("mail.server", &at, "good", &msg!("doctor-mail-server")),
            Err(failure) => {
                self.failed("mail.server", std::path::Path::new(&at), &failure);
            }
        }
    }
}

/// A word that no template has by itself.
const CONTACT: &str = "qui-repond@doctor.example.org";

fn samples(place: &Place, lang: Lang) -> [Letter; 2] {
    let text = |text: &str| Some(text.to_owned());
    let little = Told { name: "A".to_owned(), date: "1".to_owned(), file: "a.png".to_owned(), ..Told::default() };
    let whole = Told {
        description: text("B"),
        reason: text("C"),
        until: text("2"),
        page: text("https://example.org/b"),
        picture: text("cid:a"),
        ..little.clone()
    };
    let letter = Letter {
        person: None,
        place: place.name_in(lang).to_owned(),
        contact: CONTACT.to_owned(),
        home: None,
        badges: vec![little],
    };
    let home = text("https://example.org");
    let badges = vec![whole.clone(), whole];
    [Letter { person: text("D"), home, badges, ..letter.clone() }, letter]
}
