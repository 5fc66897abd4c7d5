//! What the library never takes by itself, and a program has to bring: chance, the time, files. And an award to play
//! with, so that each example can show one thing.
//!
//! | `cargo run -p badge-examples --example …` | What it shows |
//! |---|---|
//! | `issue_one` | from a draft to a picture on disk |
//! | `issue_cohort` | several people, several formats |
//! | `verify_file` | judging a file without a network |
//! | `verify_online` | the same, fetching what is missing |
//! | `read_document` | finding the badges in a CV, a letter, a page |
//! | `known_issuer` | asking whether the issuer is on a list |
//! | `publish_folder` | the files of an issuer's site |
//! | `custom_signer` | a key that never leaves its vault |
//! | `status_list` | revoking a badge |

use std::path::PathBuf;

use badge_core::crypto::{Entropy, PublicKey};
use badge_core::issue::{Chance, Draft, Ids, To};
use badge_core::model::{Achievement, Criteria, Profile};
use badge_core::place::{AchievementFile, Place, Problems, Slug, Token};
use badge_core::time::Timestamp;

/// The operating system's source of random bytes.
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&mut self, buffer: &mut [u8]) {
        // Without randomness nothing may be signed: stopping is right.
        getrandom::fill(buffer).expect("the operating system gives random bytes");
    }
}

/// The time, which the library takes as a value.
#[must_use]
pub fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "a program may read the clock, the library may not")]
    let since_1970 = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since_1970.as_secs()).unwrap_or_default();
    Timestamp::from_unix(seconds).expect("a clock before the year 9999")
}

/// The folder given on the command line, or a new one among the temporary files.
///
/// # Errors
/// When the folder cannot be made.
pub fn folder() -> std::io::Result<PathBuf> {
    let mut name = [0; 4];
    SystemEntropy.fill(&mut name);
    let fresh = || std::env::temp_dir().join(format!("badge-example-{:08x}", u32::from_be_bytes(name)));
    let folder = std::env::args_os().nth(1).map_or_else(fresh, PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

const PLACE: &str = r#"
schema = "badge-place/1"
languages = ["fr"]
profile = { name = "Atelier de l'Exemple", url = "https://example.org", email = "bonjour@example.org" }
publish = { url = "https://badges.example.org" }
"#;
const LASER: &str =
    r#"fr = { name = "Découpe laser", description = "Découper à la cote.", criteria = "Trois pièces." }"#;

/// A place with an address, and something that can be achieved there.
///
/// # Errors
/// What is wrong in the two texts above, line by line.
pub fn atelier() -> Result<(Place, AchievementFile), Problems> {
    let slug = Slug::from_title("Découpe laser").expect("a title with letters in it");
    Ok((Place::parse(PLACE)?, AchievementFile::parse(slug, LASER)?))
}

/// Who an issuer without an address is, and what its key is called: `did:key:…` and `did:key:…#…`. `None` for RSA.
#[must_use]
pub fn did_key(key: &PublicKey) -> Option<(String, String)> {
    let multikey = key.to_multikey()?;
    Some((format!("did:key:{multikey}"), format!("did:key:{multikey}#{multikey}")))
}

/// An award to play with; `issue_one` shows how it is written.
#[must_use]
pub fn award(to: To, date: Timestamp) -> Draft {
    let chance = Chance::draw(&mut SystemEntropy);
    let id = fresh_id();
    Draft {
        ids: Ids { ob3: id.clone(), ob3_jwt: id.clone(), ob2_hosted: None, ob2_signed: id },
        issuer: Profile { name: Some("Atelier de l'Exemple".into()), ..Profile::default() },
        achievement: Achievement {
            id: Some("urn:uuid:7d3f4a52-6a0e-4c5e-9a51-0c1f6d2b9e10".into()),
            name: Some("Découpe laser".into()),
            description: Some("Régler la machine et découper une pièce à la bonne cote.".into()),
            criteria: Some(Criteria { id: None, narrative: Some("Avoir découpé trois pièces.".into()) }),
            language: Some("fr".into()),
            ..Achievement::default()
        },
        ob2: None,
        to,
        date,
        expires: None,
        awarded: None,
        narrative: None,
        evidence: Vec::new(),
        location: None,
        role: None,
        activity: (None, None),
        status: None,
        endorsements: Vec::new(),
        picture: None,
        chance,
    }
}

/// A `urn:uuid:` that nobody used before.
#[must_use]
pub fn fresh_id() -> String {
    let mut bytes = [0; 16];
    SystemEntropy.fill(&mut bytes);
    Token::from_bytes(bytes).urn()
}
