//! What the signature around presented badges is worth, and until when. None of it decides about the badges in it; whoever
//! reads that somebody shows them has to be able to rely on it all the same.

use badge_core::container::{self, Raw};
use badge_core::crypto::{JwsAlgorithm, SecretKey, Signer as _};
use badge_core::json::Value;
use badge_core::ld::Contexts;
use badge_core::limits::Limits;
use badge_core::proof::integrity;
use badge_core::resource::Resources;
use badge_core::text;
use badge_core::time::Timestamp;
use badge_core::verify::{CheckCode, Outcome, Policy, verify};
use badge_tests::corpus::folder;
use badge_tests::rules::{at, case, change, did_key, parse, test_key, token};

const NOW: &str = "2026-06-01T12:00:00Z";

fn now() -> Timestamp {
    Timestamp::parse(NOW).expect("an instant")
}

/// What is told of the presentation in a file: `pass`, or the outcome and the reason.
fn of_file(bytes: &[u8], known: &Resources) -> String {
    let first = container::open(bytes, &Limits::default()).found.into_iter().next().expect("a badge");
    let report = verify(&first, known, &Policy::at(now())).report;
    let check = report.checks.iter().find(|c| c.code == CheckCode::PresentationProof).expect("a presentation");
    match &check.outcome {
        Outcome::Pass => "pass".to_owned(),
        Outcome::Fail(reason) => format!("fail {}", reason.id()),
        other => format!("{other:?}"),
    }
}

/// The presentation of the corpus, shown by the holder of `key`, with one proof for each of `members` and all of them signed.
fn shown(key: &SecretKey, members: &[&str]) -> Value {
    let file = std::fs::read_to_string(folder().join("presentation_signed/badge.json")).expect("a file");
    let mut doc = parse(&file);
    let did = did_key(key);
    change(&mut doc, "/holder", &format!("\"{did}\""));
    let fragment = did.trim_start_matches("did:key:");
    let empty = text::multibase58(&[0; 64]);
    let proof = |more: &&str| {
        format!(
            r#"{{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","proofPurpose":"authentication",
            "verificationMethod":"{did}#{fragment}","proofValue":"{empty}",{more}}}"#
        )
    };
    let proofs: Vec<String> = members.iter().map(proof).collect();
    change(&mut doc, "/proof", &format!("[{}]", proofs.join(",")));
    for index in 0..members.len() {
        let object = doc.as_object().expect("an object");
        let read = integrity::proofs(object, &Limits::default());
        let proof = read[index].as_ref().expect("a proof");
        let contexts = Contexts::builtin();
        let made = integrity::check(object, proof, key.public_key(), &contexts, &Limits::default()).expect("hashed");
        let signature = key.sign(JwsAlgorithm::EdDsa, &made.explained.signed()).expect("a signature");
        change_proof(&mut doc, index, &text::multibase58(&signature));
    }
    doc
}

fn change_proof(doc: &mut Value, index: usize, value: &str) {
    change(at(doc, &format!("/proof/{index}")), "/proofValue", &format!("\"{value}\""));
}

// OB3-PRF-29: a proof is good from its making until its end; clocks may differ by five minutes, and no more.
#[test]
fn a_presentation_is_good_from_its_making_until_its_end() {
    let key = test_key("ed25519");
    for (members, expected) in [
        (r#""created":"2026-05-01T10:00:00Z""#, "pass"),
        (r#""created":"2026-06-01T12:05:00Z""#, "pass"),
        (r#""created":"2026-06-01T12:05:01Z""#, "fail proof-from-future"),
        (r#""created":"2026-07-01T12:05:01Z""#, "fail proof-from-future"),
        (r#""expires":"2026-06-01T12:00:01Z""#, "pass"),
        (r#""expires":"2026-06-01T12:00:00Z""#, "fail proof-expired"),
        (r#""created":"2026-05-01T10:00:00Z","expires":"2026-05-02T10:00:00Z""#, "fail proof-expired"),
    ] {
        let doc = shown(&key, &[members]);
        assert_eq!(of_file(doc.to_compact().as_bytes(), &Resources::new()), expected, "{members}");
    }
}

// One proof that holds is enough, wherever it stands; without one, the first is told.
#[test]
fn of_several_proofs_the_one_that_holds_counts() {
    let key = test_key("ed25519");
    let members = [r#""created":"2026-05-01T10:00:00Z""#; 2];
    let file = |doc: &Value| of_file(doc.to_compact().as_bytes(), &Resources::new());
    let two = shown(&key, &members);
    let broken = text::multibase58(&[0; 64]);
    assert_eq!(file(&two), "pass");
    for index in [0, 1] {
        let mut one = two.clone();
        change_proof(&mut one, index, &broken);
        assert_eq!(file(&one), "pass", "{index}");
    }
    let mut none = two.clone();
    change_proof(&mut none, 0, &broken);
    change_proof(&mut none, 1, "z1");
    assert_eq!(file(&none), "fail presentation-altered");
}

/// A token around a badge, by a key that the holder's site lists with `more` members.
fn in_a_token(claims: &str, header: &[(&str, Value)], more: &str) -> String {
    const ORME: &str = "did:web:orme.example.org";
    let key = test_key("p256");
    let badge = case("proof_good").document();
    let payload = parse(&format!(
        r#"{{"iss":"{ORME}","vp":{{"@context":["https://www.w3.org/2018/credentials/v1"],
        "type":["VerifiablePresentation"],"holder":"{ORME}","verifiableCredential":[{}]}}{claims}}}"#,
        badge.to_compact()
    ));
    let mut web = case("presentation_token");
    let multikey = key.public_key().to_multikey().expect("a Multikey");
    web.serve(
        "https://orme.example.org/.well-known/did.json",
        &parse(&format!(
            r#"{{"id":"{ORME}","verificationMethod":[{{"id":"{ORME}#k","type":"Multikey","controller":"{ORME}",
            "publicKeyMultibase":"{multikey}"{more}}}],"authentication":["{ORME}#k"]}}"#
        )),
    );
    let made = token(&payload, &key, JwsAlgorithm::Es256, header);
    let Raw::Jws(jws) = &made.raw else { panic!("a token") };
    of_file(jws.as_bytes(), &web.known)
}

// OB3-PRF-29: the dates of a token, and those of the key that made it.
#[test]
fn a_token_around_badges_has_its_dates_and_its_keys() {
    let named = [("kid", Value::from("did:web:orme.example.org#k"))];
    for (claims, more, expected) in [
        (r#","nbf":1780315200"#, "", "pass"),
        (r#","nbf":1780315501"#, "", "fail proof-from-future"),
        (r#","iat":1780315501"#, "", "fail proof-from-future"),
        (r#","exp":1780315201"#, "", "pass"),
        (r#","exp":1780315200"#, "", "fail proof-expired"),
        (r#","exp":1"#, "", "fail proof-expired"),
        // A number that is no instant says nothing.
        (r#","exp":-1e12"#, "", "pass"),
        ("", r#","revoked":"2026-05-31T00:00:00Z""#, "fail key-revoked"),
        ("", r#","revoked":"2026-06-01T12:00:00Z""#, "fail key-revoked"),
        ("", r#","revoked":"2026-06-01T12:00:01Z""#, "pass"),
    ] {
        assert_eq!(in_a_token(claims, &named, more), expected, "{claims} {more}");
    }
}

// A key that nothing names is not looked for among a site's.
#[test]
fn a_token_that_names_no_key_is_nobodys() {
    assert_eq!(in_a_token("", &[], ""), "fail key-not-found");
}
