//! Words that differ from what was signed must never be shown as verified, however the same statements are written:
//! the signature of an RDF suite covers statements, and a reader sees names (OB3-DM-164).

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
        "evidence":[{{"id":"https://example.org/b/1","type":["Evidence"],"name":"Photos"}}],
        "credentialStatus":{{"id":"{LIST}","type":"{KIND}"}},
        "credentialSubject":{{"id":"urn:uuid:0b2e6f0e-0000-4000-8000-000000000001","type":["AchievementSubject"],
        "identifier":[{{"type":"IdentityObject","hashed":false,"identityHash":"zoe@example.org",
        "identityType":"emailAddress"}}],
        "achievement":{{"id":"https://example.org/achievements/laser.json","type":["Achievement"],
        "creator":{{"id":"{did}","type":["Profile"],"name":"Le Dôme"}},
        "criteria":{{"narrative":"Régler, découper, ranger."}},"name":"Découpe laser","description":"Un atelier."}}}}}}"#
    ))
}

fn signed(document: &Object) -> String {
    let key = key();
    let did = did();
    let options = Options {
        verification_method: format!("{did}#{}", &did[8..]),
        created: Timestamp::parse("2026-03-02T10:00:01Z").unwrap(),
        expires: Some(Timestamp::parse("2029-03-02T10:00:01Z").unwrap()),
    };
    let limits = Limits::default();
    let prepared = eddsa_rdfc_2022::prepare(document, &options, &Contexts::builtin(), &limits).unwrap();
    let signature = key.sign(prepared.algorithm(), prepared.bytes()).unwrap();
    Value::from(prepared.complete(&signature)).to_compact()
}

fn judged(text: &str, now: &str) -> Report {
    let mut known = Resources::new();
    known.insert(&Url::parse(LIST).unwrap(), Answer::found(r#"{"revokedCredential":[]}"#));
    let badge = Presented { raw: Raw::Json(text.as_bytes().to_vec()), via: Vec::new() };
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
