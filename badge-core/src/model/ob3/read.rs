//! Reading a credential into the neutral [`Badge`]: tolerant, since what is wrong with it is told by the checks.

use super::carried::carried;
use super::thing::{Thing, once_each};
use super::{VC1, VC2};
use crate::json::{Object, Value};
use crate::ld::Places;
use crate::model::{
    Achievement, Alignment, Badge, Criteria, Evidence, Identifier, Identity, IdentityKind, Image, Kind, Profile,
    Recipient, Related, StatusEntry, Version,
};
use crate::time::Timestamp;

/// The data model that the first context names (OB3-DM-157); `None` when this is no verifiable credential.
#[must_use]
pub fn version(doc: &Object) -> Option<Version> {
    match doc.get("@context")?.many().first()?.as_str()? {
        VC2 => Some(Version::Ob30),
        VC1 => Some(Version::Ob30Vc11),
        _ => has_type(doc, "VerifiableCredential").then_some(Version::Ob30),
    }
}

/// Reads a credential. Members that are missing or of another type are left out; unknown ones are kept in `extra`.
///
/// Each thing is read from its own place alone, as who reads the text does.
#[must_use]
pub fn read(doc: &Object) -> Badge {
    read_gathered(doc, &Places::default())
}

/// [`read`], with each thing read from all places at which it stands in the document: what statements say.
pub(crate) fn read_gathered<'d>(doc: &'d Object, places: &Places<'d>) -> Badge {
    let reader = Reader(places);
    let mut badge = Badge::new(version(doc).unwrap_or(Version::Ob30));
    let doc = Thing::new(doc, places);
    badge.kind = kind(doc);
    badge.id = string(doc, "id");
    badge.name = text(doc.get("name"));
    badge.description = text(doc.get("description"));
    badge.image = reader.image(doc.get("image"));
    badge.awarded = time(doc, "awardedDate");
    badge.valid_from = time(doc, "validFrom").or_else(|| time(doc, "issuanceDate"));
    badge.valid_until = time(doc, "validUntil").or_else(|| time(doc, "expirationDate"));
    badge.evidence = reader.things(doc.get("evidence")).map(evidence).collect();
    badge.status =
        doc.get("credentialStatus").map_or_else(Vec::new, |s| reader.values(s).map(|s| reader.status(s)).collect());
    badge.issuer = reader.profile(doc.get("issuer"));
    if let Some(subject) = doc.get("credentialSubject").and_then(|s| s.many().first()).and_then(|s| reader.thing(s)) {
        reader.subject(subject, &mut badge);
    }
    badge.endorsements = carried(doc, places);
    badge.extra = doc.extra(CREDENTIAL, places);
    badge
}

/// Whether `type` names `name`, alone or among others.
#[must_use]
pub fn has_type(object: &Object, name: &str) -> bool {
    object.get("type").is_some_and(|t| t.many().iter().any(|v| v.as_str() == Some(name)))
}

fn kind(doc: Thing<'_, '_>) -> Kind {
    if doc.has_type("EndorsementCredential") {
        Kind::Endorsement
    } else if doc.has_type("BitstringStatusListCredential") || doc.has_type("StatusList2021Credential") {
        Kind::StatusList
    } else {
        Kind::Badge
    }
}

/// What [`read`] takes from a credential; all else is `extra`.
const CREDENTIAL: &[&str] = &[
    "@context",
    "id",
    "type",
    "name",
    "description",
    "image",
    "awardedDate",
    "validFrom",
    "issuanceDate",
    "validUntil",
    "expirationDate",
    "evidence",
    "credentialStatus",
    "issuer",
    "credentialSubject",
    "endorsement",
    "endorsementJwt",
    "proof",
];

#[derive(Clone, Copy)]
struct Reader<'p, 'd>(&'p Places<'d>);

impl<'p, 'd> Reader<'p, 'd> {
    fn thing(self, value: &'d Value) -> Option<Thing<'p, 'd>> {
        Thing::at(value, self.0)
    }

    /// The things of a "one or many" value.
    fn things(self, value: Option<&'d Value>) -> impl Iterator<Item = Thing<'p, 'd>> {
        value.into_iter().flat_map(move |value| self.values(value)).filter_map(move |value| self.thing(value))
    }

