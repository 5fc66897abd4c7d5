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
 "image":{"id":"data:image/svg+xml,%3Csvg/%3E","type":"Image"},"dateOfBirth":"1999-12-31",
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

// EXT-20: an extension is a context of its own and a type beside the usual one. Its words have a meaning then, and are
// signed; without the context they have none.
#[test]
fn an_extension_brings_its_words() {
    let mut doc = value(COMPLETE).as_object().unwrap().clone();
    doc.remove("proof");
    let faults = |doc: &Object| -> Vec<String> {
        let checks = crate::verify::check_document(doc, &Limits::default());
        let failed = checks.into_iter().filter(|c| matches!(c.outcome, Outcome::Fail(_)));
        failed.map(|c| format!("{} {}", c.code, c.at)).collect()
    };
    let before = faults(&doc);
    let mut extended = Value::Object(doc.clone());
    let class = at(&mut extended, "/credentialSubject/achievement").as_object_mut().unwrap();
    class.set("type", vec![Value::from("Achievement"), Value::from("ApplyLinkAchievement")]);
    let without = extended.as_object().unwrap().clone();
    let more: Vec<String> = faults(&without).into_iter().filter(|f| !before.contains(f)).collect();
    assert_eq!(more, ["document.terms /credentialSubject/achievement/type/1"]);
    let context = at(&mut extended, "").as_object_mut().unwrap().get_mut("@context").unwrap();
    let Value::Array(contexts) = context else { panic!("{context:?}") };
    contexts.push("https://openbadgespec.org/extensions/applyLinkExtension/context-3.0.0.json".into());
    assert_eq!(faults(extended.as_object().unwrap()), before);
}

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

