//! What shows somebody's work: addresses, words, or both.

/// Addresses and the words that go with them: each line, and each address on it, is a trace of its own.
pub(super) fn traces(text: &str) -> Vec<(Option<String>, Option<String>)> {
    let mut all = Vec::new();
    for line in text.split(['\n', '|']).map(str::trim).filter(|l| !l.is_empty()) {
        let mut starts: Vec<usize> = line.match_indices("://").map(|(at, _)| scheme_start(line, at)).collect();
        if starts.is_empty() {
            all.extend(line.split(';').map(str::trim).filter(|p| !p.is_empty()).map(without_address));
            continue;
        }
        let before = tidy(&line[..starts[0]]);
        starts.push(line.len());
        for (n, pair) in starts.windows(2).enumerate() {
            let part = &line[pair[0]..pair[1]];
            let end = part.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).unwrap_or(part.len());
            let said = tidy(&part[end..]);
            let said = if n == 0 {
                [before.clone(), said].into_iter().flatten().reduce(|a, b| format!("{a} {b}"))
            } else {
                said
            };
            all.push((Some(part[..end].to_owned()), said));
        }
    }
    all
}

/// Where the scheme before `://` begins.
fn scheme_start(line: &str, at: usize) -> usize {
    let scheme = line[..at].bytes().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
    at - scheme
}

fn tidy(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '('));
    (!text.is_empty()).then(|| text.to_owned())
}

/// Without `://`: words, or something that was meant as an address.
fn without_address(part: &str) -> (Option<String>, Option<String>) {
    let one_word = !part.contains(char::is_whitespace);
    let slips = ["www.", "http:", "https:", "http/", "https/", "htp:", "htps:", "ttp:", "ttps:"];
    let lower = part.to_lowercase();
    if one_word && (slips.iter().any(|s| lower.starts_with(s)) || (part.contains('.') && part.contains('/'))) {
        (Some(part.to_owned()), None)
    } else {
        (None, Some(part.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_are_addresses_words_or_both() {
        let read = |text: &str| {
            let show = |(a, b): (Option<String>, Option<String>)| {
                format!("{}|{}", a.unwrap_or_default(), b.unwrap_or_default())
            };
            traces(text).into_iter().map(show).collect::<Vec<_>>()
        };
        assert_eq!(read("https://e.org/a"), ["https://e.org/a|"]);
        assert_eq!(read("https://e.org/a; https://e.org/b"), ["https://e.org/a|", "https://e.org/b|"]);
        assert_eq!(
            read("https://e.org/a, la boîte\nhttps://e.org/b"),
            ["https://e.org/a|la boîte", "https://e.org/b|"]
        );
        assert_eq!(read("Photo : https://e.org/a"), ["https://e.org/a|Photo"]);
        assert_eq!(read("Vu à l'atelier; noté"), ["|Vu à l'atelier", "|noté"]);
        assert_eq!(read("www.example.org/a.jpg"), ["www.example.org/a.jpg|"]);
        assert_eq!(read("example.org/a.jpg"), ["example.org/a.jpg|"]);
        assert_eq!(read("htp://example.org"), ["htp://example.org|"]);
        assert_eq!(read("Oui."), ["|Oui."]);
    }
}
