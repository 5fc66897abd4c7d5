//! The documents from which the cases are made, and how they are changed and signed.

use std::fs;
use std::path::Path;

use badge_core::crypto::jose::{encode, signing_input};
use badge_core::crypto::{JwsAlgorithm, SecretKey, Signer as _};
use badge_core::json::{self, Object, Value};
use badge_core::ld::Contexts;
use badge_core::limits::Limits;
use badge_core::proof::eddsa_rdfc_2022;
use badge_core::proof::integrity::Options;
use badge_core::time::Timestamp;

/// Where the place of the cases lives.
pub(crate) const WEB: &str = "did:web:trois-ponts.example.org";
/// Where its DID document lies.
pub(crate) const DID_JSON: &str = "https://trois-ponts.example.org/.well-known/did.json";

/// The test keys.
pub(crate) struct Keys {
    pub(crate) ed25519: SecretKey,
    pub(crate) p256: SecretKey,
    pub(crate) rsa: SecretKey,
    /// Another Ed25519 key: somebody else's.
    pub(crate) other: SecretKey,
}

impl Keys {
    pub(crate) fn read() -> std::io::Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/keys");
        let read = |name: &str| -> std::io::Result<SecretKey> {
            let pem = fs::read_to_string(folder.join(name))?;
            Ok(SecretKey::from_pkcs8_pem(&pem, None).expect("a test key"))
        };
        Ok(Self {
            ed25519: read("TEST-KEY.ed25519.pem")?,
            p256: read("TEST-KEY.p256.pem")?,
            rsa: read("TEST-KEY.rsa.pem")?,
            other: SecretKey::from_ed25519_seed(&[7; 32]).expect("a seed"),
        })
    }

    /// The place that is nothing but its key.
    pub(crate) fn did_key(&self) -> String {
        did_key(&self.ed25519)
    }
}

pub(crate) fn did_key(key: &SecretKey) -> String {
    format!("did:key:{}", key.public_key().to_multikey().expect("Ed25519 and EC keys are Multikeys"))
}

/// The method id of a key under an issuer's id (D-22).
pub(crate) fn method(issuer: &str, key: &SecretKey) -> String {
    format!("{issuer}#{}", key.public_key().to_multikey().expect("a Multikey"))
}

pub(crate) fn parse(text: &str) -> Value {
    json::parse(text.as_bytes(), &Limits::default()).unwrap_or_else(|e| panic!("{e}: {text}"))
}

/// A badge for a first cut with the laser, not signed.
pub(crate) fn badge(issuer: &str) -> Value {
    let mut badge = parse(
        r#"{
        "@context": ["https://www.w3.org/ns/credentials/v2",
                     "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:1c0b7b3a-52f5-4ad1-9be4-6f3f4f2f0001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Découpe laser : première pièce",
        "issuer": {"id": "", "type": ["Profile"], "name": "L’Atelier des Trois-Ponts",
                   "url": "https://trois-ponts.example.org/"},
        "validFrom": "2026-03-02T09:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:1c0b7b3a-52f5-4ad1-9be4-6f3f4f2f0002",
            "type": ["AchievementSubject"],
            "identifier": [{"type": "IdentityObject", "identityType": "emailAddress", "hashed": true,
                            "salt": "gros-sel", "identityHash": ""}],
            "narrative": "A dessiné puis découpé un porte-clés en peuplier.",
            "achievement": {
                "id": "urn:uuid:1c0b7b3a-52f5-4ad1-9be4-6f3f4f2f0003",
                "type": ["Achievement"],
                "achievementType": "Badge",
                "name": "Découpe laser : première pièce",
                "description": "Sait préparer un fichier et lancer une découpe en sécurité.",
                "inLanguage": "fr",
                "criteria": {"narrative": "Découper une pièce, seul, après avoir nommé les trois risques."}
            }
        }
    }"#,
    );
    set(&mut badge, "/issuer/id", issuer);
    let hash = badge_core::text::hex(&badge_core::crypto::sha256(b"nour@example.orggros-sel"));
    set(&mut badge, "/credentialSubject/identifier/0/identityHash", format!("sha256${hash}"));
    badge
}

/// An endorsement of `subject`, not signed.
pub(crate) fn endorsement(issuer: &str, subject: &str) -> Value {
    let mut doc = parse(
        r#"{
        "@context": ["https://www.w3.org/ns/credentials/v2",
                     "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:1c0b7b3a-52f5-4ad1-9be4-6f3f4f2f0009",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Soutien de la menuiserie Orme",
        "issuer": {"id": "", "type": ["Profile"], "name": "Menuiserie Orme"},
        "validFrom": "2026-04-01T08:00:00Z",
        "credentialSubject": {"id": "", "type": ["EndorsementSubject"],
                              "endorsementComment": "Nous y formons nos apprentis."}
    }"#,
    );
    set(&mut doc, "/issuer/id", issuer);
    set(&mut doc, "/credentialSubject/id", subject);
    doc
}

