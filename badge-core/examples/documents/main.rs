//! Writes small documents that carry badges in many ways, PDF and others: `documents FOLDER`. The files in `fixtures/documents` were
//! made by it; tests read them, and no program that makes them is needed.

mod make;
mod others;

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use badge_core::container::{Existing, Keyword, bake};
use badge_core::limits::Limits;
use lopdf::{Document, Object, SaveOptions, Stream, dictionary};

use self::make::{Maker, qr};

const LINK: &str = "https://badges.example.org/b/0123456789abcdef0123456789abcdef/credential.json";

type Written = Result<Vec<u8>, Box<dyn Error>>;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("documents FOLDER")?);
    let badges = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/badges");
    let read = |name: &str| fs::read(badges.join(name));
    let json = read("proof_good/badge.json")?;
    let jws = read("jwt_good/badge.jws")?;
    let png = read("container_png/badge.png")?;
    let svg = read("container_svg/badge.svg")?;
    let another = read("endorsement_good/badge.json")?;
    let write =
        |name: &str, document: Written| -> Result<(), Box<dyn Error>> { Ok(fs::write(folder.join(name), document?)?) };

    write("attached.pdf", attached("badge.json", &json).plain())?;
    write("attached-jws.pdf", attached("badge.jws", &jws).plain())?;
    write("attached-png.pdf", attached("badge.png", &png).plain())?;
    write("attached-svg.pdf", attached("badge.svg", &svg).plain())?;
    write("associated.pdf", associated(&json).plain())?;
    write("associated-page.pdf", associated_with_page(&json).plain())?;
    write("note.pdf", note(&png).plain())?;
    write("link.pdf", link().plain())?;
    write("text.pdf", text(&[&format!("Mon badge : {LINK}.")]).plain())?;
    write("text-broken.pdf", text(&[&LINK[..40], &LINK[40..], "Formation continue"]).plain())?;
    write("metadata.pdf", metadata(&jws).plain())?;
    write("qr-picture.pdf", qr_picture().plain())?;
    write("qr-drawn.pdf", qr_drawn().plain())?;
    write("stray.pdf", stray(&json).plain())?;
    write("nothing.pdf", text(&["Camille Durand", "https://www.example.org/camille"]).plain())?;
    write("object-streams.pdf", object_streams(attached("badge.json", &json)))?;
    write("encrypted.pdf", encrypted(attached("badge.json", &json), ""))?;
    write("locked.pdf", encrypted(attached("badge.json", &json), "secret"))?;
    write("updated.pdf", updated(&json))?;
    write("rebuilt.pdf", rebuilt(attached("badge.json", &json)))?;
    write("cut.pdf", cut(attached("badge.json", &json)))?;
    write("ruined.pdf", ruined(attached("badge.json", &json)))?;
    write("twice.pdf", twice(&json, &png)?.plain())?;
    write("cv.pdf", cv(&[&json, &jws, &another], &svg)?.plain())?;
    for (name, bytes) in others::all(&others::Badges { json: &json, another: &another, png: &png })? {
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}

fn attached(name: &str, data: &[u8]) -> Maker {
    let mut maker = Maker::new();
    maker.page("Camille Durand");
    maker.attach(name, data);
    maker
}

fn associated(data: &[u8]) -> Maker {
    let mut maker = Maker::new();
    maker.page("Camille Durand");
    let file = maker.file("badge.json", data);
    maker.catalog.set("AF", vec![Object::Reference(file)]);
    maker
}

fn associated_with_page(data: &[u8]) -> Maker {
    let mut maker = Maker::new();
    let page = maker.page("Camille Durand");
    let file = maker.file("badge.json", data);
    maker.set(page, "AF", Object::Array(vec![file.into()]));
    maker
}

