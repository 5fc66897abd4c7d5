//! Baking and unbaking, beside what the machine can do at best: copying the picture, and one CRC over it.

use std::fmt::Write as _;
use std::hint::black_box;

use badge_core::container::{Existing, Keyword, bake, open, picture_info, unbake};
use badge_core::limits::Limits;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// About 50 kB, of noise that does not compress: a usual badge.
fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 112, 112);
    encoder.set_color(png::ColorType::Rgba);
    let mut state = 1_u32;
    let pixels: Vec<u8> = (0..112 * 112 * 4)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    let write = |encoder: png::Encoder<'_, &mut Vec<u8>>| -> Result<(), png::EncodingError> {
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&pixels)?;
        writer.finish()
    };
    write(encoder).expect("a picture in memory");
    bytes
}

/// About 50 kB of paths.
fn svg() -> Vec<u8> {
    let mut text = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 400\">\n");
    for n in 0..900 {
        let _ = writeln!(text, "  <path d=\"M{n} 0L{n} 400\" stroke=\"#1{n:05x}\" />");
    }
    text.push_str("</svg>\n");
    text.into_bytes()
}

fn container(c: &mut Criterion) {
    let limits = Limits::default();
    let credential = format!("{{\"id\":\"https://badges.example.org/1\",\"text\":\"{}\"}}", "é".repeat(1_000));
    let keyword = Keyword::OpenBadgeCredential;
    for (name, image) in [("png", png()), ("svg", svg())] {
        let baked = bake(&image, keyword, &credential, Existing::Replace, &limits).expect("a sound picture");
        let mut group = c.benchmark_group(name);
        group.throughput(Throughput::Bytes(image.len() as u64));
        group.bench_function("limit: copy the picture", |b| b.iter(|| black_box(&image).clone()));
        group.bench_function("limit: one CRC over the picture", |b| b.iter(|| crc32fast::hash(black_box(&image))));
        group.bench_function("bake", |b| {
            b.iter(|| bake(black_box(&image), keyword, &credential, Existing::Replace, &limits));
        });
        group.bench_function("unbake", |b| b.iter(|| unbake(black_box(&baked), keyword, &limits)));
        group.bench_function("open", |b| b.iter(|| open(black_box(&baked), &limits)));
        group.bench_function("picture_info", |b| b.iter(|| picture_info(black_box(&image), &limits)));
        group.finish();
    }
}

criterion_group!(benches, container);
criterion_main!(benches);
