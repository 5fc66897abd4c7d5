//! Asking the issuer: does what lies at its id list this key? (D-23, OB3-PRF-46, OB3-PRF-47)

use super::compute::{computed, did_web_url};
use super::document::{Document, Method, Published, may_be, published, read};
use super::{Confirmation, KeyRefusal, Mismatch, Provenance, Relation, Silence, Unconfirmed};
use crate::crypto::PublicKey;
use crate::json::Value;
use crate::limits::Limits;
use crate::name::{Did, Url};
use crate::resource::{Lookup, Purpose, Resources};

/// Whether the issuer lists a key as its own.
///
/// `method` is the name under which the key was obtained, if it has one: a document may list a key by that name alone.
#[must_use]
pub fn vouch(
    issuer_id: &str,
    key: &PublicKey,
    method: Option<&str>,
    known: &Resources,
    limits: &Limits,
) -> (Provenance, Option<Method>) {
    vouch_for(Relation::Assertion, issuer_id, key, method, known, limits)
}

/// The same, for a key that is used for something else.
pub(super) fn vouch_for(
    relation: Relation,
    issuer_id: &str,
    key: &PublicKey,
    method: Option<&str>,
    known: &Resources,
    limits: &Limits,
) -> (Provenance, Option<Method>) {
    let ask = |lookup: &Lookup| ask(relation, lookup, issuer_id, key, method, known, limits);
    if let Ok(did) = Did::parse(issuer_id) {
        if let Some(own) = computed(&did) {
            let provenance = match own {
                Ok(own) if own == *key => Provenance::Confirmed(Confirmation::Computed),
                _ => Provenance::Mismatch(Mismatch::OtherKey),
            };
            return (provenance, None);
        }
        if did.method() != "web" {
            let name = did.method().to_owned();
            return (Provenance::Unconfirmed(Unconfirmed::UnsupportedMethod(name)), None);
        }
        return match did_web_url(&did) {
            Ok(url) => ask(&Lookup::new(&url, Purpose::DidDocument)),
            Err(_) => (Provenance::Unconfirmed(Unconfirmed::NoAddress), None),
        };
    }
    let Ok(url) = Url::parse(issuer_id) else {
        return (Provenance::Unconfirmed(Unconfirmed::NoAddress), None);
    };
    let (said, entry) = ask(&Lookup::new(&url, Purpose::Issuer));
    match said {
        // A set of keys does not say what they are for; it is read for issuers alone.
        said if relation != Relation::Assertion => (said, entry),
        // The issuer's own document has the last word where it says anything about keys.
        Provenance::Confirmed(_) | Provenance::Mismatch(_) => (said, entry),
        // Before it is asked, a key set that is known already may settle it.
        Provenance::Wanted(_) => match key_set(issuer_id, &url, key, known, limits) {
            found @ (Provenance::Confirmed(_) | Provenance::Mismatch(_), _) => found,
            _ => (said, entry),
        },
        _ => match key_set(issuer_id, &url, key, known, limits) {
            found @ (Provenance::Confirmed(_) | Provenance::Mismatch(_) | Provenance::Wanted(_), _) => found,
            _ => (said, entry),
        },
    }
}

/// Where the key set of an issuer's host lies (OB3-PRF-47).
#[must_use]
pub fn jwks_url(issuer: &Url) -> Option<Url> {
    Url::parse(&format!("https://{}/.well-known/jwks.json", issuer.authority())).ok()
}

fn ask(
    relation: Relation,
    lookup: &Lookup,
    issuer_id: &str,
    key: &PublicKey,
    method: Option<&str>,
    known: &Resources,
    limits: &Limits,
) -> (Provenance, Option<Method>) {
    let value = match read(known.get(&lookup.url), limits) {
        None => return (Provenance::Wanted(lookup.clone()), None),
        Some(Err(silence)) => return (Provenance::Unanswered(lookup.clone(), silence), None),
        Some(Ok(value)) => value,
    };
    let url = lookup.url.clone();
    match published(&value, relation) {
        Ok(Published::Document(document)) if document.id.as_deref() == Some(issuer_id) => {
            listed(&document, key, method, url)
        }
        Ok(Published::Key(method)) if method.id.as_deref() == Some(issuer_id) => {
            let same = method.is_key(key);
            let said = if same {
                Provenance::Confirmed(Confirmation::Document { url })
            } else {
                Provenance::Mismatch(Mismatch::NotListed { url })
            };
            (said, Some(method).filter(|_| same))
        }
        Ok(Published::Document(Document { id, .. }) | Published::Key(Method { id, .. })) => {
            (Provenance::Unconfirmed(Unconfirmed::DocumentIdDiffers { url, found: id }), None)
        }
        Ok(Published::Jwk(jwk)) => in_set(&[jwk], issuer_id, key, url),
        Ok(Published::JwkSet(keys)) => in_set(&keys, issuer_id, key, url),
        Err(_) => (Provenance::Unanswered(lookup.clone(), Silence::NotObject), None),
    }
}

