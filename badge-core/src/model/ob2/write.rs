//! Writing Open Badges 2.0: Assertion, BadgeClass, Profile, CryptographicKey, RevocationList. Dates are in UTC with
//! seconds; recipients are hashed with `hashed` always said (OB2-DM-62).

use crate::json::{Object, Value, object};
use crate::model::{
    Achievement, Alignment, Badge, Criteria, Evidence, HostedScope, Identity, IdentityKind, Image, Profile, Related,
    Verification2,
};
use crate::time::Timestamp;

/// The context of every document.
pub const CONTEXT: &str = "https://w3id.org/openbadges/v2";

/// Writes an Assertion (OB2-DM-10 to 21). Its BadgeClass is named by `badge.achievement.id`, not embedded: the copy at
/// that address is the one that counts (OB2-VER-06).
///
/// A badge without a recipient identity gets no `recipient`; the document's checks say so.
#[must_use]
pub fn assertion(badge: &Badge) -> Object {
    let mut o = head(badge.id.as_deref(), "Assertion");
    set(&mut o, "@language", badge.language.as_deref());
    if let Some(identity) = badge.recipient.identities.first() {
        o.set("recipient", recipient(identity));
    }
    set(&mut o, "badge", badge.achievement.as_ref().and_then(|a| a.id.as_deref()));
    if let Some(how) = &badge.verification {
        o.set("verification", verification(how));
    }
    set(&mut o, "issuedOn", badge.valid_from.map(date));
    set(&mut o, "expires", badge.valid_until.map(date));
    set(&mut o, "image", badge.image.as_ref().map(image));
    set(&mut o, "narrative", badge.narrative.as_deref());
    list(&mut o, "evidence", &badge.evidence, evidence);
    if let Some(revocation) = &badge.revoked {
        o.set("revoked", true);
        set(&mut o, "revocationReason", revocation.reason.as_deref());
    }
    extra(&mut o, &badge.extra);
    o
}

/// What is served in the place of a hosted Assertion that no longer holds (OB2-DM-20, K-25).
#[must_use]
pub fn revoked(id: &str, reason: Option<&str>) -> Object {
    let mut o = head(Some(id), "Assertion");
    o.set("revoked", true);
    set(&mut o, "revocationReason", reason);
    o
}

/// Writes a BadgeClass (OB2-DM-30 to 38).
#[must_use]
pub fn badge_class(a: &Achievement) -> Object {
    let mut o = head(a.id.as_deref(), "BadgeClass");
    set(&mut o, "@language", a.language.as_deref());
    set(&mut o, "name", a.name.as_deref());
    set(&mut o, "description", a.description.as_deref());
    set(&mut o, "image", a.image.as_ref().map(image));
    set(&mut o, "criteria", a.criteria.as_ref().map(criteria));
    set(&mut o, "issuer", a.issuer_id.as_deref());
    set(&mut o, "version", a.version.as_deref());
    if !a.tags.is_empty() {
        o.set("tags", a.tags.clone());
    }
    list(&mut o, "alignment", &a.alignments, alignment);
    list(&mut o, "related", &a.related, related);
    extra(&mut o, &a.extra);
    o
}

/// Writes an issuer's Profile (OB2-DM-40 to 50). Keys and the revocation list are named by address.
#[must_use]
pub fn profile(p: &Profile) -> Object {
    let mut o = head(p.id.as_deref(), "Issuer");
    set(&mut o, "name", p.name.as_deref());
    set(&mut o, "url", p.url.as_deref());
    set(&mut o, "email", p.email.as_deref());
    set(&mut o, "telephone", p.phone.as_deref());
    set(&mut o, "description", p.description.as_deref());
    set(&mut o, "image", p.image.as_ref().map(image));
    match p.public_keys.as_slice() {
        [] => {}
        [one] => o.set("publicKey", one.as_str()),
        several => o.set("publicKey", several.to_vec()),
    }
    if let Some(scope) = &p.scope {
        o.set("verification", hosted_scope(scope));
    }
    set(&mut o, "revocationList", p.revocation_list.as_deref());
    extra(&mut o, &p.extra);
    o
}

/// Writes a CryptographicKey (OB2-DM-97 to 100).
#[must_use]
pub fn cryptographic_key(id: &str, owner: &str, pem: &str) -> Object {
    let mut o = head(Some(id), "CryptographicKey");
    o.set("owner", owner);
    o.set("publicKeyPem", pem);
    o
}

/// Writes a RevocationList (OB2-DM-94 to 96) of ids and reasons.
#[must_use]
pub fn revocation_list(id: &str, issuer: &str, entries: &[(String, Option<String>)]) -> Object {
    let mut o = head(Some(id), "RevocationList");
    o.set("issuer", issuer);
    let one = |(id, reason): &(String, Option<String>)| {
        let mut entry = object([("id", id.as_str().into()), ("revoked", true.into())]);
        set(&mut entry, "revocationReason", reason.as_deref());
        entry
    };
    o.set("revokedAssertions", Value::Array(entries.iter().map(|e| one(e).into()).collect()));
    o
}

fn head(id: Option<&str>, class: &str) -> Object {
    let mut o = object([("@context", CONTEXT.into()), ("type", class.into())]);
    set(&mut o, "id", id);
    o
}

fn recipient(i: &Identity) -> Object {
    let kind = match &i.kind {
        IdentityKind::Email => "email",
        IdentityKind::Telephone => "telephone",
        IdentityKind::Url => "url",
        IdentityKind::Id => "id",
        IdentityKind::Name => "name",
        IdentityKind::Other(other) => other,
    };
    let mut o = object([("type", kind.into()), ("hashed", i.hashed.into()), ("identity", i.value.as_str().into())]);
    set(&mut o, "salt", i.salt.as_deref());
    o
}

