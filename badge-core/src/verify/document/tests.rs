//! One change at a time to a complete credential: each is told at its place, and nothing else is.

use super::check_ob3;
use crate::json::{Object, Value, parse};
use crate::limits::Limits;
use crate::model::ob3::{read, version};
use crate::verify::{Check, Outcome};

/// A credential of our own that uses every class of the model.
const COMPLETE: &str = r#"{
"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
"id":"https://trois-ponts.example.org/b/1","type":["VerifiableCredential","OpenBadgeCredential"],
"name":"Fraisage","description":"Un badge complet","awardedDate":"2026-03-01T10:00:00Z",
"image":{"id":"https://trois-ponts.example.org/b/1.png","type":"Image","caption":"Une fraise"},
"validFrom":"2026-03-02T10:00:00Z","validUntil":"2029-03-02T10:00:00Z",
"issuer":{"id":"did:web:trois-ponts.example.org","type":["Profile"],"name":"Trois-Ponts","url":"https://trois-ponts.example.org/",
 "phone":"+33200000000","email":"bonjour@trois-ponts.example.org","description":"Un atelier","official":"Nour",
 "image":{"id":"data:image/png;base64,AAAA","type":"Image"},"dateOfBirth":"1999-12-31",
 "address":{"type":["Address"],"addressCountry":"France","addressCountryCode":"FR","addressLocality":"Caen","postalCode":"14000",
  "geo":{"type":"GeoCoordinates","latitude":49.18,"longitude":-0.35}},
 "otherIdentifier":[{"type":"IdentifierEntry","identifier":"W142000000","identifierType":"ext:RNA"}],
 "parentOrg":{"id":"urn:x:reseau","type":["Profile"],"name":"Réseau"}},
"credentialSubject":{"id":"urn:uuid:2","type":["AchievementSubject"],
 "identifier":[{"type":"IdentityObject","hashed":true,"salt":"s","identityType":"emailAddress",
  "identityHash":"sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"}],
 "activityStartDate":"2026-02-01T10:00:00Z","activityEndDate":"2026-02-28T10:00:00Z","creditsEarned":2.5,
 "licenseNumber":"A1","role":"Fraiseuse","term":"Hiver","narrative":"A fraisé un engrenage.",
 "source":{"id":"urn:x:source","type":["Profile"]},
 "result":[{"type":["Result"],"resultDescription":"urn:x:r1","achievedLevel":"urn:x:l1","value":"B",
   "alignment":[{"type":["Alignment"],"targetName":"Fraiser","targetUrl":"https://esco.example.org/1","targetType":"CFItem"}]},
  {"type":["Result"],"resultDescription":"urn:x:r2","status":"Completed"}],
 "achievement":{"id":"https://trois-ponts.example.org/a/fraisage","type":["Achievement"],"name":{"fr":"Fraisage","en":"Milling"},
  "description":"Sait fraiser","criteria":{"id":"https://trois-ponts.example.org/a/fraisage/criteres"},
  "achievementType":"ext:Atelier","inLanguage":"fr-FR","version":"2","humanCode":"F1","fieldOfStudy":"Mécanique",
  "specialization":"Métal","creditsAvailable":3,"tag":["métal"],"creator":{"id":"urn:x:creatrice","type":"Profile"},
  "alignment":[{"type":["Alignment"],"targetName":"Fraiser","targetUrl":"https://esco.example.org/1"}],
  "related":[{"id":"urn:x:related","type":["Related"],"inLanguage":"en","version":"1"}],
  "otherIdentifier":[{"type":"IdentifierEntry","identifier":"x","identifierType":"identifier"}],
  "resultDescription":[{"id":"urn:x:r1","type":["ResultDescription"],"name":"Niveau","resultType":"RubricCriterionLevel",
    "allowedValue":["C","B","A"],"requiredValue":"B","requiredLevel":"urn:x:l1","valueMin":"C","valueMax":"A",
    "rubricCriterionLevel":[{"id":"urn:x:l1","type":["RubricCriterionLevel"],"name":"Maîtrise","points":"4"}]},
   {"id":"urn:x:r2","type":["ResultDescription"],"name":"Fini","resultType":"Status"}]}},