fn listed(document: &Document, key: &PublicKey, method: Option<&str>, url: Url) -> (Provenance, Option<Method>) {
    let own = || document.methods.iter().filter(|m| m.is_key(key));
    let stranger = |m: &Method| m.controller.clone().filter(|c| document.id.as_ref() != Some(c));
    if let Some(entry) = own().find(|m| m.listed && stranger(m).is_none()) {
        let entry = document.whole(entry, method, key);
        return (Provenance::Confirmed(Confirmation::Document { url }), Some(entry));
    }
    if let Some(controller) = own().find_map(stranger) {
        return (Provenance::Mismatch(Mismatch::OtherController { controller }), None);
    }
    let provenance = if method.is_some_and(|m| document.references.iter().any(|r| r == m)) {
        Provenance::Confirmed(Confirmation::Document { url })
    } else if own().next().is_some() {
        Provenance::Mismatch(Mismatch::NotForAssertion { url })
    } else if document.lists_keys() {
        Provenance::Mismatch(Mismatch::NotListed { url })
    } else {
        Provenance::Unconfirmed(Unconfirmed::NoKeys { url })
    };
    (provenance, None)
}

/// The host's key set. Not finding the key there is no rejection: it may be the set of another service on that host.
fn key_set(
    issuer_id: &str,
    issuer: &Url,
    key: &PublicKey,
    known: &Resources,
    limits: &Limits,
) -> (Provenance, Option<Method>) {
    let Some(url) = jwks_url(issuer) else {
        return (Provenance::Unconfirmed(Unconfirmed::NoAddress), None);
    };
    let lookup = Lookup::new(&url, Purpose::Key);
    match read(known.get(&url), limits) {
        None => (Provenance::Wanted(lookup), None),
        Some(Err(silence)) => (Provenance::Unanswered(lookup, silence), None),
        Some(Ok(value)) => match published(&value, Relation::Assertion) {
            Ok(Published::JwkSet(keys)) => match in_set(&keys, issuer_id, key, url.clone()) {
                (Provenance::Mismatch(Mismatch::NotListed { .. }), _) => {
                    (Provenance::Unconfirmed(Unconfirmed::NoKeys { url }), None)
                }
                other => other,
            },
            _ => (Provenance::Unanswered(lookup, Silence::NotObject), None),
        },
    }
}

/// Whether an issuer is the whole host on which a set lies, or the set itself.
fn is_all_of(issuer_id: &str, set: &Url) -> bool {
    issuer_id == set.as_str() || issuer_id.trim_end_matches('/') == format!("https://{}", set.authority())
}

/// A JWK with a member `iss` speaks for that issuer only (OB3-PRF-47). With the entry that confirms.
fn in_set(keys: &[Value], issuer_id: &str, key: &PublicKey, url: Url) -> (Provenance, Option<Method>) {
    let mut other = None;
    let own = key.to_jwk();
    let same = |jwk: &&Value| may_be(jwk, &own) && PublicKey::from_jwk(jwk).is_ok_and(|own| own == *key);
    // On a host that several issuers share, a key that names none of them speaks for the host itself alone.
    let shared = keys.iter().any(|jwk| jwk.get("iss").is_some()) && !is_all_of(issuer_id, &url);
    let mut nobodys = false;
    for jwk in keys.iter().filter(same) {
        match jwk.get("iss") {
            None if shared => nobodys = true,
            Some(iss) if iss.as_str() != Some(issuer_id) => other = Some(iss.as_str().unwrap_or_default().to_owned()),
            _ => return (Provenance::Confirmed(Confirmation::KeySet { url }), Some(Method::of_jwk(jwk))),
        }
    }
    let said = match other {
        _ if nobodys => Provenance::Unconfirmed(Unconfirmed::NoKeys { url }),
        Some(iss) => Provenance::Mismatch(Mismatch::OtherIssuer { iss }),
        None if keys.is_empty() => Provenance::Unconfirmed(Unconfirmed::NoKeys { url }),
        None => Provenance::Mismatch(Mismatch::NotListed { url }),
    };
    (said, None)
}

/// The JWK of a set that a name selects: by its fragment, or by the whole name (OB3-PRF-04).
pub(super) fn select<'a>(keys: &'a [Value], name: &str) -> Result<&'a Value, KeyRefusal> {
    let fragment = name.split_once('#').map(|(_, f)| f);
    keys.iter()
        .find(|jwk| {
            let kid = jwk.get("kid").and_then(Value::as_str);
            kid.is_some() && (kid == Some(name) || kid == fragment)
        })
        .ok_or(KeyRefusal::MethodNotFound)
}
