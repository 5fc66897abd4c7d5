//! `proof.key` and `issuer.confirmed`: which key, and whose. Two answers, both needed (D-23).

use super::session::Session;
use super::{Because, Check, CheckCode, Outcome, Reason};
use crate::crypto::{KeyError, PublicKey};
use crate::did::{self, Confirmation, KeyAnswer, KeyRefusal, KnownKey, Mismatch, Provenance, Silence, Unconfirmed};
use crate::resource::{Lookup, Purpose};
use crate::trust::TrustList;

/// What is known about the key of a proof, as two checks.
pub(super) struct KeyChecks {
    pub key: Check,
    pub confirmed: Check,
    /// The key, when the signature can be checked with it.
    pub usable: Option<PublicKey>,
}

/// Tells what `answer` says about the key `named` by a proof of `issuer`.
pub(super) fn check(session: &mut Session<'_>, answer: KeyAnswer, named: &str, issuer: &str) -> KeyChecks {
    let named = quotable(named);
    let known = match answer {
        KeyAnswer::Known(known) => known,
        KeyAnswer::Wanted(lookup) | KeyAnswer::Unanswered(lookup, _) => match listed(session, &lookup, named, issuer) {
            Some(known) => Box::new(known),
            None => return without_key(Outcome::Skipped(session.because(&lookup)), named),
        },
        KeyAnswer::UnsupportedMethod(method) => {
            return without_key(Outcome::Skipped(Because::Unsupported(format!("did:{method}"))), named);
        }
        KeyAnswer::Refused(why) => return without_key(refused(why, named), named),
    };
    let mut confirmed = provenance(session, &known, named, issuer);
    by_the_readers_list(session, &known, issuer, &mut confirmed);
    let now = session.policy.now;
    // Controlled Identifiers 1.0, section 2.2: at or after these instants no proof of the key is to be verified.
    let ended = match (known.revoked, known.expires) {
        (Some(since), _) if since <= now => Some(Reason::KeyRevoked { since }),
        (_, Some(since)) if since <= now => Some(Reason::KeyExpired { since }),
        _ => None,
    };
    let outcome = ended.map_or(Outcome::Pass, Outcome::Fail);
    let mut key = Check::new(CheckCode::ProofKey, outcome).with("kind", known.key.kind().as_str());
    // A key that a header hands in has no name but its thumbprint.
    let name = known.method.clone().unwrap_or_else(|| known.key.thumbprint());
    key = key.with("key", name.as_str());
    session.remember_key(&name, &known.key);
    if session.policy.explain {
        key = key.with("thumbprint", known.key.thumbprint());
    }
    KeyChecks { key, confirmed, usable: Some(known.key) }
}

/// The key `{issuer}#{publicKeyMultibase}` (D-22), where the issuer's document was not read and the reader's list names
/// that very key for the issuer.
fn listed(session: &Session<'_>, lookup: &Lookup, named: &str, issuer: &str) -> Option<KnownKey> {
    let (controller, fragment) = named.split_once('#').filter(|(controller, _)| *controller == issuer)?;
    let lists = session.policy.trust.iter().filter(|list| !list.is_over(session.policy.now));
    let mut keys = lists.filter_map(|list| list.find(issuer)).flat_map(|entry| &entry.keys);
    let key = keys.find(|key| key.to_multikey().as_deref() == Some(fragment))?;
    Some(KnownKey {
        key: key.clone(),
        method: Some(named.to_owned()),
        controller: Some(controller.to_owned()),
        revoked: None,
        expires: None,
        provenance: Provenance::Wanted(lookup.clone()),
    })
}

/// D-23: a key that stands beside the issuer on the reader's own list is the issuer's, where the issuer itself says
/// nothing: its own address does not answer, or has a profile that names no key. What is read there always comes first,
/// and so does that it is gone for good.
fn by_the_readers_list(session: &mut Session<'_>, known: &KnownKey, issuer: &str, confirmed: &mut Check) {
    if session.policy.trust.is_empty() || !matches!(confirmed.outcome, Outcome::Skipped(_)) {
        return;
    }
    // Asked of the issuer's id alone: whatever else the proof names may be of a forger's choosing.
    let (said, _) = did::vouch(issuer, &known.key, None, session.known, &session.policy.limits);
    let silent = match said {
        // It is asked all the same: what it says counts once it is there.
        Provenance::Wanted(lookup) => {
            session.because(&lookup);
            true
        }
        Provenance::Unanswered(_, silence) => silence != Silence::Gone,
        Provenance::Unconfirmed(Unconfirmed::NoKeys { .. }) => !issuer.starts_with("did:"),
        Provenance::Unconfirmed(Unconfirmed::UnsupportedMethod(_) | Unconfirmed::NoAddress) => true,
        Provenance::Unconfirmed(_) | Provenance::Confirmed(_) | Provenance::Mismatch(_) => false,
    };
    let now = session.policy.now;
    let names = |list: &&TrustList| list.find(issuer).is_some_and(|entry| entry.has_key(&known.key));
    if silent && let Some(list) = session.policy.trust.iter().filter(|list| !list.is_over(now)).find(names) {
        confirmed.outcome = Outcome::Pass;
        *confirmed = confirmed.clone().with("list", list.name.as_str());
    }
}

