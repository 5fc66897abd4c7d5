//! Issuers and other parties.

use super::Image;
use crate::json::Object;

/// A person or an organisation: issuer, creator, source.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// Its id: an address or a DID.
    pub id: Option<String>,
    /// What it calls itself. Not proven by a signature alone: see `issuer.confirmed`.
    pub name: Option<String>,
    /// Its home page.
    pub url: Option<String>,
    /// Where to write to.
    pub email: Option<String>,
    /// OB 3.0 `phone`, OB 2.0 `telephone`.
    pub phone: Option<String>,
    /// What it says about itself.
    pub description: Option<String>,
    /// Its logo.
    pub image: Option<Image>,
    /// Other names under which it is known.
    pub other_identifiers: Vec<Identifier>,
    /// OB 2.0: which addresses its hosted badges may have.
    pub scope: Option<HostedScope>,
    /// OB 2.0: addresses of its keys.
    pub public_keys: Vec<String>,
    /// OB 2.0: address of its revocation list.
    pub revocation_list: Option<String>,
    /// Members that are not understood here, kept as they were.
    pub extra: Object,
}

/// OB 2.0 `verification` of a profile: the addresses at which its hosted badges may live.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HostedScope {
    /// An assertion's address begins with one of these.
    pub starts_with: Vec<String>,
    /// The host of an assertion's address is one of these.
    pub allowed_origins: Vec<String>,
}

/// A name in somebody's register (OB 3.0 `IdentifierEntry`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// The name itself.
    pub identifier: String,
    /// Its type: `identifier`, `ext:…`.
    pub kind: String,
}
