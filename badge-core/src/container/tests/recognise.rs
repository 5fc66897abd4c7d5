use super::*;

fn link(text: &str) -> Raw {
    Raw::Link(Url::parse(text).unwrap())
}

// BAKE-09, BAKE-21: bare texts, with the white space and byte order marks that editors add.
#[test]
fn bake_09_21_bare_texts() {
    for (text, format, raw) in [
        (JSON.to_owned(), Format::Json, Raw::Json(JSON.as_bytes().to_vec())),
        (format!("\u{feff}{JSON}"), Format::Json, Raw::Json(JSON.as_bytes().to_vec())),
        (format!("\n {JSON}"), Format::Json, Raw::Json(format!("\n {JSON}").into_bytes())),
        (format!(" {JWS}\r\n"), Format::Jws, Raw::Jws(JWS.to_owned())),
        (format!("\u{feff}{JWS}"), Format::Jws, Raw::Jws(JWS.to_owned())),
        // Not signed at all: the proof says so, not the container.
        (
            "eyJhbGciOiJub25lIn0.eyJ2YyI6e319.".to_owned(),
            Format::Jws,
            Raw::Jws("eyJhbGciOiJub25lIn0.eyJ2YyI6e319.".to_owned()),
        ),
        (
            "https://badges.example.org/b?x=1.2.3\n".to_owned(),
            Format::Link,
            link("https://badges.example.org/b?x=1.2.3"),
        ),
        ("HTTP://badges.example.org".to_owned(), Format::Link, link("HTTP://badges.example.org")),
    ] {
        let opened = opened(text.as_bytes());
        assert_eq!((opened.format, opened.findings), (format, vec![]), "{text}");
        assert_eq!(opened.found, [Presented::bare(raw)], "{text}");
    }
}

#[test]
fn bake_09_other_texts_are_no_badge() {
    for text in [
        "www.example.org",
        "ftp://badges.example.org/1",
        "a.b",
        "eyJhbGciOiJFZERTQSJ9.eyJ2YyI6e319",
        "eyJhbGciOiJFZERTQSJ9.eyJ2YyI6e319.a.b",
        "eyJhbGciOiJFZERTQSJ9.eyJ2YyI6e319.c2ln bmF0",
        "[]",
        "  ",
        // Things of others: a login, the file of a program, a map.
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
        "{}",
        r#"{"name":"atelier","version":"1.0.0","dependencies":{"left-pad":"1"}}"#,
        r#"{"type":"FeatureCollection","features":[]}"#,
        "<https://www.example.org/> et rien de plus",
    ] {
        let opened = opened(text.as_bytes());
        assert_eq!((opened.found, opened.findings), (vec![], vec![Finding::NotACredential]), "{text}");
    }
}

// Whatever wants to be a badge is one, however bad: that it is none would help nobody.
#[test]
fn what_wants_to_be_a_badge_is_looked_at() {
    for text in [
        r#"{"@context":"https://w3id.org/openbadges/v2"}"#,
        r#"{"type":["VerifiableCredential"]}"#,
        r#"{"uid":"1","evidence":"a"}"#,
        r#"{"a":{"credentialSubject":1},"proof":1}"#,
        r#"{"recipient":"a"}"#,
        r#"{"a":1"#,
        "eyJhbGciOiJub25lIn0.eyJAY29udGV4dCI6W119.a",
        "eyJhbGciOiJub25lIn0.AAAA.a",
    ] {
        assert_eq!(opened(text.as_bytes()).found.len(), 1, "{text}");
    }
}

// Programs of mail put brackets around the addresses in a text; one that begins with such an address is no drawing.
#[test]
fn a_text_that_begins_with_an_address_in_brackets_is_a_text() {
    for text in ["<https://www.credly.com/badges/1>", "<https://www.credly.com/badges/1> Cordialement\n<b>"] {
        let opened = opened(text.as_bytes());
        assert_eq!(opened.format, Format::Text, "{text}");
        assert_eq!(opened.links.len(), 1, "{text}");
    }
}

