//! The rules of JSON-LD 1.1 one by one: small documents of our own, what they mean, and what is refused in them.
//!
//! `fixtures/vectors/ld/rules.json` has what PyLD makes of each document. Here too is what PyLD accepts and a reader of
//! credentials should not, with the place and the name of what is wrong.

mod ld_support;

use badge_core::json::{self, Pointer, Value};
use badge_core::ld::{self, ContextFault, Contexts, FaultKind, Hash, LdError, Reading, SyntaxFault};
use badge_core::limits::Limits;
use ld_support::{canonical, parse, read, repository};

// OB3-PRF-20: what is signed is what these rules make of a document.
#[test]
fn every_rule_gives_the_statements_that_others_find() {
    let rules = read(repository("fixtures/vectors/ld/rules.json"));
    let mut wrong = Vec::new();
    for rule in rules.many() {
        let shows = rule.get("shows").and_then(Value::as_str).expect("what it shows");
        let expected: Vec<&str> =
            rule.get("canonical").expect("the form").many().iter().filter_map(Value::as_str).collect();
        let found = canonical(rule.get("document").expect("a document"), &Contexts::builtin(), Hash::Sha256);
        match found {
            Ok(found) if found.text.lines().eq(expected.iter().copied()) => {}
            found => wrong.push(format!("{shows}:\n  {:?}\n  not {expected:?}", found.map(|f| f.text))),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rules.many().len() > 50);
}

/// A thing that says something, with these members besides.
fn document(context: &str, members: &str) -> Value {
    parse(&format!(r#"{{"@context": {context}, "@id": "urn:x", "urn:here": 1{members}}}"#))
}

fn refused(document: &Value) -> Result<usize, LdError> {
    ld::expand(document, &Contexts::builtin(), &Limits::default()).map(|expanded| expanded.faults().len())
}

fn at(text: &str) -> Pointer {
    text.split('/').skip(1).fold(Pointer::root(), |at, step| match step.parse() {
        Ok(index) => at.entry(index),
        Err(_) => at.member(step),
    })
}

/// Contexts that mean nothing that one could rely on, with the fault of each.
#[test]
fn contexts_that_are_no_contexts_are_refused_by_name() {
    use ContextFault::{Coercion, Container, Cyclic, Definition, KeywordLike, KeywordRedefined, NoIri, Value, Version};
    let mut wrong = Vec::new();
    for (context, fault) in [
        (r#"{"@version": "1.1"}"#, Version),
        (r#"{"@protected": "yes"}"#, Value("@protected".into())),
        (r#"{"@propagate": 1}"#, Value("@propagate".into())),
        (r#"{"@vocab": 7}"#, Value("@vocab".into())),
        (r#"{"@vocab": "relative"}"#, Value("@vocab".into())),
        (r#"[{"kind": "@type"}, {"@vocab": "kind"}]"#, Value("@vocab".into())),
        (r#"{"@language": 7}"#, Value("@language".into())),
        (r#"{"@type": {}}"#, KeywordRedefined("@type".into())),
        (r#"{"@type": {"@container": "@list"}}"#, KeywordRedefined("@type".into())),
        (r#"{"@type": {"@container": "@set", "@id": "urn:t"}}"#, KeywordRedefined("@type".into())),
        (r#"{"@type": {"@container": "@set", "@protected": "yes"}}"#, KeywordRedefined("@type".into())),
        (r#"{"": "urn:x"}"#, Definition(String::new())),
        (r#"{"a": true}"#, Definition("a".into())),
        (r#"{"a": {"@id": 7}}"#, NoIri("a".into())),
        (r#"{"a": {"@id": "urn:x", "@type": 7}}"#, Coercion("a".into())),
        (r#"{"a": {"@id": "urn:x", "@type": "_:b"}}"#, Coercion("a".into())),
        (r#"{"a": {"@id": "urn:x", "@type": "@list"}}"#, Coercion("a".into())),
        (r#"{"a": {"@id": "urn:x", "@container": 7}}"#, Container("a".into())),
        (r#"{"a": {"@id": "urn:x", "@container": "@foo"}}"#, Container("a".into())),
        (r#"{"a": {"@id": "urn:x", "@container": ["@list", "@graph"]}}"#, Container("a".into())),
        (r#"{"a": {"@id": "urn:x", "@container": ["@graph", "@language", "@set"]}}"#, Container("a".into())),
        (r#"{"a": {"@id": "urn:x", "@prefix": "yes"}}"#, Definition("a".into())),
        (r#"{"a:b": {"@id": "a:b", "@prefix": true}}"#, Definition("a:b".into())),
        (r#"{"a/b": {"@id": "urn:x", "@prefix": true}}"#, Definition("a/b".into())),
        (r#"{"a": {"@id": "urn:x", "@protected": "yes"}}"#, Definition("a".into())),
        (r#"{"a": {"@id": "urn:x", "@language": 7}}"#, Definition("a".into())),
        (r#"{"a": {"@id": "urn:x", "@language": "fr_FR"}}"#, Definition("a".into())),
        (r#"{"a": {"@id": "@foo"}}"#, KeywordLike("@foo".into())),
        (r#"{"a": {"@id": "urn:x", "@type": "@foo"}}"#, KeywordLike("@foo".into())),
        (r#"{"a": {"@id": "@type", "@prefix": true}}"#, Definition("a".into())),
        (r#"{"a": {"@id": "@type", "@prefix": false}}"#, Definition("a".into())),
        (r#"{"a": {"@id": "@id", "@context": {}}}"#, Definition("a".into())),
        (r#"{"a": {"@id": "@id", "@container": "@list"}}"#, Definition("a".into())),
        (r#"{"a": {"@id": "@id", "@container": "@language"}}"#, Definition("a".into())),
        (r#"{"a": {"@id": "@id", "@container": "@graph"}}"#, Definition("a".into())),
        // A term cannot be made of one that is left out, or of a keyword, and not of itself.
        (r#"{"a": null, "b": "a"}"#, NoIri("b".into())),
        (r#"{"a": null, "a:b": {"@type": "@id"}}"#, NoIri("a:b".into())),
        (r#"{"a": "@type", "a:b": {"@type": "@id"}}"#, NoIri("a:b".into())),
        (r#"{"a": {"@type": "@id"}}"#, NoIri("a".into())),
        (r#"{"a": "a:b"}"#, Cyclic("a".into())),
        (r#"{"a": {"@id": "urn:x", "@type": "a:b"}}"#, Cyclic("a".into())),
        (r#"{"ex": "https://e.example/", "ex:a": "https://e.example/b"}"#, NoIri("ex:a".into())),
        (r#"{"@vocab": "https://v.example/", "a/b": "https://v.example/c"}"#, NoIri("a/b".into())),
    ] {
        let expected = Err(LdError::BadContext {
            at: at(if context.starts_with('[') { "/@context/1" } else { "/@context" }),
            fault,
        });
        let found = refused(&document(context, ""));
        if found != expected {
            wrong.push(format!("{context}: {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A list within the list, and a context of a type that takes all away.
    let within = refused(&document(r#"[[{"a": "urn:a"}]]"#, ""));
    assert_eq!(within, Err(LdError::BadContext { at: at("/@context/0"), fault: ContextFault::NotAContext }));
    let null = refused(&document(r#"{"T": {"@id": "urn:T", "@context": null}}"#, r#", "@type": "T""#));
    assert_eq!(null, Err(LdError::BadContext { at: Pointer::root(), fault: ContextFault::NullForType }));
}

/// What is not read, and said by name: `@propagate` where implementations differ, and what no credential needs.
#[test]
fn what_is_not_read_is_named() {
    let there = |feature: &str, pointer: &str| Err(LdError::Unsupported { feature: feature.into(), at: at(pointer) });
    for (context, members, feature, pointer) in [
        (r#"{"@direction": "ltr"}"#, "", "@direction", "/@context"),
        (r#"{"a": {"@id": "urn:a", "@direction": "ltr"}}"#, "", "@direction", "/@context"),
        (r#"{"a": {"@id": "urn:a", "@nest": "b"}}"#, "", "@nest", "/@context"),
        (r#"{"a": {"@id": "urn:a", "@index": "b"}}"#, "", "@index", "/@context"),
        (r#"[{"@propagate": false}]"#, "", "@propagate", "/@context/0"),
        (r#"[{"a": "urn:a"}, {"@propagate": true}]"#, "", "@propagate", "/@context/1"),
        (r#"{"p": {"@id": "urn:p", "@context": [{"@propagate": true}]}}"#, r#", "p": {}"#, "@propagate", "/p"),
        (r#"{"T": {"@id": "urn:T", "@context": [{"@propagate": false}]}}"#, r#", "@type": "T""#, "@propagate", ""),
    ] {
        assert_eq!(refused(&document(context, members)), there(feature, pointer), "{context}");
    }
    // Nor in the context of a property of a document that was fetched, nor there at the top.
    let url = "https://example.org/c";
    let scoped = parse(r#"{"@context": {"p": {"@id": "urn:p", "@context": {"@propagate": true}}}}"#);
    let known = Contexts::builtin().with_remote(&[(url.to_owned(), scoped)].into(), &Limits::default()).unwrap();
    let uses = document(&format!("\"{url}\""), r#", "p": {}"#);
    let found = ld::expand(&uses, &known, &Limits::default());
    assert_eq!(found.map(|_| 0), there("@propagate", "/p"));
    for context in [r#"{"@propagate": true}"#, r#"{"@propagate": false}"#] {
        let given = [(url.to_owned(), parse(&format!(r#"{{"@context": {context}}}"#)))].into();
        let known = Contexts::builtin().with_remote(&given, &Limits::default()).unwrap();
        let document = document(&format!("\"{url}\""), "");
        let found = ld::expand(&document, &known, &Limits::default());
        assert_eq!(found.map(|_| 0), there("@propagate", "/@context"));
    }
}

// OB3-DM-164: a protected term means what it meant; the same definition again is none of another kind.
#[test]
fn protected_terms_differ_in_whatever_their_definitions_differ() {
    let base = r#"{"@id": "urn:t", "@type": "@id", "@container": "@set", "@prefix": true, "@language": "fr",
        "@context": {"a": "urn:a", "b": "urn:b"}}"#;
    let again_with = |first: &str, second: &str| {
        let context = format!(r#"[{{"@protected": true, "t": {first}}}, {{"t": {second}}}]"#);
        refused(&document(&context, ""))
    };
    let again = |definition: &str| again_with(base, definition);
    assert_eq!(again(base), Ok(0));
    let redefined = Err(LdError::ProtectedTerm { term: "t".into(), at: at("/@context/1") });
    for (from, to) in [
        ("urn:t", "urn:u"),
        (r#""@type": "@id""#, r#""@type": "@vocab""#),
        (r#""@container": "@set""#, r#""@container": "@list""#),
        (r#""@prefix": true"#, r#""@prefix": false"#),
        (r#""a": "urn:a""#, r#""a": "urn:other""#),
        (r#""a": "urn:a""#, r#""a": {"@id": "urn:a", "@type": "@id"}"#),
        (r#""a": "urn:a""#, r#""a": {"@id": "urn:a", "@container": "@set"}"#),
        (r#""a": "urn:a""#, r#""a": {"@id": "urn:a", "@protected": true}"#),
        (r#""a": "urn:a""#, r#""a": {"@id": "urn:a", "@prefix": true}"#),
        (r#""a": "urn:a""#, r#""a": {"@id": "urn:a", "@language": "fr"}"#),
        (r#""a": "urn:a""#, r#""a": {"@id": "urn:a", "@context": {}}"#),
        (r#""a": "urn:a""#, r#""z": "urn:a""#),
        (r#", "b": "urn:b""#, ""),
        (r#""b": "urn:b""#, r#""b": "urn:b", "c": "urn:c""#),
        (r#""b": "urn:b""#, r#""b": "urn:b", "@protected": true"#),
        (r#""b": "urn:b""#, r#""b": "urn:b", "@vocab": "urn:v:""#),
        (r#""b": "urn:b""#, r#""b": "urn:b", "@language": "fr""#),
        (r#""b": "urn:b""#, r#""b": "urn:b", "@propagate": true"#),
        (r#"{"a": "urn:a", "b": "urn:b"}"#, "null"),
        (r#"{"a": "urn:a", "b": "urn:b"}"#, r#"[{"a": "urn:a", "b": "urn:b"}]"#),
        (r#"{"a": "urn:a", "b": "urn:b"}"#, r#""https://www.w3.org/ns/credentials/v2""#),
    ] {
        let changed = base.replace(from, to);
        assert_ne!(changed, base, "{from}");
        assert_eq!(again(&changed), redefined, "{to}");
    }
    // Contexts of other shapes are compared as well.
    let scoped = |scope: &str| again_with(&base.replace(r#"{"a": "urn:a", "b": "urn:b"}"#, scope), base);
    let v2 = "\"https://www.w3.org/ns/credentials/v2\"";
    for scope in ["null", v2, r#"[{"a": "urn:a"}, null]"#] {
        let term = base.replace(r#"{"a": "urn:a", "b": "urn:b"}"#, scope);
        assert_eq!(again_with(&term, &term), Ok(0), "{scope}");
        assert_eq!(scoped(scope), redefined, "{scope}");
    }
    let lists = [r#"[{"a": "urn:a"}]"#, r#"[{"a": "urn:b"}]"#]
        .map(|scope| base.replace(r#"{"a": "urn:a", "b": "urn:b"}"#, scope));
    assert_eq!(again_with(&lists[0], &lists[1]), redefined);
    let urls =
        [v2, "\"https://w3id.org/openbadges/v2\""].map(|scope| base.replace(r#"{"a": "urn:a", "b": "urn:b"}"#, scope));
    assert_eq!(again_with(&urls[0], &urls[1]), redefined);
    // The language counts where there is no type beside it.
    let spoken = |first: &str, second: &str| {
        let term =
            |language: &str| format!(r#"{{"t": {{"@id": "urn:t", "@language": {language}, "@protected": true}}}}"#);
        refused(&document(&format!("[{}, {}]", term(first), term(second)), ""))
    };
    assert_eq!((spoken("\"fr\"", "\"FR\""), spoken("\"fr\"", "null")), (Ok(0), redefined.clone()));
    // Once protected, always protected; and what is not, is not.
    let thrice = r#"[{"t": {"@id": "urn:t", "@protected": true}}, {"t": {"@id": "urn:t"}}, {"t": "urn:u"}]"#;
    let third = LdError::ProtectedTerm { term: "t".into(), at: at("/@context/2") };
    assert_eq!(refused(&document(thrice, "")), Err(third));
    assert_eq!(refused(&document(r#"[{"t": "urn:t"}, {"t": "urn:u"}, null]"#, "")), Ok(0));
    let dropped = LdError::ProtectedTermsDropped { at: at("/@context/1") };
    assert_eq!(refused(&document(r#"[{"t": {"@id": "urn:t", "@protected": true}}, null]"#, "")), Err(dropped));
}

/// What stands in a document and would be lost, or be read otherwise than it is written.
#[test]
fn what_has_no_meaning_is_told_where_it_stands() {
    let s = |text: &str| text.to_owned();
    let mut wrong = Vec::new();
    for (context, members, expected) in [
        (r#"[{"@vocab": "urn:v:"}, {"@vocab": null}]"#, r#", "w": 1"#, vec![("/w", FaultKind::UndefinedTerm(s("w")))]),
        // A value that brings a context is read without that of the type around it.
        (
            r#"{"T": {"@id": "urn:T", "@context": {"val": "@value"}}, "n": "urn:n"}"#,
            r#", "@type": "T", "n": {"@context": {"z": "urn:z"}, "val": "a"}"#,
            vec![("/n/val", FaultKind::UndefinedTerm(s("val")))],
        ),
        ("{}", r#", "urn:a b": 1"#, vec![("/urn:a b", FaultKind::InvalidIri(s("urn:a b")))]),
        (
            r#"{"@vocab": "urn:v:", "i": {"@type": "@id"}}"#,
            r#", "i": "w""#,
            vec![("/i", FaultKind::RelativeId(s("w")))],
        ),
        (r#"{"w": null}"#, r#", "w": 1"#, vec![("/w", FaultKind::TermMappedToNull(s("w")))]),
        (r#"{"w": "_:b"}"#, r#", "w": 1"#, vec![("/w", FaultKind::BlankProperty(s("w")))]),
        (
            r#"{"v": {"@id": "urn:v", "@type": "@vocab"}, "w": null}"#,
            r#", "v": "w""#,
            vec![("/v", FaultKind::TermMappedToNull(s("w")))],
        ),
        (
            r#"{"v": {"@id": "urn:v", "@type": "@vocab"}}"#,
            r#", "v": ["urn:a", "w"]"#,
            vec![("/v/1", FaultKind::RelativeId(s("w")))],
        ),
        (
            r#"{"i": {"@id": "urn:i", "@type": "@id"}}"#,
            r#", "i": "@type""#,
            vec![("/i", FaultKind::KeywordLike(s("@type")))],
        ),
        (
            r#"{"i": {"@id": "urn:i", "@type": "@id"}}"#,
            r#", "i": "@typo""#,
            vec![("/i", FaultKind::KeywordLike(s("@typo")))],
        ),
        (r#"{}"#, r#", "@type": ["urn:T", "urn:a b"]"#, vec![("/@type/1", FaultKind::InvalidIri(s("urn:a b")))]),
        (r#"{}"#, r#", "@type": "T""#, vec![("/@type", FaultKind::UndefinedType(s("T")))]),
        (
            r#"{"m": {"@id": "urn:m", "@container": "@language"}}"#,
            r#", "m": {"fr": "a", "fr_FR": "b"}"#,
            vec![("/m/fr_FR", FaultKind::BadLanguageTag(s("fr_FR")))],
        ),
        (
            r#"{"g": {"@id": "urn:g", "@container": "@graph"}}"#,
            r#", "g": [{"@id": "urn:y"}, "text"]"#,
            vec![("/g/0", FaultKind::SaysNothing), ("/g/1", FaultKind::SaysNothing)],
        ),
        (
            r#"{"p": "urn:p"}"#,
            r#", "@graph": ["text", {"@id": "urn:y", "p": 1}]"#,
            vec![("/@graph/0", FaultKind::FreeFloating)],
        ),
        (
            r#"{"p": "urn:p"}"#,
            r#", "p": {"@value": "a", "@direction": "rtl"}"#,
            vec![("/p/@direction", FaultKind::Direction(s("rtl")))],
        ),
    ] {
        let document = document(context, members);
        let found = ld::expand(&document, &Contexts::builtin(), &Limits::default()).map(|expanded| {
            expanded.faults().into_iter().map(|f| (f.at.as_str().to_owned(), f.kind)).collect::<Vec<_>>()
        });
        let expected: Vec<(String, FaultKind)> = expected.into_iter().map(|(at, kind)| (s(at), kind)).collect();
        if found.as_ref() != Ok(&expected) {
            wrong.push(format!("{context}{members}: {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn values_that_are_no_values_are_refused() {
    for (context, members, fault, pointer) in [
        (
            r#"{"m": {"@id": "urn:m", "@container": "@language"}}"#,
            r#", "m": {"fr": 7}"#,
            SyntaxFault::LanguageMap,
            "/m/fr",
        ),
        ("{}", r#", "@type": [7]"#, SyntaxFault::Type, "/@type"),
        ("{}", r#", "urn:p": {"@set": null}"#, SyntaxFault::SetOrList, "/urn:p/@set"),
        (r#"{"k": "@value"}"#, r#", "urn:p": {"k": 1, "@value": 1}"#, SyntaxFault::Colliding, "/urn:p"),
        ("{}", r#", "urn:p": {"@value": 1, "@id": "urn:y"}"#, SyntaxFault::Value, "/urn:p"),
        ("{}", r#", "urn:p": {"@value": 1, "@set": []}"#, SyntaxFault::Value, "/urn:p"),
        ("{}", r#", "urn:p": {"@value": 1, "@graph": []}"#, SyntaxFault::Value, "/urn:p"),
        ("{}", r#", "urn:p": {"@value": "a", "@type": ["urn:T", "urn:U"]}"#, SyntaxFault::Value, "/urn:p"),
        ("{}", r#", "urn:p": {"@value": 1, "@type": ["@json", "urn:U"]}"#, SyntaxFault::Value, "/urn:p"),
        ("{}", r#", "urn:p": {"@value": "a", "@type": "urn:T", "@direction": "ltr"}"#, SyntaxFault::Value, "/urn:p"),
        ("{}", r#", "urn:p": {"@value": "a", "@type": "_:T"}"#, SyntaxFault::Value, "/urn:p"),
        ("{}", r#", "urn:p": {"@value": {}}"#, SyntaxFault::Value, "/urn:p"),
        ("{}", r#", "urn:p": {"@value": true, "@language": "fr"}"#, SyntaxFault::Language, "/urn:p"),
        ("{}", r#", "urn:p": {"@set": [], "@list": []}"#, SyntaxFault::SetOrList, "/urn:p"),
        ("{}", r#", "urn:p": {"@set": [], "@type": "urn:T"}"#, SyntaxFault::SetOrList, "/urn:p"),
        ("{}", r#", "urn:p": {"@set": [], "@type": "urn:a b"}"#, SyntaxFault::SetOrList, "/urn:p"),
        ("{}", r#", "urn:p": {"@list": [], "urn:q": 1}"#, SyntaxFault::SetOrList, "/urn:p"),
        ("{}", r#", "urn:p": {"@list": [], "@graph": []}"#, SyntaxFault::SetOrList, "/urn:p"),
        (r#"{"k": "@graph"}"#, r#", "k": [], "@graph": []"#, SyntaxFault::Colliding, ""),
    ] {
        let expected = LdError::Syntax { at: at(pointer), fault };
        assert_eq!(refused(&document(context, members)), Err(expected), "{members}");
    }
}

/// Each bound from both sides.
#[test]
fn bounds_are_where_they_are_said_to_be() {
    // Names of terms: 1,024 bytes.
    let named = |length: usize| {
        let name = "n".repeat(length);
        refused(&document(&format!(r#"{{"{name}": "urn:n"}}"#), &format!(r#", "{name}": 1"#)))
    };
    assert_eq!(named(1_024), Ok(0));
    let fault = ContextFault::Definition("…".into());
    assert_eq!(named(1_025), Err(LdError::BadContext { at: at("/@context"), fault }));

    // Contexts of the document's own, and all their terms together.
    let mut one = Limits::default();
    one.contexts = 1;
    let with = |context: &str| ld::expand(&document(context, ""), &Contexts::builtin(), &one).map(|_| ());
    let terms = |count: usize| {
        let terms: Vec<String> = (0..count).map(|n| format!(r#""t{n}": "urn:t""#)).collect();
        format!("{{{}}}", terms.join(","))
    };
    assert_eq!((with(&terms(300)), with(&terms(301))), (Ok(()), Err(LdError::TooManyContexts { limit: 1 })));
    assert_eq!(with(r#"[{"a": "urn:a"}, {"b": "urn:b"}]"#), Err(LdError::TooManyContexts { limit: 1 }));

    // Contexts that name one another.
    let url = |n: usize| format!("https://example.org/{n}");
    let chain = |length: usize| {
        let link = |n: usize| {
            let next = if n + 1 == length { "{}".to_owned() } else { format!("\"{}\"", url(n + 1)) };
            (url(n), parse(&format!(r#"{{"@context": {next}}}"#)))
        };
        let known = Contexts::builtin().with_remote(&(0..length).map(link).collect(), &Limits::default()).unwrap();
        ld::expand(&document(&format!("\"{}\"", url(0)), ""), &known, &Limits::default()).map(|_| ())
    };
    let deep = Limits::default().context_depth;
    assert_eq!(chain(deep), Ok(()));
    assert_eq!(chain(deep + 1), Err(LdError::ContextsTooDeep { limit: deep, at: at("/@context") }));

    // Values within values, and contexts within contexts.
    let nest = |levels: usize, within: &str, innermost: Value| {
        let wrapped = |value: Value, _| match within {
            "[]" => Value::Array(vec![value]),
            member => json::object([(member, value)]).into(),
        };
        let value = json::object([("urn:p", (0..levels).fold(innermost, wrapped))]).into();
        ld::expand(&value, &Contexts::builtin(), &Limits::default()).map(|_| ())
    };
    let depth = Limits::default().json_depth;
    let too_deep = Err(LdError::TooDeep { limit: depth });
    for within in ["urn:p", "[]", "@graph", "@set"] {
        let found = [depth - 1, depth].map(|levels| nest(levels, within, json::object([]).into()));
        assert_eq!(found, [Ok(()), too_deep.clone()], "{within}");
    }
    for within in ["urn:p", "[]"] {
        let found = [depth - 1, depth].map(|levels| nest(levels, within, "a".into()));
        assert_eq!(found, [Ok(()), too_deep.clone()], "{within}");
    }
    let scopes = |levels: usize| {
        let context = (0..levels).fold(json::object([]), |inner, _| {
            let term = json::object([("@id", "urn:p".into()), ("@context", inner.into())]);
            json::object([("p", term.into())])
        });
        let document = json::object([("@context", context.into())]).into();
        ld::expand(&document, &Contexts::builtin(), &Limits::default()).map(|_| ())
    };
    assert_eq!((scopes(depth - 1), scopes(depth)), (Ok(()), Err(LdError::TooDeep { limit: depth })));
}

/// Against an address; a name without one is resolved, a word is not.
#[test]
fn references_are_resolved_only_when_asked() {
    let document = document(r#"{"i": {"@id": "urn:i", "@type": "@id"}}"#, r#", "i": ["../b?c", "", "a b"], "w": 1"#);
    let mut reading = Reading::default();
    reading.base = Some("https://e.example/x/y".to_owned());
    let expanded = ld::expand_with(&document, &Contexts::builtin(), &reading, &Limits::default()).unwrap();
    let ids: Vec<_> = expanded.root().unwrap().get("urn:i").filter_map(|i| i.as_node()?.iri()).collect();
    assert_eq!(ids, ["https://e.example/b?c", "https://e.example/x/y"]);
    let faults: Vec<FaultKind> = expanded.faults().into_iter().map(|f| f.kind).collect();
    assert_eq!(faults, [FaultKind::InvalidIri("a b".into()), FaultKind::UndefinedTerm("w".into())]);
    reading.base = Some("relative".to_owned());
    let found = ld::expand_with(&document, &Contexts::builtin(), &reading, &Limits::default());
    assert_eq!(found.map(|_| ()), Err(LdError::BadBase));
}

// OB3-DM-164: what is signed has to be called by the names that readers look for.
#[test]
fn what_is_called_otherwise_than_readers_expect_is_told() {
    const OB: &str =
        r#"["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json""#;
    let mut wrong = Vec::new();
    for (more, members, expected) in [
        ("", r#", "id": "urn:x", "type": "VerifiableCredential", "name": "n""#, vec![]),
        // The same in the words of the language itself.
        ("", r#", "@id": "urn:x""#, vec![("/@id", "@id")]),
        ("", r#", "@type": "VerifiableCredential""#, vec![("/@type", "@type")]),
        ("", r#", "name": {"@value": "n"}"#, vec![("/name", "@value")]),
        ("", r#", "name": {"@value": "n", "@language": "fr"}"#, vec![]),
        ("", r#", "urn:p": {"@value": "n"}"#, vec![]),
        ("", r#", "urn:p": {"@value": "n", "@type": "urn:D"}"#, vec![]),
        ("", r#", "urn:p": {"@value": "n", "type": "urn:D"}"#, vec![("/urn:p", "@value")]),
        ("", r#", "name": {"@set": ["n"]}"#, vec![("/name/@set", "@set")]),
        ("", r#", "urn:p": {"@list": ["n"]}"#, vec![("/urn:p/@list", "@list")]),
        ("", r#", "@graph": [{"type": "VerifiableCredential"}]"#, vec![("/@graph", "@graph")]),
        // By their addresses, with prefixes, and with terms of the document's own.
        ("", r#", "https://schema.org/name": "n""#, vec![("/https://schema.org/name", "https://schema.org/name")]),
        (
            "",
            r#", "type": "https://www.w3.org/2018/credentials#VerifiableCredential""#,
            vec![("/type", "https://www.w3.org/2018/credentials#VerifiableCredential")],
        ),
        (r#", {"s": "https://schema.org/"}"#, r#", "s:name": "n""#, vec![("/s:name", "s:name")]),
        (r#", {"s": "https://example.org/"}"#, r#", "id": "s:x""#, vec![("/id", "s:x")]),
        (r#", {"titre": "https://schema.org/name"}"#, r#", "titre": "n""#, vec![("/titre", "titre")]),
        (r#", {"wert": "@value"}"#, r#", "urn:p": {"wert": "n"}"#, vec![("/urn:p/wert", "wert")]),
        (
            r#", {"sprache": "@language"}"#,
            r#", "urn:p": {"@value": "n", "sprache": "de"}"#,
            vec![("/urn:p/sprache", "sprache")],
        ),
        (r#", {"art": "@type"}"#, r#", "art": "VerifiableCredential""#, vec![("/art", "art")]),
        // Terms of one's own for things of one's own.
        (r#", {"humeur": "https://example.org/humeur"}"#, r#", "humeur": "gai""#, vec![]),
        (r#", {"v": {"@id": "urn:v", "@type": "@vocab"}, "gai": "urn:gai"}"#, r#", "v": "gai""#, vec![]),
    ] {
        let document = parse(&format!(r#"{{"@context": {OB}{more}], "urn:here": 1{members}}}"#));
        let found = ld::expand(&document, &Contexts::builtin(), &Limits::default()).unwrap();
        assert!(found.is_faultless(), "{members}: {:?}", found.faults());
        let found: Vec<(String, FaultKind)> =
            found.misnomers().into_iter().map(|f| (f.at.as_str().replace("~1", "/"), f.kind)).collect();
        let expected: Vec<(String, FaultKind)> =
            expected.into_iter().map(|(at, name)| (at.to_owned(), FaultKind::Renamed(name.to_owned()))).collect();
        if found != expected {
            wrong.push(format!("{more}{members}: {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_was_read_can_be_asked() {
    let text = r#"{"@graph": [{"@id": "urn:x", "@type": "urn:T", "urn:t": {"@value": "a", "@language": "fr"}},
        {"@id": "urn:g", "@graph": [{"@id": "urn:y", "urn:n": [{"@id": "urn:z"}, {"@type": "urn:T"}, {}]}]}]}"#;
    let document = parse(text);
    let read = ld::expand(&document, &Contexts::builtin(), &Limits::default()).unwrap();
    let [thing, named] = read.nodes() else { panic!("{:?}", read.nodes()) };
    assert!(thing.is_a("urn:T") && !thing.is_a("urn:U") && thing.graph().is_none());
    let value = thing.get("urn:t").next().and_then(ld::Item::as_value).unwrap();
    assert_eq!(value.rdf_datatype(), "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString");
    let [inner] = named.graph().unwrap() else { panic!("{named:?}") };
    let references: Vec<bool> = inner.get("urn:n").filter_map(|i| Some(i.as_node()?.is_reference())).collect();
    assert_eq!(references, [true, false, false]);
    assert_eq!((inner.iri(), named.is_reference(), inner.is_reference()), (Some("urn:y"), false, false));
}
