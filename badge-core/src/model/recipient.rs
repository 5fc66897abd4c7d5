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
