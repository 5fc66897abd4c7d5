//! Documents and graphs that must be refused, each by name and place; and odd ones that must not.

mod ld_support;

use std::collections::BTreeMap;

use badge_core::json::{self, JsonError, Value};
use badge_core::ld::{self, CanonError, ContextFault, Contexts, FaultKind, Hash, LdError, RelatedForm, SyntaxFault};
use badge_core::limits::Limits;
use ld_support::{Failure, canonical, parse};

/// A small award under the contexts of Open Badges 3.0.3, with more members put into it.
fn award(context: &str, members: &str) -> Value {
    parse(&format!(
        r#"{{"@context": ["https://www.w3.org/ns/credentials/v2",
              "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"{context}],
             "type": ["VerifiableCredential", "OpenBadgeCredential"]{members}}}"#
    ))
}

fn faults(document: &Value) -> Vec<(String, FaultKind)> {
    let expanded = ld::expand(document, &Contexts::builtin(), &Limits::default()).unwrap();
    let faults = expanded.faults();
    let refusal = expanded.quads(&Limits::default()).map(|d| d.quads().len());
    assert_eq!(refusal, Err(LdError::Faulty { count: faults.len() }));
    faults.into_iter().map(|f| (f.at.as_str().to_owned(), f.kind)).collect()
}

fn refusal(document: &Value) -> LdError {
    ld::expand(document, &Contexts::builtin(), &Limits::default()).unwrap_err()
}

