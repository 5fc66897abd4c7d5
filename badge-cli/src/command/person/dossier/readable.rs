//! Everything the place holds on one person, as a page that they can read.

use std::path::Path;

use badge_core::message::date;
use badge_core::place::people::{How, Refusal};
use badge_core::place::register::SUPERSEDED;
use badge_core::time::Timestamp;

use super::{Agreed, Dossier, Held, Hidden};
use crate::command::consent::how_words;
use crate::command::list::state_words;
use crate::message::{Message, msg};
use crate::text::Words;

const INDENT: &str = "    ";

impl Dossier {
    /// All of it, line by line.
    pub(in super::super) fn text(&self, words: &Words) -> String {
        let mut page = Page { out: String::new(), words };
        page.line(&msg!("dossier-title", person = self.who()));
        self.tell_who(&mut page);
        if let Some(consent) = &self.consent {
            consent.tell(&mut page);
        }
        for (award, hidden) in &self.removed {
            let of = self.awards.iter().find(|held| held.token == *award);
            page.line(&hidden.told(of.map_or(award, |held| &held.achievement), &page));
        }
        if !self.may_publish && self.consent.as_ref().is_none_or(|c| c.for_which.is_empty() || c.withdrawn.is_some()) {
            page.line(&msg!("dossier-not-published"));
        }
        page.line(&msg!("dossier-ids", ids = self.ids.join(", ")));
        page.line(&msg!("dossier-awards", count = self.awards.len()));
        for award in &self.awards {
            let refused = award.state == "waiting" && self.consent.as_ref().is_some_and(|c| c.withdrawn.is_some());
            award.tell(if refused { "withdrawn" } else { award.state }, &mut page);
        }
        self.tell_messages(&mut page);
        self.tell_files(&mut page);
        page.out
    }

    fn tell_who(&self, page: &mut Page<'_>) {
        if let Some(name) = &self.name {
            page.line(&msg!("dossier-name", name = name));
        }
        if !self.also.is_empty() {
            page.line(&msg!("dossier-also", names = self.also.join(", ")));
        }
        if let Some(email) = &self.email {
            page.line(&msg!("dossier-email", email = email));
        }
        if let Some(did) = &self.did {
            page.line(&msg!("dossier-did", did = did));
        }
        if let Some(language) = self.language {
            page.line(&msg!("dossier-language", language = language));
        }
        if self.minor {
            page.line(&msg!("dossier-minor"));
        }
        if let Some(since) = &self.presumed {
            // Written before it was noted since when.
            let is_known = Timestamp::parse(since).is_ok_and(|t| t.unix() > 0);
            page.within(&match is_known {
                true => msg!("dossier-presumed", day = page.day(since)),
                false => msg!("dossier-presumed-once"),
            });
        }
        if let Some(year) = self.birth_year {
            page.line(&msg!("dossier-birth", year = year.to_string()));
        }
    }

    fn tell_messages(&self, page: &mut Page<'_>) {
        for message in &self.messages {
            let state = page.words.say(&crate::command::send::state_words(message.is));
            let to = message.to.clone().or_else(|| self.email.clone()).unwrap_or_default();
            page.within(&match &message.at {
                Some(at) => msg!("dossier-message", to = to, day = page.day(at), state = state),
                None => msg!("dossier-message-new", to = to, state = state),
            });
        }
    }

    fn tell_files(&self, page: &mut Page<'_>) {
        for (title, paths) in [(msg!("dossier-elsewhere"), &self.elsewhere), (msg!("dossier-by-name"), &self.by_name)] {
            if !paths.is_empty() {
                page.line(&title);
            }
            paths.iter().for_each(|path| page.file(path));
        }
        for path in &self.unreachable {
            page.line(&msg!("dossier-unreachable", path = path));
        }
    }
}

impl Agreed {
    fn tell(&self, page: &mut Page<'_>) {
        // A refusal where nobody had agreed, or what was given and taken back within one day: where a name stands there and
        // nothing that only consent has, nobody can tell which of the two it was.
        let is_same = self.withdrawn.as_ref() == Some(&self.at);
        let is_given = self.recorded || self.of_adult || self.how.is_some() || !self.for_which.is_empty();
        let is_refusal = is_same && !is_given;
        if !is_refusal {
            page.line(&match self.by.is_empty() {
                true => msg!("dossier-consent-by-nobody", day = page.day(&self.at)),
                false => msg!("dossier-consent", day = page.day(&self.at), by = &self.by),
            });
            self.tell_more(page);
        }
        if let Some(end) = &self.withdrawn {
            page.line(&msg!("dossier-consent-withdrawn", day = page.day(end)));
        }
        if is_refusal {
            if !self.by.is_empty() {
                page.within(&msg!("dossier-consent-refused-by", by = &self.by));
            }
            self.tell_more(page);
        }
    }

    fn tell_more(&self, page: &mut Page<'_>) {
        if let Some(how) = self.how.and_then(How::from_name) {
            page.within(&msg!("dossier-consent-how", how = how_words(how)));
        }
        if !self.for_which.is_empty() {
            page.within(&msg!("dossier-consent-for", names = self.for_which.join(", ")));
        }
        if self.recorded {
            page.within(&msg!("dossier-consent-recorded"));
        }
        if self.of_adult {
            page.within(&msg!("dossier-consent-of-adult"));
        }
    }
}

impl Hidden {
    fn told(&self, badge: &str, page: &Page<'_>) -> Message {
        match Refusal::from_name(self.why) {
            Some(Refusal::NotMe) => msg!("dossier-not-theirs", badge = badge, day = page.day(&self.at)),
            _ => msg!("dossier-not-shown", badge = badge, day = page.day(&self.at)),
        }
    }
}

impl Held {
    fn tell(&self, state: &str, page: &mut Page<'_>) {
        let state = page.words.say(&state_words(state, self.reason.as_deref(), self.card));
        page.line(&msg!("dossier-award", achievement = &self.achievement, day = page.day(&self.date), state = state));
        if let Some(code) = &self.code {
            page.within(&msg!("dossier-code", code = code));
        }
        if let Some(reason) = self.reason.as_ref().filter(|reason| *reason != SUPERSEDED) {
            page.within(&msg!("dossier-reason", reason = reason));
        }
        if let Some(link) = &self.link {
            page.within(&msg!("dossier-link", link = link));
        }
        for endorser in &self.endorsed_by {
            let id = endorser.id.as_deref().unwrap_or_default();
            page.within(&msg!("dossier-endorsed", by = &endorser.by, id = id));
        }
        self.files.iter().chain(&self.published).for_each(|path| page.file(path));
    }
}

/// What is said so far.
struct Page<'w> {
    out: String,
    words: &'w Words,
}

impl Page<'_> {
    fn line(&mut self, what: &Message) {
        self.out.push_str(&self.words.say(what));
        self.out.push('\n');
    }

    /// What belongs to the line above stands further in. The sentences cannot say so: their leading spaces are dropped.
    fn within(&mut self, what: &Message) {
        self.out.push_str(INDENT);
        self.line(what);
    }

    fn file(&mut self, path: &Path) {
        self.within(&msg!("dossier-file", path = path.display().to_string()));
    }

    fn day(&self, text: &str) -> String {
        Timestamp::parse(text).map_or(text.to_owned(), |t| date(self.words.catalog(), t))
    }
}
