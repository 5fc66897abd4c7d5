//! What issuing one badge costs: put together, signed, verified again by our own verifier, put into a picture. Beside
//! it the physical limit: one signature and one verification.
//!
//! `cargo bench -p badge-core --bench issue`

use std::hint::black_box;

use badge_core::container::{Existing, Keyword, bake};
use badge_core::crypto::{JwsAlgorithm, KeyKind, PublicKey, SecretKey, SeededEntropy, Signer as _};
use badge_core::issue::{Chance, Draft, Format, Ids, Key, To, seal};
use badge_core::limits::Limits;
use badge_core::model::{Achievement, Criteria, Profile};
use badge_core::resource::Resources;
use badge_core::time::Timestamp;
use criterion::{Criterion, criterion_group, criterion_main};

/// A grey picture; how long baking takes depends on its bytes alone.
fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = png::Encoder::new(&mut bytes, 400, 400).write_header().expect("a picture in memory");
    writer.write_image_data(&[0x80; 400 * 400]).expect("a picture in memory");
    writer.finish().expect("a picture in memory");
    bytes
}

fn draft(at: Timestamp) -> Draft {
    let text = |text: &str| Some(text.to_owned());
    Draft {
        ids: Ids {
            ob3: "urn:uuid:0b2e6f0e-0000-4000-8000-000000000001".into(),
            ob3_jwt: "urn:uuid:0b2e6f0e-0000-4000-8000-000000000001".into(),
            ob2_hosted: None,
            ob2_signed: "urn:uuid:0b2e6f0e-0000-4000-8000-000000000001".into(),
        },
        issuer: Profile {
            name: text("Fablab du Bourg"),
            url: text("https://fablab.example.org"),
            email: text("bonjour@fablab.example.org"),
            ..Profile::default()
        },
        achievement: Achievement {
            id: text("https://fablab.example.org/badges/decoupe-laser"),
            name: text("Découpe laser"),
            description: text("Sait utiliser la découpeuse laser en autonomie."),
            criteria: Some(Criteria { id: None, narrative: text("Découper une pièce, ranger l'atelier.") }),
            tags: vec!["laser".into(), "atelier".into()],
            language: text("fr"),
            ..Achievement::default()
        },
        ob2: None,
        to: To::Email("camille.martin@example.org".into()),
        date: at,
        expires: None,
        awarded: None,
        narrative: None,
        evidence: Vec::new(),
        location: None,
        role: None,
        activity: (None, None),
        endorsements: Vec::new(),
        status: None,
        picture: None,
        chance: Chance::draw(&mut SeededEntropy::new(b"bench")),
    }
}

fn did_key(public: &PublicKey) -> (String, String) {
    let multikey = public.to_multikey().expect("a key with a did:key");
    (format!("did:key:{multikey}"), format!("did:key:{multikey}#{multikey}"))
}

fn issue(c: &mut Criterion) {
    let at = Timestamp::parse("2026-03-02T10:00:00Z").expect("a date");
    let (draft, known, png) = (draft(at), Resources::new(), png());
    for (kind, algorithm, format) in
        [(KeyKind::Ed25519, JwsAlgorithm::EdDsa, Format::Ob3), (KeyKind::P256, JwsAlgorithm::Es256, Format::Ob3Jwt)]
    {
        let secret = SecretKey::generate(kind, &mut SeededEntropy::new(b"bench")).expect("a key");
        let (issuer, method) = did_key(secret.public_key());
        let keys = [Key { signer: &secret, issuer, method }];
        let one = || seal(black_box(&draft), &[format], &keys, at, &known).expect("a complete award");
        let text = String::from_utf8(one().remove(0).bytes).expect("text");

        let mut group = c.benchmark_group(format!("issue {format}"));
        let message = [7; 64];
        group.bench_function("limit: one signature, one verification", |b| {
            b.iter(|| {
                let signature = secret.sign(algorithm, black_box(&message)).expect("a signature");
                secret.public_key().verify(algorithm, &message, &signature).expect("its own")
            });
        });
        group.bench_function("sign and verify again", |b| b.iter(one));
        group.bench_function("bake", |b| {
            let limits = Limits::default();
            b.iter(|| {
                bake(black_box(&png), Keyword::OpenBadgeCredential, &text, Existing::Replace, &limits)
                    .expect("a picture")
            });
        });
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(50).without_plots();
    targets = issue
}
criterion_main!(benches);
