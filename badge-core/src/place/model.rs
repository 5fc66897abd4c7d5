//! What a place and its achievements become in a badge.

use super::{AchievementFile, Addresses, Ending, Place, Slug, Spot};
use crate::crypto::{PublicKey, sha256};
use crate::issue::uuid_urn;
use crate::language::Lang;
use crate::model::{Achievement, Alignment, Criteria, HostedScope, Image, Profile, Related};

/// The id of a place as an issuer of OB 3.0 (D-03): did:web of its base, or else did:key of the key that signs.
///
/// `None` for a place without base and a key that did:key cannot name (RSA).
#[must_use]
pub fn issuer_id(base: Option<&Addresses>, key: &PublicKey) -> Option<String> {
    match base {
        Some(base) => Some(base.did().as_str().to_owned()),
        None => key.to_multikey().map(|multikey| format!("did:key:{multikey}")),
    }
}

/// The name of a key as a verification method of an issuer (D-22): `{issuer}#{publicKeyMultibase}`, and for RSA, which
/// has no such text, `{issuer}#{thumbprint}`.
#[must_use]
pub fn method_id(issuer: &str, key: &PublicKey) -> String {
    format!("{issuer}#{}", key.to_multikey().unwrap_or_else(|| key.thumbprint()))
}

impl Place {
    /// The place as an issuer of OB 3.0, in one language.
    #[must_use]
    pub fn profile(&self, issuer_id: &str, lang: Lang) -> Profile {
        Profile {
            id: Some(issuer_id.to_owned()),
            name: Some(self.name_in(lang).to_owned()),
            url: self.url.clone(),
            email: Some(self.email.clone()),
            phone: self.phone.clone(),
            description: self.description.best(lang).map(str::to_owned),
            image: self.logo_image(lang),
            ..Profile::default()
        }
    }

    /// The place as an issuer of OB 2.0, in its first language; `None` without a base (D-03).
    ///
    /// `keys` are those that can sign OB 2.0 badges, retired ones included.
    #[must_use]
    pub fn profile_v2<'k>(&self, keys: impl IntoIterator<Item = &'k PublicKey>) -> Option<Profile> {
        let base = self.base.as_ref()?;
        let address = |key: &PublicKey| base.url(&Spot::KeyPem(key.thumbprint()));
        Some(Profile {
            id: Some(base.url(&Spot::Issuer)),
            // OB2-DM-43: required; a place without a page of its own has the one that is published.
            url: Some(self.url.clone().unwrap_or_else(|| base.url(&Spot::Home))),
            // OB2-VER-25: a slash at the end, so that no other host begins with it. One value (K-05).
            scope: Some(HostedScope {
                starts_with: vec![format!("{}/", base.base())],
                allowed_origins: allowed_origin(base),
            }),
            public_keys: keys.into_iter().map(address).collect(),
            revocation_list: Some(base.url(&Spot::Revocations)),
            ..self.profile("", self.first_language())
        })
    }

    /// The logo as a picture with an address; `None` without a logo, or without an address.
    #[must_use]
    pub fn logo_image(&self, lang: Lang) -> Option<Image> {
        let ending = Ending::of_file(self.logo.as_deref()?)?;
        let caption = self.logo_alt.best(lang).unwrap_or(self.name_in(lang)).to_owned();
        Some(Image { id: self.base.as_ref()?.url(&Spot::Logo(ending)), caption: Some(caption) })
    }

    /// The id of an achievement in one language: its address, or a UUID computed from names when it has none.
    #[must_use]
    pub fn achievement_id(&self, slug: &Slug, lang: Lang) -> String {
        match &self.base {
            Some(base) => base.url(&Spot::Achievement(slug.clone(), self.address_tag(lang))),
            None => {
                let digest = sha256(format!("badge achievement\n{}\n{slug}\n{lang}", self.name).as_bytes());
                let mut half = [0; 16];
                half.copy_from_slice(&digest[..16]);
                uuid_urn(half, 8)
            }
        }
    }
}

impl AchievementFile {
    /// The language in which it is awarded to somebody who asks for `lang`: that one if it speaks it, else the place's
    /// first (D-08).
    #[must_use]
    pub fn language_for(&self, place: &Place, lang: Lang) -> Lang {
        if self.speaks(lang) { lang } else { place.first_language() }
    }

