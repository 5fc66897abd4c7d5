//! Reading an assertion, its badge class and its issuer into the neutral [`Badge`].

use super::instant;
use crate::json::{Object, Pointer, Value};
use crate::model::ob3::has_type;
use crate::model::{
    Achievement, Alignment, Badge, Carried, CarriedForm, Criteria, Evidence, HostedScope, Identity, IdentityKind,
    Image, Kind, Profile, Recipient, Related, Revocation, Verification2, Version,
};

/// Reads an assertion or endorsement and what it leads to, each in its normal form ([`super::Normal`]).
#[must_use]
pub fn read(doc: &Object, class: Option<&Object>, issuer: Option<&Object>) -> Badge {
    let mut badge = Badge::new(Version::Ob20);
    if has_type(doc, "Endorsement") {
        badge.kind = Kind::Endorsement;
    }
    badge.id = text(doc, "id");
    badge.recipient = recipient(doc);
    badge.valid_from = text(doc, "issuedOn").and_then(|t| instant(&t).ok());
    badge.valid_until = text(doc, "expires").and_then(|t| instant(&t).ok());
    badge.awarded = badge.valid_from;
    badge.narrative = text(doc, "narrative");
    badge.evidence = doc.get("evidence").map_or_else(Vec::new, |e| e.many().iter().filter_map(evidence).collect());
    badge.image = image(doc);
    badge.verification = verification(doc);
    badge.endorsements = [("", Some(doc)), ("badge", class), ("issuer", issuer)]
        .into_iter()
        .filter_map(|(name, o)| Some((name, o?)))
        .flat_map(|(name, o)| carried(name, o))
        .collect();
    badge.revoked = (doc.get("revoked").and_then(Value::as_bool) == Some(true))
        .then(|| Revocation { reason: text(doc, "revocationReason") });
    badge.achievement = class.map(achievement);
    badge.issuer = issuer.map(profile).unwrap_or_default();
    if let Some(claim) = doc.get("claim").and_then(Value::as_object) {
        badge.recipient.id = text(claim, "id");
        badge.narrative = text(claim, "endorsementComment");
    }
    if let Some(uid) = text(doc, "uid") {
        badge.extra.set("uid", uid);
    }
    badge
}

/// Reads a profile from its normal form.
#[must_use]
pub fn profile(o: &Object) -> Profile {
    Profile {
        id: text(o, "id"),
        name: text(o, "name"),
        url: text(o, "url"),
        email: text(o, "email"),
        phone: text(o, "telephone"),
        description: text(o, "description"),
        image: image(o),
        other_identifiers: Vec::new(),
        scope: o
            .get("verification")
            .and_then(|v| v.many().first())
            .and_then(Value::as_object)
            .map(|v| HostedScope { starts_with: texts(v, "startsWith"), allowed_origins: texts(v, "allowedOrigins") }),
        public_keys: o.get("publicKey").map_or_else(Vec::new, |k| k.many().iter().filter_map(reference).collect()),
        revocation_list: o.get("revocationList").and_then(reference),
        extra: Object::new(),
    }
}

fn achievement(o: &Object) -> Achievement {
    Achievement {
        id: text(o, "id"),
        name: text(o, "name"),
        description: text(o, "description"),
        criteria: o.get("criteria").and_then(|c| c.many().first()).map(|c| match c {
            Value::Object(c) => Criteria { id: text(c, "id"), narrative: text(c, "narrative") },
            other => Criteria { id: other.as_str().map(str::to_owned), narrative: None },
        }),
        image: image(o),
        tags: texts(o, "tags"),
        alignments: objects(o, "alignment").map(alignment).collect(),
        related: o.get("related").map_or_else(Vec::new, |r| r.many().iter().filter_map(related).collect()),
        version: match o.get("version") {
            Some(Value::Number(n)) => Some(n.to_string()),
            _ => text(o, "version"),
        },
        issuer_id: o.get("issuer").and_then(|i| i.many().first()).and_then(reference),
        ..Achievement::default()
    }
}

