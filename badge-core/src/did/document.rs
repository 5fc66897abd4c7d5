//! What may lie at a key's or an issuer's address: a DID or controller document, a profile, one key, a set of keys.

use std::collections::HashMap;

use super::{KeyRefusal, Relation, Silence};
use crate::crypto::{KeyError, PublicKey};
use crate::json::{self, Object, Value};
use crate::limits::Limits;
use crate::resource::{Answer, Body};
use crate::time::Timestamp;

/// Verification methods of one document that are looked at; each may cost a point decompression.
const METHODS: usize = 1_000;

/// A DID document, a controller document or a profile, as far as keys go.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Document {
    /// Whom it is about.
    pub id: Option<String>,
    /// Its verification methods, embedded ones included.
    pub methods: Vec<Method>,
    /// Absolute ids listed for what was asked about (`assertionMethod`, and `publicKey` of a profile) that are not among
    /// `methods`.
    pub references: Vec<String>,
}

/// A verification method: a key with a name.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Method {
    /// Its name, absolute where the document has an id.
    pub id: Option<String>,
    /// Who controls it; `owner` in OB 2.0.
    pub controller: Option<String>,
    /// Whether it is listed, or embedded, for what was asked about: usually under `assertionMethod`.
    pub listed: bool,
    /// The method as written.
    source: Value,
    /// Other entries of the document that are the same key, and whether their end is this one's too.
    same: Vec<(Value, bool)>,
}

/// What was found at an address.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Published {
    Document(Document),
    Key(Method),
    Jwk(Value),
    JwkSet(Vec<Value>),
}

/// Members of which every document about somebody's keys has one: a DID or controller document, a profile, a set of keys,
/// a key.
const SAY: [&str; 11] = [
    "@context",
    "id",
    "name",
    "keys",
    "kty",
    "controller",
    "owner",
    "verificationMethod",
    "publicKey",
    "publicKeyPem",
    "publicKeyMultibase",
];

/// Reads an answer: nothing yet, silence, or JSON.
///
/// What has none of the members [`SAY`] is passed over like a page.
pub(super) fn read(answer: Option<&Answer>, limits: &Limits) -> Option<Result<Value, Silence>> {
    Some(match answer? {
        Answer::Found(Body { bytes, .. }) => match json::parse(bytes, limits) {
            Ok(value @ Value::Object(_)) if SAY.iter().any(|name| value.get(name).is_some()) => Ok(value),
            // A few words about an error, as programs say them, are no document of anybody's keys.
            Ok(_) => Err(Silence::NotObject),
            Err(why) => Err(Silence::NotJson(why)),
        },
        Answer::Gone(_) => Err(Silence::Gone),
        Answer::NotFound => Err(Silence::NotFound),
        Answer::Unreachable(why) => Err(Silence::Unreachable(*why)),
        Answer::Refused(rule) => Err(Silence::Refused(*rule)),
    })
}

/// Tells by its members what a document is.
pub(super) fn published(value: &Value, relation: Relation) -> Result<Published, KeyRefusal> {
    if let Some(keys) = value.get("keys").and_then(Value::as_array) {
        if keys.len() > METHODS {
            return Err(KeyRefusal::TooManyMethods);
        }
        return Ok(Published::JwkSet(keys.to_vec()));
    }
    if value.get("kty").is_some() {
        return Ok(Published::Jwk(value.clone()));
    }
    let is_key = ["publicKeyMultibase", "publicKeyJwk", "publicKeyPem"].iter().any(|name| value.get(name).is_some());
    if is_key && value.get("verificationMethod").is_none() {
        return Ok(Published::Key(Method::read(value, None)));
    }
    Document::read_for(value, relation).map(Published::Document)
}

impl Document {
    /// Reads the keys out of a DID document, a controller document or a profile, and which of them assert. Whatever has
    /// the wrong type is left out, and so lists nothing.
    ///
    /// # Errors
    /// [`KeyRefusal::TooManyMethods`].
    pub fn read(value: &Value) -> Result<Self, KeyRefusal> {
        Self::read_for(value, Relation::Assertion)
    }

