//! Archives, office documents, web pages and mails. Each holds no more than what readers look at.

use std::error::Error;

use badge_core::text::base64;
use badge_core::time::Timestamp;
use badge_core::zip::ZipWriter;

use super::LINK;

/// What is put into them.
pub(super) struct Badges<'a> {
    pub(super) json: &'a [u8],
    pub(super) another: &'a [u8],
    pub(super) png: &'a [u8],
}

type Made = Result<Vec<u8>, Box<dyn Error>>;
/// Files by their names.
type Files = Vec<(&'static str, Vec<u8>)>;

pub(super) fn all(badges: &Badges<'_>) -> Result<Files, Box<dyn Error>> {
    let &Badges { json, another, png } = badges;
    let cv = docx_with_picture(png)?;
    Ok(vec![
        ("badges.zip", zip(&[("badges/badge.json", json), ("lisez-moi.txt", b"Mes badges"), ("CV/cv.docx", &cv)])?),
        ("picture.docx", cv),
        ("link.docx", docx_with_link()?),
        ("typed.docx", docx_with_text()?),
        ("file.docx", docx(&[("word/document.xml", WORD.as_bytes()), ("word/embeddings/badge.json", json)])?),
        ("picture.odt", odt(ODT_PICTURE, &[("Pictures/10000001.png", png)])?),
        ("link.odt", odt(&ODT_LINK.replace("LINK", LINK), &[])?),
        ("typed.odt", odt(&odt_text(), &[])?),
        ("link.html", page("", &format!("<p>Mon <a href=\"{LINK}\">badge</a> et <a href='/cv'>mon CV</a>.</p>"))),
        ("open-graph.html", page(&open_graph(), "<p>Badge de Camille Durand</p>")),
        ("alternate.html", page(&alternate(), "<p>Badge de Camille Durand</p>")),
        ("json-ld.html", page(&json_ld(json), "<p>Badge de Camille Durand</p>")),
        ("picture.html", page("", &format!("<img alt='Badge' src=\"data:image/png;base64,{}\">", base64(png)))),
        ("mail.eml", mail(png)),
        ("forwarded.eml", forwarded(another)),
        ("pasted.txt", pasted().into_bytes()),
    ])
}

fn zip(files: &[(&str, &[u8])]) -> Made {
    let mut zip = ZipWriter::new(Vec::new(), Timestamp::parse("2026-03-02T09:30:10Z")?);
    for (name, bytes) in files {
        zip.add(name, bytes)?;
    }
    Ok(zip.finish()?)
}

const WORD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
    <w:body><w:p><w:r><w:t>Camille Durand</w:t></w:r></w:p></w:body></w:document>";
const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
const RELATIONSHIPS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Target=\"TARGET\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/KIND\"MODE/></Relationships>";

fn docx(files: &[(&str, &[u8])]) -> Made {
    let of =
        |kind: &str, target: &str| RELATIONSHIPS.replace("KIND", kind).replace("TARGET", target).replace("MODE", "");
    let package = of("officeDocument", "word/document.xml");
    let mut all: Vec<(&str, &[u8])> =
        vec![("[Content_Types].xml", TYPES.as_bytes()), ("_rels/.rels", package.as_bytes())];
    all.extend(files);
    zip(&all)
}

fn docx_with_picture(png: &[u8]) -> Made {
    docx(&[("word/document.xml", WORD.as_bytes()), ("word/media/image1.png", png)])
}

fn docx_with_link() -> Made {
    let mode = " TargetMode=\"External\"";
    let links = RELATIONSHIPS.replace("KIND", "hyperlink").replace("TARGET", LINK).replace("MODE", mode);
    docx(&[("word/document.xml", WORD.as_bytes()), ("word/_rels/document.xml.rels", links.as_bytes())])
}

/// Typed on two occasions: the address lies in several runs, and the spelling checker was there too.
fn docx_with_text() -> Made {
    let (first, rest) = LINK.split_at(30);
    let (second, third) = rest.split_at(20);
    let run = |text: &str| {
        format!("<w:r w:rsidR=\"00A1\"><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
    };
    let runs = format!(
        "{}<w:proofErr w:type=\"spellStart\"/>{}{}",
        run(&format!("Mon badge : {first}")),
        run(second),
        run(third)
    );
    let document =
        WORD.replace("</w:p>", &format!("</w:p><w:p>{runs}</w:p><w:p><w:r><w:t>Formation</w:t></w:r></w:p>"));
    docx(&[("word/document.xml", document.as_bytes())])
}

const ODT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">\
    <office:body><office:text><text:p>Camille Durand</text:p>BODY</office:text></office:body>\
    </office:document-content>";
const ODT_LINK: &str = "<text:p><text:a xlink:type=\"simple\" xlink:href=\"LINK\">Mon badge</text:a></text:p>";
const ODT_PICTURE: &str =
    "<text:p><draw:frame><draw:image xlink:href=\"Pictures/10000001.png\"/></draw:frame></text:p>";

fn odt(body: &str, files: &[(&str, &[u8])]) -> Made {
    let content = ODT.replace("BODY", body);
    let mut all: Vec<(&str, &[u8])> =
        vec![("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())];
    all.extend(files);
    zip(&all)
}

fn odt_text() -> String {
    let (first, rest) = LINK.split_at(30);
    format!(
        "<text:p>Mon badge : {first}<text:span text:style-name=\"T1\">{rest}</text:span></text:p><text:p>Formation</text:p>"
    )
}

fn page(head: &str, body: &str) -> Vec<u8> {
    let title = "<meta charset=\"utf-8\"><title>Camille Durand</title>\n<link rel=\"icon\" href=\"https://www.example.org/badge.png\">";
    format!("<!DOCTYPE html>\n<html lang=\"fr\"><head>{title}\n{head}</head>\n<body>{body}</body></html>\n")
        .into_bytes()
}

fn open_graph() -> String {
    let picture = LINK.replace("credential.json", "badge.png");
    format!(
        "<meta property=\"og:title\" content=\"Découpe laser\">\n<meta property=\"og:image\" content=\"{picture}\">"
    )
}

fn alternate() -> String {
    format!("<link rel=\"alternate\" type=\"application/vc+ld+json\" href=\"{LINK}\">")
}

fn json_ld(json: &[u8]) -> String {
    format!("<script type=\"application/ld+json\">\n{}\n</script>", String::from_utf8_lossy(json).trim())
}

const HEADER: &str = "From: Camille Durand <camille@example.org>\r\nTo: Accueil <accueil@example.org>\r\n\
    Date: Mon, 2 Mar 2026 09:30:10 +0100\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n";

/// As mail programs write it: the text twice, lines cut at 76 letters, the picture attached.
fn mail(png: &[u8]) -> Vec<u8> {
    let (first, rest) = LINK.split_at(50);
    let attached = base64(png).as_bytes().chunks(76).map(String::from_utf8_lossy).collect::<Vec<_>>().join("\r\n");
    format!(
        "{HEADER}Subject: =?utf-8?q?Candidature_=C3=A0_l=27atelier?=\r\n\
         Content-Type: multipart/mixed; boundary=\"mixed\"\r\n\r\n--mixed\r\n\
         Content-Type: multipart/alternative; boundary=\"alternative\"\r\n\r\n--alternative\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         Voici mes badges=C2=A0: {first}=\r\n{rest}\r\n--alternative\r\n\
         Content-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         <p>Voici mes badges=A0: <a href=3D\"{first}=\r\n{rest}\">ici</a></p>\r\n--alternative--\r\n--mixed\r\n\
         Content-Type: image/png; name=\"badge.png\"\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Disposition: attachment; filename=\"badge.png\"\r\n\r\n{attached}\r\n--mixed--\r\n"
    )
    .into_bytes()
}

/// A mail in a mail.
fn forwarded(json: &[u8]) -> Vec<u8> {
    let attached = base64(json).as_bytes().chunks(76).map(String::from_utf8_lossy).collect::<Vec<_>>().join("\r\n");
    format!(
        "{HEADER}Subject: TR: Candidature\r\nContent-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\n\
         Content-Type: text/plain\r\n\r\nPour information.\r\n--outer\r\nContent-Type: message/rfc822\r\n\r\n\
         {HEADER}Content-Type: multipart/mixed; boundary=inner\r\n\r\n--inner\r\n\
         Content-Type: application/json; name=badge.json\r\nContent-Transfer-Encoding: base64\r\n\r\n\
         {attached}\r\n--inner--\r\n--outer--\r\n"
    )
    .into_bytes()
}

/// What is in the window of a mail program, copied and pasted.
fn pasted() -> String {
    let (first, rest) = LINK.split_at(62);
    format!(
        "Bonjour,\n\n> voici mon badge :\n> {first}\n> {rest}\n> Bien cordialement\n\nMerci ! Et le site : <https://www.example.org>.\n"
    )
}
