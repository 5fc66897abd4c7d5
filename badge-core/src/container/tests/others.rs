//! Badges in archives, office documents, web pages and mails: the files of `fixtures/documents`, and hostile ones.

use std::fs;
use std::path::Path;

use super::*;
use crate::time::Timestamp;
use crate::zip::ZipWriter;

const LINK: &str = "https://badges.example.org/b/0123456789abcdef0123456789abcdef/credential.json";

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/documents").join(name)).unwrap()
}

fn badge(name: &str) -> Raw {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/badges");
    Raw::Json(fs::read(folder.join(name).join("badge.json")).unwrap())
}

fn entry(name: &str) -> Wrapping {
    Wrapping::Entry { name: name.to_owned() }
}

fn markup(place: MarkupPlace) -> Wrapping {
    Wrapping::Markup { place }
}

fn mail(attachment: Option<&str>) -> Wrapping {
    Wrapping::Mail { attachment: attachment.map(str::to_owned) }
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Vec::new(), Timestamp::parse("2026-03-02T09:30:10Z").unwrap());
    for (name, bytes) in files {
        zip.add(name, bytes).unwrap();
    }
    zip.finish().unwrap()
}

/// The only address that may lead to a badge, and the places where it was.
fn only_link(bytes: &[u8], url: &str) -> Vec<Vec<Wrapping>> {
    let opened = opened(bytes);
    let mut links = opened.links.iter().filter(|link| link.kind != LinkKind::Other);
    let link = links.next().unwrap_or_else(|| panic!("{opened:?}"));
    assert_eq!((link.url.as_str(), links.next(), &opened.found[..]), (url, None, &[][..]));
    assert_eq!(opened.findings, [Finding::OnlyLinks { count: 1 }]);
    [vec![link.via.clone()], link.also.clone()].concat()
}

#[test]
fn badges_are_found_in_archives_and_in_what_lies_in_them() {
    let opened = opened(&fixture("badges.zip"));
    assert_eq!((opened.format, &opened.findings[..]), (Format::Zip, &[][..]));
    assert_eq!(opened.found.len(), 2);
    assert_eq!(
        (&opened.found[0].raw, &opened.found[0].via[..]),
        (&badge("proof_good"), &[entry("badges/badge.json")][..])
    );
    let via = &opened.found[1].via;
    assert_eq!(via[..2], [entry("CV/cv.docx"), entry("word/media/image1.png")]);
    assert!(matches!(via[2..], [Wrapping::Png { .. }]));
}

#[test]
fn pictures_and_files_in_office_documents_are_opened() {
    for (name, part) in [("picture.docx", "word/media/image1.png"), ("picture.odt", "Pictures/10000001.png")] {
        let opened = opened(&fixture(name));
        assert_eq!((opened.found.len(), &opened.findings[..], &opened.links[..]), (1, &[][..], &[][..]), "{name}");
        assert!(matches!(&opened.found[0].via[..], [one, Wrapping::Png { .. }] if *one == entry(part)), "{name}");
    }
    let file = opened(&fixture("file.docx"));
    assert_eq!(file.found[0].raw, badge("proof_good"));
    assert_eq!(file.found[0].via, [entry("word/embeddings/badge.json")]);
}

#[cfg(feature = "markup")]
#[test]
fn addresses_in_office_documents_are_listed() {
    let place = |part: &str, place| vec![vec![entry(part), markup(place)]];
    for (name, part, at) in [
        ("link.docx", "word/_rels/document.xml.rels", MarkupPlace::Link),
        ("typed.docx", "word/document.xml", MarkupPlace::Text),
        ("link.odt", "content.xml", MarkupPlace::Link),
        ("typed.odt", "content.xml", MarkupPlace::Text),
    ] {
        assert_eq!(only_link(&fixture(name), LINK), place(part, at), "{name}");
    }
}

