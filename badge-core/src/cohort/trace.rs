//! What shows somebody's work: addresses, words, or both.

use std::net::{Ipv4Addr, Ipv6Addr};

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
            let end = in_brackets(&line[..pair[0]], part).unwrap_or_else(|| address_end(part));
            let said = tidy(&part[end..]);
            let said = if n == 0 {
                [before.clone(), said].into_iter().flatten().reduce(|a, b| format!("{a} {b}"))
            } else {
                said
            };
            // A path among the words beside an address is told as one of its own.
            let (path, said) = if said.as_deref().is_some_and(has_path) { (said, None) } else { (None, said) };
            all.push((Some(part[..end].to_owned()), said));
            all.extend(path.map(|path| (Some(path), None)));
        }
    }
    all
}

/// Where an address between `<` and `>` ends: whatever signs are in it, it is whole.
fn in_brackets(before: &str, part: &str) -> Option<usize> {
    let end = part.find(|c: char| c == '>' || c.is_whitespace()).filter(|_| before.ends_with('<'))?;
    part[end..].starts_with('>').then_some(end)
}

/// Whether an address can stand among words as it is, and is read as itself.
pub(super) fn is_read_whole(address: &str) -> bool {
    matches!(traces(address).as_slice(), [(Some(one), None)] if one == address)
}

/// Where the address ends that a part begins with: at a space, or where words follow a comma. Signs at its very end are of
/// the sentence around it. What is torn is told as a whole: it is no address.
fn address_end(part: &str) -> usize {
    let word = &part[..part.find(char::is_whitespace).unwrap_or(part.len())];
    if !word.ends_with([',', ';', '|']) {
        let torn = torn_off(word, &part[word.len()..]);
        if torn > 0 {
            return word.len() + torn;
        }
    }
    without_end_signs(&word[..words_behind(word, &part[word.len()..]).unwrap_or(word.len())]).len()
}

/// Where words begin behind a comma, semicolon or bar: letters alone follow it up to a space. A map's place has digits there,
/// or one comma with nothing behind it (`/search/Caen,France`); and a list of a query, which goes on to the end of the cell,
/// is of the address.
fn words_behind(word: &str, behind: &str) -> Option<usize> {
    let word = word.trim_end_matches(END_SIGNS).trim_end_matches([')', ']', '>', '»']);
    let is_of_words = |c: char| c.is_alphabetic() || matches!(c, ',' | ';' | '|' | '\'' | '’');
    let tail = word.trim_end_matches(is_of_words).len();
    let at = tail + word[tail..].find([',', ';', '|'])?;
    let is_alone = word[at..].starts_with(',') && !word[at + 1..].contains([',', ';', '|']);
    ((!word[..at].contains('?') && !is_alone) || !behind.trim().is_empty()).then_some(at)
}

/// What ends a sentence. Not `…`, with which programs show an address that they cut.
const END_SIGNS: [char; 9] = ['.', ',', ';', ':', '|', '!', '?', '"', '”'];

/// An address without the signs of the sentence that it ends. What closes a bracket is one where no other opened it.
fn without_end_signs(mut word: &str) -> &str {
    for _ in 0..8 {
        let short = word.trim_end_matches(END_SIGNS);
        let pairs = [('(', ')'), ('[', ']'), ('<', '>'), ('«', '»')];
        let count = |sign: char| short.chars().filter(|c| *c == sign).count();
        let closed = pairs.iter().find(|(open, close)| short.ends_with(*close) && count(*close) > count(*open));
        let short = closed.map_or(short, |(_, close)| &short[..short.len() - close.len_utf8()]);
        if short.len() == word.len() {
            break;
        }
        word = short;
    }
    word
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
        // `https://example.org/ma photo.jpg`
        let is_file = is_file || (n == 0 && names_a_file(word) && !names_a_file(address));
        if is_file || (n == 0 && is_open && word.contains(['.', '/'])) {
            end = at;
        }
    }
    end
}

/// Whether a word ends as the files do that people show.
fn names_a_file(word: &str) -> bool {
    let ending = word.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let known = "jpg jpeg png gif webp svg pdf mp4 webm html htm odt ods odp docx xlsx zip stl dxf";
    !ending.is_empty() && known.split(' ').any(|k| k == ending)
}

