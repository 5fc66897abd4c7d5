//! Whom a badge is for.

/// Whether a text is an e-mail address that mail can be sent to: one `@`, a name without space, control character or
/// `<>()[]:,;\"`, and the name of a host with a dot in it. Stricter than RFC 5321, so that `mailto:a@b.fr`, `a@b` and
/// `a@b..fr` are told to be mistakes before they are hashed and nobody can see them any more.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[]:,;\"\\@".contains(c);
    let label = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            // RFC 1035: no name of the web has a longer part.
            && part.chars().count() <= 63
            && part.chars().all(|c| c == '-' || c.is_alphanumeric())
    };
    // A letter of another alphabet that looks like ours leads to somebody else's mailbox.
    let is_of = |c: char, from: char, to: char| (from..=to).contains(&c);
    let latin = |c: char| c.is_ascii_alphabetic() || is_of(c, '\u{c0}', '\u{24f}');
    let alike = |c: char| is_of(c, '\u{370}', '\u{58f}') || is_of(c, '\u{13a0}', '\u{13ff}');
    let mixed = |part: &str| part.chars().any(latin) && part.chars().any(alike);
    let dots = |text: &str| !text.starts_with('.') && !text.ends_with('.') && !text.contains("..");
    // RFC 5321: no server takes a longer one (4.5.3.1).
    text.len() <= 254
        && name.len() <= 64
        && !name.is_empty()
        && name.chars().all(plain)
        && dots(name)
        && host.contains('.')
        && host.split('.').all(label)
        // No domain ends with one letter: `live.f`.
        && host.rsplit('.').next().is_some_and(|end| end.chars().nth(1).is_some())
        && !host.split('.').chain([name]).any(mixed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_found_before_they_are_hashed() {
        for good in [
            "lea@example.org",
            "lea+atelier@mail.example.org",
            "O'Brien_1@xn--caf-dma.example",
            "été@café.example",
            "лев@почта.example",
        ] {
            assert!(is_email(good), "{good}");
        }
        assert!(is_email(&format!("a@{}.org", "b".repeat(63))) && !is_email(&format!("a@{}.org", "b".repeat(64))));
        for bad in [
            "",
            "@",
            "a@",
            "@b.fr",
            "a@b",
            "a@b.",
            "a@live.f",
            &format!("{}@example.org", "a".repeat(65)),
            &format!("a@{}.example.org", ["a".repeat(60).as_str(); 4].join(".")),
            "a@.fr",
            "a@b..fr",
            "a..b@c.fr",
            ".a@b.fr",
            "a@@b.fr",
            "a@b@c.fr",
            "mailto:a@b.fr",
            "a b@c.fr",
            "a@b.fr,c@d.fr",
            "Léa <a@b.fr>",
            "a@-b.fr",
            "a@b.fr\n",
            "a@b_c.fr",
            "a@b.fr/x",
            "t@ex\u{430}mple.org",
            "l\u{435}a@example.org",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
