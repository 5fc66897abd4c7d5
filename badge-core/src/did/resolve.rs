//! From the name of a verification method, or a JOSE header, to a key and its owner (OB3-PRF-40 to 49, D-22, D-23).

use super::compute::{computed, did_web_url, own_jwk};
use super::document::{Document, Method, Published, published, read};
use super::vouch::{jwks_url, select, vouch_for};
use super::{Confirmation, KeyAnswer, KeyRefusal, KnownKey, Mismatch, Provenance, Relation};
use crate::crypto::PublicKey;
use crate::json::Value;
use crate::limits::Limits;
use crate::name::{DidUrl, Url};
use crate::resource::{Lookup, Purpose, Resources};

/// The key that a proof names, and whether it is the issuer's.
///
/// Call it again after a [`KeyAnswer::Wanted`] or [`Provenance::Wanted`] was looked up and added to `known`.
#[must_use]
pub fn resolve(method_id: &str, issuer_id: &str, known: &Resources, limits: &Limits) -> KeyAnswer {
    Asking { issuer_id, relation: Relation::Assertion, known, limits }.about(method_id)
}

/// The key that a JOSE header leads to: `kid` first, then `jwk`; with both, they must be one key (OB3-PRF-04).
///
/// A `jwk` makes the signature checkable while `kid` is still being looked up; it never confirms the issuer by itself.
#[must_use]
pub fn resolve_header(
    kid: Option<&str>,
    jwk: Option<&Value>,
    issuer_id: &str,
    known: &Resources,
    limits: &Limits,
) -> KeyAnswer {
    by_header(kid, jwk, Asking { issuer_id, relation: Relation::Assertion, known, limits })
}

/// The key with which somebody shows badges: named by a verification method or a `kid`, or handed in as a `jwk`. The
/// provenance is about `holder`, who must list the key under `authentication`.
#[must_use]
pub fn resolve_holder(
    kid: Option<&str>,
    jwk: Option<&Value>,
    holder: &str,
    known: &Resources,
    limits: &Limits,
) -> KeyAnswer {
    by_header(kid, jwk, Asking { issuer_id: holder, relation: Relation::Authentication, known, limits })
}

/// Who is asked about a key, and what for.
#[derive(Clone, Copy)]
struct Asking<'a> {
    issuer_id: &'a str,
    relation: Relation,
    known: &'a Resources,
    limits: &'a Limits,
}

impl Asking<'_> {
    /// The key of that name.
    fn about(self, method_id: &str) -> KeyAnswer {
        let question = Question { method_id, asking: self };
        let answer = if let Ok(did_url) = DidUrl::parse(method_id) {
            question.did(&did_url)
        } else if let Ok(url) = Url::parse(method_id) {
            question.address(&url)
        } else {
            Err(KeyRefusal::NotAName.into())
        };
        answer.unwrap_or_else(|stop| stop)
    }

    fn vouch(self, key: &PublicKey, method: Option<&str>) -> (Provenance, Option<Method>) {
        vouch_for(self.relation, self.issuer_id, key, method, self.known, self.limits)
    }
}

fn by_header(kid: Option<&str>, jwk: Option<&Value>, asking: Asking<'_>) -> KeyAnswer {
    let issuer_id = asking.issuer_id;
    let handed_in = match jwk.map(PublicKey::from_jwk).transpose() {
        Ok(key) => key,
        Err(why) => return KeyRefusal::Key(why).into(),
    };
    let named = kid.map(|kid| by_kid(kid, asking));
    let Some(key) = handed_in else {
        return named.unwrap_or(KeyAnswer::Refused(KeyRefusal::NoHint));
    };
    let alone = |provenance| {
        KeyAnswer::Known(Box::new(KnownKey {
            key: key.clone(),
            method: None,
            controller: None,
            provenance,
            expires: None,
            revoked: None,
            jwks: jwk.into_iter().cloned().collect(),
        }))
    };
    match named {
        Some(KeyAnswer::Known(found)) if found.key != key => KeyRefusal::HeaderKeyDiffers.into(),
        Some(KeyAnswer::Known(mut found)) => {
            found.jwks.extend(jwk.cloned());
            KeyAnswer::Known(found)
        }
        Some(KeyAnswer::Wanted(lookup)) => alone(Provenance::Wanted(lookup)),
        Some(KeyAnswer::Unanswered(lookup, why)) => alone(Provenance::Unanswered(lookup, why)),
        Some(KeyAnswer::Refused(why)) if !matches!(why, KeyRefusal::NotAName) => KeyAnswer::Refused(why),
        // No kid, or one that is only a label: the issuer is asked for the key itself.
        _ => match jwk.and_then(|jwk| jwk.get("iss")).map(|iss| iss.as_str().unwrap_or_default()) {
            Some(iss) if iss != issuer_id => alone(Provenance::Mismatch(Mismatch::OtherIssuer { iss: iss.to_owned() })),
            _ => {
                let (provenance, entry) = asking.vouch(&key, None);
                with_dates(alone(provenance), entry.as_ref())
            }
        },
    }
}

