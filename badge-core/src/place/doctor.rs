//! Looks at a published place from outside, as a stranger's verifier would, and says what is wrong with it.
//!
//! [`examine`] is a function to a fixpoint like the verifier: it judges what is known and says what else it would like
//! to fetch, so that [`drive::settle`](crate::drive::settle) can run it. A place with many achievements needs
//! [`Limits::lookups`] raised to their number, twice with OB 2.0, and some for the rest.

use std::collections::{BTreeMap, BTreeSet};

use super::{Addresses, Slug, Spot};
use crate::container::{Presented, Raw};
use crate::json::{self, Value};
use crate::limits::Limits;
use crate::name::Url;
use crate::resource::{Answer, Body, Lookup, Purpose, Resources, Rule, Seen, Unreachable};
use crate::time::Timestamp;
use crate::verify::{Because, CheckCode, Outcome, Policy, verify};

/// Seconds by which a server's clock may differ from ours before it is worth a word.
const CLOCK_TOLERANCE: i64 = 300;

/// What the place knows about itself and a stranger should find. Empty when only the address is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// The keys that sign now, as `publicKeyMultibase`.
    pub keys: Vec<String>,
    /// Achievements that were published.
    pub achievements: Vec<Slug>,
    /// How many status lists there are; they are numbered from 1.
    pub status_lists: u32,
    /// Whether OB 2.0 is issued too.
    pub ob2: bool,
}

/// What was found, and what to fetch to find more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    /// One entry for each question about each document, in the order in which they should be mended.
    pub findings: Vec<Finding>,
    /// What to fetch, and then ask again.
    pub wanted: BTreeSet<Lookup>,
}

impl Examination {
    /// Whether a stranger can verify what this place issues: nothing is wrong and nothing is open.
    #[must_use]
    pub fn healthy(&self) -> bool {
        self.findings.iter().all(|f| matches!(f.state, State::Good | State::Advice(_)))
    }
}

/// One question about one document, with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The document's address.
    pub url: String,
    /// The question.
    pub question: Question,
    /// The answer.
    pub state: State,
}

/// What is asked about a document. The codes are permanent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Question {
    /// Is the address safe from tampering?
    Https,
    /// Is the document served?
    Served,
    /// Is it JSON?
    Json,
    /// Does it carry the name under which it is found?
    Name,
    /// Does it list each key that signs, for asserting?
    Keys,
    /// Does it keep private keys to itself?
    Secrets,
    /// Does the status list hold: its proof, its issuer, its dates?
    StatusList,
    /// Is it sent under a fitting name (`Content-Type`)?
    MediaType,
    /// May verifiers that run in a browser read it (`Access-Control-Allow-Origin`)?
    Cors,
    /// Does the server's clock agree with ours?
    Clock,
}

impl Question {
    /// The permanent text: `doctor.served`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Https => "doctor.https",
            Self::Served => "doctor.served",
            Self::Json => "doctor.json",
            Self::Name => "doctor.name",
            Self::Keys => "doctor.keys",
            Self::Secrets => "doctor.secrets",
            Self::StatusList => "doctor.status_list",
            Self::MediaType => "doctor.media_type",
            Self::Cors => "doctor.cors",
            Self::Clock => "doctor.clock",
        }
    }
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// As it should be.
    Good,
    /// Verifying works; this would make it better.
    Advice(Fault),
    /// Verifying fails until this is mended.
    Wrong(Fault),
    /// Not known yet: the document was not fetched.
    Open,
}

/// What is wrong, with its data.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The base address is plain `http`.
    PlainHttp,
    /// 404.
    Missing,
    /// 410.
    Gone,
    /// Nobody answered, or with another status.
    Unreachable(Unreachable),
    /// A rule of ours: a private address, too large…
    Refused(Rule),
    /// Not strict JSON. Often a web host's own page for addresses it does not know.
    NotJson,
    /// It is named otherwise, or not at all.
    Named {
        /// What it says.
        found: Option<String>,
        /// What it should say.
        expected: String,
    },
    /// It lists no key at all.
    NoKeys,
    /// A key that signs is not listed, or not for asserting.
    KeyMissing {
        /// The key, as `publicKeyMultibase`.
        key: String,
    },
    /// A key is listed, but under another verification method id than `{issuer}#{key}`.
    KeyNamed {
        /// The id found.
        found: String,
    },
    /// A status list does not hold, so that none of the badges in it can be verified.
    StatusList {
        /// The first check that it does not pass.
        check: CheckCode,
    },
    /// A private key is published. It must be retired at once.
    PrivateKey,
    /// An unfitting `Content-Type`, or none.
    MediaType {
        /// What was sent.
        found: Option<String>,
    },
    /// Pages of other sites may not read it.
    NoCors,
    /// The server's clock is off.
    Clock {
        /// Seconds by which it is ahead; negative when behind.
        ahead: i64,
    },
}

