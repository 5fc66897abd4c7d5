//! A look at the raw bytes before they are parsed: how many objects a parser would have to keep in memory.
//!
//! A parser turns two bytes (`0 `) into an object of a hundred, and an object stream of a thousand bytes into a
//! million. Both are counted here first.

use crate::limits::Limits;

/// Strings without an end for which an end is searched; after these each bracket stands for itself.
const UNCLOSED: usize = 1_000;

/// What the look tells.
pub(super) struct Ahead {
    /// Bytes that each object stream may inflate to, so that all together stay within `limits.pdf_object_bytes`.
    pub(super) stream_bytes: usize,
}

/// Counts tokens outside streams, and object streams.
///
/// # Errors
/// The name of the limit that was reached.
pub(super) fn look_ahead(bytes: &[u8], limits: &Limits) -> Result<Ahead, &'static str> {
    let mut tokens = 0_usize;
    let mut object_streams = 0_usize;
    // What was searched for in vain is not searched for again and again.
    let mut unclosed = 0_usize;
    let mut ends = true;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        match byte {
            b'%' => at += line(&bytes[at..]),
            b'(' => {
                tokens += 1;
                let length = if unclosed < UNCLOSED { string(&bytes[at..]) } else { 1 };
                unclosed += usize::from(length == 1);
                at += length;
            }
            b'/' => {
                tokens += 1;
                let length = 1 + regular(&bytes[at + 1..]);
                if is_object_stream(&bytes[at + 1..at + length]) {
                    object_streams += 1;
                }
                at += length;
            }
            b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b')' => {
                tokens += 1;
                at += 1;
            }
            _ if is_space(byte) => at += 1,
            _ => {
                tokens += 1;
                let length = regular(&bytes[at..]).max(1);
                let word = &bytes[at..at + length];
                at += length;
                if word == b"stream" && ends {
                    let length = data(&bytes[at..]);
                    ends = length > 0;
                    at += length;
                }
            }
        }
        if tokens > limits.pdf_tokens {
            return Err("pdf_tokens");
        }
    }
    Ok(Ahead { stream_bytes: (limits.pdf_object_bytes / object_streams.max(1)).max(4_096) })
}

/// How many operands and operators there may be in a page's content: rather more than less, as numbers need no space
/// between them and what looks like a string or a comment may be a part of a picture.
pub(super) fn tokens(content: &[u8]) -> usize {
    let mut within = false;
    let mut count = 0;
    for byte in content {
        let alone = b"()<>[]{}/%+-.".contains(byte);
        let space = is_space(*byte);
        count += usize::from(alone || (!space && !within));
        within = !alone && !space;
    }
    count
}

fn line(bytes: &[u8]) -> usize {
    bytes.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(bytes.len())
}

/// A literal string with its brackets; one that is not closed ends at once, so that nothing hides behind it.
fn string(bytes: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut escaped = false;
    #[cfg(test)]
    super::super::tally::add(bytes.len().min(1 << 16));
    for (at, byte) in bytes.iter().enumerate().take(1 << 16) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    1
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

fn regular(bytes: &[u8]) -> usize {
    let ends = |b: &u8| is_space(*b) || b"()<>[]{}/%".contains(b);
    bytes.iter().position(ends).unwrap_or(bytes.len())
}

/// `ObjStm`, also where letters are written as `#xx`.
fn is_object_stream(name: &[u8]) -> bool {
    let mut plain = Vec::with_capacity(6);
    let mut rest = name;
    while let [first, tail @ ..] = rest {
        if plain.len() == 6 {
            return false;
        }
        let hex = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok()).filter(|_| *first == b'#');
        if let Some(byte) = hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            plain.push(byte);
            rest = &tail[2..];
        } else {
            plain.push(*first);
            rest = tail;
        }
    }
    plain == b"ObjStm"
}

/// A stream's data, up to `endstream`; without one nothing is skipped.
fn data(bytes: &[u8]) -> usize {
    const END: &[u8] = b"endstream";
    let end = super::salvage::find(bytes, END).map_or(0, |at| at + END.len());
    #[cfg(test)]
    super::super::tally::add(if end > 0 { end } else { bytes.len() });
    end
}

#[cfg(test)]
mod tests {
    use super::super::super::tally;
    use super::*;

    #[test]
    fn object_streams_share_what_may_be_inflated() {
        let limits = Limits::default();
        let share = |text: &[u8]| look_ahead(text, &limits).map(|ahead| ahead.stream_bytes);
        assert_eq!(share(b"1 0 obj <</Type/XRef>>"), Ok(limits.pdf_object_bytes));
        assert_eq!(
            share(b"<</Type/ObjStm>> stream\n/ObjStm endstream <</Type /Obj#53tm>>"),
            Ok(limits.pdf_object_bytes / 2)
        );
        // Within a string, a comment or a stream it is no name.
        assert_eq!(share(b"(/ObjStm (/ObjStm)) % /ObjStm\n/ObjStm"), Ok(limits.pdf_object_bytes));
    }

    #[test]
    fn operands_are_counted_without_being_hidden() {
        assert_eq!(tokens(b"[0 0 0] TJ"), 6);
        assert!(tokens(b"[0-0-0(0 0 % 0 0") >= 8);
    }

    #[test]
    fn what_has_no_end_is_searched_once() {
        let limits = Limits { pdf_tokens: usize::MAX, ..Limits::default() };
        let searched = |bytes: &[u8]| tally::of(|| assert!(look_ahead(bytes, &limits).is_ok()));
        assert_eq!(searched(&b"stream ".repeat(100_000)), 700_000 - "stream".len());
        assert_eq!(searched(&b"stream endstream ".repeat(1_000)), " endstream".len() * 1_000);
        assert_eq!(searched(&b"(".repeat(200_000)), UNCLOSED << 16);
    }

    #[test]
    fn tokens_are_counted_before_they_are_parsed() {
        let small = Limits { pdf_tokens: 10, ..Limits::default() };
        assert!(look_ahead(b"[1 2 3 4 5 6 7 8]", &small).is_ok());
        assert_eq!(look_ahead(b"[1 2 3 4 5 6 7 8 9]", &small).err(), Some("pdf_tokens"));
        assert_eq!(look_ahead(b"(1 2 3 4 5 6 7 8 9 10 11 12", &small).err(), Some("pdf_tokens"));
        assert!(look_ahead(b"stream 1 2 3 4 5 6 7 8 9 10 11 endstream", &small).is_ok());
    }
}
