//! Statements made here, read back, bent and refused.

// What is measured is for people to read.
#![allow(clippy::print_stdout)]

use std::io::Write as _;

use super::*;
use crate::crypto::jose::{JoseError, encode, signing_input};
use crate::crypto::{KeyKind, SecretKey, SeededEntropy, SignatureError, Signer as _};
use crate::json::{Object, Value, object, parse};
use crate::limits::Limits;
use crate::model::{Badge, IdentityKind, Version};

/// A test key.
fn key(kind: KeyKind) -> SecretKey {
    SecretKey::generate(kind, &mut SeededEntropy::new(b"compact tests")).unwrap()
}

/// A badge as a fab lab awards it.
fn usual() -> Badge {
    awarded(
        "https://badges.ledome.example.org",
        "did:web:badges.ledome.example.org",
        "Le Dôme",
        "Découpe et gravure laser",
    )
}

/// Longer names than most, and a place in a folder of its host.
fn wordy() -> Badge {
    awarded(
        "https://badges.ledome.example.org/lieux/le-dome",
        "did:web:badges.ledome.example.org:lieux:le-dome",
        "Le Dôme, centre de culture scientifique",
        "Découpe et gravure laser : réglages, sécurité, entretien",
    )
}

fn awarded(base: &str, did: &str, place: &str, name: &str) -> Badge {
    let mut badge = Badge::new(Version::Ob30);
    badge.id = Some(format!("{base}/b/3q2-7wEjRWeJq83vASNFZw/credential.json"));
    badge.issuer.id = Some(did.to_owned());
    badge.issuer.name = Some(place.to_owned());
    badge.achievement = Some(crate::model::Achievement {
        id: Some(format!("{base}/achievements/decoupe-et-gravure-laser.json")),
        name: Some(name.to_owned()),
        ..Default::default()
    });
    badge.recipient.identities = vec![Identity {
        kind: IdentityKind::Email,
        value: format!("sha256${}", crate::text::hex(&crate::crypto::sha256(b"camille@example.org"))),
        hashed: true,
        salt: Some("mZq1b2lkX0N3pT7uYw4e0A".to_owned()),
    }];
    badge.valid_from = Some(Timestamp::parse("2026-03-02T09:00:00Z").unwrap());
    badge.valid_until = Some(Timestamp::parse("2029-03-02T09:00:00Z").unwrap());
    badge
}

fn signed(statement: &Statement, key: &SecretKey) -> String {
    let input = statement.prepare(key.public_key()).unwrap();
    input.complete(&key.sign(input.algorithm(), input.bytes()).unwrap())
}

/// A token of any header and claims, truly signed.
fn forged(header: Object, claims: &[u8], key: &SecretKey) -> String {
    let mut deflated = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    deflated.write_all(claims).unwrap();
    forged_raw(header, &deflated.finish().unwrap(), key)
}

fn forged_raw(header: Object, payload: &[u8], key: &SecretKey) -> String {
    let input = signing_input(&header, payload);
    encode(&input, &key.sign(key.public_key().kind().default_algorithm(), input.as_bytes()).unwrap())
}

fn head() -> Object {
    object([("alg", "EdDSA".into()), ("typ", TYPE.into()), ("zip", "DEF".into())])
}

fn refused(token: &str) -> CompactError {
    Token::parse(token, &Limits::default()).unwrap_err()
}

#[test]
fn what_was_said_is_read_back() {
    for kind in [KeyKind::Ed25519, KeyKind::P256] {
        let key = key(kind);
        let statement = Statement::about(&usual(), b"{}", None).unwrap();
        let token = signed(&statement, &key);
        assert!(is_token(&token));
        let read = Token::parse(&token, &Limits::default()).unwrap();
        assert_eq!(read.statement(), &statement);
        assert_eq!(read.key(), key.public_key());
        assert_eq!(read.verify(), Ok(()));
        assert_eq!(read.statement().full().unwrap().as_str(), statement.id);
    }
}

#[test]
fn a_usual_statement_fits_version_20_at_level_m() {
    for (name, badge, most) in [("usual", usual(), 20), ("wordy", wordy(), 22)] {
        for kind in [KeyKind::Ed25519, KeyKind::P256] {
            let statement = Statement::about(&badge, b"{}", None).unwrap();
            let base = place::base_of(&statement.id).unwrap().to_owned();
            let text = address(&base, &signed(&statement, &key(kind)));
            let code = fast_qr::QRBuilder::new(text.as_str()).ecl(fast_qr::ECL::M).build().unwrap();
            let version = (code.size - 17) / 4;
            println!("{name}, {}: {} characters, QR version {version} at level M", kind.as_str(), text.len());
            assert!(version <= most, "{name}: {} characters, version {version}", text.len());
        }
    }
}

