use super::*;
use crate::crypto::{KeyKind, SecretKey, SeededEntropy, Signer as _};

const CREDENTIAL: &str = r#"{"@context":["https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id":"https://example.org/b/1","type":["VerifiableCredential","OpenBadgeCredential"],
    "issuer":{"id":"https://example.org/issuer.json","type":["Profile"],"name":"Le Dôme"},
    "validFrom":"2026-03-02T10:00:00.5+01:00","validUntil":"2027-03-02T09:00:00Z",
    "credentialSubject":{"id":"urn:uuid:0b2e6f0e-0000-4000-8000-000000000001","type":["AchievementSubject"]}}"#;

fn object(text: &str) -> Object {
    json::parse(text.as_bytes(), &Limits::default()).unwrap().as_object().unwrap().clone()
}

fn token(payload: &Object) -> String {
    let header = json::object([("alg", "ES256".into())]);
    jose::encode(&jose::signing_input(&header, Value::Object(payload.clone()).to_compact().as_bytes()), &[0; 64])
}

fn faults(payload: &Object) -> Vec<ClaimFault> {
    VcJwt::parse(&token(payload), &Limits::default()).unwrap().claim_faults()
}

fn claimed() -> Object {
    let key = KeyHint::Kid("https://example.org/keys/1.json".into());
    let prepared = prepare(&object(CREDENTIAL), JwsAlgorithm::Es256, &key).unwrap();
    VcJwt::parse(&prepared.complete(&[0; 64]), &Limits::default()).unwrap().payload
}

/// OB3-PRF-01, OB3-PRF-05, OB3-PRF-07
#[test]
fn what_is_signed_has_its_claims_and_verifies() {
    for (kind, algorithm) in [(KeyKind::P256, JwsAlgorithm::Es256), (KeyKind::Rsa, JwsAlgorithm::Rs256)] {
        let key = SecretKey::generate(kind, &mut SeededEntropy::new(b"vc-jwt")).unwrap();
        let hint = KeyHint::Jwk(key.public_key().clone());
        let prepared = prepare(&object(CREDENTIAL), algorithm, &hint).unwrap();
        let signed = prepared.complete(&key.sign(prepared.algorithm(), prepared.bytes()).unwrap());
        let jwt = VcJwt::parse(&signed, &Limits::default()).unwrap();
        assert_eq!(jwt.verify(key.public_key()), Ok(()));
        assert_eq!(jwt.claim_faults(), []);
        assert_eq!(jwt.credential(), object(CREDENTIAL));
        assert_eq!(PublicKey::from_jwk(jwt.header().jwk.as_ref().unwrap()).as_ref(), Ok(key.public_key()));
        assert_eq!((jwt.header().typ.as_deref(), jwt.has_usual_type()), (Some("JWT"), true));
        let claim = |name| jwt.payload().get(name).cloned().unwrap();
        assert_eq!(claim("iss"), "https://example.org/issuer.json".into());
        assert_eq!(claim("jti"), "https://example.org/b/1".into());
        assert_eq!(claim("sub"), "urn:uuid:0b2e6f0e-0000-4000-8000-000000000001".into());
        assert_eq!(claim("nbf"), 1_772_442_000.0.into());
        assert_eq!(claim("exp"), 1_803_978_000.0.into());
        // one letter of the payload
        let (at, _) = signed.match_indices('.').next().unwrap();
        let mut tampered = signed.clone().into_bytes();
        tampered[at + 9] ^= 1;
        let tampered = String::from_utf8(tampered).unwrap();
        if let Ok(jwt) = VcJwt::parse(&tampered, &Limits::default()) {
            assert_eq!(jwt.verify(key.public_key()), Err(SignatureError::Mismatch));
        }
    }
}

