//! Reading a list: bounded, every member held to its form. Members that are not known are passed over.

use super::{KnownIssuer, SCHEMA, TYP, TrustError, TrustList};
use crate::crypto::jose::Jws;
use crate::crypto::{KeyError, PublicKey, named_algorithm};
use crate::json::{self, Object, Value};
use crate::limits::Limits;
use crate::name::{Did, Url};
use crate::time::{TimeError, Timestamp};

/// Characters of a name.
const NAME: usize = 300;
/// Characters of an id or an address.
const ID: usize = 2_000;

impl TrustList {
    /// Reads a list: a compact JWS whose signature holds, or plain JSON.
    ///
    /// A list may be as large as one fetched answer ([`Limits::answer_bytes`]). That its signature holds says nothing
    /// about who signed: compare [`TrustList::signed_by`] with a key that you know. Whether it is over is for
    /// [`TrustList::is_over`].
    ///
    /// # Errors
    /// See [`TrustError`]. One bad entry makes the whole list unusable.
    pub fn read(bytes: &[u8], limits: &Limits) -> Result<Self, TrustError> {
        let limits = Limits { document_bytes: limits.answer_bytes, ..limits.clone() };
        match std::str::from_utf8(bytes) {
            Ok(text) if Jws::looks_like(text) => signed(text, &limits),
            _ => list(&json::parse(bytes, &limits)?, None),
        }
    }
}

fn signed(text: &str, limits: &Limits) -> Result<TrustList, TrustError> {
    let jws = Jws::parse(text, limits)?;
    let header = jws.header();
    if header.typ.as_deref() != Some(TYP) {
        return Err(TrustError::Typ { found: header.typ.clone() });
    }
    let key = PublicKey::from_jwk_for(header.jwk.as_ref().ok_or(TrustError::NoKey)?, header.algorithm)?;
    jws.verify(&key)?;
    list(&json::parse(jws.payload(), limits)?, Some(key))
}

fn list(value: &Value, signed_by: Option<PublicKey>) -> Result<TrustList, TrustError> {
    let members = value.as_object().ok_or_else(|| wrong(""))?;
    let schema = members.get("schema").and_then(Value::as_str);
    if schema != Some(SCHEMA) {
        return Err(TrustError::Schema { found: schema.map(|s| s.chars().take(100).collect()) });
    }
    let name = text(members, "", "name", NAME)?.ok_or_else(|| wrong("/name"))?;
    let updated = date(members, "", "updated")?.ok_or_else(|| wrong("/updated"))?;
    let valid_until = date(members, "", "validUntil")?;
    if signed_by.is_some() && valid_until.is_none() {
        return Err(wrong("/validUntil"));
    }
    let mut list = TrustList { valid_until, signed_by, ..TrustList::new(name, updated) };
    let issuers = members.get("issuers").and_then(Value::as_array).ok_or_else(|| wrong("/issuers"))?;
    for (at, value) in issuers.iter().enumerate() {
        let at = format!("/issuers/{at}");
        let issuer = issuer(value.as_object().ok_or_else(|| wrong(&at))?, &at)?;
        if list.by_id.insert(issuer.id.clone(), list.issuers.len()).is_some() {
            return Err(TrustError::Repeated { id: issuer.id });
        }
        list.issuers.push(issuer);
    }
    Ok(list)
}

fn issuer(members: &Object, at: &str) -> Result<KnownIssuer, TrustError> {
    let id = text(members, at, "id", ID)?.filter(|id| Did::parse(id).is_ok() || Url::parse(id).is_ok());
    let mut issuer = KnownIssuer::new(id.ok_or_else(|| wrong(&format!("{at}/id")))?);
    issuer.name = text(members, at, "name", NAME)?;
    issuer.url = text(members, at, "url", ID)?;
    if issuer.url.as_deref().is_some_and(|url| Url::parse(url).is_err()) {
        return Err(wrong(&format!("{at}/url")));
    }
    issuer.since = date(members, at, "since")?;
    let keys = match members.get("keys") {
        None => &[][..],
        Some(keys) => keys.as_array().ok_or_else(|| wrong(&format!("{at}/keys")))?,
    };
    for (n, value) in keys.iter().enumerate() {
        let key = match value.as_str() {
            Some(multibase) => PublicKey::from_multikey(multibase),
            None => PublicKey::from_jwk(value),
        };
        match key {
            // RFC 7517 section 4.4: what a JWK says that it is for.
            Ok(key) => match named_algorithm(value) {
                None => issuer.keys.push(key),
                Some(Ok(algorithm)) if algorithm.key_kind() == key.kind() => issuer.keys.push(key),
                // Such a key cannot have that algorithm: a mistake of whoever wrote the list.
                Some(Ok(_)) => return Err(wrong(&format!("{at}/keys/{n}/alg"))),
                Some(Err(_)) => issuer.other_keys += 1,
            },
            // A key that cannot be read still says that others are not meant.
            Err(KeyError::NotCompiled(_) | KeyError::UnknownPrefix(_) | KeyError::JwkUnknown { .. }) => {
                issuer.other_keys += 1;
            }
            Err(_) => return Err(wrong(&format!("{at}/keys/{n}"))),
        }
    }
    Ok(issuer)
}

fn text(members: &Object, at: &str, name: &str, most: usize) -> Result<Option<String>, TrustError> {
    match members.get(name) {
        None => Ok(None),
        Some(Value::String(text)) if !text.trim().is_empty() && text.chars().count() <= most => Ok(Some(text.clone())),
        Some(_) => Err(wrong(&format!("{at}/{name}"))),
    }
}

/// A day stands for its first second, in UTC.
fn date(members: &Object, at: &str, name: &str) -> Result<Option<Timestamp>, TrustError> {
    let malformed = || wrong(&format!("{at}/{name}"));
    let Some(value) = members.get(name) else { return Ok(None) };
    let text = value.as_str().ok_or_else(malformed)?;
    let parsed = match Timestamp::parse(text) {
        Err(TimeError::DateOnly) => Timestamp::parse(&format!("{text}T00:00:00Z")),
        other => other,
    };
    parsed.map(Some).map_err(|_| malformed())
}

fn wrong(at: &str) -> TrustError {
    TrustError::Member { at: at.to_owned() }
}
