//! No bytes make the verifier panic, and none of them makes it say more than it may.

use std::sync::OnceLock;

use badge_core::container::{self, Presented, Raw};
use badge_core::json::{self, Value};
use badge_core::limits::Limits;
use badge_core::resource::{Answer, Resources};
use badge_core::time::Timestamp;
use badge_core::verify::{Policy, Verdict, verify};
use badge_tests::corpus::{Case, cases};
use proptest::prelude::*;

fn corpus() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(cases)
}

fn bytes_of(badge: &Presented) -> Vec<u8> {
    match &badge.raw {
        Raw::Json(bytes) => bytes.clone(),
        Raw::Jws(text) => text.clone().into_bytes(),
        Raw::Link(url) => url.as_str().as_bytes().to_vec(),
    }
}

/// A change of some bytes: where (as a share of the length), how many go, what comes.
#[derive(Debug, Clone)]
struct Edit {
    at: f64,
    cut: usize,
    paste: Vec<u8>,
}

fn edit() -> impl Strategy<Value = Edit> {
    let pieces = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..8),
        proptest::sample::select(vec![
            "null",
            "[]",
            "{}",
            "\"\"",
            "-1",
            "1e308",
            "[[[[",
            "\\ud800",
            "\"@id\":",
            "\"@context\":null,",
            "é",
            ".",
            "did:web:",
            "https://",
            "{\"@list\":[",
            "\"type\":[],",
            "9007199254740993",
        ])
        .prop_map(|s| s.as_bytes().to_vec()),
    ];
    (0.0..1.0f64, 0..6usize, pieces).prop_map(|(at, cut, paste)| Edit { at, cut, paste })
}

fn edited(bytes: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for edit in edits {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let at = ((out.len() as f64) * edit.at) as usize;
        let end = (at + edit.cut).min(out.len());
        out.splice(at..end, edit.paste.iter().copied());
    }
    out
}

/// Values that a member may have to everybody's surprise.
fn surprise() -> impl Strategy<Value = Value> {
    proptest::sample::select(
        [
            "null",
            "true",
            "0",
            "-1",
            "1e300",
            "\"\"",
            "\"x\"",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "[{}]",
            "{\"@value\":1}",
            "{\"id\":1}",
            "{\"type\":{}}",
            "\"https://example.org/a\"",
            "\"did:web:\"",
            "\"did:key:z\"",
            "{\"fr\":\"x\"}",
            "[\"a\",\"a\"]",
            "{\"@list\":[1]}",
            "\"urn:uuid:1\"",
            "\"2026-13-01T00:00:00Z\"",
            "\"u\"",
            "\"z\"",
        ]
        .map(|text| json::parse(text.as_bytes(), &Limits::default()).expect("JSON"))
        .to_vec(),
    )
}

/// Replaces the `pick`-th value of a document, counted in order.
fn replace(value: &mut Value, pick: &mut usize, by: &Value) -> bool {
    if *pick == 0 {
        *value = by.clone();
        return true;
    }
    *pick -= 1;
    match value {
        Value::Array(list) => list.iter_mut().any(|v| replace(v, pick, by)),
        Value::Object(members) => {
            let names: Vec<String> = members.iter().map(|(n, _)| n.to_owned()).collect();
            names.iter().any(|n| members.get_mut(n).is_some_and(|v| replace(v, pick, by)))
        }
        _ => false,
    }
}

fn judge(bytes: &[u8], known: &Resources, policy: &Policy) -> Vec<Verdict> {
    container::open(bytes, &Limits::default())
        .found
        .iter()
        .map(|badge| {
            let judged = verify(badge, known, policy);
            let _ = judged.report.to_value().to_compact();
            judged.report.verdict
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn edited_badges_get_a_report(which in any::<prop::sample::Index>(), edits in proptest::collection::vec(edit(), 1..4)) {
        let case = which.get(corpus());
        judge(&edited(&bytes_of(&case.badge), &edits), &case.known, &case.policy);
    }

    #[test]
    fn edited_answers_get_a_report(which in any::<prop::sample::Index>(), edits in proptest::collection::vec(edit(), 1..4)) {
        let served: Vec<&Case> = corpus().iter().filter(|c| !c.known.is_empty()).collect();
        let case = which.get(&served);
        let mut known = Resources::new();
        for (url, answer) in case.known.iter() {
            let answer = match answer.body() {
                Some(body) => Answer::found(edited(&body.bytes, &edits)),
                None => answer.clone(),
            };
            known.insert(url, answer);
        }
        judge(&bytes_of(&case.badge), &known, &case.policy);
    }

    #[test]
    fn surprising_values_get_a_report(which in any::<prop::sample::Index>(), pick in 0..120usize, by in surprise()) {
        let documents: Vec<&Case> = corpus().iter().filter(|c| matches!(c.badge.raw, Raw::Json(_))).collect();
        let case = which.get(&documents);
        if let Ok(mut doc) = json::parse(&bytes_of(&case.badge), &Limits::default()) {
            let mut pick = pick;
            replace(&mut doc, &mut pick, &by);
            judge(doc.to_compact().as_bytes(), &case.known, &case.policy);
        }
    }

    #[test]
    fn byte_soup_gets_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let policy = Policy::at(Timestamp::from_unix(1_800_000_000).expect("a date"));
        for verdict in judge(&bytes, &Resources::new(), &policy) {
            prop_assert_ne!(verdict, Verdict::Verified);
        }
    }

    // What is signed is what is shown: a change of any text that the signature covers is noticed.
    #[test]
    fn no_changed_word_is_verified(pick in 1..60usize) {
        let case = corpus().iter().find(|c| c.name == "proof_good").expect("proof_good");
        let mut doc = json::parse(&bytes_of(&case.badge), &Limits::default()).expect("JSON");
        let Value::Object(members) = &mut doc else { unreachable!() };
        let proof = members.remove("proof").expect("a proof");
        let mut left = pick;
        let before = doc.clone();
        let replaced = replace(&mut doc, &mut left, &Value::from("autre chose"));
        if replaced && doc != before {
            doc.as_object_mut().expect("an object").set("proof", proof);
            let verdicts = judge(doc.to_compact().as_bytes(), &case.known, &case.policy);
            prop_assert!(verdicts.iter().all(|v| *v == Verdict::Rejected), "{}", doc.to_pretty());
        }
    }
}
