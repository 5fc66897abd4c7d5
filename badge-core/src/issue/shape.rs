//! From a draft to the neutral badge of each version.

use super::{Draft, Format, To, hashed_email, is_of_issuer, uuid_urn};
use crate::json::{Object, Value, object};
use crate::model::ob2::write as ob2;
use crate::model::{Achievement, Badge, Evidence, Identifier, Image, Recipient, Verification2, Version, ob3};

/// The context of the OB 3.0 extension for coordinates: it defines the prefix `schema` and the type `Place`.
const GEO_3: &str = "https://openbadgespec.org/extensions/geoCoordinatesExtension/context-3.0.0.json";
/// The context of the OB 2.0 extension for coordinates (EXT-02).
const GEO_2: &str = "https://w3id.org/openbadges/extensions/geoCoordinatesExtension/context.json";

/// The document of a format, complete but for what the draft lacks. `also` names the other formats of the same award,
/// which are then referred to (EXT-30).
pub(super) fn document(draft: &Draft, format: Format, issuer: &str, also: &[Format]) -> Object {
    if format.is_3() { credential(draft, format, issuer, also) } else { assertion(draft, format) }
}

/// As much of it as each award decides, and a little more.
pub(super) fn outline(draft: &Draft, format: Format, also: &[Format]) -> Object {
    // The traces of the one name the other.
    if !format.is_3() || also.iter().any(|f| !f.is_3()) {
        return document(draft, format, "", also);
    }
    let mut badge = common(draft, Version::Ob30);
    located(draft, &mut badge);
    ob3::decided(&badge)
}

/// Whether a credential has coordinates: then it needs one more context.
fn located(draft: &Draft, badge: &mut Badge) -> bool {
    let Some((text, (latitude, longitude))) = draft.location.as_ref().and_then(|l| Some((&l.text, l.point?))) else {
        return false;
    };
    badge.extra.set("schema:location", place_3(text, latitude, longitude));
    true
}

fn credential(draft: &Draft, format: Format, issuer: &str, also: &[Format]) -> Object {
    let mut badge = common(draft, Version::Ob30);
    badge.id = Some(if format == Format::Ob3 { draft.ids.ob3.clone() } else { draft.ids.ob3_jwt.clone() });
    badge.name.clone_from(&draft.achievement.name);
    badge.issuer = draft.issuer.clone();
    badge.issuer.id = Some(issuer.to_owned());
    badge.awarded = draft.awarded.map(|t| t.to_utc_seconds());
    badge.activity = draft.activity;
    badge.role.clone_from(&draft.role);
    badge.endorsements = draft.endorsements.iter().filter(|one| is_of_issuer(one, issuer)).cloned().collect();
    badge.status = draft.status.iter().cloned().collect();
    badge.achievement = Some(draft.achievement.clone());
    // D-09: an id for this award alone, unless the person gave a DID.
    badge.recipient = match &draft.to {
        To::Did(did) => Recipient { id: Some(did.clone()), identities: Vec::new() },
        To::Email(email) => Recipient {
            id: Some(uuid_urn(draft.chance.subject, 4)),
            identities: vec![hashed_email(email, &draft.chance.salt)],
        },
        To::Nobody => Recipient { id: Some(uuid_urn(draft.chance.subject, 4)), identities: Vec::new() },
    };
    let contexts: &[&str] = if located(draft, &mut badge) { &[GEO_3] } else { &[] };
    let mut doc = Object::new();
    let older = also.iter().find(|f| !f.is_3());
    if let (Some(other), Some(names)) = (older, &draft.ob2) {
        refer(&mut badge, &names.badge_class, &names.issuer);
        doc = ob3::write(&badge, contexts);
        let id =
            if *other == Format::Ob2Hosted { draft.ids.ob2_hosted.as_deref() } else { Some(&*draft.ids.ob2_signed) };
        if let Some(id) = id {
            add_evidence(&mut doc, id);
        }
    }
    if doc.is_empty() { ob3::write(&badge, contexts) } else { doc }
}

