//! A badge that is signed once more: the same badge, from a later instant on, with the endorsements it now carries.
//!
//! Of two credentials with the same id and issuer, the one with the later `validFrom` is current (OB3-VER-50,
//! OB3-VER-51). All else stays as it was signed, the salt and the subject's id included: it is the same person's.

use super::{Format, Lack, Unsigned};
use crate::json::{self, JsonError, Object, Value};
use crate::limits::Limits;
use crate::model::{Carried, CarriedForm, ob3};
use crate::proof::vc_jwt::{VcJwt, VcJwtError};
use crate::time::Timestamp;
use crate::verify::{self, Outcome};

/// Why a badge could not be renewed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RenewError {
    /// Open Badges 2.0 has no newer version of the same badge.
    #[error("{0} is not renewed")]
    Format(Format),
    /// The stored badge is no JSON.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// The stored badge is no VC-JWT.
    #[error(transparent)]
    Jwt(#[from] VcJwtError),
    /// The stored badge is no object, or says not since when it holds.
    #[error("not a credential of Open Badges 3.0")]
    NotACredential,
    /// The new instant is not later than the one that the badge has.
    #[error("the badge begins at {held}, and {wanted} is not later")]
    NotLater {
        /// `validFrom` of the stored badge.
        held: Timestamp,
        /// The instant asked for.
        wanted: Timestamp,
    },
    /// With what it is to carry, it is no good document.
    #[error("the renewed badge is not complete")]
    Incomplete(Vec<Lack>),
}

/// Where endorsements stand in a badge: on itself, on its achievement, on its issuer.
const PLACES: [&str; 3] = ["", "/credentialSubject/achievement", "/issuer"];

/// The same badge without its signature, valid from `from` on, carrying exactly these endorsements. The day on which
/// it was first given stays in `awardedDate`.
///
/// # Errors
/// See [`RenewError`].
pub fn renew(stored: &[u8], format: Format, from: Timestamp, carry: &[Carried]) -> Result<Unsigned, RenewError> {
    signed_anew(stored, format, (from, false), carry)
}

/// The same for a badge that a wrong clock dated into the future: `from` may be before the `validFrom` that it has. To
/// readers, a copy with the later date is the newer one once that day has come.
///
/// # Errors
/// See [`RenewError`].
pub fn set_right(stored: &[u8], format: Format, from: Timestamp, carry: &[Carried]) -> Result<Unsigned, RenewError> {
    signed_anew(stored, format, (from, true), carry)
}

fn signed_anew(
    stored: &[u8],
    format: Format,
    (from, earlier): (Timestamp, bool),
    carry: &[Carried],
) -> Result<Unsigned, RenewError> {
    let limits = Limits::default();
    let mut doc = match format {
        Format::Ob3 => match json::parse(stored, &limits)? {
            Value::Object(doc) => doc,
            _ => return Err(RenewError::NotACredential),
        },
        Format::Ob3Jwt => {
            let text = std::str::from_utf8(stored).map_err(|_| RenewError::NotACredential)?;
            VcJwt::parse(text.trim(), &limits)?.credential()
        }
        other => return Err(RenewError::Format(other)),
    };
    doc.remove("proof");
    let text = doc.get("validFrom").and_then(Value::as_str).map(str::to_owned);
    let held = text.as_deref().and_then(|t| Timestamp::parse(t).ok()).ok_or(RenewError::NotACredential)?;
    let from = from.to_utc_seconds();
    if from <= held && !earlier {
        return Err(RenewError::NotLater { held, wanted: from });
    }
    if !doc.contains("awardedDate") && held <= from {
        doc.set("awardedDate", held.to_string());
    }
    doc.set("validFrom", from.to_string());
    let issuer = ob3::read(&doc).issuer.id.unwrap_or_default();
    for place in PLACES {
        if let Some(object) = object_at(&mut doc, place) {
            put(object, carry.iter().filter(|c| c.at.as_str() == place && is_of_issuer(c, &issuer)));
        }
    }
    let checks = verify::check_document(&doc, &limits);
    let lacks: Vec<Lack> =
        checks.into_iter().filter(|c| matches!(c.outcome, Outcome::Fail(_))).map(Lack::Document).collect();
    if lacks.is_empty() { Ok(Unsigned::of(format, from, doc)) } else { Err(RenewError::Incomplete(lacks)) }
}

/// Whether an endorsement that stands on the issuer is about the issuer that signs: a place without an address has an id
/// for each of its keys.
#[must_use]
pub fn is_of_issuer(carried: &Carried, issuer: &str) -> bool {
    carried.at.as_str() != "/issuer" || carried.on.as_deref() == Some(issuer)
}

fn put<'c>(object: &mut Object, carried: impl Iterator<Item = &'c Carried>) {
    let (mut embedded, mut jwt) = (Vec::new(), Vec::new());
    for one in carried {
        match &one.form {
            CarriedForm::Embedded(value) => embedded.push(value.clone()),
            CarriedForm::Jwt(token) => jwt.push(Value::from(token.as_str())),
            CarriedForm::Address(_) => {}
        }
    }
    for (name, list) in [("endorsement", embedded), ("endorsementJwt", jwt)] {
        object.remove(name);
        if !list.is_empty() {
            object.set(name, Value::Array(list));
        }
    }
}

/// The object at one of [`PLACES`]; ours is never one of several.
fn object_at<'d>(doc: &'d mut Object, place: &str) -> Option<&'d mut Object> {
    let mut object = doc;
    for name in place.split('/').filter(|name| !name.is_empty()) {
        object = match object.get_mut(name)? {
            Value::Object(inner) => inner,
            _ => return None,
        };
    }
    Some(object)
}
