//! From JSON to canonical N-Quads, step by step. Beside each document: one SHA-256 over its canonical text, which no
//! implementation can do without.
//!
//! `cargo bench -p badge-core --bench ld`; on a document of your own: `BADGE_BENCH_DOCUMENT=FILE`.

use std::hint::black_box;
use std::path::Path;

use badge_core::ld::{self, Contexts, Hash, RelatedForm};
use badge_core::{json, limits::Limits};
use criterion::{Criterion, criterion_group, criterion_main};

fn linked_data(c: &mut Criterion) {
    let limits = Limits::default();
    let contexts = Contexts::builtin();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/vectors/ld");
    let own = std::env::var("BADGE_BENCH_DOCUMENT").ok();
    let names = ["ob3-vcdm1", "ob3-proof-options", "ob3-award", "ob3-endorsed"];
    let files = names.iter().map(|n| folder.join(format!("{n}.json"))).chain(own.map(Into::into));
    for file in files {
        let bytes = std::fs::read(&file).expect("the document is there");
        let document = json::parse(&bytes, &limits).expect("it is JSON");
        let dataset = |document| ld::expand(document, &contexts, &limits)?.quads(&limits);
        let canonical = |dataset: &_| ld::canonicalize(dataset, Hash::Sha256, RelatedForm::List, &limits);
        let quads = dataset(&document).expect("it has a meaning");
        let text = canonical(&quads).expect("it is canonical within the budget").text;

        let name = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let mut group = c.benchmark_group(format!("ld/{name} ({} bytes, {} quads)", bytes.len(), quads.quads().len()));
        group.bench_function("parse JSON", |b| b.iter(|| json::parse(black_box(&bytes), &limits)));
        group.bench_function("expand", |b| b.iter(|| ld::expand(black_box(&document), &contexts, &limits).map(|_| ())));
        group.bench_function("expand to quads", |b| b.iter(|| dataset(black_box(&document)).map(|_| ())));
        group.bench_function("canonicalise", |b| b.iter(|| canonical(black_box(&quads))));
        group.bench_function("limit: SHA-256 of the canonical text", |b| {
            b.iter(|| Hash::Sha256.digest(black_box(text.as_bytes())));
        });
        group.finish();
    }
}

criterion_group!(benches, linked_data);
criterion_main!(benches);
