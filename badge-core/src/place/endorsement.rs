//! Endorsements that others gave to a place: kept beside what they endorse, carried by its badges, shown on its pages.

use super::{AchievementFile, Place, Spot};
use crate::crypto::sha256;
use crate::json::{self, Pointer, Value, object};
use crate::language::Lang;
use crate::limits::Limits;
use crate::model::{Achievement, Badge, Carried, CarriedForm, Kind, ob3};
use crate::proof::vc_jwt::VcJwt;
use crate::text;
use crate::time::Timestamp;

/// The name under which the note beside an endorsement says what it is.
pub const ACCEPTED_SCHEMA: &str = "badge-accepted/1";

/// An endorsement that was verified and accepted. Its signed forms are as they came.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// What it says.
    pub badge: Badge,
    /// The form with an embedded proof.
    pub embedded: Option<Value>,
    /// The form as VC-JWT.
    pub jwt: Option<String>,
    /// When it was accepted, and when it was last found to hold or not.
    pub note: Accepted,
    /// Whether one of its files is not the one that was verified. Neither carried nor shown.
    pub changed: bool,
}

/// What is known of an accepted endorsement besides its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// When it was accepted.
    pub accepted: Timestamp,
    /// When it was last verified.
    pub checked: Timestamp,
    /// What was found when it was last verified.
    pub found: Found,
    /// What the verified files were.
    pub digests: Digests,
    /// What the achievement that is endorsed said when it was accepted: [`Place::words_of`]. Notes of earlier versions
    /// have none.
    pub words: Option<String>,
}

/// What was found when an accepted endorsement was verified again. Only who gave it can withdraw it: what no longer
/// verifies for another reason is not said to be withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Found {
    /// It holds, or its dates say that it does not.
    #[default]
    Good,
    /// The partner's status list says that it is withdrawn.
    Withdrawn,
    /// The partner's status list says that it is suspended.
    Suspended,
    /// The key that signed it is none of those that the partner publishes now.
    KeyGone,
    /// It does not verify, for another reason.
    Bad,
}

impl Found {
    const ALL: [Self; 5] = [Self::Good, Self::Withdrawn, Self::Suspended, Self::KeyGone, Self::Bad];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "holds",
            Self::Withdrawn => "withdrawn",
            Self::Suspended => "suspended",
            Self::KeyGone => "key-gone",
            Self::Bad => "bad",
        }
    }
}

/// The SHA-256 of the files of an endorsement as they were verified, in hexadecimal. Notes of earlier versions have
/// none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Digests {
    /// Of the form with an embedded proof.
    pub embedded: Option<String>,
    /// Of the VC-JWT.
    pub jwt: Option<String>,
}

impl Digests {
    /// Those of these files.
    #[must_use]
    pub fn of(embedded: Option<&[u8]>, jwt: Option<&[u8]>) -> Self {
        let digest = |bytes: &[u8]| text::hex(&sha256(bytes));
        Self { embedded: embedded.map(digest), jwt: jwt.map(digest) }
    }

    /// Whether these files are others than those noted. Where nothing was noted, nobody knows.
    fn differ(&self, found: &Self) -> bool {
        let noted = self.embedded.is_some() || self.jwt.is_some();
        noted && [(&self.embedded, &found.embedded), (&self.jwt, &found.jwt)].iter().any(|(a, b)| b.is_some() && a != b)
    }
}

/// Whether an endorsement holds, as far as the place knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// It holds.
    Holds,
    /// It begins later.
    NotYet(Timestamp),
    /// It is over.
    Over(Timestamp),
    /// Who gave it took it back; found at that instant.
    Withdrawn(Timestamp),
    /// Who gave it suspended it; found at that instant.
    Suspended(Timestamp),
    /// The partner does not publish its key any more; found at that instant.
    KeyGone(Timestamp),
    /// It did not verify at that instant.
    Bad(Timestamp),
    /// Its file is not the one that was accepted.
    Changed,
}

impl Accepted {
    /// The text of the note.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut note = object([
            ("schema", ACCEPTED_SCHEMA.into()),
            ("accepted", self.accepted.to_utc_seconds().to_string().into()),
            ("checked", self.checked.to_utc_seconds().to_string().into()),
            ("state", self.found.as_str().into()),
        ]);
        for (name, digest) in [
            ("embeddedSha256", &self.digests.embedded),
            ("jwtSha256", &self.digests.jwt),
            ("endorsedSha256", &self.words),
        ] {
            if let Some(digest) = digest {
                note.set(name, digest.as_str());
            }
        }
        format!("{}\n", Value::Object(note).to_pretty())
    }

    /// Reads the note; `None` when it is none of ours.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let value = json::parse(bytes, &Limits::default()).ok()?;
        let member = |name| value.get(name).and_then(Value::as_str);
        let time = |name| Timestamp::parse(member(name)?).ok();
        if member("schema") != Some(ACCEPTED_SCHEMA) {
            return None;
        }
        let state = member("state")?;
        let found = Found::ALL.into_iter().find(|found| found.as_str() == state)?;
        let text = |name| member(name).map(str::to_owned);
        let digests = Digests { embedded: text("embeddedSha256"), jwt: text("jwtSha256") };
        Some(Self {
            accepted: time("accepted")?,
            checked: time("checked")?,
            found,
            digests,
            words: text("endorsedSha256"),
        })
    }
}

