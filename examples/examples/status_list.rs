//! Makes a status list, awards a badge that names an entry of it, revokes the badge.
//!
//! `cargo run -p badge-examples --example status_list`

use std::error::Error;

use badge_core::crypto::{KeyKind, SecretKey, Signer as _};
use badge_core::issue::{Format, Key, To, embed, seal};
use badge_core::json::Value;
use badge_core::model::StatusEntry;
use badge_core::name::Url;
use badge_core::resource::{Answer, Resources};
use badge_core::status::make::{ListDraft, choose};
use badge_core::verify::{Policy, verify};
use badge_examples::{SystemEntropy, award, did_key, now};

const LIST: &str = "https://badges.example.org/status/1.json";

fn main() -> Result<(), Box<dyn Error>> {
    let secret = SecretKey::generate(KeyKind::Ed25519, &mut SystemEntropy)?;
    let (issuer, method) = did_key(secret.public_key()).ok_or("this kind of key has no did:key")?;
    let key = Key { signer: &secret, issuer, method };
    let (today, address) = (now(), Url::parse(LIST)?);

    // The list as published: a credential of its own, with 131,072 entries of which some are struck out.
    let publish = |struck: &[u64]| -> Result<Resources, Box<dyn Error>> {
        let list = ListDraft {
            id: LIST,
            issuer: &key.issuer,
            purpose: "revocation",
            valid_from: today,
            valid_until: None,
            struck,
        };
        let signed = Value::from(embed(&list.document(), &key, today)?).to_compact();
        let mut web = Resources::new();
        web.insert(&address, Answer::found(signed));
        Ok(web)
    };

    // An entry nobody has, drawn at random: neighbours in time are not neighbours in the list.
    let (_, index) = choose(&mut SystemEntropy, |_list| 0, |_list, _index| false);
    let mut draft = award(To::parse("camille@example.org"), today);
    let (list, purpose, id) = (LIST.to_owned(), "revocation".to_owned(), Some(format!("{LIST}#{index}")));
    draft.status = Some(StatusEntry::Bitstring { list, index, purpose, size: 1, messages: vec![], id, legacy: false });
    let keys = std::slice::from_ref(&key);
    let badge = seal(&draft, &[Format::Ob3], keys, today, &publish(&[])?)?.remove(0).presented();

    // The same badge, three readers: one before, one after the revocation, one without a network.
    for (when, web) in [("before", publish(&[])?), ("after", publish(&[index])?), ("offline", Resources::new())] {
        let report = verify(&badge, &web, &Policy::at(today)).report;
        println!("{when}: {}, {}", report.verdict.as_str(), report.standing.as_str());
    }
    Ok(())
}