    /// The OB 3.0 Achievement, in one language (D-07, D-08). What is missing stays missing: see
    /// [`AchievementFile::check`].
    #[must_use]
    pub fn to_achievement(&self, place: &Place, lang: Lang) -> Achievement {
        let texts = self.texts(lang);
        let mut tags = texts.tags.clone();
        let mut alignments = self.alignments.clone();
        if let Some(level) = self.level.as_deref().and_then(|id| place.level(id)) {
            let name = level.name.best(lang).unwrap_or(&level.id).to_owned();
            if !tags.contains(&name) {
                tags.push(name.clone());
            }
            let page = place.ladder_url.clone().or_else(|| place.base.as_ref().map(|b| b.url(&Spot::Levels)));
            if let Some(page) = page {
                alignments.push(Alignment {
                    target_name: Some(name),
                    target_url: Some(page),
                    target_code: Some(level.id.clone()),
                    target_framework: place.ladder_name.best(lang).map(str::to_owned),
                    target_description: level.description.best(lang).map(str::to_owned),
                    target_type: None,
                });
            }
        }
        alignments.extend(self.recognitions.iter().map(|r| r.alignment(lang)));
        Achievement {
            id: Some(place.achievement_id(&self.slug, lang)),
            name: texts.name.clone(),
            description: texts.description.clone(),
            criteria: self.criteria(place, lang),
            kind: self.kind.as_deref().and_then(|id| place.kind(id)).map(|k| k.achievement_type.clone()),
            image: self.image(place, lang),
            tags,
            alignments,
            related: self.related(place, lang, |slug, lang| place.achievement_id(slug, lang)),
            language: Some(lang.tag().to_owned()),
            version: self.version.clone(),
            ..Achievement::default()
        }
    }

    /// The OB 2.0 BadgeClass, in one language; `None` without a base.
    #[must_use]
    pub fn to_badge_class(&self, place: &Place, lang: Lang) -> Option<Achievement> {
        let base = place.base.as_ref()?;
        let id = |slug: &Slug, lang: Lang| base.url(&Spot::AchievementV2(slug.clone(), place.address_tag(lang)));
        Some(Achievement {
            id: Some(id(&self.slug, lang)),
            issuer_id: Some(base.url(&Spot::Issuer)),
            kind: None,
            related: self.related(place, lang, id),
            ..self.to_achievement(place, lang)
        })
    }

    /// The id of [`Self::to_badge_class`].
    pub(crate) fn badge_class_id(&self, base: &Addresses, place: &Place, lang: Lang) -> String {
        base.url(&Spot::AchievementV2(self.slug.clone(), place.address_tag(lang)))
    }

    fn criteria(&self, place: &Place, lang: Lang) -> Option<Criteria> {
        let narrative = self.texts(lang).criteria.clone();
        let page = || Some(Spot::AchievementPage(self.slug.clone(), place.address_tag(lang)));
        let id = self.criteria_url.clone().or_else(|| Some(place.base.as_ref()?.url(&page()?)));
        (self.criteria_url.is_some() || narrative.is_some()).then_some(Criteria { id, narrative })
    }

    /// Its picture. The name stands in for a description of the picture that nobody wrote (OB3-DM-96).
    fn image(&self, place: &Place, lang: Lang) -> Option<Image> {
        let id = place.base.as_ref()?.url(&Spot::AchievementImage(self.slug.clone(), self.picture_ending()));
        let texts = self.texts(lang);
        Some(Image { id, caption: texts.picture_alt.clone().or_else(|| texts.name.clone()) })
    }

    /// Its other languages, then what the file names.
    fn related(&self, place: &Place, lang: Lang, id: impl Fn(&Slug, Lang) -> String) -> Vec<Related> {
        let spoken = place.languages.iter().copied().filter(|l| *l != lang && self.speaks(*l));
        let others =
            spoken.map(|l| Related { id: id(&self.slug, l), language: Some(l.tag().to_owned()), version: None });
        let named = self.related.iter().map(|text| Related {
            id: Slug::parse(text).map_or_else(|| text.clone(), |slug| id(&slug, place.first_language())),
            language: None,
            version: None,
        });
        let recognised = self.recognitions.iter().map(|r| Related { id: r.url.clone(), language: None, version: None });
        others.chain(named).chain(recognised).collect()
    }
}

