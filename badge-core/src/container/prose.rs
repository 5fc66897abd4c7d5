//! What stands in a text among other words: addresses and tokens, as people paste them into mails and CVs.

use crate::json;
use crate::name::Url;

use super::opening::Opening;
use super::token::tokens;
use super::{LinkKind, Raw, bare, link, several, span, text};

/// Bytes of an address; one that carries a statement along has a few thousand.
pub(super) const ADDRESS: usize = 8_192;

/// Lines that one address may be broken over.
const LINES: usize = 12;

/// How many times over a text may be gone through for what is in brackets.
const AGAIN: usize = 16;

/// What it costs to read an address, however short: as much as so many bytes.
const READING: usize = 32;

/// Reports every address and every credential in a text, also addresses that were broken over lines on the way.
pub(super) fn look(opening: &mut Opening<'_>, text: &str) {
    if !opening.spend(text.len()) {
        return;
    }
    let text = text.replace("\r\n", "\n");
    let mut last = None;
    let mut left = opening.readings_left();
    for url in readings(&text, &mut left) {
        // Of an address that goes on in the next line, the beginning alone leads somewhere else.
        let begun = last.is_some_and(|last: Url| url.as_str().starts_with(last.as_str()));
        if !begun || LinkKind::of(&url) != LinkKind::Other {
            opening.link(url.clone());
        }
        last = Some(url);
    }
    opening.leave_readings(left);
    look_for_credentials(opening, &text);
}

/// The same, but of addresses only those that may lead to a badge: metadata is full of others.
#[cfg(any(feature = "pdf", feature = "scan"))]
pub(super) fn look_for_badges(opening: &mut Opening<'_>, text: &str) {
    if !opening.spend(text.len()) {
        return;
    }
    for address in addresses(text).filter(|url| LinkKind::of(url) != LinkKind::Other) {
        opening.link(address);
    }
    look_for_credentials(opening, text);
}

/// Tokens and objects among other words.
pub(super) fn look_for_credentials(opening: &mut Opening<'_>, text: &str) {
    for token in tokens(text, opening.limits) {
        if text::jws_may_be_badge(&token) && !several::jws(opening, &token) {
            opening.credential(Raw::Jws(token));
        }
    }
    look_for_objects(opening, text);
}

/// Badges that are JSON, among other words.
pub(super) fn look_for_objects(opening: &mut Opening<'_>, text: &str) {
    let bytes = text.as_bytes();
    // Of many texts each could be gone through so often.
    let mut left = bytes.len().saturating_mul(AGAIN).min(opening.brackets_left());
    let mut at = 0;
    while let Some(start) = bytes[at..].iter().position(|b| *b == b'{').map(|next| at + next)
        && left > 0
    {
        let most = bytes.len().min(start + left.min(opening.limits.document_bytes));
        let end = span::end_of_value(&bytes[..most], start);
        let searched = end.unwrap_or(most) - start;
        left = left.saturating_sub(searched);
        opening.search_brackets(searched);
        // What is none may hold one: a script, a text in brackets.
        at = start + 1;
        let Some(object) = end.map(|end| &bytes[start..end]) else { continue };
        if text::may_be_badge(object) && json::parse(object, opening.limits).is_ok() {
            if !several::json(opening, object) {
                opening.credential(Raw::Json(object.to_vec()));
            }
            at = start + object.len();
        }
    }
}

/// The http and https addresses in a text, without the punctuation of the sentence around them.
#[cfg_attr(not(feature = "markup"), allow(dead_code, reason = "pages alone have data that no line was broken in"))]
pub(super) fn addresses(text: &str) -> impl Iterator<Item = Url> {
    let mut end = 0;
    starts(text).filter_map(move |start| {
        // What begins within an address is a part of it.
        if start.at < end {
            return None;
        }
        let run = run(&text[start.at..]);
        end = start.at + run.len();
        (run.len() <= ADDRESS).then(|| start.url(trimmed(run)))?
    })
}

/// The same, each in every way in which it may be read where it reaches the end of a line. What was put together for that
/// costs as many of `left`, and a little more for each; once there are none, no further address is read.
pub(super) fn readings(text: &str, left: &mut usize) -> impl Iterator<Item = Url> {
    let mut end = 0;
    starts(if *left == 0 { "" } else { text }).flat_map(move |begun| {
        let start = begun.at;
        // What begins within an address is a part of it.
        if start < end || *left == 0 {
            return Vec::new();
        }
        let run = run(&text[start..]).len();
        end = start + run;
        if run > ADDRESS {
            return Vec::new();
        }
        let mut readings = bracketed(text, start).map_or_else(|| broken(&text[start..]), |whole| vec![whole]);
        if text[start..end].ends_with('=') && text[end..].starts_with('\n') {
            readings.insert(0, softly_broken(&text[start..]));
        }
        let cost: usize = readings.iter().map(|address| READING + address.len()).sum();
        *left = left.saturating_sub(cost);
        readings.iter().filter_map(|address| begun.url(address)).collect()
    })
}

