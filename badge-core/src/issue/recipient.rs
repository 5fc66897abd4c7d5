//! Whom a badge is for.

/// Whether a text is an e-mail address: one `@` with something on both sides, no space, no control character.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>,;\"".contains(c);
    match text.split_once('@') {
        Some((name, host)) => {
            !name.is_empty()
                && !host.is_empty()
                && !host.contains('@')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && text.len() <= 320
                && text.chars().all(plain)
        }
        None => false,
    }
}
