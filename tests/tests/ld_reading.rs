//! Reading by IRI: what a badge says, whatever words it uses for it (OB2-DM-06, D-31).

mod ld_support;

use badge_core::ld::{self, Contexts, FaultKind, Id, Item, Node, Reading, Scalar};
use badge_core::limits::Limits;
use ld_support::parse;

const OB: &str = "https://w3id.org/openbadges#";

fn child<'n>(node: &'n Node<'_>, iri: &str) -> &'n Node<'n> {
    node.get(iri).next().and_then(Item::as_node).unwrap_or_else(|| panic!("no {iri}"))
}

// OB2-DM-06: prefixed and aliased forms are the same thing
#[test]
fn aliases_and_prefixes_are_one() {
    let plain = r#"{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://example.org/a",
        "verification": {"type": "HostedBadge"}, "badge": "https://example.org/b", "issuedOn": "2026-01-01T00:00:00Z"}"#;
    let aliased = r#"{"@context": "https://w3id.org/openbadges/v2", "@type": ["obi:Assertion"], "@id": "https://example.org/a",
        "obi:verify": {"type": "hosted"}, "https://w3id.org/openbadges#badge": {"id": "https://example.org/b"},
        "issuedOn": "2026-01-01T00:00:00Z"}"#;
    for text in [plain, aliased] {
        let document = parse(text);
        let expanded = ld::expand(&document, &Contexts::builtin(), &Limits::default()).unwrap();
        let root = expanded.root().unwrap();
        assert!(expanded.is_faultless() && root.is_a(&format!("{OB}Assertion")));
        assert_eq!(root.iri(), Some("https://example.org/a"));
        assert!(child(root, &format!("{OB}verify")).is_a(&format!("{OB}HostedBadge")));
        let badge = child(root, &format!("{OB}badge"));
        assert!(badge.is_reference() && badge.iri() == Some("https://example.org/b"));
        let issued = root.get(&format!("{OB}issueDate")).next().unwrap();
        assert_eq!(issued.as_str(), Some("2026-01-01T00:00:00Z"));
        assert_eq!(issued.as_value().unwrap().rdf_datatype(), "http://www.w3.org/2001/XMLSchema#dateTime");
        assert_eq!(expanded.pointer(issued.as_value().unwrap().at).as_str(), "/issuedOn");
    }
}

// D-31, OB2-VER-12: unknown words are listed, the rest is read
#[test]
fn unknown_words_do_not_stop_the_reading() {
    let document = parse(
        r#"{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "a.json", "colour": "red",
            "@language": "fr-FR", "recipient": {"type": "emails", "identity": "x", "hashed": false},
            "tags": ["a", "b"],
            "extensions:mood": {"@context": "https://example.org/mood", "type": ["Extension", "extensions:Mood"], "mood": 1}}"#,
    );
    let mut reading = Reading::default();
    reading.skip_unknown_contexts = true;
    let expanded = ld::expand_with(&document, &Contexts::builtin(), &reading, &Limits::default()).unwrap();
    let found: Vec<(String, FaultKind)> =
        expanded.faults().into_iter().map(|f| (f.at.as_str().to_owned(), f.kind)).collect();
    let kind = |f: fn(String) -> FaultKind, text: &str| f(text.to_owned());
    assert_eq!(
        found,
        [
            ("/id".to_owned(), kind(FaultKind::RelativeId, "a.json")),
            ("/colour".to_owned(), kind(FaultKind::UndefinedTerm, "colour")),
            ("/recipient/type".to_owned(), kind(FaultKind::UndefinedType, "emails")),
            ("/extensions:mood/@context".to_owned(), kind(FaultKind::UnknownContext, "https://example.org/mood")),
            ("/extensions:mood/mood".to_owned(), kind(FaultKind::UndefinedTerm, "mood")),
            ("/@language".to_owned(), kind(FaultKind::LanguageOfNode, "fr-fr")),
        ]
    );
    let root = expanded.root().unwrap();
    assert!(matches!(&root.id, Some(Id::Unusable(text)) if *text == "a.json"));
    assert_eq!(root.language.as_deref(), Some("fr-fr"));
    let tags: Vec<_> = root.get("http://schema.org/keywords").filter_map(Item::as_str).collect();
    assert_eq!(tags, ["a", "b"]);
    let hashed = child(root, &format!("{OB}recipient")).get(&format!("{OB}hashed")).next().unwrap().as_value().unwrap();
    assert!(matches!(hashed.scalar, Scalar::Bool(false)));
    let mood = child(root, "https://w3id.org/openbadges/extensions#mood");
    assert!(mood.is_a("https://w3id.org/openbadges/extensions#Mood"));
    assert_eq!(expanded.pointer(mood.at).as_str(), "/extensions:mood");
}

// D-43: the only place where relative ids are resolved
#[test]
fn a_base_resolves_relative_ids() {
    let document =
        parse(r#"{"@context": "https://w3id.org/openbadges/v2", "id": "b/1", "type": "Assertion", "badge": "../c#x"}"#);
    let mut reading = Reading::default();
    reading.base = Some("https://example.org/place/".to_owned());
    let limits = Limits::default();
    let expanded = ld::expand_with(&document, &Contexts::builtin(), &reading, &limits).unwrap();
    let text = expanded.quads(&limits).unwrap().to_nquads();
    assert!(
        text.contains(
            "<https://example.org/place/b/1> <https://w3id.org/openbadges#badge> <https://example.org/c#x> ."
        )
    );
    reading.base = Some("place/".to_owned());
    let refusal = ld::expand_with(&document, &Contexts::builtin(), &reading, &limits).unwrap_err();
    assert_eq!(refusal, ld::LdError::BadBase);
}

// The addresses under w3id.org and openbadgespec.org are one document (section J of the extensions)
#[test]
fn extension_contexts_have_two_addresses() {
    for host in ["https://w3id.org/openbadges", "https://openbadgespec.org"] {
        for name in ["accessibilityExtension", "applyLinkExtension", "geoCoordinatesExtension", "recipientProfile"] {
            assert!(Contexts::builtin().knows(&format!("{host}/extensions/{name}/context.json")), "{host} {name}");
        }
    }
}
