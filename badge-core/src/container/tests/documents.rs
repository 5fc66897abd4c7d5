//! Badges in PDF documents: the files of `fixtures/documents` (written by `examples/documents`), and hostile ones.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::*;

const LINK: &str = "https://badges.example.org/b/0123456789abcdef0123456789abcdef/credential.json";

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/documents").join(name)).unwrap()
}

fn badge(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/badges").join(name)).unwrap()
}

fn pdf(page: Option<u32>, place: PdfPlace) -> Wrapping {
    Wrapping::Pdf { page, place }
}

fn file(name: &str) -> PdfPlace {
    PdfPlace::Attachment { name: name.to_owned() }
}

/// A document of these objects, numbered from 1; the first is the catalog. Without a table, which is built again.
pub(super) fn document(objects: &[&[u8]]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    for (number, object) in (1..).zip(objects) {
        bytes.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    bytes.extend_from_slice(b"trailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF");
    bytes
}

pub(super) fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{dictionary}/Length {}>>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

pub(super) fn deflated(data: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

const CATALOG: &[u8] = b"<</Type/Catalog/Pages 2 0 R>>";
const PAGES: &[u8] = b"<</Type/Pages/Kids[3 0 R]/Count 1>>";

#[test]
fn a_badge_is_found_wherever_it_is_attached() {
    for (name, source, place) in [
        ("attached.pdf", "proof_good/badge.json", pdf(None, file("badge.json"))),
        ("associated.pdf", "proof_good/badge.json", pdf(None, file("badge.json"))),
        ("associated-page.pdf", "proof_good/badge.json", pdf(Some(1), file("badge.json"))),
        ("object-streams.pdf", "proof_good/badge.json", pdf(None, file("badge.json"))),
        ("encrypted.pdf", "proof_good/badge.json", pdf(None, file("badge.json"))),
        ("updated.pdf", "proof_good/badge.json", pdf(None, file("badge.json"))),
        ("stray.pdf", "proof_good/badge.json", pdf(None, PdfPlace::Stream)),
    ] {
        let opened = opened(&fixture(name));
        assert_eq!((opened.format, opened.findings, opened.links), (Format::Pdf, vec![], vec![]), "{name}");
        assert_eq!(
            opened.found,
            [Presented { raw: Raw::Json(badge(source)), via: vec![place], also: vec![] }],
            "{name}"
        );
    }
    for name in ["attached-jws.pdf", "metadata.pdf"] {
        let jws = String::from_utf8(badge("jwt_good/badge.jws")).unwrap();
        assert_eq!(opened(&fixture(name)).found[0].raw, Raw::Jws(jws.trim().to_owned()), "{name}");
    }
    assert_eq!(opened(&fixture("metadata.pdf")).found[0].via, [pdf(None, PdfPlace::Metadata)]);
}

#[test]
fn pictures_in_documents_are_opened_in_their_turn() {
    let via = |name| opened(&fixture(name)).found.remove(0).via;
    assert!(matches!(&via("attached-png.pdf")[..], [Wrapping::Pdf { .. }, Wrapping::Png { .. }]));
    assert!(matches!(&via("note.pdf")[..], [Wrapping::Pdf { page: Some(2), .. }, Wrapping::Png { .. }]));
    #[cfg(feature = "svg")]
    assert!(matches!(&via("attached-svg.pdf")[..], [Wrapping::Pdf { .. }, Wrapping::Svg { .. }]));
    let twice = opened(&fixture("twice.pdf"));
    assert_eq!((twice.found.len(), twice.found[0].also.len()), (1, 1));
}

#[test]
fn addresses_in_documents_are_listed() {
    for (name, place) in [("link.pdf", PdfPlace::Link), ("text.pdf", PdfPlace::Text)] {
        let opened = opened(&fixture(name));
        assert_eq!(opened.findings, [Finding::OnlyLinks { count: 1 }], "{name}");
        assert_eq!(opened.links[0].url.as_str(), LINK, "{name}");
        assert_eq!(opened.links[0].via, [pdf(Some(1), place)], "{name}");
    }
    let broken = opened(&fixture("text-broken.pdf"));
    assert!(broken.links.iter().any(|link| link.url.as_str() == LINK), "{:?}", broken.links);
    let nothing = opened(&fixture("nothing.pdf"));
    assert_eq!((nothing.findings, nothing.links), (vec![Finding::NoBadge], vec![]));
}

#[cfg(feature = "scan")]
#[test]
fn codes_are_read_from_pictures_and_drawings() {
    for (name, place) in [
        ("qr-picture.pdf", PdfPlace::Image),
        ("qr-drawn.pdf", PdfPlace::Drawing),
        // Packed as a fax (groups 4 and 3), by a scanner (JBIG2), as JPEG 2000.
        ("qr-fax.pdf", PdfPlace::Image),
        ("qr-fax3.pdf", PdfPlace::Image),
        ("qr-jbig2.pdf", PdfPlace::Image),
        ("qr-jpx.pdf", PdfPlace::Image),
        // Cut into strips, one picture for each module, set in letters.
        ("qr-strips.pdf", PdfPlace::Image),
        ("qr-modules.pdf", PdfPlace::Image),
        ("qr-letters.pdf", PdfPlace::Drawing),
        ("qr-blocks.pdf", PdfPlace::Drawing),
    ] {
        let opened = opened(&fixture(name));
        assert_eq!(opened.links.len(), 1, "{name}: {:?}", opened.findings);
        assert_eq!(opened.links[0].url.as_str(), LINK, "{name}");
        assert_eq!(opened.links[0].via[0], pdf(Some(1), place), "{name}");
        assert!(matches!(opened.links[0].via[1], Wrapping::Code { .. }), "{name}");
    }
}

/// What a packed picture in a document of one page leads to.
#[cfg(feature = "scan")]
fn packed(entries: &str, data: &[u8]) -> Opened {
    let page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>";
    let picture = stream(&format!("/Subtype/Image/BitsPerComponent 1/ColorSpace/DeviceGray{entries}"), data);
    opened(&document(&[CATALOG, PAGES, page, &stream("", b"/P Do"), &picture]))
}

// What a packed picture costs is known before it is unpacked, or it is not unpacked; that is said.
#[cfg(feature = "scan")]
#[test]
fn packed_pictures_without_measure_are_refused() {
    let unread = |found: &Opened| {
        found.links.is_empty()
            && found.findings.ends_with(&[Finding::Unread { page: Some(1), place: PdfPlace::Image }, Finding::NoBadge])
    };
    let size = "/Width 99/Height 99";
    let region = |kind: u8, body: &[u32]| {
        let body: Vec<u8> = body.iter().flat_map(|n| n.to_be_bytes()).collect();
        [&[0, 0, 0, 1, kind, 0, 1][..], &(body.len() as u32).to_be_bytes(), &body].concat()
    };
    let page = [&region(48, &[99, 99, 0, 0])[..], &[0, 0, 0]].concat();
    let page = [&[0, 0, 0, 0, 48, 0, 1, 0, 0, 0, 19][..], &page[11..]].concat();
    for (name, segments) in [
        ("symbols", region(0, &[0, 0, 1, 1])),
        ("text of symbols", region(6, &[9, 9, 0, 0])),
        ("a region of four billion pixels", region(38, &[65_535, 65_535, 0, 0, 0])),
        ("a region of a width that no number holds", region(38, &[u32::MAX, u32::MAX, 0, 0, 0])),
        ("the page twice", [region(38, &[99, 99, 0, 0, 0]), region(38, &[99, 1, 0, 0, 0])].concat()),
    ] {
        let found = packed(&format!("{size}/Filter/JBIG2Decode"), &[&page[..], &segments].concat());
        assert!(unread(&found), "{name}: {:?}", found.findings);
    }
    // A fax that is as wide as nothing in the document says.
    let fax = packed(&format!("{size}/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 2000000000>>"), b"\x00\x10\x01");
    assert!(unread(&fax), "{:?}", fax.findings);
    // JPEG 2000 of four billion pixels, of a thousand colours, of tiles of one pixel.
    let good = fixture("qr-jpx.pdf");
    let start = good.windows(4).position(|four| four == b"\xff\x4f\xff\x51").unwrap();
    for (at, bytes) in
        [(8, &[0, 0, 255, 255, 0, 0, 255, 255][..]), (40, &[4, 0]), (24, &[0, 0, 0, 1, 0, 0, 0, 1]), (2, &[255, 82])]
    {
        let mut bad = good.clone();
        bad[start + at..start + at + bytes.len()].copy_from_slice(bytes);
        assert!(unread(&opened(&bad)), "{at}");
    }
}

#[test]
fn damage_costs_no_more_than_what_is_damaged() {
    for (name, fault) in [
        ("rebuilt.pdf", DocumentFault::Rebuilt),
        ("cut.pdf", DocumentFault::Rebuilt),
        ("ruined.pdf", DocumentFault::Damaged),
    ] {
        let opened = opened(&fixture(name));
        assert_eq!(opened.findings, [Finding::Document(fault)], "{name}");
        assert_eq!(opened.found[0].raw, Raw::Json(badge("proof_good/badge.json")), "{name}");
    }
    let locked = opened(&fixture("locked.pdf"));
    assert_eq!((locked.findings, locked.found), (vec![Finding::Document(DocumentFault::Locked)], vec![]));
    let junk = [b"\r\n\xe9\r\n", fixture("attached.pdf").as_slice()].concat();
    assert_eq!(opened(&junk).found.len(), 1);
    let nothing = opened(b"%PDF-1.7\n");
    assert!(nothing.findings.contains(&Finding::Document(DocumentFault::Damaged)));
}

// The content of the first page cannot be unpacked; the attachment is there all the same.
#[test]
fn a_page_that_cannot_be_read_is_named() {
    let page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/AF 5 0 R>>";
    let content = stream("/Filter/FlateDecode", b"this is not deflate at all, however long it may be");
    let file = b"<</Type/Filespec/F(b.json)/EF<</F 6 0 R>>>>";
    let data = stream("", &badge("proof_good/badge.json"));
    let opened = opened(&document(&[CATALOG, PAGES, page, &content, file, &data]));
    assert_eq!(opened.found.len(), 1);
    let unread = Finding::Unread { page: Some(1), place: PdfPlace::Text };
    assert!(opened.findings.contains(&unread), "{:?}", opened.findings);
}

#[test]
fn a_cv_with_four_badges() {
    let opened = opened(&fixture("cv.pdf"));
    let pages: Vec<_> = opened.found.iter().map(|one| one.via[0].clone()).collect();
    assert_eq!(pages.len(), if cfg!(feature = "svg") { 4 } else { 3 });
    assert!(pages.iter().take(3).all(|via| matches!(via, Wrapping::Pdf { page: None, .. })));
    assert_eq!(opened.findings, []);
}

#[test]
fn bombs_are_bounded_and_named() {
    let zeros = deflated(&vec![b' '; 8 << 20]);
    let bomb = stream("/Type/EmbeddedFile/Filter/FlateDecode", &zeros);
    let twice = stream("/Type/EmbeddedFile/Filter[/FlateDecode/FlateDecode]", &deflated(&zeros));
    let many = stream("/Type/EmbeddedFile/Filter[/FlateDecode/FlateDecode/FlateDecode/FlateDecode]", &zeros);
    let small = Limits { parts_bytes: 1 << 20, ..limits() };
    for bomb in [bomb, twice] {
        let opened = open(&document(&[CATALOG, PAGES, b"<</Type/Page>>", &bomb]), &small);
        assert!(opened.findings.contains(&Finding::Bound { limit: "parts_bytes" }), "{:?}", opened.findings);
    }
    let unread = open(&document(&[CATALOG, PAGES, b"<</Type/Page>>", &many]), &small);
    assert!(unread.findings.contains(&Finding::Unread { page: None, place: PdfPlace::Stream }));
    // An object stream full of objects.
    let objects = deflated(&b"0 ".repeat(4 << 20));
    let bomb = stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &objects);
    let opened = open(&document(&[CATALOG, PAGES, b"<</Type/Page>>", &bomb]), &limits());
    assert_eq!(opened.found, []);
    // Words that a parser would keep.
    let words = [b"[".as_slice(), &b"0 ".repeat(3_000), b"]"].concat();
    let few = Limits { pdf_tokens: 1_000, ..limits() };
    let opened = open(&document(&[CATALOG, PAGES, &words]), &few);
    assert!(opened.findings.contains(&Finding::Bound { limit: "pdf_tokens" }), "{:?}", opened.findings);
}

#[test]
fn pages_and_operators_are_bounded() {
    let kids = "3 0 R ".repeat(3) + "4 0 R 5 0 R";
    let pages = format!("<</Type/Pages/Kids[{kids}]/Count 1000000000>>");
    let page = b"<</Type/Page/Contents 6 0 R>>";
    let content = stream("", &b"q Q ".repeat(1_000));
    let bytes = document(&[CATALOG, pages.as_bytes(), page, page, page, &content]);
    let two = Limits { pdf_pages: 2, ..limits() };
    assert!(open(&bytes, &two).findings.contains(&Finding::Bound { limit: "pdf_pages" }));
    let few = Limits { pdf_operations: 100, ..limits() };
    assert!(open(&bytes, &few).findings.contains(&Finding::Bound { limit: "pdf_operations" }));
    assert!(!open(&bytes, &limits()).findings.iter().any(|f| matches!(f, Finding::Bound { .. })));
}

#[cfg(feature = "scan")]
#[test]
fn pixels_are_bounded() {
    let none = Limits { scan_pixels: 100, ..limits() };
    assert!(open(&fixture("qr-picture.pdf"), &none).findings.contains(&Finding::Bound { limit: "scan_pixels" }));
    let huge = "/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 1/ColorSpace/DeviceGray";
    let image = stream(huge, b"\0");
    assert_eq!(opened(&document(&[CATALOG, PAGES, b"<</Type/Page>>", &image])).found, []);
}

/// A page on which two pictures of `side` pixels lie edge to edge; both are `picture` if it is given.
#[cfg(feature = "scan")]
fn side_by_side(side: usize, picture: Option<&[u8]>) -> Vec<u8> {
    let page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</A 5 0 R/B 6 0 R>>>>>>";
    let content = stream("", b"q 100 0 0 100 0 0 cm /A Do Q q 100 0 0 100 100 0 cm /B Do Q");
    let size = format!("/Subtype/Image/Width {side}/Height {side}/BitsPerComponent 1/ColorSpace/DeviceGray");
    let picture = match picture {
        Some(deflated) => stream(&format!("{size}/Filter/FlateDecode"), deflated),
        None => stream(&size, &vec![0xff; side.div_ceil(8) * side]),
    };
    document(&[CATALOG, PAGES, page, &content, &picture, &picture])
}

#[cfg(feature = "scan")]
#[test]
fn pictures_that_are_put_together_are_unpacked_once() {
    // Twice a million, and at most three millions for the whole.
    let enough = Limits { scan_pixels: 5_000_000, ..limits() };
    let opened = open(&side_by_side(1_000, None), &enough);
    assert!(!opened.findings.iter().any(|f| matches!(f, Finding::Bound { .. })), "{:?}", opened.findings);
    let few = Limits { scan_pixels: 2_000_000, ..limits() };
    let opened = open(&side_by_side(1_000, None), &few);
    assert!(opened.findings.contains(&Finding::Bound { limit: "scan_pixels" }), "{:?}", opened.findings);
}

#[cfg(feature = "scan")]
#[test]
fn where_a_code_was_read_nothing_is_put_together() {
    let document = fixture("qr-picture.pdf");
    let start = document.windows(20).position(|w| w == b"/FlateDecode>>stream").unwrap() + 21;
    let code = &document[start..start + 373];
    // Enough for both pictures, which are looked at twice as large; not for the whole.
    let just_enough = Limits { scan_pixels: 250_000, ..limits() };
    let opened = open(&side_by_side(180, Some(code)), &just_enough);
    assert_eq!(opened.links.len(), 1);
    assert!(!opened.findings.iter().any(|f| matches!(f, Finding::Bound { .. })), "{:?}", opened.findings);
}

// Noise looks like many corners of codes, so that every way of looking is tried.
#[cfg(feature = "scan")]
#[test]
fn ways_of_looking_are_bounded_together() {
    let mut state = 1_u32;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as u8
    };
    let noise: Vec<u8> = (0..25 * 200).map(|_| random()).collect();
    let size = "/Subtype/Image/Width 200/Height 200/BitsPerComponent 1/ColorSpace/DeviceGray";
    let page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</A 5 0 R>>>>>>";
    let bytes = document(&[CATALOG, PAGES, page, &stream("", b"/A Do"), &stream(size, &noise)]);
    let bound = |pixels| {
        let limits = Limits { scan_pixels: pixels, ..limits() };
        open(&bytes, &limits).findings.contains(&Finding::Bound { limit: "scan_pixels" })
    };
    assert!(bound(40_000) && !bound(4_000_000));
}

