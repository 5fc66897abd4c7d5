//! Old documents, and what becomes of them.

use super::{Place, normal, upgrade};
use crate::json::{Object, Pointer, Value, parse};
use crate::limits::Limits;
use crate::model::{Version, ob2};

fn doc(text: &str) -> Object {
    match parse(text.as_bytes(), &Limits::default()).unwrap() {
        Value::Object(o) => o,
        other => panic!("{other:?}"),
    }
}

fn at(o: &Object, pointer: &str) -> Value {
    let value = Value::Object(o.clone());
    let found = pointer.split('/').skip(1).try_fold(&value, |v, step| v.get(step));
    found.cloned().unwrap_or(Value::Null)
}

const FIRST: &str = r#"{"recipient":"sha256$aa","salt":"sel","issued_on":"2012-05-01","evidence":"/preuves/1",
 "badge":{"version":"0.5.0","name":"HTML","description":"Écrire une page","image":"/html.png","criteria":"/html",
 "issuer":{"origin":"https://a.example.org","name":"Atelier","org":"Le Réseau","contact":"a@a.example.org",
 "url":"https://elsewhere.example.org/"}}}"#;

// OB2-VER-73, OB2-VER-75
#[test]
fn a_badge_of_0_5_is_rewritten() {
    let up = upgrade(&doc(FIRST), Place::Assertion, Some("https://a.example.org/1.json")).unwrap();
    assert_eq!(up.from, Version::Ob05);
    for (pointer, expected) in [
        ("/id", "https://a.example.org/1.json"),
        ("/type", "Assertion"),
        ("/issuedOn", "2012-05-01T00:00:00Z"),
        ("/recipient/identity", "sha256$aa"),
        ("/recipient/salt", "sel"),
        ("/recipient/type", "email"),
        ("/verify/type", "hosted"),
        ("/evidence", "https://a.example.org/preuves/1"),
        ("/badge/image", "https://a.example.org/html.png"),
        ("/badge/issuer/url", "https://a.example.org"),
        ("/badge/issuer/email", "a@a.example.org"),
        ("/badge/issuer/name", "Atelier: Le Réseau"),
    ] {
        assert_eq!(at(&up.object, pointer).as_str(), Some(expected), "{pointer}");
    }
    assert_eq!(at(&up.object, "/recipient/hashed"), Value::Bool(true));
    let plain = FIRST.replace("sha256$aa", "a@example.org");
    let up = upgrade(&doc(&plain), Place::Assertion, None).unwrap();
    assert_eq!(at(&up.object, "/recipient/hashed"), Value::Bool(false));
    assert!(!up.object.contains("id"), "nothing says where it is served");
}

// OB2-VER-74: faults are told where they stand in the document as it was found.
#[test]
fn places_are_those_of_the_document_as_found() {
    let normal = normal(doc(FIRST), Place::Assertion, None, &Limits::default()).unwrap();
    assert_eq!(normal.upgraded, Some(Version::Ob05));
    let root = Pointer::root();
    for (now, then) in [
        (root.member("issuedOn"), "/issued_on"),
        (root.member("recipient").member("salt"), "/salt"),
        (root.member("badge").member("issuer").member("url"), "/badge/issuer/origin"),
        (root.member("badge").member("name"), "/badge/name"),
    ] {
        assert_eq!(normal.place(&now).as_str(), then);
    }
    let badge = ob2::read(&normal.object, None, None);
    assert_eq!(badge.recipient.identities[0].salt.as_deref(), Some("sel"));
}

// OB2-VER-72: where the id comes from.
#[test]
fn a_badge_of_1_0_gets_its_name_from_where_it_is() {
    let hosted = r#"{"uid":"7","recipient":{"type":"email"},"badge":"https://a.example.org/b","issuedOn":1392000000,
        "verify":{"type":"hosted","url":"https://a.example.org/7.json"}}"#;
    let signed = hosted.replace("hosted", "signed");
    let silent = hosted.replace(r#","url":"https://a.example.org/7.json""#, "");
    let http = hosted.replace("https://a.example.org/7.json", "http://a.example.org/7.json");
    let here = "https://a.example.org/7.json";
    for (text, read_at, id) in [
        (hosted, None, Some(here)),
        (hosted, Some("https://b.example.org/copy.json"), Some(here)),
        (&signed, None, Some("uid:7")),
        (&silent, Some(here), Some(here)),
        (&silent, None, None),
        (&http, Some(here), Some(here)),
    ] {
        let up = upgrade(&doc(text), Place::Assertion, read_at).unwrap();
        assert_eq!((up.from, at(&up.object, "/id").as_str()), (Version::Ob10, id), "{text} {read_at:?}");
        assert_eq!(at(&up.object, "/issuedOn").as_str(), Some("2014-02-10T02:40:00Z"));
    }
}

// OB2-VER-71, OB2-VER-72
#[test]
fn classes_and_issuers_say_what_they_are() {
    let class = doc(r#"{"name":"Soudure","criteria":"https://a.example.org/c","issuer":"https://a.example.org/i",
        "alignment":[{"name":"E1","url":"https://e.example.org/1","description":"d"},{"name":"x","targetName":"y"}]}"#);
    let up = upgrade(&class, Place::BadgeClass, Some("https://a.example.org/b")).unwrap();
    assert_eq!(at(&up.object, "/type").as_str(), Some("BadgeClass"));
    assert_eq!(at(&up.object, "/id").as_str(), Some("https://a.example.org/b"));
    let alignments = at(&up.object, "/alignment");
    assert_eq!(alignments.many()[0].get("targetUrl").and_then(Value::as_str), Some("https://e.example.org/1"));
    assert_eq!(alignments.many()[1].get("targetName").and_then(Value::as_str), Some("y"));
    let issuer = doc(
        r#"{"@context":"https://w3id.org/openbadges/v1","type":"IssuerOrg","name":"A","url":"https://a.example.org/"}"#,
    );
    let up = upgrade(&issuer, Place::Issuer, Some("https://a.example.org/i")).unwrap();
    assert_eq!((up.from, at(&up.object, "/type").many()[0].as_str()), (Version::Ob11, Some("Issuer")));
    // What says that it is something else stays so.
    let other = doc(r#"{"@context":"https://w3id.org/openbadges/v1","type":"Assertion","name":"A"}"#);
    let up = upgrade(&other, Place::Issuer, None).unwrap();
    assert_eq!(at(&up.object, "/type").as_str(), Some("Assertion"));
}

// OB2-VER-08: documents of 2.0 and later are left alone.
#[test]
fn only_what_is_older_is_rewritten() {
    for text in [
        r#"{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","name":"x"}"#,
        r#"{"@context":["https://w3id.org/openbadges/v1","https://w3id.org/openbadges/v2"],"name":"x"}"#,
        r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"name":"x"}"#,
    ] {
        for place in [Place::Assertion, Place::BadgeClass, Place::Issuer] {
            assert_eq!(upgrade(&doc(text), place, None), None, "{text}");
        }
    }
    let beside = doc(
        r#"{"@context":["https://w3id.org/openbadges/v1",{"x":"https://x.example.org/x"}],"badge":"https://a.example.org/b"}"#,
    );
    let up = upgrade(&beside, Place::Assertion, None).unwrap();
    assert_eq!((up.from, at(&up.object, "/@context").many().len()), (Version::Ob11, 2));
    assert_eq!(upgrade(&doc(r#"{"name":"x"}"#), Place::Other, None), None);
}
