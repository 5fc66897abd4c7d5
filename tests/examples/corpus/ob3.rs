//! Cases of Open Badges 3.0: proofs, tokens, issuers.

use badge_core::crypto::JwsAlgorithm::{EdDsa, Es256};
use badge_core::crypto::Signer as _;
use badge_core::json::Value;
use badge_core::resource::Answer;

use crate::case::Case;
use crate::documents::{
    DID_JSON, Keys, WEB, at, badge, cut, did_document, did_key, jws, method, parse, payload, set, sign, sign_as, with,
};

pub(crate) fn cases(keys: &Keys) -> Vec<Case> {
    let mut all = proofs(keys);
    all.extend(tokens(keys));
    all.extend(issuers(keys));
    all
}

fn proofs(keys: &Keys) -> Vec<Case> {
    let plain = badge(&keys.did_key());
    let good = sign(&plain, &keys.ed25519);
    let own = method(&keys.did_key(), &keys.ed25519);
    let proof = |member: &str, value: &str| with(&good, |d| set(d, &format!("/proof/0/{member}"), value));
    let created = |created, expires| sign_as(&plain, &keys.ed25519, &own, created, expires);
    vec![
        Case::json("proof_good", "A badge as it should be, signed by an issuer that is its own key.", &good)
            .verified("proof.signature")
            .line("standing", "valid"),
        Case::json("proof_missing", "A badge that nobody signed.", &plain).rejected("proof.present", "proof-missing"),
        Case::json(
            "proof_empty-list",
            "A badge with an empty list of proofs.",
            &with(&good, |d| {
                set(d, "/proof", Value::Array(Vec::new()));
            }),
        )
        .rejected("proof.present", "proof-missing"),
        Case::json(
            "proof_tampered",
            "The achievement was renamed after signing.",
            &with(&good, |d| set(d, "/credentialSubject/achievement/name", "Découpe laser : experte")),
        )
        .rejected("proof.signature", "signature-mismatch"),
        Case::json("proof_other-date", "The date of the proof was changed.", &proof("created", "2026-03-02T09:06:00Z"))
            .rejected("proof.signature", "signature-mismatch"),
        Case::json("proof_purpose", "A proof made to log in, not to assert.", &proof("proofPurpose", "authentication"))
            .rejected("proof.purpose", "purpose-wrong"),
        Case::json("proof_suite-unknown", "A suite that we do not read.", &proof("cryptosuite", "bbs-2023"))
            .open("proof.method", "unsupported"),
        Case::json(
            "proof_without-purpose",
            "A proof that does not say what it is for.",
            &with(&good, |d| {
                cut(d, "/proof/0/proofPurpose");
            }),
        )
        .rejected("proof.present", "proof-malformed"),
        Case::json("proof_short-value", "A signature that is too short.", &proof("proofValue", "z3mvUqL8Zr"))
            .rejected("proof.signature", "signature-malformed"),
        Case::json(
            "proof_expired",
            "A proof that was made for one month.",
            &created("2026-03-02T09:05:00Z", Some("2026-04-02T09:05:00Z")),
        )
        .rejected("proof.dates", "proof-expired"),
        Case::json("proof_from-future", "A proof of next year.", &created("2027-01-01T00:00:00Z", None))
            .warned("proof.dates", "proof-from-future"),
        Case::json(
            "proof_one-of-two",
            "Two proofs, of which the first does not hold: one is enough.",
            &with(&good, |d| {
                let second = at(d, "/proof/0").clone();
                let first = with(&second, |p| set(p, "/created", "2025-01-01T00:00:00Z"));
                set(d, "/proof", vec![first, second]);
            }),
        )
        .verified("proof.signature")
        .line("at", "/proof/1"),
        Case::json(
            "proof_key-malformed",
            "A did:key that is no key.",
            &proof("verificationMethod", "did:key:z6MkBroken#z6MkBroken"),
        )
        .rejected("proof.key", "key-bad"),
        Case::json(
            "proof_did-unknown",
            "A kind of DID that we cannot look up.",
            &proof("verificationMethod", "did:example:trois-ponts#1"),
        )
        .open("proof.key", "unsupported"),
        Case::json(
            "proof_key-does-not-fit",
            "A P-256 key under a suite for Ed25519.",
            &proof("verificationMethod", &method(&did_key(&keys.p256), &keys.p256)),
        )
        .rejected("proof.algorithm", "algorithm-refused"),
    ]
}