#[test]
fn an_address_holds_its_statement_in_the_fragment() {
    let token = signed(&Statement::about(&usual(), b"{}", None).unwrap(), &key(KeyKind::Ed25519));
    let url = Url::parse(&address("https://lieu.example.org/", &token)).unwrap();
    assert_eq!(url.without_fragment().as_str(), "https://lieu.example.org/v");
    assert_eq!(in_address(&url), Some(token.as_str()));
    for other in [
        "https://lieu.example.org/v",
        "https://lieu.example.org/v#a.b.c",
        "https://lieu.example.org/#eyJhbGciOiJFZERTQSJ9.e30.AA",
    ] {
        assert_eq!(in_address(&Url::parse(other).unwrap()), None, "{other}");
    }
}

#[test]
fn a_changed_letter_breaks_the_signature_or_the_text() {
    let token = signed(&Statement::about(&usual(), b"{}", None).unwrap(), &key(KeyKind::Ed25519));
    let dot = token.find('.').unwrap();
    let mut read = 0;
    for at in (dot + 1..token.len()).step_by(7) {
        let mut bent = token.clone().into_bytes();
        bent[at] = if bent[at] == b'A' { b'B' } else { b'A' };
        let bent = String::from_utf8(bent).unwrap();
        if bent == token {
            continue;
        }
        if let Ok(token) = Token::parse(&bent, &Limits::default()) {
            assert_eq!(token.verify(), Err(SignatureError::Mismatch), "{at}");
            read += 1;
        }
    }
    assert!(read > 0);
}

#[test]
fn what_follows_from_the_place_is_not_said_and_comes_back() {
    let key = key(KeyKind::Ed25519);
    let base = "https://lieu.example.org:8443/un/lieu";
    for (id, achievement, issuer) in [
        (
            format!("{base}/b/abc/credential.json"),
            format!("{base}/achievements/laser.json"),
            "did:web:lieu.example.org%3A8443:un:lieu",
        ),
        (
            format!("{base}/b/abc/assertion.json"),
            format!("{base}/achievements/laser.v2.json"),
            "https://lieu.example.org:8443/un/lieu/issuer.json",
        ),
        (format!("{base}/b//credential.json"), format!("{base}/achievements/.json"), "did:web:autre.example.org"),
        ("urn:uuid:1".to_owned(), "urn:uuid:2".to_owned(), "did:web:lieu.example.org"),
        (
            "https://lieu.example.org/b/a/b/c".to_owned(),
            "https://autre.example.org/a:b".to_owned(),
            "did:web:lieu.example.org:b:a",
        ),
    ] {
        let mut badge = usual();
        badge.id = Some(id.clone());
        badge.issuer.id = Some(issuer.to_owned());
        badge.achievement.as_mut().unwrap().id = Some(achievement);
        let statement = Statement::about(&badge, b"{}", None).unwrap();
        let token = signed(&statement, &key);
        assert_eq!(Token::parse(&token, &Limits::default()).unwrap().statement(), &statement, "{id}");
    }
}

#[test]
fn an_issuer_that_is_its_key_does_not_repeat_it() {
    let key = key(KeyKind::Ed25519);
    let mut badge = usual();
    badge.issuer.id = Some(format!("did:key:{}", key.public_key().to_multikey().unwrap()));
    let token = signed(&Statement::about(&badge, b"{}", None).unwrap(), &key);
    let read = Token::parse(&token, &Limits::default()).unwrap();
    assert_eq!(read.key(), key.public_key());
    assert_eq!(read.verify(), Ok(()));
}

#[test]
fn no_address_of_a_person_is_written_in_clear() {
    let of = |kind: IdentityKind, value: &str| {
        let mut badge = usual();
        badge.recipient.id = Some("did:key:z6MkPersonne".to_owned());
        badge.recipient.identities = vec![Identity { kind, value: value.to_owned(), hashed: false, salt: None }];
        Statement::about(&badge, b"{}", None).unwrap().recipient
    };
    assert_eq!(of(IdentityKind::Email, "camille@example.org"), None);
    assert_eq!(of(IdentityKind::Telephone, "+33600000000"), None);
    // A name that the badge itself says openly is on the card anyway.
    assert_eq!(of(IdentityKind::Name, "Camille Exemple").unwrap().value, "Camille Exemple");
}

#[test]
fn a_badge_must_say_enough() {
    let mut badge = usual();
    badge.id = None;
    assert_eq!(Statement::about(&badge, b"", None), Err(MakeError::Missing("id")));
    let mut badge = usual();
    badge.issuer.id = None;
    assert_eq!(Statement::about(&badge, b"", None), Err(MakeError::Missing("issuer")));
    let mut badge = usual();
    badge.achievement = None;
    assert_eq!(Statement::about(&badge, b"", None), Err(MakeError::Missing("achievement")));
}

