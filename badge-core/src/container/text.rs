//! The text rule (BAKE-09): what a text is, told by its first characters.

use crate::limits::Limits;
use crate::name::{NameError, Url};
use crate::text::from_base64url;

use super::{Format, Keyword, Raw, SlotFault};

/// What a text is.
pub(super) enum Kind {
    Json,
    Jws,
    Link(Url),
    /// The token at the end of an address that is longer than addresses may be: what a QR code holds can be.
    Code(String),
}

impl Kind {
    pub(super) const fn format(&self) -> Format {
        match self {
            Self::Json => Format::Json,
            Self::Jws => Format::Jws,
            Self::Link(_) | Self::Code(_) => Format::Link,
        }
    }
}

/// Applies the rule to a text; white space around it plays no part.
pub(super) fn kind(text: &str) -> Option<Kind> {
    let text = text.trim();
    if text.starts_with('{') || is_list(text) {
        return Some(Kind::Json);
    }
    // An address of http or https parses as such; a JWS has no colon.
    if text.contains(':') {
        return match Url::parse(text) {
            Ok(url) => Some(Kind::Link(url)),
            Err(NameError::TooLong) => text.rsplit_once('#').and_then(|(address, token)| {
                (Url::parse(address).is_ok() && is_jws(token)).then(|| Kind::Code(token.to_owned()))
            }),
            Err(_) => None,
        };
    }
    is_jws(text).then_some(Kind::Jws)
}

/// A list of objects or texts in JSON, and not a note in brackets.
fn is_list(text: &str) -> bool {
    text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', '"']) && text.ends_with(']'))
}

/// The credential that a slot's text holds.
pub(super) fn credential(text: String, keyword: Keyword, limits: &Limits) -> Result<Raw, SlotFault> {
    if text.len() > limits.document_bytes {
        return Err(SlotFault::TooLarge { bytes: text.len(), limit: limits.document_bytes });
    }
    // A byte order mark of the file that was baked is no part of what it says.
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    if text.trim().is_empty() {
        return Err(SlotFault::Empty);
    }
    match kind(&text) {
        Some(Kind::Json) => Ok(Raw::Json(text.into_bytes())),
        Some(Kind::Jws) => Ok(Raw::Jws(text.trim().to_owned())),
        Some(Kind::Link(url)) if keyword == Keyword::OpenBadges => Ok(Raw::Link(url)),
        Some(Kind::Link(_) | Kind::Code(_)) | None => Err(SlotFault::NotACredential),
    }
}

/// Three parts of base64url between dots, the first of them a JSON object. The last may be empty: that the badge is
/// not signed is for the proof to say.
pub(super) fn is_jws(text: &str) -> bool {
    let mut parts = text.split('.');
    let (Some(header), Some(payload), Some(signature), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let base64url = |part: &str| part.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_');
    // Four characters are three bytes: enough to see the brace, whatever comes after.
    let brace = header.get(..4).and_then(|head| from_base64url(head).ok());
    !payload.is_empty()
        && base64url(header)
        && base64url(payload)
        && base64url(signature)
        && brace.is_some_and(|bytes| bytes.trim_ascii_start().first() == Some(&b'{'))
}

/// Whether a JSON text found among other things may be a badge: it names what only badges name. What a person gives
/// us is always looked at; of what lies in a document, the rest would only make noise.
pub(super) fn may_be_badge(bytes: &[u8]) -> bool {
    let has = |word: &str| bytes.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    has("openbadge")
        || has("VerifiableCredential")
        || has("imsglobal.org/spec/ob")
        || (has("\"badge\"") && has("\"recipient\""))
}

/// The same for a token, by its payload.
pub(super) fn jws_may_be_badge(jws: &str) -> bool {
    let payload = jws.split('.').nth(1).and_then(|part| from_base64url(part).ok());
    payload.is_some_and(|payload| may_be_badge(&payload) || payload.windows(4).any(|part| part == b"\"vc\""))
}