#[test]
fn circles_end() {
    // A page tree, names, resources, parents, forms and fonts that contain themselves.
    let tree = b"<</Type/Pages/Kids[2 0 R 3 0 R]/Parent 2 0 R>>";
    let page = b"<</Type/Page/Parent 2 0 R/Resources 4 0 R/Contents 5 0 R/AF 1 0 R/Annots 3 0 R>>";
    let resources = b"<</XObject<</A 6 0 R>>/Font<</F 4 0 R>>/ToUnicode 4 0 R/Encoding 4 0 R/DescendantFonts[4 0 R]>>";
    let content = stream("", b"/F 1 Tf (a) Tj /A Do q q q Q Q Q Q");
    let form = stream("/Subtype/Form/Resources 4 0 R", b"/A Do /A Do");
    let catalog = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 7 0 R>>/AF 8 0 R/Metadata 9 0 R>>";
    let names = b"<</Kids[7 0 R 7 0 R]/Names[(a) 7 0 R]/EF 7 0 R/F 7 0 R>>";
    let bytes = document(&[catalog, tree, page, resources, &content, &form, names, b"8 0 R", b"10 0 R", b"9 0 R"]);
    assert_eq!(opened(&bytes).found, []);
}

#[test]
fn deep_nesting_ends() {
    for (open_with, close_with) in [("[", "]"), ("<</A ", ">>"), ("(", ")")] {
        let deep = open_with.repeat(20_000) + &close_with.repeat(20_000);
        let bytes = document(&[
            CATALOG,
            PAGES,
            b"<</Type/Page/Contents 5 0 R>>",
            deep.as_bytes(),
            &stream("", deep.as_bytes()),
        ]);
        assert_eq!(opened(&bytes).found, []);
    }
    let mut chain: Vec<Vec<u8>> = Vec::new();
    for number in 2..3_000 {
        chain.push(format!("<</Type/Pages/Kids[{} 0 R]>>", number + 1).into_bytes());
    }
    let mut objects: Vec<&[u8]> = vec![CATALOG];
    objects.extend(chain.iter().map(Vec::as_slice));
    assert_eq!(opened(&document(&objects)).found, []);
}

