//! Reading a statement strictly: bounded, our type only, every claim of the type it must have.

use flate2::{Decompress, FlushDecompress, Status};

use super::{ALGORITHMS, Statement, TYPE, VERSION, place};
use crate::crypto::jose::{JoseError, Jws};
use crate::crypto::{JwsAlgorithm, KeyError, PublicKey, SignatureError};
use crate::json::{self, JsonError, Object, Value};
use crate::limits::Limits;
use crate::model::{Identity, IdentityKind};
use crate::name::{Did, Url};
use crate::text;
use crate::time::Timestamp;

/// Why a token is no statement that can be relied on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CompactError {
    /// More characters than `limits.compact_bytes`.
    #[error("{size} bytes, the limit is {limit}")]
    TooLarge {
        /// Bytes given.
        size: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// No JWS that can be relied on.
    #[error(transparent)]
    Jose(#[from] JoseError),
    /// A header that is not exactly `alg`, `typ` and `zip`, or says something else in them.
    #[error("the header member {0}")]
    Header(String),
    /// An algorithm other than ES256 and EdDSA.
    #[error("a statement is not signed with {0}")]
    Algorithm(JwsAlgorithm),
    /// The claims are not one whole deflated text, with nothing after it.
    #[error("the claims cannot be inflated")]
    Inflate,
    /// The claims inflate to more than `limits.compact_bytes`.
    #[error("the claims inflate to more than {limit} bytes")]
    Inflates {
        /// What is allowed.
        limit: usize,
    },
    /// The claims are no JSON object that can be relied on.
    #[error("the claims: {0}")]
    Json(JsonError),
    /// The claims are JSON, but no object.
    #[error("the claims are no object")]
    NotAnObject,
    /// A later version, or none.
    #[error("version {0}")]
    Version(String),
    /// A claim that must be there.
    #[error("no claim {0}")]
    Missing(&'static str),
    /// A claim that is not what it must be.
    #[error("the claim {0}")]
    Claim(&'static str),
    /// A key that is none.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// A statement with its signature, which is not verified yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Token<'a> {
    jws: Jws<'a>,
    statement: Statement,
    key: PublicKey,
}

impl<'a> Token<'a> {
    /// Takes a token apart.
    ///
    /// # Errors
    /// See [`CompactError`].
    pub fn parse(token: &'a str, limits: &Limits) -> Result<Self, CompactError> {
        let limit = limits.compact_bytes;
        if token.len() > limit {
            return Err(CompactError::TooLarge { size: token.len(), limit });
        }
        let jws = Jws::parse(token, limits)?;
        header(token, limits)?;
        let algorithm = jws.header().algorithm;
        if !ALGORITHMS.contains(&algorithm) {
            return Err(CompactError::Algorithm(algorithm));
        }
        let claims = json::parse(&inflate(jws.payload(), limit)?, limits).map_err(CompactError::Json)?;
        let claims = claims.as_object().ok_or(CompactError::NotAnObject)?;
        let (statement, key) = read(claims)?;
        Ok(Self { jws, statement, key })
    }

    /// What it says. Nothing of it is believed.
    #[must_use]
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }

    /// The text that is signed: header, dot, payload, as received.
    #[must_use]
    pub const fn signed(&self) -> &'a str {
        self.jws.signed()
    }

    /// The key that it carries: it proves that whoever holds it signed, not who that is.
    #[must_use]
    pub const fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Verifies the signature with the key that it carries.
    ///
    /// # Errors
    /// See [`SignatureError`].
    pub fn verify(&self) -> Result<(), SignatureError> {
        self.jws.verify(&self.key)
    }
}

/// Whether a text is a compact JWS whose header has our `typ`.
pub(super) fn says_its_type(token: &str) -> bool {
    let head = token.split('.').next().filter(|head| head.len() < 400 && Jws::looks_like(token));
    let Some(Ok(head)) = head.map(text::from_base64url) else { return false };
    let header = json::parse(&head, &Limits::default()).ok();
    header.as_ref().and_then(|h| h.get("typ")).and_then(Value::as_str) == Some(TYPE)
}

/// Three members and no more: whatever else a header says would change what the token means.
fn header(token: &str, limits: &Limits) -> Result<(), CompactError> {
    let wrong = |name: &str| CompactError::Header(name.to_owned());
    let head = token.trim_ascii().split('.').next().unwrap_or_default();
    let head = text::from_base64url(head).map_err(|_| wrong("encoding"))?;
    let head = json::parse(&head, limits).map_err(|_| wrong("encoding"))?;
    let members = head.as_object().ok_or_else(|| wrong("encoding"))?;
    for (name, expected) in [("typ", TYPE), ("zip", "DEF")] {
        if members.get(name).and_then(Value::as_str) != Some(expected) {
            return Err(wrong(name));
        }
    }
    match members.iter().find(|(name, _)| !["alg", "typ", "zip"].contains(name)) {
        Some((name, _)) => Err(wrong(&name.chars().take(40).collect::<String>())),
        None => Ok(()),
    }
}

/// Inflates within a bound; the stream must end where the payload ends.
fn inflate(deflated: &[u8], limit: usize) -> Result<Vec<u8>, CompactError> {
    let mut inflated = vec![0; limit];
    let mut stream = Decompress::new(false);
    match stream.decompress(deflated, &mut inflated, FlushDecompress::Finish) {
        Ok(Status::StreamEnd) if stream.total_in() == deflated.len() as u64 => {
            inflated.truncate(stream.total_out() as usize);
            Ok(inflated)
        }
        Ok(Status::BufError | Status::Ok) if stream.total_out() == limit as u64 => {
            Err(CompactError::Inflates { limit })
        }
        _ => Err(CompactError::Inflate),
    }
}

fn read(claims: &Object) -> Result<(Statement, PublicKey), CompactError> {
    let version = claims.get("v").and_then(Value::as_f64);
    if version != Some(VERSION as f64) {
        return Err(CompactError::Version(version.map(|v| v.to_string()).unwrap_or_default()));
    }
    let base = text_of(claims, "b")?;
    let base = base.as_deref().map(|base| Url::parse(base).map(|_| base)).transpose();
    let base = base.map_err(|_| CompactError::Claim("b"))?;
    // What has no colon is short for an address of the place.
    let full = |name, id: String, long: fn(&str, &str) -> String| match (id.contains(':'), base) {
        (true, _) => Ok(id),
        (false, Some(base)) => Ok(long(base, &id)),
        (false, None) => Err(CompactError::Claim(name)),
    };
    let issuer = match (text_of(claims, "i")?, base.and_then(place::did_of)) {
        (Some(issuer), _) => issuer,
        (None, Some(did)) => did,
        (None, None) => return Err(CompactError::Missing("i")),
    };
    let key = match (text_of(claims, "k")?, Did::parse(&issuer)) {
        (Some(key), _) => PublicKey::from_multikey(&key)?,
        (None, Ok(did)) if did.method() == "key" => PublicKey::from_multikey(did.method_id())?,
        _ => return Err(CompactError::Missing("k")),
    };
    let digest = text::from_base64url(&needed(claims, "d")?).map_err(|_| CompactError::Claim("d"))?;
    let address = text_of(claims, "u")?.map(|at| Url::parse(&at)).transpose();
    let achievement = text_of(claims, "a")?;
    let statement = Statement {
        id: full("c", needed(claims, "c")?, place::long_credential)?,
        address: address.map_err(|_| CompactError::Claim("u"))?,
        digest: digest.try_into().map_err(|_| CompactError::Claim("d"))?,
        issuer,
        issuer_name: text_of(claims, "o")?,
        achievement: achievement.map(|id| full("a", id, place::long_achievement)).transpose()?,
        name: needed(claims, "n")?,
        recipient: recipient(claims)?,
        valid_from: time(claims, "f")?,
        valid_until: time(claims, "t")?,
    };
    Ok((statement, key))
}

fn needed(claims: &Object, name: &'static str) -> Result<String, CompactError> {
    text_of(claims, name)?.filter(|text| !text.is_empty()).ok_or(CompactError::Missing(name))
}

fn text_of(claims: &Object, name: &'static str) -> Result<Option<String>, CompactError> {
    match claims.get(name) {
        None => Ok(None),
        Some(value) => value.as_str().map(|text| Some(text.to_owned())).ok_or(CompactError::Claim(name)),
    }
}

fn time(claims: &Object, name: &'static str) -> Result<Option<Timestamp>, CompactError> {
    let Some(value) = claims.get(name) else { return Ok(None) };
    let wrong = CompactError::Claim(name);
    let seconds = value.as_f64().filter(|s| s.fract() == 0.0 && s.abs() < 1e12).ok_or(wrong.clone())?;
    // In range, so the conversion is exact.
    Timestamp::from_unix(seconds as i64).map(Some).ok_or(wrong)
}

fn recipient(claims: &Object) -> Result<Option<Identity>, CompactError> {
    let wrong = || CompactError::Claim("r");
    let Some(subject) = claims.get("r") else { return Ok(None) };
    let member = |name| subject.get(name).and_then(Value::as_str);
    let identity = match (member("h"), member("s"), member("n")) {
        (Some(hash), Some(salt), None) => {
            let digest = text::from_base64url(hash).ok().filter(|d| d.len() == 32).ok_or_else(wrong)?;
            let value = format!("sha256${}", text::hex(&digest));
            Identity { kind: IdentityKind::Email, value, hashed: true, salt: Some(salt.to_owned()) }
        }
        (None, None, Some(name)) => {
            Identity { kind: IdentityKind::Name, value: name.to_owned(), hashed: false, salt: None }
        }
        _ => return Err(wrong()),
    };
    Ok(Some(identity))
}
