//! A compact statement, as QR codes carry it (D-45, `docs/compact.md`): its own signature, whose key that is, and then
//! the full credential that it names, wherever that can be read.

use super::inspect::{self as inspection, Found, Role, report};
use super::ob3::not_reached;
use super::recipient::same_identity;
use super::session::{Asked, Session};
use super::{Because, Check, CheckCode, Match, Outcome, Proven, Reason, Report, Standing, dates, key, ob2, recipient};
use crate::compact::{CompactError, Statement, Token};
use crate::crypto::{SignatureError, sha256};
use crate::did::{self, KeyAnswer};
use crate::json::Value;
use crate::model::{Achievement, Badge, Identity, Kind, Profile, Version};
use crate::name::Url;
use crate::resource::{Lookup, Purpose};
use crate::text;
use crate::time::Timestamp;

/// Looks at a statement. `page` is the address in whose fragment it stood, if it stood in one.
pub(super) fn inspect(session: &mut Session<'_>, token: &str, page: Option<&Url>) -> Report {
    let token = match Token::parse(token, &session.policy.limits) {
        Ok(token) => token,
        Err(why) => {
            let checks = unreadable(&why);
            return report(session, Found::nothing(checks));
        }
    };
    let statement = token.statement();
    let mut checks = vec![Check::new(CheckCode::DocumentJson, Outcome::Pass), told(statement, page)];
    checks.extend(proof(session, &token));
    let badge = badge_of(statement);
    let proven = match Proven::by_signature(&badge, &checks) {
        Ok(proven) => proven,
        Err(code) => {
            checks.extend(not_reached(session, Kind::Badge, Role::Asked { depth: 0 }, code));
            let recipient = if session.policy.recipient.is_empty() { Match::NotAsked } else { Match::Unknown };
            let found = Found { checks, badge: Some(badge), proven: false, recipient, endorsements: Vec::new() };
            return report(session, found);
        }
    };
    match full(session, statement) {
        Full::Judged(mut whole, check) => {
            // From here on the full badge speaks; what the statement said of itself goes with it.
            whole.checks.extend(checks.into_iter().filter(|c| c.code == CheckCode::CompactStatement));
            whole.checks.push(check);
            // Of two ends the first counts: what the code says is signed as well.
            let mut dates = dates::check(proven, session.policy).to_vec();
            dates.retain(|c| {
                matches!(c.outcome, Outcome::Fail(_)) && !whole.checks.iter().any(|o| o.outcome == c.outcome)
            });
            whole.checks.extend(dates);
            inspection::sort(&mut whole.checks);
            whole.verdict = super::Verdict::of(&whole.checks);
            whole.standing = Standing::of(&whole.checks);
            *whole
        }
        Full::Alone(more) => {
            checks.extend(more);
            checks.extend(dates::check(proven, session.policy));
            let (check, matched) = recipient::check(proven, session.policy);
            checks.push(check);
            let found =
                Found { checks, badge: Some(badge), proven: true, recipient: matched, endorsements: Vec::new() };
            report(session, found)
        }
    }
}

fn unreadable(why: &CompactError) -> Vec<Check> {
    let fail = |code, reason| vec![Check::new(code, Outcome::Fail(reason))];
    match why {
        CompactError::TooLarge { .. } | CompactError::Inflates { .. } => {
            fail(CheckCode::CompactStatement, Reason::OverLimit { limit: "compact_bytes".to_owned() })
        }
        CompactError::Jose(why) => vec![super::proof::jose_fault(why)],
        CompactError::Algorithm(algorithm) => {
            fail(CheckCode::ProofAlgorithm, Reason::AlgorithmRefused { algorithm: algorithm.as_str().to_owned() })
        }
        CompactError::Key(why) => fail(CheckCode::ProofKey, Reason::KeyBad { fault: key::key_fault(why) }),
        CompactError::Version(version) if !version.is_empty() => {
            let name = format!("{} {version}", crate::compact::TYPE);
            vec![Check::new(CheckCode::CompactStatement, Outcome::Skipped(Because::Unsupported(name)))]
        }
        other => {
            fail(CheckCode::CompactStatement, Reason::CompactMalformed { fault: super::shortened(&other.to_string()) })
        }
    }
}