"evidence":[{"id":"https://trois-ponts.example.org/preuve","type":["Evidence"],"name":"Engrenage","narrative":"Douze dents."}],
"endorsementJwt":["a.b.c"],
"credentialSchema":[{"id":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
 "type":"1EdTechJsonSchemaValidator2019"}],
"credentialStatus":{"id":"urn:x:status","type":"BitstringStatusListEntry"},
"refreshService":{"id":"https://trois-ponts.example.org/b/1","type":"1EdTechCredentialRefresh"},
"termsOfUse":[{"type":"Conditions"}],
"proof":[{"type":"DataIntegrityProof","created":"2026-03-02T10:00:00Z"}]}"#;

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

fn told(doc: &Value) -> Vec<String> {
    let doc: &Object = doc.as_object().unwrap();
    let kind = read(doc).kind;
    let line = |c: &Check| match &c.outcome {
        Outcome::Fail(r) => Some(format!("{} {}", r.id(), c.at)),
        Outcome::Warn(r) => Some(format!("({}) {}", r.id(), c.at)),
        _ => None,
    };
    check_ob3(doc, version(doc).unwrap(), kind, &Limits::default()).iter().filter_map(line).collect()
}

#[test]
fn a_complete_credential_has_no_fault() {
    assert_eq!(told(&value(COMPLETE)), Vec::<String>::new());
}

