//! An OB 2.0 document with every property under its own name, whatever name the document used for it (OB2-DM-06,
//! D-31): aliases (`verify`, `hosted`), prefixes (`obi:badge`) and whole IRIs become the terms of the specification.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::write::CONTEXT;
use crate::json::{Object, Pointer, Value};
use crate::ld::{Contexts, Expanded, Id, Item, LdError, Node, Reading, Scalar, expand_with};
use crate::limits::Limits;
use crate::model::Version;
use crate::model::ob3::has_type;

/// Where the context's own address leads to.
const CONTEXT_FILE: &str = "https://openbadgespec.org/v2/context.json";

/// A document by its own terms, and where each part of it stood.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Normal {
    /// The members, under the specification's names. References are texts, embedded objects are objects.
    pub object: Object,
    /// The older version in which the document was found, if it was rewritten: see [`crate::model::ob1`].
    pub upgraded: Option<Version>,
    /// Whether the document was read as a whole, and does not name the context of 2.0 (OB2-DM-01).
    pub without_context: bool,
    /// What reading by meaning loses and the rules ask about, and where it stood in the document as it was given.
    pub(crate) lost: Vec<(Pointer, Lost)>,
    pub(crate) places: Vec<(Pointer, Pointer)>,
}

/// Something that stands in a document, and not in its expanded form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Lost {
    /// `@language` beside the members of an object, as it was written (OB2-DM-120).
    Language(Value),
    /// An empty list of origins (OB2-VER-23).
    NoOrigins,
    /// An extension without this member: a context of its own, or a type that says what it is (OB2-DM-121).
    Extension(&'static str),
}

impl Normal {
    /// Reads a document by its expanded form. Contexts that are not known are passed over: what only they define has
    /// no meaning here, and none in the specification.
    ///
    /// # Errors
    /// See [`LdError`]; a document without any node gives an empty object.
    pub fn read(doc: &Value, limits: &Limits) -> Result<Self, LdError> {
        let reading = Reading { skip_unknown_contexts: true, ..Reading::default() };
        let expanded = expand_with(doc, &Contexts::builtin(), &reading, limits)?;
        let contexts = doc.get("@context").map_or(&[][..], Value::many);
        let without_context = !contexts.iter().filter_map(Value::as_str).any(|c| c == CONTEXT || c == CONTEXT_FILE);
        let mut normal = Self { without_context, ..Self::default() };
        lost(doc, &Pointer::root(), &mut normal.lost);
        if let Some(root) = expanded.root() {
            normal.object = normal.node(&expanded, root, &Pointer::root());
        }
        normal.identified_by_id(doc);
        Ok(normal)
    }

    /// `"type": "id"` of a recipient (OB2-DM-61): the contexts make a keyword of the word, which is no type in linked data,
    /// so that only the text tells.
    fn identified_by_id(&mut self, doc: &Value) {
        let written = doc.get("recipient").and_then(|r| r.many().first());
        let types = written.and_then(|r| r.get("type").or_else(|| r.get("@type"))).map_or(&[][..], Value::many);
        let is_id = matches!(types, [one] if matches!(one.as_str(), Some("id" | "@id")));
        if let Some(Value::Object(recipient)) = self.object.get_mut("recipient").filter(|_| is_id)
            && !recipient.contains("type")
        {
            recipient.set("type", "id");
        }
    }

    /// Where something stands in the document as it was given.
    #[must_use]
    pub fn place(&self, at: &Pointer) -> Pointer {
        let mut best: Option<&(Pointer, Pointer)> = None;
        for entry in &self.places {
            let (normal, _) = entry;
            let within = at.as_str() == normal.as_str()
                || at.as_str().strip_prefix(normal.as_str()).is_some_and(|rest| rest.starts_with('/'));
            if within && best.is_none_or(|(b, _)| b.as_str().len() < normal.as_str().len()) {
                best = Some(entry);
            }
        }
        let (normal, given) = match best {
            Some((normal, given)) => (normal.as_str().len(), given.clone()),
            None => (0, Pointer::root()),
        };
        let rest = at.as_str().get(normal..).unwrap_or_default();
        rest.split('/').skip(1).fold(given, |p, step| p.member(&step.replace("~1", "/").replace("~0", "~")))
    }