/// What the statement is about. A page on another host than the badge is worth a remark: whoever prints a code chooses
/// the page that a telephone opens.
fn told(statement: &Statement, page: Option<&Url>) -> Check {
    let full = statement.full();
    let outcome = match (page, &full) {
        (Some(page), Some(full)) if page.authority() != full.authority() => {
            Outcome::Warn(Reason::CompactElsewhere { page: page.authority(), expected: full.authority() })
        }
        _ => Outcome::Pass,
    };
    let check = Check::new(CheckCode::CompactStatement, outcome);
    check.with("id", statement.id.as_str()).with("sha256", text::hex(&statement.digest))
}

/// The `proof.*` checks of the token, and `issuer.confirmed`.
fn proof(session: &mut Session<'_>, token: &Token<'_>) -> Vec<Check> {
    let (key, issuer_id) = (token.key(), token.statement().issuer.as_str());
    let jwk = Value::Object(key.to_jwk());
    let mut answer = did::resolve_header(None, Some(&jwk), issuer_id, session.known, &session.policy.limits);
    let named = key.to_multikey().unwrap_or_else(|| key.thumbprint());
    if let KeyAnswer::Known(known) = &mut answer {
        known.method = Some(format!("{issuer_id}#{named}"));
    }
    let found = key::check(session, answer, &named, issuer_id);
    let (signature, algorithm) = match token.verify() {
        Ok(()) => (Outcome::Pass, Outcome::Pass),
        Err(SignatureError::AlgorithmDoesNotFitKey { .. }) => (
            Outcome::Skipped(Because::DependsOn(CheckCode::ProofAlgorithm)),
            Outcome::Fail(Reason::AlgorithmRefused { algorithm: key.kind().as_str().to_owned() }),
        ),
        Err(why) => (super::proof::mismatch(why), Outcome::Pass),
    };
    vec![
        Check::new(CheckCode::ProofPresent, Outcome::Pass),
        Check::new(CheckCode::ProofMethod, Outcome::Pass).with("method", crate::compact::TYPE),
        Check::new(CheckCode::ProofAlgorithm, algorithm),
        found.key,
        super::proof::explained_token(
            Check::new(CheckCode::ProofSignature, signature),
            token.signed(),
            session.policy.explain,
        ),
        found.confirmed,
    ]
}

/// What could be learnt of the full credential.
enum Full {
    /// It was read, and is the one that was meant.
    Judged(Box<Report>, Check),
    /// It was not, and the statement has to do.
    Alone(Vec<Check>),
}

fn full(session: &mut Session<'_>, statement: &Statement) -> Full {
    let told = |outcome| Check::new(CheckCode::CompactFull, outcome);
    let status = |outcome| Check::new(CheckCode::StatusRevocation, outcome);
    let Some(url) = statement.full() else {
        let nowhere = || Outcome::Skipped(Because::Undecided(Reason::CompactNoAddress));
        let revocation = if session.policy.tolerate_unread_status {
            Outcome::Warn(Reason::StatusUnread { url: statement.id.clone() })
        } else {
            nowhere()
        };
        return Full::Alone(vec![told(nowhere()).advisory(), status(revocation)]);
    };
    match session.ask(&url, Purpose::Assertion) {
        Asked::Missing(because) => {
            let revocation = if session.policy.tolerate_unread_status {
                Outcome::Warn(Reason::StatusUnread { url: url.to_string() })
            } else {
                Outcome::Skipped(because.clone())
            };
            // Whether the full badge itself could be read decides nothing: its status does.
            Full::Alone(vec![told(Outcome::Skipped(because)).advisory().with("url", url.as_str()), status(revocation)])
        }
        Asked::Gone(_) => {
            let because = session.because(&Lookup::new(&url, Purpose::Assertion));
            let revoked = Outcome::Fail(Reason::Revoked { reason: String::new() });
            Full::Alone(vec![told(Outcome::Skipped(because)).advisory().with("url", url.as_str()), status(revoked)])
        }
        Asked::Found(body) => {
            let digest = sha256(&body.bytes);
            let whole = ob2::at_address(session, &url, Purpose::Assertion, 0);
            let told = |outcome| told(outcome).with("url", url.as_str());
            if digest != statement.digest
                && let Some(newer) = newer(&whole, statement)
            {
                return Full::Judged(Box::new(whole), told(newer).with("sha256", text::hex(&digest)));
            }
            let other = differs(&whole, statement, false);
            // What its own address says of it counts, even where a new wording made another file of it.
            if digest != statement.digest && whole.standing != Standing::Revoked {
                let fail = Outcome::Fail(Reason::CompactDigest { url: url.to_string() });
                let depends = Outcome::Skipped(Because::DependsOn(CheckCode::CompactFull));
                let check = told(fail).with("sha256", text::hex(&digest));
                return Full::Alone(vec![check, status(depends)]);
            }
            let outcome = match other {
                Some(reason) => Outcome::Fail(reason),
                None => Outcome::Pass,
            };
            Full::Judged(Box::new(whole), told(outcome))
        }
    }
}

