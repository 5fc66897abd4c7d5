//! Writing a credential of the W3C data model 2.0: every list as a list, even of one, and nothing that is empty
//! (OB3-DM-01, OB3-DM-04). Such a document passes both published forms of the schema.

use super::{OB3, VC2};
use crate::json::{Object, Value, object};
use crate::model::{
    Achievement, Alignment, Badge, CarriedForm, Criteria, Evidence, Identifier, Identity, IdentityKind, Image, Kind,
    Profile, Related, StatusEntry,
};

/// Writes an OpenBadgeCredential or an EndorsementCredential without its proof, with the two contexts it needs and
/// `more` after them (OB3-DM-02).
///
/// Entries of `badge.status` beyond the first are left out: the model has one (K-13). Whether the result is complete
/// is for `verify::check_document` to say.
#[must_use]
pub fn write(badge: &Badge, more: &[&str]) -> Object {
    let mut o = Object::new();
    let contexts = [VC2, OB3].iter().chain(more).map(|c| Value::from(*c)).collect();
    o.set("@context", Value::Array(contexts));
    set(&mut o, "id", badge.id.as_deref());
    let kind = if badge.kind == Kind::Endorsement { "EndorsementCredential" } else { "OpenBadgeCredential" };
    o.set("type", vec!["VerifiableCredential", kind]);
    set(&mut o, "name", badge.name.as_deref());
    set(&mut o, "description", badge.description.as_deref());
    if badge.kind == Kind::Endorsement {
        set_image(&mut o, badge.image.as_ref());
    }
    let mut issuer = profile(&badge.issuer);
    carried(&mut issuer, badge, "/issuer");
    o.set("issuer", issuer);
    set(&mut o, "validFrom", badge.valid_from.map(|t| t.to_string()));
    set(&mut o, "validUntil", badge.valid_until.map(|t| t.to_string()));
    set(&mut o, "awardedDate", badge.awarded.map(|t| t.to_string()));
    o.set("credentialSubject", if badge.kind == Kind::Endorsement { endorsed(badge) } else { subject(badge) });
    list(&mut o, "evidence", &badge.evidence, evidence);
    carried(&mut o, badge, "");
    if let Some(status) = badge.status.first().and_then(status) {
        o.set("credentialStatus", status);
    }
    extra(&mut o, &badge.extra);
    o
}

/// What differs from one award to the next and is not chance, as [`write`] writes it: the end, the traces, the narrative and
/// what else is said of this badge.
#[must_use]
pub(crate) fn decided(badge: &Badge) -> Object {
    let mut o = Object::new();
    set(&mut o, "validUntil", badge.valid_until.map(|t| t.to_string()));
    let mut subject = Object::new();
    set(&mut subject, "narrative", badge.narrative.as_deref());
    o.set("credentialSubject", subject);
    list(&mut o, "evidence", &badge.evidence, evidence);
    extra(&mut o, &badge.extra);
    o
}

/// Writes an Achievement, as it stands in a credential. Published on its own it also needs the contexts.
#[must_use]
pub fn achievement(a: &Achievement) -> Object {
    let mut o = Object::new();
    set(&mut o, "id", a.id.as_deref());
    o.set("type", vec!["Achievement"]);
    set(&mut o, "achievementType", a.kind.as_deref());
    set(&mut o, "name", a.name.as_deref());
    set(&mut o, "description", a.description.as_deref());
    set(&mut o, "inLanguage", a.language.as_deref());
    set(&mut o, "version", a.version.as_deref());
    if let Some(c) = &a.criteria {
        o.set("criteria", criteria(c));
    }
    set_image(&mut o, a.image.as_ref());
    if let Some(creator) = &a.creator {
        o.set("creator", profile(creator));
    }
    if !a.tags.is_empty() {
        o.set("tag", a.tags.clone());
    }
    list(&mut o, "alignment", &a.alignments, alignment);
    list(&mut o, "related", &a.related, related);
    list(&mut o, "otherIdentifier", &a.other_identifiers, identifier);
    extra(&mut o, &a.extra);
    o
}

/// Writes a Profile.
#[must_use]
pub fn profile(p: &Profile) -> Object {
    let mut o = Object::new();
    set(&mut o, "id", p.id.as_deref());
    o.set("type", vec!["Profile"]);
    set(&mut o, "name", p.name.as_deref());
    set(&mut o, "url", p.url.as_deref());
    set(&mut o, "email", p.email.as_deref());
    set(&mut o, "phone", p.phone.as_deref());
    set(&mut o, "description", p.description.as_deref());
    set_image(&mut o, p.image.as_ref());
    list(&mut o, "otherIdentifier", &p.other_identifiers, identifier);
    extra(&mut o, &p.extra);
    o
}

