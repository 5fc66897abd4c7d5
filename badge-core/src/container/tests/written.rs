//! Badges and addresses as people write, paste and print them: without `https://`, broken over lines, on paper.

use std::fs;
use std::path::Path;

use super::*;

const PLACE: &str = "lieu.example.org/b/0123456789abcdef0123456789abcdef/";
const CREDLY: &str = "www.credly.com/badges/7d1e4a6f-0000-4000-8000-000000000000";

fn badge() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/badges/jwt_good/badge.jws");
    fs::read_to_string(file).unwrap().trim().to_owned()
}

fn folded(text: &str, width: usize, between: &str) -> String {
    let lines: Vec<&str> = text.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
    lines.join(between)
}

fn mail(head: &str, body: &str) -> String {
    format!("From: lea@example.org\r\nMIME-Version: 1.0\r\nContent-Type: {head}\r\n\r\n{body}\r\n")
}

/// A document of one page, on which each line is written by itself.
#[cfg(feature = "pdf")]
fn printed(lines: &str) -> Vec<u8> {
    use std::fmt::Write as _;
    let mut content = "BT /F 9 Tf 50 800 Td 11 TL".to_owned();
    for line in lines.lines() {
        let _ = write!(content, " ({line}) Tj T*");
    }
    content.push_str(" ET");
    super::documents::document(&[
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>>>>>",
        &super::documents::stream("", content.as_bytes()),
    ])
}

/// What was opened; that a document without a table had one built is no news here.
fn looked(bytes: &[u8]) -> Opened {
    let mut opened = opened(bytes);
    opened.findings.retain(|finding| *finding != Finding::Document(DocumentFault::Rebuilt));
    opened
}

#[test]
fn addresses_without_a_scheme_are_listed() {
    for address in [PLACE, CREDLY] {
        let url = format!("https://{address}");
        let sentence =
            format!("Compétences : soudure (fichier.b/x), lea@example.org. Mon badge : {address}\nCordialement");
        let mut files = vec![sentence.clone().into_bytes()];
        #[cfg(feature = "pdf")]
        files.push(printed(&format!("Badge: {address}\nand/or n.d./n.c.")));
        #[cfg(feature = "markup")]
        files.push(format!("<!doctype html><p>Badge : {address}</p><p>Fin</p>").into_bytes());
        #[cfg(feature = "markup")]
        files.push(format!("<!doctype html><a href='{address}'>Mon badge</a><a href='a/b.html'>x</a>").into_bytes());
        #[cfg(feature = "mail")]
        files.push(mail("text/plain; charset=utf-8", &sentence).into_bytes());
        for file in files {
            let opened = looked(&file);
            let shown = String::from_utf8_lossy(&file);
            assert_eq!(opened.findings, [Finding::OnlyLinks { count: 1 }], "{shown}");
            let urls: Vec<_> = opened.links.iter().map(|link| (link.url.as_str(), link.kind)).collect();
            assert_eq!(urls, [(&url[..], LinkKind::Badge)], "{shown}");
        }
    }
}

#[test]
fn tokens_broken_over_lines_are_found_in_everything() {
    let token = badge();
    let lines = folded(&token, 76, "\n");
    let sentence = format!("Bonjour,\nmon badge :\n{lines}\nCordialement\nCamille\n");
    let mut files = vec![
        lines.clone().into_bytes(),
        format!("{lines}\n").into_bytes(),
        format!("\u{feff}{}\r\n", folded(&token, 64, "\r\n")).into_bytes(),
        sentence.clone().into_bytes(),
        format!("> {}\n\nMerci !", folded(&token, 70, "\n> ")).into_bytes(),
        // The source of a mail, pasted.
        format!("Bonjour,=20\n{}\nCamille", folded(&token, 75, "=\n")).into_bytes(),
    ];
    #[cfg(feature = "pdf")]
    files.extend([printed(&folded(&token, 90, "\n")), printed(&sentence)]);
    #[cfg(feature = "markup")]
    files.push(format!("<!doctype html><pre>{lines}</pre><p>Fin</p>").into_bytes());
    #[cfg(feature = "mail")]
    files.extend([
        mail("text/plain", &sentence.replace('\n', "\r\n")).into_bytes(),
        mail("text/plain\r\nContent-Transfer-Encoding: quoted-printable", &folded(&token, 75, "=\r\n")).into_bytes(),
        mail("application/octet-stream; name=badge.jws", &lines).into_bytes(),
    ]);
    for file in files {
        let opened = looked(&file);
        let shown = String::from_utf8_lossy(&file);
        let raws: Vec<_> = opened.found.iter().map(|one| &one.raw).collect();
        assert_eq!((raws, &opened.findings[..]), (vec![&Raw::Jws(token.clone())], &[][..]), "{shown}");
    }
}

// A code that a general program made of what somebody typed.
#[cfg(feature = "scan")]
#[test]
fn codes_say_addresses_as_people_write_them() {
    let code = |text: &str| {
        let code = fast_qr::QRBuilder::new(text).build().unwrap();
        let side = code.size + 8;
        let mut bytes = Vec::new();
        let width = u32::try_from(side * 4).unwrap();
        let mut encoder = ::png::Encoder::new(&mut bytes, width, width);
        encoder.set_color(::png::ColorType::Grayscale);
        let dark =
            |x: usize, y: usize| (4..side - 4).contains(&x) && (4..side - 4).contains(&y) && code[y - 4][x - 4].value();
        let pixels: Vec<u8> = (0..side * 4)
            .flat_map(|y| (0..side * 4).map(move |x| (x / 4, y / 4)))
            .map(|(x, y)| if dark(x, y) { 0 } else { 255 })
            .collect();
        encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
        opened(&bytes)
    };
    let alone = code(CREDLY);
    assert!(
        matches!(&alone.found[..], [one] if one.raw == Raw::Link(crate::name::Url::parse(&format!("https://{CREDLY}")).unwrap()))
    );
    let among = code(&format!("Mon badge : {PLACE} (Léa)"));
    assert_eq!(
        (among.found.len(), among.links.len(), &among.findings[..]),
        (0, 1, &[Finding::OnlyLinks { count: 1 }][..])
    );
    assert_eq!(code("Bonjour a/b").findings, [Finding::OtherCodes { count: 1 }]);
}
