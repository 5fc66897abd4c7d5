//! VC-JWT: a credential as the payload of a compact JWS, its main members repeated as JWT claims
//! (OB 3.0 "JSON Web Token Proof Format"; OB3-PRF-01 to 10, OB3-VER-20 to 25).

mod claims;

pub use claims::{ClaimFault, Weight};

use crate::crypto::jose::{self, Header, JoseError, Jws};
use crate::crypto::{JwsAlgorithm, PublicKey, SignatureError};
use crate::json::{self, JsonError, Object, Value};
use crate::limits::Limits;
use crate::name::CredentialId;
use crate::time::{TimeError, Timestamp};

/// Algorithms with which a VC-JWT is verified (OB3-PRF-02), and the two longer forms of RS256.
pub const VERIFIED: [JwsAlgorithm; 7] = [
    JwsAlgorithm::Rs256,
    JwsAlgorithm::Rs384,
    JwsAlgorithm::Rs512,
    JwsAlgorithm::Ps256,
    JwsAlgorithm::Es256,
    JwsAlgorithm::Es384,
    JwsAlgorithm::EdDsa,
];

/// Algorithms with which one is signed: those that the certification accepts (D-21).
pub const SIGNED: [JwsAlgorithm; 2] = [JwsAlgorithm::Es256, JwsAlgorithm::Rs256];

/// JWT claims that are no members of the credential (K-18).
const REGISTERED: [&str; 7] = ["iss", "sub", "aud", "nbf", "exp", "iat", "jti"];

/// Why a text is no VC-JWT.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VcJwtError {
    /// No JWS that can be relied on.
    #[error(transparent)]
    Jose(#[from] JoseError),
    /// An algorithm that this library has, but that OB 3.0 does not name.
    #[error("{0} is not used for credentials")]
    Algorithm(JwsAlgorithm),
    /// The payload is no JSON that can be relied on.
    #[error("the payload: {0}")]
    Payload(JsonError),
    /// The payload is JSON, but no object.
    #[error("the payload is no object")]
    NotObject,
}

/// A VC-JWT taken apart. The signature is not verified yet, and the claims are not compared.
#[derive(Debug, Clone, PartialEq)]
pub struct VcJwt<'a> {
    jws: Jws<'a>,
    payload: Object,
    enveloped: bool,
}

impl<'a> VcJwt<'a> {
    /// Takes a VC-JWT apart.
    ///
    /// # Errors
    /// See [`VcJwtError`].
    pub fn parse(token: &'a str, limits: &Limits) -> Result<Self, VcJwtError> {
        let jws = Jws::parse(token, limits)?;
        let algorithm = jws.header().algorithm;
        if !VERIFIED.contains(&algorithm) {
            return Err(VcJwtError::Algorithm(algorithm));
        }
        let Value::Object(payload) = json::parse(jws.payload(), limits).map_err(VcJwtError::Payload)? else {
            return Err(VcJwtError::NotObject);
        };
        let enveloped = !payload.contains("@context") && payload.get("vc").and_then(Value::as_object).is_some();
        Ok(Self { jws, payload, enveloped })
    }

    /// What the header says.
    #[must_use]
    pub const fn header(&self) -> &Header {
        self.jws.header()
    }

    /// The payload as signed.
    #[must_use]
    pub const fn payload(&self) -> &Object {
        &self.payload
    }

    /// Whether the credential stands in a member `vc`, as in VCDM 1.1 (OB3-VER-25).
    #[must_use]
    pub const fn is_enveloped(&self) -> bool {
        self.enveloped
    }

    /// Whether `typ` is one of those in use: none, `JWT`, `vc+jwt`, `vc-ld+jwt`, `vc+ld+jwt`.
    #[must_use]
    pub fn has_usual_type(&self) -> bool {
        let plain = |t: &str| {
            let t = t.to_ascii_lowercase();
            let t = t.strip_prefix("application/").unwrap_or(&t);
            matches!(t, "jwt" | "vc+jwt" | "vc-ld+jwt" | "vc+ld+jwt" | "vc+ld+json+jwt")
        };
        self.header().typ.as_deref().is_none_or(plain)
    }

    /// The credential: the payload without JWT claims, or what stands in `vc`. Members that only a claim gives are
    /// filled in from it: all of them in VCDM 1.1, the end of validity in 2.0 (OB3-VER-24, OB3-VER-25).
    #[must_use]
    pub fn credential(&self) -> Object {
        self.clone().into_parts().0
    }

