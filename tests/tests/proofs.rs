//! Every way of signing that is read, and each way in which it may be bad: what is told, by name.
//! The corpus holds examples of most; here are all of them, algorithm by algorithm.

use badge_core::container::{Presented, Raw};
use badge_core::crypto::{JwsAlgorithm, KeyKind, PublicKey, SecretKey, SeededEntropy, Signer as _, jose};
use badge_core::json;
use badge_core::ld::Contexts;
use badge_core::limits::Limits;
use badge_core::name::Url;
use badge_core::proof::integrity;
use badge_core::resource::{Answer, Resources};
use badge_core::text;
use badge_core::time::Timestamp;
use badge_core::trust::TrustList;
use badge_core::verify::{Outcome, Policy, Report, Trust, Verdict, Weight, verify};
use serde_json::{Value, json};

use JwsAlgorithm::{EdDsa, Es256, Es384, Ps256, Rs256, Rs384, Rs512};

const DID: &str = "did:web:trois-ponts.example.org";
const DID_JSON: &str = "https://trois-ponts.example.org/.well-known/did.json";
const ALL: [JwsAlgorithm; 7] = [EdDsa, Es256, Es384, Rs256, Rs384, Rs512, Ps256];

/// A test key of a kind; always the same one. Making RSA keys takes long, so that one is read.
fn key(kind: KeyKind) -> SecretKey {
    if kind == KeyKind::Rsa {
        let pem = include_str!("../../fixtures/keys/TEST-KEY.rsa.pem");
        return SecretKey::from_pkcs8_pem(pem, None).unwrap();
    }
    SecretKey::generate(kind, &mut SeededEntropy::new(b"keys of the tests alone")).unwrap()
}

fn jwk(key: &PublicKey) -> Value {
    serde_json::from_str(&json::Value::from(key.to_jwk()).to_compact()).unwrap()
}

fn badge(issuer: &str) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "https://trois-ponts.example.org/b/1", "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Découpe laser", "issuer": {"id": issuer, "type": ["Profile"], "name": "L’Atelier des Trois-Ponts"},
        "validFrom": "2026-03-02T09:00:00Z",
        "credentialSubject": {"id": "urn:uuid:1c0b7b3a-52f5-4ad1-9be4-6f3f4f2f0002", "type": ["AchievementSubject"],
            "achievement": {"id": "urn:uuid:1c0b7b3a-52f5-4ad1-9be4-6f3f4f2f0003", "type": ["Achievement"],
                "name": "Découpe laser", "description": "Sait lancer une découpe.",
                "criteria": {"narrative": "Découper une pièce."}}}
    })
}

/// The payload of a VC-JWT, in the form of the newer data model or of the older one.
fn payload(issuer: &str, older: bool) -> Value {
    let badge = badge(issuer);
    let claims =
        json!({"iss": issuer, "jti": badge["id"], "sub": badge["credentialSubject"]["id"], "nbf": 1_772_442_000});
    let mut vc = badge;
    let mut out = claims;
    if older {
        vc["@context"] = json!([
            "https://www.w3.org/2018/credentials/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
        ]);
        vc["issuanceDate"] = vc.as_object_mut().unwrap().remove("validFrom").unwrap();
        out["vc"] = vc;
    } else {
        out.as_object_mut().unwrap().extend(vc.as_object().unwrap().clone());
    }
    out
}

fn core(value: &Value) -> json::Object {
    json::parse(value.to_string().as_bytes(), &Limits::default()).unwrap().as_object().unwrap().clone()
}

fn token(header: &Value, payload: &Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let input = jose::signing_input(&core(header), payload.to_string().as_bytes());
    let signature = sign(input.as_bytes());
    jose::encode(&input, &signature)
}

fn signed(algorithm: JwsAlgorithm, header: &Value, payload: &Value) -> String {
    let mut header = header.clone();
    header["alg"] = algorithm.as_str().into();
    token(&header, payload, |bytes| key(algorithm.key_kind()).sign(algorithm, bytes).unwrap())
}

fn did_document(method: &Value) -> Value {
    json!({"id": DID, "verificationMethod": [method], "assertionMethod": [method["id"]]})
}

fn listed(key: &PublicKey) -> Value {
    did_document(&json!({"id": format!("{DID}#k"), "type": "JsonWebKey", "controller": DID, "publicKeyJwk": jwk(key)}))
}

