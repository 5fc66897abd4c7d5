//! What OB 2.0 documents hold beyond the model: extensions, contexts and types of their own (OB2-DM-05, EXT-23).

use crate::json::{Object, Value};
use crate::model::Badge;

use super::write::CONTEXT;

/// Keeps in `extra` what the documents, as they were given, say beyond the model, so that writing them again loses
/// nothing: members that are not understood here, and contexts and types beside the usual one.
///
/// The classes are those from which `badge` was read, before [`super::Normal`].
pub fn keep(badge: &mut Badge, assertion: &Object, class: Option<&Object>, issuer: Option<&Object>) {
    more(assertion, ASSERTION, &mut badge.extra);
    if let (Some(achievement), Some(class)) = (&mut badge.achievement, class) {
        more(class, BADGE_CLASS, &mut achievement.extra);
    }
    if let Some(issuer) = issuer {
        more(issuer, ISSUER, &mut badge.issuer.extra);
    }
}

/// What the writer writes from the model itself.
const ASSERTION: &[&str] = &[
    "id",
    "@language",
    "recipient",
    "badge",
    "verification",
    "verify",
    "issuedOn",
    "expires",
    "image",
    "narrative",
    "evidence",
    "revoked",
    "revocationReason",
];
const BADGE_CLASS: &[&str] = &[
    "id",
    "@language",
    "name",
    "description",
    "image",
    "criteria",
    "issuer",
    "version",
    "tags",
    "alignment",
    "related",
];
const ISSUER: &[&str] =
    &["id", "name", "url", "email", "telephone", "description", "image", "publicKey", "verification", "revocationList"];

fn more(doc: &Object, known: &[&str], extra: &mut Object) {
    let unusual = |(name, value): &(&str, &Value)| match *name {
        "@context" => value.as_str() != Some(CONTEXT),
        "type" => !matches!(value, Value::String(_)),
        _ => !known.contains(name),
    };
    // What the reader took over already (`uid`) comes back as it was written.
    for (name, value) in std::mem::take(extra).iter() {
        extra.set(name, doc.get(name).unwrap_or(value).clone());
    }
    extra.add_missing(doc.iter().filter(unusual), Value::clone);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::json::parse;
    use crate::limits::Limits;
    use crate::model::ob2::{Normal, read, write};

    fn doc(text: &str) -> Object {
        match parse(text.as_bytes(), &Limits::default()).unwrap() {
            Value::Object(o) => o,
            other => panic!("{other:?}"),
        }
    }

    fn normal(doc: &Object) -> Object {
        Normal::read(&Value::Object(doc.clone()), &Limits::default()).unwrap().object
    }

    const A: &str = r#"{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://a.example.org/1",
        "recipient":{"type":"email","hashed":false,"identity":"sacha@example.org"},"badge":"https://a.example.org/b",
        "verification":{"type":"HostedBadge"},"issuedOn":"2026-03-02T09:00:00Z"}"#;
    const B: &str = r#"{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"https://a.example.org/b",
        "name":"n","description":"d","image":"https://a.example.org/b.png","criteria":"https://a.example.org/c",
        "issuer":"https://a.example.org/i"}"#;
    const I: &str = r#"{"@context":"https://w3id.org/openbadges/v2","type":"Issuer","id":"https://a.example.org/i",
        "name":"n","url":"https://a.example.org/","email":"a@example.org"}"#;

    /// Reads three documents and writes them again.
    fn again(docs: &[Object; 3]) -> [Object; 3] {
        let [a, b, i] = docs;
        let mut badge = read(&normal(a), Some(&normal(b)), Some(&normal(i)));
        keep(&mut badge, a, Some(b), Some(i));
        [
            write::assertion(&badge),
            write::badge_class(badge.achievement.as_ref().unwrap()),
            write::profile(&badge.issuer),
        ]
    }

    fn sorted(o: &Object) -> std::collections::BTreeMap<String, String> {
        o.iter().map(|(name, value)| (name.to_owned(), value.to_compact())).collect()
    }

    // OB2-DM-05, EXT-23
    #[test]
    fn contexts_types_and_extensions_survive() {
        let own = r#"{"@context":["https://w3id.org/openbadges/v2",{"couleur":"https://a.example.org/v#c"}],
            "type":["BadgeClass","https://a.example.org/v#Teinte"],"couleur":"bleu","endorsement":"https://a.example.org/e","#;
        let class = doc(&B.replacen(r#"{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","#, own, 1));
        let docs = [doc(A), class, doc(I)];
        let written = again(&docs);
        for (given, written) in docs.iter().zip(&written) {
            assert_eq!(sorted(given), sorted(written));
        }
    }

    proptest! {
        // EXT-23: whatever stands under a name that nobody knows comes out as it went in, in all three documents.
        #[test]
        fn unknown_extensions_survive_unchanged(
            name in "extensions:[a-zA-Z]{1,12}",
            context in "https://[a-z]{1,8}\\.example\\.org/context\\.json",
            text in "\\PC{0,20}",
            number in -1_000_000_i32..1_000_000,
            list in proptest::collection::vec("[a-z]{0,6}", 0..4),
        ) {
            let mut extension = Object::new();
            extension.set("@context", context);
            extension.set("type", vec!["Extension".to_owned(), name.clone()]);
            extension.set("texte", text);
            extension.set("nombre", f64::from(number));
            extension.set("liste", list);
            let docs = [A, B, I].map(|text| {
                let mut doc = doc(text);
                doc.set(name.as_str(), extension.clone());
                doc
            });
            for (given, written) in docs.iter().zip(&again(&docs)) {
                prop_assert_eq!(sorted(given), sorted(written));
            }
        }
    }
}