    /// The [credential](Self::credential), and the token around it, whose signature is still to be verified. Nothing is
    /// copied.
    #[must_use]
    pub fn into_parts(self) -> (Object, Jws<'a>) {
        let Self { jws, mut payload, enveloped } = self;
        let credential = if enveloped {
            let Some(Value::Object(mut credential)) = payload.remove("vc") else { return (payload, jws) };
            claims::fill(&mut credential, &payload, enveloped);
            credential
        } else {
            let claims = REGISTERED.into_iter().filter_map(|name| Some((name, payload.remove(name)?)));
            let claims: Object = claims.fold(Object::new(), |mut claims, (name, value)| {
                claims.set(name, value);
                claims
            });
            claims::fill(&mut payload, &claims, enveloped);
            payload
        };
        (credential, jws)
    }

    /// What the claims say otherwise than the credential (OB3-VER-20 to 25); empty when they agree.
    #[must_use]
    pub fn claim_faults(&self) -> Vec<ClaimFault> {
        claims::compare(self.inner(), &self.payload, self.enveloped)
    }

    /// Verifies the signature with a key that the caller has chosen.
    ///
    /// # Errors
    /// See [`SignatureError`].
    pub fn verify(&self, key: &PublicKey) -> Result<(), SignatureError> {
        self.jws.verify(key)
    }

    fn inner(&self) -> &Object {
        let vc = self.payload.get("vc").and_then(Value::as_object).filter(|_| self.enveloped);
        vc.unwrap_or(&self.payload)
    }
}

/// How the header tells where the key is (OB3-PRF-01, D-22).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyHint {
    /// `kid`: a DID URL, or the address of the bare JWK.
    Kid(String),
    /// `jwk`: the public key itself, for an issuer that is its did:key.
    Jwk(PublicKey),
}

/// Why a credential cannot be made into a VC-JWT.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PrepareError {
    /// Not one of [`SIGNED`].
    #[error("credentials are not signed with {0}")]
    Algorithm(JwsAlgorithm),
    /// A member that a claim must repeat is missing.
    #[error("the credential has no {0}")]
    Missing(&'static str),
    /// A member that a claim must repeat as a date is none.
    #[error("{member} is no date: {why}")]
    Date {
        /// The member.
        member: &'static str,
        /// What is wrong with it.
        why: TimeError,
    },
    /// The credential already has a member of that name.
    #[error("the credential already has a member {0}")]
    Claimed(&'static str),
}

/// A VC-JWT that lacks only its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    input: String,
    algorithm: JwsAlgorithm,
}

/// Makes the text to sign: the credential with its claims `iss`, `jti`, `nbf`, `sub` and `exp` (OB3-PRF-05, 06).
///
/// # Errors
/// See [`PrepareError`].
pub fn prepare(credential: &Object, algorithm: JwsAlgorithm, hint: &KeyHint) -> Result<Prepared, PrepareError> {
    if !SIGNED.contains(&algorithm) {
        return Err(PrepareError::Algorithm(algorithm));
    }
    if let Some(name) = REGISTERED.into_iter().chain(["vc"]).find(|name| credential.contains(name)) {
        return Err(PrepareError::Claimed(name));
    }
    let mut payload = credential.clone();
    payload.set("iss", claims::id_of(credential.get("issuer")).ok_or(PrepareError::Missing("issuer"))?);
    payload.set("jti", claims::id_of(credential.get("id")).ok_or(PrepareError::Missing("id"))?);
    payload.set("nbf", date(credential, "validFrom")?.ok_or(PrepareError::Missing("validFrom"))?);
    if let Some(subject) = claims::subject(credential) {
        payload.set("sub", subject);
    }
    if let Some(end) = date(credential, "validUntil")? {
        payload.set("exp", end);
    }
    let mut header = json::object([("alg", algorithm.as_str().into()), ("typ", "JWT".into())]);
    match hint {
        KeyHint::Kid(kid) => header.set("kid", kid.as_str()),
        KeyHint::Jwk(key) => header.set("jwk", key.to_jwk()),
    }
    let input = jose::signing_input(&header, Value::Object(payload).to_compact().as_bytes());
    Ok(Prepared { input, algorithm })
}

impl Prepared {
    /// The bytes to sign.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.input.as_bytes()
    }

    /// The algorithm to sign them with.
    #[must_use]
    pub const fn algorithm(&self) -> JwsAlgorithm {
        self.algorithm
    }

    /// The compact JWS.
    #[must_use]
    pub fn complete(&self, signature: &[u8]) -> String {
        jose::encode(&self.input, signature)
    }
}

#[allow(clippy::cast_precision_loss)] // years 0 to 9999 are far within 2^53 seconds
fn date(credential: &Object, member: &'static str) -> Result<Option<f64>, PrepareError> {
    match credential.get(member) {
        None => Ok(None),
        Some(value) => {
            let date = Timestamp::parse(value.as_str().unwrap_or_default());
            // OB3-PRF-07: whole seconds.
            date.map(|t| Some(t.unix() as f64)).map_err(|why| PrepareError::Date { member, why })
        }
    }
}

#[cfg(all(test, feature = "ed25519", feature = "p256", feature = "rsa"))]
mod tests;