fn judged(raw: Raw, served: &[(&str, &[u8])]) -> Report {
    let mut known = Resources::new();
    for (url, bytes) in served {
        known.insert(&Url::parse(url).unwrap(), Answer::found(bytes.to_vec()));
    }
    let policy = Policy::at(Timestamp::parse("2026-06-01T12:00:00Z").unwrap());
    verify(&Presented::bare(raw), &known, &policy).report
}

fn by_web(token: &str, did: &Value) -> Report {
    judged(Raw::Jws(token.to_owned()), &[(DID_JSON, did.to_string().as_bytes())])
}

/// `proof.key fail key-bad`, for each check that decides and does not plainly pass; sorted as reports are.
fn told(report: &Report) -> Vec<String> {
    let open = |c: &&badge_core::verify::Check| {
        c.weight == Weight::Required && c.code.as_str() != "document.context" && c.outcome != Outcome::Pass
    };
    let words = |outcome: &Outcome| match outcome {
        Outcome::Warn(reason) => Some(format!("warn {}", reason.id())),
        Outcome::Fail(reason) => Some(format!("fail {}", reason.id())),
        _ => None,
    };
    let found = report.checks.iter().filter(open);
    found.filter_map(|c| Some(format!("{} {}", c.code, words(&c.outcome)?))).collect()
}

fn refused(report: &Report, by: &str, what: &str) {
    assert_eq!(report.verdict, Verdict::Rejected, "{what}");
    assert!(told(report).contains(&by.to_owned()), "{what}: {by:?} is not among {:?}", told(report));
    assert!(!report.summary.as_ref().is_some_and(|s| s.proven), "{what}: proven");
}

fn good(report: &Report, what: &str) {
    assert_eq!((report.verdict, told(report)), (Verdict::Verified, Vec::new()), "{what}");
}

/// The token with one word of its payload changed, and its signature as it was.
fn altered(token: &str) -> String {
    let parts: Vec<&str> = token.split('.').collect();
    let payload = String::from_utf8(text::from_base64url(parts[1]).unwrap()).unwrap();
    let changed = payload.replace("Découpe laser", "Découpe lazer").replace("A soudé", "A coupé");
    assert_ne!(payload, changed);
    format!("{}.{}.{}", parts[0], text::base64url(changed.as_bytes()), parts[2])
}

/// The token with another signature.
fn with_signature(token: &str, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> String {
    let (signed, signature) = token.rsplit_once('.').unwrap();
    format!("{signed}.{}", text::base64url(&change(text::from_base64url(signature).unwrap())))
}

/// OB3-PRF-02, OB3-VER-25: each algorithm in both forms; a changed word, a key of another kind.
#[test]
fn every_algorithm_of_vc_jwt() {
    for algorithm in ALL {
        let own = listed(key(algorithm.key_kind()).public_key());
        let other = if algorithm == EdDsa { Es256 } else { EdDsa };
        for older in [false, true] {
            let what = format!("{algorithm}, older: {older}");
            let token = signed(algorithm, &json!({"kid": format!("{DID}#k")}), &payload(DID, older));
            good(&by_web(&token, &own), &what);
            refused(&by_web(&altered(&token), &own), "proof.signature fail signature-mismatch", &what);
            let foreign = listed(key(other.key_kind()).public_key());
            refused(&by_web(&token, &foreign), "proof.algorithm fail algorithm-refused", &what);
            refused(
                &by_web(&with_signature(&token, |s| s[1..].to_vec()), &own),
                "proof.signature fail signature-malformed",
                &what,
            );
        }
    }
}

/// OB3-PRF-02: what RSA signed with one of its algorithms holds for that one alone.
#[test]
fn the_header_is_signed_too() {
    let own = listed(key(KeyKind::Rsa).public_key());
    for (made, said) in [(Rs256, "RS384"), (Rs384, "RS512"), (Rs512, "PS256"), (Ps256, "RS256")] {
        let header = json!({"kid": format!("{DID}#k"), "alg": said});
        let token = token(&header, &payload(DID, false), |bytes| key(KeyKind::Rsa).sign(made, bytes).unwrap());
        refused(&by_web(&token, &own), "proof.signature fail signature-mismatch", said);
    }
}

/// OB3-PRF-01, OB3-PRF-02, OB3-PRF-03: none, symmetric and unknown algorithms, `crit`, secrets in the header.
#[test]
fn headers_that_are_refused() {
    let own = listed(key(KeyKind::Ed25519).public_key());
    let kid = format!("{DID}#k");
    for name in ["none", "None", "HS256", "HS384", "HS512", "ES256K", "RS1", "PS384", "PS512", "A128KW", ""] {
        for signature in [&b""[..], &[7; 64]] {
            let token = token(&json!({"alg": name, "kid": kid}), &payload(DID, false), |_| signature.to_vec());
            refused(&by_web(&token, &own), "proof.algorithm fail algorithm-refused", name);
        }
    }
    for crit in [json!(["exp"]), json!([]), json!(["b64"])] {
        let token = signed(EdDsa, &json!({"kid": kid, "crit": crit, "b64": true}), &payload(DID, false));
        refused(&by_web(&token, &own), "proof.method fail header-critical", "crit");
    }
    for member in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
        let mut jwk = jwk(key(KeyKind::Ed25519).public_key());
        jwk[member] = "AA".into();
        let token = signed(EdDsa, &json!({"jwk": jwk}), &payload(DID, false));
        refused(&by_web(&token, &own), "proof.key fail private-key-exposed", member);
    }
}