/// Judges a published place by what is known of it.
#[must_use]
pub fn examine(
    place: &Addresses,
    expected: &Expected,
    known: &Resources,
    seen: &BTreeMap<Url, Seen>,
    now: Timestamp,
) -> Examination {
    let mut round = Round { findings: Vec::new(), wanted: BTreeSet::new() };
    let base = place.base().to_owned();
    let https = if base.starts_with("https:") { State::Good } else { State::Advice(Fault::PlainHttp) };
    round.say(&base, Question::Https, https);
    let mut clock = None;
    for (spot, purpose) in documents(expected) {
        let url = place.url(&spot);
        // Addresses are made of a base that was parsed and of plain names.
        let Ok(name) = Url::parse(&url) else { continue };
        let Some(answer) = known.get(&name) else {
            round.wanted.insert(Lookup::new(&name, purpose));
            round.say(&url, Question::Served, State::Open);
            continue;
        };
        let seen = seen.get(&name);
        clock = clock.or(seen.and_then(|s| s.date));
        match served(answer) {
            Ok(body) => {
                round.say(&url, Question::Served, State::Good);
                round.document(place, expected, &spot, &url, body);
                if let Spot::StatusList(_) = spot {
                    round.status_list(&url, body, known, now);
                }
                round.delivery(&url, body, seen);
            }
            Err(fault) => round.say(&url, Question::Served, State::Wrong(fault)),
        }
    }
    if let Some(theirs) = clock {
        let ahead = theirs.unix() - now.unix();
        let good = ahead.abs() <= CLOCK_TOLERANCE;
        round.say(&base, Question::Clock, if good { State::Good } else { State::Advice(Fault::Clock { ahead }) });
    }
    Examination { findings: round.findings, wanted: round.wanted }
}

/// What a stranger needs, the most needed first.
fn documents(expected: &Expected) -> Vec<(Spot, Purpose)> {
    let mut all = vec![(Spot::DidDocument, Purpose::DidDocument), (Spot::Jwks, Purpose::Key)];
    all.extend((1..=expected.status_lists).map(|n| (Spot::StatusList(n), Purpose::StatusList)));
    if expected.ob2 {
        all.push((Spot::Issuer, Purpose::Issuer));
        all.push((Spot::Revocations, Purpose::StatusList));
    }
    for slug in &expected.achievements {
        all.push((Spot::Achievement(slug.clone(), None), Purpose::BadgeClass));
        if expected.ob2 {
            all.push((Spot::AchievementV2(slug.clone(), None), Purpose::BadgeClass));
        }
    }
    all
}

fn served(answer: &Answer) -> Result<&Body, Fault> {
    match answer {
        Answer::Found(body) => Ok(body),
        Answer::Gone(_) => Err(Fault::Gone),
        Answer::NotFound => Err(Fault::Missing),
        Answer::Unreachable(why) => Err(Fault::Unreachable(*why)),
        Answer::Refused(rule) => Err(Fault::Refused(*rule)),
    }
}

struct Round {
    findings: Vec<Finding>,
    wanted: BTreeSet<Lookup>,
}

impl Round {
    fn say(&mut self, url: &str, question: Question, state: State) {
        self.findings.push(Finding { url: url.to_owned(), question, state });
    }

    fn document(&mut self, place: &Addresses, expected: &Expected, spot: &Spot, url: &str, body: &Body) {
        let Ok(value) = json::parse(&body.bytes, &Limits::default()) else {
            return self.say(url, Question::Json, State::Wrong(Fault::NotJson));
        };
        self.say(url, Question::Json, State::Good);
        let name = match spot {
            Spot::DidDocument => Some(place.did().as_str().to_owned()),
            // A JWK set has no name.
            Spot::Jwks => None,
            _ => Some(url.to_owned()),
        };
        if let Some(expected) = name {
            let found = value.get("id").and_then(Value::as_str);
            let good = found == Some(expected.as_str());
            let fault = || Fault::Named { found: found.map(str::to_owned), expected };
            self.say(url, Question::Name, if good { State::Good } else { State::Wrong(fault()) });
        }
        match spot {
            Spot::DidDocument => {
                let fault = listed(&value, place.did().as_str(), &expected.keys);
                self.say(url, Question::Keys, fault.map_or(State::Good, State::Wrong));
            }
            Spot::Jwks => {
                let none = value.get("keys").is_none_or(|keys| keys.many().is_empty());
                self.say(url, Question::Keys, if none { State::Wrong(Fault::NoKeys) } else { State::Good });
            }
            _ => {}
        }
        let secret = has_private_key(&value);
        self.say(url, Question::Secrets, if secret { State::Wrong(Fault::PrivateKey) } else { State::Good });
    }

