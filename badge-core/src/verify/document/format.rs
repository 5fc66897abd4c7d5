//! The forms of single values.

use super::rules::Kind;
use crate::json::{Object, Value};
use crate::name::Url;
use crate::time::{TimeError, Timestamp};

/// Whether a text has the form that `kind` asks for.
pub(super) fn holds(kind: &Kind, text: &str) -> bool {
    match kind {
        Kind::Uri | Kind::UriOr(_) => is_uri(text),
        Kind::Url => Url::parse(text).is_ok(),
        Kind::Iri | Kind::IriOr(_) => is_ob2_iri(text),
        Kind::Image(_) => Url::parse(text).is_ok() || is_picture_data(text),
        Kind::OneOf(list) => list.contains(&text),
        Kind::OneOfOrExt(list) => list.contains(&text) || is_ext(text),
        Kind::Language => is_language(text),
        Kind::Country => text.len() == 2 && text.bytes().all(|c| c.is_ascii_uppercase()),
        Kind::CompactJws => is_compact_jws(text),
        Kind::Email => is_email(text),
        Kind::Telephone => is_telephone(text),
        Kind::Host => is_host(text),
        _ => true,
    }
}

/// Whether a text is an instant.
pub(super) enum Dated {
    Good,
    Bad,
    NoZone,
}

pub(super) fn instant(kind: &Kind, text: &str) -> Dated {
    let read = match kind {
        Kind::IsoInstant => crate::model::ob2::instant(text),
        _ => Timestamp::parse(text),
    };
    match (read, kind) {
        (Ok(_), _) => Dated::Good,
        (Err(TimeError::NoZone), Kind::LooseInstant) => Dated::NoZone,
        (Err(_), _) => Dated::Bad,
    }
}

pub(super) fn is_day(text: &str) -> bool {
    Timestamp::parse(&format!("{text}T00:00:00Z")).is_ok()
}

/// A value as a report quotes it: whole up to 80 characters.
pub(in crate::verify) fn shortened(text: &str) -> String {
    match text.char_indices().nth(80) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// A map of texts by language (OB3-DM-05), or a JSON-LD value with its language.
pub(super) fn is_language_map(map: &Object) -> bool {
    if map.contains("@value") {
        return map.get("@value").is_some_and(|v| matches!(v, Value::String(_)));
    }
    !map.is_empty() && map.iter().all(|(tag, v)| is_language(tag) && v.many().iter().all(|v| v.as_str().is_some()))
}

fn is_uri(text: &str) -> bool {
    oxiri::Iri::parse(text).is_ok()
}

fn is_ob2_iri(text: &str) -> bool {
    if let Some(id) = text.get(..9).filter(|p| p.eq_ignore_ascii_case("urn:uuid:")).and_then(|_| text.get(9..)) {
        return is_uuid(id);
    }
    text.strip_prefix("_:").is_some_and(|rest| !rest.is_empty()) || Url::parse(text).is_ok()
}

/// RFC 4122: five groups, version 1 to 5.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|g| g.len()).collect();
    lengths == [8, 4, 4, 4, 12]
        && text.bytes().all(|c| c == b'-' || c.is_ascii_hexdigit())
        && matches!(groups[2].as_bytes()[0], b'1'..=b'5')
}

fn is_picture_data(text: &str) -> bool {
    ["data:image/png", "data:image/svg+xml"]
        .iter()
        .any(|p| text.strip_prefix(p).is_some_and(|rest| rest.starts_with([';', ','])))
}

fn is_ext(text: &str) -> bool {
    text.strip_prefix("ext:").is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b'_'))
    })
}

/// Two to four letters, then an optional script and an optional region.
pub(in crate::verify) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let letters = |p: &str, n: std::ops::RangeInclusive<usize>| {
        n.contains(&p.len()) && p.bytes().all(|c| c.is_ascii_alphabetic())
    };
    let Some(first) = parts.next().filter(|p| letters(p, 2..=4)) else { return false };
    let _ = first;
    let mut rest: Vec<&str> = parts.collect();
    if rest.first().is_some_and(|p| letters(p, 4..=4)) {
        rest.remove(0);
    }
    if rest.first().is_some_and(|p| letters(p, 2..=2) || (p.len() == 3 && p.bytes().all(|c| c.is_ascii_digit()))) {
        rest.remove(0);
    }
    rest.is_empty()
}

fn is_compact_jws(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let base64url = |p: &str| p.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_'));
    parts.len() == 3 && parts.iter().all(|p| base64url(p)) && !parts[0].is_empty() && !parts[2].is_empty()
}

fn is_email(text: &str) -> bool {
    let parts: Vec<&str> = text.split('@').collect();
    parts.len() == 2 && parts.iter().all(|p| !p.is_empty()) && !text.contains(char::is_whitespace)
}

fn is_telephone(text: &str) -> bool {
    let (number, extension) = text.split_once(";ext=").unwrap_or((text, "0"));
    let digits = number.strip_prefix('+').unwrap_or(number);
    let all = |s: &str| s.bytes().all(|c| c.is_ascii_digit());
    !digits.is_empty()
        && digits.len() <= 15
        && all(digits)
        && !digits.starts_with('0')
        && !extension.is_empty()
        && all(extension)
}

fn is_host(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let label = |l: &&str| !l.is_empty() && l.chars().all(|c| c.is_alphanumeric() || c == '-');
    labels.len() >= 2
        && labels.iter().all(label)
        && labels.last().is_some_and(|l| l.chars().all(char::is_alphabetic) || l.starts_with("xn--"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(kind: &Kind, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(holds(kind, text), "{text}");
        }
        for text in bad {
            assert!(!holds(kind, text), "{text}");
        }
    }

    // OB3-DM-08, OB3-DM-170 (`ext:` with accents), the table of primitive types.
    #[test]
    fn forms() {
        all(&Kind::OneOfOrExt(&["Badge"]), &["Badge", "ext:Fab_lab-1.2"], &["badge", "ext:", "ext:Défi", "Badge "]);
        all(&Kind::Language, &["fr", "fr-FR", "zh-Hant", "zh-Hant-TW", "es-419"], &["", "f", "french", "fr_FR", "fr-"]);
        all(&Kind::Telephone, &["+33612345678", "33612345678;ext=12"], &["0612345678", "+", "33 6", "+336;ext="]);
        all(&Kind::Email, &["a@b", "é@example.org"], &["a", "a@", "@b", "a@b@c", "a b@c"]);
        all(&Kind::Host, &["example.org", "a.b.example"], &["example", "example.org:80", "1.2.3.4", "a..b", "a.org/"]);
        all(
            &Kind::Iri,
            &["https://a.example/b", "urn:uuid:E79A6C18-787E-4868-8E65-E6A4530FB418", "_:b0"],
            &["did:key:z1", "urn:uuid:1", "b/1", "_:", "urn:uuid:e79a6c18-787e-7868-8e65-e6a4530fb418"],
        );
        all(&Kind::Uri, &["did:web:a.example", "urn:x:1", "https://a.example"], &["a/b", "", "https://a b"]);
        all(&Kind::CompactJws, &["a.b.c", "a..c"], &["a.b", ".b.c", "a.b=.c", "a.b.c.d"]);
        all(&Kind::Country, &["FR"], &["fr", "FRA"]);
        assert!(is_day("2026-03-02") && !is_day("2026-02-30") && !is_day("2026-03-02T00:00:00Z"));
    }
}