    /// The values of a "one or many" value; where statements are read, each one once.
    fn values(self, value: &'d Value) -> impl Iterator<Item = &'d Value> {
        let all: Vec<&Value> = value.many().iter().collect();
        if self.0.is_empty() || all.len() < 2 { all } else { once_each(all) }.into_iter()
    }

    fn texts(self, value: Option<&'d Value>) -> Vec<String> {
        value.into_iter().flat_map(|value| self.values(value)).filter_map(|v| text(Some(v))).collect()
    }

    fn subject(self, subject: Thing<'p, 'd>, badge: &mut Badge) {
        badge.recipient = Recipient {
            id: string(subject, "id"),
            identities: self.things(subject.get("identifier")).filter_map(identity).collect(),
        };
        badge.achievement = subject.get("achievement").and_then(|a| a.many().first()).map(|a| self.achievement(a));
        badge.narrative = text(subject.get("narrative"));
        badge.activity = (time(subject, "activityStartDate"), time(subject, "activityEndDate"));
        badge.role = text(subject.get("role"));
        if badge.image.is_none() {
            badge.image = self.image(subject.get("image"));
        }
        badge.language = badge.achievement.as_ref().and_then(|a| a.language.clone());
        if badge.kind == Kind::Endorsement && badge.narrative.is_none() {
            badge.narrative = text(subject.get("endorsementComment"));
        }
    }

    fn achievement(self, value: &'d Value) -> Achievement {
        let Some(o) = self.thing(value) else {
            return Achievement { id: value.as_str().map(str::to_owned), ..Achievement::default() };
        };
        Achievement {
            id: string(o, "id"),
            name: text(o.get("name")),
            description: text(o.get("description")),
            criteria: o.get("criteria").and_then(|c| c.many().first()).map(|c| match self.thing(c) {
                Some(c) => Criteria { id: string(c, "id"), narrative: text(c.get("narrative")) },
                None => Criteria { id: c.as_str().map(str::to_owned), narrative: None },
            }),
            kind: string(o, "achievementType"),
            image: self.image(o.get("image")),
            tags: self.texts(o.get("tag")),
            alignments: self.things(o.get("alignment")).map(alignment).collect(),
            related: self.things(o.get("related")).filter_map(related).collect(),
            language: string(o, "inLanguage"),
            version: text(o.get("version")),
            creator: o.get("creator").map(|c| Box::new(self.profile(Some(c)))),
            other_identifiers: self.identifiers(o),
            issuer_id: None,
            extra: o.extra(ACHIEVEMENT, self.0),
        }
    }

    fn profile(self, value: Option<&'d Value>) -> Profile {
        let Some(value) = value.and_then(|v| v.many().first()) else { return Profile::default() };
        let Some(o) = self.thing(value) else {
            return Profile { id: value.as_str().map(str::to_owned), ..Profile::default() };
        };
        Profile {
            id: string(o, "id"),
            name: text(o.get("name")),
            url: string(o, "url"),
            email: string(o, "email"),
            phone: string(o, "phone"),
            description: text(o.get("description")),
            image: self.image(o.get("image")),
            other_identifiers: self.identifiers(o),
            scope: None,
            public_keys: Vec::new(),
            revocation_list: None,
            extra: o.extra(PROFILE, self.0),
        }
    }

    fn identifiers(self, o: Thing<'p, 'd>) -> Vec<Identifier> {
        let entry = |i| Some(Identifier { identifier: string(i, "identifier")?, kind: string(i, "identifierType")? });
        self.things(o.get("otherIdentifier")).filter_map(entry).collect()
    }

    /// One entry of `credentialStatus` (OB3-DM-131 to 133, OB3-VER-47).
    fn status(self, value: &'d Value) -> StatusEntry {
        let Some(o) = self.thing(value) else {
            return StatusEntry::Malformed { member: "credentialStatus".to_owned() };
        };
        let legacy = o.has_type("StatusList2021Entry");
        if legacy || o.has_type("BitstringStatusListEntry") {
            let malformed = |member: &str| StatusEntry::Malformed { member: member.to_owned() };
            return self.bitstring(o, legacy).unwrap_or_else(malformed);
        }
        if o.has_type("1EdTechRevocationList") {
            return match string(o, "id") {
                Some(list) => StatusEntry::RevocationList { list },
                None => StatusEntry::Malformed { member: "id".to_owned() },
            };
        }
        match o.first_type() {
            Some(kind) => StatusEntry::Unknown { kind: kind.to_owned() },
            None => StatusEntry::Malformed { member: "type".to_owned() },
        }
    }

    fn bitstring(self, o: Thing<'p, 'd>, legacy: bool) -> Result<StatusEntry, &'static str> {
        let size = match o.get("statusSize") {
            None => 1,
            Some(n) => whole(n).filter(|n| (1..=64).contains(n)).ok_or("statusSize")?,
        };
        let messages = self
            .things(o.get("statusMessage"))
            .filter_map(|m| Some((state(m.get("status")?)?, text(m.get("message"))?)))
            .collect();
        Ok(StatusEntry::Bitstring {
            list: string(o, "statusListCredential").ok_or("statusListCredential")?,
            index: o.get("statusListIndex").and_then(whole).ok_or("statusListIndex")?,
            purpose: string(o, "statusPurpose").ok_or("statusPurpose")?,
            size: u32::try_from(size).map_err(|_| "statusSize")?,
            messages,
            id: string(o, "id"),
            legacy,
        })
    }

