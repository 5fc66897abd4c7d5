//! Keywords, absolute IRIs, language tags: what the texts of a JSON-LD document may be.

/// The keywords of JSON-LD 1.1 that may stand in a document or as the meaning of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    Context,
    Direction,
    Graph,
    Id,
    Included,
    Index,
    Json,
    Language,
    List,
    Nest,
    None,
    Reverse,
    Set,
    Type,
    Value,
    Vocab,
    /// One that has no meaning outside a context or a frame.
    Other,
}

impl Keyword {
    pub(super) fn parse(text: &str) -> Option<Self> {
        if !text.starts_with('@') {
            return None;
        }
        Some(match text {
            "@context" => Self::Context,
            "@direction" => Self::Direction,
            "@graph" => Self::Graph,
            "@id" => Self::Id,
            "@included" => Self::Included,
            "@index" => Self::Index,
            "@json" => Self::Json,
            "@language" => Self::Language,
            "@list" => Self::List,
            "@nest" => Self::Nest,
            "@none" => Self::None,
            "@reverse" => Self::Reverse,
            "@set" => Self::Set,
            "@type" => Self::Type,
            "@value" => Self::Value,
            "@vocab" => Self::Vocab,
            "@base" | "@container" | "@default" | "@embed" | "@explicit" | "@import" | "@omitDefault" | "@prefix"
            | "@preserve" | "@propagate" | "@protected" | "@requireAll" | "@version" => Self::Other,
            _ => return None,
        })
    }
}

/// Whether a text has the form that JSON-LD reserves for keywords to come: `@` and letters.
pub(super) fn is_keyword_like(text: &str) -> bool {
    text.strip_prefix('@').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|c| c.is_ascii_alphabetic()))
}

/// What a text is as a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// It has a scheme, and no character that N-Quads forbids in an IRI.
    Absolute,
    /// A blank node label, with its `_:`.
    Blank,
    /// It has no scheme.
    Relative,
    /// It has a scheme, and a character that no IRI may have.
    Invalid,
}

/// The form of a reference. Beyond its scheme, an IRI is only looked at for characters that could not be written in
/// N-Quads, and for white space.
pub(super) fn form(text: &str) -> Form {
    if text.starts_with("_:") {
        return Form::Blank;
    }
    match has_scheme(text) {
        false => Form::Relative,
        true if has_forbidden(text) || (!text.is_ascii() && text.contains(is_space)) => Form::Invalid,
        true => Form::Absolute,
    }
}

/// Whether a text begins with the scheme of an IRI.
pub(super) fn has_scheme(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else { return false };
    let mut letters = scheme.bytes();
    letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'-' | b'.'))
}

/// Whether a text has a character that cannot be written in an IRI of N-Quads.
pub(super) fn has_forbidden(text: &str) -> bool {
    // Looked at to the end without a branch, which is quicker than stopping early.
    text.bytes().fold(false, |found, c| {
        found | (c <= b' ') | matches!(c, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'^' | b'`' | b'\\')
    })
}

/// White space as ECMAScript has it: what JSON-LD readers refuse in an IRI.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// Whether a text is a well-formed language tag (BCP 47, as far as JSON-LD looks): groups of one to eight letters or
/// digits, the first of letters.
pub(super) fn is_language_tag(text: &str) -> bool {
    let mut groups = text.split('-');
    let sized = |g: &str| (1..=8).contains(&g.len());
    groups.next().is_some_and(|g| sized(g) && g.bytes().all(|c| c.is_ascii_alphabetic()))
        && groups.all(|g| sized(g) && g.bytes().all(|c| c.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_told_apart() {
        for (text, what) in [
            ("https://example.org/a", Form::Absolute),
            ("urn:uuid:1", Form::Absolute),
            ("x:", Form::Absolute),
            ("https://example.org/é", Form::Absolute),
            ("_:b0", Form::Blank),
            ("badge.png", Form::Relative),
            ("/a:b", Form::Relative),
            ("1a:b", Form::Relative),
            ("", Form::Relative),
            ("é:b", Form::Relative),
            ("https://example.org/a b", Form::Invalid),
            ("https://example.org/a\u{2028}b", Form::Invalid),
            ("https://example.org/{id}", Form::Invalid),
        ] {
            assert_eq!(form(text), what, "{text}");
        }
    }

    #[test]
    fn tags_and_keywords() {
        for good in ["fr", "fr-FR", "de-1996", "x", "zh-Hant-TW"] {
            assert!(is_language_tag(good), "{good}");
        }
        for bad in ["", "fr_FR", "français", "abcdefghi", "fr-", "1fr"] {
            assert!(!is_language_tag(bad), "{bad}");
        }
        assert!(is_keyword_like("@foo") && !is_keyword_like("@") && !is_keyword_like("@foo1"));
        assert_eq!(Keyword::parse("@id"), Some(Keyword::Id));
        assert_eq!(Keyword::parse("@foo"), None);
    }
}
