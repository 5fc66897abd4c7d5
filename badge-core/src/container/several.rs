//! One document that carries several credentials: a presentation (VC Data Model 1.1 and 2.0, as JSON or as a JWT), a
//! list, an object with a member `verifiableCredential`, and a credential in a `data:` address. What programs put around
//! badges is in `wrapper`. Each credential is
//! handed on with its own bytes, exactly as they stand in the document.

use std::ops::Range;
use std::sync::Arc;

use crate::json::{self, Object, Pointer, Value};
use crate::limits::Limits;
use crate::text::{from_base64, from_base64url};

use super::opening::Opening;
use super::span::spans;
use super::{Finding, Raw, Wrapping, text, wrapper};

/// Hands on what a JSON document carries. Returns `false`, and does nothing, when it carries nothing of the kind: then
/// it is looked at as a whole.
pub(super) fn json(opening: &mut Opening<'_>, bytes: &[u8]) -> bool {
    // Where one badge is asked for, nothing within something else is looked for.
    if opening.limits.nesting == 0 {
        return false;
    }
    let Ok(value) = json::parse(bytes, opening.limits) else { return wrapper::sequence(opening, bytes) };
    let Some(carried) = entries(&value) else { return wrapper::members(opening, bytes, &value) };
    let envelope = carried.at_member.then(|| Arc::new(Raw::Json(bytes.to_vec())));
    all(opening, bytes, &spans(bytes, &carried.at), &carried, envelope);
    if opening.found_nothing() && !opening.is_part() {
        opening.say(Finding::NotACredential);
    }
    true
}

/// The same for a presentation that is a JWT: as `vp` in its claims, or as the payload itself.
pub(super) fn jws(opening: &mut Opening<'_>, token: &str) -> bool {
    if opening.limits.nesting == 0 {
        return false;
    }
    let Some(payload) = token.split('.').nth(1).and_then(|part| from_base64url(part).ok()) else { return false };
    let Ok(value) = json::parse(&payload, opening.limits) else { return false };
    let inner = value.get("vp").filter(|vp| vp.as_object().is_some());
    let presented = inner.or(Some(&value)).and_then(Value::as_object).is_some_and(is_presentation);
    if !presented {
        return false;
    }
    let at = inner.map_or_else(Pointer::root, |_| Pointer::root().member("vp"));
    let Some(carried) = member(inner.unwrap_or(&value), &at) else { return false };
    all(opening, &payload, &spans(&payload, &carried.at), &carried, Some(Arc::new(Raw::Jws(token.trim().to_owned()))));
    true
}

/// Whether a text is a token or a JSON object of something else than badges: what a site signed for its own ends, what a
/// program keeps. What cannot be read may have been a badge.
pub(super) fn is_of_others(text: &str, limits: &Limits) -> bool {
    let payload = match text::kind(text) {
        Some(text::Kind::Jws) => text.trim().split('.').nth(1).and_then(|part| from_base64url(part).ok()),
        Some(text::Kind::Json) => Some(text.as_bytes().to_vec()),
        _ => None,
    };
    let Some(payload) = payload else { return false };
    let value = json::parse(&payload, limits);
    value.is_ok_and(|value| value.as_object().is_some_and(|doc| !wrapper::wants_to_be_a_badge(doc, &payload)))
}

/// A presentation by its type. Its own proof, by whoever shows the badges, says nothing about them.
fn is_presentation(doc: &Object) -> bool {
    has_type(doc, "VerifiablePresentation")
}

fn has_type(doc: &Object, name: &str) -> bool {
    doc.get("type").is_some_and(|types| types.many().iter().any(|t| t.as_str() == Some(name)))
}

/// The things in a document that may be credentials, and where they stand; never none.
pub(super) struct Carried<'v> {
    pub(super) at: Pointer,
    pub(super) entries: &'v [Value],
    /// They are entries of a list; otherwise the one thing itself stands there.
    pub(super) listed: bool,
    /// They stand in the member `verifiableCredential` of an object, which may be signed in its turn.
    pub(super) at_member: bool,
}

/// What a document carries; nothing when it is not of a kind that carries any.
fn entries(value: &Value) -> Option<Carried<'_>> {
    let here = |at_member| carried(value, Pointer::root(), at_member);
    match value {
        Value::Array(_) => here(false),
        Value::Object(doc) if enveloped(doc).is_some() => here(false),
        // A credential that carries others within (a transcript) is itself what was given.
        Value::Object(doc) if has_type(doc, "VerifiableCredential") => None,
        Value::Object(_) => member(value, &Pointer::root()),
        _ => None,
    }
}

fn member<'v>(value: &'v Value, at: &Pointer) -> Option<Carried<'v>> {
    carried(value.get("verifiableCredential")?, at.member("verifiableCredential"), true)
}

