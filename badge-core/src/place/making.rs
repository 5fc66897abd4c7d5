//! One award that is fully decided, and what becomes of it: drafted, sealed, baked, read back. It needs nothing that
//! changes, so that several threads make awards at once.

use std::borrow::Cow;

use super::award::{Office, Order};
use super::names::{is_mailbox, mailbox};
use super::people::{Consent, Person};
use super::register::{Award, Digest, Files, Issued, StatusSpot};
use super::{AchievementFile, Ending, Place, Slug, Token};
use crate::container::{BakeError, Existing, Keyword, bake, unbake};
use crate::crypto::{Entropy, PublicKey};
use crate::issue::{Chance, Draft, Format, Location, SealError, Signed, To};
use crate::language::Lang;
use crate::limits::Limits;
use crate::model::Evidence;
use crate::proof::Suite;
use crate::time::Timestamp;

/// The picture of an achievement, without any badge in it yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artwork {
    /// Its kind.
    pub ending: Ending,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What is awarded to whom, with everything that chance or the register had to say.
#[derive(Debug, Clone)]
pub struct Slip<'a> {
    /// What.
    pub file: &'a AchievementFile,
    /// In which language: see [`AchievementFile::language_for`].
    pub language: Lang,
    /// To whom.
    pub to: To,
    /// The person behind it; none for a card without a name.
    pub person: Option<(Token, Person)>,
    /// From when on it holds.
    pub date: Timestamp,
    /// Until when; where it is not said, as long as the achievement says.
    pub expires: Option<Timestamp>,
    /// How it was earned.
    pub narrative: Option<String>,
    /// By which works.
    pub evidence: Vec<Evidence>,
    /// Where.
    pub location: Option<Location>,
    /// The award's name.
    pub token: Token,
    /// Its place in a status list; needs a base address.
    pub status: Option<StatusSpot>,
    /// The award whose place it takes.
    pub replaces: Option<Token>,
    /// `expires` is the whole truth: the achievement's own duration is not asked.
    pub ends_as_told: bool,
    /// The cohort it belongs to.
    pub cohort: Option<Slug>,
}

/// What is the same for many awards.
#[derive(Debug, Clone, Copy)]
pub struct Bench<'a> {
    /// The place that awards.
    pub place: &'a Place,
    /// In which forms.
    pub formats: &'a [Format],
    /// With which kind of embedded proof (D-21).
    pub suite: Suite,
    /// The key that signs OB 2.0, if there is one.
    pub rsa: Option<&'a PublicKey>,
    /// When it is made.
    pub now: Timestamp,
}

/// An award that is signed and verified, and not yet anywhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// What the register is to say.
    pub award: Award,
    /// Name and bytes of each of its files: pictures first, then credentials.
    pub files: Vec<(String, Vec<u8>)>,
    /// What the badge calls itself.
    pub title: String,
    /// For each form, whether verifiers may disagree on its canonical text (D-24).
    pub forms_differ: Vec<(Format, bool)>,
}

/// Why an award was not made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MakeError {
    /// It cannot be signed, or our own verifier does not accept it.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The picture takes no badge.
    #[error(transparent)]
    Bake(#[from] BakeError),
    /// What was baked did not come out again.
    #[error("the picture did not give back what was baked into it")]
    NotReadBack,
}

