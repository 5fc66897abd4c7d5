//! One letter changed anywhere in a badge of the corpus that is verified: it is verified no more, or says the same as before.
//!
//! `shown_is_signed.rs` asks more of one badge, in every way that came to mind; this asks one thing of all of them: of every
//! version, suite and form.

use std::collections::HashSet;

use badge_core::container::{Presented, Raw};
use badge_core::json::{self, Value};
use badge_core::limits::Limits;
use badge_core::model::Badge;
use badge_core::text;
use badge_core::verify::{Report, Verdict, verify};
use badge_tests::corpus::{Case, cases};

/// The document with one thing changed: each word of it, by one letter at its beginning, within it, or at its end.
fn changed(document: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    walk(document, &mut Vec::new(), &mut |way| {
        for part in 0..3 {
            let mut other = document.clone();
            let place = reach(&mut other, way);
            *place = match &*place {
                Value::String(word) => Value::from(other_word(word, part)),
                Value::Bool(yes) if part == 0 => Value::from(!*yes),
                Value::Number(_) if part == 0 => Value::from(12_345_u32),
                _ => return,
            };
            all.push((format!("{part} of {way:?}"), other));
        }
    });
    all
}

#[derive(Debug, Clone)]
enum Step {
    Member(String),
    Entry(usize),
}

fn walk(value: &Value, way: &mut Vec<Step>, each: &mut impl FnMut(&[Step])) {
    let inner: Vec<(Step, &Value)> = match value {
        Value::Object(o) => o.iter().map(|(name, v)| (Step::Member(name.to_owned()), v)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(index, v)| (Step::Entry(index), v)).collect(),
        _ => return each(way),
    };
    for (step, value) in inner {
        way.push(step);
        walk(value, way, each);
        way.pop();
    }
}

fn reach<'v>(value: &'v mut Value, way: &[Step]) -> &'v mut Value {
    way.iter().fold(value, |value, step| match (value, step) {
        (Value::Object(o), Step::Member(name)) => o.get_mut(name).unwrap(),
        (Value::Array(list), Step::Entry(index)) => &mut list[*index],
        _ => panic!("{way:?}"),
    })
}

/// The word with one letter changed: the first, one in the middle, or the last.
fn other_word(word: &str, part: usize) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.is_empty() {
        return "a".to_owned();
    }
    let at = (letters.len() - 1) * part / 2;
    letters[at] = match letters[at] {
        'a' => 'b',
        letter if letter.is_ascii_digit() => char::from(b'0' + (letter as u8 - b'0' + 1) % 10),
        _ => 'a',
    };
    letters.into_iter().collect()
}

/// A token with one letter of its contents changed, its signature kept; and each of its three parts with one letter changed.
fn changed_token(token: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, payload, signature] = parts[..] else { panic!("{token}") };
    let mut all = Vec::new();
    for (at, part) in (0..3).flat_map(|at| (0..3).map(move |part| (at, part))) {
        let mut parts = [header, payload, signature].map(str::to_owned);
        parts[at] = other_word(&parts[at], part);
        all.push((format!("{part} of part {at}"), parts.join(".")));
    }
    for (name, part) in [("header", header), ("payload", payload)] {
        let bytes = text::from_base64url(part).unwrap();
        let document = json::parse(&bytes, &Limits::default()).unwrap();
        all.extend(changed(&document).into_iter().map(|(way, other)| {
            let other = text::base64url(other.to_compact().as_bytes());
            let (header, payload) = if name == "header" { (&*other, payload) } else { (header, &*other) };
            (format!("{name} {way}"), format!("{header}.{payload}.{signature}"))
        }));
    }
    all
}

/// The badge in every changed form.
fn tampered(badge: &Presented) -> Vec<(String, Presented)> {
    let with = |raw| Presented { raw, ..badge.clone() };
    match &badge.raw {
        Raw::Json(bytes) => {
            let document = json::parse(bytes, &Limits::default()).unwrap();
            let all = changed(&document).into_iter();
            all.map(|(way, other)| (way, with(Raw::Json(other.to_compact().into_bytes())))).collect()
        }
        Raw::Jws(token) => changed_token(token).into_iter().map(|(way, other)| (way, with(Raw::Jws(other)))).collect(),
        _ => Vec::new(),
    }
}

/// What a reader is told to be proven: the badge, and the endorsements that hold.
fn claims(report: &Report) -> Vec<Badge> {
    let own = report.summary.iter().filter(|_| report.verdict == Verdict::Verified).map(|s| s.badge.clone());
    own.chain(report.endorsements.iter().flat_map(claims)).collect()
}

fn judged(case: &Case, badge: &Presented) -> Report {
    verify(badge, &case.known, &case.policy).report
}

/// Holds the cases whose name the choice takes.
fn hold(choice: impl Fn(&str) -> bool, least: usize) {
    let (mut seen, mut wrong, mut count) = (HashSet::new(), Vec::new(), 0);
    for case in cases().iter().filter(|case| choice(&case.name)) {
        let original = judged(case, &case.badge);
        if original.verdict != Verdict::Verified || !seen.insert(format!("{:?}", case.badge.raw)) {
            continue;
        }
        let expected = claims(&original);
        for (way, other) in tampered(&case.badge) {
            count += 1;
            let report = judged(case, &other);
            if report.verdict == Verdict::Verified && claims(&report) != expected {
                wrong.push(format!("{} {way}", case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} are verified:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= least, "only {count} changes");
}

// OB2-VER-02, OB2-VER-34, OB2-VER-38: a copy in hand is a copy; what is served, or signed, is what counts.
#[test]
fn badges_of_2_0_and_older() {
    hold(|name| ["hosted_", "signed_", "older_"].iter().any(|family| name.starts_with(family)), 300);
}

// OB3-VER-04
#[test]
fn badges_of_3_0_by_suite_and_token() {
    hold(|name| ["suite_", "sd_", "jwt_", "chain_", "proof_"].iter().any(|family| name.starts_with(family)), 300);
}

// OB3-VER-04
#[test]
fn badges_of_3_0_with_others_in_them() {
    let families = ["endorsement_", "presentation_", "several_", "status_", "refresh_", "schema_", "recipient_"];
    hold(|name| families.iter().any(|family| name.starts_with(family)), 300);
}

// OB3-VER-04
#[test]
fn badges_of_3_0_in_other_ways() {
    let families = ["container_", "document_", "issuer_", "trust_", "picture_", "resource_", "other_"];
    hold(|name| families.iter().any(|family| name.starts_with(family)), 300);
}
