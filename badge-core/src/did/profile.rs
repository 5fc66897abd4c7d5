//! The keys of an OB 2.0 issuer: `publicKey` of its profile, and `verification.creator` of a signed badge.

use super::document::{Method, read};
use super::{KeyRefusal, Silence};
use crate::crypto::{JwsAlgorithm, PublicKey, other_algorithm};
use crate::json::Value;
use crate::limits::Limits;
use crate::name::Url;
use crate::resource::{Lookup, Purpose, Resources};

/// A key that an OB 2.0 profile lists.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ProfileKey {
    /// Its id; none when it is embedded without one.
    pub id: Option<String>,
    /// `owner`, as the key document says; when there is one it should be the issuer's id (OB2-VER-33).
    pub owner: Option<String>,
    /// The key, or why there is none yet.
    pub answer: ProfileKeyAnswer,
    /// The JWK in which it was found; it may say for which algorithm it is.
    pub(crate) jwk: Option<Value>,
}

impl ProfileKey {
    /// The algorithm that the key says it is for, where that is another than `used` (RFC 7517 section 4.4).
    #[must_use]
    pub fn other_algorithm(&self, used: JwsAlgorithm) -> Option<String> {
        self.jwk.as_ref().and_then(|jwk| other_algorithm(jwk, used))
    }
}

/// What is known about such a key.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ProfileKeyAnswer {
    /// The key.
    Known(PublicKey),
    /// It lies at this address, which was not asked yet.
    Wanted(Lookup),
    /// The address gave nothing that can be read.
    Unanswered(Lookup, Silence),
    /// What was found is no key that may be used.
    Refused(KeyRefusal),
}

/// The candidate keys of a signed OB 2.0 badge (OB2-VER-32, 33): the one that `creator` names, else all that the
/// issuer's profile lists. The profile is the one fetched from the issuer's id; what it lists is the issuer's.
///
/// # Errors
/// [`KeyRefusal::MethodNotFound`] when the profile does not list `creator`; [`KeyRefusal::TooManyMethods`] when it
/// lists more than 32 keys.
pub fn profile_keys(
    profile: &Value,
    creator: Option<&str>,
    known: &Resources,
    limits: &Limits,
) -> Result<Vec<ProfileKey>, KeyRefusal> {
    let listed = profile.get("publicKey").map_or(&[][..], Value::many);
    if listed.len() > 32 {
        return Err(KeyRefusal::TooManyMethods);
    }
    let keys: Vec<_> = listed
        .iter()
        .map(|entry| (entry, entry.as_str().or_else(|| entry.get("id").and_then(Value::as_str))))
        .filter(|(_, id)| creator.is_none() || *id == creator)
        .map(|(entry, id)| one(entry, id, known, limits))
        .collect();
    if creator.is_some() && keys.is_empty() { Err(KeyRefusal::MethodNotFound) } else { Ok(keys) }
}

fn one(entry: &Value, id: Option<&str>, known: &Resources, limits: &Limits) -> ProfileKey {
    let without = |answer| ProfileKey { id: id.map(str::to_owned), owner: None, answer, jwk: None };
    // An embedded key is a part of the profile, which was fetched from the issuer.
    if entry.get("publicKeyPem").is_some() {
        return embedded(entry, id);
    }
    let Some(url) = id.and_then(|id| Url::parse(id).ok()) else {
        return without(ProfileKeyAnswer::Refused(KeyRefusal::NotAName));
    };
    let lookup = Lookup::new(&url, Purpose::Key);
    let fetched = match read(known.get(&lookup.url), limits) {
        None => return without(ProfileKeyAnswer::Wanted(lookup)),
        Some(Err(why)) => return without(ProfileKeyAnswer::Unanswered(lookup, why)),
        Some(Ok(value)) => value,
    };
    let found = fetched.get("id").and_then(Value::as_str);
    if found != id {
        let expected = id.unwrap_or_default().to_owned();
        let found = found.map(str::to_owned);
        return without(ProfileKeyAnswer::Refused(KeyRefusal::DocumentIdDiffers { expected, found }));
    }
    embedded(&fetched, id)
}

fn embedded(value: &Value, id: Option<&str>) -> ProfileKey {
    let method = Method::standalone(value);
    let answer = match method.key() {
        Ok(key) => ProfileKeyAnswer::Known(key),
        Err(why) => ProfileKeyAnswer::Refused(why),
    };
    ProfileKey { id: id.map(str::to_owned), jwk: method.jwk().cloned(), owner: method.controller, answer }
}
