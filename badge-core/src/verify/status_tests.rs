//! Status lists from signature to verdict: what is refused, what is bounded, what is kept.

use std::io::Write as _;

use crate::container::{Presented, Raw};
use crate::crypto::{JwsAlgorithm, KeyKind, SecretKey, SeededEntropy, Signer as _};
use crate::json::{self, Object, Value};
use crate::ld::Contexts;
use crate::limits::Limits;
use crate::name::Url;
use crate::proof::eddsa_rdfc_2022;
use crate::proof::integrity::Options;
use crate::proof::vc_jwt::{self, KeyHint};
use crate::resource::{Answer, Body, Resources};
use crate::status::make::{ENTRIES, ListDraft};
use crate::time::Timestamp;
use crate::verify::{Because, CheckCode, Outcome, Policy, Reason, Report, Verdict, verify};

const FIRST: &str = "https://atelier.example.org/status/1.json";
const SECOND: &str = "https://atelier.example.org/status/2.json";

fn now() -> Timestamp {
    Timestamp::parse("2026-03-02T10:00:00Z").unwrap()
}

fn parsed(text: &str) -> Object {
    json::parse(text.as_bytes(), &Limits::default()).unwrap().as_object().unwrap().clone()
}

fn key(seed: &[u8]) -> (SecretKey, String) {
    let key = SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(seed)).unwrap();
    let did = format!("did:key:{}", key.public_key().to_multikey().unwrap());
    (key, did)
}

fn sign(document: &Object, seed: &[u8]) -> String {
    let (key, issuer) = key(seed);
    let options = Options { verification_method: format!("{issuer}#{}", &issuer[8..]), created: now(), expires: None };
    let limits = Limits::default();
    let prepared = eddsa_rdfc_2022::prepare(document, &options, &Contexts::builtin(), &limits).unwrap();
    let signature = key.sign(prepared.algorithm(), prepared.bytes()).unwrap();
    Value::Object(prepared.complete(&signature)).to_compact()
}

/// A list with two entries struck out, and whatever is changed in it before it is signed.
fn list(id: &str, change: impl FnOnce(&mut Object)) -> String {
    let (_, issuer) = key(b"status");
    let draft = ListDraft {
        id,
        issuer: &issuer,
        purpose: "revocation",
        valid_from: now(),
        valid_until: None,
        struck: &[7, ENTRIES - 1],
    };
    let mut document = draft.document();
    change(&mut document);
    sign(&document, b"status")
}

/// A badge with these entries: a list and an index in it.
fn badge(entries: &[(&str, u64)]) -> Presented {
    let (_, issuer) = key(b"status");
    let entries: Vec<String> = entries
        .iter()
        .map(|(list, index)| {
            format!(
                r#"{{"id":"{list}#{index}","type":"BitstringStatusListEntry","statusPurpose":"revocation",
                "statusListIndex":"{index}","statusListCredential":"{list}"}}"#
            )
        })
        .collect();
    let entries = if entries.len() == 1 { entries[0].clone() } else { format!("[{}]", entries.join(",")) };
    let text = format!(
        r#"{{"@context":["https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id":"urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e","type":["VerifiableCredential","OpenBadgeCredential"],
        "name":"Soudure","issuer":{{"id":"{issuer}","type":["Profile"],"name":"Atelier"}},
        "validFrom":"2026-03-02T10:00:00Z","credentialStatus":{entries},
        "credentialSubject":{{"type":["AchievementSubject"],"id":"urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60f",
        "achievement":{{"id":"https://atelier.example.org/soudure","type":["Achievement"],"name":"Soudure",
        "description":"Soude.","criteria":{{"narrative":"Souder."}}}}}}}}"#
    );
    let document = parsed(&text);
    Presented::bare(Raw::Json(sign(&document, b"status").into_bytes()))
}

fn known(lists: &[(&str, &str)]) -> Resources {
    let mut known = Resources::new();
    for (url, text) in lists {
        known.insert(&Url::parse(url).unwrap(), Answer::found(*text));
    }
    known
}

fn of(report: &Report) -> Vec<&Outcome> {
    report.checks.iter().filter(|c| c.code == CheckCode::StatusRevocation).map(|c| &c.outcome).collect()
}

fn limited(change: impl FnOnce(&mut Limits)) -> Policy {
    let mut policy = Policy::at(now());
    change(&mut policy.limits);
    policy
}

fn over(limit: &str) -> Outcome {
    Outcome::Skipped(Because::Undecided(Reason::OverLimit { limit: limit.to_owned() }))
}

fn bad(fault: &str) -> Outcome {
    Outcome::Fail(Reason::StatusListBad { fault: fault.to_owned() })
}

