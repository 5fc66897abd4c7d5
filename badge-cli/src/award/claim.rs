//! A card becomes its claimer's badge: sealed again, with a name, a salt and a token of its own; the card ends with the
//! line that makes the new award (D-10).

use badge_core::container::{Raw, open};
use badge_core::crypto::{KeyKind, Signer};
use badge_core::issue::{Format, To, Told};
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::model::Badge;
use badge_core::place::award::Office;
use badge_core::place::people::Person;
use badge_core::place::register::{Digest, Entry};
use badge_core::place::{Ending, Spot, Token};
use badge_core::proof::Suite;
use badge_core::text;
use badge_core::time::Timestamp;

use super::pending::{Pending, choose_spot};
use super::{Bench, Desk, Done, Problem, Request, Slip, failure};
use crate::artwork::{Artwork, Wish};
use crate::entropy::random;
use crate::error::Failure;
use crate::message::msg;
use crate::place::{Prepared, Writer, disk};

/// Whose the card becomes.
pub(crate) struct Claimer {
    pub(crate) to: To,
    /// Their number, and what is known of them from now on.
    pub(crate) person: (Token, Person),
    /// Asked for; else the card's.
    pub(crate) language: Option<Lang>,
    /// The forms to make.
    pub(crate) formats: Vec<Format>,
}

impl Desk<'_> {
    /// Opens the keys for the forms asked for, or else for those that the card has.
    pub(crate) fn ready_to_claim(&mut self, asked: &[Format], now: Timestamp) -> Result<Vec<Format>, Failure> {
        let request = Request { formats: asked.to_vec(), ..Request::default() };
        let formats = self.formats(&request);
        self.ready_for(&formats, Suite::default(), now)
    }

    /// Makes the badge of a claimed card, and makes it last where there is a writer. The day, the work and the end are
    /// the card's; the achievement is told as the place tells it now, which is what its address serves.
    pub(crate) fn claim(
        &self,
        card: &Entry,
        claimer: &Claimer,
        (writer, register): (Option<&mut Writer>, &badge_core::place::register::Register),
        now: Timestamp,
    ) -> Result<Done, Failure> {
        let words = self.cx.printer.words();
        let award = &card.award;
        let file = self.folder.achievement(award.achievement.as_str())?;
        let own = self.own_address(card);
        let told = Told::of(&self.badge_of(card)?, own.as_deref());
        let language = file.language_for(&self.place, claimer.language.unwrap_or(award.language));
        let mut art: Vec<Artwork> = Vec::new();
        for ending in award.files.names().filter_map(Ending::of_file) {
            art.push(self.folder.artwork(&self.place, &file, language, Wish::Kind(ending))?);
        }
        let status = self.place.base.is_some().then(|| choose_spot(register, &Pending::default()));
        let slip = Slip {
            file: &file,
            language,
            to: claimer.to.clone(),
            person: Some(claimer.person.clone()),
            date: award.date,
            expires: award.expires,
            narrative: told.narrative,
            evidence: told.evidence,
            location: told.location,
            token: Token::from_bytes(random()),
            status,
            replaces: Some(award.token),
            ends_as_told: true,
            cohort: award.cohort.clone(),
        };
        let signers: Vec<&dyn Signer> = self.secrets.iter().map(|s| s as &dyn Signer).collect();
        let known = [file.clone()];
        let mut office = Office::open(&self.place, &self.keys, &signers, &known, register);
        if let Some(spot) = status {
            office.show(spot.list).map_err(|e| super::failure(Problem::from_seal(&e, words)))?;
        }
        let bench = Bench {
            place: &self.place,
            folder: &self.folder,
            formats: &claimer.formats,
            suite: Suite::default(),
            rsa: self.secrets.iter().map(Signer::public_key).find(|k| k.kind() == KeyKind::Rsa),
            now,
        };
        let (prepared, mut done): (Prepared, Done) = bench.make(&slip, &art, &office, words).map_err(failure)?;
        match writer {
            Some(writer) => writer.commit(vec![prepared], now)?,
            None => done.files.clear(),
        }
        Ok(done)
    }

    /// The address of an award's own page: it is no evidence.
    pub(super) fn own_address(&self, entry: &Entry) -> Option<String> {
        self.place.base.as_ref().map(|base| base.url(&Spot::Award(entry.award.token)))
    }

    /// What an award says, from the first of its forms.
    pub(super) fn badge_of(&self, card: &Entry) -> Result<Badge, Failure> {
        let token = card.award.token;
        let home = self.folder.award(token);
        let gone = || Failure::new(msg!("award-folder-gone", award = token.to_string())).at(&home);
        let newest = card.award.credentials.iter().min_by_key(|c| c.format).ok_or_else(gone)?;
        let path = home.join(newest.format.file_name());
        if !path.is_file() {
            return Err(gone());
        }
        let bytes = disk::read(&path, disk::LARGEST)?;
        let changed = || Failure::new(msg!("award-file-changed", path = &path)).at(&path);
        if Digest::of(&bytes) != newest.sha256 {
            return Err(changed());
        }
        let document = match open(&bytes, &Limits::default()).found.into_iter().next().map(|f| f.raw) {
            Some(Raw::Json(bytes)) => Some(bytes),
            Some(Raw::Jws(jws)) => jws.split('.').nth(1).and_then(|payload| text::from_base64url(payload).ok()),
            _ => None,
        };
        document.as_deref().and_then(crate::command::badge_in).ok_or_else(changed)
    }
}
