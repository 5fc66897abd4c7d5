//! `recipient.matches`: whether the badge is about the person the reader has in mind.

use super::{Because, Check, CheckCode, KnownIdentifier, Match, Outcome, Policy, Proven, Reason};
use crate::crypto::{md5_hex, sha256};
use crate::model::{Identity, IdentityKind, Recipient};
use crate::text;

/// The check, and what it says in one word. One match among the known identifiers is enough (OB3-VER-30,
/// OB2-VER-42).
pub(super) fn check(badge: Proven<'_>, policy: &Policy) -> (Check, Match) {
    let told = |outcome| Check::new(CheckCode::RecipientMatches, outcome).advisory();
    if policy.recipient.is_empty() {
        return (told(Outcome::Skipped(Because::NotAsked)), Match::NotAsked);
    }
    let recipient = &badge.badge().recipient;
    let mut best = None;
    for known in &policy.recipient {
        best = best.max(compare(recipient, known));
    }
    match best {
        Some(How::Exactly) => (told(Outcome::Pass), Match::Matches),
        Some(How::WeakHash) => (told(Outcome::Warn(Reason::RecipientWeakHash)), Match::Matches),
        Some(How::Loosely) => (told(Outcome::Warn(Reason::RecipientCase)), Match::Matches),
        Some(How::Not) => (told(Outcome::Fail(Reason::RecipientDiffers)), Match::Differs),
        None => {
            let because = Because::Undecided(Reason::RecipientUnknown);
            (told(Outcome::Skipped(because)), Match::Unknown)
        }
    }
}

/// How well a known identifier fits. `None` beside it: the badge has nothing of that kind to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    Not,
    /// Fits once letter case and spaces are set aside (OB2-VER-44).
    Loosely,
    WeakHash,
    Exactly,
}

fn compare(recipient: &Recipient, known: &KnownIdentifier) -> Option<How> {
    let mut best = None;
    if known.kind == IdentityKind::Id
        && let Some(id) = &recipient.id
    {
        best = best.max(Some(if *id == known.value { How::Exactly } else { How::Not }));
    }
    for identity in recipient.identities.iter().filter(|i| i.kind == known.kind) {
        let how = if fits(identity, &known.value) {
            if identity.hashed && identity.value.starts_with("md5$") { How::WeakHash } else { How::Exactly }
        } else if known.kind == IdentityKind::Email && fits_loosely(identity, &known.value) {
            How::Loosely
        } else {
            How::Not
        };
        best = best.max(Some(how));
    }
    best
}

/// OB2-VER-41, OB3-DM-105: the digest of identifier and salt, in hexadecimal of either case.
fn fits(identity: &Identity, value: &str) -> bool {
    if !identity.hashed {
        return identity.value == value;
    }
    let salted = format!("{value}{}", identity.salt.as_deref().unwrap_or_default());
    if let Some(hex) = identity.value.strip_prefix("sha256$") {
        return hex.eq_ignore_ascii_case(&text::hex(&sha256(salted.as_bytes())));
    }
    identity.value.strip_prefix("md5$").is_some_and(|hex| hex.eq_ignore_ascii_case(&md5_hex(salted.as_bytes())))
}

fn fits_loosely(identity: &Identity, value: &str) -> bool {
    let plain = value.trim().to_lowercase();
    if identity.hashed { fits(identity, &plain) } else { identity.value.trim().to_lowercase() == plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(value: &str, hashed: bool, salt: Option<&str>) -> Recipient {
        let one = Identity { kind: IdentityKind::Email, value: value.into(), hashed, salt: salt.map(str::to_owned) };
        Recipient { id: Some("urn:uuid:1".into()), identities: vec![one] }
    }

    fn mail(value: &str) -> KnownIdentifier {
        KnownIdentifier { kind: IdentityKind::Email, value: value.into() }
    }

    // OB3-DM-105, OB2-VER-41, OB2-VER-43, OB2-VER-44, K-24
    #[test]
    fn hashes_and_plain_texts_are_compared() {
        let kosher = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399";
        let hashed = identity(kosher, true, Some("Kosher"));
        assert_eq!(compare(&hashed, &mail("a@example.com")), Some(How::Exactly));
        assert_eq!(compare(&hashed, &mail(" A@Example.com ")), Some(How::Loosely));
        assert_eq!(compare(&hashed, &mail("b@example.com")), Some(How::Not));
        let capitals = identity(&format!("sha256${}", kosher[7..].to_uppercase()), true, Some("Kosher"));
        assert_eq!(compare(&capitals, &mail("a@example.com")), Some(How::Exactly));
        let plain = identity("Zoé@example.org", false, Some("ignored"));
        assert_eq!(compare(&plain, &mail("Zoé@example.org")), Some(How::Exactly));
        assert_eq!(compare(&plain, &mail("zoé@example.org")), Some(How::Loosely));
        let weak = identity(&format!("md5${}", md5_hex(b"a@example.org")), true, None);
        assert_eq!(compare(&weak, &mail("a@example.org")), Some(How::WeakHash));
    }

    // OB2-VER-42: what the badge does not say cannot differ.
    #[test]
    fn nothing_to_compare_with_is_unknown() {
        let telephone = KnownIdentifier { kind: IdentityKind::Telephone, value: "+33600000000".into() };
        assert_eq!(compare(&identity("x", false, None), &telephone), None);
        let id = |v: &str| KnownIdentifier { kind: IdentityKind::Id, value: v.into() };
        assert_eq!(compare(&identity("x", false, None), &id("urn:uuid:1")), Some(How::Exactly));
        assert_eq!(compare(&identity("x", false, None), &id("did:key:z")), Some(How::Not));
    }
}