fn carried(value: &Value, at: Pointer, at_member: bool) -> Option<Carried<'_>> {
    let entries = value.many();
    let listed = matches!(value, Value::Array(_));
    (!entries.is_empty()).then_some(Carried { at, entries, listed, at_member })
}

/// Hands on each, with its own bytes at `spans`; the first badge that is found brings the envelope along, so that its own
/// proof is looked at once.
pub(super) fn all(
    opening: &mut Opening<'_>,
    bytes: &[u8],
    spans: &[Range<usize>],
    carried: &Carried<'_>,
    envelope: Option<Arc<Raw>>,
) {
    let before = opening.count();
    let mut others = 0;
    for (index, value) in carried.entries.iter().enumerate() {
        let at = if carried.listed { carried.at.entry(index) } else { carried.at.clone() };
        let presentation = envelope.clone().filter(|_| opening.count() == before);
        let wrapping = Wrapping::Member { pointer: at.as_str().to_owned(), presentation };
        let own = spans.get(index).and_then(|range| bytes.get(range.clone())).unwrap_or_default();
        match entry(own, value, opening.limits) {
            Entry::Found(raw) => opening.within(wrapping, |opening| opening.credential(raw)),
            Entry::Part(inner) => {
                let seen = opening.seen();
                opening.part(wrapping, &inner);
                others += usize::from(opening.seen() == seen);
            }
            Entry::Nothing => others += 1,
        }
    }
    // Where there is no badge at all, that is what is said.
    if others > 0 && opening.count() > before {
        opening.say(Finding::OtherEntries { count: others, total: carried.entries.len() });
    }
}

enum Entry {
    Found(Raw),
    /// Something that may carry others in its turn.
    Part(Vec<u8>),
    Nothing,
}

fn entry(own: &[u8], value: &Value, limits: &Limits) -> Entry {
    match value {
        Value::String(token) if text::is_jws(token.trim()) => Entry::Part(token.trim().as_bytes().to_vec()),
        // A badge that somebody's program put into a text, as a text.
        Value::String(json) if json.trim_start().starts_with('{') && text::may_be_badge(json.as_bytes()) => {
            Entry::Part(json.as_bytes().to_vec())
        }
        Value::Array(_) if wrapper::may_carry(value, own) => Entry::Part(own.to_vec()),
        Value::Object(doc) => match enveloped(doc) {
            Some(Envelope::Token(token)) => Entry::Part(token.into_bytes()),
            Some(Envelope::Json(inner)) if inner.len() <= limits.document_bytes => Entry::Part(inner),
            Some(_) => Entry::Nothing,
            None => {
                let wrapper = !wrapper::says_what_it_is(doc) && wrapper::may_carry(value, own);
                if wrapper || is_presentation(doc) {
                    Entry::Part(own.to_vec())
                } else if text::may_be_badge(own) {
                    Entry::Found(Raw::Json(own.to_vec()))
                } else {
                    Entry::Nothing
                }
            }
        },
        _ => Entry::Nothing,
    }
}

enum Envelope {
    Token(String),
    Json(Vec<u8>),
    /// A form that is not read here (SD-JWT, COSE, …).
    Other,
}

/// The token in an `EnvelopedVerifiableCredential`.
pub(crate) fn token_in_envelope(doc: &Object) -> Option<String> {
    match enveloped(doc) {
        Some(Envelope::Token(token)) => Some(token),
        _ => None,
    }
}

/// `EnvelopedVerifiableCredential` and `…Presentation` (VC Data Model 2.0, section 4.13): the thing itself is in the
/// `data:` address that is the object's id.
fn enveloped(doc: &Object) -> Option<Envelope> {
    if !has_type(doc, "EnvelopedVerifiableCredential") && !has_type(doc, "EnvelopedVerifiablePresentation") {
        return None;
    }
    let address = doc.get("id").and_then(Value::as_str)?;
    let (media, data) = address.strip_prefix("data:")?.split_once(',')?;
    let mut parts = media.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default().to_ascii_lowercase();
    let base64 = parts.any(|p| p.eq_ignore_ascii_case("base64"));
    let text =
        if base64 { from_base64(data).ok().and_then(|b| String::from_utf8(b).ok()) } else { Some(data.to_owned()) };
    let Some(text) = text else { return Some(Envelope::Other) };
    let jwt = ["jwt", "vc+jwt", "vp+jwt", "vc+ld+json+jwt", "vp+ld+json+jwt"];
    Some(if jwt.iter().any(|j| media == format!("application/{j}")) && text::is_jws(&text) {
        Envelope::Token(text)
    } else if base64 && text.trim_start().starts_with('{') {
        Envelope::Json(text.into_bytes())
    } else {
        Envelope::Other
    })
}