// A document in a document in a document.
#[test]
fn documents_within_documents_end() {
    let mut inner = fixture("attached.pdf");
    for depth in 0..6 {
        let opened = opened(&inner);
        assert_eq!(opened.found.len(), usize::from(depth < 4), "{depth}");
        if depth >= 4 {
            assert!(opened.findings.contains(&Finding::Bound { limit: "nesting" }), "{:?}", opened.findings);
        }
        let packed = stream("/Type/EmbeddedFile/Filter/FlateDecode", &deflated(&inner));
        inner = document(&[CATALOG, PAGES, b"<</Type/Page>>", &packed]);
    }
}

#[test]
fn the_cost_grows_with_pages_not_with_what_they_repeat() {
    let file = stream("/Type/EmbeddedFile", &badge("proof_good/badge.json"));
    let mut kids = String::new();
    let page = b"<</Type/Page/Parent 2 0 R/AF[5 0 R 5 0 R]>>".to_vec();
    let spec = b"<</Type/Filespec/EF<</F 4 0 R/UF 4 0 R>>>>";
    for number in 6..106 {
        let _ = write!(kids, "{number} 0 R ");
    }
    let pages = format!("<</Type/Pages/Kids[{kids}]>>");
    let mut objects: Vec<&[u8]> = vec![CATALOG, pages.as_bytes(), b"null", &file, spec];
    objects.extend((0..100).map(|_| page.as_slice()));
    let few = Limits { parts_bytes: 3 * file.len(), ..limits() };
    let opened = open(&document(&objects), &few);
    assert_eq!((opened.found.len(), opened.found[0].also.len()), (1, 0));
    assert!(!opened.findings.iter().any(|f| matches!(f, Finding::Bound { .. })), "{:?}", opened.findings);
}

