//! What lies at an address, and what a small change to a good badge makes of it: cases of the corpus, served and presented
//! in other ways than they are there.

use badge_core::container::{Existing, Keyword, Presented, Raw, bake, remove};
use badge_core::json::{self, Object, Value};
use badge_core::limits::Limits;
use badge_core::name::Url;
use badge_core::resource::{Answer, Body, Lookup, Purpose, Resources};
use badge_core::text;
use badge_core::verify::{
    Because, Check, CheckCode, Outcome, Reason, Report, Standing, Verdict, check_assertion, check_document, verify,
};
use badge_tests::corpus::{Case, folder, url};

const SITE: &str = "https://trois-ponts.example.org";

fn case(name: &str) -> Case {
    Case::read(&folder().join(name))
}

fn judged(case: &Case) -> Report {
    verify(&case.badge, &case.known, &case.policy).report
}

fn at(path: &str) -> Url {
    url(&format!("{SITE}/{path}"))
}

fn serve(case: &mut Case, address: &Url, bytes: &[u8]) {
    case.known.insert(address, Answer::Found(Body { bytes: bytes.to_vec(), ..Body::default() }));
}

fn served(case: &Case, address: &Url) -> Vec<u8> {
    let Some(Answer::Found(body)) = case.known.get(address) else { panic!("{address} is not served") };
    body.bytes.clone()
}

fn object(bytes: &[u8]) -> Object {
    let Ok(Value::Object(object)) = json::parse(bytes, &Limits::default()) else { panic!("no object") };
    object
}

fn bytes(object: Object) -> Vec<u8> {
    Value::Object(object).to_compact().into_bytes()
}

/// The case, asked by an address alone.
fn asked(mut case: Case, address: &Url) -> Case {
    case.badge = Presented { raw: Raw::Link(address.clone()), via: Vec::new(), also: Vec::new() };
    case
}

fn checks(report: &Report, code: CheckCode) -> Vec<&Check> {
    report.checks.iter().filter(|c| c.code == code).collect()
}

fn reason(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "pass",
        Outcome::Warn(reason) | Outcome::Fail(reason) => reason.id(),
        Outcome::Skipped(Because::Undecided(reason)) => reason.id(),
        Outcome::Skipped(_) => "skipped",
    }
}

// OB2-VER-04: a signed badge may be served; its signature counts, and not who serves it.
#[test]
fn a_signed_badge_is_judged_by_its_signature_wherever_it_is_served() {
    for (name, verdict) in [("signed_good", Verdict::Verified), ("signed_altered", Verdict::Rejected)] {
        let mut case = case(name);
        let Raw::Jws(jws) = case.badge.raw.clone() else { panic!("{name}") };
        serve(&mut case, &at("jetons/7"), jws.as_bytes());
        assert_eq!(judged(&asked(case, &at("jetons/7"))).verdict, verdict, "{name}");
    }
}