/// OB2-DM-73: a registered host only, without port, at least one dot, the last label of letters. A host of another
/// shape is left to the default, which is that of the issuer's address.
fn allowed_origin(base: &Addresses) -> Vec<String> {
    let authority = base.authority();
    let letters = |label: &str| !label.is_empty() && label.bytes().all(|c| c.is_ascii_lowercase());
    let good = !authority.contains(':') && authority.rsplit_once('.').is_some_and(|(_, last)| letters(last));
    if good { vec![authority.to_owned()] } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "kind = \"engagement\"\nlevel = \"je-pratique\"\nrelated = [\"accueil\"]\n\
        [fr]\nname = \"Impression 3D\"\ndescription = \"d\"\ncriteria = \"c\"\ntags = [\"fablab\"]\n\
        [en]\nname = \"3D printing\"\ndescription = \"d\"\ncriteria = \"c\"\n";

    fn place(base: Option<&str>) -> Place {
        Place {
            name: "Fablab".into(),
            email: "a@example.org".into(),
            logo: Some("logo.svg".into()),
            base: base.map(|b| Addresses::new(b).unwrap()),
            ..Place::starter(Lang::Fr)
        }
    }

    fn file() -> AchievementFile {
        AchievementFile::parse(Slug::parse("impression-3d").unwrap(), TEXT).unwrap()
    }

    #[test]
    fn kind_and_level_become_standard_terms() {
        // D-07
        let a = file().to_achievement(&place(Some("https://b.example.org")), Lang::Fr);
        assert_eq!(a.kind.as_deref(), Some("CommunityService"));
        assert_eq!(a.tags, ["fablab", "je pratique"]);
        assert_eq!(a.alignments[0].target_code.as_deref(), Some("je-pratique"));
        assert_eq!(a.alignments[0].target_url.as_deref(), Some("https://b.example.org/levels.html"));
        assert_eq!(a.image.unwrap().caption.as_deref(), Some("Impression 3D"), "OB3-DM-96");
        let a = file().to_achievement(&place(None), Lang::Fr);
        assert_eq!((a.tags.len(), a.alignments.len(), a.image), (2, 0, None), "no page, no alignment");
    }

    #[test]
    fn languages_are_related_achievements() {
        // D-08
        let p = place(Some("https://b.example.org"));
        let (fr, en) = (file().to_achievement(&p, Lang::Fr), file().to_achievement(&p, Lang::En));
        assert_eq!(fr.id.as_deref(), Some("https://b.example.org/achievements/impression-3d.json"));
        assert_eq!(en.id.as_deref(), Some("https://b.example.org/achievements/impression-3d.en.json"));
        assert_eq!(Some(&fr.related[0].id), en.id.as_ref());
        assert_eq!(Some(&en.related[0].id), fr.id.as_ref());
        assert_eq!(fr.related[1].id, "https://b.example.org/achievements/accueil.json");
        let v2 = file().to_badge_class(&p, Lang::En).unwrap();
        assert_eq!(v2.related[0].id, "https://b.example.org/achievements/impression-3d.v2.json");
        let (a, b) =
            (place(None).achievement_id(&file().slug, Lang::Fr), place(None).achievement_id(&file().slug, Lang::En));
        assert!(a.starts_with("urn:uuid:") && a != b);
        assert_eq!(a, place(None).achievement_id(&file().slug, Lang::Fr));
    }

    #[test]
    fn hosted_badges_stay_below_the_base() {
        // OB2-VER-25, K-05, K-06
        let scope = |base: &str| place(Some(base)).profile_v2([]).unwrap().scope.unwrap();
        assert_eq!(scope("https://b.example.org").starts_with, ["https://b.example.org/"]);
        assert_eq!(scope("https://b.example.org").allowed_origins, ["b.example.org"]);
        assert!(scope("https://b.example.org:8443/x").allowed_origins.is_empty());
        assert!(scope("http://127.0.0.1:8080").allowed_origins.is_empty());
        assert_eq!(place(None).profile_v2([]), None);
    }
}
