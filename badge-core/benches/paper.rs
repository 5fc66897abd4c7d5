//! Printing: a page of cards, a certificate, a thousand of them in one document; beside what cannot be done without:
//! compressing the pixels of the codes and the signed files that are inside.

use std::hint::black_box;
use std::io::Write as _;

use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::paper::{House, Kind, Picture, Press, Printed, SignedFile, Template};
use badge_core::picture::{Colours, Design, Icon, Level, Qr, Shape};
use badge_core::time::Timestamp;
use criterion::{Criterion, criterion_group, criterion_main};

fn award(n: usize, picture: &Picture, date: Timestamp) -> Printed {
    // Text that compresses as a signed badge does: words, and a third of chance.
    let chance: String = (0..1_100_usize).map(|i| char::from(b'a' + ((i * 7_919 + n * 104_729) % 25) as u8)).collect();
    let bytes =
        format!("{}{chance}", "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"]}".repeat(42)).into_bytes();
    Printed {
        lang: Lang::Fr,
        speaks: Lang::Fr,
        title: "Découpe laser en sécurité".to_owned(),
        name: Some(format!("Camille Martin {n}")),
        level: Some("je pratique · savoir-faire".to_owned()),
        done: Some(
            "A réglé la machine pour un matériau, puis découpé et gravé une pièce. Reste à côté de la machine tant \
                    qu’elle travaille, et sait quoi faire en cas de flamme."
                .to_owned(),
        ),
        date: "14 mars 2026".to_owned(),
        until: Some("13 mars 2029".to_owned()),
        place: Some("Caen, la Fabrique".to_owned()),
        picture: picture.clone(),
        picture_alt: "Une flamme".to_owned(),
        code: Qr::new(&format!("https://lieu.example.org/v#{}{n:06}", "aZ09-_".repeat(92))).ok(),
        claim: None,
        file: Some(SignedFile {
            name: format!("decoupe-laser-{n}.json"),
            media_type: "application/ld+json",
            description: "Découpe laser – Atelier de l’Exemple".to_owned(),
            bytes,
            date,
        }),
    }
}

fn print(kind: Kind, awards: &[Printed], picture: &Picture, now: Timestamp) -> usize {
    let house = House { name: "Atelier".to_owned(), logo: Some(picture.clone()), logo_alt: "Logo".to_owned() };
    let Ok(mut press) = Press::new(kind, Template::default(), house, Lang::Fr, "Attestations", now) else { return 0 };
    awards.iter().for_each(|award| press.add(award.clone()));
    press.finish().map_or(0, |(bytes, _)| bytes.len())
}

fn paper(c: &mut Criterion) {
    let colours = Colours::NAMED[2].1;
    let design = Design { shape: Shape::Hexagon, icon: Icon::Star, colours, level: Level::NONE };
    let Ok(picture) = Picture::read(design.to_svg("", "").as_bytes(), &Limits::default()) else { return };
    let Some(now) = Timestamp::from_unix(1_773_500_000) else { return };
    let awards: Vec<Printed> = (0..1_000).map(|n| award(n, &picture, now)).collect();
    // Three pixels a module, a byte a pixel, as they are in the document.
    let pixels: Vec<u8> =
        (0..303 * 303).map(|n: usize| if (n / 3) * 2_654_435_761 % 97 < 48 { 0 } else { 255 }).collect();
    c.bench_function("limit: compress the pixels of a code, and a signed file", |b| {
        b.iter(|| {
            let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
            let done = out
                .write_all(black_box(&pixels))
                .and_then(|()| out.write_all(awards[0].file.as_ref().map_or(&[], |file| file.bytes.as_slice())));
            done.and_then(|()| out.finish()).map(|bytes| bytes.len())
        });
    });
    c.bench_function("a page of ten cards", |b| b.iter(|| print(Kind::Cards, black_box(&awards[..10]), &picture, now)));
    c.bench_function("a certificate", |b| b.iter(|| print(Kind::Certificates, black_box(&awards[..1]), &picture, now)));
    let mut group = c.benchmark_group("certificates in one document");
    group.sample_size(10);
    for count in [10, 100, 1_000] {
        group.bench_function(count.to_string(), |b| {
            b.iter(|| print(Kind::Certificates, black_box(&awards[..count]), &picture, now));
        });
    }
}

criterion_group!(benches, paper);
criterion_main!(benches);