/// A key's name as a report repeats it: a header may hold one of a megabyte.
pub(super) fn quotable(name: &str) -> &str {
    const MOST: usize = 2_048;
    if name.len() <= MOST { name } else { &name[..name.floor_char_boundary(MOST)] }
}

fn without_key(outcome: Outcome, named: &str) -> KeyChecks {
    KeyChecks {
        key: Check::new(CheckCode::ProofKey, outcome).with("key", named),
        confirmed: Check::new(CheckCode::IssuerConfirmed, Outcome::Skipped(Because::DependsOn(CheckCode::ProofKey))),
        usable: None,
    }
}

pub(super) fn refused(why: KeyRefusal, named: &str) -> Outcome {
    let key = || named.to_owned();
    Outcome::Fail(match why {
        KeyRefusal::Key(KeyError::NotCompiled(kind)) => {
            return Outcome::Skipped(Because::Unsupported(kind.as_str().to_owned()));
        }
        KeyRefusal::UnsupportedType(name) => return Outcome::Skipped(Because::Unsupported(name)),
        KeyRefusal::Key(KeyError::JwkPrivate(_)) => Reason::PrivateKeyExposed,
        KeyRefusal::Key(why) => Reason::KeyBad { fault: key_fault(&why) },
        KeyRefusal::NotForAssertion => Reason::KeyPurpose { key: key() },
        KeyRefusal::DocumentIdDiffers { expected, found } => {
            Reason::IdDiffers { expected, found: found.unwrap_or_default() }
        }
        KeyRefusal::MalformedDate(member) => Reason::KeyBad { fault: member.to_owned() },
        KeyRefusal::HeaderKeyDiffers => Reason::KeyBad { fault: "header-differs".to_owned() },
        _ => Reason::KeyNotFound { key: key() },
    })
}

/// A short technical word for what is wrong with a key.
pub(super) fn key_fault(why: &KeyError) -> String {
    match why {
        KeyError::Multibase(_) => "multibase",
        KeyError::UnknownPrefix(_) | KeyError::JwkUnknown { .. } | KeyError::UnknownOid { .. } => "kind",
        KeyError::WrongLength { .. } => "length",
        KeyError::NotOnCurve(_) => "not-on-curve",
        KeyError::SmallOrder => "small-order",
        KeyError::RsaSize { .. } => "rsa-size",
        KeyError::RsaNumbers => "rsa-numbers",
        KeyError::JwkMissing(_) | KeyError::JwkMalformed(_) => "jwk",
        KeyError::JwkNotForSignatures => "use",
        KeyError::Pem => "pem",
        _ => "key",
    }
    .to_owned()
}

