//! Words that differ from what was signed must never be shown as verified, however the same statements are written:
//! the signature of an RDF suite covers statements, and a reader sees names (OB3-DM-164).

#[path = "shown_support/change.rs"]
mod change;

use badge_core::container::{Presented, Raw};
use badge_core::crypto::{KeyKind, SecretKey, SeededEntropy, Signer as _};
use badge_core::json::{self, Object, Value};
use badge_core::ld::Contexts;
use badge_core::limits::Limits;
use badge_core::name::Url;
use badge_core::proof::eddsa_rdfc_2022;
use badge_core::proof::integrity::Options;
use badge_core::resource::{Answer, Resources};
use badge_core::time::Timestamp;
use badge_core::verify::{CheckCode, Outcome, Policy, Report, Verdict, verify};
use change::{Change, Step, change, changed, reach, ways};
use proptest::prelude::*;

const CONTEXTS: &str = r#""https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json","https://purl.imsglobal.org/spec/ob/v3p0/extensions.json""#;
const END: &str = "2026-12-31T00:00:00Z";
const KIND: &str = "1EdTechRevocationList";
const LIST: &str = "https://example.org/revocations.json";

fn key() -> SecretKey {
    SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(b"shown is signed")).unwrap()
}

fn did() -> String {
    format!("did:key:{}", key().public_key().to_multikey().unwrap())
}

fn object(text: &str) -> Object {
    match json::parse(text.as_bytes(), &Limits::default()) {
        Ok(Value::Object(o)) => o,
        other => panic!("{other:?} {text}"),
    }
}

/// A whole badge, with a status and an end.
fn badge() -> Object {
    let did = did();
    object(&format!(
        r#"{{"@context":[{CONTEXTS}],"id":"https://example.org/b/1","type":["VerifiableCredential","OpenBadgeCredential"],
        "issuer":{{"id":"{did}","type":["Profile"],"name":"Le Dôme"}},
        "validFrom":"2026-03-02T10:00:00Z","validUntil":"{END}","name":"Découpe laser",
        "evidence":[{{"id":"https://example.org/b/1","type":["Evidence"],"genre":"Photos"}}],
        "credentialStatus":{{"id":"{LIST}","type":"{KIND}"}},
        "credentialSubject":{{"id":"urn:uuid:0b2e6f0e-0000-4000-8000-000000000001","type":["AchievementSubject"],
        "identifier":[{{"type":"IdentityObject","hashed":false,"identityHash":"zoe@example.org",
        "identityType":"emailAddress"}}],
        "achievement":{{"id":"https://example.org/achievements/laser.json","type":["Achievement"],
        "creator":{{"id":"{did}","type":["Profile"],"name":"Le Dôme"}},
        "criteria":{{"narrative":"Régler, découper, ranger."}},"name":"Découpe laser","description":"Un atelier."}}}}}}"#
    ))
}

fn options() -> Options {
    let did = did();
    Options {
        verification_method: format!("{did}#{}", &did[8..]),
        created: Timestamp::parse("2026-03-02T10:00:01Z").unwrap(),
        expires: Some(Timestamp::parse("2029-03-02T10:00:01Z").unwrap()),
    }
}

fn can_be_signed(document: &Object) -> bool {
    eddsa_rdfc_2022::prepare(document, &options(), &Contexts::builtin(), &Limits::default()).is_ok()
}

fn signed(document: &Object) -> String {
    let (key, options) = (key(), options());
    let limits = Limits::default();
    let prepared = eddsa_rdfc_2022::prepare(document, &options, &Contexts::builtin(), &limits).unwrap();
    let signature = key.sign(prepared.algorithm(), prepared.bytes()).unwrap();
    Value::from(prepared.complete(&signature)).to_compact()
}