// Rules, place, what is put there (`-` takes it out), and what is told: at that place, or at the one that follows `@`. A
// remark stands in parentheses; `fine` is no fault at all.
const ROWS: &str = r#"
OB3-DM-11            | /id | - | member-missing
OB3-DM-11            | /id | "b/1" | member-value
OB3-DM-11            | /id | null | member-missing
OB3-DM-12            | /type | ["OpenBadgeCredential"] | type-missing
OB3-DM-12            | /type | ["VerifiableCredential","AchievementCredential"] | fine
OB3-DM-13            | /name | 7 | member-type
OB3-DM-13            | /name | - | fine
OB3-DM-14            | /description | ["a"] | member-type
OB3-DM-15 OB3-DM-171 | /image | "https://trois-ponts.example.org/b/1.png" | member-type
OB3-DM-16            | /awardedDate | "2026-03-01" | date-malformed
OB3-DM-17            | /credentialSubject | - | member-missing
OB3-DM-17            | /credentialSubject | "urn:uuid:2" | member-type
OB3-DM-18            | /endorsement | ["urn:x:e"] | member-type @/endorsement/0
OB3-DM-19            | /endorsementJwt | ["a.b"] | member-value @/endorsementJwt/0
OB3-DM-19            | /endorsementJwt | ["a..c"] | fine
OB3-DM-20            | /evidence | "urn:x:e" | member-type
OB3-DM-21            | /issuer | - | member-missing
OB3-DM-21            | /issuer | "nous" | member-value
OB3-DM-21 OB3-DM-153 | /issuer | "https://trois-ponts.example.org/" | fine
OB3-DM-22            | /validFrom | - | member-missing
OB3-DM-22 OB3-DM-170 | /validFrom | "2026-03-02T10:00:00" | date-malformed
OB3-DM-23            | /validUntil | "2026-03-02T09:59:59Z" | dates-reversed
OB3-DM-23            | /validUntil | "demain" | date-malformed
OB3-DM-24            | /proof | "signé" | member-type
OB3-DM-25 OB3-DM-130 | /credentialSchema/0/id | - | member-missing
OB3-DM-25 OB3-DM-130 | /credentialSchema/0/type | - | member-missing
OB3-DM-130           | /credentialSchema/0/id | "https://trois-ponts.example.org/schema" | (schema-not-checked) @/credentialSchema/0
OB3-DM-158           | /credentialSchema/0/id | "https://purl.imsglobal.org/spec/ob/v3p0/schema/json-ld/ob_v3p0_anyachievementcredential_schema.json" | fine
OB3-DM-26 OB3-DM-171 | /credentialStatus | [{"type":"A"},{"type":"B"}] | (member-type)
OB3-DM-26 OB3-DM-131 | /credentialStatus/type | - | member-missing
OB3-DM-131           | /credentialStatus/id | - | fine
OB3-DM-27 OB3-DM-136 | /refreshService/id | - | member-missing
OB3-DM-27            | /refreshService/type | - | member-missing
OB3-DM-28 OB3-DM-137 | /termsOfUse/0/type | - | member-missing
OB3-DM-137           | /termsOfUse/0/id | "conditions" | member-value
OB3-DM-138           | /proof/0/type | - | member-missing
OB3-DM-138           | /proof/0/created | "hier" | date-malformed
OB3-DM-138           | /proof/0/proofValue | 7 | member-type
OB3-DM-138           | /proof/0/domain | {} | member-type
OB3-DM-31            | /credentialSubject/type | - | type-missing
OB3-DM-31            | /credentialSubject/type | "AchievementSubject" | fine
OB3-DM-32            | /credentialSubject/achievement | - | member-missing
OB3-DM-32            | /credentialSubject/achievement | "urn:x:a" | member-type
OB3-DM-33            | /credentialSubject/identifier | "a@example.org" | member-type
OB3-DM-34            | /credentialSubject/activityEndDate | "2026-01-01T00:00:00Z" | dates-reversed
OB3-DM-34            | /credentialSubject/activityEndDate | "2026-02-28T10:00:00" | (date-malformed)
OB3-DM-34            | /credentialSubject/activityStartDate | "hiver" | date-malformed
OB3-DM-35 OB3-DM-06  | /credentialSubject/creditsEarned | "2.5" | member-type
OB3-DM-36            | /credentialSubject/image | {"id":"urn:x:i"} | type-missing @/credentialSubject/image/type
OB3-DM-37            | /credentialSubject/licenseNumber | 7 | member-type
OB3-DM-37            | /credentialSubject/role | 7 | member-type
OB3-DM-37            | /credentialSubject/term | 7 | member-type
OB3-DM-38            | /credentialSubject/narrative | 7 | member-type
OB3-DM-39            | /credentialSubject/result | "B" | member-type
OB3-DM-40            | /credentialSubject/source/type | - | type-missing
OB3-DM-50            | /credentialSubject/achievement/id | - | member-missing
OB3-DM-51            | /credentialSubject/achievement/type | "Badge" | type-missing
OB3-DM-52            | /credentialSubject/achievement/name | - | member-missing
OB3-DM-52            | /credentialSubject/achievement/name | " " | member-missing
OB3-DM-52            | /credentialSubject/achievement/name/fr | 7 | member-type @/credentialSubject/achievement/name
OB3-DM-53            | /credentialSubject/achievement/description | - | member-missing
OB3-DM-54            | /credentialSubject/achievement/criteria | - | member-missing
OB3-DM-54            | /credentialSubject/achievement/criteria | "Fraiser" | member-type
OB3-DM-55 OB3-DM-170 | /credentialSubject/achievement/achievementType | "ext:Défi" | member-value
OB3-DM-55            | /credentialSubject/achievement/achievementType | "Diploma" | fine
OB3-DM-55 EXT-21     | /credentialSubject/achievement/achievementType | "Atelier" | member-value
OB3-DM-56            | /credentialSubject/achievement/alignment | "Fraiser" | member-type
OB3-DM-57            | /credentialSubject/achievement/creator | "urn:x:creatrice" | member-type
OB3-DM-57            | /credentialSubject/achievement/creator/type | - | type-missing
OB3-DM-58 OB3-DM-06  | /credentialSubject/achievement/creditsAvailable | "3" | member-type
OB3-DM-59            | /credentialSubject/achievement/endorsement | "urn:x:e" | member-type
OB3-DM-59            | /credentialSubject/achievement/endorsementJwt | "a" | member-value
OB3-DM-60            | /credentialSubject/achievement/fieldOfStudy | 7 | member-type
OB3-DM-60            | /credentialSubject/achievement/specialization | 7 | member-type
OB3-DM-60            | /credentialSubject/achievement/humanCode | 7 | member-type
OB3-DM-60            | /credentialSubject/achievement/version | 2 | member-type
OB3-DM-61            | /credentialSubject/achievement/image | "urn:x:i" | member-type
OB3-DM-62            | /credentialSubject/achievement/inLanguage | "français" | member-value
OB3-DM-63            | /credentialSubject/achievement/otherIdentifier | "x" | member-type
OB3-DM-64            | /credentialSubject/achievement/related | "urn:x:r" | member-type
OB3-DM-65            | /credentialSubject/achievement/resultDescription/2 | "urn:x:r3" | member-type
OB3-DM-66            | /credentialSubject/achievement/tag | [1] | member-type @/credentialSubject/achievement/tag/0
OB3-DM-70            | /issuer/id | - | member-missing
OB3-DM-71            | /issuer/type | - | type-missing
OB3-DM-72            | /issuer/name | 7 | member-type
OB3-DM-72            | /issuer/description | 7 | member-type
OB3-DM-72            | /issuer/official | true | member-type
OB3-DM-73            | /issuer/url | "trois-ponts" | member-value
OB3-DM-74            | /issuer/phone | 33 | member-type
OB3-DM-74            | /issuer/email | 7 | member-type
OB3-DM-75            | /issuer/image | "urn:x:i" | member-type
OB3-DM-76            | /issuer/address | "Caen" | member-type
OB3-DM-77            | /issuer/otherIdentifier | "W1" | member-type
OB3-DM-78            | /issuer/parentOrg/type | "Org" | type-missing
OB3-DM-79            | /issuer/familyName | 7 | member-type
OB3-DM-79            | /issuer/givenName | 7 | member-type
OB3-DM-79            | /issuer/additionalName | 7 | member-type
OB3-DM-79            | /issuer/patronymicName | 7 | member-type
OB3-DM-79            | /issuer/honorificPrefix | 7 | member-type
OB3-DM-79            | /issuer/honorificSuffix | 7 | member-type
OB3-DM-79            | /issuer/familyNamePrefix | 7 | member-type
OB3-DM-80            | /issuer/dateOfBirth | "31/12/1999" | date-malformed
OB3-DM-81            | /issuer/endorsement | "urn:x:e" | member-type
OB3-DM-81            | /issuer/endorsementJwt | "a.b" | member-value
OB3-DM-90 OB3-DM-170 | /credentialSubject/achievement/criteria/id | - | member-missing @/credentialSubject/achievement/criteria
OB3-DM-90            | /credentialSubject/achievement/criteria | {"narrative":"Fraiser"} | fine
OB3-DM-91            | /evidence/0/type | - | type-missing
OB3-DM-92            | /evidence/0/id | "preuve" | member-value
OB3-DM-92            | /evidence/0/id | "urn:x:preuve" | fine
OB3-DM-93            | /evidence/0/name | 7 | member-type
OB3-DM-93            | /evidence/0/description | 7 | member-type
OB3-DM-93            | /evidence/0/genre | 7 | member-type
OB3-DM-93            | /evidence/0/audience | 7 | member-type
OB3-DM-93            | /evidence/0/narrative | 7 | member-type
OB3-DM-94            | /image/id | - | member-missing
OB3-DM-95 OB3-DM-171 | /image/type | ["Image"] | type-missing
OB3-DM-96            | /image/caption | 7 | member-type
OB3-DM-07            | /image/alt | "Une fraise" | member-unexpected
OB3-DM-07            | /credentialSubject/identifier/0/identity | "a" | member-unexpected
OB3-DM-07            | /issuer/otherIdentifier/0/name | "a" | member-unexpected
OB3-DM-07            | /credentialSubject/achievement/criteria/name | "a" | fine
OB3-DM-97            | /credentialSubject/achievement/alignment/0/type | - | type-missing
OB3-DM-98            | /credentialSubject/achievement/alignment/0/targetName | - | member-missing
OB3-DM-98            | /credentialSubject/achievement/alignment/0/targetUrl | - | member-missing
OB3-DM-98            | /credentialSubject/achievement/alignment/0/targetUrl | "urn:x" | member-value
OB3-DM-99            | /credentialSubject/achievement/alignment/0/targetCode | 7 | member-type
OB3-DM-99            | /credentialSubject/achievement/alignment/0/targetDescription | 7 | member-type
OB3-DM-99            | /credentialSubject/achievement/alignment/0/targetFramework | 7 | member-type
OB3-DM-100           | /credentialSubject/result/0/alignment/0/targetType | "CASE" | member-value
OB3-DM-100           | /credentialSubject/result/0/alignment/0/targetType | "ext:ROME" | fine
OB3-DM-101           | /credentialSubject/identifier/0/type | ["IdentityObject"] | type-missing
OB3-DM-102           | /credentialSubject/identifier/0/hashed | - | member-missing
OB3-DM-102           | /credentialSubject/identifier/0/hashed | "true" | member-type
OB3-DM-103           | /credentialSubject/identifier/0/identityHash | - | member-missing
OB3-DM-103           | /credentialSubject/identifier/0/identityHash | "a@example.org" | identity-inconsistent
OB3-DM-103           | /credentialSubject/identifier/0/hashed | false | (identity-inconsistent) @/credentialSubject/identifier/0/identityHash
OB3-DM-104           | /credentialSubject/identifier/0/identityType | "email" | member-value
OB3-DM-105           | /credentialSubject/identifier/0/salt | 7 | member-type
OB3-DM-106           | /issuer/otherIdentifier/0/type | - | type-missing
OB3-DM-106           | /issuer/otherIdentifier/0/identifier | - | member-missing
OB3-DM-106           | /issuer/otherIdentifier/0/identifierType | "rna" | member-value
OB3-DM-107           | /issuer/address/type | "Adresse" | type-missing
OB3-DM-108           | /issuer/address/addressCountry | 7 | member-type
OB3-DM-108           | /issuer/address/addressRegion | 7 | member-type
OB3-DM-108           | /issuer/address/addressLocality | 7 | member-type
OB3-DM-108           | /issuer/address/streetAddress | 7 | member-type
OB3-DM-108           | /issuer/address/postOfficeBoxNumber | 7 | member-type
OB3-DM-108           | /issuer/address/postalCode | 14000 | member-type
OB3-DM-109           | /issuer/address/addressCountryCode | "fr" | member-value
OB3-DM-110           | /issuer/address/geo | "49,0" | member-type
OB3-DM-111           | /issuer/address/geo/type | ["GeoCoordinates"] | type-missing
OB3-DM-111 OB3-DM-06 | /issuer/address/geo/latitude | "49.18" | member-type
OB3-DM-111           | /issuer/address/geo/longitude | - | member-missing
OB3-DM-111           | /issuer/address/geo/latitude | 200 | member-value
OB3-DM-111           | /issuer/address/geo/latitude | -90 | fine
OB3-DM-111           | /issuer/address/geo/longitude | -180.5 | member-value
OB3-DM-36            | /image/id | "data:image/gif;base64,R0lGODlh" | unsupported-format
OB3-DM-61            | /credentialSubject/achievement/image | {"id":"data:image/jpeg;base64,AAAA","type":"Image"} | unsupported-format @/credentialSubject/achievement/image/id
OB3-DM-75            | /issuer/image/id | "data:image/png;base64,R0lGODlhAQABAAAAADs=" | unsupported-format
OB3-DM-75            | /issuer/image/id | "data:image/png;base64,AAAA" | (damaged-picture)
OB3-DM-112           | /credentialSubject/achievement/related/0/id | - | member-missing
OB3-DM-112           | /credentialSubject/achievement/related/0/type | - | type-missing
OB3-DM-113           | /credentialSubject/achievement/related/0/inLanguage | "anglais" | member-value
OB3-DM-113           | /credentialSubject/achievement/related/0/version | 1 | member-type
OB3-DM-114           | /credentialSubject/result/0/type | - | type-missing
OB3-DM-115           | /credentialSubject/result/0/resultDescription | "urn:x:r9" | (member-value)
OB3-DM-116           | /credentialSubject/result/0/achievedLevel | "urn:x:l9" | (member-value)
OB3-DM-117           | /credentialSubject/result/1/status | - | member-missing
OB3-DM-117           | /credentialSubject/result/1/status | "Fini" | member-value
OB3-DM-117           | /credentialSubject/result/1/status | "ext:Fini" | member-value
OB3-DM-118 OB3-DM-06 | /credentialSubject/result/0/value | 12 | member-type
OB3-DM-118           | /credentialSubject/result/0/alignment | "Fraiser" | member-type
OB3-DM-119           | /credentialSubject/achievement/resultDescription/2 | {"id":"r","type":"ResultDescription","name":"N","resultType":"Result"} | member-value @/credentialSubject/achievement/resultDescription/2/id
OB3-DM-119           | /credentialSubject/achievement/resultDescription/2 | {"type":"ResultDescription","name":"N","resultType":"Result"} | member-missing @/credentialSubject/achievement/resultDescription/2/id
OB3-DM-119           | /credentialSubject/achievement/resultDescription/1/type | - | type-missing
OB3-DM-119           | /credentialSubject/achievement/resultDescription/1/name | - | member-missing
OB3-DM-119           | /credentialSubject/achievement/resultDescription/0/resultType | "Note" | member-value
OB3-DM-120           | /credentialSubject/achievement/resultDescription/0/allowedValue/0 | 7 | member-type
OB3-DM-120           | /credentialSubject/achievement/resultDescription/1/rubricCriterionLevel | "haut" | member-type
OB3-DM-121           | /credentialSubject/achievement/resultDescription/0/requiredValue | "Z" | (member-value)
OB3-DM-121           | /credentialSubject/achievement/resultDescription/0/requiredLevel | "urn:x:l9" | (member-value)
OB3-DM-121 OB3-DM-06 | /credentialSubject/achievement/resultDescription/0/valueMin | 1 | member-type
OB3-DM-121 OB3-DM-06 | /credentialSubject/achievement/resultDescription/0/valueMax | 9 | member-type
OB3-DM-122           | /credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/0/name | - | member-missing
OB3-DM-122           | /credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/0/type | - | type-missing
OB3-DM-123 OB3-DM-06 | /credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/0/points | 4 | member-type
OB3-DM-123           | /credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/0/level | 4 | member-type
OB3-DM-123           | /credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/0/description | 4 | member-type
"#;

