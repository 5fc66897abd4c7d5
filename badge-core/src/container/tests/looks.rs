//! Pictures of badges that lost their badge, written again in the ways of other programs; and pictures of other things.

use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgba, RgbaImage, imageops};

use super::*;
use crate::container::looks::like_a_badge;
use crate::container::raster;
use crate::picture::{Colours, Design, Icon, Level, Shape, to_png};
use crate::time::Timestamp;
use crate::zip::ZipWriter;

/// One of our own drawings, in so many pixels, transparent around it; others with other numbers.
fn drawing(number: usize, side: u32) -> RgbaImage {
    let colours = Colours::NAMED[number % Colours::NAMED.len()].1;
    let icon = Icon::ALL[number % Icon::ALL.len()];
    let level = Level::new(1 + number as u8 % 3, 3).unwrap();
    let design = Design { shape: Shape::ALL[number % Shape::ALL.len()], icon, colours, level };
    let png = to_png(design.to_svg("Découpe laser", "Un badge").as_bytes(), side, &limits()).unwrap();
    image::load_from_memory(&png).unwrap().into_rgba8()
}

fn on_white(picture: &RgbaImage) -> RgbaImage {
    let mut white = RgbaImage::from_pixel(picture.width(), picture.height(), Rgba([255; 4]));
    imageops::overlay(&mut white, picture, 0, 0);
    white
}

fn written(picture: &RgbaImage, format: ImageFormat) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    let picture = DynamicImage::ImageRgba8(picture.clone());
    let picture = if format == ImageFormat::Jpeg { picture.into_rgb8().into() } else { picture };
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn scaled(picture: &RgbaImage, percent: u32) -> RgbaImage {
    let side = |length: u32| length * percent / 100;
    imageops::resize(picture, side(picture.width()), side(picture.height()), imageops::FilterType::Triangle)
}

fn findings(bytes: &[u8]) -> Vec<Finding> {
    let opened = opened(bytes);
    assert!(opened.found.is_empty());
    opened.findings
}

/// The look alone, without the search for codes, which takes its time.
fn is_alike(bytes: &[u8]) -> bool {
    like_a_badge(&raster::grey(bytes, &limits()).unwrap())
}

#[test]
fn our_own_drawings_are_recognised_however_they_were_written_again() {
    for number in 0..Icon::ALL.len() {
        let original = drawing(number, 240);
        for percent in [50, 100, 150] {
            let clear = scaled(&original, percent);
            let white = on_white(&clear);
            for (way, name, bytes) in [
                (0, "PNG", written(&clear, ImageFormat::Png)),
                (1, "PNG on white", written(&white, ImageFormat::Png)),
                (2, "JPEG", written(&white, ImageFormat::Jpeg)),
                (3, "WebP", written(&clear, ImageFormat::WebP)),
                (4, "WebP on white", written(&white, ImageFormat::WebP)),
            ] {
                assert!(is_alike(&bytes), "{number} as {name}, {percent} %");
                // Each way once to its end.
                if number == way && percent == 50 {
                    assert_eq!(findings(&bytes), [Finding::BadgePicture], "{number} as {name}");
                }
            }
        }
    }
}

/// A five-pointed star with a disc in it, and a shield with sharp corners: as others draw them.
#[test]
fn what_others_draw_is_recognised() {
    let star = |x: f32, y: f32| {
        let (dx, dy) = (x - 0.5, y - 0.53);
        let turn = (dx.atan2(-dy) / std::f32::consts::TAU * 5.0).rem_euclid(1.0);
        let radius = 0.48 - 0.21 * (1.0 - (2.0 * turn - 1.0).abs());
        (dx.hypot(dy) < radius, dx.hypot(dy) < 0.13)
    };
    let shield = |x: f32, y: f32| {
        let (dx, half) = ((x - 0.5).abs(), if y < 0.5 { 0.4 } else { 0.4 * (1.0 - ((y - 0.5) / 0.45).powi(2)) });
        ((0.05..0.95).contains(&y) && dx < half, dx < 0.08 && (0.2..0.7).contains(&y))
    };
    let drawn = |figure: &dyn Fn(f32, f32) -> (bool, bool)| {
        RgbaImage::from_fn(240, 240, |x, y| match figure(x as f32 / 240.0, y as f32 / 240.0) {
            (_, true) => Rgba([250, 240, 200, 255]),
            (true, _) => Rgba([120, 40, 90, 255]),
            _ => Rgba([255; 4]),
        })
    };
    for (name, picture) in [("star", drawn(&star)), ("shield", drawn(&shield))] {
        assert_eq!(findings(&written(&picture, ImageFormat::Png)), [Finding::BadgePicture], "{name}");
    }
}

/// Numbers that look like chance.
fn noise(at: u32) -> u8 {
    let mixed = at.wrapping_mul(2_654_435_761);
    ((mixed ^ (mixed >> 13)).wrapping_mul(2_246_822_519) >> 24) as u8
}