fn note(picture: &[u8]) -> Maker {
    let mut maker = Maker::new();
    maker.page("Camille Durand");
    let page = maker.page("Mes badges");
    let file = maker.file("badge.png", picture);
    let note = dictionary! {
        "Type" => "Annot", "Subtype" => "FileAttachment", "FS" => file,
        "Rect" => vec![72.into(), 600.into(), 92.into(), 620.into()],
    };
    maker.set(page, "Annots", Object::Array(vec![note.into()]));
    maker
}

fn link() -> Maker {
    let mut maker = Maker::new();
    let page = maker.page("Mon badge");
    let action = dictionary! { "S" => "URI", "URI" => Object::string_literal(LINK) };
    let link = dictionary! {
        "Type" => "Annot", "Subtype" => "Link", "A" => action,
        "Rect" => vec![72.into(), 700.into(), 200.into(), 720.into()],
    };
    maker.set(page, "Annots", Object::Array(vec![link.into()]));
    maker
}

fn text(lines: &[&str]) -> Maker {
    let mut maker = Maker::new();
    maker.written(lines);
    maker
}

fn metadata(jws: &[u8]) -> Maker {
    let mut maker = Maker::new();
    maker.page("Camille Durand");
    let packet = format!(
        "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>\
         <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' \
         xmlns:b='https://badges.example.org/ns#'><b:badge>{}</b:badge></rdf:Description></rdf:RDF></x:xmpmeta>",
        String::from_utf8_lossy(jws).trim()
    );
    let stream = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet.into_bytes());
    let id = maker.document.add_object(stream);
    maker.catalog.set("Metadata", id);
    maker
}

/// A code as one bit for each module, eight pixels wide.
fn qr_picture() -> Maker {
    let mut maker = Maker::new();
    let page = maker.page("Mon badge");
    let code = qr(LINK);
    let size = (code.len() + 8) * 4;
    let mut bits = vec![0xff_u8; size.div_ceil(8) * size];
    for y in 0..size {
        for x in 0..size {
            let module = |at: usize| (at / 4).checked_sub(4);
            let row = module(y).and_then(|y| code.get(y));
            if row.zip(module(x)).and_then(|(row, x)| row.get(x)) == Some(&true) {
                bits[y * size.div_ceil(8) + x / 8] &= !(0x80 >> (x % 8));
            }
        }
    }
    let side = i64::try_from(size).unwrap_or_default();
    let mut stream = Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => side, "Height" => side,
            "BitsPerComponent" => 1, "ColorSpace" => "DeviceGray",
        },
        bits,
    );
    let _ = stream.compress();
    let id = maker.document.add_object(stream);
    maker.draw(page, "q 150 0 0 150 72 500 cm /Picture Do Q", &[("Picture", id)]);
    maker
}

/// A code as squares, drawn upside down as many makers do.
fn qr_drawn() -> Maker {
    let mut maker = Maker::new();
    let page = maker.page("Mon badge");
    let mut content = String::from("q 1 0 0 -1 72 700 cm 0 g\n");
    for (y, row) in qr(LINK).iter().enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, dark)| **dark) {
            let _ = writeln!(content, "{} {} 3 3 re f", x * 3, y * 3);
        }
    }
    content.push('Q');
    maker.draw(page, &content, &[]);
    maker
}

fn stray(data: &[u8]) -> Maker {
    let mut maker = Maker::new();
    maker.page("Camille Durand");
    maker.document.add_object(Stream::new(dictionary! {}, data.to_vec()));
    maker
}

fn object_streams(maker: Maker) -> Written {
    let mut document = maker.document();
    let mut bytes = Vec::new();
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    document.save_with_options(&mut bytes, options)?;
    Ok(bytes)
}

fn encrypted(maker: Maker, password: &str) -> Written {
    use lopdf::encryption::{EncryptionState, EncryptionVersion, Permissions};
    let mut document = maker.document();
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: password,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version)?;
    document.encrypt(&state)?;
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    Ok(bytes)
}

