//! What can be achieved.

use super::{Identifier, Profile};
use crate::json::Object;

/// Something a person can achieve (OB 2.0: BadgeClass).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Achievement {
    /// Its id: an address, `urn:uuid:…`.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// What one has to do. Required by both versions.
    pub criteria: Option<Criteria>,
    /// OB 3.0 `achievementType`: `Badge`, `CommunityService`, `ext:…`.
    pub kind: Option<String>,
    /// Its picture, unbaked.
    pub image: Option<Image>,
    /// Keywords.
    pub tags: Vec<String>,
    /// Links to frameworks (ESCO, ROME, RNCP, a place's ladder).
    pub alignments: Vec<Alignment>,
    /// Other achievements: another language, an older version, an equivalent.
    pub related: Vec<Related>,
    /// BCP 47 tag of its language.
    pub language: Option<String>,
    /// Its version, as text.
    pub version: Option<String>,
    /// Who designed it, when that is not the issuer.
    pub creator: Option<Box<Profile>>,
    /// Other names under which it is known.
    pub other_identifiers: Vec<Identifier>,
    /// OB 2.0: id of the issuer named by the BadgeClass.
    pub issuer_id: Option<String>,
    /// Members that are not understood here, kept as they were.
    pub extra: Object,
}

/// What one has to do to earn it. One of the two is present.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Criteria {
    /// A page that says it.
    pub id: Option<String>,
    /// The words themselves (Markdown).
    pub narrative: Option<String>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Image {
    /// Its address, or a data URI.
    pub id: String,
    /// What can be seen on it, for those who do not see it.
    pub caption: Option<String>,
}

/// A trace of what was done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// A page that shows it.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// A short description.
    pub description: Option<String>,
    /// What was done (Markdown).
    pub narrative: Option<String>,
    /// What kind of trace it is.
    pub genre: Option<String>,
    /// For whom it is meant.
    pub audience: Option<String>,
}

/// A link from an achievement to an entry of a framework.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alignment {
    /// The entry's name.
    pub target_name: Option<String>,
    /// The entry's address.
    pub target_url: Option<String>,
    /// The entry's code.
    pub target_code: Option<String>,
    /// The framework's name.
    pub target_framework: Option<String>,
    /// What the entry says.
    pub target_description: Option<String>,
    /// OB 3.0 `targetType`.
    pub target_type: Option<String>,
}

/// Another achievement that this one is related to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Related {
    /// Its id.
    pub id: String,
    /// Its language.
    pub language: Option<String>,
    /// Its version.
    pub version: Option<String>,
}