/// D-21, OB3-PRF-02
#[test]
fn algorithms() {
    let hint = KeyHint::Kid("did:key:z#z".into());
    for algorithm in [JwsAlgorithm::EdDsa, JwsAlgorithm::Ps256, JwsAlgorithm::Rs512, JwsAlgorithm::Es384] {
        assert_eq!(prepare(&object(CREDENTIAL), algorithm, &hint), Err(PrepareError::Algorithm(algorithm)));
    }
    let parse = |alg: &str| {
        let header = json::object([("alg", alg.into())]);
        let token = jose::encode(&jose::signing_input(&header, b"{}"), b"s");
        VcJwt::parse(&token, &Limits::default()).map(|_| ())
    };
    for good in ["RS256", "RS384", "RS512", "ES256", "ES384", "EdDSA", "PS256"] {
        assert_eq!(parse(good), Ok(()), "{good}");
    }
    assert!(matches!(parse("HS256"), Err(VcJwtError::Jose(JoseError::Algorithm(_)))));
}

#[test]
fn what_cannot_be_claimed_is_not_signed() {
    let hint = KeyHint::Kid("https://example.org/keys/1.json".into());
    let without = |name: &str| {
        let mut credential = object(CREDENTIAL);
        credential.remove(name);
        prepare(&credential, JwsAlgorithm::Es256, &hint).map(|_| ())
    };
    assert_eq!(without("id"), Err(PrepareError::Missing("id")));
    assert_eq!(without("issuer"), Err(PrepareError::Missing("issuer")));
    assert_eq!(without("validFrom"), Err(PrepareError::Missing("validFrom")));
    assert_eq!(without("validUntil"), Ok(()));
    let mut credential = object(CREDENTIAL);
    credential.set("validUntil", "2027-03-02");
    let why = TimeError::DateOnly;
    assert_eq!(prepare(&credential, JwsAlgorithm::Es256, &hint), Err(PrepareError::Date { member: "validUntil", why }));
    let mut credential = object(CREDENTIAL);
    credential.set("exp", 1.0);
    assert_eq!(prepare(&credential, JwsAlgorithm::Es256, &hint), Err(PrepareError::Claimed("exp")));
}

/// OB3-VER-20, OB3-VER-21, OB3-VER-22, OB3-VER-23, OB3-VER-24
#[test]
fn claims_that_are_missing_or_say_something_else() {
    assert_eq!(faults(&claimed()), []);
    for claim in ["iss", "jti", "nbf", "sub"] {
        let mut payload = claimed();
        payload.remove(claim);
        assert_eq!(faults(&payload), [ClaimFault::Missing { claim }]);
        payload.set(claim, Vec::<bool>::new());
        assert_eq!(faults(&payload), [ClaimFault::Malformed { claim }]);
    }
    for (claim, member) in [("iss", "issuer"), ("jti", "id"), ("sub", "credentialSubject")] {
        let mut payload = claimed();
        payload.set(claim, "https://evil.example/");
        let found = faults(&payload);
        assert!(
            matches!(&found[..], [ClaimFault::Differs { claim: c, says, member: m, credential: Some(_) }]
                if *c == claim && *m == member && says == "https://evil.example/"),
            "{found:?}"
        );
        assert_eq!(found[0].weight(), Weight::Error);
    }
    for (claim, member, says) in
        [("nbf", "validFrom", "2026-03-02T09:00:01Z"), ("exp", "validUntil", "2026-03-02T09:00:01Z")]
    {
        let mut payload = claimed();
        payload.set(claim, 1_772_442_001.0);
        let credential = payload.get(member).and_then(Value::as_str).map(str::to_owned);
        assert_eq!(faults(&payload), [ClaimFault::Differs { claim, says: says.into(), member, credential }]);
    }
    for far in [1e300, -1e300, 1e13] {
        let mut payload = claimed();
        payload.set("exp", far);
        assert_eq!(faults(&payload), [ClaimFault::Malformed { claim: "exp" }]);
    }
}

/// OB3-DM-157
#[test]
fn a_credential_in_vc_beside_the_credential_is_refused() {
    for second in [Value::Object(object(CREDENTIAL)), "a text".into()] {
        let mut payload = claimed();
        payload.set("vc", second);
        assert_eq!(faults(&payload), [ClaimFault::SecondCredential]);
        assert_eq!(ClaimFault::SecondCredential.weight(), Weight::Error);
    }
    let mut credential = object(CREDENTIAL);
    credential.set("vc", "a text");
    let hint = KeyHint::Kid("did:example:a#1".into());
    assert_eq!(prepare(&credential, JwsAlgorithm::Es256, &hint), Err(PrepareError::Claimed("vc")));
}