#[test]
fn pictures_of_other_things_are_not_taken_for_badges() {
    let side = 300;
    let grey = |value: &dyn Fn(u32, u32) -> u8| {
        DynamicImage::ImageLuma8(GrayImage::from_fn(side, side, |x, y| Luma([value(x, y)]))).into_rgba8()
    };
    let from_middle = |x: u32, y: u32| (x as f32 - 150.0).hypot(y as f32 - 150.0);
    let code = fast_qr::QRBuilder::new("Table 4, pain et fromage").build().unwrap();
    let module = |at: u32| (at / 9).checked_sub(4).map(|at| at as usize).filter(|at| *at < code.size);
    let is_dark = |x, y| module(y).zip(module(x)).is_some_and(|(y, x)| code[y][x].value());
    for (name, picture) in [
        ("nothing", grey(&|_, _| 255)),
        ("noise", grey(&|x, y| noise(y * side + x))),
        ("coarse noise, as a photograph has", grey(&|x, y| noise(y / 12 * 40 + x / 12))),
        ("gradient", grey(&|x, y| ((x + y) * 255 / (2 * side)) as u8)),
        ("round gradient", grey(&|x, y| (from_middle(x, y) * 1.2) as u8)),
        (
            "photograph cut out round",
            grey(&|x, y| {
                let shade = 40 + x / 3 + u32::from(noise(y / 6 * 50 + x / 6)) * 2 / 5;
                if from_middle(x, y) > 140.0 { 255 } else { shade as u8 }
            }),
        ),
        (
            "photograph with a frame",
            grey(&|x, y| {
                let framed = [x, y].iter().any(|at| !(20..280).contains(at));
                if framed { 255 } else { noise(y / 10 * 40 + x / 10) }
            }),
        ),
        (
            "text",
            grey(&|x, y| {
                let written = (20..280).contains(&x) && (20..280).contains(&y) && y % 14 < 8;
                if written && noise(y / 14 * 90 + x / 3) > 110 { 20 } else { 255 }
            }),
        ),
        (
            "dense text",
            grey(&|x, y| {
                let written = (10..290).contains(&x) && (10..290).contains(&y) && y % 6 < 4;
                if written && noise(y / 6 * 150 + x / 2) > 90 { 20 } else { 255 }
            }),
        ),
        (
            "bars",
            grey(&|x, y| {
                let height = [60, 120, 170, 220, 250][x as usize / 60];
                if x % 60 > 14 && y > 290 - height && y < 290 { 90 } else { 255 }
            }),
        ),
        (
            "pie beside its legend",
            grey(&|x, y| {
                let pie = (x as f32 - 100.0).hypot(y as f32 - 150.0) < 90.0;
                let legend = (220..280).contains(&x) && y % 40 < 14;
                if pie {
                    60 + (x / 60 * 50) as u8
                } else if legend {
                    30
                } else {
                    255
                }
            }),
        ),
        ("disc with nothing in it", grey(&|x, y| if from_middle(x, y) < 130.0 { 60 } else { 255 })),
        (
            "small disc",
            grey(&|x, y| match from_middle(x, y) {
                r if r < 20.0 => 200,
                r if r < 60.0 => 60,
                _ => 255,
            }),
        ),
        (
            "square",
            grey(&|x, y| {
                let within = |from, to| (from..to).contains(&x) && (from..to).contains(&y);
                if within(100, 200) {
                    220
                } else if within(30, 270) {
                    80
                } else {
                    255
                }
            }),
        ),
        // Its three corners are read before: it is a code, and not a badge's picture.
        ("code", grey(&|x, y| if is_dark(x, y) { 0 } else { 255 })),
    ] {
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            assert!(!is_alike(&written(&picture, format)), "{name} as {format:?}");
        }
        let found = findings(&written(&scaled(&picture, 50), ImageFormat::Png));
        assert!(found.len() == 1 && found != [Finding::BadgePicture], "{name}: {found:?}");
    }
}

#[test]
fn only_sizes_of_badges_are_looked_at() {
    let picture = drawing(0, 300);
    let sized = |width, height| {
        let picture = imageops::resize(&picture, width, height, imageops::FilterType::Triangle);
        findings(&written(&picture, ImageFormat::Png))
    };
    assert_eq!(sized(64, 64), [Finding::BadgePicture]);
    assert_eq!(sized(63, 63), [Finding::Stripped]);
    assert_eq!(sized(300, 250), [Finding::BadgePicture]);
    assert_eq!(sized(300, 248), [Finding::Stripped]);
    assert_eq!(sized(2_001, 2_001), [Finding::Stripped]);
}

#[test]
fn what_a_picture_says_itself_is_told_before_what_it_looks_like() {
    let mut jpeg = written(&on_white(&drawing(2, 200)), ImageFormat::Jpeg);
    let mark = b"\xff\xfe\x00\x0dScreenshot\0";
    jpeg.splice(2..2, mark.iter().copied());
    assert_eq!(findings(&jpeg), [Finding::Lost(Trace::Screenshot)]);
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Vec::new(), Timestamp::parse("2026-03-02T09:30:10Z").unwrap());
    for (name, bytes) in files {
        zip.add(name, bytes).unwrap();
    }
    zip.finish().unwrap()
}

