//! Rules of Open Badges 2.0 that show only in a whole graph: documents at their addresses, each changed in one place.

use std::cell::RefCell;

use badge_core::container::{self, Existing, Keyword, Raw};
use badge_core::crypto::{JwsAlgorithm, Signer as _};
use badge_core::drive::settle_blocking;
use badge_core::json::Value;
use badge_core::limits::Limits;
use badge_core::resource::{Answer, Purpose, Resources};
use badge_core::verify::{
    Because, Check, CheckCode, KnownIdentifier, Match, Outcome, Reason, Report, Standing, Verdict, verify,
};
use badge_tests::corpus::{Case, url};
use badge_tests::rules::{case, change, parse, remarks, test_key, token};

const A: &str = "https://trois-ponts.example.org/b/7/assertion.json";
const B: &str = "https://trois-ponts.example.org/achievements/soudure.v2.json";
const I: &str = "https://trois-ponts.example.org/issuer.json";
const K: &str = "https://trois-ponts.example.org/keys/rsa.pem.json";
const L: &str = "https://trois-ponts.example.org/revocations.json";
const OWN: &str =
    r#"{"type":"Profile","name":"Trois-Ponts","url":"https://trois-ponts.example.org/","email":"a@b.example.org""#;

/// Rules, the document (`A`ssertion, `B`adge class, `I`ssuer), place, what is put there, and all that is to be said then.
const ROWS: &[(&str, &str, &str, &str, &[&str])] = &[
    ("OB2-VER-12", "A", "/inconnu", "7", &[]),
    ("OB2-DM-17", "A", "/evidence", r#""https://trois-ponts.example.org/preuve""#, &[]),
    (
        "OB2-DM-13",
        "A",
        "/badge",
        r#""soudure""#,
        &["document.schema member-value /badge", "document.schema not-served /badge"],
    ),
    ("OB2-VER-17", "A", "/issuer", r#""https://orme.example.org/""#, &["issuer.consistent issuers-differ /issuer"]),
    ("OB2-DM-42", "I", "/name", "-", &["document.schema member-missing /badge/issuer/name"]),
    ("OB2-DM-44", "I", "/email", "-", &["document.schema member-missing /badge/issuer/email"]),
    ("OB2-VER-20 OB2-VER-22", "I", "/verification", r#"{"allowedOrigins":"trois-ponts.example.org"}"#, &[]),
    ("OB2-VER-22", "I", "/verification", r#"{"allowedOrigins":"orme.example.org"}"#, &["hosted.scope out-of-scope"]),
    (
        "OB2-VER-22",
        "I",
        "/verification",
        r#"{"startsWith":"https://trois-ponts.example.org/b/","allowedOrigins":"orme.example.org"}"#,
        &["hosted.scope out-of-scope"],
    ),
    ("OB2-VER-21", "I", "/verification", r#"{"startsWith":"https://trois-ponts.example.org/b/"}"#, &[]),
    (
        "OB2-VER-21",
        "I",
        "/verification",
        r#"{"startsWith":"https://trois-ponts.example.org/c/"}"#,
        &["hosted.scope out-of-scope"],
    ),
    ("OB2-VER-24", "I", "/verification", r#"{"allowedOrigins":"TROIS-Ponts.example.org"}"#, &[]),
    ("OB2-VER-15", "A", "/expires", r#""2026-05-31T23:59:59Z""#, &["status.expiry expired"]),
    ("OB2-VER-27", "A", "/revoked", "true", &["status.revocation revoked"]),
];

fn address(letter: &str) -> &'static str {
    match letter {
        "A" => A,
        "B" => B,
        _ => I,
    }
}

fn hosted() -> Case {
    case("hosted_good")
}

#[test]
fn one_change_to_a_hosted_badge() {
    let good = hosted().remarks();
    assert!(
        good.iter().all(|line| line.starts_with("(hosted.same") || line.starts_with("(document.schema")),
        "{good:?}"
    );
    let mut wrong = Vec::new();
    for (rules, letter, pointer, to, expected) in ROWS {
        let mut case = hosted();
        case.alter(address(letter), pointer, to);
        let mut found = case.remarks();
        found.retain(|line| !good.contains(line) && !line.starts_with("(hosted.same"));
        if found != *expected {
            wrong.push(format!("{rules} {letter}{pointer} {to}\n    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// OB2-VER-06, OB2-VER-16, OB2-VER-23: an issuer that is only embedded is shown as it is, with a remark on what cannot
// be enforced then. Nobody but the badge says who it is, so that stays open (D-23).
#[test]
fn an_embedded_issuer_without_an_address() {
    let mut case = hosted();
    case.alter(B, "/issuer", &format!(r#"{OWN},"id":"urn:uuid:e79a6c18-787e-4868-8e65-e6a4530fb418"}}"#));
    let found = case.judge();
    assert_eq!(found.report.verdict, Verdict::Inconclusive);
    let open = |report: &Report| {
        let unsaid =
            |c: &&Check| matches!(&c.outcome, Outcome::Skipped(Because::Undecided(Reason::IssuerNotAddress { .. })));
        report.checks.iter().find(unsaid).map(|c| c.code)
    };
    assert_eq!(open(&found.report), Some(CheckCode::IssuerProfile));
    let lines = remarks(&found.report);
    assert!(lines.contains(&"(hosted.scope scope-unenforceable)".to_owned()), "{lines:?}");
    assert_eq!(found.report.summary.unwrap().badge.issuer.name.as_deref(), Some("Trois-Ponts"));

    let mut case = hosted();
    case.alter(B, "/issuer", &format!("{OWN}}}"));
    assert_eq!(open(&case.judge().report), Some(CheckCode::IssuerProfile));
}

// OB2-VER-06: what its address serves wins over what is embedded, and a wrong copy there is not used.
#[test]
fn the_served_issuer_wins_over_the_embedded_one() {
    let mut case = hosted();
    case.alter(B, "/issuer", &format!(r#"{OWN},"id":"{I}"}}"#));
    let found = case.judge().report;
    assert_eq!(found.summary.unwrap().badge.issuer.name.as_deref(), Some("L’Atelier des Trois-Ponts"));
}

// OB2-VER-26: a badge class on another site is remarked; the badge stands.
#[test]
fn a_badge_class_elsewhere() {
    let mut case = hosted();
    let elsewhere = "https://orme.example.org/soudure.json";
    let mut class = case.served(B);
    change(&mut class, "/id", &format!("{elsewhere:?}"));
    case.serve(elsewhere, &class);
    case.alter(A, "/badge", &format!("{elsewhere:?}"));
    let found = case.judge().report;
    assert_eq!(found.verdict, Verdict::Verified);
    assert!(remarks(&found).contains(&"(hosted.scope class-elsewhere /badge)".to_owned()), "{:?}", remarks(&found));
}

// OB2-DM-51, OB2-VER-42: of all that the reader knows of a person, one that fits is enough, and nothing else is asked.
#[test]
fn one_identifier_of_several_is_enough() {
    let mut case = hosted();
    case.policy.recipient = vec![KnownIdentifier::parse("ancienne@example.org")];
    assert_eq!(case.judge().report.recipient, Match::Differs);
    case.policy.recipient.push(KnownIdentifier::parse("sacha@example.org"));
    assert_eq!(case.judge().report.recipient, Match::Matches);
}

// OB2-DM-07, OB2-VER-12: a context of somebody else's is not asked for; what only it defines has no meaning, and does no
// harm.
#[test]
fn contexts_of_others_are_not_fetched() {
    let mut case = hosted();
    let contexts = r#"["https://w3id.org/openbadges/v2","https://orme.example.org/contexte"]"#;
    case.alter(A, "/@context", contexts);
    case.alter(A, "/essence", r#""chêne""#);
    let found = case.judge();
    assert_eq!(found.report.verdict, Verdict::Verified);
    assert!(found.report.resources.iter().all(|used| used.lookup.url.host() != "orme.example.org"));
    assert!(found.wanted.is_empty(), "{:?}", found.wanted);
}

// OB2-VER-27, OB2-DM-21, OB2-DM-20: 410 and a body that says so mean the same, and the reason is told; what is served
// need say no more than that.
#[test]
fn revoked_with_its_reason() {
    for (name, body) in [
        ("hosted_gone", None),
        (
            "hosted_good",
            Some(
                r#"{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"A","revoked":true,"revocationReason":"erreur"}"#,
            ),
        ),
    ] {
        let mut case = case(name);
        if let Some(body) = body {
            case.serve(A, &parse(&body.replace("\"A\"", &format!("{A:?}"))));
        }
        let report = case.judge().report;
        assert_eq!((report.verdict, report.standing), (Verdict::Rejected, Standing::Revoked), "{name}");
        let reason = Outcome::Fail(Reason::Revoked { reason: "erreur".to_owned() });
        assert!(report.checks.iter().any(|c| c.outcome == reason), "{name}: {:?}", remarks(&report));
    }
}

// OB2-VER-07, OB2-VER-13: each document is asked for once; criteria, evidence and related ones are not read.
#[test]
fn every_document_is_read_once_and_no_other() {
    let mut case = hosted();
    case.alter(A, "/evidence", r#"["https://trois-ponts.example.org/preuve"]"#);
    case.alter(A, "/related", r#"["https://trois-ponts.example.org/b/6"]"#);
    case.alter(B, "/criteria", r#""https://trois-ponts.example.org/criteres""#);
    case.alter(B, "/image", r#""https://trois-ponts.example.org/soudure.png""#);
    let asked = RefCell::new(Vec::new());
    let (found, _) = settle_blocking(
        Resources::new(),
        &case.policy.limits,
        |known| {
            let found = verify(&case.badge, known, &case.policy);
            (found.report, found.wanted)
        },
        |lookup| {
            asked.borrow_mut().push((lookup.url.to_string(), lookup.purpose));
            case.known.get(&lookup.url).cloned().unwrap_or(Answer::NotFound)
        },
    );
    assert_eq!(found.verdict, Verdict::Verified);
    let mut asked = asked.into_inner();
    asked.sort();
    let image = ("https://trois-ponts.example.org/soudure.png".to_owned(), Purpose::Image);
    let expected = [
        (B.to_owned(), Purpose::BadgeClass),
        (A.to_owned(), Purpose::Assertion),
        (I.to_owned(), Purpose::Issuer),
        image,
    ];
    assert_eq!(asked, expected);
}

// OB2-VER-01, OB2-VER-04: a picture in hand or served at the address holds the badge; one without a badge is an error.
#[test]
fn a_picture_in_hand_and_a_picture_served() {
    let picture = std::fs::read(badge_tests::corpus::folder().join("container_png/badge.png")).unwrap();
    let limits = Limits::default();
    let plain = container::remove(&picture, Keyword::OpenBadgeCredential, &limits).unwrap();
    let baked = |text: &str| container::bake(&plain, Keyword::OpenBadges, text, Existing::Replace, &limits).unwrap();
    let good = hosted();

    let mut held = hosted();
    held.badge = container::open(&baked(&good.document().to_compact()), &limits).found.remove(0);
    assert_eq!(held.judge().report.verdict, Verdict::Verified);

    // An address in the picture, as before 1.0; and a picture at the address.
    let mut link = hosted();
    link.badge = container::open(&baked(A), &limits).found.remove(0);
    assert_eq!(link.judge().report.verdict, Verdict::Verified);
    let at = "https://trois-ponts.example.org/b/7.png";
    link.badge.raw = Raw::Link(url(at));
    link.known.insert(&url(at), Answer::found(baked(&good.document().to_compact())));
    assert_eq!(link.judge().report.verdict, Verdict::Verified);

    link.known.insert(&url(at), Answer::found(plain));
    let found = link.judge().report;
    assert_eq!(found.verdict, Verdict::Rejected);
    assert!(found.checks.iter().any(|c| c.code == CheckCode::HostedFetched && matches!(c.outcome, Outcome::Fail(_))));
}

// OB2-VER-63: an endorsement that does not hold is told, and the badge stands.
#[test]
fn an_endorsement_that_is_withdrawn() {
    let mut case = case("hosted_endorsed");
    case.alter("https://orme.example.org/soutien.json", "/revoked", "true");
    let found = case.judge().report;
    assert_eq!(found.verdict, Verdict::Verified);
    assert_eq!(found.endorsements[0].verdict, Verdict::Rejected);
    assert!(remarks(&found).contains(&"endorsement.each endorsement-bad".to_owned()), "{:?}", remarks(&found));
}

// OB2-DM-19: an endorsement, too, ends after it begins.
#[test]
fn an_endorsement_that_ends_before_it_begins() {
    const AT: &str = "https://orme.example.org/soutien.json";
    for (expires, reversed) in [("2027-01-01T00:00:00Z", false), ("2026-02-19T10:00:00Z", true)] {
        let mut case = case("hosted_endorsed");
        case.alter(AT, "/expires", &format!("\"{expires}\""));
        let told = remarks(&case.judge().report.endorsements[0]);
        assert_eq!(told.contains(&"document.schema dates-reversed /expires".to_owned()), reversed, "{told:?}");
    }
}

// The names that older badges get in reading are nobody's: a badge that writes one of them itself does not become the site's
// whose address it gives.
#[test]
fn a_name_that_only_reading_gives_is_nobodys() {
    let mut case = hosted();
    case.alter(B, "/issuer", &format!(r#"{OWN},"id":"_:issuer"}}"#));
    case.alter(B, "/id", r#""_:class""#);
    let class = case.served(B);
    let mut doc = case.document();
    change(&mut doc, "/badge", &class.to_compact());
    case.serve(A, &doc);
    case.badge.raw = Raw::Json(doc.to_compact().into_bytes());
    let report = case.judge().report;
    assert_eq!(report.verdict, Verdict::Inconclusive, "{:?}", remarks(&report));
    let badge = report.summary.unwrap().badge;
    assert_eq!(badge.issuer.id.as_deref(), Some("_:issuer"));
    assert_eq!(badge.achievement.unwrap().id.as_deref(), Some("_:class"));
}

// OB2-VER-04: a token at an address is read by the rules of the version that it is of.
#[test]
fn a_token_at_an_address_is_of_its_own_version() {
    const AT: &str = "https://trois-ponts.example.org/jetons/9";
    let asked = |mut case: Case, raw: Raw| {
        let Raw::Jws(jws) = raw else { panic!("no token") };
        case.known.insert(&url(AT), Answer::found(jws));
        case.badge.raw = Raw::Link(url(AT));
        case.judge().report
    };
    let newer = case("jwt_good");
    let raw = newer.badge.raw.clone();
    let report = asked(newer, raw);
    assert_eq!(report.verdict, Verdict::Verified, "{:?}", remarks(&report));
    // Declared as hosted: whoever serves it is who says it, if it is the address that it names.
    let key = test_key("rsa");
    for (id, verdict) in [(AT, Verdict::Verified), (A, Verdict::Rejected)] {
        let mut doc = hosted().document();
        change(&mut doc, "/id", &format!("\"{id}\""));
        let made = token(&doc, &key, JwsAlgorithm::Rs256, &[]);
        let report = asked(hosted(), made.raw);
        assert_eq!(report.verdict, verdict, "{id}: {:?}", remarks(&report));
    }
}

fn assertion() -> Value {
    let mut doc = hosted().document();
    change(&mut doc, "/id", r#""urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e""#);
    change(&mut doc, "/verification", &format!(r#"{{"type":"SignedBadge","creator":"{K}"}}"#));
    doc
}

// OB2-VER-31: the algorithms for RSA, P-256 and P-384 are read, each with a key that fits; EdDSA is not used here.
#[test]
fn algorithms_of_signed_badges() {
    use JwsAlgorithm::{EdDsa, Es256, Es384, Ps256, Rs256, Rs384, Rs512};
    for (kind, algorithm, expected) in [
        ("rsa", Rs256, ""),
        ("rsa", Rs384, ""),
        ("rsa", Rs512, ""),
        ("rsa", Ps256, ""),
        ("p256", Es256, ""),
        ("ed25519", EdDsa, "proof.algorithm algorithm-refused"),
        ("p384", Es384, ""),
    ] {
        let key = if kind == "p384" { generated_p384() } else { test_key(kind) };
        let mut case = case("signed_good");
        case.badge = token(&assertion(), &key, algorithm, &[]);
        case.alter(K, "/publicKeyPem", &Value::from(key.public_key().to_pem()).to_compact());
        let found = case.remarks();
        assert_eq!(found.iter().any(|l| l == expected), !expected.is_empty(), "{algorithm} {found:?}");
        assert_eq!(case.judge().report.verdict == Verdict::Verified, expected.is_empty(), "{algorithm} {found:?}");
    }
}

fn generated_p384() -> badge_core::crypto::SecretKey {
    use badge_core::crypto::{KeyKind, SecretKey, SeededEntropy};
    SecretKey::generate(KeyKind::P384, &mut SeededEntropy::new(b"p384")).unwrap()
}

// OB2-VER-35: a key in the header is nobody's: the badge of another key stays refused, whatever its header says, and a
// good badge stays good.
#[test]
fn keys_in_the_header_are_not_used() {
    let (own, other) = (test_key("rsa"), test_key("p256"));
    let header = [
        ("jwk", other.public_key().to_jwk().into()),
        ("kid", "https://evil.example.org/key".into()),
        ("jku", "https://evil.example.org/keys".into()),
        ("x5u", "https://evil.example.org/cert".into()),
        ("x5c", Value::Array(vec!["AAAA".into()])),
    ];
    let mut case = case("signed_good");
    case.badge = token(&assertion(), &other, JwsAlgorithm::Es256, &header);
    let found = case.judge();
    assert_eq!(found.report.verdict, Verdict::Rejected, "{:?}", remarks(&found.report));
    assert!(found.wanted.iter().all(|l| l.url.host() != "evil.example.org"));
    case.badge = token(&assertion(), &own, JwsAlgorithm::Rs256, &header[1..]);
    assert_eq!(case.judge().report.verdict, Verdict::Verified);
}

// OB2-VER-33, OB2-DM-98, OB2-DM-100: what lies at a key's address must say that it is that key, and hold one.
#[test]
fn a_key_document_is_held_to_its_address() {
    for (pointer, to, expected) in [
        ("/id", r#""https://trois-ponts.example.org/keys/2""#, "proof.key id-differs"),
        ("/publicKeyPem", "-", "proof.key key-bad"),
        ("/publicKeyPem", r#""-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----""#, "proof.key key-bad"),
    ] {
        let mut case = case("signed_good");
        case.alter(K, pointer, to);
        assert_eq!(case.remarks(), [expected], "{pointer} {to}");
    }
}

// OB2-DM-94, OB2-DM-95, OB2-DM-22, OB2-VER-36: the list, its issuer, and a name of the older kind.
#[test]
fn revocation_lists() {
    for (pointer, to, expected) in [
        ("/revokedAssertions", "[]", &[][..]),
        ("/revokedAssertions", "-", &["status.revocation status-list-bad"]),
        ("/type", r#""Profile""#, &["status.revocation status-list-bad"]),
        (
            "/issuer",
            r#""https://orme.example.org/""#,
            &["(status.revocation status-list-issuer)", "status.revocation revoked"],
        ),
        ("/revokedAssertions", r#"[{"uid":"7"}]"#, &[]),
        ("/revokedAssertions", r#"["urn:a",{"revoked":true}]"#, &["(status.revocation status-list-bad)"]),
    ] {
        let mut case = case("signed_revoked");
        case.alter(L, pointer, to);
        assert_eq!(case.remarks(), expected, "{pointer} {to}");
    }
    let mut with_uid = assertion();
    change(&mut with_uid, "/uid", r#""7""#);
    let mut case = case("signed_revoked");
    case.badge = token(&with_uid, &test_key("rsa"), JwsAlgorithm::Rs256, &[]);
    case.alter(L, "/revokedAssertions", r#"[{"uid":"7"}]"#);
    assert_eq!(case.remarks(), ["status.revocation revoked"]);
}

// PRB-J-33, PRB-J-34, PRB-J-36, PRB-P-09: links that are none, and pictures that cannot be one.
#[test]
fn what_others_flag_in_a_graph() {
    for (letter, pointer, to, expected) in [
        ("A", "/badge", "7", "document.schema member-type /badge"),
        ("B", "/issuer", "7", "document.schema member-type /badge/issuer"),
        ("B", "/image", r#""data:text/html,x""#, "document.schema member-value /badge/image"),
        ("B", "/type", r#""Achievement""#, "document.schema type-missing /badge/type"),
        ("I", "/type", r#""Person""#, "document.schema type-missing /badge/issuer/type"),
        ("I", "/url", r#""trois-ponts""#, "document.schema member-value /badge/issuer/url"),
        ("I", "/@context", r#""https://schema.org/""#, "issuer.profile id-differs /badge/issuer"),
    ] {
        let mut case = hosted();
        case.alter(address(letter), pointer, to);
        let found = case.remarks();
        assert!(found.iter().any(|l| l == expected), "{letter}{pointer} {to}: {found:?}");
        assert_ne!(case.judge().report.verdict, Verdict::Verified, "{letter}{pointer} {to}: {found:?}");
    }
    // Hosted and signed at once: one of the two.
    let mut case = hosted();
    case.alter(A, "/verification/type", r#"["HostedBadge","SignedBadge"]"#);
    assert_ne!(case.judge().report.verdict, Verdict::Verified, "{:?}", case.remarks());
}

// PRB-J-43: an endorsement, too, must live where its issuer's documents may.
#[test]
fn an_endorsement_out_of_its_scope() {
    let mut case = case("hosted_endorsed");
    let elsewhere = r#"{"allowedOrigins":"chene.example.org"}"#;
    case.alter("https://orme.example.org/profil.json", "/verification", elsewhere);
    let report = case.judge().report;
    assert_eq!(report.endorsements[0].verdict, Verdict::Rejected);
    assert!(remarks(&report.endorsements[0]).contains(&"hosted.scope out-of-scope".to_owned()));
}

// D-23: more bytes than anybody reads are no answer, whether the badge is at hand or only its address.
#[test]
fn more_than_a_badge_may_have_was_not_read() {
    let mut good = case("hosted_good");
    let Some(Answer::Found(body)) = good.known.get(&url(A)).cloned() else { panic!("{A}") };
    let spaces = " ".repeat(3 << 20);
    let long = format!("{{{spaces}{}", String::from_utf8(body.bytes).unwrap().trim_start_matches('{'));
    good.known.insert(&url(A), Answer::found(long));
    let link = container::Presented::bare(Raw::Link(url(A)));
    for badge in [&good.badge, &link] {
        let report = verify(badge, &good.known, &good.policy).report;
        assert_eq!(report.verdict, Verdict::Inconclusive);
        let fetched = report.checks.iter().find(|c| c.code == CheckCode::HostedFetched).unwrap();
        let Outcome::Skipped(Because::Unanswered(_, why)) = &fetched.outcome else { panic!("{fetched:?}") };
        assert_eq!(*why, badge_core::verify::Unanswered::Refused(badge_core::resource::Rule::TooLarge));
    }
}
