//! What came from an address, and whether it is a document at all.
//!
//! A site that is being repaired, that moved, or that wants a login answers every address with a page or with a few words
//! about an error. That says nothing about a badge: what should have been there was *not read*, and the question stays
//! open (D-23, D-34, `docs/decisions/0008`). What was read and is wrong is another matter.

use super::session::Session;
use super::{Because, Unanswered};
use crate::container::Format;
use crate::json::{JsonError, Object, Value};
use crate::resource::{Body, Lookup, Rule};

/// The document that came, or why none did. A document that came and cannot be relied on is told by its fault, as
/// `Ok(Err(_))`.
pub(super) fn object(
    session: &mut Session<'_>,
    lookup: &Lookup,
    body: &Body,
) -> Result<Result<Object, JsonError>, Because> {
    match crate::json::parse(&body.bytes, &session.policy.limits) {
        Ok(Value::Object(doc)) if !says_nothing(&doc) => Ok(Ok(doc)),
        Ok(_) => Err(session.because(lookup)),
        // A picture, or a document of another kind, was read, and is not what it should be (OB2-VER-04).
        Err(why @ (JsonError::Syntax { .. } | JsonError::NotUtf8 { .. })) if !is_text(&body.bytes) => Ok(Err(why)),
        Err(JsonError::Syntax { .. } | JsonError::NotUtf8 { .. }) => Err(session.because(lookup)),
        Err(JsonError::TooLarge { .. }) => Err(too_large(lookup)),
        Err(why) => Ok(Err(why)),
    }
}

/// Whether bytes are such as a server says instead of an answer: a page, a text, nothing that is known.
fn is_text(bytes: &[u8]) -> bool {
    use Format::{Gzip, Json, Jws, Link, Markup, Svg, Text, Unknown, Utf16};
    // Packed once more than the server said, it is whatever was packed: nobody read it.
    matches!(Format::of(bytes), Svg | Json | Jws | Link | Text | Markup | Utf16 | Gzip | Unknown)
}

/// More came than anybody needs for this.
pub(super) fn too_large(lookup: &Lookup) -> Because {
    Because::Unanswered(lookup.clone(), Unanswered::Refused(Rule::TooLarge))
}

/// Members of which every document of an issuer has at least one, of whatever version and class.
const SAY: [&str; 10] =
    ["@context", "@id", "id", "name", "uid", "badge", "recipient", "revoked", "revokedAssertions", "revokedCredential"];

/// Words with which programs tell that something went wrong (among them those of RFC 9457).
const EXCUSES: [&str; 12] = [
    "error",
    "errors",
    "message",
    "messages",
    "status",
    "statusCode",
    "code",
    "detail",
    "title",
    "type",
    "instance",
    "timestamp",
];

/// Whether a JSON object, like `{}` or `{"error": "try again later"}`, is no document of an issuer's at all.
pub(super) fn says_nothing(doc: &Object) -> bool {
    !doc.iter().any(|(name, _)| SAY.contains(&name) || name.contains("://"))
}

/// Whether an object holds words about an error and nothing else; for a list of before 2.0, whose members are named as its
/// issuer likes, and which may be empty.
pub(super) fn is_excuse(doc: &Object) -> bool {
    doc.iter().next().is_some() && doc.iter().all(|(name, _)| EXCUSES.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::name::Url;
    use crate::resource::{Purpose, Resources};
    use crate::time::Timestamp;
    use crate::verify::Policy;

    /// What became of these bytes: `Ok` is whether the document could be relied on.
    fn read(bytes: &[u8], known: &Resources) -> Result<bool, Because> {
        let policy = Policy { limits: Limits { document_bytes: 200, ..Limits::default() }, ..at() };
        let mut session = Session::new(known, &policy);
        let body = Body { bytes: bytes.to_vec(), ..Body::default() };
        object(&mut session, &lookup(), &body).map(|read| read.is_ok())
    }

    fn at() -> Policy {
        Policy::at(Timestamp::parse("2026-06-01T12:00:00Z").unwrap())
    }

    fn lookup() -> Lookup {
        Lookup::new(&Url::parse("https://a.example.org/i.json").unwrap(), Purpose::Issuer)
    }

    // D-23, D-34: what is no document was not read; what is one is judged, and so is one that contradicts itself.
    #[test]
    fn a_page_or_an_error_is_no_document() {
        let mut known = Resources::new();
        known.insert(&lookup().url, crate::resource::Answer::found(""));
        for nothing in [
            "",
            " ",
            "<!doctype html><p>Maintenance",
            "not found",
            "[]",
            "\"ok\"",
            "null",
            "{}",
            "{\"error\":\"x\"}",
            "{\"type\":\"about:blank\",\"title\":\"Unavailable\",\"status\":503}",
            "{\"@conte",
            "\u{0}",
        ] {
            let unread = Because::Unanswered(lookup(), Unanswered::Unreadable);
            assert_eq!(read(nothing.as_bytes(), &known), Err(unread), "{nothing}");
        }
        assert_eq!(read(b"\x1f\x8b\x08\0\0\0", &known), Err(Because::Unanswered(lookup(), Unanswered::Unreadable)));
        assert_eq!(read(&[0xff, 0xfe], &known), Err(Because::Unanswered(lookup(), Unanswered::Unreadable)));
        for said in ["{\"id\":7}", "{\"name\":\"x\"}", "{\"@context\":[]}", "{\"https://schema.org/name\":\"x\"}"] {
            assert_eq!(read(said.as_bytes(), &known), Ok(true), "{said}");
        }
        // OB2-VER-04: a picture is no page.
        for other in [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], b"GIF89a", b"%PDF-1.7\n", br#"{"id":"a","id":"b"}"#] {
            assert_eq!(read(other, &known), Ok(false), "{other:?}");
        }
        let large = format!("{{\"id\":\"{}\"}}", "a".repeat(200));
        assert_eq!(read(large.as_bytes(), &known), Err(too_large(&lookup())));
    }

    // OB2-VER-36: a list of before 2.0 may be empty, and may be named by anything; words about an error are none.
    #[test]
    fn an_error_is_no_list_of_uids() {
        let is = |text: &str| {
            let Ok(Value::Object(doc)) = crate::json::parse(text.as_bytes(), &Limits::default()) else {
                panic!("{text}")
            };
            is_excuse(&doc)
        };
        assert!(is(r#"{"error":"x"}"#) && is(r#"{"status":503,"title":"x"}"#));
        assert!(!is("{}") && !is(r#"{"7":"x"}"#) && !is(r#"{"7":"x","error":"y"}"#));
    }
}
