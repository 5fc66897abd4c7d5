use std::fmt::Write as _;
use std::path::Path;

use super::*;
use crate::container::{PdfPlace, Wrapping};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(name)).unwrap()
}

fn badge() -> Vec<u8> {
    fixture("badges/trust_known/badge.json")
}

fn file<'a>(bytes: &'a [u8], name: &'a str) -> File<'a> {
    File { bytes, name, description: "Découpe laser", date: Timestamp::parse("2026-03-02T10:00:00+01:00").ok() }
}

/// Attaches one badge, and holds what comes out against what must hold of any such document.
fn attached(pdf: &[u8], pages: &[Page]) -> Result<Vec<u8>, AttachError> {
    let limits = Limits::default();
    let badge = badge();
    let document = Document::read(pdf, &limits)?;
    let before = open(pdf, &limits);
    let out = document.attach(&[file(&badge, "badge.json")], pages)?;
    assert!(out.bytes.starts_with(pdf), "what was there is the beginning");
    let opened = open(&out.bytes, &limits);
    let mine = opened.found.iter().find(|one| same(&one.raw, &Raw::Json(badge.clone()))).expect("found again");
    assert!(mine.via.iter().any(|via| matches!(via, Wrapping::Pdf { place: PdfPlace::Attachment { .. }, .. })));
    for one in &before.found {
        assert!(opened.found.iter().any(|other| other.raw == one.raw), "{:?} is lost", one.via);
    }
    for link in &before.links {
        assert!(opened.links.iter().any(|other| other.url == link.url), "{:?} is lost", link.url);
    }
    // Once more changes nothing.
    let again = Document::read(&out.bytes, &limits).unwrap();
    let twice = again.attach(&[file(&badge, "other.json")], &[]).unwrap();
    assert_eq!((twice.names, twice.bytes == out.bytes), (vec![None], true));
    Ok(out.bytes)
}

fn page() -> Page {
    let mut page = Page::new(595.0, 842.0, "fr");
    page.text(50.0, 60.0, 20.0, Weight::Bold, [0.0; 3], "Badges numériques");
    let area = |x: f32, y: f32| Area { x, y, width: 20.0, height: 20.0 };
    page.fill(&[area(50.0, 100.0), area(80.0, 100.0)], [0.2, 0.4, 0.6]);
    let colours = [10, 200, 30].repeat(4);
    page.picture(area(50.0, 200.0), Picture { width: 2, height: 2, colours, opacity: vec![255, 0, 128, 255] });
    page.link(area(50.0, 300.0), &crate::name::Url::parse("https://badges.example.org/b/1").unwrap(), "Vérifier");
    page
}

#[test]
fn every_document_is_extended_or_refused_for_a_reason() {
    for (name, expected) in [
        ("associated", Ok(())),
        ("associated-page", Ok(())),
        ("attached", Ok(())),
        ("attached-jws", Ok(())),
        ("attached-png", Ok(())),
        ("attached-svg", Ok(())),
        ("cut", Err(AttachError::Damaged(Part::Table))),
        ("cv", Ok(())),
        ("encrypted", Err(AttachError::Encrypted)),
        ("link", Ok(())),
        ("locked", Err(AttachError::Encrypted)),
        ("metadata", Ok(())),
        ("note", Ok(())),
        ("nothing", Ok(())),
        ("object-streams", Ok(())),
        ("qr-drawn", Ok(())),
        ("qr-picture", Ok(())),
        ("rebuilt", Err(AttachError::Damaged(Part::Table))),
        ("ruined", Err(AttachError::Damaged(Part::Table))),
        ("stray", Ok(())),
        ("text", Ok(())),
        ("text-broken", Ok(())),
        ("twice", Ok(())),
        ("updated", Ok(())),
    ] {
        let pdf = fixture(&format!("documents/{name}.pdf"));
        assert_eq!(attached(&pdf, &[]).map(|_| ()), expected, "{name}");
        assert_eq!(attached(&pdf, &[page(), page()]).map(|_| ()), expected, "{name}, with pages");
    }
    let limits = Limits::default();
    let read = |bytes: &[u8]| Document::read(bytes, &limits).map(|_| ()).unwrap_err();
    assert_eq!(read(b"{}"), AttachError::NotPdf(Format::Json));
    assert_eq!(read(b"mail\n\xe9\n%PDF-1.4 "), AttachError::Damaged(Part::Beginning));
    let few = Limits { pdf_tokens: 10, ..Limits::default() };
    let pdf = fixture("documents/cv.pdf");
    assert_eq!(Document::read(&pdf, &few).map(|_| ()).unwrap_err(), AttachError::Limit("pdf_tokens"));
    let document = Document::read(&pdf, &limits).unwrap();
    let files = [file(b"https://badges.example.org/b/1", "a.txt")];
    assert_eq!(document.attach(&files, &[]).unwrap_err(), AttachError::NoBadge(0));
}

