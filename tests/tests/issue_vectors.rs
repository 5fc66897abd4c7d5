//! One award in every form, byte for byte, from the files of `fixtures/vectors/issue`: what is issued changes only when
//! somebody means it to.

use std::path::{Path, PathBuf};

use badge_core::crypto::{SecretKey, Signer};
use badge_core::issue::{Chance, Draft, Format, Location, Signed, To};
use badge_core::language::Lang;
use badge_core::model::Evidence;
use badge_core::place::award::{Office, Order};
use badge_core::place::documents::{PlaceKey, Published, documents, format_spot, status_list};
use badge_core::place::register::{Register, StatusSpot};
use badge_core::place::{AchievementFile, Place, Slug, Spot, Token};
use badge_core::time::Timestamp;

const TOKEN: Token = Token::from_bytes([0x11; 16]);

#[test]
fn a_published_place_issues_the_same_bytes() {
    let World { place, file, secrets, keys } = world();
    let register = Register::new();
    let mut office = open(&place, &file, &secrets, &keys, &register);
    let all = office.seal(&draft(&place, &file, &secrets), &Format::ALL, now()).expect("a complete award");

    let base = place.base.as_ref().unwrap();
    let mut files = documents(&place, &keys, std::slice::from_ref(&file), &register);
    files.push(status_list(base, 1, &[], office.key_for(Format::Ob3).unwrap(), now()).unwrap());
    files.extend(all.iter().map(|s| published(base.path(&format_spot(TOKEN, s.format)), s)));
    // D-02: every address of the layout that needs no picture.
    for spot in [Spot::DidDocument, Spot::Issuer, Spot::Jwks, Spot::Revocations, Spot::StatusList(1)] {
        assert!(files.iter().any(|f| f.path == base.path(&spot)), "{spot:?}");
    }
    compare("published", &files);
}

#[test]
fn a_place_without_address_issues_the_same_bytes() {
    let World { mut place, file, secrets, keys } = world();
    place.base = None;
    let register = Register::new();
    let mut office = open(&place, &file, &secrets, &keys, &register);
    let formats = [Format::Ob3, Format::Ob3Jwt];
    let all = office.seal(&draft(&place, &file, &secrets), &formats, now()).expect("a complete award");
    compare("alone", &all.iter().map(|s| published(s.format.file_name().to_owned(), s)).collect::<Vec<_>>());
}

struct World {
    place: Place,
    file: AchievementFile,
    secrets: Vec<SecretKey>,
    keys: Vec<PlaceKey>,
}

fn world() -> World {
    let secret = |kind: &str| {
        let pem = read(&repository(&format!("fixtures/keys/TEST-KEY.{kind}.pem")));
        SecretKey::from_pkcs8_pem(&pem, None).unwrap()
    };
    let secrets: Vec<_> = ["ed25519", "p256", "rsa"].map(secret).into();
    let key = |s: &SecretKey| PlaceKey { public: s.public_key().clone(), created: now(), retired: None, revoked: None };
    let keys = secrets.iter().map(key).collect();
    let place = Place::parse(&read(&folder().join("place.toml"))).unwrap();
    let slug = Slug::parse("decoupe-laser").unwrap();
    let file = AchievementFile::parse(slug, &read(&folder().join("decoupe-laser.toml"))).unwrap();
    assert!(file.check(&place).is_empty(), "{:?}", file.check(&place));
    World { place, file, secrets, keys }
}

fn open<'a>(
    place: &'a Place,
    file: &AchievementFile,
    secrets: &'a [SecretKey],
    keys: &[PlaceKey],
    register: &'a Register,
) -> Office<'a> {
    let signers: Vec<&dyn Signer> = secrets.iter().map(|s| s as &dyn Signer).collect();
    Office::open(place, keys, &signers, std::slice::from_ref(file), register)
}

fn draft(place: &Place, file: &AchievementFile, secrets: &[SecretKey]) -> Draft {
    let mut draft = place.draft(&Order {
        achievement: file,
        language: Lang::Fr,
        to: To::parse("Camille.Martin@example.org"),
        date: now(),
        token: TOKEN,
        status: Some(StatusSpot { list: 1, index: 94_567 }),
        rsa: Some(secrets[2].public_key()),
        chance: Chance { subject: [0x22; 16], salt: [0x33; 16] },
    });
    draft.narrative = Some("A découpé une lampe, une boîte et un engrenage.".into());
    draft.evidence = vec![Evidence {
        id: Some("https://fablab.example.org/projets/lampe".into()),
        name: Some("La lampe".into()),
        ..Evidence::default()
    }];
    draft.location = Location::parse("Hérouville-Saint-Clair;49.203,-0.326");
    draft
}

fn now() -> Timestamp {
    Timestamp::parse("2026-03-02T09:00:00Z").unwrap()
}

fn published(path: String, signed: &Signed) -> Published {
    Published { path, media_type: "", bytes: signed.bytes.clone() }
}

/// Compares with the committed files, or writes them where `BADGE_WRITE_VECTORS` is set.
fn compare(name: &str, files: &[Published]) {
    let folder = folder().join(name);
    let write = std::env::var_os("BADGE_WRITE_VECTORS").is_some();
    for file in files {
        let path = folder.join(&file.path);
        if write {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &file.bytes).unwrap();
        }
        let expected = read(&path);
        assert_eq!(String::from_utf8_lossy(&file.bytes), expected, "{name}/{}", file.path);
    }
    let mut committed = Vec::new();
    list(&folder, &mut committed);
    assert_eq!(committed.len(), files.len(), "{name}: a committed file is issued no more");
}

fn list(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { list(&path, out) } else { out.push(path) }
    }
}

fn folder() -> PathBuf {
    repository("fixtures/vectors/issue")
}

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}
