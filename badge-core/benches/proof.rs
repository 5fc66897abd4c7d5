//! What a proof costs, and beside each the physical limit: the bare signature operation.
//!
//! `cargo bench -p badge-core --bench proof`

use std::hint::black_box;
use std::path::Path;

use badge_core::crypto::{JwsAlgorithm, SecretKey, Signer as _, jose};
use badge_core::json::{self, Object, Value};
use badge_core::ld::Contexts;
use badge_core::limits::Limits;
use badge_core::proof::integrity::{self, Options};
use badge_core::proof::vc_jwt::VcJwt;
use badge_core::proof::{eddsa_rdfc_2022, vc_jwt};
use badge_core::time::Timestamp;
use criterion::{Criterion, criterion_group, criterion_main};

const BADGE: &str = r#"{"@context":["https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id":"https://example.org/b/1","type":["VerifiableCredential","OpenBadgeCredential"],
    "issuer":{"id":"https://example.org/issuer.json","type":["Profile"],"name":"Le Dôme",
    "url":"https://example.org/","email":"badges@example.org"},
    "validFrom":"2026-03-02T10:00:00Z","name":"Découpe laser",
    "credentialSubject":{"id":"urn:uuid:0b2e6f0e-0000-4000-8000-000000000001","type":["AchievementSubject"],
    "identifier":[{"type":"IdentityObject","identityType":"emailAddress","hashed":true,"salt":"b9f0",
    "identityHash":"sha256$7a1a1b3f7d40552e4299180e346e3add12bf9a751a43d9c4ca4518febc2c60c6"}],
    "achievement":{"id":"https://example.org/achievements/laser.json","type":["Achievement"],
    "criteria":{"narrative":"Régler la machine, découper une pièce, ranger l'atelier."},"name":"Découpe laser",
    "description":"Sait utiliser la découpeuse laser en autonomie.","tag":["laser","atelier"],
    "alignment":[{"type":["Alignment"],"targetName":"Fabrication","targetUrl":"https://example.org/r/fab"}]}}}"#;

fn key(name: &str) -> SecretKey {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/keys").join(format!("TEST-KEY.{name}.pem"));
    SecretKey::from_pkcs8_pem(&std::fs::read_to_string(path).unwrap(), None).unwrap()
}

fn badge() -> Object {
    json::parse(BADGE.as_bytes(), &Limits::default()).unwrap().as_object().unwrap().clone()
}

fn data_integrity(c: &mut Criterion) {
    let (key, contexts, limits) = (key("ed25519"), Contexts::builtin(), Limits::default());
    let unsigned = badge();
    let options = Options {
        verification_method: "https://example.org/issuer.json#key".into(),
        created: Timestamp::parse("2026-03-02T10:00:00Z").unwrap(),
        expires: None,
    };
    let sign = || {
        let prepared = eddsa_rdfc_2022::prepare(&unsigned, &options, &contexts, &limits).unwrap();
        let signature = key.sign(prepared.algorithm(), prepared.bytes()).unwrap();
        prepared.complete(&signature)
    };
    let text = Value::from(sign()).to_compact();
    let message = [7; 64];
    let signature = key.sign(JwsAlgorithm::EdDsa, &message).unwrap();

    let mut group = c.benchmark_group("eddsa-rdfc-2022");
    group.bench_function("limit: bare signature", |b| {
        b.iter(|| key.sign(JwsAlgorithm::EdDsa, black_box(&message)));
    });
    group.bench_function("sign", |b| b.iter(sign));
    group.bench_function("limit: bare strict verification", |b| {
        b.iter(|| key.public_key().verify(JwsAlgorithm::EdDsa, black_box(&message), &signature));
    });
    group.bench_function("verify, from bytes", |b| {
        b.iter(|| {
            let document = json::parse(black_box(text.as_bytes()), &limits).unwrap();
            let document = document.as_object().unwrap();
            let proof = integrity::proofs(document, &limits).remove(0).unwrap();
            integrity::check(document, &proof, key.public_key(), &contexts, &limits).unwrap().outcome.unwrap()
        });
    });
    group.finish();
}

fn jwt(c: &mut Criterion) {
    let limits = Limits::default();
    for (name, algorithm) in
        [("ed25519", JwsAlgorithm::EdDsa), ("p256", JwsAlgorithm::Es256), ("rsa", JwsAlgorithm::Rs256)]
    {
        let key = key(name);
        let hint = vc_jwt::KeyHint::Kid("https://example.org/keys/1.json".into());
        // EdDSA is read and not issued: the claims are the same, the header is made by hand.
        let payload = {
            let prepared = vc_jwt::prepare(&badge(), JwsAlgorithm::Es256, &hint).unwrap();
            Value::from(VcJwt::parse(&prepared.complete(&[0; 64]), &limits).unwrap().payload().clone()).to_compact()
        };
        let header = json::object([("alg", algorithm.as_str().into()), ("kid", "https://example.org/k".into())]);
        let input = jose::signing_input(&header, payload.as_bytes());
        let signature = key.sign(algorithm, input.as_bytes()).unwrap();
        let token = jose::encode(&input, &signature);

        let mut group = c.benchmark_group(format!("vc-jwt {algorithm}"));
        group.bench_function("limit: bare verification", |b| {
            b.iter(|| key.public_key().verify(algorithm, black_box(input.as_bytes()), &signature));
        });
        group.bench_function("verify, from text, with claims", |b| {
            b.iter(|| {
                let jwt = VcJwt::parse(black_box(&token), &limits).unwrap();
                assert!(jwt.claim_faults().is_empty());
                jwt.verify(key.public_key()).unwrap();
            });
        });
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(50).without_plots();
    targets = data_integrity, jwt
}
criterion_main!(benches);