fn provenance(session: &mut Session<'_>, known: &KnownKey, named: &str, issuer: &str) -> Check {
    let issuer = || issuer.to_owned();
    let mut url = None;
    let outcome = match &known.provenance {
        Provenance::Confirmed(Confirmation::Computed) => Outcome::Warn(Reason::IssuerIsKey { issuer: issuer() }),
        Provenance::Confirmed(Confirmation::Document { url: at } | Confirmation::KeySet { url: at }) => {
            url = Some(at);
            Outcome::Pass
        }
        Provenance::Mismatch(why) => Outcome::Fail(match why {
            Mismatch::OtherController { controller } => {
                Reason::KeyNotIssuers { controller: controller.clone(), issuer: issuer() }
            }
            Mismatch::OtherIssuer { iss } => Reason::KeyNotIssuers { controller: iss.clone(), issuer: issuer() },
            Mismatch::NotListed { url: at } => {
                url = Some(at);
                Reason::KeyNotListed { issuer: issuer() }
            }
            Mismatch::NotForAssertion { url: at } => {
                url = Some(at);
                Reason::KeyPurpose { key: known.method.clone().unwrap_or_else(|| named.to_owned()) }
            }
            Mismatch::OtherKey => {
                let controller = known.controller.clone().or_else(|| known.method.clone()).unwrap_or_default();
                Reason::KeyNotIssuers { controller, issuer: issuer() }
            }
        }),
        Provenance::Unconfirmed(why) => Outcome::Skipped(Because::Undecided(match why {
            Unconfirmed::NoKeys { url: at } => {
                url = Some(at);
                Reason::IssuerListsNoKey { issuer: issuer() }
            }
            Unconfirmed::DocumentIdDiffers { url: at, found } => {
                url = Some(at);
                Reason::IdDiffers { expected: issuer(), found: found.clone().unwrap_or_default() }
            }
            Unconfirmed::UnsupportedMethod(method) => Reason::DidUnsupported { method: method.clone() },
            Unconfirmed::NoAddress => Reason::IssuerNotAddress { issuer: issuer() },
        })),
        Provenance::Wanted(lookup) | Provenance::Unanswered(lookup, _) => Outcome::Skipped(session.because(lookup)),
    };
    let mut check = Check::new(CheckCode::IssuerConfirmed, outcome).with("issuer", issuer());
    if let Some(url) = url {
        let purpose = if issuer().starts_with("did:") { Purpose::DidDocument } else { Purpose::Issuer };
        session.note_url(url, purpose);
        check = check.with("url", url.as_str());
    }
    check
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::KeyKind;

    // Whoever called a bad key an unknown one would leave open what is decided, and the other way round.
    #[test]
    fn a_key_that_is_refused_fails_unless_it_is_only_unknown_to_us() {
        let skipped = |name: &str| Outcome::Skipped(Because::Unsupported(name.to_owned()));
        let bad = |fault: &str| Outcome::Fail(Reason::KeyBad { fault: fault.to_owned() });
        let key = "https://a.example.org/#k";
        let named = || key.to_owned();
        for (why, expected) in [
            (KeyRefusal::Key(KeyError::NotCompiled(KeyKind::P384)), skipped(KeyKind::P384.as_str())),
            (KeyRefusal::UnsupportedType("Xyz2030".into()), skipped("Xyz2030")),
            (KeyRefusal::Key(KeyError::JwkPrivate("d")), Outcome::Fail(Reason::PrivateKeyExposed)),
            (KeyRefusal::Key(KeyError::SmallOrder), bad("small-order")),
            (KeyRefusal::NotForAssertion, Outcome::Fail(Reason::KeyPurpose { key: named() })),
            (
                KeyRefusal::DocumentIdDiffers { expected: "a".into(), found: Some("b".into()) },
                Outcome::Fail(Reason::IdDiffers { expected: "a".into(), found: "b".into() }),
            ),
            (KeyRefusal::MalformedDate("revoked"), bad("revoked")),
            (KeyRefusal::HeaderKeyDiffers, bad("header-differs")),
            (KeyRefusal::MethodNotFound, Outcome::Fail(Reason::KeyNotFound { key: named() })),
            (KeyRefusal::NoHint, Outcome::Fail(Reason::KeyNotFound { key: named() })),
        ] {
            assert_eq!(refused(why.clone(), key), expected, "{why:?}");
        }
    }

    #[test]
    fn each_fault_of_a_key_has_its_word() {
        let kind = KeyKind::P256;
        for (why, word) in [
            (KeyError::UnknownPrefix([1, 2]), "kind"),
            (KeyError::JwkUnknown { name: "oct".into() }, "kind"),
            (KeyError::UnknownOid { oid: "1.2".into() }, "kind"),
            (KeyError::WrongLength { kind, expected: 33, found: 32 }, "length"),
            (KeyError::NotOnCurve(kind), "not-on-curve"),
            (KeyError::SmallOrder, "small-order"),
            (KeyError::RsaSize { bits: 512 }, "rsa-size"),
            (KeyError::RsaNumbers, "rsa-numbers"),
            (KeyError::JwkMissing("x"), "jwk"),
            (KeyError::JwkMalformed("x"), "jwk"),
            (KeyError::JwkNotForSignatures, "use"),
            (KeyError::Pem, "pem"),
            (KeyError::JwkPrivate("d"), "key"),
        ] {
            assert_eq!(key_fault(&why), word, "{why}");
        }
    }

    // A header may hold a name of a megabyte, in letters of several bytes.
    #[test]
    fn a_name_is_repeated_up_to_a_bound() {
        assert_eq!(quotable(&"k".repeat(2_048)).len(), 2_048);
        assert_eq!(quotable(&"k".repeat(2_049)).len(), 2_048);
        assert_eq!(quotable(&format!("k{}", "é".repeat(2_000))).len(), 2_047);
    }
}