#[cfg(feature = "markup")]
#[test]
fn pages_give_links_pictures_and_what_they_say_about_themselves() {
    assert_eq!(only_link(&fixture("link.html"), LINK), [[markup(MarkupPlace::Link)]]);
    assert_eq!(only_link(&fixture("alternate.html"), LINK), [[markup(MarkupPlace::Metadata)]]);
    let picture = LINK.replace("credential.json", "badge.png");
    assert_eq!(only_link(&fixture("open-graph.html"), &picture), [[markup(MarkupPlace::Metadata)]]);
    let data = opened(&fixture("json-ld.html"));
    assert_eq!((data.format, data.found.len(), &data.findings[..]), (Format::Markup, 1, &[][..]));
    assert_eq!((&data.found[0].via[..], &data.links[..]), (&[markup(MarkupPlace::Data)][..], &[][..]));
    let baked = opened(&fixture("picture.html"));
    assert!(matches!(&baked.found[0].via[..], [Wrapping::Markup { place: MarkupPlace::Image }, Wrapping::Png { .. }]));
}

#[cfg(all(feature = "markup", feature = "svg"))]
#[test]
fn a_drawing_in_a_page_itself_is_opened() {
    let Raw::Json(badge) = badge("proof_good") else { panic!() };
    let text = String::from_utf8(badge).unwrap();
    let drawing = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g><svg x="1"><path d="M0 0h9"/></svg></g></svg>"#;
    let drawing = String::from_utf8(baked(drawing, Keyword::OpenBadgeCredential, &text)).unwrap();
    let icon = r#"<svg viewBox="0 0 1 1"/><svg viewBox="0 0 1 1"><path d="M0 0"/></svg>"#;
    for page in [
        format!("<!doctype html><p>Mon badge</p>{icon}{drawing}{icon}<p>Merci</p>"),
        // Another that is never closed comes behind it.
        format!("<html>{drawing}<svg><svg>"),
    ] {
        let opened = opened(page.as_bytes());
        assert_eq!((opened.found.len(), &opened.links[..], &opened.findings[..]), (1, &[][..], &[][..]), "{opened:?}");
        let [Wrapping::Markup { place: MarkupPlace::Image }, Wrapping::Svg { .. }] = &opened.found[0].via[..] else {
            panic!("{:?}", opened.found[0].via)
        };
    }
    assert_eq!(opened(format!("<html>{icon}</html>").as_bytes()).findings, [Finding::NoBadge]);
    // Beginnings and ends without number cost no more than a page of that length.
    for many in ["<svg ", "<svg></svg ", "</svg>", "<svg openbadges>"] {
        assert_eq!(opened(format!("<html>{}", many.repeat(200_000)).as_bytes()).found, []);
    }
}

