//! The objects of a document that the writer made: found, read token by token, written again under other numbers.
//!
//! This reads what comes from the writer only: one list of objects, in the order of their numbers, none of them inside a
//! stream. Anything else is refused.

/// A document as its objects.
pub(super) struct Objects<'d> {
    /// All that comes before the first object.
    pub(super) header: &'d [u8],
    /// What stands between `obj` and `endobj`; number 1 first.
    bodies: Vec<&'d [u8]>,
    /// The dictionary at the end.
    pub(super) trailer: &'d [u8],
}

impl<'d> Objects<'d> {
    /// `None` for a document of another form.
    pub(super) fn read(document: &'d [u8]) -> Option<Self> {
        let text = |bytes: &'d [u8]| std::str::from_utf8(bytes).ok();
        let end = document.len().saturating_sub(64);
        let at = end + find(&document[end..], b"startxref\n")?;
        let at: usize = text(&document[at + 10..])?.lines().next()?.parse().ok()?;
        let list = document.get(at..)?.strip_prefix(b"xref\n0 ")?;
        let (count, list) = split(list, b"\n")?;
        let count: usize = text(count)?.parse().ok()?;
        let entries = list.get(..count.checked_mul(20)?)?;
        let trailer = list[entries.len()..].strip_prefix(b"trailer\n")?;
        let trailer = &trailer[..find(trailer, b"\nstartxref")?];
        let mut offsets = Vec::with_capacity(count);
        for entry in entries.chunks_exact(20).skip(1) {
            (entry[17] == b'n').then_some(())?;
            offsets.push(text(&entry[..10])?.parse::<usize>().ok()?);
        }
        let header = document.get(..*offsets.first()?)?;
        offsets.push(at);
        let mut bodies = Vec::with_capacity(count);
        for (n, ends) in offsets.windows(2).enumerate() {
            let object = document.get(ends[0]..ends[1])?.trim_ascii_end();
            let (number, body) = split(object, b" 0 obj\n")?;
            (text(number)?.parse() == Ok(n + 1)).then_some(())?;
            bodies.push(body.strip_suffix(b"endobj")?.trim_ascii_end());
        }
        Some(Self { header, bodies, trailer })
    }

    /// The numbers of its objects.
    pub(super) fn numbers(&self) -> std::ops::RangeInclusive<u32> {
        // The writer refuses more than eight million.
        1..=u32::try_from(self.bodies.len()).unwrap_or(0)
    }

    /// One of its objects.
    pub(super) fn get(&self, number: u32) -> Option<&'d [u8]> {
        self.bodies.get(usize::try_from(number).ok()?.checked_sub(1)?).copied()
    }
}

/// What an object is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'d> {
    /// `12 0 R`
    Ref(u32),
    /// `/Name`, without the stroke
    Name(&'d [u8]),
    /// Where a list or a dictionary begins: `[`, `<<`
    Open(&'d [u8]),
    /// Where it ends.
    Close(&'d [u8]),
    /// Anything else: a number, a text in its brackets, a word, room between them. Of a stream, all that follows.
    Other(&'d [u8]),
}

/// The tokens of an object.
pub(super) fn tokens(body: &[u8]) -> Tokens<'_> {
    Tokens { rest: body }
}

pub(super) struct Tokens<'d> {
    rest: &'d [u8],
}

impl<'d> Iterator for Tokens<'d> {
    type Item = Token<'d>;

    fn next(&mut self) -> Option<Token<'d>> {
        let rest = self.rest;
        let first = *rest.first()?;
        let while_ = |keeps: fn(&u8) -> bool| rest.iter().skip(1).position(|b| !keeps(b)).map_or(rest.len(), |n| n + 1);
        let (length, make): (usize, fn(&'d [u8]) -> Token<'d>) = match first {
            b'(' => (literal(rest), Token::Other),
            b'<' if rest.get(1) == Some(&b'<') => (2, Token::Open),
            b'>' if rest.get(1) == Some(&b'>') => (2, Token::Close),
            b'<' => (find(rest, b">").map_or(rest.len(), |end| end + 1), Token::Other),
            b'[' => (1, Token::Open),
            b']' => (1, Token::Close),
            b'/' => (while_(is_regular), |name| Token::Name(&name[1..])),
            b'0'..=b'9' => {
                let length = while_(is_regular);
                let after = &rest[length..];
                let is_ref = after.strip_prefix(b" 0 R").is_some_and(|b| b.first().is_none_or(|b| !is_regular(b)));
                if let (true, Some(number)) = (is_ref, number(&rest[..length])) {
                    self.rest = &after[4..];
                    return Some(Token::Ref(number));
                }
                (length, Token::Other)
            }
            // What follows is no syntax.
            b's' if rest.starts_with(b"stream") => (rest.len(), Token::Other),
            b if is_regular(&b) => (while_(is_regular), Token::Other),
            _ => (1, Token::Other),
        };
        let (token, rest) = rest.split_at(length);
        self.rest = rest;
        Some(make(token))
    }
}

/// The same object with other references, and counted on from `page` where it says which entry of the tree of parents a
/// page has. `None` if there is no number for something it refers to.
pub(super) fn rewritten(body: &[u8], page: usize, to: impl Fn(u32) -> Option<u32>) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len() + 16);
    let mut key: &[u8] = b"";
    for token in tokens(body) {
        match token {
            Token::Ref(n) => out.extend_from_slice(format!("{} 0 R", to(n)?).as_bytes()),
            Token::Name(name) => {
                out.push(b'/');
                out.extend_from_slice(name);
            }
            Token::Other(n) if n[0].is_ascii_digit() && matches!(key, b"StructParents" | b"StructParent") => {
                let own = usize::try_from(number(n)?).ok()?;
                out.extend_from_slice((own + page).to_string().as_bytes());
            }
            Token::Other(raw) | Token::Open(raw) | Token::Close(raw) => out.extend_from_slice(raw),
        }
        match token {
            Token::Name(name) => key = name,
            // Between a name and its number.
            Token::Other(b" ") => {}
            _ => key = b"",
        }
    }
    Some(out)
}