    fn image(self, value: Option<&'d Value>) -> Option<Image> {
        let value = value?.many().first()?;
        match self.thing(value) {
            Some(o) => Some(Image { id: string(o, "id")?, caption: text(o.get("caption")) }),
            None => Some(Image { id: value.as_str()?.to_owned(), caption: None }),
        }
    }
}

fn identity(o: Thing<'_, '_>) -> Option<Identity> {
    let kind = match o.get("identityType").and_then(Value::as_str)? {
        "emailAddress" => IdentityKind::Email,
        "ext:telephone" => IdentityKind::Telephone,
        "ext:url" => IdentityKind::Url,
        "identifier" => IdentityKind::Id,
        "name" => IdentityKind::Name,
        other => IdentityKind::Other(other.to_owned()),
    };
    Some(Identity {
        kind,
        value: string(o, "identityHash")?,
        hashed: o.get("hashed").and_then(Value::as_bool).unwrap_or(false),
        salt: string(o, "salt"),
    })
}

const ACHIEVEMENT: &[&str] = &[
    "id",
    "type",
    "name",
    "description",
    "criteria",
    "achievementType",
    "image",
    "tag",
    "alignment",
    "related",
    "inLanguage",
    "version",
    "creator",
    "otherIdentifier",
    "endorsement",
    "endorsementJwt",
];

fn alignment(o: Thing<'_, '_>) -> Alignment {
    Alignment {
        target_name: text(o.get("targetName")),
        target_url: string(o, "targetUrl"),
        target_code: text(o.get("targetCode")),
        target_framework: text(o.get("targetFramework")),
        target_description: text(o.get("targetDescription")),
        target_type: string(o, "targetType"),
    }
}

fn related(o: Thing<'_, '_>) -> Option<Related> {
    Some(Related { id: string(o, "id")?, language: string(o, "inLanguage"), version: text(o.get("version")) })
}

fn evidence(o: Thing<'_, '_>) -> Evidence {
    Evidence {
        id: string(o, "id"),
        name: text(o.get("name")),
        description: text(o.get("description")),
        narrative: text(o.get("narrative")),
        genre: text(o.get("genre")),
        audience: text(o.get("audience")),
    }
}

const PROFILE: &[&str] = &[
    "id",
    "type",
    "name",
    "url",
    "email",
    "phone",
    "description",
    "image",
    "otherIdentifier",
    "endorsement",
    "endorsementJwt",
];

/// A whole number, given as such or as decimal text: both are met (OB3-DM-133).
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // checked to be whole, positive and below 2^53
fn whole(value: &Value) -> Option<u64> {
    match value {
        Value::Number(n) if n.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(n) => Some(*n as u64),
        Value::String(s) if !s.is_empty() && s.bytes().all(|c| c.is_ascii_digit()) => s.parse().ok(),
        _ => None,
    }
}

/// The value a status message stands for: `"0x2"` in the specification's examples.
fn state(value: &Value) -> Option<u64> {
    match value.as_str().and_then(|s| s.strip_prefix("0x").or_else(|| s.strip_prefix("0X"))) {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => whole(value),
    }
}

fn string(o: Thing<'_, '_>, name: &str) -> Option<String> {
    if name == "id" {
        return o.id().map(str::to_owned);
    }
    o.get(name)?.many().first()?.as_str().map(str::to_owned)
}

fn time(o: Thing<'_, '_>, name: &str) -> Option<Timestamp> {
    Timestamp::parse(o.get(name)?.as_str()?).ok()
}