impl Bench<'_> {
    /// The draft of an award.
    #[must_use]
    pub fn draft(&self, slip: &Slip<'_>, art: &[Artwork], entropy: &mut dyn Entropy) -> Draft {
        let mut draft = self.place.draft(&Order {
            achievement: slip.file,
            language: slip.language,
            to: slip.to.clone(),
            date: slip.date,
            token: slip.token,
            status: slip.status,
            rsa: self.rsa,
            chance: Chance::draw(entropy),
        });
        draft.narrative.clone_from(&slip.narrative);
        draft.evidence.clone_from(&slip.evidence);
        draft.location.clone_from(&slip.location);
        draft.expires = if slip.ends_as_told { slip.expires } else { slip.expires.or(draft.expires) };
        draft.picture = art.first().and_then(|a| self.place.picture_url(slip.token, a.ending));
        draft
    }

    /// Signed, verified, baked and read back. The status list of the award has been [shown](Office::show) to `office`.
    ///
    /// # Errors
    /// See [`MakeError`].
    pub fn make(
        &self,
        slip: &Slip<'_>,
        art: &[Artwork],
        office: &Office<'_>,
        entropy: &mut dyn Entropy,
    ) -> Result<Made, MakeError> {
        let mut draft = self.draft(slip, art, entropy);
        let mut signed = office.seal_shown(&draft, self.formats, self.suite, self.now)?;
        // D-24: where verifiers do not agree on the canonical form, endorsements go as JWT, which has none.
        if !draft.endorsements.is_empty() && signed.iter().any(|s| s.forms_differ) {
            let tokens = self.place.carried(slip.file, slip.language, draft.date, true);
            if tokens != draft.endorsements {
                draft.endorsements = tokens;
                signed = office.seal_shown(&draft, self.formats, self.suite, self.now)?;
            }
        }
        let mut files: Vec<(String, Vec<u8>)> =
            signed.iter().map(|s| (s.format.file_name().to_owned(), s.bytes.clone())).collect();
        let mut pictures = Files::default();
        for art in art {
            let name = format!("badge.{}", art.ending.as_str());
            let bytes = baked(art, &signed)?;
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
        let title = draft.achievement.name.unwrap_or_else(|| slip.file.slug.as_str().to_owned());
        let forms_differ = signed.iter().map(|s| (s.format, s.forms_differ)).collect();
        Ok(Made { award, files, title, forms_differ })
    }
}

fn issued(signed: &Signed) -> Issued {
    Issued { format: signed.format, id: signed.id.clone(), sha256: Digest::of(&signed.bytes) }
}

/// The picture with one badge of each generation in it, read back before anybody relies on it.
fn baked(art: &Artwork, signed: &[Signed]) -> Result<Vec<u8>, MakeError> {
    let limits = Limits::default();
    let mut picture = Cow::Borrowed(art.bytes.as_slice());
    for generation in [false, true] {
        let Some(badge) = signed.iter().find(|s| s.format.is_3() == generation) else { continue };
        let keyword = if generation { Keyword::OpenBadgeCredential } else { Keyword::OpenBadges };
        let text = String::from_utf8_lossy(&badge.bytes);
        picture = Cow::Owned(bake(&picture, keyword, &text, Existing::Replace, &limits)?);
        if unbake(&picture, keyword, &limits).as_deref() != Ok(text.as_ref()) {
            return Err(MakeError::NotReadBack);
        }
    }
    Ok(picture.into_owned())
}

/// Somebody who is awarded something, as whoever awards it calls them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Met {
    /// Their address, or none.
    pub to: To,
    /// Their name, where it was said.
    pub name: Option<String>,
    /// They are called so from now on, whatever the place called them before.
    pub rename: bool,
    /// They were said to be a minor.
    pub minor: bool,
    /// The language to write to them.
    pub language: Option<Lang>,
    /// Who agreed, where a guardian did.
    pub consent: Option<String>,
    /// When that was, where it was said: otherwise it is noted of the day on which it is written down.
    pub agreed: Option<Timestamp>,
    /// Somebody was asked to agree, and said no.
    pub refused: bool,
}

/// The address is that of somebody whom the place knows under another name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the place knows somebody else by this address")]
pub struct OtherName {
    /// The name that the place knows.
    pub known: String,
    /// Their address.
    pub to: String,
}

impl Met {
    /// Whether a known person has the same address.
    #[must_use]
    pub fn is(&self, person: &Person) -> bool {
        match &self.to {
            To::Email(text) | To::Did(text) => {
                let text = text.trim();
                let same = |email: &str| is_mailbox(email, &mailbox(text));
                person.email.as_deref().is_some_and(same) || person.did.as_deref() == Some(text)
            }
            To::Nobody => false,
        }
    }

