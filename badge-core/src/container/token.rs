//! Tokens among other words: whole ones, and those that were broken over lines on the way (`fold`, a mail, a printed
//! page).

use crate::json::{self, Value};
use crate::limits::Limits;
use crate::text::from_base64url;

use super::text::is_jws;

/// Characters of a token at least; what is shorter can carry no badge.
const LEAST: usize = 41;
/// Bytes of a header; usual ones have a hundred.
const HEADER: usize = 4_096;
/// How many times over a text may be put together again.
const AGAIN: usize = 4;

/// Every token in a text, each as one piece, without what is around it.
pub(super) fn tokens(text: &str, limits: &Limits) -> Vec<String> {
    let mut found = Vec::new();
    let mut left = text.len().saturating_mul(AGAIN);
    let mut end = 0;
    for (at, word) in words(text) {
        // A token begins with a brace, and what begins within one is a part of it.
        if at < end || !word.starts_with('e') || word.len() < 2 {
            continue;
        }
        let lines = Lines::of(&text[at..], limits.document_bytes.min(left));
        left = left.saturating_sub(lines.whole.len());
        if let Some(length) = lines.token() {
            let token = lines.whole[..length].to_owned();
            end = at + lines.read_to(length);
            found.push(token);
        }
    }
    found
}

/// Words, and where they stand.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|c: char| c.is_whitespace() || "\"'<>(){}[],;".contains(c)).filter_map(move |word| {
        let start = at;
        // What separates may be more than a byte long.
        at += word.len() + text[start + word.len()..].chars().next().map_or(0, char::len_utf8);
        (!word.is_empty()).then_some((start, word))
    })
}

/// A word and the lines after it that may go on with it, put together.
struct Lines {
    whole: String,
    /// Where each line ends in `whole`, and in the text.
    ends: Vec<(usize, usize)>,
}

impl Lines {
    fn of(text: &str, most: usize) -> Self {
        let first = run(text);
        let mut lines = Self { whole: first.to_owned(), ends: vec![(first.len(), first.len())] };
        let mut dots = first.matches('.').count();
        let mut at = first.len();
        while let Some(next) = broken(&text[at..]) {
            let start = at + next;
            let line = run(&text[start..]);
            dots += line.matches('.').count();
            if line.is_empty() || dots > 3 || lines.whole.len() + line.len() > most {
                break;
            }
            lines.whole.push_str(line);
            at = start + line.len();
            lines.ends.push((lines.whole.len(), at));
        }
        #[cfg(test)]
        super::tally::add(lines.whole.len());
        lines
    }

    /// How much of the whole is a token: up to the line with which its signature has the length that it must have; where
    /// none has, up to the line that is shorter than those before it.
    fn token(&self) -> Option<usize> {
        let mut dots = self.whole.match_indices('.').map(|(at, _)| at).skip(1);
        let (second, third) = (dots.next()?, dots.next());
        if !is_jws(&self.whole[..=second]) {
            return None;
        }
        let lengths = signatures(self.whole.split('.').next().unwrap_or_default());
        // A third one closes the sentence, or there is no token.
        let within = |end: usize| match third {
            Some(third) if third < end => (third + 1 == end).then_some(third),
            _ => Some(end),
        };
        let ends = || self.ends.iter().map(|(end, _)| *end).filter(|end| *end > second).filter_map(within);
        let enough = |length: &usize| *length >= LEAST;
        if let Some(length) = ends().rfind(|length| lengths.contains(&(length - second - 1))) {
            return Some(length).filter(enough);
        }
        let (mut widest, mut before) = (0, 0);
        for (end, _) in &self.ends {
            let width = end - before;
            if *end > second && width < widest {
                return within(*end).or_else(|| ends().next()).filter(enough);
            }
            (widest, before) = (widest.max(width), *end);
        }
        ends().next_back().filter(enough)
    }

    /// How much of the text that is.
    fn read_to(&self, length: usize) -> usize {
        self.ends.iter().find(|(end, _)| *end >= length).map_or(length, |(_, at)| *at)
    }
}

/// How far it is to the next line, where this one ends here: behind the `=` of quoted-printable, and before the marks of
/// a mail that was answered.
fn broken(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('=').unwrap_or(text);
    let rest = rest.trim_start_matches([' ', '\t', '\r']).strip_prefix('\n')?;
    let rest = rest.trim_start_matches(['>', ' ', '\t']);
    Some(text.len() - rest.len())
}