    /// The list is a credential, and verified like one, but for what is asked of badges only.
    fn status_list(&mut self, url: &str, body: &Body, known: &Resources, now: Timestamp) {
        let list = Presented::bare(Raw::Json(body.bytes.clone()));
        let verification = verify(&list, known, &Policy::at(now));
        let checks = || verification.report.checks.iter().filter(|c| HOLDS.contains(&c.code));
        let failed = checks().find(|c| matches!(c.outcome, Outcome::Fail(_)));
        let settled = |because: &Because| matches!(because, Because::NotApplicable | Because::NotAsked);
        let open = checks().find(|c| matches!(&c.outcome, Outcome::Skipped(because) if !settled(because)));
        let missing = HOLDS.iter().find(|code| !checks().any(|c| c.code == **code)).copied();
        let state = match (failed, open.map(|c| c.code).or(missing)) {
            (Some(check), _) => State::Wrong(Fault::StatusList { check: check.code }),
            (None, None) => State::Good,
            (None, Some(_)) if !verification.wanted.is_empty() => State::Open,
            (None, Some(check)) => State::Wrong(Fault::StatusList { check }),
        };
        self.wanted.extend(verification.wanted);
        self.say(url, Question::StatusList, state);
    }

    fn delivery(&mut self, url: &str, body: &Body, seen: Option<&Seen>) {
        let essence = body.media_type.as_deref().map(|t| t.split(';').next().unwrap_or("").trim().to_ascii_lowercase());
        let json = essence.as_deref().is_some_and(|t| t == "application/json" || t.ends_with("+json"));
        let fault = || Fault::MediaType { found: body.media_type.clone() };
        self.say(url, Question::MediaType, if json { State::Good } else { State::Advice(fault()) });
        if let Some(seen) = seen {
            let open = seen.cors.as_deref() == Some("*");
            self.say(url, Question::Cors, if open { State::Good } else { State::Advice(Fault::NoCors) });
        }
    }
}

/// What a status list must pass for the badges in it to be verified.
const HOLDS: [CheckCode; 6] = [
    CheckCode::ProofPresent,
    CheckCode::ProofKey,
    CheckCode::ProofSignature,
    CheckCode::IssuerConfirmed,
    CheckCode::StatusNotBefore,
    CheckCode::StatusExpiry,
];

/// Whether a DID document lists these keys under the names that our signatures use (D-22), and for asserting.
fn listed(document: &Value, did: &str, keys: &[String]) -> Option<Fault> {
    let methods = document.get("verificationMethod").map_or(&[][..], Value::many);
    if methods.is_empty() {
        return Some(Fault::NoKeys);
    }
    let asserting: Vec<&str> = document
        .get("assertionMethod")
        .map_or(&[][..], Value::many)
        .iter()
        .filter_map(|m| m.as_str().or_else(|| m.get("id").and_then(Value::as_str)))
        .collect();
    for key in keys {
        let method = methods.iter().find(|m| m.get("publicKeyMultibase").and_then(Value::as_str) == Some(key));
        let Some(id) = method.and_then(|m| m.get("id")).and_then(Value::as_str) else {
            return Some(Fault::KeyMissing { key: key.clone() });
        };
        if id != format!("{did}#{key}") {
            return Some(Fault::KeyNamed { found: id.to_owned() });
        }
        if !asserting.contains(&id) {
            return Some(Fault::KeyMissing { key: key.clone() });
        }
    }
    None
}