// OB3-VER-40, OB3-VER-44
#[test]
fn a_list_is_decoded_once_for_many_badges() {
    let (good, policy) = (list(FIRST, |_| ()), Policy::at(now()));
    let known = known(&[(FIRST, &good)]);
    for index in [0, 6, 8, ENTRIES - 2] {
        let report = verify(&badge(&[(FIRST, index)]), &known, &policy).report;
        assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
        assert_eq!(policy.lists.kept(), 1);
    }
    for index in [7, ENTRIES - 1] {
        let report = verify(&badge(&[(FIRST, index)]), &known, &policy).report;
        assert_eq!(of(&report), [&Outcome::Fail(Reason::Revoked { reason: String::new() })]);
    }
    assert_eq!(policy.lists.kept(), 1);
    // A newer list at the same address is another list.
    let newer = list(FIRST, |document| document.set("name", "Février"));
    let known = self::known(&[(FIRST, &newer)]);
    assert_eq!(verify(&badge(&[(FIRST, 0)]), &known, &policy).report.verdict, Verdict::Verified);
    assert_eq!(policy.lists.kept(), 2);
}

// OB3-VER-41: what holds for one badge is remembered for the next, and nothing else is: neither a proof that does not
// hold, nor whose its key is.
#[test]
fn a_list_is_compared_once_for_many_badges() {
    let (good, policy) = (list(FIRST, |_| ()), Policy::at(now()));
    let known = known(&[(FIRST, &good)]);
    let badges = [0, 7, 8].map(|index| badge(&[(FIRST, index)]));
    let alone = badges.each_ref().map(|badge| verify(badge, &known, &Policy::at(now())));
    for _ in 0..2 {
        assert_eq!(badges.each_ref().map(|badge| verify(badge, &known, &policy)), alone);
        assert_eq!(policy.lists.noted(), 1);
    }
    // Whoever wants each intermediate gets each of them, also of what was remembered.
    let explained = Policy { explain: true, ..policy.clone() };
    let fresh = Policy { explain: true, ..Policy::at(now()) };
    assert_eq!(verify(&badges[0], &known, &explained), verify(&badges[0], &known, &fresh));
    // Its own end still counts.
    let earlier = Policy { now: now().plus_seconds(-60), ..policy.clone() };
    let report = verify(&badges[0], &known, &earlier).report;
    assert!(of(&report).iter().all(|outcome| **outcome != Outcome::Pass), "{:#?}", report.checks);
    // One byte further it is another list, with a proof that does not hold, however often it is asked about.
    let forged = good.replace("revocation", "suspension");
    assert_ne!(forged, good);
    let known = self::known(&[(FIRST, &forged)]);
    for _ in 0..2 {
        assert_eq!(of(&verify(&badges[0], &known, &policy).report), [&bad("signature")]);
        assert_eq!(policy.lists.noted(), 1);
    }
}

#[test]
fn all_lists_of_a_badge_together_are_bounded() {
    let (one, two) = (list(FIRST, |_| ()), list(SECOND, |_| ()));
    let known = known(&[(FIRST, &one), (SECOND, &two)]);
    let both = badge(&[(FIRST, 1), (SECOND, 1)]);
    let bytes = usize::try_from(ENTRIES / 8).unwrap();
    let wide = verify(&both, &known, &limited(|l| l.status_bytes = 2 * bytes)).report;
    assert_eq!((wide.verdict, of(&wide)), (Verdict::Verified, vec![&Outcome::Pass, &Outcome::Pass]));
    let narrow = verify(&both, &known, &limited(|l| l.status_bytes = 2 * bytes - 1)).report;
    assert_eq!((narrow.verdict, of(&narrow)), (Verdict::Inconclusive, vec![&Outcome::Pass, &over("status_bytes")]));
    // One list that is too large in itself is a bad list.
    let policy = limited(|l| (l.status_list_bytes, l.status_bytes) = (bytes - 1, bytes - 1));
    assert_eq!(of(&verify(&badge(&[(FIRST, 1)]), &known, &policy).report), [&bad("size")]);
}

#[test]
fn entries_are_bounded() {
    let good = list(FIRST, |_| ());
    let (known, three) = (known(&[(FIRST, &good)]), badge(&[(FIRST, 1), (FIRST, 2), (FIRST, 3)]));
    let all = verify(&three, &known, &limited(|l| l.status_entries = 3)).report;
    assert_eq!((all.verdict, of(&all).len()), (Verdict::Verified, 3));
    let report = verify(&three, &known, &limited(|l| l.status_entries = 2)).report;
    assert_eq!((report.verdict, of(&report).len()), (Verdict::Inconclusive, 3));
    assert!(of(&report).contains(&&over("status_entries")));
    let at: Vec<&str> =
        all.checks.iter().filter(|c| c.code == CheckCode::StatusRevocation).map(|c| c.at.as_str()).collect();
    assert_eq!(at, ["/credentialStatus/0", "/credentialStatus/1", "/credentialStatus/2"]);
}

