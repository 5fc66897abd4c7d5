//! What must not change a canonical form: the order of members, the names of blank nodes, other threads at work.

#[path = "ld_support/generate.rs"]
mod generate;
mod ld_support;
#[path = "ld_support/spoil.rs"]
mod spoil;

use badge_core::json::{Object, Value};
use badge_core::ld::{Contexts, Hash, RelatedForm};
use ld_support::{canonical, canonical_in};

/// The document with its members the other way round and its blank nodes renamed. Lists whose order counts stay.
fn turned(value: &Value, in_list: bool) -> Value {
    match value {
        Value::Object(o) => {
            let members: Vec<(&str, &Value)> = o.iter().collect();
            let mut out = Object::new();
            for (name, inner) in members.into_iter().rev() {
                let inner = match name {
                    "@context" | "@value" | "exJson" => inner.clone(),
                    "@list" | "exList" | "allowedValue" | "rubricCriterionLevel" => turned(inner, true),
                    _ => turned(inner, false),
                };
                out.set(name, inner);
            }
            out.into()
        }
        Value::Array(list) if in_list => Value::Array(list.iter().map(|v| turned(v, true)).collect()),
        Value::Array(list) => Value::Array(list.iter().rev().map(|v| turned(v, false)).collect()),
        Value::String(text) => match text.strip_prefix("_:n") {
            Some(label) => format!("_:other.{label}").into(),
            None => value.clone(),
        },
        _ => value.clone(),
    }
}

#[test]
fn order_and_labels_do_not_matter() {
    let known = Contexts::builtin();
    let mut parted = 0;
    for seed in 0..300 {
        let document = generate::document(seed);
        let other = turned(&document, false);
        assert_ne!(document, other);
        for form in [RelatedForm::List, RelatedForm::Set] {
            let one = canonical_in(&document, &known, Hash::Sha256, form).unwrap_or_else(|e| panic!("{seed}: {e:?}"));
            let two = canonical_in(&other, &known, Hash::Sha256, form).unwrap_or_else(|e| panic!("{seed}: {e:?}"));
            assert_eq!(one.text, two.text, "{seed}: {}", document.to_pretty());
            parted += usize::from(one.forms_part);
        }
    }
    assert!(parted > 0, "no document made the two forms part");
}

// A spoilt document is refused, or it says what it says: none may panic, and none lose a quad in silence
#[test]
fn spoilt_documents_never_pass_for_whole_ones() {
    let known = Contexts::builtin();
    let harmless = ["null-member", "context-left-out", "tiny-number", "double-as-text", "repeated-json"];
    for seed in 0..100 {
        let whole = generate::document(seed);
        if whole.get("@context").is_some_and(|c| c.as_str().is_some()) {
            continue; // the terms of Open Badges 2.0 are not protected: some ways to spoil it are allowed
        }
        let text = canonical(&whole, &known, Hash::Sha256).unwrap().text;
        for how in spoil::SPOILS {
            let mut spoilt = whole.clone();
            spoil::spoil(&mut spoilt, how, seed);
            if let Ok(found) = canonical(&spoilt, &known, Hash::Sha256) {
                assert!(harmless.contains(&how) || found.text != text, "{seed} {how}: {}", spoilt.to_pretty());
            }
        }
    }
}

#[test]
fn threads_agree() {
    let documents: Vec<Value> = (0..60).map(generate::document).collect();
    let all = || -> Vec<String> {
        documents.iter().map(|d| canonical(d, &Contexts::builtin(), Hash::Sha256).unwrap().text).collect()
    };
    let results: Vec<Vec<String>> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..8).map(|_| scope.spawn(all)).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(results.windows(2).all(|pair| pair[0] == pair[1]));
}
