//! One thing at several places of a signed badge: what is shown of it is what the statements say, wherever they stand;
//! and where that would have two answers, the badge is refused. (OB3-DM-164)

use badge_core::container::{Presented, Raw};
use badge_core::crypto::{JwsAlgorithm, KeyKind, SecretKey, SeededEntropy, Signer as _};
use badge_core::json::{self, Object, Value};
use badge_core::ld::Contexts;
use badge_core::limits::Limits;
use badge_core::model::Badge;
use badge_core::proof::integrity::Options;
use badge_core::proof::vc_jwt::{self, KeyHint};
use badge_core::proof::{eddsa_jcs_2022, eddsa_rdfc_2022};
use badge_core::resource::Resources;
use badge_core::time::Timestamp;
use badge_core::verify::{CheckCode, Outcome, Policy, Report, Verdict, verify};

const CONTEXTS: &str = r#""@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]"#;
const ACHIEVEMENT: &str = "https://example.org/achievements/laser.json";
const PAGE: &str = "https://example.org/page";

fn key(whose: &str) -> SecretKey {
    SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(whose.as_bytes())).unwrap()
}

fn did(whose: &str) -> String {
    format!("did:key:{}", key(whose).public_key().to_multikey().unwrap())
}

fn object(text: &str) -> Object {
    match json::parse(text.as_bytes(), &Limits::default()) {
        Ok(Value::Object(o)) => o,
        other => panic!("{other:?} {text}"),
    }
}

fn options(whose: &str) -> Options {
    let did = did(whose);
    Options {
        verification_method: format!("{did}#{}", &did["did:key:".len()..]),
        created: Timestamp::parse("2026-03-02T10:00:01Z").unwrap(),
        expires: None,
    }
}

/// Signed by its statements, with the key of `whose` and a name for it.
fn signed_as(text: &str, whose: &str, options: &Options) -> String {
    let limits = Limits::default();
    let prepared = eddsa_rdfc_2022::prepare(&object(text), options, &Contexts::builtin(), &limits).unwrap();
    let signature = key(whose).sign(prepared.algorithm(), prepared.bytes()).unwrap();
    Value::from(prepared.complete(&signature)).to_compact()
}

fn signed(text: &str) -> String {
    signed_as(text, "issuer", &options("issuer"))
}

fn judged(text: &str) -> Report {
    verify_raw(Raw::Json(text.as_bytes().to_vec()))
}

fn verify_raw(raw: Raw) -> Report {
    let policy = Policy::at(Timestamp::parse("2026-06-01T00:00:00Z").unwrap());
    verify(&Presented::bare(raw), &Resources::new(), &policy).report
}

fn torn(report: &Report) -> bool {
    report.checks.iter().any(|c| matches!(&c.outcome, Outcome::Fail(reason) if reason.id() == "duplicate-member"))
}

/// A badge with these words in the place of `ISSUER`, `CREATOR`, `CRITERIA`, `EVIDENCE` and `MORE` (of the achievement).
fn badge(parts: &[(&str, &str)]) -> String {
    let part = |name: &str| parts.iter().find(|(n, _)| *n == name).map_or("", |(_, text)| *text);
    let or = |name: &str, default: &str| if part(name).is_empty() { default.to_owned() } else { part(name).to_owned() };
    let did = did("issuer");
    format!(
        r#"{{{CONTEXTS},"id":"urn:uuid:1c0b7b3a-0000-4000-8000-000000000001","type":["VerifiableCredential","OpenBadgeCredential"],
        "issuer":{issuer},"validFrom":"2026-03-02T10:00:00Z","evidence":[{evidence}],
        "credentialSubject":{{"id":"urn:uuid:1c0b7b3a-0000-4000-8000-000000000002","type":["AchievementSubject"],
        "achievement":{{"id":"{ACHIEVEMENT}","type":["Achievement"],"name":"Laser","description":"Un atelier.",
        "criteria":{criteria},{more}"creator":{creator}}}}}}}"#,
        issuer = or("ISSUER", &named(&did, "Le Dôme")),
        creator = or("CREATOR", &named(&did, "Le Dôme")),
        criteria = or("CRITERIA", r#"{"narrative":"Régler, découper."}"#),
        evidence = part("EVIDENCE"),
        more = part("MORE"),
    )
}

