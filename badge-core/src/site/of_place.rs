//! From the values of a place's folder to what its pages show.

use super::input::{Achievement, Award, AwardFile, Key, Legal, Picture, Site};
use crate::crypto::KeyKind;
use crate::issue::{Format, where_it_was};
use crate::language::Lang;
use crate::model::{Badge, Evidence};
use crate::place::documents::PlaceKey;
use crate::place::register::Entry;
use crate::place::{AchievementFile, Ending, Place, Slug, Spot, Words};
use crate::time::Timestamp;

impl Site {
    /// The pages' view of a place. `at` is the instant for which badges are told to be over or not; `status_lists` is
    /// how many lists are published; `keys` come oldest first, and are shown newest first.
    #[must_use]
    pub fn of(
        place: &Place,
        achievements: &[AchievementFile],
        keys: &[PlaceKey],
        status_lists: u32,
        at: Timestamp,
    ) -> Self {
        let first = place.first_language();
        let did = place.base.as_ref().map(|base| base.did().as_str().to_owned());
        let mut profile = place.profile(did.as_deref().unwrap_or_default(), first);
        profile.id = did;
        let logo = place.logo.as_deref().and_then(Ending::of_file);
        Self {
            base: place.base.clone(),
            languages: if place.languages.is_empty() { vec![first] } else { place.languages.clone() },
            profile,
            names: place.names.clone(),
            description: place.description.clone(),
            logo: logo.map(|ending| Picture {
                path: Spot::Logo(ending).file(),
                alt: place.logo_alt.clone(),
                preview: None,
            }),
            levels: place.levels.clone(),
            ladder_name: place.ladder_name.clone(),
            achievements: achievements.iter().map(|a| achievement(place, a)).collect(),
            keys: keys.iter().rev().map(key).collect(),
            endorsements: place.endorsements.clone(),
            status_lists,
            legal: Legal::default(),
            doors: None,
            at,
        }
    }
}

impl Award {
    /// The pages' view of an award: what the register says of it, and what was signed.
    ///
    /// Nobody is named; whoever may name the person sets [`Award::recipient`]. Awards that must not be published at all
    /// (D-11) are for the caller to leave out.
    #[must_use]
    pub fn of(entry: &Entry, badge: Badge) -> Self {
        let award = &entry.award;
        let forms = award.credentials.iter().map(|issued| match issued.format {
            Format::Ob3 => AwardFile::Credential,
            Format::Ob3Jwt => AwardFile::CredentialJws,
            Format::Ob2Hosted => AwardFile::Assertion,
            Format::Ob2Signed => AwardFile::AssertionJws,
        });
        let pictures =
            [AwardFile::Png, AwardFile::Svg].into_iter().filter(|f| award.files.get(f.file_name()).is_some());
        Self {
            token: award.token,
            achievement: Some(award.achievement.clone()),
            recipient: None,
            endorsements: Vec::new(),
            location: badge.evidence.first().and_then(where_it_was).map(str::to_owned),
            status: entry.status.clone(),
            card: award.card || award.person.is_none(),
            files: pictures.chain(forms).collect(),
            preview: false,
            badge,
        }
    }
}

/// A trace without what the page shows elsewhere: where it was. `None` when nothing is left.
pub(super) fn trace_without(evidence: &Evidence, place: Option<&str>) -> Option<Evidence> {
    let mut rest = evidence.clone();
    if place.is_some() && where_it_was(evidence) == place {
        let narrative = evidence.narrative.as_deref().unwrap_or_default();
        rest.narrative = narrative.rsplit_once("\n\n").map(|(before, _)| before.to_owned());
    }
    let told = [&rest.id, &rest.name, &rest.description, &rest.narrative];
    told.iter().any(|t| t.is_some()).then_some(rest)
}

fn achievement(place: &Place, file: &AchievementFile) -> Achievement {
    let first = place.first_language();
    let spoken = |lang: &Lang| file.speaks(*lang) && place.languages.contains(lang);
    let mut languages: Vec<Lang> = Lang::ALL.into_iter().filter(spoken).collect();
    languages.sort_by_key(|lang| *lang != first);
    let alt = |lang| {
        let texts = file.texts(lang);
        texts.picture_alt.clone().or_else(|| texts.name.clone())
    };
    Achievement {
        slug: file.slug.clone(),
        spoken: languages.into_iter().map(|lang| (lang, file.to_achievement(place, lang))).collect(),
        kind: file.kind.as_deref().and_then(|id| place.kind(id)).map(|k| k.name.clone()).unwrap_or_default(),
        level: file.level.clone(),
        picture: Some(Picture {
            path: Spot::AchievementImage(file.slug.clone(), file.picture_ending()).file(),
            alt: Words { fr: alt(Lang::Fr), en: alt(Lang::En) },
            preview: None,
        }),
        endorsements: file.endorsements.clone(),
        related: file.related.iter().filter_map(|text| Slug::parse(text)).collect(),
    }
}

fn key(key: &PlaceKey) -> Key {
    let kind = match key.public.kind() {
        KeyKind::Ed25519 => "Ed25519",
        KeyKind::P256 => "P-256",
        KeyKind::P384 => "P-384",
        KeyKind::Rsa => "RSA",
    };
    Key {
        thumbprint: key.public.thumbprint(),
        kind: kind.to_owned(),
        since: Some(key.created),
        retired: key.retired,
        revoked: key.revoked,
        pem: key.public.kind() == KeyKind::Rsa,
    }
}
