//! Rules of Open Badges 3.0 that show only in a whole verification: a signed credential, changed in one place.

use badge_core::container::Raw;
use badge_core::crypto::JwsAlgorithm;
use badge_core::json::Value;
use badge_core::resource::Resources;
use badge_core::time::Timestamp;
use badge_core::verify::{
    Because, CheckCode, Input, Match, Outcome, Policy, Reason, Standing, Trust, Verdict, opened_checks, report_json,
    verify,
};
use badge_tests::corpus::Case;
use badge_tests::rules::{at, case, change, did_key, parse, remarks, signed, test_key, token};

const EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";

/// A good badge of the corpus without its proof.
fn unsigned() -> Value {
    let mut doc = case("proof_good").document();
    change(&mut doc, "/proof", "-");
    doc
}

/// The same badge with one change, signed anew.
fn with(pointer: &str, to: &str) -> Case {
    let mut doc = unsigned();
    change(&mut doc, pointer, to);
    let mut case = case("proof_good");
    case.badge = signed(doc.as_object().unwrap(), &test_key("ed25519"));
    case
}

fn lines(case: &Case) -> Vec<String> {
    let plain = case.remarks();
    plain.into_iter().filter(|l| !l.starts_with("(issuer.confirmed issuer-is-key")).collect()
}

