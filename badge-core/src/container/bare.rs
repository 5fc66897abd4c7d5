//! Addresses as people write them, without `https://`: `www.credly.com/badges/…`. Only those are taken for one that can
//! hardly be anything else: of platforms of badges, of the shapes that their programs have, of our own places.

use crate::name::Url;

use super::{LinkKind, link, platform, prose};

/// Bytes of a host's name (RFC 1035, section 2.3.4).
const HOST: usize = 253;
/// Bytes behind the host that are looked at before anything is read.
const AHEAD: usize = 256;

/// The address that a text is, which may lead to a badge and was written without its scheme.
///
/// `https://` is supplied to what is known to be an address of badges by its host or its shape, and to what begins with
/// `www.` and looks like one; `None` for everything else, so also for names of files and for addresses of mail.
#[must_use]
pub fn address_without_scheme(text: &str) -> Option<Url> {
    let text = text.trim();
    let slash = text.find('/')?;
    (start(text, slash) == Some(0) && prose::run(text).len() == text.len()).then(|| supplied(text))?
}

/// Where an address begins that has its first slash at `slash` and no scheme.
pub(super) fn start(text: &str, slash: usize) -> Option<usize> {
    let before = &text.as_bytes()[..slash];
    let name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
    let length = before.iter().rev().take(HOST + 1).take_while(name).count();
    let start = slash - length;
    let host = &text[start..slash];
    let alone = text[..start]
        .chars()
        .next_back()
        .is_none_or(|c| c.is_whitespace() || "\"'<>()[]{}«»“”„‘’:;,|*•·–—→".contains(c));
    (alone && is_host(host) && is_likely(&host.to_ascii_lowercase(), &text[slash..])).then_some(start)
}

/// The address with its scheme, if it is one that may lead to a badge.
pub(super) fn supplied(written: &str) -> Option<Url> {
    let url = Url::parse(&format!("https://{written}")).ok()?;
    let sure = match LinkKind::of(&url) {
        LinkKind::Statement => true,
        LinkKind::Badge => {
            let host = url.host();
            host.starts_with("www.") || link::is_of_a_platform(&host) || of_a_known_shape(&url)
        }
        _ => false,
    };
    sure.then_some(url)
}

fn of_a_known_shape(url: &Url) -> bool {
    platform::data(url).is_some() || link::is_of_a_place(url.without_fragment().as_str())
}

/// Labels between dots, of which the last is of letters alone.
fn is_host(host: &str) -> bool {
    let label = |label: &str| (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-');
    let (Some((_, last)), true) = (host.rsplit_once('.'), host.len() <= HOST) else { return false };
    host.split('.').all(label) && last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic())
}

/// A first look, so that not every slash of a long text has an address read behind it.
fn is_likely(host: &str, rest: &str) -> bool {
    let ahead = rest.char_indices().map(|(at, _)| at).take_while(|at| *at <= AHEAD).last().unwrap_or_default();
    let ahead = &rest[..ahead];
    host.starts_with("www.")
        || link::is_of_a_platform(host)
        || ["/b/", "/app/badge/info/", "/badges/badge.php?", "#eyJ"].iter().any(|shape| ahead.contains(shape))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        prose::readings(text, &mut (1 << 30)).map(|url| url.as_str().to_owned()).collect()
    }

    #[test]
    fn addresses_of_badges_need_no_scheme() {
        let token = "0123456789abcdef0123456789abcdef";
        for (text, expected) in [
            (
                "Badge : www.credly.com/badges/7d1e4a6f-0000-4000-8000-000000000000.",
                "www.credly.com/badges/7d1e4a6f-0000-4000-8000-000000000000",
            ),
            (
                "(credly.com/badges/7d1e4a6f-0000-4000-8000-000000000000)",
                "credly.com/badges/7d1e4a6f-0000-4000-8000-000000000000",
            ),
            ("openbadgepassport.com/app/badge/info/123", "openbadgepassport.com/app/badge/info/123"),
            ("voir passeport.example.org/app/badge/info/123 et la suite", "passeport.example.org/app/badge/info/123"),
            (
                "moodle.example.org/badges/badge.php?hash=0123456789abcdef",
                "moodle.example.org/badges/badge.php?hash=0123456789abcdef",
            ),
            ("Mes badges:lieu.example.org/b/TOKEN/", "lieu.example.org/b/TOKEN/"),
            ("www.example.org/badges/laser", "www.example.org/badges/laser"),
            ("• Lieu.Example.org/nord/b/TOKEN/\nFormation", "Lieu.Example.org/nord/b/TOKEN/"),
        ] {
            let expected = format!("https://{}", expected.replace("TOKEN", token));
            let all = found(&text.replace("TOKEN", token));
            assert!(all.contains(&expected), "{text}: {all:?}");
            assert_eq!(all.len(), 1, "{text}: {all:?}");
        }
        // Also over two lines, and alone.
        let text = format!("lieu.example.org/b/\n{token}/ Fin");
        assert_eq!(found(&text), [format!("https://lieu.example.org/b/{token}/")]);
        let alone = |text: &str| address_without_scheme(text).map(|url| url.as_str().to_owned());
        assert_eq!(alone(" credly.com/badges/1 ").as_deref(), Some("https://credly.com/badges/1"));
        for other in
            ["credly.com/badges/1 2", "credly.com", "badge.png", "badges/b.png", "https://credly.com/badges/1", ""]
        {
            assert_eq!(alone(other), None, "{other}");
        }
    }

    #[test]
    fn other_words_with_a_slash_are_none() {
        for text in [
            "fichier.b/x",
            "et/ou, 12/11/2026, km/h, n.c./n.d., badge.pdf/credentials.png",
            "lea@credly.com/badges/1",
            "lieu.example.org/b/article/",
            "lieu.example.org/badges/laser",
            "www.example.org/equipe/camille",
            "www.example.org/",
            "dossier/credly.com/badges/1 C:\\credly.com/badges/1 x=credly.com/badges/1 écredly.com/badges/1",
            "credly.com.example.org/badges/1",
            "credly.1om/badges/1 -credly.com/badges/1 credly..com/badges/1",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
        // Within an address it is a part of it.
        assert_eq!(found("https://a.example.org/?u=1,credly.com/badges/1").len(), 1);
    }

    #[test]
    fn a_long_text_is_looked_at_once() {
        for many in ["www.a.fr/:", "a.fr/", "credly.com/b/:", "/b/", "a.b-"] {
            let text = many.repeat(20_000);
            let searched = super::super::tally::of(|| drop(found(&text)));
            assert!(searched <= 8 * text.len(), "{searched} for {} of {many}", text.len());
        }
    }
}
