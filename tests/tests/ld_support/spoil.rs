//! Ways to spoil a document that was made up.

use badge_core::json::{Object, Value, object};

use crate::generate::{Chance, text};

/// The ways in which [`spoil`] spoils a document, by name.
pub(crate) const SPOILS: [&str; 27] = [
    "undefined-term",
    "undefined-type",
    "relative-id",
    "keyword-like-key",
    "bad-language-tag",
    "null-value-object",
    "protected-term-redefined",
    "null-context",
    "context-left-out",
    "unknown-context",
    "id-no-text",
    "type-null",
    "keyword-in-node",
    "brace-in-iri",
    "space-in-iri",
    "index",
    "direction",
    "empty-top",
    "language-alone",
    "value-and-property",
    "list-beside-property",
    "colliding-keywords",
    "tiny-number",
    "double-as-text",
    "null-member",
    "repeated-json",
    "order-beyond-utf16",
];

/// Spoils a document in one way.
pub(crate) fn spoil(document: &mut Value, how: &str, seed: u64) {
    let mut c = Chance::new(seed + 7_919);
    let at = pick_node(document, &mut c);
    let ex = |name: &str| format!("https://example.org/ns#{name}");
    match how {
        "undefined-term" => at.set("thisTermIsNotDefined", text(&mut c)),
        "undefined-type" => at.set("type", Value::Array(vec!["ThisTypeIsNotDefined".into()])),
        "relative-id" => at.set("id", "badge.png"),
        "keyword-like-key" => at.set("@foo", "x"),
        "bad-language-tag" => at.set(ex("t"), object([("@value", "x".into()), ("@language", "fr_FR".into())])),
        "null-value-object" => at.set(ex("t"), object([("@value", Value::Null)])),
        "protected-term-redefined" => at.set("@context", object([("id", "https://example.org/ns#id".into())])),
        "null-context" => at.set("@context", Value::Null),
        "context-left-out" => top(document).set("@context", "https://w3id.org/security/v2"),
        "unknown-context" => at.set("@context", "https://example.org/unknown/v1"),
        "id-no-text" => at.set("id", 7.0),
        "type-null" => at.set("type", Value::Null),
        "keyword-in-node" => at.set("@none", "x"),
        "brace-in-iri" => at.set("id", "https://example.org/{id}"),
        "space-in-iri" => at.set("id", "https://example.org/a b"),
        "index" => at.set("@index", "x"),
        "direction" => at.set(ex("t"), object([("@value", "x".into()), ("@direction", "rtl".into())])),
        "empty-top" => {
            let context = top(document).get("@context").cloned();
            *document = object([("@context", context.into()), ("id", "urn:x".into())]).into();
        }
        "language-alone" => at.set(ex("t"), object([("@language", "fr".into())])),
        "value-and-property" => {
            at.set(ex("t"), object([("@value", "x".into()), ("https://example.org/a", "b".into())]))
        }
        "list-beside-property" => {
            at.set(ex("t"), object([("@list", Value::Array(vec![])), ("https://example.org/a", "b".into())]));
        }
        "colliding-keywords" => {
            at.set("id", "urn:a");
            at.set("@id", "urn:b");
        }
        "tiny-number" => at.set(ex("t"), 1e-7),
        "double-as-text" => {
            at.set(
                ex("t"),
                object([("@value", "5.50".into()), ("@type", "http://www.w3.org/2001/XMLSchema#double".into())]),
            );
        }
        "null-member" => at.set("name", Value::Null),
        "repeated-json" => {
            let json = object([("@value", object([("a", 1.0.into())]).into()), ("@type", "@json".into())]);
            at.set(ex("t"), Value::Array(vec![json.clone().into(), json.into()]));
        }
        "order-beyond-utf16" => at.set(ex("t"), Value::Array(vec!["\u{ff21}".into(), "\u{1f600}".into()])),
        other => panic!("no such way: {other}"),
    }
}

fn top(document: &mut Value) -> &mut Object {
    document.as_object_mut().expect("documents are objects")
}

/// Any node of the document, the top included.
fn pick_node<'d>(document: &'d mut Value, c: &mut Chance) -> &'d mut Object {
    fn nodes(value: &Value, path: &[usize], out: &mut Vec<Vec<usize>>) {
        let inner: Vec<(usize, &Value)> = match value {
            Value::Object(o) => {
                out.push(path.to_vec());
                o.iter()
                    .enumerate()
                    .filter(|(_, (n, _))| !["@context", "exJson", "@value", "exNames"].contains(n))
                    .map(|(i, (_, v))| (i, v))
                    .collect()
            }
            Value::Array(list) => list.iter().enumerate().collect(),
            _ => Vec::new(),
        };
        for (index, one) in inner {
            nodes(one, &[path, &[index]].concat(), out);
        }
    }
    let mut all = Vec::new();
    nodes(document, &[], &mut all);
    let path = all.swap_remove(c.below(all.len()));
    let mut at = document;
    for index in path {
        at = match at {
            Value::Array(list) => &mut list[index],
            Value::Object(o) => {
                let name = o.iter().nth(index).map(|(n, _)| n.to_owned()).expect("just seen");
                o.get_mut(&name).expect("just seen")
            }
            _ => unreachable!("just seen"),
        };
    }
    at.as_object_mut().expect("only objects were kept")
}