/// Whether an address can be opened by whoever gets the badge: it is whole, its host may be one of the web, and is no machine of
/// the place's own network.
pub(super) fn opens_anywhere(address: &str) -> bool {
    // What ends in `…` was cut by whoever showed it.
    let Some((_, rest)) = address.split_once("://").filter(|_| !address.ends_with('…')) else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    if let Some(inner) = host.strip_prefix('[') {
        return inner.split_once(']').is_some_and(|(ip, _)| ip.parse::<Ipv6Addr>().is_ok_and(is_public));
    }
    let (host, port) = host.split_once(':').map_or((host, None), |(host, port)| (host, Some(port)));
    let is_port = port.is_none_or(|port| port.is_empty() || port.parse::<u16>().is_ok_and(|port| port > 0));
    let name = host.strip_suffix('.').unwrap_or(host);
    let is_host = match name.parse::<Ipv4Addr>() {
        Ok(ip) => is_public_v4(ip),
        Err(_) => name.contains('.') && name.split('.').all(|label| !label.is_empty()) && !is_at_home(name),
    };
    is_port && is_host
}

/// Whether a name is one of those that mean another machine in each house.
fn is_at_home(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".local", ".lan", ".home", ".home.arpa", ".internal", ".localhost"].iter().any(|end| name.ends_with(end))
}

/// Not one of a network of one's own, nor of the one that providers put their customers into (RFC 6598).
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified() || is_shared)
}

fn is_public(ip: Ipv6Addr) -> bool {
    if let Some(ip) = ip.to_ipv4_mapped() {
        return is_public_v4(ip);
    }
    !(ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local())
}

/// Whether a text names a path of somebody's own computer, at its beginning or behind words: `C:\Users\marie\photo.jpg`,
/// `\\serveur\photos\a.jpg`, « voir C:/photos/a.jpg ».
fn has_path(text: &str) -> bool {
    let opens = |c: char| c.is_whitespace() || matches!(c, '(' | '"' | '«' | '<' | '“' | ':' | ',');
    let begins_one = |word: &str| {
        let signs: Vec<char> = word.chars().take(4).collect();
        matches!(signs.as_slice(), [drive, ':', '\\', ..] if drive.is_ascii_alphabetic())
            || matches!(signs.as_slice(), [drive, ':', '/', next] if drive.is_ascii_alphabetic() && *next != '/')
            || matches!(signs.as_slice(), ['\\', '\\', ..])
    };
    let starts = text.match_indices(opens).map(|(at, sign)| at + sign.len());
    std::iter::once(0).chain(starts).any(|at| begins_one(&text[at..]))
}

/// Where the scheme before `://` begins.
fn scheme_start(line: &str, at: usize) -> usize {
    let scheme = line[..at].bytes().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
    at - scheme
}

/// Words without the signs that stood between them and an address.
fn tidy(text: &str) -> Option<String> {
    let is_sign = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '|');
    let mut text = text.trim_matches(is_sign);
    for (open, close) in [('(', ')'), ('«', '»'), ('<', '>')] {
        let inner = text.trim_start_matches(open).trim_end_matches(close);
        // `vu (au mur)` stays whole; `(au mur)`, and halves whose other half was at the address, are words alone.
        let halves = |c: char| text.contains(c);
        let is_one = !inner.contains([open, close]);
        if (is_one && text.starts_with(open) && (text.ends_with(close) || !halves(close)))
            || (text.starts_with(close) || (text.ends_with(close) && !halves(open)) || text.ends_with(open))
        {
            text = inner.trim_start_matches(close).trim_end_matches(open).trim_matches(is_sign);
        }
    }
    // Signs of a sentence that ended with the address.
    let text = if text.chars().any(char::is_alphanumeric) {
        text.trim_start_matches(['.', '!', '?', '…', ')', ' '])
    } else {
        ""
    };
    (!text.is_empty()).then(|| text.to_owned())
}

