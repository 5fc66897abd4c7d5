//! Awards a badge to several people, each in two formats, into one folder.
//!
//! `cargo run -p badge-examples --example issue_cohort [FOLDER]`

use std::error::Error;

use badge_core::crypto::{KeyKind, SecretKey, Signer};
use badge_core::issue::{Format, Key, SealError, To, seal};
use badge_core::resource::Resources;
use badge_examples::{SystemEntropy, award, did_key, folder, now};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = folder()?;
    // An embedded proof is signed with Ed25519, a VC-JWT with P-256. The same keys serve everybody.
    let secrets = [
        SecretKey::generate(KeyKind::Ed25519, &mut SystemEntropy)?,
        SecretKey::generate(KeyKind::P256, &mut SystemEntropy)?,
    ];
    let mut keys = Vec::new();
    for secret in &secrets {
        let (issuer, method) = did_key(secret.public_key()).ok_or("this kind of key has no did:key")?;
        keys.push(Key { signer: secret, issuer, method });
    }

    let people = ["camille@example.org", "dominique@example.org", "sans-arobase", "did:web:sasha.example.org"];
    for person in people {
        // Each draft draws its own random parts: two badges of one person cannot be linked.
        let draft = award(To::parse(person), now());
        match seal(&draft, &[Format::Ob3, Format::Ob3Jwt], &keys, now(), &Resources::new()) {
            Ok(all) => {
                for signed in &all {
                    let name = format!("{}.{}", person.replace([':', '@'], "-"), signed.format.file_name());
                    std::fs::write(folder.join(&name), &signed.bytes)?;
                    println!("{name}");
                }
            }
            // Everything that is missing is told at once, and nothing of this award was signed. Go on with the others.
            Err(SealError::Incomplete { lacks, .. }) => {
                for lack in lacks {
                    println!("{person}: {} ({})", lack.as_str(), lack.field());
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(())
}
