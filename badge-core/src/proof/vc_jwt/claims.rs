//! The claims of a JWT against the members of the credential that they repeat (OB3-VER-20 to 25).

use super::{CredentialId, Object, Timestamp, Value};

/// A claim and the credential do not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClaimFault {
    /// A claim that must be there is not.
    Missing {
        /// Its name.
        claim: &'static str,
    },
    /// The claim says something else than the credential.
    Differs {
        /// Its name.
        claim: &'static str,
        /// What the claim says.
        says: String,
        /// The member of the credential that it repeats.
        member: &'static str,
        /// What the credential says; none when it says nothing.
        credential: Option<String>,
    },
    /// The claim is of the wrong type, or a date outside the calendar.
    Malformed {
        /// Its name.
        claim: &'static str,
    },
    /// The credential has an end of validity, and `exp` is missing (OB3-VER-24).
    EndNotClaimed,
    /// The payload is a credential, and has a claim `vc` as well: two readers could read two badges (OB3-DM-157).
    SecondCredential,
}

/// How much a [`ClaimFault`] weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// The credential is to be rejected.
    Error,
    /// To be told.
    Warning,
}

impl ClaimFault {
    /// Whether it rejects the credential.
    #[must_use]
    pub const fn weight(&self) -> Weight {
        if matches!(self, Self::EndNotClaimed) { Weight::Warning } else { Weight::Error }
    }
}

/// The id of a member that is a text or an object with an id.
pub(super) fn id_of(value: Option<&Value>) -> Option<&str> {
    let value = value?;
    value.as_str().or_else(|| value.get("id").and_then(Value::as_str)).filter(|id| !id.is_empty())
}

/// The id of the one subject; a credential about several has none to claim.
pub(super) fn subject(credential: &Object) -> Option<&str> {
    match credential.get("credentialSubject")?.many() {
        [one] => id_of(one.get("id")),
        _ => None,
    }
}

/// Names of the members that hold the dates: those of VCDM 1.1 inside `vc` (OB3-VER-25).
fn dates(credential: &Object, enveloped: bool) -> (&'static str, &'static str) {
    if enveloped && !credential.contains("validFrom") {
        ("issuanceDate", "expirationDate")
    } else {
        ("validFrom", "validUntil")
    }
}

/// `enveloped`: inside `vc`, a member may be left to its claim.
pub(super) fn compare(credential: &Object, payload: &Object, enveloped: bool) -> Vec<ClaimFault> {
    let mut faults = Vec::new();
    let (from, until) = dates(credential, enveloped);

    if !enveloped && payload.contains("vc") {
        faults.push(ClaimFault::SecondCredential);
    }
    text(&mut faults, payload, "iss", "issuer", id_of(credential.get("issuer")), enveloped, |a, b| a == b);
    let same_id = |a: &str, b: &str| CredentialId::new(a) == CredentialId::new(b);
    text(&mut faults, payload, "jti", "id", id_of(credential.get("id")), enveloped, same_id);
    // OB3-PRF-06: a subject that has only an identifier has nothing to claim.
    let subject = subject(credential);
    if subject.is_some() || payload.contains("sub") {
        text(&mut faults, payload, "sub", "credentialSubject", subject, enveloped, |a, b| a == b);
    }
    match instant(payload, "nbf") {
        None => faults.push(ClaimFault::Missing { claim: "nbf" }),
        Some(claimed) => date(&mut faults, "nbf", claimed, from, credential.get(from), enveloped),
    }
    match instant(payload, "exp") {
        None if credential.contains(until) => faults.push(ClaimFault::EndNotClaimed),
        None => {}
        // Without a member, the claim sets the end.
        Some(claimed) => date(&mut faults, "exp", claimed, until, credential.get(until), true),
    }
    faults
}

fn text(
    faults: &mut Vec<ClaimFault>,
    payload: &Object,
    claim: &'static str,
    member: &'static str,
    credential: Option<&str>,
    may_lack: bool,
    same: impl Fn(&str, &str) -> bool,
) {
    let says = match payload.get(claim) {
        None => return faults.push(ClaimFault::Missing { claim }),
        Some(Value::String(says)) => says,
        Some(_) => return faults.push(ClaimFault::Malformed { claim }),
    };
    let agrees = credential.map_or(may_lack, |value| same(says, value));
    if !agrees {
        let credential = credential.map(str::to_owned);
        faults.push(ClaimFault::Differs { claim, says: says.clone(), member, credential });
    }
}

fn date(
    faults: &mut Vec<ClaimFault>,
    claim: &'static str,
    claimed: Option<Timestamp>,
    member: &'static str,
    credential: Option<&Value>,
    may_lack: bool,
) {
    let Some(claimed) = claimed else {
        return faults.push(ClaimFault::Malformed { claim });
    };
    let agrees = match credential {
        None => may_lack,
        // OB3-PRF-07: to the second, whatever the zone.
        Some(value) => {
            value.as_str().and_then(|t| Timestamp::parse(t).ok()).is_some_and(|t| t.unix() == claimed.unix())
        }
    };
    if !agrees {
        let credential = credential.map(|v| v.as_str().map_or_else(|| v.to_compact(), str::to_owned));
        faults.push(ClaimFault::Differs { claim, says: claimed.to_string(), member, credential });
    }
}

/// A NumericDate (RFC 7519): outer none when missing, inner none when it is no date. Fractions are cut off.
fn instant(payload: &Object, claim: &str) -> Option<Option<Timestamp>> {
    let number = payload.get(claim)?.as_f64();
    #[allow(clippy::cast_possible_truncation)] // bounded before the cast
    let seconds = number.filter(|n| n.abs() < 1e12).map(|n| n.floor() as i64);
    Some(seconds.and_then(Timestamp::from_unix))
}

/// Fills in what only the claims say.
pub(super) fn fill(credential: &mut Object, payload: &Object, enveloped: bool) {
    let (from, until) = dates(credential, enveloped);
    if !credential.contains(until)
        && let Some(Some(end)) = instant(payload, "exp")
    {
        credential.set(until, end.to_string());
    }
    if !enveloped {
        return;
    }
    for (member, claim) in [("id", "jti"), ("issuer", "iss")] {
        if let Some(says) = payload.get(claim).and_then(Value::as_str).filter(|_| !credential.contains(member)) {
            credential.set(member, says);
        }
    }
    if !credential.contains(from)
        && let Some(Some(start)) = instant(payload, "nbf")
    {
        credential.set(from, start.to_string());
    }
    if let (Some(says), Some(Value::Object(subject))) =
        (payload.get("sub").and_then(Value::as_str), credential.get_mut("credentialSubject"))
        && !subject.contains("id")
    {
        subject.set("id", says);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // OB3-VER-25: inside `vc` the dates have their older names, unless it uses the newer ones itself.
    #[test]
    fn dates_have_the_names_of_their_version() {
        let (mut newer, older) = (Object::new(), Object::new());
        newer.set("validFrom", "2026-02-14T15:00:00Z");
        assert_eq!(dates(&older, true), ("issuanceDate", "expirationDate"));
        for (credential, enveloped) in [(&newer, true), (&newer, false), (&older, false)] {
            assert_eq!(dates(credential, enveloped), ("validFrom", "validUntil"));
        }
    }
}
