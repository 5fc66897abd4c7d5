//! Platforms whose pages are programs: the address of a page tells where its data is.
//!
//! Known from what others wrote about them and from their published sources; none of it was tried against the platforms
//! themselves. Where it does not hold, the page is looked at as any other.

use crate::json::Value;
use crate::name::Url;

/// Where the data of a badge is that is shown at `page`; `None` for pages of any other kind.
pub(super) fn data(page: &Url) -> Option<Url> {
    let address = page.without_fragment();
    let (scheme, rest) = address.as_str().split_once("://")?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = path.split_once('/')?;
    let segments: Vec<&str> = path.split('/').collect();
    let host = page.host();
    let told = match (host.strip_prefix("www.").unwrap_or(&host), &segments[..]) {
        ("credly.com", ["badges", id, ..]) if is_id(id) => {
            format!("https://www.credly.com/api/v1/obi/v2/badge_assertions/{id}")
        }
        ("badgr.com", ["public", "assertions", id]) if is_id(id) => {
            format!("https://api.badgr.io/public/assertions/{id}")
        }
        // Open Badge Factory: the page beside the badge.
        ("openbadgefactory.com", ["v1", "assertion", page]) if page.strip_suffix(".html").is_some_and(is_id) => {
            address.as_str().strip_suffix(".html")?.to_owned()
        }
        // Open Badge Passport, and other places with the same program: what it knows of a badge, see `named`.
        (_, ["app", "badge", "info", id, ..]) if is_number(id) => {
            format!("{scheme}://{authority}/app/obpv1/badge/verify/{id}")
        }
        // Moodle, wherever it is installed.
        (_, [.., "badges", "badge.php"]) => {
            let hash = query.split('&').find_map(|part| part.strip_prefix("hash=")).filter(|hash| is_id(hash))?;
            let folder = path.strip_suffix("badge.php")?;
            format!("{scheme}://{authority}/{folder}assertion.php?b={hash}&obversion=2")
        }
        _ => return None,
    };
    Url::parse(&told).ok()
}

/// The badge that the data of a platform names, where the data is no badge itself.
pub(super) fn named(data: &Url, document: &Value) -> Option<Url> {
    let of_a_passport = data.as_str().contains("/app/obpv1/badge/verify/");
    let told = document.get("asr").and_then(Value::as_str).filter(|_| of_a_passport)?;
    Url::parse(told).ok()
}

fn is_number(text: &str) -> bool {
    (1..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_id(text: &str) -> bool {
    text.len() >= 8 && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_platforms_tell_where_their_data_is() {
        for (page, expected) in [
            (
                "https://www.credly.com/badges/7d1e4a6f-0000-4000-8000-000000000000/public_url?a#b",
                Some("https://www.credly.com/api/v1/obi/v2/badge_assertions/7d1e4a6f-0000-4000-8000-000000000000"),
            ),
            (
                "https://badgr.com/public/assertions/Q7f2l0n9S0K?identity__email=a",
                Some("https://api.badgr.io/public/assertions/Q7f2l0n9S0K"),
            ),
            (
                "https://moodle.example.org/cours/badges/badge.php?a=1&hash=0123456789abcdef",
                Some("https://moodle.example.org/cours/badges/assertion.php?b=0123456789abcdef&obversion=2"),
            ),
            (
                "https://openbadgefactory.com/v1/assertion/0123456789abcdef0123456789abcdef01234567.html",
                Some("https://openbadgefactory.com/v1/assertion/0123456789abcdef0123456789abcdef01234567"),
            ),
            ("https://openbadgefactory.com/v1/assertion/0123456789abcdef0123456789abcdef01234567", None),
            (
                "https://openbadgepassport.com/app/badge/info/123456",
                Some("https://openbadgepassport.com/app/obpv1/badge/verify/123456"),
            ),
            (
                "https://passeport.example.org/app/badge/info/7/pic/embed",
                Some("https://passeport.example.org/app/obpv1/badge/verify/7"),
            ),
            ("https://passeport.example.org/app/badge/info/sept", None),
            ("https://passeport.example.org/app/badge/info/", None),
            ("https://moodle.example.org/badges/badge.php?id=3", None),
            ("https://www.credly.com/badges/", None),
            ("https://credly.com.example.org/badges/7d1e4a6f-0000-4000-8000-000000000000", None),
            ("https://api.badgr.io/public/assertions/Q7f2l0n9S0K", None),
            ("https://www.example.org", None),
        ] {
            let told = data(&Url::parse(page).unwrap());
            assert_eq!(told.as_ref().map(Url::as_str), expected, "{page}");
        }
    }

    #[test]
    fn data_that_is_no_badge_names_one() {
        let document = |text: &str| crate::json::parse(text.as_bytes(), &crate::limits::Limits::default()).unwrap();
        let at = Url::parse("https://passeport.example.org/app/obpv1/badge/verify/7").unwrap();
        let told = named(&at, &document(r#"{"asr":"https://a.example.org/b.json","assertion-status":200}"#));
        assert_eq!(told.as_ref().map(Url::as_str), Some("https://a.example.org/b.json"));
        for other in [r#"{"asr":7}"#, r#"{"asr":"eyJ.e30.c2ln"}"#, "{}", "[]"] {
            assert_eq!(named(&at, &document(other)), None, "{other}");
        }
        let elsewhere = Url::parse("https://passeport.example.org/x").unwrap();
        assert_eq!(named(&elsewhere, &document(r#"{"asr":"https://a.example.org/b.json"}"#)), None);
    }
}