    pub(super) fn read_for(value: &Value, relation: Relation) -> Result<Self, KeyRefusal> {
        let id = text(value, "id");
        let mut document = Self { id, methods: Vec::new(), references: Vec::new() };
        for entry in many(value, "verificationMethod") {
            if entry.as_object().is_some() {
                document.methods.push(Method::read(entry, document.id.as_deref()));
            }
        }
        let mut named: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, method) in document.methods.iter().enumerate() {
            if let Some(id) = &method.id {
                named.entry(id.clone()).or_default().push(at);
            }
        }
        let listed = match relation {
            // A profile of OB 2.0 lists its keys under `publicKey`; there they have no other purpose.
            Relation::Assertion => [many(value, "assertionMethod"), many(value, "publicKey")],
            Relation::Authentication => [many(value, "authentication"), &[]],
        };
        for entry in listed.into_iter().flatten() {
            match entry {
                Value::String(reference) => {
                    let id = absolute(reference, document.id.as_deref());
                    match named.get(&id) {
                        Some(places) => places.iter().for_each(|at| document.methods[*at].listed = true),
                        None => document.references.push(id),
                    }
                }
                Value::Object(_) => {
                    let mut method = Method::read(entry, document.id.as_deref());
                    method.listed = true;
                    if let Some(id) = &method.id {
                        named.entry(id.clone()).or_default().push(document.methods.len());
                    }
                    document.methods.push(method);
                }
                _ => {}
            }
            if document.methods.len() + document.references.len() > METHODS {
                return Err(KeyRefusal::TooManyMethods);
            }
        }
        if document.methods.len() > METHODS { Err(KeyRefusal::TooManyMethods) } else { Ok(document) }
    }

    /// The method of this name; one listed for what was asked about comes first.
    #[must_use]
    pub fn method(&self, id: &str) -> Option<&Method> {
        let named = || self.methods.iter().filter(|m| m.id.as_deref() == Some(id));
        named().find(|m| m.listed).or_else(|| named().next())
    }

    /// One of its methods, whose key is `key`, with what the document says of the same key elsewhere: a key that its owner
    /// calls revoked under any name is revoked. The end of an entry is for its own name; it counts where no entry has the name under
    /// which the key came, too.
    pub(super) fn whole(&self, method: &Method, name: Option<&str>, key: &PublicKey) -> Method {
        let own_name = name.filter(|name| self.methods.iter().any(|m| m.id.as_deref() == Some(name)));
        // The key was read from `method` itself: reading it again would only cost.
        let same = self.methods.iter().filter(|m| std::ptr::eq(*m, method) || m.is_key(key));
        let ends = |m: &Method| own_name.is_none_or(|name| m.id.as_deref() == Some(name));
        Method { same: same.map(|m| (m.source.clone(), ends(m))).collect(), ..method.clone() }
    }

    /// Whether the document speaks of any key at all.
    #[must_use]
    pub fn lists_keys(&self) -> bool {
        !self.methods.is_empty() || !self.references.is_empty()
    }
}

impl Method {
    /// A key that stands alone.
    pub(super) fn standalone(value: &Value) -> Self {
        Self::read(value, None)
    }

    fn read(value: &Value, base: Option<&str>) -> Self {
        Self {
            id: text(value, "id").map(|id| absolute(&id, base)),
            controller: text(value, "controller").or_else(|| text(value, "owner")),
            listed: false,
            source: value.clone(),
            same: Vec::new(),
        }
    }

