//! What shows somebody's work: addresses, words, or both.

/// What addresses that are not of the web begin with. Other words before a colon are words: « photo:atelier ».
const SCHEMES: [&str; 20] = [
    "about",
    "blob",
    "cid",
    "content",
    "data",
    "did",
    "file",
    "ftp",
    "ftps",
    "ipfs",
    "javascript",
    "magnet",
    "mailto",
    "sftp",
    "sms",
    "tel",
    "urn",
    "vbscript",
    "view-source",
    "ws",
];

/// Addresses and the words that go with them: each line, and each address on it, is a trace of its own.
pub(super) fn traces(text: &str) -> Vec<(Option<String>, Option<String>)> {
    let mut all = Vec::new();
    let lines = text.split('\n').flat_map(between_bars);
    for line in lines.map(str::trim).filter(|l| !l.is_empty()) {
        let mut starts: Vec<usize> = line.match_indices("://").map(|(at, _)| scheme_start(line, at)).collect();
        if starts.is_empty() {
            all.extend(line.split(';').map(str::trim).filter(|p| !p.is_empty()).map(without_address));
            continue;
        }
        let before = tidy(&line[..starts[0]]);
        starts.push(line.len());
        for (n, pair) in starts.windows(2).enumerate() {
            let part = &line[pair[0]..pair[1]];
            // These signs are in many addresses, a map's place among them: only at the end of one they part it from the rest.
            let end = part.find(char::is_whitespace).unwrap_or(part.len());
            let end = part[..end].trim_end_matches([',', ';', '|']).len();
            let end = end + torn_off(&part[..end], &part[end..]);
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

/// The parts of a line between bars. One inside of an address is a part of it. The line is gone through once.
fn between_bars(line: &str) -> Vec<&str> {
    let (mut all, mut from) = (Vec::new(), 0);
    // Whether the word at hand is an address so far.
    let mut is_address = false;
    for (at, c) in line.char_indices() {
        match c {
            ':' if line[at..].starts_with("://") => is_address = true,
            '|' => {
                let behind = &line[at + 1..];
                let scheme = behind.bytes().take_while(u8::is_ascii_alphanumeric).count();
                let goes_on = behind.starts_with(|c: char| !c.is_whitespace()) && !behind[scheme..].starts_with("://");
                if !(is_address && goes_on) {
                    all.push(&line[from..at]);
                    (from, is_address) = (at + 1, false);
                }
            }
            c if c.is_whitespace() => is_address = false,
            _ => {}
        }
    }
    all.push(&line[from..]);
    all
}

/// How much of what stands behind an address is the rest of it, torn off by spaces: `https://exa mple.org`,
/// `https://example.org/mon bel album/photo.jpg`. With it, it is no address, and is told as none. What goes on for more
/// than three words is a sentence.
fn torn_off(address: &str, behind: &str) -> usize {
    let host = address.split_once("://").map_or("", |(_, host)| host);
    // A name of the web has a dot in it; one without may be a neighbour's machine, unless what follows has one.
    let is_open = !host.contains('/') && !host.trim_end_matches('.').contains('.');
    let stop = |c: char| matches!(c, ',' | ';') || (c.is_whitespace() && c != ' ');
    let (mut at, mut end) = (0, 0);
    for (n, word) in
        behind.split(stop).next().unwrap_or_default().split(' ').filter(|w| !w.is_empty()).take(3).enumerate()
    {
        at += behind[at..].len() - behind[at..].trim_start_matches(' ').len() + word.len();
        let file = word.rsplit_once('/').map_or("", |(_, file)| file);
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_file = (3..=4).contains(&ending.len()) && ending.starts_with(|c: char| c.is_ascii_alphabetic());
        if is_file || (n == 0 && is_open && word.contains(['.', '/'])) {
            end = at;
        }
    }
    end
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
    // Nothing of the web: no words either, whatever stands behind it.
    let scheme = lower.split_once(':').filter(|(_, rest)| !rest.is_empty() && !rest.starts_with(char::is_whitespace));
    if scheme.is_some_and(|(scheme, _)| SCHEMES.contains(&scheme)) {
        return (Some(part.to_owned()), None);
    }
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
        assert_eq!(read("javascript:x"), ["javascript:x|"]);
        assert_eq!(read("JavaScript:alert(1) + 2"), ["JavaScript:alert(1) + 2|"]);
        assert_eq!(read("mailto:lea@example.org"), ["mailto:lea@example.org|"]);
        assert_eq!(read("Data: 12 points"), ["|Data: 12 points"]);
        assert_eq!(read("photo:atelier à 10:30"), ["|photo:atelier à 10:30"]);
        assert_eq!(read("https://exa mple.org/é"), ["https://exa mple.org/é|"]);
        assert_eq!(read("https://example. org/a, vu"), ["https://example. org/a|vu"]);
        assert_eq!(read("https://example.org/mon album/a.jpg"), ["https://example.org/mon album/a.jpg|"]);
        assert_eq!(
            read("https://example.org/mon bel  album/a.jpg, vu; https://example.org/b"),
            ["https://example.org/mon bel  album/a.jpg|vu", "https://example.org/b|"]
        );
        assert_eq!(
            read("https://example.org/a voir aussi, au mur, photos/b.jpg"),
            ["https://example.org/a|voir aussi, au mur, photos/b.jpg"]
        );
        assert_eq!(read("https://example.org/a le 12/03/2026"), ["https://example.org/a|le 12/03/2026"]);
        assert_eq!(read("https://example.org/a.jpg 12/03/2026"), ["https://example.org/a.jpg|12/03/2026"]);
        assert_eq!(read("https://atelier la boîte"), ["https://atelier|la boîte"]);
        // Signs that part addresses may be in one of them.
        let map = "https://maps.example.org/@49.18,-0.37,17z;a|b/data";
        assert_eq!(read(map), [format!("{map}|")]);
        assert_eq!(read(&format!("{map}, vu au mur; noté")), [format!("{map}|vu au mur; noté")]);
        assert_eq!(
            read(&format!("{map};https://e.org/b|https://e.org/c")),
            [format!("{map}|"), "https://e.org/b|".to_owned(), "https://e.org/c|".to_owned()]
        );
        // However many bars are in it, an address is gone through once.
        let barred = format!("https://e.org/a{}", "|a".repeat(500_000));
        assert_eq!(read(&barred), [format!("{barred}|")]);
        assert_eq!(read("https://e.org/a | vu|noté"), ["https://e.org/a|", "|vu", "|noté"]);
    }
}