    /// The person as they are noted from now on. Nobody is called otherwise by the way: an address that the place knows as
    /// somebody else's is that of two people, or a slip.
    ///
    /// # Errors
    /// [`OtherName`].
    pub fn noted(&self, known: Option<&Person>, now: Timestamp) -> Result<Person, OtherName> {
        let mut new = Person::default();
        match &self.to {
            To::Did(text) => new.did = Some(text.trim().to_owned()),
            To::Email(text) => new.email = Some(text.trim().to_lowercase()),
            To::Nobody => {}
        }
        let mut person = known.cloned().unwrap_or(new);
        if let Some(name) = &self.name {
            if !self.rename && !person.may_be_called(name) {
                let known = person.names().next().unwrap_or_default().to_owned();
                let to = person.email.as_deref().or(person.did.as_deref()).unwrap_or_default().to_owned();
                return Err(OtherName { known, to });
            }
            person.rename(name);
        }
        if self.minor {
            person.note_minor();
        }
        person.language = self.language.or(person.language);
        if let Some(by) = &self.consent {
            person.note_consent(Consent::given(self.agreed.unwrap_or(now).to_utc_seconds(), by.trim()), now);
        } else if self.refused {
            // Also where somebody had agreed: a no that comes later takes it back.
            person.withdraw_consent(None, now.to_utc_seconds());
        }
        Ok(person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(to: &str, name: Option<&str>) -> Met {
        let name = name.map(str::to_owned);
        Met {
            to: To::parse(to),
            name,
            rename: false,
            minor: false,
            language: None,
            consent: None,
            agreed: None,
            refused: false,
        }
    }

    #[test]
    fn an_address_is_one_person() {
        let now = Timestamp::parse("2026-03-02T09:00:00Z").unwrap();
        let lea = met(" Lea@Example.org ", Some("Léa Martin")).noted(None, now).unwrap();
        assert_eq!(lea.email.as_deref(), Some("lea@example.org"));
        assert!(met("LEA@example.org", None).is(&lea) && !met("leo@example.org", None).is(&lea));
        let less = met("lea@example.org", Some("Léa")).noted(Some(&lea), now).unwrap();
        assert_eq!(less.name.as_deref(), Some("Léa Martin"));
        let other = met("lea@example.org", Some("Paul Durand"));
        assert_eq!(other.noted(Some(&lea), now).unwrap_err().known, "Léa Martin");
        let renamed = Met { rename: true, ..other }.noted(Some(&lea), now).unwrap();
        assert_eq!(renamed.name.as_deref(), Some("Paul Durand"));
    }

    // D-11
    #[test]
    fn a_minor_stays_one_and_consent_is_not_written_over() {
        let now = Timestamp::parse("2026-03-02T09:00:00Z").unwrap();
        let no = Met { refused: true, ..met("zoe@example.org", None) };
        let before = Timestamp::parse("2020-01-31T00:00:00Z").unwrap();
        let told = Met { consent: Some("son père".to_owned()), agreed: Some(before), ..met("eli@example.org", None) };
        assert_eq!(
            told.noted(None, now).unwrap().consent.map(|consent| consent.at),
            Some(before),
            "the day that was said"
        );
        let met = Met { minor: true, consent: Some(" sa mère ".to_owned()), ..met("tom@example.org", None) };
        let tom = met.noted(None, now).unwrap();
        assert!(tom.minor && tom.consent.as_ref().is_some_and(|c| c.by == "sa mère"));
        let later = Met { minor: false, consent: Some("quelqu’un".to_owned()), ..met }.noted(Some(&tom), now).unwrap();
        assert!(later.minor && later.consent == tom.consent);
        let zoe = no.noted(None, now).unwrap();
        assert!(zoe.consent.as_ref().is_some_and(Consent::is_refusal) && !zoe.may_publish(now), "of whatever age");
    }
}