/// A document of these objects, the first its catalog, with a table.
fn document(objects: &[&str], trailer: &str) -> Vec<u8> {
    let mut text = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (n, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", text.len());
        let _ = writeln!(text, "{} 0 obj\n{object}\nendobj", n + 1);
    }
    let at = text.len();
    let _ =
        write!(text, "{table}trailer\n<</Size {} /Root 1 0 R {trailer}>>\nstartxref\n{at}\n%%EOF", objects.len() + 1);
    text.into_bytes()
}

const PAGES: &str = "<</Type/Pages/Kids 3 0 R/Count 1/MediaBox[0 0 612 792]>>";
const KIDS: &str = "[4 0 R]";
const PAGE: &str = "<</Type/Page/Parent 2 0 R>>";

#[test]
fn lists_of_files_are_added_to_wherever_they_stand() {
    let embedded = "<</Type/EmbeddedFile/Length 3>>\nstream\nabc\nendstream";
    let files = ["<</Type/Filespec/F(a.txt)/EF<</F 5 0 R>>>>", "<</Type/Filespec/UF(badge.json)/EF<</F 5 0 R>>>>"];
    for (catalog, more) in [
        ("/Names<</Dests 9 0 R/EmbeddedFiles<</Names[(a) 6 0 R(badge.json) 7 0 R]>>>>", vec!["null"]),
        (
            "/Names 8 0 R/AF 9 0 R",
            vec![
                "<</EmbeddedFiles 10 0 R/JavaScript null>>",
                "[6 0 R]",
                "<</Kids 11 0 R>>",
                "[12 0 R<</Limits[(b)(z)]/Names[(b) 7 0 R]>>]",
                "<</Limits[(a)(a)]/Names[(a) 6 0 R]>>",
            ],
        ),
    ] {
        let catalog = format!("<</Type/Catalog/Pages 2 0 R{catalog}>>");
        let mut objects = vec![catalog.as_str(), PAGES, KIDS, PAGE, embedded, files[0], files[1]];
        objects.extend(more);
        let out = attached(&document(&objects, "/ID[(one)(two)]/DocChecksum/ABC"), &[page()]).unwrap();
        let parsed = lopdf::Document::load_mem(&out).unwrap();
        let again = Limits::default();
        let again = Document::read(&out, &again).unwrap();
        let names = again.names(again.dictionary().unwrap()).unwrap();
        let files: Vec<String> = names.iter().filter_map(|(_, file)| again.file_name(file)).collect();
        assert_eq!(files.len(), 3);
        assert!(files.contains(&"a.txt".into()) && files.contains(&"badge-2.json".into()), "{files:?}");
        assert!(names.is_sorted_by(|a, b| a.0 < b.0));
        let sub = parsed.catalog().unwrap().get(b"Names").and_then(|names| parsed.dereference(names)).unwrap().1;
        assert!(sub.as_dict().unwrap().has(b"Dests") || sub.as_dict().unwrap().has(b"JavaScript"));
        // The first half of the id stays, the second is of this state; what was true of the old bytes is not repeated.
        let id = parsed.trailer.get(b"ID").and_then(Object::as_array).unwrap();
        assert_eq!((id[0].as_str().unwrap(), id[1].as_str().unwrap().len()), (&b"one"[..], 16));
        assert!(!parsed.trailer.has(b"DocChecksum"));
        assert_eq!(parsed.get_pages().len(), 2);
    }
}