fn alike(via: Vec<Wrapping>) -> Finding {
    Finding::Within { via, finding: Box::new(Finding::BadgePicture) }
}

#[test]
fn pictures_in_office_documents_are_told_with_their_place() {
    let png = written(&drawing(1, 200), ImageFormat::Png);
    let text: &[u8] = b"<w:document>Bonjour</w:document>";
    for (name, body) in [("word/media/image1.png", "word/document.xml"), ("Pictures/1.png", "content.xml")] {
        let via = vec![Wrapping::Entry { name: name.to_owned() }];
        assert_eq!(findings(&archive(&[(body, text), (name, &png)])), [alike(via)]);
    }
    // The same document with nothing of the kind, and with a badge as well: nobody asks where a picture's badge went.
    assert_eq!(findings(&archive(&[("word/document.xml", text)])), [Finding::NoBadge]);
    let with = archive(&[("word/media/image1.png", &png), ("badge.jws", JWS.as_bytes())]);
    assert!(!opened(&with).findings.iter().any(|finding| format!("{finding:?}").contains("BadgePicture")));
    // Addresses that may lead to a badge are told first, and the picture beside them.
    let link = br#"<w:document><w:t>https://badges.example.org/b/1/credential.json</w:t></w:document>"#;
    let both = archive(&[("word/document.xml", link), ("word/media/image1.png", &png)]);
    let via = vec![Wrapping::Entry { name: "word/media/image1.png".to_owned() }];
    assert_eq!(findings(&both), [Finding::OnlyLinks { count: 1 }, alike(via)]);
    // Once the badge behind one is there, nobody asks for the picture's.
    let url = crate::name::Url::parse("https://badges.example.org/b/1/credential.json").unwrap();
    let mut known = crate::resource::Resources::new();
    known.insert(&url, crate::resource::Answer::found(r#"{"type":["VerifiableCredential"],"issuer":"x"}"#));
    let followed = super::super::follow(&opened(&both), &known, &limits()).opened;
    assert_eq!((followed.found.len(), followed.findings), (1, Vec::new()));
    // No more than a few are told.
    let many: Vec<(String, &[u8])> = (0..9).map(|n| (format!("word/media/{n}.png"), &png[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    assert_eq!(findings(&archive(&many)).len(), 5);
}

#[cfg(feature = "pdf")]
#[test]
fn pictures_on_pages_are_told_with_their_page() {
    use super::documents::{deflated, document, stream};
    let page_with = |image: &[u8], mask: &[u8]| {
        let first: &[u8] = b"<</Type/Page/Parent 2 0 R>>";
        let second: &[u8] = b"<</Type/Page/Parent 2 0 R/Resources<</XObject<</A 6 0 R>>>>/Contents 5 0 R>>";
        let pages: &[u8] = b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>";
        document(&[b"<</Type/Catalog/Pages 2 0 R>>", pages, first, second, &stream("", b"/A Do"), image, mask])
    };
    let image = |space: &str, more: &str, side: u32, samples: &[u8]| {
        let size = format!("/Subtype/Image/Width {side}/Height {side}/BitsPerComponent 8/ColorSpace/{space}");
        stream(&format!("{size}{more}/Filter/FlateDecode"), &deflated(samples))
    };
    let picture = drawing(4, 180);
    let colours = |picture: &RgbaImage| picture.pixels().flat_map(|p| p.0[..3].to_vec()).collect::<Vec<u8>>();
    let opacity: Vec<u8> = picture.pixels().map(|p| p.0[3]).collect();
    // What is under the transparent part is anything; programs leave there what they find.
    let litter = RgbaImage::from_fn(180, 180, |x, y| match picture.get_pixel(x, y) {
        Rgba([.., 0]) => Rgba([noise(y * 180 + x); 4]),
        seen => *seen,
    });
    let masked = image("DeviceRGB", "/SMask 7 0 R", 180, &colours(&litter));
    let mask = image("DeviceGray", "", 180, &opacity);
    let plain = image("DeviceRGB", "", 180, &colours(&on_white(&picture)));
    let jpeg = written(&on_white(&picture), ImageFormat::Jpeg);
    let jpeg =
        stream("/Subtype/Image/Width 180/Height 180/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode", &jpeg);
    let place = Wrapping::Pdf { page: Some(2), place: PdfPlace::Image };
    for (name, pdf) in [
        ("masked", page_with(&masked, &mask)),
        ("plain", page_with(&plain, b"null")),
        ("JPEG", page_with(&jpeg, b"null")),
    ] {
        let found: Vec<Finding> =
            findings(&pdf).into_iter().filter(|finding| !matches!(finding, Finding::Document(_))).collect();
        assert_eq!(found, [alike(vec![place.clone()])], "{name}");
    }
    let litter =
        image("DeviceRGB", "", 180, &colours(&RgbaImage::from_fn(180, 180, |x, y| Rgba([noise(y * 180 + x); 4]))));
    assert!(findings(&page_with(&litter, b"null")).contains(&Finding::NoBadge));
}