// BAKE-18: what people send instead of a PNG is named, when opening and when baking.
#[test]
fn bake_18_other_formats_are_named() {
    for (bytes, format) in [
        (&b"GIF89a\x01\0\x01\0"[..], Format::Gif),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Format::Jpeg),
        (b"RIFF\x24\0\0\0WEBPVP8 ", Format::Webp),
        (b"\0\0\0\x1cftypavif", Format::Heif),
        (b"\0\0\0\x18ftypheic", Format::Heif),
        (b"BM\x36\0\0\0\0\0\0\0\x36", Format::Bmp),
        (b"II*\0\x08\0\0\0", Format::Tiff),
        #[cfg(not(feature = "pdf"))]
        (b"%PDF-1.7\n", Format::Pdf),
        (b"PK\x03\x04\x14\0", Format::Zip),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format::Ole),
        (b"\x1f\x8b\x08\0", Format::Gzip),
        (b"\xff\xfe{\0}\0", Format::Utf16),
        (b"<\0?\0x\0m\0l\0", Format::Utf16),
        (b"\x7fELF\x02\x01\x01\0", Format::Unknown),
    ] {
        let opened = opened(bytes);
        let error = PictureError::NotAPicture(format);
        // Where QR codes are looked for, these are read; here there is nothing in them.
        let read = cfg!(feature = "scan") && matches!(format, Format::Jpeg | Format::Webp);
        let told = match format {
            // An archive is looked into, and so is what may be a compressed drawing.
            Format::Zip | Format::Gzip => Finding::Document(DocumentFault::Damaged),
            _ if read => Finding::Picture(PictureError::Undecodable(format)),
            _ => Finding::Picture(error),
        };
        let mut expected = vec![told];
        expected.extend((format == Format::Gzip).then_some(Finding::NoBadge));
        assert_eq!((opened.format, opened.findings), (format, expected));
        let baked = bake(bytes, Keyword::OpenBadges, JSON, Existing::Replace, &limits());
        assert_eq!(baked, Err(BakeError::Picture(error)));
        assert_eq!(picture_info(bytes, &limits()), Err(error));
        assert_eq!(unbake(bytes, Keyword::OpenBadges, &limits()), Err(UnbakeError::Picture(error)));
        assert_eq!(remove(bytes, Keyword::OpenBadges, &limits()), Err(error));
    }
    let text = bake(JSON.as_bytes(), Keyword::OpenBadges, JSON, Existing::Replace, &limits());
    assert_eq!(text, Err(BakeError::Picture(PictureError::NotAPicture(Format::Json))));
}

#[test]
fn nothing_and_too_much() {
    assert_eq!(finding(b""), [Finding::Picture(PictureError::Empty)]);
    assert_eq!(picture_info(b"", &limits()), Err(PictureError::Empty));
    let small = Limits { image_bytes: 10, document_bytes: 5, ..limits() };
    let large = PictureError::TooLarge { bytes: picture().len(), limit: 10 };
    assert_eq!(open(&picture(), &small).findings, [Finding::Picture(large)]);
    assert_eq!(picture_info(&picture(), &small), Err(large));
    let large = PictureError::TooLarge { bytes: 6, limit: 5 };
    assert_eq!(open(b"{    }", &small).findings, [Finding::Picture(large)]);
}

// The badge of a picture is gone after a screenshot; a damaged picture is not taken for one.
#[test]
fn a_sound_picture_without_a_badge_was_stripped() {
    assert_eq!(finding(&picture()), [Finding::Stripped]);
    assert_eq!(Finding::Stripped.check(), "container.stripped");
    assert!(!finding(&picture()[..40]).contains(&Finding::Stripped));
}

// BAKE-21.
#[test]
fn bake_21_files_are_named_after_what_they_hold() {
    assert_eq!(Raw::Json(vec![]).extension(), "json");
    assert_eq!(Raw::Jws(String::new()).extension(), "jws");
}
