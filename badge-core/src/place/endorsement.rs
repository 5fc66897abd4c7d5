//! Endorsements that others gave to a place: kept beside what they endorse, carried by its badges, shown on its pages.

use super::{AchievementFile, Place, Spot};
use crate::crypto::sha256;
use crate::json::{self, Pointer, Value, object};
use crate::language::Lang;
use crate::limits::Limits;
use crate::model::{Badge, Carried, CarriedForm, Kind, ob3};
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
}

/// What is known of an accepted endorsement besides its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// When it was accepted.
    pub accepted: Timestamp,
    /// When it was last verified.
    pub checked: Timestamp,
    /// Whether it was withdrawn when it was last verified.
    pub withdrawn: bool,
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
}

impl Accepted {
    /// The text of the note.
    #[must_use]
    pub fn to_json(&self) -> String {
        let state = if self.withdrawn { "withdrawn" } else { "holds" };
        let note = object([
            ("schema", ACCEPTED_SCHEMA.into()),
            ("accepted", self.accepted.to_utc_seconds().to_string().into()),
            ("checked", self.checked.to_utc_seconds().to_string().into()),
            ("state", state.into()),
        ]);
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
        let withdrawn = match member("state")? {
            "holds" => false,
            "withdrawn" => true,
            _ => return None,
        };
        Some(Self { accepted: time("accepted")?, checked: time("checked")?, withdrawn })
    }
}

impl Received {
    /// Puts together what lies in the folder of one endorsement. `None` when that is no endorsement.
    #[must_use]
    pub fn new(embedded: Option<&[u8]>, jwt: Option<&str>, note: Accepted) -> Option<Self> {
        let limits = Limits::default();
        let embedded = match embedded {
            Some(bytes) => Some(json::parse(bytes, &limits).ok()?),
            None => None,
        };
        let badge = match (&embedded, jwt) {
            (Some(value), _) => ob3::read(value.as_object()?),
            (None, Some(token)) => ob3::read(&VcJwt::parse(token.trim(), &limits).ok()?.credential()),
            (None, None) => return None,
        };
        let jwt = jwt.map(|token| token.trim().to_owned());
        (badge.kind == Kind::Endorsement).then_some(Self { badge, embedded, jwt, note })
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

    /// The id of what it endorses.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.badge.recipient.id.as_deref()
    }

    /// Whether it holds at an instant, as far as is known without asking.
    #[must_use]
    pub fn holding(&self, at: Timestamp) -> Holding {
        match (self.badge.valid_from, self.badge.valid_until) {
            _ if self.note.withdrawn => Holding::Withdrawn(self.note.checked),
            (_, Some(end)) if end < at => Holding::Over(end),
            (Some(begin), _) if begin > at => Holding::NotYet(begin),
            _ => Holding::Holds,
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
        let good = |received: &&Received, subject: &str| {
            received.subject() == Some(subject) && received.holding(at) == Holding::Holds
        };
        let achievement = self.achievement_id(&file.slug, lang);
        let of_it = file.endorsements.iter().filter(|r| good(r, &achievement)).map(|r| r.carried(&ACHIEVEMENT, jwt));
        let did = self.base.as_ref().map(|base| base.did().as_str().to_owned()).unwrap_or_default();
        let of_us = self.endorsements.iter().filter(|r| good(r, &did)).map(|r| r.carried(&ISSUER, jwt));
        of_it.chain(of_us).collect()
    }

    /// The same, and those that one person's badge itself was given.
    #[must_use]
    pub fn carried_by(
        &self,
        file: &AchievementFile,
        lang: Lang,
        own: (&str, &[Received]),
        at: Timestamp,
        jwt: bool,
    ) -> Vec<Carried> {
        let (id, received) = own;
        let good = |r: &&Received| r.subject() == Some(id) && r.holding(at) == Holding::Holds;
        let of_badge = received.iter().filter(good).map(|r| r.carried(&[], jwt));
        of_badge.chain(self.carried(file, lang, at, jwt)).collect()
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
