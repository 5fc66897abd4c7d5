//! The version-neutral badge and its parts.
//!
//! `model::ob2` and `model::ob3` read and write these. Names follow OB 3.0; what OB 2.0 calls otherwise is said at
//! the field. Nothing here is believed: whether the claims were proven is for [`crate::verify`] to say.

mod achievement;
mod detect;
pub mod ob1;
pub mod ob2;
pub mod ob3;
mod profile;
mod recipient;

pub use achievement::{Achievement, Alignment, Criteria, Evidence, Image, Related};
pub use detect::{detect, other_kind};
pub use profile::{HostedScope, Identifier, Profile};
pub use recipient::{Identity, IdentityKind, Recipient};

use crate::json::{Object, Value};
use crate::time::Timestamp;

/// Which specification a badge follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Version {
    /// Open Badges 0.5.
    Ob05,
    /// Open Badges 1.0.
    Ob10,
    /// Open Badges 1.1.
    Ob11,
    /// Open Badges 2.0 (2.1 has the same badges).
    Ob20,
    /// Open Badges 3.0 on the W3C data model 1.1.
    Ob30Vc11,
    /// Open Badges 3.0 on the W3C data model 2.0.
    Ob30,
}

impl Version {
    /// As people write it: `3.0`, `3.0 (VC 1.1)`, `2.0`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ob05 => "0.5",
            Self::Ob10 => "1.0",
            Self::Ob11 => "1.1",
            Self::Ob20 => "2.0",
            Self::Ob30Vc11 => "3.0 (VC 1.1)",
            Self::Ob30 => "3.0",
        }
    }

    /// Whether this is one of the forms of Open Badges 3.0.
    #[must_use]
    pub const fn is_3(self) -> bool {
        matches!(self, Self::Ob30 | Self::Ob30Vc11)
    }
}

/// What kind of statement a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Kind {
    /// Somebody achieved something.
    #[default]
    Badge,
    /// Somebody supports a badge, an achievement or an issuer.
    Endorsement,
    /// A list of revoked or suspended credentials, itself a credential.
    StatusList,
}

/// One badge (or endorsement, or status list credential), read and not believed.
#[derive(Debug, Clone, PartialEq)]
pub struct Badge {
    /// The specification it follows.
    pub version: Version,
    /// What kind of statement it is.
    pub kind: Kind,
    /// Its id: an address, `urn:uuid:…`; OB 2.0 hosted: where it is served.
    pub id: Option<String>,
    /// The credential's own name (OB 3.0 `name`).
    pub name: Option<String>,
    /// The credential's own description.
    pub description: Option<String>,
    /// Who says so. OB 2.0: the issuer of the BadgeClass.
    pub issuer: Profile,
    /// What was achieved. OB 2.0: the BadgeClass.
    pub achievement: Option<Achievement>,
    /// About whom.
    pub recipient: Recipient,
    /// From when on it holds: `validFrom`, `issuanceDate`, `issuedOn`.
    pub valid_from: Option<Timestamp>,
    /// Until when it holds: `validUntil`, `expirationDate`, `expires`.
    pub valid_until: Option<Timestamp>,
    /// When it was awarded (OB 3.0 `awardedDate`).
    pub awarded: Option<Timestamp>,
    /// What this person did (Markdown).
    pub narrative: Option<String>,
    /// Traces of the work.
    pub evidence: Vec<Evidence>,
    /// The picture of this award, baked.
    pub image: Option<Image>,
    /// When the activity began and ended (OB 3.0).
    pub activity: (Option<Timestamp>, Option<Timestamp>),
    /// The role the person had (OB 3.0).
    pub role: Option<String>,
    /// Where its status can be read.
    pub status: Vec<StatusEntry>,
    /// How an OB 2.0 badge says it is verified.
    pub verification: Option<Verification2>,
    /// Endorsements carried along: credentials, compact JWS, or (OB 2.0) addresses, wherever they stand.
    pub endorsements: Vec<Carried>,
    /// BCP 47 tag of the language it speaks, if it says so (OB 3.0 `inLanguage`, OB 2.0 `@language`).
    pub language: Option<String>,
    /// An OB 2.0 document that says of itself that it is revoked.
    pub revoked: Option<Revocation>,
    /// Members that are not understood here, kept as they were; in a verified document of which statements were signed, as
    /// these say it. Never shown.
    pub extra: Object,
}

impl Badge {
    /// An empty badge of a version, to be filled.
    #[must_use]
    pub fn new(version: Version) -> Self {
        Self {
            version,
            kind: Kind::Badge,
            id: None,
            name: None,
            description: None,
            issuer: Profile::default(),
            achievement: None,
            recipient: Recipient::default(),
            valid_from: None,
            valid_until: None,
            awarded: None,
            narrative: None,
            evidence: Vec::new(),
            image: None,
            activity: (None, None),
            role: None,
            status: Vec::new(),
            verification: None,
            endorsements: Vec::new(),
            language: None,
            revoked: None,
            extra: Object::new(),
        }
    }

    /// What to call it: the achievement's name, else the credential's own.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.achievement.as_ref().and_then(|a| a.name.as_deref()).or(self.name.as_deref())
    }
}

/// An endorsement as carried inside a badge, not yet verified.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// Pointer of the object that carries it, in the document: "" for the badge itself.
    pub at: crate::json::Pointer,
    /// Id of the object that carries it.
    pub on: Option<String>,
    /// The endorsement itself.
    pub form: CarriedForm,
    /// Whether it calls something otherwise than what is around it, in a document whose proof would not tell if the two
    /// were exchanged. The badge then depends on the endorsement's own signature.
    pub differs: bool,
}

/// How an endorsement travels inside a badge.
#[derive(Debug, Clone, PartialEq)]
pub enum CarriedForm {
    /// An embedded credential.
    Embedded(Value),
    /// A compact JWS (`endorsementJwt`).
    Jwt(String),
    /// An address (OB 2.0).
    Address(String),
}

/// Where the status of a credential can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StatusEntry {
    /// An entry of a bit string list: `BitstringStatusListEntry`, `StatusList2021Entry`.
    Bitstring {
        /// Address of the list credential.
        list: String,
        /// Position in the list, in entries.
        index: u64,
        /// `revocation`, `suspension`, `message`, `refresh`.
        purpose: String,
        /// Bits an entry, 1 by default.
        size: u32,
        /// Texts for the values, by value.
        messages: Vec<(u64, String)>,
        /// The entry's own id.
        id: Option<String>,
        /// Written in the older form of 2021.
        legacy: bool,
    },
    /// `1EdTechRevocationList`: a JSON list of revoked ids.
    RevocationList {
        /// Address of the list.
        list: String,
    },
    /// A type that is not known here.
    Unknown {
        /// The type's name.
        kind: String,
    },
    /// An entry that cannot be used as it is written (a missing or malformed member, named).
    Malformed {
        /// The member at fault.
        member: String,
    },
}

/// How an OB 2.0 assertion says it is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verification2 {
    /// By fetching it from its own address.
    Hosted,
    /// By a JWS; `creator` names the key.
    Signed {
        /// Address of the key.
        creator: Option<String>,
    },
}

/// That a badge was revoked, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Revocation {
    /// The issuer's words.
    pub reason: Option<String>,
}