/// OB3-VER-24
#[test]
fn the_end_of_validity() {
    let mut payload = claimed();
    payload.remove("exp");
    assert_eq!(faults(&payload), [ClaimFault::EndNotClaimed]);
    assert_eq!(ClaimFault::EndNotClaimed.weight(), Weight::Warning);
    let mut payload = claimed();
    payload.remove("validUntil");
    assert_eq!(faults(&payload), []);
    let token = token(&payload);
    let jwt = VcJwt::parse(&token, &Limits::default()).unwrap();
    assert_eq!(jwt.credential().get("validUntil"), Some(&"2027-03-02T09:00:00Z".into()));
}

/// OB3-PRF-06, OB3-PRF-07
#[test]
fn what_may_differ_in_writing() {
    let mut payload = claimed();
    payload.set("validFrom", "2026-03-02T09:00:00Z");
    payload.set("jti", "https://example.org/%62/1 ");
    assert_eq!(faults(&payload), []);
    payload.remove("sub");
    payload.set("credentialSubject", object(r#"{"type":["AchievementSubject"],"identifier":[]}"#));
    assert_eq!(faults(&payload), []);
}

/// OB3-VER-25
#[test]
fn a_credential_of_vcdm_1_1() {
    let mut payload = object(
        r#"{"iss":"https://example.org/issuer.json","jti":"urn:uuid:1","sub":"did:example:a","nbf":1772442000,
        "exp":1803978000,"vc":{"@context":["https://www.w3.org/2018/credentials/v1"],
        "type":["VerifiableCredential"],"credentialSubject":{"type":["AchievementSubject"]}}}"#,
    );
    let token = token(&payload);
    let jwt = VcJwt::parse(&token, &Limits::default()).unwrap();
    assert!(jwt.is_enveloped());
    assert_eq!(jwt.claim_faults(), []);
    let credential = jwt.credential();
    let text = |name: &str| credential.get(name).and_then(Value::as_str).map(str::to_owned);
    assert_eq!(text("id").as_deref(), Some("urn:uuid:1"));
    assert_eq!(text("issuer").as_deref(), Some("https://example.org/issuer.json"));
    assert_eq!(text("issuanceDate").as_deref(), Some("2026-03-02T09:00:00Z"));
    assert_eq!(text("expirationDate").as_deref(), Some("2027-03-02T09:00:00Z"));
    assert_eq!(credential.get("credentialSubject").unwrap().get("id"), Some(&"did:example:a".into()));
    let vc = payload.get_mut("vc").unwrap().as_object_mut().unwrap();
    vc.set("issuer", "https://evil.example");
    assert!(matches!(&faults(&payload)[..], [ClaimFault::Differs { claim: "iss", .. }]));
}

// OB3-PRF-05: another `typ` is told, whatever its case; what has a context of its own is no envelope.
#[test]
fn types_and_envelopes_are_told_apart() {
    let parsed = |typ: &str, payload: &str| {
        let header = json::object([("alg", "ES256".into()), ("typ", typ.into())]);
        let token = jose::encode(&jose::signing_input(&header, payload.as_bytes()), &[0; 64]);
        let parsed = VcJwt::parse(&token, &Limits::default()).unwrap();
        (parsed.has_usual_type(), parsed.is_enveloped())
    };
    for (typ, usual) in [("JWT", true), ("vc+jwt", true), ("application/VC+JWT", true), ("at+jwt", false), ("", false)]
    {
        assert_eq!(parsed(typ, "{}"), (usual, false), "{typ}");
    }
    for (payload, enveloped) in [
        (r#"{"vc":{}}"#, true),
        (r#"{"vc":"x"}"#, false),
        (r#"{"@context":[],"vc":{}}"#, false),
        (r#"{"@context":[]}"#, false),
    ] {
        assert_eq!(parsed("JWT", payload), (true, enveloped), "{payload}");
    }
}
