//! One change at a time to each object of a 2.0 badge: each fault is told at its place, and nothing else is.

use super::{class_of, document, normal};
use crate::json::{Object, Pointer, Value, parse};
use crate::limits::Limits;
use crate::model::ob1::Place;
use crate::verify::document::Of;
use crate::verify::{Check, CheckCode, Outcome, Reason};

const ASSERTION: &str = r#"{"@context":"https://w3id.org/openbadges/v2","type":"Assertion",
"id":"https://trois-ponts.example.org/b/7","badge":"https://trois-ponts.example.org/soudure",
"recipient":{"type":"email","hashed":true,"salt":"fleur",
 "identity":"sha256$7a1a1b3f7d40552e4299180e346e3add12bf9a751a43d9c4ca4518febc2c60c6"},
"verification":{"type":"HostedBadge"},"issuedOn":"2026-02-14T15:00:00+01:00",
"evidence":[{"id":"https://trois-ponts.example.org/portail","narrative":"Un portail."}]}"#;

// Rules, place, what is put there (`-` takes it out), and what is told: at that place, or at the one that follows `@`. A
// remark stands in parentheses; `fine` is no fault at all.
const ASSERTION_ROWS: &str = r#"
OB2-DM-01 | /@context | ["https://w3id.org/openbadges/v2",{"x":"https://x.example.org/"}] | fine
OB2-DM-01 | /@context | ["https://x.example.org/",{"x":"https://x.example.org/"},"https://w3id.org/openbadges/v2"] | fine
OB2-DM-01 | /@context | "https://openbadgespec.org/v2/context.json" | fine
OB2-DM-10 | /id | - | member-missing
OB2-DM-10 | /id | "did:web:trois-ponts.example.org" | member-value
OB2-DM-10 | /id | "urn:uuid:e79a6c18-787e-4868-8e65-e6a4530fb418" | fine
OB2-DM-11 | /type | "BadgeClass" | type-missing
OB2-DM-11 OB2-DM-02 | /type | ["Assertion","https://x.example.org/Prix"] | fine
OB2-DM-12 | /recipient | - | member-missing
OB2-DM-12 OB2-VER-11 | /recipient | [{"type":"email","hashed":false,"identity":"a@example.org"}] | fine
OB2-DM-12 OB2-VER-11 | /recipient | [{"type":"email","hashed":false,"identity":"a@b"},{"type":"email","hashed":false,"identity":"c@d"}] | member-type
OB2-DM-13 | /badge | - | member-missing
OB2-DM-13 | /badge | [null] | member-missing
OB2-DM-13 OB2-VER-11 | /badge | ["https://x.example.org/1","https://x.example.org/2"] | member-type
OB2-DM-13 OB2-DM-03 | /badge | {"id":"https://x.example.org/1","type":"BadgeClass"} | fine
OB2-DM-14 | /verification | - | member-missing
OB2-DM-14 OB2-VER-10 | /verification | null | member-missing
OB2-DM-15 | /issuedOn | - | member-missing
OB2-DM-15 | /issuedOn | "2026-02-14" | date-malformed
OB2-DM-15 | /issuedOn | "" | member-missing
OB2-DM-15 | /issuedOn | 1771077600 | member-type
OB2-DM-15 | /issuedOn | "2026-02-14T14:00:00" | date-malformed
OB2-DM-16 | /image | "data:image/png;base64,AAAA" | member-value
OB2-DM-16 | /image | "https://trois-ponts.example.org/b/7.png" | fine
OB2-DM-16 | /image | {"id":"data:image/png;base64,AAAA"} | member-value
OB2-DM-16 | /image | {"type":"Image"} | member-missing @/image/id
OB2-DM-17 | /evidence | "https://trois-ponts.example.org/portail" | fine
OB2-DM-17 | /evidence | ["https://trois-ponts.example.org/1",{"narrative":"Deux."}] | fine
OB2-DM-18 | /narrative | 7 | member-type
OB2-DM-19 | /expires | "2026-02-13T15:00:00+01:00" | dates-reversed
OB2-DM-19 | /expires | "demain" | date-malformed
OB2-DM-19 | /expires | " " | member-value
OB2-DM-20 | /revoked | "oui" | member-type
OB2-DM-20 | /revoked | false | fine
OB2-DM-21 | /revocationReason | 7 | member-type
OB2-DM-60 | /recipient/identity | - | member-missing
OB2-DM-61 | /recipient/type | - | member-missing
OB2-DM-61 | /recipient/type | ["email","url"] | member-type
OB2-DM-62 | /recipient/hashed | - | member-missing
OB2-DM-62 | /recipient/hashed | "true" | member-type
OB2-DM-63 | /recipient/salt | - | fine
OB2-DM-63 | /recipient/salt | 7 | member-type
OB2-DM-64 | /recipient/identity | "a@example.org" | identity-inconsistent
OB2-DM-64 | /recipient/hashed | false | identity-inconsistent @/recipient/identity
OB2-DM-64 | /recipient | {"type":"email","hashed":false,"identity":"Camille"} | identity-inconsistent @/recipient/identity
OB2-DM-70 | /verification/type | - | type-missing
OB2-DM-70 | /verification/type | "VerificationObject" | type-missing
OB2-DM-70 | /verification/type | "signed" | fine
OB2-DM-74 | /verification/creator | "clé" | member-value
OB2-DM-80 | /evidence/0/type | ["Evidence","https://x.example.org/Film"] | fine
OB2-DM-81 | /evidence/0/id | "data:text/plain,x" | fine
OB2-DM-82 | /evidence/0/narrative | 7 | member-type
OB2-DM-83 | /evidence/0/name | 7 | member-type
OB2-DM-83 | /evidence/0/description | 7 | member-type
OB2-DM-83 | /evidence/0/genre | 7 | member-type
OB2-DM-83 | /evidence/0/audience | 7 | member-type
OB2-DM-117 | /related | ["https://trois-ponts.example.org/b/7-en"] | fine
OB2-VER-13 OB2-DM-117 | /related | [{"id":"https://trois-ponts.example.org/b/6","version":1}] | fine
OB2-DM-118 | /version | "2" | fine
OB2-DM-118 | /version | 2 | fine
OB2-DM-118 | /version | true | member-type
OB2-DM-119 | /endorsement | ["https://orme.example.org/e"] | fine
OB2-DM-119 | /endorsement | "orme" | member-value
OB2-DM-120 | /@language | "fr-FR" | fine
OB2-DM-120 | /@language | "français" | member-value
OB2-DM-120 | /@language | 7 | context-feature
OB2-DM-120 | /evidence/0/@language | "french" | member-value
OB2-DM-71 | /verification/verificationProperty | "id" | fine
OB2-DM-71 | /verification/verificationProperty | "issuer" | (member-value)
OB2-DM-110 | /endorsement | {"type":"Endorsement","claim":{"id":"https://trois-ponts.example.org/b/7"}} | member-missing @/endorsement/id
OB2-DM-110 | /endorsement | [{"id":"https://orme.example.org/e","type":"Endorsement"}] | fine
OB2-VER-10 | /issuedOn | [] | member-missing
OB2-VER-10 | /narrative | [null] | fine
OB2-VER-10 | /expires | null | fine
OB2-VER-12 | /inconnu | {"a":1} | fine
"#;

