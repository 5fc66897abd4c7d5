//! Writes what an issuer publishes: its DID document, keys, achievements, an award in four formats, a status list.
//! Copied to the address named in the place's card, the folder is all that a verifier needs: no server runs.
//!
//! `cargo run -p badge-examples --example publish_folder [FOLDER]`

use std::error::Error;

use badge_core::crypto::{KeyKind, SecretKey, Signer};
use badge_core::issue::{Chance, Format, To};
use badge_core::language::Lang;
use badge_core::place::Token;
use badge_core::place::award::{Office, Order};
use badge_core::place::documents::{PlaceKey, documents, format_spot, status_list};
use badge_core::place::register::{Register, StatusSpot};
use badge_examples::{SystemEntropy, atelier, folder, now};

fn main() -> Result<(), Box<dyn Error>> {
    // A place's card and an achievement, as they lie in the place's folder.
    let (place, laser) = atelier()?;
    let base = place.base.as_ref().ok_or("a place without an address publishes nothing")?;

    // Ed25519 signs Open Badges 3.0, P-256 VC-JWT, RSA the signed form of 2.0.
    let mut secrets = Vec::new();
    for kind in [KeyKind::Ed25519, KeyKind::P256, KeyKind::Rsa] {
        secrets.push(SecretKey::generate(kind, &mut SystemEntropy)?);
    }
    let today = now();
    let mut keys = Vec::new();
    for secret in &secrets {
        keys.push(PlaceKey { public: secret.public_key().clone(), created: today, retired: None, revoked: None });
    }
    let signers: Vec<&dyn Signer> = secrets.iter().map(|s| s as &dyn Signer).collect();

    // The office seals: every badge is verified against the very documents that are about to be published.
    let register = Register::new(); // one line for each award, where a place keeps them
    let token = Token::from_bytes(Chance::draw(&mut SystemEntropy).subject);
    let draft = place.draft(&Order {
        achievement: &laser,
        language: Lang::Fr,
        to: To::parse("camille@example.org"),
        date: today,
        token,
        status: Some(StatusSpot { list: 1, index: 7 }),
        rsa: secrets.last().map(Signer::public_key),
        chance: Chance::draw(&mut SystemEntropy),
    });
    let achievements = std::slice::from_ref(&laser);
    let mut office = Office::open(&place, &keys, &signers, achievements, &register);
    let sealed = office.seal(&draft, &Format::ALL, today)?;

    // Paths and bytes; where they go is the program's affair. `site` makes the pages that people read.
    let mut files = documents(&place, &keys, achievements, &register);
    files.push(status_list(base, 1, &[], office.key_for(Format::Ob3).ok_or("a key")?, today)?);
    let badges = sealed.into_iter().map(|s| (base.path(&format_spot(token, s.format)), s.bytes));
    let folder = folder()?;
    for (path, bytes) in files.into_iter().map(|f| (f.path, f.bytes)).chain(badges) {
        let file = folder.join(&path);
        std::fs::create_dir_all(file.parent().ok_or("a folder")?)?;
        std::fs::write(file, bytes)?;
        println!("{path}");
    }
    Ok(())
}
