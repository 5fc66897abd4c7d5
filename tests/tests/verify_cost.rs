//! Documents made to cost: each is answered, within bounds of work and of what is told.
//!
//! Time is not measured here, where a debug build shares the machine with others; the sizes are such that work or
//! memory growing with the square of a document's size would be noticed as a test that does not end. What they cost the
//! command as it is shipped is measured by `tests/cost.py`.

use badge_core::container::{self, Presented, Raw, Wrapping};
use badge_core::crypto::{JwsAlgorithm, KeyKind, SecretKey, SeededEntropy, Signer as _};
use badge_core::limits::Limits;
use badge_core::resource::Resources;
use badge_core::text::base64url;
use badge_core::time::Timestamp;
use badge_core::verify::{Because, CheckCode, Outcome, Policy, Reason, Report, Verdict, verify};

fn did() -> String {
    let key = SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(b"cost")).unwrap();
    format!("did:key:{}", key.public_key().to_multikey().unwrap())
}

fn proofs(count: usize) -> String {
    let did = did();
    let proof = format!(
        r#"{{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"2026-03-02T10:00:01Z",
        "verificationMethod":"{did}#{}","proofPurpose":"assertionMethod","proofValue":"z{}"}}"#,
        &did[8..],
        "1".repeat(64)
    );
    format!("[{}]", vec![proof; count].join(","))
}

fn badge(context: &str, members: &str) -> String {
    format!(
        r#"{{"@context":["https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"{context}],
        "id":"urn:uuid:1","type":["VerifiableCredential","OpenBadgeCredential"],"issuer":"{}",
        "validFrom":"2026-03-02T10:00:00Z","credentialSubject":{{"type":["AchievementSubject"]}}{members}}}"#,
        did()
    )
}

fn judged(text: String) -> Report {
    let badge = Presented::bare(Raw::Json(text.into_bytes()));
    let report =
        verify(&badge, &Resources::new(), &Policy::at(Timestamp::parse("2026-06-01T00:00:00Z").unwrap())).report;
    assert_ne!(report.verdict, Verdict::Verified);
    report
}

fn joined(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect::<Vec<_>>().join(",")
}