#[test]
fn the_address_of_the_file_is_said_when_it_is_not_the_id() {
    let mut badge = usual();
    badge.id = Some("urn:uuid:6a0e4c5e-9a51-4c1f-8d2b-9e107d3f4a52".to_owned());
    let at = Url::parse("https://lieu.example.org/b/x/credential.json").unwrap();
    let token = signed(&Statement::about(&badge, b"{}", Some(&at)).unwrap(), &key(KeyKind::Ed25519));
    assert_eq!(Token::parse(&token, &Limits::default()).unwrap().statement().full(), Some(at));
}

#[test]
fn only_our_header_is_read() {
    let key = key(KeyKind::Ed25519);
    let with = |name: &str, value: Value| {
        let mut header = head();
        header.set(name, value);
        forged(header, b"{}", &key)
    };
    assert_eq!(refused(&with("typ", "JWT".into())), CompactError::Header("typ".into()));
    assert_eq!(refused(&with("zip", "GZ".into())), CompactError::Header("zip".into()));
    assert_eq!(refused(&with("kid", "#1".into())), CompactError::Header("kid".into()));
    assert_eq!(refused(&with("crit", "zip".into())), CompactError::Jose(JoseError::Critical));
    assert_eq!(refused(&with("alg", "RS256".into())), CompactError::Algorithm(JwsAlgorithm::Rs256));
    assert!(matches!(refused(&with("alg", "none".into())), CompactError::Jose(JoseError::Algorithm(_))));
    assert!(!is_token(&with("typ", "JWT".into())));
}

#[test]
fn bounds_and_claims_are_kept() {
    let key = key(KeyKind::Ed25519);
    let limits = Limits::default();
    // A bomb: a thousand times its size when inflated.
    let bomb = forged(head(), &vec![b' '; limits.compact_bytes * 20], &key);
    assert!(bomb.len() < limits.compact_bytes);
    assert_eq!(refused(&bomb), CompactError::Inflates { limit: limits.compact_bytes });
    let long = "a".repeat(limits.compact_bytes + 1);
    assert_eq!(refused(&long), CompactError::TooLarge { size: long.len(), limit: limits.compact_bytes });
    // Not deflated; and something after the end.
    assert_eq!(refused(&forged_raw(head(), b"{\"v\":1}", &key)), CompactError::Inflate);
    let token = signed(&Statement::about(&usual(), b"{}", None).unwrap(), &key);
    let payload = crate::crypto::jose::Jws::parse(&token, &limits).unwrap().payload().to_vec();
    assert_eq!(refused(&forged_raw(head(), &[&payload[..], b"\0"].concat(), &key)), CompactError::Inflate);
    assert_eq!(refused(&forged_raw(head(), &payload[..payload.len() - 3], &key)), CompactError::Inflate);
    assert_eq!(refused(&forged(head(), b"[]", &key)), CompactError::NotAnObject);
    assert!(matches!(refused(&forged(head(), b"{\"v\":1,\"v\":1}", &key)), CompactError::Json(_)));
    assert_eq!(refused(&forged(head(), b"{\"v\":2}", &key)), CompactError::Version("2".into()));

    let good = Statement::about(&usual(), b"{}", None).unwrap().claims_for_tests(key.public_key());
    let bent = |name: &str, value: Option<&str>| {
        let mut claims = good.clone();
        claims.remove(name);
        if let Some(value) = value {
            claims.set(name, parse(value.as_bytes(), &limits).unwrap());
        }
        refused(&forged(head(), Value::Object(claims).to_compact().as_bytes(), &key))
    };
    for name in ["c", "n", "d", "k"] {
        assert_eq!(bent(name, None), CompactError::Missing(name));
        assert_eq!(bent(name, Some("7")), CompactError::Claim(name));
    }
    // Without the place's address, what is short for one of its own means nothing.
    assert_eq!(bent("b", None), CompactError::Missing("i"));
    assert_eq!(bent("b", Some("\"nowhere\"")), CompactError::Claim("b"));
    assert_eq!(bent("d", Some("\"AAAA\"")), CompactError::Claim("d"));
    assert_eq!(bent("u", Some("\"ftp://x\"")), CompactError::Claim("u"));
    assert_eq!(bent("t", Some("1.5")), CompactError::Claim("t"));
    assert_eq!(bent("f", Some("1e300")), CompactError::Claim("f"));
    assert_eq!(bent("r", Some("{\"h\":\"AAAA\",\"s\":\"x\"}")), CompactError::Claim("r"));
    assert!(matches!(bent("k", Some("\"z6Mk\"")), CompactError::Key(_)));
}