/// A first version without a badge, and a second one appended to it.
fn updated(data: &[u8]) -> Written {
    let mut maker = Maker::new();
    maker.page("Camille Durand");
    let bytes = maker.plain()?;
    let before = Document::load_mem(&bytes)?;
    let mut after = lopdf::IncrementalDocument::create_from(bytes, before.clone());
    let mut file = Stream::new(dictionary! { "Type" => "EmbeddedFile" }, data.to_vec());
    file.compress()?;
    let file = after.new_document.add_object(file);
    let files = dictionary! { "F" => file };
    let file = after.new_document.add_object(dictionary! {
        "Type" => "Filespec", "F" => Object::string_literal("badge.json"), "EF" => files,
    });
    let mut catalog = before.catalog()?.clone();
    catalog.set("AF", vec![Object::Reference(file)]);
    let root = before.trailer.get(b"Root")?.as_reference()?;
    after.new_document.objects.insert(root, catalog.into());
    let mut out = Vec::new();
    after.save_to(&mut out)?;
    Ok(out)
}

/// The table is not where it is said to be.
fn rebuilt(maker: Maker) -> Written {
    let mut bytes = maker.plain()?;
    let at = position(&bytes, b"startxref")?;
    bytes.truncate(at);
    bytes.extend_from_slice(b"startxref\n7\n%%EOF\n");
    Ok(bytes)
}

/// The download stopped: no table at all.
fn cut(maker: Maker) -> Written {
    let mut bytes = maker.plain()?;
    let table = position(&bytes, b"/XRef")?;
    bytes.truncate(position(&bytes[..table], b"endobj")? + 7);
    Ok(bytes)
}

fn position(bytes: &[u8], what: &[u8]) -> Result<usize, &'static str> {
    bytes.windows(what.len()).rposition(|w| w == what).ok_or("no table")
}

/// No object can be told from another any more; the streams are still there.
fn ruined(maker: Maker) -> Written {
    let mut bytes = maker.plain()?;
    for word in [&b" obj"[..], b"startxref"] {
        while let Some(at) = bytes.windows(word.len()).position(|w| w == word) {
            bytes[at..at + word.len()].fill(b'~');
        }
    }
    Ok(bytes)
}

/// The same badge as a file and baked into a picture.
fn twice(json: &[u8], picture: &[u8]) -> Result<Maker, Box<dyn Error>> {
    let text = String::from_utf8(json.to_vec())?;
    let limits = Limits::default();
    let baked = bake(picture, Keyword::OpenBadgeCredential, &text, Existing::Replace, &limits)?;
    let mut maker = attached("badge.json", json);
    maker.attach("badge.png", &baked);
    Ok(maker)
}

/// Two pages as people write them, with four badges.
fn cv(badges: &[&[u8]], drawing: &[u8]) -> Result<Maker, Box<dyn Error>> {
    let mut maker = Maker::new();
    let lines: Vec<String> =
        (0..45).map(|n| format!("{}. Atelier, place, machines et personnes, de mars a novembre", 2000 + n)).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    maker.written(&lines);
    let page = maker.written(&lines);
    for (number, badge) in badges.iter().enumerate() {
        maker.attach(&format!("badge-{number}.json"), badge);
    }
    let file = maker.file("badge.svg", drawing);
    let note = dictionary! {
        "Type" => "Annot", "Subtype" => "FileAttachment", "FS" => file,
        "Rect" => vec![72.into(), 60.into(), 92.into(), 80.into()],
    };
    maker.set(page, "Annots", Object::Array(vec![note.into()]));
    // A photograph, as most CVs have one; noise compresses badly.
    let mut state = 1_u32;
    let samples: Vec<u8> = (0..96 * 128 * 3)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 28) as u8 * 16
        })
        .collect();
    let mut photo = Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 96, "Height" => 128,
            "BitsPerComponent" => 8, "ColorSpace" => "DeviceRGB",
        },
        samples,
    );
    photo.compress()?;
    let photo = maker.document.add_object(photo);
    maker.draw(page, "q 90 0 0 120 450 680 cm /Photo Do Q", &[("Photo", photo)]);
    Ok(maker)
}