/// The characters of a token.
fn run(text: &str) -> &str {
    let end = text.bytes().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')));
    &text[..end.unwrap_or(text.len())]
}

/// How many characters a signature has, by what the header says of its kind (RFC 7518, RFC 8037): several for RSA, whose
/// keys have several lengths; none where it is not known.
fn signatures(header: &str) -> &'static [usize] {
    let header = (header.len() <= HEADER).then(|| from_base64url(header).ok()).flatten();
    let header = header.and_then(|header| json::parse(&header, &Limits::default()).ok());
    let kind = header.as_ref().and_then(|header| header.get("alg")).and_then(Value::as_str).unwrap_or_default();
    match kind {
        "EdDSA" | "Ed25519" | "ES256" | "ES256K" => &[86],
        "ES384" => &[128],
        "ES512" => &[176],
        _ if kind.starts_with("RS") || kind.starts_with("PS") => &[171, 342, 512, 683, 1_366],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::super::tally;
    use super::*;
    use crate::text::base64url;

    fn token(alg: &str, signature: usize) -> String {
        let header = base64url(format!(r#"{{"alg":"{alg}","typ":"JWT"}}"#).as_bytes());
        let payload = base64url(
            br#"{"vc":{"type":["VerifiableCredential","OpenBadgeCredential"],"id":"urn:uuid:1"}}"#.repeat(4).as_slice(),
        );
        format!("{header}.{payload}.{}", "Ab1_-".repeat(signature)[..signature].to_owned())
    }

    fn folded(token: &str, width: usize, between: &str) -> String {
        let lines: Vec<&str> = token.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
        lines.join(between)
    }

    fn found(text: &str) -> Vec<String> {
        tokens(text, &Limits::default())
    }

    #[test]
    fn tokens_broken_over_lines_are_one() {
        for (alg, signature) in [("EdDSA", 86), ("ES256", 86), ("ES384", 128), ("RS256", 342), ("PS256", 683)] {
            let token = token(alg, signature);
            for width in [20, 60, 72, 76, 78, 200, 4_000] {
                for between in ["\n", "\r\n", " \n", "=\n", "=\r\n", "\n> ", "\n  "] {
                    let broken = folded(&token, width, between);
                    for text in [
                        broken.clone(),
                        format!("{broken}\n"),
                        format!("Bonjour,\n\nmon badge :\n{broken}\nCordialement\nCamille\n"),
                        format!("Badge: {broken} (2026)"),
                        format!("{broken}."),
                        format!("{broken}\n{broken}\n"),
                        format!("{broken}\n\n{token}\n"),
                    ] {
                        let all = found(&text);
                        assert!(
                            !all.is_empty() && all.iter().all(|one| *one == token),
                            "{alg} {width} {between:?}: {text}"
                        );
                    }
                }
            }
        }
    }

    // Of a kind that nobody knows, the line that is shorter than the others is the last.
    #[test]
    fn the_last_line_is_the_shorter_one() {
        let token = token("XY9", 90);
        let text = format!("{}\nCordialement\n", folded(&token, 76, "\n"));
        assert_eq!(found(&text), [token.as_str()]);
        assert_eq!(found(&folded(&token, 76, "\n")), [token]);
    }

    #[test]
    fn what_is_no_token_is_none() {
        for text in ["e", "eyJ", "été.à.demi", &"eyJ\n".repeat(100), &format!("{}.x", token("EdDSA", 86))] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
        // Not signed, or cut: that is for the proof to say.
        let unsigned = token("none", 0);
        assert_eq!(found(&format!("{unsigned} ")), [unsigned]);
        let cut = token("EdDSA", 50);
        assert_eq!(found(&format!("({cut})")), [cut]);
    }

    #[test]
    fn a_long_text_is_put_together_a_few_times() {
        for many in ["eyJhbGciOiJFZERTQSJ9\n", "eyJ.\n", "e.\n", "eyJhbGci.eyJ\n"] {
            let text = many.repeat(20_000);
            let searched = tally::of(|| drop(found(&text)));
            assert!(searched <= (AGAIN + 1) * text.len(), "{searched} for {}", text.len());
        }
    }
}
