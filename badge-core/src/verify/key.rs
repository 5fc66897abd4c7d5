//! `proof.key`: which key a proof names, and whether it may be used. Whose it is, is another question (D-23): see
//! [`super::whose`].

use super::session::Session;
use super::{Because, Check, CheckCode, Outcome, Reason, whose};
use crate::crypto::{JwsAlgorithm, KeyError, PublicKey};
use crate::did::{KeyAnswer, KeyRefusal};

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
        KeyAnswer::Wanted(lookup) | KeyAnswer::Unanswered(lookup, _) => {
            match whose::listed(session, &lookup, named, issuer) {
                Some(known) => Box::new(known),
                None => return without_key(Outcome::Skipped(session.because(&lookup)), named),
            }
        }
        KeyAnswer::UnsupportedMethod(method) => {
            return without_key(Outcome::Skipped(Because::Unsupported(format!("did:{method}"))), named);
        }
        KeyAnswer::Refused(why) => return without_key(refused(why, named), named),
    };
    let confirmed = whose::confirmed(session, &known, named, issuer);
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

/// That a key says of itself that it is for another algorithm than the one that a token names.
pub(super) fn other_algorithm(answer: &KeyAnswer, used: JwsAlgorithm) -> Option<Reason> {
    let KeyAnswer::Known(known) = answer else { return None };
    let named = known.other_algorithm(used)?;
    Some(Reason::KeyOtherAlgorithm { named, used: used.as_str().to_owned() })
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
        KeyRefusal::NoKeys { issuer } => {
            return Outcome::Skipped(Because::Undecided(Reason::IssuerListsNoKey { issuer }));
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
            (
                KeyRefusal::NoKeys { issuer: "did:web:a.example.org".into() },
                Outcome::Skipped(Because::Undecided(Reason::IssuerListsNoKey {
                    issuer: "did:web:a.example.org".into(),
                })),
            ),
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