    /// The key: Multikey and Ed25519VerificationKey2020 (`publicKeyMultibase`), JsonWebKey and JsonWebKey2020
    /// (`publicKeyJwk`), CryptographicKey of OB 2.0 (`publicKeyPem`). OB3-PRF-43
    ///
    /// # Errors
    /// [`KeyRefusal::UnsupportedType`], [`KeyRefusal::Key`].
    pub fn key(&self) -> Result<PublicKey, KeyRefusal> {
        if self.source.get("secretKeyMultibase").is_some() || self.source.get("privateKeyMultibase").is_some() {
            return Err(KeyError::JwkPrivate("secretKeyMultibase").into());
        }
        let member = |name| self.source.get(name);
        let multibase = || match member("publicKeyMultibase").and_then(Value::as_str) {
            Some(text) => Ok(PublicKey::from_multikey(text)?),
            None => Err(KeyError::JwkMissing("publicKeyMultibase").into()),
        };
        let jwk = || match member("publicKeyJwk") {
            Some(jwk) => Ok(PublicKey::from_jwk(jwk)?),
            None => Err(KeyError::JwkMissing("publicKeyJwk").into()),
        };
        let pem = || match member("publicKeyPem").and_then(Value::as_str) {
            Some(pem) => Ok(PublicKey::from_pem(pem)?),
            None => Err(KeyError::JwkMissing("publicKeyPem").into()),
        };
        let types: Vec<&str> = member("type").map_or(&[][..], Value::many).iter().filter_map(Value::as_str).collect();
        for kind in &types {
            match *kind {
                "Multikey" | "Ed25519VerificationKey2020" => return multibase(),
                "JsonWebKey" | "JsonWebKey2020" => return jwk(),
                "CryptographicKey" | "Key" => return pem(),
                _ => {}
            }
        }
        match types.first() {
            Some(kind) => Err(KeyRefusal::UnsupportedType((*kind).to_owned())),
            // Without a type the member tells.
            None if member("publicKeyMultibase").is_some() => multibase(),
            None if member("publicKeyPem").is_some() => pem(),
            None => jwk(),
        }
    }

    /// The JWK in it, if there is one.
    pub(super) fn jwk(&self) -> Option<&Value> {
        self.source.get("publicKeyJwk")
    }

    /// An entry of a set of keys.
    pub(super) fn of_jwk(jwk: &Value) -> Self {
        Self::standalone(&json::object([("publicKeyJwk", jwk.clone())]).into())
    }

    /// Whether this is that key. Most others are told by their text, without the cost of reading a point.
    pub(super) fn is_key(&self, key: &PublicKey) -> bool {
        let multibase = self.source.get("publicKeyMultibase").and_then(Value::as_str);
        // Base58 has one text for one key.
        let by_text =
            multibase.filter(|text| text.starts_with('z')).map(|text| key.to_multikey().as_deref() == Some(text));
        let by_jwk = self.source.get("publicKeyJwk").map(|jwk| may_be(jwk, &key.to_jwk()));
        let other = matches!((by_text, by_jwk), (Some(false), None | Some(false)) | (None, Some(false)));
        // A text in base64 is read.
        let other = other && (by_text.is_some() || multibase.is_none());
        !other && self.key().is_ok_and(|own| own == *key)
    }

    /// `expires`: from when on the key is not to be used.
    ///
    /// # Errors
    /// [`KeyRefusal::MalformedDate`].
    pub fn expires(&self) -> Result<Option<Timestamp>, KeyRefusal> {
        let same = self.same.iter().filter(|(_, ends)| *ends).map(|(source, _)| source);
        earliest(same.chain([&self.source]), "expires")
    }

    /// `revoked`: since when the key is revoked.
    ///
    /// # Errors
    /// [`KeyRefusal::MalformedDate`].
    pub fn revoked(&self) -> Result<Option<Timestamp>, KeyRefusal> {
        earliest(self.same.iter().map(|(source, _)| source).chain([&self.source]), "revoked")
    }
}

fn earliest<'a>(entries: impl Iterator<Item = &'a Value>, name: &'static str) -> Result<Option<Timestamp>, KeyRefusal> {
    let dates: Vec<_> = entries.map(|entry| date(entry, name)).collect::<Result<_, _>>()?;
    Ok(dates.into_iter().flatten().min())
}

fn date(value: &Value, name: &'static str) -> Result<Option<Timestamp>, KeyRefusal> {
    match value.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let date = value.as_str().and_then(|text| Timestamp::parse(text).ok());
            date.map(Some).ok_or(KeyRefusal::MalformedDate(name))
        }
    }
}

/// Whether a JWK may be the key whose JWK is `own`. The first coordinate of a point has one text; the number of an RSA
/// key may have zeros in front.
pub(super) fn may_be(jwk: &Value, own: &Object) -> bool {
    own.get("x").is_none_or(|x| jwk.get("x") == Some(x))
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn many<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).map_or(&[], Value::many)
}

/// `#x` is relative to the document.
fn absolute(id: &str, base: Option<&str>) -> String {
    match base {
        Some(base) if id.starts_with('#') => format!("{base}{id}"),
        _ => id.to_owned(),
    }
}