fn alignment(o: &Object) -> Alignment {
    Alignment {
        target_name: text(o, "targetName"),
        target_url: text(o, "targetUrl"),
        target_code: text(o, "targetCode"),
        target_framework: text(o, "targetFramework"),
        target_description: text(o, "targetDescription"),
        target_type: None,
    }
}

fn related(value: &Value) -> Option<Related> {
    let version = value.get("version").and_then(Value::as_str).map(str::to_owned);
    Some(Related { id: reference(value)?, language: None, version })
}

fn evidence(value: &Value) -> Option<Evidence> {
    match value {
        Value::String(id) => Some(Evidence { id: Some(id.clone()), ..Evidence::default() }),
        Value::Object(o) => Some(Evidence {
            id: text(o, "id"),
            name: text(o, "name"),
            description: text(o, "description"),
            narrative: text(o, "narrative"),
            genre: text(o, "genre"),
            audience: text(o, "audience"),
        }),
        _ => None,
    }
}

fn recipient(doc: &Object) -> Recipient {
    let identities = objects(doc, "recipient").filter_map(|o| {
        let kind = match o.get("type").and_then(|t| t.many().first()).and_then(Value::as_str)? {
            "email" => IdentityKind::Email,
            "telephone" => IdentityKind::Telephone,
            "url" => IdentityKind::Url,
            "name" => IdentityKind::Name,
            "id" | "@id" => IdentityKind::Id,
            other => IdentityKind::Other(other.to_owned()),
        };
        let hashed = o.get("hashed").and_then(Value::as_bool).unwrap_or(false);
        Some(Identity { kind, value: text(o, "identity")?, hashed, salt: text(o, "salt") })
    });
    Recipient { id: None, identities: identities.collect() }
}

fn verification(doc: &Object) -> Option<Verification2> {
    let v = doc.get("verification")?.many().first()?.as_object()?;
    if has_type(v, "SignedBadge") {
        Some(Verification2::Signed { creator: v.get("creator").and_then(|c| c.many().first()).and_then(reference) })
    } else if has_type(v, "HostedBadge") {
        Some(Verification2::Hosted)
    } else {
        None
    }
}

fn carried(name: &str, o: &Object) -> Vec<Carried> {
    let at = if name.is_empty() { Pointer::root() } else { Pointer::root().member(name) };
    let list = o.get("endorsement").map_or(&[][..], Value::many);
    let form = |value: &Value| match value {
        Value::String(address) => Some(CarriedForm::Address(address.clone())),
        // An embedded endorsement is verified where it is hosted, as an embedded badge class is.
        Value::Object(inside) => Some(match reference(value) {
            Some(address) => CarriedForm::Address(address),
            // Without a name it is served nowhere (OB2-DM-110); it is told all the same, by itself.
            None => {
                let mut nameless = inside.clone();
                nameless.set("@context", super::write::CONTEXT);
                CarriedForm::Embedded(nameless.into())
            }
        }),
        _ => None,
    };
    list.iter()
        .filter_map(form)
        .map(|form| Carried { at: at.clone(), on: text(o, "id"), form, differs: false })
        .collect()
}

/// The name of a linked object, whether it is only named or embedded (OB2-DM-03).
fn reference(value: &Value) -> Option<String> {
    value.as_str().or_else(|| value.get("id").and_then(Value::as_str)).map(str::to_owned)
}

fn image(o: &Object) -> Option<Image> {
    let value = o.get("image")?.many().first()?;
    let caption = value.get("caption").and_then(Value::as_str).map(str::to_owned);
    Some(Image { id: reference(value)?, caption })
}

fn objects<'a>(o: &'a Object, name: &str) -> impl Iterator<Item = &'a Object> {
    o.get(name).map_or(&[][..], Value::many).iter().filter_map(Value::as_object)
}

fn text(o: &Object, name: &str) -> Option<String> {
    o.get(name)?.many().first()?.as_str().map(str::to_owned)
}

fn texts(o: &Object, name: &str) -> Vec<String> {
    o.get(name).map_or(&[][..], Value::many).iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
