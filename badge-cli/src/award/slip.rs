//! One award that is fully decided, and what becomes of it: drafted, sealed, baked. Needs nothing that changes, so that
//! several threads do it at once.

use std::path::PathBuf;

use badge_core::container::{Existing, Keyword, bake, unbake};
use badge_core::crypto::PublicKey;
use badge_core::issue::{Chance, Draft, Format, Location, Signed, To};
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::message::date;
use badge_core::model::Evidence;
use badge_core::place::award::{Office, Order};
use badge_core::place::card::CardCode;
use badge_core::place::people::Person;
use badge_core::place::register::{Award, Digest, Files, Issued, StatusSpot};
use badge_core::place::{AchievementFile, Place, Slug, Spot, Token};
use badge_core::proof::Suite;
use badge_core::time::Timestamp;

use super::{Done, Problem};
use crate::artwork::Artwork;
use crate::entropy::SystemEntropy;
use crate::message::{Message, msg};
use crate::picture::bake_message;
use crate::place::Prepared;
use crate::text::Words;

/// What is awarded to whom, with everything that chance or the register had to say.
#[derive(Debug, Clone)]
pub(crate) struct Slip<'a> {
    pub(crate) file: &'a AchievementFile,
    pub(crate) language: Lang,
    pub(crate) to: To,
    pub(crate) person: Option<(Token, Person)>,
    pub(crate) date: Timestamp,
    pub(crate) expires: Option<Timestamp>,
    pub(crate) narrative: Option<String>,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) location: Option<Location>,
    pub(crate) token: Token,
    pub(crate) status: Option<StatusSpot>,
    pub(crate) replaces: Option<Token>,
    /// `expires` is the whole truth: the achievement's own duration is not asked.
    pub(crate) ends_as_told: bool,
    pub(crate) cohort: Option<Slug>,
}

/// What is the same for many awards.
pub(crate) struct Bench<'a> {
    pub(crate) place: &'a Place,
    pub(crate) folder: &'a crate::place::Folder,
    pub(crate) formats: &'a [Format],
    pub(crate) suite: Suite,
    pub(crate) rsa: Option<&'a PublicKey>,
    pub(crate) now: Timestamp,
}

impl Bench<'_> {
    /// The draft of an award.
    pub(crate) fn draft(&self, slip: &Slip<'_>, art: &[Artwork]) -> Draft {
        let mut draft = self.place.draft(&Order {
            achievement: slip.file,
            language: slip.language,
            to: slip.to.clone(),
            date: slip.date,
            token: slip.token,
            status: slip.status,
            rsa: self.rsa,
            chance: Chance::draw(&mut SystemEntropy),
        });
        draft.narrative.clone_from(&slip.narrative);
        draft.evidence.clone_from(&slip.evidence);
        draft.location.clone_from(&slip.location);
        draft.expires = if slip.ends_as_told { slip.expires } else { slip.expires.or(draft.expires) };
        draft.picture = art.first().and_then(|a| self.place.picture_url(slip.token, a.ending));
        draft
    }

    /// Signed, verified, baked and read back. The status list of the award has been shown to `office`.
    pub(crate) fn make(
        &self,
        slip: &Slip<'_>,
        art: &[Artwork],
        office: &Office<'_>,
        words: &Words,
    ) -> Result<(Prepared, Done), Vec<Problem>> {
        let mut draft = self.draft(slip, art);
        let seal = |draft: &Draft| {
            office.seal_shown(draft, self.formats, self.suite, self.now).map_err(|e| Problem::from_seal(&e, words))
        };
        let mut signed = seal(&draft)?;
        // D-24: where verifiers do not agree on the canonical form, endorsements go as JWT, which has none.
        if !draft.endorsements.is_empty() && signed.iter().any(|s| s.forms_differ) {
            let tokens = self.place.carried(slip.file, slip.language, draft.date, true);
            if tokens != draft.endorsements {
                draft.endorsements = tokens;
                signed = seal(&draft)?;
            }
        }
        let mut files: Vec<(String, Vec<u8>)> =
            signed.iter().map(|s| (s.format.file_name().to_owned(), s.bytes.clone())).collect();
        let mut pictures = Files::default();
        for art in art {
            let name = format!("badge.{}", art.ending.as_str());
            let bytes = baked(art, &signed, words)?;
            pictures.insert(&name, Digest::of(&bytes));
            files.insert(0, (name, bytes));
        }
        let award = Award {
            token: slip.token,
            person: slip.person.as_ref().map(|(id, _)| *id),
            achievement: slip.file.slug.clone(),
            language: slip.language,
            date: draft.date,
            expires: draft.expires,
            status: slip.status,
            credentials: signed.iter().map(issued).collect(),
            files: pictures,
            replaces: slip.replaces,
            card: slip.to == To::Nobody,
            cohort: slip.cohort.clone(),
        };
        let waits = slip.person.as_ref().is_some_and(|(_, p)| !p.may_publish_badge(&slip.file.slug, self.now));
        let done = Done {
            token: slip.token,
            id: award.credentials.first().map(|c| c.id.clone()).unwrap_or_default(),
            title: draft.achievement.name.clone().unwrap_or_else(|| slip.file.slug.as_str().to_owned()),
            link: self.place.base.as_ref().filter(|_| !waits).map(|base| base.url(&Spot::Award(slip.token))),
            folder: self.folder.award(slip.token),
            files: files.iter().map(|(name, _)| name.clone()).collect(),
            already: None,
            waits,
            why_waits: slip.person.as_ref().filter(|_| waits).and_then(|(_, p)| why_waits(p, slip, words)),
            code: (slip.to == To::Nobody).then(|| CardCode::of(slip.token)),
            remarks: remarks(signed.iter().map(|s| (s.format, s.forms_differ)), self.suite),
            out: None::<PathBuf>,
            slug: slip.file.slug.clone(),
        };
        Ok((Prepared { award, files, person: slip.person.clone() }, done))
    }
}

