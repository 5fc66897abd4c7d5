//! One award in both versions, as a place publishes it: what the older form says, the newer one says in its own words.

use std::path::PathBuf;

use badge_core::json::Value;
use badge_core::model::{Version, detect};
use badge_core::verify::Verdict;
use badge_tests::corpus::cases;
use badge_tests::requirements::repository;
use badge_tests::rules::{at, parse};

fn published() -> PathBuf {
    repository().join("fixtures/vectors/issue/published")
}

fn read(path: &str) -> Value {
    let file = published().join(path);
    parse(&std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display())))
}

const TOKEN: &str = "b/11111111111111111111111111111111";

/// Rules, the 2.0 document, a place in it, and the place of the same in the 3.0 credential.
const SAME: &[(&str, &str, &str, &str)] = &[
    ("EXT-31", "assertion", "/issuedOn", "/validFrom"),
    ("EXT-31", "assertion", "/expires", "/validUntil"),
    ("EXT-31", "assertion", "/narrative", "/credentialSubject/narrative"),
    ("EXT-31", "assertion", "/recipient/identity", "/credentialSubject/identifier/0/identityHash"),
    ("EXT-31", "assertion", "/recipient/salt", "/credentialSubject/identifier/0/salt"),
    ("EXT-31", "assertion", "/recipient/hashed", "/credentialSubject/identifier/0/hashed"),
    ("EXT-31", "assertion", "/evidence/0/id", "/evidence/0/id"),
    ("EXT-31", "class", "/name", "/credentialSubject/achievement/name"),
    ("EXT-31", "class", "/description", "/credentialSubject/achievement/description"),
    ("EXT-31", "class", "/criteria/narrative", "/credentialSubject/achievement/criteria/narrative"),
    ("EXT-31", "class", "/image/id", "/credentialSubject/achievement/image/id"),
    ("EXT-31", "class", "/tags", "/credentialSubject/achievement/tag"),
    ("EXT-31", "class", "/alignment/0/targetUrl", "/credentialSubject/achievement/alignment/0/targetUrl"),
    ("EXT-31", "class", "/alignment/1/targetCode", "/credentialSubject/achievement/alignment/1/targetCode"),
    ("EXT-31", "issuer", "/name", "/issuer/name"),
    ("EXT-31", "issuer", "/url", "/issuer/url"),
    ("EXT-31", "issuer", "/email", "/issuer/email"),
    // The names of the older documents stand beside, as the newer ones have their own.
    ("EXT-30", "assertion", "/id", "/evidence/1/id"),
    ("EXT-30", "class", "/id", "/credentialSubject/achievement/otherIdentifier/0/identifier"),
    ("EXT-30", "issuer", "/id", "/issuer/otherIdentifier/0/identifier"),
];

#[test]
fn both_versions_of_an_award_say_the_same() {
    let mut credential = read(&format!("{TOKEN}/credential.json"));
    for (rules, document, older, newer) in SAME {
        let mut document = match *document {
            "assertion" => read(&format!("{TOKEN}/assertion.json")),
            "class" => read("achievements/decoupe-laser.v2.json"),
            _ => read("issuer.json"),
        };
        assert_eq!(at(&mut document, older), at(&mut credential, newer), "{rules} {older} {newer}");
    }
    assert_ne!(credential.get("id"), read(&format!("{TOKEN}/assertion.json")).get("id"));
    assert_eq!(at(&mut credential, "/credentialSubject/identifier/0/identityType").as_str(), Some("emailAddress"));
}

// OB2-VER-76: badges from before 2.0 are judged, and none is made.
#[test]
fn older_badges_are_read_and_never_issued() {
    let old = |v: Option<Version>| matches!(v, Some(Version::Ob05 | Version::Ob10 | Version::Ob11));
    for name in ["assertion.json", "credential.json"] {
        let doc = read(&format!("{TOKEN}/{name}"));
        assert!(!old(detect(doc.as_object().unwrap())), "{name}");
    }
    for jws in ["assertion.jws", "credential.jws"] {
        let token = std::fs::read_to_string(published().join(TOKEN).join(jws)).unwrap();
        let payload = badge_core::text::from_base64url(token.split('.').nth(1).unwrap()).unwrap();
        let doc = parse(&String::from_utf8(payload).unwrap());
        assert!(!old(detect(doc.as_object().unwrap())), "{jws}");
    }
    let read = cases().into_iter().filter(|case| {
        let report = case.judge().report;
        report.verdict == Verdict::Verified && report.summary.is_some_and(|s| old(Some(s.badge.version)))
    });
    assert!(read.count() >= 3, "no older badge is verified");
}