/// A text; of a language map the French, else the English, else the first by its tag (OB3-DM-05, D-08): the members of
/// an object have no order.
fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(s) => Some(s.clone()),
        Value::Array(list) => list.iter().find_map(|v| text(Some(v))),
        Value::Object(o) => match o.get("@value") {
            Some(inner) => inner.as_str().map(str::to_owned),
            None => {
                let least = |lang: &str| o.iter().filter(|(tag, _)| tag.starts_with(lang)).min_by_key(|(tag, _)| *tag);
                let (_, chosen) = least("fr").or_else(|| least("en")).or_else(|| least(""))?;
                chosen.many().first()?.as_str().map(str::to_owned)
            }
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    fn doc(text: &str) -> Object {
        match crate::json::parse(text.as_bytes(), &Limits::default()).unwrap() {
            Value::Object(o) => o,
            other => panic!("{other:?}"),
        }
    }

    // OB3-DM-05, OB3-DM-150, OB3-DM-151: single values, lists, language maps and the older names are read alike.
    #[test]
    fn both_data_models_and_both_forms_are_read_alike() {
        let new = read(&doc(
            r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential","OpenBadgeCredential"],
            "id":"urn:uuid:1","issuer":{"id":"did:key:z1","type":["Profile"],"name":{"en":"Place","fr":"Lieu"}},
            "validFrom":"2026-03-02T09:00:00Z","validUntil":"2027-03-02T09:00:00Z",
            "credentialSubject":{"type":["AchievementSubject"],"achievement":{"id":"urn:uuid:2","tag":["a"]}}}"#,
        ));
        let old = read(&doc(r#"{"@context":"https://www.w3.org/2018/credentials/v1","type":"OpenBadgeCredential",
            "id":"urn:uuid:1","issuer":{"id":"did:key:z1","type":"Profile","name":"Lieu"},
            "issuanceDate":"2026-03-02T09:00:00Z","expirationDate":"2027-03-02T09:00:00Z",
            "credentialSubject":[{"type":"AchievementSubject","achievement":{"id":"urn:uuid:2","tag":"a"}}]}"#));
        assert_eq!((new.version, old.version), (Version::Ob30, Version::Ob30Vc11));
        assert_eq!(Badge { version: Version::Ob30, ..old }, new);
        assert_eq!(new.issuer.name.as_deref(), Some("Lieu"));
    }

    // OB3-DM-133: the index may be a number or text; a missing member is named.
    #[test]
    fn status_entries_are_read_or_named() {
        let read_status = |text: &str| Reader(&Places::default()).status(&Value::Object(doc(text)));
        let entry = read_status(
            r#"{"type":"BitstringStatusListEntry","statusPurpose":"message","statusListIndex":"94567","statusSize":2,
            "statusListCredential":"https://example.org/s/1","statusMessage":[{"status":"0x1","message":"attente"}]}"#,
        );
        let StatusEntry::Bitstring { index, size, messages, legacy, .. } = &entry else { panic!("{entry:?}") };
        assert_eq!((*index, *size, *legacy), (94_567, 2, false));
        assert_eq!(messages, &[(1, "attente".to_owned())]);
        for (text, member) in [
            (r#"{"type":"BitstringStatusListEntry"}"#, "statusListCredential"),
            (r#"{"type":"StatusList2021Entry","statusListCredential":"x","statusListIndex":-1}"#, "statusListIndex"),
            (r#"{"id":"x"}"#, "type"),
        ] {
            assert_eq!(read_status(text), StatusEntry::Malformed { member: member.into() });
        }
    }

    // OB3-VER-09, EXT-23: endorsements are found wherever they stand; unknown members are kept.
    #[test]
    fn endorsements_are_found_and_unknown_members_kept() {
        let badge = read(&doc(
            r#"{"x":1,"endorsementJwt":"a.b.c","issuer":{"id":"i","parentOrg":{"id":"p","endorsement":{"id":"e"}}},
            "credentialSubject":{"achievement":{"id":"a","y":2,"endorsement":[{"id":"e2"}]}}}"#,
        ));
        let places: Vec<_> = badge.endorsements.iter().map(|c| c.at.as_str()).collect();
        assert_eq!(places, ["", "/issuer/parentOrg", "/credentialSubject/achievement"]);
        assert_eq!(badge.extra.len(), 1);
        assert_eq!(badge.achievement.unwrap().extra.get("y"), Some(&Value::Number(2.0)));
    }
}