/// A page with a picture of a QR code that leads to [`LINK`], one byte to a pixel: 0 where it is dark, else 1. `space` is
/// its colour space; object 6 is `sixth`.
#[cfg(feature = "scan")]
fn code_in(space: &str, sixth: &[u8]) -> Vec<u8> {
    let code = fast_qr::QRBuilder::new(LINK).build().unwrap();
    let side = (code.size + 8) * 4;
    let dark = |at: usize| (at / 4).checked_sub(4).filter(|at| *at < code.size);
    let value = |y, x| dark(y).zip(dark(x)).is_none_or(|(y, x)| !code[y][x].value());
    let samples: Vec<u8> = (0..side * side).map(|at| u8::from(value(at / side, at % side))).collect();
    let image = format!("/Subtype/Image/Width {side}/Height {side}/BitsPerComponent 8/ColorSpace {space}");
    let page = b"<</Type/Page/Resources<</XObject<</A 5 0 R>>>>/Contents 4 0 R>>";
    document(&[CATALOG, PAGES, page, &stream("", b"/A Do"), &stream(&image, &samples), sixth])
}

// Whoever read the numbers in the table as grey would see nothing, as 0 and 1 look the same.
#[cfg(feature = "scan")]
#[test]
fn pictures_with_a_colour_table_are_read() {
    let links = |bytes: &[u8]| opened(bytes).links.len();
    assert_eq!(links(&code_in("/DeviceGray", b"null")), 0);
    assert_eq!(links(&code_in("[/Indexed/DeviceGray 1 <10F0>]", b"null")), 1);
    assert_eq!(links(&code_in("[/Indexed/DeviceRGB 1 <102030F0F0F0>]", b"null")), 1);
    assert_eq!(links(&code_in("[/Indexed[/ICCBased 6 0 R] 1 6 0 R]", &stream("/N 3", b"\x10\x20\x30\xf0\xf0\xf0"))), 1);
}

