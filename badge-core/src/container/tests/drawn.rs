//! QR codes that are drawn as general programs draw them: as dots, with gaps, with round corners, through a clipping path or
//! a mask, with lines, in colours that flow.

use std::fmt::Write as _;

use super::documents::{document, stream};
use super::*;

const LINK: &str = "https://badges.example.org/b/0123456789abcdef0123456789abcdef/credential.json";

/// What draws each dark module, or each light one.
fn each(dark: bool, module: impl Fn(f32, f32) -> String) -> String {
    let code = fast_qr::QRBuilder::new(LINK).build().unwrap();
    let places = (0..code.size).flat_map(|y| (0..code.size).map(move |x| (x, y)));
    let is = |x: usize, y: usize| code[y][x].value() == dark;
    places.filter(|(x, y)| is(*x, *y)).map(|(x, y)| module(x as f32, y as f32)).collect()
}

/// A circle, as four curves; what paints it is left to the caller.
fn circle(x: f32, y: f32, r: f32) -> String {
    let (x, y, k) = (x + 0.5, y + 0.5, r * 0.5523);
    let (left, right, top, bottom) = (x - r, x + r, y - r, y + r);
    let (kl, kr, kt, kb) = (x - k, x + k, y - k, y + k);
    format!(
        "{right} {y} m {right} {kb} {kr} {bottom} {x} {bottom} c {kl} {bottom} {left} {kb} {left} {y} c \
         {left} {kt} {kl} {top} {x} {top} c {kr} {top} {right} {kt} {right} {y} c h "
    )
}

/// A document with this on its page, and with more objects from number 5 on.
fn page(content: &str, resources: &str, more: &[&[u8]]) -> Vec<u8> {
    let page = format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<{resources}>>>>");
    let content = stream("", format!("q 3 0 0 -3 100 700 cm {content} Q").as_bytes());
    let mut objects: Vec<&[u8]> =
        vec![b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page.as_bytes(), &content];
    objects.extend(more);
    document(&objects)
}

fn is_read(bytes: &[u8], what: &str) {
    let opened = opened(bytes);
    let urls: Vec<_> = opened.links.iter().map(|link| link.url.as_str()).collect();
    assert_eq!(urls, [LINK], "{what}: {:?}", opened.findings);
    let via = &opened.links[0].via;
    assert!(
        matches!(via[..], [Wrapping::Pdf { page: Some(1), place: PdfPlace::Drawing }, Wrapping::Code { .. }]),
        "{what}"
    );
}

#[test]
fn modules_that_do_not_touch_are_read() {
    for r in [0.5, 0.45, 0.4, 0.3] {
        is_read(&page(&each(true, |x, y| circle(x, y, r) + "f "), "", &[]), &format!("dots of {r}"));
    }
    is_read(&page(&(each(true, |x, y| circle(x, y, 0.45)) + "f"), "", &[]), "all dots in one path");
    let gap = each(true, |x, y| format!("{} {} 0.6 0.6 re f ", x + 0.2, y + 0.2));
    is_read(&page(&gap, "", &[]), "squares with a gap");
    let diamonds = each(true, |x, y| {
        format!("{} {y} m {} {} l {} {} l {x} {} l h f ", x + 0.5, x + 1.0, y + 0.5, x + 0.5, y + 1.0, y + 0.5)
    });
    is_read(&page(&diamonds, "", &[]), "diamonds");
    let turned = format!("0.99 0.14 -0.14 0.99 5 5 cm 0 0.2 0.6 rg {}", each(true, |x, y| circle(x, y, 0.45) + "f "));
    is_read(&page(&turned, "", &[]), "turned, in blue");
    let lines = each(true, |x, y| format!("{} {} m {} {} l S ", x + 0.5, y + 0.5, x + 0.5, y + 0.5));
    is_read(&page(&format!("0.9 w 1 J {lines}"), "", &[]), "points with round ends");
    is_read(&page(&format!("/S gs {lines}"), "/ExtGState<</S<</LC 1/LW 0.9>>>>", &[]), "the same, told elsewhere");
    let light = each(false, |x, y| format!("{x} {y} 1 1 re f "));
    let side = fast_qr::QRBuilder::new(LINK).build().unwrap().size;
    is_read(&page(&format!("0 0 {side} {side} re f 1 g {light}"), "", &[]), "light ones on dark");
}

