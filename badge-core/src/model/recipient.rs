//! About whom a badge speaks, without saying it aloud: identifiers are hashed with a salt.

/// The person a badge is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recipient {
    /// OB 3.0: id of the subject (`urn:uuid:…` made for this badge alone, or the person's DID).
    pub id: Option<String>,
    /// Identifiers, hashed as a rule.
    pub identities: Vec<Identity>,
}

/// One identifier of the recipient (`IdentityObject`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// What kind of identifier.
    pub kind: IdentityKind,
    /// The hash (`sha256$…`, `md5$…`), or the plain identifier when `hashed` is false.
    pub value: String,
    /// Whether `value` is a hash.
    pub hashed: bool,
    /// Appended to the identifier before hashing.
    pub salt: Option<String>,
}

/// What kind of identifier an identity holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IdentityKind {
    /// OB 3.0 `emailAddress`, OB 2.0 `email`.
    Email,
    /// OB 2.0 `telephone`, OB 3.0 `ext:telephone`.
    Telephone,
    /// OB 2.0 `url`.
    Url,
    /// OB 2.0 `id`, OB 3.0 `identifier`.
    Id,
    /// OB 3.0 `name`.
    Name,
    /// Any other, as written.
    Other(String),
}

impl IdentityKind {
    /// The types that Open Badges 3.0 names (`IdentifierTypeEnum`).
    pub const OB3_NAMES: [&'static str; 19] = [
        "name",
        "sourcedId",
        "systemId",
        "productId",
        "userName",
        "accountId",
        "emailAddress",
        "nationalIdentityNumber",
        "isbn",
        "issn",
        "lisSourcedId",
        "oneRosterSourcedId",
        "sisSourcedId",
        "ltiContextId",
        "ltiDeploymentId",
        "ltiToolId",
        "ltiPlatformId",
        "ltiUserId",
        "identifier",
    ];

    /// The kind of this name, as either version or a person writes it: `email`, `emailAddress`, `tel`, `ext:url`,
    /// `did`. Any other name is a kind of its own.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "email" | "emailAddress" | "mail" => Self::Email,
            "telephone" | "ext:telephone" | "tel" | "phone" => Self::Telephone,
            "url" | "ext:url" => Self::Url,
            "id" | "@id" | "identifier" | "did" => Self::Id,
            "name" => Self::Name,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Its name: `email`, `telephone`, `url`, `id`, `name`, or what was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email => "email",
            Self::Telephone => "telephone",
            Self::Url => "url",
            Self::Id => "id",
            Self::Name => "name",
            Self::Other(other) => other,
        }
    }
}
