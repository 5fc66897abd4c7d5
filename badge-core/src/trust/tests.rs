use super::*;
use crate::crypto::jose::{encode, signing_input};
use crate::crypto::{KeyKind, SecretKey, SeededEntropy, Signer as _};
use crate::json::{self, Value};
use crate::limits::Limits;

fn key(seed: &[u8]) -> SecretKey {
    SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(seed)).unwrap()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn list() -> TrustList {
    let mut list = TrustList::new("Ateliers de la côte", at("2026-03-02T09:00:00Z"));
    list.valid_until = Some(at("2027-03-02T09:00:00Z"));
    let mut issuer = KnownIssuer::new("did:web:atelier.example.org");
    issuer.name = Some("L’Atelier".to_owned());
    issuer.keys = vec![key(b"atelier").public_key().clone()];
    issuer.since = Some(at("2026-03-02T00:00:00Z"));
    list.set(issuer);
    list.set(KnownIssuer::new("https://port.example.org/issuer.json"));
    list
}

fn read(text: &str) -> Result<TrustList, TrustError> {
    TrustList::read(text.as_bytes(), &Limits::default())
}

// D-44
#[test]
fn a_list_comes_back_plain_and_signed() {
    let plain = list();
    assert_eq!(read(&plain.to_value().to_pretty()).unwrap(), plain);
    let network = key(b"network");
    let signed = read(&plain.sign(&network).unwrap()).unwrap();
    assert_eq!(signed.signed_by.as_ref(), Some(network.public_key()));
    assert_eq!(signed.issuers(), plain.issuers());
    let found = signed.find("did:web:atelier.example.org").unwrap();
    assert!(found.has_key(key(b"atelier").public_key()) && !found.has_key(network.public_key()));
    assert!(!signed.find("https://port.example.org/issuer.json").unwrap().names_keys());
    assert_eq!(signed.find("did:web:autre.example.org"), None);
}

#[test]
fn a_list_ends_on_the_second() {
    let list = list();
    assert!(!list.is_over(at("2027-03-02T08:59:59Z")) && list.is_over(at("2027-03-02T09:00:00Z")));
    assert!(!TrustList::new("à moi", at("2020-01-01T00:00:00Z")).is_over(at("2099-01-01T00:00:00Z")));
}

#[test]
fn issuers_are_added_replaced_and_taken_out() {
    let mut list = list();
    list.set(KnownIssuer::new("did:web:atelier.example.org"));
    assert_eq!((list.issuers().len(), list.issuers()[0].names_keys()), (2, false));
    assert!(list.remove("did:web:atelier.example.org").is_some());
    assert!(list.remove("did:web:atelier.example.org").is_none());
    assert_eq!(list.find("https://port.example.org/issuer.json").unwrap().id, list.issuers()[0].id);
    // What was changed after it was signed has no signer.
    let mut signed = read(&list.sign(&key(b"network")).unwrap_or_default()).unwrap_or_else(|_| list.clone());
    signed.set(KnownIssuer::new("did:web:nouveau.example.org"));
    assert_eq!(signed.signed_by, None);
}

#[test]
fn a_changed_list_is_refused() {
    let token = list().sign(&key(b"network")).unwrap();
    let (head, signature) = token.rsplit_once('.').unwrap();
    let other = list().sign(&key(b"somebody else")).unwrap();
    let (_, others) = other.rsplit_once('.').unwrap();
    assert!(matches!(read(&format!("{head}.{others}")), Err(TrustError::Signature(_))));
    let payload = crate::text::base64url(list().to_value().to_compact().replace("atelier", "ateliem").as_bytes());
    let header = head.split('.').next().unwrap();
    assert!(matches!(read(&format!("{header}.{payload}.{signature}")), Err(TrustError::Signature(_))));
}

#[test]
fn another_signed_thing_is_no_list() {
    let network = key(b"network");
    let signed = |change: &dyn Fn(&mut json::Object), payload: &Value| {
        let mut header = signing_header(TYP, network.public_key());
        change(&mut header);
        let input = signing_input(&header, payload.to_compact().as_bytes());
        let signature = network.sign(crate::crypto::JwsAlgorithm::EdDsa, input.as_bytes()).unwrap();
        read(&encode(&input, &signature))
    };
    let good = list().to_value();
    assert!(signed(&|_| {}, &good).is_ok());
    assert_eq!(signed(&|h| h.set("typ", "JWT"), &good), Err(TrustError::Typ { found: Some("JWT".to_owned()) }));
    assert_eq!(signed(&|h| drop(h.remove("typ")), &good), Err(TrustError::Typ { found: None }));
    assert_eq!(signed(&|h| drop(h.remove("jwk")), &good), Err(TrustError::NoKey));
    // RFC 7517 section 4.4: the key in the header says what it is for.
    let jwk = |alg: &str| {
        let mut jwk = network.public_key().to_jwk();
        jwk.set("alg", alg);
        jwk
    };
    assert!(signed(&|h| h.set("jwk", jwk("EdDSA")), &good).is_ok());
    assert!(matches!(
        signed(&|h| h.set("jwk", jwk("ES256")), &good),
        Err(TrustError::Key(KeyError::JwkOtherAlgorithm { .. }))
    ));
    assert!(matches!(signed(&|h| h.set("crit", vec!["exp"]), &good), Err(TrustError::Jose(JoseError::Critical))));
    assert!(matches!(signed(&|h| h.set("alg", "none"), &good), Err(TrustError::Jose(JoseError::Algorithm(_)))));
    // A directory that never ends would outlive the network that made it.
    let mut endless = good.clone();
    endless.as_object_mut().unwrap().remove("validUntil");
    assert_eq!(signed(&|_| {}, &endless), Err(TrustError::Member { at: "/validUntil".to_owned() }));
    assert!(read(&endless.to_compact()).is_ok(), "one's own may");
}

