//! The published extensions, each good and each wrong, told at its place in the document as it was found.

use super::{Of, document, normal};
use crate::json::{Object, Pointer, Value, parse};
use crate::limits::Limits;
use crate::model::ob1::Place;
use crate::verify::Outcome;

const CONTEXTS: &str = "https://w3id.org/openbadges/extensions";

/// What is told of a badge class with this extension under `extensions:x`.
fn told(context: &str, class: &str, members: &str) -> Vec<String> {
    told_of(&format!(
        r#"{{"@context":"{CONTEXTS}/{context}/context.json","type":["Extension","extensions:{class}"],{members}}}"#
    ))
}

fn told_of(extension: &str) -> Vec<String> {
    let limits = Limits::default();
    let text = format!(
        r#"{{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"https://a.example.org/b",
        "name":"Soudure","description":"d","image":"https://a.example.org/b.png","issuer":"https://a.example.org/i",
        "criteria":"https://a.example.org/c","extensions:x":{extension}}}"#
    );
    let Value::Object(doc) = parse(text.as_bytes(), &limits).unwrap_or_else(|e| panic!("{e}: {text}")) else {
        panic!()
    };
    let doc: Object = doc;
    let doc = normal(doc, Place::BadgeClass, None, &limits).unwrap_or_else(|c| panic!("{c:?}"));
    let checks = document(&doc, Of::BadgeClass, &Pointer::root(), &limits);
    let line = |c: &crate::verify::Check| match &c.outcome {
        Outcome::Fail(r) => Some(format!("{} {}", r.id(), c.at)),
        Outcome::Warn(r) => Some(format!("({}) {}", r.id(), c.at)),
        _ => None,
    };
    checks.iter().filter_map(line).collect()
}

fn good(context: &str, class: &str, members: &str) {
    assert_eq!(told(context, class, members), Vec::<String>::new(), "{class} {members}");
}

fn wrong(context: &str, class: &str, members: &str, expected: &str) {
    let expected = expected.replace(' ', " /extensions:x");
    assert_eq!(told(context, class, members), [expected], "{class} {members}");
}