#[cfg(feature = "markup")]
#[test]
fn other_documents_that_are_archives_are_opened_as_well() {
    let baked =
        baked(&picture(), Keyword::OpenBadgeCredential, r#"{"@context":["https://www.w3.org/ns/credentials/v2"]}"#);
    let rels = format!(
        r#"<Relationships><Relationship Id="r1" Type="x/hyperlink" TargetMode="External" Target="{LINK}"/></Relationships>"#
    );
    let page = format!(r#"<html xmlns="http://www.w3.org/1999/xhtml"><body><a href="{LINK}">badge</a></body></html>"#);
    let typed = format!("<sst><si><t>Mon badge : {LINK}</t></si></sst>");
    for (kind, picture_at, link_at, link) in [
        ("pptx", "ppt/media/image1.png", "ppt/slides/_rels/slide1.xml.rels", &rels),
        ("xlsx", "xl/media/image1.png", "xl/worksheets/_rels/sheet1.xml.rels", &rels),
        ("xlsx, typed", "xl/media/image1.png", "xl/sharedStrings.xml", &typed),
        ("epub", "OEBPS/images/badge.png", "OEBPS/chapter1.xhtml", &page),
    ] {
        let with = opened(&zipped(&[("mimetype", b"x"), (picture_at, &baked), (link_at, link.as_bytes())]));
        let [one] = &with.found[..] else { panic!("{kind}: {with:?}") };
        assert!(matches!(&one.via[..], [e, Wrapping::Png { .. }] if *e == entry(picture_at)), "{kind}: {one:?}");
        let links: Vec<&str> = with.links.iter().map(|l| l.url.as_str()).collect();
        assert_eq!(links, [LINK], "{kind}");
        assert_eq!(
            opened(&zipped(&[(link_at, link.as_bytes())])).findings,
            [Finding::OnlyLinks { count: 1 }],
            "{kind}"
        );
    }
}

#[cfg(feature = "markup")]
#[test]
fn what_a_page_names_comes_first_and_its_pictures_last() {
    let page = "<base href='https://place.example.org/b/'><img src=badge-1.png><a href=../badges/2>x</a><a href='//place.example.org/cv'>\
        <link rel=alternate type=application/json href='3.json'><meta http-equiv=refresh content='0;https://a.example.org/4.json'>\
        <script src=5.json>https://place.example.org/6.json</script><style>a{b:url(https://place.example.org/7.json)}</style>\
        <button data-url='https://place.example.org/badges/8.json'>";
    let all: Vec<_> = opened(page.as_bytes()).links.into_iter().map(|l| (l.url.as_str().to_owned(), l.kind)).collect();
    let expected = [
        ("https://place.example.org/b/3.json", LinkKind::Named),
        ("https://place.example.org/badges/2", LinkKind::Badge),
        ("https://place.example.org/badges/8.json", LinkKind::Badge),
        ("https://place.example.org/b/badge-1.png", LinkKind::Picture),
        ("https://place.example.org/cv", LinkKind::Other),
    ];
    assert_eq!(all, expected.map(|(url, kind)| (url.to_owned(), kind)));
    // Without its address nobody knows where a page's neighbours are.
    assert_eq!(opened(b"<html><a href='badge.json'>x</a><a href='javascript:https://a.example.org/b.json'>").links, []);
}

#[cfg(feature = "mail")]
#[test]
fn mails_are_read_in_all_their_parts() {
    let one = opened(&fixture("mail.eml"));
    assert_eq!((one.format, one.found.len(), &one.findings[..]), (Format::Mail, 1, &[][..]));
    assert!(matches!(&one.found[0].via[..], [attached, Wrapping::Png { .. }] if *attached == mail(Some("badge.png"))));
    assert_eq!(one.links.len(), 1, "{:?}", one.links);
    assert_eq!((one.links[0].url.as_str(), &one.links[0].via[..]), (LINK, &[mail(None)][..]));
    assert_eq!(one.links[0].also, [[mail(None), markup(MarkupPlace::Link)]]);
    let two = opened(&fixture("forwarded.eml"));
    assert_eq!(two.found[0].raw, badge("endorsement_good"));
    assert_eq!(two.found[0].via, [mail(None), mail(Some("badge.json"))]);
}

#[test]
fn text_pasted_from_a_mail_is_put_together() {
    let opened = opened(&fixture("pasted.txt"));
    assert_eq!(opened.format, Format::Text);
    assert!(opened.links.iter().any(|link| link.url.as_str() == LINK), "{:?}", opened.links);
    assert_eq!(opened.to_follow(&limits()).count(), 1);
}

// One bad entry does not hide the others; names are shown and lead nowhere.
#[test]
fn what_can_be_read_of_a_bad_archive_is_read() {
    let Raw::Json(json) = badge("proof_good") else { panic!() };
    let sound = zipped(&[("aaaaaaaaaaaaaaa", &json), ("b.txt", b"Bonjour tout le monde")]);
    let slip: Vec<u8> = replaced(&sound, b"aaaaaaaaaaaaaaa", b"../../evil.json");
    let opened = super::opened(&slip);
    assert_eq!((opened.found[0].via.clone(), &opened.findings[..]), (vec![entry("../../evil.json")], &[][..]));
    // The local name of the second file differs from the directory's.
    let at = sound.windows(5).position(|w| w == b"b.txt").unwrap();
    let mut other = sound.clone();
    other[at] = b'c';
    let opened = super::opened(&other);
    assert_eq!(opened.found.len(), 1);
    assert_eq!(opened.findings, [Finding::Document(DocumentFault::Rebuilt)]);
    // A checksum that is wrong, in both places.
    let crc = crc32fast::hash(&json).to_le_bytes();
    let opened = super::opened(&replaced(&sound, &crc, &[0; 4]));
    let damaged = Finding::Within {
        via: vec![entry("aaaaaaaaaaaaaaa")],
        finding: Box::new(Finding::Document(DocumentFault::Damaged)),
    };
    assert!(opened.findings.contains(&damaged), "{:?}", opened.findings);
    for end in [4, 30, sound.len() / 2, sound.len() - 1] {
        assert_eq!(super::opened(&sound[..end]).findings, [Finding::Document(DocumentFault::Damaged)], "{end}");
    }
}

fn replaced(bytes: &[u8], what: &[u8], by: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    while let Some(at) = bytes.windows(what.len()).position(|w| w == what) {
        bytes[at..at + by.len()].copy_from_slice(by);
    }
    bytes
}

#[test]
fn archives_are_bounded_and_their_bounds_named() {
    let told = |bytes: &[u8], limits: &Limits, limit| {
        let opened = open(bytes, limits);
        assert!(opened.findings.contains(&Finding::Bound { limit }), "{limit}: {:?}", opened.findings);
    };
    // A bomb of eight mebibytes in eight kilobytes, alone and many times.
    let zeros = vec![b' '; 8 << 20];
    let bomb = zipped(&[("bomb", &zeros)]);
    let small = Limits { parts_bytes: 1 << 20, ..limits() };
    told(&bomb, &small, "parts_bytes");
    let many: Vec<_> = (0..40).map(|n| format!("{n}.zip")).collect();
    let many: Vec<_> = many.iter().map(|name| (name.as_str(), &bomb[..])).collect();
    told(&zipped(&many), &limits(), "parts_bytes");
    // Archives in archives.
    let mut nested = zipped(&[("a.txt", b"a")]);
    for _ in 0..8 {
        nested = zipped(&[("a.zip", &nested)]);
    }
    told(&nested, &limits(), "nesting");
    let few = Limits { parts: 3, ..limits() };
    told(&zipped(&["a", "b", "c", "d"].map(|name| (name, &b"x"[..]))), &few, "parts");
    let few = Limits { zip_entries: 2, ..limits() };
    told(&zipped(&["a", "b", "c"].map(|name| (name, &b"x"[..]))), &few, "zip_entries");
    // A size that is a lie: told in both places, more than there is.
    let honest = zipped(&[("a", &[b'a'; 700])]);
    for lie in [701_u32, 0x7fff_ffff, u32::MAX - 1] {
        let bytes = replaced(&honest, &700_u32.to_le_bytes(), &lie.to_le_bytes());
        assert!(!open(&bytes, &limits()).findings.is_empty(), "{lie}");
    }
}

#[cfg(feature = "markup")]
#[test]
fn hostile_pages_are_bounded() {
    let few = Limits { xml_events: 1_000, ..limits() };
    let tags = "<a href=https://badges.example.org/1>".repeat(2_000);
    assert!(open(tags.as_bytes(), &few).findings.contains(&Finding::Bound { limit: "xml_events" }));
    let million = "<p>".repeat(300_000) + &format!("<a href={LINK}>");
    assert_eq!(opened(million.as_bytes()).links.len(), 1, "however deep");
    let links: String = (0..12_000).map(|n| format!("<a href=https://www.example.org/{n}>")).collect();
    let page = opened(format!("<html>{links}").as_bytes());
    assert_eq!(page.links.len(), limits().links);
    assert!(page.findings.contains(&Finding::Bound { limit: "links" }));
    // An address of a badge takes the place of one that is none.
    let late = opened(format!("<html>{}<a href={LINK}>", &links[..40_000]).as_bytes());
    assert_eq!(late.links[0].url.as_str(), LINK);
    let attributes: String = (0..100_000).map(|n| format!("a{n}=b ")).collect();
    assert_eq!(opened(format!("<html {attributes}>").as_bytes()).findings, [Finding::NoBadge]);
    // Entities are not put in, from within or from outside.
    let entities = format!(
        "<?xml version='1.0'?><!DOCTYPE w [<!ENTITY a '{LINK}'><!ENTITY b '&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>\
         <w:document xmlns:w='w'><w:p>&b;&b;&c;</w:p></w:document>"
    );
    let document = zipped(&[("word/document.xml", entities.as_bytes())]);
    let opened = opened(&document);
    assert!(opened.found.is_empty() && opened.links.len() <= 1, "{:?}", opened.links);
}

#[cfg(feature = "mail")]
#[test]
fn hostile_mails_are_bounded() {
    let deep = |levels: usize| {
        let part = |n: usize| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n");
        let inner = format!("Content-Type: text/plain\n\n{LINK}\n");
        format!("MIME-Version: 1.0\n{}{inner}", (0..levels).map(part).collect::<String>())
    };
    assert_eq!(opened(deep(20).as_bytes()).findings, [Finding::OnlyLinks { count: 1 }]);
    let opened_deep = opened(deep(1_000).as_bytes());
    assert!(opened_deep.findings.contains(&Finding::Bound { limit: "nesting" }));
    assert_eq!(opened_deep.links.len(), 1, "read as it stands");
    // Very many parts, of which each would be kept before the first is looked at.
    let parts = |count| {
        let head = "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n";
        let mail = format!("{head}{}--a\r\n\r\n{LINK}\r\n--a--\r\n", "--a\r\n\r\nx\r\n".repeat(count));
        super::opened(mail.as_bytes())
    };
    let many = parts(20_000);
    assert!(many.findings.contains(&Finding::Bound { limit: "parts" }), "{:?}", many.findings);
    assert!(many.links.iter().any(|link| link.url.as_str() == LINK), "read as it stands");
    assert_eq!(parts(100).links.len(), 1);
    assert!(!parts(100).findings.contains(&Finding::Bound { limit: "parts" }));
    // A mail in a mail in a mail.
    let forwarded = "MIME-Version: 1.0\nContent-Type: message/rfc822\n\n".repeat(1_000);
    assert!(opened(forwarded.as_bytes()).findings.contains(&Finding::Bound { limit: "nesting" }));
    for long in ["=?".repeat(50_000), ";a=b".repeat(50_000), "x".repeat(9_000)] {
        let mail = format!("MIME-Version: 1.0\nContent-Type: text/plain{long}\n\n{LINK}\n");
        let opened = opened(mail.as_bytes());
        assert_eq!((opened.format, opened.links.len()), (Format::Mail, 1));
        assert!(opened.findings.contains(&Finding::Bound { limit: "nesting" }));
    }
    let few = Limits { parts: 10, ..limits() };
    let many = format!(
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n{}",
        "--b\nContent-Type: a/b\n\nx\n".repeat(50)
    );
    assert!(open(many.as_bytes(), &few).findings.contains(&Finding::Bound { limit: "parts" }));
}

#[test]
fn letters_that_begin_like_a_mail_are_told_from_mails() {
    for text in [
        "Note: à lire\n\nBonjour",
        "De: Camille\nObjet: badge\n\nBonjour",
        "Message-ID",
        "From: a\nMessage-ID: b\nBonjour\n\n",
    ] {
        assert_eq!(Format::of(text.as_bytes()), Format::Text, "{text}");
    }
    for text in ["Received: a\n b\nFrom: c\n\n\u{e9}", "from: a\r\nmessage-id: b\r\n\r\n"] {
        assert_eq!(Format::of(text.as_bytes()), Format::Mail, "{text}");
        assert_eq!(Format::of(&text.chars().map(|c| c as u8).collect::<Vec<u8>>()), Format::Mail, "{text} in Latin-1");
    }
}
