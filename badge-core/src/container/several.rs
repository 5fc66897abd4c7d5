//! One document that carries several credentials: a presentation (VC Data Model 1.1 and 2.0, as JSON or as a JWT), a
//! list, an object with a member `verifiableCredential`, and a credential in a `data:` address. Each credential is
//! handed on with its own bytes, exactly as they stand in the document.

use std::sync::Arc;

use crate::json::{self, Object, Pointer, Value};
use crate::limits::Limits;
use crate::text::{from_base64, from_base64url};

use super::opening::Opening;
use super::span::span;
use super::{Finding, Raw, Wrapping, text};

/// Hands on what a JSON document carries. Returns `false`, and does nothing, when it carries nothing of the kind: then
/// it is looked at as a whole.
pub(super) fn json(opening: &mut Opening<'_>, bytes: &[u8]) -> bool {
    // Where one badge is asked for, nothing within something else is looked for.
    if opening.limits.nesting == 0 {
        return false;
    }
    let Ok(value) = json::parse(bytes, opening.limits) else { return false };
    let entries = entries(&value);
    if entries.is_empty() {
        return false;
    }
    let whole = value.as_object().filter(|doc| is_presentation(doc)).map(|_| Arc::new(Raw::Json(bytes.to_vec())));
    all(opening, bytes, &entries, whole.as_ref());
    if opening.found_nothing() && !opening.is_part() {
        opening.say(Finding::NoBadge);
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
    let entries = carried(inner.unwrap_or(&value), &at);
    if entries.is_empty() {
        return false;
    }
    all(opening, &payload, &entries, Some(&Arc::new(Raw::Jws(token.trim().to_owned()))));
    true
}

/// A presentation by its type. Its own proof, by whoever shows the badges, says nothing about them.
fn is_presentation(doc: &Object) -> bool {
    has_type(doc, "VerifiablePresentation")
}

fn has_type(doc: &Object, name: &str) -> bool {
    doc.get("type").is_some_and(|types| types.many().iter().any(|t| t.as_str() == Some(name)))
}

/// The credentials in a document, with their places; none when the document is not of a kind that carries any.
fn entries(value: &Value) -> Vec<(Pointer, &Value)> {
    match value {
        Value::Array(list) => list.iter().enumerate().map(|(i, v)| (Pointer::root().entry(i), v)).collect(),
        Value::Object(doc) if enveloped(doc).is_some() => vec![(Pointer::root(), value)],
        // A credential that carries others within (a transcript) is itself what was given.
        Value::Object(doc) if has_type(doc, "VerifiableCredential") => Vec::new(),
        Value::Object(_) => carried(value, &Pointer::root()),
        _ => Vec::new(),
    }
}

fn carried<'v>(value: &'v Value, at: &Pointer) -> Vec<(Pointer, &'v Value)> {
    let at = at.member("verifiableCredential");
    match value.get("verifiableCredential") {
        Some(Value::Array(list)) => list.iter().enumerate().map(|(i, v)| (at.entry(i), v)).collect(),
        Some(one) => vec![(at, one)],
        None => Vec::new(),
    }
}

fn all(opening: &mut Opening<'_>, bytes: &[u8], entries: &[(Pointer, &Value)], presentation: Option<&Arc<Raw>>) {
    for (at, value) in entries {
        let wrapping = Wrapping::Member { pointer: at.as_str().to_owned(), presentation: presentation.cloned() };
        match entry(bytes, at, value, opening.limits) {
            Entry::Found(raw) => opening.within(wrapping, |opening| opening.credential(raw)),
            Entry::Part(inner) => opening.part(wrapping, &inner),
            Entry::Nothing => {}
        }
    }
}

enum Entry {
    Found(Raw),
    /// Something that may carry others in its turn.
    Part(Vec<u8>),
    Nothing,
}

fn entry(bytes: &[u8], at: &Pointer, value: &Value, limits: &Limits) -> Entry {
    match value {
        Value::String(token) if text::is_jws(token.trim()) => Entry::Part(token.trim().as_bytes().to_vec()),
        Value::Object(doc) => match enveloped(doc) {
            Some(Envelope::Token(token)) => Entry::Part(token.into_bytes()),
            Some(Envelope::Json(inner)) if inner.len() <= limits.document_bytes => Entry::Part(inner),
            Some(_) => Entry::Nothing,
            None => {
                let own = span(bytes, at).and_then(|range| bytes.get(range)).unwrap_or_default().to_vec();
                if is_presentation(doc) {
                    Entry::Part(own)
                } else if text::may_be_badge(&own) {
                    Entry::Found(Raw::Json(own))
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