/// The DID document of the place, with a list of keys.
pub(crate) fn did_document(keys: &[&SecretKey]) -> Value {
    let methods: Vec<Value> = keys
        .iter()
        .map(|key| {
            let mut m = Object::new();
            m.set("id", method(WEB, key));
            m.set("type", "Multikey");
            m.set("controller", WEB);
            m.set("publicKeyMultibase", key.public_key().to_multikey().expect("a Multikey"));
            m.into()
        })
        .collect();
    let names: Vec<String> = keys.iter().map(|key| method(WEB, key)).collect();
    let mut doc = Object::new();
    doc.set("@context", vec!["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]);
    doc.set("id", WEB);
    doc.set("verificationMethod", Value::Array(methods));
    doc.set("assertionMethod", names);
    doc.into()
}

/// The value at a pointer, to be changed.
pub(crate) fn at<'v>(value: &'v mut Value, pointer: &str) -> &'v mut Value {
    pointer.split('/').skip(1).fold(value, |v, step| match v {
        Value::Array(list) => &mut list[step.parse::<usize>().expect("an index")],
        Value::Object(o) => o.get_mut(step).unwrap_or_else(|| panic!("no {step} in {pointer}")),
        _ => panic!("{pointer}"),
    })
}

/// Sets the member or entry at a pointer; it need not be there yet.
pub(crate) fn set(value: &mut Value, pointer: &str, to: impl Into<Value>) {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    match at(value, parent) {
        Value::Object(o) => o.set(name, to),
        Value::Array(list) => {
            let index: usize = name.parse().expect("an index");
            if index < list.len() { list[index] = to.into() } else { list.push(to.into()) }
        }
        _ => panic!("{pointer}"),
    }
}

/// Takes the member at a pointer out.
pub(crate) fn cut(value: &mut Value, pointer: &str) {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    at(value, parent).as_object_mut().expect("an object").remove(name).expect("a member to take out");
}

/// A copy with one change.
pub(crate) fn with(value: &Value, change: impl FnOnce(&mut Value)) -> Value {
    let mut copy = value.clone();
    change(&mut copy);
    copy
}

/// The document with an `eddsa-rdfc-2022` proof by the issuer's key.
pub(crate) fn sign(doc: &Value, key: &SecretKey) -> Value {
    let issuer = doc.get("issuer").map(|i| i.get("id").unwrap_or(i)).and_then(Value::as_str).expect("an issuer");
    let own = if issuer.starts_with("did:key:") { did_key(key) } else { issuer.to_owned() };
    sign_as(doc, key, &method(&own, key), "2026-03-02T09:05:00Z", None)
}

pub(crate) fn sign_as(doc: &Value, key: &SecretKey, method: &str, created: &str, expires: Option<&str>) -> Value {
    let time = |t: &str| Timestamp::parse(t).expect("a date");
    let options =
        Options { verification_method: method.to_owned(), created: time(created), expires: expires.map(time) };
    let doc = doc.as_object().expect("an object");
    let prepared = eddsa_rdfc_2022::prepare(doc, &options, &Contexts::builtin(), &Limits::default())
        .unwrap_or_else(|e| panic!("{e:?}"));
    let signature = key.sign(prepared.algorithm(), prepared.bytes()).expect("a signature");
    prepared.complete(&signature).into()
}

/// A compact JWS over any payload, with any header members.
pub(crate) fn jws(payload: &Value, key: &SecretKey, algorithm: JwsAlgorithm, header: &[(&str, Value)]) -> String {
    let mut members = json::object([("alg", algorithm.as_str().into()), ("typ", "JWT".into())]);
    for (name, value) in header {
        members.set(*name, value.clone());
    }
    let input = signing_input(&members, payload.to_compact().as_bytes());
    encode(&input, &key.sign(algorithm, input.as_bytes()).expect("a signature"))
}

/// The payload of a VC-JWT: the credential and its claims (OB3-PRF-05).
pub(crate) fn payload(badge: &Value) -> Value {
    let mut p = badge.clone();
    let text = |pointer: &str| {
        let mut copy = badge.clone();
        at(&mut copy, pointer).clone()
    };
    set(&mut p, "/iss", text("/issuer/id"));
    set(&mut p, "/jti", text("/id"));
    set(&mut p, "/sub", text("/credentialSubject/id"));
    set(&mut p, "/nbf", 1_772_442_000_u32);
    p
}
