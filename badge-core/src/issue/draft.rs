//! What is to be said, before it takes a form.

use crate::crypto::{Entropy, sha256};
use crate::model::{Achievement, Carried, Evidence, Identity, IdentityKind, Profile, StatusEntry};
use crate::text;
use crate::time::Timestamp;

/// One award, in words that no format has shaped yet. Everything is public: a shell fills it in, and
/// [`Draft::unsigned`] says what is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The names under which each form of it will be known.
    pub ids: Ids,
    /// Who awards. The id is set for each format by the key that signs.
    pub issuer: Profile,
    /// What was achieved, as OB 3.0 has it.
    pub achievement: Achievement,
    /// The addresses that OB 2.0 needs; `None` for a place without an address (D-03).
    pub ob2: Option<Ob2Names>,
    /// Who earned it.
    pub to: To,
    /// From when on it holds.
    pub date: Timestamp,
    /// Until when it holds.
    pub expires: Option<Timestamp>,
    /// When it was first awarded, if that is another day than `date` (OB3-DM-16).
    pub awarded: Option<Timestamp>,
    /// What this person did (Markdown).
    pub narrative: Option<String>,
    /// Traces of the work.
    pub evidence: Vec<Evidence>,
    /// Where it was earned.
    pub location: Option<Location>,
    /// The role the person had.
    pub role: Option<String>,
    /// When the activity began and ended.
    pub activity: (Option<Timestamp>, Option<Timestamp>),
    /// Where its status can be read (OB 3.0).
    pub status: Option<StatusEntry>,
    /// Endorsements that go with it (OB 3.0): each with the place in the document where it stands.
    pub endorsements: Vec<Carried>,
    /// Address of the baked picture (OB 2.0 `image`), if it is published.
    pub picture: Option<String>,
    /// The random parts.
    pub chance: Chance,
}

/// The names of the forms of one award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ids {
    /// OB 3.0 with an embedded proof.
    pub ob3: String,
    /// OB 3.0 as VC-JWT.
    pub ob3_jwt: String,
    /// OB 2.0, hosted: the address at which it is served (OB2-DM-10).
    pub ob2_hosted: Option<String>,
    /// OB 2.0, signed: `urn:uuid:…`.
    pub ob2_signed: String,
}

/// What OB 2.0 finds by address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ob2Names {
    /// The BadgeClass.
    pub badge_class: String,
    /// The issuer's profile.
    pub issuer: String,
    /// The CryptographicKey that signs, for signed badges (OB2-VER-37).
    pub key: Option<String>,
}

/// Who earned a badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// Somebody with this e-mail address. Only its hash is written.
    Email(String),
    /// Somebody with this DID.
    Did(String),
    /// Nobody yet: a card that will be claimed (D-10).
    Nobody,
}

/// Where something took place (D-01).
#[derive(Debug, Clone, PartialEq)]
pub struct Location {
    /// The place in words.
    pub text: String,
    /// Latitude and longitude in degrees (WGS 84).
    pub point: Option<(f64, f64)>,
}

/// The random parts of an award, drawn for it alone and never used again (D-09).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chance {
    /// Becomes the subject's `urn:uuid`.
    pub subject: [u8; 16],
    /// Becomes the salt of the hashed address (OB2-VER-41: at least 16 bytes).
    pub salt: [u8; 16],
}

impl Chance {
    /// Draws the random parts of one award.
    pub fn draw(entropy: &mut dyn Entropy) -> Self {
        let mut chance = Self { subject: [0; 16], salt: [0; 16] };
        entropy.fill(&mut chance.subject);
        entropy.fill(&mut chance.salt);
        chance
    }
}

impl To {
    /// Reads what a person wrote after `--to`: a DID, or else an e-mail address. Whether it is one is checked later.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        if text.starts_with("did:") { Self::Did(text.to_owned()) } else { Self::Email(text.to_owned()) }
    }
}

impl Location {
    /// Reads `TEXT` or `TEXT;lat,lon` (D-01). `None` when the text is empty or the coordinates are none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (words, point) = match text.rsplit_once(';') {
            None => (text, None),
            Some((words, point)) => {
                let (latitude, longitude) = point.split_once(',')?;
                let number = |s: &str| s.trim().parse::<f64>().ok();
                (words, Some((number(latitude)?, number(longitude)?)))
            }
        };
        let location = Self { text: words.trim().to_owned(), point };
        (!location.text.is_empty() && location.is_on_earth()).then_some(location)
    }

    /// Whether the coordinates, if any, are a latitude within ±90 and a longitude within ±180.
    #[must_use]
    pub fn is_on_earth(&self) -> bool {
        self.point.is_none_or(|(lat, lon)| (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon))
    }
}

/// The hashed identity of an e-mail address: SHA-256 over the trimmed address in small letters, then the salt
/// (OB2-VER-41, OB2-VER-44, OB3-DM-105).
#[must_use]
pub fn hashed_email(email: &str, salt: &[u8; 16]) -> Identity {
    let salt = text::base64url(salt);
    let digest = sha256(format!("{}{salt}", email.trim().to_lowercase()).as_bytes());
    Identity {
        kind: IdentityKind::Email,
        value: format!("sha256${}", text::hex(&digest)),
        hashed: true,
        salt: Some(salt),
    }
}

/// `urn:uuid:` of 16 bytes, with the bits of RFC 9562 set for a version.
pub(crate) fn uuid_urn(mut bytes: [u8; 16], version: u8) -> String {
    bytes[6] = (bytes[6] & 0x0f) | (version << 4);
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let h = text::hex(&bytes);
    format!("urn:uuid:{}-{}-{}-{}-{}", &h[..8], &h[8..12], &h[12..16], &h[16..20], &h[20..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_hashed_alike_however_they_are_typed() {
        // OB2-VER-41, OB2-VER-44
        let a = hashed_email(" Camille.Martin@Example.ORG ", &[1; 16]);
        assert_eq!(a, hashed_email("camille.martin@example.org", &[1; 16]));
        assert_ne!(a.value, hashed_email("camille.martin@example.org", &[2; 16]).value);
        let by_hand = sha256(format!("camille.martin@example.org{}", a.salt.unwrap()).as_bytes());
        assert_eq!(a.value, format!("sha256${}", text::hex(&by_hand)));
    }

    #[test]
    fn locations_are_read() {
        // D-01
        let l = Location::parse("Hérouville-Saint-Clair; 49.2, -0.33").unwrap();
        assert_eq!((l.text.as_str(), l.point), ("Hérouville-Saint-Clair", Some((49.2, -0.33))));
        assert_eq!(Location::parse("Caen").unwrap().point, None);
        for bad in ["", ";1,2", "Caen;", "Caen;1", "Caen;91,0", "Caen;0,181", "Caen;NaN,0", "Caen;a,b"] {
            assert_eq!(Location::parse(bad), None, "{bad}");
        }
    }
}