// OB3-DM-10 to OB3-DM-142, OB3-DM-170, OB3-DM-171. `-` takes the member out.
#[test]
fn each_fault_is_told_at_its_place() {
    for (pointer, change, expected) in [
        ("/id", "-", "member-missing /id"),
        ("/id", "\"b/1\"", "member-value /id"),
        ("/id", "null", "member-missing /id"),
        ("/name", "7", "member-type /name"),
        ("/awardedDate", "\"2026-03-01\"", "date-malformed /awardedDate"),
        ("/validFrom", "-", "member-missing /validFrom"),
        ("/validFrom", "\"2026-03-02T10:00:00\"", "date-malformed /validFrom"),
        ("/validUntil", "\"2026-03-02T09:59:59Z\"", "dates-reversed /validUntil"),
        ("/image", "\"https://trois-ponts.example.org/b/1.png\"", "member-type /image"),
        ("/image/type", "[\"Image\"]", "type-missing /image/type"),
        ("/image/id", "-", "member-missing /image/id"),
        ("/type", "[\"OpenBadgeCredential\"]", "type-missing /type"),
        ("/issuer", "-", "member-missing /issuer"),
        ("/issuer", "\"nous\"", "member-value /issuer"),
        ("/issuer/type", "-", "type-missing /issuer/type"),
        ("/issuer/id", "-", "member-missing /issuer/id"),
        ("/issuer/dateOfBirth", "\"31/12/1999\"", "date-malformed /issuer/dateOfBirth"),
        ("/issuer/address/type", "\"Adresse\"", "type-missing /issuer/address/type"),
        ("/issuer/address/addressCountryCode", "\"fr\"", "member-value /issuer/address/addressCountryCode"),
        ("/issuer/address/geo/latitude", "\"49.18\"", "member-type /issuer/address/geo/latitude"),
        ("/issuer/otherIdentifier/0/type", "-", "type-missing /issuer/otherIdentifier/0/type"),
        (
            "/issuer/otherIdentifier/0/identifierType",
            "\"rna\"",
            "member-value /issuer/otherIdentifier/0/identifierType",
        ),
        ("/issuer/parentOrg/type", "\"Org\"", "type-missing /issuer/parentOrg/type"),
        ("/credentialSubject", "-", "member-missing /credentialSubject"),
        ("/credentialSubject", "\"urn:uuid:2\"", "member-type /credentialSubject"),
        ("/credentialSubject/type", "-", "type-missing /credentialSubject/type"),
        ("/credentialSubject/achievement", "-", "member-missing /credentialSubject/achievement"),
        ("/credentialSubject/achievement", "\"urn:x:a\"", "member-type /credentialSubject/achievement"),
        (
            "/credentialSubject/activityEndDate",
            "\"2026-01-01T00:00:00Z\"",
            "dates-reversed /credentialSubject/activityEndDate",
        ),
        (
            "/credentialSubject/activityEndDate",
            "\"2026-02-28T10:00:00\"",
            "(date-malformed) /credentialSubject/activityEndDate",
        ),
        ("/credentialSubject/creditsEarned", "\"2.5\"", "member-type /credentialSubject/creditsEarned"),
        ("/credentialSubject/source/type", "-", "type-missing /credentialSubject/source/type"),
        ("/credentialSubject/identifier/0/hashed", "-", "member-missing /credentialSubject/identifier/0/hashed"),
        ("/credentialSubject/identifier/0/hashed", "\"true\"", "member-type /credentialSubject/identifier/0/hashed"),
        (
            "/credentialSubject/identifier/0/hashed",
            "false",
            "(identity-inconsistent) /credentialSubject/identifier/0/identityHash",
        ),
        (
            "/credentialSubject/identifier/0/identityHash",
            "\"a@example.org\"",
            "identity-inconsistent /credentialSubject/identifier/0/identityHash",
        ),
        (
            "/credentialSubject/identifier/0/identityType",
            "\"email\"",
            "member-value /credentialSubject/identifier/0/identityType",
        ),
        (
            "/credentialSubject/identifier/0/type",
            "[\"IdentityObject\"]",
            "type-missing /credentialSubject/identifier/0/type",
        ),
        ("/credentialSubject/identifier/0/salt", "7", "member-type /credentialSubject/identifier/0/salt"),
        ("/credentialSubject/result/0/type", "-", "type-missing /credentialSubject/result/0/type"),
        (
            "/credentialSubject/result/0/resultDescription",
            "\"urn:x:r9\"",
            "(member-value) /credentialSubject/result/0/resultDescription",
        ),
        (
            "/credentialSubject/result/0/achievedLevel",
            "\"urn:x:l9\"",
            "(member-value) /credentialSubject/result/0/achievedLevel",
        ),
        ("/credentialSubject/result/0/value", "12", "member-type /credentialSubject/result/0/value"),
        ("/credentialSubject/result/1/status", "-", "member-missing /credentialSubject/result/1/status"),
        ("/credentialSubject/result/1/status", "\"Fini\"", "member-value /credentialSubject/result/1/status"),
        ("/credentialSubject/achievement/id", "-", "member-missing /credentialSubject/achievement/id"),
        ("/credentialSubject/achievement/type", "\"Badge\"", "type-missing /credentialSubject/achievement/type"),
        ("/credentialSubject/achievement/name", "-", "member-missing /credentialSubject/achievement/name"),
        ("/credentialSubject/achievement/name", "\" \"", "member-missing /credentialSubject/achievement/name"),
        ("/credentialSubject/achievement/name/fr", "7", "member-type /credentialSubject/achievement/name"),
        (
            "/credentialSubject/achievement/description",
            "-",
            "member-missing /credentialSubject/achievement/description",
        ),
        ("/credentialSubject/achievement/criteria", "-", "member-missing /credentialSubject/achievement/criteria"),
        ("/credentialSubject/achievement/criteria/id", "-", "member-missing /credentialSubject/achievement/criteria"),
        (
            "/credentialSubject/achievement/achievementType",
            "\"ext:Défi\"",
            "member-value /credentialSubject/achievement/achievementType",
        ),
        (
            "/credentialSubject/achievement/inLanguage",
            "\"français\"",
            "member-value /credentialSubject/achievement/inLanguage",
        ),
        ("/credentialSubject/achievement/tag", "[1]", "member-type /credentialSubject/achievement/tag/0"),
        (
            "/credentialSubject/achievement/alignment/0/targetUrl",
            "-",
            "member-missing /credentialSubject/achievement/alignment/0/targetUrl",
        ),
        (
            "/credentialSubject/achievement/alignment/0/targetUrl",
            "\"urn:x\"",
            "member-value /credentialSubject/achievement/alignment/0/targetUrl",
        ),
        (
            "/credentialSubject/result/0/alignment/0/targetType",
            "\"CASE\"",
            "member-value /credentialSubject/result/0/alignment/0/targetType",
        ),
        (
            "/credentialSubject/achievement/related/0/id",
            "-",
            "member-missing /credentialSubject/achievement/related/0/id",
        ),
        (
            "/credentialSubject/achievement/resultDescription/0/resultType",
            "\"Note\"",
            "member-value /credentialSubject/achievement/resultDescription/0/resultType",
        ),
        (
            "/credentialSubject/achievement/resultDescription/0/requiredValue",
            "\"Z\"",
            "(member-value) /credentialSubject/achievement/resultDescription/0/requiredValue",
        ),
        (
            "/credentialSubject/achievement/resultDescription/0/requiredLevel",
            "\"urn:x:l9\"",
            "(member-value) /credentialSubject/achievement/resultDescription/0/requiredLevel",
        ),
        (
            "/credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/0/name",
            "-",
            "member-missing /credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/0/name",
        ),
        ("/evidence/0/type", "-", "type-missing /evidence/0/type"),
        ("/endorsementJwt", "[\"a.b\"]", "member-value /endorsementJwt/0"),
        (
            "/credentialSchema/0/id",
            "\"https://trois-ponts.example.org/schema\"",
            "(schema-not-checked) /credentialSchema/0",
        ),
        ("/credentialSchema/0/type", "-", "member-missing /credentialSchema/0/type"),
        ("/credentialStatus/type", "-", "member-missing /credentialStatus/type"),
        ("/refreshService/id", "-", "member-missing /refreshService/id"),
        ("/termsOfUse/0/type", "-", "member-missing /termsOfUse/0/type"),
        ("/proof/0/created", "\"hier\"", "date-malformed /proof/0/created"),
        ("/proof/0/type", "-", "member-missing /proof/0/type"),
    ] {
        let mut doc = value(COMPLETE);
        if change == "-" {
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            at(&mut doc, parent).as_object_mut().unwrap().remove(name);
        } else {
            *at(&mut doc, pointer) = value(change);
        }
        assert_eq!(told(&doc), [expected], "{pointer} {change}");
    }
}