const CLASS: &str = r#"{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass",
"id":"https://trois-ponts.example.org/soudure","name":"Soudure","description":"Sait souder.",
"image":{"id":"https://trois-ponts.example.org/soudure.png","caption":"Un arc"},
"criteria":{"id":"https://trois-ponts.example.org/soudure/criteres","narrative":"Souder un cadre."},
"issuer":"https://trois-ponts.example.org/","tags":["métal"],
"alignment":[{"targetName":"Souder","targetUrl":"https://esco.example.org/1"}]}"#;

const CLASS_ROWS: &str = r#"
OB2-DM-30 | /id | - | member-missing
OB2-DM-30 | /id | "urn:uuid:e79a6c18-787e-4868-8e65-e6a4530fb418" | fine
OB2-DM-31 | /type | "Assertion" | type-missing
OB2-DM-31 OB2-DM-02 | /type | ["BadgeClass","https://x.example.org/Atelier"] | fine
OB2-DM-32 | /name | - | member-missing
OB2-DM-32 | /name | " " | member-missing
OB2-DM-33 | /description | - | member-missing
OB2-DM-34 | /image | - | member-missing
OB2-DM-34 | /image | "data:image/gif;base64,AAAA" | member-value
OB2-DM-34 | /image | "data:image/svg+xml,%3Csvg/%3E" | fine
OB2-DM-34 OB2-VER-14 | /image | ["https://x.example.org/1.png","https://x.example.org/2.png"] | member-type
OB2-DM-35 | /criteria | - | member-missing
OB2-DM-35 OB2-DM-03 | /criteria | "https://trois-ponts.example.org/soudure/criteres" | fine
OB2-DM-36 | /issuer | - | member-missing
OB2-DM-36 | /issuer | ["https://x.example.org/1","https://x.example.org/2"] | member-type
OB2-DM-36 OB2-DM-03 | /issuer | {"id":"https://trois-ponts.example.org/","type":"Issuer"} | fine
OB2-DM-37 | /alignment | "Souder" | member-type
OB2-DM-38 | /tags | "métal" | fine
OB2-DM-38 | /tags | [7] | member-type @/tags/0
OB2-DM-84 | /image/type | "schema:ImageObject" | fine
OB2-DM-88 | /criteria/type | "Criteria" | fine
OB2-DM-85 | /image/id | - | member-missing
OB2-DM-86 | /image/caption | 7 | member-type
OB2-DM-87 | /image/author | "Nour" | member-value
OB2-DM-87 | /image/author | "https://trois-ponts.example.org/nour" | fine
OB2-DM-89 | /criteria | {"narrative":" "} | member-missing @/criteria
OB2-DM-89 | /criteria | {"narrative":"Souder."} | fine
OB2-DM-89 PRB-P-13 | /criteria | "_:b0" | member-missing @/criteria
OB2-DM-89 PRB-P-13 | /criteria | {"id":"_:b0"} | member-missing @/criteria
OB2-DM-89 | /criteria | {"id":"_:b0","type":"Criteria"} | member-missing @/criteria
OB2-DM-89 | /criteria | {"id":"_:b0","narrative":"Souder."} | fine
OB2-DM-89 | /criteria | {"id":"https://trois-ponts.example.org/soudure/criteres"} | fine
OB2-DM-90 | /criteria/narrative | 7 | member-type
OB2-DM-91 | /alignment/0/targetName | - | member-missing
OB2-DM-92 | /alignment/0/targetUrl | - | member-missing
OB2-DM-92 | /alignment/0/targetUrl | "urn:x:1" | member-value
OB2-DM-93 | /alignment/0/targetDescription | 7 | member-type
OB2-DM-93 | /alignment/0/targetFramework | 7 | member-type
OB2-DM-93 | /alignment/0/targetCode | 7 | member-type
OB2-DM-117 | /related | "https://trois-ponts.example.org/welding" | fine
OB2-DM-118 | /version | "2" | fine
OB2-DM-119 | /endorsement | "https://orme.example.org/e" | fine
OB2-DM-110 | /endorsement | [{"type":"Endorsement"}] | member-missing @/endorsement/0/id
OB2-DM-120 | /@language | "fr" | fine
OB2-DM-120 | /@language | "FR fr" | member-value
"#;

