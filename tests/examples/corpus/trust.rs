//! Cases about the reader's lists of known issuers (D-44).

use badge_core::crypto::JwsAlgorithm::{EdDsa, Rs256};
use badge_core::crypto::{PublicKey, SecretKey, Signer as _};
use badge_core::json::Value;
use badge_core::resource::{Answer, Body};
use badge_core::time::Timestamp;
use badge_core::trust::{KnownIssuer, TrustList};

use crate::case::Case;
use crate::documents::{
    DID_JSON, Keys, WEB, badge, did_document, jws, method, parse, payload, set, sign, sign_as, with,
};
use crate::ob2::{A, B, I, assertion, badge_class, issuer};

const FILE: &str = "network.jws";

pub(crate) fn cases(keys: &Keys) -> Vec<Case> {
    let mut all = web(keys);
    all.extend(others(keys));
    all
}

/// A list by the network of the places, whose test key is the P-256 one.
fn list(keys: &Keys, until: &str, issuers: &[(&str, &[&SecretKey])]) -> String {
    let mut list = TrustList::new("Ateliers de la côte", at("2026-01-05T09:00:00Z"));
    list.valid_until = Some(at(until));
    for (id, own) in issuers {
        list.set(entry(id, own));
    }
    list.sign(&keys.p256).expect("signed")
}

fn entry(id: &str, own: &[&SecretKey]) -> KnownIssuer {
    let mut known = KnownIssuer::new(id);
    known.name = Some("Atelier des Trois-Ponts".to_owned());
    known.keys = own.iter().map(|k| PublicKey::clone(k.public_key())).collect();
    known.since = Some(at("2026-01-05T00:00:00Z"));
    known
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("a date")
}

/// Where the profile says that it is.
const MOVED: &str = "https://trois-ponts.example.org/profil.json";
/// Where somebody else's key lies.
const THEIRS: &str = "https://orme.example.org/cle.json";
const END: &str = "2027-01-05T09:00:00Z";