// OB3-DM-02, OB3-DM-30, OB3-DM-150, K-13: what one change at one place cannot show.
#[test]
fn contexts_subjects_and_lists() {
    let with = |change: &dyn Fn(&mut Object)| {
        let mut doc = value(COMPLETE);
        change(doc.as_object_mut().unwrap());
        told(&doc)
    };
    let contexts = |list: &[&str]| with(&|d| d.set("@context", list.to_vec()));
    let (vc2, ob) = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/");
    for good in ["context.json", "context-3.0.1.json", "context-3.1.20.json"] {
        assert_eq!(contexts(&[vc2, &format!("{ob}{good}")]), Vec::<String>::new());
    }
    for bad in ["context-3.json", "context-3.0.json", "context-3.0.x.json", "extensions.json"] {
        assert_eq!(contexts(&[vc2, &format!("{ob}{bad}")]), ["context-missing /@context"]);
    }
    assert_eq!(contexts(&[vc2]), ["context-missing /@context"]);
    let unnamed = with(&|d| {
        let subject = d.get_mut("credentialSubject").and_then(Value::as_object_mut).unwrap();
        subject.remove("id");
        subject.set("identifier", Value::Array(Vec::new()));
    });
    assert_eq!(unnamed, ["subject-unnamed /credentialSubject"]);
    let list = with(&|d| {
        let one = d.get("credentialStatus").cloned().unwrap();
        d.set("credentialStatus", Value::Array(vec![one.clone(), one]));
    });
    assert_eq!(list, ["(member-type) /credentialStatus"]);
    let two = with(&|d| {
        let one = d.get("credentialSubject").cloned().unwrap();
        d.set("credentialSubject", Value::Array(vec![one.clone(), one]));
    });
    assert_eq!(two, ["member-type /credentialSubject"]);
}

// A hostile document does not grow its own report without end.
#[test]
fn faults_are_bounded() {
    let mut doc = value(COMPLETE);
    let many: Vec<Value> = (0..5_000).map(|_| Value::Null).chain((0..5_000).map(|_| Value::Bool(true))).collect();
    doc.as_object_mut().unwrap().set("evidence", Value::Array(many));
    assert_eq!(told(&doc).len(), Limits::default().faults);
}