const ISSUER: &str = r#"{"@context":"https://w3id.org/openbadges/v2","type":"Profile",
"id":"https://trois-ponts.example.org/","name":"L’Atelier","url":"https://trois-ponts.example.org/",
"email":"bonjour@trois-ponts.example.org","verification":{"allowedOrigins":"trois-ponts.example.org"}}"#;

const ISSUER_ROWS: &str = r#"
OB2-DM-40 | /id | - | member-missing
OB2-DM-41 | /type | "Issuer" | fine
OB2-DM-41 | /type | "Person" | type-missing
OB2-DM-42 | /name | - | member-missing
OB2-DM-43 | /url | - | member-missing
OB2-DM-43 | /url | "mailto:a@example.org" | member-value
OB2-DM-44 | /email | - | member-missing
OB2-DM-44 | /email | "bonjour" | member-value
OB2-DM-45 | /telephone | "+33231000000" | fine
OB2-DM-45 | /telephone | "02 31 00 00 00" | member-value
OB2-DM-46 | /description | 7 | member-type
OB2-DM-47 | /image | "data:text/html,x" | member-value
OB2-DM-47 | /image | "https://trois-ponts.example.org/logo.svg" | fine
OB2-DM-48 | /publicKey | "https://trois-ponts.example.org/k1" | fine
OB2-DM-48 | /publicKey | ["https://trois-ponts.example.org/k1",{"id":"https://trois-ponts.example.org/k2"}] | fine
OB2-DM-48 | /publicKey | "clé" | member-value
OB2-DM-49 OB2-DM-70 | /verification/type | "VerificationObject" | fine
OB2-DM-49 | /verification | "hosted" | member-type
OB2-DM-50 | /revocationList | "https://trois-ponts.example.org/revoques.json" | fine
OB2-DM-50 | /revocationList | "urn:x:1" | member-value
OB2-DM-71 | /verification/verificationProperty | "id" | fine
OB2-DM-72 | /verification/startsWith | "https://trois-ponts.example.org/b/" | fine
OB2-DM-72 | /verification/startsWith | ["https://trois-ponts.example.org/b/","https://trois-ponts.example.org/c/"] | fine
OB2-DM-72 | /verification/startsWith | "b/" | member-value
OB2-DM-73 | /verification/allowedOrigins | ["trois-ponts.example.org","orme.example.org"] | fine
OB2-DM-73 | /verification/allowedOrigins | "https://trois-ponts.example.org" | member-value
OB2-DM-73 | /verification/allowedOrigins | "trois-ponts.example.org:8443" | member-value
OB2-DM-73 | /verification/allowedOrigins | "localhost" | member-value
OB2-VER-23 | /verification/allowedOrigins | [] | (member-value)
OB2-DM-73 | /verification/allowedOrigins | "127.0.0.1" | member-value
OB2-DM-119 | /endorsement | ["https://orme.example.org/e"] | fine
"#;