/// Places with a site.
fn web(keys: &Keys) -> Vec<Case> {
    let doc = sign(&badge(WEB), &keys.ed25519);
    let case = |name, sentence| Case::json(name, sentence, &doc).serves(DID_JSON, &did_document(&[&keys.ed25519]));
    let signed = |issuers: &[(&str, &[&SecretKey])]| list(keys, END, issuers);
    let stranger = "did:web:orme.example.org";
    let own_name = method(&keys.did_key(), &keys.ed25519);
    let theirs = with(&did_document(&[&keys.ed25519]).get("verificationMethod").expect("methods").many()[0], |key| {
        set(key, "/@context", "https://w3id.org/security/multikey/v1");
        set(key, "/id", THEIRS);
        set(key, "/controller", stranger);
    });
    vec![
        case("trust_known", "The issuer is on the reader's list, with the key that signed.")
            .trusts(FILE, signed(&[(stranger, &[]), (WEB, &[&keys.other, &keys.ed25519])]))
            .verified("trust.issuer")
            .line("trust", "known"),
        case("trust_known-without-keys", "The issuer is on the list, which names no keys.")
            .trusts(FILE, signed(&[(WEB, &[])]))
            .verified("trust.issuer")
            .line("trust", "known"),
        case("trust_unknown", "The issuer is not on the list. That is no fault.")
            .trusts(FILE, signed(&[(stranger, &[&keys.ed25519])]))
            .warned("trust.issuer", "issuer-unknown")
            .line("trust", "unknown"),
        case("trust_not-asked", "The reader gave no list.").verified("issuer.confirmed").line("trust", "not-asked"),
        case("trust_other-key", "The list has the issuer with other keys than the one that signed.")
            .trusts(FILE, signed(&[(WEB, &[&keys.other])]))
            .warned("trust.issuer", "issuer-other-key")
            .line("trust", "unknown"),
        case("trust_expired", "The list is over: it says nothing any more, and that is told.")
            .trusts(FILE, list(keys, "2026-05-31T00:00:00Z", &[(WEB, &[&keys.ed25519])]))
            .warned("trust.issuer", "trust-list-over")
            .line("trust", "unknown"),
        case("trust_expired-and-good", "One list is over, another one knows the issuer.")
            .trusts(FILE, list(keys, "2026-05-31T00:00:00Z", &[(WEB, &[&keys.ed25519])]))
            .trusts("own.json", own(WEB))
            .warned("trust.issuer", "trust-list-over")
            .line("trust", "known"),
        Case::json(
            "trust_signed-by-another",
            "Somebody else signed in the name of an issuer on the list: the list lends it no weight.",
            &sign(&badge(WEB), &keys.other),
        )
        .serves(DID_JSON, &did_document(&[&keys.ed25519]))
        .trusts(FILE, signed(&[(WEB, &[])]))
        .rejected("proof.key", "key-not-found")
        .line("trust", "unknown"),
        Case::json(
            "trust_altered",
            "A badge by an issuer on the list, changed since.",
            &with(&doc, |d| set(d, "/credentialSubject/narrative", "A construit une cathédrale.")),
        )
        .serves(DID_JSON, &did_document(&[&keys.ed25519]))
        .trusts(FILE, signed(&[(WEB, &[&keys.ed25519])]))
        .rejected("proof.signature", "signature-mismatch")
        .line("trust", "unknown"),
        Case::json(
            "resource_archived",
            "The site is gone; what it said is read from an archive, and that is told.",
            &doc,
        )
        .answers(DID_JSON, {
            let bytes = did_document(&[&keys.ed25519]).to_pretty();
            let made = Some(at("2026-03-05T00:00:00Z"));
            Answer::Found(Body { fetched: made, archived: made, ..Body::of(bytes) })
        })
        .warned("resource.age", "from-archive"),
        Case::json("resource_archived-tomorrow", "The archive says that it was made after today.", &doc)
            .answers(DID_JSON, {
                let bytes = did_document(&[&keys.ed25519]).to_pretty();
                let made = Some(at("2027-03-05T00:00:00Z"));
                Answer::Found(Body { fetched: made, archived: made, ..Body::of(bytes) })
            })
            .warned("resource.age", "archive-from-future"),
        // The key is that of the list, under a name that is not the issuer's.
        Case::json(
            "trust_key-under-another-name",
            "The issuer's site does not answer; the proof names its key as another's, whose site does not answer either.",
            &sign_as(&badge(WEB), &keys.ed25519, &method(stranger, &keys.ed25519), "2026-03-02T09:05:00Z", None),
        )
        .answers(DID_JSON, Answer::NotFound)
        .answers("https://orme.example.org/.well-known/did.json", Answer::NotFound)
        .trusts(FILE, signed(&[(WEB, &[&keys.ed25519])]))
        .open("proof.key", "unanswered")
        .line("trust", "unknown"),
        Case::jws("trust_jwt-key-under-another-name", "The same in a JWT.", {
            let kid = method(stranger, &keys.ed25519);
            jws(&payload(&badge(WEB)), &keys.ed25519, EdDsa, &[("kid", kid.into())])
        })
        .answers(DID_JSON, Answer::NotFound)
        .answers("https://orme.example.org/.well-known/did.json", Answer::NotFound)
        .trusts(FILE, signed(&[(WEB, &[&keys.ed25519])]))
        .open("proof.key", "unanswered")
        .line("trust", "unknown"),
        Case::json("trust_issuer-unread", "The issuer's site does not answer; the reader's list has its key.", &doc)
            .answers(DID_JSON, Answer::NotFound)
            .trusts(FILE, signed(&[(WEB, &[&keys.ed25519])]))
            .verified("issuer.confirmed")
            .line("trust", "known"),
        Case::json(
            "trust_issuer-unread-no-keys",
            "The issuer's site does not answer, and the list that has the issuer names no key.",
            &doc,
        )
        .answers(DID_JSON, Answer::NotFound)
        .trusts(FILE, signed(&[(WEB, &[])]))
        .open("proof.key", "unanswered")
        .line("trust", "unknown"),
        Case::json(
            "trust_issuer-unread-list-over",
            "The issuer's site does not answer, and the list that has its key is over.",
            &doc,
        )
        .answers(DID_JSON, Answer::NotFound)
        .trusts(FILE, list(keys, "2026-05-31T00:00:00Z", &[(WEB, &[&keys.ed25519])]))
        .open("proof.key", "unanswered")
        .line("trust", "unknown"),
        Case::json(
            "trust_issuer-says-otherwise",
            "The list has the key, and the issuer's own document lists another one: the issuer knows better.",
            &doc,
        )
        .serves(DID_JSON, &did_document(&[&keys.other]))
        .trusts(FILE, signed(&[(WEB, &[&keys.ed25519])]))
        .rejected("proof.key", "key-not-found")
        .line("trust", "unknown"),
        // A DID document is read for its keys: one that names none has none, whatever a list says.
        Case::json(
            "trust_document-without-keys",
            "The issuer's DID document names no key; the reader's list has the one that signed.",
            &sign_as(&badge(WEB), &keys.ed25519, &own_name, "2026-03-02T09:05:00Z", None),
        )
        .serves(DID_JSON, &did_document(&[]))
        .trusts(FILE, signed(&[(WEB, &[&keys.ed25519])]))
        .open("issuer.confirmed", "issuer-lists-no-key")
        .line("trust", "unknown"),
        Case::json(
            "trust_key-by-its-own-name",
            "The issuer's site does not answer; the list has the key that signed, under the key's own name.",
            &sign_as(&badge(WEB), &keys.ed25519, &own_name, "2026-03-02T09:05:00Z", None),
        )
        .answers(DID_JSON, Answer::NotFound)
        .trusts(FILE, signed(&[(WEB, &[&keys.ed25519])]))
        .verified("issuer.confirmed")
        .line("trust", "known"),
        // What says that it is somebody else's is nobody's on a list.
        Case::json(
            "trust_key-of-another",
            "The issuer's site does not answer; the key that signed, which the list has for the issuer, says that it is \
             somebody else's.",
            &sign_as(&badge(WEB), &keys.ed25519, THEIRS, "2026-03-02T09:05:00Z", None),
        )
        .serves(THEIRS, &theirs)
        .answers(DID_JSON, Answer::NotFound)
        .trusts(FILE, signed(&[(WEB, &[&keys.ed25519])]))
        .rejected("issuer.confirmed", "key-not-issuers")
        .line("trust", "unknown"),
        Case::jws("trust_key-in-header-of-another", "The same in a token that bears its key.", {
            let mut own = Value::from(keys.ed25519.public_key().to_jwk());
            set(&mut own, "/iss", stranger);
            jws(&payload(&badge(WEB)), &keys.ed25519, EdDsa, &[("jwk", own)])
        })
        .answers(DID_JSON, Answer::NotFound)
        .trusts(FILE, signed(&[(WEB, &[&keys.ed25519])]))
        .rejected("issuer.confirmed", "key-not-issuers")
        .line("trust", "unknown"),
    ]
}