fn subject(badge: &Badge) -> Object {
    let mut o = Object::new();
    set(&mut o, "id", badge.recipient.id.as_deref());
    o.set("type", vec!["AchievementSubject"]);
    list(&mut o, "identifier", &badge.recipient.identities, identity);
    set(&mut o, "activityStartDate", badge.activity.0.map(|t| t.to_string()));
    set(&mut o, "activityEndDate", badge.activity.1.map(|t| t.to_string()));
    set(&mut o, "role", badge.role.as_deref());
    set(&mut o, "narrative", badge.narrative.as_deref());
    set_image(&mut o, badge.image.as_ref());
    if let Some(a) = &badge.achievement {
        let mut a = achievement(a);
        carried(&mut a, badge, "/credentialSubject/achievement");
        o.set("achievement", a);
    }
    o
}

/// OB3-DM-141.
fn endorsed(badge: &Badge) -> Object {
    let mut o = Object::new();
    set(&mut o, "id", badge.recipient.id.as_deref());
    o.set("type", vec!["EndorsementSubject"]);
    set(&mut o, "endorsementComment", badge.narrative.as_deref());
    o
}

fn identity(i: &Identity) -> Object {
    let kind = match &i.kind {
        IdentityKind::Email => "emailAddress",
        IdentityKind::Telephone => "ext:telephone",
        IdentityKind::Url => "ext:url",
        IdentityKind::Id => "identifier",
        IdentityKind::Name => "name",
        IdentityKind::Other(other) => other,
    };
    let mut o = object([
        ("type", "IdentityObject".into()),
        ("hashed", i.hashed.into()),
        ("identityHash", i.value.as_str().into()),
        ("identityType", kind.into()),
    ]);
    set(&mut o, "salt", i.salt.as_deref());
    o
}

fn criteria(c: &Criteria) -> Object {
    let mut o = Object::new();
    set(&mut o, "id", c.id.as_deref());
    o.set("type", "Criteria");
    set(&mut o, "narrative", c.narrative.as_deref());
    o
}

fn evidence(e: &Evidence) -> Object {
    let mut o = Object::new();
    set(&mut o, "id", e.id.as_deref());
    o.set("type", vec!["Evidence"]);
    set(&mut o, "name", e.name.as_deref());
    set(&mut o, "description", e.description.as_deref());
    set(&mut o, "narrative", e.narrative.as_deref());
    set(&mut o, "genre", e.genre.as_deref());
    set(&mut o, "audience", e.audience.as_deref());
    o
}

fn alignment(a: &Alignment) -> Object {
    let mut o = object([("type", vec!["Alignment"].into())]);
    set(&mut o, "targetName", a.target_name.as_deref());
    set(&mut o, "targetUrl", a.target_url.as_deref());
    set(&mut o, "targetCode", a.target_code.as_deref());
    set(&mut o, "targetFramework", a.target_framework.as_deref());
    set(&mut o, "targetDescription", a.target_description.as_deref());
    set(&mut o, "targetType", a.target_type.as_deref());
    o
}

fn related(r: &Related) -> Object {
    let mut o = object([("id", r.id.as_str().into()), ("type", vec!["Related"].into())]);
    set(&mut o, "inLanguage", r.language.as_deref());
    set(&mut o, "version", r.version.as_deref());
    o
}

fn identifier(i: &Identifier) -> Object {
    object([
        ("type", "IdentifierEntry".into()),
        ("identifier", i.identifier.as_str().into()),
        ("identifierType", i.kind.as_str().into()),
    ])
}

/// OB3-DM-131 to 133: the index is written as text, and the entry always has an id.
fn status(entry: &StatusEntry) -> Option<Object> {
    match entry {
        StatusEntry::Bitstring { list, index, purpose, size, messages, id, legacy: false } => {
            let id = id.clone().unwrap_or_else(|| format!("{list}#{index}"));
            let mut o = object([
                ("id", id.into()),
                ("type", "BitstringStatusListEntry".into()),
                ("statusPurpose", purpose.as_str().into()),
                ("statusListIndex", index.to_string().into()),
                ("statusListCredential", list.as_str().into()),
            ]);
            if *size > 1 {
                o.set("statusSize", *size);
                let one = |(value, text): &(u64, String)| {
                    object([("status", format!("0x{value:x}").into()), ("message", text.as_str().into())])
                };
                o.set("statusMessage", messages.iter().map(one).collect::<Vec<_>>());
            }
            Some(o)
        }
        StatusEntry::RevocationList { list } => {
            Some(object([("id", list.as_str().into()), ("type", "1EdTechRevocationList".into())]))
        }
        _ => None,
    }
}

/// The endorsements that the object at `place` carries. OB 3.0 has no endorsement by address.
fn carried(o: &mut Object, badge: &Badge, place: &str) {
    let (mut embedded, mut jwt) = (Vec::new(), Vec::new());
    for c in badge.endorsements.iter().filter(|c| c.at.as_str() == place) {
        match &c.form {
            CarriedForm::Embedded(value) => embedded.push(value.clone()),
            CarriedForm::Jwt(token) => jwt.push(Value::from(token.as_str())),
            CarriedForm::Address(_) => {}
        }
    }
    for (name, list) in [("endorsement", embedded), ("endorsementJwt", jwt)] {
        if !list.is_empty() {
            o.set(name, Value::Array(list));
        }
    }
}

fn set<T: Into<Value>>(o: &mut Object, name: &str, value: Option<T>) {
    if let Some(value) = value {
        o.set(name, value);
    }
}

