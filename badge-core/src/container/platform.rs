//! Platforms whose pages are programs: the address of a page tells where its data is.
//!
//! Known from what others wrote about them and from their published sources; none of it was tried against the platforms
//! themselves. Where it does not hold, the page is looked at as any other.

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
}
