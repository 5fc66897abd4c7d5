//! Drawing a badge: the SVG, the PNG of it, and the picture shown when it is shared; beside what the machine can do at
//! best: compressing as many pixels.

use std::hint::black_box;

use badge_core::limits::Limits;
use badge_core::picture::{Colours, Design, Drawing, Icon, Level, Shape, banner, to_png};
use criterion::{Criterion, criterion_group, criterion_main};

fn picture(c: &mut Criterion) {
    let limits = Limits::default();
    let design = Design {
        shape: Shape::Flower,
        icon: Icon::Bicycle,
        colours: Colours::NAMED[0].1,
        level: Level::new(3, 5).unwrap_or_default(),
    };
    let svg = design.to_svg("Atelier vélo", "Un vélo");
    let pixels = vec![0x55; 600 * 600 * 4];
    c.bench_function("limit: encode 600 by 600 plain pixels", |b| {
        b.iter(|| {
            let mut encoder = png::Encoder::new(Vec::new(), 600, 600);
            encoder.set_color(png::ColorType::Rgba);
            encoder.write_header().and_then(|mut writer| writer.write_image_data(black_box(&pixels)))
        });
    });
    // Letters, ribbon and all, against the least that could be drawn of that size.
    let disc = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"400\"><circle cx=\"200\" cy=\"200\" r=\"192\"/></svg>";
    let drawing = Drawing { posture: Some("je pratique"), ..Drawing::new(design, "Accueillir avec bienveillance") };
    c.bench_function("limit: to_png 600 of a bare disc", |b| {
        b.iter(|| to_png(black_box(disc.as_bytes()), 600, &limits));
    });
    c.bench_function("drawing: svg", |b| b.iter(|| black_box(drawing).draw()));
    c.bench_function("drawing: svg and png 600", |b| {
        b.iter(|| to_png(black_box(drawing).draw().svg.as_bytes(), 600, &limits));
    });
    c.bench_function("to_svg", |b| b.iter(|| black_box(design).to_svg("Atelier vélo", "Un vélo")));
    c.bench_function("to_png 600", |b| b.iter(|| to_png(black_box(svg.as_bytes()), 600, &limits)));
    c.bench_function("banner", |b| b.iter(|| banner(black_box(svg.as_bytes()), &limits)));
}

criterion_group!(benches, picture);
criterion_main!(benches);