/// OB3-PRF-02, OB3-PRF-28: keys that nobody should rely on, in a header and in the issuer's own document.
#[test]
fn weak_keys_are_refused_by_name() {
    let rsa = |bytes: usize, e: &[u8]| json!({"kty": "RSA", "n": text::base64url(&vec![0xff; bytes]), "e": text::base64url(e)});
    let ed = |hex: &str| json!({"kty": "OKP", "crv": "Ed25519", "x": text::base64url(&text::from_hex(hex).unwrap())});
    let ec = |crv: &str, n: usize| {
        let coordinate = text::base64url(&vec![1; n]);
        json!({"kty": "EC", "crv": crv, "x": coordinate, "y": coordinate})
    };
    let mut neutral = "00".repeat(32);
    neutral.replace_range(0..2, "01");
    for (algorithm, jwk, fault) in [
        (Rs256, rsa(128, &[1, 0, 1]), "rsa-size"),
        (Ps256, rsa(255, &[1, 0, 1]), "rsa-size"),
        (Rs256, rsa(1_025, &[1, 0, 1]), "rsa-size"),
        (Rs256, rsa(256, &[1]), "rsa-numbers"),
        (EdDsa, ed(&neutral), "small-order"),
        (EdDsa, ed(&"00".repeat(32)), "small-order"),
        (EdDsa, ed("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "small-order"),
        (EdDsa, ed("00"), "length"),
        (Es256, ec("P-256", 32), "not-on-curve"),
        (Es384, ec("P-384", 48), "not-on-curve"),
        (Es384, ec("P-384", 32), "length"),
    ] {
        let method = json!({"id": format!("{DID}#k"), "type": "JsonWebKey", "controller": DID, "publicKeyJwk": jwk});
        let header = |more: Value| {
            let mut header = more;
            header["alg"] = algorithm.as_str().into();
            token(&header, &payload(DID, false), |_| vec![1; 64])
        };
        for header in [header(json!({"kid": format!("{DID}#k")})), header(json!({"jwk": jwk}))] {
            let report = by_web(&header, &did_document(&method));
            refused(&report, "proof.key fail key-bad", fault);
            let told = report.checks.iter().find_map(|c| match &c.outcome {
                Outcome::Fail(badge_core::verify::Reason::KeyBad { fault }) => Some(fault.clone()),
                _ => None,
            });
            assert_eq!(told.as_deref(), Some(fault));
        }
    }
}

/// OB3-PRF-10: one signature has one form. What RFC 7515 and 8032 leave open is told here as it is.
#[test]
fn signatures_in_other_forms() {
    let kid = json!({"kid": format!("{DID}#k")});
    // S and S + L are one number to a careless verifier of Ed25519.
    const L: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let own = listed(key(KeyKind::Ed25519).public_key());
    let token = signed(EdDsa, &kid, &payload(DID, false));
    let malleable = with_signature(&token, |mut s| {
        let mut carry = 0_u16;
        for (byte, l) in s[32..].iter_mut().zip(L) {
            let sum = u16::from(*byte) + u16::from(l) + carry;
            *byte = u8::try_from(sum & 0xff).unwrap();
            carry = sum >> 8;
        }
        assert_eq!(carry, 0);
        s
    });
    refused(&by_web(&malleable, &own), "proof.signature fail signature-mismatch", "S + L");
    for (algorithm, half) in [(Es256, 32), (Es384, 48)] {
        let own = listed(key(algorithm.key_kind()).public_key());
        let token = signed(algorithm, &kid, &payload(DID, false));
        let der = with_signature(&token, |s| {
            let number = |n: &[u8]| [&[2, u8::try_from(n.len() + 1).unwrap(), 0], n].concat();
            let both = [number(&s[..half]), number(&s[half..])].concat();
            [&[0x30, u8::try_from(both.len()).unwrap()], &both[..]].concat()
        });
        refused(&by_web(&der, &own), "proof.signature fail signature-malformed", "DER");
        for nothing in [vec![0; half * 2], [vec![0; half], vec![1; half]].concat(), vec![0xff; half * 2]] {
            let token = with_signature(&token, |_| nothing);
            refused(&by_web(&token, &own), "proof.signature fail signature-mismatch", "r and s out of range");
        }
        // The text of another length has the same numbers.
        let longer = with_signature(&token, |s| [&[0], &s[..half], &[0], &s[half..]].concat());
        refused(&by_web(&longer, &own), "proof.signature fail signature-malformed", "leading noughts");
    }
    // A character more of base64url spells the same bytes.
    let spelt = format!("{token}=");
    assert_eq!(by_web(&spelt, &own).verdict, Verdict::Rejected);
}

/// OB2-VER-30, OB2-VER-31, OB2-VER-32, OB2-VER-34: each algorithm, with each form in which a key may be written.
#[test]
fn every_algorithm_and_form_of_key_of_signed_2_0() {
    const V2: &str = "https://w3id.org/openbadges/v2";
    const I: &str = "https://trois-ponts.example.org/issuer.json";
    const B: &str = "https://trois-ponts.example.org/class.json";
    const K: &str = "https://trois-ponts.example.org/keys/1.json";
    let assertion = |creator: Option<&str>| {
        let mut doc = json!({"@context": V2, "type": "Assertion", "id": "urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e",
            "badge": B, "recipient": {"type": "email", "hashed": false, "identity": "sacha@example.org"},
            "verification": {"type": "SignedBadge"}, "issuedOn": "2026-02-14T15:00:00+01:00",
            "narrative": "A soudé le portail."});
        if let Some(creator) = creator {
            doc["verification"]["creator"] = creator.into();
        }
        doc
    };
    let class = json!({"@context": V2, "type": "BadgeClass", "id": B, "name": "Soudure", "description": "Sait souder.",
        "image": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg==", "criteria": {"narrative": "Souder."}, "issuer": I});
    let judge = |token: &str, listed: Value, served: Option<&Value>| {
        let profile = json!({"@context": V2, "type": "Profile", "id": I, "name": "Les Trois-Ponts", "publicKey": listed,
            "url": "https://trois-ponts.example.org/", "email": "bonjour@trois-ponts.example.org"});
        let (class, profile) = (class.to_string(), profile.to_string());
        let served = served.map(Value::to_string).unwrap_or_default();
        let mut web = vec![(B, class.as_bytes()), (I, profile.as_bytes())];
        if !served.is_empty() {
            web.push((K, served.as_bytes()));
        }
        judged(Raw::Jws(token.to_owned()), &web)
    };
    let key_document = |member: &str, value: Value, kind: &str| {
        let mut doc = json!({"@context": V2, "type": kind, "id": K, "owner": I});
        doc[member] = value;
        doc
    };
    for algorithm in [Rs256, Rs384, Rs512, Ps256, Es256, Es384] {
        let public = key(algorithm.key_kind()).public_key().clone();
        let token = signed(algorithm, &json!({}), &assertion(Some(K)));
        let mut forms = vec![
            key_document("publicKeyPem", public.to_pem().into(), "CryptographicKey"),
            // As it comes out of a form field: without its line breaks.
            key_document("publicKeyPem", public.to_pem().replace('\n', " ").into(), "CryptographicKey"),
            key_document("publicKeyJwk", jwk(&public), "JsonWebKey"),
        ];
        if let Some(multikey) = public.to_multikey() {
            forms.push(key_document("publicKeyMultibase", multikey.into(), "Multikey"));
        }
        for form in &forms {
            good(&judge(&token, json!(K), Some(form)), &format!("{algorithm} {form}"));
            refused(
                &judge(&altered(&token), json!(K), Some(form)),
                "proof.signature fail signature-mismatch",
                "altered",
            );
        }
        // Inside the profile, among others, and found without being named.
        let other = key(KeyKind::Ed25519).public_key().to_pem();
        let several = json!([{"type": "CryptographicKey", "id": format!("{I}#old"), "owner": I, "publicKeyPem": other},
            forms[0]]);
        good(&judge(&token, several.clone(), None), &format!("{algorithm} embedded"));
        let unnamed = signed(algorithm, &json!({}), &assertion(None));
        good(&judge(&unnamed, several.clone(), None), &format!("{algorithm} unnamed"));
        let named = signed(algorithm, &json!({}), &assertion(Some(&format!("{I}#old"))));
        refused(&judge(&named, several, None), "proof.key fail algorithm-refused", "the key it names is another");
        // OB2-VER-35: a key that the token brings along counts for nothing.
        let stranger = SecretKey::from_ed25519_seed(&[9; 32]).unwrap();
        let brought = signed(algorithm, &json!({"jwk": jwk(&public), "jku": K, "kid": K}), &assertion(None));
        let foreign = key_document("publicKeyPem", stranger.public_key().to_pem().into(), "CryptographicKey");
        refused(&judge(&brought, json!(K), Some(&foreign)), "proof.key fail algorithm-refused", "a key in the header");
    }
    let eddsa = signed(EdDsa, &json!({}), &assertion(Some(K)));
    let form = key_document("publicKeyPem", key(KeyKind::Ed25519).public_key().to_pem().into(), "CryptographicKey");
    refused(&judge(&eddsa, json!(K), Some(&form)), "proof.algorithm fail algorithm-refused", "EdDSA");
    for name in ["none", "HS256", "HS512"] {
        let header = json!({"alg": name});
        let token = token(&header, &assertion(Some(K)), |_| Vec::new());
        refused(&judge(&token, json!(K), Some(&form)), "proof.algorithm fail algorithm-refused", name);
    }
    let weak = key_document(
        "publicKeyJwk",
        json!({"kty": "RSA", "n": text::base64url(&[0xff; 128]), "e": "AQAB"}),
        "JsonWebKey",
    );
    let token = signed(Rs256, &json!({}), &assertion(Some(K)));
    refused(&judge(&token, json!(K), Some(&weak)), "proof.key fail key-bad", "RSA of 1,024 bits");
}

/// A badge with a proof of that shape, by that key.
fn embedded(mut doc: Value, proof: Value, key: &SecretKey, algorithm: JwsAlgorithm) -> Value {
    doc["proof"] = proof;
    doc["proof"]["proofValue"] = text::multibase58(&[1; 64]).into();
    let (core, limits) = (core(&doc), Limits::default());
    let proofs = integrity::proofs(&core, &limits);
    let found = integrity::check(&core, proofs[0].as_ref().unwrap(), key.public_key(), &Contexts::builtin(), &limits);
    let signature = key.sign(algorithm, &found.unwrap().explained.signed()).unwrap();
    doc["proof"]["proofValue"] = text::multibase58(&signature).into();
    doc
}

/// OB3-PRF-20 to 27: each suite, older names included; a changed word, another kind of key, another purpose.
#[test]
fn every_suite() {
    const DI: &str = "DataIntegrityProof";
    for (kind, suite, with, remark) in [
        (DI, Some("eddsa-rdfc-2022"), KeyKind::Ed25519, None),
        (DI, Some("eddsa-2022"), KeyKind::Ed25519, Some("proof.method warn method-deprecated")),
        ("Ed25519Signature2020", None, KeyKind::Ed25519, Some("proof.method warn method-deprecated")),
        (DI, Some("eddsa-jcs-2022"), KeyKind::Ed25519, None),
        (DI, Some("ecdsa-rdfc-2019"), KeyKind::P256, None),
        (DI, Some("ecdsa-rdfc-2019"), KeyKind::P384, None),
        (DI, Some("ecdsa-jcs-2019"), KeyKind::P256, None),
        (DI, Some("ecdsa-jcs-2019"), KeyKind::P384, None),
    ] {
        let what = format!("{kind} {suite:?} {with}");
        let key = key(with);
        let multikey = key.public_key().to_multikey().unwrap();
        let issuer = format!("did:key:{multikey}");
        let mut doc = badge(&issuer);
        if suite.is_none() {
            doc["@context"].as_array_mut().unwrap().push("https://w3id.org/security/suites/ed25519-2020/v1".into());
        }
        let proof = |purpose: &str| {
            let mut proof = json!({"type": kind, "created": "2026-03-02T09:05:00Z", "proofPurpose": purpose,
                "verificationMethod": format!("{issuer}#{multikey}")});
            if let Some(suite) = suite {
                proof["cryptosuite"] = suite.into();
            }
            proof
        };
        let raw = |doc: &Value| judged(Raw::Json(doc.to_string().into_bytes()), &[]);
        let algorithm = with.default_algorithm();
        let signed = embedded(doc.clone(), proof("assertionMethod"), &key, algorithm);
        let report = raw(&signed);
        assert_eq!(report.verdict, Verdict::Verified, "{what}: {:?}", told(&report));
        let told: Vec<String> = told(&report).into_iter().filter(|t| !t.starts_with("issuer.confirmed")).collect();
        assert_eq!(told, remark.map(str::to_owned).into_iter().collect::<Vec<_>>(), "{what}");

        let mut altered = signed.clone();
        altered["credentialSubject"]["achievement"]["name"] = "Découpe lazer".into();
        refused(&raw(&altered), "proof.signature fail signature-mismatch", &what);
        for member in ["created", "verificationMethod"] {
            let mut altered = signed.clone();
            altered["proof"][member] = if member == "created" { json!("2026-03-02T09:05:01Z") } else { json!(issuer) };
            refused(&raw(&altered), "proof.signature fail signature-mismatch", &format!("{what}: {member}"));
        }
        let mut short = signed.clone();
        short["proof"]["proofValue"] = text::multibase58(&[1; 63]).into();
        refused(&raw(&short), "proof.signature fail signature-malformed", &what);
        let mut hex = signed.clone();
        hex["proof"]["proofValue"] = "f00".into();
        refused(&raw(&hex), "proof.present fail proof-malformed", &what);
        for purpose in ["authentication", "capabilityInvocation"] {
            let other = embedded(doc.clone(), proof(purpose), &key, algorithm);
            refused(&raw(&other), "proof.purpose fail purpose-wrong", &what);
        }
        let unfit = if with == KeyKind::Ed25519 { KeyKind::P256 } else { KeyKind::Ed25519 };
        let unfit = self::key(unfit).public_key().to_multikey().unwrap();
        let mut foreign = signed.clone();
        foreign["issuer"]["id"] = format!("did:key:{unfit}").into();
        foreign["proof"]["verificationMethod"] = format!("did:key:{unfit}#{unfit}").into();
        refused(&raw(&foreign), "proof.algorithm fail algorithm-refused", &what);
    }
}

/// D-44: a list that the reader gave is asked about those who endorse, too.
#[test]
fn the_list_is_asked_about_endorsers() {
    let mut case = badge_tests::corpus::cases().into_iter().find(|c| c.name == "endorsement_good").unwrap();
    let plain = verify(&case.badge, &case.known, &case.policy).report;
    assert_eq!(plain.endorsements[0].trust, Trust::NotAsked);
    let friend = plain.endorsements[0].summary.as_ref().unwrap().badge.issuer.id.clone().unwrap();
    for (id, known) in [(friend.as_str(), Trust::Known), ("did:web:orme.example.org", Trust::Unknown)] {
        let list = json!({"schema": "badge-trust/1", "name": "moi", "updated": "2026-03-02T09:00:00Z",
            "issuers": [{"id": id, "name": "Menuiserie Orme"}]});
        case.policy.trust = vec![TrustList::read(list.to_string().as_bytes(), &Limits::default()).unwrap()];
        let report = verify(&case.badge, &case.known, &case.policy).report;
        assert_eq!((report.trust, report.endorsements[0].trust), (Trust::Unknown, known), "{id}");
        assert_eq!(report.verdict, plain.verdict);
    }
}
