//! Every case of the corpus, judged; and what holds for all of them.

use std::collections::BTreeSet;
use std::io::Write as _;

use badge_core::limits::Limits;
use badge_core::resource::Resources;
use badge_core::verify::{Check, CheckCode, Verdict, verify};
use badge_tests::corpus::{cases, empty_cases, url};

#[test]
fn every_case_is_judged_as_it_says() {
    let cases = cases();
    let mut wrong = Vec::new();
    for case in &cases {
        let mut report = verify(&case.badge, &case.known, &case.policy).report;
        report.checks.extend(case.opened.clone());
        for difference in case.expected.differences(&report) {
            wrong.push(format!("{} ({})\n  {difference}", case.name, case.sentence));
        }
    }
    let _ = writeln!(std::io::stdout(), "{} cases", cases.len());
    assert!(cases.len() >= 100, "only {} cases: is the corpus whole?", cases.len());
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

// The same three values give the same report, to the byte.
#[test]
fn a_report_is_determined() {
    for case in cases() {
        let once = verify(&case.badge, &case.known, &case.policy);
        let again = verify(&case.badge, &case.known.clone(), &case.policy.clone());
        assert_eq!(once.wanted, again.wanted, "{}", case.name);
        assert_eq!(once.report.to_value().to_pretty(), again.report.to_value().to_pretty(), "{}", case.name);
    }
}

// Offline is the first round: nothing is known, a report comes all the same, and no more than what it wants is missing.
#[test]
fn without_answers_there_is_a_report_and_a_wish() {
    for case in cases() {
        let alone = verify(&case.badge, &Resources::new(), &case.policy);
        assert!(alone.wanted.len() <= Limits::default().lookups, "{}", case.name);
        assert!(!alone.report.checks.is_empty(), "{}", case.name);
        if !alone.wanted.is_empty() {
            assert!(!alone.report.resources.is_empty(), "{}", case.name);
        }
    }
}

// A verdict follows from the checks, and from nothing else.
#[test]
fn the_verdict_follows_from_the_checks() {
    for case in cases() {
        let report = verify(&case.badge, &case.known, &case.policy).report;
        assert_eq!(report.verdict, Verdict::of(&report.checks), "{}", case.name);
        let mut codes: Vec<CheckCode> = report.checks.iter().map(|c| c.code).collect();
        let told = codes.clone();
        codes.sort();
        assert_eq!(codes, told, "{}: checks in the order of the vocabulary", case.name);
    }
}

// What was signed can be followed step by step: the canonical forms, and their digests.
#[test]
fn a_signature_can_be_explained() {
    let mut case = cases().into_iter().find(|c| c.name == "proof_good").expect("proof_good");
    let named = |report: &badge_core::verify::Report, name: &str| {
        let mut findings = report.checks.iter().flat_map(|c| &c.findings);
        findings.find(|f| f.name == name).map(|f| f.value.clone())
    };
    let plain = verify(&case.badge, &case.known, &case.policy).report;
    assert_eq!(named(&plain, "canonical_document"), None);
    case.policy.explain = true;
    let explained = verify(&case.badge, &case.known, &case.policy).report;
    assert_eq!(explained.verdict, plain.verdict);
    for (text, hash) in [("canonical_document", "document_hash"), ("canonical_proof", "proof_hash")] {
        let text = named(&explained, text).expect(text);
        let digest = badge_core::text::hex(&badge_core::crypto::sha256(text.as_bytes()));
        assert_eq!(named(&explained, hash), Some(digest));
    }
    // Of a token: its header in clear, and the text that is signed.
    for name in ["jwt_good", "signed_good", "compact_offline"] {
        let mut case = cases().into_iter().find(|c| c.name == name).expect(name);
        assert_eq!(named(&verify(&case.badge, &case.known, &case.policy).report, "signing_input"), None, "{name}");
        case.policy.explain = true;
        let report = verify(&case.badge, &case.known, &case.policy).report;
        let text = named(&report, "signing_input").expect(name);
        let digest = badge_core::text::hex(&badge_core::crypto::sha256(text.as_bytes()));
        assert_eq!(named(&report, "signing_input_hash"), Some(digest), "{name}");
        assert!(named(&report, "header").is_some_and(|header| header.contains("\"alg\":")), "{name}");
    }
}

#[test]
fn every_file_without_a_badge_is_told() {
    let cases = empty_cases();
    assert!(cases.len() >= 8, "{}", cases.len());
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(name, checks, expected)| Some(format!("{name}\n  {}", expected.missing_among(checks)?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Questions to which the answer is never no: what is told then is a remark, for the reason given.
const NEVER_NO: &[(CheckCode, &str)] = &[
    (CheckCode::ContainerPicture, "a picture may have been drawn anew; the words of the badge count"),
    (CheckCode::HostedSame, "what is served counts; a copy that says something else is only old"),
    (CheckCode::RefreshDone, "a newer version that cannot be used leaves the badge at hand as it is"),
    (CheckCode::TrustIssuer, "an issuer that the reader does not know may be a good one"),
    (CheckCode::ResourceAge, "an old answer is an answer, and its age is told"),
];

// Each kind of question is answered yes by some case, and no by another.
#[test]
fn every_code_passes_and_fails() {
    use badge_core::verify::Outcome;
    let (mut yes, mut no, mut remarked) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut count = |checks: &[Check]| {
        for check in checks {
            match check.outcome {
                Outcome::Pass => yes.insert(check.code),
                Outcome::Fail(_) => no.insert(check.code),
                Outcome::Warn(_) => remarked.insert(check.code),
                Outcome::Skipped(_) => false,
            };
        }
    };
    for case in cases() {
        count(&case.opened);
        let report = verify(&case.badge, &case.known, &case.policy).report;
        count(&report.checks);
        if let Ok(carrier) = std::fs::read(badge_tests::corpus::folder().join(&case.name).join("badge.png")) {
            let limits = &case.policy.limits;
            let check = badge_core::verify::picture_check(&report, &carrier, &case.known, limits);
            let differs = check.as_ref().is_some_and(|c| matches!(c.outcome, Outcome::Warn(_)));
            assert_eq!(differs, case.name == "picture_other", "{}", case.name);
            count(check.as_slice());
        }
    }
    for (_, checks, _) in empty_cases() {
        count(&checks);
    }
    let mut wrong = Vec::new();
    for code in CheckCode::ALL {
        if !yes.contains(code) {
            wrong.push(format!("{code} never passes"));
        }
        match NEVER_NO.iter().any(|(c, _)| c == code) {
            true if no.contains(code) => wrong.push(format!("{code} fails: take it from the list")),
            true if !remarked.contains(code) => wrong.push(format!("{code} is never remarked")),
            false if !no.contains(code) => wrong.push(format!("{code} never fails")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn lookups_are_bounded() {
    let mut case = cases().into_iter().find(|c| c.name == "hosted_good").expect("hosted_good");
    case.policy.limits.lookups = 1;
    let mut known = Resources::new();
    let first = url("https://trois-ponts.example.org/b/7/assertion.json");
    known.insert(&first, case.known.get(&first).expect("served").clone());
    let found = verify(&case.badge, &known, &case.policy);
    assert!(found.wanted.is_empty(), "{:?}", found.wanted);
    assert_eq!(found.report.verdict, Verdict::Inconclusive);
}