// A table of at most 256 entries of four inks has 1,024 bytes; one that inflates to megabytes is not inflated.
#[cfg(feature = "scan")]
#[test]
fn a_colour_table_is_bounded() {
    let packed = |length| {
        let mut table = vec![0xF0; length];
        table[0] = 0x10;
        stream("/Filter/FlateDecode", &deflated(&table))
    };
    let links = |table: &[u8]| opened(&code_in("[/Indexed/DeviceGray 1 6 0 R]", table)).links.len();
    assert_eq!(links(&packed(4_096)), 1);
    assert_eq!(links(&packed(4_097)), 0);
    assert_eq!(links(&packed(8 << 20)), 0);
}

// Whoever followed it would never come back.
#[cfg(feature = "scan")]
#[test]
fn a_colour_table_does_not_lead_to_itself() {
    for sixth in [&b"[/Indexed 6 0 R 1 <10F0>]"[..], b"[/Indexed [/Indexed 6 0 R 1 <10F0>] 1 <10F0>]"] {
        assert_eq!(opened(&code_in("6 0 R", sixth)).links, []);
    }
    // Nor is a table under a table one that could be meant.
    assert_eq!(opened(&code_in("[/Indexed[/Indexed/DeviceGray 1 <10F0>] 1 <0001>]", b"null")).links, []);
}

#[test]
fn tables_of_widths_are_bounded() {
    // Many fonts, each with the same table of widths.
    let fonts = 2_000;
    let names: String = (0..fonts).map(|n| format!("/F{n}<</Subtype/Type0/DescendantFonts[6 0 R]>>")).collect();
    let page = format!("<</Type/Page/Resources<</Font<<{names}>>>>/Contents 4 0 R>>");
    let content: String = (0..fonts).map(|n| format!("/F{n} 1 Tf ")).collect();
    let table = format!("[{}]", "9 ".repeat(1_000));
    let with = |w: &str| {
        let objects =
            [CATALOG, PAGES, page.as_bytes(), &stream("", content.as_bytes()), table.as_bytes(), w.as_bytes()];
        opened(&document(&objects)).findings.contains(&Finding::Bound { limit: "pdf_operations" })
    };
    assert!(with("<</W[0 5 0 R]>>"));
    assert!(!with("<</W[0 9 9]>>"));
}