fn judged(text: &str, now: &str) -> Report {
    let mut known = Resources::new();
    known.insert(&Url::parse(LIST).unwrap(), Answer::found(r#"{"revokedCredential":[]}"#));
    let badge = Presented::bare(Raw::Json(text.as_bytes().to_vec()));
    verify(&badge, &known, &Policy::at(Timestamp::parse(now).unwrap())).report
}

const IN_FORCE: &str = "2026-06-01T00:00:00Z";

fn end() -> String {
    format!(r#""validUntil":"{END}""#)
}

fn status() -> String {
    format!(r#""credentialStatus":{{"id":"{LIST}","type":"{KIND}"}}"#)
}

fn typed_end() -> String {
    format!(r#"{{"@value":"{END}","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}}"#)
}

/// Replaces each `from` by its `to`; it must be there.
fn rewritten(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from} in {text}");
        text.replacen(from, to, 1)
    })
}

/// Adds a context of the document's own, last.
fn with_context(text: &str, context: &str) -> String {
    rewritten(text, &[("extensions.json\"]", &format!("extensions.json\",{context}]"))])
}

/// What a plain reader of the badge would no longer see, or see otherwise, while the proof holds.
fn disguises() -> Vec<(&'static str, String)> {
    let text = signed(&badge());
    let (end, status, typed_end) = (end(), status(), typed_end());
    let vc = "https://www.w3.org/2018/credentials#";
    let entry = format!(r#"{{"id":"{LIST}","type":"{KIND}"}}"#);
    let one = |from: &str, to: String| rewritten(&text, &[(from, &to)]);
    vec![
        ("the end under its IRI", one(&end, format!(r#""{vc}validUntil":{typed_end}"#))),
        ("the end as a value", one(&end, format!(r#""validUntil":{typed_end}"#))),
        ("the status under its IRI", one("\"credentialStatus\"", format!("\"{vc}credentialStatus\""))),
        ("the status in a set", one(&status, format!(r#""credentialStatus":{{"@set":[{entry}]}}"#))),
        ("the status in two halves", one(&status, format!(r#""credentialStatus":[{{"id":"{LIST}"}},{entry}]"#))),
        ("the status by keyword", one(&entry, entry.replace("\"id\"", "\"@id\""))),
        (
            "the type of the status by its IRI",
            one(&format!("\"{KIND}\""), format!("\"https://purl.imsglobal.org/spec/vcrl/v1p0/context.json#{KIND}\"")),
        ),
        ("the type by keyword", one(&entry, entry.replace("\"type\"", "\"@type\""))),
        (
            "terms of its own",
            with_context(
                &rewritten(&text, &[("\"validUntil\"", "\"fin\""), ("\"credentialStatus\"", "\"statut\"")]),
                &format!(
                    r#"{{"fin":{{"@id":"{vc}validUntil","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}},
                    "statut":{{"@id":"{vc}credentialStatus","@type":"@id"}}}}"#
                ),
            ),
        ),
        (
            "a prefix of its own",
            with_context(
                &rewritten(&text, &[("\"credentialStatus\"", "\"x:credentialStatus\"")]),
                &format!(r#"{{"x":"{vc}"}}"#),
            ),
        ),
        (
            "a prefix in the id",
            with_context(
                &rewritten(&text, &[("\"https://example.org/b/1\"", "\"x:1\"")]),
                r#"{"x":"https://example.org/b/"}"#,
            ),
        ),
        (
            "the end said of the evidence, which is the badge's own page",
            rewritten(
                &text,
                &[
                    (&format!("{end},"), ""),
                    (r#""type":["Evidence"]"#, &format!(r#""type":["Evidence","VerifiableCredential"],{end}"#)),
                ],
            ),
        ),
        (
            "names exchanged by the context of a property",
            with_context(
                &rewritten(&text, &[("\"criteria\":{\"narrative\":", "\"criteria\":{\"description\":")]),
                r#"{"K":{"@id":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#Criteria",
                "@context":{"glory":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#narrative"}}}"#,
            )
            .replace(
                "\"description\":\"Régler",
                "\"https://purl.imsglobal.org/spec/vc/ob/vocab.html#narrative\":\"Régler",
            ),
        ),
        (
            "the proof's end under another name",
            rewritten(&with_context(&text, "\"https://w3id.org/security/v1\""), &[("\"expires\"", "\"expiration\"")]),
        ),
    ]
}

// OB3-DM-164
#[test]
fn the_same_statements_in_disguise_are_refused() {
    let plain = judged(&signed(&badge()), IN_FORCE);
    assert_eq!(plain.verdict, Verdict::Verified, "{}", plain.to_value().to_pretty());
    for (name, text) in disguises() {
        let report = judged(&text, IN_FORCE);
        assert_eq!(report.verdict, Verdict::Rejected, "{name}: {}", report.to_value().to_pretty());
        // It is the writing that is refused, not a signature that happens to be broken.
        let broken =
            report.checks.iter().any(|c| c.code == CheckCode::ProofSignature && matches!(c.outcome, Outcome::Fail(_)));
        let told = report.checks.iter().any(|c| {
            let codes = [CheckCode::DocumentTerms, CheckCode::ProofSignature];
            codes.contains(&c.code) && matches!(c.outcome, Outcome::Fail(_))
        });
        assert!(told, "{name}: {}", report.to_value().to_pretty());
        assert!(!broken || name.contains("proof"), "{name}: {}", report.to_value().to_pretty());
    }
}

/// OB3-DM-164: one id at two places with two texts: whoever holds the badge could exchange them, and no statement would change.
#[test]
fn one_thing_says_the_same_wherever_it_stands() {
    const CREATOR: &str = r#""type":["Profile"],"name":"Le Dôme"},"criteria""#;
    const ACHIEVEMENT: &str = r#""id":"https://example.org/achievements/laser.json""#;
    let plain = Value::from(badge()).to_compact();
    let proof = signed(&badge()).split_once(r#""proof":"#).expect("a proof").1.to_owned();
    let proof = proof.strip_suffix('}').expect("the last member").to_owned();
    let verdict = |text: &str| {
        // What we would not sign may have been signed by others: it is refused before the signature is looked at.
        let text = if can_be_signed(&object(text)) {
            signed(&object(text))
        } else {
            format!(r#"{},"proof":{proof}}}"#, text.strip_suffix('}').expect("an object"))
        };
        let report = judged(&text, IN_FORCE);
        let torn = |c: &badge_core::verify::Check| matches!(&c.outcome, Outcome::Fail(reason) if reason.id() == "duplicate-member");
        (report.verdict, report.checks.iter().any(torn))
    };
    let refused = (Verdict::Rejected, true);
    for (from, to, expected) in [
        (CREATOR, CREATOR.to_owned(), (Verdict::Verified, false)),
        // A bare reference, and a part of what is said elsewhere.
        (CREATOR, CREATOR.replace(r#","name":"Le Dôme""#, ""), (Verdict::Verified, false)),
        (
            CREATOR,
            CREATOR.replace(r#""Le Dôme""#, r#""Le Dôme","url":"https://example.org/""#),
            (Verdict::Verified, false),
        ),
        // The creator is the issuer, the achievement the credential, or the evidence.
        (CREATOR, CREATOR.replace("Le Dôme", "Université de Caen"), refused),
        (
            ACHIEVEMENT,
            r#""id":"https://example.org/b/1","achievementType":"Badge""#.to_owned(),
            (Verdict::Verified, false),
        ),
        (
            r#""name":"Découpe laser","description""#,
            r#""name":"Chirurgie","description""#.to_owned(),
            (Verdict::Verified, false),
        ),
    ] {
        assert_ne!(plain.replacen(from, "", 1), plain, "{from}");
        assert_eq!(verdict(&plain.replacen(from, &to, 1)), expected, "{to}");
    }
    let one = plain.replacen(ACHIEVEMENT, r#""id":"https://example.org/b/1""#, 1);
    assert_eq!(verdict(&one.replacen(r#""name":"Découpe laser""#, r#""name":"Chirurgie""#, 1)), refused);
    // Inside what has no name of its own, too.
    let at = |town: &str| format!(r#""name":"Le Dôme","address":{{"type":["Address"],"addressLocality":"{town}"}}}}"#);
    let both = |one: &str, two: &str| {
        let halves: Vec<&str> = plain.split(r#""name":"Le Dôme"}"#).collect();
        [halves[0], &at(one), halves[1], &at(two), halves[2]].concat()
    };
    assert_eq!(verdict(&both("Caen", "Caen")), (Verdict::Verified, false));
    assert_eq!(verdict(&both("Caen", "Paris")), refused);
}

// What a document says in terms of its own stays possible.
#[test]
fn own_terms_for_other_things_are_no_disguise() {
    let mut own = badge();
    let contexts = format!(
        r#"{{"@context":[{CONTEXTS},{{"mood":"https://example.org/ns#mood","mot":{{"@id":"https://example.org/ns#mot","@type":"@vocab"}},"vif":"https://example.org/ns#vif"}}]}}"#
    );
    own.set("@context", object(&contexts).get("@context").unwrap().clone());
    own.set("mood", "gai");
    own.set("mot", "vif");
    own.set("https://example.org/ns#plus", "oui");
    let report = judged(&signed(&own), IN_FORCE);
    assert_eq!(report.verdict, Verdict::Verified, "{}", report.to_value().to_pretty());
}

fn original() -> &'static (String, Report) {
    static ORIGINAL: std::sync::OnceLock<(String, Report)> = std::sync::OnceLock::new();
    ORIGINAL.get_or_init(|| {
        let text = signed(&badge());
        let report = judged(&text, IN_FORCE);
        assert_eq!(report.verdict, Verdict::Verified);
        (text, report)
    })
}

/// A badge in which many ids stand at several places: the issuer is the creator and endorses its own achievement under
/// another name, its organisation is also the source, criteria and evidence are one page, and so are two pictures.
fn rich() -> Object {
    let did = did();
    let endorsement = |number: u32, of: &str, name: &str| {
        signed(&object(&format!(
            r#"{{"@context":[{CONTEXTS}],"id":"https://example.org/e/{number}",
            "type":["VerifiableCredential","EndorsementCredential"],
            "issuer":{{"id":"{did}","type":["Profile"],"name":"{name}"}},"validFrom":"2026-03-01T10:00:00Z",
            "name":"Soutien","credentialSubject":{{"id":"{of}","type":["EndorsementSubject"],
            "endorsementComment":"Un bon atelier, {number} fois."}}}}"#
        )))
    };
    let one = endorsement(1, "https://example.org/achievements/laser.json", "Une autre maison");
    let two = endorsement(2, &did, "Une autre maison");
    object(&format!(
        r#"{{"@context":[{CONTEXTS}],"id":"https://example.org/b/2","type":["VerifiableCredential","OpenBadgeCredential"],
        "issuer":{{"id":"{did}","type":["Profile"],"name":"Le Dôme","url":"https://example.org/","email":"dome@example.org",
        "image":{{"id":"https://example.org/p.png","type":"Image"}},
        "otherIdentifier":[{{"type":"IdentifierEntry","identifier":"14","identifierType":"identifier"}}],
        "parentOrg":{{"id":"https://example.org/org","type":["Profile"],"name":"Relais"}}}},
        "validFrom":"2026-03-02T10:00:00Z","validUntil":"{END}","name":"Découpe laser",
        "evidence":[{{"id":"https://example.org/page","type":["Evidence"],"name":"La page","genre":"Photos"}},
        {{"id":"https://example.org/other","type":["Evidence"],"narrative":"Une boîte."}}],
        "credentialStatus":{{"id":"{LIST}","type":"{KIND}"}},
        "credentialSubject":{{"id":"urn:uuid:0b2e6f0e-0000-4000-8000-000000000001","type":["AchievementSubject"],
        "identifier":[{{"type":"IdentityObject","hashed":false,"identityHash":"zoe@example.org",
        "identityType":"emailAddress"}}],
        "source":{{"id":"https://example.org/org","type":["Profile"],"url":"https://example.org/relais"}},
        "achievement":{{"id":"https://example.org/achievements/laser.json","type":["Achievement"],
        "image":{{"id":"https://example.org/p.png","type":"Image","caption":"Un rayon"}},
        "tag":["laser","bois"],"version":"2","endorsement":[{one}],
        "related":[{{"id":"https://example.org/achievements/laser.en.json","type":["Related"],"inLanguage":"en"}},
        {{"id":"https://example.org/other","type":["Related"],"version":"1"}}],
        "creator":{{"id":"{did}","type":["Profile"],"name":"Le Dôme","phone":"+33200000000","endorsement":[{two}]}},
        "criteria":{{"id":"https://example.org/page","narrative":"Régler, découper, ranger."}},
        "name":"Découpe laser","description":"Un atelier."}}}}}}"#
    ))
}

fn rich_original() -> &'static (String, Report) {
    static ORIGINAL: std::sync::OnceLock<(String, Report)> = std::sync::OnceLock::new();
    ORIGINAL.get_or_init(|| {
        let text = signed(&rich());
        let report = judged(&text, IN_FORCE);
        assert_eq!(report.verdict, Verdict::Verified, "{}", report.to_value().to_pretty());
        (text, report)
    })
}

/// What a reader is shown, in an order of our own where the statements have none.
fn shown(report: &Report) -> (badge_core::model::Badge, usize) {
    let mut badge = report.summary.clone().unwrap().badge;
    badge.evidence.sort_by_key(|e| format!("{e:?}"));
    // Each has a report of its own; as objects they may be written otherwise.
    let endorsements = badge.endorsements.len();
    badge.endorsements.clear();
    if let Some(achievement) = badge.achievement.as_mut() {
        achievement.tags.sort();
        achievement.related.sort_by_key(|r| r.id.clone());
        achievement.other_identifiers.sort_by_key(|i| i.identifier.clone());
    }
    badge.issuer.other_identifiers.sort_by_key(|i| i.identifier.clone());
    // `null` and an empty list say nothing, under whatever name.
    let empty =
        |v: &Value| *v == Value::Null || matches!(v, Value::Array(list) if list.iter().all(|v| *v == Value::Null));
    // Members have no order either.
    let said = |extra: &mut Object| {
        let told = extra.filter_map(|_, v| (!empty(v)).then(|| v.clone()));
        *extra = object(&json::canonicalize(&Value::from(told)));
    };
    said(&mut badge.extra);
    said(&mut badge.issuer.extra);
    if let Some(achievement) = badge.achievement.as_mut() {
        said(&mut achievement.extra);
        if let Some(creator) = achievement.creator.as_mut() {
            said(&mut creator.extra);
        }
    }
    (badge, endorsements)
}

fn never_otherwise(text: &str, original: &Report, what: &dyn std::fmt::Debug) {
    let report = judged(text, IN_FORCE);
    if report.verdict == Verdict::Verified {
        assert_eq!(shown(&report), shown(original), "{what:?}\n{text}");
        for good in report.endorsements.iter().filter(|e| e.verdict == Verdict::Verified) {
            assert!(original.endorsements.iter().any(|e| shown(e) == shown(good)), "{what:?}\n{text}");
        }
    }
    // After the end that was signed, nothing makes it good again.
    assert_ne!(judged(text, "2027-06-01T00:00:00Z").verdict, Verdict::Verified, "{what:?}\n{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, max_shrink_iters: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_verified_is_what_was_signed(
        rich in any::<bool>(),
        changes in proptest::collection::vec(change(), 1..4),
    ) {
        let (text, report) = if rich { rich_original() } else { original() };
        let mut doc = json::parse(text.as_bytes(), &Limits::default()).unwrap();
        for change in &changes {
            let _ = changed(&mut doc, change);
        }
        let mut bytes = doc.to_compact().into_bytes();
        for change in &changes {
            if let Change::Bytes(at, cut, paste) = change {
                let at = at.index(bytes.len());
                let end = (at + cut).min(bytes.len());
                bytes.splice(at..end, paste.iter().copied());
            }
        }
        if let Ok(text) = String::from_utf8(bytes) {
            never_otherwise(&text, report, &changes);
        }
    }
}

// Each value, replaced, taken out, wrapped and renamed, one at a time.
#[test]
fn each_part_counts() {
    let doc = json::parse(original().0.as_bytes(), &Limits::default()).unwrap();
    let mut all = Vec::new();
    ways(&doc, &mut Vec::new(), &mut all);
    for way in &all {
        for how in 0..6 {
            let mut changed = doc.clone();
            let (Some(last), around) = (way.last(), &way[..way.len() - 1]) else { continue };
            match (how, last) {
                (0, _) => *reach(&mut changed, way).unwrap() = "urn:uuid:other".into(),
                (1, Step::Member(name)) => {
                    drop(reach(&mut changed, around).unwrap().as_object_mut().unwrap().remove(name))
                }
                (2, _) => *reach(&mut changed, way).unwrap() = Value::Null,
                (3, Step::Member(name)) => {
                    let object = reach(&mut changed, around).unwrap().as_object_mut().unwrap();
                    let value = object.remove(name).unwrap();
                    object.set(name.to_uppercase(), value);
                }
                (4, _) => {
                    let place = reach(&mut changed, way).unwrap();
                    *place = json::object([("@set", place.clone())]).into();
                }
                (5, _) => {
                    let place = reach(&mut changed, way).unwrap();
                    *place = json::object([("@value", place.clone())]).into();
                }
                _ => continue,
            }
            never_otherwise(&Value::to_compact(&changed), &original().1, way);
        }
    }
}

// An endorsement has a proof of its own and may call the issuer by another name; but who exchanges the two is found out.
#[test]
fn an_endorser_may_go_by_another_name_and_exchanges_it_with_nobody() {
    let did = did();
    let endorsement = signed(&object(&format!(
        r#"{{"@context":[{CONTEXTS}],"id":"https://example.org/e/1","type":["VerifiableCredential","EndorsementCredential"],
        "issuer":{{"id":"{did}","type":["Profile"],"name":"Une autre maison"}},"validFrom":"2026-03-01T10:00:00Z",
        "name":"Soutien","credentialSubject":{{"id":"https://example.org/achievements/laser.json",
        "type":["EndorsementSubject"],"endorsementComment":"Un bon atelier."}}}}"#
    )));
    const BEFORE: &str = r#""type":["Achievement"],"#;
    let plain = Value::from(badge()).to_compact();
    let whole = plain.replacen(BEFORE, &format!(r#"{BEFORE}"endorsement":[{endorsement}],"#), 1);
    assert_ne!(whole, plain);
    let good = signed(&object(&whole));
    assert_eq!(judged(&good, IN_FORCE).verdict, Verdict::Verified, "{good}");
    let exchanged =
        good.replace("Une autre maison", "?").replace("Le Dôme", "Une autre maison").replace('?', "Le Dôme");
    assert_ne!(exchanged, good);
    assert_eq!(judged(&exchanged, IN_FORCE).verdict, Verdict::Rejected, "{exchanged}");
}