impl Received {
    /// Puts together what lies in the folder of one endorsement. `None` when that is no endorsement.
    #[must_use]
    pub fn new(embedded: Option<&[u8]>, jwt: Option<&str>, note: Accepted) -> Option<Self> {
        let limits = Limits::default();
        let found = Digests::of(embedded, jwt.map(str::as_bytes));
        let embedded = match embedded {
            Some(bytes) => Some(json::parse(bytes, &limits).ok()?),
            None => None,
        };
        let badge = match (&embedded, jwt) {
            (Some(value), _) => ob3::read_embedded(value, &limits)?,
            (None, Some(token)) => ob3::read(&VcJwt::parse(token.trim(), &limits).ok()?.credential()),
            (None, None) => return None,
        };
        let jwt = jwt.map(|token| token.trim().to_owned());
        let changed = note.digests.differ(&found);
        (badge.kind == Kind::Endorsement).then_some(Self { badge, embedded, jwt, note, changed })
    }

    /// The name of its folder: the same for both forms of one endorsement, and nobody else's, as anybody may write any id.
    #[must_use]
    pub fn folder_name(badge: &Badge) -> String {
        let part = |text: &Option<String>| text.as_deref().unwrap_or_default().to_owned();
        let of = [part(&badge.id), part(&badge.recipient.id), part(&badge.issuer.id)];
        text::hex(&sha256(of.join("\n").as_bytes()))[..12].to_owned()
    }

    /// Whether another document is this endorsement, in this form or the other: the same id, subject and endorser.
    #[must_use]
    pub fn is(&self, other: &Badge) -> bool {
        let own = &self.badge;
        (&own.id, &own.recipient.id, &own.issuer.id) == (&other.id, &other.recipient.id, &other.issuer.id)
    }

    /// Those of a list that say what holds now: of what one partner says of one thing, the latest that holds. What
    /// does not hold stays in the list.
    #[must_use]
    pub fn latest(list: &[Self], at: Timestamp) -> Vec<&Self> {
        let holds = |one: &Self| one.holding(at) == Holding::Holds;
        let is_replaced = |one: &Self| {
            let newer = |other: &&Self| {
                (other.badge.issuer.id.is_some() && other.badge.issuer.id == one.badge.issuer.id)
                    && (other.subject() == one.subject() && holds(other))
                    && (other.badge.valid_from, &other.badge.id) > (one.badge.valid_from, &one.badge.id)
            };
            holds(one) && list.iter().any(|other| newer(&other))
        };
        list.iter().filter(|one| !is_replaced(one)).collect()
    }

    /// Whether the achievement says something else now than when the endorsement was accepted.
    #[must_use]
    pub fn is_of_other_words(&self, place: &Place, file: &AchievementFile) -> bool {
        let now = self.subject().and_then(|subject| place.words_of(file, subject));
        self.note.words.is_some() && self.note.words != now
    }

    /// The same of the achievement as a page or a badge has it: a badge keeps the words that it was given with.
    #[must_use]
    pub fn is_of_other_words_than(&self, model: &Achievement) -> bool {
        self.note.words.as_ref().is_some_and(|words| *words != digest_of_words(model))
    }

    /// The id of what it endorses.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.badge.recipient.id.as_deref()
    }

    /// Whether it holds at an instant, as far as is known without asking.
    #[must_use]
    pub fn holding(&self, at: Timestamp) -> Holding {
        match (self.badge.valid_from, self.badge.valid_until) {
            _ if self.changed => Holding::Changed,
            (_, Some(end)) if end < at && self.note.found == Found::Good => Holding::Over(end),
            (Some(begin), _) if begin > at && self.note.found == Found::Good => Holding::NotYet(begin),
            _ => match self.note.found {
                Found::Good => Holding::Holds,
                Found::Withdrawn => Holding::Withdrawn(self.note.checked),
                Found::Suspended => Holding::Suspended(self.note.checked),
                Found::KeyGone => Holding::KeyGone(self.note.checked),
                Found::Bad => Holding::Bad(self.note.checked),
            },
        }
    }

    /// The endorsement as the object at `path` carries it. `jwt` prefers the form that other verifiers canonicalise
    /// alike (D-24); where there is one form alone, it is that one.
    fn carried(&self, path: &[&str], jwt: bool) -> Carried {
        let token = || self.jwt.clone().map(CarriedForm::Jwt);
        let value = || self.embedded.clone().map(CarriedForm::Embedded);
        let form = if jwt { token().or_else(value) } else { value().or_else(token) };
        let at = path.iter().fold(Pointer::root(), |at, name| at.member(name));
        let form = form.unwrap_or(CarriedForm::Jwt(String::new()));
        Carried { at, on: self.subject().map(str::to_owned), form, differs: false }
    }
}