/// An address between `<` and `>`: white space within is not a part of it (RFC 3986, appendix C).
fn bracketed(text: &str, start: usize) -> Option<String> {
    let rest = text[..start].ends_with('<').then(|| &text[start..])?;
    // Where another one is opened first, this one has no end.
    let end = rest.bytes().take(ADDRESS).position(|b| matches!(b, b'<' | b'>'))?;
    let within = rest[end..].starts_with('>').then(|| &rest[..end])?;
    let whole: String = within.split_whitespace().collect();
    (whole.len() < within.len() && !within.contains('=')).then_some(whole)
}

/// An address in a mail whose source was pasted: a line that ends in `=` goes on in the next, and `=3D` is `=`
/// (RFC 2045, section 6.7).
fn softly_broken(text: &str) -> String {
    let mut whole = String::new();
    for line in text.split('\n') {
        // Where another address begins, this one has ended.
        let another = ["http://", "https://"].iter().any(|scheme| line.starts_with(scheme));
        if whole.len() > ADDRESS || (another && !whole.is_empty()) {
            break;
        }
        let goes_on = line.strip_suffix('=');
        whole.push_str(goes_on.unwrap_or(line));
        if goes_on.is_none() {
            break;
        }
    }
    trimmed(run(&whole.replace("=3D", "="))).to_owned()
}

/// An address that may go on in the next line. Where it is not clear whether it does, both readings are given, the
/// shorter one first.
fn broken(text: &str) -> Vec<String> {
    let first = run(text);
    let mut address = first.to_owned();
    let mut rest = &text[first.len()..];
    let mut readings = Vec::new();
    for _ in 0..LINES {
        let Some(next) = rest.strip_prefix('\n').or_else(|| rest.strip_prefix(" \n")) else { break };
        // Mails that were answered have a mark before each line.
        let next = next.trim_start_matches(['>', ' ']);
        let word = run(next);
        if word.is_empty() || word.contains("://") || !word.is_ascii() {
            break;
        }
        let unfinished = address.ends_with(['/', '-', '_', '=', '?', '&', '%', '#']);
        let alone = next[word.len()..].is_empty() || next[word.len()..].trim_start_matches(' ').starts_with('\n');
        let odd = word.bytes().any(|b| b.is_ascii_digit() || b"/-_=?&%#.".contains(&b));
        // The address of an award's page ends in a stroke, and is whole, unless the name of a file follows.
        let file = word.contains('.') && !word.contains('/');
        if !file && address.ends_with('/') && link::is_of_a_place(&address) {
            break;
        }
        if !(unfinished && odd) {
            readings.push(trimmed(&address).to_owned());
        }
        if !(unfinished || (alone && odd)) {
            return readings;
        }
        address.push_str(word);
        rest = &next[word.len()..];
    }
    readings.push(trimmed(&address).to_owned());
    readings
}

/// Where an address begins.
struct Start {
    at: usize,
    /// It was written without its scheme.
    bare: bool,
}

impl Start {
    fn url(&self, address: &str) -> Option<Url> {
        if self.bare { bare::supplied(address) } else { Url::parse(address).ok() }
    }
}

/// Where addresses begin.
fn starts(text: &str) -> impl Iterator<Item = Start> {
    text.match_indices('/').filter_map(|(slash, _)| {
        let colon = slash.checked_sub(1).filter(|at| text.as_bytes()[*at] == b':');
        let Some(colon) = colon.filter(|_| text[slash..].starts_with("//")) else {
            return bare::start(text, slash).map(|at| Start { at, bare: true });
        };
        let before = &text.as_bytes()[..colon];
        ["https", "http"].into_iter().find_map(|scheme| {
            let at = colon.checked_sub(scheme.len())?;
            let letter_before = at > 0 && before[at - 1].is_ascii_alphanumeric();
            (before[at..].eq_ignore_ascii_case(scheme.as_bytes()) && !letter_before)
                .then_some(Start { at, bare: false })
        })
    })
}

/// What can be an address, from its beginning on: up to white space, a quote or a bracket of the text around it.
pub(super) fn run(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || c.is_control() || "\"<>`{}|\\^«»“”„".contains(c));
    let end = end.unwrap_or(text.len());
    #[cfg(test)]
    super::tally::add(end);
    &text[..end]
}