fn assertion(draft: &Draft, format: Format) -> Object {
    let mut badge = common(draft, Version::Ob20);
    let names = draft.ob2.as_ref();
    let hosted = format == Format::Ob2Hosted;
    badge.id = if hosted { draft.ids.ob2_hosted.clone() } else { Some(draft.ids.ob2_signed.clone()) };
    badge.achievement = names.map(|n| Achievement { id: Some(n.badge_class.clone()), ..Achievement::default() });
    badge.verification = Some(if hosted {
        Verification2::Hosted
    } else {
        Verification2::Signed { creator: names.and_then(|n| n.key.clone()) }
    });
    badge.image = draft.picture.clone().map(|id| Image { id, caption: None });
    if let To::Email(email) = &draft.to {
        badge.recipient.identities = vec![hashed_email(email, &draft.chance.salt)];
    }
    if let Some((text, (latitude, longitude))) = draft.location.as_ref().and_then(|l| Some((&l.text, l.point?))) {
        badge.extra.set("schema:location", place_2(text, latitude, longitude));
    }
    ob2::assertion(&badge)
}

/// What both versions say alike.
fn common(draft: &Draft, version: Version) -> Badge {
    let mut badge = Badge::new(version);
    badge.valid_from = Some(draft.date.to_utc_seconds());
    badge.valid_until = draft.expires.map(|t| t.to_utc_seconds());
    badge.narrative.clone_from(&draft.narrative);
    badge.language.clone_from(&draft.achievement.language);
    badge.evidence = evidence(draft);
    badge
}

/// The traces; the first one's narrative says where it was (D-01).
fn evidence(draft: &Draft) -> Vec<Evidence> {
    let mut all = draft.evidence.clone();
    if let Some(location) = &draft.location {
        let label = if draft.achievement.language.as_deref() == Some("en") { "Where: " } else { "Lieu : " };
        let said = format!("{label}{}", location.text);
        if all.is_empty() {
            all.push(Evidence::default());
        }
        if let Some(first) = all.first_mut() {
            first.narrative = Some(match first.narrative.take() {
                Some(narrative) => format!("{narrative}\n\n{said}"),
                None => said,
            });
        }
    }
    all
}

/// EXT-30: the other version's names of the badge and of its issuer.
fn refer(badge: &mut Badge, badge_class: &str, issuer: &str) {
    let entry = |name: &str| Identifier { identifier: name.to_owned(), kind: "identifier".to_owned() };
    if let Some(achievement) = &mut badge.achievement {
        achievement.other_identifiers.push(entry(badge_class));
    }
    badge.issuer.other_identifiers.push(entry(issuer));
}

/// EXT-30: the OB 2.0 assertion, as a trace of its own type.
fn add_evidence(doc: &mut Object, assertion: &str) {
    let entry =
        object([("id", assertion.into()), ("type", vec!["Evidence", "https://w3id.org/openbadges#Assertion"].into())]);
    let mut all = doc.remove("evidence").map_or_else(Vec::new, |e| e.many().to_vec());
    all.push(Value::Object(entry));
    doc.set("evidence", Value::Array(all));
}

fn place_3(text: &str, latitude: f64, longitude: f64) -> Object {
    object([
        ("type", vec!["Place"].into()),
        ("schema:name", text.into()),
        (
            "schema:geo",
            object([("type", "GeoCoordinates".into()), ("latitude", latitude.into()), ("longitude", longitude.into())])
                .into(),
        ),
    ])
}

fn place_2(text: &str, latitude: f64, longitude: f64) -> Object {
    object([
        ("@context", GEO_2.into()),
        ("type", vec!["Extension", "extensions:GeoCoordinates", "schema:Place"].into()),
        ("description", text.into()),
        ("geo", object([("latitude", latitude.into()), ("longitude", longitude.into())]).into()),
    ])
}
