//! Finding badges in documents, and how the cost grows: with pages, and not with what pages repeat.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;

use badge_core::container::attach::{Document, File};
use badge_core::container::open;
use badge_core::limits::Limits;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// `pages` pages that each show the same `pictures` pictures.
fn document(pages: usize, pictures: usize) -> Vec<u8> {
    let kids: String = (0..pages).fold(String::new(), |mut text, page| {
        let _ = write!(text, "{} 0 R ", 10 + pictures + page);
        text
    });
    let mut text = format!(
        "%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[{kids}]>> endobj\n"
    );
    let _ = writeln!(text, "3 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>> endobj");
    let mut names = String::new();
    for picture in 0..pictures {
        let samples = format!("{picture:02}").repeat(5_000);
        let _ = writeln!(
            text,
            "{} 0 obj <</Subtype/Image/Width 100/Height 100/BitsPerComponent 8/ColorSpace/DeviceGray/Length 10000>>\n\
             stream\n{samples}\nendstream endobj",
            10 + picture
        );
        let _ = write!(names, "/P{picture} {} 0 R", 10 + picture);
    }
    for page in 0..pages {
        let drawn: String = (0..pictures).map(|picture| format!("/P{picture} Do ")).collect();
        let lines = "(Atelier, place, machines et personnes) Tj T* ".repeat(45);
        let content = format!("q {drawn} Q BT /F 11 Tf 14 TL 72 770 Td {lines} ET");
        let _ = writeln!(
            text,
            "{} 0 obj <</Type/Page/Parent 2 0 R/Contents {} 0 R/Resources<</Font<</F 3 0 R>>/XObject<<{names}>>>>>> endobj\n\
             {} 0 obj <</Length {}>>\nstream\n{content}\nendstream endobj",
            10 + pictures + page,
            10 + pictures + pages + page,
            10 + pictures + pages + page,
            content.len()
        );
    }
    text.push_str("trailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF");
    text.into_bytes()
}

fn documents(c: &mut Criterion) {
    let limits = Limits::default();
    let cv =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/documents/cv.pdf")).expect("a fixture");
    let mut group = c.benchmark_group("pdf");
    group.bench_function("a CV of two pages with four badges", |b| b.iter(|| open(black_box(&cv), &limits)));
    for (pages, pictures) in [(1, 20), (10, 20), (100, 20), (100, 1)] {
        let bytes = document(pages, pictures);
        let id = BenchmarkId::from_parameter(format!("{pages} pages, {pictures} pictures on each"));
        group.bench_with_input(id, &bytes, |b, bytes| b.iter(|| open(black_box(bytes), &limits)));
    }
    group.finish();
}

/// Attaching a badge, beside what copying the document costs: no less can be done.
fn attaching(c: &mut Criterion) {
    let limits = Limits::default();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let cv = std::fs::read(fixtures.join("documents/cv.pdf")).expect("a fixture");
    let badge = std::fs::read(fixtures.join("badges/trust_known/badge.json")).expect("a fixture");
    let with_table = |bytes: &[u8]| {
        // A document as above has no table; what is attached to has to have one.
        let mut document = lopdf::Document::load_mem(bytes).expect("a document");
        let mut out = Vec::new();
        document.save_to(&mut out).expect("memory");
        out
    };
    let large = with_table(&document(100, 1_000));
    let file = File { bytes: &badge, name: "badge.json", description: "Badge", date: None };
    let mut group = c.benchmark_group("attach");
    for (name, bytes) in [("a CV of two pages", &cv), ("100 pages with 1,000 pictures", &large)] {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_with_input(BenchmarkId::new("badge", name), bytes, |b, bytes| {
            b.iter(|| {
                Document::read(black_box(bytes), &limits).and_then(|d| d.attach(&[file], &[])).expect("attached")
            });
        });
        group.bench_with_input(BenchmarkId::new("copy", name), bytes, |b, bytes| b.iter(|| black_box(bytes).clone()));
    }
    group.finish();
}

criterion_group!(benches, documents, attaching);
criterion_main!(benches);
