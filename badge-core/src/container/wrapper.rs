//! What programs put around badges: the answer of a host (`{"credential": […], "compactJwsString": […]}`, OB 3.0 API), an
//! export (`{"badge": "…"}`), one JSON text after the other (NDJSON), JSON with words behind it.
//!
//! None of that is a badge, so none of it is a bad one.

use crate::json::{self, Object, Pointer, Value};

use super::open::nothing;
use super::opening::Opening;
use super::several::{Carried, all};
use super::{Finding, LinkKind, Wrapping, prose, span, text};

/// Names under which programs keep badges: where one of them is, the object is what is around them, though it be empty.
const KEPT: [&str; 10] = [
    "credential",
    "credentials",
    "compactJwsString",
    "verifiableCredential",
    "verifiableCredentials",
    "badge",
    "badges",
    "assertion",
    "assertions",
    "openBadges",
];

/// Hands on what stands in the members of an object that does not say by itself what it is. Returns `false` where it does,
/// and where there is nothing in it: then it is looked at as a whole.
pub(super) fn members(opening: &mut Opening<'_>, bytes: &[u8], value: &Value) -> bool {
    let Some(doc) = value.as_object().filter(|doc| !says_what_it_is(doc)) else { return false };
    for ((name, value), span) in doc.iter().zip(span::members(bytes)) {
        let Some(own) = bytes.get(span) else { continue };
        let (entries, listed) = (value.many(), matches!(value, Value::Array(_)));
        if !entries.is_empty() && may_carry(value, own) {
            let carried = Carried { at: Pointer::root().member(name), entries, listed, at_member: false };
            all(opening, own, &span::spans(own, &Pointer::root()), &carried, None);
        }
    }
    if opening.found_nothing() && !opening.is_part() {
        links(opening, bytes);
        if opening.badge_links() == 0 && wants_to_be_a_badge(doc, bytes) && !KEPT.iter().any(|name| doc.contains(name))
        {
            return false;
        }
        nothing(opening, Finding::NotACredential);
    }
    true
}

/// Hands on the JSON texts that stand one after the other, and one that is followed by words in another line. Returns
/// `false`, and does nothing, for anything else: a text that is no JSON is a bad one.
pub(super) fn sequence(opening: &mut Opening<'_>, bytes: &[u8]) -> bool {
    let (spans, end) = span::sequence(bytes);
    let rest = &bytes[end..];
    let values: Vec<Value> = spans
        .iter()
        .take(opening.limits.parts)
        .map(|span| {
            bytes.get(span.clone()).and_then(|own| json::parse(own, opening.limits).ok()).unwrap_or(Value::Null)
        })
        .collect();
    if spans.len() > values.len() {
        opening.bound("parts");
    }
    let read = values.iter().filter(|value| **value != Value::Null).count();
    let words = rest.trim_ascii_start();
    let on_another_line = rest[..rest.len() - words.len()].contains(&b'\n');
    if read == 0 || (spans.len() == 1 && (words.is_empty() || !on_another_line || words.contains(&b'}'))) {
        return false;
    }
    let carried = Carried { at: Pointer::root(), entries: &values, listed: spans.len() > 1, at_member: false };
    if carried.listed {
        all(opening, bytes, &spans, &carried, None);
    } else {
        let text = String::from_utf8_lossy(&bytes[..end]);
        opening.within(Wrapping::Text, |opening| prose::look_for_objects(opening, &text));
    }
    if let Ok(words) = std::str::from_utf8(words) {
        opening.within(Wrapping::Text, |opening| prose::look(opening, words));
    }
    nothing(opening, Finding::NotACredential);
    true
}

/// Whether anything in an object tells that it is meant as a badge, however badly made: its kind, a member that badges have,
/// a word that only badges use. What a person's programs keep beside badges (`package.json`, a map, a login) has none.
pub(super) fn wants_to_be_a_badge(doc: &Object, bytes: &[u8]) -> bool {
    const MEMBERS: [&str; 10] = [
        "vc",
        "vp",
        "uid",
        "achievement",
        "evidence",
        "narrative",
        "proof",
        "credentialStatus",
        "credentialSchema",
        "validFrom",
    ];
    says_what_it_is(doc) || text::may_be_badge(bytes) || KEPT.iter().chain(&MEMBERS).any(|name| doc.contains(name))
}

/// Whether an object says what it is, be it good or bad: a badge or something else of which Open Badges are made.
pub(super) fn says_what_it_is(doc: &Object) -> bool {
    const OWN: [&str; 10] = [
        "@context",
        "credentialSubject",
        "recipient",
        "criteria",
        "issuer",
        "issuedOn",
        "issued_on",
        "revoked",
        "verify",
        "verification",
    ];
    const TYPES: [&str; 8] =
        ["Credential", "Presentation", "Assertion", "BadgeClass", "Achievement", "Issuer", "Profile", "RevocationList"];
    let named = |value: &Value| value.as_str().is_some_and(|name| TYPES.iter().any(|end| name.ends_with(end)));
    let types = doc.get("type").or_else(|| doc.get("@type"));
    OWN.iter().any(|name| doc.contains(name)) || types.is_some_and(|types| types.many().iter().any(named))
}

/// A first look, so that what carries nothing costs no more than reading it.
pub(super) fn may_carry(value: &Value, own: &[u8]) -> bool {
    match value {
        Value::String(token) if text::is_jws(token.trim()) => true,
        // Quotes in a text within a text are written with a backslash.
        Value::String(json) => text::may_be_badge(json.as_bytes()),
        Value::Array(entries) => text::may_be_badge(own) || entries.iter().any(|entry| may_carry(entry, &[])),
        Value::Object(doc) => text::may_be_badge(own) || doc.iter().any(|(_, value)| may_carry(value, &[])),
        _ => false,
    }
}

fn links(opening: &mut Opening<'_>, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).replace("\\/", "/");
    opening.within(Wrapping::Text, |opening| {
        for url in prose::addresses(&text).filter(|url| LinkKind::of(url) != LinkKind::Other) {
            opening.link(url);
        }
    });
}