const ENDORSEMENT: &str = r#"{"@context":"https://w3id.org/openbadges/v2","type":"Endorsement",
"id":"https://orme.example.org/e","claim":{"id":"https://trois-ponts.example.org/soudure","endorsementComment":"Sérieux."},
"issuer":"https://orme.example.org/","issuedOn":"2026-02-15T09:00:00Z","verification":{"type":"HostedBadge"}}"#;

const ENDORSEMENT_ROWS: &str = r#"
OB2-DM-110 | /id | - | member-missing
OB2-DM-111 | /type | ["Endorsement","https://x.example.org/Appui"] | fine
OB2-DM-112 | /claim | - | member-missing
OB2-DM-112 | /claim/id | - | member-missing
OB2-DM-112 | /claim/endorsementComment | 7 | member-type
OB2-DM-112 | /claim/name | "Soudure" | fine
OB2-DM-113 | /issuer | - | member-missing
OB2-DM-114 | /issuedOn | - | member-missing
OB2-DM-114 | /issuedOn | "2026-02-15" | date-malformed
OB2-DM-115 | /verification | - | member-missing
OB2-DM-116 | /revocationReason | 7 | member-type
"#;

fn value(text: &str) -> Value {
    parse(text.as_bytes(), &Limits::default()).unwrap_or_else(|e| panic!("{e}: {text}"))
}

fn at<'v>(doc: &'v mut Value, pointer: &str) -> &'v mut Value {
    pointer.split('/').skip(1).fold(doc, |v, step| match v {
        Value::Array(list) => &mut list[step.parse::<usize>().unwrap()],
        Value::Object(o) => o.get_mut(step).unwrap_or_else(|| panic!("no {step} in {pointer}")),
        _ => panic!("{pointer}"),
    })
}

fn told(doc: Object, class: Option<Of>) -> Vec<String> {
    let limits = Limits::default();
    let checks = match normal(doc, Place::Other, None, &limits) {
        Ok(doc) => document(&doc, class.unwrap_or_else(|| class_of(&doc.object)), &Pointer::root(), &limits),
        Err(checks) => checks,
    };
    let line = |c: &Check| match &c.outcome {
        Outcome::Fail(r) => Some(format!("{} {}", r.id(), c.at)),
        Outcome::Warn(r) => Some(format!("({}) {}", r.id(), c.at)),
        _ => None,
    };
    checks.iter().filter_map(line).collect()
}