fn tokens(keys: &Keys) -> Vec<Case> {
    let ed = keys.did_key();
    let kid = |key: &str| vec![("kid", Value::from(key))];
    let own = kid(&method(&ed, &keys.ed25519));
    let plain = badge(&ed);
    let good = payload(&plain);
    let token = |payload: &Value| jws(payload, &keys.ed25519, EdDsa, &own);
    let changed = |change: &dyn Fn(&mut Value)| token(&with(&good, change));
    let web = payload(&badge(WEB));
    let es256 = jws(&web, &keys.p256, Es256, &kid(&method(WEB, &keys.p256)));
    let none = {
        let parts: Vec<String> = token(&good).split('.').map(str::to_owned).collect();
        format!("{}.{}.", badge_core::text::base64url(b"{\"alg\":\"none\",\"typ\":\"JWT\"}"), parts[1])
    };
    let mut cut_off = token(&good);
    cut_off.truncate(cut_off.len() - 3);
    let older = {
        let mut vc = plain.clone();
        set(
            &mut vc,
            "/@context",
            vec![
                "https://www.w3.org/2018/credentials/v1",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
            ],
        );
        cut(&mut vc, "/validFrom");
        set(&mut vc, "/issuanceDate", "2026-03-02T09:00:00Z");
        let mut claims = parse("{}");
        for name in ["iss", "jti", "sub", "nbf"] {
            set(&mut claims, &format!("/{name}"), good.get(name).expect("a claim").clone());
        }
        set(&mut claims, "/vc", vc);
        claims
    };
    // The issuer's own key, which says what it is for.
    let entry = |member: &str, value: &str| {
        let mut jwk = keys.p256.public_key().to_jwk();
        jwk.set(member, value);
        let id = method(WEB, &keys.p256);
        let doc = parse(&format!(
            r#"{{"id":"{WEB}","verificationMethod":[{{"id":"{id}","type":"JsonWebKey","controller":"{WEB}",
            "publicKeyJwk":{{}}}}],"assertionMethod":["{id}"]}}"#
        ));
        with(&doc, |d| set(d, "/verificationMethod/0/publicKeyJwk", Value::from(jwk.clone())))
    };
    let handed_in = {
        let mut jwk = keys.ed25519.public_key().to_jwk();
        jwk.set("alg", "ES256");
        jws(&good, &keys.ed25519, EdDsa, &[("jwk", jwk.into())])
    };
    let listed = |name, sentence, doc: &Value| Case::jws(name, sentence, es256.clone()).serves(DID_JSON, doc);
    vec![
        listed("jwt_key-same-algorithm", "The key says that it is for the algorithm that was used.", &{
            entry("alg", "ES256")
        })
        .verified("proof.key"),
        listed("jwt_key-other-algorithm", "The key says that it is for another algorithm.", &entry("alg", "ES384"))
            .rejected("proof.key", "key-other-algorithm"),
        listed("jwt_key-for-encryption", "The key says that nothing is signed with it.", &entry("use", "enc"))
            .rejected("proof.key", "key-bad"),
        Case::jws("jwt_header-key-other-algorithm", "The key in the header is for another algorithm.", handed_in)
            .rejected("proof.key", "key-other-algorithm"),
        Case::jws("jwt_list", "A JWT whose payload is a list.", token(&parse("[\"bonjour\"]")))
            .rejected("document.json", "not-an-object"),
        Case::jws("jwt_good", "A badge as a JWT, signed by an issuer that is its own key.", token(&good))
            .verified("proof.claims"),
        Case::jws("jwt_es256", "A badge as a JWT, by a key that the issuer's site lists.", es256.clone())
            .serves(DID_JSON, &did_document(&[&keys.ed25519, &keys.p256]))
            .verified("issuer.confirmed"),
        Case::jws("jwt_vc-1.1", "A badge of the older data model, inside the claim vc.", token(&older))
            .verified("proof.claims"),
        Case::jws("jwt_none", "A token that says it needs no signature.", none)
            .rejected("proof.algorithm", "algorithm-refused"),
        Case::jws("jwt_cut-off", "The end of the signature is missing.", cut_off)
            .rejected("proof.signature", "signature-malformed"),
        Case::jws(
            "jwt_crit",
            "A header that demands an extension.",
            jws(&good, &keys.ed25519, EdDsa, &[own[0].clone(), ("crit", vec!["exp"].into())]),
        )
        .rejected("proof.method", "header-critical"),
        Case::jws(
            "jwt_secret-in-header",
            "The issuer put its secret key into the header.",
            jws(
                &good,
                &keys.ed25519,
                EdDsa,
                &[(
                    "jwk",
                    parse(
                        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"AA"}"#,
                    ),
                )],
            ),
        )
        .rejected("proof.key", "private-key-exposed"),
        Case::jws(
            "jwt_iss",
            "The token names another issuer than the badge.",
            changed(&|p| {
                set(p, "/iss", "did:web:autre.example.org");
            }),
        )
        .rejected("proof.claims", "claim-differs"),
        Case::jws("jwt_jti", "The token names another badge.", changed(&|p| set(p, "/jti", "urn:uuid:0")))
            .rejected("proof.claims", "claim-differs"),
        Case::jws(
            "jwt_two-credentials",
            "A badge, and another one in the claim vc.",
            changed(&|p| {
                set(p, "/vc", with(&plain, |vc| set(vc, "/credentialSubject/achievement/name", "Chirurgie")));
            }),
        )
        .rejected("proof.claims", "claim-differs"),
        Case::jws("jwt_without-sub", "The token does not say about whom.", changed(&|p| cut(p, "/sub")))
            .rejected("proof.claims", "claim-missing"),
        Case::jws(
            "jwt_exp-alone",
            "Only the token says until when: it is over.",
            changed(&|p| {
                set(p, "/exp", 1_775_000_000_u32);
            }),
        )
        .rejected("status.expiry", "expired")
        .line("standing", "expired"),
        Case::jws(
            "jwt_until-alone",
            "Only the badge says until when.",
            changed(&|p| {
                set(p, "/validUntil", "2027-01-01T00:00:00Z");
            }),
        )
        .warned("proof.claims", "claim-missing"),
        Case::jws(
            "jwt_key-in-header",
            "A key in the header, which is not the issuer's.",
            jws(&good, &keys.other, EdDsa, &[("jwk", keys.other.public_key().to_jwk().into())]),
        )
        .rejected("issuer.confirmed", "key-not-issuers"),
    ]
}