/// Where an achievement and an issuer stand in a credential.
const ACHIEVEMENT: [&str; 2] = ["credentialSubject", "achievement"];
const ISSUER: [&str; 1] = ["issuer"];

impl Place {
    /// The endorsements that a badge of this achievement carries in one language: those of the achievement and of the
    /// place that hold at an instant. `jwt` prefers the JWT of those that have one.
    #[must_use]
    pub fn carried(&self, file: &AchievementFile, lang: Lang, at: Timestamp, jwt: bool) -> Vec<Carried> {
        self.carried_with(&file.to_achievement(self, lang), file, lang, at, jwt)
    }

    /// The same by a badge whose achievement says this. What was endorsed in other words is not carried: an endorsement
    /// names an id, and stands for what stood there.
    fn carried_with(
        &self,
        model: &Achievement,
        file: &AchievementFile,
        lang: Lang,
        at: Timestamp,
        jwt: bool,
    ) -> Vec<Carried> {
        let achievement = self.achievement_id(&file.slug, lang);
        let good = |list| Received::latest(list, at).into_iter().filter(|r| r.holding(at) == Holding::Holds);
        let of_it =
            good(&file.endorsements).filter(|r| r.subject() == Some(&achievement) && !r.is_of_other_words_than(model));
        // Without an address, the id of the place is that of the key that signs: see `is_of_issuer`.
        let did = self.base.as_ref().map(|base| base.did().as_str().to_owned());
        let is_us =
            |subject: &str| did.as_deref().map_or_else(|| subject.starts_with("did:key:"), |did| did == subject);
        let of_us = good(&self.endorsements).filter(|r| r.subject().is_some_and(is_us));
        of_it.map(|r| r.carried(&ACHIEVEMENT, jwt)).chain(of_us.map(|r| r.carried(&ISSUER, jwt))).collect()
    }

    /// Those that a badge that was given carries when it is signed once more: those of the achievement as the badge has
    /// it, those of the place, and its own.
    #[must_use]
    pub fn carried_by(
        &self,
        file: &AchievementFile,
        lang: Lang,
        own: (&Badge, &[Received]),
        at: Timestamp,
        jwt: bool,
    ) -> Vec<Carried> {
        let (badge, received) = own;
        let id = badge.id.as_deref();
        let good = |r: &&Received| r.subject().is_some() && r.subject() == id && r.holding(at) == Holding::Holds;
        let of_badge = Received::latest(received, at).into_iter().filter(good).map(|r| r.carried(&[], jwt));
        let now = || file.to_achievement(self, lang);
        let model = badge.achievement.clone().unwrap_or_else(now);
        of_badge.chain(self.carried_with(&model, file, lang, at, jwt)).collect()
    }

    /// What an achievement says under one of its ids, as the SHA-256 of its name, description and criteria; `None` when
    /// the id is none of its own.
    #[must_use]
    pub fn words_of(&self, file: &AchievementFile, id: &str) -> Option<String> {
        let spoken = self.languages.iter().copied().filter(|lang| file.speaks(*lang));
        let older =
            |lang| self.base.as_ref().map(|b| b.url(&Spot::AchievementV2(file.slug.clone(), self.address_tag(lang))));
        let lang =
            spoken.into_iter().find(|l| self.achievement_id(&file.slug, *l) == id || older(*l).as_deref() == Some(id));
        Some(digest_of_words(&file.to_achievement(self, lang?)))
    }

    /// The ids under which an achievement can be endorsed: one in each language, in each version.
    #[must_use]
    pub fn achievement_ids(&self, file: &AchievementFile) -> Vec<String> {
        let spoken = self.languages.iter().copied().filter(|lang| file.speaks(*lang));
        let ids = spoken.flat_map(|lang| {
            let older = Spot::AchievementV2(file.slug.clone(), self.address_tag(lang));
            let older = self.base.as_ref().map(|base| base.url(&older));
            std::iter::once(self.achievement_id(&file.slug, lang)).chain(older)
        });
        ids.collect()
    }
}

/// What an achievement says, as a SHA-256.
fn digest_of_words(model: &Achievement) -> String {
    let criteria = model.criteria.as_ref().and_then(|c| c.narrative.as_ref());
    let parts = [model.name.as_ref(), model.description.as_ref(), criteria];
    text::hex(&sha256(parts.map(|part| part.map_or("", String::as_str)).join("\n\n").as_bytes()))
}
