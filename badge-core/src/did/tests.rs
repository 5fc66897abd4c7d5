//! Whose key is it? Each rule of D-23 and OB3-PRF-40 to 49, with documents of our own.

use super::*;
use crate::crypto::{KeyKind, SecretKey, SeededEntropy, Signer as _};
use crate::json::{self, Value};
use crate::limits::Limits;
use crate::resource::{Answer, Purpose, Resources};
use crate::time::Timestamp;

fn key(kind: KeyKind, seed: &str) -> PublicKey {
    SecretKey::generate(kind, &mut SeededEntropy::new(seed.as_bytes())).unwrap().public_key().clone()
}

fn ed(seed: &str) -> (PublicKey, String) {
    let key = key(KeyKind::Ed25519, seed);
    let multikey = key.to_multikey().unwrap();
    (key, multikey)
}

fn ask(method: &str, issuer: &str, known: &[(&str, &str)]) -> KeyAnswer {
    resolve(method, issuer, &web(known), &Limits::default())
}

fn web(known: &[(&str, &str)]) -> Resources {
    let mut all = Resources::new();
    for (url, body) in known {
        all.insert(&Url::parse(url).unwrap(), Answer::found(*body));
    }
    all
}

fn wish(url: &str, purpose: Purpose) -> Lookup {
    Lookup::new(&Url::parse(url).unwrap(), purpose)
}

fn at(url: &str) -> Url {
    Url::parse(url).unwrap()
}

fn provenance(answer: &KeyAnswer) -> &Provenance {
    match answer {
        KeyAnswer::Known(known) => &known.provenance,
        other => panic!("no key: {other:?}"),
    }
}

