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
