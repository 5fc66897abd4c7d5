//! What stands in the way of a badge.

use crate::time::Timestamp;
use crate::verify::{Check, CheckCode, Outcome, Reason};

/// Something that is missing or wrong in a draft, before anything is signed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Lack {
    /// The recipient's address is no e-mail address.
    NotAnEmail,
    /// The recipient's DID is none.
    NotADid,
    /// Open Badges 2.0 knows no DID: it needs an e-mail address (D-09).
    Ob2WithDid,
    /// Open Badges 2.0 needs a recipient: a card for nobody yet is Open Badges 3.0 (D-10).
    Ob2WithNobody,
    /// Open Badges 2.0 needs a place with an address (D-03).
    Ob2WithoutAddress,
    /// A signed Open Badge 2.0 needs the address of an RSA key (D-20).
    Ob2WithoutKey,
    /// It ends before it begins.
    EndsBeforeItBegins {
        /// From when on it holds.
        date: Timestamp,
        /// Until when.
        expires: Timestamp,
    },
    /// Coordinates that are nowhere on earth.
    NotOnEarth,
    /// The verifier's own check of the document: what is missing or wrong, and where.
    Document(Check),
}

impl Lack {
    /// The field of the draft at fault: `recipient`, `expires`, `achievement.criteria`, `issuer.email`.
    #[must_use]
    pub fn field(&self) -> String {
        match self {
            Self::NotAnEmail | Self::NotADid | Self::Ob2WithDid | Self::Ob2WithNobody => "recipient".to_owned(),
            Self::Ob2WithoutAddress => "publish.url".to_owned(),
            Self::Ob2WithoutKey => "key".to_owned(),
            Self::EndsBeforeItBegins { .. } => "expires".to_owned(),
            Self::NotOnEarth => "location".to_owned(),
            Self::Document(check) => field_at(check.at.as_str()),
        }
    }

    /// A permanent name: `not_an_email`; for a check of the document, that of its code.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::NotAnEmail => "not_an_email",
            Self::NotADid => "not_a_did",
            Self::Ob2WithDid => "ob2_with_did",
            Self::Ob2WithNobody => "ob2_with_nobody",
            Self::Ob2WithoutAddress => "ob2_without_address",
            Self::Ob2WithoutKey => "ob2_without_key",
            Self::EndsBeforeItBegins { .. } => "ends_before_it_begins",
            Self::NotOnEarth => "not_on_earth",
            Self::Document(check) => check.code.as_str(),
        }
    }

    /// The verifier's code and reason, for a check of the document.
    #[must_use]
    pub fn reason(&self) -> Option<(CheckCode, &Reason)> {
        match self {
            Self::Document(Check { code, outcome: Outcome::Fail(reason) | Outcome::Warn(reason), .. }) => {
                Some((*code, reason))
            }
            _ => None,
        }
    }
}

/// The place in a signed document, in the words of a draft.
fn field_at(pointer: &str) -> String {
    let path = pointer.trim_start_matches('/').replace('/', ".");
    for (from, to) in [
        ("credentialSubject.achievement", "achievement"),
        ("credentialSubject.identifier", "recipient"),
        ("credentialSubject.id", "recipient"),
        ("credentialSubject.activityStartDate", "activity"),
        ("credentialSubject.activityEndDate", "activity"),
        ("credentialSubject.", ""),
        ("validFrom", "date"),
        ("issuedOn", "date"),
        ("validUntil", "expires"),
        ("credentialStatus", "status"),
        ("badge", "achievement"),
    ] {
        if let Some(rest) = path.strip_prefix(from) {
            return format!("{to}{rest}");
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_become_fields() {
        for (pointer, field) in [
            ("/credentialSubject/achievement/criteria", "achievement.criteria"),
            ("/credentialSubject/narrative", "narrative"),
            ("/issuer/email", "issuer.email"),
            ("/validUntil", "expires"),
            ("/evidence/0/id", "evidence.0.id"),
        ] {
            assert_eq!(field_at(pointer), field);
        }
    }
}