#[test]
fn lists_that_make_no_sense_are_refused() {
    for (catalog, part) in [
        ("/Names<</EmbeddedFiles 5 0 R>>", Part::Files),
        ("/Names<</EmbeddedFiles<</Names[(a)]>>>>", Part::Files),
        ("/Names<</EmbeddedFiles<</Names[1 2]>>>>", Part::Files),
        ("/Names 3 0 R", Part::Files),
        ("/AF 1", Part::Files),
    ] {
        let catalog = format!("<</Type/Catalog/Pages 2 0 R{catalog}>>");
        let pdf = document(&[&catalog, PAGES, KIDS, PAGE, "<</Kids[5 0 R]>>"], "");
        assert_eq!(attached(&pdf, &[]).unwrap_err(), AttachError::Damaged(part), "{catalog}");
    }
    let catalog = "<</Type/Catalog/Pages 2 0 R>>";
    let pages = document(&[catalog, "<</Type/Pages/Kids 3 0 R/Count -1>>", KIDS, PAGE], "");
    assert_eq!(attached(&pages, &[page()]).unwrap_err(), AttachError::Damaged(Part::Pages));
    assert!(attached(&pages, &[]).is_ok());
    // No number is left for a new object.
    let full = document(&[catalog, PAGES, KIDS, PAGE], "");
    let full = String::from_utf8(full).unwrap().replace("/Size 5", "/Size 8388607").into_bytes();
    assert_eq!(attached(&full, &[]).unwrap_err(), AttachError::Damaged(Part::Table));
}

#[test]
fn seals_and_standards_are_seen() {
    let limits = Limits::default();
    let seal = |catalog: &str, more: &str| {
        let catalog = format!("<</Type/Catalog/Pages 2 0 R{catalog}>>");
        Document::read(&document(&[&catalog, PAGES, KIDS, PAGE, more], ""), &limits).unwrap().seal()
    };
    assert_eq!(seal("", "null"), None);
    assert_eq!(seal("/AcroForm<</SigFlags 3>>", "null"), Some(Seal::Signed));
    assert_eq!(seal("/AcroForm<</SigFlags 2>>", "null"), None);
    assert_eq!(seal("", "<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>"), Some(Seal::Signed));
    assert_eq!(seal("/Perms<</DocMDP 5 0 R>>/AcroForm<</SigFlags 3>>", "<<>>"), Some(Seal::Certified));
    let part = |xmp: &str| {
        let stream = format!("<</Length {}>>\nstream\n{xmp}\nendstream", xmp.len());
        let catalog = "<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R>>";
        let pdf = document(&[catalog, PAGES, KIDS, PAGE, &stream], "");
        let document = Document::read(&pdf, &limits).unwrap();
        assert_eq!(document.paper(), (612.0, 792.0));
        document.pdf_a()
    };
    assert_eq!(part("<pdfaid:part>3</pdfaid:part>"), Some(3));
    assert_eq!(part("<rdf:Description pdfaid:conformance='B' pdfaid:part='2'/>"), Some(2));
    assert_eq!((part("<x/>"), part("pdfaid:part")), (None, None));
}

#[test]
fn one_badge_in_two_files_is_attached_once() {
    let (limits, pdf, badge) = (Limits::default(), fixture("documents/nothing.pdf"), badge());
    let document = Document::read(&pdf, &limits).unwrap();
    let spaced = [&b"\n"[..], &badge, b"\n"].concat();
    let out = document.attach(&[file(&badge, "../a/b.json"), file(&spaced, "c.json")], &[]).unwrap();
    assert_eq!(out.names, [Some("b.json".to_owned()), None]);
    assert!(Document::read(&out.bytes, &limits).unwrap().has(&spaced) && !document.has(&spaced));
    // The same bytes give the same bytes.
    assert!(document.attach(&[file(&badge, "b.json")], &[]).unwrap().bytes == out.bytes);
    assert!(document.attach(&[], &[]).unwrap().bytes == pdf);
}

#[test]
fn texts_and_dates_are_written_as_the_format_wants_them() {
    assert_eq!(text_bytes("a b"), b"a b");
    assert_eq!(text_bytes("é"), b"\xfe\xff\0\xe9");
    assert_eq!(pdf_date(Timestamp::parse("2026-03-02T10:00:00.5+01:00").unwrap()), "D:20260302090000Z");
    assert_eq!((media_type(b"\x89PNG\r\n\x1a\n"), media_type(b"{}")), ("image/png", "application/ld+json"));
}