/// A list that somebody keeps for themselves.
fn own(id: &str) -> String {
    let mut list = TrustList::new("Ceux que je connais", at("2026-01-05T09:00:00Z"));
    list.set(entry(id, &[]));
    list.to_value().to_pretty()
}

/// Issuers that are a key, tokens, Open Badges 2.0.
fn others(keys: &Keys) -> Vec<Case> {
    let good = payload(&badge(&keys.did_key()));
    let served = |case: Case, profile: &Value| case.serves(B, &badge_class()).serves(I, profile);
    let key = "https://trois-ponts.example.org/keys/rsa.pem.json";
    let public = with(
        &parse(&format!(
            r#"{{"@context":"https://w3id.org/openbadges/v2","type":"CryptographicKey","id":"{key}","owner":"{I}"}}"#
        )),
        |k| set(k, "/publicKeyPem", keys.rsa.public_key().to_pem()),
    );
    let doc = with(&assertion(), |d| {
        set(d, "/id", "urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60f");
        set(d, "/verification", parse(&format!(r#"{{"type":"SignedBadge","creator":"{key}"}}"#)));
    });
    let signed = |name, sentence, listed: &SecretKey| {
        let case = Case::jws(name, sentence, jws(&doc, &keys.rsa, Rs256, &[])).serves(key, &public);
        served(case, &with(&issuer(), |d| set(d, "/publicKey", key))).trusts(FILE, list(keys, END, &[(I, &[listed])]))
    };
    let hosted = |name, sentence| served(Case::json(name, sentence, &assertion()).serves(A, &assertion()), &issuer());
    vec![
        Case::json(
            "trust_key-alone",
            "A place that is nothing but its key, and that the reader wrote down.",
            &sign(&badge(&keys.did_key()), &keys.ed25519),
        )
        .trusts("own.json", own(&keys.did_key()))
        .verified("trust.issuer")
        .line("trust", "known"),
        Case::jws(
            "trust_key-in-header",
            "A token that bears its key, by an issuer on the list with that key.",
            jws(&good, &keys.ed25519, EdDsa, &[("jwk", keys.ed25519.public_key().to_jwk().into())]),
        )
        .trusts(FILE, list(keys, END, &[(&keys.did_key(), &[&keys.ed25519])]))
        .verified("trust.issuer")
        .line("trust", "known"),
        hosted("trust_hosted", "A hosted badge of an issuer on the list; no key signs it.")
            .trusts(FILE, list(keys, END, &[(I, &[&keys.rsa])]))
            .verified("trust.issuer")
            .line("trust", "known"),
        hosted("trust_hosted-by-another-name", "The list has the place by its DID, and the badge by its profile.")
            .trusts(FILE, list(keys, END, &[(WEB, &[])]))
            .warned("trust.issuer", "issuer-unknown")
            .line("trust", "unknown"),
        // Half of what was asked of the issuer's site holds: that is no proof.
        Case::json(
            "trust_hosted-issuer-moved",
            "The profile names another address as its own, and there it names a third one.",
            &assertion(),
        )
        .serves(A, &assertion())
        .serves(B, &badge_class())
        .serves(I, &with(&issuer(), |d| set(d, "/id", MOVED)))
        .serves(MOVED, &with(&issuer(), |d| set(d, "/id", "https://trois-ponts.example.org/profil-3.json")))
        .trusts(FILE, list(keys, END, &[(I, &[])]))
        .line("verdict", "rejected")
        .line("code", "trust.issuer")
        .line("outcome", "skipped")
        .line("reason", "issuer.profile")
        .line("trust", "unknown"),
        signed("trust_signed", "A signed badge of 2.0, by a key that the list names.", &keys.rsa)
            .verified("trust.issuer")
            .line("trust", "known"),
        signed("trust_signed-other-key", "A signed badge of 2.0, by another key than the list names.", &keys.ed25519)
            .warned("trust.issuer", "issuer-other-key")
            .line("trust", "unknown"),
    ]
}
