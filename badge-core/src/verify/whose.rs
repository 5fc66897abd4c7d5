//! `issuer.confirmed`: whose a key is. A signature that holds says that somebody made it with this key; that the key is the
//! issuer's is told by the issuer's own document, by the site, or by the reader's list, and by nothing else (D-23).

use super::session::Session;
use super::{Because, Check, CheckCode, Outcome, Reason, Report, Weight};
use crate::crypto::PublicKey;
use crate::did::{self, Confirmation, KnownKey, Mismatch, Provenance, Silence, Unconfirmed};
use crate::model::Badge;
use crate::name::Url;
use crate::resource::{Lookup, Purpose};
use crate::trust::TrustList;

/// Whether a key that was found is the issuer's: by what the issuer says, else by what the reader knows.
pub(super) fn confirmed(session: &mut Session<'_>, known: &KnownKey, named: &str, issuer: &str) -> Check {
    let mut confirmed = provenance(session, known, named, issuer);
    by_the_readers_list(session, known, issuer, &mut confirmed);
    confirmed
}

/// The key `{issuer}#{publicKeyMultibase}` (D-22), where the issuer's document was not read and the reader's list names
/// that very key for the issuer.
pub(super) fn listed(session: &Session<'_>, lookup: &Lookup, named: &str, issuer: &str) -> Option<KnownKey> {
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
        jwks: Vec::new(),
    })
}

/// A key that the profile of a 2.0 issuer lists, and whose owner it names. Without the profile's own address nobody vouches
/// for it.
pub(super) fn in_a_profile(owner: Option<&str>, issuer: &str, profile_fetched: bool) -> Check {
    let outcome = match owner {
        _ if !profile_fetched => {
            Outcome::Skipped(Because::Undecided(Reason::IssuerNotAddress { issuer: issuer.to_owned() }))
        }
        // OB2-VER-33
        Some(owner) if owner != issuer => {
            Outcome::Warn(Reason::KeyNotIssuers { controller: owner.to_owned(), issuer: issuer.to_owned() })
        }
        _ => Outcome::Pass,
    };
    Check::new(CheckCode::IssuerConfirmed, outcome).with("issuer", issuer)
}

/// The key of a badge of version 1.0 or 1.1, which lies at an address that the badge alone names. It is the issuer's when
/// it lies on the issuer's own site, as the assertions of these versions do. An issuer that lists keys is held to its list
/// before anything is asked here.
pub(super) fn at_an_address(badge: &Badge, key: &Url, owner: Option<&str>, issuer_fetched: bool) -> Check {
    let told = |outcome| Check::new(CheckCode::IssuerConfirmed, outcome);
    let issuer = badge.issuer.id.clone().unwrap_or_default();
    if !issuer_fetched {
        return told(Outcome::Skipped(Because::DependsOn(CheckCode::IssuerProfile)));
    }
    let same_site = Url::parse(&issuer).is_ok_and(|i| i.authority() == key.authority());
    let of_another = owner.filter(|owner| *owner != issuer);
    told(if let Some(controller) = of_another {
        Outcome::Fail(Reason::KeyNotIssuers { controller: controller.to_owned(), issuer: issuer.clone() })
    } else if same_site {
        Outcome::Pass
    } else {
        Outcome::Fail(Reason::KeyNotIssuers { controller: key.authority(), issuer: issuer.clone() })
    })
    .with("issuer", issuer)
}

/// A signature that holds is the holder's when the holder lists its key for showing.
pub(super) fn of_the_holder(session: &mut Session<'_>, known: &KnownKey, holder: &str) -> Outcome {
    let holder = || holder.to_owned();
    match &known.provenance {
        Provenance::Confirmed(_) => Outcome::Pass,
        Provenance::Mismatch(_) => Outcome::Fail(Reason::PresentationNotHolders { holder: holder() }),
        Provenance::Unconfirmed(_) => {
            Outcome::Skipped(Because::Undecided(Reason::PresentationOpen { holder: holder() }))
        }
        Provenance::Wanted(lookup) | Provenance::Unanswered(lookup, _) => Outcome::Skipped(session.because(lookup)),
    }
}

/// The keys that signed, once it is proven that the badge comes from the issuer that it names; none for a hosted one,
/// which no key signs. Otherwise the check that stands in the way.
pub(super) fn proven_origin<'s>(session: &'s Session<'_>, report: &Report) -> Result<Vec<&'s PublicKey>, CheckCode> {
    let required = |code| report.checks.iter().filter(move |c| c.code == code && c.weight == Weight::Required);
    let passes = |code| required(code).any(|c| matches!(c.outcome, Outcome::Pass | Outcome::Warn(_)));
    let fails = |code| required(code).any(|c| !matches!(c.outcome, Outcome::Pass | Outcome::Warn(_)));
    let holds = |code: CheckCode| if passes(code) && !fails(code) { Ok(()) } else { Err(code) };
    if required(CheckCode::ProofSignature).next().is_none() {
        for code in [CheckCode::HostedFetched, CheckCode::IssuerProfile, CheckCode::HostedScope] {
            holds(code)?;
        }
        let pass = |c: &Check| c.outcome == Outcome::Pass;
        if !required(CheckCode::HostedScope).any(pass) {
            return Err(CheckCode::HostedScope);
        }
        return if report.summary.as_ref().is_some_and(|s| s.proven) {
            Ok(Vec::new())
        } else {
            Err(CheckCode::HostedFetched)
        };
    }
    holds(CheckCode::ProofSignature)?;
    holds(CheckCode::ProofKey)?;
    let own = |c: &Check| matches!(c.outcome, Outcome::Pass | Outcome::Warn(Reason::IssuerIsKey { .. }));
    if !required(CheckCode::IssuerConfirmed).any(own) {
        return Err(CheckCode::IssuerConfirmed);
    }
    let named = required(CheckCode::ProofKey).flat_map(|c| &c.findings).filter(|f| f.name == "key");
    let mut keys: Vec<&PublicKey> = Vec::new();
    for name in named {
        keys.extend(session.keys.iter().filter(|(n, _)| *n == name.value).map(|(_, key)| key));
    }
    // Without a key at hand a list that names keys could not be held against it.
    if keys.is_empty() { Err(CheckCode::ProofKey) } else { Ok(keys) }
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