/// OB3-DM-95: the type of an image is a text, not a list.
fn set_image(o: &mut Object, image: Option<&Image>) {
    if let Some(image) = image {
        let mut i = object([("id", image.id.as_str().into()), ("type", "Image".into())]);
        set(&mut i, "caption", image.caption.as_deref());
        o.set("image", i);
    }
}

fn list<T>(o: &mut Object, name: &str, entries: &[T], one: impl Fn(&T) -> Object) {
    if !entries.is_empty() {
        o.set(name, entries.iter().map(one).collect::<Vec<_>>());
    }
}

/// What was not understood when reading comes back as it was; it never replaces what is understood.
fn extra(o: &mut Object, more: &Object) {
    o.add_missing(more.iter(), Value::clone);
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use crate::json::Pointer;
    use crate::model::{Carried, Recipient, Version};
    use crate::time::Timestamp;

    fn badge() -> Badge {
        let mut b = Badge::new(Version::Ob30);
        b.id = Some("urn:uuid:6d6e8c5e-0c0b-4e0e-8a3e-1f6d7f6f0d01".into());
        b.name = Some("Impression 3D".into());
        b.issuer = Profile {
            id: Some("did:web:badges.example.org".into()),
            name: Some("Fablab d'Hérouville".into()),
            email: Some("bonjour@example.org".into()),
            image: Some(Image { id: "https://badges.example.org/logo.png".into(), caption: Some("Un dôme".into()) }),
            other_identifiers: vec![Identifier {
                identifier: "https://badges.example.org/issuer.json".into(),
                kind: "identifier".into(),
            }],
            ..Profile::default()
        };
        b.achievement = Some(Achievement {
            id: Some("https://badges.example.org/achievements/impression-3d.json".into()),
            name: Some("Impression 3D".into()),
            description: Some("Imprimer un objet.".into()),
            criteria: Some(Criteria { id: None, narrative: Some("Imprimer **un** objet.".into()) }),
            kind: Some("Competency".into()),
            tags: vec!["fablab".into()],
            alignments: vec![Alignment {
                target_name: Some("je pratique".into()),
                target_url: Some("https://badges.example.org/levels.html".into()),
                target_code: Some("je-pratique".into()),
                ..Alignment::default()
            }],
            related: vec![Related {
                id: "https://badges.example.org/achievements/impression-3d.en.json".into(),
                language: Some("en".into()),
                version: None,
            }],
            language: Some("fr".into()),
            ..Achievement::default()
        });
        b.language = Some("fr".into());
        b.recipient = Recipient {
            id: Some("urn:uuid:6d6e8c5e-0c0b-4e0e-8a3e-1f6d7f6f0d02".into()),
            identities: vec![Identity {
                kind: IdentityKind::Email,
                value: format!("sha256${}", "0".repeat(64)),
                hashed: true,
                salt: Some("sel".into()),
            }],
        };
        b.valid_from = Timestamp::parse("2026-03-02T09:00:00Z").ok();
        b.narrative = Some("Un vase.".into());
        b.evidence = vec![Evidence { narrative: Some("Lieu : Hérouville".into()), ..Evidence::default() }];
        b.status = vec![StatusEntry::Bitstring {
            list: "https://badges.example.org/status/1.json".into(),
            index: 94_567,
            purpose: "revocation".into(),
            size: 1,
            messages: Vec::new(),
            id: Some("https://badges.example.org/status/1.json#94567".into()),
            legacy: false,
        }];
        b.endorsements = vec![Carried {
            at: Pointer::root(),
            on: b.id.clone(),
            form: CarriedForm::Jwt("a.b.c".into()),
            differs: false,
        }];
        b
    }

    #[test]
    fn what_is_written_is_read_back() {
        assert_eq!(read(&write(&badge(), &[])), badge());
    }

    #[test]
    fn lists_are_lists_and_nothing_is_empty() {
        // OB3-DM-01, OB3-DM-02, OB3-DM-04, OB3-DM-12
        let doc = Value::Object(write(&badge(), &["https://example.org/more.json"]));
        assert_eq!(doc.get("@context").unwrap().as_array().unwrap().len(), 3);
        assert_eq!(doc.get("@context").unwrap().as_array().unwrap()[0].as_str(), Some(VC2));
        for (path, name) in [
            ("", "evidence"),
            ("credentialSubject", "identifier"),
            ("credentialSubject", "type"),
            ("issuer", "otherIdentifier"),
        ] {
            let on = if path.is_empty() { &doc } else { doc.get(path).unwrap() };
            assert!(on.get(name).unwrap().as_array().is_some(), "{name}");
        }
        fn walk(v: &Value) {
            match v {
                Value::Null => panic!("a null"),
                Value::Array(list) => {
                    assert!(!list.is_empty());
                    list.iter().for_each(walk);
                }
                Value::Object(o) => o.iter().for_each(|(_, v)| walk(v)),
                _ => {}
            }
        }
        walk(&doc);
        let status = doc.get("credentialStatus").unwrap();
        assert_eq!(status.get("statusListIndex").unwrap().as_str(), Some("94567"), "OB3-DM-134");
    }
}
