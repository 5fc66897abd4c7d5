//! What the reader asks for.

use crate::limits::Limits;
use crate::model::IdentityKind;
use crate::time::Timestamp;

/// The reader's question: as of when, about whom, how strictly.
///
/// The default is the letter of the specification: a badge is verified only when every step passed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Policy {
    /// The instant for which to judge. The library reads no clock.
    pub now: Timestamp,
    /// About whom it should be, if the reader asks.
    pub recipient: Vec<KnownIdentifier>,
    /// A status list that was not read is a warning instead of an open question. Default false.
    pub tolerate_unread_status: bool,
    /// An endorsement that does not hold rejects the badge. Default false.
    pub strict_endorsements: bool,
    /// Report each intermediate of the signature. Default false.
    pub explain: bool,
    /// Seconds after which a stored answer is called stale. Default 30 days for profiles and keys.
    pub max_age: i64,
    /// Seconds after which a stored status list is called stale. Default one day.
    pub max_status_age: i64,
    /// Bounds.
    pub limits: Limits,
}

/// Something the reader knows about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownIdentifier {
    /// What kind of identifier.
    pub kind: IdentityKind,
    /// In plain text.
    pub value: String,
}

impl Policy {
    /// The specification's letter, as of `now`.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self {
            now,
            recipient: Vec::new(),
            tolerate_unread_status: false,
            strict_endorsements: false,
            explain: false,
            max_age: 30 * 86_400,
            max_status_age: 86_400,
            limits: Limits::default(),
        }
    }
}