/// Rules, place, what is put there, and all that is to be said then: nothing, for what is read in both forms.
const ROWS: &[(&str, &str, &str, &[&str])] = &[
    ("OB3-DM-05", "/type", r#"["VerifiableCredential","AchievementCredential"]"#, &[]),
    ("OB3-DM-05", "/issuer/type", r#""Profile""#, &[]),
    ("OB3-DM-05", "/credentialSubject/type", r#""AchievementSubject""#, &[]),
    ("OB3-DM-05", "/credentialSubject/achievement/tag", r#""bois""#, &[]),
    ("OB3-VER-07", "/validUntil", r#""2026-06-01T11:59:59Z""#, &["status.expiry expired"]),
    ("OB3-VER-07", "/validFrom", r#""2026-06-01T12:00:01Z""#, &["status.not_before not-yet-valid"]),
    (
        "OB3-VER-02",
        "/credentialSubject/achievement/criteria",
        "{}",
        &["document.schema member-missing /credentialSubject/achievement/criteria"],
    ),
];

#[test]
fn one_change_to_a_signed_badge() {
    assert_eq!(lines(&case("proof_good")), Vec::<String>::new());
    for (rules, pointer, to, expected) in ROWS {
        assert_eq!(lines(&with(pointer, to)), *expected, "{rules} {pointer} {to}");
    }
}

// OB3-DM-03: types of the extensions have a meaning only under their context; without it they are refused by name. What
// we issue uses none of them, and names no context for them.
#[test]
fn the_extensions_context_is_named_only_when_used() {
    let status = r#"{"id":"https://trois-ponts.example.org/revoques.json","type":"1EdTechRevocationList"}"#;
    let mut doc = unsigned();
    change(&mut doc, "/credentialStatus", status);
    let mut bare = case("proof_good");
    bare.badge.raw = Raw::Json(doc.to_compact().into_bytes());
    let told = bare.remarks();
    assert!(told.iter().any(|l| l.starts_with("document.terms ")), "{told:?}");
    let Some(Value::Array(contexts)) = doc.as_object_mut().unwrap().get_mut("@context") else { panic!() };
    contexts.push(EXTENSIONS.into());
    bare.badge.raw = Raw::Json(doc.to_compact().into_bytes());
    assert!(bare.remarks().iter().all(|l| !l.starts_with("document.terms ")), "{:?}", bare.remarks());

    let issued = badge_tests::requirements::repository().join("fixtures/vectors/issue");
    let mut seen = 0;
    for folder in ["published", "alone"] {
        for text in texts(&issued.join(folder)) {
            seen += usize::from(text.contains("ob/v3p0/context-3.0.3.json"));
            assert!(!text.contains(EXTENSIONS) && !text.contains("1EdTech") && !text.contains("dateOfBirth"));
        }
    }
    assert!(seen >= 2, "{seen}");
}

fn texts(folder: &std::path::Path) -> Vec<String> {
    let mut out = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        if path.is_dir() {
            out.extend(texts(&path));
        } else {
            out.push(std::fs::read_to_string(&path).unwrap());
        }
    }
    out
}

// OB3-DM-154, OB3-DM-150: in the older data model the terms of a proof need a context of their own.
#[test]
fn the_older_model_names_the_context_of_its_proof() {
    let older = r#"{"@context":["https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"EXTRA],
        "id":"urn:uuid:9","type":["VerifiableCredential","OpenBadgeCredential"],"name":"Fraisage",
        "issuanceDate":"2026-03-02T10:00:00Z","issuer":{"id":"DID","type":"Profile"},
        "credentialSubject":{"id":"urn:uuid:2","type":"AchievementSubject","achievement":{"id":"urn:uuid:3",
        "type":"Achievement","name":"Fraisage","description":"Sait fraiser","criteria":{"narrative":"Fraiser."}}}}"#;
    let key = test_key("ed25519");
    let doc = |extra: &str| parse(&older.replace("DID", &did_key(&key)).replace("EXTRA", extra));
    let mut case = case("proof_good");
    case.badge = signed(doc(r#","https://w3id.org/security/data-integrity/v1""#).as_object().unwrap(), &key);
    assert_eq!(lines(&case), Vec::<String>::new());
    let Raw::Json(bytes) = &case.badge.raw else { panic!() };
    let text = String::from_utf8(bytes.clone()).unwrap();
    case.badge.raw = Raw::Json(text.replace(r#","https://w3id.org/security/data-integrity/v1""#, "").into_bytes());
    assert_eq!(case.judge().report.verdict, Verdict::Rejected);
    assert!(
        lines(&case).iter().any(|l| l.starts_with("proof.") || l.starts_with("document.terms")),
        "{:?}",
        lines(&case)
    );
}

fn payload(mut doc: Value, key: &badge_core::crypto::SecretKey) -> Value {
    let claims = doc.as_object_mut().unwrap();
    claims.set("iss", did_key(key));
    claims.set("jti", claims.get("id").cloned().unwrap());
    claims.set("sub", claims.get("credentialSubject").and_then(|s| s.get("id")).cloned().unwrap());
    claims.set("nbf", 1_772_442_000_u32);
    doc
}

// OB3-PRF-08: a proof inside a JWT may be there; the token's own signature is enough, and a broken one is not.
#[test]
fn a_proof_inside_a_token() {
    let key = test_key("ed25519");
    let inner = payload(case("proof_good").document(), &key);
    let header = [("kid", format!("{0}#{1}", did_key(&key), did_key(&key).trim_start_matches("did:key:")).into())];
    let mut case = case("proof_good");
    case.badge = token(&inner, &key, JwsAlgorithm::EdDsa, &header);
    assert_eq!(case.judge().report.verdict, Verdict::Verified, "{:?}", case.remarks());
    let Raw::Jws(jws) = &case.badge.raw else { panic!() };
    let (signed, _) = jws.rsplit_once('.').unwrap();
    case.badge.raw = Raw::Jws(format!("{signed}.{}", badge_core::text::base64url(&[0; 64])));
    assert_eq!(case.judge().report.verdict, Verdict::Rejected);
}

// OB3-VER-22: `nbf` must be there and say when the badge begins.
#[test]
fn a_token_says_when_the_badge_begins() {
    let key = test_key("ed25519");
    let header = [("kid", did_key(&key).into())];
    for (nbf, expected) in [
        ("1772442000", None),
        ("-", Some("proof.claims claim-missing")),
        ("1772442001", Some("proof.claims claim-differs")),
    ] {
        let mut inner = payload(unsigned(), &key);
        change(&mut inner, "/nbf", nbf);
        let mut case = case("proof_good");
        case.badge = token(&inner, &key, JwsAlgorithm::EdDsa, &header);
        assert_eq!(lines(&case).first().map(String::as_str), expected, "{nbf}");
    }
}

// OB3-DM-155, OB3-VER-25: a credential of the older model is claimed as `vc`, one of the newer is the payload itself.
#[test]
fn each_model_has_its_own_place_in_a_token() {
    let key = test_key("ed25519");
    let older =
        r#"["https://www.w3.org/2018/credentials/v1","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]"#;
    for (is_older, is_claimed, misplaced) in
        [(false, false, false), (true, true, false), (true, false, true), (false, true, true)]
    {
        let mut doc = unsigned();
        if is_older {
            change(&mut doc, "/@context", older);
            change(&mut doc, "/issuanceDate", r#""2026-03-02T09:00:00Z""#);
            change(&mut doc, "/validFrom", "-");
        }
        let mut inner = payload(doc.clone(), &key);
        if is_claimed {
            let names = ["iss", "jti", "sub", "nbf"];
            let claims = names.map(|name| (name, inner.get(name).cloned().unwrap()));
            inner = badge_core::json::object(claims).into();
            inner.as_object_mut().unwrap().set("vc", doc);
        }
        let mut case = case("proof_good");
        case.badge = token(&inner, &key, JwsAlgorithm::EdDsa, &[("kid", did_key(&key).into())]);
        let report = case.judge().report;
        let of_place =
            |outcome: &Outcome| matches!(outcome, Outcome::Fail(Reason::ClaimMissing { claim }) if claim == "vc");
        let told = report.checks.iter().any(|c| c.code == CheckCode::ProofClaims && of_place(&c.outcome));
        assert_eq!(told, misplaced, "{is_older} {is_claimed} {:?}", remarks(&report));
    }
}

// OB3-VER-40: what begins like a token and is none is a bad list, and not a page that happens to be in its place.
#[test]
fn a_broken_token_is_a_bad_list() {
    const LIST: &str = "https://trois-ponts.example.org/status/1.json";
    for (body, verdict) in [
        ("eyJhbGciOiJFZERTQSJ9.eyJh.AAAA", Verdict::Rejected),
        ("eyJhbGciOiJFZERTQSJ9", Verdict::Rejected),
        ("<!DOCTYPE html><title>Travaux</title>", Verdict::Inconclusive),
    ] {
        let mut case = case("status_in-force");
        case.known.insert(&badge_tests::corpus::url(LIST), badge_core::resource::Answer::found(body));
        let report = case.judge().report;
        assert_eq!(report.verdict, verdict, "{body}: {:?}", remarks(&report));
    }
}

// OB3-DM-25: each schema is told at its own place; that one was followed says nothing about one that nobody read.
#[test]
fn a_schema_that_was_read_does_not_speak_for_another() {
    let mut doc = case("schema_good").document();
    change(&mut doc, "/proof", "-");
    let good = doc.get("credentialSchema").unwrap().many()[0].to_compact();
    let unread = good.replace("schema.json", "autre.json");
    for (entries, place) in [([&good, &unread], 1), ([&unread, &good], 0)] {
        let entries = entries.map(String::as_str).join(",");
        change(&mut doc, "/credentialSchema", &format!("[{entries}]"));
        let mut case = case("schema_good");
        case.badge = signed(doc.as_object().unwrap(), &test_key("ed25519"));
        let lines = case.remarks();
        let expected = format!("/credentialSchema/{place}");
        assert!(lines.iter().any(|l| l.contains("schema-not-checked") && l.contains(&expected)), "{lines:?}");
    }
}

// OB3-PRF-46, OB3-VER-05: a signature that holds, by a key whose owner nobody confirmed: two answers, not one.
#[test]
fn the_signature_and_the_issuer_are_two_answers() {
    let report = case("issuer_key-in-address").judge().report;
    let outcome = |code| report.checks.iter().find(|c| c.code == code).map(|c| c.outcome.clone());
    assert_eq!(outcome(CheckCode::ProofSignature), Some(Outcome::Pass));
    assert!(matches!(outcome(CheckCode::IssuerConfirmed), Some(Outcome::Skipped(Because::Awaiting(_)))));
    assert_eq!(report.verdict, Verdict::Inconclusive);
    let other = case("issuer_key-not-listed").judge().report;
    let outcome = |code| other.checks.iter().find(|c| c.code == code).map(|c| c.outcome.clone());
    assert_eq!(outcome(CheckCode::ProofSignature), Some(Outcome::Pass));
    assert!(matches!(outcome(CheckCode::IssuerConfirmed), Some(Outcome::Fail(_))));
    assert_eq!(other.verdict, Verdict::Rejected);
}

// OB3-VER-11, OB2-VER-60: standing, person and trust are answers of their own; none is mixed into the verdict, and a list
// that was not read leaves the standing unknown.
#[test]
fn each_answer_stands_by_itself() {
    let report = case("recipient_other").judge().report;
    assert_eq!((report.verdict, report.recipient), (Verdict::Verified, Match::Differs));
    assert_eq!((report.standing, report.trust), (Standing::Valid, Trust::NotAsked));
    let expired = case("hosted_expired").judge().report;
    assert_eq!((expired.verdict, expired.standing), (Verdict::Rejected, Standing::Expired));
    let revoked = case("hosted_revoked").judge().report;
    assert_eq!(revoked.standing, Standing::Revoked);
    let unread = case("status_unread").judge().report;
    assert_eq!((unread.verdict, unread.standing), (Verdict::Inconclusive, Standing::Unknown));
    let written =
        report_json(&[Input { input: "x".into(), checks: Vec::new(), badges: vec![report], links: Vec::new() }])
            .to_compact();
    for member in [r#""verdict":"verified""#, r#""status":"valid""#, r#""recipient":"mismatch""#] {
        assert!(written.contains(member), "{member} {written}");
    }
}

// OB3-VER-45, OB3-DM-26: of several entries all are looked at; one that revokes is enough, wherever it stands.
#[test]
fn every_status_entry_is_looked_at() {
    let revoked = case("status_revoked");
    let free = case("status_in-force");
    let entry = |case: &Case| case.document().get("credentialStatus").cloned().unwrap().to_compact();
    for entries in [[entry(&free), entry(&revoked)], [entry(&revoked), entry(&free)]] {
        let mut case = with("/credentialStatus", &format!("[{}]", entries.join(",")));
        case.known = revoked.known.clone();
        let report = case.judge().report;
        assert_eq!(report.standing, Standing::Revoked, "{:?}", remarks(&report));
        assert_eq!(report.checks.iter().filter(|c| c.code == CheckCode::StatusRevocation).count(), 2);
    }
}

// OB3-VER-46: a list says how long it may be kept; one that is older is called so, even on the day it was read.
#[test]
fn a_list_is_kept_as_long_as_it_says() {
    const LIST: &str = "https://trois-ponts.example.org/status/1.json";
    let revoked = case("status_in-force");
    let mut list = revoked.served(LIST);
    change(&mut list, "/proof", "-");
    at(&mut list, "/credentialSubject").as_object_mut().unwrap().set("ttl", 60_000_u32);
    let Raw::Json(list) = signed(list.as_object().unwrap(), &test_key("ed25519")).raw else { panic!() };
    for (fetched, stale) in [("2026-06-01T11:59:30Z", false), ("2026-06-01T11:58:30Z", true)] {
        let mut case = case("status_in-force");
        let body = badge_core::resource::Body {
            bytes: list.clone(),
            media_type: None,
            fetched: Some(Timestamp::parse(fetched).unwrap()),
            archived: None,
        };
        case.known.insert(&badge_tests::corpus::url(LIST), badge_core::resource::Answer::Found(body));
        let lines = case.remarks();
        assert_eq!(lines.contains(&"(resource.age stale /credentialStatus)".to_owned()), stale, "{lines:?}");
        assert_eq!(case.judge().report.standing, Standing::Valid);
    }
}

// OB3-VER-06, OB3-VER-51: only a newer one of the same name takes its place; a refreshed badge is not refreshed again, and
// one that is not proven is never asked about.
#[test]
fn refreshed_once_and_only_after_the_proof() {
    let newer = case("refresh_newer");
    let found = newer.judge();
    assert!(found.wanted.is_empty(), "{:?}", found.wanted);
    let refresh = found.report.checks.iter().find(|c| c.code == CheckCode::RefreshDone).unwrap();
    assert!(refresh.findings.iter().any(|f| f.name == "valid_from"), "{refresh:?}");

    let mut unproven = case("refresh_unread");
    let mut doc = unproven.document();
    change(&mut doc, "/name", r#""Autre chose""#);
    unproven.badge.raw = Raw::Json(doc.to_compact().into_bytes());
    let found = verify(&unproven.badge, &Resources::new(), &unproven.policy);
    assert!(found.wanted.is_empty(), "{:?}", found.wanted);
    assert_eq!(found.report.verdict, Verdict::Rejected);
}

// OB3-VER-01: what holds no badge says so, and is no panic.
#[test]
fn what_holds_no_badge_is_told() {
    let limits = Policy::at(Timestamp::parse("2026-06-01T00:00:00Z").unwrap()).limits;
    for bytes in [&b""[..], b"GIF89a", b"hello", b"\x89PNG\r\n\x1a\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>"] {
        let opened = badge_core::container::open(bytes, &limits);
        assert!(opened.found.is_empty());
        assert!(opened_checks(&opened).iter().any(|c| matches!(c.outcome, Outcome::Fail(_))), "{bytes:?}");
    }
}

// PRB-J-14, OB3-DM-133: entries that name no list, no place in it or no size are faults.
#[test]
fn status_entries_that_say_nothing() {
    let good = case("status_in-force");
    let entry = good.document().get("credentialStatus").cloned().unwrap();
    for (name, to) in [
        ("/statusSize", "0"),
        ("/statusSize", r#""un""#),
        ("/statusListIndex", r#""-1""#),
        ("/statusListIndex", "1.5"),
        ("/statusListIndex", "-"),
        ("/statusPurpose", "-"),
        ("/statusListCredential", "-"),
        ("/statusListCredential", r#""urn:x:liste""#),
    ] {
        let mut odd = entry.clone();
        change(&mut odd, name, to);
        let mut case = with("/credentialStatus", &odd.to_compact());
        case.known = good.known.clone();
        let report = case.judge().report;
        assert_eq!(report.verdict, Verdict::Rejected, "{name} {to}: {:?}", remarks(&report));
        let told = |c: &badge_core::verify::Check| {
            c.code == CheckCode::StatusRevocation && matches!(c.outcome, Outcome::Fail(_))
        };
        assert!(report.checks.iter().any(told), "{name} {to}: {:?}", remarks(&report));
    }
}

// PRB-J-10: proofs without a key, with a name of no kind, or of no purpose that counts.
#[test]
fn proofs_that_name_no_key() {
    for (pointer, to) in [
        ("/proof/0/verificationMethod", "-"),
        ("/proof/0/verificationMethod", r#""clé""#),
        ("/proof/0/verificationMethod", r#""did:key:zPasUneCle""#),
        ("/proof/0/proofPurpose", r#""authentication""#),
        ("/proof/0/proofValue", "-"),
        ("/proof/0/proofValue", r#""signé""#),
        ("/proof/0/type", "-"),
        ("/proof/0/cryptosuite", "-"),
    ] {
        let mut doc = case("proof_good").document();
        change(&mut doc, pointer, to);
        let mut case = case("proof_good");
        case.badge.raw = Raw::Json(doc.to_compact().into_bytes());
        assert_ne!(case.judge().report.verdict, Verdict::Verified, "{pointer} {to}: {:?}", case.remarks());
    }
}
