//! What the reader asks for.

use super::Lists;
use crate::limits::Limits;
use crate::model::IdentityKind;
use crate::time::Timestamp;
use crate::trust::TrustList;

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
    /// Whom the reader knows; none by default. It changes no verdict.
    pub trust: Vec<TrustList>,
    /// A status list that was not read is a warning instead of an open question. Default false.
    pub tolerate_unread_status: bool,
    /// An endorsement that does not hold, or that is of something else, rejects the badge. Default false.
    pub strict_endorsements: bool,
    /// Report each intermediate of the signature. Default false.
    pub explain: bool,
    /// Seconds after which a stored answer is called stale. Default 30 days for profiles and keys.
    pub max_age: i64,
    /// Seconds after which a stored status list is called stale. Default one day.
    pub max_status_age: i64,
    /// Bounds.
    pub limits: Limits,
    /// Status lists that were decoded for earlier badges. They change no report, only how soon it is there.
    pub lists: Lists,
}

/// Something the reader knows about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownIdentifier {
    /// What kind of identifier.
    pub kind: IdentityKind,
    /// In plain text.
    pub value: String,
}

impl KnownIdentifier {
    /// What a person types: an e-mail address, a telephone number, a DID, an address of the web, any other id; or, with
    /// its type in front, anything else: `studentId=1234`, `accountId=lea`, `ext:carte=77`.
    ///
    /// The type is a name of Open Badges 2.0 or 3.0, or one of the issuer's own ([`IdentityKind::named`]). Where a text
    /// is an e-mail address as a whole, a `=` in it is part of it, unless one of the known types stands in front.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        if let Some((name, value)) = text.split_once('=').map(|(name, value)| (name.trim(), value.trim())) {
            let kind = IdentityKind::named(name);
            let known = !matches!(kind, IdentityKind::Other(_)) || IdentityKind::OB3_NAMES.contains(&name);
            let own = is_type(name) && !is_email(text);
            if !value.is_empty() && (known || own) {
                return Self { kind, value: value.to_owned() };
            }
        }
        let digits = text.trim_start_matches("tel:").trim_start_matches('+');
        let digit_or_mark = |c: u8| c.is_ascii_digit() || b" .-()/".contains(&c);
        let kind = if text.starts_with("did:") {
            IdentityKind::Id
        } else if text.contains("://") {
            IdentityKind::Url
        } else if text.contains('@') {
            IdentityKind::Email
        } else if digits.bytes().any(|c| c.is_ascii_digit()) && digits.bytes().all(digit_or_mark) {
            IdentityKind::Telephone
        } else {
            IdentityKind::Id
        };
        Self { kind, value: text.to_owned() }
    }
}

/// Whether a word can be the name of a type of identifier: never the beginning of an address.
fn is_type(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic())
        && name.chars().all(|c| c.is_alphanumeric() || ":._-".contains(c))
        && (!name.contains(':') || name.starts_with("ext:"))
}

/// Whether the whole text looks like one e-mail address.
fn is_email(text: &str) -> bool {
    text.matches('@').count() == 1 && !text.contains(char::is_whitespace)
}

impl Policy {
    /// The specification's letter, as of `now`.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self {
            now,
            recipient: Vec::new(),
            trust: Vec::new(),
            tolerate_unread_status: false,
            strict_endorsements: false,
            explain: false,
            max_age: 30 * 86_400,
            max_status_age: 86_400,
            limits: Limits::default(),
            lists: Lists::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_has_a_kind() {
        for (text, kind, value) in [
            ("lea@example.org", "email", "lea@example.org"),
            (" lea+a=b@example.org", "email", "lea+a=b@example.org"),
            ("email=lea@example.org", "email", "lea@example.org"),
            ("emailAddress=lea@example.org", "email", "lea@example.org"),
            ("userName=lea@example.org", "userName", "lea@example.org"),
            ("+33 6 12 34 56 78", "telephone", "+33 6 12 34 56 78"),
            ("06.12.34.56.78", "telephone", "06.12.34.56.78"),
            ("tel:+33612345678", "telephone", "tel:+33612345678"),
            ("did:web:example.org:lea", "id", "did:web:example.org:lea"),
            ("did=did:key:z6Mk", "id", "did:key:z6Mk"),
            ("https://example.org/u?id=3", "url", "https://example.org/u?id=3"),
            ("https://example.org/@lea", "url", "https://example.org/@lea"),
            ("urn:uuid:1", "id", "urn:uuid:1"),
            ("studentId=1234", "studentId", "1234"),
            ("ext:carte = 77=8", "ext:carte", "77=8"),
            ("numéro=12", "numéro", "12"),
            ("name=Léa Exemple", "name", "Léa Exemple"),
            ("studentId=", "id", "studentId="),
            ("1a=x", "id", "1a=x"),
            ("deux mots=x", "id", "deux mots=x"),
            ("https:x=y", "id", "https:x=y"),
            ("", "id", ""),
        ] {
            let known = KnownIdentifier::parse(text);
            assert_eq!((known.kind.as_str(), known.value.as_str()), (kind, value), "{text}");
        }
    }
}
