//! What a whole verification costs, from bytes to report, and beside it the physical limit: one strict check of an
//! Ed25519 signature, or one RSA verification.
//!
//! `cargo bench -p badge-core --bench verify`; with `BADGE_BENCH_INPUT=FILE` also a credential of your own.

use std::future::{Future as _, ready};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use badge_core::container::open;
use badge_core::crypto::{JwsAlgorithm, KeyKind, SecretKey, SeededEntropy, Signer as _};
use badge_core::did;
use badge_core::drive::judge;
use badge_core::json::{self, Value};
use badge_core::ld::{Contexts, expand};
use badge_core::limits::Limits;
use badge_core::model::ob3;
use badge_core::proof::integrity;
use badge_core::proof::vc_jwt::VcJwt;
use badge_core::resource::{Answer, Index, Resources, Unreachable};
use badge_core::time::Timestamp;
use badge_core::verify::{Policy, check_document, report_json, verify};
use criterion::{Criterion, criterion_group, criterion_main};

fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/badges").join(name)
}

fn known(folder: &Path) -> Resources {
    let mut known = Resources::new();
    let Ok(index) = std::fs::read(folder.join("web/index.json")) else { return known };
    for (url, entry) in Index::parse(&index, &Limits::default()).expect("an index").iter() {
        let body = entry.file.as_ref().map(|f| std::fs::read(folder.join("web").join(f.as_str())).expect("a body"));
        known.insert(url, entry.answer(body.unwrap_or_default()));
    }
    known
}

fn whole(c: &mut Criterion) {
    let limits = Limits::default();
    let policy = Policy::at(Timestamp::parse("2026-06-01T12:00:00Z").expect("a date"));
    for (name, kind, algorithm) in [
        ("limit: one strict Ed25519 verification", KeyKind::Ed25519, JwsAlgorithm::EdDsa),
        ("limit: one RSA verification", KeyKind::Rsa, JwsAlgorithm::Rs256),
    ] {
        let key = SecretKey::generate(kind, &mut SeededEntropy::new(b"bench")).expect("a key");
        let message = [7; 64];
        let signature = key.sign(algorithm, &message).expect("a signature");
        let public = key.public_key().clone();
        c.bench_function(name, |b| b.iter(|| public.verify(algorithm, black_box(&message), &signature)));
    }
    let mut inputs: Vec<(String, Vec<u8>, Resources)> = [
        ("proof_good", "badge.json"),
        ("jwt_good", "badge.jws"),
        ("container_png", "badge.png"),
        ("status_in-force", "badge.json"),
        ("hosted_good", "badge.json"),
        ("signed_good", "badge.jws"),
    ]
    .into_iter()
    .map(|(case, file)| {
        let folder = corpus(case);
        (case.to_owned(), std::fs::read(folder.join(file)).expect("a badge"), known(&folder))
    })
    .collect();
    if let Some(path) = std::env::var_os("BADGE_BENCH_INPUT") {
        inputs.push(("your own".to_owned(), std::fs::read(path).expect("a file"), Resources::new()));
    }
    for (name, bytes, known) in &inputs {
        c.bench_function(name, |b| {
            b.iter(|| {
                open(black_box(bytes), &limits).found.iter().map(|p| verify(p, known, &policy)).collect::<Vec<_>>()
            });
        });
    }
}

/// All that `badge verify --json` and the server do with one small file: opened, judged, and told as the text of a report. What
/// a server's verification takes is compared with this.
fn bytes_to_report(c: &mut Criterion) {
    let policy = Policy::at(Timestamp::parse("2026-06-01T12:00:00Z").expect("a date"));
    let bytes = std::fs::read(corpus("proof_good").join("badge.json")).expect("a badge");
    c.bench_function("bytes_to_report", |b| {
        b.iter(|| {
            // Nothing has to be asked elsewhere, so that it never waits.
            let nobody = |_| ready(Answer::Unreachable(Unreachable::Timeout));
            let opened = open(black_box(&bytes), &policy.limits);
            let judged = pin!(judge("-", &bytes, opened, &policy, nobody));
            match judged.poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(input) => report_json(&[input]).to_pretty(),
                Poll::Pending => unreachable!("nothing is waited for"),
            }
        });
    });
}

/// Where the time goes, apart from the signature.
fn parts(c: &mut Criterion) {
    let limits = Limits::default();
    let bytes = std::fs::read(corpus("proof_good").join("badge.json")).expect("a badge");
    let token = std::fs::read_to_string(corpus("jwt_good").join("badge.jws")).expect("a token");
    let doc = json::parse(&bytes, &limits).expect("JSON");
    let object = doc.as_object().expect("an object");
    let issuer = doc.get("issuer").and_then(|i| i.get("id")).and_then(|i| i.as_str()).expect("an issuer");
    let proof = integrity::proofs(object, &limits).remove(0).expect("a proof");
    let method = proof.verification_method.clone();
    let known = Resources::new();
    let answer = did::resolve(&method, issuer, &known, &limits);
    let did::KeyAnswer::Known(key) = answer else { panic!("{answer:?}") };
    let contexts = Contexts::builtin();
    c.bench_function("part: open", |b| b.iter(|| open(black_box(&bytes), &limits)));
    c.bench_function("part: json::parse", |b| b.iter(|| json::parse(black_box(&bytes), &limits)));
    c.bench_function("part: clone the document", |b| b.iter(|| black_box(object).clone()));
    c.bench_function("part: read the model", |b| b.iter(|| ob3::read(black_box(object))));
    c.bench_function("part: check the document", |b| b.iter(|| check_document(black_box(object), &limits)));
    c.bench_function("part: expand", |b| {
        let mut unsecured = object.clone();
        unsecured.remove("proof");
        let doc = Value::Object(unsecured);
        b.iter(|| expand(black_box(&doc), &contexts, &limits).map(|e| e.is_faultless()));
    });
    c.bench_function("part: resolve the key", |b| b.iter(|| did::resolve(black_box(&method), issuer, &known, &limits)));
    c.bench_function("part: check the proof", |b| {
        b.iter(|| integrity::check(black_box(object), &proof, &key.key, &contexts, &limits).is_ok());
    });
    c.bench_function("part: take a token apart", |b| {
        b.iter(|| VcJwt::parse(black_box(token.trim()), &limits).map(|t| t.credential()));
    });
    c.bench_function("part: verify a token", |b| {
        let token = VcJwt::parse(token.trim(), &limits).expect("a token");
        b.iter(|| black_box(&token).verify(&key.key));
    });
}

criterion_group!(benches, whole, bytes_to_report, parts);
criterion_main!(benches);