fn named(id: &str, name: &str) -> String {
    format!(r#"{{"id":"{id}","type":["Profile"],"name":"{name}"}}"#)
}

fn bare(id: &str) -> String {
    format!(r#"{{"id":"{id}","type":["Profile"]}}"#)
}

fn shown(text: &str) -> Badge {
    let report = judged(text);
    assert_eq!(report.verdict, Verdict::Verified, "{}", report.to_value().to_pretty());
    let mut badge = report.summary.unwrap().badge;
    badge.endorsements.clear();
    badge
}

/// Puts the proof of `signed` on another document.
fn with_proof_of(signed: &str, other: &str) -> String {
    let mut other = object(other);
    other.set("proof", object(signed).get("proof").unwrap().clone());
    Value::from(other).to_compact()
}

#[test]
fn it_does_not_matter_at_which_place_a_part_is_said() {
    let did = did("issuer");
    let (full, short) = (named(&did, "Le Dôme"), bare(&did));
    let evidence = |more: &str| format!(r#"{{"id":"{PAGE}","type":["Evidence"]{more}}}"#);
    let criteria = |more: &str| format!(r#"{{"id":"{PAGE}"{more}}}"#);
    let related = |more: &str| {
        format!(
            r#""related":[{{"id":"{ACHIEVEMENT}","type":["Related"],"inLanguage":"fr"{}}}],{}"#,
            if more.is_empty() { r#","version":"2""# } else { "" },
            more
        )
    };
    let words = r#","narrative":"Régler, découper.""#;
    type Parts<'a> = Vec<(&'a str, String)>;
    let cases: Vec<(Parts<'_>, Vec<Parts<'_>>)> = vec![
        // The issuer's name: at both places, or at one of them, and the other one not even an object.
        (
            vec![("ISSUER", full.clone()), ("CREATOR", full.clone())],
            vec![
                vec![("ISSUER", short.clone()), ("CREATOR", full.clone())],
                vec![("ISSUER", full.clone()), ("CREATOR", short)],
                vec![("ISSUER", format!("\"{did}\"")), ("CREATOR", full)],
            ],
        ),
        // One page is criteria and evidence.
        (
            vec![("CRITERIA", criteria(words)), ("EVIDENCE", evidence(""))],
            vec![
                vec![("CRITERIA", criteria("")), ("EVIDENCE", evidence(words))],
                vec![("CRITERIA", criteria(words)), ("EVIDENCE", evidence(words))],
            ],
        ),
        // The achievement is related to itself.
        (vec![("MORE", related(""))], vec![vec![("MORE", related(r#""version":"2","#))]]),
    ];
    for (from, others) in cases {
        let of = |parts: &Parts<'_>| badge(&parts.iter().map(|(n, t)| (*n, t.as_str())).collect::<Vec<_>>());
        let first = signed(&of(&from));
        for other in &others {
            let moved = with_proof_of(&first, &of(other));
            assert_ne!(moved, first);
            assert_eq!(shown(&moved), shown(&first), "{moved}");
        }
    }
    // And it is there.
    let issuer = format!("\"{did}\"");
    assert_eq!(shown(&signed(&badge(&[("ISSUER", &issuer)]))).issuer.name.as_deref(), Some("Le Dôme"));
}

#[test]
fn two_words_of_one_thing_are_refused_where_statements_are_signed_and_not_where_the_text_is() {
    let did = did("issuer");
    let text = badge(&[("CREATOR", &named(&did, "Université de Caen"))]);
    let statements = with_proof_of(&signed(&badge(&[])), &text);
    let report = judged(&statements);
    assert!(report.verdict == Verdict::Rejected && torn(&report), "{}", report.to_value().to_pretty());

    // OB3-PRF-30: canonical JSON and a JWT are signed as they stand; each place says what it says.
    let limits = Limits::default();
    let prepared = eddsa_jcs_2022::prepare(&object(&text), &options("issuer"), &limits).unwrap();
    let signature = key("issuer").sign(prepared.algorithm(), prepared.bytes()).unwrap();
    let jcs = judged(&Value::from(prepared.complete(&signature)).to_compact());
    let p256 = SecretKey::generate(KeyKind::P256, &mut SeededEntropy::new(b"issuer")).unwrap();
    let own = text.replace(&did, &format!("did:key:{}", p256.public_key().to_multikey().unwrap()));
    let prepared =
        vc_jwt::prepare(&object(&own), JwsAlgorithm::Es256, &KeyHint::Jwk(p256.public_key().clone())).unwrap();
    let signature = p256.sign(prepared.algorithm(), prepared.bytes()).unwrap();
    let jwt = verify_raw(Raw::Jws(prepared.complete(&signature)));
    for report in [jcs, jwt] {
        assert_eq!(report.verdict, Verdict::Verified, "{}", report.to_value().to_pretty());
        let badge = report.summary.unwrap().badge;
        assert_eq!(badge.issuer.name.as_deref(), Some("Le Dôme"));
        assert_eq!(badge.achievement.unwrap().creator.unwrap().name.as_deref(), Some("Université de Caen"));
    }
    // Nothing is read from elsewhere either.
    let text = badge(&[("ISSUER", &bare(&did))]);
    let prepared = eddsa_jcs_2022::prepare(&object(&text), &options("issuer"), &limits).unwrap();
    let signature = key("issuer").sign(prepared.algorithm(), prepared.bytes()).unwrap();
    assert_eq!(shown(&Value::from(prepared.complete(&signature)).to_compact()).issuer.name, None);
}

// OB3-PRF-30: with a proof of each kind, what the statements say counts, whichever proof stands first.
#[test]
fn a_proof_over_the_text_does_not_speak_for_one_over_the_statements() {
    let own = did("issuer");
    let text = badge(&[("CREATOR", &named(&own, "Université de Caen"))]);
    let proof = |signed: &str| object(signed).get("proof").expect("a proof").many()[0].clone();
    let statements = proof(&signed(&badge(&[])));
    let prepared = eddsa_jcs_2022::prepare(&object(&text), &options("issuer"), &Limits::default()).unwrap();
    let signature = key("issuer").sign(prepared.algorithm(), prepared.bytes()).unwrap();
    let whole = proof(&Value::from(prepared.complete(&signature)).to_compact());
    let with = |proofs: &[&Value]| {
        let mut doc = object(&text);
        doc.set("proof", Value::Array(proofs.iter().map(|p| (*p).clone()).collect()));
        judged(&Value::from(doc).to_compact())
    };
    assert_eq!(with(&[&whole]).verdict, Verdict::Verified);
    for report in [with(&[&whole, &statements]), with(&[&statements, &whole])] {
        assert!(report.verdict == Verdict::Rejected && torn(&report), "{}", report.to_value().to_pretty());
    }
}

/// An endorsement by `by`, who calls itself `name`, signed with the key of `whose` unless that is empty.
fn endorsement(number: u32, by: &str, name: &str, whose: &str) -> String {
    let text = format!(
        r#"{{{CONTEXTS},"id":"urn:uuid:1c0b7b3a-0000-4000-8000-0000000001{number:02}",
        "type":["VerifiableCredential","EndorsementCredential"],"issuer":{},"validFrom":"2026-03-01T10:00:00Z",
        "name":"Soutien","credentialSubject":{{"id":"{ACHIEVEMENT}","type":["EndorsementSubject"],
        "endorsementComment":"{number} fois."}}}}"#,
        named(by, name)
    );
    match whose {
        "" => text,
        _ if by.starts_with("did:key:") => signed_as(&text, whose, &options(whose)),
        _ => signed_as(&text, whose, &Options { verification_method: format!("{by}#1"), ..options(whose) }),
    }
}

/// A badge whose achievement `creator` designed, with these endorsements.
fn endorsed(creator: &str, endorsements: &[String]) -> String {
    badge(&[("CREATOR", creator), ("MORE", &format!(r#""endorsement":[{}],"#, endorsements.join(",")))])
}

// OB3-VER-09: an endorser may go by another name, as long as its own proof tells which words are its own.
#[test]
fn a_badge_depends_on_the_proof_of_who_calls_things_otherwise() {
    let other = did("endorser");
    let away = "did:web:endorser.example.org".to_owned();
    let verdict = |text: &str| judged(&signed(text)).verdict;
    for (id, whose, same, otherwise) in [
        (&other, "endorser", Verdict::Verified, Verdict::Verified),
        // Whose key nobody has at hand, or with the key of another, or without a proof.
        (&away, "endorser", Verdict::Verified, Verdict::Inconclusive),
        (&other, "", Verdict::Verified, Verdict::Rejected),
    ] {
        let one = endorsement(1, id, "Relais", whose);
        assert_eq!(verdict(&endorsed(&named(id, "Relais"), std::slice::from_ref(&one))), same, "{id} {whose}");
        assert_eq!(verdict(&endorsed(&named(id, "Le Relais"), std::slice::from_ref(&one))), otherwise, "{id} {whose}");
        // Of whom the badge itself says nothing else, it is read there.
        let text = signed(&endorsed(&bare(id), std::slice::from_ref(&one)));
        let written = with_proof_of(&text, &endorsed(&named(id, "Relais"), &[one]));
        assert_eq!(shown(&text).achievement.unwrap().creator.unwrap().name.as_deref(), Some("Relais"));
        assert_eq!(shown(&text), shown(&written));
    }
}

#[test]
fn words_exchanged_with_an_endorsement_are_found_out() {
    let id = did("endorser");
    let one = endorsement(1, &id, "Relais", "endorser");
    let good = signed(&endorsed(&named(&id, "Le Relais"), &[one]));
    assert_eq!(judged(&good).verdict, Verdict::Verified);
    let exchanged = good.replace("Le Relais", "?").replace("Relais", "Le Relais").replace('?', "Relais");
    assert_ne!(exchanged, good);
    let report = judged(&exchanged);
    assert_eq!(report.verdict, Verdict::Rejected);
    let each = report.checks.iter().find(|c| c.code == CheckCode::EndorsementEach).unwrap();
    assert!(matches!(&each.outcome, Outcome::Fail(reason) if reason.id() == "endorsement-bad"), "{each:?}");
}

// Two comments on one achievement are no contradiction: nobody reads them as the badge's.
#[test]
fn several_endorsers_each_say_their_own() {
    let away = "did:web:endorser.example.org";
    let all = [endorsement(1, away, "Relais", "endorser"), endorsement(2, away, "Relais", "endorser")];
    let report = judged(&signed(&endorsed(&named(&did("issuer"), "Le Dôme"), &all)));
    assert_eq!(
        (report.verdict, report.endorsements.len()),
        (Verdict::Verified, 2),
        "{}",
        report.to_value().to_pretty()
    );
}

// With one that agrees with the badge and one that does not, the badge's word could be that of either.
#[test]
fn where_no_proof_tells_whose_words_they_are_it_is_refused() {
    let id = did("endorser");
    let all = [endorsement(1, &id, "Relais", "endorser"), endorsement(2, &id, "Le Relais", "endorser")];
    let good = signed(&endorsed(&named(&id, "La maison Relais"), &all));
    assert_eq!(judged(&good).verdict, Verdict::Verified);
    let report = judged(&with_proof_of(&good, &endorsed(&named(&id, "Relais"), &all)));
    assert!(report.verdict == Verdict::Rejected && torn(&report), "{}", report.to_value().to_pretty());
    // Where the badge says neither, neither is shown.
    let silent = shown(&signed(&endorsed(&bare(&id), &all)));
    assert_eq!(silent.achievement.unwrap().creator.unwrap().name, None);
}

// Beyond the bound nothing is looked at, and then nothing tells whose words they are.
#[test]
fn endorsements_beyond_the_bound_may_not_call_things_otherwise() {
    let (id, away) = (did("endorser"), "did:web:endorser.example.org");
    let judged = |name: &str, most: usize| {
        let first = [1, 2, 3].map(|number| endorsement(number, away, "Relais", "endorser"));
        let all = [first.as_slice(), &[endorsement(4, &id, name, "endorser")]].concat();
        let text = signed(&endorsed(&named(&id, "Le Relais"), &all));
        let mut policy = Policy::at(Timestamp::parse("2026-06-01T00:00:00Z").unwrap());
        policy.limits.endorsements = most;
        verify(&Presented::bare(Raw::Json(text.into_bytes())), &Resources::new(), &policy).report
    };
    for (name, most, expected, told) in [
        ("Le Relais", 2, Verdict::Verified, 3),
        ("Relais", 2, Verdict::Inconclusive, 3),
        ("Relais", 3, Verdict::Inconclusive, 4),
        ("Relais", 4, Verdict::Verified, 4),
    ] {
        let report = judged(name, most);
        let each = report.checks.iter().filter(|c| c.code == CheckCode::EndorsementEach).count();
        assert_eq!((report.verdict, each), (expected, told), "{name} {most}: {}", report.to_value().to_pretty());
    }
}