/// A `kid` is a DID URL, an address, or a label within the issuer's own keys.
fn by_kid(kid: &str, asking: Asking<'_>) -> KeyAnswer {
    let issuer_id = asking.issuer_id;
    if DidUrl::parse(kid).is_ok() || Url::parse(kid).is_ok() {
        return asking.about(kid);
    }
    if DidUrl::parse(issuer_id).is_ok() {
        return asking.about(&format!("{issuer_id}#{}", kid.trim_start_matches('#')));
    }
    match Url::parse(issuer_id).ok().as_ref().and_then(jwks_url) {
        Some(set) => {
            let name = format!("{}#{kid}", set.as_str());
            asking.about(&name)
        }
        None => KeyRefusal::NotAName.into(),
    }
}

impl From<KeyRefusal> for KeyAnswer {
    fn from(why: KeyRefusal) -> Self {
        Self::Refused(why)
    }
}

struct Question<'a> {
    method_id: &'a str,
    asking: Asking<'a>,
}

/// Either arm is the answer; the error arm is the one that was reached early.
type Answered = Result<KeyAnswer, KeyAnswer>;

impl Question<'_> {
    fn did(&self, name: &DidUrl) -> Answered {
        let did = name.did();
        if let Some(key) = computed(did) {
            // did:key:zX#zX, did:jwk:…#0; the bare DID is accepted too (OB3-PRF-41).
            let own = if did.method() == "jwk" { "0" } else { did.method_id() };
            let plain = name.as_str().len() == did.as_str().len();
            if !plain && name.as_str() != format!("{}#{own}", did.as_str()) {
                return Err(KeyRefusal::MethodNotFound.into());
            }
            let key = key.map_err(KeyRefusal::Key)?;
            let mut answer = if did.as_str() == self.asking.issuer_id {
                let confirmed = Provenance::Confirmed(Confirmation::Computed);
                self.known(key, Some(did.as_str().to_owned()), confirmed, None)?
            } else {
                self.asked(key, Some(did.as_str().to_owned()), None)
            };
            if let KeyAnswer::Known(known) = &mut answer {
                known.jwks.extend(own_jwk(did));
            }
            return Ok(answer);
        }
        if did.method() != "web" {
            return Err(KeyAnswer::UnsupportedMethod(did.method().to_owned()));
        }
        let lookup = Lookup::new(&did_web_url(did).map_err(KeyRefusal::Web)?, Purpose::DidDocument);
        let value = self.fetched(&lookup)?;
        let document = Document::read_for(&value, self.asking.relation)?;
        self.in_document(&document, did.as_str(), &lookup)
    }

    fn address(&self, url: &Url) -> Answered {
        let base = url.without_fragment();
        // OB3-PRF-45: the key stands in the name. It proves nothing about whose it is.
        if let Some(Ok(key)) = url.fragment().filter(|f| f.starts_with('z')).map(PublicKey::from_multikey) {
            return Ok(self.asked(key, Some(base.as_str().to_owned()), None));
        }
        let purpose = if base.as_str() == self.asking.issuer_id { Purpose::Issuer } else { Purpose::Key };
        let lookup = Lookup::new(&base, purpose);
        let value = self.fetched(&lookup)?;
        match published(&value, self.asking.relation)? {
            Published::Document(document) => self.in_document(&document, base.as_str(), &lookup),
            Published::Key(method) => {
                if method.id.as_deref().is_some_and(|id| id != self.method_id) {
                    let found = method.id.clone();
                    return Err(KeyRefusal::DocumentIdDiffers { expected: self.method_id.to_owned(), found }.into());
                }
                Ok(self.owned(&method, method.controller.as_deref())?)
            }
            Published::Jwk(jwk) => self.jwk(&jwk),
            Published::JwkSet(keys) => self.jwk(select(&keys, self.method_id)?),
        }
    }

    fn in_document(&self, document: &Document, expected: &str, lookup: &Lookup) -> Answered {
        if document.id.as_deref() != Some(expected) {
            let found = document.id.clone();
            return Err(KeyRefusal::DocumentIdDiffers { expected: expected.to_owned(), found }.into());
        }
        if expected == self.asking.issuer_id && !document.lists_keys() {
            return Err(KeyRefusal::NoKeys { issuer: expected.to_owned() }.into());
        }
        let method = document.method(self.method_id).ok_or(KeyRefusal::MethodNotFound)?;
        if !method.listed {
            return Err(KeyRefusal::NotForAssertion.into());
        }
        let controller = method.controller.as_deref().or(document.id.as_deref());
        if expected == self.asking.issuer_id && controller == Some(expected) {
            let confirmed = Provenance::Confirmed(Confirmation::Document { url: lookup.url.clone() });
            let key = method.key()?;
            let method = document.whole(method, Some(self.method_id), &key);
            return Ok(self.known(key, controller.map(str::to_owned), confirmed, Some(&method))?);
        }
        Ok(self.owned(method, controller)?)
    }

    /// A method found outside the issuer's own document: what it says of its controller can refute, never confirm.
    fn owned(&self, method: &Method, controller: Option<&str>) -> Result<KeyAnswer, KeyRefusal> {
        let key = method.key()?;
        match controller {
            Some(other) if other != self.asking.issuer_id => {
                let mismatch = Provenance::Mismatch(Mismatch::OtherController { controller: other.to_owned() });
                self.known(key, Some(other.to_owned()), mismatch, Some(method))
            }
            _ => {
                let (provenance, entry) = self.asking.vouch(&key, Some(self.method_id));
                let answer = self.known(key, controller.map(str::to_owned), provenance, Some(method))?;
                Ok(with_dates(answer, entry.as_ref()))
            }
        }
    }

    fn jwk(&self, jwk: &Value) -> Answered {
        let key = PublicKey::from_jwk(jwk).map_err(KeyRefusal::Key)?;
        let mut answer = self.asked(key, None, jwk.get("iss").map(|iss| iss.as_str().unwrap_or_default()));
        if let KeyAnswer::Known(known) = &mut answer {
            known.jwks.push(jwk.clone());
        }
        Ok(answer)
    }

    /// A key at hand; the issuer is asked whether it is its own.
    fn asked(&self, key: PublicKey, controller: Option<String>, iss: Option<&str>) -> KeyAnswer {
        let (provenance, entry) = match iss {
            Some(iss) if iss != self.asking.issuer_id => {
                (Provenance::Mismatch(Mismatch::OtherIssuer { iss: iss.to_owned() }), None)
            }
            _ => self.asking.vouch(&key, Some(self.method_id)),
        };
        match self.known(key, controller, provenance, None) {
            Ok(answer) => with_dates(answer, entry.as_ref()),
            Err(why) => why.into(),
        }
    }

    fn known(
        &self,
        key: PublicKey,
        controller: Option<String>,
        provenance: Provenance,
        method: Option<&Method>,
    ) -> Result<KeyAnswer, KeyRefusal> {
        let dates = method.map(|m| Ok::<_, KeyRefusal>((m.expires()?, m.revoked()?))).transpose()?;
        let (expires, revoked) = dates.unwrap_or_default();
        let jwks = method.and_then(Method::jwk).into_iter().cloned().collect();
        let method = Some(self.method_id.to_owned());
        Ok(KeyAnswer::Known(Box::new(KnownKey { key, method, controller, provenance, expires, revoked, jwks })))
    }

    fn fetched(&self, lookup: &Lookup) -> Result<Value, KeyAnswer> {
        match read(self.asking.known.get(&lookup.url), self.asking.limits) {
            None => Err(KeyAnswer::Wanted(lookup.clone())),
            Some(Err(why)) => Err(KeyAnswer::Unanswered(lookup.clone(), why)),
            Some(Ok(value)) => Ok(value),
        }
    }
}

/// Adds what the issuer's own entry says about the end of the key, and what it is for; the earlier end counts.
fn with_dates(answer: KeyAnswer, entry: Option<&Method>) -> KeyAnswer {
    let Some(entry) = entry else { return answer };
    let KeyAnswer::Known(mut known) = answer else { return answer };
    let (expires, revoked) = match (entry.expires(), entry.revoked()) {
        (Ok(expires), Ok(revoked)) => (expires, revoked),
        (Err(why), _) | (_, Err(why)) => return why.into(),
    };
    known.jwks.extend(entry.jwk().cloned());
    known.expires = [known.expires, expires].into_iter().flatten().min();
    known.revoked = [known.revoked, revoked].into_iter().flatten().min();
    KeyAnswer::Known(known)
}