/// Changes `base` as each row says, one row at a time.
fn hold(base: &str, rows: &str) {
    let mut wrong = Vec::new();
    for row in rows.lines().filter(|r| !r.is_empty()) {
        let cells: Vec<&str> = row.split(" | ").map(str::trim).collect();
        let [_, pointer, change, expected] = cells[..] else { panic!("{row}") };
        let mut doc = value(base);
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        match at(&mut doc, parent) {
            Value::Object(o) if change == "-" => drop(o.remove(name).unwrap()),
            Value::Object(o) => o.set(name, value(change)),
            Value::Array(list) if name == list.len().to_string() => list.push(value(change)),
            Value::Array(list) => list[name.parse::<usize>().unwrap()] = value(change),
            _ => panic!("{row}"),
        }
        let expected = match expected.split_once(" @") {
            _ if expected == "fine" => Vec::new(),
            Some((reason, place)) => vec![format!("{reason} {place}")],
            None => vec![format!("{expected} {pointer}")],
        };
        let found = told(&doc);
        if found != expected {
            wrong.push(format!("{row}\n    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_fault_is_told_at_its_place() {
    hold(COMPLETE, ROWS);
}

const ENDORSEMENT: &str = r#"{
"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
"id":"urn:uuid:9","type":["VerifiableCredential","EndorsementCredential"],"name":"Soutien","validFrom":"2026-03-02T10:00:00Z",
"issuer":{"id":"did:web:orme.example.org","type":"Profile"},
"credentialSubject":{"id":"urn:uuid:2","type":"EndorsementSubject","endorsementComment":"Nous y formons nos apprentis."}}"#;

const ENDORSEMENT_ROWS: &str = r#"
OB3-DM-140 | /name | "Appui" | fine
OB3-DM-140 | /name | - | member-missing
OB3-DM-140 | /id | - | member-missing
OB3-DM-140 | /type | ["EndorsementCredential"] | type-missing
OB3-DM-140 | /validFrom | - | member-missing
OB3-DM-140 | /validUntil | "2026-03-01T10:00:00Z" | dates-reversed
OB3-DM-140 | /issuer | - | member-missing
OB3-DM-140 | /credentialSubject | - | member-missing
OB3-DM-141 | /credentialSubject/id | - | member-missing
OB3-DM-141 | /credentialSubject/type | "Subject" | type-missing
OB3-DM-141 | /credentialSubject/endorsementComment | 7 | member-type
OB3-DM-141 | /credentialSubject/endorsementComment | - | fine
"#;

#[test]
fn endorsements_have_rules_of_their_own() {
    hold(ENDORSEMENT, ENDORSEMENT_ROWS);
}

const OLDER: &str = r#"{
"@context":["https://www.w3.org/2018/credentials/v1","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"],
"id":"urn:uuid:9","type":["VerifiableCredential","OpenBadgeCredential"],"name":"Fraisage",
"issuanceDate":"2026-03-02T10:00:00Z","issuer":{"id":"did:web:trois-ponts.example.org","type":"Profile"},
"credentialSubject":{"id":"urn:uuid:2","type":"AchievementSubject","achievement":{"id":"urn:uuid:3","type":"Achievement",
 "name":"Fraisage","description":"Sait fraiser","criteria":{"narrative":"Fraiser."}}}}"#;

const OLDER_ROWS: &str = r#"
OB3-DM-150 OB3-DM-157 | /@context/0 | "https://www.w3.org/2018/credentials/v1" | fine
OB3-DM-150 | /@context/1 | "https://www.w3.org/ns/credentials/v2" | context-missing @/@context
OB3-DM-151 | /issuanceDate | - | member-missing
OB3-DM-151 | /issuanceDate | "2026-03-02" | date-malformed
OB3-DM-151 | /expirationDate | "2026-03-01T10:00:00Z" | dates-reversed
OB3-DM-152 | /name | - | member-missing
OB3-DM-153 | /issuer/type | "Issuer" | type-missing
OB3-DM-158 | /credentialSchema | {"id":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_anyachievementcredential_schema.json","type":"1EdTechJsonSchemaValidator2019"} | fine
"#;

#[test]
fn the_older_model_has_its_own_dates_and_asks_for_a_name() {
    hold(OLDER, OLDER_ROWS);
}

const LIST: &str = r#"{
"@context":["https://www.w3.org/ns/credentials/v2"],
"id":"https://trois-ponts.example.org/s","type":["VerifiableCredential","BitstringStatusListCredential"],
"issuer":"did:web:trois-ponts.example.org","validFrom":"2026-03-02T10:00:00Z",
"credentialSubject":{"id":"https://trois-ponts.example.org/s#list","type":"BitstringStatusList","statusPurpose":"revocation",
 "encodedList":"uH4sI"}}"#;

const LIST_ROWS: &str = r#"
OB3-DM-134 | /credentialSubject/ttl | 300000 | fine
OB3-DM-134 | /credentialSubject/ttl | "300000" | member-type
OB3-DM-134 | /credentialSubject/type | "List" | type-missing
OB3-DM-134 | /credentialSubject/statusPurpose | - | member-missing
OB3-DM-134 | /credentialSubject/statusPurpose | ["revocation","suspension"] | fine
OB3-DM-134 | /credentialSubject/encodedList | - | member-missing
OB3-DM-134 | /validFrom | "2026" | date-malformed
"#;

#[test]
fn status_lists_have_rules_of_their_own() {
    hold(LIST, LIST_ROWS);
}

// OB3-DM-02, OB3-DM-10, OB3-DM-30, OB3-DM-150, OB3-DM-26, K-13: what one change at one place cannot show.
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

// The words for what was expected, which a reader is shown.
#[test]
fn a_member_of_a_wrong_type_is_told_what_it_should_be() {
    for (pointer, found, expected) in [
        ("/name", "7", "text"),
        ("/description", "[\"a\",\"b\"]", "one"),
        ("/credentialSubject", "\"urn:uuid:2\"", "object"),
        ("/credentialSubject/identifier/0/hashed", "\"oui\"", "boolean"),
        ("/credentialSubject/creditsEarned", "\"deux\"", "number"),
        ("/credentialSubject/achievement/inLanguage", "7", "text"),
        ("/issuer", "7", "url"),
        ("/issuer/url", "7", "url"),
        ("/id", "{}", "url"),
        ("/validFrom", "7", "date-time"),
        ("/issuer/dateOfBirth", "7", "date"),
    ] {
        let mut doc = value(COMPLETE);
        *at(&mut doc, pointer) = value(found);
        let doc = doc.as_object().unwrap();
        let told: Vec<String> = check_ob3(doc, version(doc).unwrap(), read(doc).kind, &Limits::default())
            .into_iter()
            .filter_map(|check| match check.outcome {
                Outcome::Fail(crate::verify::Reason::MemberType { expected, .. }) => Some(expected),
                _ => None,
            })
            .collect();
        assert_eq!(told, [expected], "{pointer} {found}");
    }
}

// OB2-DM-64: a hash has all its digits and nothing else, or it hides nobody.
#[test]
fn a_hash_of_a_person_is_whole() {
    let digits = "0123456789abcdefABCDEF0123456789".repeat(2);
    let is = super::is_identity_hash;
    assert!(is(&format!("sha256${digits}")) && is(&format!("md5${}", &digits[..32])));
    for other in [
        format!("sha256${}", &digits[..63]),
        format!("sha256${digits}0"),
        format!("sha256${}g", &digits[..63]),
        format!("md5${digits}"),
        format!("md5${}-", &digits[..31]),
        format!("sha1${}", &digits[..40]),
        "sha256$".to_owned(),
    ] {
        assert!(!is(&other), "{other}");
    }
}
