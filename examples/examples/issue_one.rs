//! Awards one badge: a picture on disk that carries a signed Open Badge 3.0.
//!
//! `cargo run -p badge-examples --example issue_one [FOLDER]`

use std::error::Error;

use badge_core::container::{Existing, Keyword, bake};
use badge_core::crypto::{KeyKind, SecretKey, Signer as _};
use badge_core::issue::{Chance, Draft, Format, Ids, Key, To, seal};
use badge_core::limits::Limits;
use badge_core::model::{Achievement, Criteria, Profile};
use badge_core::picture::{Design, Level, to_png};
use badge_core::resource::Resources;
use badge_examples::{SystemEntropy, did_key, folder, fresh_id, now};

fn main() -> Result<(), Box<dyn Error>> {
    // 1. A key. Keep it: `key.to_encrypted_pkcs8_pem(…)`. An issuer without an address is known by its key alone.
    let key = SecretKey::generate(KeyKind::Ed25519, &mut SystemEntropy)?;
    let (issuer, method) = did_key(key.public_key()).ok_or("this kind of key has no did:key")?;

    // 2. What is to be said: by whom, what for, to whom.
    let title = "Découpe laser";
    let id = fresh_id();
    let draft = Draft {
        ids: Ids { ob3: id.clone(), ob3_jwt: id.clone(), ob2_hosted: None, ob2_signed: id },
        issuer: Profile { name: Some("Atelier de l'Exemple".into()), ..Profile::default() },
        achievement: Achievement {
            id: Some(fresh_id()),
            name: Some(title.into()),
            description: Some("Découper une pièce à la bonne cote.".into()),
            criteria: Some(Criteria { id: None, narrative: Some("Avoir découpé trois pièces.".into()) }),
            ..Achievement::default()
        },
        ob2: None, // needs a published address
        to: To::parse("camille@example.org"),
        date: now(),
        expires: Some(now().plus_months(36)),
        awarded: None,
        narrative: Some("Camille a découpé une lampe, une boîte et un engrenage.".into()),
        evidence: Vec::new(),
        location: None,
        role: None,
        activity: (None, None),
        status: None, // needs a published address too
        endorsements: Vec::new(),
        picture: None,
        chance: Chance::draw(&mut SystemEntropy),
    };

    // 3. Signed, and read again by the verifier before anybody sees it.
    let keys = [Key { signer: &key, issuer, method }];
    let signed = seal(&draft, &[Format::Ob3], &keys, now(), &Resources::new())?.remove(0);

    // 4. Baked into a picture: one drawn from the title here, any PNG or SVG will do.
    let picture = to_png(Design::suggested(title, Level::NONE).to_svg(title, "").as_bytes(), 400, &Limits::default())?;
    let text = std::str::from_utf8(&signed.bytes)?;
    let baked = bake(&picture, Keyword::OpenBadgeCredential, text, Existing::Replace, &Limits::default())?;
    let path = folder()?.join("badge.png");
    println!("{}", path.display());
    Ok(std::fs::write(path, baked)?)
}