fn multikey_method(id: &str, controller: &str, multikey: &str) -> String {
    format!(r#"{{"id":"{id}","type":"Multikey","controller":"{controller}","publicKeyMultibase":"{multikey}"}}"#)
}

/// A controller document with one Multikey, listed for assertions.
fn document(id: &str, multikey: &str) -> String {
    let method = multikey_method(&format!("{id}#key"), id, multikey);
    format!(r#"{{"id":"{id}","verificationMethod":[{method}],"assertionMethod":["{id}#key"]}}"#)
}

const WEB: &str = "did:web:example.org";
const DOC: &str = "https://example.org/.well-known/did.json";
const ISSUER: &str = "https://example.org/issuer.json";
const JWKS: &str = "https://example.org/.well-known/jwks.json";

/// OB3-PRF-40, OB3-PRF-41
#[test]
fn did_key_is_computed() {
    let (key, multikey) = ed("a");
    let did = format!("did:key:{multikey}");
    for name in [format!("{did}#{multikey}"), did.clone()] {
        let answer = ask(&name, &did, &[]);
        assert_eq!(provenance(&answer), &Provenance::Confirmed(Confirmation::Computed));
        let KeyAnswer::Known(known) = answer else { unreachable!() };
        assert_eq!((known.key, known.controller.as_deref()), (key.clone(), Some(did.as_str())));
    }
    let (_, other) = ed("b");
    assert_eq!(ask(&format!("{did}#{other}"), &did, &[]), KeyAnswer::Refused(KeyRefusal::MethodNotFound));
    let refused = ask("did:key:z6MkBroken", "did:key:z6MkBroken", &[]);
    assert!(matches!(refused, KeyAnswer::Refused(KeyRefusal::Key(_))), "{refused:?}");
    for kind in [KeyKind::P256, KeyKind::P384] {
        if kind.is_compiled() {
            let did = format!("did:key:{}", super::tests::key(kind, "ec").to_multikey().unwrap());
            assert_eq!(provenance(&ask(&did, &did, &[])), &Provenance::Confirmed(Confirmation::Computed));
        }
    }
}

/// OB3-PRF-40
#[test]
fn did_jwk_is_computed() {
    for kind in [KeyKind::P256, KeyKind::Rsa] {
        let key = key(kind, "jwk");
        let did = format!("did:jwk:{}", crate::text::base64url(Value::from(key.to_jwk()).to_compact().as_bytes()));
        let answer = ask(&format!("{did}#0"), &did, &[]);
        assert_eq!(provenance(&answer), &Provenance::Confirmed(Confirmation::Computed));
        assert_eq!(ask(&format!("{did}#1"), &did, &[]), KeyAnswer::Refused(KeyRefusal::MethodNotFound));
    }
    let secret = crate::text::base64url(br#"{"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}"#);
    assert_eq!(
        ask(&format!("did:jwk:{secret}#0"), "did:jwk:e30", &[]),
        KeyAnswer::Refused(KeyRefusal::Key(KeyError::JwkPrivate("d")))
    );
}

/// K-09: a did:key of someone else checks the signature and confirms nobody.
#[test]
fn another_did_key_never_confirms() {
    let (_, mine) = ed("mine");
    let (_, theirs) = ed("theirs");
    let method = format!("did:key:{theirs}#{theirs}");
    let answer = ask(&method, &format!("did:key:{mine}"), &[]);
    assert_eq!(provenance(&answer), &Provenance::Mismatch(Mismatch::OtherKey));
    // an issuer with an address is asked
    assert_eq!(provenance(&ask(&method, WEB, &[])), &Provenance::Wanted(wish(DOC, Purpose::DidDocument)));
    let answer = ask(&method, WEB, &[(DOC, &document(WEB, &mine))]);
    assert_eq!(provenance(&answer), &Provenance::Mismatch(Mismatch::NotListed { url: at(DOC) }));
    let answer = ask(&method, WEB, &[(DOC, &document(WEB, &theirs))]);
    assert_eq!(provenance(&answer), &Provenance::Confirmed(Confirmation::Document { url: at(DOC) }));
    let by_name = format!(r#"{{"id":"{WEB}","assertionMethod":"{method}"}}"#);
    let answer = ask(&method, WEB, &[(DOC, &by_name)]);
    assert_eq!(provenance(&answer), &Provenance::Confirmed(Confirmation::Document { url: at(DOC) }));
}

/// OB3-PRF-40, OB3-PRF-42
#[test]
fn did_web_is_fetched_and_read_strictly() {
    let (key, multikey) = ed("web");
    let method = format!("{WEB}#key");
    assert_eq!(ask(&method, WEB, &[]), KeyAnswer::Wanted(wish(DOC, Purpose::DidDocument)));
    let answer = ask(&method, WEB, &[(DOC, &document(WEB, &multikey))]);
    assert_eq!(provenance(&answer), &Provenance::Confirmed(Confirmation::Document { url: at(DOC) }));
    let KeyAnswer::Known(known) = answer else { unreachable!() };
    assert_eq!(known.key, key);

    let refused = |body: &str| match ask(&method, WEB, &[(DOC, body)]) {
        KeyAnswer::Refused(why) => why,
        other => panic!("{other:?}"),
    };
    let entry = multikey_method("#key", WEB, &multikey);
    // relative and embedded references are as good as absolute ones
    for body in [
        format!(r##"{{"id":"{WEB}","verificationMethod":[{entry}],"assertionMethod":["#key"]}}"##),
        format!(r#"{{"id":"{WEB}","assertionMethod":[{entry}]}}"#),
    ] {
        let answer = ask(&method, WEB, &[(DOC, &body)]);
        assert_eq!(provenance(&answer), &Provenance::Confirmed(Confirmation::Document { url: at(DOC) }), "{body}");
    }
    assert_eq!(
        refused(&format!(r##"{{"id":"{WEB}","verificationMethod":[{entry}],"authentication":["#key"]}}"##)),
        KeyRefusal::NotForAssertion
    );
    assert_eq!(
        refused(&format!(r#"{{"id":"{WEB}","assertionMethod":[]}}"#)),
        KeyRefusal::NoKeys { issuer: WEB.into() }
    );
    assert_eq!(
        refused(&document("did:web:example.com", &multikey)),
        KeyRefusal::DocumentIdDiffers { expected: WEB.into(), found: Some("did:web:example.com".into()) }
    );
    let unknown = entry.replace("Multikey", "X25519KeyAgreementKey2020");
    assert_eq!(
        refused(&format!(r#"{{"id":"{WEB}","assertionMethod":[{unknown}]}}"#)),
        KeyRefusal::UnsupportedType("X25519KeyAgreementKey2020".into())
    );
    let leaked = entry.replace("\"type\"", "\"secretKeyMultibase\":\"z1\",\"type\"");
    assert!(matches!(refused(&format!(r#"{{"id":"{WEB}","assertionMethod":[{leaked}]}}"#)), KeyRefusal::Key(_)));
    // OB3-PRF-44: listed, but controlled by another
    let foreign = multikey_method("#key", "did:web:example.com", &multikey);
    let answer = ask(&method, WEB, &[(DOC, &format!(r#"{{"id":"{WEB}","assertionMethod":[{foreign}]}}"#))]);
    let controller = "did:web:example.com".to_owned();
    assert_eq!(provenance(&answer), &Provenance::Mismatch(Mismatch::OtherController { controller }));
    // the document of another did:web says nothing about this issuer
    let answer = ask(&method, "did:web:example.com", &[(DOC, &document(WEB, &multikey))]);
    let controller = WEB.to_owned();
    assert_eq!(provenance(&answer), &Provenance::Mismatch(Mismatch::OtherController { controller }));
}

#[test]
fn silence_is_told_apart() {
    let lookup = || wish(DOC, Purpose::DidDocument);
    let method = format!("{WEB}#key");
    let answer = |answer: Answer| {
        let mut known = Resources::new();
        known.insert(&at(DOC), answer);
        resolve(&method, WEB, &known, &Limits::default())
    };
    assert_eq!(answer(Answer::NotFound), KeyAnswer::Unanswered(lookup(), Silence::NotFound));
    assert_eq!(
        answer(Answer::Unreachable(Unreachable::Offline)),
        KeyAnswer::Unanswered(lookup(), Silence::Unreachable(Unreachable::Offline))
    );
    assert_eq!(answer(Answer::found("[]")), KeyAnswer::Unanswered(lookup(), Silence::NotObject));
    assert!(matches!(answer(Answer::found("<html>")), KeyAnswer::Unanswered(_, Silence::NotJson(_))));
    assert_eq!(ask("did:web:example.org:..:x#k", WEB, &[]), KeyAnswer::Refused(KeyRefusal::Web(WebError::Path)));
    assert_eq!(ask("did:ion:abc#k", WEB, &[]), KeyAnswer::UnsupportedMethod("ion".into()));
    assert_eq!(ask("key-1", WEB, &[]), KeyAnswer::Refused(KeyRefusal::NotAName));
}

/// OB3-PRF-45, D-22: the key stands in the address; the issuer's document must list it all the same.
#[test]
fn a_key_in_the_fragment_is_checked_and_not_believed() {
    let (key, multikey) = ed("fragment");
    let method = format!("{ISSUER}#{multikey}");
    let answer = ask(&method, ISSUER, &[]);
    assert_eq!(provenance(&answer), &Provenance::Wanted(wish(ISSUER, Purpose::Issuer)));
    assert!(matches!(&answer, KeyAnswer::Known(known) if known.key == key));

    let answer = ask(&method, ISSUER, &[(ISSUER, &document(ISSUER, &multikey))]);
    assert_eq!(provenance(&answer), &Provenance::Confirmed(Confirmation::Document { url: at(ISSUER) }));
    let (_, other) = ed("other");
    let answer = ask(&method, ISSUER, &[(ISSUER, &document(ISSUER, &other))]);
    assert_eq!(provenance(&answer), &Provenance::Mismatch(Mismatch::NotListed { url: at(ISSUER) }));

    // a profile without keys: the key set of the host is asked, and if it is silent too, nothing is settled
    let profile = format!(r#"{{"id":"{ISSUER}","type":"Profile","name":"Le Dôme"}}"#);
    let answer = ask(&method, ISSUER, &[(ISSUER, &profile)]);
    assert_eq!(provenance(&answer), &Provenance::Wanted(wish(JWKS, Purpose::Key)));
    let answer = ask(&method, ISSUER, &[(ISSUER, &profile), (JWKS, r#"{"keys":[]}"#)]);
    assert_eq!(provenance(&answer), &Provenance::Unconfirmed(Unconfirmed::NoKeys { url: at(ISSUER) }));
    let answer = ask(&method, ISSUER, &[(ISSUER, &document("https://example.org/x", &multikey)), (JWKS, "[]")]);
    assert_eq!(
        provenance(&answer),
        &Provenance::Unconfirmed(Unconfirmed::DocumentIdDiffers {
            url: at(ISSUER),
            found: Some("https://example.org/x".into())
        })
    );
}

/// OB3-PRF-43, OB3-PRF-44
#[test]
fn key_documents_do_not_speak_for_themselves() {
    let (_, multikey) = ed("key document");
    let url = "https://elsewhere.example.net/key";
    let claims = multikey_method(url, ISSUER, &multikey);
    assert_eq!(ask(url, ISSUER, &[]), KeyAnswer::Wanted(wish(url, Purpose::Key)));
    // It says that the issuer controls it: so could anyone's.
    let answer = ask(url, ISSUER, &[(url, &claims)]);
    assert_eq!(provenance(&answer), &Provenance::Wanted(wish(ISSUER, Purpose::Issuer)));
    // The issuer's document names it: now it is the issuer's.
    let naming = format!(r#"{{"id":"{ISSUER}","assertionMethod":["{url}"]}}"#);
    let answer = ask(url, ISSUER, &[(url, &claims), (ISSUER, &naming)]);
    assert_eq!(provenance(&answer), &Provenance::Confirmed(Confirmation::Document { url: at(ISSUER) }));
    // It says that someone else controls it.
    let foreign = multikey_method(url, "https://someone.example.net", &multikey);
    let answer = ask(url, ISSUER, &[(url, &foreign), (ISSUER, &naming)]);
    assert!(matches!(provenance(&answer), Provenance::Mismatch(Mismatch::OtherController { .. })));
    // It is another document than the one asked for.
    let moved = multikey_method("https://example.org/other", ISSUER, &multikey);
    assert!(matches!(ask(url, ISSUER, &[(url, &moved)]), KeyAnswer::Refused(KeyRefusal::DocumentIdDiffers { .. })));
    // A controller document at the issuer's own id.
    let answer = ask(&format!("{ISSUER}#key"), ISSUER, &[(ISSUER, &document(ISSUER, &multikey))]);
    assert_eq!(provenance(&answer), &Provenance::Confirmed(Confirmation::Document { url: at(ISSUER) }));
}

#[test]
fn the_end_of_a_key_is_data() {
    let (_, multikey) = ed("dates");
    let dated = |dates: &str| {
        let entry = multikey_method("#key", WEB, &multikey).replace("\"type\"", &format!("{dates},\"type\""));
        ask(&format!("{WEB}#key"), WEB, &[(DOC, &format!(r#"{{"id":"{WEB}","assertionMethod":[{entry}]}}"#))])
    };
    let answer = dated(r#""expires":"2027-01-01T00:00:00Z","revoked":"2026-06-01T00:00:00Z""#);
    let KeyAnswer::Known(known) = answer else { panic!("{answer:?}") };
    assert_eq!(known.expires.unwrap().to_string(), "2027-01-01T00:00:00Z");
    assert_eq!(known.revoked.unwrap().to_string(), "2026-06-01T00:00:00Z");
    assert_eq!(dated(r#""revoked":"yes""#), KeyAnswer::Refused(KeyRefusal::MalformedDate("revoked")));
}

// D-23: an issuer's document that lists no key says nothing about this one; one that lists others does.
#[test]
fn a_document_without_keys_leaves_open_what_it_was_asked() {
    let name = format!("{WEB}#key");
    let asked = |body: &str| ask(&name, WEB, &[(DOC, body)]);
    let none = KeyAnswer::Refused(KeyRefusal::NoKeys { issuer: WEB.to_owned() });
    assert_eq!(asked(&format!(r#"{{"id":"{WEB}"}}"#)), none);
    assert_eq!(asked(&format!(r#"{{"id":"{WEB}","service":[],"assertionMethod":[]}}"#)), none);
    let (_, other) = ed("other");
    let others = document(WEB, &other).replace("#key", "#other");
    assert_eq!(asked(&others), KeyAnswer::Refused(KeyRefusal::MethodNotFound));
}

// A key that its owner calls revoked is revoked under every name, and in whatever order the entries stand.
#[test]
fn a_key_revoked_under_one_name_is_revoked_under_all() {
    let (key, multikey) = ed("twice");
    let revoked = Some(Timestamp::parse("2026-01-01T00:00:00Z").unwrap());
    let expires = Some(Timestamp::parse("2026-05-01T00:00:00Z").unwrap());
    let plain = |id: &str| multikey_method(&format!("{WEB}#{id}"), WEB, &multikey);
    let with = |id: &str, more: &str| plain(id).replace('}', &format!(r#","{more}}}"#));
    let ends = |first: &str, second: &str, name: &str| {
        let document = format!(
            r##"{{"id":"{WEB}","verificationMethod":[{first},{second}],"assertionMethod":["{WEB}#a","{WEB}#b"]}}"##
        );
        let known = [(DOC, document.as_str())];
        let answer = match name {
            "jwk" => resolve_header(None, Some(&key.to_jwk().into()), WEB, &web(&known), &Limits::default()),
            "key" => ask(&format!("did:key:{multikey}#{multikey}"), WEB, &known),
            name => ask(&format!("{WEB}#{name}"), WEB, &known),
        };
        match answer {
            KeyAnswer::Known(known) => (known.revoked, known.expires),
            other => panic!("{other:?}"),
        }
    };
    let (gone, old) =
        (with("b", r#"revoked":"2026-01-01T00:00:00Z""#), with("b", r#"expires":"2026-05-01T00:00:00Z""#));
    for name in ["a", "b", "jwk", "key"] {
        assert_eq!(ends(&plain("a"), &gone, name), (revoked, None), "{name}");
        assert_eq!(ends(&gone, &plain("a"), name), (revoked, None), "{name}, the other way round");
        // A name has its own end; without a name the earlier one counts.
        let own = if name == "a" { None } else { expires };
        assert_eq!(ends(&plain("a"), &old, name), (None, own), "{name}");
        assert_eq!(ends(&old, &plain("a"), name), (None, own), "{name}, the other way round");
    }
    // Two entries of one name.
    let twice = [with("a", r#"revoked":"2026-01-01T00:00:00Z""#), plain("a")];
    assert_eq!(ends(&twice[0], &twice[1], "a"), (revoked, None));
    assert_eq!(ends(&twice[1], &twice[0], "a"), (revoked, None));
}

/// OB3-PRF-04, OB3-PRF-47
#[test]
fn jwt_headers() {
    let ec = key(KeyKind::P256, "header");
    let jwk = Value::from(ec.to_jwk());
    let text = jwk.to_compact();
    let with = |member: &str| text.replacen('{', &format!("{{{member},"), 1);
    let header = |kid: Option<&str>, jwk: Option<&Value>, issuer: &str, known: &[(&str, &str)]| {
        resolve_header(kid, jwk, issuer, &web(known), &Limits::default())
    };
    assert_eq!(header(None, None, ISSUER, &[]), KeyAnswer::Refused(KeyRefusal::NoHint));

    // jwk alone: the signature can be checked, the issuer is asked.
    let answer = header(None, Some(&jwk), ISSUER, &[]);
    assert_eq!(provenance(&answer), &Provenance::Wanted(wish(ISSUER, Purpose::Issuer)));
    let set = |jwk: &str| format!(r#"{{"keys":[{{"kty":"oct"}},{jwk}]}}"#);
    let profile = format!(r#"{{"id":"{ISSUER}"}}"#);
    let key_set = Provenance::Confirmed(Confirmation::KeySet { url: at(JWKS) });
    for (member, expected) in [
        (r#""kid":"1""#.to_owned(), key_set.clone()),
        (format!(r#""iss":"{ISSUER}""#), key_set.clone()),
        (
            r#""iss":"https://other.example.org""#.to_owned(),
            Provenance::Mismatch(Mismatch::OtherIssuer { iss: "https://other.example.org".into() }),
        ),
    ] {
        let answer = header(None, Some(&jwk), ISSUER, &[(ISSUER, &profile), (JWKS, &set(&with(&member)))]);
        assert_eq!(provenance(&answer), &expected, "{member}");
    }
    // The set of some other service on that host does not reject.
    let other = Value::from(key(KeyKind::P256, "other").to_jwk()).to_compact();
    let answer = header(None, Some(&jwk), ISSUER, &[(ISSUER, &profile), (JWKS, &set(&other))]);
    assert_eq!(provenance(&answer), &Provenance::Unconfirmed(Unconfirmed::NoKeys { url: at(ISSUER) }));

    // A set with keys of several issuers: one that names nobody speaks for the host, not for those who live on it.
    let theirs = format!(r#"{{"keys":[{},{text}]}}"#, other.replacen('{', r#"{"iss":"https://example.org/other","#, 1));
    let answer = header(None, Some(&jwk), ISSUER, &[(ISSUER, &profile), (JWKS, &theirs)]);
    let open = Provenance::Unconfirmed(Unconfirmed::NoKeys { url: at(JWKS) });
    assert!([&open, &Provenance::Unconfirmed(Unconfirmed::NoKeys { url: at(ISSUER) })].contains(&provenance(&answer)));
    let host = "https://example.org/";
    let of_host = format!(r#"{{"id":"{host}"}}"#);
    let answer = header(None, Some(&jwk), host, &[(host, &of_host), (JWKS, &theirs)]);
    assert_eq!(provenance(&answer), &key_set);

    // kid: a bare JWK, and a set in which fragment or full kid selects.
    let bare = "https://example.org/keys/1.json";
    let answer = header(Some(bare), None, ISSUER, &[(bare, &text), (JWKS, &set(&text))]);
    assert_eq!(provenance(&answer), &key_set);
    let kid = format!("{JWKS}#one");
    for member in [r#""kid":"one""#.to_owned(), format!(r#""kid":"{kid}""#)] {
        let answer = header(Some(&kid), None, ISSUER, &[(JWKS, &set(&with(&member)))]);
        assert_eq!(provenance(&answer), &key_set);
    }
    assert_eq!(
        header(Some(&kid), None, ISSUER, &[(JWKS, &set(&text))]),
        KeyAnswer::Refused(KeyRefusal::MethodNotFound)
    );
    // A label: within the issuer's own set.
    let answer = header(Some("one"), None, ISSUER, &[(JWKS, &set(&with(r#""kid":"one""#)))]);
    assert_eq!(provenance(&answer), &key_set);

    // kid and jwk: one key, or none.
    let answer = header(Some(bare), Some(&jwk), ISSUER, &[]);
    assert_eq!(provenance(&answer), &Provenance::Wanted(wish(bare, Purpose::Key)));
    assert_eq!(
        header(Some(bare), Some(&jwk), ISSUER, &[(bare, &other)]),
        KeyAnswer::Refused(KeyRefusal::HeaderKeyDiffers)
    );
    // A did:key issuer and its own key in the header.
    let did = format!("did:key:{}", ec.to_multikey().unwrap());
    let answer = header(None, Some(&jwk), &did, &[]);
    assert_eq!(provenance(&answer), &Provenance::Confirmed(Confirmation::Computed));
    // D-22: a JsonWebKey in did.json.
    let doc = format!(
        r##"{{"id":"{WEB}","assertionMethod":[{{"id":"#p","type":"JsonWebKey","controller":"{WEB}","publicKeyJwk":{text}}}]}}"##
    );
    let answer = header(Some(&format!("{WEB}#p")), None, WEB, &[(DOC, &doc)]);
    assert_eq!(provenance(&answer), &Provenance::Confirmed(Confirmation::Document { url: at(DOC) }));
}

#[test]
fn an_issuer_without_address_cannot_be_asked() {
    let (_, multikey) = ed("urn");
    let method = format!("did:key:{multikey}");
    let answer = ask(&method, "urn:uuid:7f0c", &[]);
    assert_eq!(provenance(&answer), &Provenance::Unconfirmed(Unconfirmed::NoAddress));
    let answer = ask(&method, "did:ion:abc", &[]);
    assert_eq!(provenance(&answer), &Provenance::Unconfirmed(Unconfirmed::UnsupportedMethod("ion".into())));
}

/// OB2-VER-32, OB2-VER-33
#[test]
fn keys_of_an_old_profile() {
    let rsa = key(KeyKind::Rsa, "old");
    let url = "https://example.org/keys/rsa.json";
    let pem = Value::from(rsa.to_pem()).to_compact();
    let body = format!(r#"{{"id":"{url}","type":"CryptographicKey","owner":"{ISSUER}","publicKeyPem":{pem}}}"#);
    let read = |text: &str| json::parse(text.as_bytes(), &Limits::default()).unwrap();
    let profile = read(&format!(r#"{{"id":"{ISSUER}","publicKey":"{url}"}}"#));
    let keys = |profile: &Value, creator, known: &[(&str, &str)]| {
        profile_keys(profile, creator, &web(known), &Limits::default())
    };
    let wanted = keys(&profile, Some(url), &[]).unwrap();
    assert_eq!(wanted[0].answer, ProfileKeyAnswer::Wanted(wish(url, Purpose::Key)));
    for creator in [None, Some(url)] {
        let found = keys(&profile, creator, &[(url, &body)]).unwrap();
        assert_eq!(found[0].answer, ProfileKeyAnswer::Known(rsa.clone()));
        assert_eq!(found[0].owner.as_deref(), Some(ISSUER));
    }
    assert_eq!(keys(&profile, Some("https://evil.example/k"), &[]), Err(KeyRefusal::MethodNotFound));
    let moved = body.replace(url, "https://example.org/keys/other.json");
    assert!(matches!(
        keys(&profile, None, &[(url, &moved)]).unwrap()[0].answer,
        ProfileKeyAnswer::Refused(KeyRefusal::DocumentIdDiffers { .. })
    ));
    let embedded = read(&format!(r#"{{"id":"{ISSUER}","publicKey":[{body}]}}"#));
    assert_eq!(keys(&embedded, Some(url), &[]).unwrap()[0].answer, ProfileKeyAnswer::Known(rsa));
    assert_eq!(keys(&read("{}"), None, &[]), Ok(vec![]));
}

/// A document of a thousand keys is looked through by their texts; every way of writing the key is found all the same.
#[test]
fn a_key_is_found_in_each_of_its_forms() {
    for kind in [KeyKind::Ed25519, KeyKind::P256, KeyKind::Rsa] {
        let key = SecretKey::generate(kind, &mut SeededEntropy::new(b"one of many")).unwrap();
        let other = SecretKey::generate(kind, &mut SeededEntropy::new(b"another")).unwrap();
        let jwk = Value::from(key.public_key().to_jwk()).to_compact();
        let mut forms = vec![format!(r#"{{"type":"JsonWebKey","publicKeyJwk":{jwk}}}"#)];
        if let Some(text) = key.public_key().to_multikey() {
            let bytes = crate::text::from_multibase(&text).unwrap();
            let base64 = crate::text::base64url(&bytes);
            let others = other.public_key().to_multikey().unwrap();
            forms.push(format!(r#"{{"type":"Multikey","publicKeyMultibase":"{text}"}}"#));
            forms.push(format!(r#"{{"type":"Multikey","publicKeyMultibase":"u{base64}"}}"#));
            // The type says which of two is meant.
            forms.push(format!(r#"{{"type":"JsonWebKey","publicKeyMultibase":"{others}","publicKeyJwk":{jwk}}}"#));
        }
        for form in forms {
            let method = Method::standalone(&crate::json::parse(form.as_bytes(), &Limits::default()).unwrap());
            assert!(method.is_key(key.public_key()), "{form}");
            assert!(!method.is_key(other.public_key()), "{form}");
        }
    }
}