/// Changes `base` as each row says, one row at a time.
fn hold(base: &str, class: Option<Of>, rows: &str) {
    assert_eq!(told(value(base).as_object().unwrap().clone(), class), Vec::<String>::new());
    let mut wrong = Vec::new();
    for row in rows.lines().filter(|r| !r.is_empty()) {
        let cells: Vec<&str> = row.split(" | ").map(str::trim).collect();
        let [_, pointer, change, expected] = cells[..] else { panic!("{row}") };
        let mut doc = value(base);
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = at(&mut doc, parent).as_object_mut().unwrap_or_else(|| panic!("{row}"));
        if change == "-" {
            drop(parent.remove(name))
        } else {
            parent.set(name, value(change))
        }
        let expected = match expected.split_once(" @") {
            _ if expected == "fine" => Vec::new(),
            Some((reason, place)) => vec![format!("{reason} {place}")],
            None => vec![format!("{expected} {pointer}")],
        };
        let found = told(doc.as_object().unwrap().clone(), class);
        if found != expected {
            wrong.push(format!("{row}\n    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn assertions() {
    hold(ASSERTION, None, ASSERTION_ROWS);
}

#[test]
fn badge_classes() {
    hold(CLASS, Some(Of::BadgeClass), CLASS_ROWS);
}

#[test]
fn issuers() {
    hold(ISSUER, Some(Of::Issuer), ISSUER_ROWS);
}

#[test]
fn endorsements() {
    hold(ENDORSEMENT, None, ENDORSEMENT_ROWS);
}

// OB2-DM-01: whole addresses say the same without the context, and the context is asked for all the same.
#[test]
fn the_context_is_asked_for() {
    let mut doc = value(ASSERTION).as_object().unwrap().clone();
    doc.set("@context", vec![Value::from("https://w3id.org/openbadges/extensions/x"), vocabulary()]);
    assert_eq!(told(doc, None), ["context-missing /@context"]);
}

fn vocabulary() -> Value {
    let text = r#"{"type":"@type","id":"@id","badge":{"@id":"https://w3id.org/openbadges#badge","@type":"@id"},
        "Assertion":"https://w3id.org/openbadges#Assertion","HostedBadge":"https://w3id.org/openbadges#HostedBadge",
        "recipient":"https://w3id.org/openbadges#recipient","email":"http://schema.org/email",
        "identity":"https://w3id.org/openbadges#identityHash","salt":"https://w3id.org/openbadges#salt",
        "hashed":{"@id":"https://w3id.org/openbadges#hashed","@type":"http://www.w3.org/2001/XMLSchema#boolean"},
        "verification":"https://w3id.org/openbadges#verify","issuedOn":{"@id":"https://w3id.org/openbadges#issueDate",
        "@type":"http://www.w3.org/2001/XMLSchema#dateTime"},"evidence":"https://w3id.org/openbadges#evidence",
        "narrative":"https://w3id.org/openbadges#narrative"}"#;
    value(text)
}

// OB2-DM-20, OB2-DM-116: what is revoked need not say more than that.
#[test]
fn what_is_revoked_is_asked_for_little() {
    for class in ["Assertion", "Endorsement"] {
        let doc = format!(
            r#"{{"@context":"https://w3id.org/openbadges/v2","type":"{class}","id":"https://orme.example.org/e","revoked":true}}"#
        );
        assert_eq!(told(value(&doc).as_object().unwrap().clone(), None), Vec::<String>::new());
    }
}

// OB2-DM-71: only the id can be restricted; another property is a remark.
#[test]
fn a_scope_over_another_property_is_remarked() {
    let mut doc = value(ISSUER);
    at(&mut doc, "/verification").as_object_mut().unwrap().set("verificationProperty", "issuedOn");
    let limits = Limits::default();
    let doc = normal(doc.as_object().unwrap().clone(), Place::Other, None, &limits).unwrap();
    let checks = document(&doc, Of::Issuer, &Pointer::root(), &limits);
    let remark = |c: &&Check| matches!(&c.outcome, Outcome::Warn(Reason::MemberValue { .. }));
    assert_eq!(checks.iter().find(remark).map(|c| c.code), Some(CheckCode::DocumentSchema));
}