// OB2-VER-27: a withdrawn badge may say nothing else than that.
#[test]
fn what_says_only_that_it_is_withdrawn_is_revoked() {
    let judged = |body: &str| {
        let mut case = case("hosted_good");
        serve(&mut case, &at("retire"), body.as_bytes());
        judged(&asked(case, &at("retire")))
    };
    let report = judged(r#"{"revoked":true}"#);
    assert_eq!((report.verdict, report.standing), (Verdict::Rejected, Standing::Revoked));
    for (body, verdict) in [
        (r#"{"revoked":false}"#, Verdict::Rejected),
        (r#"{"revoked":"true"}"#, Verdict::Rejected),
        // Nothing of a badge is in it: an error page, told as JSON or not (D-23).
        ("{}", Verdict::Inconclusive),
        ("[]", Verdict::Inconclusive),
        ("retiré", Verdict::Inconclusive),
    ] {
        let report = judged(body);
        assert_eq!(report.verdict, verdict, "{body}");
        assert_ne!(report.standing, Standing::Revoked, "{body}");
        let expected = if verdict == Verdict::Rejected { "served-other" } else { "skipped" };
        assert_eq!(reason(&checks(&report, CheckCode::HostedFetched)[0].outcome), expected, "{body}");
    }
}

// OB2-VER-05: what is served at the address that the badge names is the badge; a copy elsewhere proves nothing.
#[test]
fn a_copy_served_elsewhere_is_read_at_its_own_address() {
    let mut case = case("hosted_good");
    let own = at("b/7/assertion.json");
    let mut copy = object(&served(&case, &own));
    copy.set("narrative", "Autre chose.");
    serve(&mut case, &at("copie"), &bytes(copy));
    let found = asked(case, &at("copie"));
    let report = judged(&found);
    assert_eq!(report.verdict, Verdict::Verified);
    assert_eq!(report.summary.unwrap().badge.narrative.as_deref(), Some("A soudé le portail du jardin partagé."));
    let report = judged(&found);
    let told: Vec<&str> = checks(&report, CheckCode::HostedFetched).iter().map(|c| reason(&c.outcome)).collect();
    assert!(told.contains(&"id-differs"), "{told:?}");
    // Without that address there is nothing to go by.
    let mut alone = found;
    alone.known.insert(&own, Answer::NotFound);
    assert_eq!(judged(&alone).verdict, Verdict::Inconclusive);
}

// OB2-VER-04: a picture that names an address leads there, once; one that names its own address leads nowhere.
#[test]
fn a_served_picture_leads_to_the_address_in_it_and_not_in_a_circle() {
    let baked = std::fs::read(folder().join("older_0.5-baked/badge.png")).unwrap();
    let mut case_1 = case("older_0.5-baked");
    let expected = judged(&case_1).verdict;
    assert_eq!(expected, Verdict::Verified);
    let Raw::Link(named) = case_1.badge.raw.clone() else { panic!("{:?}", case_1.badge.raw) };
    serve(&mut case_1, &at("image.png"), &baked);
    assert_eq!(judged(&asked(case_1, &at("image.png"))).verdict, expected);
    let mut circle = case("older_0.5-baked");
    serve(&mut circle, &named, &baked);
    let report = judged(&asked(circle, &named));
    assert_eq!(report.verdict, Verdict::Rejected);
    assert_eq!(reason(&checks(&report, CheckCode::HostedFetched)[0].outcome), "served-other");
}

// D-23, OB2-VER-33: an issuer that only the badge class tells of is nobody's key's owner.
#[test]
fn a_signed_badge_whose_issuer_has_no_address_stays_open() {
    let mut case = case("signed_good");
    let class_url = at("achievements/soudure.v2.json");
    let mut profile = object(&served(&case, &at("issuer.json")));
    profile.set("id", "urn:uuid:e79a6c18-787e-4868-8e65-e6a4530fb418");
    let mut class = object(&served(&case, &class_url));
    class.set("issuer", profile);
    serve(&mut case, &class_url, &bytes(class));
    // Whatever the key says of its owner: nobody but the badge says who the issuer is.
    for owner in [at("issuer.json").as_str(), "urn:uuid:e79a6c18-787e-4868-8e65-e6a4530fb418"] {
        let key_url = at("keys/rsa.pem.json");
        let mut key = object(&served(&case, &key_url));
        key.set("owner", owner);
        serve(&mut case, &key_url, &bytes(key));
        let report = judged(&case);
        assert_eq!(report.verdict, Verdict::Inconclusive, "{owner}");
        let told: Vec<&str> = checks(&report, CheckCode::IssuerConfirmed).iter().map(|c| reason(&c.outcome)).collect();
        assert_eq!(told, ["issuer-not-address"], "{owner}");
    }
}

// OB2-VER-16, OB2-VER-20: an issuer whose site was not read is neither the key's owner nor another; nor is it known where
// it may host, though the badge carries its profile along.
#[test]
fn an_issuer_that_was_not_read_leaves_open_what_it_decides() {
    let open = |outcome: &Outcome| *outcome == Outcome::Skipped(Because::DependsOn(CheckCode::IssuerProfile));
    for (name, class, profile, embedded, code) in [
        ("older_1.1-signed", "1/soudure.json", "1/organisation.json", false, CheckCode::IssuerConfirmed),
        ("hosted_good", "achievements/soudure.v2.json", "issuer.json", false, CheckCode::HostedScope),
        ("hosted_good", "achievements/soudure.v2.json", "issuer.json", true, CheckCode::HostedScope),
    ] {
        let mut case = case(name);
        let (class_url, profile_url) = (at(class), at(profile));
        let whole = object(&served(&case, &profile_url));
        case.known.insert(&profile_url, Answer::NotFound);
        if embedded {
            let mut class = object(&served(&case, &class_url));
            class.set("issuer", whole);
            serve(&mut case, &class_url, &bytes(class));
        }
        let report = judged(&case);
        assert_eq!(report.verdict, Verdict::Inconclusive, "{name} {embedded}");
        let told = checks(&report, code);
        assert!(!told.is_empty() && told.iter().all(|c| open(&c.outcome)), "{name} {embedded} {told:?}");
    }
}

// The first badges hashed with SHA-1 too: nobody can be recognised by it, and that is a remark; half a hash is a fault.
#[test]
fn an_identity_hashed_with_sha_1_is_told() {
    for (identity, expected) in [
        (format!("sha1${}", "0a".repeat(20)), Verdict::Verified),
        (format!("sha1${}", "0a".repeat(19)), Verdict::Rejected),
        (format!("sha1${}", "0g".repeat(20)), Verdict::Rejected),
    ] {
        let mut case = case("older_1.0");
        let own = at("1/7.json");
        let mut assertion = object(&served(&case, &own));
        let mut recipient = assertion.get("recipient").and_then(Value::as_object).unwrap().clone();
        recipient.set("identity", identity.as_str());
        assertion.set("recipient", recipient);
        serve(&mut case, &own, &bytes(assertion));
        assert_eq!(judged(&asked(case, &own)).verdict, expected, "{identity}");
    }
}

// A compact token alone says what the address says that carries it.
#[test]
fn a_compact_token_may_come_without_its_address() {
    let mut case = case("compact_good");
    let expected = judged(&case).verdict;
    let Raw::Link(address) = case.badge.raw.clone() else { panic!("{:?}", case.badge.raw) };
    let token = address.as_str().split_once('#').unwrap().1.to_owned();
    case.badge.raw = Raw::Jws(token);
    let report = judged(&case);
    assert_eq!(report.verdict, expected);
    assert!(report.summary.is_some_and(|s| s.badge.name.is_some()));
}

// OB3-PRF-20: the value of these suites is in base58; the same bytes in another base are not what was agreed.
#[test]
fn a_proof_value_in_another_base_is_refused() {
    let mut case = case("proof_good");
    let Raw::Json(own) = case.badge.raw.clone() else { panic!() };
    let mut doc = object(&own);
    let mut proof = doc.get("proof").map(|p| p.many()[0].clone()).and_then(|p| p.as_object().cloned()).unwrap();
    let value = text::from_multibase(proof.get("proofValue").and_then(Value::as_str).unwrap()).unwrap();
    proof.set("proofValue", format!("u{}", text::base64url(&value)));
    doc.set("proof", proof);
    case.badge.raw = Raw::Json(bytes(doc));
    let report = judged(&case);
    assert_eq!(report.verdict, Verdict::Rejected);
    assert_eq!(reason(&checks(&report, CheckCode::ProofPresent)[0].outcome), "proof-malformed");
}

// OB3-DM-05, OB2-DM-19: what begins and ends at one instant is short, and in order.
#[test]
fn an_end_at_the_beginning_is_in_order() {
    let reversed =
        |checks: &[Check]| checks.iter().any(|c| matches!(&c.outcome, Outcome::Fail(Reason::DatesReversed { .. })));
    let Raw::Json(own) = case("proof_good").badge.raw else { panic!() };
    let mut doc = object(&own);
    doc.remove("proof");
    doc.set("validFrom", "2026-02-14T15:00:00+01:00");
    for (end, expected) in [("2026-02-14T14:00:00Z", false), ("2026-02-14T13:59:59Z", true)] {
        doc.set("validUntil", end);
        assert_eq!(reversed(&check_document(&doc, &Limits::default())), expected, "{end}");
    }
    let mut doc = object(&served(&case("hosted_good"), &at("b/7/assertion.json")));
    doc.set("issuedOn", "2026-02-14T15:00:00+01:00");
    for (end, expected) in [("2026-02-14T14:00:00Z", false), ("2026-02-14T13:59:59Z", true)] {
        doc.set("expires", end);
        assert_eq!(reversed(&check_assertion(&doc, &Limits::default())), expected, "{end}");
    }
}

// OB2-DM-10 to 15: an issuer is told what an assertion lacks before it is published.
#[test]
fn an_assertion_is_looked_at_before_it_is_published() {
    let limits = Limits::default();
    let failing =
        |doc: &Object| check_assertion(doc, &limits).iter().filter(|c| matches!(c.outcome, Outcome::Fail(_))).count();
    let good = object(&served(&case("hosted_good"), &at("b/7/assertion.json")));
    assert_eq!(failing(&good), 0);
    for member in ["recipient", "badge", "verification", "issuedOn"] {
        let mut less = good.clone();
        less.remove(member);
        assert!(failing(&less) > 0, "{member}");
    }
}

/// How deep the endorsements of a report go, and how many there are.
fn endorsements(report: &Report) -> (usize, usize) {
    let inner: Vec<(usize, usize)> = report.endorsements.iter().map(endorsements).collect();
    let deepest = inner.iter().map(|(depth, _)| depth + 1).max().unwrap_or(0);
    (deepest, inner.iter().map(|(_, count)| count + 1).sum())
}

fn is_over(report: &Report, limit: &str) -> bool {
    let reason = Reason::OverLimit { limit: limit.to_owned() };
    let over = Outcome::Skipped(Because::Undecided(reason));
    checks(report, CheckCode::EndorsementEach).iter().any(|c| c.outcome == over)
        || report.endorsements.iter().any(|inner| is_over(inner, limit))
}

// OB3-VER-09: endorsements of endorsements are looked at as deep and as often as the reader says, in whatever form they
// come, and though they lead back to themselves.
#[test]
fn endorsements_within_endorsements_are_bounded() {
    for name in ["endorsement_within", "endorsement_within-jwt", "hosted_endorsed-in-a-circle"] {
        for depth in 0..3 {
            let mut case = case(name);
            case.policy.limits.endorsement_depth = depth;
            let report = judged(&case);
            assert_eq!(report.verdict, Verdict::Verified, "{name}");
            assert_eq!(endorsements(&report), (depth, depth), "{name}");
            assert!(is_over(&report, "endorsement_depth"), "{name} {depth}");
        }
        // As many as there may be, however deep.
        for most in 0..3 {
            let mut case = case(name);
            (case.policy.limits.endorsement_depth, case.policy.limits.endorsements) = (16, most);
            let report = judged(&case);
            assert_eq!(endorsements(&report), (most, most), "{name}");
            assert!(is_over(&report, "endorsements"), "{name} {most}");
        }
    }
}

// OB2-VER-63: what is asked for is named by what it is: an endorsement, wherever it says that it lies; and what it is of
// decides what is read.
#[test]
fn an_endorsement_is_asked_for_as_one() {
    let named = url("https://orme.example.org/soutien.json");
    let changed = |change: &dyn Fn(&mut Object)| {
        let mut case = case("hosted_endorsed");
        let mut doc = object(&served(&case, &named));
        change(&mut doc);
        serve(&mut case, &named, &bytes(doc));
        case
    };
    let moved = changed(&|doc| doc.set("id", "https://orme.example.org/soutien-2.json"));
    let wanted = verify(&moved.badge, &moved.known, &moved.policy).wanted;
    let expected = Lookup::new(&url("https://orme.example.org/soutien-2.json"), Purpose::Endorsement);
    assert_eq!(wanted.into_iter().collect::<Vec<_>>(), [expected]);
    // An endorsement is of a claim: a class that it names beside that is none of its own.
    let with_class = changed(&|doc| doc.set("badge", "https://orme.example.org/classe.json"));
    let found = verify(&with_class.badge, &with_class.known, &with_class.policy);
    assert_eq!(found.report.endorsements[0].verdict, Verdict::Verified);
    assert!(found.wanted.is_empty(), "{:?}", found.wanted);
}

// OB2-VER-04: what lies at the badge's address may be a picture; what is baked into it is read where it says that it lies.
#[test]
fn a_picture_at_the_address_of_a_badge_leads_on() {
    let picture = std::fs::read(folder().join("older_0.5-baked/badge.png")).unwrap();
    let limits = Limits::default();
    let blank = remove(&picture, Keyword::OpenBadges, &limits).unwrap();
    let own = at("b/7/assertion.json");
    let good = case("hosted_good");
    let document = String::from_utf8(served(&good, &own)).unwrap();
    let baked = bake(&blank, Keyword::OpenBadges, &document, Existing::Refuse, &limits).unwrap();
    let mut leading = case("hosted_good");
    serve(&mut leading, &at("b/7/image.png"), &baked);
    // In hand is a copy that names the picture as its address.
    let mut copy = object(document.as_bytes());
    copy.set("id", at("b/7/image.png").as_str());
    leading.badge = Presented::bare(Raw::Json(bytes(copy)));
    let report = judged(&leading);
    assert_eq!(report.verdict, Verdict::Verified, "{}", report.to_value().to_pretty());
    assert_eq!(report.summary.unwrap().badge.id.as_deref(), Some(own.as_str()));
}

// OB3-VER-06: a newer version is asked for once, and for a badge that holds.
#[test]
fn a_newer_version_is_asked_for_once_and_after_a_good_proof() {
    let (first, third) = (at("b/1/credential.json"), at("b/1/credential-3.json"));
    // Of what the case has, this alone is at hand.
    let asked = |name: &str, at_hand: &[&Url]| {
        let case = case(name);
        let mut known = Resources::new();
        at_hand.iter().for_each(|address| known.insert(address, Answer::found(served(&case, address))));
        let wanted = verify(&case.badge, &known, &case.policy).wanted;
        let refreshes = wanted.into_iter().filter(|lookup| lookup.purpose == Purpose::Refresh);
        refreshes.map(|lookup| lookup.url).collect::<Vec<_>>()
    };
    assert_eq!(asked("refresh_once", &[]), std::slice::from_ref(&first));
    assert_eq!(asked("refresh_once", &[&third]), std::slice::from_ref(&first));
    assert_eq!(asked("refresh_once", &[&first]), []);
    assert_eq!(asked("refresh_after-tampering", &[]), []);
}

// OB3-VER-50: of the same badge a newer version may say other things, and what is shown is what that version says; a
// version of somebody else is not shown.
#[test]
fn what_is_shown_is_the_version_that_was_judged() {
    let address = at("b/1/credential.json");
    for (name, newer) in [("refresh_newer", true), ("refresh_once", true), ("refresh_another-issuer", false)] {
        let case = case(name);
        let later = object(&served(&case, &address));
        let shown = judged(&case).summary.unwrap().badge;
        let begins = later.get("validFrom").and_then(Value::as_str).unwrap();
        assert_eq!(shown.valid_from.unwrap().to_string() == begins, newer, "{name}");
    }
}

// OB2-VER-36: a list in the form of 1.x is none for a badge of 2.0.
#[test]
fn a_list_of_numbers_is_for_older_badges_alone() {
    let mut case = case("signed_not-revoked");
    let list = at("revocations.json");
    assert_eq!(judged(&case).verdict, Verdict::Verified);
    serve(&mut case, &list, br#"{"7":"erreur"}"#);
    let report = judged(&case);
    assert_eq!(report.verdict, Verdict::Inconclusive);
    let told: Vec<&str> = checks(&report, CheckCode::StatusRevocation).iter().map(|c| reason(&c.outcome)).collect();
    assert_eq!(told, ["pass", "skipped"]);
}

// OB2-VER-34: one key of the issuer's that fits is enough, wherever it stands among them.
#[test]
fn the_key_that_fits_counts_first_or_last() {
    let mut case = case("signed_any-key");
    let address = at("issuer.json");
    let mut profile = object(&served(&case, &address));
    let mut keys = profile.get("publicKey").unwrap().many().to_vec();
    // Another one, which nobody could read yet.
    keys.push("https://trois-ponts.example.org/keys/2.json".into());
    for _ in 0..2 {
        keys.reverse();
        profile.set("publicKey", keys.clone());
        serve(&mut case, &address, &bytes(profile.clone()));
        assert_eq!(judged(&case).verdict, Verdict::Verified, "{keys:?}");
    }
}