/// Without `://`: words, or something that was meant as an address.
fn without_address(part: &str) -> (Option<String>, Option<String>) {
    let one_word = !part.contains(char::is_whitespace);
    let slips = ["www.", "http:", "https:", "http/", "https/", "htp:", "htps:", "ttp:", "ttps:"];
    let lower = part.to_lowercase();
    // Nothing of the web: no words either, whatever stands behind it.
    if has_path(part) {
        return (Some(part.to_owned()), None);
    }
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
    fn what_only_opens_at_home_is_no_address() {
        for good in [
            "https://example.org/a",
            "http://example.org:8080/a?b=https://x",
            "https://example.org./",
            "https://été.example.org/a",
            "https://192.0.2.1/a",
            "https://[2001:db8::1]:8080/a",
        ] {
            assert!(opens_anywhere(good), "{good}");
        }
        for bad in [
            "https://example.org:99999/a",
            "https://example.org:0/a",
            "https://example.org:x/a",
            "https://example..org/a",
            "https://.example.org/",
            "http://localhost/a",
            "http://nas/a",
            "http://nas.local/a",
            "https://192.168.1.1/a",
            "https://10.0.0.1:80/a",
            "http://127.0.0.1/",
            "http://[::1]/a",
            "http://[fe80::1]/a",
            "http://[::ffff:192.168.1.1]/a",
            "http://100.64.0.1/a",
            "http://NAS.LOCAL/a",
            "http://box.home.arpa/",
            "https://example.org/a…",
            "https:///a",
            r"C:\Users\marie\photo.jpg",
        ] {
            assert!(!opens_anywhere(bad), "{bad}");
        }
        for path in [
            r"C:\Users\marie\ma photo.jpg",
            r"\\serveur\photos\a.jpg",
            r"voir C:\Users\marie\a.jpg",
            r"photo (d:/photos/a.jpg)",
            r"sur \\nas\photos",
        ] {
            assert_eq!(traces(path), [(Some(path.to_owned()), None)]);
        }
        let both = traces(r"https://example.org/a et C:\photos\a.jpg");
        assert_eq!(both[0], (Some("https://example.org/a".to_owned()), None));
        assert!(both.len() == 2 && both[1].0.as_deref().is_some_and(|path| !opens_anywhere(path)), "{both:?}");
        for words in ["photo: à droite", "vu a: /mur", "note 3:/5", "les \\o/"] {
            assert_eq!(traces(words), [(None, Some(words.to_owned()))]);
        }
    }

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
        // Signs at the end are of the sentence; words behind a comma are no part of an address.
        for (cell, address, words) in [
            ("voir https://example.org/a.", "https://example.org/a", "voir"),
            // Cut by whoever showed it: told as none.
            ("https://example.org/rapport-de-l…", "https://example.org/rapport-de-l…", ""),
            ("https://maps.example.org/search/Caen,France", "https://maps.example.org/search/Caen,France", ""),
            ("https://maps.example.org/search/Caen,France.", "https://maps.example.org/search/Caen,France", ""),
            ("carte <https://example.org/a,b;c!> vue", "https://example.org/a,b;c!", "carte vue"),
            ("https://example.org/a!", "https://example.org/a", ""),
            ("(https://example.org/a)", "https://example.org/a", ""),
            ("[photo](https://example.org/a)", "https://example.org/a", "[photo]"),
            ("https://example.org/a_(b)", "https://example.org/a_(b)", ""),
            ("(voir https://example.org/a_(b))", "https://example.org/a_(b)", "voir"),
            ("(https://example.org/a_(b).)", "https://example.org/a_(b)", ""),
            ("https://example.org/a (vu le 3 mars)", "https://example.org/a", "vu le 3 mars"),
            ("« https://example.org/a »", "https://example.org/a", ""),
            ("<https://example.org/a>", "https://example.org/a", ""),
            ("https://example.org/a, vu (au mur)", "https://example.org/a", "vu (au mur)"),
            ("https://example.org/photo.jpg;Photo du projet", "https://example.org/photo.jpg", "Photo du projet"),
            ("https://example.org/a,vu au mur", "https://example.org/a", "vu au mur"),
            ("https://example.org/?id=3,vu au mur", "https://example.org/?id=3", "vu au mur"),
            ("https://example.org/?tags=bois,laser", "https://example.org/?tags=bois,laser", ""),
            ("https://example.org/été/à voir.jpg", "https://example.org/été/à voir.jpg", ""),
            ("https://example.org/mon photo.jpg", "https://example.org/mon photo.jpg", ""),
            ("https://example.org/?a=1|2", "https://example.org/?a=1|2", ""),
        ] {
            assert_eq!(read(cell), [format!("{address}|{words}")], "{cell}");
        }
        // However many bars are in it, an address is gone through once.
        let barred = format!("https://e.org/a{}", "|1".repeat(500_000));
        assert_eq!(read(&barred), [format!("{barred}|")]);
        assert_eq!(read("https://e.org/a,vu;bien"), ["https://e.org/a|vu;bien"]);
        assert_eq!(read("https://e.org/a | vu|noté"), ["https://e.org/a|", "|vu", "|noté"]);
    }
}
