//! Schemas of others: held, broken, not checked; and what they may not cost.

use super::validate::validated;
use super::*;
use crate::limits::Limits;

const LEFT: usize = 2_000_000;

fn parse(text: &str) -> Value {
    json::parse(text.as_bytes(), &Limits::default()).unwrap_or_else(|e| panic!("{e}: {text}"))
}

fn held(schema: &str, document: &str) -> Held {
    validated(schema.as_bytes(), &parse(document), Draft::Of2020, LEFT, &Limits::default()).0
}

fn broken(at: &str, rule: &str) -> Held {
    let at = at.split('/').skip(1).fold(Pointer::root(), |p, step| p.member(step));
    Held::Breaks(vec![(at, rule.to_owned())])
}

// OB3-DM-130, OB3-VER-02: each fault at its place.
#[test]
fn a_document_follows_or_breaks_rules_at_its_places() {
    let schema = r##"{"$schema":"https://json-schema.org/draft/2019-09/schema","$id":"https://example.org/s",
        "type":"object","required":["room"],"properties":{
        "room":{"$ref":"#/$defs/room"},"tools":{"type":"array","items":{"$ref":"https://example.org/s#tool"}}},
        "$defs":{"room":{"type":"string","pattern":"^[A-Z][0-9]+$"},"t":{"$anchor":"tool","enum":["laser","saw"]}}}"##;
    assert_eq!(held(schema, r#"{"room":"A12","tools":["saw"]}"#), Held::Follows);
    assert_eq!(held(schema, r#"{"room":"a"}"#), broken("/room", "/$defs/room/pattern"));
    assert_eq!(held(schema, r#"{"room":"A1","tools":["saw","axe"]}"#), broken("/tools/1", "/$defs/t/enum"));
    assert_eq!(held(schema, "{}"), broken("", "/required"));
    // A member whose name has a slash in it.
    let odd = r#"{"properties":{"a/b":{"type":"string"}}}"#;
    let Held::Breaks(found) = held(odd, r#"{"a/b":1}"#) else { panic!() };
    assert_eq!(found[0].0.as_str(), "/a~1b");
    // Without a word about it, the draft of the entry's type.
    let prefix = r#"{"prefixItems":[{"type":"string"}]}"#;
    let both = |draft| validated(prefix.as_bytes(), &parse("[1]"), draft, LEFT, &Limits::default()).0;
    assert_eq!((both(Draft::Of2019), both(Draft::Of2020)), (Held::Follows, broken("/0", "/prefixItems/0/type")));
}

#[test]
fn what_is_not_all_here_or_not_followed_is_not_checked() {
    for schema in [
        r#"{"$ref":"https://example.org/other.json"}"#,
        r#"{"$ref":"other.json#/a"}"#,
        r#"{"$ref":"file:///etc/passwd"}"#,
        r##"{"$ref":"#/nowhere"}"##,
        r#"{"allOf":[{"$ref":"https://example.org/other.json"}]}"#,
        r##"{"$dynamicRef":"#x"}"##,
        r##"{"$recursiveRef":"#"}"##,
        r#"{"properties":{"a":{"$id":"https://example.org/inner","type":"string"}}}"#,
        r#"{"$schema":"https://example.org/own-dialect"}"#,
        // Look-around and back references need a matcher that goes back.
        r#"{"pattern":"(?=a)b"}"#,
        r#"{"pattern":"(a)\\1"}"#,
        r#"{"pattern":"("}"#,
        r#"{"type":"nonsense"}"#,
        r#"{"type":"string","type":"number"}"#,
        "not JSON",
        "",
    ] {
        assert_eq!(held(schema, r#"{"a":"b"}"#), Held::Open, "{schema}");
    }
    // A reference that nothing in this document leads to is still none that we could follow.
    let unreached = r#"{"properties":{"never":{"$ref":"https://example.org/other.json"}}}"#;
    assert_eq!(held(unreached, r#"{"a":"b"}"#), Held::Open);
}

/// Judged within the bounds on work, as not checked or otherwise, and without a full stack.
#[track_caller]
fn quick(schema: &str, document: &str, expected: &[Held]) {
    let (found, work) = validated(schema.as_bytes(), &parse(document), Draft::Of2020, LEFT, &Limits::default());
    assert!(expected.contains(&found), "{found:?}: {schema:.80}");
    // What would cost more is not run at all.
    assert!(work <= LEFT || found == Held::Open, "{work} steps: {schema:.80}");
}

#[test]
fn hostile_schemas_cost_little() {
    // References to itself at the same place.
    quick(r##"{"$ref":"#"}"##, "{}", &[Held::Open]);
    quick(r##"{"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/a"}]}}}"##, "{}", &[Held::Open]);
    // Itself one step further in: as deep as the document.
    let tree = r##"{"type":"object","additionalProperties":{"$ref":"#"}}"##;
    let deep = |n: usize| format!("{}1{}", "{\"a\":".repeat(n), "}".repeat(n));
    let Held::Breaks(found) = held(tree, &deep(40)) else { panic!() };
    assert_eq!(found.len(), 1);
    // Twice the next, forty times over.
    let doubled = |keyword: &str| {
        let rule = |n: usize| {
            format!(r##""d{n}":{{"{keyword}":[{{"$ref":"#/$defs/d{0}"}},{{"$ref":"#/$defs/d{0}"}}]}}"##, n + 1)
        };
        let rules: Vec<String> = (0..40).map(rule).collect();
        format!(r##"{{"$ref":"#/$defs/d0","$defs":{{{},"d40":{{"type":"object"}}}}}}"##, rules.join(","))
    };
    for keyword in ["allOf", "anyOf", "oneOf"] {
        quick(&doubled(keyword), "{}", &[Held::Open]);
    }
    // A chain of references as long as fits, reached and not.
    let chain: Vec<String> = (0..4_000).map(|n| format!(r##""d{n}":{{"$ref":"#/$defs/d{}"}}"##, n + 1)).collect();
    let chain = format!(r##""$defs":{{{},"d4000":true}}"##, chain.join(","));
    quick(&format!(r##"{{"$ref":"#/$defs/d0",{chain}}}"##), "{}", &[Held::Open]);
    quick(&format!(r##"{{"properties":{{"never":{{"$ref":"#/$defs/d0"}}}},{chain}}}"##), "{}", &[Held::Open]);
    // Nested too deep, too many values, too many bytes.
    quick(&format!("{}{}{}", r#"{"not":"#.repeat(70), "{}", "}".repeat(70)), "{}", &[Held::Open]);
    let many: Vec<String> = (0..30_000).map(|n| n.to_string()).collect();
    quick(&format!(r#"{{"enum":[{}]}}"#, many.join(",")), "{}", &[Held::Open]);
    // Each of many entries against each of many rules.
    let rules: Vec<String> = (0..3_000).map(|n| format!(r#"{{"not":{{"const":{n}}}}}"#)).collect();
    let entries: Vec<String> = (0..5_000).map(|n| (n + 10_000).to_string()).collect();
    let wide = format!(r#"{{"items":{{"allOf":[{}]}}}}"#, rules.join(","));
    quick(&wide, &format!("[{}]", entries.join(",")), &[Held::Open]);
}

#[test]
fn hostile_patterns_cost_little() {
    let long = format!("\"{}\"", "a".repeat(200_000));
    // What kills a matcher that goes back is matched in one pass.
    quick(r#"{"pattern":"^(a+)+$"}"#, &format!("\"{}!\"", "a".repeat(50_000)), &[broken("", "/pattern")]);
    quick(r#"{"pattern":"(a|a|b)*c$"}"#, &long, &[broken("", "/pattern")]);
    quick(r#"{"pattern":"(.*)(.*)(.*)(.*)x"}"#, &long, &[broken("", "/pattern")]);
    // Too large when compiled.
    quick(r#"{"pattern":"(((a{100}){100}){100}){100}"}"#, &long, &[Held::Open]);
    quick(r#"{"pattern":"\\p{L}{1000}\\p{N}{1000}"}"#, &long, &[Held::Open, broken("", "/pattern")]);
    // A thousand of them, each on a long text.
    let many: Vec<String> = (0..1_000).map(|n| format!(r#"{{"pattern":"a{{{n}}}b"}}"#)).collect();
    quick(&format!(r#"{{"allOf":[{}]}}"#, many.join(",")), &long, &[Held::Open]);
}

#[test]
fn a_budget_is_spent_once() {
    let schema = br#"{"type":"object"}"#;
    let (found, work) = validated(schema, &parse("{}"), Draft::Of2020, LEFT, &Limits::default());
    assert!(found == Held::Follows && work > 0 && work < 1_000, "{work}");
    assert_eq!(validated(schema, &parse("{}"), Draft::Of2020, work - 1, &Limits::default()).0, Held::Open);
}

#[test]
fn digests_of_both_kinds() {
    let bytes = b"{}";
    let sri = |name: &str, digest: &[u8]| format!("{name}-{}", text::base64(digest));
    let (good256, good384) = (sri("sha256", &sha256(bytes)), sri("sha384", &sha384(bytes)));
    let multi = |head: [u8; 2], digest: &[u8]| text::multibase58(&[&head[..], digest].concat());
    let rows = [
        ("digestSRI", good256.clone(), Some(true)),
        ("digestSRI", good384.clone(), Some(true)),
        ("digestSRI", format!("{good256} {good384}?x"), Some(true)),
        ("digestSRI", sri("sha384", &[0; 48]), Some(false)),
        // The stronger one decides.
        ("digestSRI", format!("{good256} {}", sri("sha384", &[0; 48])), Some(false)),
        ("digestSRI", "md5-AAAA".to_owned(), None),
        ("digestMultibase", multi([0x12, 32], &sha256(bytes)), Some(true)),
        ("digestMultibase", multi([0x20, 48], &sha384(bytes)), Some(true)),
        ("digestMultibase", multi([0x12, 32], &[0; 32]), Some(false)),
        ("digestMultibase", multi([0x11, 20], &[0; 20]), None),
        ("digestMultibase", "?".to_owned(), None),
    ];
    for (member, value, expected) in rows {
        let entry = json::object([(member, value.as_str().into())]);
        assert_eq!(is_the_one(Thing::new(&entry, &Places::default()), bytes), expected, "{member} {value}");
    }
    assert_eq!(is_the_one(Thing::new(&Object::new(), &Places::default()), bytes), Some(true), "none given");
}

#[test]
fn every_draft_that_is_known_is_followed() {
    for draft in ["draft-04", "draft-06", "draft-07", "draft/2019-09", "draft/2020-12"] {
        for scheme in ["http", "https"] {
            let schema = format!(r#"{{"$schema":"{scheme}://json-schema.org/{draft}/schema#","type":"object"}}"#);
            assert_eq!(held(&schema, "{}"), Held::Follows, "{schema}");
            assert_eq!(held(&schema, "1"), broken("", "/type"), "{schema}");
        }
    }
    let own = r#"{"$schema":"https://json-schema.org/draft/2099-01/schema","type":"object"}"#;
    assert_eq!(held(own, "1"), Held::Open);
}

// Rules are found by name wherever they stand, and a schema by its own.
#[test]
fn references_lead_to_rules_in_lists_and_to_the_schema_itself() {
    let named = r##"{"properties":{"a":{"$ref":"#x"}},"anyOf":[{"$anchor":"x","type":["string","object"]}]}"##;
    assert_eq!(held(named, r#"{"a":"t"}"#), Held::Follows);
    assert!(matches!(held(named, r#"{"a":1}"#), Held::Breaks(_)));
    let own = r#"{"$id":"https://example.org/s","type":"object","properties":{"a":{"$ref":"https://example.org/s"}}}"#;
    assert_eq!(held(own, r#"{"a":{"a":{}}}"#), Held::Follows);
    assert!(matches!(held(own, r#"{"a":{"a":1}}"#), Held::Breaks(_)));
    // A schema of its own within a list is not looked at, here as elsewhere.
    assert_eq!(held(r#"{"allOf":[{"$id":"https://example.org/inner","type":"string"}]}"#, "1"), Held::Open);
}

// Whoever did not count how deep rules lead to rules would run out of stack on a schema of a few kilobytes.
#[test]
fn rules_that_lead_to_rules_are_bounded() {
    let chain = |length: usize, step: fn(String) -> String| {
        let link = |n: usize| step(format!(r##"{{"$ref":"#/$defs/d{n}"}}"##));
        let defs: Vec<String> = (0..length).map(|n| format!(r#""d{n}":{}"#, link(n + 1))).collect();
        format!(r##"{{"$ref":"#/$defs/d0","$defs":{{{},"d{length}":{{"type":"object"}}}}}}"##, defs.join(","))
    };
    for step in [
        |inner: String| inner,
        |inner| format!(r#"{{"allOf":[{inner}]}}"#),
        |inner| format!(r#"{{"not":{{"not":{inner}}}}}"#),
    ] {
        assert_eq!(held(&chain(20, step), "{}"), Held::Follows);
        assert_eq!(held(&chain(400, step), "{}"), Held::Open);
    }
}

// Reading, patterns and holding are added up, and a schema that is not run costs what reading it took.
#[test]
fn work_is_counted_to_the_step() {
    let work = |schema: &str, document: &str, left: usize| {
        let (held, work) = validated(schema.as_bytes(), &parse(document), Draft::Of2020, left, &Limits::default());
        (held != Held::Open, work)
    };
    // 17 bytes: 1; two values: 20; holding: 4.
    let object = r#"{"type":"object"}"#;
    assert_eq!(work(object, "{}", LEFT), (true, 25));
    assert_eq!(work(object, "{}", 25), (true, 25));
    assert_eq!(work(object, "{}", 24), (false, 21));
    assert_eq!(work(object, "{}", 20), (false, 21));
    assert_eq!(work(object, "{}", 0), (false, 20));
    // Patterns, wherever they stand: 5,000 each.
    let pattern = |schema: &str| work(schema, "1", LEFT).1 / 5_000;
    assert_eq!(pattern(r#"{"pattern":"a"}"#), 1);
    assert_eq!(pattern(r#"{"patternProperties":{"a":{"pattern":"b"},"b":true}}"#), 3);
    assert_eq!(pattern(r#"{"allOf":[{"pattern":"b"},{"not":{"pattern":"c"}}]}"#), 2);
    assert_eq!(pattern(r#"{"properties":{"pattern":{"type":"string"}}}"#), 0);
    // Not JSON: only looking at it is paid for.
    assert_eq!(work(&"x".repeat(160), "1", LEFT), (false, 10));
}

// What is counted grows with what is looked at: neither less nor out of all proportion.
#[test]
fn work_is_counted_by_what_is_there() {
    use super::cost::size;
    let work = |schema: &str, items: usize| {
        let document = parse(&format!("[{}]", vec!["7"; items].join(",")));
        validated(schema.as_bytes(), &document, Draft::Of2020, LEFT, &Limits::default()).1
    };
    for schema in [r#"{"uniqueItems":true}"#, r#"{"items":{"type":"number"}}"#, r#"{"const":1}"#] {
        let more = work(schema, 1_000) - work(schema, 10);
        assert!((990..50_000).contains(&more), "{more} for {schema}");
    }
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(size(&json(&format!("{:?}", "x".repeat(160)))), 11);
    assert_eq!(size(&json(&format!(r#"{{"{}":[1,true,null]}}"#, "x".repeat(32)))), 1 + 2 + 4);
}