// OB3-VER-43, OB3-VER-46
#[test]
fn a_list_that_cannot_be_relied_on_says_why() {
    let judged = |text: &str, index| {
        let report = verify(&badge(&[(FIRST, index)]), &known(&[(FIRST, text)]), &Policy::at(now())).report;
        of(&report)[0].clone()
    };
    assert_eq!(judged(&list(FIRST, |_| ()), ENTRIES), bad("range"));
    let expired = |d: &mut Object| {
        d.set("validFrom", "2026-01-01T00:00:00Z");
        d.set("validUntil", "2026-02-01T00:00:00Z");
    };
    assert_eq!(judged(&list(FIRST, expired), 1), bad("expired"));
    assert_eq!(judged(&list(FIRST, |d| d.set("validFrom", "2026-03-02T10:00:01Z")), 1), bad("expired"));
    assert_eq!(judged(&list(FIRST, |d| d.set("issuer", key(b"another").1)), 1), bad("issuer"));
    assert_eq!(judged(&list(FIRST, |_| ()).replace("revocation", "suspension"), 1), bad("signature"));
    // Signed, and no document as it should be.
    assert_eq!(judged(&list(FIRST, |d| d.set("validFrom", "hier")), 1), bad("document"));
    let short = r#"{"id":"urn:l","type":"BitstringStatusList","statusPurpose":"revocation","encodedList":"uH4sIAAAAAAAAA2NgYGBgAAAAAP__"}"#;
    assert_eq!(judged(&list(FIRST, |d| d.set("credentialSubject", parsed(short))), 1), bad("encoding"));
    // OB3-VER-43: fewer entries than a list has to have, so that nobody is told apart by it.
    let mut few = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    few.write_all(&[0; 16_383]).unwrap();
    let few = format!("u{}", crate::text::base64url(&few.finish().unwrap()));
    let fewer = |d: &mut Object| {
        if let Some(subject) = d.get_mut("credentialSubject").and_then(Value::as_object_mut) {
            subject.set("encodedList", few.as_str());
        }
    };
    assert_eq!(judged(&list(FIRST, fewer), 1), bad("length"));
}

// OB3-VER-40: a list that is served in place of the one that the badge names proves nothing; what it says against the
// badge counts all the same.
#[test]
fn another_list_of_the_same_issuer_is_not_this_one() {
    let other = list(SECOND, |_| ());
    let judged = |index| verify(&badge(&[(FIRST, index)]), &known(&[(FIRST, &other)]), &Policy::at(now())).report;
    let report = judged(1);
    assert_eq!(report.verdict, Verdict::Inconclusive);
    let differs = Reason::IdDiffers { expected: FIRST.to_owned(), found: SECOND.to_owned() };
    assert_eq!(of(&report), [&Outcome::Skipped(Because::Undecided(differs))]);
    assert_eq!(judged(7).verdict, Verdict::Rejected);
    // Without an id of its own, its address is what it has.
    let unnamed = list(FIRST, |d| {
        d.remove("id");
    });
    let report = verify(&badge(&[(FIRST, 1)]), &known(&[(FIRST, &unnamed)]), &Policy::at(now())).report;
    assert_eq!(report.verdict, Verdict::Verified);
}

/// Milliseconds, as the list says itself.
#[test]
fn a_list_older_than_it_wants_to_be_is_remarked() {
    let text = list(FIRST, |d| {
        if let Some(subject) = d.get_mut("credentialSubject").and_then(Value::as_object_mut) {
            subject.set("ttl", 300_000.0);
        }
    });
    let ages = |seconds: i64| {
        let fetched = Some(now().plus_seconds(-seconds));
        let body = Body { fetched, ..Body::of(text.clone()) };
        let mut known = Resources::new();
        known.insert(&Url::parse(FIRST).unwrap(), Answer::Found(body));
        let report = verify(&badge(&[(FIRST, 1)]), &known, &Policy::at(now())).report;
        assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
        report.checks.iter().any(|c| c.code == CheckCode::ResourceAge && matches!(c.outcome, Outcome::Warn(_)))
    };
    assert!(ages(301));
    assert!(!ages(300));
}