// Members that nobody knows, as many as a document can hold, wherever a reader keeps them; and things that stand twice.
#[test]
fn members_are_not_looked_for_in_one_another() {
    let members = joined(60_000, |n| format!(r#""k{n}":{n}"#));
    judged(badge("", &format!(",{members}")));
    let subject =
        format!(r#"{{"type":["AchievementSubject"],"achievement":{{"id":"urn:a","type":["Achievement"],{members}}}}}"#);
    judged(badge("", "").replace(r#"{"type":["AchievementSubject"]}"#, &subject));
    judged(format!(
        r#"{{"@context":"https://w3id.org/openbadges/v2","id":"https://a.example.org/a","type":"Assertion",{members}}}"#
    ));
    let twice = joined(16_000, |n| format!(r#""https://e.org/{n}":{{"id":"urn:{}","https://e.org/p":"x"}}"#, n / 2));
    judged(badge("", &format!(r#","proof":{},{twice}"#, proofs(1))));
}

// What is wrong stands in thirty thousand places, each with a path of half a megabyte.
#[test]
fn places_do_not_multiply_long_names() {
    let name = "k".repeat(600_000);
    let faults =
        format!(r#","proof":{},"https://e.org/{name}":[{}]"#, proofs(1), joined(30_000, |_| r#"{"u":1}"#.to_owned()));
    let text = judged(badge("", &faults)).to_value().to_compact();
    assert!(text.len() < 1_000_000, "{}", text.len());
    let inner = (0..55).fold("[{\"u\":1},{\"u\":2}]".to_owned(), |inner, _| {
        format!(r#"{{"https://e.org/{}":{inner}}}"#, "k".repeat(9_000))
    });
    let text =
        judged(badge("", &format!(r#","proof":{},"https://e.org/x":{inner}"#, proofs(1)))).to_value().to_compact();
    assert!(text.len() < 100_000, "{}", text.len());
    // The same for a badge of 2.0, which is read by its expanded form.
    let hosted = format!(
        r#"{{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://e.org/a","https://e.org/{name}":[{}]}}"#,
        joined(20_000, |i| format!(r#"{{"https://e.org/p":{i}}}"#))
    );
    assert!(judged(hosted).to_value().to_compact().len() < 1_000_000);
}

#[test]
fn wide_objects_are_read_in_one_go() {
    judged(badge("", &format!(",{}", joined(45_000, |i| format!(r#""u{i}":1"#)))));
    judged(format!(
        r#"{{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://e.org/a",{}}}"#,
        joined(30_000, |i| format!(r#""https://e.org/{i}":1"#))
    ));
}

// Each context of a document's own is a copy of those around it.
#[test]
fn contexts_are_bounded_by_their_terms() {
    let terms = format!(",{{{}}}", joined(15_000, |i| format!(r#""t{i}":"https://e.org/{i}""#)));
    let nodes = joined(500, |i| format!(r#"{{"@context":{{"z{i}":"https://e.org/z"}},"z{i}":1}}"#));
    let report = judged(badge(&terms, &format!(r#","proof":{},"https://e.org/x":[{nodes}]"#, proofs(1))));
    let over = Outcome::Fail(Reason::OverLimit { limit: "contexts".to_owned() });
    assert!(report.checks.iter().any(|c| c.outcome == over), "{}", report.to_value().to_pretty());
}

// A ring of blank nodes that all look alike, under more proofs and endorsements than may be paid for.
#[test]
fn canonicalising_is_bounded_for_the_whole_report() {
    let ring =
        |n: usize| joined(n, |i| format!(r#"{{"id":"_:r{i}","https://e.org/p":{{"id":"_:r{}"}}}}"#, (i + 1) % n));
    let mut limits = Limits::default();
    limits.canon_work = 20_000;
    let mut policy = Policy::at(Timestamp::parse("2026-06-01T00:00:00Z").unwrap());
    policy.limits = limits;
    let text = badge("", &format!(r#","proof":{},"https://e.org/q":[{}]"#, proofs(8), ring(40)));
    let badge = Presented::bare(Raw::Json(text.into_bytes()));
    let report = verify(&badge, &Resources::new(), &policy).report;
    let spent = Outcome::Skipped(Because::Undecided(Reason::OverLimit { limit: "canon_work".to_owned() }));
    let signatures: Vec<_> = report.checks.iter().filter(|c| c.code == CheckCode::ProofSignature).collect();
    assert_eq!(signatures.len(), 8);
    assert!(matches!(signatures[0].outcome, Outcome::Fail(_)) && signatures.iter().any(|c| c.outcome == spent));
    assert_eq!(report.verdict, Verdict::Rejected);
}

// Endorsements may have proofs of their own, and each may have many: the first of each is looked at in any case.
#[test]
fn proofs_are_bounded_for_the_whole_report() {
    let key = SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(b"cost")).unwrap();
    let did = did();
    let endorsement = |i: usize| {
        let types = r#"["VerifiableCredential","EndorsementCredential"]"#;
        badge("", &format!(r#","proof":{}"#, proofs(6)))
            .replace(r#"["VerifiableCredential","OpenBadgeCredential"]"#, types)
            .replace("urn:uuid:1", &format!("urn:e:{i}"))
    };
    let endorsements =
        format!(r#","iss":"{did}","jti":"urn:uuid:1","nbf":1772445600,"endorsement":[{}]"#, joined(40, endorsement));
    let input = format!(
        "{}.{}",
        base64url(format!(r#"{{"alg":"EdDSA","kid":"{did}"}}"#).as_bytes()),
        base64url(badge("", &endorsements).as_bytes())
    );
    let signature = key.sign(JwsAlgorithm::EdDsa, input.as_bytes()).unwrap();
    let presented = Presented::bare(Raw::Jws(format!("{input}.{}", base64url(&signature))));
    let policy = Policy::at(Timestamp::parse("2026-06-01T00:00:00Z").unwrap());
    let report = verify(&presented, &Resources::new(), &policy).report;
    assert_eq!(report.endorsements.len(), 40);
    let looked_at = |r: &Report| r.checks.iter().filter(|c| c.code == CheckCode::ProofSignature).count();
    let all: Vec<usize> = report.endorsements.iter().map(looked_at).collect();
    assert_eq!((all[0], all[39]), (6, 1));
    assert!(all.iter().sum::<usize>() <= 8 * policy.limits.proofs + 40, "{all:?}");
}

// A presentation is read, canonicalised and compared as a whole: with each of its badges, that would be as many times as many.
#[test]
fn a_presentation_is_looked_at_once_however_many_badges_are_in_it() {
    let policy = Policy::at(Timestamp::parse("2026-06-01T00:00:00Z").unwrap());
    let looked_at = |input: &[u8], count: usize| {
        let opened = container::open(input, &Limits::default());
        assert_eq!(opened.found.len(), count);
        let via = opened.found.iter().flat_map(|one| &one.via);
        let brought = via.filter(|w| matches!(w, Wrapping::Member { presentation: Some(_), .. })).count();
        let reports = opened.found.iter().map(|one| verify(one, &Resources::new(), &policy).report);
        let compared = reports.map(|r| r.checks.iter().filter(|c| c.code == CheckCode::PresentationProof).count());
        (brought, compared.sum::<usize>())
    };
    let of = |count: usize| {
        let badges = joined(count, |i| badge("", "").replace("urn:uuid:1", &format!("urn:uuid:{i}")));
        let proof = proofs(1).replace("assertionMethod", "authentication");
        format!(
            r#"{{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"holder":"{}",
            "verifiableCredential":[{badges}],"proof":{proof}}}"#,
            did()
        )
    };
    for count in [1, 20, 200] {
        let shown = of(count);
        assert_eq!(looked_at(shown.as_bytes(), count), (1, 1), "{count}");
        let payload = base64url(shown.as_bytes());
        let token = format!("{}.{payload}.{}", base64url(br#"{"alg":"EdDSA"}"#), base64url(&[7; 64]));
        assert_eq!(looked_at(token.as_bytes(), count), (1, 1), "{count}");
    }
}