/// Consent that was taken back, or that is for other badges, is not made good by an award.
fn why_waits(person: &Person, slip: &Slip<'_>, words: &Words) -> Option<Message> {
    let consent = person.consent.as_ref()?;
    let who = person.email.clone().or_else(|| person.did.clone()).unwrap_or_else(|| slip.token.to_string());
    Some(match consent.withdrawn {
        Some(day) => msg!("award-waits-withdrawn", day = date(words.catalog(), day), who = who),
        None => msg!("award-waits-other", who = who, slug = slip.file.slug.as_str()),
    })
}

/// What a person should know before a badge goes out (D-21, D-24).
///
/// `signed` says for each format whether its two canonical forms differ.
pub(super) fn remarks(signed: impl Iterator<Item = (Format, bool)> + Clone, suite: Suite) -> Vec<Message> {
    let mut remarks = Vec::new();
    if signed.clone().any(|(format, _)| format == Format::Ob3) && !suite.is_read_by_1edtech() {
        remarks.push(msg!("suite-not-read", suite = suite.name()));
    }
    if signed.into_iter().any(|(_, forms_differ)| forms_differ) {
        remarks.push(msg!("forms-differ"));
    }
    remarks
}

fn issued(signed: &Signed) -> Issued {
    Issued { format: signed.format, id: signed.id.clone(), sha256: Digest::of(&signed.bytes) }
}

/// The picture with one badge of each generation in it, read back before anybody relies on it.
fn baked(art: &Artwork, signed: &[Signed], words: &Words) -> Result<Vec<u8>, Vec<Problem>> {
    let limits = Limits::default();
    let mut picture = art.bytes.clone();
    for generation in [false, true] {
        let Some(badge) = signed.iter().find(|s| s.format.is_3() == generation) else { continue };
        let keyword = if generation { Keyword::OpenBadgeCredential } else { Keyword::OpenBadges };
        let text = String::from_utf8_lossy(&badge.bytes);
        let wrong = |what| vec![Problem::new("image", &what, words)];
        picture = bake(&picture, keyword, &text, Existing::Replace, &limits).map_err(|e| wrong(bake_message(&e)))?;
        if unbake(&picture, keyword, &limits).as_deref() != Ok(text.as_ref()) {
            return Err(wrong(msg!("bake-not-read-back")));
        }
    }
    Ok(picture)
}
