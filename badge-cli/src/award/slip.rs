//! One award that is fully decided, and what becomes of it: made by the core, told in the words of the command.

use std::path::PathBuf;

use badge_core::crypto::PublicKey;
use badge_core::issue::{Format, To};
use badge_core::message::date;
use badge_core::place::award::Office;
use badge_core::place::card::CardCode;
use badge_core::place::making::{self, MakeError};
use badge_core::place::people::Person;
use badge_core::place::{Place, Spot};
use badge_core::proof::Suite;
use badge_core::time::Timestamp;

pub(crate) use badge_core::place::making::Slip;

use super::{Done, Problem};
use crate::artwork::Artwork;
use crate::command::hidden::Gone;
use crate::entropy::SystemEntropy;
use crate::message::{Message, msg};
use crate::picture::bake_message;
use crate::place::Prepared;
use crate::text::Words;

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
    /// Signed, verified, baked and read back. The status list of the award has been shown to `office`.
    pub(crate) fn make(
        &self,
        slip: &Slip<'_>,
        art: &[Artwork],
        office: &Office<'_>,
        words: &Words,
    ) -> Result<(Prepared, Done), Vec<Problem>> {
        let bench =
            making::Bench { place: self.place, formats: self.formats, suite: self.suite, rsa: self.rsa, now: self.now };
        let made = bench.make(slip, art, office, &mut SystemEntropy).map_err(|e| problems(&e, words))?;
        let making::Made { award, files, title, forms_differ } = made;
        let waits = slip.person.as_ref().is_some_and(|(_, p)| !p.may_publish_badge(&slip.file.slug, self.now));
        let done = Done {
            token: slip.token,
            id: award.credentials.first().map(|c| c.id.clone()).unwrap_or_default(),
            title,
            link: self.place.base.as_ref().filter(|_| !waits).map(|base| base.url(&Spot::Award(slip.token))),
            folder: self.folder.award(slip.token),
            files: files.iter().map(|(name, _)| name.clone()).collect(),
            already: None,
            revoked: false,
            person: slip.person.as_ref().map(|(id, _)| *id),
            waits,
            withdrawn: waits
                && slip.person.as_ref().and_then(|(_, p)| p.consent.as_ref()).is_some_and(|c| c.withdrawn.is_some()),
            why_waits: slip.person.as_ref().filter(|_| waits).and_then(|(_, p)| why_waits(p, slip, words, self.now)),
            gone: Gone::default(),
            code: (slip.to == To::Nobody).then(|| CardCode::of(slip.token)),
            differs: Vec::new(),
            remarks: remarks(forms_differ.into_iter(), self.suite),
            out: None::<PathBuf>,
            slug: slip.file.slug.clone(),
        };
        Ok((Prepared { award, files, person: slip.person.clone() }, done))
    }
}

fn problems(error: &MakeError, words: &Words) -> Vec<Problem> {
    let wrong = |what| vec![Problem::new("image", &what, words)];
    match error {
        MakeError::Seal(error) => Problem::from_seal(error, words),
        MakeError::Bake(error) => wrong(bake_message(error)),
        _ => wrong(msg!("bake-not-read-back")),
    }
}

/// Consent that was taken back, or that is for other badges, is not made good by an award.
fn why_waits(person: &Person, slip: &Slip<'_>, words: &Words, now: Timestamp) -> Option<Message> {
    let consent = person.consent.as_ref()?;
    let who = person.email.clone().or_else(|| person.did.clone()).unwrap_or_else(|| slip.token.to_string());
    Some(match consent.withdrawn {
        Some(_) if consent.is_refusal() => msg!("award-waits-refused", who = who),
        Some(day) => msg!("award-waits-withdrawn", day = date(words.catalog(), day), who = who),
        // Their own word, and they are a minor: as if nobody had agreed.
        None if !person.has_agreed(now) => return None,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Words;
    use badge_core::language::Lang;
    use badge_core::proof::eddsa_jcs_2022;

    // D-21, D-24
    #[test]
    fn what_others_may_refuse_is_told_in_both_languages() {
        let told = |format, differ, suite| remarks([(format, differ)].into_iter(), suite);
        let ids = |told: &[Message]| told.iter().map(|m| m.id).collect::<Vec<_>>();
        assert!(told(Format::Ob3, false, Suite::default()).is_empty());
        assert!(told(Format::Ob3Jwt, false, eddsa_jcs_2022::SUITE).is_empty(), "it has no embedded proof");
        let both = told(Format::Ob3, true, eddsa_jcs_2022::SUITE);
        assert_eq!(ids(&both), ["suite-not-read", "forms-differ"]);
        for (lang, what, next) in [
            (Lang::Fr, "Les vérificateurs ne s’accordent pas", "endorsementJwt, avec le contexte de la version 3.0.3"),
            (Lang::En, "Verifiers do not agree", "endorsementJwt, under the context of 3.0.3"),
        ] {
            let words = Words::new(lang);
            assert!(words.say(&both[1]).starts_with(what), "{}", words.say(&both[1]));
            assert!(words.hint(&both[1]).unwrap().contains(next));
        }
    }
}