// OB3-DM-164: what no context defines, or what RDF would drop
#[test]
fn what_would_be_lost_is_named_with_its_place() {
    let s = |text: &str| text.to_owned();
    let ns = "https://example.org/ns#t";
    for (members, at, kind) in [
        (s(r#", "unheardOf": 1"#), s("/unheardOf"), FaultKind::UndefinedTerm(s("unheardOf"))),
        (
            s(r#", "evidence": [{"type": ["Evidence", "Unheard"]}]"#),
            s("/evidence/0/type/1"),
            FaultKind::UndefinedType(s("Unheard")),
        ),
        (s(r#", "id": "badge""#), s("/id"), FaultKind::RelativeId(s("badge"))),
        (
            s(r#", "credentialSubject": {"id": "me", "type": "AchievementSubject"}"#),
            s("/credentialSubject/id"),
            FaultKind::RelativeId(s("me")),
        ),
        (s(r#", "evidence": {"type": "Evidence", "id": "p/1"}"#), s("/evidence/id"), FaultKind::RelativeId(s("p/1"))),
        (s(r#", "id": "https://example.org/a b""#), s("/id"), FaultKind::InvalidIri(s("https://example.org/a b"))),
        (s(r#", "id": "@id""#), s("/id"), FaultKind::KeywordLike(s("@id"))),
        (s(r#", "@unheard": 1"#), s("/@unheard"), FaultKind::KeywordLike(s("@unheard"))),
        (s(r#", "@vocab": "https://example.org/""#), s("/@vocab"), FaultKind::KeywordLike(s("@vocab"))),
        (s(r#", "_:p": 1"#), s("/_:p"), FaultKind::BlankProperty(s("_:p"))),
        (s(r#", "@language": "fr""#), s("/@language"), FaultKind::LanguageOfNode(s("fr"))),
        (
            format!(r#", "{ns}": {{"@value": "a", "@language": "fr_FR"}}"#),
            s("/https:~1~1example.org~1ns#t/@language"),
            FaultKind::BadLanguageTag(s("fr_FR")),
        ),
        (
            format!(r#", "{ns}": {{"@value": "a", "@direction": "rtl"}}"#),
            s("/https:~1~1example.org~1ns#t/@direction"),
            FaultKind::Direction(s("rtl")),
        ),
        (format!(r#", "{ns}": {{"@value": null}}"#), s("/https:~1~1example.org~1ns#t/@value"), FaultKind::NullValue),
        (
            format!(r#", "{ns}": {{"@value": "a", "@type": "Unheard"}}"#),
            s("/https:~1~1example.org~1ns#t/@type"),
            FaultKind::UndefinedType(s("Unheard")),
        ),
        (s(r#", "proof": {}"#), s("/proof"), FaultKind::SaysNothing),
        (s(r#", "proof": "urn:x""#), s("/proof"), FaultKind::SaysNothing),
    ] {
        assert_eq!(faults(&award("", &members)), [(at, kind)], "{members}");
    }
    let nulled = award(r#", {"gone": null}"#, r#", "gone": 1"#);
    assert_eq!(faults(&nulled), [(s("/gone"), FaultKind::TermMappedToNull(s("gone")))]);
    let by_word = award(r#", {"kind": {"@id": "urn:k", "@type": "@vocab"}, "gone": null}"#, r#", "kind": "gone""#);
    assert_eq!(faults(&by_word), [(s("/kind"), FaultKind::TermMappedToNull(s("gone")))]);
    for floating in [r#"["a"]"#, r#"{"@value": "a"}"#, r#"{"@list": ["a"]}"#, "7"] {
        assert!(faults(&parse(floating)).iter().all(|(_, kind)| *kind == FaultKind::FreeFloating), "{floating}");
    }
    assert_eq!(faults(&parse(r#"{"@id": "urn:x"}"#)), [(String::new(), FaultKind::SaysNothing)]);
}

// All of them at once, so that a person can mend a document in one go
#[test]
fn all_faults_are_told_together() {
    let found = faults(&award("", r#", "a": 1, "b": {"c": 2}, "issuer": {"type": "Profile", "id": "x", "d": 3}"#));
    let at: Vec<&str> = found.iter().map(|(at, _)| at.as_str()).collect();
    assert_eq!(at, ["/a", "/b", "/issuer/id", "/issuer/d"]);
}

// OB3-DM-163: protected terms stay
#[test]
fn contexts_cannot_take_meaning_away() {
    let at = |path: &str| json_pointer(path);
    let redefined = award(r#", {"name": "https://evil.example.org/name"}"#, "");
    assert_eq!(refusal(&redefined), LdError::ProtectedTerm { term: "name".into(), at: at("/@context/2") });
    let inside = award("", r#", "issuer": {"@context": {"id": "https://evil.example.org/id"}, "type": "Profile"}"#);
    assert_eq!(refusal(&inside), LdError::ProtectedTerm { term: "id".into(), at: at("/issuer/@context") });
    assert_eq!(refusal(&award(", null", "")), LdError::ProtectedTermsDropped { at: at("/@context/2") });
    let inside = award("", r#", "issuer": {"@context": null, "type": "Profile"}"#);
    assert_eq!(refusal(&inside), LdError::ProtectedTermsDropped { at: at("/issuer/@context") });
    // The same definition again is no redefinition.
    let again = award(r#", {"name": {"@id": "https://schema.org/name"}}"#, r#", "name": "Laser""#);
    assert!(canonical(&again, &Contexts::builtin(), Hash::Sha256).is_ok());
    // A prefix that built-in contexts use cannot be turned under their feet either.
    let prefix = award(r#", {"cred": "https://evil.example.org/"}"#, r#", "name": "Laser""#);
    assert!(canonical(&prefix, &Contexts::builtin(), Hash::Sha256).unwrap().text.contains("schema.org/name"));
}

#[test]
fn unknown_contexts_are_refused_unless_passed_over() {
    let url = "https://example.org/unknown/v1";
    let document = award(&format!(r#", "{url}""#), r#", "mystery": 1"#);
    assert_eq!(refusal(&document), LdError::UnknownContext { url: url.into(), at: json_pointer("/@context/2") });
    let mut reading = ld::Reading::default();
    reading.skip_unknown_contexts = true;
    let expanded = ld::expand_with(&document, &Contexts::builtin(), &reading, &Limits::default()).unwrap();
    let kinds: Vec<FaultKind> = expanded.faults().into_iter().map(|f| f.kind).collect();
    assert_eq!(kinds, [FaultKind::UnknownContext(url.into()), FaultKind::UndefinedTerm("mystery".into())]);
    assert!(expanded.quads(&Limits::default()).is_err());

    let given = BTreeMap::from([(url.to_owned(), parse(r#"{"@context": {"mystery": "https://example.org/m"}}"#))]);
    let known = Contexts::builtin().with_remote(&given, &Limits::default()).unwrap();
    assert!(canonical(&document, &known, Hash::Sha256).unwrap().text.contains("<https://example.org/m> \"1\""));
}

#[test]
fn a_given_context_never_replaces_a_built_in_one() {
    let url = "https://www.w3.org/ns/credentials/v2";
    let given = BTreeMap::from([(url.to_owned(), parse(r#"{"@context": {"@vocab": "https://evil.example.org/"}}"#))]);
    let known = Contexts::builtin().with_remote(&given, &Limits::default()).unwrap();
    let document = award("", r#", "anything": 1"#);
    assert!(matches!(canonical(&document, &known, Hash::Sha256), Err(Failure::Faults(f)) if f.len() == 1));
}

#[test]
fn unsupported_keywords_are_refused_by_name() {
    for (context, members, feature, at) in [
        (r#", {"@import": "https://www.w3.org/ns/credentials/v2"}"#, "", "@import", "/@context/2"),
        (r#", {"@base": "https://example.org/"}"#, "", "@base", "/@context/2"),
        (r#", {"back": {"@reverse": "urn:x"}}"#, "", "@reverse", "/@context/2"),
        (r#", {"nested": "@nest"}"#, r#", "nested": {"name": "x"}"#, "nested", "/nested"),
        (r#", {"m": {"@id": "urn:m", "@container": "@index"}}"#, "", "@container @index", "/@context/2"),
        (r#", {"m": {"@id": "urn:m", "@container": "@id"}}"#, "", "@container @id", "/@context/2"),
        (r#", {"m": {"@id": "urn:m", "@container": ["@type", "@set"]}}"#, "", "@container @type", "/@context/2"),
        ("", r#", "@reverse": {"urn:x": "urn:y"}"#, "@reverse", "/@reverse"),
        ("", r#", "@included": []"#, "@included", "/@included"),
        ("", r#", "@index": "x""#, "@index", "/@index"),
    ] {
        let expected = LdError::Unsupported { feature: feature.into(), at: json_pointer(at) };
        assert_eq!(refusal(&award(context, members)), expected);
    }
}

#[test]
fn impossible_contexts_and_values_are_refused_by_name() {
    for (context, fault) in [
        ("7", ContextFault::NotAContext),
        (r#"{"@version": 1.0}"#, ContextFault::Version),
        (r#"{"@vocab": "x y"}"#, ContextFault::Value("@vocab".into())),
        (r#"{"@language": "fr_FR"}"#, ContextFault::Value("@language".into())),
        (r#"{"@type": "urn:x"}"#, ContextFault::KeywordRedefined("@type".into())),
        (r#"{"@foo": "urn:x"}"#, ContextFault::KeywordLike("@foo".into())),
        (r#"{"foo": "@foo"}"#, ContextFault::KeywordLike("@foo".into())),
        (r#"{"foo": "@context"}"#, ContextFault::KeywordRedefined("@context".into())),
        (r#"{"a": "b:x", "b": "a:y"}"#, ContextFault::Cyclic("a".into())),
        (r#"{"a": "relative"}"#, ContextFault::NoIri("a".into())),
        (r#"{"a": "urn:x y"}"#, ContextFault::NoIri("a".into())),
        (r#"{"a": {"@type": "@id"}}"#, ContextFault::NoIri("a".into())),
        (r#"{"https://a.example/": "urn:x"}"#, ContextFault::NoIri("https://a.example/".into())),
        (r#"{"a": 7}"#, ContextFault::Definition("a".into())),
        (r#"{"a": {"@id": "urn:x", "@foo": 1}}"#, ContextFault::Definition("a".into())),
        (r#"{"a": {"@id": "urn:x", "@type": "relative"}}"#, ContextFault::Coercion("a".into())),
        (r#"{"a": {"@id": "urn:x", "@container": ["@list", "@set"]}}"#, ContextFault::Container("a".into())),
    ] {
        let found = refusal(&parse(&format!(r#"{{"@context": {context}, "@id": "urn:x"}}"#)));
        assert_eq!(found, LdError::BadContext { at: json_pointer("/@context"), fault }, "{context}");
    }
    for (members, fault, at) in [
        (r#", "id": 7"#, SyntaxFault::Id, "/id"),
        (r#", "id": ["urn:x"]"#, SyntaxFault::Id, "/id"),
        (r#", "type": null"#, SyntaxFault::Type, "/type"),
        (r#", "@graph": 7"#, SyntaxFault::Graph, "/@graph"),
        (r#", "urn:t": {"@value": 7, "@language": "fr"}"#, SyntaxFault::Language, "/urn:t"),
        (r#", "urn:t": {"@value": "a", "@language": 7}"#, SyntaxFault::Language, "/urn:t/@language"),
        (r#", "urn:t": {"@value": "a", "@direction": "up"}"#, SyntaxFault::Direction, "/urn:t/@direction"),
        (r#", "urn:t": {"@value": []}"#, SyntaxFault::Value, "/urn:t"),
        (r#", "urn:t": {"@value": "a", "urn:u": "b"}"#, SyntaxFault::Value, "/urn:t"),
        (r#", "urn:t": {"@value": "a", "@type": "urn:u", "@language": "fr"}"#, SyntaxFault::Value, "/urn:t"),
        (r#", "urn:t": {"@list": [], "@id": "urn:u"}"#, SyntaxFault::SetOrList, "/urn:t"),
        (r#", "id": "urn:a", "@id": "urn:b""#, SyntaxFault::Colliding, ""),
    ] {
        assert_eq!(refusal(&with(members)), LdError::Syntax { at: json_pointer(at), fault }, "{members}");
    }
}

/// A node with these members and the terms of Verifiable Credentials 2.0.
fn with(members: &str) -> Value {
    parse(&format!(r#"{{"@context": "https://www.w3.org/ns/credentials/v2"{members}}}"#))
}

/// A pointer from its text.
fn json_pointer(text: &str) -> json::Pointer {
    text.split('/').skip(1).fold(json::Pointer::root(), |at, step| match step.parse() {
        Ok(index) => at.entry(index),
        Err(_) => at.member(&step.replace("~1", "/").replace("~0", "~")),
    })
}

#[test]
fn every_bound_is_reached() {
    // Nesting: the parser stops it, and so does the reader of a value that was built otherwise.
    let deep = format!("{}1{}", "{\"urn:a\":".repeat(6_000), "}".repeat(6_000));
    assert_eq!(json::parse(deep.as_bytes(), &Limits::default()), Err(JsonError::TooDeep { limit: 64 }));
    let mut built = Value::Bool(true);
    for _ in 0..6_000 {
        built = json::object([("urn:a", built)]).into();
    }
    assert_eq!(refusal(&built), LdError::TooDeep { limit: 64 });

    // Contexts that name one another.
    let pair = BTreeMap::from([
        ("https://example.org/a".to_owned(), parse(r#"{"@context": ["https://example.org/b"]}"#)),
        ("https://example.org/b".to_owned(), parse(r#"{"@context": "https://example.org/a"}"#)),
    ]);
    let known = Contexts::builtin().with_remote(&pair, &Limits::default()).unwrap();
    let document = parse(r#"{"@context": "https://example.org/a", "@id": "urn:x"}"#);
    let found = ld::expand(&document, &known, &Limits::default()).unwrap_err();
    assert_eq!(found, LdError::ContextsTooDeep { limit: 16, at: json_pointer("/@context") });

    // Contexts of the document's own, one for each node.
    let many: Vec<String> = (0..600).map(|n| format!(r#"{{"@context": {{"t{n}": "urn:t"}}, "t{n}": 1}}"#)).collect();
    let document = parse(&format!(r#"{{"urn:a": [{}]}}"#, many.join(",")));
    assert_eq!(refusal(&document), LdError::TooManyContexts { limit: 512 });

    // Quads.
    let mut limits = Limits::default();
    limits.quads = 3;
    let document = parse(r#"{"@id": "urn:x", "urn:a": [1, 2, 3, 4]}"#);
    let expanded = ld::expand(&document, &Contexts::builtin(), &limits).unwrap();
    assert_eq!(expanded.quads(&limits).map(|d| d.quads().len()), Err(LdError::TooManyQuads { limit: 3 }));
}

fn canon(nquads: &str) -> Result<ld::Canonical, CanonError> {
    let limits = Limits::default();
    let dataset = ld::parse_nquads(nquads, &limits).unwrap();
    ld::canonicalize(&dataset, Hash::Sha256, RelatedForm::List, &limits)
}

fn clique(size: usize) -> String {
    let pairs = (0..size).flat_map(|a| (0..size).filter(move |b| a != *b).map(move |b| (a, b)));
    pairs.map(|(a, b)| format!("_:n{a} <urn:p> _:n{b} .\n")).collect()
}

fn ring(size: usize, turn: usize) -> String {
    (0..size).map(|a| format!("_:n{} <urn:p> _:n{} .\n", (a * turn) % size, ((a + 1) % size * turn) % size)).collect()
}

// A graph that is built to cost time is given up after a bounded amount of work: without the bounds, this would run on
// for years.
#[test]
fn poison_graphs_are_given_up() {
    assert!(canon(&clique(4)).is_ok());
    for size in [8, 10, 40] {
        let refusal = canon(&clique(size)).unwrap_err();
        assert!(matches!(refusal, CanonError::TooManyCalls { .. } | CanonError::TooManyPermutations { .. }), "{size}");
    }
    // One node with very many blank neighbours that all look alike.
    let star: String = (0..5_000).map(|n| format!("_:hub <urn:p> _:n{n} .\n")).collect();
    assert!(canon(&star).is_err());
    // A long chain that ends in itself: deep recursion.
    assert_eq!(canon(&ring(3_000, 1)), Err(CanonError::TooManyCalls { limit: 4_000 }));
    // One blank graph with very many quads about one blank node.
    let graph: String = (0..9_000).map(|n| format!("_:a <urn:p{n}> _:b _:g .\n_:c <urn:p{n}> _:d _:h .\n")).collect();
    assert!(canon(&graph).is_err());
}

#[test]
fn rings_get_the_same_labels_wherever_they_begin() {
    let expected = canon(&ring(50, 1)).unwrap().text;
    assert_eq!(expected.lines().count(), 50);
    for turn in [3, 7, 49] {
        assert_eq!(canon(&ring(50, turn)).unwrap().text, expected, "{turn}");
    }
}

// Odd, but as the specifications want it
#[test]
fn odd_documents_that_are_right() {
    let known = Contexts::builtin();
    let text = |document: &Value| canonical(document, &known, Hash::Sha256).unwrap_or_else(|e| panic!("{e:?}")).text;
    // Two types with a context each on one node: both count.
    let both = text(&award(
        "",
        r#", "credentialSubject": {"id": "urn:s", "type": ["AchievementSubject", "Profile"], "email": "a@example.org", "role": "aide"}"#,
    ));
    assert!(both.contains("/email>") && both.contains("#role>"), "{both}");
    // The context of a type does not reach the nodes below.
    let below = award(
        "",
        r#", "credentialSubject": {"type": "AchievementSubject", "source": {"id": "urn:p", "type": "Profile", "role": "x"}}"#,
    );
    assert_eq!(
        faults(&below),
        [("/credentialSubject/source/role".to_owned(), FaultKind::UndefinedTerm("role".into()))]
    );
    // A subject without a name is a blank node.
    assert!(
        text(&award("", r#", "credentialSubject": {"type": "AchievementSubject"}"#))
            .contains("#credentialSubject> _:c14n")
    );
    // The https spelling of XML Schema is kept as published (OB3-DM-162).
    let url = text(&award("", r#", "issuer": {"id": "urn:i", "type": "Profile", "url": "https://example.org/"}"#));
    assert!(url.contains("\"https://example.org/\"^^<https://www.w3.org/2001/XMLSchema#anyURI>"), "{url}");
    // Nulls and empty lists say nothing, and are no fault (OB3-DM-01).
    assert_eq!(text(&award("", r#", "name": null, "endorsement": []"#)), text(&award("", "")));
    // JSON is canonical JSON.
    let json = text(&award(r#", {"j": {"@id": "urn:j", "@type": "@json"}}"#, r#", "j": {"b": [1.0, null], "a": "é"}"#));
    assert!(
        json.contains(r#""{\"a\":\"é\",\"b\":[1,null]}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>"#),
        "{json}"
    );
    // An empty list is a list, an empty object a thing.
    let list = text(&award(r#", {"l": {"@id": "urn:l", "@container": "@list"}}"#, r#", "l": [], "urn:e": {}"#));
    assert!(
        list.contains("<urn:l> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>") && list.contains("<urn:e> _:c14n")
    );
}