#[test]
fn what_lets_a_code_through_is_read() {
    let dots = each(true, |x, y| circle(x, y, 0.45));
    let rectangle = "0 0 0.3 rg -2 -2 60 60 re f";
    is_read(&page(&format!("{dots} W n {rectangle}"), "", &[]), "a clipping path");
    is_read(&page(&format!("q {dots} W* n 0 0 45 45 re W n {rectangle} Q"), "", &[]), "two of them");
    is_read(&page(&format!("{dots} W n /Sh sh"), "", &[]), "a clipping path with colours that flow");
    let flowing = each(true, |x, y| circle(x, y, 0.45) + "f ");
    is_read(&page(&format!("/Pattern cs /P scn {flowing}"), "", &[]), "colours that flow");
    let group = stream("/Type/XObject/Subtype/Form/BBox[0 0 99 99]", flowing.as_bytes());
    let mask = "/ExtGState<</M<</SMask<</S/Alpha/G 5 0 R>>>>>>";
    is_read(&page(&format!("/M gs {rectangle}"), mask, &[&group]), "a mask");
    let group = stream("/Type/XObject/Subtype/Form/BBox[0 0 99 99]", format!("1 g {flowing}").as_bytes());
    is_read(&page(&format!("/M gs {rectangle}"), mask, &[&group]), "a mask by brightness");
    // A mask that masks itself ends.
    let own = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</ExtGState<</M<</SMask<</S/Alpha/G 5 0 R>>>>>>>>";
    let group = stream(std::str::from_utf8(own).unwrap(), b"/M gs 0 0 1 1 re f");
    assert!(finding(&page("/M gs", mask, &[&group])).contains(&Finding::NoBadge));
}

// A surface that is filled with a tile as large as the code, of shapes or of a picture (ISO 32000-1 section 8.7.3).
#[test]
fn a_tile_with_a_code_is_read() {
    let tile = |more: &str, content: &str| {
        let head =
            format!("/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 99 99]/XStep 99/YStep 99{more}");
        stream(&head, content.as_bytes())
    };
    let squares = each(true, |x, y| format!("{x} {y} 1 1 re f "));
    let surface = "/Pattern cs /P scn -2 -2 60 60 re f";
    let resources = "/Pattern<</P 5 0 R>>";
    is_read(&page(surface, resources, &[&tile("/Matrix[3 0 0 -3 100 700]", &squares)]), "a tile of shapes");
    // Light shapes alone are no code, and a tile that is filled with itself ends.
    let own = tile("/Resources<</Pattern<</P 5 0 R>>>>", "/Pattern cs /P scn 0 0 9 9 re f");
    assert!(finding(&page(surface, resources, &[&own])).contains(&Finding::NoBadge));
    let code = fast_qr::QRBuilder::new(LINK).build().unwrap();
    let side = code.size + 8;
    let dark = |x: usize, y: usize| {
        let within = |at: usize| (4..4 + code.size).contains(&at);
        within(x) && within(y) && code[y - 4][x - 4].value()
    };
    let at = |row: usize| (0..side).map(move |column| (column, row));
    let pixels: Vec<u8> = (0..side).flat_map(at).map(|(x, y)| if dark(x, y) { 0 } else { 255 }).collect();
    let head = format!("/Subtype/Image/Width {side}/Height {side}/BitsPerComponent 8/ColorSpace/DeviceGray");
    let tile = tile("/Resources<</XObject<</I 6 0 R>>>>", "9 0 0 9 0 0 cm /I Do");
    let opened = opened(&page(surface, resources, &[&tile, &stream(&head, &pixels)]));
    let urls: Vec<_> = opened.links.iter().map(|link| link.url.as_str()).collect();
    assert_eq!(urls, [LINK], "a tile with a picture: {:?}", opened.findings);
    assert!(matches!(opened.links[0].via[0], Wrapping::Pdf { page: Some(1), place: PdfPlace::Image }));
}

// One large path that bounds many surfaces, and one large letter that is set many times, are copied as long as there is
// room, and no longer.
#[test]
fn what_is_copied_is_bounded() {
    use super::super::tally;
    let path = (0..20_000).map(|at| format!("{} {} l ", at % 601, at % 797)).collect::<String>();
    let clip = page(&format!("0 0 m {path} W n {}", "0 0 900 900 re f ".repeat(20_000)), "", &[]);
    let searched = tally::of(|| assert!(finding(&clip).contains(&Finding::NoBadge)));
    assert!(searched < 1_000_000, "{searched}");
    let font = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 6 0 R>>\
        /Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[1]/Resources<<>>>>";
    let letter = (0..20_000).map(|at| format!("{} {} 1 1 re f ", at % 601, at % 797)).collect::<String>();
    let set = format!("BT /T 1 Tf ({}) Tj ET", "a".repeat(20_000));
    let letters = page(&set, "/Font<</T 5 0 R>>", &[font, &stream("", letter.as_bytes())]);
    let searched = tally::of(|| assert!(!finding(&letters).is_empty()));
    assert!(searched < 1_000_000, "{searched}");
}

// Dots that are no code are looked at twice, and no more.
#[test]
fn many_dots_are_bounded() {
    let mut content = String::new();
    for at in 0..3_000_u16 {
        let _ = write!(content, "{} f ", circle(f32::from(at % 60), f32::from(at / 60), 0.4));
    }
    let opened = opened(&page(&content, "", &[]));
    assert!(opened.findings.contains(&Finding::NoBadge), "{:?}", opened.findings);
    let clip = format!("{content} W n {}", "0 0 99 99 re f ".repeat(2_000));
    assert!(finding(&page(&clip, "", &[])).contains(&Finding::NoBadge));
}