// OB3-VER-40: a list may be signed as a JWT, and is read as one; changed after that, it is not relied on.
#[test]
fn a_list_may_be_a_jwt() {
    let Ok(Value::Object(mut document)) = json::parse(list(FIRST, |_| ()).as_bytes(), &Limits::default()) else {
        panic!()
    };
    document.remove("proof");
    let key = SecretKey::generate(KeyKind::P256, &mut SeededEntropy::new(b"token")).unwrap();
    let issuer = format!("did:key:{}", key.public_key().to_multikey().unwrap());
    document.set("issuer", issuer.as_str());
    let hint = KeyHint::Kid(format!("{issuer}#{}", &issuer[8..]));
    let prepared = vc_jwt::prepare(&document, JwsAlgorithm::Es256, &hint).unwrap();
    let token = prepared.complete(&key.sign(prepared.algorithm(), prepared.bytes()).unwrap());
    let verdict = |token: &str, index| {
        verify(&badge(&[(FIRST, index)]), &known(&[(FIRST, token)]), &Policy::at(now())).report.verdict
    };
    assert_eq!(verdict(&token, 6), Verdict::Verified);
    assert_eq!(verdict(&token, 7), Verdict::Rejected);
    let (signed, _) = token.rsplit_once('.').unwrap();
    assert_ne!(verdict(&format!("{signed}.{}", "A".repeat(86)), 6), Verdict::Verified);
}

// A list is a credential of the W3C's and no badge: of its issuer it has to say who that is; its token has to claim
// nothing, only nothing else than it says; it may come in an envelope (VC Data Model 2.0, section 4.13).
#[test]
fn a_list_is_not_held_to_the_rules_for_badges() {
    let judged =
        |text: &str, index| verify(&badge(&[(FIRST, index)]), &known(&[(FIRST, text)]), &Policy::at(now())).report;
    let named = |more: &str| {
        let (_, issuer) = key(b"status");
        list(FIRST, |d| d.set("issuer", parsed(&format!(r#"{{"id":"{issuer}","name":"Atelier"{more}}}"#))))
    };
    let report = judged(&named(""), 6);
    assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
    assert_eq!(judged(&named(""), 7).verdict, Verdict::Rejected);
    let nobody = list(FIRST, |d| d.set("issuer", parsed(r#"{"name":"Atelier"}"#)));
    assert_ne!(judged(&nobody, 6).verdict, Verdict::Verified);

    let mut document = parsed(&list(FIRST, |_| ()));
    document.remove("proof");
    let (key, issuer) = key(b"status");
    let bare = |claims: &str| {
        let payload = Value::Object(document.clone()).to_compact();
        let payload = format!("{{{claims}{}", payload.trim_start_matches('{'));
        let header = format!(r#"{{"alg":"EdDSA","typ":"vc+jwt","kid":"{issuer}#{}"}}"#, &issuer[8..]);
        let signed =
            format!("{}.{}", crate::text::base64url(header.as_bytes()), crate::text::base64url(payload.as_bytes()));
        let signature = key.sign(JwsAlgorithm::EdDsa, signed.as_bytes()).unwrap();
        format!("{signed}.{}", crate::text::base64url(&signature))
    };
    let envelope = |token: &str| {
        format!(
            r#"{{"@context":"https://www.w3.org/ns/credentials/v2","type":"EnvelopedVerifiableCredential",
            "id":"data:application/vc+jwt,{token}"}}"#
        )
    };
    let token = bare("");
    for text in [token.clone(), envelope(&token)] {
        let report = judged(&text, 6);
        assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
        assert_eq!(judged(&text, 7).verdict, Verdict::Rejected);
    }
    for wrong in [r#""iss":"did:key:zOther","#, r#""jti":"urn:another","#, r#""exp":1,"#] {
        assert_ne!(judged(&bare(wrong), 6).verdict, Verdict::Verified, "{wrong}");
    }
}

// Whether a list still counts may be told by another one; nobody asks there, and that is said.
#[test]
fn a_list_with_a_status_of_its_own_is_remarked() {
    let own = r#"{"id":"https://atelier.example.org/status/2.json#1","type":"BitstringStatusListEntry","statusPurpose":"revocation",
        "statusListIndex":"1","statusListCredential":"https://atelier.example.org/status/2.json"}"#;
    let text = list(FIRST, |d| d.set("credentialStatus", parsed(own)));
    let report = verify(&badge(&[(FIRST, 6)]), &known(&[(FIRST, &text)]), &Policy::at(now())).report;
    assert_eq!(report.verdict, Verdict::Verified, "{:#?}", report.checks);
    let remark = Outcome::Warn(Reason::StatusListBad { fault: "own-status".to_owned() });
    assert!(of(&report).contains(&&remark));
}