fn verification(how: &Verification2) -> Object {
    match how {
        Verification2::Hosted => object([("type", "HostedBadge".into())]),
        Verification2::Signed { creator } => {
            let mut o = object([("type", "SignedBadge".into())]);
            set(&mut o, "creator", creator.as_deref()); // OB2-VER-37
            o
        }
    }
}

/// One value as a text: a validator refuses a list for `startsWith` (K-05).
fn hosted_scope(scope: &HostedScope) -> Object {
    let one_or_many = |list: &[String]| match list {
        [one] => Value::from(one.as_str()),
        several => Value::from(several.to_vec()),
    };
    let mut o = object([("type", "VerificationObject".into()), ("verificationProperty", "id".into())]);
    for (name, list) in [("startsWith", &scope.starts_with), ("allowedOrigins", &scope.allowed_origins)] {
        if !list.is_empty() {
            o.set(name, one_or_many(list));
        }
    }
    o
}

fn image(i: &Image) -> Value {
    match &i.caption {
        None => i.id.as_str().into(),
        Some(caption) => object([
            ("type", "schema:ImageObject".into()),
            ("id", i.id.as_str().into()),
            ("caption", caption.as_str().into()),
        ])
        .into(),
    }
}

fn criteria(c: &Criteria) -> Value {
    match c {
        Criteria { id: Some(id), narrative: None } => id.as_str().into(),
        Criteria { id, narrative } => {
            let mut o = object([("type", "Criteria".into())]);
            set(&mut o, "id", id.as_deref());
            set(&mut o, "narrative", narrative.as_deref());
            o.into()
        }
    }
}

fn evidence(e: &Evidence) -> Object {
    let mut o = object([("type", "Evidence".into())]);
    set(&mut o, "id", e.id.as_deref());
    set(&mut o, "name", e.name.as_deref());
    set(&mut o, "description", e.description.as_deref());
    set(&mut o, "narrative", e.narrative.as_deref());
    set(&mut o, "genre", e.genre.as_deref());
    set(&mut o, "audience", e.audience.as_deref());
    o
}

fn alignment(a: &Alignment) -> Object {
    let mut o = object([("type", "AlignmentObject".into())]);
    set(&mut o, "targetName", a.target_name.as_deref());
    set(&mut o, "targetUrl", a.target_url.as_deref());
    set(&mut o, "targetDescription", a.target_description.as_deref());
    set(&mut o, "targetFramework", a.target_framework.as_deref());
    set(&mut o, "targetCode", a.target_code.as_deref());
    o
}

fn related(r: &Related) -> Object {
    let mut o = object([("type", "BadgeClass".into()), ("id", r.id.as_str().into())]);
    set(&mut o, "@language", r.language.as_deref());
    set(&mut o, "version", r.version.as_deref());
    o
}

fn date(t: Timestamp) -> String {
    t.to_utc_seconds().to_string()
}

fn set<T: Into<Value>>(o: &mut Object, name: &str, value: Option<T>) {
    if let Some(value) = value {
        o.set(name, value);
    }
}

fn list<T>(o: &mut Object, name: &str, entries: &[T], one: impl Fn(&T) -> Object) {
    if !entries.is_empty() {
        o.set(name, entries.iter().map(one).collect::<Vec<_>>());
    }
}

fn extra(o: &mut Object, more: &Object) {
    // Contexts and types beside the usual ones are kept whole: see `keep`.
    for name in ["@context", "type"] {
        if let Some(whole) = more.get(name) {
            o.set(name, whole.clone());
        }
    }
    o.add_missing(more.iter(), Value::clone);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Recipient, Version};

    #[test]
    fn an_assertion_names_its_class_and_dates_in_utc() {
        let mut b = Badge::new(Version::Ob20);
        b.id = Some("https://badges.example.org/b/1/assertion.json".into());
        b.achievement =
            Some(Achievement { id: Some("https://badges.example.org/a.v2.json".into()), ..Achievement::default() });
        b.valid_from = Timestamp::parse("2026-03-02T10:00:00+01:00").ok();
        b.verification =
            Some(Verification2::Signed { creator: Some("https://badges.example.org/keys/k.pem.json".into()) });
        let identity = Identity { kind: IdentityKind::Email, value: "a@example.org".into(), hashed: false, salt: None };
        b.recipient = Recipient { id: None, identities: vec![identity] };
        assert_eq!(
            Value::Object(assertion(&b)).to_compact(),
            concat!(
                r#"{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://badges.example.org/b/1/assertion.json","#,
                r#""recipient":{"type":"email","hashed":false,"identity":"a@example.org"},"#,
                r#""badge":"https://badges.example.org/a.v2.json","#,
                r#""verification":{"type":"SignedBadge","creator":"https://badges.example.org/keys/k.pem.json"},"#,
                r#""issuedOn":"2026-03-02T09:00:00Z"}"#
            )
        );
    }

    #[test]
    fn a_revocation_list_may_be_empty() {
        // OB2-DM-96: the member is required.
        let list = revocation_list("https://a.example.org/r.json", "https://a.example.org/issuer.json", &[]);
        assert_eq!(list.get("revokedAssertions").unwrap().as_array(), Some(&[][..]));
        let entries = [("urn:uuid:1".to_owned(), Some("erreur".to_owned()))];
        let list = revocation_list("https://a.example.org/r.json", "https://a.example.org/issuer.json", &entries);
        assert!(
            Value::Object(list)
                .to_compact()
                .contains(r#"{"id":"urn:uuid:1","revoked":true,"revocationReason":"erreur"}"#)
        );
    }
}