    fn node(&mut self, expanded: &Expanded<'_>, node: &Node<'_>, at: &Pointer) -> Object {
        self.stood(at, || expanded.pointer(node.at));
        let mut members: Vec<(String, Value)> = Vec::with_capacity(node.properties().count() + 2);
        if let Some(id) = &node.id {
            members.push(("id".to_owned(), id_text(id).into()));
        }
        let mut types: Vec<Value> = node.types.iter().map(|t| Value::from(type_name(t))).collect();
        match types.len() {
            0 => {}
            1 => members.push(("type".to_owned(), types.remove(0))),
            _ => members.push(("type".to_owned(), Value::Array(types))),
        }
        let is_list = node.is_a("https://w3id.org/openbadges#RevocationList");
        // Values of one property may come under two names; they are one list.
        let mut values: Vec<(&str, Vec<&Item<'_>>)> = Vec::new();
        let mut index: HashMap<&str, usize> = HashMap::new();
        for (iri, item) in node.properties() {
            let name = property_name(iri, is_list);
            match index.entry(name) {
                Entry::Occupied(at) => values[*at.get()].1.push(item),
                Entry::Vacant(place) => {
                    place.insert(values.len());
                    values.push((name, vec![item]));
                }
            }
        }
        for (name, items) in values {
            let at = at.member(name);
            let value = match items.as_slice() {
                [one] => self.item(expanded, one, &at),
                several => {
                    let list = several.iter().enumerate().map(|(i, item)| self.item(expanded, item, &at.entry(i)));
                    Value::Array(list.collect())
                }
            };
            members.push((name.to_owned(), value));
        }
        Object::of_unique(members)
    }

    /// Remembers where something stood. Beyond a bound the place of what is around it has to do.
    fn stood(&mut self, at: &Pointer, given: impl FnOnce() -> Pointer) {
        const MOST: usize = 4_096;
        if self.places.len() < MOST {
            self.places.push((at.clone(), given()));
        }
    }

    fn item(&mut self, expanded: &Expanded<'_>, item: &Item<'_>, at: &Pointer) -> Value {
        match item {
            Item::Node(node) if node.is_reference() => {
                self.stood(at, || expanded.pointer(node.at));
                node.id.as_ref().map_or(Value::Null, |id| id_text(id).into())
            }
            Item::Node(node) => Value::Object(self.node(expanded, node, at)),
            Item::Value(value) => {
                self.stood(at, || expanded.pointer(value.at));
                match value.scalar {
                    Scalar::Text(text) => text.into(),
                    Scalar::Number(n) => Value::Number(n),
                    Scalar::Bool(b) => Value::Bool(b),
                    Scalar::Json(json) => json.clone(),
                }
            }
            Item::List(items) => {
                Value::Array(items.iter().enumerate().map(|(i, v)| self.item(expanded, v, &at.entry(i))).collect())
            }
        }
    }
}

fn id_text<'a>(id: &'a Id<'_>) -> &'a str {
    match id {
        Id::Iri(text) | Id::Blank(text) | Id::Unusable(text) => text,
    }
}

const OBI: &str = "https://w3id.org/openbadges#";
const SCHEMA: &str = "http://schema.org/";
const SEC: &str = "https://w3id.org/security#";
const CRED: &str = "https://w3id.org/credentials#";
const DC: &str = "http://purl.org/dc/terms/";

/// The specification's name of a property; the IRI itself when it has none.
fn property_name(iri: &str, is_list: bool) -> &str {
    let Some((space, local)) = split(iri) else { return iri };
    match (space, local) {
        (OBI, "verify") => "verification",
        (OBI, "identityHash") => "identity",
        (OBI, "issueDate") => "issuedOn",
        (OBI, "revoked") if is_list => "revokedAssertions",
        (
            OBI,
            "alignment"
            | "allowedOrigins"
            | "audience"
            | "badge"
            | "criteria"
            | "endorsementComment"
            | "evidence"
            | "hashed"
            | "issuer"
            | "narrative"
            | "recipient"
            | "revocationList"
            | "revocationReason"
            | "revoked"
            | "salt"
            | "targetCode"
            | "uid"
            | "verificationProperty",
        ) => local,
        (SCHEMA, "keywords") => "tags",
        (SCHEMA, "educationalFramework" | "targetFramework") => "targetFramework",
        (
            SCHEMA,
            "author" | "caption" | "description" | "email" | "genre" | "image" | "name" | "targetDescription"
            | "targetName" | "targetUrl" | "telephone" | "url" | "version",
        ) => local,
        (SEC, "expiration") => "expires",
        (SEC, "owner" | "publicKey" | "publicKeyPem") => local,
        (CRED, "claim") => "claim",
        (CRED, "credential") => "endorsement",
        (DC, "created" | "creator") => local,
        (DC, "relation") => "related",
        (DQM, "startsWith") => "startsWith",
        // Three words that the context of 2.1 gives other names, for its own use, wherever it stands beside that of 2.0.
        (OBC, "image" | "name" | "version") => local,
        _ => iri,
    }
}

const OBC: &str = "https://purl.imsglobal.org/spec/ob/vocab#";
const DQM: &str = "http://purl.org/dqm-vocabulary/v1/dqm#";

/// The specification's name of a type; of a recipient also the names of properties by which it is identified.
fn type_name(iri: &str) -> &str {
    let Some((space, local)) = split(iri) else { return iri };
    match (space, local) {
        (SCHEMA, "AlignmentObject" | "email" | "url" | "telephone" | "name") => local,
        (SEC, "Key") => "CryptographicKey",
        (CRED, "Credential") => "Endorsement",
        (
            OBI,
            "Assertion" | "BadgeClass" | "Criteria" | "Evidence" | "Extension" | "IdentityObject" | "Image"
            | "HostedBadge" | "Issuer" | "Profile" | "RevocationList" | "SignedBadge" | "VerificationObject",
        ) => local,
        _ => iri,
    }
}

fn split(iri: &str) -> Option<(&'static str, &str)> {
    [OBI, SCHEMA, SEC, CRED, DC, DQM, OBC].into_iter().find_map(|space| Some((space, iri.strip_prefix(space)?)))
}

/// Collects, up to a bound, what [`Lost`] names. Contexts say what words mean, and are passed over.
fn lost(value: &Value, at: &Pointer, found: &mut Vec<(Pointer, Lost)>) {
    const MOST: usize = 64;
    match value {
        Value::Object(object) => {
            for (name, inner) in object.iter().filter(|(name, _)| *name != "@context") {
                if found.len() >= MOST {
                    return;
                }
                if let (true, Value::Object(own)) = (name.starts_with("extensions:"), inner) {
                    let is_one = has_type(own, "Extension");
                    let missing = [("@context", !own.contains("@context")), ("type", !is_one)];
                    let missing = missing.into_iter().filter(|(_, lacks)| *lacks);
                    found.extend(missing.map(|(member, _)| (at.member(name).member(member), Lost::Extension(member))));
                }
                match (name, inner) {
                    ("@language", text) => found.push((at.member(name), Lost::Language(text.clone()))),
                    ("allowedOrigins", Value::Array(list)) if list.is_empty() => {
                        found.push((at.member(name), Lost::NoOrigins));
                    }
                    (_, Value::Object(_) | Value::Array(_)) => lost(inner, &at.member(name), found),
                    _ => {}
                }
            }
        }
        Value::Array(list) => {
            for (index, inner) in list.iter().enumerate().filter(|(_, v)| v.as_object().is_some()) {
                lost(inner, &at.entry(index), found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Normal {
        let limits = Limits::default();
        Normal::read(&crate::json::parse(text.as_bytes(), &limits).unwrap(), &limits).unwrap()
    }

    // OB2-DM-06: aliases, prefixes and whole IRIs say the same; faults are told where they stood.
    #[test]
    fn names_are_the_specifications_own() {
        let plain = read(
            r#"{"@context":"https://w3id.org/openbadges/v2","id":"https://a.example/1","type":"Assertion",
            "recipient":{"type":"email","identity":"x@a.example","hashed":false},"badge":"https://a.example/b",
            "verification":{"type":"HostedBadge"},"issuedOn":"2026-03-02T09:00:00Z"}"#,
        );
        let odd = read(
            r#"{"@context":["https://w3id.org/openbadges/v2",{"x":"https://x.example/"}],"@id":"https://a.example/1",
            "@type":"obi:Assertion","obi:recipient":{"type":"schema:email","obi:identityHash":"x@a.example","hashed":false},
            "https://w3id.org/openbadges#badge":{"id":"https://a.example/b"},"verify":{"type":"hosted"},
            "issuedOn":"2026-03-02T09:00:00Z"}"#,
        );
        assert_eq!(plain.object.to_owned(), {
            let mut same = Object::new();
            for (name, _) in plain.object.iter() {
                same.set(name, odd.object.get(name).cloned().unwrap_or(Value::Null));
            }
            same
        });
        let at = Pointer::root().member("verification").member("type");
        assert_eq!(odd.place(&at).as_str(), "/verify/type");
    }

    // OB2-DM-61: `id` is a keyword in linked data, and one of the four kinds of recipients.
    #[test]
    fn a_recipient_may_be_known_by_an_id() {
        let kind = |written: &str| {
            let doc = read(&format!(
                r#"{{"@context":"https://w3id.org/openbadges/v2","id":"https://a.example/1","type":"Assertion",
                "recipient":{{{written}"identity":"https://a.example/me","hashed":false}}}}"#
            ));
            doc.object.get("recipient").and_then(|r| r.get("type")).cloned()
        };
        assert_eq!(kind(r#""type":"id","#), Some("id".into()));
        assert_eq!(kind(r#""@type":["@id"],"#), Some("id".into()));
        assert_eq!(kind(r#""type":"email","#), Some("email".into()));
        assert_eq!((kind(r#""type":["id","x:y"],"#).is_some(), kind("")), (true, None));
    }

    // OB2-DM-20, OB2-DM-96: one IRI, two names.
    #[test]
    fn revoked_and_revoked_assertions_are_told_apart() {
        let list = read(
            r#"{"@context":"https://w3id.org/openbadges/v2","type":"RevocationList","revokedAssertions":["urn:a",{"uid":"7"}]}"#,
        );
        assert_eq!(list.object.get("revokedAssertions").map(|v| v.many().len()), Some(2));
        let gone = read(r#"{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","revoked":true}"#);
        assert_eq!(gone.object.get("revoked"), Some(&Value::Bool(true)));
    }
}