/// Without what closes a sentence; a closing bracket stays where one was opened within the address.
pub(super) fn trimmed(mut address: &str) -> &str {
    // How many more are opened than closed, in what is left of the address.
    let count = |open: char, close: char| {
        #[cfg(test)]
        super::tally::add(address.len());
        address.matches(open).count().cast_signed() - address.matches(close).count().cast_signed()
    };
    let (mut round, mut square) = (count('(', ')'), count('[', ']'));
    loop {
        let Some(last) = address.chars().next_back() else { return address };
        let cut = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '…' | '*' | '_' => true,
            ')' => {
                round += 1;
                round <= 0
            }
            ']' => {
                square += 1;
                square <= 0
            }
            _ => false,
        };
        if !cut {
            return address;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
}

#[cfg(test)]
mod tests {
    use super::super::tally;
    use super::*;

    fn found(text: &str) -> Vec<String> {
        addresses(text).map(|url| url.as_str().to_owned()).collect()
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        assert_eq!(found("Mon badge : https://badges.example.org/1."), ["https://badges.example.org/1"]);
        assert_eq!(
            found("(voir https://a.example.org/x_(y)) et <HTTP://b.example.org/>, « https://c.example.org/é »"),
            ["https://a.example.org/x_(y)", "HTTP://b.example.org/", "https://c.example.org/é"]
        );
        assert_eq!(found("xhttps://a.example.org ftp://a.example.org :// https:// https://u@a.example.org"), [""; 0]);
    }

    #[test]
    fn repeated_beginnings_and_brackets_are_read_once() {
        let many = "http://".repeat(100_000);
        assert_eq!(tally::of(|| assert!(found(&many).is_empty())), many.len());
        let many = format!("https://a.example.org/{}", ")".repeat(100_000));
        assert_eq!(tally::of(|| assert_eq!(trimmed(&many), "https://a.example.org/")), 2 * many.len());
    }

    // What begins within an address is a part of it; what is too long for one is none, and hides no other.
    #[test]
    fn an_address_within_an_address_is_none_of_its_own() {
        let text = "https://a.example.org/?u=https://b.example.org/ https://c.example.org/";
        assert_eq!(found(text), ["https://a.example.org/?u=https://b.example.org/", "https://c.example.org/"]);
        let of = |length: usize| format!("https://a.example.org/{}", "a".repeat(length - 22));
        assert_eq!(found(&of(2_048)), [of(2_048)]);
        assert_eq!(
            found(&(of(ADDRESS + 1) + "https://b.example.org/ https://c.example.org/")),
            ["https://c.example.org/"]
        );
    }

    #[test]
    fn addresses_broken_over_lines_are_joined() {
        for (text, expected) in [
            ("https://a.example.org/b/1 Formation", &["https://a.example.org/b/1"][..]),
            ("https://a.example.org/b/1\nFormation continue", &["https://a.example.org/b/1"]),
            (
                "https://a.example.org/badges/\n0123/credential.json\nFin",
                &["https://a.example.org/badges/0123/credential.json"],
            ),
            (
                "https://a.example.org/badges/01\n23/credential.json.\nFin",
                &["https://a.example.org/badges/01", "https://a.example.org/badges/0123/credential.json"],
            ),
            (
                "https://a.example.org/badges/\nFormation",
                &["https://a.example.org/badges/", "https://a.example.org/badges/Formation"],
            ),
            ("https://a.example.org/1\nhttps://b.example.org/2", &["https://a.example.org/1"]),
        ] {
            assert_eq!(broken(text), expected, "{text}");
        }
    }

    #[test]
    fn addresses_survive_what_mail_does_to_them() {
        let read = |text: &str| readings(text, &mut (1 << 30)).map(|url| url.as_str().to_owned()).collect::<Vec<_>>();
        let whole = "https://a.example.org/badges/0123456789?v=2";
        assert_eq!(
            read("<https://a.example.org/badges/012\n 3456789?v2>")[0],
            "https://a.example.org/badges/0123456789?v2"
        );
        assert_eq!(read("> https://a.example.org/badges/\n> 0123456789?v=2\n> Fin"), [whole]);
        assert_eq!(read("https://a.example.org/badges/01234=\n56789?v=3D2\nFin")[0], whole);
        assert_eq!(read("<https://a.example.org/1> <https://a.example.org/2>").len(), 2);
        // Each opening bracket looks no further than an address is long.
        assert!(read(&"<https://a.example.org/ ".repeat(20_000)).len() == 20_000);
    }

    // Each of these was put together again from the lines behind it, as far as an address is long.
    #[test]
    fn addresses_at_the_ends_of_lines_cost_what_they_are_long() {
        for many in ["https://a.example.org/b=\n", "<https://a.example.org/b\n", "www.a.example.org/badges/1-\n"] {
            let text = many.repeat(20_000);
            let mut left = usize::MAX;
            readings(&text, &mut left).for_each(drop);
            let searched = usize::MAX - left;
            assert!(searched <= 40 * text.len(), "{many}: {searched} for {}", text.len());
            // What all addresses of all texts may cost is bounded: of a text of any length no more is read.
            let mut left = 10_000;
            assert!(readings(&text, &mut left).count() < 400, "{many}");
            assert_eq!(left, 0);
        }
        // One that goes on behind such an end is read as before; the next one is another.
        let read = |text: &str| readings(text, &mut 10_000).map(|url| url.as_str().to_owned()).next().unwrap();
        assert_eq!(read("https://a.example.org/b/=\n1=\n2 "), "https://a.example.org/b/12");
        assert_eq!(read("https://a.example.org/b/1=\nhttps://b.example.org/"), "https://a.example.org/b/1");
    }
}