/// The references of an object.
pub(super) fn refs(body: &[u8]) -> impl Iterator<Item = u32> {
    tokens(body).filter_map(|token| if let Token::Ref(n) = token { Some(n) } else { None })
}

/// The value of a key of a dictionary itself, not of one within it.
pub(super) fn value<'d>(dictionary: &'d [u8], key: &str) -> Option<&'d [u8]> {
    entries(dictionary)?.into_iter().find(|(name, _)| *name == key.as_bytes()).map(|(_, value)| value)
}

/// The one object that a value refers to.
pub(super) fn reference(value: &[u8]) -> Option<u32> {
    let mut all = refs(value);
    all.next().filter(|_| all.next().is_none())
}

/// A key of a dictionary, and its value.
pub(super) type Pair<'d> = (&'d [u8], &'d [u8]);

/// The keys of a dictionary and their values, as they are written.
pub(super) fn entries(dictionary: &[u8]) -> Option<Vec<Pair<'_>>> {
    let mut all = Vec::new();
    let mut tokens = tokens(dictionary);
    (tokens.next() == Some(Token::Open(b"<<"))).then_some(())?;
    loop {
        match tokens.next()? {
            Token::Name(key) => {
                let before = tokens.rest;
                let mut first = tokens.next()?;
                if matches!(first, Token::Other(room) if room.trim_ascii().is_empty()) {
                    first = tokens.next()?;
                }
                match first {
                    Token::Open(_) => skip(&mut tokens)?,
                    // The end of the dictionary instead of a value.
                    Token::Close(_) => return None,
                    _ => {}
                }
                all.push((key, before[..before.len() - tokens.rest.len()].trim_ascii()));
            }
            Token::Close(_) => return Some(all),
            Token::Other(room) if room.trim_ascii().is_empty() => {}
            _ => return None,
        }
    }
}

/// A key and its value, as they are written.
pub(super) fn pair(key: &[u8], value: &[u8]) -> Vec<u8> {
    let room: &[u8] = if value.first().is_some_and(is_regular) { b" " } else { b"" };
    [b"/", key, room, value].concat()
}

/// Goes on behind what was opened.
fn skip(tokens: &mut Tokens<'_>) -> Option<()> {
    let mut depth = 1;
    while depth > 0 {
        match tokens.next()? {
            Token::Open(_) => depth += 1,
            Token::Close(_) => depth -= 1,
            _ => {}
        }
    }
    Some(())
}

/// The length of a text in round brackets.
fn literal(bytes: &[u8]) -> usize {
    let (mut depth, mut escaped) = (0_usize, false);
    for (n, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return n + 1;
        }
    }
    bytes.len()
}

fn is_regular(byte: &u8) -> bool {
    !byte.is_ascii_whitespace() && *byte != 0 && !b"()<>[]{}/%".contains(byte)
}

fn number(digits: &[u8]) -> Option<u32> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn split<'d>(bytes: &'d [u8], at: &[u8]) -> Option<(&'d [u8], &'d [u8])> {
    let n = find(bytes, at)?;
    Some((&bytes[..n], &bytes[n + at.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_changed_and_nothing_that_looks_like_one() {
        let body = b"<</K[3 4 0 R 5]/T(4 0 R \\) (4 0 R))/A<FEFF0034>/S/4 0 R/StructParents 7/N 14 0 R>>\nstream\n4 0 R\nendstream";
        let body = &body[..];
        let out = rewritten(body, 50, |n| Some(n + 100)).unwrap();
        let expected = "<</K[3 104 0 R 5]/T(4 0 R \\) (4 0 R))/A<FEFF0034>/S/4 0 R/StructParents 57/N 114 0 R>>\n\
                        stream\n4 0 R\nendstream";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        assert_eq!(rewritten(body, 0, |n| (n != 14).then_some(n)), None);
        assert_eq!(refs(body).collect::<Vec<_>>(), [4, 14]);
    }

    #[test]
    fn values_are_those_of_the_dictionary_itself() {
        let catalog = b"<</Pages 1 0 R/Names<</Pages 9 0 R>>/AF[2 0 R 3 0 R]/Lang(fr)>>";
        assert_eq!(value(catalog, "Pages").and_then(reference), Some(1));
        assert_eq!(value(catalog, "AF"), Some(&b"[2 0 R 3 0 R]"[..]));
        assert_eq!(value(catalog, "AF").and_then(reference), None);
        assert_eq!(entries(catalog).unwrap().len(), 4);
        for broken in [&b"<</A>>"[..], b"<</A 1", b"[1]", b"<<1>>", b"<</A[1>"] {
            assert_eq!(entries(broken), None, "{}", String::from_utf8_lossy(broken));
        }
    }

    #[test]
    fn another_form_is_refused() {
        for bytes in [&b""[..], b"%PDF-1.7\n", b"startxref\n0\n%%EOF", b"xref\n0 99999999999\nstartxref\n0\n%%EOF"] {
            assert!(Objects::read(bytes).is_none());
        }
    }
}