/// What lies at the badge's address when it was signed again since the code was made (OB3-VER-51: one id, one issuer, one
/// person, and it begins later). What is printed on paper cannot follow; the newer version speaks for itself, and all
/// that the code says has to hold for it.
fn newer(whole: &Report, statement: &Statement) -> Option<Outcome> {
    let summary = whole.summary.as_ref().filter(|summary| summary.proven)?;
    let (held, shown) = (statement.valid_from?, summary.badge.valid_from?);
    let same =
        matches!(summary.badge.version, Version::Ob30 | Version::Ob30Vc11) && differs(whole, statement, true).is_none();
    (same && shown > held).then_some(Outcome::Warn(Reason::NewerShown { held, shown }))
}

/// What the full badge says otherwise about itself than the statement. A newer version may begin `later`.
fn differs(whole: &Report, statement: &Statement, later: bool) -> Option<Reason> {
    let badge = &whole.summary.as_ref()?.badge;
    let pairs = [(&statement.id, badge.id.as_ref()), (&statement.issuer, badge.issuer.id.as_ref())];
    if let Some((expected, Some(found))) = pairs.into_iter().find(|(said, found)| found.is_some_and(|f| f != *said)) {
        return Some(Reason::IdDiffers { expected: super::shortened(expected), found: super::shortened(found) });
    }
    // What the code leaves out, the full badge says alone.
    let seconds = |time: Option<Timestamp>| time.map(Timestamp::unix);
    let other = |said: Option<&str>, found: Option<&str>| said.is_some() && said != found;
    let achievement = badge.achievement.as_ref().and_then(|a| a.id.as_deref());
    let about = |who: &Identity| badge.recipient.identities.iter().any(|one| same_identity(one, who));
    let claims = [
        ("n", other(Some(&statement.name), badge.title())),
        ("o", other(statement.issuer_name.as_deref(), badge.issuer.name.as_deref())),
        ("a", other(statement.achievement.as_deref(), achievement)),
        ("r", statement.recipient.as_ref().is_some_and(|who| !about(who))),
        ("f", !later && statement.valid_from.is_some() && seconds(statement.valid_from) != seconds(badge.valid_from)),
        ("t", statement.valid_until.is_some() && seconds(statement.valid_until) != seconds(badge.valid_until)),
    ];
    let (claim, _) = claims.into_iter().find(|(_, differs)| *differs)?;
    Some(Reason::CompactDiffers { claim: claim.to_owned() })
}

/// The statement as a badge, for those who show one.
fn badge_of(statement: &Statement) -> Badge {
    // The full badge's own version is not said; its issuer's id tells it (D-03).
    let version = if Url::parse(&statement.issuer).is_ok() { Version::Ob20 } else { Version::Ob30 };
    let mut badge = Badge::new(version);
    badge.id = Some(statement.id.clone());
    badge.issuer =
        Profile { id: Some(statement.issuer.clone()), name: statement.issuer_name.clone(), ..Profile::default() };
    badge.achievement = Some(Achievement {
        id: statement.achievement.clone(),
        name: Some(statement.name.clone()),
        ..Achievement::default()
    });
    badge.recipient.identities.extend(statement.recipient.clone());
    badge.valid_from = statement.valid_from;
    badge.valid_until = statement.valid_until;
    badge
}