fn issuers(keys: &Keys) -> Vec<Case> {
    let web = sign(&badge(WEB), &keys.ed25519);
    let did = |list: &[&badge_core::crypto::SecretKey]| did_document(list);
    let https = "https://trois-ponts.example.org/issuer.json";
    let by_address = sign(&badge(https), &keys.ed25519);
    let profile = |text: &str| {
        let mut p = parse(text);
        set(&mut p, "/id", https);
        p
    };
    let by_key_of_own = {
        let doc = badge(WEB);
        let own = method(&keys.did_key(), &keys.ed25519);
        sign_as(&doc, &keys.ed25519, &own, "2026-03-02T09:05:00Z", None)
    };
    let ends = |member: &str, at: &str| {
        with(&did(&[&keys.ed25519]), |d| {
            set(d, &format!("/verificationMethod/0/{member}"), at);
        })
    };
    let dated = |member: &str| ends(member, "2026-05-01T00:00:00Z");
    vec![
        Case::json(
            "issuer_other-method",
            "The issuer's id is a kind of DID that we cannot look up; the key is in hand.",
            &{
                let own = method(&keys.did_key(), &keys.ed25519);
                sign_as(&badge("did:example:trois-ponts"), &keys.ed25519, &own, "2026-03-02T09:05:00Z", None)
            },
        )
        .open("issuer.confirmed", "did-unsupported"),
        Case::json("issuer_web", "An issuer whose site lists the key.", &web)
            .serves(DID_JSON, &did(&[&keys.ed25519]))
            .verified("issuer.confirmed"),
        Case::json("issuer_unread", "Nobody asked the issuer's site yet.", &web).open("proof.key", "awaiting"),
        Case::json("issuer_not-found", "The issuer's site has no such document any more.", &web)
            .answers(DID_JSON, Answer::NotFound)
            .open("proof.key", "unanswered"),
        Case::json("issuer_not-json", "The issuer's site answers with a page.", &web)
            .serves_bytes(DID_JSON, b"<!doctype html><title>Bonjour</title>".to_vec())
            .open("proof.key", "unanswered"),
        Case::json("issuer_error", "The issuer's site answers with words about an error.", &web)
            .serves(DID_JSON, &parse(r#"{"error":"maintenance"}"#))
            .open("proof.key", "unanswered"),
        Case::json("issuer_other-document", "The issuer's site serves somebody else's document.", &web)
            .serves(DID_JSON, &with(&did(&[&keys.ed25519]), |d| set(d, "/id", "did:web:autre.example.org")))
            .rejected("proof.key", "id-differs"),
        Case::json("issuer_key-retired", "The key is not among the issuer's any more.", &web)
            .serves(DID_JSON, &did(&[&keys.other]))
            .rejected("proof.key", "key-not-found"),
        Case::json("issuer_key-not-for-this", "The key is listed, and not for assertions.", &web)
            .serves(DID_JSON, &with(&did(&[&keys.ed25519]), |d| set(d, "/assertionMethod", Value::Array(Vec::new()))))
            .rejected("proof.key", "key-purpose"),
        Case::json("issuer_key-revoked", "The issuer says that the key was revoked.", &web)
            .serves(DID_JSON, &dated("revoked"))
            .rejected("proof.key", "key-revoked"),
        Case::json("issuer_key-expired", "The issuer says that the key is over.", &web)
            .serves(DID_JSON, &dated("expires"))
            .rejected("proof.key", "key-expired"),
        Case::json("issuer_key-revoked-later", "The issuer says that the key will be revoked: it is not yet.", &web)
            .serves(DID_JSON, &ends("revoked", "2026-06-01T12:00:01Z"))
            .verified("proof.key"),
        Case::json("issuer_key-expires-later", "The issuer says that the key will be over: it is not yet.", &web)
            .serves(DID_JSON, &ends("expires", "2026-06-01T12:00:01Z"))
            .verified("proof.key"),
        Case::json("issuer_key-expires-now", "The issuer says that the key is over from this very moment.", &web)
            .serves(DID_JSON, &ends("expires", "2026-06-01T12:00:00Z"))
            .rejected("proof.key", "key-expired"),
        Case::json(
            "issuer_key-by-its-own-name",
            "Signed by a bare key, which the issuer's site lists.",
            &by_key_of_own,
        )
        .serves(DID_JSON, &did(&[&keys.ed25519]))
        .verified("issuer.confirmed"),
        Case::json(
            "issuer_key-not-listed",
            "Signed by a bare key, which the issuer's site does not list.",
            &by_key_of_own,
        )
        .serves(DID_JSON, &did(&[&keys.other]))
        .rejected("issuer.confirmed", "key-not-listed"),
        Case::json("issuer_somebody-else", "Signed by another key than the one the issuer is.", &{
            let own = method(&did_key(&keys.other), &keys.other);
            sign_as(&badge(&keys.did_key()), &keys.other, &own, "2026-03-02T09:05:00Z", None)
        })
        .rejected("issuer.confirmed", "key-not-issuers"),
        Case::json(
            "issuer_key-in-address",
            "The key stands in its own name: that proves nothing by itself.",
            &by_address,
        )
        .open("issuer.confirmed", "awaiting"),
        Case::json("issuer_profile-without-keys", "The issuer's profile lists no key.", &by_address)
            .serves(https, &profile(r#"{"type":"Profile","name":"L’Atelier des Trois-Ponts"}"#))
            .answers("https://trois-ponts.example.org/.well-known/jwks.json", Answer::NotFound)
            .open("issuer.confirmed", "issuer-lists-no-key"),
        Case::json("issuer_is-its-key", "A place without an address: a key, no name proven.", &{
            sign(&badge(&keys.did_key()), &keys.ed25519)
        })
        .warned("issuer.confirmed", "issuer-is-key"),
    ]
}