/// Whether a private key lies anywhere in a document: a JWK's `d`, or one of the private members of Multikey and PEM.
fn has_private_key(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            let jwk = members.contains("kty") && (members.contains("d") || members.contains("k"));
            let named = ["secretKeyMultibase", "privateKeyMultibase", "privateKeyJwk", "privateKeyPem", "secretKeyJwk"];
            jwk || named.iter().any(|n| members.contains(n)) || members.iter().any(|(_, v)| has_private_key(v))
        }
        Value::Array(entries) => entries.iter().any(has_private_key),
        Value::String(text) => text.contains("PRIVATE KEY-----"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::{KeyKind, SecretKey, SeededEntropy, Signer as _};
    use crate::drive;
    use crate::ld::Contexts;
    use crate::proof::eddsa_rdfc_2022;
    use crate::proof::integrity::Options;
    use crate::status::make::ListDraft;

    const DID: &str = "did:web:badges.example.org:le-dome";

    fn secret() -> SecretKey {
        SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(b"a place that is examined")).unwrap()
    }

    fn key() -> String {
        secret().public_key().to_multikey().unwrap()
    }

    fn status_list() -> String {
        let from = Timestamp::parse("2026-03-01T09:00:00Z").unwrap();
        let id = "https://badges.example.org/le-dome/status/1.json";
        let draft =
            ListDraft { id, issuer: DID, purpose: "revocation", valid_from: from, valid_until: None, struck: &[7] };
        let options = Options { verification_method: format!("{DID}#{}", key()), created: from, expires: None };
        let (contexts, limits) = (Contexts::builtin(), Limits::default());
        let prepared = eddsa_rdfc_2022::prepare(&draft.document(), &options, &contexts, &limits).unwrap();
        let signature = secret().sign(prepared.algorithm(), prepared.bytes()).unwrap();
        Value::from(prepared.complete(&signature)).to_pretty()
    }

    fn place() -> Addresses {
        Addresses::new("https://badges.example.org/le-dome").unwrap()
    }

    fn now() -> Timestamp {
        Timestamp::parse("2026-03-02T09:00:00Z").unwrap()
    }

    fn expected() -> Expected {
        let slug = Slug::parse("decoupe-laser").unwrap();
        Expected { keys: vec![key()], achievements: vec![slug], status_lists: 1, ob2: true }
    }

    /// A healthy site, as files below its base.
    fn site() -> BTreeMap<String, String> {
        let base = "https://badges.example.org/le-dome";
        let did = "did:web:badges.example.org:le-dome";
        let mut files = BTreeMap::new();
        for path in
            ["issuer.json", "revocations.json", "achievements/decoupe-laser.json", "achievements/decoupe-laser.v2.json"]
        {
            files.insert(format!("{base}/{path}"), format!(r#"{{"id":"{base}/{path}"}}"#));
        }
        let key = key();
        files.insert(format!("{base}/status/1.json"), status_list());
        files.insert(format!("{base}/jwks.json"), r#"{"keys":[{"kty":"OKP","x":"…"}]}"#.to_owned());
        files.insert(
            format!("{base}/did.json"),
            format!(
                r#"{{"id":"{did}","verificationMethod":[{{"id":"{did}#{key}","publicKeyMultibase":"{key}"}}],"assertionMethod":["{did}#{key}"]}}"#
            ),
        );
        files
    }

    fn examined(files: &BTreeMap<String, String>) -> Examination {
        let seen: BTreeMap<Url, Seen> = files
            .keys()
            .map(|url| (Url::parse(url).unwrap(), Seen { cors: Some("*".to_owned()), date: Some(now()) }))
            .collect();
        let (examination, _) = drive::settle_blocking(
            Resources::new(),
            &Limits::default(),
            |known| {
                let e = examine(&place(), &expected(), known, &seen, now());
                let wanted = e.wanted.clone();
                (e, wanted)
            },
            |lookup| match files.get(lookup.url.as_str()) {
                Some(text) => Answer::Found(Body {
                    bytes: text.clone().into_bytes(),
                    media_type: Some("application/json".to_owned()),
                    ..Body::default()
                }),
                None => Answer::NotFound,
            },
        );
        examination
    }

    /// The faults after one file was changed.
    fn after(path: &str, change: impl Fn(&str) -> Option<String>) -> Vec<(Question, State)> {
        let mut files = site();
        let url = format!("https://badges.example.org/le-dome/{path}");
        if let Some(text) = change(&files.remove(&url).unwrap()) {
            files.insert(url, text);
        }
        let examination = examined(&files);
        assert!(!examination.healthy());
        // What is wrong with the keys is wrong with the status list too; here each is looked at alone.
        let lists = path.starts_with("status");
        examination
            .findings
            .into_iter()
            .filter(|f| f.state != State::Good && (lists || f.question != Question::StatusList))
            .map(|f| (f.question, f.state))
            .collect()
    }

    #[test]
    fn a_healthy_place_is_called_healthy() {
        let examination = examined(&site());
        assert!(examination.healthy(), "{:#?}", examination.findings);
        assert!(examination.wanted.is_empty());
        assert_eq!(examination.findings.iter().filter(|f| f.question == Question::Served).count(), 7);
    }

    #[test]
    fn what_is_not_known_is_open() {
        let examination = examine(&place(), &expected(), &Resources::new(), &BTreeMap::new(), now());
        assert_eq!(examination.wanted.len(), 7);
        assert!(!examination.healthy());
    }

    #[test]
    fn each_fault_is_named() {
        assert_eq!(after("did.json", |_| None), [(Question::Served, State::Wrong(Fault::Missing))]);
        let page = |_: &str| Some("<!doctype html>".to_owned());
        assert_eq!(after("issuer.json", page), [(Question::Json, State::Wrong(Fault::NotJson))]);
        let other =
            Fault::Named { found: Some("x".to_owned()), expected: "did:web:badges.example.org:le-dome".to_owned() };
        assert_eq!(
            after("did.json", |t| Some(t.replacen("did:web:badges.example.org:le-dome", "x", 1))),
            [(Question::Name, State::Wrong(other))]
        );
        let missing = Fault::KeyMissing { key: key() };
        assert_eq!(
            after("did.json", |t| Some(t.replace("publicKeyMultibase\":\"z6", "publicKeyMultibase\":\"z7"))),
            [(Question::Keys, State::Wrong(missing.clone()))]
        );
        assert_eq!(
            after("did.json", |t| Some(t.replace("assertionMethod", "authentication"))),
            [(Question::Keys, State::Wrong(missing))]
        );
        let named = Fault::KeyNamed { found: "#key-1".to_owned() };
        assert_eq!(
            after("did.json", |t| Some(t.replace(&format!("{DID}#{}", key()), "#key-1"))),
            [(Question::Keys, State::Wrong(named))]
        );
        assert_eq!(
            after("jwks.json", |_| Some(r#"{"keys":[]}"#.to_owned())),
            [(Question::Keys, State::Wrong(Fault::NoKeys))]
        );
        for secret in [r#""d":"AAAA","x""#, r#""privateKeyPem":"x","x""#, r#""note":"-----BEGIN PRIVATE KEY-----","x""#]
        {
            assert_eq!(
                after("jwks.json", |t| Some(t.replace(r#""x""#, secret))),
                [(Question::Secrets, State::Wrong(Fault::PrivateKey))]
            );
        }
    }

    #[test]
    fn a_status_list_must_hold() {
        let wrong = |check| [(Question::StatusList, State::Wrong(Fault::StatusList { check }))];
        let altered = |t: &str| Some(t.replace("2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z"));
        assert_eq!(after("status/1.json", altered), wrong(CheckCode::ProofSignature));
        let unsigned = |t: &str| Some(t.replace("\"proof\"", "\"evidence\""));
        assert_eq!(after("status/1.json", unsigned), wrong(CheckCode::ProofPresent));
        // Without the issuer's keys nobody can tell, and that is what a stranger would see.
        let mut files = site();
        files.remove("https://badges.example.org/le-dome/did.json");
        let examination = examined(&files);
        let list = examination.findings.iter().find(|f| f.question == Question::StatusList).unwrap();
        assert_eq!(list.state, State::Wrong(Fault::StatusList { check: CheckCode::ProofKey }));
    }

    #[test]
    fn advice_does_not_make_a_place_ill() {
        let mut known = Resources::new();
        let mut seen = BTreeMap::new();
        for (url, text) in site() {
            let url = Url::parse(&url).unwrap();
            seen.insert(url.clone(), Seen { cors: None, date: Some(now().plus_seconds(-3_600)) });
            known.insert(&url, Answer::found(text));
        }
        let examination = examine(&place(), &expected(), &known, &seen, now());
        assert!(examination.healthy());
        let advised: BTreeSet<Question> =
            examination.findings.iter().filter(|f| matches!(f.state, State::Advice(_))).map(|f| f.question).collect();
        assert_eq!(advised, BTreeSet::from([Question::MediaType, Question::Cors, Question::Clock]));
        assert!(examination.findings.iter().any(|f| f.state == State::Advice(Fault::Clock { ahead: -3_600 })));
    }
}