// EXT-01, EXT-07, EXT-11
#[test]
fn extensions_of_one_member() {
    for (context, class) in [("applyLinkExtension", "ApplyLink"), ("originalCreatorExtension", "OriginalCreator")] {
        good(context, class, r#""url":"https://a.example.org/1""#);
        wrong(context, class, r#""name":"x""#, "member-missing /url");
        wrong(context, class, r#""url":"ici""#, "member-value /url");
    }
    good("exampleExtension", "ExampleExtension", r#""exampleProperty":"x""#);
    wrong("exampleExtension", "ExampleExtension", r#""exampleProperty":7"#, "member-type /exampleProperty");
}

// OB2-DM-121: a context of its own, and a type `Extension` beside the one that says which; what lacks them is remarked.
#[test]
fn an_extension_says_what_it_is() {
    let told = |extension: &str| told_of(extension).join(", ");
    let context = format!("{CONTEXTS}/applyLinkExtension/context.json");
    let whole = format!(
        r#"{{"@context":"{context}","type":["Extension","extensions:ApplyLink"],"url":"https://a.example.org/1"}}"#
    );
    assert_eq!(told(&whole), "");
    let bare = r#"{"type":["Extension","extensions:ApplyLink"],"url":"https://a.example.org/1"}"#;
    assert_eq!(told(bare), "(member-missing) /extensions:x/@context");
    let unsaid = format!(r#"{{"@context":"{context}","url":"https://a.example.org/1"}}"#);
    assert_eq!(told(&unsaid), "(type-missing) /extensions:x/type");
    let which = format!(r#"{{"@context":"{context}","type":["Extension"],"url":"https://a.example.org/1"}}"#);
    assert_eq!(told(&which), "(extension-not-checked) /extensions:x");
}

// EXT-02
#[test]
fn coordinates() {
    let (context, class) = ("geoCoordinatesExtension", "GeoCoordinates");
    good(context, class, r#""description":"d","geo":{"latitude":49.2,"longitude":-0.4}"#);
    wrong(
        context,
        class,
        r#""description":"d","geo":{"latitude":"49.2","longitude":-0.4}"#,
        "member-type /geo/latitude",
    );
    wrong(context, class, r#""description":"d","geo":{"latitude":49.2}"#, "member-missing /geo/longitude");
    wrong(context, class, r#""geo":{"latitude":49.2,"longitude":1}"#, "member-missing /description");
}

// EXT-03: nothing is required.
#[test]
fn accessibility() {
    let (context, class) = ("accessibilityExtension", "Accessibility");
    good(
        context,
        class,
        r#""accessibilityControl":["a","b"],"accessibilityFeature":"x","url":"https://a.example.org/""#,
    );
    good(context, class, r#""accessibilityHazard":"x""#);
    wrong(context, class, r#""accessibilityFeature":7"#, "member-type /accessibilityFeature");
}

// EXT-04
#[test]
fn assessments() {
    let (context, class) = ("assessmentExtension", "AssessmentExtension");
    let one = r#"{"type":"Exam","description":"d","assessmentOutput":"o","hasGroupParticipation":false,
        "hasGroupEvaluation":false,"evaluationMethod":"m"}"#;
    good(context, class, &format!(r#""description":"d","assessments":{one}"#));
    good(context, class, &format!(r#""description":"d","assessments":[{one},{one}]"#));
    let other = one.replace("\"hasGroupEvaluation\":false", "\"hasGroupEvaluation\":\"non\"");
    let members = format!(r#""description":"d","assessments":[{one},{other}]"#);
    wrong(context, class, &members, "member-type /assessments/1/hasGroupEvaluation");
    let untyped = one.replace(r#""type":"Exam","#, "");
    wrong(context, class, &format!(r#""description":"d","assessments":{untyped}"#), "type-missing /assessments/type");
    wrong(context, class, r#""description":"d""#, "member-missing /assessments");
}

// EXT-05
#[test]
fn accreditations() {
    let (context, class) = ("issuerAccreditationExtension", "IssuerAccreditation");
    let members =
        r#""name":"n","contactInstructions":"c","url":"https://a.example.org/","address":{"addressCountry":"FR"}"#;
    good(context, class, members);
    let without = members.replace(r#""contactInstructions":"c","#, "");
    wrong(context, class, &without, "member-missing /contactInstructions");
}

// EXT-06
#[test]
fn licences() {
    let (context, class) = ("licenseExtension", "LicenseExtension");
    good(context, class, r#""id":"CC-BY","name":"CC BY 4.0""#);
    good(context, class, r#""id":"http://creativecommons.org/licenses/by/4.0/","name":"CC BY 4.0""#);
    wrong(context, class, r#""id":"https://a.example.org/","name":"x""#, "member-value /id");
    wrong(context, class, r#""id":"CC-BY""#, "member-missing /name");
}

// EXT-08, EXT-09, EXT-10
#[test]
fn texts() {
    good("extraDescription", "ExtraDescriptionExtension", r#""name":"n","narrative":"t""#);
    wrong("extraDescription", "ExtraDescriptionExtension", r#""name":"n""#, "member-missing /narrative");
    good("endorsement", "Endorsement", r#""description":"d""#);
    wrong("endorsement", "Endorsement", r#""name":"d""#, "member-missing /description");
    good("recipientProfile", "RecipientProfile", r#""name":"Sacha""#);
    wrong("recipientProfile", "RecipientProfile", r#""name":7"#, "member-type /name");
}

// OB2-VER-50, OB2-VER-51, OB2-VER-52, OB2-VER-54: wherever it stands, known by the IRI of its type, held to its rules
// without anything that is fetched.
#[test]
fn every_node_is_looked_at() {
    let good = format!(
        r#"{{"@context":"{CONTEXTS}/applyLinkExtension/context.json","type":["Extension","extensions:ApplyLink"],
        "url":"https://a.example.org/1"}}"#
    );
    let bad = good
        .replace("https://a.example.org/1", "ici")
        .replace("extensions:ApplyLink", &format!("{CONTEXTS}#ApplyLink"));
    assert_eq!(told_of(&format!("[{good},{bad}]")), ["member-value /extensions:x/1/url"]);
    let within = format!(r#"{{"@context":{{"y":"https://a.example.org/y"}},"y":{{"y":[{bad}]}}}}"#);
    assert_eq!(told_of(&within), ["member-value /extensions:x/y/y/0/url", "(type-missing) /extensions:x/type"]);
    let renamed = bad.replace("\"url\"", "\"extensions:applyLink\"");
    assert_eq!(told_of(&renamed), ["member-value /extensions:x/extensions:applyLink"]);
}

// OB2-VER-53, EXT-23: what is not known passes with a remark.
#[test]
fn others_are_told() {
    let own = r#""a":"b""#;
    assert_eq!(told("unknown", "Own", own), ["(extension-not-checked) /extensions:x"]);
}