#[test]
fn each_member_is_held_to_its_form() {
    let good = list().to_value();
    let set = |pointer: &[&str], value: Value| {
        let mut changed = good.clone();
        let mut here = &mut changed;
        for step in &pointer[..pointer.len() - 1] {
            here = match here {
                Value::Array(items) => &mut items[step.parse::<usize>().unwrap()],
                Value::Object(members) => members.get_mut(step).unwrap(),
                _ => unreachable!(),
            };
        }
        here.as_object_mut().unwrap().set(*pointer.last().unwrap(), value);
        read(&changed.to_compact())
    };
    let wrong = |at: &str| Err(TrustError::Member { at: at.to_owned() });
    assert_eq!(
        set(&["schema"], "badge-trust/2".into()),
        Err(TrustError::Schema { found: Some("badge-trust/2".into()) })
    );
    assert_eq!(set(&["name"], "  ".into()), wrong("/name"));
    assert_eq!(set(&["updated"], "hier".into()), wrong("/updated"));
    assert_eq!(set(&["validUntil"], 2027.into()), wrong("/validUntil"));
    assert_eq!(set(&["issuers"], "all".into()), wrong("/issuers"));
    assert_eq!(set(&["issuers", "0", "id"], "L’Atelier".into()), wrong("/issuers/0/id"));
    assert_eq!(set(&["issuers", "0", "id"], "x".repeat(3_000).into()), wrong("/issuers/0/id"));
    // A listed JWK for what such a key cannot do is a mistake; one for what we cannot do binds, and fits nothing.
    let jwk = |alg: &str| {
        let mut jwk = key(b"listed").public_key().to_jwk();
        jwk.set("alg", alg);
        Value::from(vec![Value::from(jwk)])
    };
    assert_eq!(set(&["issuers", "0", "keys"], jwk("RS256")), wrong("/issuers/0/keys/0/alg"));
    for (alg, read, other) in [("EdDSA", 1, 0), ("Ed448", 0, 1)] {
        let list = set(&["issuers", "0", "keys"], jwk(alg)).unwrap();
        let entry = &list.issuers()[0];
        assert_eq!((entry.keys.len(), entry.other_keys), (read, other), "{alg}");
    }
    assert_eq!(set(&["issuers", "0", "url"], "javascript:alert(1)".into()), wrong("/issuers/0/url"));
    assert_eq!(set(&["issuers", "0", "keys"], "z6Mk".into()), wrong("/issuers/0/keys"));
    assert_eq!(set(&["issuers", "0", "keys"], vec!["not multibase"].into()), wrong("/issuers/0/keys/0"));
    assert_eq!(set(&["issuers", "0", "since"], "2026-02-30".into()), wrong("/issuers/0/since"));
    let twice = "did:web:atelier.example.org";
    assert_eq!(set(&["issuers", "1", "id"], twice.into()), Err(TrustError::Repeated { id: twice.to_owned() }));
    assert!(set(&["issuers", "0", "remark"], "passed over".into()).is_ok());
    // A key of a kind that is not read binds all the same: others are not meant.
    let secp = crate::text::multibase58(&[0xe7, 1, 2]);
    let list = set(&["issuers", "1", "keys"], vec![secp].into()).unwrap();
    assert!(list.issuers()[1].names_keys() && list.issuers()[1].keys.is_empty());
    let private =
        json::object([("kty", "OKP".into()), ("crv", "Ed25519".into()), ("x", "AA".into()), ("d", "AA".into())]);
    assert_eq!(set(&["issuers", "0", "keys"], vec![Value::from(private)].into()), wrong("/issuers/0/keys/0"));
}

#[test]
fn what_is_too_large_is_refused() {
    let limits = Limits { answer_bytes: 100, ..Limits::default() };
    assert!(matches!(
        TrustList::read(list().to_value().to_compact().as_bytes(), &limits),
        Err(TrustError::Json(JsonError::TooLarge { .. }))
    ));
    assert!(matches!(
        TrustList::read(list().sign(&key(b"n")).unwrap().as_bytes(), &limits),
        Err(TrustError::Jose(JoseError::TooLarge { .. }))
    ));
}
